"""Deliveries in the database: made out of the log, taken, noted, pruned. Each function is a step inside one transaction; nothing is sent here.

A webhook's deliveries are sent by one process at a time, in the order of the log: whoever takes the webhook has it for a while
(`LEASE`), and writes down each outcome in the same transaction that hands out the next delivery. A process that dies in between has
sent something that nobody wrote down: it is sent again, with the same id, when its time is over. One that was only slow finds that
the webhook is no longer its own, and writes nothing.

A delivery that gets no answer, or is told to come later, keeps those behind it waiting, so that the order stays; after
`retries.STEPS_ASIDE` attempts it lets them past. One that is refused (a status of 400, say) lets them past at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update

from claimcheck.queue import cloudevents, notices, retries, signing, slack
from claimcheck.queue.actor import SYSTEM
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import moment, stamp
from claimcheck.queue.tables import audit, chain, delivery, webhook

WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given-up"
#: How long a webhook is somebody's after each step: longer than any attempt takes.
LEASE = timedelta(minutes=2)
#: How long deliveries that are over are kept.
KEPT = timedelta(days=30)
_PLANNED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Parcel:
    """A request to be sent: where to, and its bytes."""

    delivery_id: int
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hold:
    """A webhook that is this process's for a while."""

    webhook_id: int
    taken_by: str = field(repr=False)


def pending(tx: Transaction, now: datetime) -> bool:
    """Whether there is anything to do: asked often, and changes nothing."""
    head = select(chain.c.seq).where(chain.c.id == 1).scalar_subquery()
    query = select(webhook.c.id).where(or_(and_(webhook.c.active, webhook.c.cursor < head), _free(now))).limit(1)
    return tx.first(query) is not None


def plan(tx: Transaction, now: datetime) -> int:
    """Make deliveries of the events that webhooks have not been through. How many events were looked at; 0: there are no more."""
    head = tx.execute(select(chain.c.seq).where(chain.c.id == 1)).scalar_one()
    # A webhook that another process works on at this moment is left to the next time.
    behind = select(webhook).where(webhook.c.active, webhook.c.cursor < head).order_by(webhook.c.id)
    hooks = tx.rows(behind.with_for_update(skip_locked=True))
    if not hooks:
        return 0
    start = min(hook.cursor for hook in hooks)
    query = select(audit.c.seq, audit.c.desk_id, audit.c.action).where(audit.c.seq > start).order_by(audit.c.seq)
    events = tx.rows(query.limit(_PLANNED_AT_ONCE))
    if not events:
        return 0
    rows: list[dict[str, Any]] = [
        {"webhook_id": hook.id, "seq": event.seq, "state": WAITING, "attempts": 0, "next_at": stamp(now), "changed_at": stamp(now)}
        for hook in hooks
        for event in events
        if event.seq > hook.cursor and event.desk_id == hook.desk_id and notices.wanted(hook.actions, event.action)
    ]
    if rows:
        tx.execute(insert(delivery), rows)
        told = sorted({row["webhook_id"] for row in rows})
        tx.execute(update(webhook).where(webhook.c.id.in_(told)).values(next_at=stamp(now)))
    last = events[-1].seq
    tx.execute(update(webhook).where(webhook.c.id.in_([hook.id for hook in hooks if hook.cursor < last])).values(cursor=last))
    return len(events)


def take(tx: Transaction, token: str, now: datetime) -> Hold | None:
    """A webhook that has something to send, for whoever holds the token; the one that waited longest. None where there is none."""
    # One statement: SQLite knows no SKIP LOCKED and leaves it out, but lets nobody in between either.
    free = (
        select(webhook.c.id)
        .where(_free(now))
        .order_by(func.coalesce(webhook.c.taken_until, ""), webhook.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(webhook)
        .where(webhook.c.id == free.scalar_subquery())
        .values(taken_by=token, taken_until=stamp(now + LEASE))
        .returning(webhook.c.id)
    )
    row = tx.execute(taken).first()
    return None if row is None else Hold(row.id, token)


def step(
    tx: Transaction,
    hold: Hold,
    done: tuple[int, retries.Outcome] | None,
    now: datetime,
    *,
    public_url: str,
    chance: Random,
    more: bool = True,
) -> Parcel | None:
    """Note what came of a delivery, and hand out the next one; where there is none, or no `more` are wanted, the webhook is given back.

    None too where the webhook is no longer this process's: then nothing was noted.
    """
    row = tx.first(select(webhook).where(webhook.c.id == hold.webhook_id, webhook.c.taken_by == hold.taken_by).with_for_update())
    if row is None:
        return None
    if done is not None:
        _note(tx, row, *done, now, chance)
    parcel = _next(tx, row, now, public_url) if more else None
    if parcel is not None:
        values: dict[str, Any] = {"taken_until": stamp(now + LEASE)}
    else:
        values = {"taken_by": None, "taken_until": stamp(now), "next_at": _resumes(tx, row.id)}
    tx.execute(update(webhook).where(webhook.c.id == row.id).values(**values))
    return parcel


def send_again(tx: Transaction, webhook_id: int, seq: int, now: datetime) -> int:
    """Make a delivery due, as if it had never been tried; 0 is a test. The caller holds the webhook's row. Returns its id."""
    fresh = {"state": WAITING, "attempts": 0, "next_at": stamp(now), "status": None, "error": None, "changed_at": stamp(now)}
    again = update(delivery).where(delivery.c.webhook_id == webhook_id, delivery.c.seq == seq).values(**fresh).returning(delivery.c.id)
    found = tx.execute(again).scalar()
    if found is None:
        found = tx.execute(insert(delivery).values(webhook_id=webhook_id, seq=seq, **fresh).returning(delivery.c.id)).scalar_one()
    tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(next_at=stamp(now)))
    return int(found)


def try_now(tx: Transaction, webhook_id: int, now: datetime) -> None:
    """What waits for its next attempt waits no longer. The caller holds the webhook's row."""
    waiting = and_(delivery.c.webhook_id == webhook_id, delivery.c.state == WAITING)
    tx.execute(update(delivery).where(waiting, delivery.c.next_at > stamp(now)).values(next_at=stamp(now)))
    tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(next_at=stamp(now)))


def switch_off(tx: Transaction, webhook_id: int, because: str | None, now: datetime) -> None:
    """Nothing more is sent; what waits is given up. `because`: a sentence, where nobody asked for it. The caller holds the row."""
    tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(active=False, off_because=because, next_at=None))
    waiting = and_(delivery.c.webhook_id == webhook_id, delivery.c.state == WAITING)
    told = func.coalesce(delivery.c.error, "The webhook was switched off before it was sent.")
    tx.execute(update(delivery).where(waiting).values(state=GIVEN_UP, next_at=None, error=told, changed_at=stamp(now)))


def prune(tx: Transaction, now: datetime) -> int:
    """Forget deliveries that have been over for `KEPT`. How many."""
    over = and_(delivery.c.state.in_((DELIVERED, GIVEN_UP)), delivery.c.changed_at < stamp(now - KEPT))
    return tx.execute(delete(delivery).where(over)).rowcount


def _free(now: datetime) -> ColumnElement[bool]:
    """There is something to send, and nobody is at it. What is switched off has no `next_at`, but for a test."""
    at = stamp(now)
    return and_(webhook.c.next_at <= at, or_(webhook.c.taken_until.is_(None), webhook.c.taken_until <= at))


def _note(tx: Transaction, hook: Row[Any], delivery_id: int, came: retries.Outcome, now: datetime, chance: Random) -> None:
    row = tx.first(select(delivery).where(delivery.c.id == delivery_id))
    if row is None:
        return
    attempts = row.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "status": came.status, "error": came.error, "changed_at": stamp(now)}
    test, over = row.seq == 0, row.state != WAITING  # switched off meanwhile
    if came.error is None:
        values |= {"state": DELIVERED, "next_at": None}
    elif test or over or attempts >= retries.ATTEMPTS or came.status == retries.GONE:
        values |= {"state": GIVEN_UP, "next_at": None}
    else:
        values["next_at"] = stamp(now + timedelta(seconds=retries.seconds(attempts, chance, came.wait)))
    tx.execute(update(delivery).where(delivery.c.id == delivery_id).values(**values))
    if test:
        return
    since = None if came.error is None else hook.failing_since or stamp(now)
    if since != hook.failing_since:
        tx.execute(update(webhook).where(webhook.c.id == hook.id).values(failing_since=since))
    if came.error is None or not hook.active:
        return
    lasting = values.get("state") == GIVEN_UP and since is not None and now - moment(since) >= retries.PATIENCE
    if came.status == retries.GONE or lasting:
        _switched_off_for_failing(tx, hook, came, now)


def _switched_off_for_failing(tx: Transaction, hook: Row[Any], came: retries.Outcome, now: datetime) -> None:
    days = f"Nothing arrived for {retries.PATIENCE.days} days. " if came.status != retries.GONE else ""
    because = f"{days}{came.error}"
    switch_off(tx, hook.id, because, now)
    told = {"active": False, "off_because": because}
    tx.log(
        Event(now, SYSTEM, "webhook.changed", f"webhook:{hook.id}", hook.desk_id, before={"active": True, "off_because": None}, after=told)
    )


def _next(tx: Transaction, hook: Row[Any], now: datetime, public_url: str) -> Parcel | None:
    """The first delivery that is due and that no earlier one keeps waiting."""
    mine = and_(delivery.c.webhook_id == hook.id, delivery.c.state == WAITING)
    while True:
        due = tx.first(select(delivery).where(mine, delivery.c.next_at <= stamp(now)).order_by(delivery.c.seq).limit(1))
        if due is None or tx.first(_keeping_others(hook.id).where(delivery.c.seq < due.seq)) is not None:
            return None
        if due.seq == 0:
            notice: notices.Notice | None = notices.of_test(tx, hook, due.id, due.changed_at, SYSTEM.name)
        else:
            notice = notices.of_event(tx, hook, due.seq)
        if notice is not None:
            return _parcel(hook, due, notice, now, public_url)
        told = {"state": GIVEN_UP, "next_at": None, "error": "This event is not told any more.", "changed_at": stamp(now)}
        tx.execute(update(delivery).where(delivery.c.id == due.id).values(**told))


def _keeping_others(webhook_id: int) -> Any:
    """Deliveries that wait for their next attempt, and that none overtakes."""
    return (
        select(delivery.c.next_at)
        .where(
            delivery.c.webhook_id == webhook_id,
            delivery.c.state == WAITING,
            delivery.c.seq > 0,
            delivery.c.attempts.between(1, retries.STEPS_ASIDE - 1),
            or_(delivery.c.status.is_(None), delivery.c.status >= 500, delivery.c.status.in_(retries.BUSY)),
        )
        .order_by(delivery.c.seq)
        .limit(1)
    )


def _resumes(tx: Transaction, webhook_id: int) -> str | None:
    """When there is something to send again."""
    keeping = tx.execute(_keeping_others(webhook_id)).scalar()
    soonest = select(func.min(delivery.c.next_at)).where(delivery.c.webhook_id == webhook_id, delivery.c.state == WAITING)
    if keeping is not None:
        # Those before it were tried more often, and do not wait for it.
        first = _keeping_others(webhook_id).with_only_columns(delivery.c.seq).scalar_subquery()
        soonest = soonest.where(delivery.c.seq <= first)
    found: str | None = tx.execute(soonest).scalar()
    return found


def _parcel(hook: Row[Any], due: Row[Any], notice: notices.Notice, now: datetime, public_url: str) -> Parcel:
    if hook.form == "slack":
        return Parcel(due.id, hook.url, {"Content-Type": slack.CONTENT_TYPE}, slack.message(notice, public_url))
    body = cloudevents.envelope(notice, public_url)
    keys = [hook.secret]
    if hook.previous_secret and hook.previous_until and hook.previous_until > stamp(now):
        keys.append(hook.previous_secret)
    headers = {"Content-Type": cloudevents.CONTENT_TYPE} | signing.headers(keys, notice.id, now, body)
    return Parcel(due.id, hook.url, headers, body)
