"""The claim's times against the evidence's: which of them date the same thing, and whether a difference means anything."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimcheck.lookup.compare.align import Alignment
from claimcheck.lookup.compare.participants import own_names
from claimcheck.lookup.compare.quantities import amounts_of, fits, same_item, same_kind
from claimcheck.lookup.compare.times import (
    Length,
    Relation,
    When,
    dateless,
    dates_of,
    days_apart,
    lengths_of,
    relation,
)
from claimcheck.lookup.compare.vocabulary import DISASTERS, INTO_OFFICE, SAYING, SEVERAL_ACTS
from claimcheck.lookup.compare.words import tokens, verb_of
from claimcheck.lookup.stance import SlotStance, Stance

#: Within so many days, what two do with each other now and then is taken for one occasion.
CLOSE_DAYS = 7
#: Within so many, what else the same ones did at the same place.
FEW_DAYS = 3
#: Within so many, what they seldom do.
SELDOM_DAYS = 366
#: Kinds that last: both ends of them are what is told.
_LASTING = frozenset({"office", "lead", "own", "live", "work", "sentence", "war", "last"})
#: Words beside a sentence that is not the one that a court gave just now.
_OTHER_SENTENCE = frozenset(
    "previously earlier already before another second first suspended initially originally reduced appeal once former previous".split()
)
_ORDER: tuple[Relation, ...] = ("same", "within", "coarser", "overlap", "disjoint", "unknown")


@dataclass(frozen=True, slots=True)
class Dating:
    """How the times of an aligned claim and evidence lie. `relation` of None: one of them has no time of its own."""

    slots: tuple[SlotStance, ...]
    relation: Relation | None
    another: bool  # the days tell that it is another happening of the kind
    dated: bool  # the claim says when
    told: bool  # the evidence says when
    fine: bool  # both say the same day
    labelled: bool  # both name what happened by the same time: "the 2022 floods"

    @property
    def together(self) -> bool:
        """Whether both are about the same time, as far as they say."""
        if self.relation is None:
            return not self.dated and not self.told
        return self.relation in ("same", "within")


def dating(found: Alignment) -> Dating:
    """The time slot of an alignment, and what the times say about the alignment itself."""
    ours, theirs = dates_of(found.claim), dates_of(found.evidence)
    slots: list[SlotStance] = []
    best: Relation | None = None
    another = fine = labelled = False
    own_theirs = _exact([w for w in theirs if not w.of or w.of & _events(found, theirs=True)])
    for when in ours:
        if when.bound == "since" and found.of.main & INTO_OFFICE:
            when = replace(when, bound=None)  # "since January, when she was appointed"
        own = not when.of or bool(when.of & _events(found, theirs=False))
        pool = own_theirs if own else [w for w in theirs if w.of & when.of]
        choices = sorted(((relation(when, _facing(found, when, w)), w) for w in pool), key=lambda c: (_ORDER.index(c[0]), c[1].span))
        if not choices:
            note = "" if own else "it dates another event, which the evidence does not date"
            slots.append(_slot(when, None, "silent", note or ("" if theirs else "the evidence does not say when")))
            continue
        how, there = choices[0][0], choices[0][1]
        stance, note, apart = _stance(found, when, there, how, own)
        if own:
            another = another or apart
            if best is None or _ORDER.index(how) < _ORDER.index(best):
                best = how
            fine = fine or how in ("same", "within") and when.fine and there.fine
            labelled = labelled or how == "same" and bool(when.of and there.of)
        elif how == "same" and best is None:
            best, labelled = how, True  # "in the 2022 election" in both
        elif how == "disjoint" and found.often != "once":
            another = apart = True
        if not apart:
            slots.append(_slot(when, there, stance, note))
    slots += _lengths(found, best, not dateless(found.claim) or not dateless(found.evidence))
    shown = {slot.claim_span for slot in slots}
    for time in found.claim.times:  # "June 24" of an unknown year, "days after"
        if not any(time.span.overlaps(span) for span in shown) and not another and time.type != "SET":
            slots.append(SlotStance("time", "silent", time.text, time.span))
    told = bool(own_theirs) or not dateless(found.evidence)
    return Dating(tuple(slots), best, another, not dateless(found.claim), told, fine, labelled)


def _exact(times: list[When]) -> list[When]:
    """Without the year in the name of what happened, where its day is given: "the 2025 attack happened on 22 April 2025"."""
    return [w for w in times if not (w.of and any(not other.of and other.fine and relation(w, other) == "within" for other in times))]


def _events(found: Alignment, *, theirs: bool) -> frozenset[str]:
    """Kinds whose date is that of the statement: what it is about, and the accident or attack that brought it about."""
    profile = found.its if theirs else found.of
    beside = frozenset(kind for kind, p in profile.beside if p.role in ("subject", "oblique", "place", "time") and kind in DISASTERS)
    return found.kinds | profile.main | profile.topic | beside


def _facing(found: Alignment, when: When, there: When) -> When:
    """What a database has from a day on began on that day: that of "was appointed", "married", "joined"."""
    since = found.its.office is not None and there.bound == "since" and bool(found.of.main & INTO_OFFICE)
    if (
        not (found.its.fact or since)
        or when.bound is not None
        or found.often == "state"
        or found.of.office is not None
        and not found.of.main & INTO_OFFICE
    ):
        return there
    first = next((t for t in found.evidence.times if t.relation in ("since", "from") and t.begin and t.end), None)
    return replace(there, begin=first.begin, end=first.end, grain=first.grain, bound=None) if first is not None else there


def _stance(found: Alignment, when: When, there: When, how: Relation, own: bool) -> tuple[Stance, str, bool]:
    """The stance, its note, and whether the days tell that it is another happening."""
    against = f"{when.spoken} against {there.spoken}"
    if not own:
        return ("agrees" if how in ("same", "within") else "silent"), against if how == "disjoint" else "", False
    if how in ("within", "coarser") and when.whole and there.whole:
        if found.kinds & _LASTING and found.direct and found.named and not found.apart and found.complete:
            return "differs", against, False
        return "silent", against, False
    if how in ("same", "within"):
        if how == "within" and when.fine and there.fine and not when.bound:
            return ("differs", against, False) if _tells(found, 0) else ("silent", against, False)
        return "agrees", "" if how == "same" else f"{there.spoken} lies in “{when.spoken}”" if not when.bound else against, False
    if how == "coarser":
        if when.fine and there.fine and not there.bound and found.often != "state" and _tells(found, 0):
            return "differs", against, False
        return "silent", f"the evidence only says {there.spoken}", False
    ranked = bool(found.claim.ordinals and found.evidence.ordinals)  # "the third since January" against "the seventh since 2021"
    if how == "disjoint" and when.bound == there.bound == "since" and found.direct and found.named and not found.apart and not ranked:
        return "differs", against, False  # how long it has been so
    if how == "disjoint":
        if _tells(found, days_apart(when, there) if not when.bound else 0, fine=when.fine and there.fine):
            return "differs", against, False
        return "silent", against, True
    return "silent", against if how == "overlap" else "", False


def _tells(found: Alignment, apart: int, fine: bool = True) -> bool:
    """Whether another day can only be a difference, not another happening."""
    if not found.direct or found.kinds & SAYING or "measure" in found.kinds and not found.kinds - {"measure", "rise", "fall", "reach"}:
        return False
    if found.apart:
        return False
    if found.event:
        return fine and apart <= CLOSE_DAYS
    if found.disaster and found.often != "once" and (apart > FEW_DAYS or _other_amount(found)):
        return False  # what strikes a place strikes it again
    if found.kinds <= SEVERAL_ACTS and not found.its.fact and verb_of(found.claim.predicate) != verb_of(found.evidence.predicate):
        return False
    often = found.often
    if often == "once":
        return True
    if not found.complete:
        return False
    if found.its.office is not None and found.of.office is not None and found.named and found.of.main & INTO_OFFICE:
        if found.its.fact or any(t.relation == "since" for t in found.evidence.times):
            return True  # the day on which somebody came into one office
    if often == "seldom":
        return found.named_object or apart <= SELDOM_DAYS
    if often == "close":
        return fine and apart <= CLOSE_DAYS and sum(len(own_names(p)) for p, _ in found.pairs) >= 2
    if often == "state":
        return True
    # one who came to one place, twice in three days: rather one journey
    return fine and apart <= FEW_DAYS and found.whole and found.names_apiece >= 2 and not found.disaster


def _other_amount(found: Alignment) -> bool:
    """Whether an amount is told that the evidence gives otherwise: an earthquake's magnitude."""
    theirs = amounts_of(found.evidence)
    for ours in amounts_of(found.claim):
        pool = [there for there in theirs if same_kind(ours.quantity, there.quantity) and same_item(ours, there)]
        if pool and not any(fits(ours.quantity, there.quantity) for there in pool):
            return True
    return False


def _slot(when: When, there: When | None, stance: Stance, note: str) -> SlotStance:
    return SlotStance(
        "time", stance, when.text, when.span, there.text if there else None, there.span if there else None, anchor=False, note=note
    )


def _lengths(found: Alignment, best: Relation | None, dated: bool) -> list[SlotStance]:
    """Durations: how long, against how long."""
    slots = []
    theirs = lengths_of(found.evidence)
    for ours in lengths_of(found.claim):
        pool = [there for there in theirs if there.noun == ours.noun or {there.noun, ours.noun} <= {"", *found.kinds}]
        if not pool:
            slots.append(SlotStance("time", "silent", ours.text, ours.span))
            continue
        there = min(pool, key=lambda other: (abs(other.days - ours.days), other.span))
        alone = len(theirs) == 1 and len(lengths_of(found.claim)) == 1
        sure = alone and (best in ("same", "within") or not dated or _lately(found) or _one_sentence(found))
        slots.append(_length_slot(found, ours, there, sure))
    return slots


def _one_sentence(found: Alignment) -> bool:
    """Whether the evidence says without a day, and of no other one, to how long somebody was sentenced."""
    told = frozenset(tokens(found.evidence.setting.sentence or found.evidence.text))
    return "sentence" in found.kinds and bool(found.named) and dateless(found.evidence) and not told & _OTHER_SENTENCE


def _lately(found: Alignment) -> bool:
    """Whether the claim gives no day, and the evidence's days lie in the year before it: "a four-day conflict"."""
    days = [(t.begin, t.end) for t in found.evidence.times if t.begin and t.end]
    day = found.claim.setting.day
    if day is None or not dateless(found.claim) or not days:
        return False
    return all(begin <= day and (day - end).days <= SELDOM_DAYS for begin, end in days)


def _length_slot(found: Alignment, ours: Length, there: Length, alone: bool) -> SlotStance:
    against = f"{ours.text} against {there.text}"
    equal = abs(ours.days - there.days) < 0.05 * max(ours.days, there.days)
    sure = found.direct and not found.apart and found.complete and alone and ours.unit == there.unit
    sure = sure and (ours.role == there.role or {ours.role, there.role} <= {"", "time"} or bool(ours.noun or there.noun))
    stance: Stance = "agrees" if equal else "differs" if sure else "silent"
    return SlotStance("time", stance, ours.text, ours.span, there.text, there.span, note="" if equal else against)
