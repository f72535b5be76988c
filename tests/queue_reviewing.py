"""A desk with claims and people, put straight into the tables: what the tests of reviewing begin with."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import insert, select

from claimcheck.queue import audit, decisions, desks, items
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database, Transaction
from claimcheck.queue.items import Item
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy, Twice
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, membership, person, version
from claimcheck.queue.tables import audit as log
from claimcheck.queue.tables import item as table
from tests.queue_databases import NOW

T = TypeVar("T")

#: Whoever sets things up.
ROOT = local("root")

#: One reviewer for every claim.
ONCE = Policy(twice=Twice(priority_above=None))
#: Two for every claim, who do not see each other's verdicts.
TWICE = Policy(twice=Twice(priority_above=0.0))


@dataclass(frozen=True)
class Setup:
    """A desk with one article, and the claims of it."""

    queue: Database
    desk_id: int
    article_id: int
    ids: tuple[int, ...]

    def do(self, function: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """Call a service function in a transaction of its own, at NOW unless told otherwise."""
        with self.queue.write() as tx:
            return function(tx, *arguments, **{"now": NOW, **options})

    def see(self, function: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """Call a function that reads."""
        with self.queue.read() as tx:
            return function(tx, *arguments, **options)

    def item(self, number: int = 0, actor: Actor = ROOT) -> Item:
        """A claim as it is now, by its place among the desk's."""
        return self.see(items.get, actor, self.ids[number])

    def actions(self, number: int = 0) -> list[str]:
        """What the log says was done to a claim."""
        return [event["action"] for event in self.events(number)]

    def events(self, number: int = 0) -> Sequence[dict[str, Any]]:
        """The events of a claim."""
        with self.queue.read() as tx:
            return [dict(row._mapping) for row in tx.rows(select(log).where(log.c.item_id == self.ids[number]).order_by(log.c.seq))]


def desk(queue: Database, count: int = 3, *, name: str = "main", policy: Policy = ONCE, priorities: Sequence[float] = ()) -> Setup:
    """A desk whose article has `count` claims; the first is the one with the highest priority, unless `priorities` are given."""
    sentences = [f"Claim {number} is that sales fell." for number in range(count)]
    source = "\n".join(sentences)
    with queue.write() as tx:
        made = desks.make(tx, ROOT, name, policy=policy, now=NOW)
        times = {"created_at": stamp(NOW), "changed_at": stamp(NOW)}
        article_id = tx.execute(
            insert(article).values(desk_id=made.id, uri=f"drafts/{name}.txt", version=1, **times).returning(article.c.id)
        ).scalar_one()
        add_version(tx, article_id, 1, source)
        given = priorities or [round(0.6 - 0.5 * number / max(count, 1), 6) for number in range(count)]
        rows = []
        start = 0
        for number, sentence in enumerate(sentences):
            rows.append(
                {
                    "article_id": article_id, "desk_id": made.id, "claim_id": f"c{number}", "state": State.NEW, "round": 1,
                    "needs": policy.needs(given[number], ()), "given": 0, "revision": 1, "first_version": 1, "last_version": 1,
                    "text": sentence, "types": " event ", "checkable": "yes", "priority": given[number], "findings": 0,
                    "start": start, "end": start + len(sentence), "line": number + 1, **times,
                }
            )  # fmt: skip
            start += len(sentence) + 1
        if rows:
            tx.execute(insert(table), rows)
        found = [
            items.from_row(row) for row in tx.rows(select(*items.COLUMNS).where(table.c.article_id == article_id).order_by(table.c.id))
        ]
        for entry in found:
            after = {
                "claim_id": entry.claim_id, "state": "new", "verdict": None, "round": 1, "needs": entry.needs, "given": 0, "revision": 1,
                "last_version": 1, "priority": entry.priority,
            }  # fmt: skip
            tx.log(Event(NOW, ROOT, "item.queued", f"item:{entry.id}", made.id, article_id, entry.id, after=after))
    return Setup(queue, made.id, article_id, tuple(entry.id for entry in found))


def add_version(tx: Transaction, article_id: int, number: int, source: str) -> None:
    """A version of an article, with an empty record."""
    digest = sha256(source.encode()).hexdigest()
    tx.execute(
        insert(version).values(
            article_id=article_id, number=number, sha256=digest, source=source, report=zlib.compress(b"{}"), added_at=stamp(NOW),
            added_by="root",
        )
    )  # fmt: skip


def people(queue: Database, role: Role | None, *names: str, desks: Sequence[int] = (1,)) -> tuple[Actor, ...]:
    """People with a role on desks, as the server would know them."""
    found = []
    with queue.write() as tx:
        for name in names:
            values = {"name": name, "display_name": name.title(), "created_at": stamp(NOW)}
            number = tx.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
            if role is not None and desks:
                tx.execute(insert(membership), [{"person_id": number, "desk_id": place, "role": int(role)} for place in desks])
            found.append(Actor(name, number, dict.fromkeys(desks, role) if role else {}, via="api"))
    return tuple(found)


def sound(queue: Database) -> None:
    """Assert that the log's chain is whole."""
    with queue.read() as tx:
        assert list(audit.flaws(tx.connection)) == []


def decide(setup: Setup, actor: Actor, verdict: str = "true", number: int = 0, **options: Any) -> Item:
    return setup.do(decisions.decide, actor, setup.ids[number], verdict, **options)


def of(setup: Setup, actor: Actor, number: int = 0) -> tuple[decisions.Decision, ...]:
    return setup.see(decisions.of, actor, setup.item(number))


def disputed(queue: Database, policy: Policy = TWICE) -> tuple[Setup, Actor, Actor, Actor]:
    setup = desk(queue, 2, policy=policy)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    decide(setup, ada, "true")
    decide(setup, ben, "false")
    return setup, ada, ben, eda
