"""The cookies of the server: of a session, of a known browser, of a sign-in at a provider that is under way.

All of them are for this host alone, out of reach for scripts, and not sent along from other sites' forms. Over TLS their names begin with
`__Host-`, so that no other host of the same domain can set them.
"""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from claimcheck.queue.service import ServerSettings

SESSION = "claimcheck-session"
DEVICE = "claimcheck-device"
PROVIDER = "claimcheck-provider"
_LONGEST = 4_000


def name_of(cookie: str, settings: ServerSettings) -> str:
    """How a cookie is called on this server."""
    return f"__Host-{cookie}" if settings.secure else cookie


def get(connection: HTTPConnection, cookie: str, settings: ServerSettings) -> str | None:
    """What a request's cookie holds; None where it has none, or it is too long to be one of ours."""
    value = connection.cookies.get(name_of(cookie, settings))
    return value if value and len(value) <= _LONGEST else None


def put(response: Response, cookie: str, value: str, settings: ServerSettings, *, seconds: int | None = None) -> None:
    """Set a cookie. Without `seconds` it ends with the browser."""
    response.set_cookie(
        name_of(cookie, settings), value, max_age=seconds, path="/", secure=settings.secure, httponly=True, samesite="lax"
    )  # fmt: skip


def drop(response: Response, cookie: str, settings: ServerSettings) -> None:
    """Take a cookie away."""
    response.delete_cookie(name_of(cookie, settings), path="/", secure=settings.secure, httponly=True, samesite="lax")
