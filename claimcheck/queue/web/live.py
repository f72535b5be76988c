"""Changes, told to open pages while they happen: Server-Sent Events (WHATWG HTML, section 9.2) out of the log.

One reader a process follows the log by its numbers, which have no gaps, and hands each event to the pages whose reader may see it.
What is sent are numbers, actions and states; what was decided, by whom and why is asked for again, with the rights of whoever asks.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError
from claimcheck.queue import audit, people, sessions, tokens
from claimcheck.queue.actor import Actor
from claimcheck.queue.service import Service
from claimcheck.queue.tables import audit as log
from claimcheck.queue.web import cookies
from claimcheck.queue.web.guard import require
from claimcheck.queue.web.recognition import bearer

#: Seconds between two looks at the log, and after a look that failed.
EVERY, AFTER_FAILURE = 1.0, 5.0
#: Seconds without news after which a page is told that the line still stands; proxies cut lines that are silent for a minute.
HEARTBEAT = 20.0
#: Seconds after which it is asked again who listens, and what they may see now. That keeps no session alive.
RECHECK = 30.0
#: Changes that wait for one page; a page that takes them more slowly is told to load anew. Also what a page may have missed.
WAITING = 500
#: Lines at the same time, in all and for one person.
LINES, LINES_EACH = 2_000, 12

#: What pages want to know of; all else in the log is about people and settings.
_KINDS = ("item.", "article.", "comment.")


@dataclass(frozen=True, slots=True)
class Change:
    """An event as pages see it."""

    seq: int
    action: str
    actor: str
    desk_id: int | None
    article_id: int | None
    item_id: int | None
    state: str | None

    def seen_by(self, actor: Actor) -> bool:
        """Whether it is about something that the actor may see."""
        return self.action.startswith(_KINDS) and self.desk_id is not None and actor.role_on(self.desk_id) is not None

    def told_to(self, actor: Actor) -> str:
        """The event as it is sent."""
        told = {
            "action": self.action,
            "article": self.article_id,
            "item": self.item_id,
            "state": self.state,
            "mine": self.actor == actor.name,
        }
        return f"id: {self.seq}\nevent: change\ndata: {json.dumps(told, separators=(',', ':'))}\n\n"


@dataclass(eq=False, slots=True)
class Line:
    """An open page. `waiting` holds changes, or None once it is to end."""

    actor: Actor  # as of the last time that it was asked
    waiting: asyncio.Queue[Change | None] = field(default_factory=lambda: asyncio.Queue(WAITING))
    missed: int = 0  # the number of the last change for which there was no room


class Hub:
    """Follows the log for all pages of a process."""

    def __init__(self, service: Service, every: float = EVERY):
        self._service = service
        self._database = service.database
        self._every = every
        self._lines: set[Line] = set()
        self._reached: int | None = None  # the last number handed on; None while nobody listens
        self._lock = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the log as long as the application runs."""
        self._loop = asyncio.get_running_loop()
        self._closed = False
        follower = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            self._end()
            follower.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await follower

    def close(self) -> None:
        """End every line, from any thread. A server does this when it is told to stop, before it waits for its connections."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the loop ended in between: so did the lines
                loop.call_soon_threadsafe(self._end)

    def room(self, actor: Actor) -> bool:
        """Whether there is room for one more line."""
        return not self._closed and len(self._lines) < LINES and sum(line.actor.name == actor.name for line in self._lines) < LINES_EACH

    async def stream(self, actor: Actor, after: int | None, again: Callable[[], Actor | None]) -> AsyncIterator[str]:
        """What is sent to a page: first what it missed since the event number `after`. `again`: who listens, as of now; None for nobody
        any more, which ends it."""
        line = Line(actor)
        try:
            async with self._lock:  # between asking where the log ends and listening, nothing may come by
                if self._reached is None:
                    self._reached = (await run_in_threadpool(self._head)).seq
                seen = self._reached
                self._lines.add(line)
                missed = await run_in_threadpool(self._changes, after, seen) if after is not None and after < seen else []
            yield f"retry: 3000\nid: {seen if not missed else after}\nevent: hello\ndata: {{}}\n\n"
            for told in _caught_up(missed, actor, seen):
                yield told
            async for told in self._news(line, again):
                yield told
        finally:
            self._lines.discard(line)

    async def _news(self, line: Line, again: Callable[[], Actor | None]) -> AsyncIterator[str]:
        clock = asyncio.get_running_loop().time
        ask, beat = clock() + RECHECK, clock() + HEARTBEAT
        while not self._closed:
            change: Change | None = None
            with contextlib.suppress(TimeoutError):
                change = await asyncio.wait_for(line.waiting.get(), max(0.01, min(ask, beat) - clock()))
                if change is None:
                    return
            if clock() >= ask:
                actor = await run_in_threadpool(again)
                if actor is None:
                    yield "event: signed-out\ndata: {}\n\n"
                    return
                line.actor, ask = actor, clock() + RECHECK
            if change is not None and change.seen_by(line.actor):
                yield change.told_to(line.actor)
            if line.missed and line.waiting.empty():
                yield _anew(line.missed)
                line.missed = 0
            if clock() >= beat:
                yield ": still here\n\n"
                beat = clock() + HEARTBEAT

    async def _follow(self) -> None:
        while not self._service.stopping.is_set():
            await asyncio.sleep(self._every)
            try:
                await self._look()
            except QueueError as error:
                logging.getLogger(__name__).warning("live updates wait: %s", error)
                await asyncio.sleep(AFTER_FAILURE)
        self._end()

    async def _look(self) -> None:
        async with self._lock:
            if not self._lines:
                self._reached = None
                return
            if self._reached is None:
                return
            for change in await run_in_threadpool(self._changes, self._reached, None):
                self._reached = change.seq
                for line in self._lines:
                    if change.seen_by(line.actor):
                        try:
                            line.waiting.put_nowait(change)
                        except asyncio.QueueFull:
                            line.missed = change.seq

    def _end(self) -> None:
        self._closed = True
        for line in self._lines:
            while line.waiting.full():
                line.waiting.get_nowait()
            line.waiting.put_nowait(None)

    def _head(self) -> audit.Head:
        with self._database.read() as tx:
            return audit.head(tx.connection)

    def _changes(self, after: int, upto: int | None) -> Sequence[Change]:
        """The events above a number, WAITING + 1 of them at most."""
        query = select(log.c.seq, log.c.action, log.c.actor, log.c.desk_id, log.c.article_id, log.c.item_id, log.c.after)
        query = query.where(log.c.seq > after).order_by(log.c.seq).limit(WAITING + 1)
        if upto is not None:
            query = query.where(log.c.seq <= upto)
        with self._database.read() as tx:
            return [
                Change(row.seq, row.action, row.actor, row.desk_id, row.article_id, row.item_id, _state(row.after))
                for row in tx.rows(query)
            ]


def present(service: Service, request: Request) -> Actor | None:
    """Who a request's session or token belongs to, as of now, without noting that it was used: a page that is merely open is idle."""
    now, secret = service.now(), bearer(request)
    with service.database.read() as tx:
        if secret is not None:
            shown = tokens.found(tx, secret, now=now)
            return shown.actor if shown else None
        cookie = cookies.get(request, cookies.SESSION, service.settings)
        held = sessions.found(tx, cookie, idle=timedelta(minutes=service.settings.idle_minutes), now=now) if cookie else None
        return people.actor_of(tx, held.person_id, "web") if held else None


def _state(after: str | None) -> str | None:
    told: Any = json.loads(after) if after else None
    state = told.get("state") if isinstance(told, dict) else None
    return state if isinstance(state, str) else None


def _caught_up(missed: Sequence[Change], actor: Actor, seen: int) -> Iterator[str]:
    if len(missed) > WAITING:
        yield _anew(seen)
        return
    for change in missed:
        if change.seen_by(actor):
            yield change.told_to(actor)


def _anew(seq: int) -> str:
    """Too much happened to tell it: the page has to be loaded again."""
    return f"id: {seq}\nevent: reload\ndata: {{}}\n\n"


def routes(service: Service, hub: Hub) -> list[BaseRoute]:
    """`/live`."""

    async def live(request: Request) -> Response:
        actor = require(request)
        if not hub.room(actor):
            return PlainTextResponse("Too many pages are open.\n", 503, {"Retry-After": "30"})
        last = request.headers.get("last-event-id", "")
        after = int(last) if last.isascii() and last.isdigit() and len(last) < 16 else None
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

        def again() -> Actor | None:
            try:
                return present(service, request)
            except QueueError:  # the database is away for a moment: so is what would be told
                return actor

        return StreamingResponse(hub.stream(actor, after, again), media_type="text/event-stream", headers=headers)

    return [Route("/live", live)]
