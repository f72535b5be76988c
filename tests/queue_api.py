"""The API of a queue for tests: desks, people with tokens, and a client, behind the guard that the server has too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.testclient import TestClient

from claimcheck.queue import api, articles, desks, people, sessions, tokens
from claimcheck.queue.actor import SCOPES, Role, local
from claimcheck.queue.api.problems import problem
from claimcheck.queue.database import Database
from claimcheck.queue.service import ServerSettings, Service
from claimcheck.queue.web import cookies
from claimcheck.queue.web.guard import Guard
from tests.queue_articles import Said, plain, written
from tests.queue_databases import NOW

Json = dict[str, Any]

ROOT = local("root")
ORIGIN = "http://127.0.0.1:8765"
API = api.BASE
#: Who there is, and what they may do on the desk "main". "other" edits another desk.
PEOPLE = {"vera": Role.VIEWER, "carl": Role.CHECKER, "cleo": Role.CHECKER, "edda": Role.EDITOR, "other": None, "root2": None}


@dataclass
class Team:
    """A queue with people, and an article on the desk "main"."""

    queue: Database
    service: Service
    app: Starlette
    desk: int
    other_desk: int
    article: int
    claims: tuple[int, ...]
    ids: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def client(self, name: str | None) -> Iterator[TestClient]:
        """A client with somebody's token, None for nobody."""
        headers = {} if name is None else {"Authorization": f"Bearer {self.secrets[name]}"}
        with TestClient(self.app, ORIGIN, headers=headers) as client:
            yield client

    @contextmanager
    def signed_in(self, name: str) -> Iterator[TestClient]:
        """Somebody's browser, as far as requests go."""
        with self.queue.write() as tx:
            actor = people.actor_of(tx, self.ids[name], "web")
            assert actor is not None
            secret = sessions.begin(tx, actor, lifetime=timedelta(hours=1), way="password", now=NOW)
        with TestClient(self.app, ORIGIN, headers={"Origin": ORIGIN}) as client:
            client.cookies.set(cookies.name_of(cookies.SESSION, self.service.settings), secret)
            yield client

    def token(self, name: str, *scopes: str, desk: int | None = None) -> str:
        """A token of somebody's with certain scopes."""
        with self.queue.write() as tx:
            found = people.named(tx, ROOT, name)
            actor = people.actor_of(tx, found.id, "web")
            assert actor is not None
            made, secret = tokens.make(tx, actor, found.id, "a token", scopes, 30, desk, now=NOW)
        return secret


def app_of(service: Service) -> Starlette:
    """The API alone, behind the guard."""

    async def nowhere(request: object, error: Exception) -> Response:
        return problem(404, "There is no such page.")  # an address with a line break is not below any mount

    mounted = [Mount(api.BASE, routes=api.routes(service))]
    return Starlette(routes=mounted, middleware=[Middleware(Guard, service=service)], exception_handlers={404: nowhere})


def team(queue: Database, claims: int = 3, url: str = ORIGIN, **service: Any) -> Team:
    """Set everything up."""
    found = Service(queue, lambda: NOW, ServerSettings(public_url=url), **service)
    report, source = written([Said(words, 0.8 if number == 0 else 0.5) for number, words in enumerate(plain(claims))])
    with queue.write() as tx:
        desk, other = (desks.ensure(tx, ROOT, name, now=NOW) for name in ("main", "other"))
        added = articles.add(tx, ROOT, desk.id, report, source, now=NOW)
        ids = {}
        for name, role in PEOPLE.items():
            ids[name] = people.add(tx, ROOT, name, display_name=name.title(), admin=name == "root2", now=NOW).id
            if role is not None:
                people.set_role(tx, ROOT, ids[name], desk.id, role, now=NOW)
        people.set_role(tx, ROOT, ids["other"], other.id, Role.EDITOR, now=NOW)
    made = Team(queue, found, app_of(found), desk.id, other.id, added.article_id, added.queued, ids)
    for name in PEOPLE:
        scopes = SCOPES if name == "root2" else tuple(scope for scope in SCOPES if scope != "admin")
        made.secrets[name] = made.token(name, *scopes)
    return made


def at(made: Team, moment: Any) -> TestClient:
    """Edda's client on a server whose clock shows another moment."""
    app = app_of(replace(made.service, now=lambda: moment))
    return TestClient(app, ORIGIN, headers={"Authorization": f"Bearer {made.secrets['edda']}"})


def rows(made: Team, table: Any) -> int:
    with made.queue.read() as tx:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())


def is_problem(answer: Any, status: int) -> str:
    """Its one sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body.keys() == {"type", "title", "status", "detail"} and body["status"] == status
    assert body["detail"].endswith((".", "?", "…")) and "\n" not in body["detail"]
    return str(body["detail"])
