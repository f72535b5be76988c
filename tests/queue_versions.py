"""A desk, and the shortest way to its articles, for tests of versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from claimcheck.queue import articles, audit, decisions, desks, items
from claimcheck.queue.actor import Actor, local
from claimcheck.queue.articles import Added
from claimcheck.queue.database import Database
from claimcheck.queue.items import Item
from claimcheck.queue.states import State
from claimcheck.queue.tables import item as item_table
from tests.queue_articles import EDITOR, Said, written
from tests.queue_databases import NOW, later

Json = dict[str, Any]

FELL, FELL_4, FELL_5 = (f"Exports fell by {number} percent" for number in (3, 4, 5))
ROSE = "Rents rose by 9 percent"
SAID = "He resigned on Monday"


@dataclass
class Desk:
    """A desk, and the shortest way to its articles."""

    queue: Database
    id: int

    def add(self, *sentences: Said | str, uri: str = "drafts/written.txt") -> Added:
        return self.put(*written(sentences, uri=uri))

    def put(self, report: Json, source: str, actor: Actor = EDITOR) -> Added:
        with self.queue.write() as tx:
            return articles.add(tx, actor, self.id, report, source, now=later(minutes=next(MINUTES)))

    def item(self, number: int) -> Item:
        with self.queue.read() as tx:
            return items.get(tx, EDITOR, number)

    def decide(self, number: int, verdict: str, who: str = "Ada") -> Item:
        with self.queue.write() as tx:
            return decisions.decide(tx, local(who), number, verdict, now=later(minutes=next(MINUTES)))

    def dismiss(self, number: int) -> Item:
        with self.queue.write() as tx:
            return decisions.dismiss(tx, EDITOR, number, "An opinion.", now=later(minutes=next(MINUTES)))

    def live(self, article_id: int) -> dict[str, Item]:
        """The items that are not stale, by their words in the order of the text."""
        return {one.text: one for one in self.all(article_id) if one.state is not State.STALE}

    def all(self, article_id: int) -> list[Item]:
        query = select(*items.COLUMNS).where(item_table.c.article_id == article_id).order_by(item_table.c.start, item_table.c.id)
        with self.queue.read() as tx:
            return [items.from_row(row) for row in tx.rows(query)]

    def events(self, *actions: str) -> list[Json]:
        with self.queue.read() as tx:
            rows = audit.events(tx.connection)
        found = [{**row, **{name: json.loads(row[name] or "null") for name in ("before", "after")}} for row in rows]
        return [row for row in found if row["action"] in actions] if actions else found


MINUTES = count()


@pytest.fixture
def desk(queue: Database) -> Desk:
    with queue.write() as tx:
        return Desk(queue, desks.ensure(tx, EDITOR, now=NOW).id)
