"""Whether the claims in the queue are what the log and their verdicts make of them.

The log's chain shows that events were not altered; this shows that nothing was altered beside it: each claim's history is gone through
once, and what comes out of it is held against the row of the claim, its verdicts and its links.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, select

from claimcheck.queue.audit import Flaw
from claimcheck.queue.database import Transaction
from claimcheck.queue.states import State, outcome
from claimcheck.queue.tables import audit, decision, evidence, item

Json = dict[str, Any]

#: Columns of a claim that the log tells whenever they change, and what they are before it has told them. Heartbeats move the end
#: of a lease without an event; a new version of an article, that of the claims that stand in it unchanged, and their priorities.
_BORN: Json = {"state": "new", "stale_because": None, "verdict": None, "round": 1, "given": 0, "lease_by": None}
_LATER = ("needs", "assigned_id")

#: Rows that are held at a time, of each table.
_ROWS = 1_000


def consistent(tx: Transaction) -> Iterator[Flaw]:
    """Every claim that is not what its events and verdicts make of it, every event about one that is not there, and every verdict or
    link that no event tells of, or tells otherwise. `seq` is the claim's last event; 0 where it has none.

    On PostgreSQL the transaction has to see one state of the database throughout (`Database.snapshot`).
    """
    claims = _stream(tx, select(item.c.id, *(item.c[name] for name in (*_BORN, *_LATER))).order_by(item.c.id))
    told = _Groups(_stream(tx, _EVENTS), lambda row: int(row.item_id))
    given = _Groups(_stream(tx, select(decision).order_by(decision.c.item_id, decision.c.id)), lambda row: int(row.item_id))
    linked = _Groups(_stream(tx, select(evidence).order_by(evidence.c.item_id, evidence.c.id)), lambda row: int(row.item_id))
    for row in claims:
        yield from _missing(told.before(row.id))
        yield from _of_claim(row, told.at(row.id), given.at(row.id), linked.at(row.id))
    yield from _missing(told.before(None))


_EVENTS = (
    select(audit.c.seq, audit.c.actor, audit.c.at, audit.c.action, audit.c.item_id, audit.c.before, audit.c.after)
    .where(audit.c.item_id.is_not(None))
    .order_by(audit.c.item_id, audit.c.seq)
)


def _stream(tx: Transaction, query: Select[Any]) -> Iterator[Row[Any]]:
    return iter(tx.execute(query.execution_options(yield_per=_ROWS)))


class _Groups:
    """Rows that are sorted by a number, given out number by number."""

    def __init__(self, rows: Iterator[Row[Any]], key: Callable[[Row[Any]], int]):
        self._groups = groupby(rows, key)
        self._next = self._read()

    def _read(self) -> tuple[int, list[Row[Any]]] | None:
        found = next(self._groups, None)
        return None if found is None else (found[0], list(found[1]))

    def before(self, number: int | None) -> Iterator[list[Row[Any]]]:
        """The groups that come before a number, or all that are left."""
        while self._next is not None and (number is None or self._next[0] < number):
            yield self._next[1]
            self._next = self._read()

    def at(self, number: int) -> list[Row[Any]]:
        """The group of a number; empty where there is none."""
        for _ in self.before(number):
            pass
        if self._next is None or self._next[0] != number:
            return []
        found = self._next[1]
        self._next = self._read()
        return found


def _missing(groups: Iterable[list[Row[Any]]]) -> Iterator[Flaw]:
    for events in groups:
        last = events[-1]
        yield Flaw(int(last.seq), f"Claim {last.item_id} has events, and is not in the queue.")


def _of_claim(row: Row[Any], events: Sequence[Row[Any]], given: Sequence[Row[Any]], linked: Sequence[Row[Any]]) -> Iterator[Flaw]:
    history = [event for event in events if event.action.startswith("item.")]
    if not history:
        yield Flaw(0, f"Claim {row.id} has no event: nobody put it into the queue.")
        return
    seq = int(history[-1].seq)
    now: Json = dict(_BORN)
    decided: dict[int, Json] = {}
    links: dict[tuple[int | None, str], Json] = {}
    for event in history:
        before, after = _read(event.before), _read(event.after)
        for name in sorted(before.keys() & now.keys()):
            if before[name] != now[name]:
                yield Flaw(
                    int(event.seq), f"Event {event.seq} found the {_NAMES[name]} of claim {row.id} other than the one before it left it."
                )
        now |= {name: after[name] for name in (*_BORN, *_LATER) if name in after}
        by = {"person": event.actor, "at": event.at}
        if isinstance(verdict := after.get("decision"), dict):
            decided[verdict["id"]] = {**verdict, **by}
            links |= {(verdict["id"], url): by for url in verdict["links"]}
        if isinstance(link := after.get("evidence"), dict):
            links[None, str(link["id"])] = {**link, **by}
    for name, value in now.items():
        if getattr(row, name) != value:
            yield Flaw(seq, f"The {_NAMES[name]} of claim {row.id} is not what the log says: it was changed beside it.")
    yield from _verdicts(row, seq, decided, given)
    yield from _links(row, seq, links, linked)
    if complaint := _implied(row, given):
        yield Flaw(seq, f"Claim {row.id} {complaint}.")


_NAMES = {
    "state": "state",
    "stale_because": "reason for being stale",
    "verdict": "verdict",
    "round": "round",
    "given": "number of verdicts",
    "lease_by": "holder",
    "needs": "number of reviewers",
    "assigned_id": "assignment",
}


def _read(text: str | None) -> Json:
    """What an event holds; nothing where it was damaged, of which `audit.flaws` tells."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _verdicts(row: Row[Any], seq: int, told: dict[int, Json], given: Sequence[Row[Any]]) -> Iterator[Flaw]:
    for entry in given:
        expected = told.pop(int(entry.id), None)
        if expected is None:
            yield Flaw(seq, f"Verdict {entry.id} on claim {row.id} has no event: it was added beside the log.")
        elif any(getattr(entry, name) != expected.get(name) for name in _TOLD):
            yield Flaw(seq, f"Verdict {entry.id} on claim {row.id} is not what the log says: it was changed beside it.")
    for number in sorted(told):
        yield Flaw(seq, f"Verdict {number} on claim {row.id} is in the log, and no longer in the queue.")


_TOLD = ("round", "kind", "verdict", "note", "chosen_id", "version", "person", "at")


def _links(row: Row[Any], seq: int, told: dict[tuple[int | None, str], Json], linked: Sequence[Row[Any]]) -> Iterator[Flaw]:
    for entry in linked:
        key = (None, str(entry.id)) if entry.decision_id is None else (int(entry.decision_id), str(entry.url))
        expected = told.pop(key, None)
        if expected is None or any(getattr(entry, name) != expected[name] for name in expected):
            yield Flaw(seq, f"Link {entry.id} of claim {row.id} is not what the log says: it was added or changed beside it.")
    if told:
        yield Flaw(seq, f"Claim {row.id} has lost links that are in the log.")


def _implied(row: Row[Any], given: Sequence[Row[Any]]) -> str | None:
    """What is wrong with a claim's state and verdict by the verdicts of its round."""
    now = [entry for entry in given if entry.round == row.round]
    reviews = [entry.verdict for entry in now if entry.kind == "review"]
    found = outcome(reviews, row.needs, next((entry.verdict for entry in now if entry.kind == "adjudication"), None))
    if row.given != len(reviews):
        return f"counts {row.given} verdicts and has {len(reviews)}"
    if row.verdict != found.verdict:
        return "has another verdict than its reviewers gave"
    fits = {
        State.NEW: found.state is State.NEW,
        State.LEASED: found.state is State.NEW,
        State.DISPUTED: found.state is State.DISPUTED,
        State.CHECKED: found.state is State.CHECKED,
        State.CORRECTED: found.state is State.CHECKED,
        State.DISMISSED: found.state is not State.CHECKED,
        State.STALE: True,
    }
    return None if fits.get(row.state, False) else f"is {row.state}, which is not what its verdicts make it"
