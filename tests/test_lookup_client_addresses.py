"""What the client connects to: the address that was checked, or the proxy that the environment names."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import replace

import httpcore
import pytest

from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.wire import Wire
from tests.fast_loop import run_fast
from tests.hostile_server import HOST
from tests.lookup_asking import DESK, LOCAL, Asker, asked

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

WIKIPEDIA = "https://en.wikipedia.org/w/api.php"


class Network(httpcore.AsyncNetworkBackend):
    """Notes where it would connect to, and who TLS is to prove to be."""

    def __init__(self, refusing: frozenset[str] = frozenset()) -> None:
        self.connected: list[str] = []
        self.names: list[str | None] = []
        self.refusing = refusing

    async def connect_tcp(self, host: str, port: int, *args: object, **options: object) -> httpcore.AsyncNetworkStream:
        self.connected.append(f"{host}:{port}")
        if host in self.refusing:
            raise httpcore.ConnectError("refused")
        network = self

        class Stream(httpcore.AsyncMockStream):
            async def start_tls(self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None) -> Stream:
                network.names.append(server_hostname)
                return self

        return Stream([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"])


def resolved(addresses: Sequence[str], network: Network, *, own: frozenset[str] = frozenset(), **options: object) -> Answer | Failure:
    async def resolver(host: str, port: int) -> Sequence[str]:
        assert (host, port) == ("en.wikipedia.org", 443)
        return addresses

    return asked([Request(WIKIPEDIA)], Wire(own_hosts=own, resolver=resolver, backend=network, **options))[0]  # type: ignore[arg-type]


def test_what_is_connected_to_is_the_address_that_was_checked() -> None:
    network = Network()
    assert isinstance(resolved(["208.80.154.224"], network), Answer)
    assert network.connected == ["208.80.154.224:443"]
    assert network.names == ["en.wikipedia.org"]


@pytest.mark.parametrize(
    "address", ["10.0.0.8", "127.0.0.1", "169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:10.0.0.1", "fe80::1%eth0"]
)
def test_one_private_address_is_enough_to_refuse(address: str) -> None:
    network = Network()
    got = resolved(["208.80.154.224", address], network)
    assert isinstance(got, Failure) and got.kind == "refused" and got.attempts == 1
    assert address not in got.message
    assert network.connected == []


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    network = Network(frozenset({"2620:0:861:ed1a::1"}))
    assert isinstance(resolved(["2620:0:861:ed1a::1", "208.80.154.224"], network), Answer)
    assert network.connected == ["2620:0:861:ed1a::1:443", "208.80.154.224:443"]


def test_a_host_that_the_user_named_may_be_private() -> None:
    network = Network()
    assert isinstance(resolved(["10.0.0.8"], network, own=frozenset({"en.wikipedia.org"})), Answer)
    assert network.connected == ["10.0.0.8:443"]


def test_a_name_that_is_not_known_or_not_resolved_in_time() -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    async def slow(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(3600)
        return ()

    for resolver, kind in ((unknown, "unreachable"), (slow, "timeout")):
        (got,) = asked([Request(WIKIPEDIA)], Wire(resolver=resolver, backend=Network()))
        assert isinstance(got, Failure) and (got.kind, got.attempts) == (kind, 3)


def test_a_host_that_speaks_no_tls() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Speak plainly\r\n\r\n")
        writer.close()

    async def main() -> Answer | Failure:
        async with await asyncio.start_server(plain, HOST, 0) as server, Client(replace(LOCAL, attempts=1)) as client:
            port = server.sockets[0].getsockname()[1]
            return (await client.ask([Request(f"https://{HOST}:{port}/")], Asker()))[0]

    got = run_fast(main())
    assert isinstance(got, Failure) and got.kind == "unreachable" and "no secure connection" in got.message


def test_a_certificate_that_is_not_the_hosts() -> None:
    class Imposter(Network):
        async def connect_tcp(self, host: str, port: int, *args: object, **options: object) -> httpcore.AsyncNetworkStream:
            try:
                raise ssl.SSLCertVerificationError("certificate verify failed")
            except ssl.SSLError as error:
                raise httpcore.ConnectError(error) from error

    got = resolved(["208.80.154.224"], Imposter())
    assert isinstance(got, Failure) and got.kind == "unreachable" and "its certificate is not valid" in got.message


@pytest.mark.parametrize(
    ("environ", "proxied"),
    [
        ({"HTTPS_PROXY": "http://127.0.0.1:{port}"}, True),
        ({"https_proxy": "127.0.0.1:{port}"}, True),
        ({"ALL_PROXY": "http://127.0.0.1:{port}", "NO_PROXY": "example.org, .wikidata.org"}, True),
        ({"HTTPS_PROXY": "http://127.0.0.1:{port}", "NO_PROXY": "localhost,.wikipedia.org"}, False),
        ({"HTTPS_PROXY": "http://127.0.0.1:{port}", "no_proxy": "*"}, False),
        ({"HTTP_PROXY": "http://127.0.0.1:{port}"}, False),
    ],
)
def test_a_proxy_of_the_environment_is_used(environ: dict[str, str], proxied: bool) -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.8"]

    tunnels: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tunnels.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 407 Sign in\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def main() -> Answer | Failure:
        async with await asyncio.start_server(proxy, HOST, 0) as server:
            port = server.sockets[0].getsockname()[1]
            named = {name: value.format(port=port) for name, value in environ.items()}
            async with Client(replace(DESK, attempts=1), environ=named, resolver=resolver) as client:
                (got,) = await client.ask([Request(WIKIPEDIA)], Asker(hosts=frozenset({"en.wikipedia.org"})))
                return got

    got = run_fast(main())
    assert isinstance(got, Failure) and got.kind == ("unreachable" if proxied else "refused")
    assert [tunnel.split(b"\r\n")[0] for tunnel in tunnels] == ([b"CONNECT en.wikipedia.org:443 HTTP/1.1"] if proxied else [])


def test_a_proxy_that_cannot_be_used_is_said_without_its_password() -> None:
    async def main() -> Answer | Failure:
        async with Client(DESK, environ={"ALL_PROXY": "socks5://me:hush@127.0.0.1:1"}) as client:
            return (await client.ask([Request(WIKIPEDIA)], Asker(hosts=frozenset({"en.wikipedia.org"}))))[0]

    got = run_fast(main())
    assert isinstance(got, Failure) and got.kind == "not-configured" and "proxy" in got.message and "hush" not in repr(got)


def test_certificates_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    got = resolved(["208.80.154.224"], Network())
    assert isinstance(got, Failure) and got.kind == "not-configured" and "SSL_CERT_FILE" in got.message


@pytest.mark.parametrize(
    ("address", "asks"), [("10.1.2.3", True), ("127.0.0.1", True), ("169.254.169.254", False), ("fe80::1", False), ("224.0.0.1", False)]
)
def test_ones_own_server_may_be_private_and_never_where_a_cloud_keeps_its_keys(address: str, asks: bool) -> None:
    network = Network()
    got = resolved([address], network, own=frozenset({"en.wikipedia.org"}))
    assert isinstance(got, Answer) == asks == bool(network.connected)
    assert asks or (isinstance(got, Failure) and got.kind == "refused")
