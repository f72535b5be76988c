"""Points in time, as the queue keeps them: UTC to the microsecond, always 27 characters, so that their order is that of their text.

Nothing in the queue looks at the clock: `now` is an argument, given by the command line and the server.
"""

from __future__ import annotations

from datetime import UTC, datetime

from claimcheck.errors import QueueError


def stamp(moment: datetime) -> str:
    """ "2026-11-23T21:05:02.000001Z". Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """What `stamp` wrote, or any other ISO 8601 point in time with a zone. Raises QueueError."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise QueueError(f"“{text[:40]}” is no point in time: write it as 2026-11-23T21:05:02Z.") from None
    if read.tzinfo is None:
        raise QueueError(f"“{text[:40]}” has no time zone: write it as 2026-11-23T21:05:02Z.")
    return read.astimezone(UTC)


def to_the_minute(text: str) -> str:
    """A time stamp as sentences tell it: "2026-01-05 09:15 UTC"."""
    return f"{moment(text):%Y-%m-%d %H:%M} UTC"
