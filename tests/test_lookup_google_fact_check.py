"""Google Fact Check Tools: what is asked, and what comes of every shape of answer. All answers are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.errors import SettingError
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request, Verdict
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.google_fact_check import KEY, GoogleFactCheck
from tests import cassettes
from tests.lookup_answers import json_like
from tests.lookup_driver import answer, drive
from tests.lookup_playing import play

SOURCE = GoogleFactCheck()
QUERY = Query(
    "c-1",
    names=(Name("Riverton", "location"), Name("Mary Smith", "person")),
    words=("bridge", "cost", "million", "build", "open"),
    as_of=date(2025, 7, 1),
)
REVIEW = {
    "publisher": {"name": "Riverton Facts", "site": "facts.example.org"},
    "url": "https://facts.example.org/bridge",
    "title": "No, the bridge did not cost nine million",
    "reviewDate": "2025-06-20T00:00:00Z",
    "textualRating": "Größtenteils falsch",
    "languageCode": "en",
}
CLAIM = {
    "text": "The bridge cost nine million pounds.",
    "claimant": "Mary Smith",
    "claimDate": "2025-06-10T00:00:00Z",
    "claimReview": [REVIEW],
}


def found(*values: object, query: Query = QUERY, limit: int = 5) -> tuple[Found, list[Request]]:
    """What is found where the service answers with these values, one after the other, and what it was asked."""
    asked: list[Request] = []

    def reply(request: Request) -> Answer | Failure:
        asked.append(request)
        value = values[len(asked) - 1]
        return value if isinstance(value, Failure) else answer(request, value)

    return drive(SOURCE, query, reply, limit), asked


def changed(**members: object) -> dict[str, object]:
    """An answer with one review that has other members; None takes one away."""
    review = {name: value for name, value in (REVIEW | members).items() if value is not None}
    return {"claims": [CLAIM | {"claimReview": [review]}]}


def test_a_review_is_quoted() -> None:
    (evidence,) = found({"claims": [CLAIM], "nextPageToken": "x"})[0].evidence
    assert evidence == Evidence(
        source="google-fact-check",
        kind="fact-check",
        title="No, the bridge did not cost nine million",
        url="https://facts.example.org/bridge",
        text="The bridge cost nine million pounds.\n\nNo, the bridge did not cost nine million",
        dated=date(2025, 6, 10),
        modified="2025-06-20",
        as_of="then",
        answers=evidence.answers,
        verdict=Verdict("Größtenteils falsch", "Riverton Facts", "https://facts.example.org/bridge", "2025-06-20"),
    )
    assert len(evidence.answers) == 1


def test_what_is_asked() -> None:
    result, asked = found({}, {})
    assert result == Found()
    assert [dict(request.params) for request in asked] == [
        {"query": "Riverton Mary Smith bridge cost million build", "languageCode": "en", "pageSize": "5"},
        {"query": "Riverton Mary Smith bridge", "languageCode": "en", "pageSize": "5"},
    ]
    assert {request.url for request in asked} == {"https://factchecktools.googleapis.com/v1alpha1/claims:search"}


def test_the_key_is_nowhere_to_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "a-key-of-mine")
    request = found({"claims": [CLAIM]})[1][0]
    assert request.secrets == (("key", KEY),)
    assert "a-key-of-mine" not in repr(request) + request.shown


def test_enough_was_found_so_nothing_more_is_asked() -> None:
    assert len(found({"claims": [CLAIM]})[1]) == 1


@pytest.mark.parametrize(
    "query",
    [Query("c-1"), Query("c-1", words=("bridge", "cost")), Query("c-1", names=(Name(" "),)), Query("c-1", links=("https://a.org",))],
)
def test_a_claim_without_terms_is_not_looked_up(query: Query) -> None:
    assert found(query=query) == (Found(), [])


def test_words_alone() -> None:
    asked = found({}, {}, query=Query("c-1", words=("bridge", "cost", "million")))[1]
    assert [dict(request.params)["query"] for request in asked] == ["bridge cost million", "bridge cost"]


def test_a_key_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, " ")
    failure = SOURCE.ready()
    assert failure is not None and failure.kind == "not-configured" and KEY in failure.message
    monkeypatch.setenv(KEY, "k")
    assert SOURCE.ready() is None


def test_no_file_is_read(tmp_path: object) -> None:
    with pytest.raises(SettingError):
        GoogleFactCheck(file=tmp_path)  # type: ignore[arg-type]
    assert GoogleFactCheck(endpoint="http://127.0.0.1:8000/search").hosts == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("members", "check"),
    [
        ({"textualRating": None}, lambda e: e.verdict is None),
        ({"textualRating": 3}, lambda e: e.verdict is None),
        ({"textualRating": "<b>False</b>\u202e"}, lambda e: e.verdict.rating == "False"),
        ({"textualRating": "x" * 1_000}, lambda e: len(e.verdict.rating) == 200),
        ({"publisher": None}, lambda e: e.verdict.publisher == "facts.example.org"),
        ({"publisher": {"site": "x.example.org"}}, lambda e: e.verdict.publisher == "x.example.org"),
        ({"publisher": "Riverton Facts"}, lambda e: e.verdict.publisher == "facts.example.org"),
        ({"reviewDate": None}, lambda e: e.as_of is None and e.verdict.reviewed is None and e.dated == date(2025, 6, 10)),
        ({"reviewDate": "2025-07-02T00:00:00Z"}, lambda e: e.as_of == "since"),
        ({"reviewDate": "2025-02-30"}, lambda e: e.verdict.reviewed is None),
        ({"title": None}, lambda e: e.title == e.text == "The bridge cost nine million pounds."),
    ],
)
def test_every_member_may_be_absent_or_wrong(members: dict[str, object], check: Callable[[Evidence], bool]) -> None:
    (evidence,) = found(changed(**members))[0].evidence
    assert check(evidence), evidence


@pytest.mark.parametrize(
    "url", [None, 5, "javascript:alert(1)", "ftp://example.org/", "https://u:p@example.org/", "https://example.org/a b"]
)
def test_a_review_that_cannot_be_linked_is_none(url: object) -> None:
    assert found(changed(url=url), {})[0] == Found()


def test_a_claim_without_text_has_its_title() -> None:
    claim = {"claimReview": [REVIEW]}
    (evidence,) = found({"claims": [claim]})[0].evidence
    assert (evidence.text, evidence.dated) == ("No, the bridge did not cost nine million", date(2025, 6, 20))
    assert found({"claims": [{"claimReview": [{"url": REVIEW["url"]}]}]}, {})[0] == Found()


def test_reviews_of_one_claim_and_the_same_review_twice() -> None:
    other = REVIEW | {"url": "https://b.example.org/"}
    result = found({"claims": [CLAIM | {"claimReview": [REVIEW, other]}, CLAIM]})[0]
    assert [evidence.url for evidence in result.evidence] == [REVIEW["url"], "https://b.example.org/"]
    assert len(found({"claims": [CLAIM | {"claimReview": [REVIEW, other]}]}, limit=1)[0].evidence) == 1


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([], "malformed"),
        ("x", "malformed"),
        (None, "malformed"),
        ({"claims": {}}, "malformed"),
        ({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "key AIza is over quota"}}, "rate-limited"),
        ({"error": {"status": "UNAVAILABLE"}}, "busy"),
        ({"error": {"status": "INVALID_ARGUMENT"}}, "service-error"),
        ({"error": "bad"}, "service-error"),
        ({"error": {"status": "<script>"}}, "service-error"),
    ],
)
def test_errors_in_answers(value: object, kind: str) -> None:
    failure = SOURCE.judge(answer(Request("https://factchecktools.googleapis.com/"), value))
    assert failure is not None and failure.kind == kind
    assert "AIza" not in failure.message and "<" not in failure.message


def test_a_failure_ends_the_search_and_is_told() -> None:
    failure = Failure("timeout", "It took too long.")
    assert found(failure)[0] == Found((), (failure,))


def test_fewer_terms_may_mend_a_failure() -> None:
    refused = Failure("confidential", "The request would hold words of the article.")
    assert len(found(refused, {"claims": [CLAIM]})[0].evidence) == 1
    assert found(refused, {"claims": [CLAIM]})[0].failures == ()
    assert found(refused, {})[0].failures == (refused,)


@settings(max_examples=100, deadline=None)
@given(
    json_like(
        ["claims", "claimReview", "text", "claimDate", "publisher", "name", "site", "url", "title", "reviewDate", "textualRating", "error"],
        st.sampled_from(["https://example.org/", "2025-06-10T00:00:00Z", "False", "\ud800", "<b>", "\u202e"]),
    ),
    st.integers(1, 6),
)
def test_any_answer_is_survived(value: object, limit: int) -> None:
    result = found(value, value, limit=limit)[0]
    assert len(result.evidence) <= limit
    for evidence in result.evidence:
        assert evidence.url.startswith(("http://", "https://"))
        assert evidence.text and evidence.title


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / SOURCE.name)


BRIDGE = Query("c-1", (Name("Riverton"), Name("Mary Smith")), ("bridge", "cost"), as_of=date(2025, 7, 1))


@pytest.mark.vcr
@pytest.mark.default_cassette("bridge.yaml")
def test_through_the_client() -> None:
    result = play(SOURCE, BRIDGE, environ={KEY: "a-key"})
    assert result.failures == ()
    assert [(evidence.title, evidence.verdict and evidence.verdict.rating) for evidence in result.evidence] == [
        ("The bridge cost 3.5 million pounds, not nine", "Mostly false"),
        ("What the bridge of Riverton costs", "Größtenteils falsch"),
    ]


@pytest.mark.vcr
@pytest.mark.default_cassette("no-permission.yaml")
def test_a_key_that_is_refused() -> None:
    result = play(SOURCE, BRIDGE, environ={KEY: "a-key"})
    assert [failure.kind for failure in result.failures] == ["http-error"]
    assert "a-key" not in repr(result)
