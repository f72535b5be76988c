"""Quotation marks without their partner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.consistency.article import Article, Proposal
from claimcheck.model import Span
from claimcheck.rules import rule

_OPENING, _CLOSING = "“«„", "”»"
_STRAIGHT = "\"'"
_MARK = re.compile(r"[“”„«»\"]|''|``|’’")
_MEASURE = re.compile(r"[\d½¼¾]\s?$")
_WORD = re.compile(r"[^\s“”\"«»„]+")
_BEFORE = re.compile(r"[^\s“”\"«»„]+$")
#: Blocks in which a writer's sentences stand: marks in tables are inches and "ditto".
_KINDS = frozenset({"paragraph", "list-item", "quote"})


@dataclass(frozen=True, slots=True)
class _Paragraph:
    span: Span
    opened: Span | None  # the mark that nothing closes
    closed: Span | None  # the mark that nothing opened
    reopens: bool  # it begins with an opening mark


@rule(
    "consistency",
    severity="warning",
    yes={
        "The mayor opened the school on Monday. He said: {“We} are proud of this house.\n\nThe school has 400 pupils.": "never closed",
        "The mayor opened the school on Monday. We are proud of this {house,”} he said.": "never opened",
        'The mayor called it {"a} house for all. The school has 400 pupils.\n\nIt opened in May.': "straight marks",
    },
    no={
        "He said: “We are proud of this house.\n\n“It will last,” the mayor said.": "reopened in the next paragraph",
        'The boy is 5\'10" tall and the pipe is 12" wide. The other pipe is 8" wide.': "feet and inches",
        "The paper wrote that “the “iron” mayor would pay heed to the advice.”": "double marks in double marks",
        'The mayor said: "There were 800 schools in the north, and now they are closer to 10,000." Nobody replied.': "a figure at its end",
        "The mayor said “the people’s ‘wish’ was law” on Monday.": "quotes in quotes, and an apostrophe",
        'The mayor called it "a house for all" and "a wonder".': "two pairs",
    },
)
def unbalanced_quotation(article: Article) -> Iterator[Proposal]:
    """A double quotation mark that opens without closing in its paragraph, or closes without opening.

    A quotation that goes on over several paragraphs opens again at the head of each and closes in the last one. Single marks
    are not judged: they are apostrophes too.
    """
    text = article.document.text
    paragraphs = [_paragraph(text, block.span) for block in article.document.blocks if block.kind in _KINDS]
    running = False  # a quotation goes on from the paragraph before
    for number, here in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        if here.closed is not None and not running:
            word = _BEFORE.search(text, here.span.start, here.closed.start)
            start = word.start() if word else here.closed.start
            yield Proposal(Span(start, here.closed.end), "Nothing in this paragraph opens the quotation that ends here.")
        running = here.opened is not None
        if here.opened is None or (following is not None and (following.reopens or following.closed is not None)):
            continue
        word = _WORD.match(text, here.opened.end, here.span.end)
        yield Proposal(Span(here.opened.start, word.end() if word else here.opened.end), "The quotation that begins here is not closed.")


def _paragraph(text: str, span: Span) -> _Paragraph:
    """The marks of a paragraph, paired from the left: curly ones may nest, straight ones do not."""
    marks = [Span(m.start(), m.end()) for m in _MARK.finditer(text, span.start, span.end)]
    straight = [m for m in marks if text[m.start] in _STRAIGHT]
    if len(straight) % 2 == 1:  # an odd one may be inches, or the end of a quotation that ends in a figure
        inches = [m for m in straight if text[m.start] == '"' and _MEASURE.search(text, max(span.start, m.start - 2), m.start)]
        marks = [m for m in marks if m not in inches[-1:]]
        straight = [m for m in straight if m not in inches[-1:]]
    curly = [m for m in marks if m not in straight]
    mixed = bool(curly) and len(straight) % 2 == 1  # one closes the other's: paired as one row
    opened, closed = _unpaired(text, marks if mixed else curly)
    if not mixed and len(straight) % 2 == 1:
        more = _unpaired(text, straight)
        opened, closed = opened or more[0], closed or more[1]
    first = marks[0] if marks else None
    reopens = first is not None and not text[span.start : first.start].strip() and text[first.start] not in _CLOSING
    return _Paragraph(span, opened, closed, reopens)


def _unpaired(text: str, marks: list[Span]) -> tuple[Span | None, Span | None]:
    """The first mark that nothing closes and the first that nothing opened."""
    stack: list[Span] = []
    closed: Span | None = None
    lost: Span | None = None
    for mark in marks:
        way = _direction(text, mark)
        straight = text[mark.start] in _STRAIGHT
        if straight and way > 0 and stack and text[stack[-1].start] in _STRAIGHT:
            lost = lost or stack.pop()  # opens again without having been closed
        if way > 0 or (way == 0 and not stack):
            stack.append(mark)
        elif stack:
            stack.pop()
        else:
            closed = closed or mark
    return lost or (stack[0] if stack else None), closed


def _direction(text: str, mark: Span) -> int:
    """1 for an opening mark, -1 for a closing one, 0 where a straight mark does not tell."""
    sign = text[mark.start]
    if sign in _OPENING + "`":
        return 1
    if sign in _CLOSING + "’":
        return -1
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 1]
    outside, inside = not before or before.isspace() or before in "([—–-", not after or after.isspace() or after in ".,;:!?)]—–-"
    return 1 if outside and not inside else -1 if inside and not outside else 0
