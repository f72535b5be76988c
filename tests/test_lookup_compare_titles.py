"""What a text's title tells of "it", of "the collapse" and of who died; nouns of happening; roles turned round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.lookup.compare import titled
from claimcheck.lookup.compare.casualties import casualty, tells
from claimcheck.lookup.compare.nominal import told_by_nouns
from claimcheck.lookup.compare.participants import office_words, own_names, same
from claimcheck.lookup.compare.titles import person_like, topic_of
from claimcheck.lookup.compare.turning import turned
from claimcheck.lookup.evidence import Evidence
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.reading import Reader
from claimcheck.lookup.statement import Participant, Setting, Statement
from claimcheck.model import Quantity, Span
from fixtures.comparing import document_of, pairs, report_of


def subject(text: str, head: str, *names: str, at: int = 0) -> Participant:
    return Participant("subject", text, Span(at, at + len(text)), head, names)


def said(text: str, predicate: str, *people: Participant, title: str = "", at: int = 0) -> Statement:
    span = Span(at, at + len(text))
    return Statement(text, span, predicate, span, people, setting=Setting(title, text, date(2024, 5, 1)))


@pytest.mark.parametrize(
    ("title", "names", "struck", "noun"),
    [
        ("Zarq crane collapse", ("Zarq",), True, "collapse"),
        ("2020 Kadar attack", ("Kadar",), True, "attack"),
        ("Mirza market fire", ("Mirza",), True, "fire"),
        ("April 2015 Nepal earthquake", ("Nepal",), True, "earthquake"),
        ("Velden Bridge", ("Velden Bridge",), False, "bridge"),
        ("Aurora (ferry)", ("Aurora",), False, "ferry"),
    ],
)
def test_a_title_names_an_event_or_a_thing(title: str, names: tuple[str, ...], struck: bool, noun: str) -> None:
    topic = topic_of(title)
    assert topic is not None
    assert (topic.names, topic.struck) == (names, struck)
    assert noun in topic.nouns


def test_the_year_and_month_of_a_title_are_no_names() -> None:
    topic = topic_of("April 2015 Nepal earthquake")
    assert topic is not None and (topic.year, topic.month) == (2015, 4)
    assert topic_of("") is None and topic_of("Politics of the sea") is None


@given(st.text(max_size=300))
def test_any_title_is_survived(title: str) -> None:
    topic = topic_of(title)
    assert topic is None or topic.head
    if topic is not None:
        assert person_like(topic) in (True, False)
        titled([said("It fell.", "fall", subject("It", "It"), title=title)], "It fell.")


def test_it_is_the_title_where_the_sentence_before_was_about_it() -> None:
    text = "The Velden Bridge crosses the Aller. It was opened in 1998."
    first = said(
        "The Velden Bridge crosses the Aller", "cross", subject("The Velden Bridge", "Bridge", "Velden Bridge"), title="Velden Bridge"
    )
    second = said("It was opened in 1998", "open", subject("It", "It", at=37), title="Velden Bridge", at=37)
    assert titled([first, second], text)[1].participants[0].names == ("Velden Bridge",)
    other = replace(first, participants=(subject("The road to the bridge", "road"),))
    assert titled([other, second], text)[1].participants[0].names == ()
    assert titled([replace(first, setting=Setting()), replace(second, setting=Setting())], text)[1] == replace(second, setting=Setting())


def test_he_is_the_title_where_no_other_person_was_named() -> None:
    text = "He died in 2011."
    he = said("He died in 2011", "die", subject("He", "He"), title="Lorenzo Brandi")
    assert titled([he], text)[0].participants[0].names == ("Lorenzo Brandi",)
    aldo = said(
        "Aldo Brandi painted", "paint", replace(subject("Aldo Brandi", "Brandi", "Aldo Brandi"), kind="person"), title="Lorenzo Brandi"
    )
    later = said("He died in 2011", "die", subject("He", "He", at=21), title="Lorenzo Brandi", at=21)
    assert titled([aldo, later], "Aldo Brandi painted. He died in 2011.")[1].participants[0].names == ()


@pytest.mark.parametrize(
    ("sentence", "number", "counted"),
    [
        ("killing 107 or more and wounding 238", "107 or more", "die"),
        ("killing 107 or more and wounding 238", "238", "injure"),
        ("left 12 dead and 30 injured", "12", "die"),
        ("left 12 dead and 30 injured", "30", "injure"),
        ("the death toll rose to 44", "44", "die"),
        ("At least 60 people were hurt", "60", "injure"),
        ("the company cut 60 jobs", "60", None),
        ("12 people and a dog were killed", "12", None),
    ],
)
def test_dead_and_injured_are_told_by_their_nearest_word(sentence: str, number: str, counted: str | None) -> None:
    at = sentence.index(number)
    quantity = Quantity(number, Span(at, at + len(number)), 1, "count")
    statement = replace(said(sentence, "leave"), quantities=(quantity,))
    assert casualty(statement, quantity) == counted


def test_who_kills_is_not_counted_among_the_dead() -> None:
    quantity = Quantity("Two", Span(0, 3), 2, "count")
    statement = said("Two men killed five people", "kill", subject("Two men", "men"))
    assert casualty(replace(statement, quantities=(quantity,)), quantity) is None
    assert tells("wounding") and not tells("soldiers")


def test_a_noun_of_happening_makes_a_statement() -> None:
    text = "A meeting between Karin Holm and Antony Reyes"
    meeting = subject(text, "meeting", "Karin Holm", "Antony Reyes")
    (made,) = told_by_nouns(said(f"{text} took place in Geneva", "occur", meeting))
    assert made.predicate == "meet"
    assert own_names(made.participants[0]) == ("Karin Holm", "Antony Reyes")
    assert told_by_nouns(replace(said(text, "occur", meeting), polarity="negative")) == ()
    mother = subject("The death of the mother of Ann Lee", "death", "Ann Lee")
    (died,) = told_by_nouns(said("The death of the mother of Ann Lee occurred", "occur", mother))
    assert [own_names(p) for p in died.participants] == [()]


def test_two_with_another_one_are_another_two() -> None:
    here = subject("Velmora and Orsania", "Velmora", "Velmora", "Orsania")
    assert not same(here, subject("Velmora and Lurin", "Velmora", "Velmora", "Lurin"))
    assert same(here, subject("Orsania and Velmora", "Orsania", "Orsania", "Velmora"))


def test_roles_are_turned_round_where_an_office_or_capital_is_the_subject() -> None:
    capital, city = (
        subject("The capital of Sudria", "capital", "Sudria"),
        replace(subject("Lurin", "Lurin", "Lurin", at=25), role="complement"),
    )
    statement = said("The capital of Sudria is Lurin", "be", capital, city)
    assert [p.role for p in turned(statement).participants] == ["complement", "subject"]
    member = said(
        "That member was Ann Lee", "be", subject("That member", "member"), replace(city, names=("Ann Lee",), head="Lee", text="Ann Lee")
    )
    assert turned(member) == member


def test_a_head_of_government_may_be_a_prime_minister() -> None:
    general = "head of government of Norway"
    assert office_words("the prime minister of Norway", general) == office_words(general, "the prime minister of Norway")
    assert office_words("the finance minister of Norway", general) != office_words(general, "the finance minister of Norway")


def test_the_reader_hands_on_the_title() -> None:
    pair = next(p for p in pairs() if p.id == "title-bridge-noun")
    evidence = Evidence("wiki", "page", pair.title, "https://example.org/", pair.evidence, dated=pair.dated)
    reader = Reader(lambda document: report_of(pair.evidence, pair.dated, pair.title))
    query = Query("c-1", (Name("Orlen Bridge"),), ("close", "repair"))
    (statement,) = reader.statements(evidence, query)
    assert statement.setting.title == "Orlen Bridge"
    assert any(p.names == ("Orlen Bridge",) for p in statement.participants)
    assert document_of(pair.evidence, None, pair.title).title == "Orlen Bridge"
