"""Sessions: what a browser is signed in with. They live in the database, so that ending one ends it everywhere and at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from claimcheck.queue import secret_text
from claimcheck.queue.actor import Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import moment, stamp
from claimcheck.queue.sent_text import line
from claimcheck.queue.tables import person, session

#: How exactly it is known when a session was last used. Writing it down at every request would make every reader a writer.
_USED = timedelta(minutes=1)
_AGENT = 200


@dataclass(frozen=True, slots=True)
class Session:
    """A session. `hash` is what is kept of the secret: it opens nothing. `agent`: how the browser calls itself."""

    hash: str
    person_id: int
    created_at: str
    seen_at: str
    expires_at: str
    agent: str | None

    def is_seen_too_long_ago(self, now: datetime) -> bool:
        """Whether `touch` should note that it is used."""
        return moment(self.seen_at) + _USED <= now

    @property
    def number(self) -> str:
        """What pages call it by."""
        return self.hash[:16]


def begin(
    tx: Transaction, actor: Actor, *, lifetime: timedelta, way: str, agent: str | None = None, now: datetime, instead_of: str | None = None
) -> str:
    """Sign the actor in, and return the secret for the cookie. `way`: "password", "ticket" or "oidc". `instead_of`: the secret of the
    session that the browser had, which ends. Sessions that ran out are cleared away."""
    assert actor.person_id is not None, "people sign in"
    secret = secret_text.made()
    at = stamp(now)
    tx.execute(delete(session).where(session.c.expires_at <= at))
    if instead_of:
        end(tx, instead_of)
    known = line((agent or "").encode("ascii", "replace").decode()[:_AGENT], "The browser's name", _AGENT)
    values = {"hash": secret_text.hash_of(secret), "person_id": actor.person_id, "created_at": at, "seen_at": at, "agent": known}
    tx.execute(insert(session).values(**values, expires_at=stamp(now + lifetime)))
    tx.log(Event(now, actor, "person.signed-in", f"person:{actor.person_id}", after={"name": actor.name, "way": way}))
    return secret


def found(tx: Transaction, secret: str, *, idle: timedelta, now: datetime) -> Session | None:
    """The session of a secret; None where it ended, ran out, was not used for longer than `idle`, or its person is deactivated."""
    if not secret_text.looks_like_one(secret):
        return None
    row = tx.first(
        select(session)
        .join(person, person.c.id == session.c.person_id)
        .where(
            session.c.hash == secret_text.hash_of(secret),
            session.c.expires_at > stamp(now),
            session.c.seen_at > stamp(now - idle),
            person.c.active,
        )
    )
    return None if row is None else Session(**row._mapping)


def touch(tx: Transaction, held: Session, now: datetime) -> None:
    """Note that it is used."""
    tx.execute(update(session).where(session.c.hash == held.hash, session.c.seen_at < stamp(now)).values(seen_at=stamp(now)))


def end(tx: Transaction, secret: str) -> None:
    """End the session of a secret, if there is one."""
    tx.execute(delete(session).where(session.c.hash == secret_text.hash_of(secret)))


def end_one(tx: Transaction, actor: Actor, number: str) -> bool:
    """End one of the actor's own sessions by its number; whether there was one."""
    if len(number) != 16:
        return False
    mine = session.c.person_id == (actor.person_id or 0)
    return tx.execute(delete(session).where(mine, func.substr(session.c.hash, 1, 16) == number)).rowcount > 0


def end_others(tx: Transaction, actor: Actor, keep: str) -> int:
    """End all of the actor's own sessions but the one with the hash `keep`; how many."""
    return tx.execute(delete(session).where(session.c.person_id == (actor.person_id or 0), session.c.hash != keep)).rowcount


def listed(tx: Transaction, actor: Actor, *, idle: timedelta, now: datetime) -> list[Session]:
    """The actor's own sessions, the last used first."""
    alive = (session.c.expires_at > stamp(now), session.c.seen_at > stamp(now - idle))
    rows = tx.rows(
        select(session).where(session.c.person_id == (actor.person_id or 0), *alive).order_by(session.c.seen_at.desc(), session.c.hash)
    )
    return [Session(**row._mapping) for row in rows]
