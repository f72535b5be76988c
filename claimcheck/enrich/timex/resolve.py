"""Which days a time expression means: news counts from publication, narrative from the date last spoken of.

The two modes are HeidelTime's (Strötgen and Gertz, 2013). In news the tense of the clause decides between the last and the next
Tuesday, month or day of the month. What cannot be decided stays unresolved, with its readings as candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from claimcheck.enrich.timex import calendar
from claimcheck.enrich.timex.answer import UNDERSPECIFIED, Answer, Spoken, grain_of, left_open, placed, type_of
from claimcheck.enrich.timex.found import Choice, Clock, Fixed, Found, Length, Meaning, OnWeekday, Recurring, Shifted, Vague, Yearless
from claimcheck.enrich.timex.memory import Memory
from claimcheck.enrich.timex.tense import tense_at
from claimcheck.enrich.timex.weekdays import after_day, before_day, on_weekday
from claimcheck.enrich.timex.without_year import around, without_year
from claimcheck.model import Span, TimeExpression
from claimcheck.tree import Sentence

#: How many sentences back in news may lie the day of "that day", "the last match of the day".
REACH_SAME = 6
#: Rules whose years belong to the name of a thing.
NAMING = frozenset({"year_before_noun", "year_of_event"})


@dataclass(slots=True)
class Resolver:
    """Resolves a document's expressions in the order of the text."""

    memory: Memory

    def resolve_range(self, sentence: Sentence, first: Found, last: Found) -> tuple[TimeExpression, TimeExpression]:
        """ "from January 23 to March 9", "from Monday to Friday": one end is resolved, the other is the nearest such date beyond it.

        A story goes on from its beginning, and so does a plan; for what is over, the end is the one nearest to publication.
        """
        forward = (
            self.memory.mode == "narrative"
            or isinstance(first.meaning, OnWeekday)
            and tense_at(sentence, last.span) in ("future", "timetable")
        )
        anchor, other = (first, last) if forward else (last, first)
        sure = self.resolve(sentence, anchor)
        value: str | None = None
        if sure.begin and sure.end:
            if isinstance(other.meaning, Yearless):
                value = around(other.meaning.tail, sure.begin)[1 if forward else 0]
            elif isinstance(other.meaning, OnWeekday):
                number = other.meaning.weekday
                day = after_day(sure.end, number) if forward else before_day(sure.begin, number)
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
        aside = aside or self.memory.mode == "narrative" and found.relation == "until"  # a look ahead
        if (
            answer.resolved
            and answer.begin
            and answer.end
            and kind in ("DATE", "TIME")
            and not isinstance(found.meaning, Vague)
            and not aside
        ):
            named = found.rule in NAMING
            self.memory.spoken.append(Spoken(answer.value or "", answer.begin, answer.end, grain, sentence.index, named))
        elif answer.resolved and answer.value and answer.value.startswith("BC") and not aside:
            # `date` has no years before 1: the story goes on by the number of the year alone
            self.memory.before_christ = int(re.sub(r"\D.*", "", answer.value[2:]).ljust(4, "0"))
            self.memory.spoken.clear()
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
        published = self.memory.published
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
        if found.narrowed == "split":
            return replace(answer, begin=None, end=None)
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
                if value == "PRESENT_REF" and self.memory.published and self.memory.mode == "news":
                    return Answer(value, "publication", True, self.memory.published, self.memory.published)
                return left_open(value)
            case Length():
                return self._length(meaning)
            case Clock(time, day):
                return self._clock(sentence, span, time, day)
            case Shifted():
                return self._shifted(sentence, meaning)
            case OnWeekday():
                return on_weekday(self.memory, sentence, span, meaning)
            case Yearless():
                return without_year(self.memory, sentence, span, meaning)

    # -- durations ---------------------------------------------------------------------------------------------

    def _length(self, length: Length) -> Answer:
        if "X" in length.value or length.choices:
            return Answer(length.value, "unknown", False, candidates=length.choices)
        if length.window and self.memory.published and self.memory.mode == "news" and length.count and length.count.is_integer():
            other = calendar.moved(self.memory.published, length.unit, int(length.count) * length.window)
            if other:
                return Answer(length.value, "publication", True, min(other, self.memory.published), max(other, self.memory.published))
        return Answer(length.value)

    # -- times of day ------------------------------------------------------------------------------------------

    def _clock(self, sentence: Sentence, span: Span, time: str, day: Meaning | None) -> Answer:
        if day is not None:
            answer = self.answer(sentence, span, day)
        else:
            last = self.memory.last("day", sentence, 1 if self.memory.mode == "news" else 30)
            answer = Answer(last.value[:10], "previous", True, last.begin, last.end) if last else left_open("XXXX-XX-XX")
        if answer.value is None or len(answer.value.split("T")[0]) != 10:
            return replace(answer, value=f"XXXX-XX-XX{time}" if answer.value is None else answer.value + time, resolved=False)
        return replace(answer, value=answer.value.split("T")[0] + time)

    # -- counted -----------------------------------------------------------------------------------------------

    def _shifted(self, sentence: Sentence, shift: Shifted) -> Answer:
        base, anchor = self.memory.published, "publication"
        if shift.base == "previous" or shift.base == "either" and self.memory.mode == "narrative":
            last = self.memory.last(shift.unit, sentence, REACH_SAME if shift.count == 0 and self.memory.mode == "news" else None)
            if last is None and self.memory.before_christ and shift.unit == "year" and shift.count < self.memory.before_christ:
                return Answer(f"BC{self.memory.before_christ - shift.count:04}{shift.tail}", "previous")
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
