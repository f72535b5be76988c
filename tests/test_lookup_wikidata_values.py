"""Wikibase's values: dates in all precisions and calendars, amounts, and whatever else an answer may hold."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.sources.wikidata import Wikidata
from claimcheck.lookup.sources.wikidata_entities import entities
from claimcheck.lookup.sources.wikidata_names import fold
from claimcheck.lookup.sources.wikidata_properties import properties, qualifiers, units
from claimcheck.lookup.sources.wikidata_values import Amount, Item, Moment, Nothing, Unknown, Words, value_of
from tests.lookup_driver import answer, drive
from tests.wikibase import JULIAN, entity, hits, quantity, snak, statement, time
from tests.wikibase import answer as items


def moment(text: str, precision: int = 11, **more: Any) -> Moment:
    value = value_of(snak("P585", time(text, precision, **more)))
    assert isinstance(value, Moment)
    return value


@pytest.mark.parametrize(
    ("text", "precision", "value", "begin", "end", "grain", "shown"),
    [
        ("+2023-05-07T00:00:00Z", 11, "2023-05-07", date(2023, 5, 7), date(2023, 5, 7), "day", "7 May 2023"),
        ("+00000002023-05-07T00:00:00Z", 11, "2023-05-07", date(2023, 5, 7), date(2023, 5, 7), "day", "7 May 2023"),
        ("+2023-05-07T14:30:00Z", 13, "2023-05-07", date(2023, 5, 7), date(2023, 5, 7), "day", "7 May 2023"),
        ("+2024-02-00T00:00:00Z", 10, "2024-02", date(2024, 2, 1), date(2024, 2, 29), "month", "February 2024"),
        ("+2023-00-00T00:00:00Z", 9, "2023", date(2023, 1, 1), date(2023, 12, 31), "year", "2023"),
        ("+2023-01-01T00:00:00Z", 9, "2023", date(2023, 1, 1), date(2023, 12, 31), "year", "2023"),
        ("+1934-00-00T00:00:00Z", 8, "193", date(1930, 1, 1), date(1939, 12, 31), "decade", "1930s"),
        ("+1900-00-00T00:00:00Z", 7, "18", date(1800, 1, 1), date(1899, 12, 31), "century", "19th century"),
        ("+1801-00-00T00:00:00Z", 7, "18", date(1800, 1, 1), date(1899, 12, 31), "century", "19th century"),
    ],
)
def test_precision_says_how_long_a_date_is(text: str, precision: int, value: str, begin: date, end: date, grain: str, shown: str) -> None:
    found = moment(text, precision)
    assert (found.value, found.begin, found.end, found.grain, found.shown) == (value, begin, end, grain, shown)


@pytest.mark.parametrize(
    ("text", "precision", "more", "shown"),
    [
        ("-0044-03-15T00:00:00Z", 11, {}, "44 BC"),
        ("-3000-00-00T00:00:00Z", 7, {}, "a date that is not compared"),
        ("+2000-00-00T00:00:00Z", 6, {}, "a date that is not compared"),
        ("+13798000000-00-00T00:00:00Z", 9, {}, "a date that is not compared"),
        ("+2023-05-07T00:00:00Z", 11, {"calendar": "http://www.wikidata.org/entity/Q1"}, "a date that is not compared"),
        ("+1700-05-00T00:00:00Z", 10, {"calendar": JULIAN}, "May 1700 in the Julian calendar"),
        ("+2023-00-00T00:00:00Z", 9, {"after": 2}, "2023, give or take"),
    ],
)
def test_what_is_no_stretch_of_our_calendar_has_no_value(text: str, precision: int, more: dict[str, Any], shown: str) -> None:
    found = moment(text, precision, **more)
    assert (found.value, found.begin, found.end, found.shown) == (None, None, None, shown)


@pytest.mark.parametrize(
    ("text", "gregorian"),
    [
        ("+1917-10-25T00:00:00Z", date(1917, 11, 7)),
        ("+1582-10-05T00:00:00Z", date(1582, 10, 15)),
        ("+1900-02-29T00:00:00Z", date(1900, 3, 13)),
        ("+1616-04-23T00:00:00Z", date(1616, 5, 3)),
    ],
)
def test_a_julian_day_is_the_gregorian_one(text: str, gregorian: date) -> None:
    found = moment(text, calendar=JULIAN)
    assert (found.value, found.begin) == (gregorian.isoformat(), gregorian)
    assert found.shown.endswith("in the Julian calendar)")


def test_a_julian_year_keeps_its_number() -> None:
    assert moment("+1231-00-00T00:00:00Z", 9, calendar=JULIAN).value == "1231"


@given(st.dates(date(200, 3, 1), date(2100, 2, 28)))
def test_julian_days_follow_each_other(day: date) -> None:
    first = moment(f"+{day.year:04}-{day.month:02}-{day.day:02}T00:00:00Z", calendar=JULIAN).begin
    following = day + timedelta(days=1)
    second = moment(f"+{following.year:04}-{following.month:02}-{following.day:02}T00:00:00Z", calendar=JULIAN).begin
    leap_day_between = (day.month, day.day) == (2, 28) and day.year % 4 == 0 and following.month == 3
    assert first is not None and second is not None
    assert second - first == timedelta(days=2 if leap_day_between else 1)


@pytest.mark.parametrize(
    "value",
    [
        time("2023-05-07"),
        time("+2023-13-07T00:00:00Z"),
        time("+2023-02-30T00:00:00Z"),
        time("+2023-00-00T00:00:00Z", 11),
        time("+1900-02-30T00:00:00Z", calendar=JULIAN),
        {"type": "time", "value": {"time": "+2023-05-07T00:00:00Z", "precision": True}},
        {"type": "time", "value": "+2023"},
        {"type": "time"},
    ],
)
def test_dates_that_are_none(value: dict[str, Any]) -> None:
    assert value_of(snak("P585", value)) is None


def amount(*arguments: str, **bounds: str) -> Amount:
    value = value_of(snak("P1082", quantity(*arguments, **bounds)))
    assert isinstance(value, Amount)
    return value


def test_amounts_are_exact() -> None:
    assert amount("+1000") == Amount(1000, "1,000")
    assert amount("-5.50") == Amount(-5.5, "-5.50")
    assert amount("+123456789012345678901234567890").value == 123456789012345678901234567890
    assert amount("+3500", "Q712226").unit == "Q712226"


def test_bounds_count_where_they_leave_room() -> None:
    found = amount("+1000", upperBound="+1010", lowerBound="+990")
    assert (found.low, found.high) == (990, 1010)
    assert amount("+1000", upperBound="+1000", lowerBound="+1000").low is None
    assert amount("+1000", upperBound="+900", lowerBound="+800").low is None
    assert amount("+1000", upperBound="+1010").high is None


@pytest.mark.parametrize("text", ["", "1e5", "NaN", "+Infinity", "1" * 40, "١٢", "+1,000", 5])
def test_amounts_that_are_none(text: Any) -> None:
    assert value_of(snak("P1082", quantity(text))) is None


def test_other_values() -> None:
    assert value_of(snak("P17", "Q30")) == Item("Q30")
    assert value_of(snak("P17", {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": 30}})) == Item("Q30")
    assert value_of(snak("P17", kind="somevalue")) == Unknown()
    assert value_of(snak("P17", kind="novalue")) == Nothing()
    assert value_of(snak("P1448", {"type": "monolingualtext", "value": {"language": "en", "text": "The <b>Bank</b>"}})) == Words("The Bank")
    assert value_of(snak("P1545", "29")) == Words("29")
    assert value_of(snak("P625", {"type": "globecoordinate", "value": {"latitude": 1.5, "longitude": 2.5}})) is None
    for other in ("P1687", "L123", "L1-F1", "Q0", "q30", "Q30|Q31", None, 30):
        assert value_of(snak("P17", {"type": "wikibase-entityid", "value": {"id": other}})) is None


def test_the_tables_are_whole() -> None:
    for key, known in properties().items():
        assert key == known.id and key[0] == "P" and key[1:].isdigit()
        assert known.role in ("object", "complement", "place", "time", "quantity"), key
        assert known.words and all(word == word.casefold() and " " not in word for word in known.words), key
        assert known.kind in (None, "person", "organization", "location"), key
    assert set(qualifiers()) >= {"P580", "P582", "P585"}
    assert units()["square kilometre"].symbol == "km2" and units()["euro"].kind == "money"
    labels = [known.label for known in properties().values()]
    assert len(labels) == len(set(labels))


def test_names_are_compared_without_accents_and_articles() -> None:
    assert fold("The  République of Árdania") == fold("Republique of Ardania")
    assert fold("U.S.") == "us" and fold("…") == "" and fold("The") == "the"


# -- hostile answers --------------------------------------------------------------------------------------------

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**12)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["Q5", "P39", "value"])
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8
)

WHOLE = entity(
    "Q1",
    "Ann Lee",
    statement("P31", "Q5"),
    statement("P39", "Q2", ("P580", time("+2020-01-01T00:00:00Z")), ("P1545", "3"), references=1, link="https://x.example/"),
    statement("P569", time("+1980-00-00T00:00:00Z", 9)),
    statement("P2218", quantity("+5", "Q3", upperBound="+6", lowerBound="+4")),
)


def places(whole: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all parts of a JSON value, itself included."""
    yield at
    for key, value in whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ():
        yield from places(value, (*at, key))


def replaced(whole: Any, at: tuple[Any, ...], part: Any) -> Any:
    if not at or not isinstance(whole, dict | list):
        return part
    changed = copy(whole)
    if isinstance(changed, list) or at[0] in changed:
        changed[at[0]] = replaced(changed[at[0]], at[1:], part)
    return changed


@st.composite
def spoilt(draw: st.DrawFn, whole: Any) -> Any:
    """The value with up to three of its parts replaced by anything."""
    for at in draw(st.lists(st.sampled_from(list(places(whole))), max_size=3)):
        try:
            whole = replaced(whole, at, draw(JSON))
        except (IndexError, TypeError):
            continue  # what was there is gone already
    return whole


@settings(max_examples=150, deadline=None)
@given(spoilt(hits("Ann Lee", ("Q1", "Ann Lee", "politician"))), spoilt(items(WHOLE)), spoilt(items(WHOLE)))
def test_no_answer_of_any_shape_raises(found: Any, whole: Any, labels: Any) -> None:
    query = Query("c-1", names=(Name("Ann Lee", "person"),), words=("appoint", "born", "worth"), begin=date(2020, 5, 5))

    def answers(request: Any) -> Any:
        sent = dict(request.params)
        value = found if sent["action"] == "wbsearchentities" else whole if "claims" in sent["props"] else labels
        return answer(request, value)

    for evidence in drive(Wikidata(), query, answers, limit=20).evidence:
        assert "\n" not in evidence.text and evidence.url.startswith("https://www.wikidata.org/w/index.php?title=Q")
        for said in evidence.statements or ():
            for part in (*said.participants, *said.times, *said.quantities):
                assert part.span.slice(evidence.text) == part.text
            assert said.predicate_span.slice(evidence.text) == said.predicate
            assert said.span.slice(evidence.text) == said.text


@given(JSON)
def test_nothing_is_made_of_nothing(value: Any) -> None:
    read = entities({"entities": value}, properties())
    assert read is None or all(key[0] == "Q" for key in read)
    assert value_of(value) is None
