"""The server: uvicorn around the web application, what has to be done in the background, and an end without losses.

The first SIGTERM or SIGINT stops taking connections, ends live updates, lets requests finish for up to GRACE seconds, then stops
the background's threads. The second ends it at once. Nothing is lost by a kill either: every change is one transaction.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from claimcheck.errors import QueueError
from claimcheck.queue import background, logs, metrics
from claimcheck.queue.service import Service

#: Seconds in which requests may finish once the server was told to stop.
GRACE = 10
#: What a request line and its headers may measure, in bytes.
_HEAD = 32 * 1024
#: Connections at the same time; more are told to come again.
_CONNECTIONS = 4_000
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    return host in _LOOPBACK or host.startswith("127.")


def public_origin(url: str) -> str:
    """The address of a server as browsers have it, without a path. Raises QueueError."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query or parts.username:
        raise QueueError("--public-url is the address as browsers have it, without a path: https://claims.example.org.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A port that is ours."""

    socket: Any
    url: str


def bind(host: str, port: int) -> Bound:
    """Take a port (0: any that is free). Raises QueueError where it is taken, or the host is none of this machine's."""
    quiet = _quiet_uvicorn()
    try:
        with quiet:
            socket = uvicorn.Config(_nothing, host=host, port=port, log_config=None).bind_socket()
    except SystemExit:
        raise QueueError(f"The port {port} of {host} cannot be taken: it is in use, or not this machine's; choose another.") from None
    shown = f"[{host}]" if ":" in host else host
    return Bound(socket, f"http://{shown}:{socket.getsockname()[1]}")


async def _nothing(scope: object, receive: object, send: object) -> None:
    """An application for a configuration that is only asked to take a port."""


@contextlib.contextmanager
def _quiet_uvicorn() -> Iterator[None]:
    log = logging.getLogger("uvicorn.error")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before


def serve(
    service: Service,
    bound: Bound,
    *,
    app: Starlette | None = None,
    trusted_proxies: Sequence[str] = (),
    started: Callable[[], None] = lambda: None,
    workers: Sequence[background.Worker] | None = None,
) -> None:
    """Serve until a signal ends it. `trusted_proxies`: addresses whose word is taken for who calls and by which scheme.

    `started` is called when requests are answered. `workers`: what runs besides; by default all there is to do.
    """
    if app is None:
        from claimcheck.queue.web.app import application

        app = application(service)
    database = service.database
    if logs.told not in database.listeners:
        database.listeners.append(logs.told)
    config = uvicorn.Config(
        logs.Observed(app, metrics.of(service).observe),
        log_config=None,
        access_log=False,  # it would log queries
        lifespan="on",
        ws="none",
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=15,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=_HEAD,
    )
    server = _Server(config, service, app, started)
    with background.running(background.workers(service) if workers is None else workers, service.stopping, GRACE):
        try:
            server.run(sockets=[bound.socket])
        finally:
            service.stopping.set()
    if not server.started:
        raise QueueError("The server could not start: its log says why.")


class _Server(uvicorn.Server):
    """Ends live updates before it waits for connections, ends at once at the second signal, and does not die of the first."""

    def __init__(self, config: uvicorn.Config, service: Service, app: Starlette, started: Callable[[], None]):
        super().__init__(config)
        self._service = service
        self._app = app
        self._tell = started

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._tell()

    async def shutdown(self, sockets: Any = None) -> None:
        self._service.stopping.set()
        live = getattr(self._app.state, "live", None)
        if live is not None:
            live.close()
        await super().shutdown(sockets=sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        kinds = (signal.SIGINT, signal.SIGTERM)
        before = {kind: signal.signal(kind, self.handle_exit) for kind in kinds}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)
