"""A claim against evidence, slot by slot: agrees, differs, or nothing can be said. It is counted, never judged.

    statement_of(record)          a claim record as what is compared
    compare(claim, evidence)      the claim against all statements of one piece of evidence
    sum_up(comparisons)           all evidence of one claim

Precision goes first: a difference that is none costs a fact-checker's trust, an agreement that is none costs more.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.lookup.compare.about import titled
from claimcheck.lookup.compare.align import Alignment, align
from claimcheck.lookup.compare.linking import linked
from claimcheck.lookup.compare.nominal import lengths_told
from claimcheck.lookup.compare.slots import slots_of, unsaid
from claimcheck.lookup.compare.statements import statement_of, statement_of_claim
from claimcheck.lookup.compare.summing import sum_up
from claimcheck.lookup.compare.turning import turned
from claimcheck.lookup.stance import Comparison, SlotStance
from claimcheck.lookup.statement import Statement

__all__ = ["align", "compare", "statement_of", "statement_of_claim", "sum_up", "titled"]


def compare(claim: Statement, evidence: Sequence[Statement]) -> Comparison | None:
    """The claim against one piece of evidence, given as the statements of its text; None where none speaks of the same thing.

    The statement that fits best is compared; what it does not say is filled in from others that speak of the same happening.
    """
    statements = [turned(statement) for statement in linked(evidence)]
    found = _aligned(turned(claim), statements)
    for told, phrase in lengths_told(claim):
        for fit, alignment, slots in _aligned(told, statements):
            if any(slot.slot == "time" and slot.stance != "silent" for slot in slots):
                named = {slot.claim_span for slot in slots}
                found.append((fit, alignment, (*slots, *(s for s in unsaid(claim, phrase) if s.claim_span not in named))))
    if not found:
        return None
    found.sort(key=lambda item: (-item[0], item[1].evidence.span))
    fit, best, slots = found[0]
    for _, alignment, others in found[1:]:
        slots = _filled(slots, others, best.event and alignment.event)
    return Comparison(best.evidence.span, slots, fit)


def _aligned(claim: Statement, statements: Sequence[Statement]) -> list[tuple[float, Alignment, tuple[SlotStance, ...]]]:
    found = []
    for statement in statements:
        alignment = align(claim, statement)
        slots = slots_of(alignment) if alignment is not None else None
        if alignment is not None and slots is not None:
            found.append((_fit(alignment, slots), alignment, slots))
    return found


def _filled(slots: tuple[SlotStance, ...], others: tuple[SlotStance, ...], event: bool) -> tuple[SlotStance, ...]:
    """The slots with those that are silent answered by another statement; what only differs there is left, as it may be of another,
    unless both are of the one event that the text is about."""
    kept = ("agrees", "differs") if event else ("agrees",)
    known = {(other.slot, other.claim_span): other for other in others if other.stance in kept}
    return tuple(known.get((slot.slot, slot.claim_span), slot) if slot.stance == "silent" else slot for slot in slots)


def _fit(found: Alignment, slots: tuple[SlotStance, ...]) -> float:
    """0 to 1: what is the same, of all that could be."""
    agree = sum(slot.stance == "agrees" for slot in slots)
    differ = sum(slot.stance == "differs" for slot in slots)
    share = (agree + differ / 2) / max(len(slots), 1)
    sure = 0.5 * bool(found.named) + 0.3 * found.direct + 0.2 * (found.evidence.polarity == found.claim.polarity)
    return round((share + sure) / 2, 4)
