"""How much and how many: amounts of the same thing, with bounds, rounding and what they are counted of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claimcheck.consistency.interval import Interval, interval_of, spoken
from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.lookup.compare.casualties import Casualty, casualty, tells
from claimcheck.lookup.compare.names import country, parts
from claimcheck.lookup.compare.vocabulary import ANOTHER_FIGURE, ANYBODY, GENERIC
from claimcheck.lookup.compare.words import noun_of, tokens
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Quantity

_FIGURES = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
    forty fifty sixty seventy eighty ninety hundred thousand million billion trillion crore lakh dozen half quarter third dollar euro pound rupee
    yen yuan degree celsius fahrenheit cent""".split()
)
_BOUNDS = frozenset({"lt", "le", "gt", "ge"})
_FAR = 1.5
_CHANGE = re.compile(r"\b(?:by)\s+(?:\w+\s+)?$", re.IGNORECASE)
_LEVEL = re.compile(r"\b(?:to|at)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with the words that tell what it is an amount of. `way`: "by" for a change, "to" for a level, else ""."""

    quantity: Quantity
    item: str  # the noun that is counted
    words: frozenset[str]  # what tells the item further, its own noun among it
    way: Literal["by", "to", ""]
    another: bool  # a part of another figure, an addition to it
    casualty: Casualty | None = None  # dead or injured are counted


def amounts_of(statement: Statement) -> tuple[Amount, ...]:
    """The statement's quantities that say how much."""
    found = []
    for quantity in statement.quantities:
        if interval_of(quantity) is None:
            continue
        holder = min((p for p in statement.participants if quantity.span in p.span), key=lambda p: p.span.end - p.span.start, default=None)
        words = _words(holder, quantity, statement)
        item = noun_of(tokens(quantity.item)[-1]) if quantity.item and tokens(quantity.item) else ""
        if quantity.unit_kind != "count":
            item = item if item in words else ""
        kind = casualty(statement, quantity)
        another = bool(_around(holder, quantity) & ANOTHER_FIGURE)
        if kind:
            words = frozenset(w for w in words if not tells(w))
        found.append(Amount(quantity, item, words, _way(statement, quantity), another, kind))
    return tuple(found)


def _words(holder: Participant | None, quantity: Quantity, statement: Statement) -> frozenset[str]:
    text = holder.text if holder is not None else ""
    text = text if holder is None or len(text) < 120 else text[:120]
    out = set(tokens(quantity.item or ""))
    if holder is not None and holder.role in ("object", "complement", "quantity", "oblique", "indirect-object", "subject"):
        out |= set(tokens(text.replace(quantity.text, " ")))
    written = {part for time in statement.times for part in tokens(time.text)}
    return frozenset(
        noun_of(w)
        for w in out
        if w not in GENERIC
        and w not in _FIGURES
        and w not in written
        and noun_of(w) not in _FIGURES | ANYBODY
        and country(w.title()) is None
    ) - frozenset(part for p in statement.participants for name in p.names for part in parts(name))


def _around(holder: Participant | None, quantity: Quantity) -> frozenset[str]:
    return frozenset(tokens(quantity.text)) | (frozenset(tokens(holder.text)) if holder is not None else frozenset())


def _way(statement: Statement, quantity: Quantity) -> Literal["by", "to", ""]:
    """Whether the amount is that of a change or the level reached."""
    for p in statement.participants:
        if quantity.span in p.span and p.span.end - p.span.start == len(p.text):
            before = p.text[: quantity.span.start - p.span.start]
            if _CHANGE.search(before):
                return "by"
            if _LEVEL.search(before):
                return "to"
    return ""


def same_kind(a: Quantity, b: Quantity) -> bool:
    """Whether they are amounts in one unit, at one rate."""
    kinds = a.unit_kind == b.unit_kind
    return kinds and (a.per or "") == (b.per or "") and (a.unit == b.unit or a.unit_kind in ("count", "percent"))


def same_item(claim: Amount, evidence: Amount) -> bool:
    """Whether both may be amounts of the same thing: neither is told by a word that the other's words leave out on purpose."""
    if claim.casualty != evidence.casualty and claim.casualty and evidence.casualty:
        return False
    if claim.item != evidence.item and not (_people(claim.item) and _people(evidence.item)) and claim.quantity.unit_kind == "count":
        return False
    first, second = claim.words, evidence.words
    if {claim.item, evidence.item} & ANYBODY and _people(claim.item) and _people(evidence.item):
        first, second = first - {claim.item}, second - {evidence.item}  # residents are people
    return first <= second or second <= first


def _people(item: str) -> bool:
    """Whether it may be people that are counted: "people", "miners", or nothing is said."""
    return item in ANYBODY or item in nouns("person") or item in nouns("title")


def fits(claim: Quantity, evidence: Quantity) -> bool | None:
    """Whether a value can be both; None where one of them says none."""
    first, second = interval_of(claim), interval_of(evidence)
    if first is None or second is None:
        return None
    if claim.value and evidence.value and {claim.comparator, evidence.comparator} & _BOUNDS:
        small, large = sorted((abs(claim.value), abs(evidence.value)))
        if large > _FAR * small:
            return None  # "more than 10" of what was 5,000 says nothing
    return first.meets(second) and not (_touch(first, second) or _touch(second, first))


def _touch(lower: Interval, upper: Interval) -> bool:
    """Whether two rounded amounts have only an end in common: "1.1 million" and "1.2 million"."""
    return lower.high is not None and lower.high == upper.low and lower.low != lower.high and upper.low != upper.high


def shown(quantity: Quantity) -> str:
    """The amount as a reader would write it, with its unit."""
    said = spoken(quantity)
    if quantity.unit_kind in ("percent", "percentage-point", "count"):
        return said
    return " ".join(quantity.text.split())
