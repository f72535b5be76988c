"""The Wikipedia source against a MediaWiki that runs on this machine while the test does: `make test-wiki`, `pytest -m wiki`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import yaml

from claimcheck.lookup.excerpt import changed
from claimcheck.lookup.sources import mediawiki_answers
from tests import cassettes
from tests.servers.mediawiki import titles, wiki
from tests.wiki_lookups import HOST, LAUNCH, look_up

pytestmark = [pytest.mark.wiki, pytest.mark.block_network(allowed_hosts=[HOST])]


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with wiki() as address:
        yield address


def _asked(address: str) -> Any:
    with urlopen(address, timeout=60) as answer:
        return json.load(answer)


def test_a_claim_is_looked_up_in_a_running_wiki(api: str) -> None:
    found = look_up(LAUNCH)
    then, since = [piece for piece in found.evidence if piece.title == "Operation Sindoor"]
    assert not found.failures
    assert "6–7 May 2025" in then.text and "22 April 2025" in then.text
    assert "launched Operation Sindoor on 7 May 2025" in since.text


def test_the_cassettes_hold_what_the_wiki_answers(api: str) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in sorted((cassettes.FOLDER / "wikipedia").glob("*.yaml"))}
    recorded = {name: text for name, text in written.items() if not text.startswith("# synthetic")}
    assert recorded
    for name, text in recorded.items():
        for exchange in yaml.safe_load(text)["interactions"]:
            assert _asked(exchange["request"]["uri"]) == json.loads(exchange["response"]["body"]["string"]), name


def test_both_ways_to_the_text_of_a_page_give_the_same_sentences(api: str) -> None:
    """What an extract says is found in the HTML too, so that no sentence is taken for a newer one. Extracts show hidden words."""
    for title in titles():
        if title.startswith("Template:"):
            continue
        common = {"format": "json", "formatversion": "2"}
        asked = {
            "action": "query",
            "titles": title,
            "redirects": "1",
            "prop": "extracts|info",
            "explaintext": "1",
            "exsectionformat": "wiki",
        }
        extract = mediawiki_answers.page(_asked(f"{api}?{urlencode(asked | common)}"))
        assert extract and extract.text is not None and extract.newest
        parsed = _asked(f"{api}?{urlencode({'action': 'parse', 'oldid': str(extract.newest), 'prop': 'revid|text'} | common)}")
        whole = mediawiki_answers.revision_text(parsed, extract.newest)
        assert whole
        differing = changed(extract.text, whole)
        assert len(differing) == (title == "Sarnow Bridge"), title
        assert all("Hidden words." in paragraph for paragraph in differing)
