"""Endpoints: who asks, desks and their settings, the log."""

from __future__ import annotations

from typing import Any

from claimcheck.errors import QueueError
from claimcheck.queue import desks, people
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.api import plain
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint
from claimcheck.queue.database import Transaction
from claimcheck.queue.desks import Desk
from claimcheck.queue.policy import policy_from_json

Json = dict[str, Any]


def desk_named(tx: Transaction, actor: Actor, name: str | None) -> Desk:
    """The desk of that name; without one the only desk in sight. Raises NotInQueue, QueueError."""
    if name is not None:
        return desks.named(tx, actor, name)
    seen = desks.all_in_sight(tx, actor)
    if len(seen) != 1:
        names = ", ".join(desk.name for desk in seen[:20])
        raise QueueError(f"Name the desk: there are {names}." if seen else "There is no desk that you may see.")
    return seen[0]


def _desk(desk: Desk) -> Json:
    return {"id": desk.id, "name": desk.name, "policy": desk.policy.to_json()}


def _me(call: Call) -> Answer:
    actor = call.actor
    told: Json = {"name": actor.name, "admin": actor.admin, "roles": plain.roles(actor.roles)}
    more = {"id": actor.person_id, "desk_limit": actor.desk_limit, "scopes": None if actor.scopes is None else sorted(actor.scopes)}
    return Answer({**told, **{name: value for name, value in more.items() if value is not None}})


def _desks(call: Call) -> Answer:
    return Answer({"items": [_desk(desk) for desk in desks.all_in_sight(call.tx, call.actor)]})


def _one(call: Call) -> Answer:
    return Answer(_desk(desks.of(call.tx, call.actor, call.number("desk_id"))))


def _make(call: Call) -> Answer:
    made = desks.make(call.tx, call.actor, call.body["name"], now=call.now)
    return Answer(_desk(made), location=f"/desks/{made.id}")


def _policy(call: Call) -> Answer:
    found = desks.of(call.tx, call.actor, call.number("desk_id"))
    policy = policy_from_json(call.body, found.policy)
    return Answer(_desk(desks.set_policy(call.tx, call.actor, found.id, policy, now=call.now)))


def _members(call: Call) -> Answer:
    found = people.listed(call.tx, call.actor, desk_id=call.number("desk_id"))
    return Answer({"items": [plain.person(each) for each in found]})


def _member(call: Call) -> Answer:
    role = call.body["role"]
    held = None if role is None else Role[role.upper()]
    return Answer(plain.person(people.set_role(call.tx, call.actor, call.number("person_id"), call.number("desk_id"), held, now=call.now)))


ENDPOINTS = (
    Endpoint("GET", "/me", "whoAmI", "Desks", "Who asks, and what they may do.", "known", None, _me, "Me"),
    Endpoint("GET", "/desks", "listDesks", "Desks", "The desks in sight.", "viewer", "read", _desks, "Desks"),
    Endpoint("POST", "/desks", "makeDesk", "Desks", "Make a desk.", "admin", "admin", _make, "Desk", 201, body="NewDesk"),
    Endpoint("GET", "/desks/{desk_id}", "getDesk", "Desks", "A desk and its settings.", "viewer", "read", _one, "Desk"),
    Endpoint(
        "PATCH", "/desks/{desk_id}/policy", "setPolicy", "Desks", "Change settings of a desk.", "editor", "manage", _policy, "Desk",
        body="PolicyChange",
    ),
    Endpoint("GET", "/desks/{desk_id}/members", "listMembers", "Desks", "Who has a role on a desk.", "viewer", "read", _members, "People"),
    Endpoint(
        "PUT", "/desks/{desk_id}/members/{person_id}", "setMember", "Desks", "Give somebody a role on a desk, or none.", "admin", "admin",
        _member, "Person", body="Member",
    ),
)  # fmt: skip
