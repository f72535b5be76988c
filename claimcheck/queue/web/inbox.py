"""The inbox: claims from the most urgent on, narrowed, saved as views, taken, and changed many at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError
from claimcheck.queue import bulk, desks, leases, listing, people, views
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.desks import Desk
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.states import State
from claimcheck.queue.web import places
from claimcheck.queue.web.pages import Visit, page
from claimcheck.queue.web.places import Place
from claimcheck.report import phrases

#: Claims on a page.
SHOWN = 50
#: Names of orders in words.
ORDERS = {
    "priority": "most urgent first",
    "newest": "newest first",
    "age": "longest in the queue first",
    "waiting": "longest unchanged first",
    "article": "as in the articles",
}


def routes(service: Service) -> list[BaseRoute]:
    """`/`, and what is sent from it."""
    return [
        Route("/", page(service, show)),
        Route("/take", page(service, take_next), methods=["POST"]),
        Route("/bulk", page(service, many), methods=["POST"]),
        Route("/views", page(service, save_view), methods=["POST"]),
        Route("/views/{id:int}/remove", page(service, remove_view), methods=["POST"]),
    ]


def show(visit: Visit) -> Response:
    """A page of the list."""
    try:
        return _shown(visit, places.read(visit.query), visit.query.get("after"))
    except QueueError as error:
        if status_of(error) != 422:
            raise
        return _shown(visit, Place(), None, problem=str(error), status=422)


def take_next(visit: Visit) -> Response:
    """Take the most urgent claim that is free: on the desk and of the article that the list is narrowed to."""
    place = places.read_any(visit.text("query"))
    with visit.write() as tx:
        desk = desks.named(tx, visit.actor, place.wanted.desk).id if place.wanted.desk else None
        lease = leases.take(tx, visit.actor, desk_id=desk, article_id=place.wanted.article, now=visit.now)
    if lease is None:
        return visit.go("/", place.query, "none")
    return visit.go(f"/claims/{lease.item.id}", place.query, "taken")


def many(visit: Visit) -> Response:
    """Do one thing to all claims that were ticked."""
    place = places.read_any(visit.text("query"))
    ids = sorted({int(text) for text in visit.texts("ids") if text.isascii() and text.isdigit() and len(text) < 16})
    after = visit.text("after") or None
    try:
        if not ids:
            raise QueueError("No claim is ticked: tick those that you mean.")
        with visit.write() as tx:
            result = bulk.apply(tx, visit.actor, ids, visit.text("action"), _arguments(visit), now=visit.now)
    except QueueError as error:
        return _shown(visit, place, after, problem=str(error), status=status_of(error), ticked=ids)
    if not result.left:
        return visit.go("/", place.query, f"bulk.{len(result.done)}")
    reasons = dict.fromkeys(reason for _, reason in result.left)
    told = f"{len(result.left):,} of {len(ids):,} claims were left as they were. {' '.join(list(reasons)[:5])}"
    return _shown(visit, place, after, problem=told, status=409, ticked=[number for number, _ in result.left])


def save_view(visit: Visit) -> Response:
    """Keep the present list under a name."""
    place = places.read_any(visit.text("query"))
    try:
        with visit.write() as tx:
            views.save(tx, visit.actor, visit.text("name"), place.query, now=visit.now)
    except QueueError as error:
        return _shown(visit, place, None, problem=str(error), status=status_of(error))
    return visit.go("/", place.query, "view-saved")


def remove_view(visit: Visit) -> Response:
    """Forget a view."""
    with visit.write() as tx:
        views.remove(tx, visit.actor, visit.number("id"), now=visit.now)
    return visit.go("/", places.read_any(visit.text("query")).query, "view-removed")


def _arguments(visit: Visit) -> dict[str, Any]:
    """What the chosen action needs to be told."""
    given: dict[str, dict[str, Any]] = {
        "assign": {"person_id": visit.whole("person")},
        "label": {"name": visit.text("label")},
        "unlabel": {"name": visit.text("label")},
        "dismiss": {"reason": visit.text("reason")},
        "reopen": {"note": visit.text("reason")},
    }
    return given.get(visit.text("action"), {})


# --- what the template sees ---


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields of the filter and of the bulk actions offer, each as (value, words)."""

    desks: tuple[Desk, ...]
    states: tuple[tuple[str, int], ...]  # with how many there would be
    total: int
    types: tuple[tuple[str, str], ...]
    checkable: tuple[tuple[str, str], ...]
    stances: tuple[tuple[str, str], ...]
    verdicts: tuple[str, ...]
    people: tuple[tuple[int, str, str], ...]  # id, the name they sign in with, what they are called
    orders: tuple[tuple[str, str], ...]


def _shown(
    visit: Visit, place: Place, after: str | None, *, problem: str = "", status: int = 200, ticked: Collection[int] = ()
) -> Response:
    with visit.read() as tx:
        found = listing.page(tx, visit.actor, place.wanted, order=place.order, after=after or None, limit=SHOWN, now=visit.now)
        return visit.page(
            "inbox.html.jinja",
            status,
            problem=problem,
            place=place,
            wanted=place.wanted,
            found=found,
            first=not after,
            after=after or "",
            ticked=frozenset(ticked),
            sent=visit.form,
            choices=_choices(tx, visit, place),
            views=views.listed(tx, visit.actor),
            may_take=any_role(visit.actor, Role.CHECKER),
            may_edit=any_role(visit.actor, Role.EDITOR),
        )


def any_role(actor: Actor, role: Role) -> bool:
    """Whether somebody has at least this role on some desk."""
    return actor.admin or any(held >= role for held in actor.roles.values())


def _choices(tx: Transaction, visit: Visit, place: Place) -> Choices:
    seen = desks.all_in_sight(tx, visit.actor)
    counted = listing.facets(tx, visit.actor, place.wanted, now=visit.now)
    scale = dict.fromkeys(verdict for desk in seen for verdict in desk.policy.scale)
    editor = any_role(visit.actor, Role.EDITOR)
    everybody = people.listed(tx, visit.actor, active=True) if editor else []
    words = phrases.strings()
    return Choices(
        desks=tuple(seen),
        states=tuple((state.value, counted.states.get(state, 0)) for state in State),
        total=sum(counted.states.values()),
        types=tuple(words["type"].items()),
        checkable=tuple(words["check"].items()),
        stances=tuple((kind, said) for kind, said in words["overall"].items()),
        verdicts=tuple(dict.fromkeys([*scale, *place.wanted.verdict])),
        people=tuple((person.id, person.name, person.display_name) for person in everybody),
        orders=tuple(ORDERS.items()),
    )
