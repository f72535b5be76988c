"""Tickets: links that let somebody in once, to choose a password. For the first administrator, for whoever is added, for a forgotten
password. The secret stands behind the # of the link, so that neither logs nor other sites get to see it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select

from claimcheck.errors import QueueError
from claimcheck.queue import people, secret_text
from claimcheck.queue.actor import SYSTEM, Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import person, ticket

HOURS = 72
PATH = "/sign-in/ticket"


def make(tx: Transaction, actor: Actor, person_id: int, *, hours: int = HOURS, now: datetime) -> str:
    """A ticket for somebody; one that they had before is void. Administrators alone. Returns the secret, which is never seen again."""
    people.is_not_a_token(actor)
    actor.needs_admin()
    found = people.get(tx, actor, person_id)
    if not found.active:
        raise QueueError(f"{found.name} is deactivated: activate them first.")
    secret = secret_text.made()
    tx.execute(delete(ticket).where(or_(ticket.c.person_id == person_id, ticket.c.expires_at <= stamp(now))))
    until = stamp(now + timedelta(hours=hours))
    tx.execute(insert(ticket).values(hash=secret_text.hash_of(secret), person_id=person_id, expires_at=until))
    tx.log(Event(now, actor, "person.changed", f"person:{person_id}", after={"name": found.name, "ticket": "made"}))
    return secret


def use(tx: Transaction, secret: str, *, now: datetime) -> Actor | None:
    """Who comes in with a ticket, which is used up by it; None where it is not valid. Two at the same moment do not both get in."""
    if not secret_text.looks_like_one(secret):
        return None
    here = ticket.c.hash == secret_text.hash_of(secret)
    row = tx.execute(delete(ticket).where(here, ticket.c.expires_at > stamp(now)).returning(ticket.c.person_id)).first()
    return None if row is None else people.actor_of(tx, int(row.person_id))


def first(tx: Transaction, name: str = "admin", *, now: datetime) -> str | None:
    """A ticket for the first administrator, who is added under `name` where there is nobody yet; None where somebody can come in already.
    Not for a queue whose database others can reach before its owner: whoever reads the ticket first is the administrator."""
    if tx.first(select(person.c.id).where(or_(person.c.password_hash.is_not(None), person.c.oidc_subject.is_not(None)))) is not None:
        return None
    row = tx.first(select(person.c.id).where(person.c.admin, person.c.active).order_by(person.c.id))
    person_id = people.add(tx, SYSTEM, name, admin=True, now=now).id if row is None else int(row.id)
    return make(tx, SYSTEM, person_id, now=now)


def link(public_url: str, secret: str) -> str:
    """The address to hand over."""
    return f"{public_url.rstrip('/')}{PATH}#{secret}"
