"""All evidence of one claim, summed up slot by slot. Nothing is weighed, nobody is right."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.lookup.stance import Comparison, Overall, SlotStance

#: Participants that have to be the same where nothing but who and what happened is said.
_WHOLE = 2


def sum_up(comparisons: Sequence[Comparison]) -> tuple[Overall, tuple[tuple[int, SlotStance], ...]]:
    """What all comparisons of a claim come to, and the slots that say so, each with the number of its comparison.

    "supports": something beyond what made them comparable agrees, or the whole of a claim that has nothing beyond it; "conflicts":
    something differs and nothing beyond that agrees; "mixed": both; "not-found": neither.
    """
    telling = [
        (number, slot)
        for number, comparison in enumerate(comparisons)
        for slot in comparison.slots
        if slot.stance == "differs" or slot.stance == "agrees" and not slot.anchor
    ]
    for number, comparison in enumerate(comparisons):
        if whole(comparison):
            telling += [(number, slot) for slot in comparison.slots if slot.stance == "agrees" and slot.anchor]
    agrees = any(slot.stance == "agrees" for _, slot in telling)
    differs = any(slot.stance == "differs" for _, slot in telling)
    overall: Overall = "mixed" if agrees and differs else "supports" if agrees else "conflicts" if differs else "not-found"
    return overall, tuple(sorted(telling, key=lambda item: (item[0], item[1].claim_span, item[1].slot)))


def whole(comparison: Comparison) -> bool:
    """Whether every slot of the claim is there and agrees, with two participants at least: then who and what is all it says."""
    if any(slot.stance != "agrees" for slot in comparison.slots):
        return False
    return sum(slot.slot not in ("predicate", "time", "quantity", "ordinal") for slot in comparison.slots) >= _WHOLE
