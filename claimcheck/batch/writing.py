"""A shard's files, on disk whole or not at all.

Whoever worked on the shard puts them into the output under hidden names (`put`); the one who keeps the journal gives them their
names (`settle`). A process that dies between the two leaves hidden files, which the next run clears away.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.batch.forms import Form
from claimcheck.batch.shard import Outcome

_ENDING = ".part"
#: Failures that may be none when they are tried again, with more time or on a machine with more room.
_PASSING = ("too-slow", "crashed")


@dataclass(frozen=True, slots=True)
class File:
    """A file of the output."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a shard: its files, and how many articles, claims, articles without a record, and such as may do better again."""

    number: int
    fingerprint: str
    files: tuple[File, ...]
    articles: int
    claims: int
    errors: int
    passing: int
    left_out: int
    hidden: tuple[str, ...] = ()  # the names that the files have before they are settled


def put(folder: Path, form: Form, number: int, fingerprint: str, outcomes: Sequence[Outcome]) -> Written:
    """Write the outcomes of a shard under hidden names. Raises OSError."""
    files, hidden = [], []
    for name, data in form.files(number, outcomes):
        path = folder / f".{name}.{os.getpid()}{_ENDING}"
        with path.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        files.append(File(name, len(data), hashlib.sha256(data).hexdigest()))
        hidden.append(path.name)
    return Written(
        number,
        fingerprint,
        tuple(files),
        articles=len(outcomes),
        claims=sum(len(outcome.report["claims"]) for outcome in outcomes if outcome.report is not None),
        errors=sum(outcome.failure is not None for outcome in outcomes),
        passing=sum(outcome.failure is not None and outcome.failure.kind in _PASSING for outcome in outcomes),
        left_out=sum(outcome.left_out for outcome in outcomes),
        hidden=tuple(hidden),
    )


def settle(folder: Path, written: Written) -> None:
    """Give the files their names. Raises OSError."""
    for file, hidden in zip(written.files, written.hidden, strict=True):
        os.replace(folder / hidden, folder / file.name)
    sync(folder)


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    hidden = path.with_name(f".{path.name}.{os.getpid()}{_ENDING}")
    with hidden.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(hidden, path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Names in a folder are data of the folder: without this they may be lost with the power."""
    with contextlib.suppress(OSError):  # Windows does not open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_hidden(folder: Path) -> None:
    """Remove what runs that died left behind."""
    for path in folder.glob(f".*{_ENDING}"):
        path.unlink(missing_ok=True)


def intact(folder: Path, files: Sequence[File]) -> bool:
    """Whether the files are there as they were written."""
    for file in files:
        try:
            with (folder / file.name).open("rb") as stream:
                if os.fstat(stream.fileno()).st_size != file.size or hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
                    return False
        except OSError:
            return False
    return True
