"""When a delivery is tried again, and what an answer means. Pure: no clock, no chance of its own.

Ten attempts over about 22 hours: 5 s after the first, then 3.2 times as long each time, a fifth more or less by chance, so that
not all who wait come back at once. Who asks for a longer wait (Retry-After) is given it, up to a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

ATTEMPTS = 10
_FIRST = 5.0  # seconds
_FACTOR = 3.2
_JITTER = 0.2
_LONGEST = 86_400.0
#: After so many attempts, a quarter of an hour, what failed lets the next ones past.
STEPS_ASIDE = 6
#: A webhook to which nothing arrived for so long is switched off when the next delivery is given up.
PATIENCE = timedelta(days=3)
#: Statuses with which a receiver says that it can take nothing now; other errors below 500 are about what was sent.
BUSY = (408, 425, 429)
GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt. `error` is a sentence, None where it arrived; `wait`: the seconds that the receiver asked for."""

    status: int | None = None
    error: str | None = None
    wait: float | None = None


def seconds(attempts: int, chance: Random, asked: float | None = None) -> float:
    """How long to wait after so many attempts, the first one being 1."""
    spread = chance.uniform(1 - _JITTER, 1 + _JITTER)
    own = _FIRST * _FACTOR ** (max(attempts, 1) - 1) * spread
    return min(max(own, asked or 0.0), _LONGEST)


def outcome(status: int, host: str, wait: float | None = None) -> Outcome:
    """What an answer means."""
    if 200 <= status < 300:
        return Outcome(status)
    if status == GONE:
        return Outcome(status, f"{host} says that nobody listens there any more (status 410).")
    if 300 <= status < 400:
        return Outcome(status, f"{host} redirects (status {status}): enter the address that it redirects to.")
    if status == 429:
        return Outcome(status, f"{host} says that it is told too much at once (status 429).", wait)
    if status >= 500:
        return Outcome(status, f"{host} cannot take it now (status {status}).", wait)
    return Outcome(status, f"{host} does not take it (status {status}).", wait)
