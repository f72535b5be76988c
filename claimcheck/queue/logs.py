"""What the server says about itself on standard error: a line an event, JSON for machines or plain for a terminal.

Nothing of a draft is in it: of an address only the route's template ("/claims/{id}"), never its query; of an error its kind and
the places in the program it passed, never its text, for a database's complaints quote what was written.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Any, Literal, TextIO

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.types import EventDict, Processor

from claimcheck.queue.audit import Event

Form = Literal["text", "json"]

NAME = "claimcheck.queue"
#: Frames of a traceback that are told, the innermost last.
_FRAMES = 12
#: Statuses that somebody who watches over the server should see.
_REFUSED = (401, 403, 421, 429)

#: Events of the log that are told here too, and whether they are something to look at.
_SECURITY = {
    "person.signed-in": "info",
    "person.sign-in-failed": "warning",
    "person.added": "warning",
    "person.changed": "warning",
    "member.set": "warning",
    "token.made": "warning",
    "token.revoked": "warning",
    "webhook.added": "warning",
    "webhook.changed": "warning",
    "webhook.removed": "warning",
    "queue.exported": "info",
    "queue.backed-up": "info",
    "queue.restored": "warning",
    "queue.migrated": "warning",
}


def configure(form: Form, stream: TextIO | None = None) -> None:
    """Send all that this program and its libraries log to a stream (default: standard error), in one form."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    ]
    if form == "json":
        renderer: Processor = structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=24, sort_keys=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)  # of libraries
    logging.getLogger(NAME).setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        other = logging.getLogger(name)
        other.handlers, other.propagate = [], True
        other.setLevel(logging.WARNING)


def logger() -> Any:
    """What the server's parts log with: `logger().info("delivered", status=200)`."""
    return structlog.stdlib.get_logger(NAME)


def told(events: Sequence[Event]) -> None:
    """Log those events of the queue's log that concern its safety. A listener of `Database`."""
    for event in events:
        level = _SECURITY.get(event.action)
        if level:
            getattr(logger(), level)(
                event.action, security=True, subject=event.subject, by=event.actor.person_id, via=event.actor.via, desk=event.desk_id
            )


def _without_words(_logger: Any, _method: str, entry: EventDict) -> EventDict:
    """An exception becomes its kind and the places that it passed."""
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        entry["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        entry["passed"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    entry.pop("stack_info", None)
    return entry


# --- requests ---

#: What is told of each request that was answered: method, route, status, seconds.
Observer = Callable[[str, str, int, float], None]


class Observed:
    """Gives each request an id, and tells how it was answered: to the log, and to `observe`."""

    def __init__(self, app: ASGIApp, observe: Observer | None = None, clock: Callable[[], float] = time.perf_counter):
        self._app = app
        self._observe = observe
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, request, status = self._clock(), token_hex(8), 500
        scope.setdefault("state", {})["request_id"] = request
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", request.encode())]}
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            seconds, route, method = self._clock() - start, route_of(scope), method_of(scope)
            if self._observe:
                self._observe(method, route, status, seconds)
            level = "error" if status >= 500 else "warning" if status in _REFUSED else "info"
            actor = scope["state"].get("actor")
            getattr(logger(), level)(
                "request",
                method=method,
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
                person=getattr(actor, "person_id", None),
                via=getattr(actor, "via", None),
            )


def route_of(scope: Scope) -> str:
    """The template of the route that a request took, "(none)" where there is none: addresses may name what is nobody's business."""
    route = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    if path is None:
        return "(none)"
    found = str(scope.get("root_path", "")) + str(path)
    return found if len(found) < 200 else "(long)"


def method_of(scope: Scope) -> str:
    """The method, if it is one of HTTP's: others are anybody's words."""
    method = str(scope.get("method", ""))
    return method if method in ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT") else "(other)"
