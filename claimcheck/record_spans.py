"""The spans in a record: where they stand, and how far they reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Record = Mapping[str, Any]

#: Fields of a claim whose spans may lie outside its sentence: speakers, antecedents and counted things are often named before.
ELSEWHERE = frozenset({"source_span", "cue_span", "content", "antecedent_span", "item_span"})

#: Lists of words, and records of their own: no span of this record is there.
_WITHOUT_SPANS = frozenset(
    {"agrees", "answers", "candidates", "claims", "differs", "findings", "lookups", "provenance", "questions", "sources", "terms", "types"}
)


def spans_of(value: Any, path: str = "$") -> Iterator[tuple[str, str, Any]]:
    """Every span in a record: its path, the field that holds it, and the span."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from spans_of(item, f"{path}[{number}]")
        return
    for name, item in value.items():
        if not isinstance(item, dict | list) or name in _WITHOUT_SPANS:
            continue
        if name == "span" or name.endswith("_span"):
            yield f"{path}.{name}", name, item
        elif name in ("pieces", "content"):
            yield from ((f"{path}.{name}[{number}]", name, span) for number, span in enumerate(item))
        else:
            yield from spans_of(item, f"{path}.{name}")


def reach(record: Record, sentence: Record | None = None) -> int | None:
    """A fast look at all spans of a record, without a word on which is wrong: the greatest end of one, None when one is.

    Wrong is a span that ends before it has started or, when the span of the record's sentence is given, one of a clause's own that
    lies outside of it. Nearly no record has one, and to name each span as `spans_of` does takes three times as long.
    """
    found: list[tuple[str, Any]] = []
    _collect(record, found)
    greatest = 0
    for name, span in found:
        start, end = span["start"], span["end"]
        if start >= end:
            return None
        if sentence is not None and name not in ELSEWHERE and not (sentence["start"] <= start and end <= sentence["end"]):
            return None
        if end > greatest:
            greatest = end
    return greatest


def _collect(value: Any, found: list[tuple[str, Any]]) -> None:
    """The spans that `spans_of` yields, each with its field."""
    if type(value) is list:
        for item in value:
            _collect(item, found)
        return
    for name, item in value.items():
        kind = type(item)
        if kind is not dict and (kind is not list or not item) or name in _WITHOUT_SPANS:
            continue
        if name == "span" or name.endswith("_span"):
            found.append((name, item))
        elif name == "pieces" or name == "content":
            found += [(name, span) for span in item]
        else:
            _collect(item, found)
