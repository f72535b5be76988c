"""Dates as a reader would say them, for `resolved_text`. English month names on purpose: no locale takes part."""

from __future__ import annotations

import re

from claimcheck.calendar_names import MONTHS, WEEKDAYS
from claimcheck.model import TimeExpression

#: A part of a day as a reader would name it, by the end of its TIMEX3 value.
PARTS = {"MO": "morning", "AF": "afternoon", "EV": "evening", "NI": "night"}
#: Words that only say which day it is: with nothing else before the part of the day, the date replaces all of them.
WHICH_PART = re.compile(
    r"(?:the |this |last |yesterday |tomorrow |(?:the )?(?:next |following )?(?:mon|tues|wednes|thurs|fri|satur|sun)day )*"
    r"(?:morning|afternoon|evening|night|tonight)",
    re.IGNORECASE,
)


def spoken_date(time: TimeExpression) -> str | None:
    """ "Tuesday 1 July 2025" for "Tuesday", "the night of 3 March 2007" for "Saturday night"; None where the text already says it all,
    nothing is known, or the time is no date ("now")."""
    if time.status != "resolved" or time.anchor in {"none", "unknown"} or not time.value or time.begin is None:
        return None
    value = time.value
    if value.endswith("_REF") or str(time.begin.year) in time.text:
        return None
    if time.type == "TIME":
        return _part_of_day(time)
    if time.type != "DATE":
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return _day(time)
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return f"{MONTHS[time.begin.month - 1]} {time.begin.year}"
    if re.fullmatch(r"\d{4}", value):
        return value
    if time.end == time.begin:
        return _day(time)
    if time.end and time.grain == "day" and (time.begin.year, time.begin.month) == (time.end.year, time.end.month):
        return f"{time.begin.day}-{time.end.day} {MONTHS[time.begin.month - 1]} {time.begin.year}"
    return None


def _day(time: TimeExpression) -> str:
    """The first day, with its weekday where the text has one."""
    assert time.begin is not None
    said = f"{time.begin.day} {MONTHS[time.begin.month - 1]} {time.begin.year}"
    weekday = WEEKDAYS[time.begin.weekday()]
    return f"{weekday} {said}" if re.match(rf"(?:(?:this|last|next|the|following) )*{weekday[:3]}", time.text, re.IGNORECASE) else said


def _part_of_day(time: TimeExpression) -> str | None:
    """ "the night of 3 March 2007"; None for an hour, which says more than that."""
    part = re.fullmatch(r"\d{4}-\d{2}-\d{2}T(MO|AF|EV|NI)", time.value or "")
    if part is None or not WHICH_PART.fullmatch(" ".join(time.text.split())):
        return None
    return f"the {PARTS[part[1]]} of {_day(time)}"
