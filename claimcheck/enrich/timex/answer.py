"""What a resolved expression says, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimcheck.enrich.timex import calendar
from claimcheck.enrich.timex.found import Choice, Clock, Fixed, Length, Meaning, Recurring, Shifted, Vague, Yearless


@dataclass(frozen=True, slots=True)
class Answer:
    """A meaning on the calendar."""

    value: str | None
    anchor: str = "none"
    resolved: bool = True
    begin: date | None = None
    end: date | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A date that the text has spoken of."""

    value: str
    begin: date
    end: date
    grain: str
    sentence: int
    named: bool = False  # it tells a thing from others of its name, not when something happened: "the 2016 earthquake"


def placed(value: str | None, anchor: str) -> Answer:
    """A resolved answer, or an unresolved one when the calendar has no such value."""
    if value is None:
        return Answer(None, "unknown", resolved=False)
    days = calendar.days_of(value)
    return Answer(value, anchor, True, *(days or (None, None)))


def left_open(value: str | None = None, candidates: Sequence[str] = ()) -> Answer:
    return Answer(value, "unknown", False, candidates=tuple(candidates))


SIZES = {
    "second": 0,
    "minute": 0,
    "hour": 0,
    "part-of-day": 0,
    "day": 1,
    "weekend": 2,
    "week": 2,
    "month": 3,
    "season": 4,
    "quarter": 4,
    "half": 4,
    "year": 5,
    "decade": 6,
    "century": 7,
}


UNDERSPECIFIED = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
}


def type_of(meaning: Meaning) -> Literal["DATE", "TIME", "DURATION", "SET"]:
    match meaning:
        case Length():
            return "DURATION"
        case Recurring():
            return "SET"
        case Clock():
            return "TIME"
        case Fixed(value) if "T" in value:
            return "TIME"
        case Shifted(unit) if unit in ("hour", "minute", "second"):
            return "TIME"
        case _:
            return "DATE"


def grain_of(meaning: Meaning, value: str | None) -> str:
    match meaning:
        case Length():
            return meaning.unit or "day"
        case Vague():
            return "day"
        case Recurring() if value and value.startswith("P"):
            letters = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade"}
            clock = {"H": "hour", "M": "minute"}
            return (clock if value.startswith("PT") else letters).get(value[-1], "day")
        case Shifted(unit) if value is None:
            return unit if unit in SIZES else "day"
        case Yearless(tail) if value is None:
            return calendar.grain_of(f"2000{tail}") if tail.startswith("-") else "day"
        case Choice(values) if values:
            return calendar.grain_of(values[0])
        case _:
            return calendar.grain_of(value)
