"""Key terms: what a lookup may know of a claim, and that nothing else of a draft gets out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.lookup.confidential import RUN, gate
from claimcheck.lookup.evidence import Request
from claimcheck.lookup.terms import NAMES, WORDS, KeyTerms
from claimcheck.record import report_to_json
from tests.frozen import article_names, report_of

SLUGS = article_names()
ARTICLES = {slug: report_to_json(report_of(slug)) for slug in SLUGS}


def query(slug: str, words: str) -> Any:
    claims = ARTICLES[slug]["claims"]
    return KeyTerms(claims).query(next(claim for claim in claims if words in claim["text"]))


# -- terms ------------------------------------------------------------------------------------------------------


def test_terms_of_an_event() -> None:
    terms = query("seed", "launched Operation")
    assert [(name.text, name.kind) for name in terms.names] == [
        ("Operation Sindoor", "organization"),
        ("India", "location"),
        ("Pahalgam", "location"),
    ]
    assert terms.words == ("launch",)
    assert (str(terms.begin), str(terms.end), str(terms.as_of), terms.years) == ("2025-05-06", "2025-05-07", "2025-07-01", (2025,))


def test_a_name_that_a_pronoun_stands_for_is_a_term() -> None:
    assert [name.text for name in query("seed", "third telephonic").names][:2] == ["Pete Hegseth", "Rajnath Singh"]


def test_persons_and_bodies_come_before_places() -> None:
    kinds = [name.kind for name in query("seed", "hosted").names]
    assert kinds == sorted(kinds, key=["person", "organization", "other", "location"].index) or kinds[-1] == "location"
    assert "location" not in kinds[:2]


def test_a_claim_without_names_brings_those_of_its_article() -> None:
    assert [name.text for name in query("wikinews-crane", "There are no casualties").names] == ["Mecca", "Hajj"]


def test_words_are_single_dictionary_forms_and_no_part_of_a_name() -> None:
    for record in ARTICLES.values():
        finder = KeyTerms(record["claims"])
        for claim in record["claims"]:
            terms = finder.query(claim)
            named = {word.casefold() for name in terms.names for word in name.text.split()}
            assert len(terms.names) <= NAMES
            assert len(terms.words) <= WORDS
            assert all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", word) and word == word.casefold() for word in terms.words)
            assert not named & set(terms.words)


def test_half_a_name_is_none() -> None:
    assert not {"North", "South"} & {name.text for name in query("wikinews-korea", "exchanged artillery fire").names}


# -- the gate ---------------------------------------------------------------------------------------------------


def asking(words: str) -> Request:
    return Request("https://en.wikipedia.org/w/api.php", (("action", "query"), ("srsearch", words)))


@pytest.mark.parametrize("slug", SLUGS)
def test_key_terms_pass_the_gate(slug: str) -> None:
    claims = ARTICLES[slug]["claims"]
    refuse = gate(claims)
    finder = KeyTerms(claims)
    for claim in claims:
        terms = finder.query(claim)
        assert refuse(asking(" ".join([*(f'"{name.text}"' for name in terms.names), *terms.words]))) is None, claim["text"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_sentence_of_the_draft_does_not(slug: str) -> None:
    claims = ARTICLES[slug]["claims"]
    refuse = gate(claims)
    for claim in claims:
        for words in (claim["text"], claim["resolved_text"], claim["span"]["exact"]):
            if len(re.findall(r"\w+", words)) > RUN + 2:
                assert refuse(asking(words)), words
                assert refuse(asking(words.upper().replace(" ", " - "))), words
                assert refuse(Request("https://example.org/find/" + words.replace(" ", "+"))), words


def test_a_name_of_many_words_passes_and_the_words_around_it_do_not() -> None:
    claim = next(claim for claim in ARTICLES["seed"]["claims"] if "launched Operation" in claim["text"])
    entity = {
        "text": "x",
        "canonical": "House Permanent Select Committee on Intelligence",
        "type": "organization",
        "span": {"start": 0, "end": 1},
    }
    claim = claim | {"entities": [entity], "text": "The House Permanent Select Committee on Intelligence met behind closed doors"}
    refuse = gate([claim])
    assert refuse(asking('"House Permanent Select Committee on Intelligence" meet')) is None
    assert refuse(asking("Committee on Intelligence met behind closed doors"))


def test_only_a_link_that_is_cited_may_be_sent_whole() -> None:
    claim = ARTICLES["seed"]["claims"][0]
    link = "https://example.org/" + "-".join(claim["resolved_text"].split() * 2)
    request = Request("https://web.archive.org/cdx/search/cdx", (("url", link),))
    assert gate([claim])(request)
    assert gate([claim], links=[link])(request) is None


@given(st.text(max_size=80), st.integers(0, 30))
def test_the_gate_takes_any_request(noise: str, start: int) -> None:
    claims = ARTICLES["seed"]["claims"][:5]
    words = re.findall(r"\w+", claims[1]["text"])
    run = words[start : start + RUN + 1]
    refused = gate(claims)(asking(f"{noise} {' '.join(run)}"))
    if len(run) > RUN:
        assert refused


def test_text_of_the_article_beyond_its_claims_is_guarded_too() -> None:
    text = json.dumps("The board will close four of the nine offices in spring, a memo says")
    assert gate(ARTICLES["seed"]["claims"])(asking("close four of the nine offices")) is None
    assert gate(ARTICLES["seed"]["claims"], texts=[text])(asking("close four of the nine offices"))
