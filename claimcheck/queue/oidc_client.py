"""Requests to an OpenID provider, over the wire that checks every address: the issuer's own host may stand in the own network, all others
that its configuration names are public ones, and asked over https alone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlencode

from claimcheck.errors import QueueError
from claimcheck.lookup.addresses import host_of, refuse_address
from claimcheck.lookup.proxies import proxy_for
from claimcheck.lookup.wire import Reply, Wire, WireError
from claimcheck.queue.service import OpenIdConnect

_BYTES = 1_048_576
_SECONDS = 10.0
_SECONDS_IN_ALL = 20.0
_HEADERS = {"accept": "application/json", "accept-encoding": "identity", "user-agent": "claimcheck"}


class Client:
    """An `oidc.Asker`. Each request opens its own connection: people sign in now and then. `wire`: for tests."""

    def __init__(self, settings: OpenIdConnect, wire: Callable[[frozenset[str]], Wire] | None = None):
        self._own = frozenset({host_of(settings.issuer)})
        self._wire = wire or _wire

    async def get(self, url: str) -> tuple[int, bytes]:
        """The status and the body. Raises QueueError."""
        host = host_of(url)
        if host not in self._own and (refuse_address(url) or not url.startswith("https:")):
            raise QueueError("The OpenID provider's configuration names an address that is not public.")
        return await self._sent(lambda wire: wire.get(url, host, _HEADERS, cap=_BYTES, timeout=_SECONDS))

    async def post(self, url: str, form: Mapping[str, str], authorization: str | None) -> tuple[int, bytes]:
        """The same after sending a form."""
        headers = {**_HEADERS, "content-type": "application/x-www-form-urlencoded"}
        if authorization:
            headers["authorization"] = authorization
        content = urlencode(form).encode()
        return await self._sent(lambda wire: wire.post(url, headers, content, timeout=_SECONDS, cap=_BYTES))

    async def _sent(self, send: Callable[[Wire], Awaitable[Reply]]) -> tuple[int, bytes]:
        wire = self._wire(self._own)
        try:
            async with asyncio.timeout(_SECONDS_IN_ALL):
                reply = await send(wire)
        except (WireError, TimeoutError):  # its sentence names an address of the own network, perhaps
            raise QueueError("The OpenID provider does not answer: try again later, or sign in with a password.") from None
        finally:
            await wire.close()
        return reply.status, reply.body


def _wire(own: frozenset[str]) -> Wire:
    return Wire(own_hosts=own, proxy_for=lambda scheme, host: proxy_for(scheme, host, os.environ))
