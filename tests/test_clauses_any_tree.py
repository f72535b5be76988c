"""No tree makes the clause rules or the wording of claims raise, and what they find lies inside the text, in its order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck import clauses as package
from claimcheck.claims import Facets, drafts
from claimcheck.claims.wording import join
from claimcheck.clauses import clauses
from claimcheck.coverage import coverage
from claimcheck.enrich.attribution import attributions
from claimcheck.enrich.stance import stance
from claimcheck.model import Span
from claimcheck.rules import rules_of
from claimcheck.tree import Mention, Sentence, Word

FORMS = [
    ("closed", "close", "VERB", "VBD", {"VerbForm": "Fin", "Tense": "Past"}),
    ("closing", "close", "VERB", "VBG", {"VerbForm": "Ger"}),
    ("built", "build", "VERB", "VBN", {"VerbForm": "Part", "Tense": "Past"}),
    ("sell", "sell", "VERB", "VB", {"VerbForm": "Inf"}),
    ("said", "say", "VERB", "VBD", {"VerbForm": "Fin", "Tense": "Past"}),
    ("is", "be", "AUX", "VBZ", {"VerbForm": "Fin", "Tense": "Pres"}),
    ("will", "will", "AUX", "MD", {"VerbForm": "Fin"}),
    ("to", "to", "PART", "TO", {}),
    ("mayor", "mayor", "NOUN", "NN", {"Number": "Sing"}),
    ("attack", "attack", "NOUN", "NN", {"Number": "Sing"}),
    ("plants", "plant", "NOUN", "NNS", {"Number": "Plur"}),
    ("Ann", "Ann", "PROPN", "NNP", {"Number": "Sing"}),
    ("Leeds", "Leeds", "PROPN", "NNP", {"Number": "Sing"}),
    ("NGO", "ngo", "NOUN", "NN", {"Number": "Sing"}),
    ("old", "old", "ADJ", "JJ", {}),
    ("nine", "nine", "NUM", "CD", {}),
    ("who", "who", "PRON", "WP", {"PronType": "Rel"}),
    ("which", "which", "PRON", "WDT", {"PronType": "Rel"}),
    ("whose", "whose", "PRON", "WP$", {}),
    ("where", "where", "ADV", "WRB", {"PronType": "Rel"}),
    ("when", "when", "ADV", "WRB", {}),
    ("they", "they", "PRON", "PRP", {}),
    ("it", "it", "PRON", "PRP", {}),
    ("the", "the", "DET", "DT", {}),
    ("not", "not", "PART", "RB", {"Polarity": "Neg"}),
    ("largely", "largely", "ADV", "RB", {}),
    ("and", "and", "CCONJ", "CC", {}),
    ("or", "or", "CCONJ", "CC", {}),
    ("of", "of", "ADP", "IN", {}),
    ("with", "with", "ADP", "IN", {}),
    ("among", "among", "ADP", "IN", {}),
    ("including", "include", "VERB", "VBG", {"VerbForm": "Ger"}),
    ("if", "if", "SCONJ", "IN", {}),
    ("that", "that", "SCONJ", "IN", {}),
    ("'s", "'s", "PART", "POS", {}),
    ("’re", "be", "AUX", "VBP", {"VerbForm": "Fin"}),
    *((mark, mark, "PUNCT", mark, {}) for mark in ",.;:()—\"“”'"),
]
RELATIONS = """nsubj nsubj:pass csubj obj iobj obl obl:agent ccomp xcomp advcl advcl:relcl acl acl:relcl parataxis conj cc cc:preconj mark
case aux aux:pass cop advmod amod nummod nmod nmod:poss nmod:desc appos flat compound compound:prt det expl punct dep discourse list
dislocated vocative fixed""".split()
TYPES = ["Person", "Organization", "Location", "Date"]


@st.composite
def documents(draw: st.DrawFn) -> tuple[tuple[Sentence, ...], str]:
    """Random trees over words that the rules know, with entities anywhere."""
    text, sentences = "", []
    for _ in range(draw(st.integers(1, 2))):
        forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=14))
        start, words = len(text), []
        order = draw(st.permutations(range(1, len(forms) + 1)))
        for index, (form, lemma, upos, xpos, feats) in enumerate(forms, start=1):
            place = order.index(index)
            head = 0 if place == 0 else order[draw(st.integers(0, place - 1))]
            relation = "root" if head == 0 else draw(st.sampled_from(RELATIONS))
            words.append(Word(index, form, lemma, upos, xpos, dict(feats), head, relation, len(text), len(text) + len(form)))
            text += form + draw(st.sampled_from([" ", " ", ""]))
        mentions = []
        if draw(st.booleans()):
            first = draw(st.integers(1, len(words)))
            last = draw(st.integers(first, min(len(words), first + 2)))
            span = Span(words[first - 1].start, words[last - 1].end)
            mentions.append(Mention(span, draw(st.sampled_from(TYPES)), tuple(range(first, last + 1))))
        sentences.append(Sentence(len(sentences), text[start : words[-1].end], start, tuple(words), tuple(mentions)))
        text += " "
    return tuple(sentences), text


@settings(max_examples=200, deadline=None)
@given(documents())
def test_clauses_survive_and_stay_inside_their_sentence(document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, _ = document
    found = clauses(sentences)
    assert clauses(sentences) == found
    for clause in found:
        numbers = set(range(1, len(sentences[clause.sentence].words) + 1))
        assert clause.words and list(clause.words) == sorted(set(clause.words))
        assert {clause.head, *clause.words, *clause.verb} <= numbers
        assert all(slot.words and {slot.head, *slot.words} <= numbers for slot in clause.slots)


@settings(max_examples=120, deadline=None)
@given(documents())
def test_claims_survive_and_are_pieces_of_the_text_in_order(document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, text = document
    found = clauses(sentences)
    stances = [stance(sentences[c.sentence], c.head) for c in found]
    facets = Facets((), (), (), (), attributions(sentences, text), ())
    for draft in drafts(sentences, found, stances, facets):
        pieces = draft.wording.pieces
        assert pieces
        assert all(0 <= p.start < p.end <= len(text) for p in pieces)
        assert all(before.end <= after.start for before, after in zip(pieces, pieces[1:], strict=False))
        assert draft.wording.text == join(p.slice(text) for p in pieces)
        assert draft.wording.resolved
        assert all(a.span.start <= a.head_span.start < a.head_span.end <= a.span.end for a in draft.arguments)


@pytest.mark.parametrize("seed", range(3))
@settings(max_examples=40, deadline=None)
@given(document=documents())
def test_order_of_rules_does_not_matter(seed: int, document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, _ = document
    expected = clauses(sentences)
    shuffled = list(rules_of("clause"))
    random.Random(seed).shuffle(shuffled)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "rules_of", lambda stage: tuple(shuffled))
        assert clauses(sentences) == expected


@settings(max_examples=60, deadline=None)
@given(documents())
def test_the_ledger_accounts_for_every_tree(document: tuple[tuple[Sentence, ...], str]) -> None:
    sentences, _ = document
    ledger = coverage(sentences, (), (), (), ())
    assert ledger.sentences_in_claims == 0
    assert ledger.sentences == len(ledger.uncovered) == len(sentences)
    assert all(u.reason for u in ledger.uncovered)
