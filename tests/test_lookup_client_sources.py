"""What becomes of a source that asks the same at once, goes wrong, or knows an error when it sees one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.source import Found
from claimcheck.lookup.wire import WireError
from tests.fast_loop import run_fast
from tests.hostile_server import HostileServer, replies
from tests.lookup_asking import DESK, LOCAL, QUERY, Asker, FakeWire, asked, reply

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

WIKIPEDIA = "https://en.wikipedia.org/w/api.php"


# -- at once ------------------------------------------------------------------------------------------------------


def test_the_same_request_at_once_goes_out_once() -> None:
    async def main() -> None:
        async with HostileServer({"/slow": replies(b"{}", after=5.0)}) as server, Client(LOCAL) as client:
            request = Request(server.url("/slow"))
            got = await asyncio.gather(client.ask([request, request], Asker()), client.ask([request], Asker()))
            assert len(server.visits) == 1
            assert all(isinstance(answer, Answer) for batch in got for answer in batch)
            await client.ask([request], Asker())
            assert len(server.visits) == 2, "later it is another request"

    run_fast(main())


def test_one_who_no_longer_waits_takes_nothing_from_the_others() -> None:
    async def main() -> None:
        async with HostileServer({"/slow": replies(b"{}", after=5.0)}) as server, Client(LOCAL) as client:
            request = Request(server.url("/slow"))
            first = asyncio.ensure_future(client.ask([request], Asker()))
            second = asyncio.ensure_future(client.ask([request], Asker()))
            await asyncio.sleep(1)
            first.cancel()
            (got,) = await second
            assert isinstance(got, Answer) and len(server.visits) == 1
            with pytest.raises(asyncio.CancelledError):
                await first

    run_fast(main())


def test_leaving_the_client_ends_what_is_under_way() -> None:
    async def main() -> None:
        async with HostileServer({"/slow": replies(b"{}", after=500.0)}) as server:
            async with Client(LOCAL) as client:
                waiting = asyncio.ensure_future(client.ask([Request(server.url("/slow"))], Asker()))
                await asyncio.sleep(1)
            with pytest.raises(asyncio.CancelledError):
                await waiting

    run_fast(main())


# -- sources that go wrong ----------------------------------------------------------------------------------------


class Wrong(Asker):
    def __init__(self, how: str):
        super().__init__(hosts=frozenset({"en.wikipedia.org"}))
        self.how = how
        self.closed = False

    def search(self, query: object, *, limit: int) -> Iterator[object]:  # type: ignore[override]
        if self.how == "no generator":
            raise KeyError("at once")
        return self._search()

    def _search(self) -> Iterator[object]:
        try:
            if self.how == "at first":
                raise KeyError("before anything")
            yield [Request(WIKIPEDIA)]
            if self.how == "later":
                raise RecursionError("deep")
            while self.how == "without end":
                yield [Request(WIKIPEDIA)]
            if self.how == "too many":
                yield [Request(WIKIPEDIA, (("n", str(n)),)) for n in range(1000)]
            if self.how == "no requests":
                yield ["https://en.wikipedia.org/"]
            if self.how == "no list":
                yield 7
            return "not a Found"  # type: ignore[return-value]
        finally:
            self.closed = True


@pytest.mark.parametrize("how", ["no generator", "at first", "later", "without end", "too many", "no list", "no requests", "no result"])
def test_a_source_that_goes_wrong_is_one_failure(how: str) -> None:
    source = Wrong(how)

    async def main() -> Found:
        async with Client(DESK, wire=FakeWire({"en.wikipedia.org/w/api.php": reply()})) as client:
            return await client.drive(source, QUERY, limit=3)  # type: ignore[arg-type]

    found = run_fast(main())
    assert found.evidence == ()
    (failure,) = found.failures
    assert failure.kind == "malformed" and "asker" in failure.message
    assert source.closed == (how != "no generator")


def test_a_source_is_closed_when_its_search_is_stopped() -> None:
    source = Wrong("later")

    async def main() -> None:
        async with Client(DESK, wire=FakeWire({"en.wikipedia.org/w/api.php": reply()}, takes=50.0)) as client:
            search = asyncio.ensure_future(client.drive(source, QUERY, limit=3))  # type: ignore[arg-type]
            await asyncio.sleep(1)
            search.cancel()
            with pytest.raises(asyncio.CancelledError):
                await search

    run_fast(main())
    assert source.closed


def test_a_judge_that_fails_is_a_malformed_answer() -> None:
    def judging(answer: Answer) -> Failure | None:
        raise KeyError("query")

    async def main() -> Answer | Failure:
        async with Client(DESK, wire=FakeWire({"en.wikipedia.org/w/api.php": reply()})) as client:
            return (await client.ask([Request(WIKIPEDIA)], Asker(hosts=frozenset({"en.wikipedia.org"}), judging=judging)))[0]

    got = run_fast(main())
    assert isinstance(got, Failure) and got.kind == "malformed" and "asker" in got.message


def test_the_judge_sees_an_error_that_is_sent_as_html() -> None:
    def judging(answer: Answer) -> Failure | None:
        return Failure("rate-limited", "asked too often", retry_after=5.0) if b"one every 5 seconds" in answer.body else None

    html = reply(b"<p>Please limit requests to one every 5 seconds</p>", content_type="text/html")
    wire = FakeWire({"api.gdeltproject.org/api/v2/doc/doc": html})

    async def main() -> Answer | Failure:
        async with Client(wire=wire) as client:
            requests = [Request("https://api.gdeltproject.org/api/v2/doc/doc")]
            return (await client.ask(requests, Asker(hosts=frozenset({"api.gdeltproject.org"}), judging=judging)))[0]

    got = run_fast(main())
    assert isinstance(got, Failure) and (got.kind, got.attempts, got.retry_after) == ("rate-limited", 3, 5.0)


@pytest.mark.parametrize(
    ("accept", "kind", "right"),
    [
        ("json", "application/json; charset=utf-8", True),
        ("json", "application/sparql-results+json", True),
        ("json", "text/plain", True),
        ("json", "", True),
        ("json", "text/html", False),
        ("json", "image/png", False),
        ("html", "text/html; charset=UTF-8", True),
        ("html", "application/xhtml+xml", True),
        ("html", "application/json", False),
        ("text", "text/csv", True),
        ("text", "application/json", True),
        ("text", "application/rss+xml", True),
        ("text", "application/octet-stream", False),
        ("text", "image/svg", False),
    ],
)
def test_an_answer_is_of_the_type_that_was_asked_for(accept: str, kind: str, right: bool) -> None:
    request = Request(WIKIPEDIA, accept=accept)  # type: ignore[arg-type]
    (got,) = asked([request], FakeWire({"en.wikipedia.org/w/api.php": reply(b"{}", content_type=kind)}))
    assert isinstance(got, Answer if right else Failure)
    if isinstance(got, Answer):
        assert got.value == ({} if accept == "json" else None)


def test_what_the_wire_says_is_the_failure() -> None:
    wire = FakeWire({"en.wikipedia.org/w/api.php": WireError("refused", "en.wikipedia.org is not asked: its address is a private address")})
    (got,) = asked([Request(WIKIPEDIA)], wire)
    assert got == Failure("refused", "en.wikipedia.org is not asked: its address is a private address", Request(WIKIPEDIA), attempts=1)
