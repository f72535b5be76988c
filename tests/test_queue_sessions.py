"""Sessions: how long somebody is signed in, and how that ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from claimcheck.queue import people, sessions
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.sessions import Session
from claimcheck.queue.tables import session
from tests.queue_databases import NOW, later
from tests.queue_people import ROOT, actor, events, log_text, person
from tests.queue_people import quick_passwords as quick_passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")

LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=2)


def begin(queue: Database, person_id: int, **more: object) -> str:
    who = actor(queue, person_id)
    with queue.write() as tx:
        return sessions.begin(tx, who, **{"lifetime": LIFETIME, "way": "password", "now": NOW, **more})  # type: ignore[arg-type]


def found(queue: Database, secret: str, **by: float) -> Session | None:
    with queue.read() as tx:
        return sessions.found(tx, secret, idle=IDLE, now=later(**by))


def test_only_a_hash_is_kept(queue: Database) -> None:
    secret = begin(queue, person(queue, "ada"))
    with queue.read() as tx:
        rows = repr(tx.rows(select(session)))
    assert len(secret) == 43
    assert secret not in rows
    assert secret not in log_text(queue)
    held = found(queue, secret)
    assert held
    assert held.hash in rows
    assert found(queue, held.hash) is None  # what is kept opens nothing
    assert found(queue, "") is found(queue, "x" * 43) is found(queue, "'; drop table session; --") is None


def test_it_ends_after_a_while_unused_and_after_a_day_of_use(queue: Database) -> None:
    secret = begin(queue, person(queue, "ada"))
    assert found(queue, secret, hours=1, minutes=59)
    assert found(queue, secret, hours=2) is None
    for hour in range(1, 12):
        held = found(queue, secret, hours=hour)
        assert held
        with queue.write() as tx:
            sessions.touch(tx, held, later(hours=hour))
    assert found(queue, secret, hours=11, minutes=59)
    assert found(queue, secret, hours=12) is None


def test_use_is_noted_once_a_minute_and_never_backwards(queue: Database) -> None:
    secret = begin(queue, person(queue, "ada"))
    held = found(queue, secret)
    assert held
    assert not held.is_seen_too_long_ago(later(seconds=59))
    assert held.is_seen_too_long_ago(later(seconds=60))
    with queue.write() as tx:
        sessions.touch(tx, held, later(minutes=5))
        sessions.touch(tx, held, later(minutes=3))  # a request that took longer
    touched = found(queue, secret)
    assert touched
    assert touched.seen_at == "2026-01-05T09:05:00.000000Z"


def test_signing_in_anew_ends_the_session_that_the_browser_had(queue: Database) -> None:
    ada = person(queue, "ada")
    old = begin(queue, ada)
    new = begin(queue, ada, instead_of=old)
    assert new != old
    assert found(queue, old) is None
    assert found(queue, new)
    assert [after for _, _, after in events(queue, "person.signed-in")] == ['{"name":"ada","way":"password"}'] * 2


def test_sessions_that_ran_out_are_cleared_away(queue: Database) -> None:
    ada = person(queue, "ada")
    begin(queue, ada)
    begin(queue, ada, now=later(hours=13))
    with queue.read() as tx:
        assert len(tx.rows(select(session))) == 1


def test_people_end_their_own_sessions_and_no_others(queue: Database) -> None:
    ada, eve = person(queue, "ada", Role.EDITOR), person(queue, "eve", admin=True)
    mine, other, third = (begin(queue, ada, agent=agent) for agent in ("Firefox/1\u202e\n", None, "x" * 999))
    eves = begin(queue, eve)
    who, she = actor(queue, ada), actor(queue, eve)
    held = found(queue, mine)
    theirs = found(queue, eves)
    assert held
    assert theirs
    with queue.write() as tx:
        listed = sessions.listed(tx, who, idle=IDLE, now=NOW)
        assert sorted((one.agent or "") for one in listed) == ["", "Firefox/1?", "x" * 200]
        assert not sessions.end_one(tx, she, held.number)
        assert not sessions.end_one(tx, who, theirs.number)
        assert not sessions.end_one(tx, who, "%")
        assert sessions.end_one(tx, who, next(one.number for one in listed if one.agent == "x" * 200))
        assert sessions.end_others(tx, who, held.hash) == 1
    assert [found(queue, secret) is not None for secret in (mine, other, third, eves)] == [True, False, False, True]
    with queue.write() as tx:
        sessions.end(tx, mine)
    assert found(queue, mine) is None


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(queue: Database) -> None:
    ada = person(queue, "ada", Role.EDITOR)
    (desk,) = actor(queue, ada).roles
    with queue.write() as tx:
        people.set_role(tx, ROOT, ada, desk, Role.VIEWER, now=NOW)
    assert actor(queue, ada).roles == {desk: Role.VIEWER}
