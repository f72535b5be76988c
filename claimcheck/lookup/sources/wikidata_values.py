"""Values of Wikibase's JSON: dates with their precision and calendar, amounts with their bounds, items, text.

Source: "JSON", docs/topics/json.md of Wikibase, https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html.
Nothing here raises: a value that is not of the documented shape is None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from claimcheck.calendar_names import MONTHS
from claimcheck.lookup import untrusted

#: Calendar models, by the last part of their address.
_GREGORIAN, _JULIAN = "Q1985727", "Q1985786"

#: Precisions that stand for a stretch of the calendar; finer ones than a day are read as the day, coarser ones as nothing.
_GRAINS = {7: "century", 8: "decade", 9: "year", 10: "month", 11: "day", 12: "day", 13: "day", 14: "day"}

_TIME = re.compile(r"([+-])(\d{1,16})-(\d\d)-(\d\d)T\d\d:\d\d:\d\dZ", re.ASCII)
_AMOUNT = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_ITEM = re.compile(r"Q[1-9]\d{0,11}", re.ASCII)
_ENTITY_ADDRESS = re.compile(r"https?://[^\s/]{1,200}/entity/(Q[1-9]\d{0,11})", re.ASCII)

#: Days from the Julian Day Number 0 to the day before 1 January of the year 1 in Python's calendar.
_JDN_OF_ORDINAL_0 = 1_721_425


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is known. `value` is ISO 8601 or TIMEX3 (193: the 1930s), None where it is no stretch of our calendar.

    `begin` and `end` are inclusive days of the Gregorian calendar; None where `value` is. `shown` is how a reader sees it.
    """

    shown: str
    grain: str
    value: str | None = None
    begin: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the interval that it was given with, where there is one, and the item of its unit."""

    value: int | float
    shown: str
    low: int | float | None = None
    high: int | float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Another entity, by its id: Q30."""

    id: str


@dataclass(frozen=True, slots=True)
class Words:
    """A string or a text of one language."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The value that is called "some value": there is one, and Wikidata does not know which."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The value that is called "no value": there is none."""


Value = Moment | Amount | Item | Words | Unknown | Nothing


def value_of(snak: object) -> Value | None:
    """What a snak says of its property. None: of a type that no claim is compared with (coordinates, files, lexemes), or malformed."""
    kind = untrusted.entry(snak, "snaktype")
    if kind == "somevalue":
        return Unknown()
    if kind == "novalue":
        return Nothing()
    data = untrusted.entry(snak, "datavalue")
    value = untrusted.entry(data, "value")
    match untrusted.entry(data, "type"):
        case "time":
            return _moment(value)
        case "quantity":
            return _amount(value)
        case "wikibase-entityid":
            return _item(value)
        case "string":
            return _words(value)
        case "monolingualtext":
            return _words(untrusted.entry(value, "text"))
    return None


def item_id(value: object) -> str | None:
    """The string if it is the id of an item."""
    return value if isinstance(value, str) and _ITEM.fullmatch(value) else None


def _item(value: object) -> Item | None:
    found = item_id(untrusted.entry(value, "id"))
    if found is None and untrusted.entry(value, "entity-type") == "item":  # old revisions have the number alone
        number = untrusted.entry(value, "numeric-id")
        found = item_id(f"Q{number}") if isinstance(number, int) else None
    return Item(found) if found else None


def _words(value: object) -> Words | None:
    text = untrusted.line(value)
    return Words(text) if text else None


# -- amounts ----------------------------------------------------------------------------------------------------


def _amount(value: object) -> Amount | None:
    number = _number(untrusted.entry(value, "amount"))
    if number is None:
        return None
    low, high = _number(untrusted.entry(value, "lowerBound")), _number(untrusted.entry(value, "upperBound"))
    if low is None or high is None or not low <= number <= high or low == high:
        low = high = None
    address = untrusted.entry(value, "unit")
    unit = _ENTITY_ADDRESS.fullmatch(address) if isinstance(address, str) else None
    return Amount(
        value=_plain(number),
        shown=f"{number:,f}",
        low=None if low is None else _plain(low),
        high=None if high is None else _plain(high),
        unit=unit[1] if unit else None,
    )


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and _AMOUNT.fullmatch(value) else None


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


# -- dates ------------------------------------------------------------------------------------------------------


def _moment(value: object) -> Moment | None:
    """A date. Before our era, coarser than a century, "give or take" and months of the Julian calendar stay without a value.

    A Julian day is given as its Gregorian one. A Julian year is given as the year of that number: what it is called, and the days
    by which its ends differ are less than anybody means who names a year.
    """
    text, precision = untrusted.entry(value, "time"), untrusted.entry(value, "precision")
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None or isinstance(precision, bool) or not isinstance(precision, int):
        return None
    calendar = _calendar(untrusted.entry(value, "calendarmodel"))
    year, month, day = int(match[2]), int(match[3]), int(match[4])
    grain = _GRAINS.get(precision)
    if match[1] == "-" or calendar is None or grain is None or not 1 <= year <= 9999:
        return Moment(f"{year} BC" if match[1] == "-" and precision >= 9 else "a date that is not compared", grain or "millennium")
    moment = _calendar_stretch(grain, year, month, day, calendar)
    if moment is not None and (untrusted.entry(value, "before") or untrusted.entry(value, "after")):
        return Moment(f"{moment.shown}, give or take", grain)
    return moment


def _calendar(address: object) -> str | None:
    found = _ENTITY_ADDRESS.fullmatch(address) if isinstance(address, str) else None
    return found[1] if found and found[1] in (_GREGORIAN, _JULIAN) else None


def _calendar_stretch(grain: str, year: int, month: int, day: int, calendar: str) -> Moment | None:
    if grain == "day":
        found = _gregorian(year, month, day) if calendar == _JULIAN else _day(year, month, day)
        if found is None:
            return None
        shown = written(found)
        if calendar == _JULIAN:
            shown += f" ({day} {MONTHS[month - 1]} in the Julian calendar)"
        return Moment(shown, grain, found.isoformat(), found, found)
    if grain == "month":
        if not 1 <= month <= 12:
            return None
        shown = f"{MONTHS[month - 1]} {year}"
        if calendar == _JULIAN:
            return Moment(f"{shown} in the Julian calendar", grain)
        return Moment(shown, grain, f"{year:04}-{month:02}", date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if grain == "year":
        return Moment(str(year), grain, f"{year:04}", date(year, 1, 1), date(year, 12, 31))
    if grain == "decade":
        first = year // 10 * 10
        return Moment(f"{first}s", grain, f"{year // 10:03}", date(max(first, 1), 1, 1), date(first + 9, 12, 31))
    # Wikibase calls 1801 to 1900 the 19th century; TIMEX3 writes it 18, 1800 to 1899, and so do the claim's times.
    number = (year + 99) // 100
    if number > 99:
        return None
    return Moment(
        f"{_ordinal(number)} century", grain, f"{number - 1:02}", date(max(number * 100 - 100, 1), 1, 1), date(number * 100 - 1, 12, 31)
    )


def written(day: date) -> str:
    """25 January 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Julian one (Richards, "Calendars", Explanatory Supplement to the Astronomical Almanac, 2013, ch. 15)."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000 if year % 4 == 0 else 2001, month)[1]:
        return None
    shift = (14 - month) // 12
    years, months = year + 4800 - shift, month + 12 * shift - 3
    number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    ordinal = number - _JDN_OF_ORDINAL_0
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
