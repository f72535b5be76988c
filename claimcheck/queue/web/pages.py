"""What every page works with: who asks, what they sent, and how a page is answered.

    def show(visit: Visit) -> Response:
        with visit.read() as tx:
            found = items.get(tx, visit.actor, visit.number("id"))
        return visit.page("claim.html.jinja", item=found)

    Route("/claims/{id:int}", page(service, show))

Such a function runs in a thread of its own, so that it may ask the database without keeping others waiting.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from claimcheck.errors import QueueError
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.service import Service
from claimcheck.queue.web import forms, templating
from claimcheck.queue.web.guard import require
from claimcheck.queue.web.messages import told

#: Longest text that a field of a form may hold, in characters.
LONGEST = 20_000
_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page by somebody who is signed in."""

    request: Request
    service: Service
    actor: Actor
    now: datetime
    form: FormData = field(default_factory=FormData)

    @property
    def query(self) -> QueryParams:
        return self.request.query_params

    def read(self) -> AbstractContextManager[Transaction]:
        return self.service.database.read()

    def write(self) -> AbstractContextManager[Transaction]:
        return self.service.database.write()

    def number(self, name: str) -> int:
        """A number of the path, like the `id` of `/claims/{id:int}`."""
        return int(self.request.path_params[name])

    def text(self, name: str, default: str = "") -> str:
        """A field of the form, without space around it. Raises QueueError where it is too long, or a file."""
        value = self.form.get(name, default)
        if isinstance(value, UploadFile):
            raise QueueError(f"{name} is a text, not a file.")
        if len(value) > LONGEST:
            raise QueueError(f"{name} is too long: {LONGEST:,} characters at most.")
        return value.replace("\r\n", "\n").strip()

    def texts(self, name: str) -> list[str]:
        """All values of a field, like those of check boxes; empty ones are left out."""
        return [value.strip() for value in self.form.getlist(name) if isinstance(value, str) and value.strip()]

    def whole(self, name: str) -> int | None:
        """A whole number of the form; None where nothing was given. Raises QueueError."""
        value = self.text(name)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or len(value) > 15:
            raise QueueError(f"{name} is a whole number.")
        return int(value)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The page of a template, which sees who asks besides what it is given."""
        return answer(self.request, template, status, actor=self.actor, now=self.now, **values)

    def go(self, path: str, query: str = "", said: str = "") -> Response:
        """On to another page of this server, which says what was done: `said` is a code of `messages.SAID`, perhaps with numbers
        ("bulk.12.3"). `query`: what follows the question mark, written by `urlencode` or `to_query`."""
        whole = "&".join(part for part in (query, urlencode({"said": said}) if said else "") if part)
        return RedirectResponse(f"{path}?{whole}" if whole else path, 303)


def page(service: Service, show: Callable[[Visit], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint out of a function that shows or does something."""

    async def endpoint(request: Request) -> Response:
        actor = require(request)
        form = FormData()
        if request.method not in ("GET", "HEAD"):
            form = await forms.read(request, files=10, fields=_FIELDS)
        try:
            return await run_in_threadpool(show, Visit(request, service, actor, service.now(), form))
        finally:
            await form.close()

    return endpoint


def answer(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page, for whoever asks. Nothing of it is kept by browsers or by what stands between: it may hold drafts."""
    given = {
        "actor": getattr(request.state, "actor", None),
        "path": request.url.path,
        "said": told(request.query_params.get("said")),
        "roles": Role,
        "problem": "",
        **values,
    }
    return HTMLResponse(templating.render(template, **given), status, headers={"Cache-Control": "no-store"})
