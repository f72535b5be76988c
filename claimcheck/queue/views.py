"""Lists that somebody keeps under a name: the filter and the order, as an address has them. Everybody has their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from claimcheck.errors import NotInQueue, QueueConflict, QueueError
from claimcheck.queue import sent_text
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Transaction
from claimcheck.queue.listing import ORDERS, from_query, to_query
from claimcheck.queue.tables import view

#: Views that one person may keep, and characters of a name.
MOST = 50
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class View:
    """A list under a name. `query`: "state=new&type=date&order=age"."""

    id: int
    name: str
    query: str


def save(tx: Transaction, actor: Actor, name: str, query: str, *, now: datetime) -> View:
    """Keep a list under a name; the one that had the name is replaced. Raises QueueError for a name or a list that is none."""
    owner = _owner(actor)
    called = sent_text.line(name, "The name of a view", MAX_NAME)
    if called is None:
        raise QueueError("A view needs a name: write one.")
    values = {"query": _canonical(query)}
    mine = (view.c.person_id == owner, view.c.name == called)
    row = tx.first(update(view).where(*mine).values(values).returning(view.c.id))
    if row is None:
        if tx.execute(select(func.count()).select_from(view).where(view.c.person_id == owner)).scalar_one() >= MOST:
            raise QueueError(f"You keep {MOST} views already: remove one first.")
        try:
            with tx.connection.begin_nested():
                row = tx.first(insert(view).values(person_id=owner, name=called, **values).returning(view.c.id))
        except IntegrityError:  # from another window, in this moment
            raise QueueConflict(f"There is a view “{called}” already: save it again to replace it.") from None
    assert row is not None
    return View(row.id, called, values["query"])


def listed(tx: Transaction, actor: Actor) -> list[View]:
    """The views of somebody, by name. None for those who do not sign in, on the command line."""
    actor.needs_scope("read")
    rows = tx.rows(select(view.c.id, view.c.name, view.c.query).where(view.c.person_id == actor.person_id).order_by(view.c.id))
    return sorted((View(row.id, row.name, row.query) for row in rows), key=lambda kept: (kept.name.casefold(), kept.id))


def remove(tx: Transaction, actor: Actor, view_id: int, *, now: datetime) -> None:
    """Forget a view. Raises NotInQueue where it is not the actor's."""
    row = tx.first(delete(view).where(view.c.id == view_id, view.c.person_id == _owner(actor)).returning(view.c.id))
    if row is None:
        raise NotInQueue(f"You have no view number {view_id}.")


def _owner(actor: Actor) -> int:
    actor.needs_scope("read")
    if actor.person_id is None:
        raise QueueError("Views are kept for people who sign in.")
    return actor.person_id


def _canonical(query: str) -> str:
    """The same text for the same list, without the page of it."""
    narrowed = to_query(from_query(query))
    order = parse_qs(query.removeprefix("?")).get("order", ["priority"])[-1]
    if order not in ORDERS:
        raise QueueError(f"A list has no order “{order[:40]}”: there are {', '.join(ORDERS)}.")
    return "&".join(part for part in (narrowed, urlencode({"order": order}) if order != "priority" else "") if part)
