"""A desk whose people may sign in with an OpenID provider, for the tests of that."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from claimcheck.queue import people
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from tests.openid_provider import ISSUER, OpenIdProvider
from tests.queue_databases import NOW
from tests.queue_people import ROOT, person
from tests.queue_people import quick_passwords as quick_passwords
from tests.queue_reception import SESSION, Reception


class Desk(Reception):
    """A reception with a provider, and Ada, who has an account there."""

    def __init__(self, queue: Database, provider: OpenIdProvider):
        super().__init__(queue, asker=provider.asker, oidc=provider.settings)
        self.provider = provider
        self.ada = person(queue, "ada", Role.CHECKER, password=None)
        with queue.write() as tx:
            people.link(tx, ROOT, self.ada, ISSUER, "ada-7", now=NOW)

    def refusal(self, client: TestClient | None = None, goal: str = "/") -> str:
        """What somebody is told who signs in and is not let in."""
        client = client or self.client()
        answer = client.get(self.provider.follow(client.get(f"/sign-in/oidc?next={goal}")))
        assert answer.status_code == 422, answer.status_code
        assert SESSION not in client.cookies
        assert answer.headers["content-type"].startswith("text/html")
        alert: str = answer.text.partition('role="alert"')[2].partition("</p>")[0]
        return " ".join(alert.partition("</strong>")[2].split())


@pytest.fixture(scope="module")
def keys() -> OpenIdProvider:
    """Keys take a while to be made."""
    return OpenIdProvider()


@pytest.fixture
def provider(keys: OpenIdProvider) -> OpenIdProvider:
    return OpenIdProvider(keys.keys, keys.stranger)


@pytest.fixture
def desk(queue: Database, provider: OpenIdProvider) -> Desk:
    return Desk(queue, provider)


@pytest.fixture
def sqlite_desk(empty_queues: Any, provider: OpenIdProvider) -> Any:
    """Where the database makes no difference."""
    database = empty_queues("sqlite")
    yield Desk(database, provider)
    database.close()
