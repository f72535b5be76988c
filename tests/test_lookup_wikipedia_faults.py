"""Errors that a wiki on this machine cannot be brought to make, played through the real client."""

from __future__ import annotations

import asyncio

import pytest

from claimcheck.lookup.client import Client
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.wikipedia import Wikipedia
from tests import cassettes

QUERY = Query("q", (Name("Ann Lee", "person"),), ("resign",))


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / "wikipedia")


def _look_up() -> Found:
    async def ask() -> Found:
        async with Client(Policy(contact="desk@newsroom.example", attempts=1), environ={}) as client:
            return await client.drive(Wikipedia(), QUERY, limit=5)

    return asyncio.run(ask())


@pytest.mark.vcr
@pytest.mark.default_cassette("maxlag.yaml")
def test_a_wiki_whose_copies_lag_behind_is_busy() -> None:
    found = _look_up()
    (failure,) = found.failures
    assert not found.evidence and failure.kind == "busy" and failure.retry_after == 5
    assert "maxlag" in failure.message and "Wikipedia" in failure.message


@pytest.mark.vcr
@pytest.mark.default_cassette("too-many-requests.yaml")
def test_who_asks_too_often_is_told_so() -> None:
    found = _look_up()
    (failure,) = found.failures
    assert not found.evidence and failure.kind == "rate-limited"


@pytest.mark.vcr
@pytest.mark.default_cassette("ratelimited.yaml")
def test_an_error_of_the_api_says_the_same() -> None:
    found = _look_up()
    (failure,) = found.failures
    assert not found.evidence and failure.kind == "rate-limited" and "ratelimited" in failure.message
