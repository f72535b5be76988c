"""Which year a date without one means: by the tense of its clause in news, by what was told before in a narrative."""

from __future__ import annotations

import re
from datetime import date

from claimcheck.enrich.timex import calendar
from claimcheck.enrich.timex.answer import SIZES, Answer, Spoken, left_open, placed
from claimcheck.enrich.timex.found import Yearless
from claimcheck.enrich.timex.memory import Memory
from claimcheck.enrich.timex.tense import tense_at
from claimcheck.model import Span
from claimcheck.tree import Sentence

#: A day without a year and without a tense is taken from the nearer side, if that is at most so many days off.
NEAR = 150
#: A past date so far back, with the same date as soon ahead, is left open, and the other way round; a timetable is a weaker sign.
FAR, SOON = 300, 60
FAR_TIMETABLE, SOON_TIMETABLE = 265, 100


def without_year(memory: Memory, sentence: Sentence, span: Span, meaning: Yearless) -> Answer:
    """The days of "May 6", "August" or "spring" at `span`; left open, with both readings, where neither is nearer."""
    tail = meaning.tail
    unknown = f"XXXX{tail}" if tail.startswith("-") and "/" not in tail else None
    spoken_of = meaning.which in ("same", "before", "after")
    if spoken_of or memory.mode == "narrative" and meaning.which is None:
        last = memory.last("year", sentence, story=not spoken_of)
        if last is None and memory.before_christ and tail.startswith("-"):
            return Answer(f"BC{memory.before_christ:04}{tail}", "previous")
        if last is None and (spoken_of or memory.published is None):
            return left_open(unknown)
        if last is not None and meaning.which in ("before", "after"):
            earlier, later = around(tail, (memory.finer(last).begin if meaning.which == "before" else last.end))
            value = earlier if meaning.which == "before" else later
            return _valued(value, unknown, "previous")
        if last is not None:
            return _following(tail, memory.finer(last))
    published = memory.published
    if published is None:
        return left_open(unknown)
    year = published.year
    if meaning.which == "this":
        return _valued(calendar.filled(tail, year), unknown)
    past, future = around(tail, published)
    if meaning.which in ("last", "next"):
        one = past if meaning.which == "last" else future
        if one is None:
            return left_open(unknown)
        begin = _begin(one)
        step = -1 if meaning.which == "last" else 1
        if begin and begin.year == year and not _season(tail) and (published - begin).days * step < 183:
            # "last May", said in July: this year's or last year's
            other = calendar.filled(tail, year + step)
            return left_open(None, sorted(v for v in (one, other) if v))
        return _valued(one, unknown)
    if _season(tail):
        return left_open(unknown)  # a bare "summer" is another time of the year in the south
    tense = tense_at(sentence, span)
    if tense == "past" and past and re.fullmatch(r"-[QH]\d", tail) and (_end(past) or published) >= published:
        # figures of a quarter come after its end, but those of a fiscal quarter of this name may be out already
        return left_open(unknown, sorted(v for y in (year - 1, year) if (v := calendar.filled(tail, y))))
    back = (published - begin).days if past and (begin := _begin(past)) else None
    ahead = (begin - published).days if future and (begin := _begin(future)) else None
    if back is not None and (ahead is None or ahead <= 0) and back <= 0:
        return _valued(past, unknown)
    if tense == "past" and past:
        if back is not None and ahead is not None and back > FAR and 0 <= ahead < SOON:
            return left_open(None, sorted(v for v in (past, future) if v))
        return _valued(past, unknown)
    if tense in ("future", "timetable") and future:
        far, soon = (FAR, SOON) if tense == "future" else (FAR_TIMETABLE, SOON_TIMETABLE)
        if back is not None and ahead is not None and ahead > far and 0 <= back < soon:
            return left_open(None, sorted(v for v in (past, future) if v))
        return _valued(future, unknown)
    near = [(d, v) for d, v in ((back, past), (ahead, future)) if d is not None and v]
    if near and min(near)[0] <= NEAR:
        return _valued(min(near)[1], unknown)
    return left_open(unknown, sorted(v for _, v in near))


def around(tail: str, day: date) -> tuple[str | None, str | None]:
    """The value that began on or before the day, and the one that ends on or after it."""
    values = [v for y in (day.year - 1, day.year, day.year + 1) if 1 <= y <= 9999 and (v := calendar.filled(tail, y))]
    past = [v for v in values if (b := _begin(v)) and b <= day]
    future = [v for v in values if (b := _end(v)) and b >= day]
    return (past[-1] if past else None), (future[0] if future else None)


def _following(tail: str, last: Spoken) -> Answer:
    """The date nearest to the one last spoken of, as a story goes on: December, then January of the next year."""
    year = last.begin.year
    begins = _begin(calendar.filled(tail, 2001) or "")
    if begins and SIZES[last.grain] <= 4:
        distance = begins.month - last.begin.month
        if distance <= -7:
            year += 1
        elif distance >= 10:
            year -= 1
    value = calendar.filled(tail, year)
    return _valued(value, f"XXXX{tail}" if tail.startswith("-") else None, "previous")


def _valued(value: str | None, unknown: str | None, anchor: str = "publication") -> Answer:
    if value is None or not calendar.days_of(value) and not _season(value):
        return left_open(unknown)
    return placed(value, anchor)


def _season(text: str) -> bool:
    return text[-2:] in ("SP", "SU", "FA", "WI")


_SEASON_MONTHS = {"SP": "03", "SU": "06", "FA": "09", "WI": "12"}


def _days(value: str) -> tuple[date, date] | None:
    """Days to compare by: a season by its first month's name in the north (its own days are not given out)."""
    if _season(value):
        return calendar.days_of(f"{value[:4]}-{_SEASON_MONTHS[value[-2:]]}")
    return calendar.days_of(value)


def _begin(value: str) -> date | None:
    days = _days(value)
    return days[0] if days else None


def _end(value: str) -> date | None:
    days = _days(value)
    return days[1] if days else None
