"""The queue over HTTP, for programs: JSON, tokens, OpenAPI."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from claimcheck.queue.api import openapi, reference
from claimcheck.queue.api.answering import Address, dumps
from claimcheck.queue.api.problems import problem
from claimcheck.queue.api.table import by_path
from claimcheck.queue.service import Service

#: Where the routes are mounted.
BASE = "/api/v1"


def routes(service: Service) -> list[BaseRoute]:
    """The API's routes, to be mounted at BASE. `request.state.actor` is who asks, None for nobody: whoever is in front sets it."""
    found: list[BaseRoute] = [
        Route("/openapi.json", _openapi, methods=["GET"]),
        Route("/docs", _docs, methods=["GET"]),
        Route("/docs.css", _style, methods=["GET"]),
    ]
    found += [Route(path, Address(service, methods, BASE)) for path, methods in by_path().items()]
    return [*found, _Nowhere()]


async def _openapi(request: Request) -> Response:
    return Response(dumps(openapi.document()), media_type="application/json")


async def _docs(request: Request) -> Response:
    return Response(reference.page(), media_type="text/html")


async def _style(request: Request) -> Response:
    return Response(reference.STYLE, media_type="text/css")


class _Nowhere(BaseRoute):
    """Every other address."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.FULL if scope["type"] == "http" else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await problem(404, f"There is nothing at this address: {BASE}/docs tells what there is.")(scope, receive, send)
