"""Content that touches a quotation grows to the whole of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.enrich.speech.content import clip, form_of, trimmed
from claimcheck.enrich.speech.quotes import Quotation, around, touching
from claimcheck.model import Attribution, Span

_PARAGRAPH = re.compile(r"\n\s*\n")


def widen(found: Sequence[Attribution], text: str, quotes: Sequence[Quotation]) -> list[Attribution]:
    """Content grows to the whole of a quotation that it touches, and never leaves the one in which its cue stands."""
    widened = []
    for one in found:
        pieces = clip(text, one.content, one.cue_span.start, quotes)
        holders = around(quotes, one.cue_span.start)
        level = len(holders)
        touched = [
            q
            for p in pieces
            for q in touching(quotes, p)
            if q.level == level and (not holders or q.outer in holders[-1].inner) and p.overlaps(q.inner) and q not in holders
        ]
        if not holders and one.form != "according-to":
            pieces = _beside_speech(text, pieces, touched, one)
        pieces = merge(text, [*pieces, *(q.inner for q in touched)], [one.cue_span, *([one.source_span] if one.source_span else [])])
        if pieces:
            widened.append(with_content(one, pieces, text, quotes))
    return widened


def _beside_speech(text: str, pieces: tuple[Span, ...], touched: Sequence[Quotation], one: Attribution) -> tuple[Span, ...]:
    """Where a whole quotation stands right before the cue ("…," he said), unmarked words behind the cue are no speech."""
    cue = one.cue_span
    first = min([cue.start, *([one.source_span.start] if one.source_span and one.source_span.start < cue.start else [])])
    before = [q for q in touched if q.outer.end <= first and text[q.inner.end - 1 : q.inner.end] in ",.!?…—–"]
    if not any(not any(c.isalnum() for c in text[q.outer.end : first]) for q in before):
        return pieces
    marked = [q.inner for q in touched]
    return tuple(p for p in pieces if p.start < cue.start or any(p.overlaps(m) for m in marked))


def merge(text: str, pieces: Sequence[Span], holes: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Pieces in text order, joined where only marks and spaces of one paragraph lie between, with the holes cut out."""
    cut: list[Span] = []
    for piece in pieces:
        parts = [piece]
        for hole in holes:
            parts = [
                part
                for p in parts
                for part in ((Span(p.start, hole.start), Span(hole.end, p.end)) if hole.start >= p.start and hole.end <= p.end else (p,))
                if part.start < part.end
            ]
        cut += parts
    joined: list[Span] = []
    for piece in sorted(cut):
        gap = text[joined[-1].end : piece.start] if joined else ""
        if joined and (piece.start <= joined[-1].end or not (any(c.isalnum() for c in gap) or _PARAGRAPH.search(gap))):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return tuple(t for t in (trimmed(text, p) for p in joined) if t)


def with_content(one: Attribution, pieces: tuple[Span, ...], text: str, quotes: Sequence[Quotation]) -> Attribution:
    form = one.form if one.form == "according-to" else form_of(text, pieces, one.cue_span.start, quotes)
    return replace(one, content=pieces, form=form)  # type: ignore[arg-type]
