"""The protocol of a source, and where sources are found.

A source does no input or output of its own. `search` is a generator: it yields requests, several at a time where one does not
depend on another, and is sent an answer or a failure for each, in the same order; what it returns is its evidence. So one client
holds every rule of good conduct, a dry run can show the requests, and a replay is the same code with kept answers.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.query import Query


@dataclass(frozen=True, slots=True)
class Found:
    """What a source has to say about a query: evidence, best first, and what went wrong on the way."""

    evidence: tuple[Evidence, ...] = ()
    failures: tuple[Failure, ...] = ()


#: Requests out, answers in (in the order of the requests), evidence at the end.
Search = Generator[Sequence[Request], Sequence[Answer | Failure], Found]


class Source(Protocol):
    """Where claims are looked up. Its attributes tell what it is before anything is asked."""

    @property
    def name(self) -> str:
        """As in `--source`."""

    @property
    def about(self) -> str:
        """One line: what it holds, and what is sent to it."""

    @property
    def hosts(self) -> frozenset[str]:
        """The only hosts that it may ask; empty for a source on this machine."""

    @property
    def follow_ups(self) -> str:
        """For dry runs: what it asks after the first answer, in one line; "" where nothing."""

    def ready(self) -> Failure | None:
        """Why it cannot be asked (kind "not-configured"), or None."""

    def search(self, query: Query, *, limit: int) -> Search:
        """Evidence about a query, at most `limit` pieces. A query without what the source needs ends at once, with nothing."""

    def judge(self, answer: Answer) -> Failure | None:
        """Whether an answer with a success's status is an error after all (`service-error`, or `busy` and `rate-limited`, which are
        tried again). Answers that fail here are neither kept nor handed to `search`."""
