"""Matching and counting, with figures counted by hand on the small article of `evaluation_claims`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.evaluation.gold import Gold
from claimcheck.evaluation.goldfile import read_gold
from claimcheck.evaluation.matching import match
from claimcheck.evaluation.scoring import MEASURES, evaluate
from claimcheck.evaluation.words import positions, same_referent
from claimcheck.model import Argument, Span
from tests.evaluation_claims import OPENED, bridge, claim, counts, perfect, share, span, time, write


@pytest.fixture
def gold(tmp_path: Path) -> Gold:
    return bridge(tmp_path)


# -- words and matching -----------------------------------------------------------------------------------------


def test_a_word_counts_when_a_span_touches_it() -> None:
    text = "The U.S. didn't pay €3.5m."  # The U S didn t pay 3 5m
    assert positions(text, [Span(0, len(text))]) == set(range(8))
    assert positions(text, [Span(1, 5), Span(5, 6)]) == {0, 1}
    assert positions(text, [Span(3, 4), Span(19, 20)]) == set()


@given(st.text(alphabet="ab 9.\n", max_size=30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_words_of_a_span_are_those_of_its_parts(text: str, one: int, two: int, three: int) -> None:
    start, middle, end = sorted(min(cut, len(text)) for cut in (one, two, three))
    parts = positions(text, [Span(start, middle), Span(middle, end)])
    assert parts == positions(text, [Span(start, end)])
    assert positions(text, [Span(0, len(text))]) >= parts


def test_half_of_the_words_is_a_claim_found_and_less_is_not(gold: Gold) -> None:
    # 9 words in the gold; 5 of them: 5/9, 4 of them: 4/9
    enough, scant = claim("Hansen opened the old bridge"), claim("opened the old bridge")
    assert [(p.gold.number, p.overlap) for p in match(gold, [enough]).pairs] == [(1, 5 / 9)]
    assert match(gold, [scant]).pairs == ()
    assert match(gold, [scant]).extra == (scant,)
    assert [c.number for c in match(gold, [enough]).missed] == [2, 3, 4]


def test_exactly_half_is_enough(gold: Gold) -> None:
    # "Is it safe" has 3 words; 2 shared with 1 more is 2/4
    both = claim("hurt", "Is it")
    assert [(p.gold.number, p.overlap) for p in match(gold, [both]).pairs] == [(4, 0.5)]


def test_each_claim_is_used_once_and_the_best_goes_first(gold: Gold) -> None:
    good, best = claim("Lise Hansen opened the old bridge on Monday"), claim(OPENED)
    found = match(gold, [good, best])
    assert [(p.gold.number, p.claim, p.overlap) for p in found.pairs] == [(1, best, 1.0)]
    assert found.extra == (good,)


def test_among_equals_the_same_kind_goes_first(gold: Gold) -> None:
    other, same = claim(OPENED, kind="relative"), claim(OPENED)
    assert match(gold, [other, same]).pairs[0].claim is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hansen", "Mayor Lise Hansen", True),
        ("the old bridge", "The old bridge's", True),
        ("Lise Hansen", "Lise Holm", False),  # one word of three
        ("the Danish mayor Hansen", "the mayor Lise Hansen", True),  # two words of four
        ("India", "India and Pakistan", False),
        ("Pakistan and India", "India and Pakistan", True),
        ("the", "the", True),
        ("his", "her", False),
        ("she", "Lise Hansen", False),
        ("%", "%", True),
        ("%", "&", False),
    ],
)
def test_names_of_one_and_the_same(one: str, other: str, same: bool) -> None:
    assert same_referent(one, other) is same
    assert same_referent(other, one) is same


RELATIVE = """Workers found a very old bridge, which fell, and left.\n"""
RELATIVE_GOLD = """
article: bridge.txt
published: 2025-07-02
claims:
- {at: Workers, pieces: [which fell], kind: relative, types: [event], checkability: yes, references: [{text: which, means: a very old bridge}]}
"""


def test_a_relative_pronoun_and_its_noun_are_the_same(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path, RELATIVE_GOLD, RELATIVE))
    pronoun = claim("which fell", article=RELATIVE, kind="relative")
    noun = claim("a very old bridge", "fell", article=RELATIVE, kind="relative")
    part = claim("bridge", "fell", article=RELATIVE, kind="relative")
    assert [pair.overlap for pair in match(gold, [pronoun]).pairs] == [1.0]
    assert [pair.overlap for pair in match(gold, [noun]).pairs] == [1.0]
    assert match(gold, [part]).pairs == ()  # 2 of 5 words
    # the noun in its place says what the pronoun means
    assert counts(evaluate([(gold, [noun])]), "references") == (1, 1, 1)
    assert counts(evaluate([(gold, [pronoun])]), "references") == (1, 0, 0)
    assert share(evaluate([(gold, [noun])]), "decontextualisation") == (1, 1)
    assert share(evaluate([(gold, [pronoun])]), "decontextualisation") == (1, 0)


PARTICIPLE = "Title\n\nThe very old storm hit the coast, killing ten people.\n"
PARTICIPLE_GOLD = """
article: bridge.txt
published: 2025-07-02
claims:
- {at: The very old storm, pieces: [killing ten people], kind: participle, types: [event], checkability: yes}
"""


def test_the_subject_that_a_program_repeats_before_a_participle_is_not_counted(tmp_path: Path) -> None:
    gold = read_gold(write(tmp_path, PARTICIPLE_GOLD, PARTICIPLE))
    subject = Argument("subject", "The very old storm", span("The very old storm", PARTICIPLE), span("storm", PARTICIPLE))
    told = claim("The very old storm", "killing ten people", article=PARTICIPLE, kind="participle", arguments=(subject,))
    assert [pair.overlap for pair in match(gold, [told]).pairs] == [1.0]
    assert match(gold, [replace(told, kind="main")]).pairs == ()  # 3 of 7 words


def test_claims_of_the_headline_count_only_where_the_gold_has_one(gold: Gold) -> None:
    headline = claim("Old bridge reopens")
    assert counts(evaluate([(gold, [headline])]), "claims") == (4, 0, 0)
    assert counts(evaluate([(replace(gold, title=None), [headline])]), "claims") == (4, 1, 0)
    with_claim = replace(gold, claims=(*gold.claims, replace(gold.claims[0], number=5, pieces=headline.pieces)))
    assert counts(evaluate([(with_claim, [headline])]), "claims") == (5, 1, 1)


# -- all together -----------------------------------------------------------------------------------------------


def test_a_perfect_answer_has_a_hundred_everywhere(gold: Gold) -> None:
    result = evaluate([(gold, perfect())])
    figures = {name: result.figure(name) for name in MEASURES}
    assert figures.pop("ordinals") is None  # there is none in the article
    assert figures.pop("marked-modality") is None
    assert figures.pop("presupposed") is None
    assert set(figures.values()) == {100.0}
    assert result.disagreements == []


def test_an_answer_without_claims_has_nothing_right_and_nothing_wrong(gold: Gold) -> None:
    result = evaluate([(gold, [])])
    assert counts(result, "claims") == (4, 0, 0)
    claims = result.agreement["claims"]
    assert (claims.precision, claims.recall, claims.f1) == (None, 0.0, 0.0)
    assert counts(result, "times") == (0, 0, 0)  # facets are scored on claims that are found
    assert result.figure("times") is None
    assert share(result, "entailment") == (0, 0)
    assert share(result, "sentence-coverage") == (2, 0)
    assert Counter((d.measure, d.kind) for d in result.disagreements) == {("claims", "missed"): 4, ("sentence-coverage", "missed"): 2}


def test_figures_add_up_over_articles(gold: Gold) -> None:
    result = evaluate([(gold, perfect()), (gold, [claim(OPENED), claim("Nobody was hurt")])])
    # 8 gold claims; 6 of the program; 5 the same: P 83.3, R 62.5, F1 10/14
    assert counts(result, "claims") == (8, 6, 5)
    claims = result.agreement["claims"]
    assert (claims.precision, claims.recall, claims.f1) == (83.3, 62.5, 71.4)
    # types: the gold's 5 and once more 2; the program's 5 and event; all of these right
    assert counts(result, "types") == (7, 6, 6)
    assert counts(result, "times") == (2, 1, 1)
    assert counts(result, "kind") == (5, 5, 5)
    assert len(result.articles) == 2


def test_a_claim_at_less_than_four_fifths_is_found_but_not_strictly(gold: Gold) -> None:
    # of 9 words 8: 0.89; 7: 0.78
    for words, strict in (("Lise Hansen opened the old bridge on Monday", 1), ("Hansen opened the old bridge on Monday", 0)):
        result = evaluate([(gold, [claim(words)])])
        assert (counts(result, "claims")[2], counts(result, "claims-strict")) == (1, (4, 1, strict))


def test_the_order_of_the_claims_makes_no_difference(gold: Gold) -> None:
    mixed = [*perfect()[:3], claim("Hansen opened the old bridge", polarity="negative"), claim("Nobody was hurt")]
    forth, back = evaluate([(gold, mixed)]), evaluate([(gold, mixed[::-1])])
    assert forth == back
    assert forth.disagreements


def test_disagreements_tell_place_measure_and_both_sides(gold: Gold) -> None:
    wrong = claim(OPENED, types=("event", "location"), polarity="negative", times=(time("Monday", "2025-07-07"),))
    found = evaluate([(gold, [wrong, claim("Nobody was hurt")])]).disagreements
    assert [(d.line, d.column, d.measure, d.kind, d.gold, d.program) for d in found if d.line == 3 and d.column == 1] == [
        (3, 1, "times", "wrong", "Monday = 2025-06-30", "Monday = 2025-07-07"),
        (3, 1, "types", "wrong", "date", "location"),
        (3, 1, "polarity", "wrong", "positive", "negative"),
        (3, 1, "negative", "extra", "", "negative"),
    ]
    assert {(d.file, d.gold_file, d.gold_line) for d in found if d.measure == "times"} == {("bridge.txt", "bridge.yaml", 6)}
    assert [d.program for d in found if (d.measure, d.kind) == ("claims", "extra")] == ["main: Nobody was hurt"]


def test_a_missed_claim_names_the_nearest(gold: Gold) -> None:
    # "it was not late" has 4 words, 1 of 5 is shared by "it cost" ...: 1/8
    cost = claim("it cost 3.5 million euros", kind="complement")
    missed = [d for d in evaluate([(gold, [cost])]).disagreements if d.gold.startswith("conjoined")]
    assert [d.nearest for d in missed] == ["complement: it cost 3.5 million euros (0.11)"]
