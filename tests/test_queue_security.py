"""Every route of the server, asked by whoever must not get anywhere: nothing may be added to the server that is not asked here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from claimcheck.queue import articles, comments, people, tokens, views, webhooks
from claimcheck.queue.actor import Role
from claimcheck.queue.api.table import by_path
from claimcheck.queue.database import Database
from claimcheck.queue.tables import audit
from claimcheck.queue.web.guard import OPEN
from tests.queue_articles import Said, written
from tests.queue_databases import NOW
from tests.queue_server import ROOT, Site

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
#: Words that stand in the draft of the desk "main", and nowhere else.
DRAFT = "Zanzibarian"
#: What belongs to whoever asks: there is nobody who may not.
OWN = (
    "/sign-out",
    "/account",
    "/account/password",
    "/account/sessions/end",
    "/account/tokens",
    "/views",
    "/api/v1/views",
    "/api/v1/tokens",
)


@dataclass
class Newsroom:
    """A server with a draft on the desk "main", and people: edda is an editor there, vera a viewer, eve an editor of another desk."""

    site: Site
    at: dict[str, int] = field(default_factory=dict)  # numbers of what belongs to "main", by their names in paths

    def routes(self) -> list[tuple[str, str]]:
        """Every method and address that is registered, filled in with what belongs to "main"."""
        return sorted({(method, self.filled(path)) for method, path in _registered(self.site.app)})

    def unsafe(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path in self.routes() if method in UNSAFE]

    def filled(self, path: str) -> str:
        kind = re.match(r"/(?:settings/)?([a-z-]+)", path)
        own = {
            "claims": "item_id",
            "articles": "article_id",
            "desks": "desk_id",
            "webhooks": "webhook_id",
            "people": "person_id",
            "views": "view_id",
        }

        def number(match: re.Match[str]) -> str:
            name = match[1]
            if name == "name":
                return "page.js"
            if name == "id":
                return str(self.at[own[kind[1]]] if kind and kind[1] in own else self.at["token_id"])
            return str(self.at[name if name in self.at else f"{name}_id"])

        return re.sub(r"\{(\w+)(?::int)?\}", number, path)

    def client(self, name: str | None) -> TestClient:
        return self.site.client(name)

    def events(self) -> int:
        with self.site.database.read() as tx:
            return len(tx.rows(select(audit.c.seq)))


def _registered(app: Starlette) -> Iterator[tuple[str, str]]:
    def walk(routes: list[BaseRoute], prefix: str) -> Iterator[tuple[str, str]]:
        for route in routes:
            if isinstance(route, Mount):
                yield from walk(list(route.routes), prefix + route.path)
            elif isinstance(route, Route):
                # One endpoint of the API answers all methods of its address.
                for method in route.methods or by_path()[route.path]:
                    if method != "HEAD":
                        yield method, prefix + route.path

    yield from walk(list(app.routes), "")


@pytest.fixture
def newsroom(empty_queues: Callable[[str], Database]) -> Iterator[Newsroom]:
    database = empty_queues("sqlite")
    site = Site(database)
    edda = site.person("edda", Role.EDITOR)
    vera, eve = site.person("vera", Role.VIEWER), site.person("eve", Role.EDITOR, "sports")
    report, source = written([Said(f"{DRAFT} exports fell by {number} percent", 0.9) for number in range(2, 6)], title=f"{DRAFT} draft")
    (desk,) = edda.roles
    with database.write() as tx:
        added = articles.add(tx, ROOT, desk, report, source, now=NOW)
        hook = webhooks.add(tx, ROOT, desk, "https://hooks.example.org/x", now=NOW).webhook
        token, _ = tokens.make(tx, edda, edda.person_id or 0, "hers", ["read"], now=NOW)
        room = Newsroom(
            site,
            {
                "desk_id": desk,
                "article_id": added.article_id,
                "item_id": added.queued[0],
                "number": 1,
                "comment_id": comments.add(tx, edda, added.article_id, f"{DRAFT}?", item_id=added.queued[0], now=NOW).id,
                "webhook_id": hook.id,
                "delivery_id": webhooks.test(tx, ROOT, hook.id, now=NOW).id,
                "view_id": views.save(tx, edda, f"{DRAFT} view", "state=new", now=NOW).id,
                "token_id": token.id,
                "person_id": edda.person_id or 0,
            },
        )
    assert {vera.name, eve.name} == {"vera", "eve"}
    yield room
    database.close()


def everything(room: Newsroom) -> dict[str, Any]:
    """A form with every field that some page asks for, each with a value that could be taken."""
    return {
        "verdict": "true", "note": "It is.", "reason": "A joke.", "person": str(room.at["person_id"]), "label": "economy", "name": "new",
        "url": "https://hooks.example.org/", "title": "A page", "body": "A word.", "text": "A word.", "ids": str(room.at["item_id"]),
        "action": "shut-out", "role": "editor", "query": "", "display_name": "New", "scope": "read", "days": "1", "form": "cloudevents",
        "active": "yes", "scale": "yes\nno", "wrong": "no", "lease_seconds": "900", "revision": "1", "minutes": "15", "chosen": "",
        "password": "walnut carpet orbit", "current": "x", "again": "walnut carpet orbit", "desk": str(room.at["desk_id"]), "uri": "a.txt",
    }  # fmt: skip


def asked(room: Newsroom, client: TestClient, method: str, path: str) -> Any:
    """A request that carries all that could be wanted."""
    if method not in UNSAFE:
        return client.request(method, path)
    if path.startswith("/api/"):
        return client.request(method, path, json={"note": "It is.", "verdict": "true", "name": "new", "body": "A word."})
    return client.request(method, path, data=everything(room))


def test_there_is_something_to_ask(newsroom: Newsroom) -> None:
    found = newsroom.routes()
    assert len(found) > 90
    assert {path for _, path in found} >= {
        "/",
        "/account",
        "/live",
        "/metrics",
        "/claims/1/decide",
        "/api/v1/claims/1/decide",
        "/settings/people",
    }
    assert all("{" not in path for _, path in found)


def test_nobody_unknown_gets_anywhere(newsroom: Newsroom) -> None:
    client, before = newsroom.client(None), newsroom.events()
    for method, path in newsroom.routes():
        if path in OPEN or path.startswith("/static/"):
            continue
        answer = asked(newsroom, client, method, path)
        to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        assert answer.status_code == 401 or (to_sign_in and method == "GET"), (method, path, answer.status_code)
        assert DRAFT not in answer.text
    assert newsroom.events() == before


def test_what_is_open_tells_nothing(newsroom: Newsroom) -> None:
    """The addresses that are open to all are these, and each of them that exists is harmless."""
    assert OPEN == {
        "/sign-in", "/sign-out", "/sign-in/ticket", "/sign-in/oidc", "/sign-in/oidc/callback", "/healthz", "/readyz", "/metrics", "/favicon.ico",
    }  # fmt: skip
    client = newsroom.client(None)
    for path in OPEN:
        answer = client.get(path)
        assert answer.status_code in (200, 401, 404, 405), path
        assert DRAFT not in answer.text, path
        assert "edda" not in answer.text, path


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_change_is_taken_from_another_site(newsroom: Newsroom, headers: dict[str, str]) -> None:
    client, before = newsroom.client("edda"), newsroom.events()
    if "Origin" not in headers:
        del client.headers["Origin"]
    client.headers.update(headers)
    for method, path in newsroom.unsafe():
        assert asked(newsroom, client, method, path).status_code == 403, (method, path)
    assert newsroom.events() == before


def test_no_change_is_taken_that_does_not_say_where_it_comes_from(newsroom: Newsroom) -> None:
    client = newsroom.client("edda")
    del client.headers["Origin"]
    for method, path in newsroom.unsafe():
        assert asked(newsroom, client, method, path).status_code == 403, (method, path)


def test_another_host_is_refused_by_every_route(newsroom: Newsroom) -> None:
    client = newsroom.client("edda")
    client.headers["Host"] = "evil.example"
    for method, path in newsroom.routes():
        answer = asked(newsroom, client, method, path)
        assert answer.status_code == 421, (method, path)
        assert DRAFT not in answer.text


def test_tokens_that_are_none_any_more_are_refused_by_every_route(newsroom: Newsroom) -> None:
    with newsroom.site.database.write() as tx:
        edda = people.named(tx, ROOT, "edda").id
        revoked, first = tokens.make(tx, ROOT, edda, "revoked", ["read", "review", "push", "manage"], now=NOW)
        tokens.revoke(tx, ROOT, revoked.id, now=NOW)
        _, second = tokens.make(tx, ROOT, edda, "expired", ["read", "review", "push", "manage"], days=1, now=NOW)
    newsroom.site.later(days=2)
    for secret in (first, second):
        client = newsroom.client(None)
        client.headers["Authorization"] = f"Bearer {secret}"
        for method, path in newsroom.routes():
            if not path.startswith("/static/") and path not in ("/healthz", "/readyz"):
                assert asked(newsroom, client, method, path).status_code == 401, (method, path)


def test_a_token_opens_no_page(newsroom: Newsroom) -> None:
    with newsroom.site.database.write() as tx:
        _, secret = tokens.make(tx, ROOT, people.named(tx, ROOT, "edda").id, "ci", ["read", "review", "push", "manage"], now=NOW)
    client = newsroom.client(None)
    client.headers["Authorization"] = f"Bearer {secret}"
    for method, path in newsroom.routes():
        if not path.startswith(("/api/", "/static/")) and path not in ("/healthz", "/readyz"):
            assert asked(newsroom, client, method, path).status_code == 403, (method, path)


def test_whoever_is_deactivated_gets_nowhere(newsroom: Newsroom) -> None:
    client = newsroom.client("edda")
    assert client.get("/account").status_code == 200
    with newsroom.site.database.write() as tx:
        people.deactivate(tx, ROOT, people.named(tx, ROOT, "edda").id, now=NOW)
    before = newsroom.events()
    for method, path in newsroom.routes():
        if path not in OPEN and not path.startswith("/static/"):
            assert asked(newsroom, client, method, path).status_code in (303, 401), (method, path)
    assert newsroom.events() == before


def test_another_desk_sees_and_changes_nothing(newsroom: Newsroom) -> None:
    """Eve may do everything on her own desk. Of this one she does not even learn that there is something."""
    client = newsroom.client("eve")
    for method, path in newsroom.routes():
        if path in ("/live", "/sign-out") or path.startswith("/static/"):
            continue
        before = newsroom.events()
        answer = asked(newsroom, client, method, path)
        assert answer.status_code < 500, (method, path, answer.text)
        assert DRAFT not in answer.text, (method, path)
        if re.search(r"/\d", path):
            assert answer.status_code in (400, 403, 404, 422), (method, path, answer.status_code)
        if method in UNSAFE and not path.startswith(OWN):
            assert newsroom.events() == before, (method, path, answer.status_code)


def test_a_viewer_sees_and_changes_nothing(newsroom: Newsroom) -> None:
    client = newsroom.client("vera")
    assert DRAFT in client.get("/").text
    for method, path in newsroom.unsafe():
        if path == "/sign-out":
            continue
        before = newsroom.events()
        answer = asked(newsroom, client, method, path)
        assert answer.status_code < 500, (method, path, answer.text)
        if not path.startswith(OWN):
            assert newsroom.events() == before, (method, path, answer.status_code)
            assert answer.status_code in (400, 403, 404, 405, 409, 415, 422) or path == "/bulk", (method, path, answer.status_code)


def test_a_checker_does_not_do_what_is_the_editors(newsroom: Newsroom) -> None:
    newsroom.site.person("carl", Role.CHECKER)
    client = newsroom.client("carl")
    item, article = newsroom.at["item_id"], newsroom.at["article_id"]
    for path in (
        f"/claims/{item}/assign", f"/claims/{item}/correct", f"/claims/{item}/reopen", f"/claims/{item}/adjudicate", f"/articles/{article}/versions",
        "/articles", "/settings/desks", f"/settings/desks/{newsroom.at['desk_id']}/policy", f"/settings/desks/{newsroom.at['desk_id']}/members",
        "/settings/people", f"/settings/people/{newsroom.at['person_id']}", f"/settings/people/{newsroom.at['person_id']}/link",
        f"/settings/desks/{newsroom.at['desk_id']}/webhooks", f"/settings/webhooks/{newsroom.at['webhook_id']}",
    ):  # fmt: skip
        before = newsroom.events()
        answer = asked(newsroom, client, "POST", path)
        assert answer.status_code in (403, 404, 409, 422), (path, answer.status_code)
        assert newsroom.events() == before, path


def test_every_answer_carries_the_headers(newsroom: Newsroom) -> None:
    client = newsroom.client("edda")
    for method, path in newsroom.routes():
        if path in ("/live", "/sign-out"):
            continue
        answer = client.request(method, path)
        assert answer.status_code < 500, (method, path, answer.text)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store" or path.startswith("/static/"), path


def test_no_page_holds_what_the_policy_forbids(newsroom: Newsroom) -> None:
    """Styles and scripts inside a page would not work, and would want the policy loosened."""
    client = newsroom.client("edda")
    for method, path in newsroom.routes():
        if method == "GET" and path != "/live":
            answer = client.get(path)
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", answer.text), path
                assert not re.search(r"(?:src|action)=\"(?:https?:)?//", answer.text), path


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "\u202egnp.exe"])
def test_what_people_write_stays_text(newsroom: Newsroom, hostile: str) -> None:
    client = newsroom.client("edda")
    with newsroom.site.database.write() as tx:
        edda = people.actor_of(tx, newsroom.at["person_id"])
        assert edda
        people.set_display_name(tx, ROOT, newsroom.at["person_id"], hostile, now=NOW)
        comments.add(tx, edda, newsroom.at["article_id"], hostile, item_id=newsroom.at["item_id"], now=NOW)
        tokens.make(tx, edda, newsroom.at["person_id"], hostile, ["read"], now=NOW)
        views.save(tx, edda, hostile[:60], "state=new", now=NOW)
    for method, path in newsroom.routes():
        if method == "GET" and path != "/live" and not path.startswith(("/api/", "/static/")):
            text = client.get(path, headers={"Accept": "text/html"}).text
            assert "<script>alert" not in text, path
            assert "<img src=x" not in text, path
            assert "\u202e" not in text, path
