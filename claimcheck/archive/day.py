"""Days as fact-checkers write them in their markup and tables."""

from __future__ import annotations

import re
from datetime import date

from claimcheck.calendar_names import MONTHS
from claimcheck.verdicts.verdict import day_of

_MONTH = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" if name[3:] else name for name in MONTHS)  # "Sept" too
#: A date at the beginning of a point in time: "2024-03-05T10:00:00.000+0000", "2024/03/05", "20240305".
_NUMBERS = re.compile(r"(\d{4})([-/.]?)(\d\d)\2(\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"(?:[A-Za-z]{{3,9}},?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[ -]({_NAMES})\.?,?[ -](\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(?:[A-Za-z]{{3,9}},?\s+)?({_NAMES})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b", re.IGNORECASE)


def read_day(text: str) -> str | None:
    """The day that a text names, in ISO 8601: an ISO date or time, "5 March 2024", "Tue, 05 Mar 2024 10:00:00 GMT", "March 5, 2024".

    None where it names none, or one that is read as another elsewhere, such as 3/7/2024.
    """
    text = text.strip()[:80]
    found = day_of(text)
    if found:
        return found
    if match := _NUMBERS.match(text):
        return _day(match[1], match[3], match[4])
    if match := _DAY_FIRST.match(text):
        return _day(match[3], str(_MONTH[match[2][:3].casefold()]), match[1])
    if match := _MONTH_FIRST.match(text):
        return _day(match[3], str(_MONTH[match[1][:3].casefold()]), match[2])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
