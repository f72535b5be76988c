"""Endpoints: the log, for those who edit a desk."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from claimcheck.errors import QueueForbidden
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint
from claimcheck.queue.api.paging import AFTER_NUMBER, LIMIT, as_page, cut
from claimcheck.queue.tables import audit

Json = dict[str, Any]


def _desks(actor: Actor) -> list[int] | None:
    """The desks whose events somebody may read; None: all, and what belongs to no desk. Raises QueueForbidden where there are none."""
    seen = actor.desks()
    if seen is None:
        return None
    edited = sorted(desk for desk in seen if (actor.role_on(desk) or 0) >= Role.EDITOR)
    if not edited:
        raise QueueForbidden("The log is for editors of a desk.")
    return edited


def _log(call: Call) -> Answer:
    edited, limit = _desks(call.actor), call.query.get("limit", 50)
    query = select(audit).where(audit.c.seq > call.query.get("after", 0))
    if edited is not None:
        query = query.where(audit.c.desk_id.in_(edited))
    elif call.actor.scopes is not None and "admin" not in call.actor.scopes:
        query = query.where(audit.c.desk_id.is_not(None))  # people and their tokens are told where they may be managed
    rows, last = cut(call.tx.rows(query.order_by(audit.c.seq).limit(limit + 1)), limit)
    following = None if last is None else str(last.seq)
    return Answer(as_page([_event(dict(row._mapping)) for row in rows], following), next=following)


def _event(row: Json) -> Json:
    told = {name: value for name, value in row.items() if value is not None}
    return {**told, **{name: json.loads(told[name]) for name in ("before", "after") if name in told}}


ENDPOINTS = (
    Endpoint(
        "GET", "/log", "readLog", "Log", "What was done on the desks that one edits, in order.", "editor", "manage", _log, "Events",
        query=(AFTER_NUMBER, LIMIT), paged=True,
        about="Administrators read everything, without gaps in the numbers (with a token: with the scope admin besides); each event is sealed "
        "with the hash of the one before.",
    ),
)  # fmt: skip
