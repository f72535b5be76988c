"""A source's search, watched: what it asked and what came back is written down, and its requests are counted.

It stands between a source and whoever drives it, and is a source itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search, Source


@dataclass(slots=True)
class Ledger:
    """Requests of one search with their answers, in the order asked. `left`: requests that may still be made.

    Kept answers count too: what a lookup finds must not depend on what was asked the day before.
    """

    left: int = 0
    asked: list[tuple[Request, Answer | Failure]] = field(default_factory=list)

    @property
    def sent(self) -> list[tuple[Request, Answer | Failure]]:
        """Those that were within the budget."""
        return [(request, came) for request, came in self.asked if not (isinstance(came, Failure) and came.kind == "budget")]


class Watched:
    """The source, with its ledger. A request beyond the budget is answered with a Failure here, and never goes out."""

    def __init__(self, source: Source, ledger: Ledger):
        self._source = source
        self._ledger = ledger
        self.name, self.about, self.hosts, self.follow_ups = source.name, source.about, source.hosts, source.follow_ups

    def ready(self) -> Failure | None:
        return self._source.ready()

    def judge(self, answer: Answer) -> Failure | None:
        return self._source.judge(answer)

    def search(self, query: Query, *, limit: int) -> Search:
        inner = self._source.search(query, limit=limit)
        answers: Sequence[Answer | Failure] | None = None
        try:
            while True:
                batch = next(inner) if answers is None else inner.send(answers)
                allowed = list(batch[: max(0, self._ledger.left)])
                self._ledger.left -= len(allowed)
                given = list((yield allowed) if allowed else ())
                given += [Failure("budget", "The requests for this article are used up.", request) for request in batch[len(allowed) :]]
                self._ledger.asked += zip(batch, given, strict=True)
                answers = given
        except StopIteration as done:
            found: Found = done.value
            return found
        finally:
            inner.close()
