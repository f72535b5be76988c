"""When and by whom a claim was made, compared with an archive's entries: two slots that an article knows beside the claim's words.

Fact-checks of a statement cluster in the days and weeks around it, on either side: an article may be older than the archive's latest
entries. A missing day or speaker on either side says nothing: its measures are 0, which is between what speaks for and against.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from math import log1p

#: Days within which entries are looked for by fewer words: a season.
NEAR = 120
#: Days at which nearness in time speaks neither for nor against an entry, and those below which they differ little.
_EVEN, _MONTHS = 365, 60
_WORD = re.compile(r"[^\W_]+")
#: What stands before a name or after it and is none, and what makes it another person's.
_TITLES = frozenset("mr mrs ms dr sir the president senator sen governor gov representative rep minister".split())
_GENERATIONS = frozenset("jr sr ii iii iv".split())


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a claim beside its words: the day of the article, and whom it attributes the claim to."""

    day: date | None = None
    speaker: str | None = None


def apart(day: date | None, days: tuple[str | None, ...]) -> int | None:
    """Days between a day and the nearest of an entry's, which are ISO 8601; None where either is missing or no day."""
    found = [distance for written in days if day and written and (distance := _distance(day, written)) is not None]
    return min(found, default=None)


def nearness(distance: int | None) -> dict[str, float]:
    """How near in time: "same day" falls from 1 to 0 within days, "days apart" from 1 over 0, at a year, to -1, at some fifteen years."""
    if distance is None:
        return {"same day": 0.0, "days apart": 0.0}
    return {"same day": 1 / (1 + distance), "days apart": max(-1.0, 1 - log1p(distance / _MONTHS) / log1p(_EVEN / _MONTHS))}


def same_speaker(one: str | None, other: str | None) -> float:
    """1: the same speaker; -1: another; between: a surname alone, or first names that may be forms of one; 0: one is not known."""
    first, second = _name(one), _name(other)
    if not first or not second:
        return 0.0
    if first[-1] != second[-1] or _generation(one) != _generation(other):
        return -1.0
    if first == second:
        return 1.0
    if len(first) == 1 or len(second) == 1:
        return 0.5
    if first[0] == second[0] or 1 in (len(first[0]), len(second[0])) and first[0][0] == second[0][0]:
        return 1.0
    return 0.0 if first[0][0] == second[0][0] else -1.0  # "Joe" and "Joseph", but not "Ann" and "Joe"


def surname(speaker: str | None) -> str | None:
    """The last word of a name, as it is written."""
    words = [word for word in _WORD.findall(speaker or "") if word.casefold() not in _GENERATIONS | _TITLES]
    return words[-1] if words else None


def _name(text: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    words = _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
    return [word for word in words if word not in _TITLES | _GENERATIONS]


def _generation(text: str | None) -> frozenset[str]:
    return _GENERATIONS & set(_WORD.findall((text or "").casefold()))


def _distance(day: date, written: str) -> int | None:
    try:
        return abs((date.fromisoformat(written) - day).days)
    except ValueError:
        return None
