"""On which line of a settings file a key stands, so that a complaint can name it.

`steps` lead from the top of the file to the key: ("tool", "claimcheck", "rules", "weekday_date"). What cannot be found is
answered with the line of what stands around it, in the end with line 1.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

Steps = Sequence[str | int]

#: Lines on which the name of a key stands, of which no more are tried: a file that repeats it more often was made to be slow.
_TRIED = 100

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
_OPTION = re.compile(r"(?P<name>[^\s:=#;\[][^:=]*?)\s*[:=]")
_ITEM = re.compile(r"\s+(?P<name>[^\s:=#;]+)\s*(?:[:=]|$)")


def toml_line(text: str, steps: Steps) -> int:
    """The line, from 1, of a key in a TOML text that can be read.

    The parser says nothing of lines. But the first lines of a TOML text are TOML themselves, unless they end inside a value: a
    key stands on the line before which it is not there, and after which, or after the end of its value, it is.
    """
    lines = [f"{line}\n" for line in text.split("\n")]
    for length in range(len(steps), 0, -1):
        path = steps[:length]
        name = path[-1]
        if isinstance(name, int):
            named = [step for step in path if isinstance(step, str)]
            if length > 1 and isinstance(path[-2], str) and named:
                name = named[-1]
            else:
                continue
        tried = [number for number, line in enumerate(lines) if name in line][:_TRIED]
        for number in tried:
            before = _loaded(lines[:number])
            if before is None or _holds(before, path):
                continue
            for end in range(number + 1, min(len(lines), number + _TRIED) + 1):
                after = _loaded(lines[:end])
                if after is not None:
                    if _holds(after, path):
                        return number + 1
                    break
    return 1


def _loaded(lines: Sequence[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _holds(value: Any, steps: Steps) -> bool:
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return False
    return True


def cfg_line(text: str, section: str, steps: Steps = ()) -> int:
    """The line, from 1, of a section of an ini file, of an option in it, or of an entry in the lines of its value."""
    found = 1
    inside = False
    names = [step for step in steps if isinstance(step, str)]
    left = list(names)
    for number, line in enumerate(text.split("\n"), 1):
        header = _SECTION.match(line)
        if header:
            if inside:
                break
            inside = header["name"] == section
            found = number if inside else found
        elif inside and left:
            entry = (_ITEM if len(left) < len(names) else _OPTION).match(line)
            if entry and entry["name"] == left[0]:
                found = number
                left.pop(0)
                if not left:
                    break
    return found
