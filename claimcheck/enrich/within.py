"""Stretches of a document: which stand in which sentence, and whether any of them is touched, without asking each of them each time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Protocol, TypeVar

from claimcheck.model import Span
from claimcheck.tree import Sentence


class Spanned(Protocol):
    @property
    def span(self) -> Span: ...


T = TypeVar("T", bound=Span | Spanned)


def by_sentence(sentences: Sequence[Sentence], items: Iterable[T]) -> list[list[T]]:
    """For each sentence of a document, in text order, the items that share a character with it, in their own order."""
    ends = [sentence.end for sentence in sentences]
    found: list[list[T]] = [[] for _ in sentences]
    for item in items:
        span = item if isinstance(item, Span) else item.span
        number = bisect_right(ends, span.start)
        while number < len(sentences) and sentences[number].start < span.end:
            found[number].append(item)
            number += 1
    return found


class Stretches:
    """Spans of a document, which may overlap each other."""

    def __init__(self, spans: Iterable[Span]):
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        #: how far the spans up to each one reach
        self._reach = list(accumulate((span.end for span in ordered), max))

    def touch(self, span: Span) -> bool:
        """Whether any of them overlaps the span."""
        begun = bisect_left(self._starts, span.end)
        return begun > 0 and self._reach[begun - 1] > span.start
