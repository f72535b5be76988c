"""How long: a duration's own tolerance, and the days from one date to another, counted with both ends and without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from claimcheck.calendar_names import MONTHS
from claimcheck.consistency.wording import spoken_day
from claimcheck.model import TimeExpression

_VALUE = re.compile(r"P(T?)(\d+(?:\.\d+)?)([HDWMY])")
_DAYS = {"H": 1 / 24, "D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}
#: How far a length in that unit may be from the days and still be said so: half a unit, a little more for whole months and years.
_TOLERANCE = {"H": 0.5, "D": 0.0, "W": 0.58, "M": 0.6, "Y": 0.6}
_LOOSE = 0.8  # of the unit: "a week-long", "a year" are round
_NAMES = {"H": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Length:
    """A duration in days, and how much shorter or longer than that it may be."""

    count: float
    unit: str  # H D W M Y
    loose: bool

    @property
    def shortest(self) -> float:
        return (self.count - self._slack) * _DAYS[self.unit]

    @property
    def longest(self) -> float:
        return (self.count + self._slack) * _DAYS[self.unit]

    @property
    def _slack(self) -> float:
        if self.unit == "H":
            return 12.0  # half a day
        return max(
            _TOLERANCE[self.unit], _LOOSE if self.loose and self.unit != "D" else 0.0, 0.05 * self.count if self.unit != "D" else 0.0
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one date to another; each may be a day, a month or a year."""

    first: tuple[date, date]
    last: tuple[date, date]
    yearless: bool = False

    @property
    def shortest(self) -> int:
        """Days between the end of the first and the begin of the last."""
        return (self.last[0] - self.first[1]).days

    @property
    def longest(self) -> int:
        """Days with both ends."""
        return (self.last[1] - self.first[0]).days + 1

    @property
    def weekdays(self) -> int:
        """Mondays to Fridays with both ends: a court or a school counts those."""
        whole, rest = divmod(self.longest, 7)
        return whole * 5 + sum((self.first[0] + timedelta(days=n)).weekday() < 5 for n in range(rest))

    def fits(self, length: Length, *, round_the_clock: bool) -> bool:
        if length.longest >= self.shortest and length.shortest <= self.longest:
            return True
        return not round_the_clock and not self.yearless and length.unit == "D" and length.count == self.weekdays

    def spoken(self) -> str:
        """ "7 May to 10 May 2025: 4 days counting both ends, 3 between them"."""
        unit, between = "days", (self.last[0] - self.first[0]).days
        if self.first[0] != self.first[1] or self.last[0] != self.last[1]:
            if (self.first[1] - self.first[0]).days > 31 or (self.last[1] - self.last[0]).days > 31:
                unit, between = "years", self.last[0].year - self.first[0].year
            else:
                unit, between = "months", (self.last[0].year - self.first[0].year) * 12 + self.last[0].month - self.first[0].month
        start, stop = (self._written(*ends) for ends in (self.first, self.last))
        return f"{start} to {stop}: {between + 1} {unit} counting both ends, {between} between them"

    def _written(self, begin: date, end: date) -> str:
        if begin == end:
            return f"{begin.day} {MONTHS[begin.month - 1]}" if self.yearless else spoken_day(begin)
        return str(begin.year) if (end - begin).days > 31 else f"{MONTHS[begin.month - 1]} {begin.year}"


def length_of(time: TimeExpression) -> Length | None:
    """The length of a duration that is said plainly: not "about", "more than", "several"."""
    found = _VALUE.fullmatch(time.value or "") if time.type == "DURATION" and time.mod is None else None
    if found is None or time.rule == "age_length" or (found[1] == "T") != (found[3] == "H"):
        return None
    count = float(found[2])
    return Length(count, found[3], time.rule in ("unit_long", "single_length")) if count > 0 else None


def stretch_of(first: TimeExpression, last: TimeExpression) -> Stretch | None:
    """From one date to another, in order; two dates whose year nothing tells are taken to be of the same one."""
    if first.type != "DATE" or last.type != "DATE":
        return None
    if first.begin and first.end and last.begin and last.end:
        found = Stretch((first.begin, first.end), (last.begin, last.end))
    else:
        days = []
        for time in (first, last):
            match = _YEARLESS.fullmatch(time.value or "")
            if match is None or match[0].endswith("02-29"):
                return None
            days.append(date(2023, int(match[1]), int(match[2])))
        found = Stretch((days[0], days[0]), (days[1], days[1]), yearless=True)
    return found if found.first[0] <= found.last[0] and found.shortest >= -31 else None


def spoken_length(length: Length) -> str:
    """ "4 days", "1 week"."""
    count = f"{length.count:g}"
    return f"{count} {_NAMES[length.unit]}{'' if length.count == 1 else 's'}"
