"""Servers and workers that are killed while they work: nothing is lost, nothing is half done, and the log is intact."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select

from claimcheck.queue import audit, people, tokens
from claimcheck.queue.actor import Role, local
from claimcheck.queue.database import Database
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, decision, item
from tests.queue_articles import filled, written
from tests.queue_databases import where
from tests.queue_process import Served, serving, verify

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

ADA = local("ada")
CLAIMS = 150
KILLS = 4
WORKERS = 4


class Load:
    """Programs that review over the API, each with a token of its own, and note what they were told was done."""

    def __init__(self, secrets: list[str]):
        self.stop = threading.Event()
        self.url = ""
        self.decided: dict[int, set[str]] = {}
        self.added: set[str] = set()
        self.failed: list[str] = []
        self.broken = 0
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._work, args=(number, secret)) for number, secret in enumerate(secrets)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join()

    def done(self) -> int:
        with self._lock:
            return sum(map(len, self.decided.values())) + len(self.added)

    def _work(self, number: int, secret: str) -> None:
        chance = random.Random(number)
        rounds = 0
        with httpx.Client(headers={"authorization": f"Bearer {secret}"}, timeout=20) as client:
            while not self.stop.is_set():
                rounds += 1
                try:
                    self._one(client, chance, number, rounds)
                except httpx.TransportError:  # it was killed, or is not there yet: what became of the request, only the queue knows
                    self.broken += 1
                    time.sleep(0.05)

    def _one(self, client: httpx.Client, chance: random.Random, number: int, rounds: int) -> None:
        api = f"{self.url}/api/v1"
        if rounds % 10 == 3:
            uri = f"drafts/{number}-{rounds}.txt"
            report, source = written([f"Birk rents fell by {rounds} percent"], uri=uri)
            answer = client.post(f"{api}/articles", json={"desk": "main", "report": report, "source": source})
            if self._expected(answer, 201, 503):
                with self._lock:
                    self.added.add(uri)
            return
        taken = client.post(f"{api}/leases", json={})
        if not self._expected(taken, 201, 204, 503) or taken.status_code == 204:
            return
        claim, lease = taken.json()["claim"], taken.json()["lease"]
        if chance.random() < 0.2:
            return  # a worker that goes away: its lease is still held when the test ends
        body = {"verdict": chance.choice(["true", "false"])}
        answer = client.post(f"{api}/claims/{claim['id']}/decide", json=body, headers={"claim-lease": lease})
        if self._expected(answer, 200, 409, 503) and answer.status_code == 200:
            with self._lock:
                self.decided.setdefault(claim["id"], set()).add(f"worker{number}")

    def _expected(self, answer: httpx.Response, *statuses: int) -> bool:
        if answer.status_code not in statuses:
            self.failed.append(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:200]}")
        return answer.status_code in statuses and answer.status_code < 400


def test_servers_are_killed_under_load(queue: Database) -> None:
    _, desk, ids = filled(queue, CLAIMS)
    secrets = []
    with queue.write() as tx:
        for number in range(WORKERS):
            person = people.add(tx, ADA, f"worker{number}", now=datetime.now(UTC))
            people.set_role(tx, ADA, person.id, desk.id, Role.EDITOR, now=datetime.now(UTC))
            secrets.append(tokens.make(tx, ADA, person.id, "load", ["read", "review", "push"], now=datetime.now(UTC))[1])
    heads: list[str] = []
    load, port = Load(secrets), 0
    with contextlib.ExitStack() as working:
        for _ in range(KILLS):
            with serving(where(queue), port=port) as served:
                if not port:
                    load.url, port = served.url, int(served.url.rpartition(":")[2])
                    working.enter_context(load)
                busy(load, served)
                served.kill()
            with queue.read() as tx:
                heads.append(str(audit.head(tx.connection)))
    assert load.failed == []
    told = verify(where(queue), *heads)
    assert told.returncode == 0, told.stdout + told.stderr
    with queue.snapshot() as tx:
        rows = tx.rows(select(item.c.id, item.c.state, item.c.given))
        given = tx.rows(select(decision.c.item_id, decision.c.person))
        uris = {row.uri for row in tx.rows(select(article.c.uri))}
    assert {row.id for row in rows} >= set(ids)  # none is lost
    kept: dict[int, set[str]] = {}
    for row in given:
        kept.setdefault(row.item_id, set()).add(row.person)
    for number, workers in load.decided.items():
        assert workers <= kept[number]  # what was answered was done
    assert load.added <= uris
    assert load.added
    assert sum(map(len, load.decided.values())) > 20
    assert len(given) == sum(map(len, kept.values()))  # nobody's verdict is there twice
    for row in rows:
        assert row.given == len(kept.get(row.id, ()))
        assert (row.state == State.CHECKED) <= (row.given > 0)


def busy(load: Load, served: Served) -> None:
    """Wait until work was done on that server."""
    before, begun = load.done(), time.monotonic()
    while load.done() < before + 8 and time.monotonic() - begun < 30:
        time.sleep(0.02)
    assert load.done() > before, (load.failed[:5], served.logged[-5:])
