"""Texts that people send: bounded, and without characters that nobody sees.

Notes and comments stay as they were written otherwise; pages escape them.
"""

from __future__ import annotations

import re

from claimcheck.errors import QueueError
from claimcheck.lookup.untrusted import link
from claimcheck.reading.characters import MISLEADING, reading_of

NOTE = 4_000  # characters
TITLE = 300

_SURROGATE = re.compile("[\ud800-\udfff]")
_SEEN_ANYWAY = re.compile("[\ufe00-\ufe0f\u200d]")  # parts of emoji


def prose(value: object, what: str, limit: int = NOTE) -> str | None:
    """A text of several lines; None where there is none, or nothing in it. Raises QueueError, naming `what` it is."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise QueueError(f"{what} is a text.")
    plain = _SURROGATE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    plain = MISLEADING.sub(lambda match: "".join(_SEEN_ANYWAY.findall(match[0])) or reading_of(match[0]), plain).strip()
    if len(plain) > limit:
        raise QueueError(f"{what} is longer than {limit:,} characters: shorten it.")
    return plain or None


def line(value: object, what: str, limit: int = TITLE) -> str | None:
    """A text of one line; None where there is none."""
    found = prose(value, what, limit)
    return " ".join(found.split()) if found else None


def needed(value: object, what: str, limit: int = NOTE) -> str:
    """A text that must not be missing. Raises QueueError."""
    found = prose(value, what, limit)
    if found is None:
        raise QueueError(f"{what} is missing: write a sentence.")
    return found


def address(value: object) -> str:
    """A link that may be shown and clicked: http or https, without a user's name. Raises QueueError."""
    found = link(value)
    if found is None:
        raise QueueError("A link begins with http:// or https://, holds no spaces and no user name, and is at most 2,000 characters long.")
    return found
