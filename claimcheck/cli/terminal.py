"""The terminal: encodings, colours, progress, and files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from claimcheck.errors import SettingError

#: Columns of a table that does not go to a terminal.
WIDTH_ELSEWHERE = 120


def complain(sentence: str) -> None:
    """One line on standard error."""
    click.echo(f"claimcheck: error: {' '.join(sentence.split())}", err=True)


def note(sentence: str) -> None:
    """One line on standard error about what is no error. It stands where a line of progress stood."""
    clean = "\r\x1b[K" if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else ""
    click.echo(f"{clean}claimcheck: note: {' '.join(sentence.split())}", err=True)


def use_utf8() -> None:
    """Records are UTF-8 whatever the locale says; a terminal that cannot show a character shows a question mark.

    A stream that was closed before the start (`>&-`) is replaced by one that leads nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty() or stream is sys.stderr:
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def quiet_stdout() -> None:
    """After a broken pipe: keep the interpreter from flushing into it once more, and complaining."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width() -> int:
    """Columns for a table: the terminal's (or COLUMNS), 120 elsewhere."""
    return shutil.get_terminal_size((WIDTH_ELSEWHERE, 24)).columns if sys.stdout.isatty() or os.environ.get("COLUMNS") else WIDTH_ELSEWHERE


def colours(stream: TextIO) -> bool:
    """Colours only on a terminal that has them, and never with NO_COLOR set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Progress:
    """One line on standard error that is rewritten, when that is a terminal; else nothing."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty() and os.environ.get("TERM") != "dumb"

    def say(self, message: str) -> None:
        if self._shown:
            room = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[K{message[:room]}")
            self._stream.flush()

    def clear(self) -> None:
        self.say("")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file that takes its place under `path` when the block ends without an error, and leaves no trace else.

    Something that is no regular file, such as /dev/stdout or a named pipe, is written directly. Raises SettingError
    when nothing can be written there.
    """
    import tempfile

    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as direct:
                yield direct
            return
        target = path.resolve()  # a link stays a link: what it points to is replaced
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:200]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise SettingError(f"{path} cannot be written ({error.strerror}): choose another file.") from error
    try:
        with open(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(handle)
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those of a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
