"""Figures for Prometheus, signs of life, and what is logged of requests."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from claimcheck.errors import QueueError
from claimcheck.queue import decisions, health, leases, logs, metrics, migrating, people
from claimcheck.queue.actor import Actor, local
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database, opened
from claimcheck.queue.service import ServerSettings, Service
from tests.queue_articles import filled
from tests.queue_databases import NOW, later

ADA = local("Ada")


def service_of(queue: Database, **settings: Any) -> Service:
    return Service(queue, lambda: later(minutes=30), ServerSettings(**settings))


class Signed:
    """Stands in for the guard: somebody asks."""

    def __init__(self, app: ASGIApp, actor: Actor | None):
        self._app = app
        self._actor = actor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["actor"] = self._actor
        await self._app(scope, receive, send)


async def _claim(request: Request) -> Response:
    return PlainTextResponse("a claim")


async def _fails(request: Request) -> Response:
    raise ValueError("words of a draft")


def client(service: Service, actor: Actor | None = None) -> TestClient:
    """What a server puts together, around an application of two pages."""
    routes = [
        *health.routes(service),
        *metrics.routes(service),
        Route("/claims/{id:int}", _claim),
        Route("/fails", _fails),
        Mount("/api/v1", routes=[Route("/claims/{id:int}", _claim)]),
    ]
    app = logs.Observed(Signed(Starlette(routes=routes), actor), metrics.of(service).observe)
    return TestClient(app, raise_server_exceptions=False)


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Figures by name and the values of their labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value for family in text_string_to_metric_families(text) for sample in family.samples
    }


# -- figures ------------------------------------------------------------------------------------------------------


def test_figures_tell_how_the_queue_stands(queue: Database) -> None:
    actor, desk, ids = filled(queue, 6)
    with queue.write() as tx:
        decisions.decide(tx, actor, ids[2], "true", now=NOW)
        decisions.dismiss(tx, actor, ids[3], "an opinion", now=NOW)
        leases.take(tx, actor, item_id=ids[4], now=NOW)  # runs out after 15 minutes
        leases.take(tx, actor, item_id=ids[5], now=later(minutes=29))
    found = samples(client(service_of(queue, metrics_open=True)).get("/metrics").text)
    states = {key[1]: value for key, value in found.items() if key[0] == "claimcheck_claims"}
    assert states == {"new": 2, "leased": 2, "checked": 1, "disputed": 0, "corrected": 0, "dismissed": 1, "stale": 0}
    assert found["claimcheck_leases", "held"] == 1
    assert found["claimcheck_leases", "over"] == 1
    assert found["claimcheck_oldest_open_claim_seconds",] == 1800
    assert found["claimcheck_articles",] == 1
    assert found["claimcheck_deliveries", "waiting"] == 0
    assert found["claimcheck_log_events",] > 8
    assert found["claimcheck_database_up",] == 1


def test_requests_are_counted_by_route_and_status(queue: Database) -> None:
    service = service_of(queue, metrics_open=True)
    asking = client(service)
    for path in ("/claims/1?text=words+of+a+draft", "/claims/2", "/api/v1/claims/3", "/fails", "/secret/words"):
        asking.get(path)
    asking.request("BREW", "/claims/1")
    answer = asking.get("/metrics").text
    found = samples(answer)
    assert found["claimcheck_requests_total", "GET", "/claims/{id}", "200"] == 2
    assert found["claimcheck_requests_total", "GET", "/api/v1/claims/{id}", "200"] == 1
    assert found["claimcheck_requests_total", "GET", "/fails", "500"] == 1
    assert found["claimcheck_requests_total", "GET", "(none)", "404"] == 1
    assert found["claimcheck_requests_total", "(other)", "/claims/{id}", "405"] == 1
    assert found["claimcheck_request_seconds_count", "GET", "/claims/{id}"] == 2
    assert "words" not in answer


def test_complaints_of_the_database_are_counted(queue: Database) -> None:
    service = service_of(queue)
    figures = metrics.of(service)
    with pytest.raises(Exception, match="nowhere|cannot be reached or used"), queue.read() as tx:
        tx.execute(text("select * from nowhere"))
    assert 'claimcheck_database_errors_total{kind="' in figures.text().decode()


def test_a_database_that_is_away_is_a_figure_too(queue: Database, tmp_path: Any) -> None:
    path = tmp_path / "gone.sqlite"
    gone = opened(str(path), make=True)
    gone.close()
    path.write_bytes(b"no database" * 1000)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    asking = client(service_of(gone, metrics_open=True))
    found = samples(asking.get("/metrics").text)
    assert found["claimcheck_database_up",] == 0
    assert not any(key[0] == "claimcheck_claims" for key in found)
    ready = asking.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"status": "unready", "problem": "database"})
    assert asking.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        (None, 401),
        (Actor("bea", 2), 403),
        (Actor("ada", 1, admin=True, scopes=frozenset({"read"})), 403),
        (Actor("ada", 1, admin=True, scopes=frozenset({"admin"})), 200),
        (Actor("ada", 1, admin=True), 200),
    ],
)
def test_figures_are_for_administrators(empty_queues: Any, actor: Actor | None, status: int) -> None:
    queue = empty_queues("sqlite")
    answer = client(service_of(queue), actor).get("/metrics")
    assert answer.status_code == status
    assert ("claimcheck_claims" in answer.text) == (status == 200)
    queue.close()


# -- signs of life --------------------------------------------------------------------------------------------------


def test_it_is_ready_when_its_tables_are_those_it_works_with(queue: Database) -> None:
    service = service_of(queue)
    asking = client(service)
    assert asking.get("/healthz").json() == {"status": "alive"}
    assert asking.get("/readyz").json() == {"status": "ready"}
    migrating.migrate(queue, migrating.versions()[-1])
    with pytest.raises(QueueError):
        migrating.prepared(queue)
    ready = asking.get("/readyz")
    assert (ready.status_code, ready.json()["problem"]) == (503, "migration")
    assert ready.headers["cache-control"] == "no-store"


def test_it_is_not_ready_while_it_stops(queue: Database) -> None:
    service = service_of(queue)
    service.stopping.set()
    assert client(service).get("/readyz").json()["problem"] == "stopping"


# -- the log --------------------------------------------------------------------------------------------------------


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged, as JSON."""
    root, stream = logging.getLogger(), io.StringIO()
    before = (root.handlers, root.level)
    logs.configure("json", stream)
    yield stream
    root.handlers, level = before
    root.setLevel(level)
    structlog.reset_defaults()


def entries(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_a_line_without_words(queue: Database, logged: io.StringIO) -> None:
    answer = client(service_of(queue), Actor("bea", 7, via="web")).get(
        "/claims/12?text=words+of+a+draft", headers={"authorization": "Bearer secret"}
    )
    (entry,) = entries(logged)
    assert entry.pop("ms") >= 0
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "request", "level": "info", "method": "GET", "route": "/claims/{id}", "status": 200, "person": 7, "via": "web",
        "request": answer.headers["x-request-id"],
    }  # fmt: skip


@pytest.mark.parametrize(("path", "level"), [("/claims/1", "info"), ("/nothing", "info"), ("/metrics", "warning"), ("/fails", "error")])
def test_what_was_refused_or_failed_stands_out(queue: Database, logged: io.StringIO, path: str, level: str) -> None:
    client(service_of(queue)).get(path)
    assert entries(logged)[-1]["level"] == level


def test_an_error_is_its_kind_and_its_places(logged: io.StringIO) -> None:
    try:
        raise ValueError("words of a draft")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
        logs.logger().error("failed", exc_info=True)
    for entry in entries(logged):
        assert entry["error"] == "ValueError"
        assert "test_an_error_is_its_kind" in entry["passed"][-1]
    assert "words of a draft" not in logged.getvalue()


def test_what_concerns_safety_is_logged_once_it_happened(queue: Database, logged: io.StringIO) -> None:
    queue.listeners.append(logs.told)
    with queue.write() as tx:
        people.add(tx, ADA, "bea", password="correct horse battery", now=NOW)
        tx.log(Event(NOW, ADA, "item.decided", "item:1", after={"note": "words"}))

    def fails() -> None:
        with queue.write() as tx:
            people.add(tx, ADA, "carl", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    (entry,) = entries(logged)
    assert (entry["event"], entry["security"], entry["subject"], entry["level"]) == ("person.added", True, "person:1", "warning")
    assert "horse" not in logged.getvalue()


def test_for_a_terminal_it_is_readable(queue: Database, logged: io.StringIO) -> None:
    stream = io.StringIO()
    logs.configure("text", stream)
    client(service_of(queue)).get("/claims/1")
    assert "route=/claims/{id}" in stream.getvalue()
    assert "{" not in stream.getvalue().replace("/claims/{id}", "")
