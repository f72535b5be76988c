"""Several deliverers, one that dies, a database that goes away, and addresses that change in between."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import threading
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select, update

from claimcheck.errors import QueueError
from claimcheck.lookup.wire import Wire
from claimcheck.queue import outbox, retries, webhooks
from claimcheck.queue.database import Database, opened
from claimcheck.queue.tables import delivery, webhook
from tests.fast_loop import run_fast
from tests.hostile_server import HostileServer, replies
from tests.queue_databases import NOW, later, where
from tests.queue_reviewing import ROOT, desk, sound
from tests.webhook_receiving import PUBLIC, deliverer, happen, hook, numbers, run_for, seen, states

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1", "localhost"])

DAY = 86_400.0
OK = replies(b"ok")


def test_a_private_address_that_comes_in_between_is_not_told_anything(queue: Database) -> None:
    """Saved when its name was a public one; at the connection it is this machine's own network."""
    made = desk(queue, 0)
    asked: list[str] = []

    async def rebound(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["169.254.169.254"]

    async def main() -> None:
        with queue.write() as tx:
            added = webhooks.add(tx, ROOT, made.desk_id, "https://hooks.example.org/in", now=NOW)
        happen(queue, made.desk_id)
        await deliverer(queue, Wire(resolver=rebound).post).run_once()
        ((_, state, _, status, error),) = states(queue, added.webhook.id)
        assert (state, status) == ("waiting", None) and error == "hooks.example.org is not asked: its address is a link-local address."
        with queue.write() as tx:  # even if somebody wrote it into the database
            tx.execute(update(webhook).values(url="http://127.0.0.1:1/in"))
        await run_for(deliverer(queue, Wire(resolver=rebound).post), 30)
        assert states(queue, added.webhook.id)[0][4] == "The address is not used: it names the port 1, which is not the usual one."
        assert asked == ["hooks.example.org"]

    run_fast(main())


def test_a_deliverer_that_was_too_slow_writes_nothing(queue: Database) -> None:
    """One hangs for longer than the webhook is its own; another takes over. What the first one has to say then does not count."""
    made = desk(queue, 0)

    async def main() -> None:
        added = hook(queue, made.desk_id, "http://127.0.0.1/in")
        happen(queue, made.desk_id)
        with queue.write() as tx:
            outbox.plan(tx, NOW)
            first = outbox.take(tx, "first", NOW)
        assert first is not None
        common: dict[str, Any] = {"public_url": PUBLIC, "chance": Random(1)}
        with queue.write() as tx:
            parcel = outbox.step(tx, first, None, NOW, **common)
            assert parcel is not None and outbox.take(tx, "second", later(seconds=119)) is None
        with queue.write() as tx:
            second = outbox.take(tx, "second", later(seconds=120))
            assert second is not None
        with queue.write() as tx:
            assert outbox.step(tx, first, (parcel.delivery_id, retries.Outcome(500, "No.")), later(seconds=121), **common) is None
        assert states(queue, added.webhook.id)[0][1:3] == ("waiting", 0)
        with queue.write() as tx:
            again = outbox.step(tx, second, None, later(seconds=122), **common)
            assert again is not None and again.headers["webhook-id"] == parcel.headers["webhook-id"]
            assert outbox.step(tx, second, (again.delivery_id, retries.Outcome(200)), later(seconds=123), **common) is None
        assert states(queue, added.webhook.id)[0][1:3] == ("delivered", 1)

    run_fast(main())


def test_a_database_that_is_away_for_a_moment(queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent and could not be written down at once is written down later, and not sent again."""
    made = desk(queue, 0)
    away = [False, True, True, False]
    step = outbox.step

    def breaking(*arguments: Any, **options: Any) -> Any:
        if away and away.pop(0):
            raise QueueError("The queue cannot be reached.")
        return step(*arguments, **options)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 2)
            monkeypatch.setattr(outbox, "step", breaking)
            await run_for(deliverer(queue), 30)
            assert len(server.visits) == 2
            assert [state for _, state, *_ in states(queue, added.webhook.id)] == ["delivered"] * 2

    run_fast(main())


def test_the_loop_survives_whatever_goes_wrong(
    queue: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = desk(queue, 0)
    wrong: list[Exception] = [QueueError("The queue cannot be reached."), ValueError("words of a draft")]
    pending = outbox.pending

    def breaking(*arguments: Any) -> bool:
        if wrong:
            raise wrong.pop()
        return pending(*arguments)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id)
            monkeypatch.setattr(outbox, "pending", breaking)
            await run_for(deliverer(queue), 5)
            assert len(server.visits) == 1

    run_fast(main())


def test_old_deliveries_are_forgotten_and_waiting_ones_are_not(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": OK, "/away": replies(status=500)}) as server:
            kept = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 2)
            await deliverer(queue, now=lambda: later(days=0)).run_once()
            happen(queue, made.desk_id)
            await deliverer(queue, now=lambda: later(days=29)).run_once()
            assert len(states(queue, kept.webhook.id)) == 3
            hook(queue, made.desk_id, server.url("/away"))
            happen(queue, made.desk_id)
            await deliverer(queue, now=lambda: later(days=29)).run_once()
            await deliverer(queue, now=lambda: later(days=31)).run_once()
            assert len(states(queue, kept.webhook.id)) == 2
            with queue.read() as tx:
                assert tx.execute(select(func.count()).where(delivery.c.state == "waiting")).scalar_one() == 1

    run_fast(main())


def test_two_deliverers_at_once_send_everything_once(queue: Database) -> None:
    """Two processes' worth: each its own connections and loop, in a thread, against a server in a third."""
    made = desk(queue, 0)
    total, ways = 60, 3

    async def main() -> None:
        async with HostileServer({f"/{way}": OK for way in range(ways)}) as server:
            for way in range(ways):
                hook(queue, made.desk_id, server.url(f"/{way}"))
            happen(queue, made.desk_id, total)
            problems: list[BaseException] = []

            def deliver(seed: int) -> None:
                database = opened(where(queue), migrate=False)
                try:
                    while True:
                        found = deliverer(database, now=lambda: later(seconds=1), seed=seed)
                        done = asyncio.run(found.run_once())
                        with database.read() as tx:
                            if not done.delivered and not outbox.pending(tx, later(seconds=1)):
                                return
                except BaseException as error:
                    problems.append(error)
                finally:
                    database.close()

            threads = [threading.Thread(target=deliver, args=(seed,)) for seed in range(3)]
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                await asyncio.sleep(0.02)
            assert problems == []
            for way in range(ways):
                told = numbers(server, f"/{way}")
                assert len(told) == total and told == sorted(set(told))

    asyncio.run(main())


KILLED = textwrap.dedent(
    """
    import asyncio, os, signal, sys
    from datetime import datetime
    from claimcheck.lookup.wire import Wire
    from claimcheck.queue.database import opened
    from claimcheck.queue.delivering import Deliverer

    where, now, after = sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
    wire, sent = Wire(own_hosts=frozenset({"127.0.0.1"})), []

    async def post(url, headers, content, *, timeout):
        reply = await wire.post(url, headers, content, timeout=timeout)
        sent.append(reply)
        if len(sent) == after:
            os.kill(os.getpid(), signal.SIGKILL)  # it has arrived, and nobody wrote that down
        return reply

    asyncio.run(Deliverer(opened(where, migrate=False), post, now=lambda: now, public_url="https://claims.example.org").run_once())
    """
)


def test_a_deliverer_killed_between_sending_and_noting(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 5)
            command = [sys.executable, "-c", KILLED, where(queue), NOW.isoformat(), "3"]
            process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ))
            output, _ = await asyncio.wait_for(process.communicate(), 60)
            assert process.returncode == -signal.SIGKILL, output
            first = numbers(server)
            assert len(first) == 3
            assert [state for _, state, *_ in states(queue, added.webhook.id)] == ["delivered"] * 2 + ["waiting"] * 3
            # Nobody else is at it until its time is over; then it goes on with what was not written down.
            assert (await deliverer(queue, now=lambda: later(seconds=100)).run_once()).delivered == 0
            assert (await deliverer(queue, now=lambda: NOW + outbox.LEASE + timedelta(seconds=1)).run_once()).delivered == 3
            assert numbers(server) == [*first, first[2], first[2] + 1, first[2] + 2]
            assert server.visits[2].headers["webhook-id"] == server.visits[3].headers["webhook-id"]
            assert len(seen(server.visits)) == 5

    asyncio.run(main())
    sound(queue)
