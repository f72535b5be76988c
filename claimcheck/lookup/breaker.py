"""Leaving a service alone that failed again and again: for it, and for those who wait for the other sources."""

from __future__ import annotations

import asyncio


class Breaker:
    """Of one service. Closed at first; after `failures` in a row open for `seconds`; then one request tries it. Times are the
    running event loop's."""

    def __init__(self, failures: int, seconds: float):
        self._allowed = failures
        self._seconds = seconds
        self._failed = 0
        self._opened: float | None = None
        self._trying = False

    def admit(self) -> float:
        """0 when a request may go, which must then be reported by one of the three below; else the seconds for which none may."""
        if self._opened is None:
            return 0.0
        left = self._opened + self._seconds - asyncio.get_running_loop().time()
        if left > 0:
            return left
        if self._trying:
            return self._seconds
        self._trying = True
        return 0.0

    def succeeded(self) -> None:
        """The service answered, if only to refuse."""
        self._failed, self._opened, self._trying = 0, None, False

    def failed(self) -> None:
        """It did not, or said that it is broken."""
        self._failed += 1
        if self._trying or self._failed >= self._allowed:
            self._opened, self._trying = asyncio.get_running_loop().time(), False

    def gave_up(self) -> None:
        """The request was taken back, so nothing is known."""
        self._trying = False
