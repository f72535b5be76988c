"""The World Bank source: which indicator, which economies, which years, and what is made of the answer. All figures are invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.sources.world_bank import WorldBank
from claimcheck.lookup.sources.world_bank_economies import code_of, economies
from claimcheck.lookup.sources.world_bank_indicators import topic_of, topics
from tests import cassettes
from tests.lookup_driver import answer, drive
from tests.lookup_playing import play

INDIA, CHINA = Name("India", "location"), Name("China", "location")
LABEL = "Inflation, consumer prices (annual %)"


def row(code: str, name: str, year: int, value: Any, indicator: str = "FP.CPI.TOTL.ZG", label: str = LABEL, **more: Any) -> dict[str, Any]:
    return {
        "indicator": {"id": indicator, "value": label},
        "country": {"id": code, "value": name},
        "countryiso3code": f"{code}X",
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 1,
        **more,
    }


def rows(*found: dict[str, Any]) -> list[Any]:
    """What the service sends."""
    paging = {"page": 1, "pages": 1, "per_page": 200, "total": len(found), "sourceid": "2", "lastupdated": "2024-12-16"}
    return [paging, list(found) or None]


def query(*words: str, names: tuple[Name, ...] = (INDIA,), **more: Any) -> Query:
    return Query("c-1", names=names, words=words, **more)


def serving(value: Any, asked: list[str] | None = None) -> Callable[[Request], Answer | Failure]:
    def answers(request: Request) -> Answer | Failure:
        if asked is not None:
            asked.append(request.shown)
        return answer(request, value)

    return answers


YEAR_2022 = {"begin": date(2022, 1, 1), "end": date(2022, 12, 31)}


def test_a_series_as_text_and_as_statements() -> None:
    asked: list[str] = []
    value = rows(row("IN", "India", 2022, 4.24903414), row("IN", "India", 2021, 5.0))
    found = drive(WorldBank(), query("inflation", as_of=date(2025, 7, 2), **YEAR_2022), serving(value, asked))

    assert asked == ["https://api.worldbank.org/v2/country/IN/indicator/FP.CPI.TOTL.ZG?format=json&date=2021:2022&per_page=200"]
    assert not found.failures
    (series,) = found.evidence
    assert series.text == f"{LABEL}, India, 2021: 5\n{LABEL}, India, 2022: 4.25"
    assert (series.kind, series.title) == ("series", f"{LABEL} – India")
    assert series.url == "https://data.worldbank.org/indicator/FP.CPI.TOTL.ZG?locations=IN"
    assert (series.licence, series.modified, series.as_of) == ("CC BY 4.0", "2024-12-16", "then")
    before, said = series.statements or ()
    assert before.span.slice(series.text) == before.text == f"{LABEL}, India, 2021: 5"
    assert said.span.slice(series.text) == said.text == f"{LABEL}, India, 2022: 4.25"
    assert said.predicate_span.slice(series.text) == said.predicate == LABEL
    (economy,) = said.participants
    assert (economy.role, economy.names, economy.kind) == ("subject", ("India",), "location")
    assert economy.span.slice(series.text) == "India"
    (year,) = said.times
    assert (year.value, year.begin, year.end, year.grain) == ("2022", date(2022, 1, 1), date(2022, 12, 31), "year")
    assert year.span.slice(series.text) == "2022"
    (amount,) = said.quantities
    assert (amount.value, amount.unit_kind, amount.unit) == (4.25, "percent", "%")
    assert amount.span.slice(series.text) == amount.text == "4.25"


def test_a_year_without_a_figure_is_silent_not_zero() -> None:
    value = rows(row("IN", "India", 2022, None), row("IN", "India", 2021, 0))
    (series,) = drive(WorldBank(), query("inflation", **YEAR_2022), serving(value)).evidence
    assert series.text == f"{LABEL}, India, 2021: 0"
    assert drive(WorldBank(), query("inflation", **YEAR_2022), serving(rows(row("IN", "India", 2022, None)))).evidence == ()
    assert drive(WorldBank(), query("inflation", **YEAR_2022), serving(rows())).evidence == ()


def test_two_countries_are_one_request_and_two_series() -> None:
    asked: list[str] = []
    value = rows(row("CN", "China", 2022, 2.0), row("IN", "India", 2022, 4.25), row("BR", "Brazil", 2022, 9.0))
    found = drive(WorldBank(), query("inflation", names=(INDIA, CHINA), **YEAR_2022), serving(value, asked))
    assert ["country/IN;CN/" in address for address in asked] == [True]
    assert [series.title.rpartition(" ")[2] for series in found.evidence] == ["India", "China"]
    assert len(drive(WorldBank(), query("inflation", names=(INDIA, CHINA), **YEAR_2022), serving(value), limit=1).evidence) == 1


def test_the_same_thing_in_two_measures() -> None:
    asked: list[str] = []

    def answers(request: Request) -> Answer:
        asked.append(request.url.rpartition("/")[2])
        value = 2.4 if asked[-1].endswith("ZS") else 71_363_194_801.2
        return answer(request, rows(row("IN", "India", 2022, value, asked[-1], "Military expenditure")))

    found = drive(WorldBank(), query("military", "spending", **YEAR_2022), answers)
    assert asked == ["MS.MIL.XPND.GD.ZS", "MS.MIL.XPND.CD"]
    share, amount = ((series.statements or ())[0].quantities[0] for series in found.evidence)
    assert (share.value, share.unit) == (2.4, "%")
    assert (amount.text, amount.value, amount.unit_kind, amount.unit) == ("71,363,194,801", 71_363_194_801, "money", "USD")


def test_a_figure_in_millions_is_the_plain_number() -> None:
    value = rows(row("IN", "India", 2022, 2500.45, "EN.GHG.CO2.MT.CE.AR5", "Carbon dioxide emissions (Mt)"))
    (series,) = drive(WorldBank(), query("carbon", "emission", **YEAR_2022), serving(value)).evidence
    (amount,) = (series.statements or ())[0].quantities
    assert (amount.text, amount.value, amount.unit) == ("2,500.45", 2_500_450_000, "t")


@pytest.mark.parametrize(
    ("more", "when"),
    [
        ({"as_of": date(2025, 7, 2)}, "date=2020:2024"),
        ({}, "mrv=5"),
        ({"begin": date(2010, 3, 1), "end": date(2020, 1, 1)}, "date=2009:2020"),
        ({"begin": date(1960, 1, 1)}, "date=1960:1960"),
    ],
)
def test_which_years_are_asked_for(more: dict[str, Any], when: str) -> None:
    asked: list[str] = []
    drive(WorldBank(), query("inflation", **more), serving(rows(), asked))
    assert when in asked[0]


def test_years_before_the_first_figure_ask_nothing() -> None:
    asked: list[str] = []
    drive(WorldBank(), query("inflation", begin=date(1900, 1, 1)), serving(rows(), asked))
    assert asked == []


def test_only_the_years_asked_for_are_shown() -> None:
    value = rows(*(row("IN", "India", year, 1.5) for year in range(2009, 2021)))
    asked = query("inflation", begin=date(2010, 3, 1), end=date(2020, 1, 1))
    (series,) = drive(WorldBank(), asked, serving(value)).evidence
    assert [line.rpartition(", ")[2][:4] for line in series.text.splitlines()] == ["2009", "2010", "2019", "2020"]


def test_an_update_after_the_article_is_not_of_then() -> None:
    value = rows(row("IN", "India", 2022, 4.25))
    (series,) = drive(WorldBank(), query("inflation", as_of=date(2024, 1, 1), **YEAR_2022), serving(value)).evidence
    assert series.as_of is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("inflation",), "FP.CPI.TOTL.ZG"),
        (("gdp",), "NY.GDP.MKTP.CD"),
        (("economy", "grow"), "NY.GDP.MKTP.KD.ZG"),
        (("gdp", "capita"), "NY.GDP.PCAP.CD"),
        (("population",), "SP.POP.TOTL"),
        (("expectancy", "life"), "SP.DYN.LE00.IN"),
        (("unemployment",), "SL.UEM.TOTL.ZS"),
        (("unemployment", "youth"), "SL.UEM.1524.ZS"),
        (("debt", "gdp"), "GC.DOD.TOTL.GD.ZS"),
        (("export", "rise"), "NE.EXP.GNFS.CD"),
    ],
)
def test_words_lead_to_one_indicator(words: tuple[str, ...], code: str) -> None:
    topic = topic_of(words)
    assert topic is not None and topic.series[0].code == code


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "nothing is measured"),
        (("army", "kill"), "nothing that the table has"),
        (("poverty", "unemployment"), "two topics with the same right"),
        (("gdp", "deficit"), "the deficit is measured"),
        (("inflation", "food"), "of food only"),
        (("gdp", "growth", "quarter"), "of a quarter; and its growth is not its size"),
        (("export", "wheat"), "of one good"),
        (("population", "prison"), "of prisons"),
    ],
)
def test_words_that_lead_nowhere(words: tuple[str, ...], why: str) -> None:
    assert topic_of(words) is None, why


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("India", "IN"),
        ("Indian", "IN"),
        ("the Netherlands", "NL"),
        ("US", "US"),
        ("U.S.", "US"),
        ("United States of America", "US"),
        ("UK", "GB"),
        ("Britain", "GB"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("Burma", "MM"),
        ("DR Congo", "CD"),
        ("Republic of the Congo", "CG"),
        ("South Korea", "KR"),
        ("Bosnia and Herzegovina", "BA"),
        ("Saint Lucia", "LC"),
        ("Kosovo", "XK"),
        ("European Union", "EUU"),
    ],
)
def test_economies_by_the_names_of_the_news(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("name", ["us", "Scotland", "Taiwan", "Vatican", "Soviet Union", "Ardania", "Bombay", "", "IN", "United Nations"])
def test_names_without_figures_of_their_own(name: str) -> None:
    assert code_of(name) is None


def test_a_person_is_no_country() -> None:
    assert economies([Name("Jordan", "person"), Name("Chad", "location")]) == {"TD": "Chad"}


def test_only_codes_and_years_are_sent() -> None:
    asked: list[str] = []
    names = (Name("Ann Lee", "person"), INDIA)
    drive(WorldBank(), query("inflation", "minister", names=names, **YEAR_2022), serving(rows(), asked))
    assert len(asked) == 1
    assert not any(word in asked[0] for word in ("Lee", "India", "inflation", "minister"))


def test_an_abbreviation_that_passes_for_a_name() -> None:
    asked: list[str] = []
    drive(WorldBank(), query(names=(Name("GDP", "other"), INDIA), **YEAR_2022), serving(rows(), asked))
    assert len(asked) == 1 and "/IN/indicator/NY.GDP.MKTP.CD?" in asked[0]


def test_without_a_country_or_an_indicator_nothing_is_asked() -> None:
    asked: list[str] = []
    drive(WorldBank(), query("inflation", names=(Name("Ann Lee", "person"),)), serving(rows(), asked))
    drive(WorldBank(), query("kill"), serving(rows(), asked))
    assert asked == []


def test_an_error_with_the_status_of_success() -> None:
    request = Request("https://api.worldbank.org/v2/country/XX/indicator/Y")
    body = [{"message": [{"id": "120", "key": "Invalid value", "value": "The provided parameter value is <i>not</i> valid"}]}]
    failure = WorldBank().judge(answer(request, body))
    assert failure is not None and failure.kind == "service-error" and "is not valid" in failure.message
    down = [{"message": [{"id": "105", "key": "Service currently unavailable"}]}]
    failure = WorldBank().judge(answer(request, down))
    assert failure is not None and failure.kind == "busy"
    failure = WorldBank().judge(answer(request, {"rows": []}))
    assert failure is not None and failure.kind == "malformed"
    assert WorldBank().judge(answer(request, rows(row("IN", "India", 2022, 1)))) is None


def test_one_series_that_fails_does_not_lose_the_other() -> None:
    def answers(request: Request) -> Answer | Failure:
        if request.url.endswith("ZS"):
            return Failure("timeout", "too slow", request)
        return answer(request, rows(row("IN", "India", 2022, 81e9, "MS.MIL.XPND.CD")))

    found = drive(WorldBank(), query("military", "budget", **YEAR_2022), answers)
    assert [failure.kind for failure in found.failures] == ["timeout"]
    assert len(found.evidence) == 1


def test_the_table_is_whole() -> None:
    codes = [series.code for topic in topics() for series in topic.series]
    assert all(topic.groups and topic.series and len(topic.series) <= 2 for topic in topics())
    assert all(code.count(".") >= 2 and code.isupper() for code in codes)
    for topic in topics():
        words = [sorted(group)[0] for group in topic.groups]
        assert topic_of(words) is not None, topic.name
        assert not any(group & topic.without for group in topic.groups), topic.name


LEAVES = st.none() | st.booleans() | st.integers(-5, 10**30) | st.floats() | st.text(max_size=6)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "indicator": JSON | st.fixed_dictionaries({"id": st.just("FP.CPI.TOTL.ZG"), "value": LEAVES}),
            "country": JSON | st.fixed_dictionaries({"id": st.just("IN"), "value": LEAVES}),
            "date": JSON | st.sampled_from(["2021", "2022", "2022Q1", "0022"]),
            "value": LEAVES,
        }
    )
    | JSON,
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(JSON | st.tuples(JSON | st.just({"lastupdated": "2024-12-16"}), ROWS))
def test_no_answer_of_any_shape_raises(value: Any) -> None:
    found = drive(WorldBank(), query("inflation", **YEAR_2022), serving(json.loads(json.dumps(value))))
    for series in found.evidence:
        for said in series.statements or ():
            for part in (*said.participants, *said.times, *said.quantities):
                assert part.span.slice(series.text) == part.text
            assert said.span.slice(series.text) == said.text


# -- through the real client ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / "world-bank")


@pytest.mark.vcr
@pytest.mark.default_cassette("inflation.yaml")
def test_two_series_through_the_client() -> None:
    found = play(WorldBank(), query("inflation", names=(INDIA, Name("Nepal", "location")), **YEAR_2022))
    assert found.failures == ()
    assert [series.text for series in found.evidence] == [
        f"{LABEL}, India, 2021: 3.5\n{LABEL}, India, 2022: 4.25",
        f"{LABEL}, Nepal, 2021: 7.08",
    ]


@pytest.mark.vcr
@pytest.mark.default_cassette("invalid-value.yaml")
def test_an_error_that_looks_like_success() -> None:
    found = play(WorldBank(), query("gini", names=(Name("Palestine", "location"),), **YEAR_2022))
    (failure,) = found.failures
    assert failure.kind == "service-error" and failure.message.endswith("The provided parameter value is not valid")
