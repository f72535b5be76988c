"""Words as evaluation counts them: runs of letters and digits, wherever a parser would cut."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from claimcheck.model import Span

_WORD = re.compile(r"[^\W_]+")

#: They name nobody and nothing: two phrases that share only these do not mean the same.
FUNCTION_WORDS = frozenset(
    "a an the this that these those of in on at for to from by with and or s mr mrs ms miss dr sir his her its their our my your".split()
)


@lru_cache(maxsize=4)
def _starts_and_ends(source: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    found = [match.span() for match in _WORD.finditer(source)]
    return tuple(start for start, _ in found), tuple(end for _, end in found)


def positions(source: str, spans: Iterable[Span]) -> frozenset[int]:
    """Numbers of the source's words that any of the spans touches."""
    starts, ends = _starts_and_ends(source)
    return frozenset(number for span in spans for number in range(bisect_right(ends, span.start), bisect_left(starts, span.end)))


def words_of(text: str) -> tuple[str, ...]:
    """The text's words, caseless."""
    return tuple(_WORD.findall(text.casefold()))


def content_words(text: str) -> frozenset[str]:
    """The words that name somebody or something; all words where none does ("his")."""
    every = frozenset(words_of(text))
    return every - FUNCTION_WORDS or every


def same_referent(one: str, other: str) -> bool:
    """Whether two phrases can name the same: the content words of one are among the other's, or half of all are shared.

    "Hansen" is "Mayor Lise Hansen". A pair is not one of its two: where only one of the phrases has "and", they differ.
    """
    if ("and" in words_of(one)) != ("and" in words_of(other)):
        return False
    first, second = content_words(one), content_words(other)
    if not first or not second:
        return first == second and one.split() == other.split()
    return first <= second or second <= first or 2 * len(first & second) >= len(first | second)
