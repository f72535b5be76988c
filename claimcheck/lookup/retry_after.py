"""How long a service says to wait (RFC 9110, section 10.2.3): in seconds, or until a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: Seconds; nobody waits longer, and nobody means it.
_LONGEST = 7 * 86_400.0


def seconds_to_wait(headers: Mapping[str, str], now: str) -> float | None:
    """Seconds from now, 0 to a week; None where nothing is said, or nothing that can be read.

    A date is counted from the answer's own `Date`, so that a clock that is wrong here does no harm; without one from `now` (RFC 3339).
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:12]), _LONGEST)
    until = _date(said)
    start = _date(headers.get("date", "")) or datetime.fromisoformat(now)
    if until is None:
        return None
    return min(max((until - start).total_seconds(), 0.0), _LONGEST)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
