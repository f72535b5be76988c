"""Which items a name may stand for. Several that have an equal right to it are all kept: nothing is guessed here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimcheck.lookup import untrusted
from claimcheck.lookup.query import Name
from claimcheck.lookup.sources.wikidata_entities import Entity
from claimcheck.lookup.sources.wikidata_values import item_id

#: Names that are asked for, items of one name that are looked at, items in all.
MAX_NAMES, MAX_CANDIDATES, MAX_ITEMS = 3, 3, 6

_HUMAN = "Q5"
#: Pages about a name or about a wiki: disambiguation page, family name, given names, list, category, template.
_NO_THINGS = frozenset({"Q4167410", "Q101352", "Q202444", "Q12308941", "Q11879590", "Q3409032", "Q13406463", "Q4167836", "Q11266439"})
_NO_THING = re.compile(
    r"\b(?:disambiguation page|family name|given name|surname|list article|Wikimedia (?:category|template))\b", re.IGNORECASE
)
#: "US" and "WHO" are not "us" and "who".
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,5}")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Subject:
    """An item that statements are taken from. `rivals`: other items with the same right to the name."""

    name: Name
    entity: Entity
    rivals: int = 0


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A name as it is compared: small letters without accents, punctuation and "the"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold().replace(".", "")
    words = _WORD.findall(plain.replace("’s", "").replace("'s", ""))
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def asked(names: Sequence[Name]) -> tuple[Name, ...]:
    """The names that are sent: persons, bodies and places first, but the first of the others is never crowded out."""
    known = [name for name in names if name.kind != "other"]
    other = [name for name in names if name.kind == "other"]
    return (*known[: MAX_NAMES - 1], *other[:1], *known[MAX_NAMES - 1 :], *other[1:])[:MAX_NAMES]


def hits(value: object, name: Name) -> tuple[str, ...] | None:
    """Ids of items that are called exactly so, best known first. None: it is no answer of `wbsearchentities`."""
    found = untrusted.entry(value, "search")
    if not isinstance(found, list):
        return None
    ids: dict[str, None] = {}
    for hit in untrusted.objects(found, 50):
        identity = item_id(hit.get("id"))
        if (
            identity
            and any(_same(name.text, called) for called in _called(hit))
            and not _NO_THING.search(untrusted.line(hit.get("description")))
        ):
            ids.setdefault(identity)
    return tuple(ids)[:MAX_CANDIDATES]


def _called(hit: Mapping[str, object]) -> Iterator[str]:
    yield untrusted.line(hit.get("label"))
    yield untrusted.line(untrusted.entry(hit.get("match"), "text"))
    aliases = hit.get("aliases")
    for alias in aliases[:50] if isinstance(aliases, list) else ():
        yield untrusted.line(alias)


def _same(name: str, called: str) -> bool:
    if _ACRONYM.fullmatch(name):
        return called.replace(".", "") == name.replace(".", "")
    return bool(fold(name)) and fold(name) == fold(called)


def wanted(found: Mapping[Name, Sequence[str]]) -> tuple[str, ...]:
    """The items to fetch: the best known of each name, then the next ones."""
    ids: dict[str, None] = {}
    for place in range(MAX_CANDIDATES):
        for name in found:
            ids.update(dict.fromkeys(found[name][place : place + 1]))
    return tuple(ids)[:MAX_ITEMS]


def subjects(found: Mapping[Name, Sequence[str]], entities: Mapping[str, Entity]) -> Iterator[Subject]:
    """Items that are of the kind that the name is said to be, in the order of the names; each item once."""
    seen: set[str] = set()
    for name, ids in found.items():
        fit = _fit(name, [entities[key] for key in ids if key in entities])
        for entity in fit:
            if entity.id not in seen:
                seen.add(entity.id)
                yield Subject(name, entity, len(fit) - 1)


def _fit(name: Name, candidates: Collection[Entity]) -> list[Entity]:
    things = {entity.id: entity for entity in candidates if entity.label and not entity.kinds & _NO_THINGS}
    if name.kind == "person":
        return [entity for entity in things.values() if _HUMAN in entity.kinds]
    if name.kind == "other":
        return list(things.values())
    return [entity for entity in things.values() if _HUMAN not in entity.kinds]
