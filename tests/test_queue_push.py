"""`claimcheck check --queue`: articles into a queue on a server, and into one on this machine."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from claimcheck.errors import QueueError
from claimcheck.lookup.wire import Reply, WireError
from claimcheck.queue import articles, listing
from claimcheck.queue.database import Database, opened
from claimcheck.queue.push import Draft, Pushed, Server, push, why_not_a_server
from tests.hostile_server import HostileServer, redirects, replies
from tests.queue_api import ROOT, Team, app_of, team
from tests.queue_databases import NOW

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

TOKEN = "ccq_a-token"
ADDED = {
    "article_id": 1,
    "version": 1,
    "unchanged": False,
    "queued": [1, 2],
    "carried": [3],
    "changed": [],
    "orphaned": [4],
    "returned": [],
    "loud": [4],
}
DRAFTS = [Draft("a.md", {"claims": []}, "One."), Draft("b.md", {"claims": []}, "Two.")]


class Posts:
    """Stands in for the wire: gives out replies, and notes what was sent."""

    def __init__(self, *replies: Reply | WireError):
        self.replies = list(replies)
        self.sent: list[tuple[str, dict[str, str], Any]] = []
        self.pauses: list[float] = []

    async def post(self, url: str, headers: Any, content: bytes, *, timeout: float, cap: int = 0) -> Reply:
        self.sent.append((url, dict(headers), json.loads(content)))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, WireError):
            raise reply
        return reply

    async def close(self) -> None:
        pass

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def answer(status: int, body: Any = None, **headers: str) -> Reply:
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(body).encode())


def pushed(posts: Posts, drafts: list[Draft] = DRAFTS, address: str = "https://queue.example", desk: str | None = None) -> Pushed:
    return asyncio.run(push(Server(address, TOKEN, desk), drafts, wire=posts, pause=posts.pause, now=lambda: NOW))


# -- what is sent -----------------------------------------------------------------------------------------------


def test_each_article_is_sent_whole_with_the_token_and_a_key_of_its_own() -> None:
    posts = Posts(answer(201, ADDED))
    done = pushed(posts, desk="politics")
    assert [url for url, _, _ in posts.sent] == ["https://queue.example/api/v1/articles"] * 2
    assert posts.sent[0][2] == {"report": {"claims": []}, "source": "One.", "desk": "politics"}
    assert {headers["Authorization"] for _, headers, _ in posts.sent} == {f"Bearer {TOKEN}"}
    keys = [headers["Idempotency-Key"] for _, headers, _ in posts.sent]
    assert len(set(keys)) == 2 and all(re.fullmatch("[0-9a-f-]{36}", key) for key in keys)
    assert done == Pushed(articles=2, new=4, carried=2, orphaned=2, verdicts_lost=2)


def test_the_summary() -> None:
    assert str(Pushed(2, 31, 12, 0, 1, 1)) == "pushed 2 articles: 31 new claims, 12 carried over, 1 gone, 1 verdict orphaned"
    assert str(Pushed(1, 1, 0)) == "pushed 1 article: 1 new claim, 0 carried over"


@pytest.mark.parametrize(
    "trouble", [answer(503), answer(429), answer(409), WireError("timeout", "It slept."), WireError("truncated", "It broke.")]
)
def test_what_passes_is_tried_again_with_the_same_key(trouble: Reply | WireError) -> None:
    posts = Posts(trouble, trouble, answer(201, ADDED))
    assert pushed(posts, DRAFTS[:1]).articles == 1
    assert len({headers["Idempotency-Key"] for _, headers, _ in posts.sent}) == 1
    assert posts.pauses == [1.0, 3.0]


def test_a_server_says_how_long_to_wait_within_reason() -> None:
    posts = Posts(answer(429, retry_after="20"), answer(503, retry_after="86400"), answer(201, ADDED))
    pushed(posts, DRAFTS[:1])
    assert posts.pauses == [20.0, 60.0]


# -- what goes wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (
            WireError("unreachable", "No answer from queue.example: it refused the connection."),
            "was not reached: No answer from queue.example",
        ),
        (answer(401, {"detail": "no"}), "does not take the token"),
        (
            answer(403, {"detail": "This token does not have the scope push."}),
            "did not take a.md: This token does not have the scope push.",
        ),
        (answer(302, location="https://elsewhere.example/"), "sends requests elsewhere"),
        (answer(200, {"welcome": True}), "is no claimcheck queue"),
        (Reply(200, {}, b"<html>"), "is no claimcheck queue"),
        (answer(502), "did not take a.md: status 502."),
    ],
)
def test_where_nothing_can_be_taken_the_rest_is_not_tried(reply: Reply | WireError, words: str) -> None:
    posts = Posts(reply)
    done = pushed(posts)
    assert done.articles == 0
    (trouble,) = done.troubles
    assert words in trouble
    assert {body["source"] for _, _, body in posts.sent} == {"One."}


def test_an_article_that_is_refused_does_not_stop_the_others() -> None:
    posts = Posts(answer(422, {"detail": "The report cannot be used:\x1b[31m no\nlanguage."}), answer(201, ADDED))
    done = pushed(posts)
    assert done.articles == 1
    assert done.troubles == ("The queue at queue.example did not take a.md: The report cannot be used: [31m no language.",)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://queue.example", "only https"),
        ("http://10.0.0.1", "only https"),
        ("ftp://queue.example", "only https"),
        ("https://ada:pw@queue.example", "user name"),
        ("https://queue.example/?token=x", "after ? or #"),
        ("https://queue.example:99999", "port"),
        ("https://", "cannot be read"),
        ("https://queue example", "cannot be read"),
    ],
)
def test_addresses_that_a_token_is_never_sent_to(address: str, words: str) -> None:
    assert words in (why_not_a_server(address) or "")
    with pytest.raises(QueueError):
        Server(address, TOKEN)


@pytest.mark.parametrize(
    "address", ["https://queue.example", "https://10.0.0.1:8443/desk", "http://127.0.0.1:8765", "http://localhost", "http://[::1]:1"]
)
def test_addresses_that_it_may_be_sent_to(address: str) -> None:
    assert why_not_a_server(address) is None
    assert TOKEN not in repr(Server(address, TOKEN))


def test_no_redirect_is_followed_with_the_token() -> None:
    async def go() -> tuple[Pushed, list[str]]:
        async with HostileServer({"/elsewhere": replies(b"{}")}) as elsewhere:
            async with HostileServer({"/api/v1/articles": redirects(elsewhere.url("/elsewhere"), 307)}) as server:
                done = await push(Server(server.url(""), TOKEN), DRAFTS, now=lambda: NOW)
                return done, elsewhere.paths()

    done, visited = asyncio.run(go())
    assert "sends requests elsewhere" in done.troubles[0]
    assert visited == []


# -- a real server ----------------------------------------------------------------------------------------------


class Running:
    """The API behind uvicorn on loopback."""

    def __init__(self, made: Team):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        from dataclasses import replace

        from claimcheck.queue.service import ServerSettings

        app = app_of(replace(made.service, settings=ServerSettings(public_url=self.url)))
        self.server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        self.thread = threading.Thread(target=lambda: self.server.run(sockets=[self.socket]), daemon=True)

    def __enter__(self) -> Running:
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()


@pytest.fixture
def served(queue: Database) -> Iterator[tuple[Team, str]]:
    made = team(queue)
    with Running(made) as running:
        yield made, running.url


def claims_of(made: Team, article: int) -> list[str]:
    with made.queue.read() as tx:
        found = listing.page(tx, ROOT, listing.from_query(f"article={article}"), now=NOW)
    return [entry.item.text for entry in found.items]


def test_the_command_puts_what_it_checked_into_a_servers_queue(
    run, article: Path, served: tuple[Team, str], tmp_path: Path, monkeypatch: Any
) -> None:
    made, url = served
    token = tmp_path / "token"
    token.write_text(made.token("edda", "push") + "\n")
    monkeypatch.chdir(tmp_path)
    outcome = run("check", "article.txt", "--queue", url, "--queue-token-file", token, "--queue-desk", "main")
    assert (outcome.code, outcome.err) == (0, "pushed 1 article: 2 new claims, 0 carried over\n")
    with made.queue.read() as tx:
        newest, _ = articles.listed(tx, ROOT)
    assert newest.uri == "article.txt"
    assert sorted(claims_of(made, newest.id)) == ["Exports fell in June.", "Imports rose in May."]
    again = run("check", "article.txt", "--queue", url, "--queue-token-file", token)
    assert (again.code, again.err) == (0, "pushed 1 article: 0 new claims, 0 carried over\n")
    article.write_text(article.read_text().replace("June", "July"))
    changed = run("check", "article.txt", "--queue", url, "--queue-token-file", token)
    assert changed.err.startswith("pushed 1 article: ")
    assert "Exports fell in July." in claims_of(made, newest.id)


def test_a_token_out_of_the_environment(run, article: Path, served: tuple[Team, str], monkeypatch: Any) -> None:
    made, url = served
    monkeypatch.setenv("CLAIMCHECK_QUEUE_TOKEN", made.token("edda", "push"))
    assert run("check", article, "--queue", url).code == 0
    monkeypatch.setenv("CLAIMCHECK_QUEUE_TOKEN", made.token("edda", "read"))
    outcome = run("check", article, "--queue", url)
    assert outcome.code == 2
    assert outcome.err == f"claimcheck: error: The queue at 127.0.0.1 did not take {article}: This token does not have the scope push.\n"
    monkeypatch.setenv("CLAIMCHECK_QUEUE_TOKEN", "ccq_wrong")
    outcome = run("check", article, "--queue", url)
    assert (outcome.code, outcome.err) == (
        2, "claimcheck: error: The queue at 127.0.0.1 does not take the token: make a new one with the scope push.\n",
    )  # fmt: skip


def test_a_queue_that_cannot_be_reached_costs_nobody_the_findings(run, article: Path, monkeypatch: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("CLAIMCHECK_QUEUE_TOKEN", TOKEN)
    monkeypatch.setattr("claimcheck.queue.push._PAUSES", (0.0,))
    outcome = run("check", article, "--queue", f"http://127.0.0.1:{port}", "--format", "json")
    assert outcome.code == 2
    assert (
        outcome.err == "claimcheck: error: The queue at 127.0.0.1 was not reached: No answer from 127.0.0.1: it refused the connection.\n"
    )
    assert json.loads(outcome.out)["files"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--queue", "https://queue.example"], "asks for a token"),
        (["--queue", "https://queue.example", "--queue-token-file", "nowhere"], "nowhere cannot be read"),
        (["--queue", "http://queue.example", "--queue-token-file", "token"], "only https"),
        (["--queue", "queue.sqlite", "--queue-token-file", "token"], "asks for no token"),
        (["--queue-desk", "main"], "name the queue"),
        (["--queue", "https://queue.example", "--queue-token-file", "empty"], "holds no token"),
    ],
)
def test_options_that_cannot_be_used_are_told_before_anything_is_read(
    run, article: Path, tmp_path: Path, monkeypatch: Any, options: list[str], words: str
) -> None:
    monkeypatch.delenv("CLAIMCHECK_QUEUE_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "empty").write_text("\n")
    outcome = run("check", "article.txt", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert words in outcome.err and TOKEN not in outcome.err
    assert run.models == []


# -- a queue on this machine ------------------------------------------------------------------------------------


def test_a_queue_on_this_machine(run, article: Path, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("CLAIMCHECK_USER", "ada")
    file = tmp_path / "queue.sqlite"
    outcome = run("check", article, "--queue", file)
    assert outcome.code == 2 and "There is no queue at" in outcome.err
    opened(str(file), make=True).close()
    outcome = run("check", article, "--queue", file)
    assert (outcome.code, outcome.err) == (0, "pushed 1 article: 2 new claims, 0 carried over\n")
    outcome = run("check", article, "--queue", file, "--queue-desk", "politics")
    assert (outcome.code, outcome.err.count("politics")) == (2, 1)
