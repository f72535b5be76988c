"""A lookup in order: claims -> key terms -> sources, one after another -> evidence -> statements -> slots.

Claims are looked up in rounds, as many at once as the article's budget of requests surely allows, the most important first. In
a round each source is asked about all claims that are still open; a claim is closed when enough was found. So the outcome
depends on the answers only, never on which of them came first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol

from claimcheck.lookup.compare import compare, statement_of
from claimcheck.lookup.evidence import Evidence, Failure
from claimcheck.lookup.query import Query
from claimcheck.lookup.reading import Reader
from claimcheck.lookup.source import Found, Source
from claimcheck.lookup.stance import Comparison
from claimcheck.lookup.statement import Statement
from claimcheck.lookup.terms import KeyTerms
from claimcheck.lookup.watched import Ledger, Watched

Json = dict[str, Any]

#: Claims that are looked up at the same time.
TOGETHER = 8


class Drives(Protocol):
    """What asks sources: a `client.Client`, or a stand-in."""

    async def drive(self, source: Source, query: Query, *, limit: int) -> Found: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked up, and how much of it. `limit`: pieces of evidence of each source for a claim."""

    sources: Sequence[Source]
    limit: int = 5
    min_priority: float = 0.0
    max_claims: int | None = None
    max_requests: int = 200  # of an article
    requests_per_claim: int = 16
    exhaustive: bool = False  # ask every source, also when enough was found
    replay: bool = False  # only kept answers are used: then no key is needed


@dataclass(slots=True)
class Asked:
    """What a source was asked about a claim, and how that ended. `skipped`: enough had been found before."""

    source: str
    ledger: Ledger = field(default_factory=Ledger)
    failures: tuple[Failure, ...] = ()
    found: int = 0
    skipped: bool = False
    at_home: bool = False  # it is on this machine, and needs no request


@dataclass(frozen=True, slots=True)
class Weighed:
    """A piece of evidence with its comparison; None: it speaks of something else, as far as we can see."""

    evidence: Evidence
    comparison: Comparison | None


@dataclass(slots=True)
class Looked:
    """All that was found about one claim."""

    claim: Json
    query: Query
    statement: Statement
    left: int  # requests that may still be made for it
    asked: list[Asked] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        """Whether every slot that says more than what the claim is about has been agreed or disagreed with by somebody."""
        spoken: dict[tuple[object, ...], bool] = {}
        for item in self.weighed:
            for slot in item.comparison.slots if item.comparison else ():
                if not slot.anchor:
                    place = (slot.slot, slot.claim_span)
                    spoken[place] = spoken.get(place, False) or slot.stance != "silent"
        return bool(spoken) and all(spoken.values())


def chosen(claims: Sequence[Json], plan: Plan) -> list[Json]:
    """The claims that are looked up, the most important first; those that are not checkable never."""
    fit = [claim for claim in claims if claim["checkability"]["value"] != "no" and claim["priority"]["score"] >= plan.min_priority]
    fit.sort(key=lambda claim: (-claim["priority"]["score"], claim["span"]["start"], claim["claim_id"]))
    return fit[: plan.max_claims]


async def look_up(
    claims: Sequence[Json],
    plan: Plan,
    client: Drives,
    reader: Reader,
    *,
    links: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    progress: Callable[[str], None] = lambda message: None,
) -> list[Looked]:
    """What the plan's sources say about the claims of one article, in the order of `chosen`.

    `links`: by claim, the addresses cited beside it. A source that fails stands in the outcome with its failures; nothing is raised.
    """
    terms = KeyTerms(claims)
    everything = [
        Looked(claim, terms.query(claim, links.get(claim["claim_id"], ())), statement_of(claim), 0) for claim in chosen(claims, plan)
    ]
    left, start = plan.max_requests, 0
    while start < len(everything):
        batch = everything[start : start + max(1, min(TOGETHER, left // plan.requests_per_claim))]
        for looked in batch:
            looked.left = min(left, plan.requests_per_claim)
        for source in plan.sources:
            progress(f"{source.name}: claims {start + 1} to {start + len(batch)} of {len(everything)}")
            wanted = [plan.exhaustive or not looked.enough for looked in batch]
            found = await asyncio.gather(*(_ask(looked, source, plan, client, want) for looked, want in zip(batch, wanted, strict=True)))
            for looked, evidence in zip(batch, found, strict=True):
                looked.weighed += [_weigh(looked, item, reader) for item in evidence]
        left -= sum(len(asked.ledger.sent) for looked in batch for asked in looked.asked)
        start += len(batch)
    return everything


async def _ask(looked: Looked, source: Source, plan: Plan, client: Drives, wanted: bool) -> Sequence[Evidence]:
    """What one source has about one claim; how it was asked is written down."""
    reason = None if plan.replay and source.hosts else source.ready()
    if reason is not None or not wanted:
        looked.asked.append(Asked(source.name, failures=(reason,) if reason else (), skipped=reason is None))
        return ()
    ledger = Ledger(looked.left)
    query = replace(looked.query, text=None, speaker=None, document=None) if source.hosts else looked.query
    found = await client.drive(Watched(source, ledger), query, limit=plan.limit)
    looked.left = ledger.left
    looked.asked.append(Asked(source.name, ledger, found.failures, len(found.evidence), at_home=not source.hosts))
    return found.evidence[: plan.limit]


def _weigh(looked: Looked, evidence: Evidence, reader: Reader) -> Weighed:
    """Not while others wait for answers: reading takes long enough to run into their time limits."""
    return Weighed(evidence, compare(looked.statement, reader.statements(evidence, looked.query)))
