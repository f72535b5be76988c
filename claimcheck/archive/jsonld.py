"""JSON-LD as it stands on the web: sloppier than our own records, and by strangers.

Taken are equal keys (the last counts), line breaks inside of strings, numbers out of range (they become nothing), prefixes and full
addresses of schema.org. Bounded are depth and digits, and nothing is ever fetched: a context's address is not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

Json = dict[str, object]

#: Digits of an integer: more take Python quadratic time.
_MAX_DIGITS = 300
#: Values of a list that are looked at for one field.
_MAX_VALUES = 20

_VOCABULARY = re.compile(r"^(?:schema:|https?://(?:www\.)?schema\.org/)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")


def loads(text: str) -> object:
    """The value in a text. Raises ValueError, with a reason in words, where there is none that can be read."""
    try:
        value: object = json.loads(text, strict=False, parse_constant=lambda _: None, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg[:1].lower()}{error.msg[1:]} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    return value


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def nodes(value: object) -> Iterator[tuple[str, Json]]:
    """Every object below a value, in the order of the file, each with its place: `$.dataFeedElement[3].item[0]`."""
    waiting: list[tuple[str, object]] = [("$", value)]
    while waiting:
        place, item = waiting.pop()
        below: list[tuple[str, object]] = []
        if isinstance(item, dict):
            yield place, item
            below = [(f"{place}.{key[:40]}", child) for key, child in item.items() if isinstance(child, dict | list)]
        elif isinstance(item, list):
            below = [(f"{place}[{number}]", child) for number, child in enumerate(item) if isinstance(child, dict | list)]
        waiting += reversed(below)


def plain(node: Json) -> Json:
    """A node with the names of schema.org alone: "schema:author" and "https://schema.org/author" are "author"."""
    if ":" in "".join(node):
        return {_VOCABULARY.sub("", key): value for key, value in node.items()}
    return node


def kinds(node: Json) -> frozenset[str]:
    """The types of a node."""
    value = node.get("@type", node.get("type"))
    return frozenset(_VOCABULARY.sub("", kind) for kind in listed(value) if isinstance(kind, str))


def listed(value: object) -> list[object]:
    """A value as a list: schema.org lets every property have several."""
    return value[:_MAX_VALUES] if isinstance(value, list) else [] if value is None else [value]


def text_of(value: object) -> str | None:
    """The words of a value: a string, a number, `{"@value": …}`, the first of a list; without HTML. None where there are none."""
    for item in listed(value):
        if isinstance(item, dict):
            item = item.get("@value")
        if isinstance(item, int | float) and not isinstance(item, bool):
            item = str(item)
        if isinstance(item, str) and item.strip():
            words = unescape(_TAG.sub(" ", item)) if "<" in item or "&" in item else item
            if words.strip():
                return words
    return None


def name_of(value: object) -> str | None:
    """Who a value names: strings, things with a name, or a list of them, which becomes "A, B"."""
    names = []
    for item in listed(value):
        if isinstance(item, dict):
            thing = plain(item)
            name = text_of(thing.get("name")) or text_of(thing.get("legalName")) or text_of(thing.get("alternateName"))
        else:
            name = text_of(item)
        if name and not name.startswith(("http://", "https://")):
            names.append(" ".join(name.split()))
    return ", ".join(dict.fromkeys(names)) or None


def link_of(value: object) -> str | None:
    """The address in a value: a string, or the `@id` or `url` of a thing."""
    for item in listed(value):
        if isinstance(item, dict):
            thing = plain(item)
            item = link_of(thing.get("url")) or link_of(thing.get("@id"))
        if isinstance(item, str) and item.strip().lower().startswith(("http://", "https://")):
            return item.strip()
    return None
