"""/account: a person's own password, sessions and tokens."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import NotInQueue, QueueError, QueueForbidden
from claimcheck.queue import attempts, desks, people, sessions, signing_in, tokens
from claimcheck.queue.actor import SCOPES
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.web import pages
from claimcheck.queue.web.arrival import browser_of, let_in, too_many
from claimcheck.queue.web.pages import Visit

#: What each scope lets a token do.
SCOPE_WORDS = {
    "read": "read claims, articles and figures",
    "review": "take claims, give verdicts, comment",
    "push": "add articles and new versions of them",
    "manage": "assign, decide between reviewers, change the settings of desks",
    "admin": "everything that administrators may do",
}


def routes(service: Service) -> list[BaseRoute]:
    """The routes of these pages."""
    return [
        Route("/account", pages.page(service, show), methods=["GET"], name="account"),
        Route("/account/password", pages.page(service, set_password), methods=["POST"]),
        Route("/account/sessions/end", pages.page(service, end_sessions), methods=["POST"]),
        Route("/account/tokens", pages.page(service, make_token), methods=["POST"]),
        Route("/account/tokens/{id:int}/revoke", pages.page(service, revoke_token), methods=["POST"]),
    ]


def show(visit: Visit) -> Response:
    """The page."""
    return _shown(visit)


def set_password(visit: Visit) -> Response:
    """Choose another password. Everything else that was signed in is so no longer."""
    current, password, again = (_raw(visit, name) for name in ("current", "password", "again"))
    if password != again:
        return _shown(visit, problem="The two passwords differ: write the same one twice.", status=422)
    browser = browser_of(visit.request, visit.service)
    try:
        done = signing_in.after_new_password(visit.service, browser, visit.actor, current, password)
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    if isinstance(done, attempts.Refused):
        response = _shown(visit, problem=too_many(done), status=429)
        response.headers["retry-after"] = str(done.seconds)
        return response
    return let_in(visit.go("/account", said="password-set"), visit.service, done)


def end_sessions(visit: Visit) -> Response:
    """End one session, or all others."""
    number = visit.text("session")
    held = visit.request.state.session
    with visit.write() as tx:
        if number:
            sessions.end_one(tx, visit.actor, number)
        else:
            sessions.end_others(tx, visit.actor, held.hash if held else "")
    return visit.go("/account", said="session-ended" if number else "sessions-ended")


def make_token(visit: Visit) -> Response:
    """Make a token. Its secret stands on the page that answers this, and on no other."""
    try:
        with visit.write() as tx:
            _, secret = tokens.make(
                tx,
                visit.actor,
                _person_id(visit),
                visit.text("name"),
                visit.texts("scope"),
                visit.whole("days") or 0,
                visit.whole("desk"),
                now=visit.now,
            )
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    return _shown(visit, secret=secret)


def revoke_token(visit: Visit) -> Response:
    """End a token."""
    with visit.write() as tx:
        tokens.revoke(tx, visit.actor, visit.number("id"), now=visit.now)
    return visit.go("/account", said="token-revoked")


def _shown(visit: Visit, *, problem: str = "", status: int = 200, secret: str = "") -> Response:
    person_id = _person_id(visit)
    idle = timedelta(minutes=visit.service.settings.idle_minutes)
    held = visit.request.state.session
    with visit.read() as tx:
        mine = desks.all_in_sight(tx, visit.actor)
        values = {
            "person": people.get(tx, visit.actor, person_id),
            "sessions": sessions.listed(tx, visit.actor, idle=idle, now=visit.now),
            "tokens": [token for token in tokens.listed(tx, visit.actor, person_id) if token.state(visit.now) != "revoked"],
        }
    oidc = visit.service.settings.oidc
    return visit.page(
        "account.html.jinja",
        status,
        **values,
        desks={desk.id: desk.name for desk in mine},
        this=held.hash if held else "",
        scopes=[(scope, SCOPE_WORDS[scope]) for scope in SCOPES if scope != "admin" or visit.actor.admin],
        days=tokens.DAYS,
        longest_days=tokens.LONGEST_DAYS,
        provider=oidc.label if oidc else "",
        secret=secret,
        problem=problem,
    )


def _person_id(visit: Visit) -> int:
    if visit.actor.scopes is not None:
        raise QueueForbidden("This page is for whoever is signed in, not for tokens.")
    if visit.actor.person_id is None:
        raise NotInQueue("Only people have an account.")
    return visit.actor.person_id


def _raw(visit: Visit, name: str) -> str:
    """A password as it was typed: spaces at its ends are part of it."""
    value = visit.form.get(name, "")
    return value if isinstance(value, str) else ""
