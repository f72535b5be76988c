"""What would be checked of a claim, apart from where it stands: what a verdict is about, and what two drafts are compared by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

#: Words that carry no content of a claim: it says the same with "the" and without.
_EMPTY = frozenset("a an the this that these those and or of in on at to for by with from as is are was were be been being".split())
_WORD = re.compile(r"\w+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class When:
    """A time: its words, and what they mean. `begin` and `end` are ISO 8601 dates."""

    text: str
    value: str | None = None
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity: its words, and what they mean."""

    text: str
    value: float | int | None = None
    low: float | int | None = None
    high: float | int | None = None
    comparator: str = "eq"
    unit: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a row: "third … since January"."""

    rank: int
    item: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One hop of an attribution: who says so, and how."""

    source: str | None
    cue_class: str


@dataclass(frozen=True, slots=True)
class Checkable:
    """The checkable core of a claim. Fields that are empty are absent from the record."""

    claim_id: str
    text: str
    predicate: str  # lemma
    polarity: str
    modality: str
    hedges: tuple[str, ...] = ()
    attribution: tuple[Source, ...] = ()
    times: tuple[When, ...] = ()
    amounts: tuple[Amount, ...] = ()
    ranks: tuple[Rank, ...] = ()

    def content(self, *, without_values: bool = False) -> tuple[str, ...]:
        """The words that carry its content, lower case, in order; without its numbers and dates where that is asked for."""
        text = self.text
        if without_values:
            values = [*(time.text for time in self.times), *(amount.text for amount in self.amounts)]
            for words in sorted(values, key=len, reverse=True):
                text = text.replace(words, " ")
        found = (word.casefold() for word in _WORD.findall(text))
        return tuple(word for word in found if word not in _EMPTY)


def checkable(claim: Mapping[str, Any]) -> Checkable:
    """The core of a claim's record."""
    return Checkable(
        claim_id=claim["claim_id"],
        text=claim["text"],
        predicate=claim["predicate"]["lemma"],
        polarity=claim["polarity"],
        modality=claim["modality"],
        hedges=tuple(hedge["text"] for hedge in claim["hedges"]),
        attribution=tuple(Source(hop.get("resolved_source") or hop.get("source"), hop["cue_class"]) for hop in claim["attribution"]),
        times=tuple(When(time["text"], time.get("value"), time.get("begin"), time.get("end")) for time in claim["times"]),
        amounts=tuple(
            Amount(q["text"], q.get("value"), q.get("low"), q.get("high"), q["comparator"], q.get("unit"), q.get("item"))
            for q in claim["quantities"]
        ),
        ranks=tuple(Rank(o["rank"], o["item"], o.get("since"), o.get("until")) for o in claim["ordinals"]),
    )


def checkable_to_json(core: Checkable) -> Json:
    """The core as a record of `schemas/lock.schema.json`."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        if isinstance(value, When | Amount | Rank | Source):
            names = type(value).__slots__
            return {name: getattr(value, name) for name in names if getattr(value, name) is not None}
        return value

    pairs = ((name, plain(getattr(core, name))) for name in Checkable.__slots__)
    return {name: value for name, value in pairs if value != []}


def checkable_from_json(record: Mapping[str, Any]) -> Checkable:
    """The inverse of `checkable_to_json`, for a record that follows its schema."""
    lists: dict[str, Any] = {
        "hedges": tuple(record.get("hedges", ())),
        "attribution": tuple(Source(hop.get("source"), hop["cue_class"]) for hop in record.get("attribution", ())),
        "times": tuple(When(**time) for time in record.get("times", ())),
        "amounts": tuple(Amount(**amount) for amount in record.get("amounts", ())),
        "ranks": tuple(Rank(**rank) for rank in record.get("ranks", ())),
    }
    return Checkable(**{name: record[name] for name in ("claim_id", "text", "predicate", "polarity", "modality")}, **lists)
