"""Entities: what is a name, of which type, and whose fullest name it is."""

from __future__ import annotations

import pytest

from claimcheck.enrich.entity import entities
from claimcheck.model import Entity, Span
from claimcheck.tree import Mention, Sentence, Word


def sentence(text: str, start: int = 0, index: int = 0) -> Sentence:
    """A flat tree from "form/UPOS" or "form/UPOS/B-TYPE" items; words are parted by one space."""
    words, mentions, place, plain = [], [], start, []
    open_mention: list[int] = []
    kind = ""

    def close() -> None:
        if open_mention:
            inside = [words[i - 1] for i in open_mention]
            mentions.append(Mention(Span(inside[0].start, inside[-1].end), kind, tuple(open_mention)))
            open_mention.clear()

    for number, item in enumerate(text.split(), start=1):
        form, upos, tag = (item.split("/") + ["O"])[:3]
        relation = "root" if number == 1 else "flat" if tag.startswith("I-") else "dep"
        head = 0 if number == 1 else number - 1 if tag.startswith("I-") else 1
        words.append(Word(number, form, form if upos == "PROPN" else form.lower(), upos, "", {}, head, relation, place, place + len(form)))
        plain.append(form)
        place += len(form) + 1
        if not tag.startswith("I-"):
            close()
        if tag != "O":
            kind = tag[2:]
            open_mention.append(number)
    close()
    return Sentence(index, " ".join(plain), start, tuple(words), tuple(mentions))


def document(*texts: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    for text in texts:
        sentences.append(sentence(text, sentences[-1].end + 1 if sentences else 0, len(sentences)))
    return tuple(sentences)


def found(*texts: str) -> list[tuple[str, str, str]]:
    return [(e.text, e.type, e.canonical) for e in entities(document(*texts))]


def test_surname_goes_to_the_full_name() -> None:
    assert found("Maria/PROPN/B-PERSON Costa/PROPN/I-PERSON spoke/VERB", "Costa/PROPN/B-PERSON left/VERB") == [
        ("Maria Costa", "person", "Maria Costa"),
        ("Costa", "person", "Maria Costa"),
    ]


def test_surname_of_two_people_stays() -> None:
    names = found(
        "Maria/PROPN/B-PERSON Costa/PROPN/I-PERSON and/CCONJ Pedro/PROPN/B-PERSON Costa/PROPN/I-PERSON spoke/VERB",
        "Costa/PROPN/B-PERSON left/VERB",
    )
    assert names[-1] == ("Costa", "person", "Costa")


def test_title_is_no_part_of_a_name() -> None:
    assert found("Minister/PROPN/B-PERSON Maria/PROPN/I-PERSON Costa/PROPN/I-PERSON spoke/VERB") == [
        ("Maria Costa", "person", "Maria Costa")
    ]


@pytest.mark.parametrize(
    "office",
    [
        "Prime/PROPN/B-PERSON Minister/PROPN/I-PERSON",
        "Deputy/PROPN/B-PERSON Chairman/PROPN/I-PERSON",
        "Mukhya/PROPN/B-PERSON Mantri/PROPN/I-PERSON",
        "Vice/PROPN/B-PERSON President/PROPN/I-PERSON",
    ],
)
def test_office_by_itself_is_no_person(office: str) -> None:
    assert found(f"{office} spoke/VERB") == []


@pytest.mark.parametrize(
    "name",
    [
        "Stephen/PROPN/B-PERSON King/PROPN/I-PERSON",  # a given name before it
        "Ukhtomsky/PROPN/B-PERSON Bishop/PROPN/I-PERSON",  # no modifier of an office
        "King/PROPN/B-PERSON",  # a surname may stand alone
    ],
)
def test_name_that_is_also_an_office_stays(name: str) -> None:
    (entity,) = found(f"{name} spoke/VERB")
    assert entity[1] == "person" and entity[0].endswith(("King", "Bishop"))


def test_article_and_genitive_are_cut() -> None:
    assert found("the/DET/B-ORG Ministry/PROPN/I-ORG 's/PART/I-ORG plan/NOUN") == [("Ministry", "organization", "Ministry")]


def test_leading_preposition_is_cut() -> None:
    assert found("secretary/NOUN of/ADP/B-ORG Defence/PROPN/I-ORG spoke/VERB")[0][0] == "Defence"


def test_country_is_a_place_whatever_the_tagger_says() -> None:
    assert found("Kenya/PROPN/B-ORG signed/VERB") == [("Kenya", "location", "Kenya")]


def test_short_form_in_brackets() -> None:
    names = found(
        "World/PROPN/B-ORG Health/PROPN/I-ORG Organization/PROPN/I-ORG (/PUNCT WHO/PROPN/B-ORG )/PUNCT warned/VERB",
        "WHO/PROPN/B-ORG warned/VERB",
    )
    assert names[-1] == ("WHO", "organization", "World Health Organization")


def test_letters_that_are_no_initials_stay() -> None:
    names = found("World/PROPN/B-ORG Health/PROPN/I-ORG Organization/PROPN/I-ORG met/VERB", "UEFA/PROPN/B-ORG warned/VERB")
    assert names[-1] == ("UEFA", "organization", "UEFA")


def test_one_name_has_one_type() -> None:
    kinds = {e[1] for e in found("Oslo/PROPN/B-LOC won/VERB", "Oslo/PROPN/B-LOC lost/VERB", "Oslo/PROPN/B-ORG slept/VERB")}
    assert kinds == {"location"}


def test_overlooked_name_is_found() -> None:
    assert ("Costa", "person", "Maria Costa") in found("Maria/PROPN/B-PERSON Costa/PROPN/I-PERSON spoke/VERB", "Costa/PROPN left/VERB")


def test_common_noun_of_the_same_letters_is_not() -> None:
    assert found("Maria/PROPN/B-PERSON Rose/PROPN/I-PERSON spoke/VERB", "Rose/VERB again/ADV")[-1][0] == "Maria Rose"


def test_order_and_slices() -> None:
    sentences = document("Maria/PROPN/B-PERSON met/VERB Pedro/PROPN/B-PERSON", "Pedro/PROPN/B-PERSON left/VERB")
    text = " ".join(s.text for s in sentences)
    names = entities(sentences)
    assert all(isinstance(e, Entity) and e.span.slice(text) == e.text for e in names)
    assert [e.span for e in names] == sorted(e.span for e in names)
    assert entities(sentences) == names


def test_a_name_without_its_accents_is_the_same() -> None:
    found = entities(document("César/PROPN/B-PER Peña/PROPN/I-PER came/VERB", "Pena/PROPN/B-PER left/VERB", "Cesar/PROPN/B-PER slept/VERB"))
    assert {e.canonical for e in found} == {"César Peña"}


def test_other_letters_are_another_name() -> None:
    found = entities(document("César/PROPN/B-PER Peña/PROPN/I-PER came/VERB", "Penn/PROPN/B-PER left/VERB"))
    assert [e.canonical for e in found] == ["César Peña", "Penn"]
