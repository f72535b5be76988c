"""Calendar arithmetic under the time expressions."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.enrich.timex import calendar

DAYS = st.dates(min_value=date(1583, 1, 1), max_value=date(9000, 12, 31))
UNITS = st.sampled_from(["day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century"])


# Easter Sundays from the tables of the Book of Common Prayer and of the US Census Bureau.
@pytest.mark.parametrize(
    "sunday", [date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25)]
)
def test_easter(sunday: date) -> None:
    assert calendar.easter(sunday.year) == sunday


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    sunday = calendar.easter(year)
    assert sunday.isoweekday() == 7
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("2025-W27-WE", date(2025, 7, 5), date(2025, 7, 6)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025-H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
        ("19", date(1900, 1, 1), date(1999, 12, 31)),
        ("2025-07-01T09:30", date(2025, 7, 1), date(2025, 7, 1)),
        ("2015/2016", date(2015, 1, 1), date(2016, 12, 31)),
    ],
)
def test_days_of_a_value(value: str, first: date, last: date) -> None:
    assert calendar.days_of(value) == (first, last)


@pytest.mark.parametrize(
    "value", [None, "", "2025-02-30", "2025-13", "2025-W54", "2025-SU", "FY2021", "BC0480", "XXXX-07", "2016/2015", "0000", "/"]
)
def test_values_without_days(value: str | None) -> None:
    assert calendar.days_of(value) is None


@given(DAYS, UNITS, st.integers(-200, 200))
def test_a_shifted_unit_has_days_and_its_grain(day: date, unit: str, count: int) -> None:
    value = calendar.shifted(day, unit, count)
    days = calendar.days_of(value)
    if value is None:
        # only ages before the year 1 or after 9999
        assert unit in ("century", "decade")
        return
    assert days is not None
    assert days[0] <= days[1]
    assert calendar.grain_of(value) == unit


@given(DAYS, UNITS)
def test_the_unit_of_a_day_holds_it(day: date, unit: str) -> None:
    first, last = calendar.days_of(calendar.shifted(day, unit, 0)) or (date.max, date.min)
    # a weekend is the end of the day's week
    assert last >= day if unit == "weekend" else first <= day <= last


@given(DAYS, st.sampled_from(["month", "year", "week", "day"]), st.integers(0, 50))
def test_moved_there_and_back_is_at_most_a_month_end_off(day: date, unit: str, count: int) -> None:
    there = calendar.moved(day, unit, count)
    back = calendar.moved(there, unit, -count) if there else None
    assert back is not None
    assert timedelta(0) <= day - back <= timedelta(3)


@given(st.text(alphabet="0123456789-/WQHSUXTBCFYME", max_size=14))
def test_no_value_raises(value: str) -> None:
    days = calendar.days_of(value)
    assert days is None or days[0] <= days[1]
    assert re.fullmatch(r"[a-z-]+", calendar.grain_of(value))


@pytest.mark.parametrize(
    ("tail", "value"),
    [
        ("-07-01", "2024-07-01"),
        ("easter-2", "2024-03-29"),
        ("11/4/4", "2024-11-28"),
        ("5/-1/1", "2024-05-27"),
        ("-12-30/-01-02", "2024-12-30/2025-01-02"),
        ("-05-06/-05-07", "2024-05-06/2024-05-07"),
    ],
)
def test_filled(tail: str, value: str) -> None:
    assert calendar.filled(tail, 2024) == value
