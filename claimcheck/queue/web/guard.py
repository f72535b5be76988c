"""What stands before every page and every part of the API.

In this order: is the request for this server (`Host`: against DNS rebinding); does it carry a token where tokens do not belong; who sends
it; does a change come from one of our own pages (`Origin`: against forgery), and is nothing read by other sites' pages; may somebody
unknown ask for it (few addresses, all others are closed unless listed here); is it too large. Every answer gets the headers of `headers`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from typing import NoReturn
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from claimcheck.errors import QueueError
from claimcheck.queue import secret_text, tokens
from claimcheck.queue.actor import Actor
from claimcheck.queue.service import Service
from claimcheck.queue.web import cookies, headers, here
from claimcheck.queue.web.recognition import Known, bearer, recognised

#: Outside of the API, what a token may be shown for.
_METRICS = "/metrics"
#: What somebody unknown may ask for. /metrics asks for a token by itself.
OPEN = frozenset(
    {
        "/sign-in",
        "/sign-out",
        "/sign-in/ticket",
        "/sign-in/oidc",
        "/sign-in/oidc/callback",
        "/healthz",
        "/readyz",
        _METRICS,
        "/favicon.ico",
    }
)
#: The same for everybody, so that it is not asked who it is.
_IMPERSONAL = frozenset({"/healthz", "/readyz", "/favicon.ico"})
_STATIC = "/static/"
_API = "/api/"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: What the statuses of refusals are called (RFC 9110, section 15).
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    408: "Request Timeout",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    421: "Misdirected Request",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
#: Bytes that somebody unknown may send: a name and a password.
_UNKNOWN_BYTES = 65_536
#: What a form may be larger than the file in it.
_AROUND_A_FILE = 1_048_576
#: No number of ours is so long; databases, and Python, fail at longer ones.
_TOO_MANY_DIGITS = re.compile("[0-9]{16}")
#: Seconds in which all of a request has to be here.
_PATIENCE = 120.0

_log = logging.getLogger("claimcheck.queue.guard")


def require(request: Request) -> Actor:
    """Who asks. Raises HTTPException (401) for somebody unknown; the guard lets nobody unknown through but to `OPEN`."""
    actor = getattr(request.state, "actor", None)
    if not isinstance(actor, Actor):
        raise HTTPException(401, "Sign in first.")
    return actor


class Guard:
    """ASGI middleware. Sets `request.state.actor` (None for somebody unknown) and `request.state.session` (None with a token)."""

    def __init__(self, app: ASGIApp, service: Service):
        self._app = app
        self._service = service
        self._settings = service.settings
        self._here = here.Here(service.settings.public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})  # there are none
            return
        exchange = _Exchange(scope, receive, send, secure=self._settings.secure)
        scope.setdefault("state", {}).update(actor=None, session=None)
        refusal = await self._refused(HTTPConnection(scope), exchange)
        if refusal is not None:
            await refusal(scope, exchange.receive, exchange.send)
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception:
            if await exchange.answer_stopped():
                return
            await exchange.broken()
            raise

    async def _refused(self, request: HTTPConnection, exchange: _Exchange) -> Response | None:
        path = request.url.path
        if not self._here.is_host(request.headers.getlist("host")):
            return _refusal(request, 421, f"This server is asked for at {self._here.origin}.")
        if _holds_a_secret(request):
            return _refusal(
                request,
                400,
                "A token does not belong into an address, where others read it: revoke it, and send it as `Authorization: Bearer`.",
            )
        known: Known | None = None
        personal = path not in _IMPERSONAL and not path.startswith(_STATIC)
        if personal:
            try:
                known = await run_in_threadpool(recognised, self._service, request)
            except QueueError as error:
                _log.error("%s", error)
                return _refusal(request, 503, "The queue cannot be reached at the moment.", {"retry-after": "10"})
        if known is not None:
            request.scope["state"].update(actor=known.actor, session=known.session)
        if bearer(request) is not None:
            if personal and known is None:
                challenge = {"www-authenticate": 'Bearer error="invalid_token"'}
                return _refusal(request, 401, "This token is not valid, or no longer.", challenge)
            if personal and not path.startswith(_API) and path != _METRICS:
                return _refusal(request, 403, f"Tokens are for the API, below {_API}: pages are for whoever is signed in.")
        elif refused := self._from_elsewhere(request):
            return refused
        if known is None and path not in OPEN and not path.startswith(_STATIC):
            return self._unknown(request)
        if not path.startswith(_API) and _TOO_MANY_DIGITS.search(path):
            return _refusal(request, 404, "There is no such page.")
        exchange.limit(_UNKNOWN_BYTES if known is None else self._settings.upload_bytes + _AROUND_A_FILE)
        if exchange.is_too_large_by_its_own_word():
            return _refusal(request, 413, exchange.too_large_words())
        if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            return _refusal(request, 415, "Send it without compression.")
        return None

    def _from_elsewhere(self, request: HTTPConnection) -> Response | None:
        """Refuses what another site's page makes a browser send."""
        site = request.headers.get("sec-fetch-site")
        if request.scope["method"] in _SAFE:
            # Nothing is read from elsewhere; a link to us is followed, into a window of its own.
            opened = request.headers.get("sec-fetch-mode") == "navigate" and request.headers.get("sec-fetch-dest") in ("document", None)
            if site not in (None, "same-origin", "none") and not opened:
                return _refusal(request, 403, "Other sites' pages get nothing from here.")
            return None
        origins = request.headers.getlist("origin")
        if origins:
            ours = origins == [self._here.origin]
        elif site is None and request.url.path.startswith(_API) and cookies.get(request, cookies.SESSION, self._settings) is None:
            ours = True  # a program that forgot its token, and is told so
        else:
            ours = site == "same-origin"
        return None if ours else _refusal(request, 403, f"Changes are only taken from pages of {self._here.origin}.")

    def _unknown(self, request: HTTPConnection) -> Response:
        path = request.url.path
        if path.startswith(_API):
            return _refusal(request, 401, "Show a token: `Authorization: Bearer ccq_…`.", {"www-authenticate": "Bearer"})
        if request.scope["method"] in ("GET", "HEAD") and request.headers.get("sec-fetch-mode", "navigate") == "navigate":
            return RedirectResponse(here.sign_in_and_go_on_to(path, request.url.query), 303)
        return _refusal(
            request, 401, "You are not signed in, or no longer: sign in, in another tab to keep what you wrote here, and try again."
        )


class _Exchange:
    """The bytes of a request coming in, counted, and the answer going out, with our headers."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, secure: bool):
        self._scope = scope
        self._receive = receive
        self._send = send
        self._secure = secure
        self._most = _UNKNOWN_BYTES
        self._came = 0
        self._complete = False
        self._until: float | None = None
        self._answered = False
        self._stopped: tuple[int, str] | None = None

    def limit(self, most: int) -> None:
        self._most = most

    def is_too_large_by_its_own_word(self) -> bool:
        promised = HTTPConnection(self._scope).headers.get("content-length", "")
        return promised.isascii() and promised.isdigit() and (len(promised) > 15 or int(promised) > self._most)

    def too_large_words(self) -> str:
        return f"This is too large: {self._most / 1_048_576:.3g} MiB at most."

    async def receive(self) -> Message:
        message = await self._in_time()
        if message["type"] == "http.request":
            self._came += len(message.get("body", b""))
            self._complete = not message.get("more_body", False)
            if self._came > self._most:
                self._stop(413, self.too_large_words())
        return message

    async def _in_time(self) -> Message:
        if self._complete:
            return await self._receive()  # until the browser goes away, which may take as long as it likes
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + _PATIENCE
        try:
            async with asyncio.timeout_at(self._until):
                return await self._receive()
        except TimeoutError:
            self._stop(408, "This came too slowly: try again.")

    def _stop(self, status: int, words: str) -> NoReturn:
        self._stopped = (status, words)
        raise _Stopped

    async def send(self, message: Message) -> None:
        if self._stopped is None:
            await self._out(message)
        else:
            await self.answer_stopped()  # whatever was made of the half of it is not told

    async def answer_stopped(self) -> bool:
        """Answer a request that was not read to its end; whether it was such a one."""
        if self._stopped is not None and not self._answered:
            response = _refusal(HTTPConnection(self._scope), *self._stopped, {"connection": "close"})
            await response(self._scope, self._receive, self._out)
        return self._stopped is not None

    async def broken(self) -> None:
        """An answer to what failed; the error itself goes on, to the server's log."""
        if not self._answered:
            await _refusal(HTTPConnection(self._scope), 500, "Something went wrong in claimcheck.")(self._scope, self._receive, self._out)

    async def _out(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._answered = True
            message = {**message, "headers": headers.added(message.get("headers", ()), self._scope["path"], secure=self._secure)}
        await self._send(message)


class _Stopped(Exception):
    """More came than may, or too slowly: nobody reads on."""


def _holds_a_secret(request: HTTPConnection) -> bool:
    query = request.scope.get("query_string", b"").decode("latin-1")
    if secret_text.holds_one(query, tokens.PREFIX):
        return True
    return any(name == "access_token" for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=None))


def _refusal(request: HTTPConnection, status: int, words: str, more: dict[str, str] | None = None) -> Response:
    """A sentence for whoever asked: problem details (RFC 9457) for programs, a page for browsers."""
    path = request.url.path
    if path.startswith(_API):
        body = json.dumps({"type": "about:blank", "title": _TITLES[status], "status": status, "detail": words}, ensure_ascii=False)
        return Response(body, status, more, "application/problem+json")
    if "text/html" in request.headers.get("accept", "") and status in (401, 403, 413):
        return here.page(words, status, more)
    return PlainTextResponse(f"{words}\n", status, more)
