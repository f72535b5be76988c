"""What one row of the table of endpoints says. Routing, checking and the OpenAPI document all read it, so they cannot differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from claimcheck.queue import items
from claimcheck.queue.actor import Actor
from claimcheck.queue.api.problems import Problem
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import Item
from claimcheck.queue.service import Service

Json = dict[str, Any]

#: Who may use an endpoint: somebody with this role on the desk that it is about, an administrator, whoever is known; "session": whoever
#: signed in themselves, and no token.
Needs = Literal["known", "session", "viewer", "checker", "editor", "admin"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the address's query or in a header. `schema` is of JSON Schema, with a single type; `many`: it may be repeated."""

    name: str
    schema: Json
    description: str
    many: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was read and checked, inside the transaction in which it is carried out."""

    service: Service
    tx: Transaction
    actor: Actor
    now: datetime
    path: Mapping[str, int]
    query: Mapping[str, Any]  # only what was given
    body: Json
    if_match: frozenset[str] | None = None
    lease: str | None = None
    prepared: Any = None  # what the endpoint's `prepare` returned

    def number(self, name: str) -> int:
        """A number in the path."""
        return self.path[name]

    def revision(self, item_id: int) -> int | None:
        """The revision that the caller has read, None where any will do; the claim is locked. Raises NotInQueue, Problem 412."""
        if self.if_match is None:
            return None
        found: Item = items.get(self.tx, self.actor, item_id, lock=True)
        if "*" not in self.if_match and found.etag not in self.if_match:
            raise Problem(412, "Somebody changed this claim since you read it: read it again.", {"ETag": found.etag})
        return found.revision


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer. `fresh`: it may differ though the `etag` is the same, so it is always told. `next`: the cursor of the page that
    follows; `lines`: instead of `body`, bytes to be sent one after the other."""

    body: Any = None
    status: int | None = None  # None: the endpoint's own
    etag: str | None = None
    fresh: bool = False
    next: str | None = None
    location: str | None = None  # below the API's address
    lines: Iterable[bytes] | None = None
    media_type: str | None = None
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method of a path.

    `scope`: what a token needs; None: any token will do, or none. `body`, `answer`: names of `shapes.SHAPES`. `prepare` is what takes long
    and writes nothing; it runs before the transaction. `secret`: its answer holds one, and is never kept. `claim`: it changes the
    claim in its path, so that `If-Match` and `Claim-Lease` count. `streams`: kinds of text that it answers instead of JSON.
    `also`: further statuses that it answers, with what they mean.
    """

    method: Method
    path: str
    name: str
    tag: str
    summary: str
    needs: Needs
    scope: str | None
    handler: Callable[[Call], Answer]
    answer: str | None = None
    status: int = 200
    body: str | None = None
    query: tuple[Parameter, ...] = ()
    prepare: Callable[[Call], Any] | None = None
    writes: bool | None = None
    secret: bool = False
    claim: bool = False
    etag: bool = False
    paged: bool = False
    large: bool = False
    media_type: str = "application/json"
    streams: tuple[str, ...] = ()
    also: Mapping[int, str] = field(default_factory=dict)
    about: str = ""  # more than the summary says

    @property
    def changes(self) -> bool:
        """Whether it needs a transaction that writes."""
        return self.method != "GET" if self.writes is None else self.writes

    @property
    def repeatable(self) -> bool:
        """Whether a caller can make sure that it is carried out once, with Idempotency-Key."""
        return self.method == "POST"
