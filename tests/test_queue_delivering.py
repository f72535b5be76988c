"""Deliveries to a real server that misbehaves: what arrives, when, and what becomes of what does not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from claimcheck.lookup.wire import Reply, WireError
from claimcheck.queue import bulk, retries, signing, webhooks
from claimcheck.queue.database import Database
from claimcheck.queue.tables import audit as log
from tests.fast_loop import run_fast
from tests.hostile_server import HostileServer, Manner, endless, head, raw, redirects, replies, silent
from tests.queue_databases import NOW
from tests.queue_reviewing import ROOT, desk, sound
from tests.webhook_receiving import PUBLIC, deliverer, event_of, happen, hook, numbers, run_for, seen, states

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1", "localhost"])

DAY = 86_400.0
OK = replies(b"ok")


def test_what_happens_is_told_once_and_in_order(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            found = deliverer(queue)
            assert (await found.run_once()).delivered == 0
            happen(queue, made.desk_id, 3)
            done = await found.run_once()
            assert (done.delivered, done.failed) == (3, 0)
            assert (await found.run_once()).delivered == 0
            happen(queue, made.desk_id, 2)
            await found.run_once()
            told = numbers(server)
            assert told == sorted(told) and len(told) == len(seen(server.visits)) == 5
            assert {state for _, state, *_ in states(queue, added.webhook.id)} == {"delivered"}

    run_fast(main())
    sound(queue)


def test_a_bulk_action_is_an_event_for_each_claim_in_order(queue: Database) -> None:
    made = desk(queue, 100)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            hook(queue, made.desk_id, server.url("/in"), actions=["item.*"])
            done = made.do(bulk.apply, ROOT, made.ids, "label", {"name": "budget"})
            assert len(done.done) == 100
            await deliverer(queue).run_once()
            events = [event_of(visit) for visit in server.visits]
            assert [event["data"]["claim"]["id"] for event in events] == list(made.ids)
            assert {event["type"] for event in events} == {"org.claimcheck-desk.queue.item.labelled"}
            assert len(seen(server.visits)) == 100
            assert [event["sequence"] for event in events] == sorted(event["sequence"] for event in events)
            assert server.most_at_once == 1

    run_fast(main())


def test_a_receiver_can_read_and_verify_it(queue: Database) -> None:
    """The cloudevents library reads it, and the library of Standard Webhooks knows the signature. Their clock is the machine's."""
    made = desk(queue, 1)

    async def main() -> None:
        async with HostileServer({"/in": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            assert added.secret is not None
            happen(queue, made.desk_id)
            await deliverer(queue, now=lambda: datetime.now(UTC)).run_once()
            (visit,) = server.visits
            event = from_structured_event(HTTPMessage(dict(visit.headers), visit.body))
            assert event.get_specversion() == "1.0" and event.get_source() == PUBLIC
            assert event.get_type() == "org.claimcheck-desk.queue.desk.policy" and event.get_id() == visit.headers["webhook-id"]
            assert event.get_time() == NOW and event.get_subject() == f"desk:{made.desk_id}"
            assert event.get_datacontenttype() == "application/json"
            Verifier(added.secret).verify(visit.body, dict(visit.headers))
            with pytest.raises(WebhookVerificationError):
                Verifier(added.secret).verify(visit.body.replace(b"policy", b"other."), dict(visit.headers))
            with pytest.raises(WebhookVerificationError):
                Verifier(signing.new_secret()).verify(visit.body, dict(visit.headers))

    asyncio.run(main())


@pytest.mark.parametrize(
    ("first", "status", "words"),
    [
        (replies(status=500), 500, "cannot take it now (status 500)"),
        (replies(status=503), 503, "cannot take it now (status 503)"),
        (replies(status=429), 429, "too much at once"),
        (replies(status=400), 400, "does not take it (status 400)"),
        (replies(status=404), 404, "does not take it (status 404)"),
        (redirects("/other"), 302, "redirects (status 302)"),
        (redirects("http://169.254.169.254/latest", 307), 307, "redirects (status 307)"),
        (silent(), None, "did not answer within 10 seconds"),
        (raw(*(bytes([byte]) for byte in head(200, "X: y")), pause=4.0), None, "did not answer in full"),
        (raw(then="reset"), None, "No answer"),
        (raw(), None, "hung up"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), None, "no HTTP"),
    ],
    ids=lambda value: None if isinstance(value, Manner) else str(value)[:24],
)
def test_what_fails_is_tried_again_with_the_same_id(queue: Database, first: Manner, status: int | None, words: str) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": first | OK, "/other": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id)
            found = deliverer(queue)
            assert (await found.run_once()).failed == 1
            ((_, state, attempts, got, error),) = states(queue, added.webhook.id)
            assert (state, attempts, got) == ("waiting", 1, status)
            assert error is not None and words in error and error.startswith(("127.0.0.1", "No answer from 127.0.0.1"))
            assert (await found.run_once()).failed == 0  # not yet
            await run_for(found, 60)
            assert states(queue, added.webhook.id)[0][1:] == ("delivered", 2, 200, None)
            assert server.paths() == ["/in", "/in"]
            one, other = server.visits
            assert one.headers["webhook-id"] == other.headers["webhook-id"] and one.body == other.body
            assert 4 <= other.at - one.at <= 40

    run_fast(main())


@pytest.mark.parametrize("manner", [replies(b"x" * 1_000_000), endless()], ids=["long", "endless"])
def test_a_huge_answer_is_not_read(queue: Database, manner: Manner) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": manner}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id)
            await deliverer(queue).run_once()
            assert [state for _, state, *_ in states(queue, added.webhook.id)] == ["delivered"]

    run_fast(main())


def test_ten_attempts_over_a_day_and_then_it_is_given_up(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": replies(status=500)}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id)
            await run_for(deliverer(queue), 2 * DAY, 600.0)
            at = [visit.at for visit in server.visits]
            assert len(at) == retries.ATTEMPTS and 0.7 * DAY < at[-1] - at[0] < 1.3 * DAY
            waits = [after - before for before, after in zip(at, at[1:], strict=False)]
            assert all(after > before - 601 for before, after in zip(waits, waits[1:], strict=False))
            assert states(queue, added.webhook.id)[0][1:3] == ("given-up", 10)
            assert len(seen(server.visits)) == 1
            with queue.read() as tx:
                (found,) = webhooks.in_trouble(tx, ROOT)
            assert found.active and found.failing_since is not None  # a day is no reason yet

    run_fast(main())


def test_a_webhook_that_fails_for_days_is_switched_off_and_that_is_told(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": replies(status=500), "/other": OK}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            found = deliverer(queue)
            for _ in range(6):
                happen(queue, made.desk_id)
                await run_for(found, DAY, 1800.0)
            with queue.read() as tx:
                (off,) = webhooks.in_trouble(tx, ROOT)
            assert not off.active and off.waiting == 0
            assert off.off_because == "Nothing arrived for 3 days. 127.0.0.1 cannot take it now (status 500)."
            happened = [event for event in _events(queue) if event["action"] == "webhook.changed"]
            assert [(event["actor"], event["via"], event["desk_id"]) for event in happened] == [("claimcheck", "system", made.desk_id)]
            count = len(server.visits)
            happen(queue, made.desk_id)
            await run_for(found, DAY, 1800.0)
            assert len(server.visits) == count
            made.do(webhooks.change, ROOT, off.id, active=True, url=server.url("/other"), own_hosts=frozenset({"127.0.0.1"}))
            happen(queue, made.desk_id)
            await found.run_once()
            assert server.paths().count("/other") == 1  # what happened while it was off is not told
            with queue.read() as tx:
                assert webhooks.in_trouble(tx, ROOT) == []
            assert added.webhook.id == off.id

    run_fast(main())
    sound(queue)


def test_nobody_listens_there_any_more(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        async with HostileServer({"/in": replies(status=410)}) as server:
            added = hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 3)
            await run_for(deliverer(queue), 60)
            assert len(server.visits) == 1
            assert [state for _, state, *_ in states(queue, added.webhook.id)] == ["given-up"] * 3
            with queue.read() as tx:
                (off,) = webhooks.in_trouble(tx, ROOT)
            assert not off.active and off.off_because == "127.0.0.1 says that nobody listens there any more (status 410)."

    run_fast(main())


def test_retry_after_is_kept_to(queue: Database) -> None:
    made = desk(queue, 0)

    async def main() -> None:
        manner = replies(b"", "Retry-After: 300", status=429) | OK
        async with HostileServer({"/in": manner}) as server:
            hook(queue, made.desk_id, server.url("/in"))
            happen(queue, made.desk_id, 5)
            await run_for(deliverer(queue), 600, 3.0)
            assert numbers(server)[:2] == [numbers(server)[0]] * 2 and len(server.visits) == 6
            assert 300 <= server.visits[1].at - server.visits[0].at <= 303

    run_fast(main())


def test_an_error_of_the_wire_is_told_in_its_words(queue: Database) -> None:
    made = desk(queue, 0)

    async def post(url: str, headers: Mapping[str, str], content: bytes, *, timeout: float) -> Reply:
        raise WireError("unreachable", "The name hooks.example.org is not known; is this machine online?")

    async def main() -> None:
        added = hook(queue, made.desk_id, "http://127.0.0.1/in")
        happen(queue, made.desk_id)
        await deliverer(queue, post).run_once()
        assert states(queue, added.webhook.id)[0][4] == "The name hooks.example.org is not known; is this machine online?"

    run_fast(main())


def _events(queue: Database) -> list[dict[str, Any]]:
    with queue.read() as tx:
        return [dict(row._mapping) for row in tx.rows(select(log).order_by(log.c.seq))]
