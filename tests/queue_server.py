"""The queue's web application for tests: people who are signed in, asked inside the process or through a real server on loopback.

    site = Site(queue); site.person("ada", Role.CHECKER); site.client("ada").get("/")     # Starlette's TestClient, quick
    def test_it(queue_server: Server, browser): page = queue_server.page(browser, "ada")  # uvicorn and Chromium

The clock is the test's: it stands still until somebody sets `site.now`. A test that connects to the server from Python needs the mark
`block_network(allowed_hosts=["127\\\\.0\\\\.0\\\\.1"])`; one that only opens it in a browser does not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from claimcheck.queue import desks, people, sessions
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.database import Database
from claimcheck.queue.service import ServerSettings, Service
from claimcheck.queue.web import cookies
from tests.queue_databases import NOW

#: Who makes people and desks: no person of the database.
ROOT = local("root")


class Site:
    """A web application over a queue."""

    def __init__(self, database: Database, url: str = "http://127.0.0.1:8765", **service: Any):
        from claimcheck.queue.web.app import application

        self.database = database
        self.now = NOW
        self.url = url
        settings = ServerSettings(public_url=url)
        self.service = Service(database, now=lambda: self.now, settings=settings, **service)
        self.app: Starlette = application(self.service)
        self._secrets: dict[str, str] = {}

    def later(self, **by: float) -> datetime:
        """Let time go by."""
        self.now += timedelta(**by)
        return self.now

    def person(self, name: str, role: Role | None = Role.CHECKER, desk: str = "main", *, admin: bool = False) -> Actor:
        """Somebody with a role on a desk, both of them made where they are not there. Nobody hashes a password for that."""
        with self.database.write() as tx:
            known = [one for one in people.listed(tx, ROOT) if one.name == name]
            found = known[0] if known else people.add(tx, ROOT, name, display_name=name.title(), admin=admin, now=self.now)
            if role is not None:
                people.set_role(tx, ROOT, found.id, desks.ensure(tx, ROOT, desk, now=self.now).id, role, now=self.now)
        return self.actor(name)

    def actor(self, name: str) -> Actor:
        """Somebody who is there."""
        with self.database.read() as tx:
            actor = people.actor_of(tx, people.named(tx, ROOT, name).id, "web")
        assert actor is not None
        return actor

    def secret(self, name: str) -> str:
        """What the cookie of somebody's session holds. They are signed in without a password."""
        if name not in self._secrets:
            actor, hours = self.actor(name), timedelta(hours=self.service.settings.session_hours)
            with self.database.write() as tx:
                self._secrets[name] = sessions.begin(tx, actor, lifetime=hours, way="password", now=self.now)
        return self._secrets[name]

    def client(self, name: str | None = None) -> TestClient:
        """Somebody's browser, as far as requests go: it sends the cookie and the origin, and follows no redirects."""
        client = TestClient(self.app, base_url=self.url, headers={"Origin": self.url}, follow_redirects=False)
        if name is not None:
            client.cookies.set(cookies.name_of(cookies.SESSION, self.service.settings), self.secret(name))
        return client


class Server(Site):
    """The same behind a real server, as long as it is entered."""

    def __init__(self, database: Database, **service: Any):
        self._config = uvicorn.Config(lambda scope, receive, send: self.app(scope, receive, send), port=0, log_config=None, ws="none")
        self._config.interface = "asgi3"
        self._socket = self._config.bind_socket()
        super().__init__(database, f"http://127.0.0.1:{self._socket.getsockname()[1]}", **service)
        self._server = _Uvicorn(self._config, self.app)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        assert self._server.ready.wait(20), "the server does not start"
        return self

    def __exit__(self, *error: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive(), "the server does not end"

    def page(self, browser: Any, name: str | None, **options: Any) -> Any:
        """A page of a browser of their own, in which somebody is signed in."""
        context = browser.new_context(**options)
        if name is not None:
            kept = cookies.name_of(cookies.SESSION, self.service.settings)
            context.add_cookies([{"name": kept, "value": self.secret(name), "url": self.url, "httpOnly": True}])
        return context.new_page()


class _Uvicorn(uvicorn.Server):
    """Tells when requests are answered, and ends live updates before it waits for connections to end, as `queue.server` does."""

    def __init__(self, config: uvicorn.Config, app: Starlette):
        super().__init__(config)
        self._app = app
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: Any = None) -> None:
        self._app.state.live.close()
        await super().shutdown(sockets)


@pytest.fixture
def queue_site(queue: Database) -> Site:
    """The application over an empty queue, on SQLite and on PostgreSQL."""
    return Site(queue)


@pytest.fixture
def queue_server(empty_queues: Callable[[str], Database]) -> Iterator[Server]:
    """A real server over an empty queue of SQLite."""
    database = empty_queues("sqlite")
    with Server(database) as server:
        yield server
    database.close()
