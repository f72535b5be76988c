"""Webhooks of a desk: adding one, what it is told of, what became of each delivery."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.queue import desks, webhooks
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.web.pages import Visit, page

#: Families of events, and what they are about.
FAMILIES = {"article.*": "articles: handed in, new versions", "item.*": "claims: taken, decided, changed", "comment.*": "comments"}


def routes(service: Service) -> list[BaseRoute]:
    """`/settings/desks/{id}/webhooks`, `/settings/webhooks/{id}`, and what is sent from it."""
    return [
        Route("/settings/desks/{id:int}/webhooks", page(service, add), methods=["POST"]),
        Route("/settings/webhooks/{id:int}", page(service, show), methods=["GET"]),
        Route("/settings/webhooks/{id:int}", page(service, change), methods=["POST"]),
        Route("/settings/webhooks/{id:int}/deliveries/{delivery:int}", page(service, again), methods=["POST"]),
    ]


def add(visit: Visit) -> Response:
    """A webhook; its secret stands on the page that answers this, and on no other."""
    try:
        with visit.write() as tx:
            desk = desks.of(tx, visit.actor, visit.number("id"))
            made = webhooks.add(
                tx,
                visit.actor,
                desk.id,
                visit.text("url"),
                form=visit.text("form") or "cloudevents",
                actions=visit.texts("actions"),
                texts=bool(visit.text("texts")),
                own_hosts=visit.service.settings.own_hosts,
                now=visit.now,
            )
    except NotInQueue:
        raise
    except QueueError as error:
        return visit.page("problem.html.jinja", status_of(error), words=str(error), code=status_of(error))
    return _shown(visit, made.webhook.id, secret=made.secret or "")


def show(visit: Visit) -> Response:
    """A webhook and its deliveries."""
    return _shown(visit, visit.number("id"))


def change(visit: Visit) -> Response:
    """Switch it on or off, change it, test it, renew its secret, remove it."""
    number, action = visit.number("id"), visit.text("action")
    said, secret = "webhook-changed", ""
    try:
        with visit.write() as tx:
            found = webhooks.get(tx, visit.actor, number)
            if action == "remove":
                webhooks.remove(tx, visit.actor, number, now=visit.now)
            elif action == "test":
                said = "webhook-tested"
                webhooks.test(tx, visit.actor, number, now=visit.now)
            elif action == "renew":
                secret = webhooks.rotate(tx, visit.actor, number, now=visit.now)
            elif action in ("on", "off"):
                webhooks.change(tx, visit.actor, number, active=action == "on", now=visit.now)
            elif action == "save":
                webhooks.change(
                    tx,
                    visit.actor,
                    number,
                    url=visit.text("url"),
                    actions=visit.texts("actions"),
                    texts=bool(visit.text("texts")),
                    own_hosts=visit.service.settings.own_hosts,
                    now=visit.now,
                )
            else:
                raise QueueError("What is to be changed? Use the buttons of the page.")
    except NotInQueue:
        raise
    except QueueError as error:
        return _shown(visit, number, problem=str(error), status=status_of(error))
    if action == "remove":
        return visit.go(f"/settings/desks/{found.desk_id}", said="webhook-removed")
    return _shown(visit, number, secret=secret) if secret else visit.go(f"/settings/webhooks/{number}", said=said)


def again(visit: Visit) -> Response:
    """Send an event once more."""
    try:
        with visit.write() as tx:
            webhooks.redeliver(tx, visit.actor, visit.number("delivery"), now=visit.now)
    except NotInQueue:
        raise
    except QueueError as error:
        return _shown(visit, visit.number("id"), problem=str(error), status=status_of(error))
    return visit.go(f"/settings/webhooks/{visit.number('id')}", said="delivery-again")


def _shown(visit: Visit, number: int, *, problem: str = "", status: int = 200, secret: str = "") -> Response:
    with visit.read() as tx:
        found = webhooks.get(tx, visit.actor, number)
        before = visit.query.get("before", "")
        sent = webhooks.deliveries(
            tx, visit.actor, number, before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
        )
        desk = desks.of(tx, visit.actor, found.desk_id)
    return visit.page(
        "webhook.html.jinja",
        status,
        problem=problem,
        hook=found,
        desk=desk,
        deliveries=sent,
        secret=secret,
        families=tuple(FAMILIES.items()),
    )
