"""Quotation marks: which stretches of a text stand between them.

News copy mixes curly and straight marks, forgets one, nests them, and opens every paragraph of a long quotation anew
while closing only the last (the convention of the AP and Chicago style books). So marks are paired inside one paragraph;
a quotation that is left open runs to the end of its paragraph only when the next paragraph opens with a mark again,
and to the end of its line's sentence otherwise. Apostrophes, primes and inches are no quotation marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimcheck.model import Span

OPENING = "“„«‟"
CLOSING = "”»"
STRAIGHT = '"'
DOUBLE = OPENING + CLOSING + STRAIGHT
SINGLE = "‘’'‚‹›"
MARKS = DOUBLE + SINGLE + "`"

_TOKEN = re.compile(r"''|``|[“„«‟”»\"‘’'‚‹›]")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–―/:-]")
#: Words that begin with an apostrophe: "'em", "'90s".
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|n|bout|round|cuz|im|er)\b|\d0s|\d\d\b", re.IGNORECASE)
#: A comma or colon, or the start, right before an opening mark: a whole quotation begins.
_INTRODUCED = re.compile(r"[,:]\s*\Z")
#: How many paragraphs a quotation may run on without a mark.
REACH = 6
_SENTENCE_END = re.compile(r"[.!?]['’]?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks. `outer` includes the marks; `level` 0 is outermost."""

    inner: Span
    outer: Span
    level: int
    closed: bool  # False: the closing mark is missing
    continues: bool = False  # the next paragraph goes on with this quotation


def quotations(text: str, regions: Iterable[Span], *, excerpt: bool = False) -> tuple[Quotation, ...]:
    """Quotations of each region (paragraph) of the text, in text order, outer before inner.

    With `excerpt` a region is part of a paragraph: a closing mark without an opening one closes what began before it.
    Never raises: a mark without a partner ends with its sentence, or with the paragraph where the next one opens anew.
    """
    spans = sorted(set(regions))
    found: list[Quotation] = []
    carried = 0  # regions to come that belong to a quotation which was opened before and is closed in the last of them
    for position, region in enumerate(spans):
        if carried > 1:
            found.append(Quotation(region, region, 0, False, True))
            carried -= 1
            continue
        follower = spans[position + 1] if position + 1 < len(spans) else None
        reopened = follower is not None and bool(re.match(r"\s*(?:[“„«‟”\"‘]|''|``)", text[follower.start : follower.end]))
        closed_in = _closed_in(text, spans[position + 1 : position + 1 + REACH])
        inside, left_open = _in_region(text, region, reopened or closed_in > 0, excerpt or carried == 1)
        found += inside
        carried = closed_in if left_open and not reopened else 0
    return tuple(sorted(found, key=lambda q: (q.outer.start, -q.outer.end)))


def _closed_in(text: str, following: Sequence[Span]) -> int:
    """How many regions on a mark closes what was left open, the regions between having none; 0: nowhere near."""
    for count, region in enumerate(following, start=1):
        for match in _TOKEN.finditer(text, region.start, region.end):
            if _kind(match.group()) != "double":
                continue
            before = text[match.start() - 1] if match.start() > region.start else " "
            after = text[match.end()] if match.end() < region.end else " "
            opens, closes = _looks(match.group(), before, after, text[match.end() : match.end() + 8])
            return count if closes and not opens and match.start() > region.start else 0
    return 0


def _in_region(text: str, region: Span, goes_on: bool, excerpt: bool) -> tuple[list[Quotation], bool]:
    open_marks: list[tuple[str, Span]] = []
    done: list[tuple[Span, Span]] = []
    orphans: list[tuple[str, Span]] = []
    for match in _TOKEN.finditer(text, region.start, region.end):
        mark, at = match.group(), Span(*match.span())
        before = text[at.start - 1] if at.start > region.start else " "
        after = text[at.end] if at.end < region.end else " "
        kind = _kind(mark)
        opens, closes = _looks(mark, before, after, text[at.end : at.end + 8])
        depth = next((i for i in range(len(open_marks) - 1, -1, -1) if open_marks[i][0] == kind), None)
        if closes and depth is not None and not (opens and not closes):
            orphans += open_marks[depth + 1 :]
            done.append((open_marks[depth][1], at))
            del open_marks[depth:]
        elif opens:
            if depth is not None and mark in (STRAIGHT, "''", "'") and _kind_is_straight(text, open_marks[depth][1]):
                orphans += open_marks[depth:]  # the same straight mark opens twice: the first has lost its partner
                del open_marks[depth:]
            open_marks.append((kind, at))
        elif excerpt and kind == "double" and closes and not done and not open_marks and at.start > region.start and not before.isdigit():
            done.append((Span(region.start, region.start), at))
    orphans += open_marks
    pairs = [(opening, closing, True, False) for opening, closing in done]
    last = max((closing.end for _, closing in done), default=region.start)
    for kind, at in orphans:
        if kind == "single":
            continue
        if goes_on and at.start >= last and (kind, at) in open_marks:
            pairs.append((at, Span(region.end, region.end), False, True))
            continue
        following = [o.start for o, *_ in pairs if o.start > at.start]
        enclosing = [closing.start for opening, closing in done if opening.start < at.start < closing.start]
        limit = min([region.end, *following, *enclosing])
        whole = not following and kind == "double" and bool(_INTRODUCED.search(text[region.start : at.start]) or at.start == region.start)
        stop = None if whole else _SENTENCE_END.search(text, at.end, limit)
        pairs.append((at, Span(stop.end(), stop.end()) if stop else Span(limit, limit), False, False))
    left_open = any(continues for *_, continues in pairs)
    made = [
        Quotation(
            Span(opening.end, max(opening.end, closing.start)),
            Span(opening.start, max(opening.end, closing.end)),
            sum(1 for o, c, *_ in pairs if o.start < opening.start and closing.end <= c.end and o != opening),
            closed,
            continues,
        )
        for opening, closing, closed, continues in pairs
    ]
    return made, left_open


def _kind(mark: str) -> str:
    if mark in ("«", "»", "‹", "›"):
        return "angle" if mark in "«»" else "single"
    return "double" if mark in DOUBLE or len(mark) == 2 else "single"


def _kind_is_straight(text: str, at: Span) -> bool:
    return at.slice(text) in (STRAIGHT, "''", "'")


def _looks(mark: str, before: str, after: str, ahead: str) -> tuple[bool, bool]:
    """Whether the mark can open and can close a quotation where it stands."""
    at_left = bool(_BEFORE_OPENING.match(before)) or before in MARKS
    at_right = not after.isspace()
    if mark in OPENING or mark == "``":
        turned = mark in "“„‟" and not at_left and not before.isspace() and not after.isalnum()  # the wrong way round: better.“
        return not turned, turned
    if mark in ("‹", "›"):
        return mark == "‹", mark == "›"
    if mark in CLOSING:
        return at_left and at_right and after.isalnum(), True and not (before.isspace() and after.isalnum())
    if mark in (STRAIGHT, "''"):
        can_close = not before.isspace() and before not in "([{" and not (at_left and after.isalnum())
        return at_left and at_right, can_close or (after.isspace() and not before.isspace()) or not at_right
    if mark in ("‘", "‚"):
        return at_left and after.isalnum() and not _ELISION.match(ahead), False
    opens = mark == "'" and at_left and (after.isalnum() or after in "([“") and not _ELISION.match(ahead)
    closes = not before.isspace() and not after.isalnum() and not before.lower() == "s" or (before in ".,!?" and not after.isalnum())
    return opens, closes or (before.lower() == "s" and (after in DOUBLE + ".,;:!?)" or not ahead.strip()))


def regions(sentences: Sequence[tuple[int, int, int]]) -> tuple[Span, ...]:
    """One span for each block, from (block, start, end) of its sentences."""
    bounds: dict[int, tuple[int, int]] = {}
    for block, start, end in sentences:
        low, high = bounds.get(block, (start, end))
        bounds[block] = (min(low, start), max(high, end))
    return tuple(sorted(Span(low, high) for low, high in bounds.values()))


def around(quotes: Sequence[Quotation], offset: int) -> tuple[Quotation, ...]:
    """Quotations that hold the character, outermost first. `quotes` are in text order."""
    return tuple(q for q in touching(quotes, Span(offset, offset + 1)) if q.inner.start <= offset < q.inner.end)


def touching(quotes: Sequence[Quotation], span: Span) -> Sequence[Quotation]:
    """Quotations that overlap the span, in text order. `quotes` are in text order, so only those nearby are looked at."""
    last = bisect_left(quotes, span.end, key=_start)
    first = bisect_right(quotes, span.start, key=_start)
    while first > 0:
        first -= 1
        if quotes[first].level == 0:
            break
    return [q for q in quotes[first:last] if q.outer.overlaps(span)]


def _start(quote: Quotation) -> int:
    return quote.outer.start
