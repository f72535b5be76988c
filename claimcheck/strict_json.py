"""JSON without the parts that readers disagree about (RFC 8259, sections 4, 6 and 8).

Python's parser takes NaN, keeps the last of two equal keys, turns 1e999 into infinity and breaks off with a RecursionError on
deep nesting. A record that relies on any of these means different things to different readers, so each is refused here.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

from claimcheck.errors import RecordError

#: A record is 6 levels deep, a report 8; far more is an attack on the reader.
MAX_DEPTH = 64

#: Larger files are to be split. A claim takes about 4 KiB, so this is some sixty thousand claims.
MAX_BYTES = 256 * 1024 * 1024

#: Decimal digits of an integer; more do not fit a double, and Python needs quadratic time for them.
_MAX_DIGITS = 300
_TOO_LARGE = 10**_MAX_DIGITS

_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes) -> str:
    """The bytes as UTF-8, without a byte order mark. Raises RecordError when they are not UTF-8 or too many."""
    if len(data) > MAX_BYTES:
        raise RecordError(f"the file is larger than {MAX_BYTES // 1024**2} MiB; split it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RecordError("the file is UTF-16; JSON is exchanged as UTF-8, so save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(f"the file is not UTF-8: byte {error.start} cannot be read; save it as UTF-8") from None


def loads(text: str, *, first_line: int = 1) -> object:
    """The one JSON value that the text holds: dict, list, str, int, float, bool or None.

    Raises RecordError when the text is not JSON, or is such that readers would disagree; lines are counted from `first_line`.
    """
    try:
        value: object = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_int)
    except json.JSONDecodeError as error:
        raise RecordError(
            f"not JSON: {_lower(error.msg.removesuffix(' at'))} at line {error.lineno + first_line - 1}, column {error.colno}"
        ) from None
    except RecursionError:
        raise RecordError(f"nested more than {MAX_DEPTH} levels deep") from None
    check_plain(value)
    return value


def check_plain(value: object) -> None:
    """Nothing, when the value is one that JSON can hold and exchange. Raises RecordError otherwise."""
    if _is_plain(value):
        return
    level = [value]
    for _ in range(MAX_DEPTH):
        below: dict[int, object] = {}  # by identity: an object that holds itself stays one object
        for item in level:
            if isinstance(item, dict):
                for key in item:
                    if not isinstance(key, str):
                        raise RecordError(f"the key {key!r} is not a string")
                    _check_text(key)
                below.update((id(child), child) for child in item.values())
            elif isinstance(item, list):
                below.update((id(child), child) for child in item)
            else:
                _check_scalar(item)
        level = list(below.values())
        if not level:
            return
    raise RecordError(f"nested more than {MAX_DEPTH} levels deep")


def _is_plain(value: object) -> bool:
    """A fast yes, for what is made of JSON's own types and holds nothing odd, as nearly every value is; no means "look closely"."""
    level: list[Any] = [[value]]
    names: set[str] = set()  # that are known to be plain: a record has the same few everywhere
    for _ in range(MAX_DEPTH):
        below: dict[int, object] = {}  # by identity: an object that holds itself stays one object
        for holder in level:
            children = holder
            if type(holder) is dict:
                if not names.issuperset(holder):
                    if not all(map(_is_plain_text, holder)):
                        return False
                    names.update(holder)
                children = holder.values()
            for child in children:
                kind = type(child)
                if kind is str:
                    if not child.isascii() and not _is_plain_text(child):
                        return False
                elif kind is dict or kind is list:
                    below[id(child)] = child
                elif kind is int:
                    if not -_TOO_LARGE < child < _TOO_LARGE:
                        return False
                elif kind is float:
                    if not isfinite(child):
                        return False
                elif child is not None and kind is not bool:
                    return False
        level = list(below.values())
        if not level:
            return True
    return False


def _is_plain_text(text: object) -> bool:
    """A string without half of a surrogate pair."""
    if type(text) is not str:
        return False
    return text.isascii() or not _SURROGATE.search(text)


def _check_scalar(value: object) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float):
        if not isfinite(value):
            raise RecordError(f"{value} is not a JSON number")
    elif isinstance(value, int):
        if abs(value) >= _TOO_LARGE:
            raise RecordError("a number is too large")
    elif value is not None:
        raise RecordError(f"{type(value).__name__} is not a JSON type")


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise RecordError("half of a surrogate pair stands alone in a string; it is no character") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise RecordError(f"`{key[:60]}` stands twice in one object")
        found[key] = value
    return found


def _constant(name: str) -> object:
    raise RecordError(f"{name} is not a JSON number")


def _float(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise RecordError(f"the number {digits[:20]} is too large")
    return value


def _int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise RecordError(f"the number {digits[:20]}… is too large")
    return int(digits)


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
