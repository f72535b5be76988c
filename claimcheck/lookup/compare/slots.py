"""An alignment slot by slot: what agrees, what differs, what the evidence does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.consistency.wording import listed
from claimcheck.lookup.compare.align import Alignment, Pairing
from claimcheck.lookup.compare.figure_slots import amount_slots, rank_slots
from claimcheck.lookup.compare.names import country
from claimcheck.lookup.compare.participants import CORE, covers, office_words, own_names, pronoun, shifted
from claimcheck.lookup.compare.polarity import open_note, opposed
from claimcheck.lookup.compare.time_slots import Dating, dating
from claimcheck.lookup.compare.vocabulary import INTO_OFFICE, LIGHT, NOT_NOW, SAYING, TITLES, how_often, kinds
from claimcheck.lookup.compare.words import noun_of, verb_of
from claimcheck.lookup.stance import SlotName, SlotStance
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Span

_SLOTS: dict[str, SlotName] = {
    "subject": "subject",
    "object": "object",
    "indirect-object": "object",
    "complement": "complement",
    "place": "place",
    "oblique": "complement",
}
_STILL = re.compile(r"\b(?:has|have|since|still|currently)\b", re.IGNORECASE)
#: Words of a title that make it specific enough without its country.
_SPECIFIC = 2
REPORTED = "as somebody is reported to have said"


def slots_of(found: Alignment) -> tuple[SlotStance, ...] | None:
    """The slots of an alignment, None where they show that it is another happening after all."""
    when = dating(found)
    if when.another:
        return None
    different = _different(found, when)
    if found.apart and different is None:
        return None
    negated = opposed(found.claim, found.evidence)
    if negated and not _same_but_for_not(found, when):
        return None
    open_ = open_note(found.claim, found.evidence)
    slots = [_predicate(found), *_participants(found), *([different] if different else [])]
    # that "it was on Monday" agrees says nothing where what was on Monday is another thing
    amounts = amount_slots(found, when)
    times = (
        when.slots
        if _complete(found, amounts) and not _vague(found)
        else [replace(s, anchor=True) if s.stance == "agrees" else s for s in when.slots]
    )
    ranks = rank_slots(found, when)
    if ranks and all(slot.stance == "silent" for slot in ranks) and not when.fine:
        times = [replace(s, anchor=True) if s.stance == "agrees" else s for s in times]  # the rank is what is claimed
    rest = [*times, *amounts, *ranks]
    if negated:
        note = "the evidence says that it is not so" if found.evidence.polarity == "negative" else "the evidence says that it is so"
        spans = (found.claim.predicate_span, _words(found.evidence, found.evidence.predicate_span), found.evidence.predicate_span)
        slots.append(SlotStance("polarity", "differs", _words(found.claim, spans[0]), spans[0], spans[1], spans[2], note=note))
        rest = [_silenced(slot, "") for slot in rest]
        slots = [replace(slot, anchor=True) if slot.stance == "agrees" else slot for slot in slots]
    if open_:
        slots = [slot if slot.anchor else _silenced(slot, open_) for slot in slots]
        slots = [_silenced(slot, open_) if slot.slot == "predicate" else slot for slot in slots]
        rest = [_silenced(slot, open_) for slot in rest]
    made = [*slots, *rest]
    if found.evidence.reported:
        made = [_reported(slot) for slot in made]
    return tuple(made)


def _same_but_for_not(found: Alignment, when: Dating) -> bool:
    """Whether all else is the same, so that the one denies the other."""
    if not (found.direct and found.named and not found.apart and found.claim.modality == found.evidence.modality == "asserted"):
        return False
    matched, theirs = {p for p, _ in found.pairs}, {q for _, q in found.pairs}
    whole = all(p in matched for p in found.claim.participants if p.role in (*CORE, "oblique", "purpose") and not _inside_another(found, p))
    back = all(q in theirs or pronoun(q) for q in found.evidence.participants if q.role in CORE)
    by_somebody = any(p.role in ("subject", "object") for p, _ in found.named)
    undated = when.relation is None and not when.dated and not when.told
    rare = bool({how_often(kind) for kind in found.kinds} & {"once", "seldom"})
    dated = when.relation in ("same", "within") or undated and rare
    return whole and back and by_somebody and dated and verb_of(found.claim.predicate) not in LIGHT


def _vague(found: Alignment) -> bool:
    """Whether the claim says of something that happens often only who did it, and the evidence to whom: that may be another time."""
    if found.kinds <= SAYING and not any(p.role in ("object", "complement") for p, _ in found.pairs):
        return True  # what was said is not compared
    if (
        found.often not in ("close", "often")
        or any(p.role != "subject" for p, _ in found.pairs)
        or "measure" in found.kinds
        or found.disaster
    ):
        return False
    return any(q.role in ("object", "place") and own_names(q) for q in found.evidence.participants)


def _complete(found: Alignment, amounts: Sequence[SlotStance]) -> bool:
    """Whether the claim's objects are in the evidence: themselves, or their amounts."""
    matched = {p for p, _ in found.pairs}
    compared = [slot.claim_span for slot in amounts if slot.evidence_span is not None]
    missing = [p for p in found.claim.participants if p.role in ("object", "complement") and p not in matched and not pronoun(p)]
    return all(any(span.overlaps(p.span) for span in compared) or _inside_another(found, p) for p in missing)


def _silenced(slot: SlotStance, note: str) -> SlotStance:
    return slot if slot.stance == "silent" else replace(slot, stance="silent", note=note)


def _reported(slot: SlotStance) -> SlotStance:
    if slot.anchor or slot.stance == "silent":
        return slot
    return replace(slot, note=f"{slot.note}; {REPORTED}" if slot.note else REPORTED)


def _predicate(found: Alignment) -> SlotStance:
    claim, evidence = found.claim, found.evidence
    return SlotStance(
        "predicate",
        "agrees",
        _words(claim, claim.predicate_span),
        claim.predicate_span,
        _words(evidence, evidence.predicate_span),
        evidence.predicate_span,
        anchor=True,
    )


def _words(statement: Statement, span: Span) -> str:
    """The words of a span of the statement, or the lemma where its text is put together from several places."""
    whole = statement.span
    if whole.end - whole.start == len(statement.text) and span in whole:
        return statement.text[span.start - whole.start : span.end - whole.start]
    return statement.predicate


def _participants(found: Alignment) -> list[SlotStance]:
    slots = []
    told = [each for q in found.evidence.participants for each in q.names]
    matched = dict(found.pairs)
    apart = {p for p, _ in found.apart}
    for p in found.claim.participants:
        name = _SLOTS.get(p.role)
        if name is None or p in apart:
            continue
        if (
            any(q.span.overlaps(p.span) for q in found.claim.quantities)
            and (not own_names(p) or p.span in _amount(found, p))
            and p.role != "subject"
        ):
            continue  # its amount has a slot of its own
        if any(t.span in p.span for t in found.claim.times) and p.role in ("oblique", "place") or _inside_another(found, p):
            continue
        there = matched.get(p)
        if there is None:
            if not pronoun(p):
                slots.append(SlotStance(name, "silent", p.text, p.span))
            continue
        if p == found.of.office and (doubt := _ended(found) or _less(found)):
            slots.append(SlotStance(name, "silent", p.text, p.span, there.text, there.span, note=doubt))
            continue
        if p != found.of.office and not covers(there, p, told) and not _itself(found, p):
            slots.append(SlotStance(name, "silent", p.text, p.span, there.text, there.span, note="the evidence says less of it"))
            continue
        content = p == found.of.office and not found.apart or p.role == "place" and bool(found.named)
        slots.append(SlotStance(name, "agrees", p.text, p.span, there.text, there.span, anchor=not content))
    return slots


def unsaid(claim: Statement, phrase: Participant) -> tuple[SlotStance, ...]:
    """Silent slots of those who take part in a claim of which only one phrase was compared."""
    rest = [p for p in claim.participants if p.role in _SLOTS and not p.span.overlaps(phrase.span) and not pronoun(p)]
    return tuple(SlotStance(_SLOTS[p.role], "silent", p.text, p.span) for p in rest)


def _amount(found: Alignment, p: Participant) -> Span:
    """The amount that the participant is a part of: "Celsius" of "48.8 degrees Celsius"."""
    return next((q.span for q in found.claim.quantities if p.span in q.span), Span(0, 0))


def _ended(found: Alignment) -> str:
    """Why an office held once says nothing of who holds it now; "" where it does."""
    ours, theirs = (shifted(p.text, NOT_NOW) if p is not None else frozenset() for p in (found.of.office, found.its.office))
    if ours != theirs and (ours or found.claim.tense != "past"):
        return f"the evidence says “{listed(sorted(theirs))}”" if theirs else f"the evidence does not say “{listed(sorted(ours))}”"
    if found.claim.tense == "past" or found.claim.times or found.of.main & INTO_OFFICE:
        return ""
    last = next((t for t in found.evidence.times if t.relation == "until"), None)
    if last is not None:
        return f"the evidence says until {last.text}"
    over = found.evidence.tense == "past" and not found.its.main & INTO_OFFICE and not _STILL.search(found.evidence.text)
    return "the evidence only says that it was so" if over else ""


def _itself(found: Alignment, p: Participant) -> bool:
    """Whether it is the noun for what happened: "held a call", in whatever words the call is told of further."""
    return bool(found.kinds & {kind.name for kind in kinds().get(noun_of(p.head), ())})


def _less(found: Alignment) -> str:
    """Where the evidence leaves out more of a title than its country."""
    ours, theirs = office_words(found.of.title, found.its.title), office_words(found.its.title, found.of.title)
    lands = frozenset(word for word in ours if country(word.title()) is not None or country(word.upper()) is not None)
    return "" if ours <= theirs or ours - lands <= theirs and len(ours - lands) >= _SPECIFIC else "the evidence says less of it"


def _inside_another(found: Alignment, p: Participant) -> bool:
    """ "of Brightwell Systems" in "the chief executive of Brightwell Systems"."""
    return any(p != other and p.span in other.span and p.span != other.span for other in found.claim.participants)


def _different(found: Alignment, when: Dating) -> SlotStance | None:
    """The one participant or place in which all that is the same otherwise differs."""
    outer = [(p, q) for p, q in found.apart if not _inside_another(found, p)]
    if len(outer) != 1 or not found.direct or opposed(found.claim, found.evidence) or open_note(found.claim, found.evidence):
        return None
    p, q = outer[0]
    sure = _place_differs(found, when, p, q) if p.role == "place" else _core_differs(found, when, p, q)
    if not sure:
        return None
    note = f"{p.text} against {q.text}"
    if p.role == "place":
        note += ", unless the one lies in the other"
    return SlotStance(_SLOTS[p.role], "differs", p.text, p.span, q.text, q.span, note=note)


def _place_differs(found: Alignment, when: Dating, p: Participant, q: Participant) -> bool:
    if p.role != q.role or any(country(name) for name in (*own_names(p), *own_names(q))) or not own_names(p) or not own_names(q):
        return False
    person = any(pair[0].role in ("subject", "object") for pair in found.named)
    return person and (found.often == "once" or when.fine)


def _core_differs(found: Alignment, when: Dating, p: Participant, q: Participant) -> bool:
    if p.role not in CORE or p.role != q.role:
        return False
    others: list[Pairing] = [pair for pair in found.named if pair[0].role in ("subject", "object")]
    if p.role == "subject" and _one_holder(found):
        return True
    return bool(others) and found.named_object and when.fine and found.often in ("once", "seldom") and p.role == "subject"


def _one_holder(found: Alignment) -> bool:
    """Whether both say who it is now: "X is the capital of Y"."""
    if not (found.claim.tense == found.evidence.tense == "present") or found.evidence.times or found.claim.times:
        return False
    for p, q in found.pairs:
        definite = all(side.text.casefold().startswith("the ") for side in (p, q))
        alone = noun_of(p.head) in TITLES | {"capital"}
        if (
            p.role == "complement"
            and definite
            and alone
            and any(name for name in p.names)
            and not set(_NOT_ALONE) & set(p.text.casefold().split())
        ):
            return True
    return False


_NOT_ALONE = ("former", "deputy", "vice", "co-founder", "first", "member", "one")
