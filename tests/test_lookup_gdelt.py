"""GDELT: what is asked in which days, and what comes of every shape of answer. All headlines are invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.errors import SettingError
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.gdelt import Gdelt
from tests import cassettes
from tests.lookup_answers import json_like
from tests.lookup_driver import RETRIEVED, answer, drive
from tests.lookup_playing import play

SOURCE = Gdelt()
QUERY = Query(
    "c-1",
    names=(Name("Mary Smith", "person"), Name("Riverton", "location"), Name("Exe", "location")),
    words=("bridge", "cost", "million"),
    begin=date(2025, 6, 10),
    end=date(2025, 6, 12),
    as_of=date(2025, 7, 1),
)
ARTICLE = {
    "url": "https://news.example.org/bridge",
    "url_mobile": "",
    "title": "Bridge of Riverton to cost nine million , says mayor 's office",
    "seendate": "20250611T081500Z",
    "socialimage": "",
    "domain": "news.example.org",
    "language": "English",
    "sourcecountry": "United Kingdom",
}


def found(*values: object, query: Query = QUERY, limit: int = 5) -> tuple[Found, list[Request]]:
    asked: list[Request] = []

    def reply(request: Request) -> Answer | Failure:
        asked.append(request)
        value = values[len(asked) - 1]
        return value if isinstance(value, Failure) else answer(request, value)

    return drive(SOURCE, query, reply, limit), asked


def questions(query: Query) -> list[str]:
    return [dict(request.params)["query"].removesuffix(" sourcelang:english") for request in found({}, {}, query=query)[1]]


def window(**days: date | None) -> tuple[str, str] | None:
    asked = found({}, {}, query=replace(QUERY, **days))[1]  # type: ignore[arg-type]
    params = dict(asked[0].params) if asked else {}
    return (params["startdatetime"], params["enddatetime"]) if params else None


def test_a_headline() -> None:
    (evidence,) = found({"articles": [ARTICLE]})[0].evidence
    assert evidence == Evidence(
        source="gdelt",
        kind="article",
        title="Bridge of Riverton to cost nine million, says mayor's office",
        url="https://news.example.org/bridge",
        text="Bridge of Riverton to cost nine million, says mayor's office",
        dated=date(2025, 6, 11),
        as_of="then",
        answers=evidence.answers,
    )


def test_what_is_asked() -> None:
    result, asked = found({}, {})
    assert result == Found()
    assert dict(asked[0].params) == {
        "query": '"Mary Smith" Riverton bridge cost sourcelang:english',
        "mode": "artlist",
        "format": "json",
        "maxrecords": "15",
        "sort": "hybridrel",
        "startdatetime": "20250609000000",
        "enddatetime": "20250619235959",
    }
    assert dict(asked[1].params)["query"] == '"Mary Smith" Riverton sourcelang:english'
    assert {request.url for request in asked} == {"https://api.gdeltproject.org/api/v2/doc/doc"}


@pytest.mark.parametrize(
    ("names", "words", "expected"),
    [
        (["Riverton"], ["bridge"], ["Riverton bridge", "Riverton"]),
        (["Riverton"], [], ["Riverton"]),
        (["EU"], ["bridge", "cost"], ["bridge cost"]),  # a word of two letters is refused
        (["A B"], ["bridge", "cost"], ["bridge cost"]),  # and a phrase of three
        (["U.S. Army"], [], ['"U.S Army"']),
        (["O'Neill-Smith"], [], ['"O\'Neill Smith"']),
        (['Smith" OR domain:x'], [], ['"Smith OR domain x"']),
        (["(Riverton)"], [], ["Riverton"]),
        (["And", "Not"], ["bridge", "cost", "million"], ["bridge cost million", "bridge cost"]),
        ([], ["bridge"], []),
        (["Zoë Müller"], [], ['"Zoë Müller"']),
    ],
)
def test_terms(names: list[str], words: list[str], expected: list[str]) -> None:
    assert questions(replace(QUERY, names=tuple(map(Name, names)), words=tuple(words))) == expected


@pytest.mark.parametrize(
    ("begin", "end", "as_of", "expected"),
    [
        (date(2025, 6, 10), date(2025, 6, 10), None, ("20250609000000", "20250617235959")),
        (date(2025, 6, 10), None, None, ("20250609000000", "20250617235959")),
        (None, date(2025, 6, 10), None, ("20250609000000", "20250617235959")),
        (date(2025, 6, 28), date(2025, 6, 30), date(2025, 7, 1), ("20250627000000", "20250701235959")),
        (None, None, date(2025, 7, 1), ("20250617000000", "20250701235959")),
        (date(2025, 9, 1), date(2025, 9, 2), date(2025, 7, 1), ("20250617000000", "20250701235959")),
        (date(2025, 6, 12), date(2025, 6, 10), date(2025, 7, 1), ("20250617000000", "20250701235959")),
        (date(2016, 1, 1), date(2017, 1, 2), None, ("20170101000000", "20170109235959")),
        (date(2010, 1, 1), date(2010, 1, 2), None, None),
        (None, None, None, None),
        (date.min, date.min, None, None),
        (date.max, date.max, None, None),
    ],
)
def test_the_days(begin: date | None, end: date | None, as_of: date | None, expected: tuple[str, str] | None) -> None:
    assert window(begin=begin, end=end, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("members", "check"),
    [
        ({"seendate": None}, lambda e: e.dated is None and e.as_of is None),
        ({"seendate": "20259911T081500Z"}, lambda e: e.dated is None),
        ({"seendate": 20250611}, lambda e: e.dated is None),
        ({"title": "A &amp; B <b>in</b> Riverton\u202e"}, lambda e: e.title == "A & B in Riverton"),
        ({"title": "x" * 1_000}, lambda e: len(e.title) == 300),
        ({"title": "Cost ( in $ 5 ) is 3 %"}, lambda e: e.title == "Cost (in $5) is 3%"),
    ],
)
def test_members_that_are_absent_or_wrong(members: dict[str, object], check: Callable[[Evidence], bool]) -> None:
    (evidence,) = found({"articles": [ARTICLE | members]})[0].evidence
    assert check(evidence), evidence


@pytest.mark.parametrize(
    "members",
    [
        {"title": ""},
        {"title": None},
        {"title": "..."},
        {"url": None},
        {"url": "javascript:alert(1)"},
        {"language": "French"},
        {"language": 5},
        {"seendate": "20250911T081500Z"},
    ],
)
def test_articles_that_are_none(members: dict[str, object]) -> None:
    assert found({"articles": [ARTICLE | members]}, {})[0] == Found()


def test_agency_copy_is_shown_once() -> None:
    copy = ARTICLE | {"url": "https://b.example.org/", "title": "BRIDGE of Riverton to cost nine million, says mayor's office"}
    other = ARTICLE | {"url": "https://c.example.org/", "title": "Bridge opens"}
    result = found({"articles": [ARTICLE, copy, other, "x", None]})[0]
    assert [evidence.url for evidence in result.evidence] == [ARTICLE["url"], "https://c.example.org/"]
    assert len(found({"articles": [ARTICLE, copy, other]}, limit=1)[0].evidence) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"Please limit requests to one every 5 seconds or contact us for larger queries.", "rate-limited"),
        (b"<html><body>Please limit requests to one every 5 seconds.</body></html>", "rate-limited"),
        (b"One or more of your keywords were too short, too long or too common: (the)", "service-error"),
        (b"The specified phrase is too short.\n", "service-error"),
        (b"", "service-error"),
        (b"\xff\xfe", "service-error"),
        (b"<!DOCTYPE html><title>Error</title>", "malformed"),
        (b'{"articles": [', "malformed"),
    ],
)
def test_errors_with_the_status_of_success(body: bytes, kind: str) -> None:
    failure = SOURCE.judge(Answer(Request("https://api.gdeltproject.org/"), 200, body, RETRIEVED))
    assert failure is not None and failure.kind == kind
    assert failure.message.isprintable()


@pytest.mark.parametrize("value", [[], 5, "x", {"articles": {}}, {"articles": "x"}])
def test_other_shapes(value: object) -> None:
    failure = SOURCE.judge(answer(Request("https://api.gdeltproject.org/"), value))
    assert failure is not None and failure.kind == "malformed"


def test_a_headline_about_limits_is_no_error() -> None:
    article = ARTICLE | {"title": "Council to limit requests for bridge tickets"}
    assert len(found({"articles": [article]})[0].evidence) == 1


def test_fewer_terms_may_mend_a_failure() -> None:
    common = Failure("service-error", "GDELT answered: too common")
    assert found(common, {"articles": [ARTICLE]})[0].failures == ()
    assert found(common, {})[0].failures == (common,)
    limited = Failure("rate-limited", "GDELT asks for at most one request in five seconds.")
    assert found(limited)[0] == Found((), (limited,))


def test_no_file_is_read(tmp_path: object) -> None:
    with pytest.raises(SettingError):
        Gdelt(file=tmp_path)  # type: ignore[arg-type]
    assert Gdelt(endpoint="http://127.0.0.1:8000/doc").hosts == {"127.0.0.1"}
    assert SOURCE.ready() is None


@settings(max_examples=100, deadline=None)
@given(
    json_like(
        ["articles", "url", "title", "seendate", "language", "domain"],
        st.sampled_from(["https://example.org/", "20250611T081500Z", "English", "Bridge opens", "\ud800", "<b>"]),
    )
)
def test_any_answer_is_survived(value: object) -> None:
    for evidence in found(value, value)[0].evidence:
        assert evidence.url.startswith(("http://", "https://"))
        assert evidence.title and evidence.title.isprintable()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(max_size=20), max_size=3), st.lists(st.text(max_size=10), max_size=3), st.none() | st.dates(), st.none() | st.dates()
)
def test_any_query_is_survived(names: list[str], words: list[str], begin: date | None, as_of: date | None) -> None:
    query = Query("c-1", tuple(map(Name, names)), tuple(words), begin=begin, as_of=as_of)
    for request in found({}, {}, query=query)[1]:
        asked = dict(request.params)["query"]
        assert asked.count('"') % 2 == 0 and asked.count(":") == 1 and "(" not in asked
        assert len(dict(request.params)["startdatetime"]) == len(dict(request.params)["enddatetime"]) == 14


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / SOURCE.name)


BRIDGE = Query("c-1", (Name("Riverton"), Name("Mary Smith")), ("bridge", "cost"), begin=date(2025, 6, 10), as_of=date(2025, 7, 1))


@pytest.mark.vcr
@pytest.mark.default_cassette("headlines.yaml")
def test_through_the_client() -> None:
    result = play(SOURCE, BRIDGE)
    assert result.failures == ()
    assert [evidence.text for evidence in result.evidence] == ["Bridge of Riverton to cost 3.5 million, says mayor's office"]


@pytest.mark.vcr
@pytest.mark.default_cassette("error-as-page.yaml")
def test_an_error_that_looks_like_success() -> None:
    result = play(SOURCE, replace(BRIDGE, names=(Name("Riverton"),), words=()))
    assert [failure.kind for failure in result.failures] == ["service-error"]
    assert result.failures[0].message == "GDELT answered: One or more of your keywords were too short, too long or too common: (riverton)"
