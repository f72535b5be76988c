"""Who is told what, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import pytest
from sqlalchemy import select

from claimcheck.lookup.wire import Reply
from claimcheck.queue import audit, delivering, outbox, retries, webhooks
from claimcheck.queue.database import Database
from claimcheck.queue.tables import delivery, webhook
from tests.fast_loop import run_fast
from tests.hostile_server import HostileServer, raw, replies, silent
from tests.queue_reviewing import ROOT, desk
from tests.webhook_receiving import OWN, deliverer, event_of, happen, hook, loop_clock, numbers, run_for, seen, states

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1", "localhost"])

DAY = 86_400.0
OK = replies(b"ok")


def test_the_order_stays_while_a_receiver_is_away_for_a_moment(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": OK | replies(status=503) | raw(then="reset") | silent() | OK}) as server:
            hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 4)
            await run_for(deliverer(queue), 600, 5.0)
            first = numbers(server)[0]
            assert numbers(server) == [first, first + 1, first + 1, first + 1, first + 1, first + 2, first + 3]

    run_fast(main())


@pytest.mark.parametrize(("status", "before_others"), [(400, 1), (500, retries.STEPS_ASIDE)])
def test_one_event_that_a_receiver_cannot_take_does_not_keep_the_others_for_long(queue: Database, status: int, before_others: int) -> None:
    made = desk(queue, 0)
    poison: list[int] = []

    async def main() -> None:
        async def post(url: str, headers: Mapping[str, str], content: bytes, *, timeout: float) -> Reply:
            number = int(headers["webhook-id"].split("-")[0])
            told.append(number)
            return Reply(status if number == poison[0] else 200, {})

        told: list[int] = []
        added = hook(queue, made.desk_id, "http://127.0.0.1/in")
        happen(queue, made.desk_id, 3)
        with queue.read() as tx:
            poison.append(audit.head(tx.connection).seq - 2)
        await run_for(deliverer(queue, post), 1200, 20.0)
        assert told[:before_others] == [poison[0]] * before_others
        assert [number for number in told if number != poison[0]] == [poison[0] + 1, poison[0] + 2]
        assert told.index(poison[0] + 1) == before_others
        with queue.read() as tx:
            assert webhooks.get(tx, ROOT, added.webhook.id).waiting == 1

    run_fast(main())


def test_a_slow_receiver_does_not_keep_other_webhooks_waiting(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/slow": replies(after=9.0), "/fast": OK}) as server:
            slow = [hook(queue, made.desk_id, server.url("/slow")) for _ in range(delivering.AT_ONCE + 2)]
            hook(queue, made.desk_id, server.url("/fast"))
            happen(queue, made.desk_id, 40)
            await run_for(deliverer(queue), 200, 5.0)
            fast = [visit.at for visit in server.visits if visit.path == "/fast"]
            assert len(fast) == 40 and fast[0] < 90
            for added in slow:  # each had a turn
                assert sum(state == "delivered" for _, state, *_ in states(queue, added.webhook.id)) >= 3

    run_fast(main())


def test_each_webhook_hears_what_it_asked_for_and_of_its_own_desk_alone(queue: Database) -> None:
    one, other = desk(queue, 1, name="one"), desk(queue, 1, name="other")

    async def main() -> None:
        async with HostileServer({"/one": OK, "/verdicts": OK, "/other": OK}) as server:
            hook(queue, one.desk_id, server.url("/one"))
            hook(queue, one.desk_id, server.url("/verdicts"), actions=["item.decided", "comment.*"])
            hook(queue, other.desk_id, server.url("/other"))
            for desk_id in (one.desk_id, other.desk_id, None):
                for action in (
                    "item.decided",
                    "item.taken",
                    "comment.added",
                    "person.added",
                    "token.made",
                    "member.set",
                    "webhook.changed",
                ):
                    happen(queue, desk_id, action=action)
            await deliverer(queue).run_once()
            heard: dict[str, list[str]] = {}
            for visit in server.visits:
                event = event_of(visit)
                assert event["data"]["desk"]["id"] == (other.desk_id if visit.path == "/other" else one.desk_id)
                heard.setdefault(visit.path, []).append(event["data"]["action"])
            assert heard == {
                "/one": ["item.decided", "item.taken", "comment.added"],
                "/verdicts": ["item.decided", "comment.added"],
                "/other": ["item.decided", "item.taken", "comment.added"],
            }

    run_fast(main())


def test_a_test_is_sent_once_also_where_the_webhook_is_off(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": replies(status=500) | OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            made.do(webhooks.change, ROOT, added.webhook.id, active=False)
            found = deliverer(queue)
            for expected in ("given-up", "delivered"):
                sent = made.do(webhooks.test, ROOT, added.webhook.id, now=loop_clock()())
                assert (sent.action, sent.state) == ("ping", "waiting")
                await run_for(found, 60)
                ((seq, state, attempts, _, _),) = states(queue, added.webhook.id)
                assert (seq, state, attempts) == (0, expected, 1)
            assert [event_of(visit)["type"] for visit in server.visits] == ["org.claimcheck-desk.queue.ping"] * 2
            assert len(seen(server.visits)) == 2
            with queue.read() as tx:
                assert webhooks.in_trouble(tx, ROOT) == []

    run_fast(main())


def test_sending_again_by_hand(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id)
            found = deliverer(queue)
            await found.run_once()
            (sent,) = made.see(webhooks.deliveries, ROOT, added.webhook.id)
            assert made.do(webhooks.redeliver, ROOT, sent.id).state == "waiting"
            await found.run_once()
            assert len(server.visits) == 2 and len(seen(server.visits)) == 1

    run_fast(main())


def test_a_webhook_that_is_removed_or_switched_off_in_the_middle(queue: Database) -> None:
    made = desk(queue, 0)

    async def main(change: Callable[[int], object]) -> list[str]:
        async def post(url: str, headers: Mapping[str, str], content: bytes, *, timeout: float) -> Reply:
            told.append(headers["webhook-id"])
            change(added.webhook.id)
            return Reply(500, {})

        told: list[str] = []
        added = hook(queue, made.desk_id, "http://127.0.0.1/in")
        happen(queue, made.desk_id, 3)
        await run_for(deliverer(queue, post), 60)
        return told

    assert len(run_fast(main(lambda number: made.do(webhooks.change, ROOT, number, active=False)))) == 1
    assert len(run_fast(main(lambda number: made.do(webhooks.remove, ROOT, number)))) == 1
    with queue.read() as tx:
        assert {row.state for row in tx.rows(select(delivery.c.state))} == {"given-up"}


def test_events_are_planned_in_parts(queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_PLANNED_AT_ONCE", 7)
    made, other = desk(queue, 0, name="one"), desk(queue, 0, name="other")

    async def main() -> None:
        async with HostileServer({"/in": OK, "/late": OK}) as server:
            hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 20)
            happen(queue, other.desk_id, 20)
            late = hook(queue, made.desk_id, server.url("/late"))
            happen(queue, made.desk_id, 10)
            await deliverer(queue).run_once()
            assert len(numbers(server, "/in")) == 30 and len(numbers(server, "/late")) == 10
            with queue.read() as tx:
                cursors = {row.cursor for row in tx.rows(select(webhook.c.cursor))}
                assert cursors == {audit.head(tx.connection).seq}
            assert late.webhook.waiting == 0

    run_fast(main())


def test_waits_grow_and_differ_by_chance() -> None:
    for seed in range(20):
        chance = Random(seed)
        waits = [retries.seconds(attempt, chance) for attempt in range(1, retries.ATTEMPTS)]
        assert waits == sorted(waits) and 0.7 * DAY < sum(waits) < 1.2 * DAY
    assert retries.seconds(1, Random(1)) != retries.seconds(1, Random(2))
    assert retries.seconds(3, Random(1)) == retries.seconds(3, Random(1))
    assert retries.seconds(1, Random(1), 600.0) == 600.0
    assert retries.seconds(1, Random(1), 10 * DAY) == DAY


def test_at_another_address_what_waits_is_tried_at_once(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/wrong": replies(b"", "Retry-After: 3000", status=503), "/right": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/wrong"))
            happen(queue, made.desk_id, 3)
            found = deliverer(queue)
            await run_for(found, 60, 5.0)
            assert server.paths() == ["/wrong"]
            made.do(webhooks.change, ROOT, added.webhook.id, url=server.url("/right"), own_hosts=OWN, now=loop_clock()())
            await run_for(found, 10, 5.0)
            assert server.paths() == ["/wrong", "/right", "/right", "/right"] and numbers(server) == sorted(numbers(server))

    run_fast(main())
