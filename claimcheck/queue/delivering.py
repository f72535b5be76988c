"""Sending what webhooks are to be told. It runs beside the server, in its event loop; several servers of one queue share the work.

Each webhook is told one thing after the other; several webhooks are told at the same time, and one that is slow is left after a
while (`TURN`) so that the others have their turn too. What is sent and when is decided in `outbox`, in the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from secrets import token_hex
from typing import Protocol, TypeVar

from claimcheck import __version__
from claimcheck.errors import QueueError
from claimcheck.lookup.addresses import host_of
from claimcheck.lookup.proxies import proxy_for
from claimcheck.lookup.retry_after import seconds_to_wait
from claimcheck.lookup.wire import Reply, Wire, WireError
from claimcheck.queue import outbox, retries
from claimcheck.queue.database import Database, Transaction
from claimcheck.queue.logs import logger
from claimcheck.queue.moments import stamp
from claimcheck.queue.service import Service

T = TypeVar("T")

#: Webhooks that are told something at the same time.
AT_ONCE = 6
#: Seconds without a sign from the receiver, at each stage; and for one attempt in all.
TIMEOUT = 10.0
TOTAL = 20.0
#: Deliveries to one webhook before the next one has its turn, and the time that they may take.
TURN = 50
TURN_TIME = timedelta(seconds=30)
#: Between two looks at the log, and two prunings.
EVERY = 1.0
PRUNING = timedelta(hours=1)
#: Seconds between the attempts to write down what came of a delivery, where the database is busy or away.
NOTED_AFTER = (0.5, 2.0, 8.0)


class Post(Protocol):
    """`Wire.post`: one request, no redirects; the answer's body is not read. Raises WireError."""

    async def __call__(self, url: str, headers: Mapping[str, str], content: bytes, *, timeout: float) -> Reply: ...


@dataclass(slots=True)
class Round:
    """What one run did: events looked at, deliveries that arrived, and attempts that failed."""

    planned: int = 0
    delivered: int = 0
    failed: int = 0


class Deliverer:
    """Sends what is due. `now`: the clock; `public_url`: where the queue is for browsers, the `source` of its events; `chance`: spreads
    the retries; `close` is called when `run` ends."""

    def __init__(
        self,
        database: Database,
        post: Post,
        *,
        now: Callable[[], datetime],
        public_url: str,
        chance: Random | None = None,
        close: Callable[[], Awaitable[None]] | None = None,
    ):
        self._database = database
        self._post = post
        self._now = now
        self._public_url = public_url
        self._chance = chance or Random()
        self._close = close
        self._pruned: datetime | None = None

    async def run_once(self, stop: asyncio.Event | None = None) -> Round:
        """Send everything that is due, until nothing is, or `stop` is set. Raises QueueError where the database cannot be used."""
        done = Round()
        await self._prune()
        if not await self._read(lambda tx: outbox.pending(tx, self._now())):
            return done
        while not _stopped(stop) and (planned := await self._write(lambda tx: outbox.plan(tx, self._now()))):
            done.planned += planned
        # No worker is broken off because another failed: what it just sent would be sent again.
        ended = await asyncio.gather(*(self._work(done, stop) for _ in range(AT_ONCE)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error
        return done

    async def run(self, stop: asyncio.Event, every: float = EVERY) -> None:
        """Look at the log every so many seconds, and send, until `stop` is set; what is under way is finished. It survives a database
        that is away for a while."""
        while not stop.is_set():
            try:
                await self.run_once(stop)
            except Exception as error:  # whatever it is, webhooks are told again when it is over
                logger().error("deliveries stopped for a moment", exc_info=error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every)
        if self._close is not None:
            await self._close()

    async def _work(self, done: Round, stop: asyncio.Event | None) -> None:
        token = token_hex(16)
        while not _stopped(stop):
            hold = await self._write(lambda tx: outbox.take(tx, token, self._now()))
            if hold is None:
                return
            await self._turn(hold, done, stop)

    async def _turn(self, hold: outbox.Hold, done: Round, stop: asyncio.Event | None) -> None:
        ends = self._now() + TURN_TIME
        came: tuple[int, retries.Outcome] | None = None
        for number in range(TURN + 1):
            more = number < TURN and self._now() < ends and not _stopped(stop)
            parcel = await self._step(hold, came, more)
            if parcel is None:
                return
            outcome = await self._send(parcel)
            done.delivered += outcome.error is None
            done.failed += outcome.error is not None
            came = (parcel.delivery_id, outcome)

    async def _step(self, hold: outbox.Hold, came: tuple[int, retries.Outcome] | None, more: bool) -> outbox.Parcel | None:
        def step(tx: Transaction) -> outbox.Parcel | None:
            return outbox.step(tx, hold, came, self._now(), public_url=self._public_url, chance=self._chance, more=more)

        for wait in NOTED_AFTER:
            try:
                return await self._write(step)
            except QueueError:  # what was sent and is not noted is sent again
                await asyncio.sleep(wait)
        return await self._write(step)

    async def _send(self, parcel: outbox.Parcel) -> retries.Outcome:
        host = host_of(parcel.url)
        headers = {"User-Agent": f"claimcheck-desk/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"} | dict(parcel.headers)
        try:
            async with asyncio.timeout(TOTAL):
                reply = await self._post(parcel.url, headers, parcel.body, timeout=TIMEOUT)
        except TimeoutError:
            return retries.Outcome(error=f"{host} did not answer in full within {TOTAL:g} seconds.")
        except WireError as error:
            return retries.Outcome(error=str(error))
        return retries.outcome(reply.status, host, seconds_to_wait(reply.headers, stamp(self._now())))

    async def _prune(self) -> None:
        now = self._now()
        if self._pruned is None or now - self._pruned >= PRUNING:
            self._pruned = now
            await self._write(lambda tx: outbox.prune(tx, now))

    async def _read(self, ask: Callable[[Transaction], T]) -> T:
        def asked() -> T:
            with self._database.read() as tx:
                return ask(tx)

        return await asyncio.to_thread(asked)

    async def _write(self, change: Callable[[Transaction], T]) -> T:
        def changed() -> T:
            with self._database.write() as tx:
                return change(tx)

        return await asyncio.to_thread(changed)


def over_the_network(service: Service, environ: Mapping[str, str] | None = None) -> Deliverer:
    """The deliverer of a server. `environ`: where a proxy is read."""
    surroundings = os.environ if environ is None else environ
    settings = service.settings
    wire = Wire(own_hosts=settings.own_hosts, proxy_for=lambda scheme, host: proxy_for(scheme, host, surroundings))
    return Deliverer(service.database, wire.post, now=service.now, public_url=settings.public_url, close=wire.close)


def _stopped(stop: asyncio.Event | None) -> bool:
    return stop is not None and stop.is_set()
