"""What a rank is a rank of, by the tree, and the window in which the row is counted."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.enrich.measure.atoms import MONTHS
from claimcheck.model import Span, TimeExpression
from claimcheck.tree import Sentence, Word

Times = Sequence[TimeExpression]
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
NEAR_GRAINS = frozenset("week month season quarter half year decade century".split())


def item_of(sentence: Sentence, start: int, head: Word) -> Span:
    """From the first word behind the ordinal to the noun, or the noun alone when something foreign stands between."""
    between = [w for w in sentence.words if w.start >= start and w.index < head.index]
    while between and between[0].relation in {"cc", "conj"} and between[0].upos in {"CCONJ", "ADJ", "NUM"}:
        between = between[1:]  # "the second and third game"
    own = {w.index for w in sentence.subtree(head)}
    if any(w.index not in own or w.upos in {"VERB", "ADP"} and w.relation != "amod" for w in between) or any(
        w.text in {",", ";", ":"} for w in between
    ):
        return head.span
    dates = MONTHS | WEEKDAYS
    if head.text.lower() in dates and head.text[:1].isupper() and between:
        return Span(between[0].start, between[-1].end)  # "the first space shuttle Tuesday": the noun stands before the day
    last = head
    for child in sentence.children(head, "flat", "goeswith"):
        if child.index == last.index + 1:
            last = child
    return Span(between[0].start if between else head.start, last.end)


def window_of(sentence: Sentence, head: Word, end: int, times: Times) -> tuple[str | None, str | None]:
    """Since when and until when the row is counted, from the times that hang on the noun or its clause."""
    since = until = None
    clause = _clause(sentence, head)
    for time in times:
        top = _top(sentence, time.span)
        if top is None or time.span.start < end or time.value is None:
            continue
        lead = sentence.slice(Span(sentence.start, time.span.start)).lower().split()[-1:]
        relation = time.relation or (lead[0] if lead and lead[0] in {"since", "until", "till", "in"} else None)
        if relation is None and sentence.slice(time.span).lower().startswith("since "):
            relation = "since"
        above = [top, *sentence.ancestors(top)]
        on_noun = head in above
        between = above[: above.index(head)] if on_noun else above
        if on_noun and any(m.lemma.lower() == "since" for w in between for m in sentence.children(w, "mark")):
            relation = "since"  # "the fifth since goals were counted in 1913": since then, and not until the end of 1913
        if on_noun and relation == "from":
            return None, None  # "the first president from 1993 to 2003": how long one was it, not when the row was counted
        if not on_noun and (_clause(sentence, top) != clause or relation not in {"since", "until", "till", "in"}):
            continue
        if relation == "since":
            since = since or time.value
        elif relation in {"until", "till"}:
            until = until or time.value
        elif lead == ["in"] and time.type == "DURATION" and time.grain not in {"second", "minute", "hour"}:
            since = since or time.value  # "in 20 years": so far back
        elif on_noun and relation in {None, "in"} and time.type == "DATE" and time.grain in NEAR_GRAINS:
            since, until = since or time.value, until or time.value
    return since, until


def _top(sentence: Sentence, span: Span) -> Word | None:
    """The word of the span whose governor stands outside of it."""
    inside = sentence.overlapping(span)
    indexes = {w.index for w in inside}
    return next((w for w in inside if w.head not in indexes), None)


def _clause(sentence: Sentence, start: Word) -> int:
    """The number of the word that predicates over this one: a verb, or a noun with a copula."""
    for each in (start, *sentence.ancestors(start)):
        if each.upos == "VERB" or sentence.child(each, "cop", "nsubj") or each.head == 0:
            return each.index
    return 0
