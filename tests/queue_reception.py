"""The pages on which people come in and go, behind the guard, and nothing else: for the tests of signing in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from claimcheck.errors import QueueError
from claimcheck.queue.database import Database
from claimcheck.queue.oidc_client import Client
from claimcheck.queue.service import ServerSettings, Service, status_of
from claimcheck.queue.web import provider
from claimcheck.queue.web import sign_in as pages
from claimcheck.queue.web.guard import Guard
from tests.queue_databases import NOW
from tests.queue_people import PASSWORD

URL = "http://127.0.0.1:8765"
#: How the cookies are called without TLS.
SESSION, DEVICE = "claimcheck-session", "claimcheck-device"
#: Another password than that of everybody.
NEW = "walnut carpet orbit"


class Reception:
    """The application, and the clock."""

    def __init__(self, database: Database, url: str = URL, asker: provider.MakeAsker = Client, **settings: Any):
        self.database = database
        self.url = url
        self.now = NOW
        self.service = Service(database, lambda: self.now, ServerSettings(public_url=url, **settings))
        self.app = Starlette(
            routes=pages.routes(self.service, asker),
            middleware=[Middleware(Guard, service=self.service)],
            exception_handlers={QueueError: _told},
        )

    def later(self, **by: float) -> datetime:
        """Let time go by."""
        self.now += timedelta(**by)
        return self.now

    def client(self, address: str = "192.0.2.1", **headers: str) -> TestClient:
        """A browser, as far as requests go: it sends the origin, and follows no redirects."""
        sent = {"Origin": self.url, **headers}
        return TestClient(self.app, base_url=self.url, headers=sent, follow_redirects=False, client=(address, 40_000))


def sign_in(client: TestClient, name: str = "ada", password: str = PASSWORD, goal: str = "/account") -> Any:
    """What is answered to a name and a password."""
    return client.post("/sign-in", data={"name": name, "password": password, "next": goal})


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, QueueError)
    return PlainTextResponse(str(error), status_of(error))


@pytest.fixture
def reception(queue: Database) -> Reception:
    """It over an empty queue, on SQLite and on PostgreSQL."""
    return Reception(queue)
