"""Entities of Wikidata as `wbgetentities` gives them, down to what claims are compared with.

Statements keep their rank, qualifiers and references: without them a dated fact says too much. Deprecated ones are left out: what
Wikidata keeps as known to be wrong must never be seen to agree with a claim. Nothing here raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from claimcheck.lookup import untrusted
from claimcheck.lookup.sources.wikidata_values import Item, Moment, Nothing, Unknown, Value, item_id, value_of

#: Statements of one property, qualifiers of one statement, references that are looked at.
MAX_STATEMENTS, MAX_QUALIFIERS, MAX_REFERENCES = 200, 12, 20

INSTANCE_OF, START, END, POINT, CIRCUMSTANCES, NATURE, ORDINAL = "P31", "P580", "P582", "P585", "P1480", "P5102", "P1545"
_STATED_IN, _REFERENCE_URL = "P248", "P854"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement. `qualifiers` are in the order of the answer; `references` counts all that it has."""

    predicate: str  # id of the property
    value: Value
    preferred: bool = False
    qualifiers: tuple[tuple[str, Value], ...] = ()
    references: int = 0
    reference_link: str | None = None
    stated_in: str | None = None  # id of an item

    def moment(self, qualifier: str) -> Moment | None:
        """The date of a qualifier, where it has exactly one."""
        found = [value for name, value in self.qualifiers if name == qualifier]
        return found[0] if len(found) == 1 and isinstance(found[0], Moment) else None

    @property
    def ended(self) -> bool:
        """Whether it is over, though nobody may know since when."""
        return any(name == END and not isinstance(value, Nothing) for name, value in self.qualifiers)


@dataclass(frozen=True, slots=True)
class Entity:
    """An item with the statements of the properties that were asked for."""

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()  # what it is an instance of
    revision: int | None = None
    modified: str | None = None
    facts: tuple[Fact, ...] = ()


def entities(value: object, properties: Collection[str]) -> dict[str, Entity] | None:
    """The entities of an answer, by the id that was asked for. None: it is no answer of `wbgetentities`."""
    found = untrusted.entry(value, "entities")
    if not isinstance(found, dict):
        return None
    read: dict[str, Entity] = {}
    for key, member in list(found.items())[:50]:
        entity = _entity(member, properties)
        if entity is not None and item_id(key):
            read[key] = entity
    return read


def labels(value: object) -> dict[str, str] | None:
    """Labels by id. None: it is no answer of `wbgetentities`."""
    found = untrusted.entry(value, "entities")
    if not isinstance(found, dict):
        return None
    read = ((key, _term(untrusted.entry(member, "labels"))) for key, member in list(found.items())[:50])
    return {key: label for key, label in read if label and item_id(key)}


def _entity(member: object, properties: Collection[str]) -> Entity | None:
    identity = item_id(untrusted.entry(member, "id"))
    if identity is None or untrusted.entry(member, "missing") is not None:
        return None
    claims = untrusted.entry(member, "claims")
    statements = claims if isinstance(claims, dict) else {}
    revision = untrusted.entry(member, "lastrevid")
    day = untrusted.day(untrusted.entry(member, "modified"))
    return Entity(
        id=identity,
        label=_term(untrusted.entry(member, "labels")),
        description=_term(untrusted.entry(member, "descriptions")),
        aliases=tuple(_aliases(untrusted.entry(member, "aliases"))),
        kinds=frozenset(fact.value.id for fact in _facts(statements, INSTANCE_OF) if isinstance(fact.value, Item)),
        revision=revision if isinstance(revision, int) and not isinstance(revision, bool) and revision > 0 else None,
        modified=day.isoformat() if day else None,
        facts=tuple(fact for name in properties for fact in _facts(statements, name)),
    )


def _term(terms: object) -> str:
    """English, or what stands for all languages: names that are the same everywhere have a label "mul" alone."""
    for language in ("en", "mul"):
        text = untrusted.line(untrusted.entry(untrusted.entry(terms, language), "value"))
        if text:
            return text
    return ""


def _aliases(aliases: object) -> Iterator[str]:
    for language in ("en", "mul"):
        for alias in untrusted.objects(untrusted.entry(aliases, language), 100):
            text = untrusted.line(alias.get("value"))
            if text:
                yield text


def _facts(statements: Mapping[str, object], name: str) -> Iterator[Fact]:
    """Statements of a property, preferred ones first. Those without a value that could be compared are left out."""
    found = []
    for statement in untrusted.objects(statements.get(name), MAX_STATEMENTS):
        rank = statement.get("rank")
        value = value_of(statement.get("mainsnak"))
        if rank not in ("preferred", "normal") or value is None or isinstance(value, Unknown | Nothing):
            continue
        references = statement.get("references")
        link, stated = _reference(references)
        found.append(
            Fact(
                predicate=name,
                value=value,
                preferred=rank == "preferred",
                qualifiers=tuple(_qualifiers(statement.get("qualifiers"), statement.get("qualifiers-order"))),
                references=len(references) if isinstance(references, list) else 0,
                reference_link=link,
                stated_in=stated,
            )
        )
    yield from sorted(found, key=lambda fact: not fact.preferred)


def _qualifiers(qualifiers: object, order: object) -> Iterator[tuple[str, Value]]:
    if not isinstance(qualifiers, dict):
        return
    names = [name for name in order if isinstance(name, str)] if isinstance(order, list) else []
    names += [name for name in qualifiers if isinstance(name, str)]
    left = MAX_QUALIFIERS
    for name in dict.fromkeys(names):
        for snak in untrusted.objects(qualifiers.get(name), left):
            value = value_of(snak)
            if value is not None and left:
                left -= 1
                yield name, value


def _reference(references: object) -> tuple[str | None, str | None]:
    """The first address among the references, and the first work that they name."""
    link, stated = None, None
    for reference in untrusted.objects(references, MAX_REFERENCES):
        snaks = reference.get("snaks")
        for snak in untrusted.objects(untrusted.entry(snaks, _REFERENCE_URL), 3):
            link = link or untrusted.link(untrusted.entry(snak.get("datavalue"), "value"))
        for snak in untrusted.objects(untrusted.entry(snaks, _STATED_IN), 3):
            work = value_of(snak)
            stated = stated or (work.id if isinstance(work, Item) else None)
    return link, stated
