"""What a lookup may know of a claim, and so all that a source can send: terms and a day, never the draft's wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

NameKind = Literal["person", "organization", "location", "other"]


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in full, as far as the article has it: "Anna Berg" for "Ms Berg"."""

    text: str
    kind: NameKind = "other"


@dataclass(frozen=True, slots=True)
class Query:
    """The key terms of one claim, most telling first. `words` are single content words (lemmas): what happened, what was counted.

    `begin` and `end` bound the days that the claim is about, where it says so. `as_of` is the article's day of publication: what
    was known later is marked as such. `links` are addresses that the article cites beside the claim; they are sent nowhere but to
    a source that is asked about links. `text` is the claim readable on its own, `speaker` whom the article attributes it to (None:
    its own voice), `document` the article's own address, so that it is not held against itself: these are handed only to sources
    without hosts, which are on this machine, and are None for all others.
    """

    claim_id: str
    names: tuple[Name, ...] = ()
    words: tuple[str, ...] = ()
    begin: date | None = None
    end: date | None = None
    as_of: date | None = None
    links: tuple[str, ...] = ()
    text: str | None = None
    speaker: str | None = None
    document: str | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the claim is about, at most two."""
        return tuple(sorted({day.year for day in (self.begin, self.end) if day}))
