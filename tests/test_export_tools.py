"""Label Studio, doccano, Prodigy and CloudEvents: the shapes that their documentation gives, and CloudEvents' own library."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from claimcheck.export import FORMATS, Annotated
from claimcheck.record import validate_claim
from tests.exported import annotated, hostile, text_of
from tests.frozen import article_names

ARTICLES = [*article_names(), "hostile"]


def article_of(name: str) -> Annotated:
    return hostile() if name == "hostile" else annotated(name)


def pieces_of(article: Annotated) -> dict[str, list[str]]:
    """The words of each claim's pieces, as a reader sees them."""
    places = {claim["claim_id"]: [article.place(piece) for piece in claim["pieces"]] for claim in article.claims}
    return {claim_id: [place.slice(article.text) for place in found] for claim_id, found in places.items()}


@pytest.mark.parametrize("name", article_names())
def test_the_pieces_of_a_claim_are_its_words(name: str) -> None:
    """So that offsets in the exports below mean what they should, also in HTML and Markdown."""
    article = annotated(name)
    for claim in article.claims:
        for words in pieces_of(article)[claim["claim_id"]]:
            assert " ".join(words.split()) in " ".join(article.text.split())
            assert not re.search(r"</?[a-z]+>|&[a-z]+;", words)
        if len(claim["pieces"]) == 1 and claim["kind"] not in ("apposition", "title"):
            assert pieces_of(article)[claim["claim_id"]] == [claim["text"]]


# -- Label Studio: https://labelstud.io/guide/predictions, "Basic Label Studio JSON format" ---------------------------


@pytest.mark.parametrize("name", ARTICLES)
def test_label_studio(name: str) -> None:
    article = article_of(name)
    (task,) = json.loads(text_of("label-studio", article))
    assert set(task) == {"data", "predictions"}
    text = task["data"]["text"]
    assert text == article.text
    (prediction,) = task["predictions"]
    assert isinstance(prediction["model_version"], str)
    names = [region["id"] for region in prediction["result"]]
    assert len(set(names)) == len(names) == sum(len(claim["pieces"]) for claim in article.claims)
    for region in prediction["result"]:
        assert set(region) == {"id", "from_name", "to_name", "type", "value", "score", "meta"}
        assert (region["type"], region["from_name"], region["to_name"]) == ("labels", "types", "text")
        value = region["value"]
        assert 0 <= value["start"] < value["end"] <= len(text)
        assert text[value["start"] : value["end"]] == value["text"]
        assert value["labels"]
        assert 0 <= region["score"] <= 1


# -- doccano: examples of "JSONL" and "JSONL(Relation)" in its import pipeline ----------------------------------------


@pytest.mark.parametrize("name", ARTICLES)
def test_doccano(name: str) -> None:
    article = article_of(name)
    (line,) = map(json.loads, text_of("doccano", article).splitlines())
    assert line["text"] == article.text
    entities = {entity["id"]: entity for entity in line["entities"]}
    assert len(entities) == len(line["entities"])
    for entity in entities.values():
        assert set(entity) == {"id", "start_offset", "end_offset", "label"}
        assert 0 <= entity["start_offset"] < entity["end_offset"] <= len(line["text"])
    assert line["label"] == [[e["start_offset"], e["end_offset"], e["label"]] for e in line["entities"]]
    for relation in line["relations"]:
        assert set(relation) == {"from_id", "to_id", "type"}
        assert entities[relation["from_id"]]["label"] == entities[relation["to_id"]]["label"]
    words = pieces_of(article)
    for claim, told in zip(article.claims, line["claims"], strict=True):
        mine = [entities[number] for number in told["entities"]]
        assert {entity["label"] for entity in mine} == set(claim["types"])
        assert {line["text"][e["start_offset"] : e["end_offset"]] for e in mine} == set(words[claim["claim_id"]])


def test_doccano_numbers_entities_through_the_file() -> None:
    lines = [json.loads(line) for line in text_of("doccano", annotated("seed"), annotated("wikinews-crane")).splitlines()]
    numbers = [entity["id"] for line in lines for entity in line["entities"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert any(line["relations"] for line in lines)


# -- Prodigy: https://prodi.gy/docs/api-interfaces#spans_manual -------------------------------------------------------


@pytest.mark.parametrize("name", ARTICLES)
def test_prodigy(name: str) -> None:
    article = article_of(name)
    assert article.article is not None
    tasks = [json.loads(line) for line in text_of("prodigy", article).splitlines()]
    assert [task["text"] for task in tasks] == [block.span.slice(article.text) for block in article.article.blocks]
    words = pieces_of(article)
    seen: dict[str, set[str]] = {}
    for task in tasks:
        assert set(task) == {"text", "spans", "meta"}
        for span in task["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(task["text"])
            assert isinstance(span["label"], str)
            seen.setdefault(span["claim_id"], set()).add(task["text"][span["start"] : span["end"]])
    assert seen == {claim_id: set(found) for claim_id, found in words.items()}


# -- CloudEvents ------------------------------------------------------------------------------------------------------


def events(article: Annotated, **options: Any) -> list[Any]:
    batch = json.loads(text_of("cloudevents", article, **options))
    return [JSONFormat().read(CloudEvent, json.dumps(event)) for event in batch]


@pytest.mark.parametrize("name", ARTICLES)
def test_each_claim_is_an_event_that_its_library_takes(name: str) -> None:
    article = article_of(name)
    found = events(article)
    assert not any("time" in event for event in json.loads(text_of("cloudevents", article))), "nothing looks at the clock"
    assert len({(event.get_source(), event.get_id()) for event in found}) == len(found) == len(article.claims)
    for event, claim in zip(found, article.claims, strict=True):
        assert event.get_specversion() == "1.0"
        assert event.get_type() == "org.claimcheck-desk.claim.extracted"
        assert event.get_source() == claim["document"]["uri"]
        assert event.get_subject() == claim["claim_id"]
        assert event.get_data() == claim
        assert event.get_dataschema() == "https://claimcheck-desk.org/schemas/claim/1.0/claim.schema.json"
        if name != "hostile":
            assert validate_claim(event.get_data()) == []


def test_the_library_refuses_what_is_no_event() -> None:
    (event, *_) = json.loads(text_of("cloudevents", annotated("seed")))
    with pytest.raises(CloudEventValidationError):
        JSONFormat().read(CloudEvent, json.dumps(event | {"source": ""}))


def test_an_event_has_the_time_that_is_given_and_another_id_when_its_claim_changes() -> None:
    article = annotated("seed")
    timed = events(article, time="2025-07-02T09:30:00Z")
    assert timed[0].get_time().isoformat() == "2025-07-02T09:30:00+00:00"
    assert timed[0].get_id() == events(article)[0].get_id()
    first = article.claims[0] | {"priority": {"score": 1, "reasons": []}}
    changed = events(replace(article, claims=(first, *article.claims[1:])))
    assert changed[0].get_id() != timed[0].get_id()
    assert [event.get_id() for event in changed[1:]] == [event.get_id() for event in timed[1:]]


# -- all ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_article_without_claims(form: str) -> None:
    text = text_of(form, replace(annotated("seed"), claims=()))
    assert text.endswith("\n")
    assert "c-" not in text.replace("text-", "")
