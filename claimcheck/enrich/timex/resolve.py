"""Which days a time expression means: news counts from publication, narrative from the date last spoken of.

The two modes are HeidelTime's (Strötgen and Gertz, 2013). In news the tense of the clause decides between the last and the next
Tuesday, month or day of the month. What cannot be decided stays unresolved, with its readings as candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from claimcheck.enrich.timex import calendar
from claimcheck.enrich.timex.answer import SIZES, UNDERSPECIFIED, Answer, Spoken, grain_of, left_open, placed, type_of
from claimcheck.enrich.timex.found import Choice, Clock, Fixed, Found, Length, Meaning, OnWeekday, Recurring, Shifted, Vague, Yearless
from claimcheck.enrich.timex.tense import tense_at
from claimcheck.model import Span, TimeExpression
from claimcheck.tree import Sentence

Mode = Literal["news", "narrative"]

#: How many sentences back "the next day" may look for its day in news; in a narrative the last one holds.
REACH = 3
#: A day without a year and without a tense is taken from the nearer side, if that is at most so many days off.
NEAR = 150
#: A past date so far back, with the same date as soon ahead, is left open, and the other way round; a timetable is a weaker sign.
FAR, SOON = 300, 60
FAR_TIMETABLE, SOON_TIMETABLE = 265, 100


@dataclass(slots=True)
class Resolver:
    """Resolves a document's expressions in the order of the text."""

    published: date | None
    mode: Mode
    spoken: list[Spoken] = field(default_factory=list)
    before_christ: int | None = None  # the year last spoken of, when it is one

    def resolve_range(self, sentence: Sentence, first: Found, last: Found) -> tuple[TimeExpression, TimeExpression]:
        """ "from January 23 to March 9", "from Monday to Friday": one end is resolved, the other is the nearest such date beyond it.

        A story goes on from its beginning, and so does a plan; for what is over, the end is the one nearest to publication.
        """
        forward = (
            self.mode == "narrative" or isinstance(first.meaning, OnWeekday) and tense_at(sentence, last.span) in ("future", "timetable")
        )
        anchor, other = (first, last) if forward else (last, first)
        sure = self.resolve(sentence, anchor)
        value: str | None = None
        if sure.begin and sure.end:
            if isinstance(other.meaning, Yearless):
                value = self._around(other.meaning.tail, sure.begin)[1 if forward else 0]
            elif isinstance(other.meaning, OnWeekday):
                number = other.meaning.weekday
                day = _after_day(sure.end, number) if forward else _before_day(sure.begin, number)
                value = day.isoformat() if day else None
        beyond = self.resolve(sentence, replace(other, meaning=Fixed(value)) if value else other)
        if value:
            beyond = replace(beyond, anchor=sure.anchor)
        return (sure, beyond) if forward else (beyond, sure)

    def resolve(self, sentence: Sentence, found: Found) -> TimeExpression:
        answer = self.answer(sentence, found.span, found.meaning)
        answer = self._narrowed(answer, found)
        kind = type_of(found.meaning)
        grain = grain_of(found.meaning, answer.value)
        aside = isinstance(found.meaning, Shifted) and found.meaning.count < 0 and found.meaning.base == "previous"
        aside = aside or self.mode == "narrative" and found.relation == "until"  # a look ahead
        if (
            answer.resolved
            and answer.begin
            and answer.end
            and kind in ("DATE", "TIME")
            and not isinstance(found.meaning, Vague)
            and not aside
        ):
            self.spoken.append(Spoken(answer.value or "", answer.begin, answer.end, grain, sentence.index))
        elif answer.resolved and answer.value and answer.value.startswith("BC") and not aside:
            # `date` has no years before 1: the story goes on by the number of the year alone
            self.before_christ = int(re.sub(r"\D.*", "", answer.value[2:]).ljust(4, "0"))
            self.spoken.clear()
        return TimeExpression(
            text=sentence.slice(found.span),
            span=found.span,
            type=kind,
            value=answer.value,
            grain=grain,
            anchor=answer.anchor,
            status="resolved" if answer.resolved else "unresolved",
            begin=answer.begin,
            end=answer.end,
            candidates=answer.candidates,
            mod=found.mod,
            relation=found.relation,
            rule=found.rule,
        )

    def _narrowed(self, answer: Answer, found: Found) -> Answer:
        """ "earlier this month" ends and "later this month" begins with publication; "by the end of" a period is its last day."""
        if not answer.begin or not answer.end:
            return answer
        published = self.published
        if (
            found.narrowed in ("earlier", "later")
            and answer.anchor == "publication"
            and published
            and answer.begin <= published <= answer.end
        ):
            if found.narrowed == "earlier":
                return replace(answer, end=published)
            return replace(answer, begin=published)
        if found.narrowed == "end" and found.relation in ("by", "until", "before", "through"):
            return replace(answer, begin=answer.end)
        if found.mod in ("BEFORE", "AFTER") and found.relation == "ago":
            return replace(answer, begin=None, end=None)  # "more than 150 years ago": only a bound is known
        return answer

    def answer(self, sentence: Sentence, span: Span, meaning: Meaning) -> Answer:
        """The days of a meaning that stands at `span`."""
        match meaning:
            case Fixed(value):
                return left_open(value) if "X" in value else placed(value, "none")
            case Choice(values):
                return left_open(None, values)
            case Recurring(value):
                return Answer(value)
            case Vague(value):
                if value == "PRESENT_REF" and self.published and self.mode == "news":
                    return Answer(value, "publication", True, self.published, self.published)
                return left_open(value)
            case Length():
                return self._length(meaning)
            case Clock(time, day):
                return self._clock(sentence, span, time, day)
            case Shifted():
                return self._shifted(sentence, meaning)
            case OnWeekday():
                return self._weekday(sentence, span, meaning)
            case Yearless():
                return self._yearless(sentence, span, meaning)

    # -- durations ---------------------------------------------------------------------------------------------

    def _length(self, length: Length) -> Answer:
        if "X" in length.value or length.choices:
            return Answer(length.value, "unknown", False, candidates=length.choices)
        if length.window and self.published and self.mode == "news" and length.count and length.count.is_integer():
            other = calendar.moved(self.published, length.unit, int(length.count) * length.window)
            if other:
                return Answer(length.value, "publication", True, min(other, self.published), max(other, self.published))
        return Answer(length.value)

    # -- times of day ------------------------------------------------------------------------------------------

    def _clock(self, sentence: Sentence, span: Span, time: str, day: Meaning | None) -> Answer:
        if day is not None:
            answer = self.answer(sentence, span, day)
        else:
            last = self._last("day", sentence, 1 if self.mode == "news" else 30)
            answer = Answer(last.value[:10], "previous", True, last.begin, last.end) if last else left_open("XXXX-XX-XX")
        if answer.value is None or len(answer.value.split("T")[0]) != 10:
            return replace(answer, value=f"XXXX-XX-XX{time}" if answer.value is None else answer.value + time, resolved=False)
        return replace(answer, value=answer.value.split("T")[0] + time)

    # -- counted -----------------------------------------------------------------------------------------------

    def _last(self, grain: str, sentence: Sentence, reach: int | None = None) -> Spoken | None:
        """The date last spoken of that is at least as fine as the grain."""
        limit = reach if reach is not None else (REACH if self.mode == "news" else 10_000)
        for spoken in reversed(self.spoken):
            if sentence.index - spoken.sentence > limit:
                return None
            if SIZES[spoken.grain] <= SIZES.get(grain, 1):
                return spoken
        return None

    def _finer(self, last: Spoken) -> Spoken:
        """For a mere year, the day or month just before it in the same year: "(7 December), 1941 … in January"."""
        if last.grain == "year":
            for spoken in reversed(self.spoken):
                if spoken.begin.year != last.begin.year or last.sentence - spoken.sentence > REACH:
                    break
                if SIZES[spoken.grain] <= 3:
                    return spoken
        return last

    def _shifted(self, sentence: Sentence, shift: Shifted) -> Answer:
        base, anchor = self.published, "publication"
        if shift.base == "previous" or shift.base == "either" and self.mode == "narrative":
            last = self._last(shift.unit, sentence)
            if last is None and self.before_christ and shift.unit == "year" and shift.count < self.before_christ:
                return Answer(f"BC{self.before_christ - shift.count:04}{shift.tail}", "previous")
            if last is None:
                value = UNDERSPECIFIED.get(shift.unit)
                return left_open(value if not shift.tail else None)
            base, anchor = (last.end if shift.count > 0 else last.begin), "previous"
        if base is None:
            return left_open(
                UNDERSPECIFIED.get(shift.unit)
                if not shift.tail
                else f"XXXX{shift.tail}"
                if shift.tail.startswith("-") and "/" not in shift.tail
                else None
            )
        if shift.unit in ("hour", "minute", "second"):
            return self._hours(base, shift, anchor)
        value = calendar.shifted(base, shift.unit, shift.count)
        if value and shift.tail:
            value = calendar.filled(shift.tail, int(value[:4]))
            if value and not calendar.days_of(value) and not re.search(r"-(SP|SU|FA|WI)$", value):
                value = None
        return placed(value, anchor)

    def _hours(self, base: date, shift: Shifted, anchor: str) -> Answer:
        """Hours are not known of a publication date: whole days only, else left open."""
        hours = {"hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}[shift.unit] * shift.count
        if anchor == "publication" and hours % 24 == 0:
            return placed(calendar.shifted(base, "day", int(hours // 24)), anchor)
        return left_open("XXXX-XX-XX")

    # -- weekdays ----------------------------------------------------------------------------------------------

    def _weekday(self, sentence: Sentence, span: Span, day: OnWeekday) -> Answer:
        number = day.weekday
        unknown = "XXXX-WXX-WE" if day.weekend else f"XXXX-WXX-{number}"
        if day.which in ("same", "before", "after"):
            last = self._last("week" if day.which == "same" else "day", sentence)
            if last is None:
                return left_open(unknown)
            if day.which == "same":
                other = last.end if last.end.isoweekday() == number else _after_day(last.begin, number)
                return self._dayed(other, day, "previous") if other and other <= last.end else left_open(unknown)
            other = _before_day(last.begin, number) if day.which == "before" else _after_day(last.end, number)
            return self._dayed(other, day, "previous")
        if self.published is None or self.mode == "narrative":
            return left_open(unknown)
        published = self.published
        same = published.isoweekday() == number or day.weekend and published.isoweekday() == 7
        last_one, next_one = _before_day(published, number), _after_day(published, number)
        if day.weekend and published.isoweekday() == 7:
            last_one = calendar.moved(published, "day", -8)
        if day.which in ("last", "next"):
            one = last_one if day.which == "last" else next_one
            other = calendar.moved(one, "week", -1 if day.which == "last" else 1) if one else None
            if one and other and one.isocalendar()[:2] == published.isocalendar()[:2]:
                values = sorted(v for d in (one, other) if (v := self._dayed(d, day, "publication").value))
                return left_open(None, values)
            return self._dayed(one, day, "publication")
        if same:
            return self._dayed(
                published if not (day.weekend and published.isoweekday() == 7) else calendar.moved(published, "day", -1), day, "publication"
            )
        tense = tense_at(sentence, span)
        future = tense != "past" if day.which == "this" else tense in ("future", "timetable")
        return self._dayed(next_one if future else last_one, day, "publication")

    def _dayed(self, day: date | None, meaning: OnWeekday, anchor: str) -> Answer:
        if day is None:
            return left_open()
        return placed(calendar.shifted(day, "weekend" if meaning.weekend else "day", 0), anchor)

    # -- dates without a year ----------------------------------------------------------------------------------

    def _yearless(self, sentence: Sentence, span: Span, meaning: Yearless) -> Answer:
        tail = meaning.tail
        unknown = f"XXXX{tail}" if tail.startswith("-") and "/" not in tail else None
        spoken_of = meaning.which in ("same", "before", "after")
        if spoken_of or self.mode == "narrative" and meaning.which is None:
            last = self._last("year", sentence)
            if last is None and self.before_christ and tail.startswith("-"):
                return Answer(f"BC{self.before_christ:04}{tail}", "previous")
            if last is None and (spoken_of or self.published is None):
                return left_open(unknown)
            if last is not None and meaning.which in ("before", "after"):
                earlier, later = self._around(tail, (self._finer(last).begin if meaning.which == "before" else last.end))
                value = earlier if meaning.which == "before" else later
                return self._valued(value, unknown, "previous")
            if last is not None:
                return self._following(tail, self._finer(last))
        published = self.published
        if published is None:
            return left_open(unknown)
        year = published.year
        if meaning.which == "this":
            return self._valued(calendar.filled(tail, year), unknown)
        past, future = self._around(tail, published)
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
            return self._valued(one, unknown)
        if _season(tail):
            return left_open(unknown)  # a bare "summer" is another time of the year in the south
        tense = tense_at(sentence, span)
        back = (published - begin).days if past and (begin := _begin(past)) else None
        ahead = (begin - published).days if future and (begin := _begin(future)) else None
        if back is not None and (ahead is None or ahead <= 0) and back <= 0:
            return self._valued(past, unknown)
        if tense == "past" and past:
            if back is not None and ahead is not None and back > FAR and 0 <= ahead < SOON:
                return left_open(None, sorted(v for v in (past, future) if v))
            return self._valued(past, unknown)
        if tense in ("future", "timetable") and future:
            far, soon = (FAR, SOON) if tense == "future" else (FAR_TIMETABLE, SOON_TIMETABLE)
            if back is not None and ahead is not None and ahead > far and 0 <= back < soon:
                return left_open(None, sorted(v for v in (past, future) if v))
            return self._valued(future, unknown)
        near = [(d, v) for d, v in ((back, past), (ahead, future)) if d is not None and v]
        if near and min(near)[0] <= NEAR:
            return self._valued(min(near)[1], unknown)
        return left_open(unknown, sorted(v for _, v in near))

    def _around(self, tail: str, day: date) -> tuple[str | None, str | None]:
        """The value that began on or before the day, and the one that ends on or after it."""
        values = [v for y in (day.year - 1, day.year, day.year + 1) if 1 <= y <= 9999 and (v := calendar.filled(tail, y))]
        past = [v for v in values if (b := _begin(v)) and b <= day]
        future = [v for v in values if (b := _end(v)) and b >= day]
        return (past[-1] if past else None), (future[0] if future else None)

    def _following(self, tail: str, last: Spoken) -> Answer:
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
        return self._valued(value, f"XXXX{tail}" if tail.startswith("-") else None, "previous")

    def _valued(self, value: str | None, unknown: str | None, anchor: str = "publication") -> Answer:
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


def _before_day(day: date, weekday: int) -> date | None:
    """The last such weekday before the day."""
    return calendar.moved(day, "day", -((day.isoweekday() - weekday - 1) % 7 + 1))


def _after_day(day: date, weekday: int) -> date | None:
    """The next such weekday after the day."""
    return calendar.moved(day, "day", (weekday - day.isoweekday() - 1) % 7 + 1)
