"""`claimcheck serve`: who may come in, how it starts, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from claimcheck.cli.uploads import Uploads
from claimcheck.errors import QueueConflict, QueueError
from claimcheck.queue import background, desks, leases, people, server
from claimcheck.queue.actor import local
from claimcheck.queue.database import Database, opened
from claimcheck.queue.service import Service
from tests.conftest import Commands, SentenceExtractor
from tests.queue_articles import filled
from tests.queue_databases import NOW, later, where
from tests.queue_process import serving

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

ADA = local("ada")


# -- who may come in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--host", "0.0.0.0"], "say with --public-url by which address browsers come"),
        (["--host", "0.0.0.0", "--public-url", "http://claims.example.org"], "--public-url has no TLS"),
        (["--host", "0.0.0.0", "--public-url", "https://claims.example.org"], "Nobody can sign in yet"),
        (["--host", "0.0.0.0", "--public-url", "http://claims.example.org", "--insecure-http"], "Nobody can sign in yet"),
        (["--public-url", "https://claims.example.org"], "Nobody can sign in yet"),
        (["--public-url", "http://claims.example.org"], "--public-url has no TLS"),
        (["--public-url", "claims.example.org"], "without a path"),
        (["--public-url", "https://claims.example.org/queue"], "without a path"),
        (["--public-url", "https://u:p@claims.example.org"], "without a path"),
        (["--public-url", "https://claims.example.org:port"], "without a path"),
        (["--queue", "missing-folder/\0/x"], ""),
        (["--port", "70000"], "70000 is not in the range"),
    ],
)
def test_what_would_let_strangers_in_is_refused(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], sentence: str
) -> None:
    monkeypatch.setenv("CLAIMCHECK_QUEUE", str(tmp_path / "queue.sqlite"))
    monkeypatch.setattr(server, "serve", lambda *arguments, **named: pytest.fail("it was started"))
    outcome = run("serve", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert sentence in outcome.err.splitlines()[-1]


def started_with(run: Commands, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[Any, Any]:
    """What the server is started with, and what the command said."""
    seen: list[Any] = []

    def serve(service: Service, bound: server.Bound, **named: Any) -> None:
        seen.append((service, named))
        named["started"]()
        bound.socket.close()

    monkeypatch.setattr(server, "serve", serve)
    outcome = run("serve", "--port", "0", *options)
    assert outcome.code == 0, outcome.err
    return seen[0], outcome


def test_others_are_let_in_where_somebody_can_sign_in(run: Commands, queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_QUEUE", where(queue))
    with queue.write() as tx:
        people.add(tx, ADA, "ada", password="correct horse battery", admin=True, now=NOW)
    options = ("--public-url", "https://claims.example.org/", "--trusted-proxy", "10.0.0.2", "--webhook-host", "ci.example.org")
    (service, named), outcome = started_with(run, monkeypatch, *options)
    assert service.settings.public_url == "https://claims.example.org"
    assert service.settings.secure
    assert service.settings.own_hosts == {"ci.example.org"}
    assert named["trusted_proxies"] == ("10.0.0.2",)
    assert "ticket" not in outcome.out


def test_without_tls_it_warns(run: Commands, queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_QUEUE", where(queue))
    with queue.write() as tx:
        people.add(tx, ADA, "ada", password="correct horse battery", admin=True, now=NOW)
    _, outcome = started_with(run, monkeypatch, "--public-url", "http://claims.example.org", "--insecure-http")
    assert "can read passwords and drafts" in outcome.err


def test_openid_connect_comes_from_the_environment(run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_QUEUE", str(tmp_path / "queue.sqlite"))
    monkeypatch.setenv("CLAIMCHECK_OIDC_ISSUER", "https://id.example.org")
    outcome = run("serve", "--port", "0")
    assert outcome.code == 2
    assert "CLAIMCHECK_OIDC_CLIENT_ID, CLAIMCHECK_OIDC_CLIENT_SECRET" in outcome.err
    monkeypatch.setenv("CLAIMCHECK_OIDC_CLIENT_ID", "claims")
    monkeypatch.setenv("CLAIMCHECK_OIDC_CLIENT_SECRET", "s3cret")
    (service, _), outcome = started_with(run, monkeypatch)
    assert service.settings.oidc.issuer == "https://id.example.org"
    assert "s3cret" not in outcome.out + outcome.err + repr(service)


def test_a_port_that_is_taken_is_one_sentence(run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_QUEUE", str(tmp_path / "queue.sqlite"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        outcome = run("serve", "--port", str(taken.getsockname()[1]))
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "cannot be taken" in outcome.err


# -- a server of its own --------------------------------------------------------------------------------------------


def test_the_first_time_somebody_comes_in_with_the_link(queue: Database) -> None:
    at = where(queue)
    with serving(at, user="ada") as served:
        assert served.ticket
        with httpx.Client(base_url=served.url) as client:
            assert client.get("/healthz").json() == {"status": "alive"}
            assert client.get("/readyz").json() == {"status": "ready"}
            assert client.get("/metrics").status_code == 401
            assert client.get("/", headers={"accept": "text/html"}).status_code in (302, 303)
            words = {"ticket": served.ticket, "password": "correct horse battery", "again": "correct horse battery"}
            came = client.post("/sign-in/ticket", data=words, headers={"origin": served.url})
            assert came.status_code == 303, came.text
            assert client.get("/").status_code == 200
            assert "claimcheck_claims" in client.get("/metrics").text
            used = client.post("/sign-in/ticket", data=words, headers={"origin": served.url})
            assert used.status_code == 401
        assert served.stop() == 0
        entries = served.entries()
    assert {"event": "person.signed-in"}.items() <= next(
        entry for entry in entries if entry.get("security") and "signed" in entry["event"]
    ).items()
    assert any(entry.get("route") == "/sign-in/ticket" for entry in entries)
    assert all(served.ticket not in line and "horse" not in line for line in served.logged)
    with serving(at, user="ada") as again:
        assert again.ticket is None
        assert again.stop(signal.SIGINT) == 0


def test_it_finishes_what_is_under_way_and_then_ends(empty_queues: Any) -> None:
    """A slow request and open live updates: the first is answered in full, the second ended, and the server is gone soon."""
    database = empty_queues("sqlite")
    entered, answers = threading.Event(), []

    def slow(request: Request) -> Response:
        entered.set()
        time.sleep(1)
        return PlainTextResponse("answered in full")

    service = Service(database, lambda: NOW)
    app = Starlette(routes=[Route("/slow", slow)])
    bound = server.bind("127.0.0.1", 0)

    def ask() -> None:
        answers.append(httpx.get(f"{bound.url}/slow", timeout=30).text)

    worked: list[str] = []

    def work() -> None:
        worked.append("done")

    def started() -> None:
        client.start()
        threading.Thread(target=lambda: (entered.wait(30), os.kill(os.getpid(), signal.SIGTERM))).start()

    client = threading.Thread(target=ask)
    server.serve(service, bound, app=app, started=started, workers=[background.Every("work", 0.05, work)])
    client.join(30)
    assert answers == ["answered in full"]
    assert service.stopping.is_set()
    assert len(worked) > 2
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL  # as it was before
    database.close()


def test_live_updates_do_not_hold_it(queue: Database) -> None:
    with serving(where(queue)) as served, httpx.Client(base_url=served.url, timeout=30) as client:
        words = {"ticket": served.ticket, "password": "correct horse battery", "again": "correct horse battery"}
        assert client.post("/sign-in/ticket", data=words, headers={"origin": served.url}).status_code == 303
        with client.stream("GET", "/live") as live:
            lines = live.iter_lines()
            assert next(lines).startswith("retry:")
            begun = time.monotonic()
            served.process.send_signal(signal.SIGTERM)
            assert list(lines)[-1] == ""  # it ended as it should: no line is broken off
        assert served.process.wait(30) == 0
        assert time.monotonic() - begun < 9


def test_the_second_signal_ends_it_at_once(queue: Database) -> None:
    with serving(where(queue)) as served, socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as slow:
        slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nname=")  # and never the rest
        time.sleep(0.3)
        begun = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(30)
        assert time.monotonic() - begun < 8


# -- in the background ------------------------------------------------------------------------------------------------


def test_what_nobody_decided_in_time_is_given_back(queue: Database) -> None:
    actor, _, ids = filled(queue, 4)
    with queue.write() as tx:
        for number in ids[:3]:
            leases.take(tx, actor, item_id=number, now=NOW)
    assert background.expire(queue, later(minutes=1)) == 0
    assert background.expire(queue, later(minutes=20)) == 3
    assert background.expire(queue, later(minutes=20)) == 0


def test_a_worker_outlives_what_goes_wrong() -> None:
    calls: list[int] = []
    stopping = threading.Event()

    def call() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise QueueError("the database is away")
        if len(calls) == 2:
            raise RuntimeError("a mistake")
        stopping.set()

    background.Every("work", 0.01, call).run(stopping)
    assert len(calls) == 3


# -- articles that are handed in ----------------------------------------------------------------------------------------


class Counted:
    def __init__(self) -> None:
        self.made = 0
        self.threads: set[str] = set()

    def __call__(self) -> Any:
        self.made += 1
        self.threads.add(threading.current_thread().name)
        return SentenceExtractor()


def test_models_are_loaded_once_for_the_first_article_and_in_a_thread_of_their_own() -> None:
    make = Counted()
    uploads = Uploads(make)
    assert make.made == 0
    for _ in range(3):
        report, source = uploads(b"Exports fell in June.", "../../etc/harbour.txt", None)
    assert source == "Exports fell in June."
    assert report["document"]["uri"] == "harbour.txt"
    assert make.made == 1
    assert threading.current_thread().name not in make.threads


@pytest.mark.parametrize("name", ["", "..", "/", "\0\n", "a" * 5000, "C:\\drafts\\x.txt", "x.docx/"])
def test_names_from_elsewhere_lead_nowhere(name: str) -> None:
    uploads = Uploads(Counted())
    if name.startswith("x.docx"):
        with pytest.raises(QueueError):
            uploads(b"Exports fell in June.", name, None)
        return
    uri = uploads(b"Exports fell in June.", name, None)[0]["document"]["uri"]
    assert 0 < len(uri) <= 200
    assert "/" not in uri


def test_an_article_that_is_none_is_one_sentence() -> None:
    with pytest.raises(QueueError):
        Uploads(Counted())(b"\x00\x01\x02" * 1000, "x.docx", None)


def test_too_many_at_once_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimcheck.cli.uploads.WAITING", 1)
    entered, go = threading.Event(), threading.Event()

    def slow() -> Any:
        entered.set()
        go.wait(30)
        return SentenceExtractor()

    uploads = Uploads(slow)
    first = threading.Thread(target=uploads, args=(b"Exports fell in June.", "a.txt", None))
    first.start()
    entered.wait(30)
    with pytest.raises(QueueConflict, match="try again in a minute"):
        uploads(b"Exports fell in June.", "b.txt", None)
    go.set()
    first.join()


def test_a_desk_is_there_for_the_first_administrator(tmp_path: Path) -> None:
    """Nothing has to be set up before the first article is handed in."""
    database = opened(str(tmp_path / "queue.sqlite"), make=True)
    with database.write() as tx:
        assert desks.ensure(tx, ADA, now=NOW).name == "main"
    database.close()
