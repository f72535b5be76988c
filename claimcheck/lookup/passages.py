"""Which sentences of a piece of evidence are worth reading for a claim: a parse takes a thousand times as long as a look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.lookup.excerpt import LONGEST_SENTENCE, Terms, sentences
from claimcheck.lookup.query import Query
from claimcheck.model import Span

#: Sentences that are read of one piece of evidence.
SENTENCES = 8

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


def passages(text: str, query: Query) -> tuple[Span, ...]:
    """Spans of the sentences that share most with the query, in the order of the text, at most SENTENCES.

    One word is enough: the text was chosen for the claim already, and a sentence that tells the toll need not name the place. Each
    brings the one before it where that stands in the same paragraph, for "it" and "he" are explained there.
    """
    terms = Terms(query)
    found = [sentence for paragraph in _PARAGRAPH.finditer(text) for sentence in _sentences(text, *paragraph.span())]
    weights = [terms.weight(text[start:end]) for start, end, _ in found]
    best = sorted((number for number, weight in enumerate(weights) if weight), key=lambda number: (-weights[number], number))
    chosen: set[int] = set()
    for number in best:
        wanted = {number} if found[number][2] else {number - 1, number}
        if len(chosen | wanted) <= SENTENCES:
            chosen |= wanted
    return tuple(Span(found[number][0], found[number][1]) for number in sorted(chosen))


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each sentence of a paragraph, and whether one stands before it. A very long one is left out."""
    after = False
    for sentence in sentences(text[start:end]):
        begin = text.index(sentence, start)
        start = begin + len(sentence)
        if len(sentence) <= LONGEST_SENTENCE:
            yield begin, start, not after
        after = len(sentence) <= LONGEST_SENTENCE
