"""Tokens: what a program may do with one, and for how long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from claimcheck.errors import NotInQueue, QueueError, QueueForbidden
from claimcheck.queue import people, tokens
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.tables import token
from tests.queue_databases import NOW, later
from tests.queue_people import ROOT, actor, desk_id, events, log_text, person
from tests.queue_people import quick_passwords as quick_passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")


def make(queue: Database, person_id: int, *scopes: str, **more: object) -> tuple[tokens.Token, str]:
    with queue.write() as tx:
        return tokens.make(tx, actor(queue, person_id), person_id, "ci", scopes or ("read",), now=NOW, **more)  # type: ignore[arg-type]


def found(queue: Database, secret: str, **by: float) -> tokens.Shown | None:
    with queue.read() as tx:
        return tokens.found(tx, secret, now=later(**by))


def test_it_acts_as_its_person_and_only_a_hash_is_kept(queue: Database) -> None:
    ada = person(queue, "ada", Role.CHECKER)
    made, secret = make(queue, ada, "read", "review")
    assert secret.startswith("ccq_")
    assert len(secret) == 47
    shown = found(queue, secret)
    assert shown
    assert shown.token == made
    assert (shown.actor.name, shown.actor.via, shown.actor.scopes) == ("ada", "api", frozenset({"read", "review"}))
    assert shown.actor.roles == actor(queue, ada).roles
    with queue.read() as tx:
        kept = repr(tx.rows(select(token)))
    assert secret not in kept
    assert secret[4:] not in kept
    assert secret[4:] not in log_text(queue)
    assert secret[4:] not in repr(made)
    for wrong in ("", "ccq_", secret[:-1], secret[4:], secret + "x", "ccq_" + "x" * 43, secret.swapcase(), secret + "\n"):
        assert found(queue, wrong) is None


def test_it_runs_out(queue: Database) -> None:
    ada = person(queue, "ada")
    _, secret = make(queue, ada)
    assert found(queue, secret, days=89, hours=23)
    assert found(queue, secret, days=90) is None
    _, short = make(queue, ada, days=1)
    assert found(queue, short, days=1) is None
    for days in (0, 367, -1, True):
        with pytest.raises(QueueError, match="1 to 366 days"):
            make(queue, ada, days=days)


def test_use_is_noted_once_a_minute(queue: Database) -> None:
    _, secret = make(queue, person(queue, "ada"))
    shown = found(queue, secret)
    assert shown
    assert shown.token.is_used_too_long_ago(NOW)
    with queue.write() as tx:
        tokens.touch(tx, shown.token, NOW)
    shown = found(queue, secret)
    assert shown
    assert shown.token.used_at == "2026-01-05T09:00:00.000000Z"
    assert not shown.token.is_used_too_long_ago(later(seconds=59))
    assert shown.token.is_used_too_long_ago(later(seconds=60))


def test_it_never_allows_more_than_its_person_may_now(queue: Database) -> None:
    ada, desk, sports = person(queue, "ada", Role.EDITOR), desk_id(queue), desk_id(queue, "sports")
    _, secret = make(queue, ada, "read", "push", desk_id=desk)
    shown = found(queue, secret)
    assert shown
    shown.actor.needs(Role.EDITOR, desk, "push")
    with pytest.raises(QueueForbidden, match="scope manage"):
        shown.actor.needs(Role.EDITOR, desk, "manage")
    with queue.write() as tx:
        people.set_role(tx, ROOT, ada, desk, Role.VIEWER, now=NOW)
        people.set_role(tx, ROOT, ada, sports, Role.EDITOR, now=NOW)
    shown = found(queue, secret)
    assert shown
    with pytest.raises(QueueForbidden, match="role editor"):
        shown.actor.needs(Role.EDITOR, desk, "push")
    with pytest.raises(NotInQueue):  # the token is for one desk alone
        shown.actor.needs(Role.VIEWER, sports, "read")
    with queue.write() as tx:
        people.set_role(tx, ROOT, ada, desk, None, now=NOW)
    shown = found(queue, secret)
    assert shown
    assert shown.actor.desks() == frozenset()


def test_what_cannot_be_asked_for(queue: Database) -> None:
    ada, sports = person(queue, "ada", Role.EDITOR), desk_id(queue, "sports")
    boss = person(queue, "boss", admin=True)
    with pytest.raises(QueueError, match="for administrators"):
        make(queue, ada, "admin")
    with pytest.raises(QueueError, match="for all desks"):
        make(queue, boss, "admin", desk_id=sports)
    with pytest.raises(NotInQueue, match="no desk"):
        make(queue, ada, desk_id=sports)
    with pytest.raises(QueueError, match="one of the scopes"):
        make(queue, ada, "read", "everything")
    with queue.write() as tx:
        who = actor(queue, ada)
        with pytest.raises(QueueError, match="one of the scopes"):
            tokens.make(tx, who, ada, "ci", [], now=NOW)
        with pytest.raises(QueueError, match="name is missing"):
            tokens.make(tx, who, ada, " \u200b ", ["read"], now=NOW)
        with pytest.raises(QueueError, match="shorten"):
            tokens.make(tx, who, ada, "x" * 101, ["read"], now=NOW)
        with pytest.raises(QueueForbidden):
            tokens.make(tx, who, boss, "not mine", ["read"], now=NOW)


def test_a_token_neither_makes_nor_lists_nor_revokes_tokens(queue: Database) -> None:
    boss = person(queue, "boss", admin=True)
    made, _ = make(queue, boss, "admin")
    shown = replace(actor(queue, boss), scopes=frozenset({"admin", "read", "manage"}))
    with queue.write() as tx:
        for forbidden in (
            lambda: tokens.make(tx, shown, boss, "another", ["admin"], now=NOW),
            lambda: tokens.listed(tx, shown, boss),
            lambda: tokens.revoke(tx, shown, made.id, now=NOW),
        ):
            with pytest.raises(QueueForbidden):
                forbidden()


def test_a_revoked_token_is_worth_nothing(queue: Database) -> None:
    ada, eve, boss = person(queue, "ada"), person(queue, "eve"), person(queue, "boss", admin=True)
    made, secret = make(queue, ada)
    with queue.write() as tx, pytest.raises(NotInQueue):
        tokens.revoke(tx, actor(queue, eve), made.id, now=NOW)
    with queue.write() as tx:
        assert tokens.revoke(tx, actor(queue, boss), made.id, now=NOW).state(NOW) == "revoked"
        tokens.revoke(tx, actor(queue, ada), made.id, now=later(hours=1))  # once is enough
    assert found(queue, secret) is None
    assert [subject for subject, _, _ in events(queue, "token.revoked")] == [f"token:{made.id}"]
    with queue.read() as tx, pytest.raises(NotInQueue):
        tokens.revoke(tx, ROOT, 999, now=NOW)


def test_people_list_their_own_and_administrators_all(queue: Database) -> None:
    ada, boss = person(queue, "ada"), person(queue, "boss", admin=True)
    first, _ = make(queue, ada)
    second, _ = make(queue, boss)
    with queue.read() as tx:
        assert tokens.listed(tx, actor(queue, ada)) == tokens.listed(tx, actor(queue, boss), ada) == [first]
        assert tokens.listed(tx, actor(queue, boss)) == [second, first]
        with pytest.raises(QueueForbidden):
            tokens.listed(tx, actor(queue, ada), boss)


def test_nobody_has_tokens_without_end(queue: Database) -> None:
    ada = person(queue, "ada")
    with queue.write() as tx:
        for _ in range(50):
            tokens.make(tx, ROOT, ada, "ci", ["read"], days=1, now=NOW)
        with pytest.raises(QueueError, match="revoke one"):
            tokens.make(tx, ROOT, ada, "ci", ["read"], now=NOW)
        assert tokens.make(tx, ROOT, ada, "ci", ["read"], now=later(days=2))  # they ran out


def test_administrators_make_those_of_accounts_for_programs(queue: Database) -> None:
    ci = person(queue, "ci-robot", Role.EDITOR, password=None)
    boss = person(queue, "boss", admin=True)
    with queue.write() as tx:
        _, secret = tokens.make(tx, actor(queue, boss), ci, "deploy", ["push"], now=NOW)
    shown = found(queue, secret)
    assert shown
    assert shown.actor.name == "ci-robot"
    with queue.write() as tx, pytest.raises(NotInQueue):
        tokens.make(tx, ROOT, 999, "x", ["read"], now=NOW)
