"""The Wikipedia source against what a real MediaWiki answered: pages of fixtures/wiki, recorded by `make record`."""

from __future__ import annotations

from typing import Any

import pytest

from tests import cassettes
from tests.wiki_lookups import (
    AGREEMENT,
    ANNALS,
    ATTACK,
    BRIDGE,
    CALL,
    COLLAPSE,
    CONFIRMED,
    HOSTED,
    LAUNCH,
    ODD,
    SHELLS,
    UNKNOWN,
    WORSHIP,
    look_up,
)

pytestmark = pytest.mark.vcr


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(cassettes.FOLDER / "wikipedia")


def _asked(vcr: Any) -> int:
    """How many requests were sent: played, or recorded just now."""
    return vcr.play_count or len(vcr.requests)


def test_what_a_page_said_on_the_day_and_what_it_says_since() -> None:
    """The article of 1 July has 6-7 May: so had the page then, and has 7 May now."""
    found = look_up(LAUNCH)
    then, since = [piece for piece in found.evidence if piece.title == "Operation Sindoor"]
    assert not found.failures
    assert then.as_of == "then" and "launched Operation Sindoor on the night of 6–7 May 2025" in then.text
    assert since.as_of == "since" and "launched Operation Sindoor on 7 May 2025" in since.text
    assert (then.modified, since.modified) == ("2025-06-11T16:45:00Z", "2025-08-20T10:05:00Z")
    assert then.url == f"http://127.0.0.1:8089/w/index.php?oldid={then.revision}" and then.revision != since.revision
    assert then.dated and then.dated.isoformat() == "2025-06-11"
    assert "22 April 2025" in then.text and "22 April 2025" not in since.text, "what stayed as it was is not given twice"
    assert "three days" in then.text and "four days" in since.text
    assert found.evidence[0] is then, "the page that holds most of the terms comes first"
    # two searches, for this wiki knows no inflections; two pages; the earlier revision of one of them
    assert len(then.answers) == 2 and len(since.answers) == 1


def test_a_page_that_did_not_change_is_as_it_was(vcr: Any) -> None:
    found = look_up(ATTACK, limit=1)
    (page,) = found.evidence
    assert (page.title, page.as_of) == ("2025 Pahalgam attack", "then")
    assert "22 April 2025" in page.text
    assert _asked(vcr) == 2, "one search, one page: what is not wanted is not asked for"


def test_a_page_begun_later_is_since() -> None:
    (page,) = look_up(AGREEMENT).evidence
    assert (page.title, page.as_of) == ("India–United States defence framework", "since")


def test_what_was_added_later_is_since() -> None:
    (since,) = look_up(CALL).evidence
    assert (since.title, since.as_of) == ("Pete Hegseth", "since"), "what the page said on the day bears on nothing but his name"
    assert "by telephone on 1 July 2025" in since.text
    assert "born 6 June 1980" not in since.text, "that stood there before"


def test_the_day_of_publication_counts_to_its_end() -> None:
    """The revision of 14:05 UTC on the article's day is the one of the day."""
    then, since = [piece for piece in look_up(COLLAPSE).evidence if piece.title == "Mecca crane collapse"]
    assert "killed 107 people and injured 238" in then.text
    assert "killed 111 people and injured 394" in since.text


def test_disambiguation_pages_are_no_evidence() -> None:
    found = look_up(HOSTED)
    assert [piece.title for piece in found.evidence] == ["Asim Munir"]
    assert "18 June 2025" in found.evidence[0].text


def test_a_short_page_that_grew() -> None:
    then, since = [piece for piece in look_up(SHELLS).evidence if "Korean" in piece.title]
    assert "36 shells" not in then.text and "36 shells; the South spoke of 29" in since.text


def test_a_number_that_changed() -> None:
    then, since = look_up(WORSHIP).evidence
    assert "estimates 40,000" in then.text and "estimates 30,000" in since.text
    assert "forbids their rites" in then.text and "forbids their rites" not in since.text


def test_only_prose_is_evidence() -> None:
    found = look_up(BRIDGE)
    text = found.evidence[0].text
    assert "The Sarnow Bridge carries the coast road" in text
    assert '<script>alert("bridge")</script> stands on a painted sign' in text, "words of the page, not markup of it"
    for left_out in ("[1]", "7,900", "Register of bridges", "Rivers of Velmora", "A comment"):
        assert left_out not in text


def test_of_a_long_page_only_what_bears_on_the_claim() -> None:
    page = next(piece for piece in look_up(ANNALS).evidence if piece.title == "Annals of Velmora")
    assert len(page.text) <= 2_000
    assert page.text.startswith("The Annals of Velmora list")
    assert "In 1815 the" in page.text and "== " not in page.text


def test_a_verb_that_is_not_found_costs_a_second_search(vcr: Any) -> None:
    found = look_up(CONFIRMED)
    assert "confirmed Hegseth on 24 January 2025" in found.evidence[0].text
    assert 4 <= _asked(vcr) <= 6


def test_nothing_found_is_no_failure(vcr: Any) -> None:
    found = look_up(UNKNOWN)
    assert not found.evidence and not found.failures
    assert _asked(vcr) == 2


def test_a_name_is_no_command_to_the_search(vcr: Any) -> None:
    found = look_up(ODD)
    assert not found.evidence and not found.failures
    assert _asked(vcr) == 2
