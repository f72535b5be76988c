"""Parts of a total: "nine of the 15 members", "one in three visits", "was forty percent"."""

from __future__ import annotations

from claimcheck.claims.evidence import Evidence
from claimcheck.claims.type_words import SCALES
from claimcheck.model import Quantity


def part_of_total(e: Evidence) -> bool:
    """Two counts joined by "of", a share of something counted, or a level in percent."""
    if any(_is_share(q) and (_share_of(e, q) or _is_level(e, q)) for q in e.quantities):
        return True
    counts = [q for q in e.quantities if q.unit_kind in {"count", "percent", "ratio"}]
    if len(counts) < 2:
        return False
    for word in e.words:
        if word.lemma == "of" and word.relation == "case" and word.head:
            whole = e.sentence[word.head]
            part = e.sentence.head(whole)
            if part is not None and any(part.span.overlaps(q.span) for q in counts) and e.sentence.children(whole, "nummod"):
                return True
    return False


def subject_is_a_share(e: Evidence) -> bool:
    """ "Only a quarter of citizens favoured it": a statistic, however its verb reads."""
    subject = e.subject()
    if subject is None:
        return False
    beside = [subject, *e.sentence.children(subject, "nummod")]
    return any(w.span.overlaps(q.span) and _is_share(q) and _share_of(e, q) for w in beside for q in e.quantities)


def _is_share(quantity: Quantity) -> bool:
    return quantity.unit_kind in {"percent", "ratio"} or quantity.unit == "%"


def _share_of(e: Evidence, share: Quantity) -> bool:
    """ "46 percent of the damage", "a quarter of citizens", "one in three visits": a share, and what it is a share of."""
    if {"in", "of"} & set(share.text.lower().split()):
        return True
    after = next((w for w in e.sentence.words if w.start >= share.span.end), None)
    return after is not None and after.lemma.lower() in {"of", "in"} and after.relation == "case" and after in e.words


def _is_level(e: Evidence, share: Quantity) -> bool:
    """ "It was forty percent", "has dropped to 56 percent". Rates and prices stand at a percentage that is no part of anything."""
    #  percent -cop-> was;  dropped -obl-> percent -case-> to
    subject = e.subject()
    if subject is None or subject.lemma.lower() in SCALES or share.unit != "%":
        return False
    words = [w for w in e.words if w.span.overlaps(share.span)]
    if any(w.index == e.head.index for w in words):
        return e.copular
    return any(w.head == e.head.index and any(c.lemma.lower() == "to" for c in e.sentence.children(w, "case")) for w in words)
