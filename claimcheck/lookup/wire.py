"""One GET or POST on the wire: the only module that imports the HTTP library, so that its successor is one line away.

The transport is used below httpx's own client: that one would keep cookies, follow redirects, read passwords from the environment
and write whole addresses, keys included, to the log. What is resolved is checked, and what was checked is what is connected to
(DNS rebinding); the name in TLS and in the request stays the host's. The checks stand below the layer that cassettes replace, so
a replayed cassette asks no resolver.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import httpcore
import httpx

from claimcheck.lookup.addresses import AT_HOME, host_of, refuse_address, why_not_public
from claimcheck.lookup.evidence import FailureKind

#: A host's name and port in, its addresses as text out. Raises OSError when there are none.
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

#: Of a host with more addresses than these, the others are not tried.
_ADDRESSES_TRIED = 4
#: Seconds for each of several addresses, at least.
_SHORTEST_TRY = 2.0
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status. The body of anything but a success is not read after a GET."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""


class WireError(Exception):
    """No reply. The text is a sentence about the host alone: never the address asked for, which may hold a key."""

    def __init__(self, kind: FailureKind, message: str):
        super().__init__(message)
        self.kind = kind


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses that this machine knows for a host, in the order to try them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1, proto=6)  # a stream, over TCP
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Wire:
    """Sends GETs and POSTs. `own_hosts` may have private addresses. `proxies` by scheme ("https"): a proxy resolves names itself, so
    that behind one only what an address says can be checked. Nothing is opened before the first request."""

    def __init__(
        self,
        *,
        own_hosts: frozenset[str] = frozenset(),
        resolver: Resolver = system_resolver,
        transport: httpx.AsyncBaseTransport | None = None,
        backend: httpcore.AsyncNetworkBackend | None = None,
        proxy_for: Callable[[str, str], str | None] = lambda scheme, host: None,
    ):
        self._own_hosts = own_hosts
        self._backend = _CheckedBackend(own_hosts, resolver, backend or httpcore.AnyIOBackend())
        self._given = transport
        self._proxy_for = proxy_for
        self._opened: dict[str | None, httpx.AsyncBaseTransport] = {}
        self._tls: ssl.SSLContext | None = None

    async def get(self, url: str, host: str, headers: Mapping[str, str], *, cap: int, timeout: float) -> Reply:
        """The reply of `host`. `cap`: bytes of the body, decompressed; `timeout`: seconds without anything, at each stage.

        Raises WireError.
        """
        return await self._send("GET", url, host, headers, None, cap=cap, timeout=timeout)

    async def post(self, url: str, headers: Mapping[str, str], content: bytes, *, timeout: float, cap: int = 0) -> Reply:
        """The reply of the host that `url` names: one request, whatever its status; redirects are not followed.

        A host that is none of `own_hosts` is only told something over https, at the usual port, under a public address. `cap`: bytes
        of the reply's body, decompressed, of an error's too; 0: the body is not read, and not missed. `timeout`: seconds without
        anything, at each stage: who sends a byte now and then is bounded by the caller alone.

        Raises WireError, of the kind "too-large" where the body is larger.
        """
        host = host_of(url)
        if host not in self._own_hosts:
            reason = refuse_address(url) or (None if url.lower().startswith("https:") else "it is no https address")
            if reason:
                raise WireError("refused", f"The address is not used: {reason}.")
        return await self._send("POST", url, host, headers, content, cap=cap, timeout=timeout)

    async def _send(
        self, method: str, url: str, host: str, headers: Mapping[str, str], content: bytes | None, *, cap: int, timeout: float
    ) -> Reply:
        try:
            address = httpx.URL(url)
        except (httpx.InvalidURL, ValueError):
            raise WireError("refused", f"The address at {host} cannot be read.") from None
        if address.host != host or address.userinfo:
            raise WireError("refused", f"The address at {host} can be read in two ways.")
        waits = dict.fromkeys(("connect", "read", "write", "pool"), timeout)
        request = httpx.Request(method, address, headers=dict(headers), content=content, extensions={"timeout": waits})
        try:
            response = await self._transport(address.scheme, host).handle_async_request(request)
        except WireError:
            raise
        except httpx.TimeoutException:
            raise WireError("timeout", f"{host} did not answer within {timeout:g} seconds.") from None
        except (httpx.TransportError, OSError) as error:
            raise WireError("unreachable", f"No answer from {host}: {_reason(error)}.") from None
        except Exception as error:  # whatever it is, it is one request's failure; its text may hold the address
            raise WireError("unreachable", f"{host} could not be asked ({type(error).__name__}).") from None
        reply_headers = {name.lower(): value for name, value in response.headers.items()}
        try:
            wanted = cap > 0 if method == "POST" else 200 <= response.status_code < 300
            body = await self._body(response, host, reply_headers, cap, timeout) if wanted else b""
        finally:
            await _closed(response)
        return Reply(response.status_code, reply_headers, body)

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._opened.values():
            await transport.aclose()
        self._opened.clear()

    async def _body(self, response: httpx.Response, host: str, headers: Mapping[str, str], cap: int, timeout: float) -> bytes:
        promised = headers.get("content-length", "")
        if promised.isascii() and promised.isdigit() and int(promised[:20]) > cap:
            raise WireError("too-large", _too_large(host, cap))
        coding = headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", ""):
            raise WireError("malformed", f"{host} sent its answer in a compression that was not asked for.")
        chunks = response.aiter_raw(_CHUNK)
        if coding == "gzip":
            chunks = _unzipped(chunks, host, cap)
        found = bytearray()
        try:
            async for chunk in chunks:
                found += chunk
                if len(found) > cap:
                    raise WireError("too-large", _too_large(host, cap))
        except WireError:
            raise
        except httpx.TimeoutException:
            raise WireError("timeout", f"{host} stopped in the middle of its answer for {timeout:g} seconds.") from None
        except (httpx.TransportError, OSError):
            raise WireError("truncated", f"{host} broke off in the middle of its answer.") from None
        except Exception as error:
            raise WireError("truncated", f"The answer of {host} could not be read to its end ({type(error).__name__}).") from None
        return bytes(found)

    def _transport(self, scheme: str, host: str) -> httpx.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        proxy = None if host in self._own_hosts else self._proxy_for(scheme, host)
        if proxy is not None and (reason := refuse_address(f"{scheme}://{host}/")):
            raise WireError("refused", f"{host} is not asked: {reason}.")
        if proxy not in self._opened:
            if self._tls is None:
                self._tls = _tls()
            self._opened[proxy] = _PinnedTransport(self._backend, self._tls) if proxy is None else _proxied(proxy, self._tls)
        return self._opened[proxy]


class _PinnedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over our own connections. `handle_async_request` stays its own: cassettes take its place."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, tls: ssl.SSLContext):
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(ssl_context=tls, http1=True, http2=False, network_backend=backend)


def _tls() -> ssl.SSLContext:
    """Certificates are checked against certifi's authorities, or those that the environment names: a proxy may need its own."""
    try:
        return httpx.create_ssl_context()
    except OSError:  # ssl.SSLError is one
        raise WireError("not-configured", "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read.") from None


def _proxied(proxy: str, tls: ssl.SSLContext) -> httpx.AsyncBaseTransport:
    try:
        return httpx.AsyncHTTPTransport(verify=tls, trust_env=False, proxy=proxy)
    except (ImportError, ValueError, httpx.InvalidURL):  # its text may hold the proxy's password
        raise WireError("not-configured", "The proxy that the environment names cannot be used; it is to be an http:// one.") from None


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks every address, connects to one of those that were checked."""

    def __init__(self, own_hosts: frozenset[str], resolver: Resolver, inner: httpcore.AsyncNetworkBackend):
        self._own_hosts = own_hosts
        self._resolver = resolver
        self._inner = inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the host. Raises WireError when one of its addresses is no public one."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolver(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from None
        except (OSError, UnicodeError):
            addresses = ()
        if not addresses:
            raise WireError("unreachable", f"The name {host} is not known; is this machine online?")
        for address in addresses:
            reason = why_not_public(address)
            if reason and not (host in self._own_hosts and reason in AT_HOME):
                raise WireError("refused", f"{host} is not asked: its address is {reason}.")
        tried = addresses[:_ADDRESSES_TRIED]
        share = None if timeout is None else max(timeout / len(tried), min(timeout, _SHORTEST_TRY))
        for number, address in enumerate(tried, 1):
            try:
                return await self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(tried):
                    raise
        raise AssertionError("one of the addresses was tried last")

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Never: no source speaks to a socket file."""
        raise WireError("refused", "Socket files are not asked.")

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore does between its own tries."""
        await self._inner.sleep(seconds)


async def _unzipped(chunks: AsyncIterator[bytes], host: str, cap: int) -> AsyncIterator[bytes]:
    """The chunks decompressed, never more at once than may still come: a megabyte of gzip can hold a gigabyte."""
    left = cap
    decoder = zlib.decompressobj(wbits=31)
    started = False
    async for chunk in chunks:
        while chunk:
            if decoder.eof:
                decoder = zlib.decompressobj(wbits=31)  # a further member, RFC 1952, section 2.2
            started = True
            try:
                piece = decoder.decompress(chunk, left + 1)
            except zlib.error:
                raise WireError("malformed", f"The answer of {host} is compressed wrongly.") from None
            left -= len(piece)
            if left < 0:
                raise WireError("too-large", _too_large(host, cap))
            if piece:
                yield piece
            chunk = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if started and not decoder.eof:
        raise WireError("truncated", f"{host} broke off in the middle of its answer.")


async def _closed(response: httpx.Response) -> None:
    try:
        await response.aclose()
    except Exception:  # it is already broken
        return


def _too_large(host: str, cap: int) -> str:
    return f"The answer of {host} is larger than {cap / 1024**2:.3g} MiB."


def _reason(error: Exception) -> str:
    """Why there was none, in words of ours: the library's may hold the address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not valid for it, or signed by nobody this machine trusts"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection could be agreed on"
        if isinstance(cause, ConnectionRefusedError):
            return "it refused the connection"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return "no connection (is this machine online?)"
    if isinstance(error, httpx.ProxyError):
        return "the proxy refused"
    if isinstance(error, httpx.RemoteProtocolError):
        return "it hung up, or what it sent is no HTTP"
    return "the connection broke before it came"
