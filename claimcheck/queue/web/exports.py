"""What the list of claims holds, as a file to take away."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.queue import exporting
from claimcheck.queue.service import Service
from claimcheck.queue.web import places
from claimcheck.queue.web.pages import Visit, page

#: Form -> the ending of its file, and its media type.
KINDS = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/jsonl; charset=utf-8"),
    "annotations": ("jsonld", "application/ld+json"),
    "lock": ("lock", "application/json"),
    "schema-org": ("jsonld", "application/ld+json"),
}


def routes(service: Service) -> list[BaseRoute]:
    """`/export`: sent, not asked for, since the log tells that it was done."""
    return [Route("/export", page(service, export), methods=["POST"])]


def export(visit: Visit) -> Response:
    """The claims of the list in the form that was chosen."""
    place = places.read(visit.text("query"))
    form = visit.text("form")
    with visit.read() as tx:  # which keeps nobody waiting, however long it takes
        claims, pieces = exporting.read(tx, visit.actor, place.wanted, form, now=visit.now)
        found = "".join(pieces)
    with visit.write() as tx:
        exporting.note(tx, visit.actor, place.wanted, form, claims, now=visit.now)
    ending, kind = KINDS.get(form, ("txt", "text/plain; charset=utf-8"))
    headers = {"Content-Disposition": f'attachment; filename="claims-{visit.now:%Y-%m-%d}.{ending}"', "Cache-Control": "no-store"}
    return Response(found, media_type=kind, headers=headers)
