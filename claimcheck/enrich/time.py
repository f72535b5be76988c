"""Dates, times, durations and sets of a document, with the days that they mean.

Grammar rules propose expressions sentence by sentence; the longest wins. Then the document is read from its beginning: news counts
from publication, narrative from the date last spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from claimcheck.enrich.timex import (
    ages,
    calendar,
    dates,
    durations,
    eras,
    named_days,
    open_times,
    relative,
    sets,
    times_of_day,
    year_parts,
    years,
)
from claimcheck.enrich.timex.extend import extended
from claimcheck.enrich.timex.found import Clock, Fixed, Found, Meaning, OnWeekday, Shifted, Yearless, is_day, merged
from claimcheck.enrich.timex.memory import Memory, Mode
from claimcheck.enrich.timex.pattern import possible
from claimcheck.enrich.timex.resolve import Resolver
from claimcheck.model import Span, TimeExpression
from claimcheck.rules import Rule, rules_of
from claimcheck.tree import Sentence

__all__ = ["GRAMMAR", "times"]

#: The modules whose rules find time expressions; importing them registers the rules.
GRAMMAR = (dates, years, year_parts, eras, named_days, relative, open_times, durations, ages, sets, times_of_day)

_JOIN = re.compile(r"\s*(?:,|,?\s*(?:and|or|to|through|until|till)|[-‐‑–—])\s*(?:in|on|from|early|late|mid-?|the)?\s*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:to|through|until|till|[-‐‑–—])\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*and\s*", re.IGNORECASE)


def times(sentences: Sequence[Sentence], published: date | None, mode: Mode | None = None) -> tuple[TimeExpression, ...]:
    """Every time expression of a document, by place, none overlapping another.

    `sentences` are the document's, in order. `published` anchors "Tuesday" and "last year"; without it they stay unresolved.
    `mode` says whether dates without a year belong to the publication ("news") or to the story ("narrative"); None decides by
    the text: many years long past and hardly a "yesterday" make a narrative.
    """
    rules = rules_of("time")
    found = [(sentence, item) for sentence in sentences for item in _found(sentence, rules)]
    resolver = Resolver(Memory(published, mode or _mode(found, published)))
    out: list[TimeExpression] = []
    position = 0
    while position < len(found):
        sentence, item = found[position]
        after = found[position + 1] if position + 1 < len(found) else None
        if after and after[0] is sentence and _is_range(item, after[1]):
            out += resolver.resolve_range(sentence, item, after[1])
            position += 2
        else:
            out.append(resolver.resolve(sentence, item))
            position += 1
    return tuple(sorted(out, key=lambda t: t.span))


def _is_range(first: Found, last: Found) -> bool:
    pair = first.relation == "from" and last.relation == "until"
    if isinstance(first.meaning, Yearless) and isinstance(last.meaning, Yearless):
        return pair and not first.meaning.which and not last.meaning.which
    if isinstance(first.meaning, OnWeekday) and isinstance(last.meaning, OnWeekday):
        return pair and not first.meaning.which and not last.meaning.which
    return False


def _found(sentence: Sentence, rules: Sequence[Rule]) -> list[Found]:
    """What the rules find in a sentence, merged, widened and linked to its neighbours."""
    if not sentence.words or not possible(sentence.text):
        return []
    items = merged([item for rule in rules for item in rule.find(sentence)])
    if not items:
        return []
    widened: list[Found] = []
    for position, item in enumerate(items):
        left = widened[-1].span.end if widened else sentence.start
        right = items[position + 1].span.start if position + 1 < len(items) else sentence.end
        widened.append(extended(item, sentence, left, right))
    return _clocks(_ranges(widened, sentence), sentence)


def _ranges(items: list[Found], sentence: Sentence) -> list[Found]:
    """Give the first of two joined dates the year of the second, and name the ends of from-to and between-and."""
    out = list(items)
    for position in range(len(out) - 2, -1, -1):
        first, second = out[position], out[position + 1]
        gap = sentence.text[first.span.end - sentence.start : second.span.start - sentence.start]
        if _JOIN.fullmatch(gap):
            shared = _shared_year(first.meaning, second.meaning) if first.rule != "holiday" else None
            if shared:
                first = replace(first, meaning=shared)
        if first.relation in ("from", "between") and (_TO.fullmatch(gap) or first.relation == "between" and _BETWEEN.fullmatch(gap)):
            first, second = replace(first, relation="from"), replace(second, relation="until")
        elif (
            _TO.fullmatch(gap)
            and first.relation is None
            and second.relation in (None, "until", "through")
            and _dated(first)
            and _dated(second)
        ):
            first, second = replace(first, relation="from"), replace(second, relation="until")
        out[position], out[position + 1] = first, second
    return out


def _dated(item: Found) -> bool:
    return isinstance(item.meaning, Fixed | Yearless | OnWeekday)


def _shared_year(first: Meaning, second: Meaning) -> Meaning | None:
    """ "January and February 1937", "March to May last year": the second's year, or the one before if the first is later in it."""
    if not isinstance(first, Yearless) or first.which or not first.tail.startswith("-"):
        return None
    if isinstance(second, Shifted) and second.unit == "year" and second.tail and second.base == "publication":
        return replace(second, tail=first.tail) if first.tail <= second.tail else None
    if isinstance(second, Fixed) and re.match(r"\d{4}-(?:\d\d|[A-Z].)", second.value):
        year, tail = int(second.value[:4]), second.value[4:]
        value = calendar.filled(first.tail, year - (first.tail > tail))
        return Fixed(value) if value else None
    return None


def _clocks(items: list[Found], sentence: Sentence) -> list[Found]:
    """Join a time of day to the day beside it ("9 a.m. Tuesday"), or let it borrow the nearest day of its sentence."""
    out: list[Found] = []
    for item in items:
        before = out[-1] if out else None
        if before is not None:
            gap = sentence.text[before.span.end - sentence.start : item.span.start - sentence.start]
            pair = (
                (before, item)
                if _is_clock(before) and is_day(item.meaning)
                else (item, before)
                if _is_clock(item) and is_day(before.meaning)
                else None
            )
            if pair and not gap.strip(" ,\t"):
                clock, day = pair
                assert isinstance(clock.meaning, Clock)
                out[-1] = replace(
                    before, span=Span(before.span.start, item.span.end), meaning=Clock(clock.meaning.time, day.meaning), rule=clock.rule
                )
                continue
        out.append(item)
    days = [i for i in out if is_day(i.meaning)]
    for position, item in enumerate(out):
        if _is_clock(item) and days:
            nearest = min(days, key=lambda d: (abs(d.span.start - item.span.start), d.span.start))
            assert isinstance(item.meaning, Clock)
            out[position] = replace(item, meaning=Clock(item.meaning.time, nearest.meaning))
    return out


def _is_clock(item: Found) -> bool:
    return isinstance(item.meaning, Clock) and item.meaning.day is None


def _mode(found: list[tuple[Sentence, Found]], published: date | None) -> Mode:
    """News, unless the text speaks of many years long past and hardly of days around its publication."""
    old = detailed = near = 0
    years = [int(y[1]) for _, item in found if isinstance(item.meaning, Fixed) and (y := re.match(r"(\d{4})\b", item.meaning.value))]
    this_year = published.year if published else max(years, default=9999)
    for _, item in found:
        match item.meaning:
            case Fixed(value) if value.startswith("BC"):
                old, detailed = old + 1, detailed + 1
            case Fixed(value) if (year := re.match(r"(\d{4})(-\d\d)?", value)) and int(year[1]) < this_year:
                old, detailed = old + 1, detailed + bool(year[2])
            case Yearless(which=None):
                detailed += 1
            case OnWeekday() | Shifted(base="publication"):
                near += 1
            case _:
                pass
    return "narrative" if old >= 8 and detailed >= 6 and old > 4 * near else "news"
