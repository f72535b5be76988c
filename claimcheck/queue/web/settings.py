"""Settings: the desks, how each reviews its claims, and who is on it. What concerns one desk is on its own page."""

from __future__ import annotations

import math
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.queue import desks, people, webhooks
from claimcheck.queue.actor import Role
from claimcheck.queue.desks import Desk
from claimcheck.queue.people import Person
from claimcheck.queue.policy import Policy, policy_from_json
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.web.pages import Visit, page
from claimcheck.report import phrases

#: What each role may do.
ROLES = {
    Role.VIEWER: "reads",
    Role.CHECKER: "takes claims, gives verdicts, comments",
    Role.EDITOR: "hands in articles, assigns, decides between reviewers, changes these settings",
}


def routes(service: Service) -> list[BaseRoute]:
    """`/settings`, `/settings/desks/{id}`, and what is sent from them."""
    return [
        Route("/settings", page(service, show), methods=["GET"]),
        Route("/settings/desks", page(service, add_desk), methods=["POST"]),
        Route("/settings/desks/{id:int}", page(service, show_desk), methods=["GET"]),
        Route("/settings/desks/{id:int}/policy", page(service, set_policy), methods=["POST"]),
        Route("/settings/desks/{id:int}/members", page(service, set_member), methods=["POST"]),
    ]


def show(visit: Visit) -> Response:
    """The desks, and where the other settings are."""
    return _shown(visit)


def add_desk(visit: Visit) -> Response:
    """Set up another desk."""
    try:
        with visit.write() as tx:
            made = desks.make(tx, visit.actor, visit.text("name"), now=visit.now)
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    return visit.go(f"/settings/desks/{made.id}", said="desk-added")


def _shown(visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    with visit.read() as tx:
        seen = desks.all_in_sight(tx, visit.actor)
        trouble = webhooks.in_trouble(tx, visit.actor)
    roles = {desk.id: visit.actor.role_on(desk.id) for desk in seen}
    return visit.page(
        "settings.html.jinja", status, problem=problem, desks=seen, held=roles, trouble=trouble, sent=visit.form, role_words=ROLES
    )


# --- one desk ---


def show_desk(visit: Visit) -> Response:
    """How a desk reviews, and who is on it."""
    return _desk(visit)


def set_policy(visit: Visit) -> Response:
    """Change how a desk reviews."""
    try:
        with visit.write() as tx:
            found = desks.of(tx, visit.actor, visit.number("id"))
            desks.set_policy(tx, visit.actor, found.id, policy_from_json(_sent(visit, found), found.policy), now=visit.now)
    except NotInQueue:
        raise
    except QueueError as error:
        return _desk(visit, problem=str(error), status=status_of(error))
    return visit.go(f"/settings/desks/{found.id}", said="desk-changed")


def set_member(visit: Visit) -> Response:
    """Give somebody a role on a desk, or none."""
    number = visit.number("id")
    try:
        role = _role(visit.text("role"))
        with visit.write() as tx:
            person = people.named(tx, visit.actor, visit.text("name").lower())
            people.set_role(tx, visit.actor, person.id, number, role, now=visit.now)
    except QueueError as error:
        return _desk(visit, problem=str(error), status=status_of(error))
    return visit.go(f"/settings/desks/{number}", said="member-set" if role else "member-removed")


def _role(text: str) -> Role | None:
    if not text:
        return None
    try:
        return Role[text.upper()]
    except KeyError:
        raise QueueError(f"A role is one of: {', '.join(role.name.lower() for role in Role)}.") from None


def _sent(visit: Visit, found: Desk) -> dict[str, Any]:
    """The policy as the form has it: one verdict on each line."""
    above = visit.text("priority_above")
    return {
        "scale": _lines(visit.text("scale")),
        "wrong": _lines(visit.text("wrong")),
        "twice": {"priority_above": _number(above, "The priority") if above else None, "types": visit.texts("types")},
        "blind": bool(visit.text("blind")),
        "lease_seconds": round(60 * _number(visit.text("lease_minutes"), "The minutes of a lease")),
        "least_priority": _number(visit.text("least_priority") or "0", "The least priority"),
        "checkable": visit.texts("checkable") or list(found.policy.checkable),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(text: str, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise QueueError(f"{what} is a number.")
    return number


def _desk(visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    with visit.read() as tx:
        found = desks.of(tx, visit.actor, visit.number("id"))
        editor = (visit.actor.role_on(found.id) or 0) >= Role.EDITOR
        members: list[Person] = people.listed(tx, visit.actor, desk_id=found.id) if editor else []
        others = [one for one in people.listed(tx, visit.actor, active=True) if found.id not in one.roles] if visit.actor.admin else []
        hooks = webhooks.listed(tx, visit.actor, found.id) if editor else []
    words = phrases.strings()
    return visit.page(
        "desk.html.jinja",
        status,
        problem=problem,
        desk=found,
        policy=found.policy,
        usual=Policy(),
        members=[(one, one.roles[found.id]) for one in members if found.id in one.roles],
        others=others,
        hooks=hooks,
        may_edit=editor,
        types=tuple(words["type"].items()),
        checkables=tuple(words["check"].items()),
        role_words=ROLES,
        sent=visit.form,
    )
