"""Calendar dates as articles print them at their head, and as addresses of articles hold them."""

from __future__ import annotations

import re
from datetime import date, datetime

from claimcheck.errors import SettingError

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = "|".join([*_MONTHS, "sept", *(month[:3] for month in _MONTHS)])
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\.?"

# One whole date: "2025-07-01", "July 1, 2025", "1st July 2025", "25/07/2025". No two groups share a name.
DATE = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    rf"|(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<then_month>{_MONTH})\b\.?,?[\s-]+(?P<then_year>\d{{4}})(?!\d)"
    r"|(?P<number>\d{1,4})(?P<sign>[./-])(?P<second>\d{1,2})(?P=sign)(?P<third>\d{1,4})(?!\d))"
)
_DATE = re.compile(DATE, re.IGNORECASE)

# "/2025/07/01/", "/2025-07-01-", "/20250701/", "/202507/01/", "/27/07/2025/": whole numbers of a path.
_YEAR = r"((?:19|20)\d\d)"
_IN_ADDRESS = re.compile(rf"(?<=[/_-])(?:{_YEAR}([/_-])(\d{{1,2}})\2(\d{{1,2}})|{_YEAR}(\d\d)/?(\d\d)|(\d\d)/(\d\d)/{_YEAR})(?=[/_.?#-]|$)")


def date_of(match: re.Match[str]) -> date | None:
    """The calendar day of a match of `DATE`; None where it is no day, or could be two ("01/07/2025")."""
    found = match.groupdict()
    if found["iso"]:
        return _day(*map(int, found["iso"].split("-")))
    if found["month"]:
        return _day(int(found["year"]), _month(found["month"]), int(found["day"]))
    if found["then_month"]:
        return _day(int(found["then_year"]), _month(found["then_month"]), int(found["day_first"]))
    first, second, third = found["number"], int(found["second"]), found["third"]
    if len(first) == 4:
        return _day(int(first), second, int(third))
    if len(third) != 4:
        return None
    readings = _either(int(third), int(first), second)
    return readings.pop() if len(readings) == 1 else None


def first_date(text: str) -> date | None:
    """The first whole date of a line."""
    match = _DATE.search(text)
    return date_of(match) if match else None


def date_in_address(url: str) -> date | None:
    """The day in the path of a web address, None without one or with two different ones, and for a path of files."""
    path, is_address = re.subn(r"^(?:https?://|www\.)[^/]*", "", url.strip(), flags=re.IGNORECASE)
    if not is_address:
        return None
    days: set[date] = set()
    for match in _IN_ADDRESS.finditer(path.split("?")[0]):
        year, _, month, day, other_year, other_month, other_day, first, second, last = match.groups()
        if last:
            days |= _either(int(last), int(first), int(second))
        else:
            found = _day(int(year or other_year), int(month or other_month), int(day or other_day))
            days |= {found} if found else set()
    return days.pop() if len(days) == 1 else None


def date_of_option(value: date | str) -> date:
    """The day that a caller gives: a date, a datetime or an ISO 8601 text. Raises SettingError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise SettingError(f"The publication date {value!r} is no date: write it as 2025-07-01.") from None


def _either(year: int, first: int, second: int) -> set[date]:
    """The days that two numbers and a year can be: two where it is open which is the month."""
    return {day for day in (_day(year, second, first), _day(year, first, second)) if day is not None}


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower()[:3]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1600 <= year <= 2199 else None
