"""Taking turns at a service: so many at once, so many a minute, and none while it asks for quiet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiolimiter import AsyncLimiter

from claimcheck.lookup.host_rules import HostRule


class AskedForQuiet(Exception):
    """The service wants to be left alone for `seconds`, which is longer than anybody waits."""

    def __init__(self, seconds: float):
        super().__init__(f"{seconds:.0f} seconds")
        self.seconds = seconds


class Pace:
    """Turns at one service. All times are the running event loop's."""

    def __init__(self, rule: HostRule):
        self._slots = asyncio.Semaphore(rule.at_once)
        self._limiter = _limiter(rule)
        self._quiet_until = 0.0

    @property
    def quiet(self) -> float:
        """Seconds for which the service still wants to be left alone; 0 when it may be asked."""
        return max(0.0, self._quiet_until - asyncio.get_running_loop().time())

    def be_quiet(self, seconds: float) -> None:
        """The service said how long it wants to be left alone."""
        self._quiet_until = max(self._quiet_until, asyncio.get_running_loop().time() + seconds)

    @asynccontextmanager
    async def turn(self, longest: float) -> AsyncIterator[None]:
        """Waits until the service may be asked; holds the place while it is. Raises AskedForQuiet when that is to be in more than
        `longest` seconds."""
        async with self._slots:
            await self._until_quiet_ends(longest)
            await self._limiter.acquire()
            await self._until_quiet_ends(longest)  # another may have been told to wait meanwhile
            yield

    async def _until_quiet_ends(self, longest: float) -> None:
        while seconds := self.quiet:
            if seconds > longest:
                raise AskedForQuiet(seconds)
            await asyncio.sleep(seconds)


def _limiter(rule: HostRule) -> AsyncLimiter:
    """A leaky bucket that never lets more than `rule.requests` through in any `rule.seconds`.

    A bucket of the whole size would let nearly twice as many through in the first minute: those that fill it, and those for which it
    leaks meanwhile. So it holds a tenth, and leaks the other nine.
    """
    if rule.requests <= 1:
        return AsyncLimiter(1, rule.seconds / max(rule.requests, 1))
    burst = max(1, rule.requests // 10)
    return AsyncLimiter(burst, burst * rule.seconds / (rule.requests - burst))
