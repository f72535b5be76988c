"""Which statements a claim could be about, and which of them first. By names, words and dates; never by what would agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claimcheck.lookup.query import Query
from claimcheck.lookup.sources.wikidata_entities import END, POINT, START, Entity, Fact
from claimcheck.lookup.sources.wikidata_names import Subject, fold
from claimcheck.lookup.sources.wikidata_properties import Property, properties
from claimcheck.lookup.sources.wikidata_values import Amount, Item, Moment, Value

#: Statements of one property of one item at most, so that a long career does not crowd out everything else.
MAX_OF_A_PROPERTY = 3

#: What a value must be, where it is no item.
_VALUES: Mapping[str, type[Value]] = {"time": Moment, "quantity": Amount}

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement with its weight; larger is better."""

    weight: float
    subject: Subject
    fact: Fact


@dataclass(frozen=True, slots=True)
class Asking:
    """What the query asks, in the form in which statements are looked at. `items`: by id, the names that stand for each."""

    query: Query
    items: Mapping[str, tuple[str, ...]]

    def named(self, fact: Fact, subject: Entity, labels: Mapping[str, str]) -> tuple[str, ...]:
        """Names of the query, other than the subject's, that the value of the fact is called by."""
        if not isinstance(fact.value, Item) or fact.value.id == subject.id:
            return ()
        names = self.items.get(fact.value.id, ())
        label = fold(labels.get(fact.value.id, ""))
        return (*names, *(name.text for name in self.query.names if name.text not in names and fold(name.text) == label and label))


def ranked(subjects: Sequence[Subject], asking: Asking, labels: Mapping[str, str]) -> list[Ranked]:
    """The statements that the query could be about, best first. `labels`: those of items used as values, as far as they are known."""
    found = []
    for place, subject in enumerate(subjects):
        for fact in subject.entity.facts:
            weight = _weight(fact, subject.entity, asking, labels)
            if weight is not None:
                found.append(Ranked(round(weight - place / 100, 4), subject, fact))
    found.sort(key=lambda item: -item.weight)  # stable: equals stay in the order of names, table and answer
    return list(_varied(found))


def items_of(found: Iterable[Ranked]) -> Iterator[str]:
    """Ids of items whose labels are needed to show statements, in their order."""
    for item in found:
        values = [item.fact.value, *(value for _, value in item.fact.qualifiers)]
        for value in values:
            if isinstance(value, Item):
                yield value.id
            elif isinstance(value, Amount) and value.unit:
                yield value.unit
        if item.fact.stated_in:
            yield item.fact.stated_in


def undecided(subjects: Sequence[Subject]) -> Iterator[str]:
    """Ids of values whose label may hold a word of the query, so that it must be known before anything can be said."""
    for preferred in (True, False):
        for subject in subjects:
            for fact in subject.entity.facts:
                known = properties()[fact.predicate]
                if (
                    isinstance(fact.value, Item)
                    and fact.preferred is preferred
                    and known.role in ("complement", "object")
                    and not known.weak
                ):
                    yield fact.value.id


def _varied(found: Iterable[Ranked]) -> Iterator[Ranked]:
    counts: dict[tuple[str, str], int] = {}
    for item in found:
        key = (item.subject.entity.id, item.fact.predicate)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MAX_OF_A_PROPERTY:
            yield item


def _weight(fact: Fact, subject: Entity, asking: Asking, labels: Mapping[str, str]) -> float | None:
    """How much speaks for it; None where nothing does. What the claim says of its names counts more than that it has two of them."""
    known = properties()[fact.predicate]
    if not isinstance(fact.value, _VALUES.get(known.role, Item)):
        return None
    words = frozenset(asking.query.words)
    weight = 0.0
    if asking.named(fact, subject, labels):
        weight += 1.0 if known.weak else 3.0
    weight += min(4.0, 2.0 * len(words & _label_words(fact, labels)))
    if words & known.words:
        weight += 4.0
    if known.event and asking.query.begin is not None and isinstance(fact.value, Moment) and _is_event(subject):
        weight += 1.5
    if not weight:
        return None
    others = [value.id for _, value in fact.qualifiers if isinstance(value, Item)]
    weight += 1.0 if any(key in asking.items for key in others) else 0.0
    weight += _timely(fact, asking.query, known)
    return weight + (0.5 if fact.preferred else 0.0) + (0.25 if fact.references else 0.0)


def _label_words(fact: Fact, labels: Mapping[str, str]) -> frozenset[str]:
    if not isinstance(fact.value, Item):
        return frozenset()
    words = _WORD.findall(labels.get(fact.value.id, "").casefold())
    return frozenset(words) | frozenset(word[:-1] for word in words if len(word) > 3 and word.endswith("s"))


def _is_event(entity: Entity) -> bool:
    return any(fact.predicate in (START, END, POINT) for fact in entity.facts)


def _timely(fact: Fact, query: Query, known: Property) -> float:
    """Up to 1.5 for a statement that holds at the time that the claim is about; its day of publication, where it names none."""
    begin, end = query.begin or query.as_of, query.end or query.begin or query.as_of
    if begin is None or end is None or known.role == "time":
        return 0.0
    point = fact.moment(POINT)
    if point is not None and point.begin and point.end:
        return 1.5 / (1 + _years_apart(begin, end, point.begin, point.end))
    start, stop = fact.moment(START), fact.moment(END)
    if start is None and stop is None:
        return 0.0
    first = start.begin if start is not None and start.begin else date.min
    last = stop.end if stop is not None and stop.end else date.min if fact.ended else date.max
    return 1.5 if first <= end and begin <= last else 0.0


def _years_apart(begin: date, end: date, first: date, last: date) -> float:
    return max(0, (first - end).days, (begin - last).days) / 365
