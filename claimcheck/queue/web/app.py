"""The web application: pages, the API below /api/v1, static files, and signs of life, behind one guard."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from claimcheck.errors import QueueError
from claimcheck.queue import api, health, metrics
from claimcheck.queue.api.problems import problem
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.web import (
    adjudication,
    article,
    claim,
    exports,
    figures,
    hooks,
    inbox,
    live,
    past,
    settings,
    sign_in,
    staff,
    static_files,
)
from claimcheck.queue.web.guard import Guard
from claimcheck.queue.web.pages import answer

#: Modules with pages. Each has `routes(service)`; where two have the same address, the first is asked.
PAGES = (sign_in, inbox, claim, adjudication, article, exports, figures, past, settings, staff, hooks)


def application(service: Service) -> Starlette:
    """Everything that a server serves. `state.live` is what sends changes to open pages: `close` it before a server waits for its
    connections to end."""
    hub = live.Hub(service)
    routes: list[BaseRoute] = [route for module in PAGES for route in module.routes(service)]
    routes += live.routes(service, hub)
    routes += static_files.routes()
    routes += [*health.routes(service), *metrics.routes(service)]
    routes.append(Mount("/api/v1", routes=api.routes(service)))

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with hub.running():
            yield

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, service=service)],
        exception_handlers={QueueError: _refused, HTTPException: _missing, Exception: _broken},
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.live = hub
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, QueueError)
    return _problem(request, status_of(error), str(error))


async def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: "There is no such page.", 405: "This cannot be done here."}.get(error.status_code, error.detail)
    return _problem(request, error.status_code, words, error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    # What went wrong stands in the server's log; it may hold words of drafts, so the page does not repeat it.
    return _problem(request, 500, "Something went wrong in claimcheck. Nothing was changed.")


def _problem(request: Request, status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    if request.url.path.startswith("/api/"):
        return problem(status, words, headers)
    return answer(request, "problem.html.jinja", status, words=words, code=status)
