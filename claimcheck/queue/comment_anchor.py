"""Where words that somebody commented on stand in another version of an article.

A quote is found again as a TextQuoteSelector of the W3C Web Annotation Data Model says: by its words, and by those before and after
it (https://www.w3.org/TR/annotation-model/#text-quote-selector). Where that leaves a doubt, it is not found: a comment that
lost its place is shown without one, and never moves to words that it is not about.
"""

from __future__ import annotations

from claimcheck.anchor import quote
from claimcheck.model import Quote, Span

#: Occurrences that are looked at; words that stand in an article more often say nothing about a place.
_MOST = 200
#: Characters of the context that have to be the same, where there are as many.
_LEAST = 12


def found_again(old: str, start: int, end: int, new: str) -> Span | None:
    """The span of `new` that `old[start:end]` has become; None where it is gone, or could be one of several."""
    if old == new:
        return Span(start, end)
    sought = quote(old, Span(start, end))
    if not sought.exact.strip():
        return None
    scores: dict[int, int] = {}
    position = new.find(sought.exact)
    while position >= 0:
        scores[position] = _context(sought, new, position)
        if len(scores) > _MOST:
            return None
        position = new.find(sought.exact, position + 1)
    best = max(scores.values(), default=-1)
    places = [place for place, score in scores.items() if score == best]
    if len(places) != 1 or best < min(_LEAST, len(sought.prefix) + len(sought.suffix)):
        return None
    return Span(places[0], places[0] + len(sought.exact))


def _context(sought: Quote, text: str, start: int) -> int:
    """How many characters right before and right after are those of the quote's context."""
    end = start + len(sought.exact)
    before = _shared(sought.prefix[::-1], text[max(0, start - len(sought.prefix)) : start][::-1])
    return before + _shared(sought.suffix, text[end : end + len(sought.suffix)])


def _shared(one: str, other: str) -> int:
    """The length of what both begin with."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return length
