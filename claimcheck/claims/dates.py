"""Dates as a reader would say them, for `resolved_text`. English month names on purpose: no locale takes part."""

from __future__ import annotations

import re

from claimcheck.model import TimeExpression

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def spoken_date(time: TimeExpression) -> str | None:
    """ "Tuesday 1 July 2025" for "Tuesday"; None where the text already says it all or nothing is known."""
    if time.type != "DATE" or time.status != "resolved" or time.anchor in {"none", "unknown"} or not time.value or time.begin is None:
        return None
    value = time.value
    year = str(time.begin.year)
    if year in time.text:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        said = f"{time.begin.day} {MONTHS[time.begin.month - 1]} {year}"
        weekday = WEEKDAYS[time.begin.weekday()]
        return f"{weekday} {said}" if time.text.lower().startswith(weekday.lower()[:3]) else said
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return f"{MONTHS[time.begin.month - 1]} {year}"
    if re.fullmatch(r"\d{4}", value):
        return value
    if time.begin and time.end and time.grain == "day" and time.begin.month == time.end.month:
        return f"{time.begin.day}-{time.end.day} {MONTHS[time.begin.month - 1]} {year}"
    return None
