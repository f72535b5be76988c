"""How findings write days, numbers and lists: the same on every machine, whatever its locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from claimcheck.calendar_names import MONTHS


def spoken_day(day: date) -> str:
    """ "1 July 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_number(value: float | int) -> str:
    """ "1,250", "12.5", "0.333": at most three places, thousands set apart."""
    rounded = round(value, 3)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.3f}".rstrip("0")


def listed(words: Sequence[str]) -> str:
    """ "one", "one and two", "one, two and three"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """The text as it reads inside a sentence: "at least 12", where it began one."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
