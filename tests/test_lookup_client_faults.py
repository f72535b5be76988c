"""The client against a real server that misbehaves: one failure with one sentence each, and nothing else of the batch is lost."""

from __future__ import annotations

import asyncio
import gzip
import re
import tracemalloc
from dataclasses import replace

import pytest

from claimcheck.errors import SettingError
from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Failure, FailureKind, Request
from claimcheck.lookup.policy import Policy
from tests.fast_loop import run_fast
from tests.hostile_server import HOST, HostileServer, Manner, drips, endless, gzipped, head, raw, redirects, replies, silent
from tests.lookup_asking import LOCAL, QUERY, Asker

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

GOOD = b'{"good": true}'
MIB = 1024 * 1024


def busy_inside(answer: Answer) -> Failure | None:
    """As MediaWiki's sources judge: an error in the body of a success."""
    if isinstance(answer.value, dict) and "error" in answer.value:
        kind: FailureKind = "busy" if answer.value["error"] == "maxlag" else "service-error"
        return Failure(kind, "The wiki says that it cannot.")
    return None


FAULTS: dict[str, tuple[Manner, FailureKind, int]] = {
    "asked too often": (replies(status=429), "rate-limited", 3),
    "too busy": (replies(status=503), "busy", 3),
    "broken": (replies(status=500), "http-error", 3),
    "bad gateway": (replies(b"<html>", status=502, kind="text/html"), "http-error", 3),
    "no such page": (replies(status=404), "http-error", 1),
    "no access": (replies(status=403), "http-error", 1),
    "not modified": (replies(b"", status=304), "http-error", 1),
    "never answers": (silent(), "timeout", 3),
    "a byte a second": (drips(b'{"a": "' + b"x" * 300 + b'"}', 1.0), "timeout", 1),
    "stops in the middle": (raw(head(200, "Content-Length: 100", "Content-Type: application/json") + b'{"a', then="stay"), "timeout", 3),
    "truncated": (raw(head(200, "Content-Length: 100", "Content-Type: application/json") + b'{"a": 1}'), "truncated", 3),
    "chunks without an end": (
        raw(head(200, "Transfer-Encoding: chunked", "Content-Type: application/json") + b"2\r\n{}\r\n"),
        "truncated",
        3,
    ),
    "reset in the middle": (
        raw(head(200, "Content-Length: 100", "Content-Type: application/json") + b'{"a', then="reset", pause=0.01),
        "truncated",
        3,
    ),
    "reset at once": (raw(then="reset"), "unreachable", 3),
    "closed at once": (raw(), "unreachable", 3),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "unreachable", 3),
    "endless head": (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000), "unreachable", 3),
    "said to be huge": (raw(head(200, f"Content-Length: {9 * MIB}", "Content-Type: application/json")), "too-large", 1),
    "endless": (endless(), "too-large", 1),
    "a gzip bomb": (gzipped(b" " * (24 * MIB)), "too-large", 1),
    "a gzip bomb in members": (replies(gzip.compress(b" " * (3 * MIB), 9) * 4, "Content-Encoding: gzip"), "too-large", 1),
    "gzip cut short": (gzipped(GOOD * 50, cut=12), "truncated", 3),
    "gzip that is none": (replies(b"no gzip at all", "Content-Encoding: gzip"), "malformed", 1),
    "another compression": (replies(GOOD, "Content-Encoding: br"), "malformed", 1),
    "HTML": (replies(b"<html>Please wait</html>", kind="text/html"), "malformed", 1),
    "HTML that says JSON": (replies(b"<html>Please wait</html>"), "malformed", 1),
    "nothing": (replies(b""), "malformed", 1),
    "cut by a wrong length": (raw(head(200, "Content-Length: 7", "Content-Type: application/json") + GOOD), "malformed", 1),
    "a length that is none": (raw(head(200, "Content-Length: many", "Content-Type: application/json") + GOOD), "unreachable", 3),
    "two lengths": (raw(head(200, "Content-Length: 7", "Content-Length: 14", "Content-Type: application/json") + GOOD), "unreachable", 3),
    "deep": (replies(b"[" * 100_000 + b"]" * 100_000), "malformed", 1),
    "millions of lists": (replies(b"[" + b"[]," * 600_000 + b"1]"), "malformed", 1),
    "no UTF-8": (replies(b'{"a": "\xff\xfe"}'), "malformed", 1),
    "NaN": (replies(b'{"a": NaN}'), "malformed", 1),
    "beyond a double": (replies(b'{"a": 1e999}'), "malformed", 1),
    "a million digits": (replies(b"1" * 1_000_000), "malformed", 1),
    "the same key twice": (replies(b'{"a": 1, "a": 2}'), "malformed", 1),
    "half a character": (replies(b'{"a": "\\ud800"}'), "malformed", 1),
    "an error inside": (replies(b'{"error": "badvalue"}'), "service-error", 1),
    "busy inside": (replies(b'{"error": "maxlag"}', "Retry-After: 5"), "busy", 3),
    "to another host": (redirects("https://elsewhere.org/"), "refused", 1),
    "to a private place": (redirects("http://10.0.0.1/latest/meta-data"), "refused", 1),
    "to a file": (redirects("file:///etc/passwd"), "refused", 1),
    "to a name and password": (redirects(f"http://user:pass@{HOST}/"), "refused", 1),
    "to nowhere": (replies(b"", status=302), "malformed", 1),
    "to what is no address": (redirects("http://[::1"), "refused", 1),
    "round and round": (redirects("/fault"), "refused", 1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_failure_and_costs_the_others_nothing(name: str) -> None:
    manner, kind, attempts = FAULTS[name]

    async def main() -> None:
        async with HostileServer({"/fault": manner, "/before": replies(GOOD), "/after": replies(GOOD)}) as server, Client(LOCAL) as client:
            requests = [Request(server.url(path), (("who", "a reader"),)) for path in ("/before", "/fault", "/after")]
            before, fault, after = await client.ask(requests, Asker(judging=busy_inside))
            for good, request in ((before, requests[0]), (after, requests[2])):
                assert isinstance(good, Answer) and good.value == {"good": True} and good.request == request
            assert isinstance(fault, Failure), fault
            assert (fault.kind, fault.attempts, fault.request) == (kind, attempts, requests[1])
            visited = server.paths().count("/fault")
            assert visited == (LOCAL.redirects + 1 if name == "round and round" else attempts)
            assert re.fullmatch(r"(?:[A-Z]|127|asker)[^\n\r\x1b]{14,240}[.?]", fault.message), fault.message
            assert "a+reader" not in fault.message and "Error(" not in fault.message and str(server.port) not in fault.message

    run_fast(main())


def test_no_body_of_a_bomb_is_ever_in_memory() -> None:
    bomb = gzipped(b" " * (24 * MIB))

    async def main() -> int:
        async with HostileServer({"/bomb": bomb}) as server, Client(replace(LOCAL, body=MIB)) as client:
            tracemalloc.start()
            await client.ask([Request(server.url("/bomb"))], Asker())
            return tracemalloc.get_traced_memory()[1]

    try:
        assert run_fast(main()) < 8 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "first",
    [
        replies(status=503),
        replies(status=429),
        replies(status=500),
        raw(then="reset"),
        raw(),
        silent(),
        raw(head(200, "Content-Length: 9") + b"{"),
    ],
)
def test_what_passes_is_tried_again(first: Manner) -> None:
    async def main() -> None:
        async with HostileServer({"/fault": first | replies(GOOD)}) as server, Client(LOCAL) as client:
            (got,) = await client.ask([Request(server.url("/fault"))], Asker())
            assert isinstance(got, Answer) and got.value == {"good": True}
            assert len(server.visits) == 2

    run_fast(main())


def test_the_whole_of_a_request_is_bounded_in_time() -> None:
    """Attempts, waits and drips together: a server that is slow in every way at once keeps nobody."""

    async def main() -> tuple[float, Failure]:
        manner = silent() | drips(GOOD * 20, 2.0)
        async with HostileServer({"/slow": manner}) as server, Client(replace(LOCAL, total=30.0, timeout=12.0)) as client:
            start = asyncio.get_running_loop().time()
            (got,) = await client.ask([Request(server.url("/slow"))], Asker())
            assert isinstance(got, Failure)
            return asyncio.get_running_loop().time() - start, got

    seconds, failure = run_fast(main())
    assert 29.9 < seconds < 31.0
    assert failure.kind == "timeout"


def test_a_host_that_is_not_there() -> None:
    async def main() -> None:
        async with HostileServer({}) as server:
            url = server.url("/")
        async with Client(LOCAL) as client:
            (got,) = await client.ask([Request(url)], Asker())
            assert isinstance(got, Failure) and got.kind == "unreachable" and got.attempts == 3
            assert "refused the connection" in got.message

    run_fast(main())


def test_a_source_that_drives_loses_nothing() -> None:
    async def main() -> None:
        manners = {"/good": replies(GOOD), "/gone": raw(head(200, "Content-Length: 99") + b"{", then="reset", pause=0.01)}
        async with HostileServer(manners) as server, Client(LOCAL) as client:
            good, gone = Request(server.url("/good")), Request(server.url("/gone"))
            found = await client.drive(Asker([[gone, good], [good]]), QUERY, limit=3)
            assert [piece.text for piece in found.evidence] == [GOOD.decode()] * 2
            assert [failure.kind for failure in found.failures] == ["truncated"]

    run_fast(main())


def test_redirects_are_followed_on_the_sources_own_hosts() -> None:
    async def main() -> None:
        manners = {"/old": redirects("/older", 301), "/older": redirects("//127.0.0.1:{}/new"), "/new": replies(GOOD)}
        async with HostileServer(manners) as server, Client(LOCAL) as client:
            manners["/older"] = redirects(server.url("/new"), 308)
            request = Request(server.url("/old"), (("a", "b"),))
            (got,) = await client.ask([request], Asker())
            assert isinstance(got, Answer) and got.value == {"good": True} and got.request == request
            assert server.paths() == ["/old", "/older", "/new"]

    run_fast(main())


def test_the_policy_is_checked() -> None:
    for wrong in ("me", "", "a b@c.org", "desk@newsroom.org)\r\nX: y", "péter@news.org", "@news.org", "https://" + "x" * 300):
        with pytest.raises(SettingError, match="contact"):
            Policy(contact=wrong)
    for right in ("desk@newsroom.org", "https://newsroom.org/contact"):
        assert Policy(contact=right).contact == right
    with pytest.raises(SettingError, match="1 or more"):
        Policy(attempts=0)
    with pytest.raises(SettingError, match="negative"):
        Policy(total=0)
