"""A request that is sent twice is carried out once: the header field Idempotency-Key (IETF, draft-ietf-httpapi-idempotency-key-header).

The key is written down in the transaction of the change, with the answer. So there is no change without its key and no key without its
change, whenever a process dies: where it died before the commit, nothing was done and the next try does it. Of two at once the second
waits for the first's commit, in the database, and is then given its answer. A failed request leaves no key: it changed nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from claimcheck.queue.actor import Actor
from claimcheck.queue.api.problems import Problem
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import idempotency

#: How long an answer is kept.
KEPT = timedelta(hours=24)
#: How long the second of two requests waits for the first, on PostgreSQL. On SQLite it waits as all writers do.
_PATIENCE = "10s"


@dataclass(frozen=True, slots=True)
class Once:
    """A request that is to be carried out once. `key` is bound to the caller, `request` to what was asked."""

    key: str
    request: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given. `body` None: it held a secret, or nothing."""

    status: int
    headers: dict[str, str]
    body: str | None


def once(actor: Actor, key: str, method: str, target: str, body: bytes) -> Once:
    """What is written down of a request. The key is part of both, so that who can read the database cannot try out what a body held."""
    who = f"person {actor.person_id}" if actor.person_id is not None else f"name {actor.name}"
    # A token that reaches one desk, or may do less, is not answered with what another of the same person's did.
    reach = f"{actor.desk_limit} {None if actor.scopes is None else sorted(actor.scopes)}"
    return Once(_hash("key", who, reach, key), _hash("request", key, method, target, sha256(body).hexdigest()))


def _hash(*parts: str) -> str:
    return sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()


def found(tx: Transaction, wanted: Once, now: datetime) -> Kept | None:
    """The answer to an earlier request with this key, if it is kept. Raises Problem 422 where that was another request."""
    query = select(idempotency).where(idempotency.c.key == wanted.key, idempotency.c.at > stamp(now - KEPT))
    row = tx.first(query)
    if row is None:
        return None
    if row.request != wanted.request:
        raise Problem(422, "This Idempotency-Key was sent with another request before: send a new one.")
    if row.status is None:  # only the transaction that is at work sees this
        raise Problem(409, "The first request with this Idempotency-Key is still being carried out: try again in a moment.")
    return Kept(row.status, json.loads(row.headers or "{}"), row.body)


def begin(tx: Transaction, wanted: Once, now: datetime) -> Kept | None:
    """Write the key down; None where this request is the first with it, else the first one's answer.

    Raises Problem 422 where that was another request, 409 where it is not done in time.
    """
    values = {"key": wanted.key, "request": wanted.request, "at": stamp(now)}
    # An insert that passes over a row that is there is written alike for both databases, but SQLAlchemy has it in each dialect only.
    insert: Any = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    try:
        _wait_at_most(tx, _PATIENCE)
        written = tx.execute(insert(idempotency).values(values).on_conflict_do_nothing().returning(idempotency.c.key)).first()
        if written is None:
            stale = (idempotency.c.key == wanted.key, idempotency.c.at <= stamp(now - KEPT))
            fresh = {**values, "status": None, "headers": None, "body": None}
            written = tx.execute(update(idempotency).where(*stale).values(fresh).returning(idempotency.c.key)).first()
        _wait_at_most(tx, "0")
    except OperationalError as error:
        if type(error.orig).__name__ != "LockNotAvailable":
            raise
        raise Problem(409, "The first request with this Idempotency-Key is still being carried out: try again in a moment.") from None
    if written is not None:
        return None
    answer = found(tx, wanted, now)
    if answer is None:
        raise Problem(409, "The first request with this Idempotency-Key was given up just now: try again.")
    return answer


def finish(tx: Transaction, wanted: Once, answer: Kept) -> None:
    """Keep the answer of the request that `begin` wrote down."""
    headers = json.dumps(answer.headers, sort_keys=True)
    values = {"status": answer.status, "headers": headers, "body": answer.body}
    tx.execute(update(idempotency).where(idempotency.c.key == wanted.key).values(values))


def sweep(tx: Transaction, *, now: datetime) -> int:
    """Remove the answers that are kept no longer; how many."""
    return int(tx.execute(delete(idempotency).where(idempotency.c.at <= stamp(now - KEPT))).rowcount)


def _wait_at_most(tx: Transaction, time: str) -> None:
    if tx.dialect == "postgresql":  # SQLite has one writer at a time, who has begun already
        tx.execute(select(func.set_config("lock_timeout", time, True)))
