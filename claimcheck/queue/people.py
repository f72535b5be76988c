"""People: who may sign in, and what they may do on which desk.

A person's name stands in the log for good, so nobody is ever removed or renamed: they are deactivated, and everything that they
were signed in with ends at once. An administrator sees everybody; anybody else those who share a desk with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.queue import passwords
from claimcheck.queue.actor import SYSTEM, Actor, Role, Via
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.sent_text import line
from claimcheck.queue.tables import desk, device, membership, person, session, ticket, token

#: ASCII alone, so that no two names look the same in the log.
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
#: Names that the log uses for other things.
_RESERVED = frozenset({SYSTEM.name, "nobody", "system", "unknown"})
_DISPLAY_NAME = 100
_SUBJECT = 255  # OpenID Connect Core 1.0, section 2


class WrongPassword(QueueError):
    """Whoever is signed in does not know the password of the account."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody. `roles`: by the desk's id, as far as whoever asks may see the desks. `ways`: how they can sign in, of "password" and "oidc"."""

    id: int
    name: str
    display_name: str
    admin: bool
    active: bool
    roles: Mapping[int, Role]
    ways: tuple[str, ...]
    created_at: str


def add(
    tx: Transaction,
    actor: Actor,
    name: str,
    *,
    display_name: str | None = None,
    password: str | None = None,
    admin: bool = False,
    now: datetime,
) -> Person:
    """Add somebody. Without a password they come in with a ticket (`tickets.make`), or with `link`. Raises QueueError, QueueForbidden, and
    QueueConflict where the name is taken."""
    _manages(actor)
    name = _name(name)
    shown = line(display_name, "The display name", _DISPLAY_NAME) or name
    kept = None if password is None else passwords.hashed(password, name, shown)
    try:
        with tx.connection.begin_nested():
            values = {"name": name, "display_name": shown, "password_hash": kept, "admin": admin, "active": True, "created_at": stamp(now)}
            made = tx.execute(insert(person).values(**values).returning(person.c.id)).scalar_one()
    except IntegrityError:
        raise QueueConflict(f"There is somebody called {name} already: names are never given twice.") from None
    told = {"name": name, "display_name": shown, "admin": admin, "password": password is not None}
    tx.log(Event(now, actor, "person.added", f"person:{made}", after=told))
    return get(tx, actor, int(made))


def get(tx: Transaction, actor: Actor, person_id: int) -> Person:
    """Somebody. Raises NotInQueue where there is none, or none whom the actor may see."""
    return _one(tx, actor, person.c.id == person_id, f"with the number {person_id}")


def named(tx: Transaction, actor: Actor, name: str) -> Person:
    """Somebody by the name that they sign in with. Raises NotInQueue."""
    wanted = name.strip().lower()
    if not _NAME.fullmatch(wanted):
        raise NotInQueue("There is nobody of this name, or they are on none of your desks.")
    return _one(tx, actor, person.c.name == wanted, f"called {wanted[:64]}")


def listed(tx: Transaction, actor: Actor, *, desk_id: int | None = None, active: bool | None = None) -> list[Person]:
    """Everybody whom the actor may see, by name. `desk_id`: who has a role there."""
    wanted: list[ColumnElement[bool]] = []
    if desk_id is not None:
        actor.needs(Role.VIEWER, desk_id, "read")
        wanted.append(person.c.id.in_(select(membership.c.person_id).where(membership.c.desk_id == desk_id)))
    if active is not None:
        wanted.append(person.c.active.is_(active))
    return _all(tx, actor, *wanted)


def actor_of(
    tx: Transaction, person_id: int, via: Via = "web", scopes: frozenset[str] | None = None, desk_limit: int | None = None
) -> Actor | None:
    """What somebody may do at this moment; None where they are deactivated, or there is nobody."""
    row = tx.first(select(person.c.name, person.c.admin).where(person.c.id == person_id, person.c.active))
    if row is None:
        return None
    roles = {
        int(held.desk_id): Role(held.role)
        for held in tx.rows(select(membership.c.desk_id, membership.c.role).where(membership.c.person_id == person_id))
    }
    return Actor(str(row.name), person_id, roles, bool(row.admin), via, scopes, desk_limit)


def set_password(
    tx: Transaction, actor: Actor, person_id: int, password: str, *, current: str | None = None, keep: str | None = None, now: datetime
) -> None:
    """Give somebody another password; all their sessions end, but for the one whose hash is `keep`. Whoever changes their own has
    to know the `current` one; an administrator may set anybody's. Raises QueueError."""
    is_not_a_token(actor)
    own = actor.person_id == person_id
    if not own:
        _manages(actor)
    row = _locked(tx, person_id)
    if own and row.password_hash is None:
        raise QueueError("You have no password: an administrator can give you a link to choose one.")
    if own and not passwords.matches(row.password_hash, current or ""):
        raise WrongPassword("The current password is another one.")
    replace_password(tx, actor, person_id, password, keep=keep, now=now)


def replace_password(tx: Transaction, actor: Actor, person_id: int, password: str, *, keep: str | None = None, now: datetime) -> None:
    """The same where it is known already that the actor may: after a ticket."""
    row = _locked(tx, person_id)
    values = {"password_hash": passwords.hashed(password, row.name, row.display_name)}
    tx.execute(update(person).where(person.c.id == person_id).values(**values))
    forget(tx, person_id, keep=keep, tokens=None)
    tx.log(Event(now, actor, "person.changed", f"person:{person_id}", after={"name": row.name, "password": "set"}))


def set_admin(tx: Transaction, actor: Actor, person_id: int, admin: bool, *, now: datetime) -> Person:
    """Make somebody an administrator, or no longer one. Raises QueueConflict for the last."""
    return _change(tx, actor, person_id, now, admin=admin)


def set_display_name(tx: Transaction, actor: Actor, person_id: int, display_name: str, *, now: datetime) -> Person:
    """How somebody is called on pages."""
    found = line(display_name, "The display name", _DISPLAY_NAME)
    if found is None:
        raise QueueError("The display name is missing: write how the person is called.")
    return _change(tx, actor, person_id, now, display_name=found)


def deactivate(tx: Transaction, actor: Actor, person_id: int, *, now: datetime) -> Person:
    """Shut somebody out: their sessions, tickets and tokens end at once, for good. Raises QueueConflict for the last administrator."""
    found = _change(tx, actor, person_id, now, active=False)
    forget(tx, person_id, tokens=stamp(now))
    return found


def activate(tx: Transaction, actor: Actor, person_id: int, *, now: datetime) -> Person:
    """Let somebody in again, with the roles and the password that they had."""
    return _change(tx, actor, person_id, now, active=True)


def link(tx: Transaction, actor: Actor, person_id: int, issuer: str, subject: str, *, now: datetime) -> Person:
    """Let somebody sign in with an account at an OpenID provider. An administrator may do so for anybody, and people for themselves.
    Raises QueueConflict where somebody else has that account."""
    is_not_a_token(actor)
    if actor.person_id != person_id:
        _manages(actor)
    if not subject or len(subject) > _SUBJECT or not subject.isascii() or not subject.isprintable():
        raise QueueError(f"A subject is a text of at most {_SUBJECT} ASCII characters, as the provider calls the account.")
    row = _locked(tx, person_id)
    try:
        with tx.connection.begin_nested():
            tx.execute(update(person).where(person.c.id == person_id).values(oidc_issuer=issuer, oidc_subject=subject))
    except IntegrityError:
        raise QueueConflict("Somebody else signs in with that account already.") from None
    before = {"oidc": row.oidc_issuer}
    tx.log(Event(now, actor, "person.changed", f"person:{person_id}", before=before, after={"name": row.name, "oidc": issuer}))
    return get(tx, actor, person_id)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    person_id: int
    password_hash: str | None = field(repr=False)


def credentials(tx: Transaction, name: str, *, lock: bool = False) -> Credentials | None:
    """Those of a name that may sign in; None where there is none, or it is deactivated. `lock`: they stay so until the transaction ends."""
    wanted = select(person.c.id, person.c.password_hash).where(person.c.name == name.strip().lower(), person.c.active)
    row = tx.first(wanted.with_for_update() if lock else wanted)
    return None if row is None else Credentials(int(row.id), row.password_hash)


def keep_rehashed(tx: Transaction, person_id: int, password_hash: str) -> None:
    """The same password, hashed as it is done by now."""
    tx.execute(update(person).where(person.c.id == person_id).values(password_hash=password_hash))


def linked(tx: Transaction, issuer: str, subject: str) -> int | None:
    """The number of whoever signs in with that account and is active."""
    wanted = select(person.c.id).where(person.c.oidc_issuer == issuer, person.c.oidc_subject == subject, person.c.active)
    row = tx.first(wanted)
    return None if row is None else int(row.id)


def set_role(tx: Transaction, actor: Actor, person_id: int, desk_id: int, role: Role | None, *, now: datetime) -> Person:
    """What somebody may do on a desk; None takes it off their sight. Administrators alone. Raises NotInQueue."""
    _manages(actor)
    row = _locked(tx, person_id)
    if tx.first(select(desk.c.id).where(desk.c.id == desk_id)) is None:
        raise NotInQueue(f"There is no desk with the number {desk_id}.")
    here = (membership.c.person_id == person_id, membership.c.desk_id == desk_id)
    held = tx.first(select(membership.c.role).where(*here))
    before = None if held is None else Role(held.role)
    if before is role:
        return get(tx, actor, person_id)
    if role is None:
        tx.execute(delete(membership).where(*here))
    elif before is None:
        tx.execute(insert(membership).values(person_id=person_id, desk_id=desk_id, role=int(role)))
    else:
        tx.execute(update(membership).where(*here).values(role=int(role)))
    tx.log(
        Event(
            now, actor, "member.set", f"person:{person_id}", desk_id,
            before={"role": before.name.lower() if before else None},
            after={"name": row.name, "role": role.name.lower() if role else None},
        )
    )  # fmt: skip
    return get(tx, actor, person_id)


def forget(tx: Transaction, person_id: int, *, keep: str | None = None, tokens: str | None) -> None:
    """End somebody's sessions (but for the one with the hash `keep`), tickets and known devices; `tokens`: the moment at which their
    tokens end too."""
    tx.execute(delete(session).where(session.c.person_id == person_id, session.c.hash != (keep or "")))
    for table in (ticket, device):
        tx.execute(delete(table).where(table.c.person_id == person_id))
    if tokens is not None:
        tx.execute(update(token).where(token.c.person_id == person_id, token.c.revoked_at.is_(None)).values(revoked_at=tokens))


def _change(tx: Transaction, actor: Actor, person_id: int, now: datetime, **values: Any) -> Person:
    _manages(actor)
    if values.get("admin") is False or values.get("active") is False:
        _leaves_an_administrator(tx, person_id)
    row = _locked(tx, person_id)
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if differing:
        tx.execute(update(person).where(person.c.id == person_id).values(**differing))
        before = {name: getattr(row, name) for name in differing}
        tx.log(Event(now, actor, "person.changed", f"person:{person_id}", before=before, after={"name": row.name, **differing}))
    return get(tx, actor, person_id)


def _leaves_an_administrator(tx: Transaction, person_id: int) -> None:
    """Two administrators who remove each other at the same moment wait for each other here."""
    admins = tx.rows(select(person.c.id).where(person.c.admin, person.c.active).order_by(person.c.id).with_for_update())
    if [row.id for row in admins] == [person_id]:
        raise QueueConflict("This is the last administrator: make somebody else one before.")


def _locked(tx: Transaction, person_id: int) -> Any:
    row = tx.first(select(person).where(person.c.id == person_id).with_for_update())
    if row is None:
        raise NotInQueue(f"There is nobody with the number {person_id}.")
    return row


def _one(tx: Transaction, actor: Actor, wanted: ColumnElement[bool], who: str) -> Person:
    found = _all(tx, actor, wanted)
    if not found:
        raise NotInQueue(f"There is nobody {who}, or they are on none of your desks.")
    return found[0]


def _all(tx: Transaction, actor: Actor, *wanted: ColumnElement[bool]) -> list[Person]:
    rows = tx.rows(select(person).where(*wanted, _in_sight(actor)).order_by(person.c.name))
    desks = actor.desks()
    seen = true() if desks is None else membership.c.desk_id.in_(sorted(desks))
    roles: dict[int, dict[int, Role]] = {}
    if rows:
        narrowed = membership.c.person_id == rows[0].id if len(rows) == 1 else true()
        for held in tx.rows(select(membership).where(seen, narrowed).order_by(membership.c.desk_id)):
            roles.setdefault(int(held.person_id), {})[int(held.desk_id)] = Role(held.role)
    return [_person(row, roles.get(int(row.id), {})) for row in rows]


def _person(row: Any, roles: Mapping[int, Role]) -> Person:
    ways = [way for way, kept in (("password", row.password_hash), ("oidc", row.oidc_subject)) if kept is not None]
    return Person(int(row.id), row.name, row.display_name, bool(row.admin), bool(row.active), roles, tuple(ways), row.created_at)


def _in_sight(actor: Actor) -> ColumnElement[bool]:
    desks = actor.desks()
    if desks is None:
        return true()
    shared = select(membership.c.person_id).where(membership.c.desk_id.in_(sorted(desks)))
    return or_(person.c.id == (actor.person_id or 0), person.c.id.in_(shared))


def _manages(actor: Actor) -> None:
    """People are managed by administrators, and not with a token that reaches one desk alone."""
    actor.needs_admin()
    if actor.desk_limit is not None:
        raise QueueForbidden("This token reaches one desk alone, and people belong to all of them.")


def is_not_a_token(actor: Actor) -> None:
    """Raises QueueForbidden for a token. With one that was stolen, nobody is to come by anything that outlives it."""
    if actor.scopes is not None:
        raise QueueForbidden("This is done by signing in, not with a token.")


def _name(text: str) -> str:
    name = text.strip().lower()
    if not _NAME.fullmatch(name):
        raise QueueError("A name has 1 to 64 of the characters a-z, 0-9 and . _ @ + -, and begins with a letter or a digit.")
    if name in _RESERVED:
        raise QueueError(f"{name} is what the log calls something else: choose another name.")
    return name
