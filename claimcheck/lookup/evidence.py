"""What goes to a source and what comes back: requests, answers, failures, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal
from urllib.parse import urlencode

from claimcheck.lookup.statement import Statement

FailureKind = Literal[
    "refused",  # the host is not allowed, or its address is no public one
    "confidential",  # the request would have held words of the draft beyond its key terms
    "unreachable",  # no connection, or it broke before an answer
    "timeout",
    "rate-limited",  # 429, or an error in the body that says so
    "busy",  # 503, or the service's own word for it, such as maxlag
    "http-error",  # any other status that is no success
    "service-error",  # an error inside an answer whose status says success
    "too-large",
    "truncated",  # the connection broke in the middle of the answer
    "malformed",  # not the format that was promised, or not its shape
    "circuit-open",  # the host failed so often just before that it is left alone
    "not-kept",  # a replay, and this answer is not among those kept
    "not-configured",  # a key, a contact address or a file is missing
    "budget",  # the article's requests are used up
]


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. `secrets` name parameters whose values the client puts in at the last moment, from the environment variable named.

    `url` has no query. `accept` is what the answer must be, else it is malformed: checked by its content type and by reading it.
    """

    url: str
    params: tuple[tuple[str, str], ...] = ()
    accept: Literal["json", "html", "text"] = "json"
    secrets: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The whole address, without secrets: what logs, dry runs and records hold."""
        hidden = tuple((name, f"${variable}") for name, variable in self.secrets)
        query = urlencode(self.params + hidden, safe="$|:,")
        return f"{self.url}?{query}" if query else self.url

    @property
    def key(self) -> str:
        """Name of the request among answers that are kept; it does not depend on any secret."""
        return sha256(f"GET {self.shown}\n{self.accept}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: status 2xx, the whole body, within every limit, not an error in disguise.

    `retrieved` is the time of retrieval, RFC 3339 in UTC, also when the answer was kept. `headers` are those of the allow-list, in
    lower case. `value` is the decoded JSON for a request that accepts it, else None.
    """

    request: Request
    status: int
    body: bytes
    retrieved: str
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False  # it was not asked for again
    value: object = None

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that brought no answer, or a source that could not be asked at all; never a reason to lose the others' answers."""

    kind: FailureKind
    message: str  # one sentence for the user, without secrets, with what would mend it
    request: Request | None = None
    retry_after: float | None = None  # seconds, as the service said
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a fact-checker published of a claim: quoted, never ours."""

    rating: str  # in the publisher's own words, in any language
    publisher: str
    url: str
    reviewed: str | None = None  # ISO 8601 date


EvidenceKind = Literal["page", "statement", "series", "fact-check", "capture", "article", "record"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate: something that a source says, with where it stands and what it may be used for.

    `text` is plain text (no markup), what offsets of `statements` and of quotes point into. `statements` are given by sources that
    hold facts and no prose; None: our own extractor reads the text. `dated` is the day that relative dates in the text count from.
    `answers` are the SHA-256 of the answers it was made of.
    """

    source: str
    kind: EvidenceKind
    title: str
    url: str  # as permanent as the source allows
    text: str
    licence: str | None = None
    revision: str | None = None
    dated: date | None = None
    modified: str | None = None  # ISO 8601: when it last changed
    as_of: Literal["then", "since"] | None = None  # whether it stood so on the article's day of publication, or came later
    answers: tuple[str, ...] = ()
    statements: tuple[Statement, ...] | None = None
    verdict: Verdict | None = None
    score: float | None = None  # how well it matches the query, where the source ranks; larger is better
