"""Whether the server lives, and whether it can work: for a load balancer, a container's supervisor, or whoever watches over it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError
from claimcheck.queue import migrating
from claimcheck.queue.service import Service

_FRESH = {"cache-control": "no-store"}


def routes(service: Service) -> list[BaseRoute]:
    """/healthz: the process answers. /readyz: it reaches its database, whose tables are those it works with; 503 where not. Anybody may ask
    both; nothing about the queue is told."""

    async def alive(request: Request) -> JSONResponse:
        return JSONResponse({"status": "alive"}, headers=_FRESH)

    def ready(request: Request) -> JSONResponse:
        problem = unready(service)
        if problem:
            return JSONResponse({"status": "unready", "problem": problem}, 503, headers=_FRESH)
        return JSONResponse({"status": "ready"}, headers=_FRESH)

    return [Route("/healthz", alive, name="healthz"), Route("/readyz", ready, name="readyz")]


def unready(service: Service) -> str | None:
    """What keeps the server from working: "stopping", "database" or "migration"; None where it can work."""
    if service.stopping.is_set():
        return "stopping"
    try:
        version = migrating.current(service.database)
    except QueueError:
        return "database"
    return None if version == migrating.newest() else "migration"
