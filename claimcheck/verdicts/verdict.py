"""What a verdict is before it is known whose claim it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MAX_ROWS = 100_000
MAX_TEXT = 10_000  # characters of a cell or body

CLAIM_ID = re.compile(r"c-[0-9a-f]{16}(-([2-9]|[1-9][0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody found. `place` says where it stands in its file; fields that it lacks are None.

    The claim is told by `claim_id`, or by `name`, the name of its Web Annotation.
    """

    place: str
    verdict: str
    claim_id: str | None = None
    name: str | None = None
    article: str | None = None  # its address, where the file tells it
    source: str | None = None
    by: str | None = None
    when: str | None = None  # ISO 8601 date
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Something that could not be taken over, and why."""

    place: str
    reason: str
    claim_id: str | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a file holds: verdicts, what cannot be read as one, and the number of claims without one."""

    found: tuple[Verdict, ...]
    left: tuple[Left, ...] = ()
    empty: int = 0


def day_of(text: str) -> str | None:
    """The calendar date that a text writes in a way that reads the same everywhere, in ISO 8601: 2025-07-03, with or without a
    time, or 3.7.2025. None for 3/7/2025, which is March in one country and July in another.
    """
    iso = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)([T ]\d\d?:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?", text, re.ASCII)
    dotted = re.fullmatch(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})", text, re.ASCII)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if dotted:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1])).isoformat()
    except ValueError:
        pass
    return None
