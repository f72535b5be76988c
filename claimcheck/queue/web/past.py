"""What happened: the log in words, the latest first, of the desks in sight or of one article."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError
from claimcheck.queue import articles, audit, history
from claimcheck.queue.service import Service
from claimcheck.queue.web.pages import Visit, page

#: Events on a page.
SHOWN = 100


def routes(service: Service) -> list[BaseRoute]:
    """`/history`, and `/articles/{id}/history`."""
    return [Route("/history", page(service, show)), Route("/articles/{id:int}/history", page(service, show_article))]


def show(visit: Visit) -> Response:
    """The log of the desks in sight."""
    before = _number(visit.query.get("before", ""))
    with visit.read() as tx:
        found = history.newest(tx, visit.actor, before=before, limit=SHOWN + 1)
        head = audit.head(tx.connection) if visit.actor.admin else None
    further = f"/history?before={found[SHOWN - 1].seq}" if len(found) > SHOWN else ""
    return visit.page("history.html.jinja", entries=found[:SHOWN], further=further, first=before is None, head=head, article=None)


def show_article(visit: Visit) -> Response:
    """The log of an article and its claims, the earliest first."""
    after = _number(visit.query.get("after", "")) or 0
    with visit.read() as tx:
        article = articles.get(tx, visit.actor, visit.number("id"))
        found = history.of(tx, visit.actor, article_id=article.id, after=after, limit=SHOWN + 1)
    further = f"/articles/{article.id}/history?after={found[SHOWN - 1].seq}" if len(found) > SHOWN else ""
    return visit.page("history.html.jinja", entries=found[:SHOWN], further=further, first=not after, head=None, article=article)


def _number(text: str) -> int | None:
    if text and (not text.isascii() or not text.isdigit() or len(text) > 15):
        raise QueueError("The log goes on from an event's number.")
    return int(text) if text else None
