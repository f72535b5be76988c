"""Queries for lists of claims: the condition of a filter, the orders, and the place of a claim in an order.

A list that is narrowed by what the indexes hold (`indexed`) is read state by state, each from an index that has the state first and the
order after it, and merged: so that a page of fifty costs fifty rows a state, however many claims there are. Any other is found by one
pass over the table in its own order, which is several times faster than jumping about in it as an index would have it; that is why
databases are kept from their indexes there. Where a page begins is told by the last claim of the page before (keyset), not by a count, so
that claims that come and go do not shift it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, case, false, func, or_, select, true, union_all

from claimcheck.queue.actor import Actor
from claimcheck.queue.folding import BORDER, folded
from claimcheck.queue.items import in_sight
from claimcheck.queue.listing_filter import NOBODY, Filter
from claimcheck.queue.moments import stamp
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, desk, item, label, person


@dataclass(frozen=True, slots=True)
class Order:
    """Columns of `item`, each with whether it goes down. The last is the id, so that there are no ties."""

    columns: tuple[tuple[Column[Any], bool], ...]
    kinds: tuple[type, ...]  # of the columns' values, as a cursor has to have them

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column, _ in self.columns)

    def sorting(self, columns: Any, backward: bool = False) -> list[ColumnElement[Any]]:
        """The order over a table's columns."""
        return [columns[column.name].desc() if down != backward else columns[column.name].asc() for column, down in self.columns]

    def beyond(self, place: Sequence[Any], backward: bool = False, columns: Any = item.c) -> ColumnElement[bool]:
        """What comes after a place (before it, if backward). The first column is also narrowed by itself: indexes understand that."""
        alike: list[ColumnElement[bool]] = []
        steps: list[ColumnElement[bool]] = []
        for (own, down), value in zip(self.columns, place, strict=True):
            column = columns[own.name]
            steps.append(and_(*alike, column < value if down != backward else column > value))
            alike.append(column == value)
        (own, down), value = self.columns[0], place[0]
        first = columns[own.name]
        bound = first <= value if down != backward else first >= value
        return and_(bound, or_(*steps)) if len(steps) > 1 else steps[0]


ORDERS: Mapping[str, Order] = {
    "priority": Order(((item.c.priority, True), (item.c.id, False)), (float, int)),
    "newest": Order(((item.c.id, True),), (int,)),
    "age": Order(((item.c.id, False),), (int,)),
    "article": Order(((item.c.article_id, True), (item.c.start, False), (item.c.id, False)), (int, int, int)),
    "waiting": Order(((item.c.changed_at, False), (item.c.id, False)), (str, int)),
}


def run_out(now: datetime) -> ColumnElement[bool]:
    """Leased, but no longer: it counts as new."""
    return and_(item.c.state == State.LEASED, or_(item.c.lease_until.is_(None), item.c.lease_until <= stamp(now)))


def held(now: datetime) -> ColumnElement[bool]:
    """Leased, and still so."""
    return and_(item.c.state == State.LEASED, item.c.lease_until > stamp(now))


def state_conditions(states: Sequence[State], now: datetime) -> list[ColumnElement[bool]]:
    """Conditions that exclude each other, each with one value of the column, which together are the states (none: all of them)."""
    if not states:
        return [item.c.state == state for state in State]
    found = [item.c.state == state for state in states if state is not State.LEASED]
    if State.NEW in states and State.LEASED in states:
        found.append(item.c.state == State.LEASED)
    elif State.NEW in states:
        found.append(run_out(now))
    elif State.LEASED in states:
        found.append(held(now))
    return found


def in_states(states: Sequence[State], now: datetime) -> ColumnElement[bool]:
    """The same as one condition."""
    return or_(*state_conditions(states, now)) if states else true()


def indexed(wanted: Filter) -> bool:
    """Whether the indexes of the orders hold all that a filter asks for."""
    return replace(wanted, desk=None, states=(), priority_from=None, priority_to=None) == Filter()


def narrowed(actor: Actor, wanted: Filter, now: datetime) -> ColumnElement[bool]:
    """The condition of a filter without its states, and of what is in sight."""
    broad = [in_sight(actor)]
    if wanted.desk is not None:
        broad.append(item.c.desk_id == select(desk.c.id).where(desk.c.name == wanted.desk).scalar_subquery())
    if wanted.priority_from is not None:
        broad.append(item.c.priority >= wanted.priority_from)
    if wanted.priority_to is not None:
        broad.append(item.c.priority <= wanted.priority_to)
    if indexed(wanted):
        return and_(*broad)
    return and_(passed_over(and_(*broad)), *_content(wanted), *_work(actor, wanted, now))


def passed_over(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that holds for much of the table, in a form that no index is used for."""
    return case((condition, 1), else_=0) == 1


def _content(wanted: Filter) -> list[ColumnElement[bool]]:
    """What is asked of the claim itself."""
    found: list[ColumnElement[bool]] = []
    if wanted.text is not None:
        sought = folded(wanted.text)
        titled = select(article.c.id).where(article.c.folded.contains(sought, autoescape=True))
        found.append(or_(item.c.folded.contains(sought, autoescape=True), item.c.article_id.in_(titled)))
    if wanted.speaker is not None:
        found.append(item.c.folded.endswith(BORDER + folded(wanted.speaker), autoescape=True))
    if wanted.types:
        found.append(or_(*(item.c.types.contains(f" {kind} ", autoescape=True) for kind in wanted.types)))
    if wanted.checkable:
        found.append(item.c.checkable.in_(wanted.checkable))
    if wanted.stance:
        found.append(item.c.stance.in_(wanted.stance))
    if wanted.findings is not None:
        found.append(item.c.findings > 0 if wanted.findings else item.c.findings == 0)
    if wanted.article is not None:
        found.append(item.c.article_id == wanted.article)
    return found


def _work(actor: Actor, wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    """What is asked of the work on the claim."""
    found: list[ColumnElement[bool]] = [item.c.id.in_(select(label.c.item_id).where(label.c.name == name)) for name in wanted.label]
    if wanted.assigned == NOBODY:
        found.append(passed_over(item.c.assigned_id.is_(None)))
    elif wanted.assigned is not None:
        found.append(item.c.assigned_id == select(person.c.id).where(person.c.name == wanted.assigned).scalar_subquery())
    if wanted.mine:
        assigned = false() if actor.person_id is None else item.c.assigned_id == actor.person_id
        found.append(or_(assigned, and_(held(now), item.c.lease_by == actor.name)))
    if wanted.verdict:
        found.append(item.c.verdict.in_(wanted.verdict))
    if wanted.age_from is not None:
        found.append(item.c.created_at <= stamp(now - timedelta(days=wanted.age_from)))
    if wanted.age_to is not None:
        found.append(item.c.created_at > stamp(now - timedelta(days=wanted.age_to)))
    return found


def places(
    actor: Actor, wanted: Filter, order: Order, place: Sequence[Any] | None, limit: int, now: datetime, backward: bool = False
) -> Select[Any]:
    """The query for the ids of the claims beyond a place, in order, at most so many, read state by state."""
    columns = [column for column, _ in order.columns]
    condition = narrowed(actor, wanted, now)
    if place is not None:
        condition = and_(condition, order.beyond(place, backward))
    sorting = order.sorting(item.c, backward)
    parts = [
        select(*columns).where(state, condition).order_by(*sorting).limit(limit).subquery(f"part{number}")
        for number, state in enumerate(state_conditions(wanted.states, now))
    ]
    merged = union_all(*(select(part) for part in parts)).subquery("merged")
    return select(merged.c.id).order_by(*order.sorting(merged.c, backward)).limit(limit)


def by_pass(
    actor: Actor, wanted: Filter, order: Order, place: Sequence[Any] | None, limit: int, now: datetime, backward: bool = False
) -> Select[Any]:
    """The same by one pass over the table."""
    found = _found(actor, wanted, order, now).subquery("found")
    beyond = true() if place is None else order.beyond(place, backward, found.c)
    return select(found.c.id).where(beyond).order_by(*order.sorting(found.c, backward)).limit(limit)


def counted_by_pass(actor: Actor, wanted: Filter, order: Order, place: Sequence[Any] | None, limit: int, now: datetime) -> Select[Any]:
    """The same, each with how many there are in the whole list."""
    found = _found(actor, wanted, order, now).add_columns(func.count().over().label("total")).subquery("found")
    beyond = true() if place is None else order.beyond(place, False, found.c)
    return select(found.c.id, found.c.total).where(beyond).order_by(*order.sorting(found.c)).limit(limit)


def _found(actor: Actor, wanted: Filter, order: Order, now: datetime) -> Select[Any]:
    states = passed_over(in_states(wanted.states, now)) if wanted.states else true()
    return select(*(column for column, _ in order.columns)).where(narrowed(actor, wanted, now), states)


def by_state(actor: Actor, wanted: Filter, now: datetime) -> Select[Any]:
    """The query for how many claims of a filter each desk has in each state of the column."""
    desk_id: ColumnElement[int] = item.c.desk_id
    state: ColumnElement[str] = item.c.state
    if not indexed(wanted):  # grouped by an index, it would jump about in the table
        desk_id, state = func.coalesce(desk_id, 0), func.coalesce(state, "")
    counted = func.count().label("claims")
    columns: list[ColumnElement[Any]] = [desk_id.label("desk_id"), state.label("state"), counted]
    return select(*columns).where(narrowed(actor, wanted, now)).group_by(desk_id, state)


def number(actor: Actor, wanted: Filter, now: datetime, most: int) -> Select[Any]:
    """The query that counts what the indexes hold, and stops counting at `most`."""
    condition = narrowed(actor, wanted, now)
    parts = [
        select(item.c.id).where(state, condition).limit(most).subquery(f"part{number}")
        for number, state in enumerate(state_conditions(wanted.states, now) if wanted.states else [true()])
    ]
    merged = union_all(*(select(part) for part in parts)).limit(most).subquery("merged")
    return select(func.count()).select_from(merged)
