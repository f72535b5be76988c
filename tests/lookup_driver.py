"""Drives a source by hand: what the client does around it, without a network."""

from __future__ import annotations

import json
from collections.abc import Callable

from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Source

RETRIEVED = "2026-01-02T03:04:05Z"


def answer(request: Request, content: object, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """An answer as the client hands it over: JSON from a value, or a body as it is."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    value = json.loads(body) if request.accept == "json" else None
    return Answer(request, status, body, RETRIEVED, headers or {}, value=value)


def drive(source: Source, query: Query, answers: Callable[[Request], Answer | Failure], limit: int = 5) -> Found:
    """What the source finds when `answers` answers. Answers that the source judges to be errors
    reach it as the failures that they are."""
    search = source.search(query, limit=limit)
    got: list[Answer | Failure] | None = None
    while True:
        try:
            batch = next(search) if got is None else search.send(got)
        except StopIteration as done:
            found: Found = done.value
            return found
        assert batch, "a source that yields asks for something"
        got = []
        for request in batch:
            assert request.url.split("/")[2].split(":")[0] in source.hosts, "a host that the source did not name"
            given = answers(request)
            got.append((source.judge(given) or given) if isinstance(given, Answer) else given)
