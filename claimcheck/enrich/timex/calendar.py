"""Calendar arithmetic on TIMEX3 values: which days a value covers, and what lies so many units further.

Values are strings: 2025-07-01, 2025-07, 2025, 2025-W27, 2025-W27-WE, 2025-Q3, 2025-H1, 2025-SU, 199 (decade), 19 (century,
"the 20th": 1900 to 1999), with an optional time (T09:30, TMO) or as an interval a/b.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-([QH])([1-4])")

Days = tuple[date, date]


def days_of(value: str | None) -> Days | None:
    """First and last day of a value; None when it has none (seasons and fiscal years differ by place, BC has no `date`)."""
    if not value:
        return None
    if "/" in value:
        first, _, last = value.partition("/")
        begin, end = days_of(first), days_of(last)
        return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None
    try:
        return _days_of(value)
    except ValueError:  # 31 February, week 54, year 0
        return None


def _days_of(value: str) -> Days | None:
    if m := _DAY.fullmatch(value):
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := _MONTH.fullmatch(value):
        return month_days(int(m[1]), int(m[2]))
    if m := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + timedelta(5) if m[3] else monday), monday + timedelta(6)
    if m := _PART.fullmatch(value):
        size = 3 if m[2] == "Q" else 6
        last = int(m[3]) * size
        return date(int(m[1]), last - size + 1, 1), month_days(int(m[1]), last)[1]
    if re.fullmatch(r"\d{4}", value):
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if re.fullmatch(r"\d{3}", value):
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    if re.fullmatch(r"\d{2}", value):
        return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31)
    return None


def month_days(year: int, month: int) -> Days:
    """First and last day of a month. Raises ValueError when there is no such month."""
    first = date(year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def grain_of(value: str | None) -> str:
    """The unit in which a value is exact; "day" for anything unknown of day form, "year" as the last resort."""
    if not value:
        return "day"
    value = value.split("/")[-1].removeprefix("BC").removeprefix("FY")
    date_part, clock, time_part = value.removesuffix("Z").partition("T")
    if clock:
        return "part-of-day" if time_part.isalpha() else ("hour" if len(time_part) <= 2 else "minute" if len(time_part) <= 5 else "second")
    for form, grain in (
        (r"[\dX]{4}-[\dX]{2}-[\dX]{2}", "day"),
        (r"[\dX]{4}-W[\dX]{2}-\d", "day"),
        (r"[\dX]{4}-W[\dX]{2}-WE", "weekend"),
        (r"[\dX]{4}-W[\dX]{2}", "week"),
        (r"[\dX]{4}-Q.", "quarter"),
        (r"[\dX]{4}-H.", "half"),
        (r"[\dX]{4}-(SP|SU|FA|WI)", "season"),
        (r"[\dX]{4}-[\dX]{2}", "month"),
        (r"[\dX]{3}", "decade"),
        (r"[\dX]{2}", "century"),
    ):
        if re.fullmatch(form, date_part):
            return grain
    return "year"


def shifted(day: date, unit: str, count: int) -> str | None:
    """The value of the unit that lies `count` units from the one that holds the day; None outside the calendar."""
    try:
        if unit in ("day", "night"):
            return (day + timedelta(count)).isoformat()
        if unit in ("week", "fortnight", "weekend"):
            year, week, _ = (day + timedelta(7 * count * (2 if unit == "fortnight" else 1))).isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
        if unit in ("month", "quarter", "half"):
            size = {"month": 1, "quarter": 3, "half": 6}[unit]
            index = (day.year * 12 + day.month - 1) // size + count
            year, part = divmod(index, 12 // size)
            if not 1 <= year <= 9999:
                return None
            return f"{year:04}-{part + 1:02}" if unit == "month" else f"{year:04}-{unit[0].upper()}{part + 1}"
        year = day.year
        if unit == "year":
            year += count
            return f"{year:04}" if 1 <= year <= 9999 else None
        size = {"decade": 10, "century": 100}[unit]
        index = year // size + count
        return f"{index:0{3 if size == 10 else 2}}" if 0 < index * size <= 9999 else None
    except (OverflowError, ValueError, KeyError):
        return None


def moved(day: date, unit: str, count: int) -> date | None:
    """The day `count` units later, month ends kept inside their month; None outside the calendar."""
    try:
        if unit in ("day", "night"):
            return day + timedelta(count)
        if unit in ("week", "fortnight"):
            return day + timedelta(7 * count * (2 if unit == "fortnight" else 1))
        months = count * {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError, KeyError):
        return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def filled(tail: str, year: int) -> str | None:
    """A value from one without its year: "-07-01", "-SU", "easter+1", "11/4/4" (month/nth/weekday), "-05-06/-05-07"."""
    if tail.startswith("easter"):
        return (easter(year) + timedelta(int(tail[6:]))).isoformat() if 1583 <= year <= 9990 else None
    if re.fullmatch(r"\d+/-?\d+/\d", tail):
        month, nth, weekday = map(int, tail.split("/"))
        first, last = month_days(year, month)
        if nth < 0:
            return (last - timedelta((last.isoweekday() - weekday) % 7)).isoformat()
        return (first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))).isoformat()
    first_tail, slash, last_tail = tail.partition("/")
    if not slash:
        return f"{year:04}{tail}"
    return f"{year:04}{first_tail}/{year + (last_tail < first_tail):04}{last_tail}"
