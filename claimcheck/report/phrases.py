"""The words of the report: all that is not the article's own stands in `templates/strings.json`, to be translated there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

Strings = Mapping[str, Mapping[str, str]]

#: Length of an ISO 8601 duration in one unit: P4D, PT3H, P1.5Y.
_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?|X)([YMWDHS])")  # X: TIMEX3's for a number that is not told
#: A day or a month in ISO 8601.
_MOMENT = re.compile(r"\d{4}-\d\d(-\d\d)?")


@cache
def strings() -> Strings:
    """Group -> name -> words."""
    loaded: Strings = json.loads(files(__package__).joinpath("templates/strings.json").read_text(encoding="utf-8"))
    return loaded


def name(group: str, key: str) -> str:
    """What to call something whose name in a record is `key`. One that has no words yet is shown as it is."""
    return strings()[group].get(key, key.replace("-", " "))


def phrase(key: str, **values: object) -> str:
    """A sentence or heading with its values put in."""
    return strings()["phrase"][key].format(**values)


def count(key: str, number: int) -> str:
    """A number of things: "1 claim", "3 claims"."""
    return strings()["count"][f"{key}.one" if number == 1 else f"{key}.other"].format(n=f"{number:,}")


def day(value: date) -> str:
    """A calendar day in words."""
    return phrase("day", day=value.day, month=name("month", str(value.month)), year=value.year)


def days(begin: str, end: str | None) -> str:
    """A stretch of calendar days (ISO 8601, inclusive) in words: a day, a whole month or year, or from when to when."""
    first, last = date.fromisoformat(begin), date.fromisoformat(end or begin)
    if first == last:
        return day(first)
    after = last + timedelta(days=1) if last < date.max else last
    if first.day == 1 and after.day == 1:
        if first.year == last.year and first.month == last.month:
            return phrase("month", month=name("month", str(first.month)), year=first.year)
        if first.month == 1 and after.month == 1:
            return str(first.year) if first.year == last.year else phrase("range", begin=first.year, end=last.year)
    return phrase("range", begin=day(first), end=day(last))


def when(time: Mapping[str, Any]) -> str:
    """What is known of a time expression of a record."""
    if "begin" in time:
        return days(time["begin"], time.get("end"))
    value = time.get("value")
    if not value:
        return phrase("unsettled")
    length = _DURATION.fullmatch(value)
    if length:
        form = {"1": "one", "X": "some"}.get(length[2], "other")
        return strings()["duration"][f"{length[1]}{length[3]}.{form}"].format(n=length[2])
    known: str = strings()["time"].get(value, value)
    return known


def moment(text: str) -> str:
    """An end of a window: in words where it is in ISO 8601, else as the article has it."""
    if not _MOMENT.fullmatch(text):
        return text
    try:
        first = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return text
    return day(first) if len(text) > 7 else phrase("month", month=name("month", str(first.month)), year=first.year)


def number(value: float | int) -> str:
    """A plain number with its thousands apart; no digits are added or rounded away."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return f"{value:,}" if isinstance(value, int) or "e" not in repr(value) else repr(value)


def amount(quantity: Mapping[str, Any]) -> str:
    """What a quantity of a record comes to, with its unit: "at least INR 3,500,000,000". Empty when its words give no number."""
    if "low" in quantity and "high" in quantity:
        plain = phrase("range", begin=number(quantity["low"]), end=number(quantity["high"]))
    elif "value" in quantity:
        plain = number(quantity["value"])
    else:
        return ""
    unit = quantity.get("unit")
    if unit:
        form = "money" if quantity["unit_kind"] == "money" else "measure"
        plain = phrase(form, value=plain, unit=name("unit", unit))
    if "per" in quantity:
        plain = phrase("per", value=plain, per=quantity["per"])
    return phrase(f"comparator.{quantity['comparator']}", value=plain)
