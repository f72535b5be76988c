"""One claim in the queue: reading it as somebody may see it, and changing it so that the log says how."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true, update

from claimcheck.errors import NotInQueue, QueueConflict
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.folding import folded_claim
from claimcheck.queue.moments import stamp
from claimcheck.queue.states import State
from claimcheck.queue.tables import claim_record, item

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table `item`; what the columns mean is said there."""

    id: int
    article_id: int
    desk_id: int
    claim_id: str
    state: State
    stale_because: str | None
    verdict: str | None
    round: int
    needs: int
    given: int
    revision: int
    first_version: int
    last_version: int
    follows_id: int | None
    changes: str | None
    text: str
    speaker: str | None
    types: tuple[str, ...]
    checkable: str
    priority: float
    findings: int
    stance: str | None
    start: int
    end: int
    line: int
    assigned_id: int | None
    lease_by: str | None
    leased_at: str | None
    lease_until: str | None
    created_at: str
    changed_at: str
    settled_at: str | None

    @property
    def etag(self) -> str:
        """What changes whenever the claim does."""
        return f'"{self.id}-{self.revision}"'

    def held(self, now: datetime) -> bool:
        """Whether somebody has it, with a lease that has not run out."""
        return self.state is State.LEASED and self.lease_until is not None and self.lease_until > stamp(now)


COLUMNS = tuple(item.c[entry.name] for entry in fields(Item))

#: The beginnings of statements, made once: three dozen columns take longer to put together than to read.
SELECTED: Select[Any] = select(*COLUMNS)
UPDATED = update(item).returning(*COLUMNS)


def from_row(row: Any) -> Item:
    """An item from a row that begins with COLUMNS, or has them by name."""
    found = row._mapping  # made anew each time it is asked for
    values: dict[str, Any] = {column.name: found[column] for column in COLUMNS}
    values["state"] = State(values["state"])
    values["types"] = tuple(values["types"].split())
    return Item(**values)


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """The condition that narrows every query over `item` to what somebody may see."""
    desks = actor.desks()
    return true() if desks is None else item.c.desk_id.in_(sorted(desks))


def get(tx: Transaction, actor: Actor, item_id: int, *, lock: bool = False) -> Item:
    """A claim. `lock`: nobody else changes it until the transaction ends. Raises NotInQueue."""
    query = SELECTED.where(item.c.id == item_id, in_sight(actor))
    row = tx.first(query.with_for_update(of=item) if lock else query)
    if row is None:
        raise NotInQueue(f"There is no claim number {item_id} in the queue, or it is not yours to see.")
    return from_row(row)


def followers(tx: Transaction, actor: Actor, item_id: int) -> list[Item]:
    """The claims of later versions that are changed forms of a claim, the earliest first."""
    return [from_row(row) for row in tx.rows(SELECTED.where(item.c.follows_id == item_id, in_sight(actor)).order_by(item.c.id))]


def for_change(tx: Transaction, actor: Actor, item_id: int, role: Role, scope: str, revision: int | None = None) -> Item:
    """A claim, locked, for somebody who may change it. `revision`: what they read; another raises QueueConflict."""
    found = get(tx, actor, item_id, lock=True)
    actor.needs(role, found.desk_id, scope)
    if revision is not None and revision != found.revision:
        raise QueueConflict("Somebody changed this claim since you read it: look at it again.")
    return found


def change(
    tx: Transaction, actor: Actor, old: Item, action: str, now: datetime, told: Mapping[str, Any] | None = None, **values: Any
) -> Item:
    """Change columns of a claim that `for_change` or `get(lock=True)` gave. The event `item.<action>` holds what was and is of the columns
    that differ, with state and verdict always, and `told` besides. Returns the claim as it is now. The hash of a lease is never told.
    """
    if "types" in values:
        values["types"] = f" {' '.join(values['types'])} "
    if "text" in values or "speaker" in values:
        values["folded"] = folded_claim(values.get("text", old.text), values.get("speaker", old.speaker))
    row = tx.execute(
        UPDATED.where(item.c.id == old.id, item.c.revision == old.revision).values(
            **values, revision=old.revision + 1, changed_at=stamp(now)
        )
    ).first()
    if row is None:
        raise QueueConflict("Somebody changed this claim since you read it: look at it again.")
    new = from_row(row)
    tell(tx, actor, action, old, new, now, told)
    return new


def tell(tx: Transaction, actor: Actor, action: str, old: Item, new: Item, now: datetime, told: Mapping[str, Any] | None = None) -> None:
    """Leave the event of a change that was made by another statement than that of `change`."""
    differing = [name for name in _TOLD if name in ("state", "verdict") or getattr(old, name) != getattr(new, name)]
    tx.log(
        Event(
            now, actor, f"item.{action}", f"item:{old.id}", old.desk_id, old.article_id, old.id,
            before={name: _plain(getattr(old, name)) for name in differing},
            after={"claim_id": new.claim_id, **{name: _plain(getattr(new, name)) for name in differing}, **(told or {})},
        )
    )  # fmt: skip


#: Columns that an event tells. What only repeats the record, or counts, is left out.
_TOLD = (
    "state", "stale_because", "verdict", "round", "needs", "given", "revision", "last_version", "priority", "assigned_id", "lease_by", "lease_until",
)  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def record_of(tx: Transaction, item_id: int) -> Json:
    """The claim's record, as schemas/claim.schema.json has it. The caller has asked whether it may be seen."""
    text = tx.execute(select(claim_record.c.record).where(claim_record.c.item_id == item_id)).scalar_one()
    found: Json = json.loads(text)
    return found


def locked(tx: Transaction, actor: Actor, ids: Iterable[int]) -> list[Item]:
    """Several claims, locked in the order of their numbers, so that two who want the same never wait for each other. Those out of
    sight are not among them."""
    query = SELECTED.where(item.c.id.in_(sorted(set(ids))), in_sight(actor)).order_by(item.c.id).with_for_update(of=item)
    return [from_row(row) for row in tx.rows(query)]
