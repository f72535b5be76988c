"""Articles: the list, handing one in or a new version of one, and one with its claims, its versions and the verdicts it left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from starlette.datastructures import UploadFile
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import ClaimcheckError, NotInQueue, QueueError
from claimcheck.queue import articles, comments, desks, items, listing
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.articles import Added, Article
from claimcheck.queue.database import Transaction
from claimcheck.queue.desks import Desk
from claimcheck.queue.items import Item
from claimcheck.queue.listing import Filter
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.states import State
from claimcheck.queue.tables import item as item_table
from claimcheck.queue.tables import version as version_table
from claimcheck.queue.web import reading
from claimcheck.queue.web.pages import Visit, page
from claimcheck.queue.web.places import Place

Json = dict[str, Any]

#: Articles on a page of the list.
SHOWN = 30
#: Claims of one article that its page lists; the rest is in the list of claims.
_CLAIMS = 200
#: States in the order in which the bar of an article shows them: what is done first.
_BAR = (State.CHECKED, State.CORRECTED, State.DISMISSED, State.DISPUTED, State.LEASED, State.NEW)
_SETTLED = (State.CHECKED, State.CORRECTED, State.DISMISSED)


def routes(service: Service) -> list[BaseRoute]:
    """`/articles` and what is sent from it, `/articles/{id}` and its versions."""
    return [
        Route("/articles", page(service, show_list), methods=["GET"]),
        Route("/articles", page(service, hand_in), methods=["POST"]),
        Route("/articles/{id:int}", page(service, show), methods=["GET"]),
        Route("/articles/{id:int}/versions", page(service, hand_in_version), methods=["POST"]),
        Route("/articles/{id:int}/versions/{number:int}", page(service, show_version), methods=["GET"]),
        Route("/articles/{id:int}/comment", page(service, comment), methods=["POST"]),
    ]


# --- the list ---


@dataclass(frozen=True, slots=True)
class Row:
    """An article in the list. `bar`: for each state that it has, how many claims, and their share in whole percent."""

    article: Article
    desk: str
    claims: int  # that stand in it
    settled: int
    bar: tuple[tuple[str, int, int], ...]
    left_behind: int  # claims that were changed or dropped


def show_list(visit: Visit) -> Response:
    """The articles, those handed in last first."""
    return _list(visit)


def hand_in(visit: Visit) -> Response:
    """Take in an article: a file, or text that was pasted."""
    try:
        with visit.read() as tx:
            desk = _desk(tx, visit)
        report, source = _read(visit)
        added = _put(visit, desk.id, report, source)
    except ClaimcheckError as error:
        return _list(visit, problem=str(error), status=status_of(error) if isinstance(error, QueueError) else 422)
    return visit.go(f"/articles/{added.article_id}", said=_said(added))


def _list(visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    after = visit.query.get("after", "")
    wanted = visit.query.get("desk", "")
    with visit.read() as tx:
        seen = desks.all_in_sight(tx, visit.actor)
        chosen = next((desk for desk in seen if desk.name == wanted), None)
        if wanted and chosen is None:
            raise NotInQueue("There is no such desk, or it is not yours to see.")
        found = articles.listed(tx, visit.actor, desk_id=chosen.id if chosen else None, after=_number(after), limit=SHOWN + 1)
        counted = articles.counts(tx, visit.actor, [one.id for one in found])
    names = {desk.id: desk.name for desk in seen}
    may_add = [desk for desk in seen if _may(visit.actor, desk.id, Role.EDITOR)]
    return visit.page(
        "articles.html.jinja",
        status,
        problem=problem,
        rows=[_row(one, names[one.desk_id], counted.get(one.id, {})) for one in found[:SHOWN]],
        next=found[SHOWN - 1].id if len(found) > SHOWN else None,
        first=not after,
        desks=seen,
        desk=chosen,
        may_add=may_add,
        reads=visit.service.extract is not None,
        megabytes=visit.service.settings.upload_bytes // 1024**2,
        sent=visit.form,
    )


def _row(article: Article, desk: str, counted: Mapping[str, int]) -> Row:
    live = {state: counted.get(state, 0) for state in _BAR}
    total = sum(live.values())
    bar = tuple((state.value, number, round(100 * number / total)) for state, number in live.items() if number)
    return Row(article, desk, total, sum(live[state] for state in _SETTLED), bar, counted.get(State.STALE, 0))


# --- handing in ---


def hand_in_version(visit: Visit) -> Response:
    """Take in a new version of an article. It goes by the article's address, whatever the file is called."""
    number = visit.number("id")
    with visit.read() as tx:
        found = articles.get(tx, visit.actor, number)
        visit.actor.needs(Role.EDITOR, found.desk_id, "push")
    try:
        report, source = _read(visit, found)
        added = _put(visit, found.desk_id, _readdressed(report, found.uri), source)
    except ClaimcheckError as error:
        return _article(visit, None, problem=str(error), status=status_of(error) if isinstance(error, QueueError) else 422)
    return visit.go(f"/articles/{added.article_id}", said=_said(added))


def _desk(tx: Transaction, visit: Visit) -> Desk:
    """The desk that was chosen, or the only one there is. Asked before the article is read, which takes long."""
    wanted = visit.whole("desk")
    if wanted is None:
        (wanted,) = [desk.id for desk in desks.all_in_sight(tx, visit.actor)][:1] or [0]
    found = desks.of(tx, visit.actor, wanted)
    visit.actor.needs(Role.EDITOR, found.id, "push")
    return found


def _read(visit: Visit, old: Article | None = None) -> tuple[Json, str]:
    """The report of what was handed in, and its text. Raises ClaimcheckError for what cannot be read."""
    if visit.service.extract is None:
        raise QueueError("This server reads no articles: hand them in with `claimcheck check --queue`.")
    published = _day(visit.text("published") or (old.published_at if old and old.published_at else ""))
    upload = visit.form.get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        if visit.text("pasted"):
            raise QueueError("You chose a file and pasted a text: give one of the two.")
        data, name = upload.file.read(), upload.filename.replace("\\", "/").rsplit("/", 1)[-1][:200]
    else:
        text = visit.form.get("pasted", "")
        if not isinstance(text, str) or not text.strip():
            raise QueueError("Choose a file, or paste the article's text.")
        name = visit.text("name") or (old.uri if old else "")
        if not name:
            raise QueueError("Give the text a name: a later version of it is known by it.")
        data, name = text.replace("\r\n", "\n").encode(), f"{name[:200].replace('/', '-')}.txt"
    return visit.service.extract(data, name, published)


def _put(visit: Visit, desk_id: int, report: Json, source: str) -> Added:
    prepared = articles.prepare(report, source)  # before anybody has to wait for the database
    with visit.write() as tx:
        return articles.put(tx, visit.actor, desk_id, prepared, now=visit.now)


def _readdressed(report: Json, uri: str) -> Json:
    """The report under another address."""
    claims = [claim | {"document": claim["document"] | {"uri": uri}} for claim in report["claims"]]
    return report | {"document": report["document"] | {"uri": uri}, "claims": claims}


def _said(added: Added) -> str:
    if added.unchanged:
        return "article-known"
    if added.version == 1:
        return f"article-added.{len(added.queued)}"
    numbers = (len(one) for one in (added.queued, added.carried, added.changed, added.orphaned))
    return ".".join(["version-added", *map(str, numbers)])


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise QueueError("The day of publication is written as 2026-11-23.") from None


# --- one article ---


@dataclass(frozen=True, slots=True)
class Handed:
    """A version, without its text."""

    number: int
    added_at: str
    added_by: str


def show(visit: Visit) -> Response:
    """An article as it is now."""
    return _article(visit, None)


def show_version(visit: Visit) -> Response:
    """An article as it was."""
    return _article(visit, visit.number("number"))


def comment(visit: Visit) -> Response:
    """Say something about the article as a whole."""
    number = visit.number("id")
    try:
        with visit.write() as tx:
            comments.add(tx, visit.actor, number, visit.text("body"), now=visit.now)
    except NotInQueue:
        raise
    except QueueError as error:
        return _article(visit, None, problem=str(error), status=status_of(error))
    return visit.go(f"/articles/{number}", said="commented")


def _article(visit: Visit, number: int | None, *, problem: str = "", status: int = 200) -> Response:
    with visit.read() as tx:
        found = articles.get(tx, visit.actor, visit.number("id"))
        version = articles.version(tx, visit.actor, found.id, number)
        place = Place(Filter(article=found.id), "article")
        listed = listing.page(tx, visit.actor, place.wanted, order="article", limit=_CLAIMS, now=visit.now)
        remarks = comments.of(tx, visit.actor, found.id, version=version.number)
        there = _numbers(tx, found.id, version.number)
        counted = articles.counts(tx, visit.actor, [found.id]).get(found.id, {})
        row = _row(found, desks.of(tx, visit.actor, found.desk_id).name, counted)
        return visit.page(
            "article.html.jinja",
            status,
            problem=problem,
            article=found,
            version=version,
            versions=_versions(tx, found.id),
            row=row,
            place=place,
            entries=[entry for entry in listed.items if entry.item.state is not State.STALE],
            more=listed.next is not None,
            left_behind=_left_behind(tx, visit.actor, found.id),
            passages=reading.passages(version, None, there, remarks),
            findings=version.report["findings"],
            comments=[remark for remark in remarks if remark.item_id is None],
            may_add=_may(visit.actor, found.desk_id, Role.EDITOR),
            may_take=_may(visit.actor, found.desk_id, Role.CHECKER),
            reads=visit.service.extract is not None,
            sent=visit.form,
        )


def _numbers(tx: Transaction, article_id: int, number: int) -> dict[str, int]:
    """The items of the claims that stand in a version, by the claims' ids. The article was asked for before."""
    columns = item_table.c
    query = select(columns.claim_id, columns.id).where(
        columns.article_id == article_id, columns.first_version <= number, columns.last_version >= number
    )
    return {row.claim_id: row.id for row in tx.rows(query)}


def _versions(tx: Transaction, article_id: int) -> list[Handed]:
    columns = (version_table.c.number, version_table.c.added_at, version_table.c.added_by)
    query = select(*columns).where(version_table.c.article_id == article_id).order_by(version_table.c.number.desc())
    return [Handed(row.number, row.added_at, row.added_by) for row in tx.rows(query)]


def _left_behind(tx: Transaction, actor: Actor, article_id: int) -> Sequence[Item]:
    """Claims with a verdict whose words the article does not have any more: what was found out still stands, and its claim does not."""
    query = (
        select(*items.COLUMNS)
        .where(
            and_(item_table.c.article_id == article_id, item_table.c.state == State.STALE),
            item_table.c.verdict.is_not(None),
            items.in_sight(actor),
        )
        .order_by(item_table.c.last_version.desc(), item_table.c.start, item_table.c.id)
    )
    return [items.from_row(row) for row in tx.rows(query)]


def _may(actor: Actor, desk_id: int, role: Role) -> bool:
    return (actor.role_on(desk_id) or 0) >= role


def _number(text: str) -> int | None:
    if text and (not text.isascii() or not text.isdigit() or len(text) > 15):
        raise QueueError("The list goes on behind an article's number.")
    return int(text) if text else None
