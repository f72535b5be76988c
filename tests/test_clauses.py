"""Clauses on frozen articles: properties that hold for every sentence, and the constructions of the seed."""

from __future__ import annotations

import random

import pytest

from claimcheck import clauses as package
from claimcheck.clauses import clauses
from claimcheck.rules import rules_of
from tests.frozen import SEED, article_names, sentences_of


@pytest.mark.parametrize("name", article_names())
def test_clauses_stay_inside_their_sentence_and_hold_their_head(name: str) -> None:
    sentences = sentences_of(name)
    for clause in clauses(sentences):
        numbers = range(1, len(sentences[clause.sentence].words) + 1)
        assert set(clause.words) <= set(numbers)
        assert list(clause.words) == sorted(set(clause.words))
        assert clause.words and clause.head in numbers
        assert all(set(slot.words) <= set(numbers) and slot.words for slot in clause.slots)


@pytest.mark.parametrize("name", article_names())
def test_order_of_rules_does_not_matter(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = sentences_of(name)
    expected = clauses(sentences)
    shuffled = list(rules_of("clause"))
    random.Random(3).shuffle(shuffled)
    monkeypatch.setattr(package, "rules_of", lambda stage: tuple(shuffled))
    assert clauses(sentences) == expected


@pytest.mark.parametrize("name", article_names())
def test_no_two_clauses_are_the_same(name: str) -> None:
    keys = [(c.sentence, c.head, c.words) for c in clauses(sentences_of(name))]
    assert len(keys) == len(set(keys))


def test_every_sentence_with_a_finite_verb_has_a_clause() -> None:
    sentences = sentences_of(SEED)
    with_clause = {c.sentence for c in clauses(sentences)}
    finite = {s.index for s in sentences if any(w.upos == "VERB" and w.feats.get("VerbForm") == "Fin" for w in s.words)}
    assert finite <= with_clause
