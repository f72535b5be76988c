"""The claim's amounts and ranks against the evidence's."""

from __future__ import annotations

from claimcheck.lookup.compare.align import Alignment
from claimcheck.lookup.compare.events import known_when
from claimcheck.lookup.compare.names import country
from claimcheck.lookup.compare.ordinals import news_of, same_rank_item, same_window, spoken_rank
from claimcheck.lookup.compare.participants import own_names
from claimcheck.lookup.compare.quantities import Amount, amounts_of, fits, same_item, same_kind, shown
from claimcheck.lookup.compare.time_slots import Dating
from claimcheck.lookup.compare.vocabulary import ANYBODY
from claimcheck.lookup.stance import SlotStance

_CHANGES = frozenset({"rise", "fall"})


def amount_slots(found: Alignment, dating: Dating) -> list[SlotStance]:
    """One slot for each amount of the claim."""
    theirs = amounts_of(found.evidence)
    slots = []
    for ours in amounts_of(found.claim):
        pool = [a for a in theirs if same_kind(ours.quantity, a.quantity) and same_item(ours, a) and _same_way(found, ours, a)]
        slots.append(_amount_slot(found, dating, ours, pool))
    return slots


def _same_way(found: Alignment, ours: Amount, there: Amount) -> bool:
    """A change is not the level that it led to."""
    if not (found.of.main | found.its.main) & _CHANGES:
        return True
    return ("by" in (ours.way or _bare(found.of.main), there.way or _bare(found.its.main))) == (
        (ours.way or _bare(found.of.main)) == (there.way or _bare(found.its.main)) == "by"
    )


def _bare(main: frozenset[str]) -> str:
    """ "Prices rose 5 percent" tells a change."""
    return "by" if main & _CHANGES else ""


def _amount_slot(found: Alignment, dating: Dating, ours: Amount, pool: list[Amount]) -> SlotStance:
    said = ours.quantity.text
    span = ours.quantity.span
    if not pool:
        return SlotStance("quantity", "silent", said, span)
    if "measure" in found.kinds and not dating.together and (dating.dated or dating.told):
        return SlotStance("quantity", "silent", said, span, note="the evidence does not say it of the same time")
    for there in pool:
        if fits(ours.quantity, there.quantity):
            note = "" if ours.quantity.value == there.quantity.value else f"{shown(ours.quantity)} against {shown(there.quantity)}"
            return SlotStance("quantity", "agrees", said, span, there.quantity.text, there.quantity.span, note=note)
    there = pool[0]
    against = f"{shown(ours.quantity)} against {shown(there.quantity)}"
    if len(pool) == 1 and _tells(found, dating, ours, there):
        return SlotStance("quantity", "differs", said, span, there.quantity.text, there.quantity.span, note=against)
    return SlotStance(
        "quantity", "silent", said, span, there.quantity.text, there.quantity.span, note=f"{against}, maybe of another occasion"
    )


def _tells(found: Alignment, dating: Dating, ours: Amount, there: Amount) -> bool:
    """Whether another amount can only be a difference."""
    if not found.direct or found.apart or ours.another or there.another or not _exact_item(found, ours, there):
        return False
    if found.event and ours.casualty and ours.casualty == there.casualty and known_when(found.evidence):
        return True
    named = bool(found.named) or "measure" in found.kinds and bool(found.names)
    if found.often == "once" and named:
        return True
    if dating.together and dating.relation is not None:
        if named or dating.fine or dating.labelled:
            return True
        return dating.relation == "same" and found.complete_but_for_amounts and len(ours.words) >= (1 if _by_somebody(found) else 2)
    if dating.relation == "coarser" and named:
        return False
    if dating.dated or dating.told:
        return False
    if found.claim.tense == found.evidence.tense == "present" and found.named and found.whole:
        return True  # how it is
    # neither says when: only what is told apart by a town or a name of its own
    place = any(country(name) is None for name in found.names)
    return place and (found.disaster or found.often == "seldom" and found.complete)


def _by_somebody(found: Alignment) -> bool:
    """Whether who did it is named in both, be it a country."""
    return any(p.role == "subject" and own_names(p) for p, _ in found.pairs)


def _exact_item(found: Alignment, ours: Amount, there: Amount) -> bool:
    if ours.item != there.item and not {ours.item, there.item} <= ANYBODY:
        return False
    told = found.nouns | found.of.topic if "measure" in found.kinds else found.nouns
    return ours.words <= there.words | told and there.words <= ours.words | told


def rank_slots(found: Alignment, dating: Dating) -> list[SlotStance]:
    """One slot for each rank of the claim."""
    slots = []
    for ours in found.claim.ordinals:
        pool = [there for there in found.evidence.ordinals if same_rank_item(ours, there) and same_window(found, ours, there)]
        text = f"{spoken_rank(ours)} {ours.item}"
        if not pool:
            slots.append(SlotStance("ordinal", "silent", text, ours.span))
            continue
        there = next((o for o in pool if o.rank == ours.rank), pool[0])
        equal = there.rank == ours.rank
        occasion = dating.relation == "same" and bool(found.named) or news_of(found) and len(found.names) >= 2
        sure = found.direct and not found.apart and occasion
        slots.append(
            SlotStance(
                "ordinal",
                "agrees" if equal else "differs" if sure else "silent",
                text,
                ours.span,
                f"{spoken_rank(there)} {there.item}",
                there.span,
                note="" if equal else f"{spoken_rank(ours)} against {spoken_rank(there)}",
            )
        )
    return slots
