"""The scorer of fact tuples, on tuples whose figures are worked out by hand."""

from __future__ import annotations

import pytest

from benchmarks.quality.clauses import Fact, best_score, match, paired


def fact(predicate: str, subject: str, rest: str = "", confidence: float = 1.0) -> Fact:
    return Fact(tuple(predicate.split()), tuple(subject.split()), tuple(rest.split()), confidence, 1 + bool(rest))


GOLD = fact("joined", "Tom Bradley", "the company in 1941")


@pytest.mark.parametrize(
    ("mine", "precision", "recall"),
    [
        (GOLD, 1.0, 1.0),
        (fact("joined", "Tom Bradley", "the company"), 1.0, 5 / 7),
        (fact("joined", "Bradley", "the company in 1941 as a clerk"), 6 / 9, 6 / 7),
        (fact("left", "Tom Bradley", "the company in 1941"), 0.0, 0.0),
        (fact("joined", "the company in 1941", "Tom Bradley"), 1 / 7, 1 / 7),
        (fact("joined", "Tom Bradley"), 0.0, 0.0),
    ],
    ids=["the same", "shorter", "longer and shorter", "another predicate", "arguments in the wrong order", "an argument missing"],
)
def test_match_of_tuples(mine: Fact, precision: float, recall: float) -> None:
    assert match(GOLD, mine) == pytest.approx((precision, recall))


def test_what_was_said_may_come_first() -> None:
    gold = fact("said", "she", "prices fell")
    assert match(gold, fact("said", "prices fell", "she")) == (1.0, 1.0)


def test_precision_pairs_one_to_one_and_recall_does_not() -> None:
    whole = fact("joined", "Tom Bradley", "the company in 1941")
    gold = {"s": [fact("joined", "Tom Bradley", "the company"), fact("joined", "Tom Bradley", "in 1941")]}
    score = best_score(gold, {"s": [whole]})
    assert score.recall == 1.0  # one tuple of ours serves both
    assert score.precision == pytest.approx(5 / 7)
    assert list(paired([[(0.5, 1.0), (0.9, 1.0)], [(0.4, 1.0), (0.8, 1.0)]])) == [0.9, 0.4]


def test_threshold_is_the_best_one() -> None:
    gold = {"s": [GOLD]}
    system = {"s": [GOLD, fact("was", "nonsense", "here", confidence=0.2)]}
    assert best_score(gold, system).f1 == 1.0
