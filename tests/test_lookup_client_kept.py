"""Kept answers as a cache and as a replay, through the client."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.errors import LookupFileError
from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.kept_answers import KeptAnswers
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.wire import Wire, WireError
from tests.fast_loop import run_fast
from tests.lookup_asking import QUERY, Asker, FakeWire, reply

GOOD, GONE, BUSY, ODD = (Request(f"https://en.wikipedia.org/{name}") for name in ("good", "gone", "busy", "odd"))
TABLE = {
    "en.wikipedia.org/good": reply(b'{"good": true}', etag="x"),
    "en.wikipedia.org/gone": reply(status=404),
    "en.wikipedia.org/busy": reply(status=503, retry_after="7"),
    "en.wikipedia.org/odd": reply(b"<p>", content_type="text/html"),
}
DESK = Policy(contact="desk@newsroom.org")
SOURCE = Asker(hosts=frozenset({"en.wikipedia.org"}))
T0, HOUR, DAY, WEEK = "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", "2026-03-02T10:00:01Z", "2026-03-08T10:00:00Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite"


def asked(path: Path, requests: Sequence[Request], wire: Wire | None, now: str = T0, **options: object) -> list[Answer | Failure]:
    source = options.pop("source", SOURCE)

    async def main() -> list[Answer | Failure]:
        policy = options.pop("policy", DESK)
        async with Client(policy, kept=KeptAnswers(path), wire=wire, now=lambda: now, **options) as client:  # type: ignore[arg-type]
            return await client.ask(requests, source)  # type: ignore[arg-type]

    return run_fast(main())


# -- a cache ------------------------------------------------------------------------------------------------------


def test_an_answer_of_today_is_not_asked_for_again(path: Path) -> None:
    (fresh,) = asked(path, [GOOD], FakeWire(TABLE))
    assert isinstance(fresh, Answer) and not fresh.kept
    wire = FakeWire(TABLE)
    (kept,) = asked(path, [GOOD], wire, now=HOUR)
    assert kept == replace(fresh, kept=True)
    assert isinstance(kept, Answer) and kept.value == {"good": True} and kept.retrieved == T0
    assert wire.sent == []


@pytest.mark.parametrize(
    ("now", "max_age", "asks"),
    [(HOUR, 3600, False), (HOUR, 3599, True), (HOUR, 0, True), (DAY, 86_400, True), ("2026-03-01T09:00:00Z", 86_400, True)],
)
def test_an_older_one_or_one_from_the_future_is(path: Path, now: str, max_age: float, asks: bool) -> None:
    asked(path, [GOOD], FakeWire(TABLE))
    wire = FakeWire(TABLE)
    (got,) = asked(path, [GOOD], wire, now=now, policy=replace(DESK, max_age=max_age))
    assert isinstance(got, Answer) and got.kept is not asks and bool(wire.sent) is asks
    assert len(KeptAnswers(path).retrievals(GOOD)) == 1 + asks


def test_a_failure_is_asked_for_again(path: Path) -> None:
    (first,) = asked(path, [GONE], FakeWire(TABLE))
    assert isinstance(first, Failure)
    (second,) = asked(path, [GONE], FakeWire(TABLE | {"en.wikipedia.org/gone": reply(b"7")}), now=HOUR)
    assert isinstance(second, Answer) and second.value == 7


def test_an_old_answer_is_used_though_the_last_try_failed(path: Path) -> None:
    asked(path, [GOOD], FakeWire(TABLE))
    asked(path, [GOOD], FakeWire(TABLE | {"en.wikipedia.org/good": reply(status=404)}), now=HOUR, policy=replace(DESK, max_age=0))
    (got,) = asked(path, [GOOD], FakeWire(TABLE), now=HOUR)
    assert isinstance(got, Answer) and got.kept


def test_a_kept_answer_that_is_now_judged_an_error_is_asked_for_again(path: Path) -> None:
    asked(path, [GOOD], FakeWire(TABLE | {"en.wikipedia.org/good": reply(b'{"error": 1}')}))

    def judging(answer: Answer) -> Failure | None:
        return Failure("service-error", "it says that it failed") if b"error" in answer.body else None

    strict = replace(SOURCE, judging=judging)
    (got,) = asked(path, [GOOD], FakeWire(TABLE), source=strict)
    assert isinstance(got, Answer) and got.value == {"good": True}
    (replayed,) = asked(path, [GOOD], None, source=strict, replay=True)
    assert replayed == replace(got, kept=True)


def test_what_was_held_back_is_not_written_down(path: Path) -> None:
    secret = Request("https://en.wikipedia.org/good", (("q", "words of the draft"),))
    asked(path, [secret, Request("https://evil.org/draft")], FakeWire(TABLE), gate=lambda request: "held back" if request.params else None)
    asked(path, [GOOD], FakeWire(TABLE))
    assert b"draft" not in path.read_bytes() and b"evil" not in path.read_bytes()


def test_with_threads_and_a_clock_that_does_not_jump(path: Path) -> None:
    async def main() -> list[Answer | Failure]:
        async with Client(DESK, kept=KeptAnswers(path), wire=FakeWire(TABLE)) as client:
            many = [replace(GOOD, params=(("n", str(n)),)) for n in range(6)]
            return [*await client.ask(many, SOURCE), *await client.ask(many, SOURCE)]

    got = asyncio.run(main())
    assert [isinstance(piece, Answer) and piece.kept for piece in got] == [False] * 6 + [True] * 6


# -- a replay -----------------------------------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may open, resolve or connect; not even a socket may be made, once the event loop has its own."""

    def never(*args: object, **options: object) -> None:
        raise AssertionError("a replay touched the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, never)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, never)
    monkeypatch.setattr(Wire, "get", never)


def test_a_replay_gives_the_same_results_failures_included(path: Path, offline: None) -> None:
    requests = [GOOD, GONE, BUSY, ODD, GOOD]
    first = asked(path, requests, FakeWire(TABLE | {"en.wikipedia.org/late": WireError("timeout", "late")}))
    again = asked(path, requests, None, now=WEEK, replay=True, environ={}, policy=Policy())
    assert again == [replace(got, kept=True) if isinstance(got, Answer) else got for got in first]
    kinds = [got.kind if isinstance(got, Failure) else got.value for got in again]
    assert kinds == [{"good": True}, "http-error", "busy", "malformed", {"good": True}]
    assert [got.attempts for got in again if isinstance(got, Failure)] == [1, 3, 1]


def test_a_replay_of_a_search(path: Path, offline: None) -> None:
    async def main(replay: bool) -> object:
        source = Asker([[GOOD, GONE], [BUSY]], hosts=SOURCE.hosts)
        async with Client(DESK, kept=KeptAnswers(path), wire=None if replay else FakeWire(TABLE), replay=replay) as client:
            return await client.drive(source, QUERY, limit=3)

    assert run_fast(main(False)) == run_fast(main(True))


def test_what_was_not_looked_up_is_said(path: Path, offline: None) -> None:
    asked(path, [GOOD], FakeWire(TABLE))
    before = path.read_bytes()
    good, odd, evil = asked(path, [GOOD, ODD, Request("https://evil.org/")], None, replay=True)
    assert isinstance(good, Answer)
    assert isinstance(odd, Failure) and odd.kind == "not-kept" and "--replay" in odd.message
    assert isinstance(evil, Failure) and evil.kind == "refused"
    assert path.read_bytes() == before, "a replay writes nothing"


def test_what_the_settings_forbade_is_replayed_so(path: Path, offline: None) -> None:
    asked(path, [BUSY], FakeWire(TABLE), policy=Policy())
    (busy,) = asked(path, [BUSY], None, replay=True)
    assert isinstance(busy, Failure) and busy.kind == "not-configured"


def test_a_replay_takes_the_newest(path: Path) -> None:
    asked(path, [GOOD], FakeWire(TABLE))
    asked(path, [GOOD], FakeWire(TABLE | {"en.wikipedia.org/good": reply(b'"newer"')}), now=WEEK)
    (got,) = asked(path, [GOOD], None, replay=True, now=HOUR)
    assert isinstance(got, Answer) and got.value == "newer" and got.retrieved == WEEK


def test_a_replay_without_a_file_is_an_error(path: Path) -> None:
    with pytest.raises(LookupFileError, match="no such file"):
        asked(path, [GOOD], None, replay=True)

    async def main() -> None:
        async with Client(replay=True):
            raise AssertionError

    with pytest.raises(LookupFileError, match="needs the file"):
        run_fast(main())


def test_a_damaged_file_stops_before_anything_is_asked(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    wire = FakeWire(TABLE)
    with pytest.raises(LookupFileError):
        asked(path, [GOOD], wire)
    assert wire.sent == []
