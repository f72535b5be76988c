"""Desks: who sees what, and how claims are reviewed there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from claimcheck.errors import NotInQueue, QueueConflict, QueueError
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.audit import Event, dumps
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy, policy_from_json
from claimcheck.queue.tables import desk
from claimcheck.report.phrases import strings

#: What the first desk is called, where nobody names another.
MAIN = "main"

#: Characters of a desk's name.
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk and its settings."""

    id: int
    name: str
    policy: Policy


def make(tx: Transaction, actor: Actor, name: str, *, policy: Policy | None = None, now: datetime) -> Desk:
    """A new desk. Only administrators make desks. Raises QueueConflict where the name is taken."""
    actor.needs_admin()
    name = _name(name)
    policy = policy or Policy()
    values = {"name": name, "policy": dumps(policy.to_json()), "created_at": stamp(now)}
    try:
        with tx.connection.begin_nested():
            found = int(tx.execute(insert(desk).values(**values).returning(desk.c.id)).scalar_one())
    except IntegrityError:
        raise QueueConflict(f"There is a desk “{name}” already: choose another name.") from None
    tx.log(Event(now, actor, "desk.added", f"desk:{found}", found, after={"name": name, "policy": policy.to_json()}))
    return Desk(found, name, policy)


def ensure(tx: Transaction, actor: Actor, name: str = MAIN, *, now: datetime) -> Desk:
    """The desk of that name, made where there is none. Raises NotInQueue where it is there, but out of sight."""
    row = tx.first(select(desk).where(desk.c.name == _name(name)))
    if row is None:
        if not actor.admin:
            raise NotInQueue(_missing(name))
        try:
            return make(tx, actor, name, now=now)
        except QueueConflict:  # somebody else made it in this moment
            row = tx.first(select(desk).where(desk.c.name == _name(name)))
    return _seen(actor, row, name)


def named(tx: Transaction, actor: Actor, name: str) -> Desk:
    """The desk of that name. Raises NotInQueue."""
    return _seen(actor, tx.first(select(desk).where(desk.c.name == name)), name)


def of(tx: Transaction, actor: Actor, desk_id: int) -> Desk:
    """The desk of that number. Raises NotInQueue."""
    return _seen(actor, tx.first(select(desk).where(desk.c.id == desk_id)), f"number {desk_id}")


def all_in_sight(tx: Transaction, actor: Actor) -> list[Desk]:
    """The desks that somebody may see, by name."""
    desks = actor.desks()
    seen = true() if desks is None else desk.c.id.in_(sorted(desks))
    return [_from_row(row) for row in tx.rows(select(desk).where(seen).order_by(desk.c.name))]


def set_policy(tx: Transaction, actor: Actor, desk_id: int, policy: Policy, *, now: datetime) -> Desk:
    """Change a desk's settings. They count for what is decided from now on, and for claims that come in: claims that are in the queue
    stay there, and keep the number of reviewers that they need until their article has a new version.
    """
    actor.needs(Role.EDITOR, desk_id, "manage")
    row = tx.first(select(desk).where(desk.c.id == desk_id).with_for_update(key_share=True))
    before = _seen(actor, row, f"number {desk_id}")
    policy = policy_from_json(policy.to_json())  # one that was put together in code is held to the same rules
    for kind in policy.twice.types:  # a claim of a type that there is not would never come to a second reviewer
        if kind not in strings()["type"]:
            raise QueueError(f"twice.types: there is no type of claim “{kind}”, only {', '.join(strings()['type'])}.")
    old, new = before.policy.to_json(), policy.to_json()
    differing = [name for name in new if old[name] != new[name]]
    if differing:
        tx.execute(update(desk).where(desk.c.id == desk_id).values(policy=dumps(new)))
        told = [{name: settings[name] for name in differing} for settings in (old, new)]
        tx.log(Event(now, actor, "desk.policy", f"desk:{desk_id}", desk_id, before=told[0], after=told[1]))
    return Desk(desk_id, before.name, policy)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise QueueError(f"A desk's name is a short text, up to {MAX_NAME} characters.")
    return name


def _seen(actor: Actor, row: Row[Any] | None, told: str) -> Desk:
    if row is None or actor.role_on(row.id) is None:
        raise NotInQueue(_missing(told))
    return _from_row(row)


def _missing(told: str) -> str:
    return f"There is no desk {told[:MAX_NAME]}, or it is not yours to see."


def _from_row(row: Row[Any]) -> Desk:
    return Desk(int(row.id), str(row.name), policy_from_json(json.loads(row.policy)))
