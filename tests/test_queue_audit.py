"""The log of the queue: sealed event by event, and closed to changes."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from claimcheck.queue import audit
from claimcheck.queue.actor import SYSTEM, local
from claimcheck.queue.database import Database
from claimcheck.queue.tables import audit as log
from claimcheck.queue.tables import chain
from tests.queue_databases import NOW, later


def write(queue: Database, *actions: str) -> None:
    with queue.write() as tx:
        for number, action in enumerate(actions):
            tx.log(audit.Event(later(seconds=number), local("Ada Ö."), action, f"item:{number}", after={"note": "“ß” \u2028 1.5"}))


def flaws(queue: Database, *known: audit.Head) -> list[str]:
    with queue.read() as tx:
        return [flaw.reason for flaw in audit.flaws(tx.connection, known)]


def tamper(queue: Database, *statements: str) -> None:
    """What somebody with the database's own tools can do: switch the triggers off, alter rows."""
    off, on = (
        (["drop trigger audit_no_update", "drop trigger audit_no_delete"], [])
        if queue.engine.dialect.name == "sqlite"
        else (["alter table audit disable trigger audit_append_only"], ["alter table audit enable trigger audit_append_only"])
    )
    with queue.write() as tx:
        for statement in [*off, *statements, *on]:
            tx.execute(text(statement))


def test_events_are_numbered_and_chained(queue: Database) -> None:
    write(queue, "a.one", "a.two")
    write(queue, "a.three")
    with queue.read() as tx:
        found = audit.events(tx.connection)
        head = audit.head(tx.connection)
    assert [event["seq"] for event in found] == [1, 2, 3]
    assert [event["previous"] for event in found] == [audit.GENESIS, found[0]["hash"], found[1]["hash"]]
    assert head == audit.Head(3, found[2]["hash"])
    assert found[0]["at"] == "2026-01-05T09:00:00.000000Z"
    assert flaws(queue, head, audit.Head(1, found[0]["hash"])) == []


def test_no_change_without_its_event(queue: Database) -> None:
    def fails() -> None:
        with queue.write() as tx:
            tx.log(audit.Event(NOW, SYSTEM, "a.lost", "item:1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with queue.read() as tx:
        assert audit.head(tx.connection) == audit.Head(0, audit.GENESIS)


@pytest.mark.parametrize("statement", [update(log).values(actor="Eve"), delete(log)])
def test_the_log_refuses_changes(queue: Database, statement: object) -> None:
    write(queue, "a.one")
    with pytest.raises(DBAPIError, match="append-only"), queue.write() as tx:
        tx.execute(statement)  # type: ignore[arg-type]
    assert flaws(queue) == []


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("update audit set actor = 'Eve' where seq = 2", "Event 2 is not as it was written."),
        ("update audit set after = null where seq = 3", "Event 3 is not as it was written."),
        ("delete from audit where seq = 2", "Event 2 is missing."),
        ("delete from audit where seq = 3", "The log should end with event 3, and ends with 2."),
    ],
)
def test_tampering_is_found(queue: Database, statement: str, reason: str) -> None:
    write(queue, "a.one", "a.two", "a.three")
    tamper(queue, statement)
    assert reason in flaws(queue)


def test_a_log_cut_off_cleanly_is_found_by_a_head_that_was_written_down(queue: Database) -> None:
    write(queue, "a.one", "a.two")
    with queue.read() as tx:
        known = audit.head(tx.connection)
        first = audit.events(tx.connection)[0]
    tamper(queue, "delete from audit where seq = 2")
    with queue.write() as tx:
        tx.execute(update(chain).values(seq=1, hash=first["hash"]))
    assert flaws(queue) == []  # nothing inside tells
    assert flaws(queue, known) == ["Event 2, which was written down, is not there: the end of the log was cut off."]
    write(queue, "a.other")
    assert flaws(queue, known) == ["Event 2 is not the one that was written down: the log was written anew."]
