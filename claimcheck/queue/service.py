"""What the server's pages and its API work with. Everything that differs between a laptop, a team and a test is in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event
from typing import Any, Protocol

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.queue.database import Database

Json = dict[str, Any]


class Extract(Protocol):
    """An uploaded article in, its report record (schemas/report.schema.json) and the text that its offsets count out."""

    def __call__(self, data: bytes, name: str, published: date | None) -> tuple[Json, str]: ...


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """A provider that people may sign in with."""

    issuer: str  # its address, below which .well-known/openid-configuration stands
    client_id: str
    client_secret: str = field(repr=False)
    label: str = "Single sign-on"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How a server is set up. `public_url` is its address as browsers have it: its scheme decides whether cookies are `Secure`, and
    changes are only taken from pages of that origin."""

    public_url: str = "http://127.0.0.1:8765"
    upload_bytes: int = 10 * 1024 * 1024
    session_hours: int = 12
    idle_minutes: int = 120
    metrics_open: bool = False  # /metrics without a token
    oidc: OpenIdConnect | None = None
    own_hosts: frozenset[str] = frozenset()  # of the newsroom's own network, which webhooks may name: plain http, private addresses

    @property
    def secure(self) -> bool:
        """Whether browsers speak TLS with it."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Service:
    """A server's parts. `extract` is None where articles can only be added as records. `stopping` is set when the server is about to end:
    answers that go on and on, such as live updates, end then."""

    database: Database
    now: Callable[[], datetime]
    settings: ServerSettings = ServerSettings()
    extract: Extract | None = None
    stopping: Event = field(default_factory=Event, repr=False, compare=False)


def status_of(error: QueueError) -> int:
    """The HTTP status that tells an error."""
    for kind, status in ((NotInQueue, 404), (QueueForbidden, 403), (QueueConflict, 409)):
        if isinstance(error, kind):
            return status
    return 422
