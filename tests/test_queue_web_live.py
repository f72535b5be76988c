"""Live updates: what is told to whom, that nothing is lost or told twice, and that lines end when they should."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from claimcheck.queue import comments, labels, leases, people
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.web import live
from claimcheck.queue.web.live import Hub
from tests.queue_articles import filled
from tests.queue_server import ROOT, Server, Site

LOOPBACK = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])


@pytest.fixture
def site(queue_site: Site) -> Site:
    filled(queue_site.database, 12)
    queue_site.person("ada")
    queue_site.person("ben")
    queue_site.person("otto", Role.EDITOR, "sports")
    return queue_site


class Ear:
    """Listens on a line."""

    def __init__(self, hub: Hub, actor: Actor, after: int | None = None, again: Callable[[], Actor | None] | None = None):
        self.stream: AsyncIterator[str] = hub.stream(actor, after, again or (lambda: actor))

    async def next(self, kind: str = "change") -> dict[str, Any]:
        """What is told next, which must be of that kind; heartbeats are passed over."""
        while True:
            text = await asyncio.wait_for(anext(self.stream), 10)
            if text.startswith(":"):
                continue
            found = dict(line.split(": ", 1) for line in text.strip().splitlines())
            assert found["event"] == kind, text
            return {**json.loads(found["data"]), **({"id": int(found["id"])} if "id" in found else {})}

    async def silent(self) -> None:
        """Nothing comes for a while. Giving up on it ends the line."""
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(self.stream), 0.3)


def take(site: Site, who: str, number: int) -> None:
    with site.database.write() as tx:
        leases.take(tx, site.actor(who), item_id=number, now=site.now)


def test_a_change_is_told_to_those_who_may_see_it(site: Site) -> None:
    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            ada, ben, otto = (Ear(hub, site.actor(name)) for name in ("ada", "ben", "otto"))
            for ear in (ada, ben, otto):
                await ear.next("hello")
            await asyncio.to_thread(take, site, "ada", 3)
            told = await ben.next()
            assert told == {"action": "item.taken", "article": 1, "item": 3, "state": "leased", "mine": False, "id": told["id"]}
            assert (await ada.next())["mine"] is True
            await otto.silent()

    asyncio.run(scenario())


def test_words_are_never_told(site: Site) -> None:
    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            ear = Ear(hub, site.actor("ben"))
            await ear.next("hello")
            ada = site.actor("ada")
            with site.database.write() as tx:
                labels.add(tx, ada, 1, "a secret label", now=site.now)
                comments.add(tx, ada, 1, "secret words", item_id=1, now=site.now)
                people.add(tx, ROOT, "cleo", now=site.now)  # of people nothing is told at all
                leases.take(tx, ada, item_id=2, now=site.now)
            told = [await ear.next() for _ in range(3)]
            assert [one["action"] for one in told] == ["item.labelled", "comment.added", "item.taken"]
            assert "secret" not in json.dumps(told) and "ada" not in json.dumps(told)

    asyncio.run(scenario())


def test_what_was_missed_is_told_first(site: Site) -> None:
    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            first = Ear(hub, site.actor("ben"))
            seen = (await first.next("hello"))["id"]
            await first.stream.aclose()  # type: ignore[attr-defined]
            for number in (1, 2, 3):
                take(site, "ada", number)
            again = Ear(hub, site.actor("ben"), after=seen)
            await again.next("hello")
            assert [(await again.next())["item"] for _ in range(3)] == [1, 2, 3]
            take(site, "ada", 4)
            assert (await again.next())["item"] == 4
            await again.silent()

    asyncio.run(scenario())


def test_whoever_missed_too_much_loads_the_page_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "WAITING", 3)

    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            for number in range(1, 6):
                take(site, "ada", number)
            ear = Ear(hub, site.actor("ben"), after=0)
            await ear.next("hello")
            last = (await ear.next("reload"))["id"]
            take(site, "ada", 6)
            assert (await ear.next())["id"] == last + 1

    asyncio.run(scenario())


def test_a_page_that_is_too_slow_loads_anew_and_holds_nobody_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            slow, quick = Ear(hub, site.actor("ben")), Ear(hub, site.actor("ada"))
            await slow.next("hello")
            await quick.next("hello")
            (line,) = [line for line in hub._lines if line.actor.name == "ben"]
            line.waiting = asyncio.Queue(2)
            for number in range(1, 6):
                take(site, "ada", number)
            assert [(await quick.next())["item"] for _ in range(5)] == [1, 2, 3, 4, 5]
            assert [(await slow.next())["item"] for _ in range(2)] == [1, 2]
            await slow.next("reload")

    asyncio.run(scenario())


def test_nothing_is_lost_or_told_twice_while_others_write(site: Site) -> None:
    def write() -> None:
        for number in range(1, 13):
            take(site, "ada", number)

    async def scenario() -> list[int]:
        hub = Hub(site.service, every=0.01)
        async with hub.running():
            writer = threading.Thread(target=write)
            writer.start()
            ears = []
            for _ in range(6):  # lines that begin in the middle of it
                ears.append(Ear(hub, site.actor("ben"), after=0))
                await asyncio.sleep(0.03)
            found = []
            for ear in ears:
                await ear.next("hello")
                told: list[dict[str, Any]] = []
                while not told or told[-1]["item"] != 12 or told[-1]["action"] != "item.taken":
                    told.append(await ear.next())
                numbers = [one["id"] for one in told]
                assert numbers == sorted(set(numbers))
                found.append([one["item"] for one in told if one["action"] == "item.taken"])
            writer.join()
            assert all(items == list(range(1, 13)) for items in found)
            return found[0]

    assert len(asyncio.run(scenario())) == 12


@pytest.mark.parametrize("way", ["closed", "stopping", "ended"])
def test_lines_end_with_the_server(site: Site, way: str) -> None:
    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            ear = Ear(hub, site.actor("ada"))
            await ear.next("hello")
            if way == "closed":
                await asyncio.to_thread(hub.close)
            elif way == "stopping":
                site.service.stopping.set()
            else:
                hub._end()
            with pytest.raises(StopAsyncIteration):
                await asyncio.wait_for(anext(ear.stream), 5)
            assert not hub.room(site.actor("ada"))

    asyncio.run(scenario())


def test_a_line_ends_with_the_session(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECHECK", 0.05)

    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        allowed = True
        async with hub.running():
            ear = Ear(hub, site.actor("ada"), again=lambda: site.actor("ada") if allowed else None)
            await ear.next("hello")
            await asyncio.sleep(0.1)
            allowed = False
            await ear.next("signed-out")
            with pytest.raises(StopAsyncIteration):
                await anext(ear.stream)
            assert not hub._lines

    asyncio.run(scenario())


def test_a_role_that_was_taken_away_counts_at_the_next_look(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECHECK", 0.05)

    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            told: list[str] = []

            async def listen() -> None:
                async for text in hub.stream(site.actor("ben"), None, lambda: site.actor("ben")):
                    told.append(text)

            listening = asyncio.create_task(listen())
            await asyncio.sleep(0.2)
            take(site, "ada", 1)
            await asyncio.sleep(0.3)
            with site.database.write() as tx:
                people.set_role(tx, ROOT, site.actor("ben").person_id or 0, 1, None, now=site.now)
            await asyncio.sleep(0.3)
            take(site, "ada", 2)
            await asyncio.sleep(0.3)
            listening.cancel()
            assert [re.findall(r'"item":(\d+)', text) for text in told if "event: change" in text] == [["1"]]

    asyncio.run(scenario())


def test_there_is_room_for_some_lines_each(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LINES_EACH", 1)

    async def scenario() -> None:
        hub = Hub(site.service, every=0.02)
        async with hub.running():
            ear = Ear(hub, site.actor("ada"))
            await ear.next("hello")
            assert not hub.room(site.actor("ada")) and hub.room(site.actor("ben"))

    asyncio.run(scenario())


# -- through a real server ----------------------------------------------------------------------------------------


@LOOPBACK
def test_a_server_tells_what_happens_and_ends_at_once(queue_server: Server) -> None:
    filled(queue_server.database, 3)
    queue_server.person("ada")
    queue_server.person("ben")
    with httpx.stream("GET", f"{queue_server.url}/live", cookies={"claimcheck-session": queue_server.secret("ada")}, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        while "hello" not in next(lines):
            pass
        take(queue_server, "ben", 2)
        told = next(line for line in lines if '"item":2' in line)
        assert json.loads(told.removeprefix("data: "))["state"] == "leased"
        queue_server.app.state.live.close()
        assert list(lines) is not None  # the answer comes to an end


@LOOPBACK
def test_nobody_listens_without_being_signed_in(queue_server: Server) -> None:
    assert httpx.get(f"{queue_server.url}/live", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401


@LOOPBACK
def test_an_open_page_keeps_no_session_alive(queue_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECHECK", 0.1)
    queue_server.person("ada")
    secret = queue_server.secret("ada")
    with httpx.stream("GET", f"{queue_server.url}/live", cookies={"claimcheck-session": secret}, timeout=10) as answer:
        lines = answer.iter_lines()
        while "hello" not in next(lines):
            pass
        for _ in range(5):
            queue_server.later(minutes=queue_server.service.settings.idle_minutes / 4)
            threading.Event().wait(0.15)
        assert any("signed-out" in line for line in lines)
