"""The people of the queue, for administrators: adding somebody, letting them in with a link, shutting them out."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError
from claimcheck.queue import desks, people, tickets
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.web.pages import Visit, page


def routes(service: Service) -> list[BaseRoute]:
    """`/settings/people`, and what is sent from it."""
    return [
        Route("/settings/people", page(service, show), methods=["GET"]),
        Route("/settings/people", page(service, add), methods=["POST"]),
        Route("/settings/people/{id:int}", page(service, change), methods=["POST"]),
        Route("/settings/people/{id:int}/link", page(service, link), methods=["POST"]),
    ]


def show(visit: Visit) -> Response:
    """Everybody."""
    return _shown(visit)


def add(visit: Visit) -> Response:
    """Add somebody. They choose their own password, with the link that the answer shows once."""
    try:
        with visit.write() as tx:
            made = people.add(
                tx,
                visit.actor,
                visit.text("name"),
                display_name=visit.text("display_name") or None,
                admin=bool(visit.text("admin")),
                now=visit.now,
            )
            secret = tickets.make(tx, visit.actor, made.id, now=visit.now)
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    return _shown(visit, name=made.name, secret=secret)


def link(visit: Visit) -> Response:
    """A link with which somebody chooses a password, once."""
    try:
        with visit.write() as tx:
            found = people.get(tx, visit.actor, visit.number("id"))
            secret = tickets.make(tx, visit.actor, found.id, now=visit.now)
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    return _shown(visit, name=found.name, secret=secret)


def change(visit: Visit) -> Response:
    """Shut somebody out, let them in again, make them an administrator or not."""
    number, action = visit.number("id"), visit.text("action")
    said = {"shut-out": "person-shut-out", "let-in": "person-let-in"}.get(action, "person-changed")
    try:
        with visit.write() as tx:
            if action == "shut-out":
                people.deactivate(tx, visit.actor, number, now=visit.now)
            elif action == "let-in":
                people.activate(tx, visit.actor, number, now=visit.now)
            elif action in ("admin", "no-admin"):
                people.set_admin(tx, visit.actor, number, action == "admin", now=visit.now)
            else:
                raise QueueError("What is to be changed? Use the buttons of the page.")
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    return visit.go("/settings/people", said=said)


def _shown(visit: Visit, *, problem: str = "", status: int = 200, name: str = "", secret: str = "") -> Response:
    visit.actor.needs_admin()
    with visit.read() as tx:
        everybody = people.listed(tx, visit.actor)
        names = {desk.id: desk.name for desk in desks.all_in_sight(tx, visit.actor)}
    address = tickets.link(visit.service.settings.public_url, secret) if secret else ""
    return visit.page(
        "people.html.jinja",
        status,
        problem=problem,
        people=everybody,
        desks=names,
        new_name=name,
        link=address,
        hours=tickets.HOURS,
        sent=visit.form if problem else {},
    )
