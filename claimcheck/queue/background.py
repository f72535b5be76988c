"""What a server does besides answering: leases that run out, deliveries to webhooks, and what has expired is removed."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import delete, or_

from claimcheck.errors import QueueError
from claimcheck.queue import leases, logs
from claimcheck.queue.api import idempotency
from claimcheck.queue.database import Database
from claimcheck.queue.moments import stamp
from claimcheck.queue.service import Service
from claimcheck.queue.tables import attempt, session, ticket

if TYPE_CHECKING:
    from claimcheck.queue.delivering import Deliverer

#: Seconds between two looks for leases that ran out, and between two clearings of what has expired.
SWEEP, CLEAR = 5.0, 600.0
#: How long failed sign-ins are of use.
_ATTEMPTS = timedelta(days=1)


class Worker(Protocol):
    """Something to be done again and again, in a thread of its own."""

    @property
    def name(self) -> str: ...

    def run(self, stopping: threading.Event) -> None:
        """Work until `stopping` is set."""


@dataclass(frozen=True, slots=True)
class Every:
    """A function that is called every so many seconds. What it raises is logged, and does not end it."""

    name: str
    seconds: float
    call: Callable[[], object]

    def run(self, stopping: threading.Event) -> None:
        """Call it, wait, and so on."""
        while not stopping.is_set():
            try:
                self.call()
            except QueueError as error:  # the database is away or busy: next time
                logs.logger().warning("background", job=self.name, problem=type(error).__name__)
            except Exception as error:
                logs.logger().error("background", job=self.name, exc_info=error)
            stopping.wait(self.seconds)


@dataclass(frozen=True, slots=True)
class Delivering:
    """The deliverer, in an event loop of its own, so that neither it nor the requests wait for each other."""

    deliverer: Deliverer
    name: str = "deliveries"

    def run(self, stopping: threading.Event) -> None:
        """Deliver until `stopping` is set; what is under way is finished."""
        asyncio.run(self._run(stopping))

    async def _run(self, stopping: threading.Event) -> None:
        stop = asyncio.Event()
        work = asyncio.create_task(self.deliverer.run(stop))
        await asyncio.to_thread(stopping.wait)
        stop.set()
        await work


def workers(service: Service) -> tuple[Worker, ...]:
    """All that a server does in the background."""
    from claimcheck.queue.delivering import over_the_network

    database, now = service.database, service.now
    idle = timedelta(minutes=service.settings.idle_minutes)
    return (
        Every("leases", SWEEP, lambda: expire(database, now())),
        Every("clearing", CLEAR, lambda: clear(database, now(), idle)),
        Delivering(over_the_network(service)),
    )


def expire(database: Database, now: datetime) -> int:
    """Give back what is leased and was not decided in time."""
    done = 0
    while True:
        with database.write() as tx:
            found = leases.expire(tx, now=now)
        done += found
        if not found:
            return done


def clear(database: Database, now: datetime, idle: timedelta) -> None:
    """Remove sessions, tickets, attempts and answers that are of no use any more."""
    with database.write() as tx:
        tx.execute(delete(session).where(or_(session.c.expires_at <= stamp(now), session.c.seen_at <= stamp(now - idle))))
        tx.execute(delete(ticket).where(ticket.c.expires_at <= stamp(now)))
        tx.execute(delete(attempt).where(attempt.c.at <= stamp(now - _ATTEMPTS)))
    with database.write() as tx:
        idempotency.sweep(tx, now=now)


@contextlib.contextmanager
def running(workers: Sequence[Worker], stopping: threading.Event, patience: float) -> Iterator[None]:
    """Run workers, each in a thread, and stop them at the end. One that does not stop in time is left: a kill loses nothing either."""
    threads = [threading.Thread(target=worker.run, args=(stopping,), name=worker.name, daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join(patience)
