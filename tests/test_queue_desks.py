"""Desks of the queue: their names, who sees them, and their settings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.queue import audit, desks
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.database import Database
from claimcheck.queue.policy import Policy, Twice
from claimcheck.queue.tables import audit as log
from tests.queue_databases import NOW, later

ROOT = local("Root")


def made(queue: Database, *names: str) -> list[desks.Desk]:
    with queue.write() as tx:
        return [desks.make(tx, ROOT, name, now=NOW) for name in names]


def test_a_desk_is_made_with_its_event(queue: Database) -> None:
    (politics,) = made(queue, "  Politics   desk ")
    with queue.read() as tx:
        assert desks.of(tx, ROOT, politics.id) == desks.named(tx, ROOT, "Politics desk") == politics
        (event,) = audit.events(tx.connection)
    assert politics.policy == Policy()
    assert (event["action"], event["subject"], event["desk_id"]) == ("desk.added", f"desk:{politics.id}", politics.id)
    assert '"blind":true' in event["after"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b", "a\u202eb"])
def test_names_are_short_and_plain(queue: Database, name: str) -> None:
    with pytest.raises(QueueError, match="short text"):
        made(queue, name)


def test_a_name_is_taken_once(queue: Database) -> None:
    made(queue, "Politics")
    with pytest.raises(QueueConflict, match="already"):
        made(queue, "Politics")
    with queue.write() as tx:  # nothing of the transaction around it is lost
        with pytest.raises(QueueConflict):
            desks.make(tx, ROOT, "Politics", now=NOW)
        desks.make(tx, ROOT, "Sport", now=NOW)
    with queue.read() as tx:
        assert [desk.name for desk in desks.all_in_sight(tx, ROOT)] == ["Politics", "Sport"]


def test_the_first_desk_is_made_once_by_all_who_ask_at_once(queue: Database) -> None:
    def ask(_: int) -> desks.Desk:
        with queue.write() as tx:
            return desks.ensure(tx, ROOT, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda number: ask(number).id, range(8)))
    assert len(found) == 1
    with queue.read() as tx:
        assert [event["action"] for event in audit.events(tx.connection)] == ["desk.added"]


def test_another_desk_is_out_of_sight(queue: Database) -> None:
    politics, sport = made(queue, "Politics", "Sport")
    eda = Actor("Eda", 1, {politics.id: Role.EDITOR})
    with queue.write() as tx:
        assert desks.all_in_sight(tx, eda) == [politics]
        assert desks.ensure(tx, eda, "Politics", now=NOW) == politics
        refused: list[Callable[[], object]] = [
            lambda: desks.of(tx, eda, sport.id),
            lambda: desks.named(tx, eda, "Sport"),
            lambda: desks.ensure(tx, eda, "Sport", now=NOW),
            lambda: desks.ensure(tx, eda, "Weather", now=NOW),
            lambda: desks.set_policy(tx, eda, sport.id, Policy(), now=NOW),
            lambda: desks.of(tx, ROOT, 99),
            lambda: desks.set_policy(tx, ROOT, 99, Policy(), now=NOW),
        ]
        for ask in refused:
            with pytest.raises(NotInQueue):
                ask()
        limited = replace(ROOT, desk_limit=sport.id)
        assert desks.all_in_sight(tx, limited) == [sport]


def test_only_administrators_make_desks(queue: Database) -> None:
    with queue.write() as tx, pytest.raises(QueueForbidden, match="administrator"):
        desks.make(tx, Actor("Eda", 1, {1: Role.EDITOR}), "Mine", now=NOW)


def test_settings_are_changed_by_editors_and_leave_what_differs(queue: Database) -> None:
    (politics,) = made(queue, "Politics")
    wanted = replace(Policy(), blind=False, twice=Twice(0.5, ("date",)))
    eda = Actor("Eda", 1, {politics.id: Role.EDITOR})
    with queue.write() as tx:
        assert desks.set_policy(tx, eda, politics.id, wanted, now=later(minutes=1)).policy == wanted
        desks.set_policy(tx, eda, politics.id, wanted, now=later(minutes=2))  # nothing differs, nothing happened
    with queue.read() as tx:
        assert desks.of(tx, eda, politics.id).policy == wanted
        (row,) = tx.rows(select(log.c.actor, log.c.before, log.c.after).where(log.c.action == "desk.policy"))
    assert tuple(row) == (
        "Eda",
        '{"blind":true,"twice":{"priority_above":0.7,"types":[]}}',
        '{"blind":false,"twice":{"priority_above":0.5,"types":["date"]}}',
    )


@pytest.mark.parametrize("scopes", [None, frozenset({"read", "push"})])
def test_settings_need_the_role_and_the_scope(queue: Database, scopes: frozenset[str] | None) -> None:
    (politics,) = made(queue, "Politics")
    role = Role.CHECKER if scopes is None else Role.EDITOR
    with queue.write() as tx, pytest.raises(QueueForbidden):
        desks.set_policy(tx, Actor("Eda", 1, {politics.id: role}, scopes=scopes), politics.id, Policy(blind=False), now=NOW)


def test_settings_put_together_in_code_follow_the_rules(queue: Database) -> None:
    (politics,) = made(queue, "Politics")
    with queue.write() as tx, pytest.raises(QueueError, match="scale"):
        desks.set_policy(tx, ROOT, politics.id, Policy(scale=("true",), wrong=()), now=NOW)


def test_types_that_two_have_to_look_at_are_types_that_there_are(queue: Database) -> None:
    (politics,) = made(queue, "Politics")
    with queue.write() as tx, pytest.raises(QueueError, match="no type of claim “number”, only event, date"):
        desks.set_policy(tx, ROOT, politics.id, Policy(twice=Twice(types=("number",))), now=NOW)
    with queue.write() as tx:
        desks.set_policy(tx, ROOT, politics.id, Policy(twice=Twice(types=("quantity",))), now=NOW)
        assert desks.of(tx, ROOT, politics.id).policy.needs(0.1, ("quantity",)) == 2
