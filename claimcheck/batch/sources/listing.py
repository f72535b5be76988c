"""Which files an input has: those that are named, those in folders, those that a glob matches."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from claimcheck.errors import BatchError

Kind = Literal["article", "jsonl", "parquet", "warc"]

_ENDINGS: dict[str, Kind] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx"), "article"),
    **dict.fromkeys((".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"), "jsonl"),
    ".parquet": "parquet",
    **dict.fromkeys((".warc", ".warc.gz"), "warc"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file of an input: `id` is its path below the folder that holds all inputs. `kind` None: no articles, as far as its name tells."""

    path: str
    id: str
    kind: Kind | None
    size: int = 0
    trouble: str | None = None  # one sentence: why it is not opened


def found(paths: Sequence[str], *, leave_out: str | None = None) -> Iterator[Found]:
    """The files of an input, in the order of the paths and sorted within a folder. Hidden files are not looked at.

    Links to folders are not followed, for they may lead in a circle, and links to files only within the folder that is given.
    Raises BatchError for a path that leads nowhere, and for two that overlap.
    """
    tops = _tops(paths)
    if leave_out is not None:
        leave_out = os.path.realpath(leave_out)
    root = tops[0] if len(tops) == 1 and os.path.isdir(tops[0]) else os.path.commonpath([os.path.dirname(top) for top in tops])
    for top in tops:
        if os.path.isdir(top):
            yield from _below(top, root, leave_out)
        else:
            about = os.stat(top)
            yield Found(top, _id(top, root), _kind(top) or "article", about.st_size)


def _tops(paths: Sequence[str]) -> list[str]:
    """The inputs as absolute paths, globs replaced by what they match."""
    tops: list[str] = []
    for path in paths:
        if os.path.lexists(path):
            matches = [path]
        elif glob.has_magic(path):
            matches = sorted(glob.iglob(path, recursive=True))
            # What a `**` matches below a folder that it matches too would come twice.
            matches = [match for match in matches if not os.path.isdir(match)] or matches
        else:
            matches = []
        if not matches:
            raise BatchError(f"There is no input {path}: name folders, files or a glob in quotation marks.")
        for match in matches:
            about = os.stat(match) if os.path.exists(match) else None
            if about is None or not (stat.S_ISDIR(about.st_mode) or stat.S_ISREG(about.st_mode)):
                raise BatchError(f"{match} is neither a file nor a folder: batches read only these, so that they can begin again.")
        tops += map(os.path.abspath, matches)
    known = set(tops)
    for top in tops:
        above = os.path.dirname(top)
        while above not in known and above != os.path.dirname(above):
            above = os.path.dirname(above)
        if above in known and above != top:
            raise BatchError(f"{top} lies in {above}, so its articles would be read twice: name only one of them.")
    if len(known) < len(tops):
        twice = next(top for number, top in enumerate(tops) if top in tops[:number])
        raise BatchError(f"{twice} is named twice: name it once.")
    return tops


def _below(top: str, root: str, leave_out: str | None) -> Iterator[Found]:
    inside = os.path.realpath(top)
    todo = [top]  # no recursion: folders may lie very deep
    while todo:
        path = todo.pop()
        if os.path.isdir(path) and not (os.path.islink(path) and path != top):
            try:
                with os.scandir(path) as entries:
                    names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
            except OSError as error:
                yield Found(path, _id(path, root), None, trouble=f"The folder {_id(path, root)} cannot be read ({error.strerror}).")
                continue
            below = [os.path.join(path, name) for name in reversed(names)]
            todo += (
                [each for each in below if not (leave_out and os.path.realpath(each) == leave_out)] if _near(leave_out, names) else below
            )
        else:
            yield _file(path, root, inside)


def _near(leave_out: str | None, names: Sequence[str]) -> bool:
    """Whether the folder that is left out may be one of these: the rest need not be looked at."""
    return leave_out is not None and os.path.basename(leave_out) in names


def _file(path: str, root: str, inside: str) -> Found:
    name, kind = _id(path, root), _kind(path)
    if kind is None:
        return Found(path, name, None)
    try:
        if os.path.islink(path) and os.path.commonpath([inside, os.path.realpath(path)]) != inside:
            return Found(path, name, kind, trouble=f"{name} is a link that leads out of its folder: copy the file there.")
        about = os.stat(path)
    except OSError as error:
        return Found(path, name, kind, trouble=f"{name} cannot be opened ({error.strerror}).")
    if not stat.S_ISREG(about.st_mode):
        return Found(path, name, kind, trouble=f"{name} is no file.")
    return Found(path, name, kind, about.st_size)


def _kind(path: str) -> Kind | None:
    name = os.path.basename(path).lower()
    return next((_ENDINGS[ending] for ending in _ENDINGS if name.endswith(ending) and name != ending), None)


def _id(path: str, root: str) -> str:
    """With forward slashes; bytes that are no UTF-8 are written out, so that no two files have one id."""
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    return os.fsencode(relative).decode("utf-8", "backslashreplace")
