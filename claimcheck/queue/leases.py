"""Leases: a claim is with one person at a time, for as long as the desk's policy says, and comes back when that is over.

Whoever takes a claim gets a token, of which only the hash is kept. A lease that ran out is anybody's to take; until somebody does,
or `expire` gives the claim back, a verdict with its token still counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, or_, select

from claimcheck.errors import NotInQueue, QueueConflict, QueueForbidden
from claimcheck.queue import desks
from claimcheck.queue.actor import SYSTEM, Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import SELECTED, UPDATED, Item, change, for_change, from_row, tell
from claimcheck.queue.moments import stamp, to_the_minute
from claimcheck.queue.states import State, require
from claimcheck.queue.tables import decision, item, person

#: The columns of a claim that nobody has.
FREE: dict[str, Any] = {"lease_by": None, "lease_hash": None, "leased_at": None, "lease_until": None}
#: Leases that ran out and are given back at once.
_SWEEP = 50

_free = item.alias("free")


@dataclass(frozen=True, slots=True)
class Lease:
    """A claim, with what shows that one has it. `until`: when the lease runs out, unless it is extended."""

    item: Item
    token: str = field(repr=False)
    until: str


def take(
    tx: Transaction, actor: Actor, *, desk_id: int | None = None, article_id: int | None = None, item_id: int | None = None, now: datetime
) -> Lease | None:
    """Take the next claim: of those assigned to the actor, then of those assigned to nobody, the one with the highest priority that
    they have not judged in this round. None where there is none.

    `item_id`: this claim and no other. Raises NotInQueue, QueueForbidden; and QueueConflict where `item_id` cannot be had, with why.
    Whoever takes a claim again that they have gets a new token, and the old one is good for nothing.
    """
    if item_id is not None:
        return _take_this(tx, actor, item_id, desk_id, article_id, now)
    seconds = _lease_seconds(tx, actor, desk_id)
    narrowed: list[ColumnElement[bool]] = [item.c.desk_id.in_(sorted(seconds))]
    if article_id is not None:
        narrowed.append(item.c.article_id == article_id)
    while True:
        swept = _give_back(tx, narrowed, now)
        for whose in _WHOSE if actor.person_id is not None else _WHOSE[1:]:
            if found := _take_next(tx, actor, seconds, article_id, whose == "mine", now):
                return found
        if swept < _SWEEP:
            return None


_WHOSE = ("mine", "nobody's")


def _lease_seconds(tx: Transaction, actor: Actor, desk_id: int | None) -> dict[int, int]:
    """How long a lease lasts on each desk where somebody may take claims."""
    actor.needs_scope("review")
    if desk_id is not None:
        actor.needs(Role.CHECKER, desk_id, "review")
        return {desk_id: desks.of(tx, actor, desk_id).policy.lease_seconds}
    seen = desks.all_in_sight(tx, actor)
    found = {desk.id: desk.policy.lease_seconds for desk in seen if (actor.role_on(desk.id) or 0) >= Role.CHECKER}
    if seen and not found:
        raise QueueForbidden(f"This needs the role checker, and {actor.name} has it on no desk.")
    return found


def _take_next(
    tx: Transaction, actor: Actor, seconds: Mapping[int, int], article_id: int | None, assigned: bool, now: datetime
) -> Lease | None:
    """One statement, so that it is atomic on SQLite too, which knows no SKIP LOCKED."""
    if not seconds:
        return None
    best = _BEST.where(
        _free.c.desk_id.in_(sorted(seconds)),
        _free.c.assigned_id == actor.person_id if assigned else _free.c.assigned_id.is_(None),
        or_(_free.c.given == 0, ~_judged(_free, actor)),
        *([_free.c.article_id == article_id] if article_id is not None else []),
    ).scalar_subquery()
    ends = {desk: stamp(now + timedelta(seconds=length)) for desk, length in seconds.items()}
    until: Any = next(iter(ends.values())) if len(set(ends.values())) == 1 else case(ends, value=item.c.desk_id)
    token = secrets.token_urlsafe(24)
    row = tx.first(
        UPDATED.where(item.c.id == best).values(
            state=State.LEASED,
            lease_by=actor.name,
            lease_hash=_hash(token),
            leased_at=stamp(now),
            lease_until=until,
            revision=item.c.revision + 1,
            changed_at=stamp(now),
        )
    )
    if row is None:
        return None
    new = from_row(row)
    old = replace(new, state=State.NEW, lease_by=None, leased_at=None, lease_until=None, revision=new.revision - 1)
    tell(tx, actor, "taken", old, new, now)
    return Lease(new, token, str(new.lease_until))


_BEST = (
    select(_free.c.id)
    .where(_free.c.state == State.NEW)
    .order_by(_free.c.priority.desc(), _free.c.id)
    .limit(1)
    .with_for_update(of=_free, skip_locked=True)
)


def _judged(claim: FromClause, actor: Actor) -> ColumnElement[bool]:
    """Whether somebody has given a verdict on a claim in its present round."""
    return exists().where(
        decision.c.item_id == claim.c.id,
        decision.c.round == claim.c.round,
        decision.c.kind == "review",
        decision.c.person == actor.name,
    )


def _take_this(tx: Transaction, actor: Actor, item_id: int, desk_id: int | None, article_id: int | None, now: datetime) -> Lease:
    old = for_change(tx, actor, item_id, Role.CHECKER, "review")
    if desk_id not in (None, old.desk_id) or article_id not in (None, old.article_id):
        raise NotInQueue(f"There is no claim number {item_id} in that place of the queue.")
    if old.state is State.LEASED and not (old.held(now) and old.lease_by == actor.name):
        if old.held(now):
            raise QueueConflict(
                f"{old.lease_by} is at this claim, until {to_the_minute(old.lease_until or stamp(now))} at the latest: take another."
            )
        old = _expired(tx, old, now)
    if old.state is not State.LEASED:
        require("take", old.state)
    if old.assigned_id not in (None, actor.person_id):
        raise QueueConflict(f"This claim is assigned to {_name(tx, old.assigned_id)}: have it assigned to you, or take another.")
    if old.given and tx.first(select(item.c.id).where(item.c.id == old.id, _judged(item, actor))) is not None:
        raise QueueConflict("You have given your verdict on this claim: it waits for somebody else's.")
    token = secrets.token_urlsafe(24)
    until = stamp(now + timedelta(seconds=desks.of(tx, actor, old.desk_id).policy.lease_seconds))
    new = change(
        tx, actor, old, "taken", now,
        state=State.LEASED, lease_by=actor.name, lease_hash=_hash(token), leased_at=stamp(now), lease_until=until,
    )  # fmt: skip
    return Lease(new, token, until)


def extend(tx: Transaction, actor: Actor, item_id: int, token: str | None, *, now: datetime) -> Lease:
    """Keep a claim for another length of time: a heartbeat, which is not logged and changes no revision. Without a token: whoever has it.

    Raises NotInQueue; QueueConflict where the lease has run out or is another's.
    """
    found = for_change(tx, actor, item_id, Role.CHECKER, "review")
    if not found.held(now) or found.lease_by != actor.name or token is not None and not is_lease(tx, found, token):
        raise QueueConflict("This claim is no longer yours: take it again.")
    until = stamp(now + timedelta(seconds=desks.of(tx, actor, found.desk_id).policy.lease_seconds))
    row = tx.execute(UPDATED.where(item.c.id == found.id).values(lease_until=until)).one()
    return Lease(from_row(row), token or "", until)


def release(tx: Transaction, actor: Actor, item_id: int, token: str | None = None, *, revision: int | None = None, now: datetime) -> Item:
    """Give a claim back. With a token: if that lease still holds. Without: whoever has it, and editors for anybody.

    Raises NotInQueue, QueueConflict, QueueForbidden.
    """
    old = for_change(tx, actor, item_id, Role.CHECKER, "review", revision)
    require("release", old.state)
    if token is not None:
        if old.lease_by != actor.name or not is_lease(tx, old, token):
            raise QueueConflict("This claim is no longer yours: there is nothing to give back.")
    elif old.lease_by != actor.name and (actor.role_on(old.desk_id) or 0) < Role.EDITOR:
        raise QueueForbidden(f"{old.lease_by} has this claim: only they or an editor can give it back.")
    return change(tx, actor, old, "released", now, state=State.NEW, **FREE)


def expire(tx: Transaction, *, now: datetime) -> int:
    """Give back claims whose leases ran out. Returns how many; where many did, call it again until it returns 0."""
    return _give_back(tx, [], now)


def is_lease(tx: Transaction, found: Item, token: str) -> bool:
    """Whether a token is that of the claim's present lease. The claim has been locked."""
    kept = tx.execute(select(item.c.lease_hash).where(item.c.id == found.id)).scalar_one()
    return kept is not None and compare_digest(kept, _hash(token))


def _give_back(tx: Transaction, narrowed: Sequence[ColumnElement[bool]], now: datetime) -> int:
    """The claims with the highest priority of those whose leases ran out, at most `_SWEEP`. What another is at is left to them."""
    over = and_(item.c.state == State.LEASED, item.c.lease_until <= stamp(now), *narrowed)
    query = SELECTED.where(over).order_by(item.c.priority.desc(), item.c.id).limit(_SWEEP)
    rows = tx.rows(query.with_for_update(of=item, skip_locked=True))
    for row in rows:
        _expired(tx, from_row(row), now)
    return len(rows)


def _expired(tx: Transaction, old: Item, now: datetime) -> Item:
    return change(tx, SYSTEM, old, "expired", now, state=State.NEW, **FREE)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _name(tx: Transaction, person_id: int | None) -> str:
    return str(tx.execute(select(person.c.name).where(person.c.id == person_id)).scalar_one())
