"""What a rule proposes: a span and what it means before anyone has looked at a calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claimcheck.model import Span

#: Which one of a row: "this Monday", "last summer"; counted from the time last spoken of: "that summer" (same), "the previous
#: April" (before), "the following Monday" (after); None: not said.
Which = Literal["this", "last", "next", "same", "before", "after", "before last"] | None
#: From where it is counted; either: from the time last spoken of if it is near, else from publication ("the end of the year").
Base = Literal["publication", "previous", "either"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An absolute date: its TIMEX3 value, or an interval a/b."""

    value: str


@dataclass(frozen=True, slots=True)
class Yearless:
    """A date whose year is not said. `tail` is what stands behind the year (see `calendar.filled`)."""

    tail: str
    which: Which = None


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """A day of the week, 1 for Monday; 6 with `weekend` for Saturday and Sunday together."""

    weekday: int
    which: Which = None
    weekend: bool = False
    week: int | None = None  # of the week before (-1), of (0) or after (1) publication: "Wednesday last week"


@dataclass(frozen=True, slots=True)
class Shifted:
    """So many units before (negative) or after the publication or the day last spoken of: "last week", "two days later"."""

    unit: str
    count: int
    base: Base
    tail: str = ""  # within that year: "-01" for "January last year"


@dataclass(frozen=True, slots=True)
class Length:
    """A duration. `window` -1: the time up to publication ("the past 30 days"), 1: from it on ("the next two weeks")."""

    value: str
    window: Literal[-1, 0, 1] = 0
    unit: str = ""
    count: float | None = None
    choices: tuple[str, ...] = ()  # "two or three days"


@dataclass(frozen=True, slots=True)
class Recurring:
    """A set of times: XXXX-WXX-7 for "every Sunday"."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """PRESENT_REF, PAST_REF or FUTURE_REF."""

    value: Literal["PRESENT_REF", "PAST_REF", "FUTURE_REF"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: T09:30 or TNI, on the day of `day`, or on one that has to be found."""

    time: str
    day: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Readings that the words alone cannot decide."""

    values: tuple[str, ...]


Meaning = Fixed | Yearless | OnWeekday | Shifted | Length | Recurring | Vague | Clock | Choice


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression as a rule saw it. Of overlapping ones the longest wins, then the lower `priority`, then the rule's name."""

    span: Span
    meaning: Meaning
    rule: str
    mod: str | None = None
    relation: str | None = None
    priority: int = 5
    #: earlier, later: up to or from publication on ("earlier this month"); end: the last day ("the end of"); split: one year
    #: that lies in two, without known days ("the season 2021/22").
    narrowed: Literal["earlier", "later", "end", "split"] | None = None


def is_day(meaning: Meaning) -> bool:
    """Whether it means one day of the calendar, which can have a morning or an hour."""
    match meaning:
        case Fixed(value):
            return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))
        case Yearless(tail):
            return bool(re.fullmatch(r"-\d\d-\d\d", tail)) or not tail.startswith("-")
        case OnWeekday(weekend=weekend):
            return not weekend
        case Shifted(unit=unit, tail=tail):
            return unit == "day" or bool(re.fullmatch(r"-\d\d-\d\d", tail))
        case _:
            return False


def merged(found: list[Found]) -> list[Found]:
    """The proposals that win, by place. The order in which they came does not matter."""
    kept: list[Found] = []
    for new in sorted(found, key=lambda f: (f.span.start - f.span.end, f.priority, f.rule, f.span.start, repr(f.meaning))):
        if not any(new.span.overlaps(old.span) for old in kept):
            kept.append(new)
    return sorted(kept, key=lambda f: f.span)
