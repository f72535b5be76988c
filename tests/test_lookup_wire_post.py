"""One POST on the wire: to public hosts over https, never onward, and with as much of the answer as was asked for."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import httpcore
import pytest

from claimcheck.lookup.wire import Reply, Wire, WireError
from tests.fast_loop import run_fast
from tests.hostile_server import HOST, HostileServer, Manner, drips, endless, gzipped, head, raw, redirects, replies, silent

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

MIB = 1024 * 1024


def posted(manner: Manner, *, cap: int = 0, content: bytes = b'{"a": 1}') -> tuple[Reply | WireError, HostileServer]:
    """What comes of a POST to a host of one's own, and the server that was asked."""

    async def main() -> tuple[Reply | WireError, HostileServer]:
        wire = Wire(own_hosts=frozenset({HOST}))
        async with HostileServer({"/in": manner, "/other": replies()}) as server:
            try:
                return await wire.post(server.url("/in"), {"Content-Type": "text/plain"}, content, timeout=5, cap=cap), server
            except WireError as error:
                return error, server
            finally:
                await wire.close()

    return run_fast(main())


def test_what_is_sent() -> None:
    got, server = posted(replies(b"ok", "X-Extra: 1", status=202))
    assert isinstance(got, Reply) and (got.status, got.body, got.headers["x-extra"]) == (202, b"", "1")
    (visit,) = server.visits
    assert (visit.method, visit.body, visit.headers["content-type"]) == ("POST", b'{"a": 1}', "text/plain")
    assert visit.headers["content-length"] == "8" and visit.headers["host"] == f"{HOST}:{server.port}"


@pytest.mark.parametrize("status", [200, 400, 422, 500])
def test_a_body_is_read_when_asked_for_whatever_the_status(status: int) -> None:
    got, _ = posted(replies(b'{"error": "invalid_grant"}', status=status), cap=1000)
    assert isinstance(got, Reply) and (got.status, got.body) == (status, b'{"error": "invalid_grant"}')


def test_redirects_are_not_followed() -> None:
    for status in (301, 302, 303, 307, 308):
        got, server = posted(redirects("/other", status))
        assert isinstance(got, Reply) and got.status == status
        assert server.paths() == ["/in"]


@pytest.mark.parametrize("manner", [replies(b"x" * MIB), endless(), gzipped(b" " * (24 * MIB))], ids=["long", "endless", "bomb"])
def test_a_huge_answer_is_not_read(manner: Manner) -> None:
    tracemalloc.start()
    try:
        ignored, _ = posted(manner)
        asked, _ = posted(manner, cap=1000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(ignored, Reply) and (ignored.status, ignored.body) == (200, b"")
    assert isinstance(asked, WireError) and asked.kind == "too-large"
    assert peak < 6 * MIB


@pytest.mark.parametrize(
    ("manner", "cap", "kind"),
    [
        (silent(), 0, "timeout"),
        (raw(then="reset"), 0, "unreachable"),
        (raw(), 0, "unreachable"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), 0, "unreachable"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000), 0, "unreachable"),
        (raw(head(200, "Content-Length: 9") + b"{", then="stay"), 100, "timeout"),
        (raw(head(200, "Content-Length: 9") + b"{"), 100, "truncated"),
        (drips(b"x" * 30, 9.0), 100, "timeout"),
    ],
)
def test_faults_are_sentences(manner: Manner, cap: int, kind: str) -> None:
    got, server = posted(manner, cap=cap)
    assert isinstance(got, WireError) and got.kind == kind
    assert str(got).endswith((".", "?")) and "/in" not in str(got) and len(server.visits) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/x",
        "https://127.0.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://10.1.2.3/x",
        "https://192.168.1.1/x",
        "https://0x7f.1/x",
        "https://2130706433/x",
        "https://0177.0.0.1/x",
        "https://127.1/x",
        "https://１２７.0.0.1/x",
        "https://localhost/x",
        "https://queue.internal/x",
        "https://intranet/x",
        "https://user:sesame@hooks.example.org/x",
        "https://hooks.example.org@10.0.0.1/x",
        "https://hooks.example.org:8443/x",
        "https://hooks.example.org:22/x",
        "https://hooks.example.org\\@10.0.0.1/x",
        "https://hooks.example.org./x",
        "ftp://hooks.example.org/x",
        "file:///etc/passwd",
        "//hooks.example.org/x",
        "https:///x",
        "",
    ],
)
def test_an_address_that_is_not_public_is_never_connected_to(url: str) -> None:
    with pytest.raises(WireError) as refused:
        run_fast(Wire(resolver=_never, backend=Network()).post(url, {}, b"secret", timeout=5))
    assert refused.value.kind == "refused" and "sesame" not in str(refused.value)


@pytest.mark.parametrize("address", ["10.0.0.8", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1", "::ffff:127.0.0.1"])
def test_a_public_name_with_a_private_address_is_not_connected_to(address: str) -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return ["93.184.215.14", address]

    network = Network()
    with pytest.raises(WireError) as refused:
        run_fast(Wire(resolver=resolver, backend=network).post("https://hooks.example.org/x", {}, b"", timeout=5))
    assert refused.value.kind == "refused" and network.connected == []


def test_what_is_connected_to_is_what_was_checked_however_the_name_changes() -> None:
    """DNS rebinding: a name that is public when it is asked first, and private ever after."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["93.184.215.14" if len(asked) == 1 else "169.254.169.254"]

    async def main() -> tuple[Reply, WireError | None]:
        wire = Wire(resolver=rebinding, backend=network)
        first = await wire.post("https://hooks.example.org/x", {}, b"", timeout=5)
        try:
            await wire.post("https://hooks.example.org/x", {}, b"", timeout=5)
        except WireError as error:
            return first, error
        return first, None

    network = Network()
    first, second = run_fast(main())
    assert first.status == 200 and second is not None and second.kind == "refused"
    assert network.connected == ["93.184.215.14:443"] and len(asked) == 2


async def _never(host: str, port: int) -> Sequence[str]:
    raise AssertionError("the name is not to be looked up")


class Network(httpcore.AsyncNetworkBackend):
    """Notes where it would connect to; whoever is there says 200."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    async def connect_tcp(self, host: str, port: int, *args: object, **options: object) -> httpcore.AsyncNetworkStream:
        self.connected.append(f"{host}:{port}")
        return httpcore.AsyncMockStream([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"])
