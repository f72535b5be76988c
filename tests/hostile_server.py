"""A real server on loopback that misbehaves in every way that servers do: bytes written by hand, no HTTP library in between.

    async with HostileServer({"/a": replies(status=503) | replies(b"{}")}) as server: … server.url("/a") … server.visits

A manner answers one request on a connection; `one | another` answers the first visit in one way and all later ones in the other.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"
LIMIT = 65_536


@dataclass(frozen=True)
class Visit:
    """A request as it came. `at`: the loop's time."""

    path: str
    params: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    at: float
    method: str = "GET"
    body: bytes = b""


class Manner:
    """How a path answers."""

    def __init__(self, *manners: Callable[[Visit, asyncio.StreamWriter], Awaitable[None]]):
        self._manners = manners
        self._visited = 0

    def __or__(self, later: Manner) -> Manner:
        return Manner(*self._manners, *later._manners)

    async def answer(self, visit: Visit, writer: asyncio.StreamWriter) -> None:
        manner = self._manners[min(self._visited, len(self._manners) - 1)]
        self._visited += 1
        await manner(visit, writer)


class HostileServer:
    """Serves `manners` by path on a free port while entered. `visits` holds what was asked, in order; `most_at_once` how many
    requests were under way at the same time."""

    def __init__(self, manners: Mapping[str, Manner]):
        self._manners = manners
        self.visits: list[Visit] = []
        self.connections = 0
        self.most_at_once = 0
        self._now = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, HOST, 0, limit=LIMIT)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.connections += 1
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                target = urlsplit(head[0].split(" ")[1])
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
                params = tuple(parse_qsl(target.query, keep_blank_values=True))
                length = int(headers.get("content-length", "0"))
                body = await reader.readexactly(length)
                method = head[0].split(" ")[0]
                visit = Visit(target.path, params, headers, asyncio.get_running_loop().time(), method, body)
                self.visits.append(visit)
                self._now += 1
                self.most_at_once = max(self.most_at_once, self._now)
                try:
                    await self._manners[target.path].answer(visit, writer)
                    await writer.drain()
                finally:
                    self._now -= 1
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the visitor left, or the test is over
        finally:
            self._tasks.discard(task)
            writer.close()


def head(status: int, *headers: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status} Because", *headers, "", "")).encode("latin-1")


def replies(body: bytes = b"{}", *headers: str, status: int = 200, kind: str = "application/json", after: float = 0.0) -> Manner:
    """A correct reply, `after` seconds."""

    async def manner(visit: Visit, writer: asyncio.StreamWriter) -> None:
        if after:
            await asyncio.sleep(after)
        writer.write(head(status, f"Content-Length: {len(body)}", f"Content-Type: {kind}", *headers) + body)

    return Manner(manner)


def echoes() -> Manner:
    """A correct reply with the request's headers in it."""

    async def manner(visit: Visit, writer: asyncio.StreamWriter) -> None:
        body = repr((visit.params, sorted(visit.headers.items()))).encode()
        writer.write(head(200, f"Content-Length: {len(body)}", "Content-Type: text/plain") + body)

    return Manner(manner)


def redirects(location: str, status: int = 302) -> Manner:
    return replies(b"", f"Location: {location}", status=status)


def raw(*pieces: bytes, then: str = "close", pause: float = 0.0) -> Manner:
    """Exactly these bytes, `pause` seconds between them; then the connection is closed, reset, or stays open without a word."""

    async def manner(visit: Visit, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if then == "reset":
            lingering: socket.socket = writer.get_extra_info("socket")
            lingering.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        elif then == "close":
            writer.close()
        else:
            await asyncio.sleep(1e6)

    return Manner(manner)


def silent() -> Manner:
    """Takes the request and says nothing."""
    return raw(then="stay")


def drips(body: bytes, seconds: float) -> Manner:
    """A correct reply, one byte at a time."""
    pieces = (head(200, f"Content-Length: {len(body)}", "Content-Type: application/json"), *(body[i : i + 1] for i in range(len(body))))
    return raw(*pieces, pause=seconds)


def endless(chunk: bytes = b"x" * LIMIT) -> Manner:
    """Chunk after chunk, for as long as somebody reads."""

    async def manner(visit: Visit, writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, "Transfer-Encoding: chunked", "Content-Type: application/json"))
        while True:
            writer.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            await writer.drain()

    return Manner(manner)


def gzipped(body: bytes, *, cut: int = 0) -> Manner:
    """A compressed reply; `cut`: without so many of its last bytes, and a content length that fits what is left."""
    packed = gzip.compress(body, 9)
    return replies(packed[: len(packed) - cut], "Content-Encoding: gzip")
