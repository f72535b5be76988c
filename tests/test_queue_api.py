"""The API of the queue as a program uses it: pages, entity tags, requests that are sent twice, and everything that it refuses."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from claimcheck.queue import listing
from claimcheck.queue.actor import Actor
from claimcheck.queue.api import idempotency, reference
from claimcheck.queue.api.filters import FILTERS
from claimcheck.queue.api.openapi import document
from claimcheck.queue.api.table import ENDPOINTS
from claimcheck.queue.database import Database
from claimcheck.queue.tables import audit, decision
from claimcheck.queue.tables import idempotency as kept
from claimcheck.record import validate_claim
from tests.queue_api import API, Team, at, is_problem, rows, team
from tests.queue_articles import Said, written
from tests.queue_databases import NOW, later


@pytest.fixture
def made(queue: Database) -> Team:
    return team(queue)


# -- reading ----------------------------------------------------------------------------------------------------


def test_pages_of_claims_are_walked_by_their_links(queue: Database) -> None:
    made = team(queue, claims=7)
    seen: list[int] = []
    with made.client("vera") as client:
        address: str | None = f"{API}/claims?limit=3&order=age&state=new&state=leased"
        pages = 0
        while address:
            answer = client.get(address)
            seen += [claim["id"] for claim in answer.json()["items"]]
            found = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
            assert (found is not None) == ("next" in answer.json())
            address = found[1] if found else None
            pages += 1
    assert (seen, pages) == (sorted(made.claims), 3)


@pytest.mark.parametrize("path", ["/log", "/articles/{article}/history", "/articles", "/articles/{article}/versions"])
def test_other_lists_have_pages_too(made: Team, path: str) -> None:
    for number in range(3):
        report, source = written(
            [Said(f"The harbour opened in year {number}")], uri=f"drafts/{number}.md" if path == "/articles" else "drafts/written.txt"
        )
        with made.client("edda") as client:
            assert client.post(f"{API}/articles", json={"report": report, "source": source}).status_code == 201
    with made.client("edda") as client:
        address = API + path.format(article=made.article)
        everything = client.get(f"{address}?limit=200").json()["items"]
        found: list[Any] = []
        page = client.get(f"{address}?limit=1")
        while True:
            assert len(page.json()["items"]) == 1
            found += page.json()["items"]
            if "next" not in page.json():
                break
            page = client.get(re.fullmatch("<(.*)>; rel.*", page.headers["link"])[1])  # type: ignore[index]
    assert found == everything and len(found) >= 4


def test_claims_are_narrowed_by_every_filter_that_pages_have() -> None:
    assert {parameter.name for parameter in FILTERS} == set(listing.NAMES)


def test_a_filter_narrows(made: Team) -> None:
    with made.client("vera") as client:
        assert [claim["id"] for claim in client.get(f"{API}/claims?priority-from=0.7").json()["items"]] == [made.claims[0]]
        assert client.get(f"{API}/claims?state=checked&findings=false&mine=true").json()["items"] == []
        assert "state" in is_problem(client.get(f"{API}/claims?state=gone"), 422)
        assert "twice" in is_problem(client.get(f"{API}/claims?text=a&text=b"), 422)
        assert "no parameter" in is_problem(client.get(f"{API}/claims?stat=new"), 422)
        assert "after" in is_problem(client.get(f"{API}/claims?after=AAAA"), 422)


def test_a_claims_record_is_the_record(made: Team) -> None:
    with made.client("vera") as client:
        assert validate_claim(client.get(f"{API}/claims/{made.claims[0]}/record").json()) == []


def test_an_export_is_lines_of_json_and_stands_in_the_log(made: Team) -> None:
    with made.client("vera") as client:
        answer = client.get(f"{API}/export?state=new")
        assert answer.headers["content-type"] == "application/jsonl"
        assert [json.loads(line)["claim_id"] for line in answer.text.splitlines()]
        assert len(answer.text.splitlines()) == 3
        table = client.get(f"{API}/export?form=csv")
        assert table.headers["content-type"].startswith("text/csv") and len(table.text.splitlines()) == 4
        assert 'filename="claims.csv"' in table.headers["content-disposition"]
    with made.queue.read() as tx:
        assert tx.execute(select(func.count()).where(audit.c.action == "queue.exported")).scalar_one() == 2


# -- entity tags ------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(made: Team) -> None:
    address = f"{API}/claims/{made.claims[1]}"
    with made.client("carl") as client:
        tag = client.get(address).headers["etag"]
        for sent in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            answer = client.get(address, headers={"If-None-Match": sent})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
        client.post(f"{address}/labels", json={"name": "economy"})
        answer = client.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 200 and answer.headers["etag"] != tag


def test_a_claim_that_somebody_has_is_always_told(made: Team) -> None:
    address = f"{API}/claims/{made.claims[1]}"
    with made.client("carl") as client:
        lease = client.post(f"{API}/leases", json={"item_id": made.claims[1]}).json()
        tag = client.get(address).headers["etag"]
    with at(made, later(minutes=10)) as client:
        assert client.get(address, headers={"If-None-Match": tag}).json()["lease_until"] == lease["until"]
    with at(made, later(minutes=20)) as client:
        assert client.get(address, headers={"If-None-Match": tag}).json()["state"] == "new"


def test_nobody_overwrites_what_they_have_not_read(made: Team) -> None:
    address = f"{API}/claims/{made.claims[1]}"
    with made.client("carl") as client:
        old = client.get(address).headers["etag"]
        new = client.post(f"{address}/labels", json={"name": "economy"}, headers={"If-Match": old}).headers["etag"]
        for body, verb in (
            ({"verdict": "true"}, "decide"),
            ({"reason": "x"}, "dismiss"),
            ({"name": "x"}, "labels"),
            ({"url": "https://a.example/"}, "evidence"),
        ):
            answer = client.post(f"{address}/{verb}", json=body, headers={"If-Match": old})
            assert is_problem(answer, 412)
            assert answer.headers["etag"] == new
        assert is_problem(
            client.post(f"{address}/decide", json={"verdict": "true"}, headers={"If-Match": f"W/{new}"}), 412
        )  # weak ones never match
        assert client.post(f"{address}/decide", json={"verdict": "true"}, headers={"If-Match": f'"y", {new}'}).status_code == 200
        assert is_problem(client.post(f"{address}/labels", json={"name": "x"}, headers={"If-Match": "12"}), 400)


# -- once -------------------------------------------------------------------------------------------------------


def decide(client: TestClient, claim: int, verdict: str = "true", key: str | None = "k-1") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(f"{API}/claims/{claim}/decide", json={"verdict": verdict}, headers=headers)


def test_a_request_that_is_sent_twice_is_carried_out_once(made: Team) -> None:
    with made.client("carl") as client:
        first, again = decide(client, made.claims[1]), decide(client, made.claims[1])
        assert (first.status_code, first.content) == (again.status_code, again.content)
        assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
        assert again.headers["etag"] == first.headers["etag"]
        assert "new one" in is_problem(decide(client, made.claims[1], "false"), 422)
        assert "new one" in is_problem(decide(client, made.claims[2]), 422)
        assert is_problem(decide(client, made.claims[1], key="k-2"), 409)  # no key protects from deciding twice
    assert rows(made, decision) == 1


def test_a_key_is_its_callers_own(made: Team) -> None:
    with made.client("carl") as client:
        assert decide(client, made.claims[0], "true").status_code == 200
    with made.client("cleo") as client:
        answer = decide(client, made.claims[0], "false")
        assert answer.status_code == 200 and "idempotency-replayed" not in answer.headers
        assert answer.json()["state"] == "disputed"


def test_what_failed_leaves_no_key(made: Team) -> None:
    with made.client("carl") as client:
        assert is_problem(decide(client, made.claims[1], "no verdict of the scale"), 422)
        assert rows(made, kept) == 0
        assert decide(client, made.claims[1], "true").status_code == 200


def test_of_two_at_once_one_is_carried_out_and_both_are_answered(made: Team) -> None:
    def ask(number: int) -> tuple[int, bytes]:
        with made.client("carl") as client:
            answer = client.post(
                f"{API}/articles/{made.article}/comments", json={"body": "Look."}, headers={"Idempotency-Key": f"k-{number // 4}"}
            )
            return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(16)))
    assert {status for status, _ in answers} == {201}
    assert len({body for _, body in answers}) == 4
    with made.client("carl") as client:
        assert len(client.get(f"{API}/articles/{made.article}/comments").json()["items"]) == 4


def test_a_crash_between_change_and_answer_leaves_neither(made: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*arguments: object) -> None:
        raise RuntimeError

    with made.client("carl") as client:
        with monkeypatch.context() as broken:
            broken.setattr(idempotency, "finish", dies)
            with pytest.raises(RuntimeError):
                decide(client, made.claims[1])
        assert (rows(made, decision), rows(made, kept)) == (0, 0)
        assert decide(client, made.claims[1]).status_code == 200


def test_an_answer_is_kept_for_a_day(made: Team) -> None:
    body, headers = {"body": "Look."}, {"Idempotency-Key": "k"}
    address = f"{API}/articles/{made.article}/comments"

    def ids(moment: Any) -> int:
        with at(made, moment) as client:
            return int(client.post(address, json=body, headers=headers).json()["id"])

    first = ids(NOW)
    assert ids(later(hours=23)) == first
    second = ids(later(hours=25))
    assert second != first and ids(later(hours=48)) == second
    with made.queue.write() as tx:
        assert idempotency.sweep(tx, now=later(hours=48)) == 0
        assert idempotency.sweep(tx, now=later(hours=50)) == 1


def test_secrets_are_never_kept(made: Team) -> None:
    with made.client("carl") as client:
        first = client.post(f"{API}/leases", json={}, headers={"Idempotency-Key": "k"})
        assert first.headers["cache-control"] == "no-store"
        again = client.post(f"{API}/leases", json={}, headers={"Idempotency-Key": "k"})
    assert "done already" in is_problem(again, 409)
    with made.queue.read() as tx:
        assert first.json()["lease"] not in str(tx.rows(select(kept)))


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 256])
def test_keys_that_are_none(made: Team, key: str) -> None:
    with made.client("carl") as client:
        assert is_problem(client.post(f"{API}/leases", json={}, headers={"Idempotency-Key": key.encode()}), 400)


# -- articles ---------------------------------------------------------------------------------------------------


def test_an_article_and_its_next_version(made: Team) -> None:
    first = [Said("The harbour opened in May"), Said("The ferry sank in June")]
    with made.client("edda") as client:
        report, source = written(first, uri="drafts/harbour.md")
        answer = client.post(f"{API}/articles", json={"report": report, "source": source})
        added = answer.json()
        assert (answer.status_code, len(added["queued"]), added["version"]) == (201, 2, 1)
        assert answer.headers["location"] == f"{API}/articles/{added['article_id']}"
        assert client.post(f"{API}/articles", json={"report": report, "source": source, "desk": "main"}).json()["unchanged"]
        client.post(f"{API}/claims/{added['queued'][0]}/decide", json={"verdict": "true"})
        report, source = written([first[0], Said("The ferry sailed in July")], uri="drafts/harbour.md")
        second = client.post(f"{API}/articles", json={"report": report, "source": source}).json()
        assert (second["version"], second["carried"]) == (2, [added["queued"][0]])
        versions = client.get(f"{API}/articles/{added['article_id']}/versions").json()["items"]
        assert [version["number"] for version in versions] == [1, 2]
        newest = client.get(f"{API}/articles/{added['article_id']}/versions/newest").json()
        assert (newest["source"], newest["report"]) == (source, report)
        assert is_problem(client.get(f"{API}/articles/{added['article_id']}/versions/3"), 404)


def test_a_report_of_another_text_is_refused(made: Team) -> None:
    report, source = written([Said("The harbour opened in May")], uri="drafts/harbour.md")
    with made.client("edda") as client:
        assert is_problem(client.post(f"{API}/articles", json={"report": report, "source": source + "More."}), 422)
        assert is_problem(client.post(f"{API}/articles", json={"report": {**report, "claims": "x"}, "source": source}), 422)
        assert "desk" in is_problem(client.post(f"{API}/articles", json={"report": report, "source": source, "desk": "nowhere"}), 404)
    with made.client("root2") as client:
        assert "main, other" in is_problem(client.post(f"{API}/articles", json={"report": report, "source": source}), 422)


def test_a_text_whose_claims_the_server_finds(queue: Database) -> None:
    asked: list[Any] = []

    def extract(data: bytes, name: str, published: Any) -> Any:
        asked.append((data, name, str(published)))
        return written([Said("The harbour opened in May")], uri=name)

    made = team(queue, extract=extract)
    body = {"name": "drafts/harbour.md", "text": "The harbour opened in May.\n", "published": "2026-01-05"}
    with made.client("edda") as client:
        assert len(client.post(f"{API}/articles/text", json=body).json()["queued"]) == 1
    assert asked == [(b"The harbour opened in May.\n", "drafts/harbour.md", "2026-01-05")]
    with made.client("carl") as client:
        assert is_problem(client.post(f"{API}/articles/text", json=body), 403)
    assert len(asked) == 1  # rights are asked before the work


# -- the document -----------------------------------------------------------------------------------------------


def test_document_and_page_name_every_endpoint(made: Team) -> None:
    with made.client("vera") as client:
        described = client.get(f"{API}/openapi.json").json()
        page = client.get(f"{API}/docs")
        assert client.get(f"{API}/docs.css").headers["content-type"].startswith("text/css")
    assert described == json.loads(json.dumps(document()))
    operations = {each["operationId"] for methods in described["paths"].values() for each in methods.values()}
    assert operations == {endpoint.name for endpoint in ENDPOINTS} and len(operations) == len(ENDPOINTS)
    assert page.headers["content-type"].startswith("text/html")
    for endpoint in ENDPOINTS:
        assert f'id="{endpoint.name}"' in page.text and f"<code>{endpoint.method} {endpoint.path}</code>" in page.text
    assert not re.search("<script|<style|style=| on[a-z]+=|https?://(?!example)[^<]*\\.(js|css)", page.text)
    targets = set(re.findall('href="#([^"]+)"', page.text))
    assert targets <= set(re.findall('id="([^"]+)"', page.text))
    assert reference.page() == page.text


def test_whoever_waits_too_long_for_the_first_request_is_told(empty_queues: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = empty_queues("postgresql")  # SQLite has one writer at a time
    made = team(queue)
    monkeypatch.setattr(idempotency, "_PATIENCE", "200ms")
    carl = Actor("carl", person_id=made.ids["carl"], scopes=frozenset({"read", "review", "push", "manage"}))  # as with his token
    first = idempotency.once(carl, "k-1", "POST", f"{API}/claims/{made.claims[1]}/decide", b'{"verdict":"true"}')
    with made.client("carl") as client:
        with made.queue.write() as tx:
            assert idempotency.begin(tx, first, NOW) is None
            assert "still being carried out" in is_problem(decide(client, made.claims[1]), 409)
        assert rows(made, decision) == 0
    queue.close()
