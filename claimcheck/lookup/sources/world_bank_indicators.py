"""Which indicator of the World Bank a claim is about: decided by its words, and only when exactly one topic fits."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Indicator:
    """A series. `kind` and `unit` as in `Quantity`; `scale`: of what the Bank's figure is in millions, the plain number is stored."""

    code: str
    label: str
    kind: str
    unit: str | None = None
    item: str | None = None
    per: str | None = None
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that is measured, in one or two ways. A claim is about it that has a word of each group, and none of `without`."""

    name: str
    groups: tuple[frozenset[str], ...]
    without: frozenset[str]
    series: tuple[Indicator, ...]

    def named_by(self, words: Collection[str]) -> bool:
        """Whether there is a word of each group."""
        return all(not group.isdisjoint(words) for group in self.groups)


def topic_of(words: Collection[str]) -> Topic | None:
    """The topic with most groups of words that fits; None where none does, or two with the same right.

    A topic that would fit but for a word that leads away from it keeps those with fewer groups away too: "GDP growth in the last
    quarter" is not about the GDP of a year.
    """
    given = frozenset(word.casefold() for word in words)
    fit = [topic for topic in topics() if topic.named_by(given)]
    most = max((len(topic.groups) for topic in fit), default=0)
    best = [topic for topic in fit if len(topic.groups) == most]
    return best[0] if len(best) == 1 and best[0].without.isdisjoint(given) else None


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of the table."""
    return tuple(_topic(entry) for entry in _table())


def _topic(entry: Any) -> Topic:
    return Topic(
        name=entry["topic"],
        groups=tuple(frozenset(group) for group in entry["words"]),
        without=frozenset(entry["without"]),
        series=tuple(Indicator(**series) for series in entry["series"]),
    )


@cache
def _table() -> Any:
    return json.loads(files("claimcheck.lookup.sources").joinpath("world_bank_indicators.json").read_text(encoding="utf-8"))
