"""Who sends a request: out of its session's cookie, or out of its token."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection

from claimcheck.errors import QueueConflict
from claimcheck.queue import people, sessions, tokens
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Transaction
from claimcheck.queue.service import Service
from claimcheck.queue.sessions import Session
from claimcheck.queue.web import cookies


@dataclass(frozen=True, slots=True)
class Known:
    """Who it is, and with what they showed it: a session, or else a token."""

    actor: Actor
    session: Session | None = None


def bearer(connection: HTTPConnection) -> str | None:
    """The token that a request shows ("" for one that shows something else); None where it shows none."""
    shown = connection.headers.getlist("authorization")
    if not shown:
        return None
    kind, _, secret = shown[0].partition(" ")
    return secret.strip() if kind.lower() == "bearer" and len(shown) == 1 else ""


def recognised(service: Service, connection: HTTPConnection) -> Known | None:
    """Who sends a request, at this moment; None for somebody unknown. With a token, a cookie beside it says nothing. Asks the database:
    call it in a thread. Whoever keeps a connection open (live updates) asks again now and then.

    Raises QueueError where the database cannot be reached.
    """
    now = service.now()
    secret = bearer(connection)
    if secret is not None:
        return _by_token(service, secret, now)
    cookie = cookies.get(connection, cookies.SESSION, service.settings)
    return None if cookie is None else _by_session(service, cookie, now)


def _by_token(service: Service, secret: str, now: datetime) -> Known | None:
    with service.database.read() as tx:
        shown = tokens.found(tx, secret, now=now)
    if shown is None:
        return None
    if shown.token.is_used_too_long_ago(now):
        _note(service, lambda tx: tokens.touch(tx, shown.token, now))
    return Known(shown.actor)


def _by_session(service: Service, cookie: str, now: datetime) -> Known | None:
    with service.database.read() as tx:
        held = sessions.found(tx, cookie, idle=timedelta(minutes=service.settings.idle_minutes), now=now)
        actor = None if held is None else people.actor_of(tx, held.person_id, "web")
    if held is None or actor is None:
        return None
    if held.is_seen_too_long_ago(now):
        _note(service, lambda tx: sessions.touch(tx, held, now))
    return Known(actor, held)


def _note(service: Service, touch: Callable[[Transaction], None]) -> None:
    """That something is used is written down if nobody else is writing; a request does not fail for it."""
    with contextlib.suppress(QueueConflict), service.database.write() as tx:
        touch(tx)
