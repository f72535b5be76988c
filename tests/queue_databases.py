"""Queues for tests: every test that asks for `queue` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event

from claimcheck.queue.database import Database, opened
from tests.servers import postgresql

#: When tests begin. Nothing in the queue looks at the clock.
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def later(**by: float) -> datetime:
    """A moment after NOW: later(minutes=5)."""
    return NOW + timedelta(**by)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.PostgreSQL]:
    with postgresql.running() as server:
        yield server


@pytest.fixture(scope="session")
def empty_queues(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Database]:
    """Makes an empty queue of a kind, by copying one that was migrated once."""
    folder = tmp_path_factory.mktemp("queues")
    migrated: set[str] = set()

    def make(kind: str) -> Database:
        if kind == "sqlite":
            template = folder / "template.sqlite"
            if kind not in migrated:
                opened(str(template), make=True).close()
            path = folder / f"{uuid4().hex}.sqlite"
            shutil.copy(template, path)
            found = opened(str(path), migrate=False)
            # What a test writes need not survive the machine: waiting for its disk is most of what such a write takes.
            event.listen(found.engine, "connect", lambda connection, record: connection.execute("pragma synchronous = off").close())
        else:
            server: postgresql.PostgreSQL = request.getfixturevalue("postgresql_server")
            if kind not in migrated:
                opened(server.database("queue_template")).close()
            found = opened(server.database(f"queue_{uuid4().hex}", "queue_template"), migrate=False)
        migrated.add(kind)
        return found

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def queue(request: pytest.FixtureRequest, empty_queues: Callable[[str], Database]) -> Iterator[Database]:
    """An empty queue, gone after the test."""
    found = empty_queues(request.param)
    name = str(found.engine.url.database)
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" else None
    yield found
    found.close()
    if server is not None:
        server.drop(name)
    else:
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            path.unlink()


def where(database: Database) -> str:
    """What `opened` and --queue take to open the same queue."""
    url = database.engine.url
    return str(Path(str(url.database))) if url.drivername == "sqlite" else url.render_as_string(hide_password=False)
