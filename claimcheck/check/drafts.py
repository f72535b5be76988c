"""Which files are checked: those that are named, those found in folders, and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from claimcheck.check.outcome import Unreadable
from claimcheck.check.settings import InForce, Settings, SettingsFinder
from claimcheck.document import MAX_BYTES
from claimcheck.errors import DocumentError
from claimcheck.reading.file import load

#: What is looked for in folders. A file of another name is checked when it is named.
ENDINGS = (".docx", ".html", ".md", ".txt")

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to be checked: its bytes, and the settings that hold for it."""

    path: str  # as in CheckedFile
    shown: str  # as the user would name it, from the working directory
    data: bytes
    settings: Settings
    in_force: InForce
    published: date | None = None  # from the command line: it wins over the article's own

    @property
    def published_else(self) -> date | None:
        """The day of publication where the article does not say it itself."""
        return None if self.published else self.in_force.published


def drafts(
    paths: Sequence[str], finder: SettingsFinder, *, published: date | None = None, stdin: bytes = b"", stdin_name: str | None = None
) -> list[Draft | Unreadable]:
    """The files below the paths, in the order of these and sorted within a folder; a file that is reached twice is there once.

    `stdin` is what "-" stands for, `stdin_name` what it is called. A path that cannot be read is an Unreadable in its place.
    Raises ConfigError when a settings file cannot be used.
    """
    found: list[Draft | Unreadable] = []
    seen: set[str] = set()
    for path in paths:
        for item in _one(path, finder, published, stdin, stdin_name):
            if item.path not in seen:
                seen.add(item.path)
                found.append(item)
    return found


def _one(path: str, finder: SettingsFinder, published: date | None, stdin: bytes, stdin_name: str | None) -> Iterator[Draft | Unreadable]:
    if path == STDIN:
        settings = finder.at(Path(stdin_name or "stdin").parent)
        name = settings.path_of(Path(stdin_name)) if stdin_name else "stdin"
        yield Draft(name, stdin_name or STDIN, stdin, settings, settings.in_force(name), published)
    elif os.path.isdir(path):
        for file in _below(path, finder):
            yield file if isinstance(file, Unreadable) else _draft(file, finder, published)
    else:
        yield _draft(path, finder, published)


def _below(folder: str, finder: SettingsFinder) -> Iterator[str | Unreadable]:
    """The drafts in a folder and in the folders below it. Links to folders are not followed: they may lead in a circle."""
    settings = finder.at(Path(folder))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        shown = printable(folder)
        yield Unreadable(printable(settings.path_of(Path(folder))), f"The folder {shown} cannot be read ({error.strerror}).")
        return
    for entry in entries:
        if entry.name.startswith(".") or settings.excludes(settings.path_of(Path(entry.path))):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, finder)
        elif entry.name.lower().endswith(ENDINGS) and (
            entry.is_file() or not os.path.exists(entry.path)
        ):  # no pipe, but a link that leads nowhere
            yield entry.path


def _draft(path: str, finder: SettingsFinder, published: date | None) -> Draft | Unreadable:
    settings = finder.at(Path(os.path.abspath(path)).parent)
    name = printable(settings.path_of(Path(path)))
    shown = printable(os.path.normpath(path)) if path else '""'
    try:
        return Draft(name, shown, load(path, shown, MAX_BYTES), settings, settings.in_force(name), published)
    except DocumentError as error:
        return Unreadable(name, str(error))


def printable(path: str) -> str:
    """A path as text: bytes in it that are no UTF-8 are shown as question marks."""
    return os.fsencode(path).decode("utf-8", "replace")
