"""The coverage ledger: every sentence, number and date is inside a claim or listed with the reason why it is not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from claimcheck.claims.checkability import is_boilerplate
from claimcheck.model import Attribution, Claim, Coverage, Quantity, Span, TimeExpression, Uncovered
from claimcheck.tree import Sentence


def coverage(
    sentences: Sequence[Sentence],
    claims: Sequence[Claim],
    attributions: Sequence[Attribution],
    times: Sequence[TimeExpression],
    quantities: Sequence[Quantity],
) -> Coverage:
    """Counts and the list of what no claim holds. All spans in one coordinate system."""
    held = _merge(p for c in claims for p in c.pieces)
    cues = _merge({a.cue_span for c in claims for a in c.attribution})
    all_cues = _merge({a.cue_span for a in attributions})
    starts = [sentence.start for sentence in sentences]
    open_: list[Uncovered] = []
    inside = 0
    for sentence in sentences:
        if _touches(held, sentence.span):
            inside += 1
        else:
            open_.append(Uncovered(sentence.span, "sentence", _reason(sentence, all_cues)))
    numbers = _ledger(quantities, "number", held, sentences, starts, cues, open_)
    dates = _ledger(times, "date", held, sentences, starts, cues, open_)
    return Coverage(
        len(sentences), inside, len(quantities), numbers, len(times), dates, tuple(sorted(open_, key=lambda u: (u.span, u.kind)))
    )


def _ledger(
    facets: Sequence[TimeExpression] | Sequence[Quantity],
    kind: str,
    held: Sequence[Span],
    sentences: Sequence[Sentence],
    starts: Sequence[int],
    cues: Sequence[Span],
    open_: list[Uncovered],
) -> int:
    count = 0
    for facet in facets:
        if _touches(held, facet.span):
            count += 1
            continue
        sentence = _first_over(sentences, starts, facet.span)
        said = sentence is not None and _touches(cues, sentence.span)
        reason = "attribution" if said else "fragment" if sentence is None or not _touches(held, sentence.span) else "outside-clause"
        open_.append(Uncovered(facet.span, kind, reason))  # type: ignore[arg-type]
    return count


def _first_over(sentences: Sequence[Sentence], starts: Sequence[int], span: Span) -> Sentence | None:
    """The first sentence that shares a character with the span."""
    at = max(0, bisect_right(starts, span.start) - 1)
    return next((s for s in sentences[at : at + 2] if s.span.overlaps(span)), None)


def _reason(sentence: Sentence, cues: Sequence[Span]) -> str:
    """boilerplate, attribution (only says who speaks), question, or fragment (no predicate: headlines, captions, greetings)."""
    if is_boilerplate(sentence.text.strip()):
        return "boilerplate"
    if _touches(cues, sentence.span):
        return "attribution"
    if sentence.text.rstrip().endswith("?"):
        return "question"
    return "fragment"


def _merge(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _touches(merged: Sequence[Span], span: Span) -> bool:
    at = bisect_left(merged, Span(span.end, span.end))
    return at > 0 and merged[at - 1].end > span.start
