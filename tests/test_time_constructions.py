"""Constructions that are easily misread: comparisons, plans, names, halves, years that lie in two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.enrich.time import times
from claimcheck.enrich.timex.pattern import number_of
from tests.timexes import PUBLISHED, document, found, only

DAYS = st.dates(date(1600, 1, 1), date(2099, 12, 31))
MONTHS = "January February March April May June July August September October November December".split()
COUNTS = "one two three four five six seven eight nine ten eleven twelve".split()


@pytest.mark.parametrize("tail", ["than/IN planned/VBN .", "than/IN usual/JJ .", "than/IN it should/MD have/VB ."])
@pytest.mark.parametrize("side", ["later", "earlier"])
def test_later_than_is_a_length_and_no_date(side: str, tail: str) -> None:
    time = only("It fell/VBD on May 6 , 2020 .", f"The plant opened/VBD 14 months/NNS {side} {tail}")
    assert (time.text, time.type, time.value) == ("14 months", "DURATION", "P14M")


def test_later_without_than_counts_from_the_day_before() -> None:
    time = only("It fell/VBD on May 6 , 2020 .", "The plant opened/VBD two/CD days/NNS later .")
    assert (time.value, time.anchor) == ("2020-05-08", "previous")


def test_half_an_hour_later_keeps_its_half() -> None:
    assert only("The truck came/VBD half an hour/NN later .").text == "half an hour later"
    assert only("It fell/VBD on May 6 , 2020 .", "It closed/VBD half a year/NN later .").value == "2020-11"


@pytest.mark.parametrize("modal", ["may", "might", "should", "must", "would", "could"])
def test_a_modal_verb_looks_ahead(modal: str) -> None:
    assert only(f"Workers {modal}/MD strike/VB on Friday .").value == "2025-07-04"


def test_a_perfect_behind_a_modal_verb_looks_back() -> None:
    assert only("He would/MD have/MD left/VBN on Friday .").value == "2025-06-27"


@pytest.mark.parametrize("plan", ["scheduled", "planned", "slated", "expected"])
def test_what_is_planned_for_a_day_lies_ahead(plan: str) -> None:
    (time,) = times(_planned(plan), PUBLISHED)
    assert time.value == "2025-07-26"


def _planned(plan: str):  # type: ignore[no-untyped-def]
    from claimcheck.tree import read_conllu

    lemma = {"planned": "plan"}.get(plan, plan.removesuffix("d") if plan != "expected" else "expect")
    rows = [
        ("The", "the", "DET", "DT", 2, "det"),
        ("rally", "rally", "NOUN", "NN", 6, "nsubj"),
        (plan, lemma, "VERB", "VBN", 2, "acl"),
        ("for", "for", "ADP", "IN", 5, "case"),
        ("July 26", "July 26", "PROPN", "NNP", 3, "obl"),
        ("moved", "move", "VERB", "VBD", 0, "root"),
    ]
    text, lines, at = " ".join(r[0] for r in rows), [], 0
    for number, (form, base, upos, xpos, head, relation) in enumerate(rows, 1):
        lines.append(f"{number}\t{form}\t{base}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\tstart_char={at}|end_char={at + len(form)}")
        at += len(form) + 1
    return read_conllu(f"# text = {text}\n# start_char = 0\n" + "\n".join(lines) + "\n\n")


def test_a_quarter_that_has_only_begun_is_left_open_in_the_past_tense() -> None:
    time = only("Sales fell/VBD in/IN Q3 .")
    assert (time.status, time.candidates) == ("unresolved", ("2024-Q3", "2025-Q3"))
    assert only("Sales fell/VBD in/IN Q1 .").value == "2025-Q1"


def test_the_weekday_before_last() -> None:
    assert only("He died/VBD the Sunday before last .").value == "2025-06-22"
    assert only("He died/VBD last Sunday .").value == "2025-06-29"


def test_so_long_from_now() -> None:
    assert only("The mine will/MD close/VB in/IN two/CD years'/NNS time .").value == "2027"
    assert only("It ends/VBZ three/CD weeks/NNS from/IN now .").value == "2025-W30"


@pytest.mark.parametrize("text", ["His Tomorrow/NNP Group/NNP fell/VBD .", "TODAY NICARAGUA/NNP wrote/VBD it .", "He read/VBD USA Today ."])
def test_a_name_is_no_day(text: str) -> None:
    assert found(text) == []


def test_a_shouted_headline_may_speak_of_today() -> None:
    assert only("Today/NN we fell/VBD .").value == "2025-07-01"


def test_a_year_that_lies_in_two_has_no_days() -> None:
    time = only("Exports fell/VBD in/IN 2021/22 .")
    assert (time.value, time.begin, time.end) == ("2021/2022", None, None)
    time = only("He ruled/VBD in/IN 2011-2014 .")
    assert (time.begin, time.end) == (date(2011, 1, 1), date(2014, 12, 31))


def test_the_day_of_a_row_is_the_day_last_spoken_of() -> None:
    time = only("They came/VBD on May 6 , 2020 .", "It was/VBD the third game of the day .")
    assert (time.text, time.value) == ("the day", "2020-05-06")
    assert found("It is/VBZ the burning question of the day .") == []


def test_later_in_the_day_is_the_day_last_spoken_of() -> None:
    time = only("They came/VBD on Friday .", "Later in the day they left/VBD .")
    assert (time.value, time.anchor) == ("2025-06-27", "previous")


def test_the_year_of_a_name_does_not_move_the_story() -> None:
    story = [f"In March {year} the war grew/VBD ." for year in range(1930, 1940)]
    sentences = document(*story, "The 1968/CD report praised/VBD it .", "In June it ended/VBD .")
    assert [t.value for t in times(sentences, PUBLISHED, "narrative")][-1] == "1939-06"


def test_recent_years_without_a_publication_date_are_no_story() -> None:
    recent = [f"Sales fell/VBD in/IN {month} 2022 ." for month in MONTHS[:9]]
    time = times(document(*recent, "They rose/VBD in/IN October ."), None)[-1]
    assert (time.status, time.value) == ("unresolved", "XXXX-10")


@given(DAYS, st.sampled_from(["{m} {d}, {y}", "{d} {m} {y}", "{y}-{n:02}-{d:02}", "{d}/{n}/{y}", "the {d}th of {m} {y}"]))
def test_a_written_day_comes_back(day: date, form: str) -> None:
    written = form.format(m=MONTHS[day.month - 1], d=day.day, y=f"{day.year:04}", n=day.month)
    time = only(f"It fell/VBD on {written} .")
    readings = time.candidates or (time.value,)
    assert day.isoformat() in readings
    assert time.candidates or (time.begin, time.end) == (day, day)


@given(DAYS, st.sampled_from(COUNTS), st.sampled_from(["ago", "later"]))
def test_counted_days_come_back(day: date, count: str, side: str) -> None:
    step = timedelta(int(number_of(count) or 0))
    if side == "ago":
        assert only(f"It fell/VBD {count} days/NNS ago .", published=day).begin == day - step
    else:
        written = f"{MONTHS[day.month - 1]} {day.day} , {day.year:04}"
        assert only(f"It fell/VBD on {written} .", f"It rose/VBD {count} days/NNS later .").begin == day + step


@given(DAYS, st.integers(0, 6), st.sampled_from(["left/VBD", "will/MD leave/VB"]))
def test_a_weekday_is_within_a_week_on_the_side_of_its_tense(day: date, number: int, verb: str) -> None:
    name = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()[number]
    time = only(f"He {verb} on {name} .", published=day)
    assert time.begin is not None and time.begin.weekday() == number
    distance = (time.begin - day).days
    assert -6 <= distance <= 0 if "VBD" in verb else 0 <= distance <= 6


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("He left/VBD on Wednesday last week .", "2025-06-25"),
        ("He left/VBD on Monday of this week .", "2025-06-30"),
        ("He will/MD leave/VB on Friday next week .", "2025-07-11"),
        ("He left/VBD on Wednesday night last week .", "2025-06-25TNI"),
    ],
)
def test_a_weekday_of_a_week(words: str, value: str) -> None:
    assert only(words).value == value


def test_the_week_of_something_else_does_not_move_the_weekday() -> None:
    assert [t.value for t in found("It fell/VBD on Wednesday , last week's/NN vote .")] == ["2025-06-25", "2025-W26"]


def test_what_is_to_happen_lies_ahead() -> None:
    from claimcheck.tree import read_conllu

    # are -cop-> meet <-mark- to: parsers take this "be" for a copula
    rows = ["They they PRON PRP 4 nsubj", "are be AUX VBP 4 cop", "to to PART TO 4 mark", "meet meet VERB VB 0 root"]
    rows += ["on on ADP IN 6 case", "Wednesday Wednesday PROPN NNP 4 obl"]
    lines, at = [], 0
    for number, row in enumerate(rows, 1):
        form, lemma, upos, xpos, head, relation = row.split()
        lines.append(f"{number}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\tstart_char={at}|end_char={at + len(form)}")
        at += len(form) + 1
    text = " ".join(row.split()[0] for row in rows)
    (time,) = times(read_conllu(f"# text = {text}\n# start_char = 0\n" + "\n".join(lines) + "\n\n"), PUBLISHED)
    assert time.value == "2025-07-02"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It closed/VBD at ten o'clock at night .", "XXXX-XX-XXT22:00"),
        ("It closed/VBD at ten o'clock in the morning .", "XXXX-XX-XXT10:00"),
        ("It closed/VBD at two o'clock at night .", "XXXX-XX-XXT02:00"),
    ],
)
def test_a_full_hour_takes_its_half_of_the_day(text: str, value: str) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "Demand is/VBZ higher today than in 1990 .",
        "It is/VBZ as strong today as it was/VBD then .",
        "We need/VBP it in today's western society .",
    ],
)
def test_today_for_nowadays_is_no_day(text: str) -> None:
    assert "PRESENT_REF" in [t.value for t in found(text) if t.text == "today"]


@pytest.mark.parametrize("text", ["The report , finished in 1990 , was/VBD published/VBN today .", "It follows/VBZ today's vote ."])
def test_today_is_the_day_of_publication(text: str) -> None:
    assert "2025-07-01" in [t.value for t in found(text) if t.text == "today"]


@pytest.mark.parametrize(
    "text", ["It happens/VBZ every now and again .", "The future of the car is/VBZ open .", "They are/VBP aged 5 to 11 ."]
)
def test_words_of_time_that_give_none(text: str) -> None:
    assert found(text) == []


def _days(sentence: str) -> list[str | None]:
    return [time.value for time in found(sentence)]


def test_a_forecast_goes_on_from_day_to_day() -> None:
    assert _days("Perth is/VBZ bracing/VBG for rain on Tuesday and storms on Wednesday .") == ["2025-07-01", "2025-07-02"]


def test_what_a_forecast_comes_after_lies_back() -> None:
    assert _days("She is/VBZ in hospital on Tuesday after a crash on Thursday .") == ["2025-07-01", "2025-06-26"]


def test_what_is_over_does_not_go_on() -> None:
    assert _days("The market fell/VBD on Tuesday and the bank closed/VBD on Wednesday .") == ["2025-07-01", "2025-06-25"]
