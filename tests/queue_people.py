"""People for the tests of the queue, and passwords that take no time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from claimcheck.queue import audit, desks, passwords, people
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.database import Database
from tests.queue_databases import NOW

PASSWORD = "kettle harbour violin"
ROOT = local("root")


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2id with parameters that keep nobody out."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


def person(
    queue: Database, name: str, role: Role | None = None, *, desk: str = "main", admin: bool = False, password: str | None = PASSWORD
) -> int:
    """Add somebody, with a role on a desk that is made where there is none. Returns the number of the person."""
    with queue.write() as tx:
        added = people.add(tx, ROOT, name, password=password, admin=admin, now=NOW)
        if role is not None:
            people.set_role(tx, ROOT, added.id, desks.ensure(tx, ROOT, desk, now=NOW).id, role, now=NOW)
    return added.id


def desk_id(queue: Database, name: str = "main") -> int:
    """The number of a desk, which is made where there is none."""
    with queue.write() as tx:
        return desks.ensure(tx, ROOT, name, now=NOW).id


def actor(queue: Database, person_id: int) -> Actor:
    """What somebody may do."""
    with queue.read() as tx:
        found = people.actor_of(tx, person_id)
    assert found is not None
    return found


def events(queue: Database, action: str) -> list[tuple[str, str | None, str | None]]:
    """The subject, the state before and the state after of all events of an action."""
    with queue.read() as tx:
        return [(row["subject"], row["before"], row["after"]) for row in audit.events(tx.connection) if row["action"] == action]


def log_text(queue: Database) -> str:
    """Everything that the log holds, as text."""
    with queue.read() as tx:
        return repr(audit.events(tx.connection))
