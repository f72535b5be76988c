"""Figures for Prometheus: what was asked of the server, counted as it happens, and how the queue stands, asked of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Column, event, func, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import QueueError, QueueForbidden
from claimcheck.queue import audit
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Database, Transaction
from claimcheck.queue.moments import moment, stamp
from claimcheck.queue.service import Service
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, delivery, item

#: Upper ends of the classes of latency, in seconds.
_CLASSES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_DELIVERIES = ("waiting", "delivered", "given-up")


class Metrics:
    """What is counted on one server. `observe` is told of each request."""

    def __init__(self, service: Service):
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "claimcheck_requests", "Requests that were answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "claimcheck_request_seconds", "Time that answers took.", ("method", "route"), buckets=_CLASSES, registry=self.registry
        )
        self._errors = Counter(
            "claimcheck_database_errors", "Complaints of the database, by their kind.", ("kind",), registry=self.registry
        )
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.registry.register(_Standing(service))
        event.listen(service.database.engine, "handle_error", self._failed)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All figures, in the form that Prometheus reads."""
        return generate_latest(self.registry)

    def _failed(self, context: Any) -> None:
        self._errors.labels(type(context.original_exception).__name__).inc()


_known: WeakKeyDictionary[Database, Metrics] = WeakKeyDictionary()


def of(service: Service) -> Metrics:
    """The figures of a server: the same object for the same database, whoever asks."""
    found = _known.get(service.database)
    if found is None:
        found = _known[service.database] = Metrics(service)
    return found


def routes(service: Service) -> list[BaseRoute]:
    """/metrics, for a token of an administrator with the scope admin, or for anybody where the settings say so."""
    figures = of(service)

    def shown(request: Request) -> Response:
        if not service.settings.metrics_open:
            actor: Actor | None = getattr(request.state, "actor", None)
            if actor is None:
                return PlainTextResponse("Show a token with the scope admin.\n", 401, headers={"www-authenticate": "Bearer"})
            try:
                actor.needs_admin()
            except QueueForbidden as error:
                return PlainTextResponse(f"{error}\n", 403)
        return Response(figures.text(), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})

    return [Route("/metrics", shown, name="metrics")]


class _Standing(Collector):
    """How the queue stands at the moment at which it is asked."""

    def __init__(self, service: Service):
        self._service = service

    def describe(self) -> Iterable[Metric]:
        """Nothing: what is registered need not be asked of the database."""
        return ()

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("claimcheck_database_up", "1 where the database answers.")
        found: list[Metric] = []
        try:
            with self._service.database.read() as tx:
                found = list(_standing(tx, self._service.now()))
            up.add_metric((), 1)
        except QueueError:
            up.add_metric((), 0)
        yield up
        yield from found


def _standing(tx: Transaction, now: datetime) -> Iterator[Metric]:
    states = _counted(tx, item.c.state)
    yield _by("claimcheck_claims", "Claims in the queue, by state.", "state", {state: states.get(state, 0) for state in State})
    held, over = (
        tx.execute(select(func.count()).select_from(item).where(item.c.state == State.LEASED, condition)).scalar_one()
        for condition in (item.c.lease_until > stamp(now), item.c.lease_until <= stamp(now))
    )
    yield _by("claimcheck_leases", "Claims that somebody has, and those whose time has run out.", "state", {"held": held, "over": over})
    waiting = (State.NEW, State.LEASED, State.DISPUTED, State.STALE)
    oldest = tx.execute(select(func.min(item.c.created_at)).where(item.c.state.in_(waiting))).scalar_one()
    age = max((now - moment(oldest)).total_seconds(), 0) if oldest else 0
    yield _one("claimcheck_oldest_open_claim_seconds", "Since when the oldest open claim is in the queue.", age)
    yield _one("claimcheck_articles", "Articles in the queue.", tx.execute(select(func.count()).select_from(article)).scalar_one())
    sent = _counted(tx, delivery.c.state)
    yield _by("claimcheck_deliveries", "Deliveries to webhooks, by state.", "state", {state: sent.get(state, 0) for state in _DELIVERIES})
    failing = select(func.count()).select_from(delivery).where(delivery.c.state == "waiting", delivery.c.attempts > 0)
    yield _one("claimcheck_deliveries_failing", "Deliveries that failed and will be tried again.", tx.execute(failing).scalar_one())
    yield _one("claimcheck_log_events", "The number of the log's last event.", audit.head(tx.connection).seq)


def _counted(tx: Transaction, column: Column[str]) -> dict[str, int]:
    rows = tx.rows(select(column.label("value"), func.count().label("number")).group_by(column))
    return {str(row.value): int(row.number) for row in rows}


def _one(name: str, about: str, value: float) -> Metric:
    family = GaugeMetricFamily(name, about)
    family.add_metric((), value)
    return family


def _by(name: str, about: str, label: str, values: dict[Any, float]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=(label,))
    for value, number in values.items():
        family.add_metric((str(value),), number)
    return family
