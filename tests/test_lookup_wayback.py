"""The Wayback Machine: which links are sent, and what comes of captures. All captures are invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.errors import SettingError
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.private_links import why_private
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.wayback import Wayback
from tests import cassettes
from tests.lookup_answers import json_like
from tests.lookup_driver import answer, drive
from tests.lookup_playing import play

SOURCE = Wayback()
LINK = "https://www.riverton.gov.uk/bridge?page=2"
HEAD = ["timestamp", "statuscode", "mimetype", "digest"]
SAME, OTHER = "A" * 32, "B" * 32
DAY = date(2025, 7, 1)


def row(time: str, status: str = "200", digest: str = SAME) -> list[str]:
    return [time, status, "text/html", digest]


def found(*values: object, links: tuple[str, ...] = (LINK,), as_of: date | None = DAY, limit: int = 5) -> tuple[Found, list[Request]]:
    asked: list[Request] = []

    def reply(request: Request) -> Answer | Failure:
        asked.append(request)
        value = values[len(asked) - 1]
        return value if isinstance(value, Failure) else answer(request, value)

    return drive(SOURCE, Query("c-1", names=(Name("Riverton"),), links=links, as_of=as_of), reply, limit), asked


def text_of(*rows: list[str], as_of: date | None = DAY) -> str:
    return found([HEAD, *rows], as_of=as_of)[0].evidence[0].text


def test_one_link_one_question() -> None:
    result, asked = found([HEAD, row("20250603101112"), row("20250630235959", "301"), row("20251102000000", digest=OTHER)])
    assert [dict(request.params) for request in asked] == [
        {"url": LINK, "matchType": "exact", "output": "json", "fl": "timestamp,statuscode,mimetype,digest", "limit": "1000"}
    ]
    (evidence,) = result.evidence
    assert (evidence.source, evidence.kind, evidence.statements) == ("wayback", "capture", ())
    assert evidence.url == f"https://web.archive.org/web/20250630235959/{LINK}"
    assert evidence.title == f"Captures of {LINK}"
    assert (evidence.dated, evidence.as_of, evidence.revision) == (date(2025, 6, 30), "then", "20250630235959")
    assert evidence.text == (
        "Archived 3 times between 3 June 2025 and 2 November 2025; last capture up to 1 July 2025: 30 June 2025, status 301; "
        "next capture: 2 November 2025, status 200."
    )


@pytest.mark.parametrize(
    ("rows", "as_of", "expected"),
    [
        ([row("20250701235959")], DAY, "Archived once, on 1 July 2025; last capture up to 1 July 2025: 1 July 2025, status 200."),
        (
            [row("20250702000000", "404")],
            DAY,
            "Archived once, on 2 July 2025; no capture up to 1 July 2025 is listed, the first after it: 2 July 2025, status 404.",
        ),
        ([row("20250603000000"), row("20250603000001")], None, "Archived 2 times on 3 June 2025."),
        (
            [row("20250603000000"), row("20250901000000", "-")],
            DAY,
            "Archived 2 times between 3 June 2025 and 1 September 2025; last capture up to 1 July 2025: 3 June 2025, status 200; "
            "the same content was captured on 1 September 2025.",
        ),
        (
            [row("20250603000000"), row("20250630000000", "-")],
            DAY,
            "Archived 2 times between 3 June 2025 and 30 June 2025; last capture up to 1 July 2025: 30 June 2025, status 200.",
        ),
        (
            [row("20250630000000", "-", "-")],
            DAY,
            "Archived once, on 30 June 2025; last capture up to 1 July 2025: 30 June 2025.",
        ),
    ],
)
def test_what_a_reader_is_told(rows: list[list[str]], as_of: date | None, expected: str) -> None:
    assert text_of(*rows, as_of=as_of) == expected


def test_without_a_day_the_last_capture_is_shown() -> None:
    (evidence,) = found([HEAD, row("20250603101112"), row("20251102000000")], as_of=None)[0].evidence
    assert evidence.url.startswith("https://web.archive.org/web/20251102000000/")
    assert evidence.as_of is None


@pytest.mark.parametrize(
    "value", [[], [HEAD], [[]], [HEAD, []], [HEAD, ["x"]], [HEAD, [5, 5, 5, 5]], [HEAD, row("20259999000000")], [1, 2]]
)
def test_an_empty_answer_says_nothing(value: object) -> None:
    assert found(value)[0] == Found()


def test_columns_are_read_by_their_names() -> None:
    shuffled = [["digest", "extra", "timestamp", "statuscode"], [SAME, 1, "20250603101112", "200"]]
    assert found(shuffled)[0].evidence[0].dated == date(2025, 6, 3)


def many(count: int) -> list[list[str]]:
    begin = datetime(2020, 1, 1)
    return [HEAD, *(row((begin + timedelta(hours=hour)).strftime("%Y%m%d%H%M%S")) for hour in range(count))]


def test_a_page_with_very_many_captures_is_asked_about_its_day() -> None:
    near = [HEAD, row("20250704000000", "500"), row("20250629000000", digest=OTHER), row("20250503000000")]
    result, asked = found(many(1_000), near)
    assert dict(asked[1].params) == {
        "url": LINK,
        "matchType": "exact",
        "output": "json",
        "fl": "timestamp,statuscode,mimetype,digest",
        "sort": "closest",
        "closest": "20250701235959",
        "limit": "25",
    }
    (evidence,) = result.evidence
    assert evidence.text == (
        "Archived at least 1,000 times since 1 January 2020; last capture up to 1 July 2025: 29 June 2025, status 200; "
        "next capture: 4 July 2025, status 500."
    )
    assert len(evidence.answers) == 2


def test_what_was_found_first_is_kept_when_the_second_question_fails() -> None:
    failure = Failure("timeout", "It took too long.")
    result, _ = found(many(1_000), failure)
    assert result.failures == (failure,)
    assert result.evidence[0].text.startswith("Archived at least 1,000 times since 1 January 2020")


def test_one_link_that_fails_costs_the_other_nothing() -> None:
    failure = Failure("http-error", "The status was 403.")
    result, asked = found(failure, [HEAD, row("20250603101112")], links=("https://www.riverton.gov.uk/a", LINK))
    assert len(asked) == 2
    assert result.failures == (failure,)
    assert [evidence.url for evidence in result.evidence] == [f"https://web.archive.org/web/20250603101112/{LINK}"]


def test_at_most_three_links_of_a_claim_each_once() -> None:
    links = tuple(f"https://www.riverton.gov.uk/{number}" for number in (1, 1, 2, 3, 4))
    assert [dict(request.params)["url"][-1] for request in found([], [], [], links=links)[1]] == ["1", "2", "3"]
    assert len(found([], links=links, limit=1)[1]) == 1


def test_no_links_nothing_asked() -> None:
    assert found(links=()) == (Found(), [])
    assert found(links=(f"https://web.archive.org/web/2025/{LINK}",)) == (Found(), [])


PRIVATE = [
    "http://localhost/draft",
    "http://127.0.0.1/draft",
    "http://2130706433/",
    "http://[::1]/",
    "http://10.1.2.3/draft",
    "http://intranet/draft",
    "https://cms.newsroom.local/draft",
    "https://user:word@www.riverton.gov.uk/",
    "https://www.riverton.gov.uk:8443/",
    "ftp://www.riverton.gov.uk/",
    "https://www.riverton.gov.uk/a?token=abc",
    "https://www.riverton.gov.uk/a?x=1&access_token=abc",
    "https://www.riverton.gov.uk/a?X-Amz-Signature=abc",
    "https://www.riverton.gov.uk/a?api%5Fkey=abc",
    "https://www.riverton.gov.uk/a?x=1;sig=abc",
    "https://www.riverton.gov.uk/a?d=eyJhbGciOiJIUzI1NiJ9.e30.x",
    "https://www.riverton.gov.uk/a?d=5f4dcc3b5aa765d61d8327deb882cf99",
    "https://www.riverton.gov.uk/a?q9Xk2LmNp4Rt6Vw8Yz0Ab",
    "https://docs.riverton.gov.uk/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789/edit",
    "https://www.riverton.gov.uk/a;jsessionid=1A2B",
]


@pytest.mark.parametrize("link", PRIVATE)
def test_links_that_nobody_is_told(link: str) -> None:
    result, asked = found(links=(link,))
    assert asked == []
    (failure,) = result.failures
    assert failure.kind == "refused"
    assert all(part not in failure.message for part in ("abc", "word@", "1aBc", "1A2B", "eyJ", "5f4d", "q9Xk", "draft"))


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        "https://www.bbc.com/news/articles/c5y1l2g3x4jo",
        "https://apnews.com/article/riverton-bridge-cost-8a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "https://www.theguardian.com/world/2025/jul/01/riverton-bridge",
        "https://en.wikipedia.org/wiki/Bridge_(structure)",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.gov.uk/search?keywords=bridge+cost&page=2&order=updated-newest",
        "http://8.8.8.8/",
    ],
)
def test_links_that_may_be_told(link: str) -> None:
    assert why_private(link) is None
    assert dict(found([], links=(link,))[1][0].params)["url"] == link


def test_a_refused_link_costs_the_others_nothing() -> None:
    result, asked = found([HEAD, row("20250603101112")], links=("http://localhost/", LINK))
    assert len(asked) == len(result.evidence) == len(result.failures) == 1


@pytest.mark.parametrize(
    ("value", "kind"),
    [({}, "malformed"), (None, "malformed"), ("x", "malformed"), ({"error": "x"}, "service-error"), ({"message": "x"}, "service-error")],
)
def test_errors_in_answers(value: object, kind: str) -> None:
    failure = SOURCE.judge(answer(Request("https://web.archive.org/"), value))
    assert failure is not None and failure.kind == kind


def test_no_file_is_read(tmp_path: object) -> None:
    with pytest.raises(SettingError):
        Wayback(file=tmp_path)  # type: ignore[arg-type]
    assert Wayback(endpoint="http://127.0.0.1:8000/cdx").hosts == {"127.0.0.1"}
    assert SOURCE.ready() is None


CELLS = st.one_of(
    st.sampled_from(["20250603101112", "20250702000000", "00000000000000", "200", "-", "999", SAME, "\u202e", "<b>", "٢٠٢٥٠٦٠٣١٠١١١٢"]),
    st.none(),
    st.integers(),
)
NEARLY = st.lists(st.one_of(st.just(HEAD), st.lists(CELLS, max_size=6)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.one_of(NEARLY, NEARLY.map(lambda rows: [HEAD, *rows]), json_like(HEAD, CELLS)), st.sampled_from([None, DAY, date.min, date.max]))
def test_any_answer_is_survived(value: object, as_of: date | None) -> None:
    for evidence in found(value, as_of=as_of)[0].evidence:
        assert evidence.url.startswith("https://web.archive.org/web/") and evidence.url.endswith(LINK)
        assert evidence.text.isprintable()


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / SOURCE.name)


@pytest.mark.vcr
@pytest.mark.default_cassette("captures.yaml")
def test_through_the_client() -> None:
    result = play(SOURCE, Query("c-1", links=(LINK, "https://www.riverton.gov.uk/unknown"), as_of=DAY))
    assert result.failures == ()
    assert [evidence.text for evidence in result.evidence] == [
        "Archived 3 times between 3 June 2025 and 2 November 2025; last capture up to 1 July 2025: 30 June 2025, status 200; "
        "next capture: 2 November 2025, status 404."
    ]
