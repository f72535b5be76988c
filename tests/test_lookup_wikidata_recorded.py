"""The Wikidata source through the real client. Its service cannot run here: the cassettes are written from its documentation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from claimcheck.lookup.policy import Policy
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.sources.wikidata import Wikidata
from tests import cassettes
from tests.lookup_playing import play

QUERY = Query(
    "c-1",
    names=(Name("Ann Lee", "person"), Name("Ardania", "location")),
    words=("secretary",),
    begin=date(2025, 1, 24),
    end=date(2025, 1, 24),
    as_of=date(2025, 7, 2),
)
POLICY = Policy(contact="desk@newsroom.example", wait_initial=0.01, wait_max=0.02, wait_jitter=0)


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / "wikidata")


@pytest.mark.vcr
@pytest.mark.default_cassette("office.yaml")
def test_an_office_through_the_client() -> None:
    found = play(Wikidata(), QUERY, policy=POLICY)
    assert found.failures == ()
    assert [evidence.text for evidence in found.evidence] == [
        "Ann Lee – position held: Secretary of Defense of Ardania; start time: 25 January 2025; replaces: Bo Hale"
        " (preferred rank, 1 reference: https://gov.example/cabinet)",
        "Ann Lee – position held: mayor of Port Ardan; start time: 1 February 2019; end time: May 2023 (no reference)",
    ]
    assert {evidence.as_of for evidence in found.evidence} == {"then"}
    assert all(len(digest) == 64 for evidence in found.evidence for digest in evidence.answers)


@pytest.mark.vcr
@pytest.mark.default_cassette("maxlag.yaml")
def test_a_service_that_lags_behind_is_left_alone() -> None:
    found = play(Wikidata(), replace(QUERY, names=QUERY.names[:1]), policy=POLICY)
    (failure,) = found.failures
    assert failure.kind == "busy" and "lagged" in failure.message
    assert found.evidence == ()


def test_nobody_is_asked_without_a_contact_address() -> None:
    found = play(Wikidata(), QUERY)
    assert {failure.kind for failure in found.failures} == {"not-configured"}
