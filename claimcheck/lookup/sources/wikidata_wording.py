"""A statement of Wikidata as one line of text, and as a claim that can be compared: all spans point into that line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from claimcheck.lookup import untrusted
from claimcheck.lookup.evidence import Evidence
from claimcheck.lookup.query import Query
from claimcheck.lookup.sources.wikidata_entities import CIRCUMSTANCES, END, NATURE, ORDINAL, POINT, START, Fact
from claimcheck.lookup.sources.wikidata_names import fold
from claimcheck.lookup.sources.wikidata_properties import Property, properties, qualifiers, units
from claimcheck.lookup.sources.wikidata_relevance import Asking, Ranked
from claimcheck.lookup.sources.wikidata_values import Amount, Item, Moment, Nothing, Unknown, Value, Words
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Modality, Ordinal, Quantity, Role, Span, TimeExpression

#: How a qualifier's date bears on the fact; a start whose end is known is "from … until …".
_RELATIONS = {START: "since", END: "until", POINT: None}
_ABOUT = frozenset({"circa", "approximately", "near", "estimation"})
_UNSURE = frozenset({"possibly", "allegedly", "presumably", "probably", "hypothetically", "disputed", "unconfirmed", "rumor", "rumour"})
#: Up to what an office is of: "Secretary" in "Secretary of Defense", "member" in "member of the 55th Parliament".
_MAIN = re.compile(r"\S+(?: \S+)*?(?= (?:of|for|in|to|at) |, |$)")


class _Line:
    """Text that is put together piece by piece; each piece knows where it went."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, piece: str) -> Span:
        start = len(self.text)
        self.text += piece
        return Span(start, len(self.text))


def evidence(found: Ranked, asking: Asking, labels: Mapping[str, str], answers: tuple[str, ...], endpoint: str) -> Evidence:
    """A statement as evidence. `labels` are those of items used as values; one without a label is shown by its id."""
    entity, fact = found.subject.entity, found.fact
    line = _Line()
    statement = _statement(found, asking, labels, line)
    line.add(_origin(fact, labels))
    address = f"{endpoint.removesuffix('api.php')}index.php?title={entity.id}"
    return Evidence(
        source="wikidata",
        kind="statement",
        title=_title(found),
        url=f"{address}&oldid={entity.revision}" if entity.revision else address,
        text=line.text,
        licence="CC0 1.0" if urlsplit(endpoint).hostname == "www.wikidata.org" else None,
        revision=str(entity.revision) if entity.revision else None,
        modified=entity.modified,
        as_of=_as_of(entity.modified, asking.query),
        answers=answers,
        statements=(statement,),
        score=found.weight,
    )


def _title(found: Ranked) -> str:
    entity = found.subject.entity
    title = f"{entity.label} ({entity.id})"
    if entity.description:
        title += f" – {entity.description}"
    if found.subject.rivals:
        title += f" – one of {found.subject.rivals + 1} items called “{found.subject.name.text}”"
    return title[: untrusted.MAX_TITLE]


def _as_of(modified: str | None, query: Query) -> Literal["then"] | None:
    """An item that was not touched since stood so then. One that was may have: its history was not asked for."""
    return "then" if modified and query.as_of and modified <= query.as_of.isoformat() else None


def _origin(fact: Fact, labels: Mapping[str, str]) -> str:
    if not fact.references:
        return " (no reference)"
    count = "1 reference" if fact.references == 1 else f"{fact.references} references"
    origin = fact.reference_link or labels.get(fact.stated_in or "")
    rank = "preferred rank, " if fact.preferred else ""
    return f" ({rank}{count}: {origin})" if origin else f" ({rank}{count})"


def _statement(found: Ranked, asking: Asking, labels: Mapping[str, str], line: _Line) -> Statement:
    entity, fact = found.subject.entity, found.fact
    known = properties()[fact.predicate]
    subject = _participant("subject", line.add(entity.label), entity.label, (found.subject.name.text,), _kind(found))
    line.add(" – ")
    predicate = line.add(known.label)
    line.add(": ")
    participants, times, quantities, ordinals = [subject], [], [], []
    shown = _shown(fact.value, labels)
    span = line.add(shown)
    approximate = _circumstance(fact, labels, _ABOUT)
    match fact.value:
        case Moment() as moment:
            times.append(_time(moment, span, shown, None, approximate))
        case Amount() as amount:
            quantities.append(_quantity(amount, span, shown, known, predicate, labels, approximate))
        case _:
            participants.append(_value(known, span, shown, found, asking, labels))
    order = list(qualifiers())
    for name, value in sorted((pair for pair in fact.qualifiers if pair[0] in qualifiers()), key=lambda pair: order.index(pair[0])):
        line.add(f"; {qualifiers()[name]}: ")
        shown = _shown(value, labels)
        place = line.add(shown)
        if isinstance(value, Moment) and name in _RELATIONS:
            relation = "from" if name == START and fact.moment(END) is not None else _RELATIONS[name]
            times.append(_time(value, place, shown, relation, False))
        rank = _rank(name, value)
        if rank is not None:
            ordinals.append(Ordinal(rank=rank, item=participants[-1].head, item_span=participants[-1].span, span=place, rule="wikidata"))
    modality: Modality = "possible" if _circumstance(fact, labels, _UNSURE) else "asserted"
    return Statement(
        text=line.text,
        span=Span(0, len(line.text)),
        predicate=known.label,
        predicate_span=predicate,
        participants=tuple(participants),
        times=tuple(times),
        quantities=tuple(quantities),
        ordinals=tuple(ordinals),
        modality=modality,
    )


def _shown(value: Value, labels: Mapping[str, str]) -> str:
    match value:
        case Moment(shown=shown):
            return shown
        case Amount(shown=shown, unit=unit):
            return f"{shown} {labels.get(unit, unit)}" if unit else shown
        case Item(id=key):
            return labels.get(key, key)
        case Words(text=text):
            return text
        case Unknown():
            return "unknown"
        case Nothing():
            return "none"


def _kind(found: Ranked) -> str | None:
    kind = found.subject.name.kind
    return None if kind == "other" else kind


def _participant(role: Role, span: Span, text: str, also: tuple[str, ...], kind: str | None) -> Participant:
    """Something that is called by its name."""
    names = tuple(dict.fromkeys((text, *also)))
    return Participant(role=role, text=text, span=span, head=text.split()[-1], names=names, kind=kind)


def _value(known: Property, span: Span, shown: str, found: Ranked, asking: Asking, labels: Mapping[str, str]) -> Participant:
    """The value as a participant. An office ("Secretary of Defense of Freedonia") is no name, but may hold names of the query."""
    named = asking.named(found.fact, found.subject.entity, labels)
    if known.role != "complement" or known.kind or not isinstance(found.fact.value, Item):
        proper = shown[:1].isupper() and isinstance(found.fact.value, Item)
        names = tuple(dict.fromkeys((*((shown,) if proper else ()), *named)))
        return Participant(role=known.role, text=shown, span=span, head=shown.split()[-1], names=names, kind=known.kind)
    inside = (name.text for name in asking.query.names if f" {fold(name.text)} " in f" {fold(shown)} ")
    main = _MAIN.match(shown)
    head = (main[0] if main else shown).split()[-1].casefold()
    return Participant(role=known.role, text=shown, span=span, head=head, names=tuple(dict.fromkeys((*named, *inside))))


def _time(moment: Moment, span: Span, shown: str, relation: str | None, approximate: bool) -> TimeExpression:
    return TimeExpression(
        text=shown,
        span=span,
        type="DATE",
        value=moment.value,
        grain=moment.grain,
        anchor="none",
        status="resolved" if moment.value else "unresolved",
        begin=moment.begin,
        end=moment.end,
        mod="APPROX" if approximate else None,
        relation=relation,
        rule="wikidata",
    )


def _quantity(
    amount: Amount, span: Span, shown: str, known: Property, predicate: Span, labels: Mapping[str, str], approximate: bool
) -> Quantity:
    """An amount. A unit that is not in the table is "other": it is shown, and agrees with nothing."""
    unit = units().get(labels.get(amount.unit, "")) if amount.unit else None
    counted = amount.unit is None or (unit is not None and unit.kind == "count")
    kind = unit.kind if unit else "other" if amount.unit else "count"
    item = known.item if counted else None
    place = known.label.find(item) if item else -1
    return Quantity(
        text=shown,
        span=span,
        value=amount.value,
        unit_kind=kind,
        comparator="approx" if approximate or amount.low is not None else "eq",
        low=amount.low,
        high=amount.high,
        unit=unit.symbol if unit else None,
        item=item,
        item_span=Span(predicate.start + place, predicate.start + place + len(item)) if item and place >= 0 else None,
        rule="wikidata",
    )


def _circumstance(fact: Fact, labels: Mapping[str, str], words: frozenset[str]) -> bool:
    """Whether the statement is qualified as being about so, or as not being certain."""
    said = (labels.get(value.id, "") for name, value in fact.qualifiers if name in (CIRCUMSTANCES, NATURE) and isinstance(value, Item))
    return any(label.casefold() in words for label in said)


def _rank(name: str, value: Value) -> int | None:
    """Of "series ordinal: 45"."""
    if name != ORDINAL or not isinstance(value, Words) or not re.fullmatch(r"[1-9][0-9]{0,3}", value.text):
        return None
    return int(value.text)
