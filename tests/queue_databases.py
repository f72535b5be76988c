"""Queues for tests: every test that asks for `queue` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event

from claimcheck.queue.audit import GENESIS
from claimcheck.queue.database import Database, opened
from claimcheck.queue.migrating import newest
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
    """An empty queue, gone after the test. Tests that alter tables or triggers have a database of PostgreSQL to themselves; others find
    one that was emptied, which takes a tenth of the time of making one."""
    module = request.module.__name__.rpartition(".")[2]
    if request.param == "postgresql" and module not in ALTERING:
        shared = request.getfixturevalue("shared_queue")
        found = opened(shared, migrate=False) if _emptied(shared) else empty_queues(request.param)
    else:
        found = empty_queues(request.param)
    name = str(found.engine.url.database)
    server = request.getfixturevalue("postgresql_server") if request.param == "postgresql" and module in ALTERING else None
    yield found
    found.close()
    if server is not None:
        server.drop(name)
    elif request.param == "sqlite":
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            path.unlink()


#: Modules whose tests change more of a database than rows.
ALTERING = frozenset(
    f"test_queue_{name}"
    for name in ("audit", "backup", "command", "metrics", "migrating", "operations", "redteam_log", "serve", "verifying", "workers")
)


@pytest.fixture(scope="session")
def shared_queue(postgresql_server: postgresql.PostgreSQL, empty_queues: Callable[[str], Database]) -> str:
    """The address of a queue in PostgreSQL that one test after the other uses."""
    made = empty_queues("postgresql")
    made.close()
    return f"{postgresql_server.url}/{made.engine.url.database}"


def _emptied(url: str) -> bool:
    """Take every row out of a queue, the log's too, and begin its numbers anew. False where a test left it with other tables."""
    with psycopg.connect(url, options="-c session_replication_role=replica -c lock_timeout=5s") as connection:
        if connection.execute("select version_num from alembic_version").fetchall() != [(newest(),)]:
            return False
        # In that role neither the log's triggers nor references between tables are asked.
        names = [row[0] for row in connection.execute("select tablename from pg_tables where schemaname = 'public'")]
        for name in names:
            if name != "alembic_version":
                connection.execute(f'delete from "{name}"')
        for (sequence,) in connection.execute("select sequencename from pg_sequences where schemaname = 'public'").fetchall():
            connection.execute(f"alter sequence {sequence} restart")
        connection.execute("insert into chain (id, seq, hash) values (1, 0, %s)", [GENESIS])
    return True


def where(database: Database) -> str:
    """What `opened` and --queue take to open the same queue."""
    url = database.engine.url
    return str(Path(str(url.database))) if url.drivername == "sqlite" else url.render_as_string(hide_password=False)
