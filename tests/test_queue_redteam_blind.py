"""Whether anything tells the second reviewer what the first one found: all that can be asked is asked twice, in two queues that
differ in the hidden verdict alone, and has to be answered alike to the last byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from starlette.routing import Route

from claimcheck.queue import articles, comments, decisions, desks, evidence, labels, leases, outbox, retries, webhooks
from claimcheck.queue.actor import Role
from claimcheck.queue.api.table import ENDPOINTS
from claimcheck.queue.database import Database
from claimcheck.queue.policy import Policy, Twice
from claimcheck.queue.web.live import Hub
from tests.queue_articles import Said, plain, written
from tests.queue_databases import NOW
from tests.queue_server import ROOT, Site

TWICE = Policy(twice=Twice(priority_above=0.0), blind=True)
FIRST = (("true", "It holds.", "https://a.example/1"), ("false", "Invented!", "https://b.example/2"))
STAGES = ("leased", "stale", "returned")


def _site(database: Database, first: tuple[str, str, str], stage: str) -> Site:
    site = Site(database)
    ada, _, edda = site.person("ada"), site.person("ben"), site.person("edda", Role.EDITOR)
    site.person("vic", Role.VIEWER)
    said = [Said(words) for words in plain(3)]
    verdict, note, link = first
    with database.write() as tx:
        desk = desks.ensure(tx, ROOT, "main", now=NOW)
        desks.set_policy(tx, ROOT, desk.id, TWICE, now=NOW)
        one, two, _ = articles.add(tx, ROOT, desk.id, *written(said), now=NOW).queued
        webhooks.add(tx, ROOT, desk.id, "https://hooks.example.org/a", texts=True, now=NOW)
        webhooks.add(tx, ROOT, desk.id, "https://hooks.example.org/b", form="slack", texts=True, now=NOW)
        decisions.decide(tx, ada, one, verdict, note=note, links=[link], now=NOW)
        decisions.decide(tx, ada, two, "true", now=NOW)  # the same in both
        evidence.add(tx, edda, one, "https://c.example/3", now=NOW)
        labels.add(tx, edda, one, "budget", now=NOW)
        comments.add(tx, edda, 1, "Who knows?", item_id=one, now=NOW)
        if stage == "leased":
            leases.take(tx, site.actor("ben"), item_id=one, now=NOW)
        if stage in ("stale", "returned"):
            articles.add(tx, ROOT, desk.id, *written([Said(said[0].words.replace("fell", "rose")), *said[1:]]), now=NOW)
        if stage == "returned":
            articles.add(tx, ROOT, desk.id, *written([*said, Said("Corran rents stayed")]), now=NOW)
    return site


def _told(site: Site, name: str) -> dict[str, tuple[int, str]]:
    """All that somebody can read, by its address."""
    client = site.client(name)
    pages = [path for route in site.app.routes if isinstance(route, Route) and "GET" in (route.methods or ()) for path in (route.path,)]
    paths = {path for path in pages if path not in ("/live", "/metrics") and not path.startswith("/static")}
    paths |= {f"/api/v1{endpoint.path}" for endpoint in ENDPOINTS if endpoint.method == "GET"}
    asked = {re.sub(r"\{\w+(:int)?\}", "1", path) for path in paths}
    filters = [f"verdict={word}" for word in TWICE.scale] + [
        "state=new",
        "state=disputed",
        "order=waiting",
        "order=age",
        "text=holds",
        "mine=yes",
    ]
    asked |= {f"/?{each}" for each in filters} | {f"/api/v1/claims?{each.replace('mine=yes', 'mine=true')}" for each in filters}
    asked |= {f"/api/v1/export?form={form}" for form in ("jsonl", "csv", "annotations", "schema-org", "lock")}
    asked |= {f"/claims/{number}" for number in (1, 2, 3, 4)} | {f"/api/v1/claims/{number}/history" for number in (1, 2, 3, 4)}
    answers = {path: client.get(path) for path in sorted(asked)}
    found = {path: (answer.status_code, answer.text + (answer.headers.get("etag") or "")) for path, answer in answers.items()}
    taken = client.post("/api/v1/leases", json={})
    found["take"] = (taken.status_code, re.sub(r'"lease":"[^"]*"', "", taken.text))
    return found


def _sent(site: Site) -> list[Any]:
    """What the desk's webhooks are told, but for what is signed by chance."""
    bodies = []
    with site.database.write() as tx:
        while outbox.plan(tx, NOW):
            pass
        while hold := outbox.take(tx, "t", NOW):
            parcel = outbox.step(tx, hold, None, NOW, public_url=site.url, chance=Random(1))
            while parcel is not None:
                bodies.append(re.sub(rb'"id":"[0-9]+-[0-9a-f]{16}"', b"", parcel.body).decode())
                arrived = retries.Outcome(200)
                parcel = outbox.step(tx, hold, (parcel.delivery_id, arrived), NOW, public_url=site.url, chance=Random(1))
    return bodies


def _live(site: Site, name: str) -> list[str]:
    hub, actor = Hub(site.service), site.actor(name)
    return [change.told_to(actor) for change in hub._changes(0, None) if change.seen_by(actor)]


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_tells_the_second_reviewer_what_the_first_found(empty_queues: Callable[[str], Database], stage: str) -> None:
    databases = [empty_queues("sqlite") for _ in FIRST]
    sites = [_site(database, first, stage) for database, first in zip(databases, FIRST, strict=True)]
    for name in ("ben", "vic"):
        one, other = (_told(site, name) for site in sites)
        assert one.keys() == other.keys() and sum(status == 200 for status, _ in one.values()) > 30
        assert [path for path in one if one[path] != other[path]] == []
        assert _live(sites[0], name) == _live(sites[1], name) != []
    assert _sent(sites[0]) == _sent(sites[1]) != []
    texts = [site.client("edda").get("/claims/1").text for site in sites]
    assert texts[0] != texts[1]  # the difference is there, for those who may see it
    for database in databases:
        database.close()
