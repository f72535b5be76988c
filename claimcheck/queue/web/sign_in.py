"""The pages on which people come in and go: /sign-in, /sign-in/ticket, /sign-out, and those of `provider` and `account`."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError
from claimcheck.queue import attempts, sessions, signing_in
from claimcheck.queue.actor import Actor
from claimcheck.queue.oidc_client import Client
from claimcheck.queue.service import Service
from claimcheck.queue.web import account, cookies, forms, here, provider
from claimcheck.queue.web.arrival import browser_of, go_in, sign_in_page, too_many
from claimcheck.queue.web.pages import answer

#: Longest text of a field, in characters.
_LONGEST = 2_000


def routes(service: Service, asker: provider.MakeAsker = Client) -> list[BaseRoute]:
    """All routes that have to do with signing in. `asker`: what asks the OpenID provider, for tests."""
    reception = _Reception(service)
    return [
        Route("/sign-in", reception.form, methods=["GET"], name="sign-in"),
        Route("/sign-in", reception.password, methods=["POST"]),
        Route("/sign-in/ticket", reception.ticket_form, methods=["GET"]),
        Route("/sign-in/ticket", reception.ticket, methods=["POST"]),
        Route("/sign-out", reception.leave, methods=["POST"]),
        *provider.routes(service, asker),
        *account.routes(service),
    ]


class _Reception:
    def __init__(self, service: Service):
        self._service = service

    async def form(self, request: Request) -> Response:
        """The page to sign in; whoever is signed in goes on."""
        goal = here.within(request.query_params.get("next"))
        if isinstance(request.state.actor, Actor):
            return RedirectResponse(goal, 303)
        return sign_in_page(request, self._service, goal)

    async def password(self, request: Request) -> Response:
        """A name and a password were sent."""
        form = await forms.read(request, files=0, fields=10)
        name, password, goal = _text(form, "name"), _text(form, "password"), here.within(_text(form, "next"))
        done = await run_in_threadpool(signing_in.by_password, self._service, browser_of(request, self._service), name, password)
        if isinstance(done, attempts.Refused):
            return sign_in_page(request, self._service, goal, too_many(done), 429, {"retry-after": str(done.seconds)}, name)
        if isinstance(done, signing_in.Wrong):
            return sign_in_page(request, self._service, goal, "The name or the password is not right.", 401, name=name)
        return go_in(self._service, done, goal)

    async def ticket_form(self, request: Request) -> Response:
        """The page of a ticket. Its secret stands behind the #, which browsers keep to themselves: the script puts it into the form."""
        return self._ticket_page(request)

    async def ticket(self, request: Request) -> Response:
        """A ticket's secret and a new password were sent."""
        form = await forms.read(request, files=0, fields=10)
        secret, password, again = (_text(form, name) for name in ("ticket", "password", "again"))
        if password != again:
            return self._ticket_page(request, "The two passwords differ: write the same one twice.", 422, secret)
        browser = browser_of(request, self._service)
        try:
            done = await run_in_threadpool(signing_in.by_ticket, self._service, browser, secret.strip(), password or None)
        except QueueError as error:
            return self._ticket_page(request, str(error), 422, secret)
        if isinstance(done, signing_in.Wrong):
            return self._ticket_page(request, "This link was used, or is no longer good: ask an administrator for another.", 401)
        return go_in(self._service, done, "/" if password else "/account")

    async def leave(self, request: Request) -> Response:
        """Sign out: the session ends, here and in every process."""
        secret = cookies.get(request, cookies.SESSION, self._service.settings)
        if secret:
            await run_in_threadpool(self._end, secret)
        response = RedirectResponse("/sign-in", 303)
        cookies.drop(response, cookies.SESSION, self._service.settings)
        return response

    def _end(self, secret: str) -> None:
        with self._service.database.write() as tx:
            sessions.end(tx, secret)

    def _ticket_page(self, request: Request, problem: str = "", status: int = 200, secret: str = "") -> Response:
        needed = self._service.settings.oidc is None
        return answer(request, "ticket.html.jinja", status, problem=problem, secret=secret, password_needed=needed)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    # PostgreSQL takes no U+0000, and nobody types it.
    return value if isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value else ""
