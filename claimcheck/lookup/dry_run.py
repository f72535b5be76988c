"""What a lookup would send, without sending it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from claimcheck.lookup.evidence import Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.run import Plan, chosen
from claimcheck.lookup.source import Source
from claimcheck.lookup.terms import KeyTerms

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Intended:
    """What one source would be asked about one claim. `then`: what it asks after the first answer, in words."""

    claim: Json
    source: str
    requests: tuple[Request, ...]
    then: str = ""
    failure: Failure | None = None


def intended(claims: Sequence[Json], plan: Plan, *, links: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> Iterator[Intended]:
    """The first requests of every source for every claim that would be looked up, whether or not an earlier source finds enough."""
    terms = KeyTerms(claims)
    for claim in chosen(claims, plan):
        query = replace(terms.query(claim, links.get(claim["claim_id"], ())), text=None, speaker=None, document=None)
        for source in plan.sources:
            if source.hosts:
                yield _first(claim, source, query, plan)


def _first(claim: Json, source: Source, query: Query, plan: Plan) -> Intended:
    failure = source.ready()
    if failure is not None:
        return Intended(claim, source.name, (), failure=failure)
    search = source.search(query, limit=plan.limit)
    try:
        requests = tuple(next(search))
    except StopIteration:
        return Intended(claim, source.name, ())
    finally:
        search.close()
    return Intended(claim, source.name, requests, source.follow_ups)
