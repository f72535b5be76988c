"""Labels of claims: short names that a desk makes up, to find claims again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from claimcheck.errors import QueueError
from claimcheck.queue import sent_text
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import Item, change, for_change
from claimcheck.queue.tables import label

LONGEST = 40  # characters
MOST = 20  # of a claim


def normalised(name: object) -> str:
    """A label as it is kept: lower case, one space between words. Raises QueueError."""
    found = sent_text.line(name, "A label", 4 * LONGEST)
    plain = " ".join(found.casefold().split()) if found else ""
    if not 0 < len(plain) <= LONGEST or "," in plain or not plain.isprintable():
        raise QueueError(f"A label has 1 to {LONGEST} characters, and no comma.")
    return plain


def add(tx: Transaction, actor: Actor, item_id: int, name: str, *, revision: int | None = None, now: datetime) -> Item:
    """Put a label on a claim; one that it has already changes nothing. Raises NotInQueue, QueueForbidden, QueueConflict, QueueError."""
    wanted = normalised(name)
    old = for_change(tx, actor, item_id, Role.CHECKER, "review", revision)
    held = _of(tx, [item_id]).get(item_id, ())
    if wanted in held:
        return old
    if len(held) >= MOST:
        raise QueueError(f"A claim has at most {MOST} labels: take one off first.")
    tx.execute(insert(label).values(item_id=item_id, name=wanted))
    return change(tx, actor, old, "labelled", now, {"added": wanted, "labels": sorted((*held, wanted))})


def remove(tx: Transaction, actor: Actor, item_id: int, name: str, *, revision: int | None = None, now: datetime) -> Item:
    """Take a label off a claim; one that it does not have changes nothing. Raises like `add`."""
    wanted = normalised(name)
    old = for_change(tx, actor, item_id, Role.CHECKER, "review", revision)
    held = _of(tx, [item_id]).get(item_id, ())
    if wanted not in held:
        return old
    tx.execute(delete(label).where(label.c.item_id == item_id, label.c.name == wanted))
    return change(tx, actor, old, "labelled", now, {"removed": wanted, "labels": [kept for kept in held if kept != wanted]})


def of(tx: Transaction, actor: Actor, item: Item) -> tuple[str, ...]:
    """The labels of a claim that somebody was given, sorted."""
    return _of(tx, [item.id]).get(item.id, ())


def among(tx: Transaction, actor: Actor, items: Iterable[Item]) -> dict[int, tuple[str, ...]]:
    """The labels of claims that somebody was given, by the claims' numbers; those without any are not there."""
    return _of(tx, [entry.id for entry in items])


def _of(tx: Transaction, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in tx.rows(select(label).where(label.c.item_id.in_(ids)).order_by(label.c.item_id, label.c.name)):
        found[row.item_id] = (*found.get(row.item_id, ()), row.name)
    return found
