"""What a desk asks of the queue, as calls of its functions: each in a transaction of its own, by one of many people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from benchmarks.queue.filling import NOW, Filled, actor
from benchmarks.queue.timing import Work
from claimcheck.queue import decisions, leases, listing, statistics
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Database
from claimcheck.queue.items import get, record_of
from claimcheck.queue.listing import Filter, from_query
from claimcheck.queue.states import State

#: What people search for; the words are in many claims, in some, and in none.
_SOUGHT = ("minister", "harbour", "budget 12", "no such words")
_OPEN = Filter(states=(State.NEW, State.LEASED, State.DISPUTED))
#: Pages that a deep page lies behind.
_DEEP = 50


def calls(database: Database, filled: Filled) -> Mapping[str, Work]:
    """Name -> what is done."""

    def who(thread: int) -> Actor:
        return actor(filled.desks, thread % filled.people)

    def listed(wanted: Filter, after: str | None = None) -> Work:
        def work(thread: int, turn: int) -> object:
            with database.read() as tx:
                return listing.page(tx, who(thread), wanted, after=after, now=NOW)

        return work

    def searched(thread: int, turn: int) -> object:
        return listed(Filter(text=_SOUGHT[turn % len(_SOUGHT)]))(thread, turn)

    def numbers(thread: int, turn: int) -> object:
        with database.read() as tx:
            return listing.facets(tx, who(thread), _OPEN, now=NOW)

    def claim(thread: int, turn: int) -> object:
        with database.read() as tx:
            found = get(tx, actor(filled.desks, thread), seen[(thread * 7919 + turn) % len(seen)])
            return record_of(tx, found.id), listing.neighbours(tx, who(thread), _OPEN, found, now=NOW), decisions.of(tx, who(thread), found)

    def worked(thread: int, turn: int) -> object:
        now = NOW + timedelta(seconds=1)
        with database.write() as tx:
            lease = leases.take(tx, who(thread), now=now)
        assert lease, "no claim is left: fill the queue anew"
        with database.write() as tx:
            return decisions.decide(tx, who(thread), lease.item.id, "true", note="Looked up.", token=lease.token, now=now)

    def figures(thread: int, turn: int) -> object:
        with database.read() as tx:
            return statistics.figures(tx, who(thread), now=NOW)

    deep = None
    seen: list[int] = []
    with database.read() as tx:
        for _ in range(_DEEP):
            found = listing.page(tx, who(0), _OPEN, after=deep, limit=200, now=NOW)
            seen.extend(entry.item.id for entry in found.items)
            deep = found.next or deep
    return {
        "open claims": listed(_OPEN),
        "open claims, deep page": listed(_OPEN, deep),
        "filtered by type and state": listed(from_query("state=new&type=count-ordinal")),
        "search for words": searched,
        "numbers beside filters": numbers,
        "one claim": claim,
        "take and decide": worked,
        "figures": figures,
    }
