"""Links that speak for or against a claim: those that came with a verdict, and those that somebody added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select

from claimcheck.errors import QueueError
from claimcheck.queue import sent_text
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.decisions import hidden_from
from claimcheck.queue.items import Item, change, for_change
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import decision
from claimcheck.queue.tables import evidence as table

MOST = 200  # of a claim


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link. `decision_id`: the verdict that it came with."""

    id: int
    item_id: int
    decision_id: int | None
    url: str
    title: str | None
    note: str | None
    person: str
    at: str


def add(
    tx: Transaction,
    actor: Actor,
    item_id: int,
    url: str,
    *,
    title: str | None = None,
    note: str | None = None,
    revision: int | None = None,
    now: datetime,
) -> Evidence:
    """Add a link to a claim, in whatever state it is. Nothing is fetched.

    Raises NotInQueue, QueueForbidden, QueueConflict; QueueError for what is no link to a page, or where there are too many.
    """
    values: dict[str, Any] = {
        "url": sent_text.address(url),
        "title": sent_text.line(title, "A link's title"),
        "note": sent_text.prose(note, "A note"),
    }
    old = for_change(tx, actor, item_id, Role.CHECKER, "review", revision)
    count = tx.execute(select(func.count()).select_from(table).where(table.c.item_id == item_id)).scalar_one()
    if count >= MOST:
        raise QueueError(f"A claim has at most {MOST} links.")
    kept: dict[str, Any] = {"item_id": item_id, "decision_id": None, **values, "person": actor.name, "at": stamp(now)}
    made = tx.execute(insert(table).values(kept).returning(table.c.id)).scalar_one()
    change(tx, actor, old, "evidence", now, {"evidence": {"id": made, **values}})
    return Evidence(id=made, **kept)


def of(tx: Transaction, actor: Actor, item: Item) -> tuple[Evidence, ...]:
    """The links of a claim, the earliest first, without those of verdicts that somebody may not see yet."""
    query = select(table).where(table.c.item_id == item.id).order_by(table.c.id)
    if hidden_from(tx, actor, item):
        others = select(decision.c.id).where(decision.c.item_id == item.id, decision.c.round == item.round, decision.c.person != actor.name)
        query = query.where(or_(table.c.decision_id.is_(None), table.c.decision_id.not_in(others)))
    return tuple(Evidence(**row._mapping) for row in tx.rows(query))
