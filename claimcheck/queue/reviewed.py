"""Claims with everything that was found of them, as exports tell it: in the order of their articles, a few hundred at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from claimcheck.export.annotated import Review
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Transaction
from claimcheck.queue.decisions import hidden_among
from claimcheck.queue.items import COLUMNS, Item, from_row, in_sight
from claimcheck.queue.listing import Filter, as_of
from claimcheck.queue.listing_query import Order, by_pass
from claimcheck.queue.states import State
from claimcheck.queue.tables import claim_record, decision, desk, evidence, item, label, person

Json = dict[str, Any]

#: Claims that are read at once.
_AT_ONCE = 500
#: More claims than any queue has.
_ALL = 2**31 - 1
#: By article, and there by place, so that the same queue is always told in the same order.
_ORDER = Order(((item.c.article_id, False), (item.c.start, False), (item.c.id, False)), (int, int, int))

#: Characters of a note that goes along with a verdict to other tools; `claimcheck import` takes 10,000.
MAX_NOTE = 9_000


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim with what whoever exports may see of it. `decisions` and `links` are rows of their tables, the earliest first."""

    item: Item
    desk: str
    claim: Json
    decisions: tuple[Row[Any], ...]
    links: tuple[Row[Any], ...]
    labels: tuple[str, ...]
    assigned: str | None  # display name

    @property
    def adjudication(self) -> Row[Any] | None:
        """What an editor settled in this round."""
        return next((given for given in self.decisions if given.kind == "adjudication" and given.round == self.item.round), None)

    @property
    def review(self) -> Review | None:
        """The verdict that holds for the claim as the article has it now, and who stands for it; None where there is none."""
        found = [given for given in self.decisions if given.round == self.item.round]
        if self.item.state not in (State.CHECKED, State.CORRECTED) or self.item.verdict is None or not found:
            return None
        settled = [self.adjudication] if self.adjudication else [given for given in found if given.kind == "review"]
        numbers = {given.id for given in found}
        links = sorted(self.links, key=lambda link: (link.decision_id not in numbers, link.id))
        notes = [(given.person, given.note.strip()) for given in settled if given.note and given.note.strip()]
        told = notes[0][1] if len(notes) == 1 else "\n".join(f"{who}: {note}" for who, note in notes)
        return Review(
            verdict=self.item.verdict,
            source=links[0].url if links else f"review queue, desk {self.desk}, claim {self.item.id}",
            by=", ".join(dict.fromkeys(given.person for given in settled)),
            when=max(given.at for given in settled)[:10],
            note=told[:MAX_NOTE].strip() or None,
        )


def numbers(tx: Transaction, actor: Actor, wanted: Filter | None, *, now: datetime) -> list[int]:
    """The numbers of the claims in sight that a filter asks for, by article and place."""
    actor.needs_scope("read")
    return [row.id for row in tx.rows(by_pass(actor, wanted or Filter(), _ORDER, None, _ALL, now))]


def reviewed(tx: Transaction, actor: Actor, ids: Sequence[int], *, now: datetime) -> Iterator[Reviewed]:
    """The claims of these numbers, as far as they are in sight, in the order given."""
    actor.needs_scope("read")
    for first in range(0, len(ids), _AT_ONCE):
        yield from _some(tx, actor, ids[first : first + _AT_ONCE], now)


def _some(tx: Transaction, actor: Actor, ids: Sequence[int], now: datetime) -> Iterator[Reviewed]:
    query = select(*COLUMNS, claim_record.c.record, desk.c.name.label("desk_name"), person.c.display_name)
    joined = item.join(claim_record, claim_record.c.item_id == item.c.id).join(desk, desk.c.id == item.c.desk_id)
    query = query.select_from(joined.outerjoin(person, person.c.id == item.c.assigned_id)).where(item.c.id.in_(ids), in_sight(actor))
    rows = {row.id: row for row in tx.rows(query)}
    found = {number: as_of(from_row(row), now) for number, row in rows.items()}
    hidden = hidden_among(tx, actor, found.values())
    decisions = _by_item(tx.rows(select(decision).where(decision.c.item_id.in_(ids)).order_by(decision.c.id)))
    links = _by_item(tx.rows(select(evidence).where(evidence.c.item_id.in_(ids)).order_by(evidence.c.id)))
    labels = _by_item(tx.rows(select(label).where(label.c.item_id.in_(ids)).order_by(label.c.name)))
    for number in ids:
        if number not in rows:
            continue
        one, row = found[number], rows[number]
        given = decisions.get(number, ())
        secret = {each.id for each in given if number in hidden and each.round == one.round and each.person != actor.name}
        yield Reviewed(
            item=one,
            desk=row.desk_name,
            claim=json.loads(row.record),
            decisions=tuple(each for each in given if each.id not in secret),
            links=tuple(each for each in links.get(number, ()) if each.decision_id not in secret),
            labels=tuple(each.name for each in labels.get(number, ())),
            assigned=row.display_name,
        )


def _by_item(rows: Iterable[Row[Any]]) -> dict[int, tuple[Row[Any], ...]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return {number: tuple(each) for number, each in found.items()}
