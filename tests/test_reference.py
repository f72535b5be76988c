"""What mentions stand for, and which of them are left open."""

from __future__ import annotations

import random

import pytest

from claimcheck.document import from_text
from claimcheck.enrich.attribution import attributions
from claimcheck.enrich.coref.wording import listed, possessive, with_article
from claimcheck.enrich.entity import entities
from claimcheck.enrich.reference import references, resolve_sources
from claimcheck.model import Attribution, Document, Entity, ParserInfo, Reference, Span
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence
from tests.frozen import SEED, document_of, sentences_of
from tests.reference_cases import CASES, read_cases

PARSES = read_cases()


def found_in(sentences: tuple[Sentence, ...], text: str) -> tuple[Reference, ...]:
    return references(sentences, entities(sentences), attributions(sentences, text))


def place_of(text: str, mention: str, number: int) -> Span:
    start = -1
    for _ in range(number + 1):
        start = text.lower().index(mention.lower(), start + 1)
        while text[start - 1 : start].isalnum() or text[start + len(mention) : start + len(mention) + 1].isalnum():
            start = text.lower().index(mention.lower(), start + 1)
    return Span(start, start + len(mention))


READINGS = [pytest.param(name, *reading, id=f"{name}: {reading[0]}") for name, case in CASES.items() for reading in case.readings]


@pytest.mark.parametrize(("name", "mention", "number", "reading"), READINGS)
def test_reading(name: str, mention: str, number: int, reading: str | None) -> None:
    case = CASES[name]
    span = place_of(case.text, mention, number)
    here = [r for r in found_in(PARSES[name], case.text) if r.span == span]
    assert [r.text for r in here if r.text is not None] == ([reading] if reading else []), case.why


@pytest.mark.parametrize("name", sorted(CASES))
def test_antecedent_is_named_in_the_text(name: str) -> None:
    text = CASES[name].text
    for reference in found_in(PARSES[name], text):
        assert (reference.text is None) == (reference.antecedent_span is None)
        assert not reference.candidates or reference.text is None
        if reference.antecedent_span is not None:
            assert not reference.antecedent_span.overlaps(reference.span)
            assert 0 <= reference.antecedent_span.start < reference.antecedent_span.end <= len(text)


def test_every_case_is_frozen() -> None:
    assert list(PARSES) == list(CASES)
    for name, sentences in PARSES.items():
        assert all(s.text == CASES[name].text[s.start : s.end] for s in sentences)


def test_order_of_entities_does_not_matter() -> None:
    sentences, text = sentences_of(SEED), document_of(SEED).text
    names, said = list(entities(sentences)), list(attributions(sentences, text))
    expected = references(sentences, names, said)
    random.Random(3).shuffle(said)
    assert references(sentences, names, said) == expected


def test_references_come_in_order_and_apart() -> None:
    sentences, text = sentences_of(SEED), document_of(SEED).text
    found = found_in(sentences, text)
    assert len(found) > 10
    assert all(a.span.end <= b.span.start for a, b in zip(found, found[1:], strict=False))


def test_nothing_in_nothing_out() -> None:
    assert references((), ()) == ()


# -- wording ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plural", "expected"),
    [
        ("Maria Costa", False, "Maria Costa's"),
        ("James", False, "James's"),
        ("the ministers", False, "the ministers'"),
        ("the police", False, "the police's"),
        ("the United States", False, "the United States'"),
        ("the Philippines", False, "the Philippines'"),
        ("the Russians", True, "the Russians'"),
        ("the boss", False, "the boss's"),
        ("the women", True, "the women's"),
        ("Peter's", False, "Peter's"),
    ],
)
def test_possessive(text: str, plural: bool, expected: str) -> None:
    assert possessive(text, plural=plural) == expected


def test_listed() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"


@pytest.mark.parametrize(
    ("name", "sort", "seen", "expected"),
    [
        ("United States", "location", False, "the United States"),
        ("Kenya", "location", True, "Kenya"),
        ("Ministry of Health", "organization", False, "the Ministry of Health"),
        ("Nokia", "organization", False, "Nokia"),
        ("The Hague Tribunal", "organization", False, "the Hague Tribunal"),
        ("Maria Costa", "person", True, "Maria Costa"),
    ],
)
def test_article(name: str, sort: str, seen: bool, expected: str) -> None:
    assert with_article(name, sort, seen) == expected


# -- sources ----------------------------------------------------------------------------------------------------


def said_by(source: str, start: int = 0) -> Attribution:
    span = Span(start, start + len(source))
    return Attribution("say", Span(50, 54), "report", "indirect", (Span(60, 70),), source, span)


def test_source_takes_the_reading_of_its_pronoun() -> None:
    (resolved,) = resolve_sources([said_by("he")], [Reference(Span(0, 2), "John Brown", "personal_pronoun", Span(80, 90))], [])
    assert resolved.resolved_source == "John Brown"


def test_source_takes_the_full_name() -> None:
    (resolved,) = resolve_sources([said_by("minister Brown")], [], [Entity("Brown", Span(9, 14), "person", "John Brown")])
    assert resolved.resolved_source == "John Brown"


def test_a_body_named_in_a_description_is_not_who_speaks() -> None:
    body = Entity("Acme University", Span(14, 29), "organization", "Acme University")
    (resolved,) = resolve_sources([said_by("the rector of Acme University")], [], [body])
    assert resolved.resolved_source is None


def test_source_of_two_people_is_left() -> None:
    names = [Entity("Brown", Span(0, 5), "person", "John Brown"), Entity("Hall", Span(10, 14), "person", "Peter Hall")]
    (resolved,) = resolve_sources([said_by("Brown and Hall")], [], names)
    assert resolved.resolved_source is None


def test_source_whose_possessor_alone_is_known_is_left() -> None:
    (resolved,) = resolve_sources([said_by("his lawyer")], [Reference(Span(0, 3), "John Brown's", "personal_pronoun", Span(80, 90))], [])
    assert resolved.resolved_source is None


def test_an_owner_that_the_claim_has_told_is_not_told_again() -> None:
    class Frozen:
        info = ParserInfo("frozen", "compact", "0" * 64)

        def parse(self, document: Document) -> tuple[Sentence, ...]:
            return PARSES["owner-told-already"]

    claims = Extractor(parser=Frozen()).extract_document(from_text(CASES["owner-told-already"].text)).claims
    assert "The owners of the old towers lost their homes" in {c.resolved_text.rstrip(".") for c in claims}
