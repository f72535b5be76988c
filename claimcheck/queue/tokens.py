"""Tokens: what programs show in place of a password.

A token never allows more than its person may do at that moment: it narrows by scopes, and by a desk. Shown once, kept as a hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from claimcheck.errors import NotInQueue, QueueError, QueueForbidden
from claimcheck.queue import people, secret_text
from claimcheck.queue.actor import SCOPES, Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import moment, stamp
from claimcheck.queue.sent_text import line
from claimcheck.queue.tables import desk, person, token

PREFIX = "ccq_"  # so that scanners of repositories find one that was published
DAYS = 90
LONGEST_DAYS = 366
_USED = timedelta(minutes=1)
_NAME = 100
#: Tokens that somebody may have at the same time.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without its secret."""

    id: int
    person_id: int
    person: str
    name: str
    scopes: frozenset[str]
    desk_id: int | None
    created_at: str
    expires_at: str
    used_at: str | None
    revoked_at: str | None

    def is_used_too_long_ago(self, now: datetime) -> bool:
        """Whether `touch` should note that it is used."""
        return self.used_at is None or moment(self.used_at) + _USED <= now

    def state(self, now: datetime) -> str:
        """ "valid", "expired" or "revoked"."""
        return "revoked" if self.revoked_at else "expired" if self.expires_at <= stamp(now) else "valid"


@dataclass(frozen=True, slots=True)
class Shown:
    """A valid token, and who acts with it."""

    token: Token
    actor: Actor


def make(
    tx: Transaction,
    actor: Actor,
    person_id: int,
    name: str,
    scopes: Iterable[str],
    days: int = DAYS,
    desk_id: int | None = None,
    *,
    now: datetime,
) -> tuple[Token, str]:
    """A token and its secret, which is never seen again. People make their own; administrators also those of accounts for programs.
    `days` until it runs out. Raises QueueError, QueueForbidden, NotInQueue."""
    _may(actor, person_id)
    called = line(name, "The token's name", _NAME)
    if called is None:
        raise QueueError("The token's name is missing: write what it is for.")
    wanted = frozenset(scopes)
    if not wanted or not wanted <= set(SCOPES):
        raise QueueError(f"A token has at least one of the scopes {', '.join(SCOPES)}.")
    if isinstance(days, bool) or not 1 <= days <= LONGEST_DAYS:
        raise QueueError(f"A token is valid for 1 to {LONGEST_DAYS} days.")
    holder = people.actor_of(tx, person_id)
    if holder is None:
        raise NotInQueue("There is nobody with this number who may sign in.")
    if "admin" in wanted and not holder.admin:
        raise QueueError(f"The scope admin is for administrators, and {holder.name} is none.")
    if "admin" in wanted and desk_id is not None:
        raise QueueError("The scope admin is for all desks: leave out the desk, or the scope.")
    there = desk_id is None or tx.first(select(desk.c.id).where(desk.c.id == desk_id).with_for_update(key_share=True)) is not None
    if desk_id is not None and (not there or holder.role_on(desk_id) is None):
        raise NotInQueue(f"There is no desk with the number {desk_id}, or {holder.name} has no role there.")
    valid = (token.c.person_id == person_id, token.c.revoked_at.is_(None), token.c.expires_at > stamp(now))
    if tx.execute(select(func.count()).select_from(token).where(*valid)).scalar_one() >= _MOST:
        raise QueueError(f"{holder.name} has {_MOST} tokens: revoke one that is not needed.")
    secret = secret_text.made(PREFIX)
    values = {"person_id": person_id, "desk_id": desk_id, "name": called, "scopes": " ".join(sorted(wanted))}
    moments = {"created_at": stamp(now), "expires_at": stamp(now + timedelta(days=days))}
    made = tx.execute(insert(token).values(hash=secret_text.hash_of(secret), **values, **moments).returning(token.c.id)).scalar_one()
    told = {"name": called, "person": holder.name, "scopes": sorted(wanted), "expires_at": moments["expires_at"]}
    tx.log(Event(now, actor, "token.made", f"token:{made}", desk_id, after=told))
    return _one(tx, int(made)), secret


def found(tx: Transaction, secret: str, *, now: datetime) -> Shown | None:
    """Who acts with a token; None where it was never made, ran out, was revoked, or its person is deactivated."""
    if not secret_text.looks_like_one(secret, PREFIX):
        return None
    row = tx.first(_ALL.where(token.c.hash == secret_text.hash_of(secret), token.c.revoked_at.is_(None), token.c.expires_at > stamp(now)))
    if row is None:
        return None
    shown = _token(row)
    actor = people.actor_of(tx, shown.person_id, "api", shown.scopes, shown.desk_id)
    return None if actor is None else Shown(shown, actor)


def touch(tx: Transaction, shown: Token, now: datetime) -> None:
    """Note that it is used."""
    older = or_(token.c.used_at.is_(None), token.c.used_at < stamp(now))
    tx.execute(update(token).where(token.c.id == shown.id, older).values(used_at=stamp(now)))


def revoke(tx: Transaction, actor: Actor, token_id: int, *, now: datetime) -> Token:
    """End a token at once. People end their own, administrators anybody's. Raises NotInQueue."""
    row = tx.first(select(token.c.person_id).where(token.c.id == token_id))
    if row is None or not (actor.admin or row.person_id == actor.person_id):
        raise NotInQueue(f"There is no token with the number {token_id}, or it is not yours.")
    _may(actor, int(row.person_id))
    done = tx.execute(update(token).where(token.c.id == token_id, token.c.revoked_at.is_(None)).values(revoked_at=stamp(now)))
    ended = _one(tx, token_id)
    if done.rowcount:
        tx.log(Event(now, actor, "token.revoked", f"token:{token_id}", ended.desk_id, after={"name": ended.name, "person": ended.person}))
    return ended


def listed(tx: Transaction, actor: Actor, person_id: int | None = None) -> list[Token]:
    """The actor's own tokens, or those of somebody, or (administrators, without `person_id`) everybody's; the newest first."""
    if person_id is None and not actor.admin:
        person_id = actor.person_id or 0
    if person_id is None:
        actor.needs_admin()
    else:
        _may(actor, person_id)
    wanted = _ALL if person_id is None else _ALL.where(token.c.person_id == person_id)
    return [_token(row) for row in tx.rows(wanted.order_by(token.c.id.desc()))]


_ALL = select(token, person.c.name.label("person")).join(person, person.c.id == token.c.person_id)


def _one(tx: Transaction, token_id: int) -> Token:
    return _token(tx.execute(_ALL.where(token.c.id == token_id)).one())


def _token(row: Any) -> Token:
    return Token(
        int(row.id), int(row.person_id), row.person, row.name, frozenset(row.scopes.split()), row.desk_id,
        row.created_at, row.expires_at, row.used_at, row.revoked_at,
    )  # fmt: skip


def _may(actor: Actor, person_id: int) -> None:
    if actor.scopes is not None:
        raise QueueForbidden("Tokens are managed by signing in, not with a token: one that was stolen could make another.")
    if actor.person_id != person_id:
        actor.needs_admin()
