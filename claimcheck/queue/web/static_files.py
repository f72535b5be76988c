"""Style sheets and scripts. Their addresses hold a hash of what is in them, so that browsers keep them for good."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class _Asset:
    body: bytes
    kind: str
    digest: str


@cache
def _assets() -> dict[str, _Asset]:
    """Every file by its name. Nothing else can be asked for."""
    found = [file for file in files("claimcheck.queue.web").joinpath("static").iterdir() if file.name.rpartition(".")[2] in _KINDS]
    found.append(files("claimcheck.report").joinpath("templates", "report.css"))
    return {file.name: _asset(file) for file in found}


def _asset(file: Any) -> _Asset:
    body = file.read_bytes()
    return _Asset(body, _KINDS[file.name.rpartition(".")[2]], sha256(body).hexdigest()[:16])


def address(name: str) -> str:
    """Where a file is found. Raises KeyError for one that does not exist."""
    return f"/static/{name}?v={_assets()[name].digest}"


def routes() -> list[BaseRoute]:
    """`/static/{name}`."""
    return [Route("/static/{name}", _serve, name="static")]


async def _serve(request: Request) -> Response:
    asset = _assets().get(request.path_params["name"])
    if asset is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    tag = f'"{asset.digest}"'
    current = request.query_params.get("v") == asset.digest
    headers = {"ETag": tag, "Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(asset.body, media_type=asset.kind, headers=headers)
