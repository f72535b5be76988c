"""Articles and their versions: how claims come into the queue, and how they are read there."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, true, update

from claimcheck.errors import NotInQueue, QueueError, RecordError
from claimcheck.export.annotated import address_of
from claimcheck.queue import desks
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.folding import folded
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import article as articles
from claimcheck.queue.tables import desk as desk_table
from claimcheck.queue.tables import item
from claimcheck.queue.tables import version as versions
from claimcheck.queue.verifying_texts import hash_of
from claimcheck.queue.versioning import Outcome, carry_over, put_in
from claimcheck.record import dumps, validate_report

Json = dict[str, Any]

MAX_CLAIMS = 20_000
MAX_BYTES = 10 * 1024 * 1024  # of the text, as UTF-8
MAX_ADDRESS = 2_000  # characters
MAX_TITLE = 500
MAX_LISTED = 200

#: More versions than any article has: the largest number that the column takes.
MOST_VERSIONS = 2**31 - 1
#: Complaints about a record that are told.
_TOLD = 3
#: Parts of a record that say how it was made, and nothing about the article.
_MAKING = ("provenance",)

#: Words of the article in a complaint: errors are logged, and drafts are nobody's business there.
_WORDS = re.compile(r'"(?=[^"]*\s)[^"]*"')
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Article:
    """An article on a desk. `version` is the number of the newest."""

    id: int
    desk_id: int
    uri: str
    title: str | None
    published_at: str | None
    version: int
    created_at: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was handed in: the text, and the report (schemas/report.schema.json) whose offsets count its code points."""

    article_id: int
    number: int
    sha256: str
    source: str = field(repr=False)
    report: Json = field(repr=False)
    added_at: str
    added_by: str


@dataclass(frozen=True, slots=True)
class Added:
    """What adding an article did, as numbers of items, each sorted.

    `queued`: claims that are new in the queue, changed forms among them. `carried`: those that go on as they were. `changed`: those
    that are told otherwise now, and are stale, or open again where only the meaning of the same words changed. `orphaned`: those that
    the article no longer has. `returned`: those that it has again. `loud`: changed or orphaned ones with a verdict, or on which somebody
    was at work.
    """

    article_id: int
    version: int
    queued: tuple[int, ...] = ()
    carried: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    orphaned: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()
    loud: tuple[int, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report and its text that were found to be sound. Preparing needs no database: servers do it before they begin to write."""

    report: Json
    source: str
    uri: str
    title: str | None
    packed: bytes
    sealed: str  # what the log has of both


def prepare(report: object, source: str) -> Prepared:
    """Look a report and its text over. Raises QueueError for those that are not valid, do not fit each other, or are too large."""
    if not isinstance(source, str) or "\0" in source:
        raise QueueError("The article's text holds a character that no text has (U+0000): read the file in its own format.")
    try:
        size = len(source.encode())
    except UnicodeEncodeError:
        raise QueueError("The article's text holds half a character: decode it anew.") from None
    if size > MAX_BYTES:
        raise QueueError(f"The article is larger than {MAX_BYTES // 1024**2} MiB: split it.")
    if isinstance(report, dict) and isinstance(report.get("claims"), list) and len(report["claims"]) > MAX_CLAIMS:
        raise QueueError(f"The article has more than {MAX_CLAIMS:,} claims: split it.")
    complaints = validate_report(report, source=source)
    if complaints or not isinstance(report, dict):
        more = f" … and {len(complaints) - _TOLD} more" if len(complaints) > _TOLD else ""
        told = "; ".join(_WORDS.sub('"…"', str(one))[:300] for one in complaints[:_TOLD])
        raise QueueError(f"The report cannot be used: {told}{more}.")
    if report["document"]["characters"] != len(source):
        raise QueueError("The report is of another text: it counts other characters. Make it anew from this one.")
    uri = address_of(report["document"])
    if len(uri) > MAX_ADDRESS:
        raise QueueError(f"The article's address is longer than {MAX_ADDRESS:,} characters: give it a shorter one.")
    title = _CONTROLS.sub(" ", report["document"].get("title", ""))[:MAX_TITLE].strip() or None
    try:
        written = dumps(report)
        packed = zlib.compress(written.encode())
    except (RecordError, UnicodeEncodeError):
        raise QueueError("The report holds half a character: make it anew.") from None
    return Prepared(report, source, uri, title, packed, hash_of(written, source))


def add(tx: Transaction, actor: Actor, desk_id: int, report: object, source: str, *, now: datetime) -> Added:
    """Put an article on a desk, or a new version of one that is there; which of them, its address tells.

    A version is new when its text is, or its claims and findings are (read anew by other rules, or with what was looked up since).
    Raises NotInQueue, QueueForbidden, QueueError.
    """
    actor.needs(Role.EDITOR, desk_id, "push")
    return put(tx, actor, desk_id, prepare(report, source), now=now)


def put(tx: Transaction, actor: Actor, desk_id: int, prepared: Prepared, *, now: datetime) -> Added:
    """The same for a report that was looked over. Raises NotInQueue, QueueForbidden."""
    actor.needs(Role.EDITOR, desk_id, "push")
    row = _locked(tx, desk_id, prepared.uri)
    if row is None:  # another may add the same article in this moment
        tx.execute(select(desk_table.c.id).where(desk_table.c.id == desk_id).with_for_update(key_share=True))
        row = _locked(tx, desk_id, prepared.uri)
    policy = desks.of(tx, actor, desk_id).policy
    document = prepared.report["document"]
    values = {
        "title": prepared.title, "folded": folded(prepared.title), "published_at": document.get("published_at"), "changed_at": stamp(now),
    }  # fmt: skip
    if row is None:
        statement = insert(articles).values(desk_id=desk_id, uri=prepared.uri, version=1, created_at=stamp(now), **values)
        article_id = int(tx.execute(statement.returning(articles.c.id)).scalar_one())
        _write(tx, actor, article_id, 1, prepared, now)
        told = {"uri": prepared.uri, "title": prepared.title, "version": 1, "sha256": document["sha256"], "sealed": prepared.sealed}
        tx.log(Event(now, actor, "article.added", f"article:{article_id}", desk_id, article_id, after=told))
        outcome = put_in(tx, actor, desk_id, article_id, prepared.report["claims"], policy, now=now)
        return _added(article_id, 1, outcome)
    article_id, number = int(row.id), int(row.version) + 1
    before = _version(tx, article_id, number - 1)
    if before.sha256 == document["sha256"] and before.source == prepared.source and _same(before.report, prepared.report):
        return Added(article_id, number - 1, unchanged=True)
    tx.execute(update(articles).where(articles.c.id == article_id).values(version=number, **values))
    _write(tx, actor, article_id, number, prepared, now)
    outcome = carry_over(
        tx, actor, desk_id, article_id, before.report["claims"], prepared.report["claims"], policy,
        number=number, same_words=before.source == prepared.source and row.published_at == values["published_at"], now=now,
    )  # fmt: skip
    found = _added(article_id, number, outcome)
    tx.log(
        Event(
            now, actor, "article.versioned", f"article:{article_id}", desk_id, article_id,
            before={"version": number - 1, "sha256": before.sha256},
            after={
                "version": number, "sha256": document["sha256"], "sealed": prepared.sealed, "uri": prepared.uri, "title": prepared.title,
                **{name: list(getattr(found, name)) for name in ("queued", "carried", "changed", "orphaned", "returned", "loud")},
            },
        )
    )  # fmt: skip
    return found


def _locked(tx: Transaction, desk_id: int, uri: str) -> Row[Any] | None:
    """The article's row; nobody else gives it a new version until the transaction ends."""
    return tx.first(select(articles).where(articles.c.desk_id == desk_id, articles.c.uri == uri).with_for_update(key_share=True))


def _same(old: Json, new: Json) -> bool:
    """Whether two reports say the same, whatever made them."""

    def told(report: Json) -> Any:
        claims = [{name: value for name, value in claim.items() if name not in _MAKING} for claim in report["claims"]]
        return claims, report["findings"]

    return bool(told(old) == told(new))


def _write(tx: Transaction, actor: Actor, article_id: int, number: int, prepared: Prepared, now: datetime) -> None:
    digest = prepared.report["document"]["sha256"]
    values = {"sha256": digest, "source": prepared.source, "report": prepared.packed, "added_at": stamp(now), "added_by": actor.name}
    tx.execute(insert(versions).values(article_id=article_id, number=number, **values))


def _added(article_id: int, number: int, outcome: Outcome) -> Added:
    return Added(
        article_id, number, outcome.queued, outcome.carried, outcome.changed, outcome.orphaned, outcome.returned, outcome.loud
    )  # fmt: skip


# -- reading ------------------------------------------------------------------------------------------------------


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """The condition that narrows every query over `article` to what somebody may see."""
    seen = actor.desks()
    return true() if seen is None else articles.c.desk_id.in_(sorted(seen))


def get(tx: Transaction, actor: Actor, article_id: int) -> Article:
    """An article. Raises NotInQueue, QueueForbidden."""
    actor.needs_scope("read")
    row = tx.first(select(*_COLUMNS).where(articles.c.id == article_id, in_sight(actor)))
    if row is None:
        raise NotInQueue(f"There is no article number {article_id} in the queue, or it is not yours to see.")
    return Article(**row._mapping)


def listed(tx: Transaction, actor: Actor, *, desk_id: int | None = None, after: int | None = None, limit: int = 50) -> list[Article]:
    """The articles in sight, those that were added last first. `after`: go on behind the article of that number."""
    actor.needs_scope("read")
    query = select(*_COLUMNS).where(in_sight(actor))
    if desk_id is not None:
        query = query.where(articles.c.desk_id == desk_id)
    if after is not None:
        query = query.where(articles.c.id < after)
    rows = tx.rows(query.order_by(articles.c.id.desc()).limit(max(1, min(limit, MAX_LISTED))))
    return [Article(**row._mapping) for row in rows]


def counts(tx: Transaction, actor: Actor, ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many claims of articles are in which state; those of articles out of sight are not among them."""
    wanted: Sequence[int] = sorted(set(ids))[:MAX_LISTED]
    query = select(item.c.article_id, item.c.state, func.count().label("claims")).join(articles, articles.c.id == item.c.article_id)
    query = query.where(articles.c.id.in_(wanted), in_sight(actor)).group_by(item.c.article_id, item.c.state)
    found: dict[int, dict[str, int]] = {}
    for row in tx.rows(query.order_by(item.c.article_id, item.c.state)):
        found.setdefault(row.article_id, {})[row.state] = row.claims
    return found


def version(tx: Transaction, actor: Actor, article_id: int, number: int | None = None, *, with_report: bool = True) -> Version:
    """An article as it was in a version, or in the newest. `with_report`: without it the report is empty, which is quicker where only the
    text is wanted. Raises NotInQueue, QueueForbidden.
    """
    found = get(tx, actor, article_id)
    return _version(tx, article_id, found.version if number is None else number, with_report)


def _version(tx: Transaction, article_id: int, number: int, with_report: bool = True) -> Version:
    columns = [column for column in versions.c if with_report or column is not versions.c.report]
    wanted = (versions.c.article_id == article_id, versions.c.number == number)
    row = tx.first(select(*columns).where(*wanted)) if number <= MOST_VERSIONS else None
    if row is None:
        raise NotInQueue(f"Article number {article_id} has no version {number}.")
    report: Json = json.loads(zlib.decompress(row.report)) if with_report else {}
    return Version(article_id, int(row.number), row.sha256, row.source, report, row.added_at, row.added_by)


_COLUMNS = (
    articles.c.id, articles.c.desk_id, articles.c.uri, articles.c.title, articles.c.published_at, articles.c.version, articles.c.created_at,
    articles.c.changed_at,
)  # fmt: skip
