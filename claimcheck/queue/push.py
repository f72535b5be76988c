"""Articles into a queue that runs elsewhere: what `claimcheck check --queue https://…` does.

The whole draft and its report go to that server, because the user names it. The token goes to that server alone: no redirect is followed.
A request that was broken off is sent again with the same Idempotency-Key, so that it is carried out once.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from claimcheck.errors import QueueError, RecordError
from claimcheck.lookup.addresses import host_of, why_not_public
from claimcheck.lookup.retry_after import seconds_to_wait
from claimcheck.lookup.wire import Reply, Wire, WireError
from claimcheck.queue.moments import stamp
from claimcheck.record import dumps
from claimcheck.strict_json import decode, loads

Json = dict[str, Any]

#: Seconds without anything, at each stage. A server takes a while to look a long article over.
_TIMEOUT = 60.0
#: Bytes of an answer.
_CAP = 4 * 1024 * 1024
#: Seconds before the second, the third … try.
_PAUSES = (1.0, 3.0, 9.0)
#: Seconds that a server may ask to wait.
_LONGEST_PAUSE = 60.0
#: Answers after which another try may help: the server is busy, restarting, or still at the first one.
_PASSING = frozenset({409, 425, 429, 500, 502, 503, 504})
#: Answers that would be the same for every article.
_FOR_ALL = frozenset({401, 403, 404, 405})
_TOKEN = re.compile(r"[\x21-\x7e]{1,512}")
_LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was checked: what to call it, its report record, and the text that its offsets count."""

    name: str
    report: Json = field(repr=False)
    source: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of it: articles in the queue, and numbers of claims. `troubles`: a sentence for each article that is not there."""

    articles: int = 0
    new: int = 0
    carried: int = 0
    changed: int = 0
    orphaned: int = 0
    verdicts_lost: int = 0  # verdicts on claims that changed or are gone
    troubles: tuple[str, ...] = ()

    def plus(self, added: Json) -> Pushed:
        """With an article more, as `articles.Added` tells of it."""
        numbers = {name: len(added[name]) for name in ("queued", "carried", "changed", "orphaned", "loud")}
        return Pushed(
            self.articles + 1,
            self.new + numbers["queued"],
            self.carried + numbers["carried"],
            self.changed + numbers["changed"],
            self.orphaned + numbers["orphaned"],
            self.verdicts_lost + numbers["loud"],
            self.troubles,
        )

    def but(self, trouble: str) -> Pushed:
        """With an article that could not be added."""
        return Pushed(self.articles, self.new, self.carried, self.changed, self.orphaned, self.verdicts_lost, (*self.troubles, trouble))

    def __str__(self) -> str:
        """ "pushed 2 articles: 31 new claims, 12 carried over, 1 verdict orphaned"."""
        told = [_number(self.new, "new claim"), f"{self.carried:,} carried over"]
        told += [f"{self.changed:,} changed"] if self.changed else []
        told += [f"{self.orphaned:,} gone"] if self.orphaned else []
        told += [f"{_number(self.verdicts_lost, 'verdict')} orphaned"] if self.verdicts_lost else []
        return f"pushed {_number(self.articles, 'article')}: {', '.join(told)}"


@dataclass(frozen=True, slots=True)
class Server:
    """A queue's server: its address, without a path of the API, and a token that may push. Raises QueueError where they cannot be used."""

    address: str
    token: str = field(repr=False)
    desk: str | None = None

    def __post_init__(self) -> None:
        refused = why_not_a_server(self.address)
        if refused:
            raise QueueError(f"--queue {self.host or 'URL'}: {refused}.")
        if not _TOKEN.fullmatch(self.token):
            raise QueueError("The queue's token cannot be used: it is one line of letters, digits and signs, as the queue showed it.")

    @property
    def host(self) -> str:
        """Its name, for sentences."""
        return host_of(self.address)


class Posts(Protocol):
    """What sends a request: `Wire`."""

    async def post(self, url: str, headers: Any, content: bytes, *, timeout: float, cap: int = 0) -> Reply: ...
    async def close(self) -> None: ...


def why_not_a_server(address: str) -> str | None:
    """Why an address is none that a token and a draft may be sent to, as part of a sentence; None when it is."""
    host = host_of(address)
    if not host:
        return "it cannot be read as an address"
    parts = urlsplit(address)
    if "@" in parts.netloc:
        return "it holds a user name or a password: the token goes into a file"
    if parts.query or parts.fragment:
        return "it has a part after ? or #: give the address of the server alone"
    try:
        parts.port  # noqa: B018  # raises where it is none
    except ValueError:
        return "its port is none"
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)):
        return None
    return "only https keeps the draft and the token to yourselves (http is for this machine alone)"


def _is_loopback(host: str) -> bool:
    return host == "localhost" or why_not_public(host) == "a loopback address"


async def push(
    server: Server,
    drafts: Sequence[Draft],
    *,
    wire: Posts | None = None,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    new_key: Callable[[], str] = lambda: str(uuid4()),
    now: Callable[[], datetime],
) -> Pushed:
    """Send articles to a queue, one after the other. One that the queue does not take is told and does not stop the others; where none
    can be taken (no answer, no rights), the rest is not tried. Nothing is raised for what a server does."""
    done = Pushed()
    posts = wire or Wire(own_hosts=frozenset({server.host}))
    try:
        for draft in drafts:
            try:
                done = done.plus(await _push(server, draft, posts, pause, new_key(), now))
            except _Refused as refused:
                done = done.but(str(refused))
                if refused.for_all:
                    break
    finally:
        await posts.close()
    return done


class _Refused(Exception):
    def __init__(self, words: str, for_all: bool):
        super().__init__(words)
        self.for_all = for_all


async def _push(
    server: Server, draft: Draft, posts: Posts, pause: Callable[[float], Awaitable[None]], key: str, now: Callable[[], datetime]
) -> Json:
    body = {"report": draft.report, "source": draft.source, **({"desk": server.desk} if server.desk else {})}
    try:
        content = dumps(body).encode()
    except RecordError as error:
        raise _Refused(f"{draft.name} cannot be sent to the queue: {error}.", False) from None
    headers = {
        "Authorization": f"Bearer {server.token}",
        "Content-Type": "application/json",
        "Accept": "application/json, application/problem+json",
        "Idempotency-Key": key,
        "User-Agent": "claimcheck",
    }
    address = f"{server.address.rstrip('/')}/api/v1/articles"
    for number in range(len(_PAUSES) + 1):
        last = number == len(_PAUSES)
        wanted = None if last else _PAUSES[number]
        try:
            reply = await posts.post(address, headers, content, timeout=_TIMEOUT, cap=_CAP)
        except WireError as error:
            if wanted is None or error.kind not in ("timeout", "unreachable", "truncated"):
                raise _Refused(f"The queue at {server.host} was not reached: {error}", True) from None
            await pause(wanted)
            continue
        if reply.status not in _PASSING or wanted is None:
            return _answer(server, draft, reply)
        asked = seconds_to_wait(reply.headers, stamp(now()))
        await pause(min(max(wanted, asked or 0.0), _LONGEST_PAUSE))
    raise AssertionError("the last try returned or raised")


def _answer(server: Server, draft: Draft, reply: Reply) -> Json:
    if 300 <= reply.status < 400:
        raise _Refused(f"The server at {server.host} sends requests elsewhere: give --queue the address that it names.", True)
    value = _json(reply.body)
    if reply.status in (200, 201):
        if isinstance(value, dict) and all(
            isinstance(value.get(name), list) for name in ("queued", "carried", "changed", "orphaned", "loud")
        ):
            return value
        raise _Refused(f"What answers at {server.host} is no claimcheck queue, or of another version.", True)
    if reply.status == 401:
        raise _Refused(f"The queue at {server.host} does not take the token: make a new one with the scope push.", True)
    told = value.get("detail") if isinstance(value, dict) else None
    words = _shown(told) if isinstance(told, str) and told.strip() else f"status {reply.status}"
    for_all = reply.status in _FOR_ALL or reply.status >= 500
    raise _Refused(f"The queue at {server.host} did not take {draft.name}: {words.rstrip('.')}.", for_all)


def _json(body: bytes) -> object:
    try:
        return loads(decode(body))
    except (RecordError, json.JSONDecodeError):
        return None


def _shown(text: str) -> str:
    """A server's words on a terminal."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(kept.split())[:_LONGEST_DETAIL]


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
