"""Which Monday is meant: by the tense of its clause in news, or by the day that it follows or precedes."""

from __future__ import annotations

import re
from datetime import date

from claimcheck.enrich.timex import calendar
from claimcheck.enrich.timex.answer import Answer, left_open, placed
from claimcheck.enrich.timex.found import OnWeekday
from claimcheck.enrich.timex.memory import Memory
from claimcheck.enrich.timex.tense import tense_at
from claimcheck.model import Span
from claimcheck.tree import Sentence

#: So many days on, the next day of a forecast; a later one is as well the one before.
_DAYS_ON = 3
#: What follows these was before: "in hospital on Tuesday after a crash on Wednesday".
_LOOKS_BACK = re.compile(r"\b(?:after|since|following)\b[^,;]*$", re.IGNORECASE)


def on_weekday(memory: Memory, sentence: Sentence, span: Span, day: OnWeekday) -> Answer:
    """The days of a weekday that stands at `span`; left open where both neighbours fit, or nothing anchors it."""
    number = day.weekday
    unknown = "XXXX-WXX-WE" if day.weekend else f"XXXX-WXX-{number}"
    if day.which in ("same", "before", "after"):
        last = memory.last("week" if day.which == "same" else "day", sentence)
        if last is None:
            return left_open(unknown)
        if day.which == "same":
            other = last.end if last.end.isoweekday() == number else after_day(last.begin, number)
            return _dayed(other, day, "previous") if other and other <= last.end else left_open(unknown)
        other = before_day(last.begin, number) if day.which == "before" else after_day(last.end, number)
        return _dayed(other, day, "previous")
    if memory.published is None or memory.mode == "narrative":
        return left_open(unknown)
    published = memory.published
    same = published.isoweekday() == number or day.weekend and published.isoweekday() == 7
    last_one, next_one = before_day(published, number), after_day(published, number)
    if day.weekend and published.isoweekday() == 7:
        last_one = calendar.moved(published, "day", -8)
    if day.week is not None:
        monday = calendar.moved(published, "day", 1 - published.isoweekday())
        return _dayed(calendar.moved(monday, "day", 7 * day.week + number - 1) if monday else None, day, "publication")
    if day.which == "before last":
        return _dayed(calendar.moved(last_one, "week", -1) if last_one else None, day, "publication")
    if day.which in ("last", "next"):
        one = last_one if day.which == "last" else next_one
        other = calendar.moved(one, "week", -1 if day.which == "last" else 1) if one else None
        if one and other and one.isocalendar()[:2] == published.isocalendar()[:2]:
            values = sorted(v for d in (one, other) if (v := _dayed(d, day, "publication").value))
            return left_open(None, values)
        return _dayed(one, day, "publication")
    tense = tense_at(sentence, span)
    ahead = _going_on(memory, sentence, span, number) if tense in ("present", "none") and day.which is None and not day.weekend else None
    if ahead is not None:
        return _dayed(ahead, day, "previous")
    if same:
        return _dayed(
            published if not (day.weekend and published.isoweekday() == 7) else calendar.moved(published, "day", -1), day, "publication"
        )
    future = tense != "past" if day.which == "this" else tense in ("future", "timetable")
    return _dayed(next_one if future else last_one, day, "publication")


def _going_on(memory: Memory, sentence: Sentence, span: Span, weekday: int) -> date | None:
    """The day after one of the same sentence that is not over: a forecast goes from day to day, and does not turn back for the second
    ("rain on Tuesday and storms on Wednesday"), nor for one that it names again."""
    last = memory.last("day", sentence, reach=0)
    if last is None or memory.published is None or last.grain != "day" or last.begin < memory.published:
        return None
    if _LOOKS_BACK.search(sentence.text[: span.start - sentence.start]):
        return None
    day = last.end if last.end.isoweekday() == weekday else after_day(last.end, weekday)
    return day if day and (day - last.end).days <= _DAYS_ON else None


def _dayed(day: date | None, meaning: OnWeekday, anchor: str) -> Answer:
    if day is None:
        return left_open()
    return placed(calendar.shifted(day, "weekend" if meaning.weekend else "day", 0), anchor)


def before_day(day: date, weekday: int) -> date | None:
    """The last such weekday before the day."""
    return calendar.moved(day, "day", -((day.isoweekday() - weekday - 1) % 7 + 1))


def after_day(day: date, weekday: int) -> date | None:
    """The next such weekday after the day."""
    return calendar.moved(day, "day", (weekday - day.isoweekday() - 1) % 7 + 1)
