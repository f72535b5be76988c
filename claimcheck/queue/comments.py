"""Comments: about an article, about a claim, or about words of an article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.model import Span
from claimcheck.queue import items, sent_text
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.audit import Event
from claimcheck.queue.comment_anchor import found_again
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import article
from claimcheck.queue.tables import comment as table
from claimcheck.queue.tables import version as versions

LONGEST = 4_000  # characters of a comment
LONGEST_QUOTE = 2_000  # characters that one is about
MOST = 2_000  # of an article: each is looked for in the text whenever the article is shown


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. `start`, `end`, `exact`: the words that it is about, in the version in which it was written; None: the whole.

    `place`: where they stand in the version that was asked for. `orphaned`: they are not there, or it is in doubt where.
    """

    id: int
    article_id: int
    item_id: int | None
    version: int
    start: int | None
    end: int | None
    exact: str | None
    body: str
    person: str
    at: str
    resolved_at: str | None = None
    resolved_by: str | None = None
    place: Span | None = None
    orphaned: bool = False


def add(
    tx: Transaction,
    actor: Actor,
    article_id: int,
    body: str,
    *,
    item_id: int | None = None,
    start: int | None = None,
    end: int | None = None,
    version: int | None = None,
    now: datetime,
) -> Comment:
    """Write a comment. `start` and `end` count the code points of that version's text, the newest where none is named.

    Raises NotInQueue, QueueForbidden; QueueError without words, or where the span does not lie in the text.
    """
    desk_id, newest = _article(tx, actor, article_id)
    actor.needs(Role.CHECKER, desk_id, "review")
    words = sent_text.needed(body, "A comment", LONGEST)
    if item_id is not None and items.get(tx, actor, item_id).article_id != article_id:
        raise NotInQueue(f"There is no claim number {item_id} in this article.")
    number = newest if version is None else version
    exact = None
    if start is not None or end is not None:
        source = _sources(tx, article_id, {number}).get(number)
        if source is None:
            raise NotInQueue(f"There is no version {number} of this article.")
        if start is None or end is None or not 0 <= start < end <= len(source) or end - start > LONGEST_QUOTE:
            raise QueueError(
                f"A comment is about 1 to {LONGEST_QUOTE:,} characters of the text, given by start and end; this text has {len(source):,}."
            )
        exact = source[start:end]
    elif not 1 <= number <= newest:
        raise NotInQueue(f"There is no version {number} of this article.")
    if tx.execute(select(func.count()).select_from(table).where(table.c.article_id == article_id)).scalar_one() >= MOST:
        raise QueueError(f"An article has at most {MOST:,} comments.")
    values: dict[str, Any] = {
        "article_id": article_id,
        "item_id": item_id,
        "version": number,
        "start": start,
        "end": end,
        "exact": exact,
        "body": words,
        "person": actor.name,
        "at": stamp(now),
    }
    made = tx.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    told = {name: values[name] for name in ("version", "start", "end", "exact", "body")}
    tx.log(Event(now, actor, "comment.added", f"comment:{made}", desk_id, article_id, item_id, after=told))
    return Comment(id=made, **values, place=None if exact is None or start is None or end is None else Span(start, end))


def of(tx: Transaction, actor: Actor, article_id: int, *, item_id: int | None = None, version: int | None = None) -> tuple[Comment, ...]:
    """The comments on an article, or on one claim of it, the earliest first, with their places in a version: the newest where none
    is named. Raises NotInQueue.
    """
    _, newest = _article(tx, actor, article_id)
    number = newest if version is None else version
    query = select(table).where(table.c.article_id == article_id).order_by(table.c.id)
    if item_id is not None:
        query = query.where(table.c.item_id == item_id)
    found = [Comment(**row._mapping) for row in tx.rows(query)]
    sources = _sources(tx, article_id, {number, *(entry.version for entry in found if entry.exact is not None)})
    if number not in sources:
        raise NotInQueue(f"There is no version {number} of this article.")
    return tuple(_placed(entry, sources, number) for entry in found)


def resolve(tx: Transaction, actor: Actor, comment_id: int, *, now: datetime) -> Comment:
    """Mark a comment as dealt with; one that is already stays as it is. Raises NotInQueue, QueueForbidden."""
    row = tx.first(select(table).where(table.c.id == comment_id).with_for_update())
    missing = f"There is no comment number {comment_id}, or it is not yours to see."
    if row is None:
        raise NotInQueue(missing)
    found = Comment(**row._mapping)
    try:
        desk_id, _ = _article(tx, actor, found.article_id)
    except NotInQueue:
        raise NotInQueue(missing) from None
    actor.needs(Role.CHECKER, desk_id, "review")
    if found.resolved_at is not None:
        return found
    values: dict[str, Any] = {"resolved_at": stamp(now), "resolved_by": actor.name}
    tx.execute(update(table).where(table.c.id == comment_id).values(values))
    tx.log(
        Event(
            now, actor, "comment.resolved", f"comment:{comment_id}", desk_id, found.article_id, found.item_id,
            before=dict.fromkeys(values), after=values,
        )
    )  # fmt: skip
    return replace(found, **values)


def _article(tx: Transaction, actor: Actor, article_id: int) -> tuple[int, int]:
    """The desk of an article, and the number of its newest version."""
    row = tx.first(select(article.c.desk_id, article.c.version).where(article.c.id == article_id))
    if row is None or actor.role_on(row.desk_id) is None:
        raise NotInQueue(f"There is no article number {article_id} in the queue, or it is not yours to see.")
    return int(row.desk_id), int(row.version)


def _sources(tx: Transaction, article_id: int, numbers: set[int]) -> dict[int, str]:
    query = select(versions.c.number, versions.c.source).where(versions.c.article_id == article_id, versions.c.number.in_(sorted(numbers)))
    return {row.number: row.source for row in tx.rows(query)}


def _placed(entry: Comment, sources: dict[int, str], number: int) -> Comment:
    if entry.start is None or entry.end is None:
        return entry
    place = found_again(sources[entry.version], entry.start, entry.end, sources[number])
    return replace(entry, place=place, orphaned=place is None)
