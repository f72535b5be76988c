"""What tests of deliveries share: a deliverer with real sockets and a clock of its own, webhooks that name a server on this machine, and
the log of what was sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from claimcheck.lookup.wire import Wire
from claimcheck.queue import outbox, retries, webhooks
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database
from claimcheck.queue.delivering import Deliverer, Post
from claimcheck.queue.tables import delivery
from tests.hostile_server import HOST, HostileServer, Visit
from tests.queue_databases import NOW
from tests.queue_reviewing import ROOT, Setup

PUBLIC = "https://claims.example.org"
URL = "https://hooks.example.org/services/T000/B000/secretpath"
OWN = frozenset({HOST})


def loop_clock(start: datetime = NOW) -> Callable[[], datetime]:
    """The loop's time, from `start` on."""
    return lambda: start + timedelta(seconds=asyncio.get_running_loop().time())


def deliverer(queue: Database, post: Post | None = None, *, now: Callable[[], datetime] | None = None, seed: int = 1) -> Deliverer:
    return Deliverer(queue, post or Wire(own_hosts=OWN).post, now=now or loop_clock(), public_url=PUBLIC, chance=Random(seed))


def hook(queue: Database, desk_id: int, url: str, **options: Any) -> webhooks.Added:
    """A webhook of a desk, which may name this machine."""
    with queue.write() as tx:
        return webhooks.add(tx, ROOT, desk_id, url, own_hosts=OWN, now=NOW, **options)


def happen(queue: Database, desk_id: int | None, count: int = 1, action: str = "desk.policy") -> None:
    """So many events of a desk."""
    with queue.write() as tx:
        for number in range(count):
            tx.log(Event(NOW, ROOT, action, f"desk:{desk_id}", desk_id, after={"number": number}))


def event_of(visit: Visit) -> dict[str, Any]:
    """The CloudEvent that came."""
    assert visit.method == "POST" and visit.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    found: dict[str, Any] = json.loads(visit.body)
    return found


def numbers(server: HostileServer, path: str | None = None) -> list[int]:
    """The numbers of the events that came, in the order in which they did."""
    return [event_of(visit)["data"]["seq"] for visit in server.visits if path in (None, visit.path)]


def states(queue: Database, webhook_id: int) -> list[tuple[int, str, int, int | None, str | None]]:
    """The deliveries to a webhook: number of the event, state, attempts, status, error."""
    columns = [delivery.c[name] for name in ("seq", "state", "attempts", "status", "error")]
    with queue.read() as tx:
        rows = tx.rows(select(*columns).where(delivery.c.webhook_id == webhook_id).order_by(delivery.c.seq))
    return [(row.seq, row.state, row.attempts, row.status, row.error) for row in rows]


async def run_for(found: Deliverer, seconds: float, every: float = 1.0) -> None:
    """Let a deliverer run as the server does, for so long."""
    stop = asyncio.Event()
    running = asyncio.create_task(found.run(stop, every))
    await asyncio.sleep(seconds)
    stop.set()
    await running


def seen(visits: Sequence[Visit]) -> set[str]:
    """The ids that came."""
    return {visit.headers["webhook-id"] for visit in visits}


def made(setup: Setup, **options: Any) -> webhooks.Added:
    return setup.do(webhooks.add, ROOT, setup.desk_id, URL, **options)


def told(setup: Setup, webhook_id: int) -> list[dict[str, Any]]:
    """The CloudEvents that a webhook would be sent now, as text and all."""
    with setup.queue.write() as tx:
        while outbox.plan(tx, NOW):
            pass
    found = []
    with setup.queue.write() as tx:
        hold = outbox.take(tx, "test", NOW)
        done = None
        while hold is not None and (parcel := outbox.step(tx, hold, done, NOW, public_url=PUBLIC, chance=Random(1))) is not None:
            if hold.webhook_id == webhook_id:
                found.append(json.loads(parcel.body))
            done = (parcel.delivery_id, retries.Outcome(200))
    return found
