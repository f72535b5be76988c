"""Endpoints: articles, their versions, comments on them, what was done with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from claimcheck.errors import QueueError
from claimcheck.queue import articles, comments, desks
from claimcheck.queue.actor import Role
from claimcheck.queue.api import plain
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint, Parameter
from claimcheck.queue.api.on_desks import desk_named
from claimcheck.queue.api.paging import AFTER_NUMBER, LIMIT, as_page, cut
from claimcheck.queue.api.schema_parts import LARGEST
from claimcheck.queue.desks import Desk
from claimcheck.queue.tables import version

Json = dict[str, Any]

DESK = Parameter("desk", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "The desk's number.")


def _list(call: Call) -> Answer:
    limit = call.query.get("limit", 50)
    desk = call.query.get("desk")
    if desk is not None:
        desks.of(call.tx, call.actor, desk)
    after = call.query.get("after")
    found = articles.listed(call.tx, call.actor, desk_id=desk, after=after, limit=limit)
    more = len(found) == limit and articles.listed(call.tx, call.actor, desk_id=desk, after=found[-1].id, limit=1)
    following = str(found[-1].id) if more else None
    return Answer(as_page([plain.plain(each) for each in found], following), next=following)


def _one(call: Call) -> Answer:
    return Answer(plain.plain(articles.get(call.tx, call.actor, call.number("article_id"))))


def _versions(call: Call) -> Answer:
    found = articles.get(call.tx, call.actor, call.number("article_id"))
    columns = (version.c.article_id, version.c.number, version.c.sha256, version.c.added_at, version.c.added_by)
    after = min(call.query.get("after", 0), articles.MOST_VERSIONS)
    limit = call.query.get("limit", 50)
    query = select(*columns).where(version.c.article_id == found.id, version.c.number > after).order_by(version.c.number)
    rows, last = cut([dict(row._mapping) for row in call.tx.rows(query.limit(limit + 1))], limit)
    following = None if last is None else str(last["number"])
    return Answer(as_page(list(rows), following), next=following)


def _version(call: Call) -> Answer:
    return Answer(plain.plain(articles.version(call.tx, call.actor, call.number("article_id"), call.number("number"))))


def _newest(call: Call) -> Answer:
    return Answer(plain.plain(articles.version(call.tx, call.actor, call.number("article_id"))))


def _desk(call: Call) -> Desk:
    """The desk that an article goes to. Asked before the work that takes long."""
    found = desk_named(call.tx, call.actor, call.body.get("desk"))
    call.actor.needs(Role.EDITOR, found.id, "push")
    return found


def _look_over(call: Call) -> Callable[[], tuple[Desk, articles.Prepared]]:
    desk, body = _desk(call), call.body
    return lambda: (desk, articles.prepare(body["report"], body["source"]))


def _extract(call: Call) -> Callable[[], tuple[Desk, articles.Prepared]]:
    desk, body, extract = _desk(call), call.body, call.service.extract
    if extract is None:
        raise QueueError("This server finds no claims itself: send a report, as `claimcheck check --queue` does.")
    published = date.fromisoformat(body["published"]) if "published" in body else None
    return lambda: (desk, articles.prepare(*extract(body["text"].encode(), body["name"], published)))


def _put(call: Call) -> Answer:
    desk, prepared = call.prepared
    added = articles.put(call.tx, call.actor, desk.id, prepared, now=call.now)
    return Answer(plain.plain(added), 200 if added.unchanged else 201, location=f"/articles/{added.article_id}")


def _comments(call: Call) -> Answer:
    return Answer(as_page([plain.plain(each) for each in comments.of(call.tx, call.actor, call.number("article_id"))]))


def _comment(call: Call) -> Answer:
    body = call.body
    made = comments.add(
        call.tx, call.actor, call.number("article_id"), body["body"], start=body.get("start"), end=body.get("end"), now=call.now
    )
    return Answer(plain.plain(made))


ENDPOINTS = (
    Endpoint(
        "GET", "/articles", "listArticles", "Articles", "The articles in sight, those added last first.", "viewer", "read", _list, "Articles",
        query=(DESK, AFTER_NUMBER, LIMIT), paged=True,
    ),
    Endpoint(
        "POST", "/articles", "addArticle", "Articles", "Add an article's report, or a new version of it.", "editor", "push", _put, "Added", 201,
        body="NewArticle", prepare=_look_over, large=True, also={200: "This very version was there already."},
        about="Verdicts are carried over to claims that stand as before; those on claims that changed or are gone are told.",
    ),
    Endpoint(
        "POST", "/articles/text", "addText", "Articles", "Add an article as it was written.", "editor", "push", _put, "Added", 201,
        body="NewText", prepare=_extract, large=True, also={200: "This very version was there already."},
        about="The server finds its claims, where it is set up to; this takes seconds.",
    ),
    Endpoint("GET", "/articles/{article_id}", "getArticle", "Articles", "An article.", "viewer", "read", _one, "Article"),
    Endpoint(
        "GET", "/articles/{article_id}/versions", "listVersions", "Articles", "Its versions.", "viewer", "read", _versions, "Versions",
        query=(AFTER_NUMBER, LIMIT), paged=True,
    ),
    Endpoint(
        "GET", "/articles/{article_id}/versions/newest", "getNewestVersion", "Articles", "Its newest version: text and report.", "viewer",
        "read", _newest, "Version",
    ),
    Endpoint(
        "GET", "/articles/{article_id}/versions/{number}", "getVersion", "Articles", "A version: text and report.", "viewer", "read",
        _version, "Version",
    ),
    Endpoint(
        "GET", "/articles/{article_id}/comments", "listComments", "Articles", "Comments on it and on its claims.", "viewer", "read",
        _comments, "Comments",
    ),
    Endpoint(
        "POST", "/articles/{article_id}/comments", "comment", "Articles", "Comment on it.", "checker", "review", _comment, "Comment", 201,
        body="NewComment",
    ),
)  # fmt: skip
