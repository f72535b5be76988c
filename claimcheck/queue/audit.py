"""The log of everything that was done: append-only, each event sealed with the hash of the one before.

Whoever alters an event has to alter the hash of all that follow; whoever cuts the end off is found out by a head that was written
down elsewhere (`claimcheck queue verify --head`). Events get their numbers under a lock that is held until the commit, so
that their order is that of the commits and there are no gaps: live updates and webhooks read the log by number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from claimcheck.queue.actor import Actor
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import audit, chain

Json = dict[str, Any]

#: What the first event is sealed with.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, before it is written down. `before` and `after` hold what changed, and enough to understand it."""

    at: datetime
    actor: Actor
    action: str  # "item.decided", "article.added", "person.added" …
    subject: str  # "item:12"
    desk_id: int | None = None
    article_id: int | None = None
    item_id: int | None = None
    before: Json | None = None
    after: Json | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: the number of its last event (0: none), and its hash."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about the log that cannot be: the number of the event, and a sentence."""

    seq: int
    reason: str


def dumps(value: Mapping[str, Any] | None) -> str | None:
    """JSON with sorted keys and no spaces, as it is hashed."""
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def append(connection: Connection, events: Sequence[Event]) -> Head:
    """Write events at the end of the log. The caller's transaction holds the end of the log until it commits: do this last."""
    head = connection.execute(select(chain.c.seq, chain.c.hash).where(chain.c.id == 1).with_for_update()).one()
    seq, last = int(head.seq), str(head.hash)
    rows: list[Json] = []
    for event in events:
        seq += 1
        row: Json = {
            "seq": seq,
            "at": stamp(event.at),
            "actor": event.actor.name,
            "via": event.actor.via,
            "action": event.action,
            "subject": event.subject,
            "desk_id": event.desk_id,
            "article_id": event.article_id,
            "item_id": event.item_id,
            "before": dumps(event.before),
            "after": dumps(event.after),
            "previous": last,
        }
        last = row["hash"] = seal(row)
        rows.append(row)
    if rows:
        connection.execute(insert(audit), rows)
        connection.execute(update(chain).where(chain.c.id == 1).values(seq=seq, hash=last))
    return Head(seq, last)


def seal(row: Mapping[str, Any]) -> str:
    """The hash of an event: SHA-256 over its columns, the hash of the event before among them."""
    sealed = {name: row[name] for name in audit.c.keys() if name != "hash"}
    return sha256((dumps(sealed) or "").encode()).hexdigest()


def head(connection: Connection) -> Head:
    """Where the log ends."""
    row = connection.execute(select(chain.c.seq, chain.c.hash).where(chain.c.id == 1)).one()
    return Head(int(row.seq), str(row.hash))


def events(connection: Connection, after: int = 0, limit: int = 1000) -> Sequence[Mapping[str, Any]]:
    """The events with numbers above `after`, in order."""
    rows = connection.execute(select(audit).where(audit.c.seq > after).order_by(audit.c.seq).limit(limit))
    return [dict(row._mapping) for row in rows]


def flaws(connection: Connection, known: Sequence[Head] = ()) -> Iterator[Flaw]:
    """Everything wrong with the log's chain. `known`: heads that were written down elsewhere, which must be on it."""
    seq, last = 0, GENESIS
    wanted = {head.seq: head.hash for head in known}
    while rows := events(connection, seq, 2000):
        for row in rows:
            number = int(row["seq"])
            if number != seq + 1:
                yield Flaw(seq + 1, f"Event {seq + 1} is missing.")
            elif row["previous"] != last:
                yield Flaw(number, f"Event {number} does not follow the one before it.")
            if row["hash"] != seal(row):
                yield Flaw(number, f"Event {number} is not as it was written.")
            if wanted.pop(number, row["hash"]) != row["hash"]:
                yield Flaw(number, f"Event {number} is not the one that was written down: the log was written anew.")
            seq, last = number, str(row["hash"])
    for number in sorted(wanted):
        yield Flaw(number, f"Event {number}, which was written down, is not there: the end of the log was cut off.")
    end = head(connection)
    if (end.seq, end.hash) != (seq, last):
        yield Flaw(max(end.seq, seq), f"The log should end with event {end.seq}, and ends with {seq}.")
