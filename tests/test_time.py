"""Time expressions: what is found, what it means, and what is left alone. Published on Tuesday, 1 July 2025."""

from __future__ import annotations

from datetime import date

import pytest

from claimcheck.enrich.time import times
from tests.timexes import document, found, only

ABSOLUTE = {
    "It was passed/VBD on 2025-07-01 .": "2025-07-01",
    "It was passed/VBD on 22 April 2023 .": "2023-04-22",
    "It was passed/VBD on the 22nd of April , 2023 .": "2023-04-22",
    "It was passed/VBD on Friday, July 21, 2017 in Rome .": "2017-07-21",
    "It was passed/VBD on 25/7/2024 .": "2024-07-25",
    "It rained/VBD on Sept. 26-27, 2016 .": "2016-09-26/2016-09-27",
    "It rained/VBD on 6–7 May 2016 .": "2016-05-06/2016-05-07",
    "It closed/VBD in September 2010 .": "2010-09",
    "It closed/VBD in 2023 .": "2023",
    "It closed/VBD in 2015-16 .": "2015/2016",
    "It fell/VBD in the third quarter of 2022 .": "2022-Q3",
    "It fell/VBD in Q3 2022 .": "2022-Q3",
    "It fell/VBD in the first half of 2021 .": "2021-H1",
    "It fell/VBD in the first two months of 2021 .": "2021-01/2021-02",
    "It fell/VBD in fiscal year 2021 .": "FY2021",
    "It fell/VBD in summer 2020 .": "2020-SU",
    "It fell/VBD in the 1990s .": "199",
    "It fell/VBD in the '90s .": "199",
    "It fell/VBD in the sixties .": "196",
    "It fell/VBD in the 19th century .": "18",
    "It fell/VBD in 480 BC .": "BC0480",
    "It fell/VBD on Christmas Day 2021 .": "2021-12-25",
    "It fell/VBD on Easter Sunday 2024 .": "2024-03-31",
    "It fell/VBD on the first Tuesday of November 2016 .": "2016-11-01",
}

RELATIVE = {
    "He spoke/VBD on Tuesday .": "2025-07-01",
    "He will/MD speak/VB on Tuesday .": "2025-07-01",
    "He spoke/VBD on Friday .": "2025-06-27",
    "He will/MD speak/VB on Friday .": "2025-07-04",
    "He spoke/VBD last Friday .": "2025-06-27",
    "He will/MD speak/VB this Friday .": "2025-07-04",
    "He spoke/VBD on April 22 .": "2025-04-22",
    "He spoke/VBD on December 3 .": "2024-12-03",
    "He will/MD speak/VB on January 1 .": "2026-01-01",
    "It ran/VBD on May 6-7 .": "2025-05-06/2025-05-07",
    "It closed/VBD in March .": "2025-03",
    "It will/MD close/VB in March .": "2026-03",
    "It closed/VBD in January this year .": "2025-01",
    "It closed/VBD in March last year .": "2024-03",
    "It closed/VBD yesterday .": "2025-06-30",
    "It will/MD close/VB tomorrow .": "2025-07-02",
    "It closed/VBD last night .": "2025-06-30TNI",
    "It closed/VBD on Monday night .": "2025-06-30TNI",
    "It closed/VBD last week .": "2025-W26",
    "It closed/VBD last month .": "2025-06",
    "It will/MD close/VB next year .": "2026",
    "It closed/VBD three days ago .": "2025-06-28",
    "It closed/VBD two weeks ago .": "2025-W25",
    "It closed/VBD a decade ago .": "2015",
    "It closed/VBD over the weekend .": "2025-W26-WE",
    "It closed/VBD at 9am on Monday .": "2025-06-30",
    "It will/MD close/VB in the second half of next year .": "2026-H2",
}

LENGTHS = {
    "It led/VBD to a four-day conflict .": "P4D",
    "It lasted/VBD six weeks .": "P6W",
    "It lasted/VBD 90 minutes .": "PT90M",
    "It lasted/VBD a year and a half .": "P1.5Y",
    "It lasted/VBD more than two decades .": "P2DE",
    "It lasted/VBD half an hour .": "PT30M",
    "It brought/VBD an 18-month sentence .": "P18M",
    "It came/VBD days after the vote .": "PXD",
    "It took/VBD several months .": "PXM",
    "The year-long search ended/VBD .": "P1Y",
    "The 45-year-old was hurt/VBN .": "P45Y",
    "They are 18 years old .": "P18Y",
    "The nine-month-old baby slept/VBD .": "P9M",
    "A 2000 year old tradition ended/VBD .": "P2000Y",
    "The two-and-a-half-year-old boy slept/VBD .": "P2.5Y",
    "Voters are 18 years of age .": "P18Y",
}

SETS = {
    "It opens/VBZ every Sunday .": "XXXX-WXX-7",
    "It opens/VBZ each year .": "P1Y",
    "It is printed/VBN daily .": "XXXX-XX-XX",
    "It grows/VBZ every year .": "P1Y",
    "It meets/VBZ twice a month .": "P1M",
    "It is closed/VBN on Mondays .": "XXXX-WXX-1",
    "It opens/VBZ every four years .": "P4Y",
}

NOT_TIMES = {
    "A boy , aged 30 , was hurt/VBN .": "an age",
    "He may/MD go/VB .": "a modal verb",
    "They march/VBP on .": "a verb",
    "He came/VBD second .": "a rank",
    "The Sun printed/VBD it .": "a newspaper",
    "The Sunday Times printed/VBD it .": "a newspaper",
    "Some 1,500 people/NNS came/VBD .": "a number with a comma",
    "About 2025 people/NNS came/VBD .": "a number of people",
    "He took/VBD flight 1990 .": "a flight",
    "It is open/JJ 24/7 .": "around the clock",
    "It costs/VBZ 1,990 euros/NNS .": "an amount",
    "It costs/VBZ $1990 .": "an amount",
    "They ran/VBD 1500 metres/NNS .": "a length",
    "Shops were full/JJ on Black Friday .": "a sale",
    "It fell/VBD at https://example.org/2022-07-30/report .": "a web address",
}


@pytest.mark.parametrize(("text", "value"), ABSOLUTE.items())
def test_absolute_dates_need_no_publication(text: str, value: str) -> None:
    for published in (None, date(2025, 7, 1)):
        time = only(text, published=published)
        assert (time.value, time.status, time.anchor) == (value, "resolved", "none")


@pytest.mark.parametrize(("text", "value"), RELATIVE.items())
def test_relative_dates_are_counted_from_publication(text: str, value: str) -> None:
    time = only(text)
    assert (time.value, time.status, time.anchor) == (value, "resolved", "publication")


@pytest.mark.parametrize("text", RELATIVE)
def test_relative_dates_stay_open_without_publication(text: str) -> None:
    time = only(text, published=None)
    assert (time.status, time.anchor, time.begin, time.end) == ("unresolved", "unknown", None, None)


@pytest.mark.parametrize(("text", "value"), LENGTHS.items())
def test_lengths(text: str, value: str) -> None:
    time = only(text)
    assert (time.type, time.value) == ("DURATION", value)
    assert (time.status == "unresolved") == ("X" in value)


@pytest.mark.parametrize(("text", "value"), SETS.items())
def test_sets(text: str, value: str) -> None:
    time = only(text)
    assert (time.type, time.value, time.begin) == ("SET", value, None)


@pytest.mark.parametrize("text", [pytest.param(t, id=why + ": " + t) for t, why in NOT_TIMES.items()])
def test_left_alone(text: str) -> None:
    assert [t.text for t in found(text)] == []


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("It is dated/VBN 7/1/2025 .", ("2025-01-07", "2025-07-01")),
        ("It will/MD sit/VB next Friday .", ("2025-07-04", "2025-07-11")),
        ("He was there/VBD last May .", ("2024-05", "2025-05")),
        ("It ended/VBD before Thanksgiving 2021 .", ("2021-10-11", "2021-11-25")),
        ("It takes/VBZ two or three days .", ("P2D", "P3D")),
        ("It closed/VBD on July 20 .", ("2024-07-20", "2025-07-20")),
    ],
)
def test_what_has_two_readings_is_left_open_with_both(text: str, candidates: tuple[str, ...]) -> None:
    time = only(text)
    assert (time.status, time.candidates, time.begin, time.end) == ("unresolved", candidates, None, None)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("It ran/VBD on May 6-7 .", date(2025, 5, 6), date(2025, 5, 7)),
        ("It ran/VBD from April 30 to May 2 .", date(2025, 5, 2), date(2025, 5, 2)),
        ("It fell/VBD last month .", date(2025, 6, 1), date(2025, 6, 30)),
        ("It fell/VBD last week .", date(2025, 6, 23), date(2025, 6, 29)),
        ("It fell/VBD earlier this year .", date(2025, 1, 1), date(2025, 7, 1)),
        ("It will/MD fall/VB later this month .", date(2025, 7, 1), date(2025, 7, 31)),
        ("It must/MD fall/VB by the end of 2026 .", date(2026, 12, 31), date(2026, 12, 31)),
        ("It fell/VBD in the 1980s .", date(1980, 1, 1), date(1989, 12, 31)),
        ("It fell/VBD over the past 30 days .", date(2025, 6, 1), date(2025, 7, 1)),
        ("It fell/VBD in 2015-16 .", date(2015, 1, 1), date(2016, 12, 31)),
    ],
)
def test_days_are_inclusive(text: str, begin: date, end: date) -> None:
    time = only(text)
    assert (time.begin, time.end) == (begin, end)


@pytest.mark.parametrize("text", ["It fell/VBD in summer 2020 .", "It fell/VBD in fiscal 2021 .", "It fell/VBD more than 150 years ago ."])
def test_no_days_where_they_differ_by_place_or_only_a_bound_is_known(text: str) -> None:
    time = only(text)
    assert (time.status, time.begin, time.end) == ("resolved", None, None)


def test_a_season_alone_differs_between_the_hemispheres() -> None:
    assert only("It fell/VBD during the summer/NN .").status == "unresolved"


@pytest.mark.parametrize(
    ("text", "words", "mod", "relation"),
    [
        ("It has grown/VBN since early 2020 .", "early 2020", "START", "since"),
        ("It is due/JJ by mid-July .", "mid-July", "MID", "by"),
        ("It closed/VBD until late March .", "late March", "END", "until"),
        ("It must/MD go/VB before the end of 2026 .", "the end of 2026", "END", "before"),
        ("It lasted/VBD less than three months .", "less than three months", "LESS_THAN", None),
        ("It lasted/VBD for about a month .", "about a month", "APPROX", "for"),
        ("It came/VBD three weeks after the vote .", "three weeks", None, "weeks after"),
        ("It came/VBD a century before the war .", "a century", None, "centuries before"),
        ("It closed/VBD nearly a decade ago .", "nearly a decade ago", "APPROX", "ago"),
        ("It closed/VBD more than two years ago .", "more than two years ago", "BEFORE", "ago"),
        ("It will/MD end/VB within two months .", "two months", None, "within"),
    ],
)
def test_modifier_and_relation(text: str, words: str, mod: str | None, relation: str | None) -> None:
    time = only(text)
    assert (time.text, time.mod, time.relation) == (words, mod, relation)


def test_both_ends_of_a_range_are_named() -> None:
    first, last = found("It ran/VBD from April 30 to May 2 .")
    assert (first.relation, first.value, last.relation, last.value) == ("from", "2025-04-30", "until", "2025-05-02")


def test_a_range_that_runs_into_the_future_began_before_its_end() -> None:
    first, last = found("It will/MD run/VB from June 23 to August 9 .")
    assert (first.value, last.value) == ("2025-06-23", "2025-08-09")


def test_a_week_of_work_lies_in_one_week() -> None:
    first, last = found("They struck/VBD from Monday to Friday .")
    assert (first.value, last.value) == ("2025-06-23", "2025-06-27")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They lost/VBD in January and February 1937 .", ["1937-01", "1937-02"]),
        ("They lost/VBD between July and March 1937 .", ["1936-07", "1937-03"]),
        ("Schools were shut/VBN from March to May last year .", ["2024-03", "2024-05"]),
        ("It fell/VBD on May 6 and 7 , 1954 .", ["1954-05-06", "1954-05-07"]),
        ("She worked/VBD there in 1997 , 1998 and 1999 .", ["1997", "1998", "1999"]),
    ],
)
def test_joined_dates_share_their_year(text: str, values: list[str]) -> None:
    assert [t.value for t in found(text)] == values


@pytest.mark.parametrize(
    ("second", "value"),
    [
        ("Two days later it closed/VBD .", "2020-05-08"),
        ("The next day it closed/VBD .", "2020-05-07"),
        ("The same day it closed/VBD .", "2020-05-06"),
        ("A month earlier it had opened/VBN .", "2020-04"),
        ("The following Monday it closed/VBD .", "2020-05-11"),
        ("That year it closed/VBD .", "2020"),
        ("The year before it had opened/VBN .", None),
        ("It had opened/VBN the year before .", "2019"),
    ],
)
def test_counted_from_the_day_before(second: str, value: str | None) -> None:
    expressions = found("It was sold/VBN on May 6 , 2020 .", second)
    later = expressions[1:]
    assert [t.value for t in later] == ([value] if value else [])
    assert all(t.anchor == "previous" for t in later)


def test_the_next_day_needs_a_day() -> None:
    time = only("The next day it closed/VBD .")
    assert (time.status, time.anchor, time.value) == ("unresolved", "unknown", "XXXX-XX-XX")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It began/VBD at 10:30 p.m. on Monday .", "2025-06-30T22:30"),
        ("It began/VBD on Monday at noon .", "2025-06-30T12:00"),
        ("It began/VBD at 0900 GMT on Monday .", "2025-06-30T09:00Z"),
        ("It began/VBD at 9am .", "XXXX-XX-XXT09:00"),
    ],
)
def test_times_of_day(text: str, value: str) -> None:
    clock = next(t for t in found(text) if t.type == "TIME")
    assert clock.value == value


def test_a_story_is_anchored_in_itself() -> None:
    story = document("It began/VBD on December 7 , 1941 .", "In January it went/VBD on .", "On 14 February it fell/VBD .")
    narrative = [t.value for t in times(story, date(2025, 7, 1), "narrative")]
    news = [t.value for t in times(story, date(2025, 7, 1), "news")]
    assert narrative == ["1941-12-07", "1942-01", "1942-02-14"]
    assert news == ["1941-12-07", "2025-01", "2025-02-14"]


def test_the_mode_is_read_from_the_text() -> None:
    years = [f"On May {n} , 19{n + 30} it fell/VBD ." for n in range(1, 12)]
    story = times(document(*years, "In June it rose/VBD ."), date(2025, 7, 1))
    assert story[-1].value == "1941-06"
    news = times(document(*years[:2], "On Monday it spoke/VBD .", "In June it rose/VBD ."), date(2025, 7, 1))
    assert news[-1].value == "2025-06"
