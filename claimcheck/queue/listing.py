"""Lists of claims: narrowed, in an order, page by page; the neighbours of a claim in such a list; how many there are."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from claimcheck.errors import QueueError
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import COLUMNS, Item, from_row, in_sight
from claimcheck.queue.listing_filter import NAMES, NOBODY, PAGING, Filter, from_query, to_query
from claimcheck.queue.listing_query import (
    ORDERS,
    Order,
    by_pass,
    by_state,
    counted_by_pass,
    indexed,
    narrowed,
    number,
    passed_over,
    places,
    run_out,
)
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, desk, item, label, person

__all__ = [
    "COUNTED", "MOST", "NAMES", "NOBODY", "ORDERS", "PAGING", "Entry", "Facets", "Filter", "Page",
    "as_of", "facets", "from_query", "neighbours", "page", "to_query",
]  # fmt: skip

#: Claims on one page at most.
MOST = 200
#: Up to here claims are counted.
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as a list shows it. `item` is as of now: with a lease that has run out it is new."""

    item: Item
    title: str | None  # of the article
    uri: str
    desk: str
    labels: tuple[str, ...]
    assigned: str | None  # the display name of who it is assigned to


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `next`: where the next begins; None where this is the last. `total`: of the whole list, counted up to COUNTED."""

    items: tuple[Entry, ...]
    next: str | None
    total: int
    more: bool = False  # there are more than `total`

    @property
    def total_or_more(self) -> str:
        """ "1,234", or "10,000+"."""
        return f"{self.total:,}{'+' if self.more else ''}"


def page(
    tx: Transaction,
    actor: Actor,
    wanted: Filter | None = None,
    *,
    order: str = "priority",
    after: str | None = None,
    limit: int = 50,
    now: datetime,
) -> Page:
    """A page of the claims in sight. `after`: the `next` of the page before. Raises QueueError for an order or a place that is none."""
    actor.needs_scope("read")
    wanted, by = wanted or Filter(), _order(order)
    limit = max(1, min(limit, MOST))
    place = _place(after, order) if after else None
    query = (places if indexed(wanted) else counted_by_pass)(actor, wanted, by, place, limit + 1, now)
    found = tx.rows(query)
    entries = _entries(tx, actor, [row.id for row in found[:limit]], now)
    following = _cursor(order, [getattr(entries[-1].item, name) for name in by.names]) if len(found) > limit and entries else None
    if place is None and following is None:
        return Page(entries, None, len(entries))
    if found and not indexed(wanted):
        total = found[0].total
    else:
        total = tx.execute(number(actor, wanted, now, COUNTED + 1)).scalar_one()
    return Page(entries, following, min(total, COUNTED), total > COUNTED)


def neighbours(
    tx: Transaction, actor: Actor, wanted: Filter, found: Item, *, order: str = "priority", now: datetime
) -> tuple[int | None, int | None]:
    """The ids of the claims before and after a claim in a list, whether or not the claim is (still) in it: None at its ends."""
    actor.needs_scope("read")
    by = _order(order)
    place = [getattr(found, name) for name in by.names]
    query = places if indexed(wanted) else by_pass
    before, after = (tx.first(query(actor, wanted, by, place, 1, now, backward)) for backward in (True, False))
    return (before.id if before else None, after.id if after else None)


def as_of(found: Item, now: datetime) -> Item:
    """A claim as it counts now: with a lease that has run out it is new, and nobody's."""
    if found.state is not State.LEASED or found.held(now):
        return found
    return replace(found, state=State.NEW, lease_by=None, leased_at=None, lease_until=None)


@dataclass(frozen=True, slots=True)
class Facets:
    """How many claims a list would hold if it were narrowed to one state, or to one desk. Those of 0 are not told."""

    states: dict[State, int]  # whatever states the filter has
    desks: dict[str, int]  # whatever desk the filter has


def facets(tx: Transaction, actor: Actor, wanted: Filter | None = None, *, now: datetime) -> Facets:
    """Numbers beside the states and the desks of a list, with all else that the filter asks for."""
    actor.needs_scope("read")
    wanted = wanted or Filter()
    all_desks = replace(wanted, desk=None)
    counted = Counter({(row.desk_id, State(row.state)): row.claims for row in tx.rows(by_state(actor, all_desks, now))})
    overdue = (
        select(item.c.desk_id, func.count().label("claims")).where(run_out(now), narrowed(actor, all_desks, now)).group_by(item.c.desk_id)
    )
    for row in tx.rows(overdue):
        counted[row.desk_id, State.LEASED] -= row.claims
        counted[row.desk_id, State.NEW] += row.claims
    names = {row.id: row.name for row in tx.rows(select(desk.c.id, desk.c.name))}
    states: Counter[State] = Counter()
    desks: Counter[str] = Counter()
    for (desk_id, state), claims in counted.items():
        if wanted.desk in (None, names[desk_id]):
            states[state] += claims
        if not wanted.states or state in wanted.states:
            desks[names[desk_id]] += claims
    return Facets({each: states[each] for each in State if states[each]}, {each: desks[each] for each in sorted(desks) if desks[each]})


def _entries(tx: Transaction, actor: Actor, ids: Sequence[int], now: datetime) -> tuple[Entry, ...]:
    rows = tx.rows(
        select(*COLUMNS, article.c.title, article.c.uri, desk.c.name.label("desk"), person.c.display_name)
        .select_from(item.join(article, article.c.id == item.c.article_id).join(desk, desk.c.id == item.c.desk_id).outerjoin(person))
        .where(item.c.id.in_(ids), passed_over(in_sight(actor)))
    )
    labels: dict[int, list[str]] = {}
    for row in tx.rows(select(label.c.item_id, label.c.name).where(label.c.item_id.in_(ids)).order_by(label.c.name)):
        labels.setdefault(row.item_id, []).append(row.name)
    found: dict[int, Entry] = {}
    for row in rows:
        stored = from_row(row)
        found[stored.id] = Entry(as_of(stored, now), row.title, row.uri, row.desk, tuple(labels.get(stored.id, ())), row.display_name)
    return tuple(found[each] for each in ids if each in found)


def _order(name: str) -> Order:
    if name not in ORDERS:
        raise QueueError(f"A list has no order “{name[:40]}”: there are {', '.join(ORDERS)}.")
    return ORDERS[name]


def _cursor(order: str, place: Sequence[Any]) -> str:
    told = json.dumps([order, *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _place(cursor: str, order: str) -> list[Any]:
    """What `_cursor` wrote. Raises QueueError for anything else."""
    kinds = ORDERS[order].kinds
    try:
        if len(cursor) > 200:
            raise ValueError
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        told = None
    if not isinstance(told, list) or len(told) != len(kinds) + 1 or told[0] != order or not all(map(_is, told[1:], kinds)):
        raise QueueError("`after` is no place in this list: take it from the page before, with the same order.")
    return told[1:]


def _is(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if kind is int:
        return type(value) is int and 0 <= value < 2**63
    return isinstance(value, str) and len(value) <= 40 and value.isascii() and value.isprintable()
