"""Webhooks of a desk: who is told what happens there. Editors of the desk make them; the log tells the host, never the whole address, for
that of a chat is a secret in itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, true, update

from claimcheck.errors import NotInQueue, QueueConflict, QueueError
from claimcheck.lookup.addresses import host_of, refuse_address
from claimcheck.queue import outbox, signing
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.notices import TELLABLE, TEST
from claimcheck.queue.tables import audit, chain, delivery, desk, webhook

Form = Literal["cloudevents", "slack"]
FORMS: tuple[Form, ...] = ("cloudevents", "slack")

#: Webhooks that one desk may have.
MOST = 20
#: Seconds for which the secret before the last one signs too.
OVERLAP = timedelta(days=1)
_FAMILIES = frozenset(f"{action.partition('.')[0]}.*" for action in TELLABLE)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as editors see it: without its secret. `actions` is empty where it is told of all; `off_because` is a sentence where it
    was switched off for failing; `waiting`: deliveries that have not arrived yet."""

    id: int
    desk_id: int
    url: str
    form: str
    actions: tuple[str, ...]
    texts: bool
    active: bool
    off_because: str | None
    failing_since: str | None
    waiting: int
    created_at: str
    created_by: str

    @property
    def host(self) -> str:
        return host_of(self.url)


@dataclass(frozen=True, slots=True)
class Added:
    """`secret` is shown once, now; None where the form signs nothing."""

    webhook: Webhook
    secret: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one webhook. `state`: waiting, delivered, given-up; `status` and `error` are of the last attempt."""

    id: int
    webhook_id: int
    seq: int
    action: str
    subject: str
    state: str
    attempts: int
    next_at: str | None
    status: int | None
    error: str | None
    changed_at: str


def add(
    tx: Transaction, actor: Actor, desk_id: int, url: str, *, form: str = "cloudevents", actions: Sequence[str] = (), texts: bool = False,
    own_hosts: frozenset[str] = frozenset(), now: datetime,
) -> Added:  # fmt: skip
    """A webhook that is told of what happens on the desk from now on. `actions`: names of events, or families ("item.*"); none: all.
    `texts`: words of drafts and people are sent too. `own_hosts`: hosts of the newsroom's own network, which the server allows.

    Raises QueueError.
    """
    actor.needs(Role.EDITOR, desk_id, "manage")
    if tx.first(select(desk.c.id).where(desk.c.id == desk_id).with_for_update(key_share=True)) is None:
        raise NotInQueue("There is no such desk, or it is not yours to see.")
    if form not in FORMS:
        raise QueueError(f"A webhook speaks {' or '.join(FORMS)}.")
    if tx.execute(select(func.count()).where(webhook.c.desk_id == desk_id)).scalar_one() >= MOST:
        raise QueueError(f"A desk has at most {MOST} webhooks: remove one first.")
    secret = signing.new_secret() if form == "cloudevents" else None
    made = tx.execute(
        insert(webhook)
        .values(
            desk_id=desk_id, url=_checked(url, own_hosts), form=form, secret=secret or "", actions=_listed(actions), texts=texts, active=True,
            cursor=select(chain.c.seq).where(chain.c.id == 1).scalar_subquery(), created_at=stamp(now), created_by=actor.name,
        )
        .returning(webhook.c.id)
    ).scalar_one()  # fmt: skip
    found = get(tx, actor, made)
    _log(tx, actor, found, "added", now, None, _told(found))
    return Added(found, secret)


def change(
    tx: Transaction, actor: Actor, webhook_id: int, *, url: str | None = None, actions: Sequence[str] | None = None,
    texts: bool | None = None, active: bool | None = None, own_hosts: frozenset[str] = frozenset(), now: datetime,
) -> Webhook:  # fmt: skip
    """Change what is given. Switched off, it gives up what waits; switched on, it goes on with what happens from then on. With another
    address, what waits is tried at once.

    Raises QueueError.
    """
    row = _for_change(tx, actor, webhook_id)
    old = get(tx, actor, webhook_id)
    values: dict[str, Any] = {}
    if url is not None:
        values |= {"url": _checked(url, own_hosts), "failing_since": None}
    if actions is not None:
        values["actions"] = _listed(actions)
    if texts is not None:
        values["texts"] = texts
    if active and not row.active:
        end = select(chain.c.seq).where(chain.c.id == 1).scalar_subquery()
        values |= {"active": True, "off_because": None, "failing_since": None, "cursor": end}
    if values:
        tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(**values))
    if url is not None and row.active:
        outbox.try_now(tx, webhook_id, now)
    if active is False and row.active:
        outbox.switch_off(tx, webhook_id, None, now)
    new = get(tx, actor, webhook_id)
    before, after = _told(old), _told(new)
    differing = [name for name in before if before[name] != after[name]]
    if differing or old.url != new.url:
        _log(tx, actor, new, "changed", now, {name: before[name] for name in differing}, {name: after[name] for name in differing})
    return new


def rotate(tx: Transaction, actor: Actor, webhook_id: int, *, now: datetime) -> str:
    """A new secret, shown once. For a day the one before signs too, so that the receiver can change over. Raises QueueError."""
    row = _for_change(tx, actor, webhook_id)
    if row.form != "cloudevents":
        raise QueueError("A webhook for a chat signs nothing: its address is the secret. Make a new one there, and change the address.")
    secret = signing.new_secret()
    until = stamp(now + OVERLAP)
    tx.execute(update(webhook).where(webhook.c.id == webhook_id).values(secret=secret, previous_secret=row.secret, previous_until=until))
    _log(tx, actor, get(tx, actor, webhook_id), "changed", now, None, {"secret": "renewed"})
    return secret


def remove(tx: Transaction, actor: Actor, webhook_id: int, *, now: datetime) -> None:
    """Remove a webhook and its deliveries. Raises QueueError."""
    _for_change(tx, actor, webhook_id)
    found = get(tx, actor, webhook_id)
    tx.execute(delete(delivery).where(delivery.c.webhook_id == webhook_id))
    tx.execute(delete(webhook).where(webhook.c.id == webhook_id))
    _log(tx, actor, found, "removed", now, _told(found), None)


def get(tx: Transaction, actor: Actor, webhook_id: int) -> Webhook:
    """One webhook. Raises NotInQueue, QueueForbidden."""
    found = [_webhook(row) for row in tx.rows(_query(actor).where(webhook.c.id == webhook_id))]
    if not found:
        raise NotInQueue(f"There is no webhook number {webhook_id}, or it is not yours to see.")
    actor.needs(Role.EDITOR, found[0].desk_id, "manage")
    return found[0]


def listed(tx: Transaction, actor: Actor, desk_id: int | None = None) -> list[Webhook]:
    """The webhooks of a desk, or of all desks that somebody edits, in the order in which they were made. Raises QueueError."""
    if desk_id is not None:
        actor.needs(Role.EDITOR, desk_id, "manage")
    else:
        actor.needs_scope("manage")
    query = _query(actor).order_by(webhook.c.id)
    rows = tx.rows(query if desk_id is None else query.where(webhook.c.desk_id == desk_id))
    return [found for found in map(_webhook, rows) if (actor.role_on(found.desk_id) or 0) >= Role.EDITOR]


def in_trouble(tx: Transaction, actor: Actor) -> list[Webhook]:
    """Those that are failing, or were switched off for it: to be shown where an editor cannot overlook it. Nothing for others."""
    rows = tx.rows(
        _query(actor).where(or_(webhook.c.off_because.is_not(None), webhook.c.failing_since.is_not(None))).order_by(webhook.c.id)
    )
    return [found for found in map(_webhook, rows) if (actor.role_on(found.desk_id) or 0) >= Role.EDITOR]


def deliveries(tx: Transaction, actor: Actor, webhook_id: int, *, before: int | None = None, limit: int = 50) -> list[Delivery]:
    """The newest deliveries of a webhook; `before`: the id of the last one that was read. Raises QueueError."""
    get(tx, actor, webhook_id)
    query = _deliveries().where(delivery.c.webhook_id == webhook_id).order_by(delivery.c.id.desc()).limit(max(1, min(limit, 200)))
    return [_delivery(row) for row in tx.rows(query if before is None else query.where(delivery.c.id < before))]


def redeliver(tx: Transaction, actor: Actor, delivery_id: int, *, now: datetime) -> Delivery:
    """Send an event once more, with the id that it had: receivers that have it drop it. Raises QueueError."""
    found = select(delivery.c.webhook_id, delivery.c.seq).join_from(delivery, webhook, webhook.c.id == delivery.c.webhook_id)
    row = tx.first(found.where(delivery.c.id == delivery_id, _in_sight(actor)))
    if row is None:
        raise NotInQueue(f"There is no delivery number {delivery_id}, or it is not yours to see.")
    hook = _for_change(tx, actor, row.webhook_id)
    if not hook.active:
        raise QueueConflict("This webhook is switched off: switch it on first.")
    if row.seq == 0:
        return test(tx, actor, row.webhook_id, now=now)
    outbox.send_again(tx, row.webhook_id, row.seq, now)
    _log(tx, actor, get(tx, actor, row.webhook_id), "changed", now, None, {"redelivered": row.seq})
    return _one(tx, delivery_id)


def test(tx: Transaction, actor: Actor, webhook_id: int, *, now: datetime) -> Delivery:
    """Send a test ("ping"), also where the webhook is switched off; it is tried once. Raises QueueError."""
    _for_change(tx, actor, webhook_id)
    sent = outbox.send_again(tx, webhook_id, 0, now)
    _log(tx, actor, get(tx, actor, webhook_id), "changed", now, None, {"tested": True})
    return _one(tx, sent)


def _checked(url: object, own_hosts: frozenset[str]) -> str:
    """An address that may be told something. What its host's name resolves to is checked at each connection besides."""
    if not isinstance(url, str):
        raise QueueError("The address of a webhook is a text.")
    address = url.strip()
    # The reasons of a public address hold for an own host too, but for where it may be: no password, nothing that reads in two ways.
    if host_of(address) in own_hosts:
        if not address.lower().startswith(("https://", "http://")) or "@" in address or "#" in address or not address.isascii():
            raise QueueError("The address of a webhook is an https address without a user name.")
        return address
    reason = refuse_address(address) or (None if address.lower().startswith("https://") else "it is no https address")
    if reason:
        raise QueueError(
            f"This address cannot be a webhook's: {reason}. It takes a public https address, or a host that --webhook-host allows."
        )
    return address


def _listed(actions: Sequence[str]) -> str:
    unknown = [action for action in actions if action not in TELLABLE and action not in _FAMILIES]
    if unknown:
        raise QueueError(
            f"There is no event {str(unknown[0])[:40]!r} to be told of: there are {', '.join([*sorted(_FAMILIES), *TELLABLE])}."
        )
    return " ".join(dict.fromkeys(actions))


def _for_change(tx: Transaction, actor: Actor, webhook_id: int) -> Row[Any]:
    """The webhook's row, locked, for an editor of its desk."""
    get(tx, actor, webhook_id)
    row = tx.first(select(webhook).where(webhook.c.id == webhook_id).with_for_update())
    if row is None:
        raise NotInQueue(f"There is no webhook number {webhook_id}, or it is not yours to see.")
    return row


def _query(actor: Actor) -> Any:
    waiting = (
        select(func.count())
        .where(delivery.c.webhook_id == webhook.c.id, delivery.c.state == outbox.WAITING)
        .correlate(webhook)
        .scalar_subquery()
    )
    return select(webhook, waiting.label("waiting")).where(_in_sight(actor))


def _in_sight(actor: Actor) -> ColumnElement[bool]:
    desks = actor.desks()
    return true() if desks is None else webhook.c.desk_id.in_(sorted(desks))


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        row.id, row.desk_id, row.url, row.form, tuple(row.actions.split()), row.texts, row.active, row.off_because, row.failing_since,
        row.waiting, row.created_at, row.created_by,
    )  # fmt: skip


def _deliveries() -> Any:
    columns = (delivery.c[name] for name in ("id", "webhook_id", "seq", "state", "attempts", "next_at", "status", "error", "changed_at"))
    return select(*columns, audit.c.action, audit.c.subject).select_from(delivery.outerjoin(audit, audit.c.seq == delivery.c.seq))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        row.id, row.webhook_id, row.seq, row.action or TEST, row.subject or f"webhook:{row.webhook_id}", row.state, row.attempts, row.next_at,
        row.status, row.error, row.changed_at,
    )  # fmt: skip


def _one(tx: Transaction, delivery_id: int) -> Delivery:
    row = tx.first(_deliveries().where(delivery.c.id == delivery_id))
    assert row is not None, "it was just written"
    return _delivery(row)


def _told(found: Webhook) -> dict[str, Any]:
    """What the log holds of it: not the address, which may be a secret."""
    return {
        "host": found.host, "form": found.form, "actions": list(found.actions), "texts": found.texts, "active": found.active,
        "off_because": found.off_because,
    }  # fmt: skip


def _log(
    tx: Transaction, actor: Actor, found: Webhook, what: str, now: datetime, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    tx.log(Event(now, actor, f"webhook.{what}", f"webhook:{found.id}", found.desk_id, before=before, after=after))
