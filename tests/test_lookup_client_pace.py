"""Turns, limits, pauses that a service asks for, and leaving it alone: an hour of it in a moment, for the clock jumps."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.lookup.breaker import Breaker
from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.host_rules import host_rule
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.retry_after import seconds_to_wait
from claimcheck.lookup.wire import Reply, WireError
from tests.fast_loop import run_fast
from tests.lookup_asking import Asker, FakeWire, reply

DESK = Policy(contact="desk@newsroom.org")
NOW = "2026-03-01T10:00:00Z"
EN, DE, DATA = ("https://en.wikipedia.org/w", "https://de.wikipedia.org/w", "https://www.wikidata.org/w")
BANK = "https://api.worldbank.org/v2"
GDELT = "https://api.gdeltproject.org/doc"
ALL = frozenset({"en.wikipedia.org", "de.wikipedia.org", "www.wikidata.org", "api.worldbank.org", "api.gdeltproject.org", "wiki.desk.org"})
GOOD = {url[8:]: reply() for url in (EN, DE, DATA, BANK, GDELT, "https://wiki.desk.org/w")}


def several(url: str, count: int) -> list[Request]:
    return [Request(url, (("n", str(n)),)) for n in range(count)]


def asked(wire: FakeWire, *batches: Sequence[Request], policy: Policy = DESK, pause: float = 0.0) -> list[Answer | Failure]:
    """What comes of batches, asked one after the other."""

    async def main() -> list[Answer | Failure]:
        got: list[Answer | Failure] = []
        async with Client(policy, wire=wire, now=lambda: NOW) as client:
            for batch in batches:
                got += await client.ask(batch, Asker(hosts=ALL))
                await asyncio.sleep(pause)
        return got

    return run_fast(main())


def most_in(seconds: float, at: Sequence[float]) -> int:
    return max(sum(1 for later in at if start <= later < start + seconds) for start in at)


# -- limits -------------------------------------------------------------------------------------------------------


def test_wikimedias_sites_share_three_places_and_two_hundred_a_minute() -> None:
    wire = FakeWire(GOOD, takes=0.2)
    got = asked(wire, several(EN, 100) + several(DE, 70) + several(DATA, 60))
    assert all(isinstance(piece, Answer) for piece in got)
    assert wire.most_at_once == 3
    assert 150 <= most_in(60.0, wire.at) <= 200


def test_gdelt_is_asked_once_in_five_seconds() -> None:
    wire = FakeWire(GOOD)
    asked(wire, several(GDELT, 6))
    assert wire.most_at_once == 1
    assert all(4.99 <= later - earlier <= 6.0 for earlier, later in zip(wire.at, wire.at[1:], strict=False))


def test_a_host_without_a_rule_gets_the_policys() -> None:
    wire = FakeWire(GOOD, takes=0.1)
    asked(wire, several("https://wiki.desk.org/w", 90), policy=Policy(at_once=2, requests_per_minute=30))
    assert wire.most_at_once == 2
    assert most_in(60.0, wire.at) <= 30


def test_one_host_does_not_wait_for_another() -> None:
    wire = FakeWire(GOOD)
    asked(wire, [*several(GDELT, 5), *several(BANK, 2)])
    banks = [at for at, (url, _) in zip(wire.at, wire.sent, strict=True) if url.startswith(BANK)]
    assert banks[-1] - wire.at[0] < 1.0


def test_waiting_for_a_turn_is_bounded_and_no_part_of_the_requests_time() -> None:
    wire = FakeWire(GOOD)
    got = asked(wire, several(GDELT, 30), policy=replace(DESK, total=3.0, patience=62.0))
    late = [piece for piece in got if isinstance(piece, Failure)]
    assert len(wire.sent) == 13 and len(late) == 17
    assert {piece.kind for piece in late} == {"rate-limited"}
    assert "no turn" in late[0].message


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("en.wikipedia.org", "wikimedia"),
        ("en.m.wikipedia.org", "wikimedia"),
        ("wikipedia.org", "wikimedia"),
        ("notwikipedia.org", "notwikipedia.org"),
        ("en.wikipedia.org.evil.org", "en.wikipedia.org.evil.org"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_rule_holds_for_a_domain_and_those_below_it(host: str, name: str) -> None:
    assert host_rule(host).name == name


# -- Retry-After --------------------------------------------------------------------------------------------------


class Recovering(FakeWire):
    """Replies as the list says, one after the other, and then well."""

    def __init__(self, *first: Reply | WireError):
        super().__init__(GOOD)
        self.first = list(first)

    def found(self, place: str) -> Reply | WireError:
        return self.first.pop(0) if self.first else super().found(place)


def gaps(wire: FakeWire) -> list[float]:
    return [round(later - earlier, 1) for earlier, later in zip(wire.at, wire.at[1:], strict=False)]


@pytest.mark.parametrize(
    "headers",
    [
        {"retry_after": "30"},
        {"retry_after": " 30 "},
        {"retry_after": "Sun, 01 Mar 2026 10:00:30 GMT"},
        {"retry_after": "Sun, 01 Mar 2026 12:00:30 GMT", "date": "Sun, 01 Mar 2026 12:00:00 GMT"},
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_the_service_asks_for_is_kept(headers: dict[str, str], status: int) -> None:
    wire = Recovering(reply(status=status, **headers))
    (got,) = asked(wire, several(EN, 1))
    assert isinstance(got, Answer)
    assert len(wire.at) == 2 and 29.9 <= gaps(wire)[0] <= 30.5


@pytest.mark.parametrize("said", ["", "soon", "-5", "Sun, 99 Foo 2026", "١٢"])
def test_a_pause_that_cannot_be_read_is_our_own(said: str) -> None:
    wire = Recovering(reply(status=503, retry_after=said))
    (got,) = asked(wire, several(EN, 1))
    assert isinstance(got, Answer) and 0.5 <= gaps(wire)[0] <= 2.0


@pytest.mark.parametrize("said", ["3600", "9" * 400, "Tue, 01 Mar 2050 00:00:00 GMT"])
def test_nobody_sleeps_for_hours(said: str) -> None:
    wire = Recovering(reply(status=429, retry_after=said))
    first, *others = asked(wire, several(EN, 1), several(EN, 4)[1:], several(DATA, 1))
    assert isinstance(first, Failure) and first.kind == "rate-limited" and first.attempts == 1
    assert first.retry_after is not None and 3600 <= first.retry_after <= 7 * 86_400
    assert len(wire.sent) == 1, "the others leave it alone too"
    assert all(isinstance(other, Failure) and other.kind == "rate-limited" and other.retry_after for other in others)


def test_those_who_wait_for_a_turn_do_not_wait_for_hours_either() -> None:
    wire = Recovering(reply(status=429, retry_after="3600"))
    got = asked(wire, several(GDELT, 8))
    assert [piece.kind for piece in got if isinstance(piece, Failure)] == ["rate-limited"] * 8
    assert len(wire.sent) == 1


def test_others_wait_while_the_service_asks_for_quiet() -> None:
    wire = Recovering(reply(status=429, retry_after="20"))
    got = asked(wire, several(EN, 1), several(DE, 1))
    assert all(isinstance(piece, Answer) for piece in got)
    wire = Recovering(reply(status=503, retry_after="20"))
    wire.takes = 1.0
    assert all(isinstance(piece, Answer) for piece in asked(wire, several(EN, 8)))
    early = [at for at in wire.at if at < wire.at[0] + 20.9]
    assert len(early) == 3, "those that were under way; the rest waited"


def test_a_service_that_says_that_it_lags_is_asked_later() -> None:
    lagging = reply(b'{"error": {"code": "maxlag"}}', retry_after="5")

    def judging(answer: Answer) -> Failure | None:
        return Failure("busy", "the wiki lags behind") if b"maxlag" in answer.body else None

    async def main(wire: FakeWire) -> Answer | Failure:
        async with Client(DESK, wire=wire, now=lambda: NOW) as client:
            return (await client.ask(several(EN, 1), Asker(hosts=ALL, judging=judging)))[0]

    wire = Recovering(lagging)
    assert isinstance(run_fast(main(wire)), Answer)
    assert 4.9 <= gaps(wire)[0] <= 5.5
    got = run_fast(main(Recovering(lagging, lagging, lagging)))
    assert isinstance(got, Failure) and (got.kind, got.attempts, got.retry_after) == ("busy", 3, 5.0)


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_header_gives_a_pause_or_none(said: str, date: str) -> None:
    seconds = seconds_to_wait({"retry-after": said, "date": date}, NOW)
    assert seconds is None or 0 <= seconds <= 7 * 86_400


# -- the circuit breaker ------------------------------------------------------------------------------------------


def down() -> WireError:
    return WireError("unreachable", "no answer")


def test_a_host_that_fails_five_times_is_left_alone_for_a_minute() -> None:
    wire = Recovering(*[down() for _ in range(5)])
    got = asked(wire, *[[request] for request in several(EN, 4)], several(DATA, 1))
    kinds = [piece.kind if isinstance(piece, Failure) else "" for piece in got]
    assert kinds == ["unreachable", "unreachable", "circuit-open", "circuit-open", ""]
    assert [piece.attempts for piece in got if isinstance(piece, Failure)] == [3, 2, 0, 0]
    assert len(wire.sent) == 6, "another host of the same family is not its fault"


def test_after_a_minute_one_request_tries_it() -> None:
    wire = Recovering(*[down() for _ in range(6)])
    got = asked(wire, several(EN, 2), several(EN, 5)[2:], several(EN, 8)[5:], policy=replace(DESK, breaker_seconds=60.0), pause=61.0)
    kinds = [piece.kind if isinstance(piece, Failure) else "" for piece in got]
    assert kinds[:2] == ["unreachable", "unreachable"]
    assert sorted(kinds[2:5]) == ["circuit-open", "circuit-open", "unreachable"]
    assert "" in kinds[5:], "and then it was up again"
    assert len([at for at in wire.at if at > wire.at[0] + 30]) >= 2


def test_an_answer_in_between_closes_it() -> None:
    wire = Recovering(down(), down(), down(), down(), reply(), down(), down(), down(), down(), reply())
    got = asked(wire, *[[request] for request in several(EN, 6)], policy=replace(DESK, attempts=1))
    assert [piece.kind if isinstance(piece, Failure) else "" for piece in got] == ["unreachable"] * 4 + [""] + ["unreachable"]


@pytest.mark.parametrize(
    "fault", [reply(status=404), reply(status=429), reply(b"<p>", content_type="text/html"), WireError("too-large", "x")]
)
def test_a_host_that_answers_is_not_down(fault: Reply | WireError) -> None:
    wire = Recovering(*[fault] * 12)
    got = asked(wire, *[[request] for request in several(EN, 12)], policy=replace(DESK, attempts=1))
    assert {piece.kind for piece in got if isinstance(piece, Failure)}.isdisjoint({"circuit-open"})
    assert len(wire.sent) == 12


def test_a_host_that_is_too_slow_every_time_is_left_alone() -> None:
    wire = FakeWire(GOOD, takes=500.0)
    got = asked(wire, *[[request] for request in several(EN, 6)], policy=replace(DESK, attempts=1))
    assert [piece.kind if isinstance(piece, Failure) else "" for piece in got] == ["timeout"] * 5 + ["circuit-open"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["ok", "bad", "off", "wait"]), max_size=40))
def test_the_breaker_opens_after_so_many_in_a_row_and_never_for_ever(steps: list[str]) -> None:
    async def main() -> None:
        breaker = Breaker(3, 60.0)
        in_a_row = 0
        for step in steps:
            if step == "wait":
                await asyncio.sleep(60.5)
                continue
            if breaker.admit():
                assert in_a_row >= 3
                continue
            {"ok": breaker.succeeded, "bad": breaker.failed, "off": breaker.gave_up}[step]()
            in_a_row = {"ok": 0, "bad": in_a_row + 1, "off": in_a_row}[step]
        await asyncio.sleep(60.5)
        assert breaker.admit() == 0

    run_fast(main())
