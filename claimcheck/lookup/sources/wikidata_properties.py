"""Properties that a news claim can be about, with the words that ask for them; units by their label."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from claimcheck.model import Role


@dataclass(frozen=True, slots=True)
class Property:
    """`words`: lemmas of verbs and nouns by which a claim speaks of it. `weak`: true of so much that a name alone tells little.

    `event`: the date of a happening, asked for by any claim that gives a date. `item`: what an amount without a unit counts.
    """

    id: str
    label: str
    role: Role
    words: frozenset[str]
    kind: str | None = None
    weak: bool = False
    event: bool = False
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    kind: str
    symbol: str | None


@cache
def properties() -> Mapping[str, Property]:
    """By id, in the order of the table."""
    return {
        key: Property(**{"id": key, **entry, "words": frozenset(entry["words"])})
        for key, entry in _table("properties")["properties"].items()
    }


@cache
def qualifiers() -> Mapping[str, str]:
    """Labels of the qualifiers that are shown, by id, in the order in which they are."""
    labels: dict[str, str] = _table("properties")["qualifiers"]
    return labels


@cache
def units() -> Mapping[str, Unit]:
    """By the unit's English label in Wikidata: an id tells a reader of the table nothing, and a wrong one would not be seen."""
    return {label: Unit(kind, symbol) for label, (kind, symbol) in _table("units").items()}


def _table(name: str) -> Any:
    return json.loads(files("claimcheck.lookup.sources").joinpath(f"wikidata_{name}.json").read_text(encoding="utf-8"))
