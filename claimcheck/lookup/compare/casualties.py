"""How many died and how many were injured: one slot each, whatever did it and whichever verb says so."""

from __future__ import annotations

import re
from typing import Literal

from claimcheck.lookup.compare.words import verb_of
from claimcheck.lookup.statement import Statement
from claimcheck.model import Quantity

Casualty = Literal["die", "injure"]

_DIE = r"kill(?:ed|ing|s)?|claim(?:ed|ing|s)?(?= the lives)|deaths?|dead|died|dying|fatalit(?:y|ies)|lives|toll"
_INJURE = r"wound(?:ed|ing|s)?|injur(?:ed|ing|es|e|y|ies)|hurt(?:ing|s)?"
#: Words that may stand between the word and its number.
_BETWEEN = (
    r"(?:at|least|most|more|less|fewer|than|nearly|almost|about|around|some|approximately|roughly|over|up|to|as|many|of|the|lives|rose|risen"
    r"|climbed|reached|stands?|stood|is|was|were|has|have|had|been|a|total|number)"
)
_BEFORE = re.compile(rf"\b(?:(?P<die>{_DIE})|(?P<injure>{_INJURE}))\s+(?:{_BETWEEN}\s+)*$", re.IGNORECASE)
#: "107 people were killed", "238 others injured", "12 dead": no second number, comma or "and" between.
_AFTER = re.compile(
    rf"^\s*(?:(?!and\b|or\b|but\b|who\b|after\b|when\b|in\b|while\b)[^\W\d]+\s+){{0,4}}?(?:(?P<die>{_DIE})|(?P<injure>{_INJURE}))\b",
    re.IGNORECASE,
)
_WORD = re.compile(rf"{_DIE}|{_INJURE}", re.IGNORECASE)
#: Verbs whose subject does it to others.
_DOES = frozenset({"kill", "wound", "injure", "claim"})


def casualty(statement: Statement, quantity: Quantity) -> Casualty | None:
    """Whether a number counts dead or injured; None where it counts something else, or the words do not say."""
    if quantity.unit_kind != "count":
        return None
    holder = next((p for p in statement.participants if quantity.span in p.span), None)
    if holder is not None and holder.role == "subject" and verb_of(statement.predicate) in _DOES:
        return None  # "two men killed"
    said = statement.setting.sentence
    start, end = quantity.span.start - statement.span.start, quantity.span.end - statement.span.start
    if not (0 <= start < end <= len(said)):
        return None
    match = _BEFORE.search(said[:start]) or _AFTER.match(said[end:])
    return None if match is None else "die" if match["die"] else "injure"


def tells(word: str) -> bool:
    """Whether a word says by itself that somebody died or was injured."""
    return _WORD.fullmatch(word) is not None


def casualties(statement: Statement) -> frozenset[Casualty]:
    """What the numbers of a statement count of the two."""
    return frozenset(kind for q in statement.quantities if (kind := casualty(statement, q)))
