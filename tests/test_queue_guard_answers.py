"""What stands before every page: how much may be sent, and what every answer carries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.websockets import WebSocketDisconnect

from claimcheck.errors import QueueError
from claimcheck.queue import people
from claimcheck.queue.database import Database, opened
from claimcheck.queue.web import guard, here
from claimcheck.queue.web.guard import require
from tests.queue_guarded import TLS, URL, Site
from tests.queue_guarded import site as site
from tests.queue_guarded import sqlite_site as sqlite_site
from tests.queue_people import quick_passwords as quick_passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")


# --- how much ---


def test_what_is_too_large_is_refused(queue: Database) -> None:
    site = Site(queue, upload_bytes=1000)
    client = site.client(cookie=site.session(), Origin=URL)
    most = 1000 + 1_048_576
    assert client.post("/upload", content=b"x" * most).text == str(most)
    assert client.post("/upload", content=b"x" * (most + 1)).status_code == 413
    assert client.post("/upload", content=b"x", headers={"Content-Length": "9" * 40}).status_code == 413


def test_what_is_too_large_and_does_not_say_so_is_refused(queue: Database) -> None:
    site = Site(queue, upload_bytes=1000)
    client = site.client(cookie=site.session(), Origin=URL)

    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 65_536

    for path in ("/upload", "/ignores"):
        refused = client.post(path, content=chunks())
        assert refused.status_code == 413
        assert refused.headers["x-content-type-options"] == "nosniff"
    assert client.post("/upload", content=iter([b"x" * 10, b"y" * 10])).text == "20"


def test_whoever_is_unknown_may_send_a_password_and_no_more(site: Site) -> None:
    client = site.client(Origin=URL)
    assert client.post("/sign-in", content=b"x" * 65_536).status_code == 200
    assert client.post("/sign-in", content=b"x" * 65_537).status_code == 413


def test_what_comes_too_slowly_is_given_up(queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_PATIENCE", 0.05)
    site = Site(queue)
    sent: list[dict[str, Any]] = []
    headers = [(b"host", b"127.0.0.1:8765"), (b"origin", URL.encode()), (b"cookie", f"claimcheck-session={site.session()}".encode())]
    scope = {"type": "http", "method": "POST", "path": "/upload", "raw_path": b"/upload", "query_string": b"", "headers": headers}

    async def trickle() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> None:
        await site.app({**scope, "http_version": "1.1", "scheme": "http", "root_path": "", "asgi": {"version": "3.0"}}, trickle, send)

    asyncio.run(ask())
    assert sent[0]["status"] == 408


def test_compressed_bodies_are_refused(site: Site) -> None:
    client = site.client(cookie=site.session(), Origin=URL)
    assert client.post("/upload", content=b"x", headers={"Content-Encoding": "gzip"}).status_code == 415


# --- what every answer carries ---


def test_every_answer_carries_the_headers(site: Site) -> None:
    client = site.client(cookie=site.session(), Origin=URL)
    answers = [
        client.get("/page"),
        client.get("/nowhere"),
        client.get("/fails"),
        client.get("/static/page.js"),
        client.post("/upload", content=b"x" * 20_000_000),
        client.post("/page", headers={"Origin": "https://evil.example"}),
        site.client().get("/page"),
        site.client(Host="evil.example").get("/page"),
        site.client(token="wrong").get("/api/v1/thing"),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 500, 200, 413, 403, 303, 421, 401]
    for answer in answers:
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
        assert policy["img-src"] == "'self' data:"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "access-control-allow-origin" not in answer.headers
        assert "strict-transport-security" not in answer.headers
        kept = answer.headers.get_list("cache-control")
        assert kept == (["public"] if answer.url.path.startswith("/static/") else ["no-store"])


def test_what_failed_is_not_told(site: Site) -> None:
    failed = site.client(cookie=site.session()).get("/fails")
    assert failed.status_code == 500
    assert "draft" not in failed.text


def test_over_tls_browsers_are_told_to_keep_to_it_and_cookies_are_bound_to_the_host(queue: Database) -> None:
    site = Site(queue, TLS)
    secret = site.session()
    assert site.client(cookie=secret).get("/page").json()["who"] == "ada"
    assert "max-age=63072000" in site.client().get("/healthz").headers["strict-transport-security"]
    other = site.client()
    other.cookies.set("claimcheck-session", secret)  # without the prefix, another host of the domain could have set it
    assert other.get("/page").status_code == 303


def test_refusals_are_pages_for_browsers_and_sentences_for_programs(site: Site) -> None:
    browser = site.client(cookie=site.session(), Accept="text/html,*/*").post("/page", headers={"Origin": "null"})
    assert "<h1>" in browser.text
    assert URL in browser.text
    assert site.client(cookie=site.session()).post("/page", headers={"Origin": "null"}).headers["content-type"].startswith("text/plain")
    problem = json.loads(site.client(token=site.token(), Host="evil.example").get("/api/v1/thing").text)
    assert problem["title"] == "Misdirected Request"


def test_a_database_that_is_gone_is_no_reason_to_let_anybody_in(tmp_path: Any) -> None:
    database = opened(str(tmp_path / "queue.sqlite"), make=True)
    site = Site(database)
    client = site.client(cookie=site.session())
    database.close()
    (tmp_path / "queue.sqlite").write_bytes(b"no database " * 1000)
    for leftover in tmp_path.glob("queue.sqlite-*"):
        leftover.unlink()
    refused = client.get("/page")
    assert (refused.status_code, site.ran) == (503, [])
    assert client.get("/healthz").status_code == 200
    with pytest.raises(QueueError), database.read() as tx:
        people.actor_of(tx, 1)


def test_there_are_no_websockets(site: Site) -> None:
    with pytest.raises(WebSocketDisconnect), site.client(cookie=site.session()).websocket_connect("/page"):
        pass


def test_require_raises_for_somebody_unknown() -> None:
    with pytest.raises(HTTPException) as raised:
        require(Request({"type": "http", "state": {"actor": None}, "headers": []}))
    assert raised.value.status_code == 401


@pytest.mark.parametrize(
    ("address", "goal"),
    [
        ("/claims/3?state=new", "/claims/3?state=new"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("/\t/evil.example", "/"),
        ("/%2F/evil.example", "/%2F/evil.example"),
        ("/sign-in?next=/", "/"),
        ("/" + "x" * 2000, "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_after_signing_in_nobody_is_led_elsewhere(address: str | None, goal: str) -> None:
    assert here.within(address) == goal
