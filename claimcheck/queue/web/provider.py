"""Signing in with an OpenID provider, and tying an account there to the person who is signed in."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError, QueueForbidden
from claimcheck.queue import oidc, people, signing_in
from claimcheck.queue.actor import Actor
from claimcheck.queue.oidc import Departure, Identity
from claimcheck.queue.service import OpenIdConnect, Service
from claimcheck.queue.web import cookies, here
from claimcheck.queue.web.arrival import browser_of, go_in, sign_in_page
from claimcheck.queue.web.guard import require
from claimcheck.queue.web.pages import answer

CALLBACK = "/sign-in/oidc/callback"

#: Makes what asks the provider.
MakeAsker = Callable[[OpenIdConnect], oidc.Asker]


def routes(service: Service, asker: MakeAsker) -> list[BaseRoute]:
    """The routes; none where there is no provider. Raises QueueError where its settings cannot work."""
    if service.settings.oidc is None:
        return []
    oidc.check(service.settings.oidc)
    way = _Way(service, service.settings.oidc, asker)
    return [
        Route("/sign-in/oidc", way.depart, methods=["GET"]),
        Route(CALLBACK, way.arrive, methods=["GET"]),
        Route("/account/provider", way.tie, methods=["POST"]),
    ]


class _Way:
    def __init__(self, service: Service, settings: OpenIdConnect, asker: MakeAsker):
        self._service = service
        self._settings = settings
        self._ask = asker(settings)
        self._redirect_uri = service.settings.public_url.rstrip("/") + CALLBACK

    async def depart(self, request: Request) -> Response:
        """Off to the provider, to sign in."""
        goal = here.within(request.query_params.get("next"))
        departure = oidc.depart(goal, now=self._service.now())
        try:
            address = await self._address(departure)
        except QueueError as error:
            return sign_in_page(request, self._service, goal, str(error), 502)
        return self._noted(RedirectResponse(address, 303), departure)

    async def tie(self, request: Request) -> Response:
        """The same to tie an account there to whoever is signed in. The way leads over a link: our own policy tells browsers to follow
        no redirect to elsewhere after a form."""
        actor = require(request)
        if actor.scopes is not None or actor.person_id is None:
            raise QueueForbidden("This is done by signing in, not with a token.")
        departure = oidc.depart("/account", person_id=actor.person_id, now=self._service.now())
        address = await self._address(departure)
        return self._noted(answer(request, "provider.html.jinja", address=address, provider=self._settings.label), departure)

    async def arrive(self, request: Request) -> Response:
        """Back from the provider."""
        departure = oidc.departure_of(cookies.get(request, cookies.PROVIDER, self._service.settings))
        response = await self._arrival(request, departure)
        cookies.drop(response, cookies.PROVIDER, self._service.settings)
        return response

    async def _arrival(self, request: Request, departure: Departure | None) -> Response:
        query = dict(request.query_params)
        ties = departure is not None and departure.person_id is not None
        goal = here.within(departure.goal if departure else None)
        try:
            identity = await oidc.arrived(self._settings, self._ask, departure, query, self._redirect_uri, now=self._service.now())
            if departure is not None and ties:
                await run_in_threadpool(self._tie, request.state.actor, departure, identity)
                return RedirectResponse("/account?said=provider-tied", 303)
            signed_in = await run_in_threadpool(signing_in.by_identity, self._service, browser_of(request, self._service), identity)
        except QueueError as error:
            if isinstance(request.state.actor, Actor):
                return answer(request, "problem.html.jinja", 422, words=str(error), code=422)
            return sign_in_page(request, self._service, goal, str(error), 422)
        return go_in(self._service, signed_in, goal)

    def _tie(self, actor: Actor | None, departure: Departure, identity: Identity) -> None:
        if actor is None or actor.person_id is None or actor.person_id != departure.person_id:
            raise QueueError("Whoever wanted to tie this account is not signed in any more: begin again on the page Account.")
        with self._service.database.write() as tx:
            people.link(tx, actor, actor.person_id, identity.issuer, identity.subject, now=self._service.now())

    async def _address(self, departure: Departure) -> str:
        return oidc.address(self._settings, await oidc.discovered(self._settings, self._ask), departure, self._redirect_uri)

    def _noted(self, response: Response, departure: Departure) -> Response:
        cookies.put(response, cookies.PROVIDER, departure.to_text(), self._service.settings, seconds=oidc.MINUTES * 60)
        return response
