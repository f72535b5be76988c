"""Endpoints: people, for administrators; one's own tokens."""

from __future__ import annotations

from typing import Any

from claimcheck.errors import QueueError
from claimcheck.queue import people, tokens
from claimcheck.queue.api import plain
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint
from claimcheck.queue.api.paging import as_page

Json = dict[str, Any]


def _self(call: Call) -> int:
    """The number of whoever asks. Raises QueueError for what acts without being somebody."""
    if call.actor.person_id is None:
        raise QueueError("This belongs to a person: sign in as one.")
    return call.actor.person_id


def _people(call: Call) -> Answer:
    return Answer(as_page([plain.person(each) for each in people.listed(call.tx, call.actor)]))


def _add(call: Call) -> Answer:
    body = call.body
    made = people.add(
        call.tx, call.actor, body["name"], display_name=body["display_name"], password=body.get("password"),
        admin=body.get("admin", False), now=call.now,
    )  # fmt: skip
    return Answer(plain.person(made), location=f"/people/{made.id}")


def _one(call: Call) -> Answer:
    return Answer(plain.person(people.get(call.tx, call.actor, call.number("person_id"))))


def _change(call: Call) -> Answer:
    tx, actor, number, body, now = call.tx, call.actor, call.number("person_id"), call.body, call.now
    people.get(tx, actor, number)
    if "display_name" in body:
        people.set_display_name(tx, actor, number, body["display_name"], now=now)
    if "admin" in body:
        people.set_admin(tx, actor, number, body["admin"], now=now)
    if "active" in body:
        (people.activate if body["active"] else people.deactivate)(tx, actor, number, now=now)
    return Answer(plain.person(people.get(tx, actor, number)))


def _tokens(call: Call) -> Answer:
    return Answer(as_page([plain.token(each) for each in tokens.listed(call.tx, call.actor, _self(call))]))


def _make_token(call: Call) -> Answer:
    body = call.body
    made, secret = tokens.make(
        call.tx, call.actor, _self(call), body["name"], body["scopes"], body["days"], body.get("desk_id"), now=call.now
    )
    return Answer({"token": plain.token(made), "secret": secret}, location=f"/tokens/{made.id}")


def _revoke(call: Call) -> Answer:
    return Answer(plain.token(tokens.revoke(call.tx, call.actor, call.number("token_id"), now=call.now)))


_SIGNED_IN = "A token cannot make another: one that was stolen could live on."

ENDPOINTS = (
    Endpoint("GET", "/people", "listPeople", "People", "Everybody.", "admin", "admin", _people, "People"),
    Endpoint("POST", "/people", "addPerson", "People", "Add somebody.", "admin", "admin", _add, "Person", 201, body="NewPerson"),
    Endpoint("GET", "/people/{person_id}", "getPerson", "People", "Somebody.", "admin", "admin", _one, "Person"),
    Endpoint(
        "PATCH", "/people/{person_id}", "changePerson", "People", "Change somebody, shut them out, or let them in again.", "admin", "admin",
        _change, "Person", body="PersonChange",
    ),
    Endpoint("GET", "/tokens", "listTokens", "Tokens", "One's own tokens.", "session", None, _tokens, "Tokens", about=_SIGNED_IN),
    Endpoint(
        "POST", "/tokens", "makeToken", "Tokens", "Make a token.", "session", None, _make_token, "MadeToken", 201, body="NewToken",
        secret=True, about=_SIGNED_IN,
    ),
    Endpoint(
        "DELETE", "/tokens/{token_id}", "revokeToken", "Tokens", "End a token at once.", "session", None, _revoke, "Token",
        about=_SIGNED_IN,
    ),
)  # fmt: skip
