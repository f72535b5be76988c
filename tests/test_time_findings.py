"""The arithmetic behind the findings about time: calendars, both ways of counting days, ages, and one finding an article."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.consistency.article import Article
from claimcheck.consistency.backwards import end_before_start
from claimcheck.consistency.impossible_date import impossible_date
from claimcheck.consistency.lengths import Length, Stretch, length_of, stretch_of
from claimcheck.consistency.undated import undated_relative_time
from claimcheck.consistency.wording import MONTHS, spoken_day
from claimcheck.model import Block, Document, Span, TimeExpression
from claimcheck.tree import Sentence

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


def article_of(text: str, *times: TimeExpression, published: date | None = None) -> Article:
    document = Document("example", "", text, text, (Block(Span(0, len(text)), "paragraph"),), "text", published=published)
    return Article(document, (Sentence(0, text, 0, ()),), (), times=times)


def time_in(text: str, words: str, value: str, **more: object) -> TimeExpression:
    start = text.index(words)
    fields = {"type": "DATE", "grain": "day", "anchor": "none", "status": "resolved"} | more
    return TimeExpression(words, Span(start, start + len(words)), value=value, **fields)  # type: ignore[arg-type]


@settings(deadline=None)
@given(DAYS)
def test_no_real_day_is_impossible(day: date) -> None:
    for words in (spoken_day(day), f"{MONTHS[day.month - 1]} {day.day}, {day.year}", day.isoformat()):
        assert list(impossible_date(article_of(f"The town hall was opened on {words} by the mayor of the town."))) == []


@settings(deadline=None)
@given(st.integers(1900, 2099), st.sampled_from([2, 4, 6, 9, 11]))
def test_the_day_after_the_last_is_impossible(year: int, month: int) -> None:
    day = calendar.monthrange(year, month)[1] + 1
    for words in (f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}", f"{year}-{month:02}-{day:02}"):
        text = f"The town hall was opened on {words} by the mayor of the town."
        assert [text[p.span.start : p.span.end] for p in impossible_date(article_of(text))] == [words]


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_a_length_in_days_fits_both_counts_and_no_other(first: date, count: int) -> None:
    length = Length(count, "D", loose=False)
    for days, fits in ((count - 1, True), (count, True), (count + 1, False), (count - 2, False)):
        last = first + timedelta(days=days)
        if last >= first:
            assert Stretch((first, first), (last, last)).fits(length, round_the_clock=True) is fits


@settings(deadline=None)
@given(DAYS, st.integers(0, 40))
def test_weekdays_are_mondays_to_fridays(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    one_by_one = sum((first + timedelta(days=n)).weekday() < 5 for n in range(days + 1))
    assert Stretch((first, first), (last, last)).weekdays == one_by_one


def test_both_counts_are_shown() -> None:
    stretch = Stretch((date(2025, 5, 7),) * 2, (date(2025, 5, 10),) * 2)
    assert stretch.spoken() == "7 May 2025 to 10 May 2025: 4 days counting both ends, 3 between them"


@pytest.mark.parametrize(
    ("count", "fits"),
    [(5, False), (6, True), (7, True), (8, True), (9, False)],
)
def test_years_have_the_tolerance_of_their_grain(count: int, fits: bool) -> None:
    stretch = Stretch((date(2018, 1, 1), date(2018, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31)))
    assert stretch.fits(Length(count, "Y", loose=False), round_the_clock=True) is fits


def test_dates_without_a_year_are_taken_to_be_of_one() -> None:
    first, last = (TimeExpression("", Span(0, 0), "DATE", value, "day", "unknown", "unresolved") for value in ("XXXX-05-07", "XXXX-05-13"))
    assert (stretch := stretch_of(first, last)) is not None
    assert stretch.spoken() == "7 May to 13 May: 7 days counting both ends, 6 between them"
    assert stretch_of(last, first) is None


@pytest.mark.parametrize(("value", "mod"), [("P4D", "APPROX"), ("PXD", None), ("P1DT2H", None), (None, None)])
def test_a_vague_length_is_none(value: str | None, mod: str | None) -> None:
    time = TimeExpression("four days", Span(0, 9), "DURATION", value, "day", "none", "resolved", mod=mod)
    assert length_of(time) is None


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_stretch_is_backwards_where_its_days_are(one: date, other: date) -> None:
    text = f"The fair was held from {spoken_day(one)} until {spoken_day(other)}."
    first = time_in(text, spoken_day(one), one.isoformat(), begin=one, end=one, relation="from")
    place = text.rindex(spoken_day(other))
    last = TimeExpression(
        spoken_day(other), Span(place, place + len(spoken_day(other))), "DATE", other.isoformat(), "day", "none", "resolved", other, other,
        relation="until",
    )  # fmt: skip
    assert len(list(end_before_start(article_of(text, first, last)))) == (one > other)


def test_one_finding_an_article_and_the_next_beside_it() -> None:
    text = "On Tuesday the mayor fell ill. On Wednesday and on Friday she stayed at home, and on Sunday, too. She came back last week."
    words = ("Tuesday", "Wednesday", "Friday", "Sunday", "last week")
    times = [time_in(text, word, "XXXX-WXX", anchor="unknown", status="unresolved") for word in words]
    found = list(undated_relative_time(article_of(text, *times)))
    assert [(text[p.span.start : p.span.end], len(p.sides)) for p in found] == [("On Tuesday", 4)]
    assert list(undated_relative_time(article_of(text, *times, published=date(2025, 7, 2)))) == []
