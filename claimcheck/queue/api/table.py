"""The table of endpoints: everything that the API can do."""

from __future__ import annotations

from collections.abc import Mapping

from claimcheck.queue.api import on_articles, on_claims, on_desks, on_figures, on_log, on_people, on_webhooks
from claimcheck.queue.api.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *on_desks.ENDPOINTS,
    *on_articles.ENDPOINTS,
    *on_claims.ENDPOINTS,
    *on_figures.ENDPOINTS,
    *on_log.ENDPOINTS,
    *on_webhooks.ENDPOINTS,
    *on_people.ENDPOINTS,
)


def by_path() -> Mapping[str, Mapping[str, Endpoint]]:
    """The endpoints by path and method."""
    found: dict[str, dict[str, Endpoint]] = {}
    for endpoint in ENDPOINTS:
        methods = found.setdefault(endpoint.path, {})
        assert endpoint.method not in methods, endpoint
        methods[endpoint.method] = endpoint
    return found
