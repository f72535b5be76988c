"""What tests of the client share: a source that asks what it is told to, and a policy for a server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.wire import Reply, Wire, WireError
from tests.fast_loop import run_fast
from tests.hostile_server import HOST

QUERY = Query("a-claim")
LOCAL = Policy(allow_private=frozenset({HOST}), requests_per_minute=100_000)


@dataclass
class Asker:
    """A source that asks the batches given, one after the other, and makes evidence of every answer."""

    batches: Sequence[Sequence[Request]] = ()
    hosts: frozenset[str] = frozenset({HOST})
    judging: Callable[[Answer], Failure | None] = lambda answer: None
    name: str = "asker"
    about: str = ""
    follow_ups: str = ""
    got: list[Answer | Failure] = field(default_factory=list)

    def ready(self) -> Failure | None:
        return None

    def judge(self, answer: Answer) -> Failure | None:
        return self.judging(answer)

    def search(self, query: Query, *, limit: int) -> Search:
        for batch in self.batches:
            self.got += yield batch
        evidence = tuple(
            Evidence(self.name, "page", "", got.request.url, got.body.decode("latin-1")) for got in self.got if isinstance(got, Answer)
        )
        return Found(evidence, tuple(got for got in self.got if isinstance(got, Failure)))


class FakeWire(Wire):
    """Replies from a table by host and path ("en.wikipedia.org/w/api.php"), without a network, each after `takes` seconds.

    `sent` holds addresses and headers, `at` the loop's times; `most_at_once` counts what was under way at the same time.
    """

    def __init__(self, table: Mapping[str, Reply | WireError], takes: float = 0.0):
        super().__init__()
        self.table = table
        self.takes = takes
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.at: list[float] = []
        self.most_at_once = 0
        self._now = 0

    def found(self, place: str) -> Reply | WireError:
        return self.table[place]

    async def get(self, url: str, host: str, headers: Mapping[str, str], *, cap: int, timeout: float) -> Reply:
        found = self.found(url.partition("://")[2].partition("?")[0])
        self.sent.append((url, dict(headers)))
        self.at.append(asyncio.get_running_loop().time())
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            await asyncio.sleep(self.takes)
        finally:
            self._now -= 1
        if isinstance(found, WireError):
            raise found
        return found


def reply(body: bytes = b"{}", status: int = 200, **headers: str) -> Reply:
    """A reply in JSON; names of headers with "_" for "-"."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": "application/json"} | given, body)


HOSTS = frozenset({"en.wikipedia.org", "factchecktools.googleapis.com", "api.worldbank.org"})
DESK = Policy(contact="desk@newsroom.org")


def asked(
    requests: Sequence[Request], wire: Wire, *, policy: Policy = DESK, hosts: frozenset[str] = HOSTS, **options: object
) -> list[Answer | Failure]:
    """What a client makes of requests, over a wire that is none."""

    async def main() -> list[Answer | Failure]:
        async with Client(policy, wire=wire, **options) as client:  # type: ignore[arg-type]
            return await client.ask(requests, Asker(hosts=hosts))

    return run_fast(main())
