"""A tiny application behind the guard, for its tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from claimcheck.queue import sessions, tokens
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.service import ServerSettings, Service
from claimcheck.queue.web.guard import Guard
from tests.queue_databases import NOW, later
from tests.queue_people import ROOT, actor, person
from tests.queue_people import quick_passwords as quick_passwords

URL = "http://127.0.0.1:8765"
TLS = "https://desk.example"


class Site:
    """A tiny application behind the guard."""

    def __init__(self, queue: Database, url: str = URL, **settings: Any):
        self.queue = queue
        self.now = NOW
        self.url = url
        self.service = Service(queue, lambda: self.now, ServerSettings(public_url=url, **settings))
        self.ada = person(queue, "ada", Role.EDITOR)
        self.ran: list[str] = []
        paths = ("/page", "/api/v1/thing", "/sign-in", "/healthz", "/metrics", "/static/page.js")
        every = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        routes = [Route(path, self._answer, methods=every) for path in paths]
        routes += [
            Route("/upload", self._upload, methods=["POST"]),
            Route("/fails", self._fails),
            Route("/ignores", self._ignores, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes, middleware=[Middleware(Guard, service=self.service)])

    async def _answer(self, request: Request) -> Response:
        self.ran.append(request.method)
        who = request.state.actor
        held = request.state.session
        shown = {"who": who.name if who else None, "via": who.via if who else None, "session": held is not None}
        return JSONResponse(shown, headers={"Access-Control-Allow-Origin": "*", "X-Frame-Options": "ALLOWALL", "Cache-Control": "public"})

    async def _upload(self, request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    async def _ignores(self, request: Request) -> Response:
        try:
            await request.body()
        except Exception:  # as a careless page would
            return PlainTextResponse("all is well")
        return PlainTextResponse("read")

    async def _fails(self, request: Request) -> Response:
        raise RuntimeError("words of a draft")

    def session(self) -> str:
        who = actor(self.queue, self.ada)
        with self.queue.write() as tx:
            return sessions.begin(tx, who, lifetime=later(hours=12) - NOW, way="password", now=self.now)

    def token(self, *scopes: str) -> str:
        with self.queue.write() as tx:
            return tokens.make(tx, ROOT, self.ada, "ci", scopes or ("read",), now=self.now)[1]

    def client(self, *, cookie: str | None = None, token: str | None = None, **headers: str) -> TestClient:
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        client = TestClient(self.app, base_url=self.url, headers={**sent, **headers}, follow_redirects=False, raise_server_exceptions=False)
        if cookie:
            client.cookies.set("__Host-claimcheck-session" if self.service.settings.secure else "claimcheck-session", cookie)
        return client


@pytest.fixture
def site(queue: Database) -> Site:
    return Site(queue)


@pytest.fixture
def sqlite_site(empty_queues: Any) -> Iterator[Site]:
    """Where the database makes no difference."""
    database = empty_queues("sqlite")
    yield Site(database)
    database.close()
