"""Globs over paths with forward slashes, as .gitignore reads them.

`*` and `?` stay inside a name, `**` stands for any number of folders. A glob without a slash (one at its end aside) is looked
for at any depth; another one begins at the folder of the settings. What matches a folder matches everything in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

_ANY_DEPTH = "**"


def matches(path: str, globs: Iterable[str]) -> bool:
    """Whether one of the globs matches a path, or a folder above it. `path` is relative; one that leads upwards never matches."""
    names = tuple(path.split("/"))
    if ".." in names or path.startswith("/"):
        return False
    return any(_matches(names, _parts(glob)) for glob in globs)


@lru_cache(maxsize=256)
def _parts(glob: str) -> tuple[str, ...]:
    whole = glob.replace("\\", "/").removeprefix("./")
    inner = whole.rstrip("/")
    parts = [part for part in inner.split("/") if part]
    if "/" not in inner:
        parts.insert(0, _ANY_DEPTH)
    return tuple(part for number, part in enumerate(parts) if not (number and part == parts[number - 1] == _ANY_DEPTH))


def _matches(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether the parts match the first names, or all of them: row by row, so that many `**` cost no more than their number."""
    reached = {0}  # how many names the parts so far have taken
    for part in parts:
        if part == _ANY_DEPTH:
            reached = set(range(min(reached), len(names) + 1)) if reached else reached
        else:
            reached = {count + 1 for count in reached if count < len(names) and fnmatchcase(names[count], part)}
    return bool(reached - {0})
