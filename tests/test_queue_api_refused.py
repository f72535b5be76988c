"""What the API of the queue refuses: bodies, numbers, methods, addresses, people whom it does not know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claimcheck.queue.database import Database
from claimcheck.queue.tables import decision
from tests.queue_api import API, Team, at, is_problem, rows, team
from tests.queue_databases import NOW


@pytest.fixture
def made(queue: Database) -> Team:
    return team(queue)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b'{"verdict": "true", "verdict": "false"}', 400, "stands twice"),
        (b'{"verdict": NaN}', 400, "NaN"),
        (b'{"verdict": "\\ud800"}', 400, "surrogate"),
        (b'{"verdict": "\xff"}', 400, "UTF-8"),
        (b"[" * 100_000, 400, "levels deep"),
        (b"", 400, "not JSON"),
        (b"[]", 422, "object"),
        (b'{"verdict": "tr\\u0000ue"}', 422, "verdict"),
        (b'{"verdict": ["true"]}', 422, "string"),
        (b'{"verdict": "true", "vertict": "x"}', 422, "did you mean"),
        (b"{}", 422, "`verdict` is missing"),
        (b'{"verdict": "true", "links": ["javascript:alert(1)"]}', 422, "link begins with http"),
        (b'{"verdict": "true", "note": "' + b"x" * 5000 + b'"}', 422, "note"),
        (b'{"verdict": "true", "note": "' + b"x" * 600_000 + b'"}', 413, "larger"),
    ],
)
def test_bodies_that_are_refused(made: Team, body: bytes, status: int, words: str) -> None:
    with made.client("carl") as client:
        answer = client.post(f"{API}/claims/{made.claims[1]}/decide", content=body, headers={"Content-Type": "application/json"})
    assert words in is_problem(answer, status)
    assert rows(made, decision) == 0


def test_a_body_without_its_length_is_counted(made: Team) -> None:
    with made.client("carl") as client:
        answer = client.post(
            f"{API}/claims/{made.claims[1]}/decide",
            content=(b"x" * 100_000 for _ in range(10)),
            headers={"Content-Type": "application/json"},
        )
    assert is_problem(answer, 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""])
def test_other_kinds_of_bodies(made: Team, kind: str) -> None:
    with made.client("carl") as client:
        answer = client.post(f"{API}/leases", content=b"{}", headers={"Content-Type": kind})
    assert "application/json" in is_problem(answer, 415)


@pytest.mark.parametrize("number", [10**30, 2**63, 0, -1, 1.5, True, "one"])
def test_numbers_that_are_none_of_a_claim(made: Team, number: Any) -> None:
    with made.client("carl") as client:
        assert is_problem(client.post(f"{API}/leases", json={"item_id": number}), 422)
        assert is_problem(client.get(f"{API}/claims/{number}"), 404)


@pytest.mark.parametrize("query", [f"after={10**30}", "limit=201", "limit=0", "limit=ten", "limit=1&limit=2", "after=1%00"])
def test_pages_that_there_are_not(made: Team, query: str) -> None:
    with made.client("edda") as client:
        assert is_problem(client.get(f"{API}/log?{query}"), 422)


def test_a_whole_number_may_be_written_with_a_point(made: Team) -> None:
    with made.client("carl") as client:
        answer = client.post(f"{API}/leases", content=b'{"item_id": %d.0}' % made.claims[1], headers={"Content-Type": "application/json"})
    assert answer.json()["claim"]["id"] == made.claims[1]


def test_methods_and_addresses_that_there_are_not(made: Team) -> None:
    with made.client("carl") as client:
        answer = client.put(f"{API}/claims")
        assert "GET" in is_problem(answer, 405) and answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert client.options(f"{API}/claims").headers["allow"] == "GET, HEAD, OPTIONS"
        assert is_problem(client.get(f"{API}/nowhere/at%20all"), 404)
        head = client.head(f"{API}/claims/{made.claims[0]}")
        assert (head.status_code, head.content) == (200, b"") and head.headers["etag"]
        assert "no body" in is_problem(client.post(f"{API}/comments/1/resolve", json={}), 400)


def test_nobody_unknown_gets_in_and_is_told_how(made: Team) -> None:
    with made.client(None) as client:
        answer = client.get(f"{API}/claims")
        assert is_problem(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_that_ran_out_is_refused(made: Team) -> None:
    with at(made, NOW + timedelta(days=31)) as client:
        assert is_problem(client.get(f"{API}/claims"), 401)
