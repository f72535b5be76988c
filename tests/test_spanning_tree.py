"""The best tree, beside all trees that there are."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.inference.spanning_tree import best_tree


def trees(words: int):
    """All trees over so many words with one word below the root, as heads, the root's own first."""
    for heads in product(range(words + 1), repeat=words):
        if heads.count(0) == 1 and all(reaches_root(word, heads) for word in range(1, words + 1)):
            yield (0, *heads)


def reaches_root(word: int, heads: tuple[int, ...]) -> bool:
    for _ in range(len(heads)):
        word = heads[word - 1]
        if word == 0:
            return True
    return False


def total(scores, heads) -> float:
    return sum(scores[word, head] for word, head in enumerate(heads) if word)


def test_the_trees_of_the_test_are_all_there_are() -> None:
    assert [sum(1 for _ in trees(n)) for n in (1, 2, 3, 4, 5)] == [1, 2, 9, 64, 625], "n^(n-1), by Cayley"


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(-40, 0), min_size=(n + 1) ** 2, max_size=(n + 1) ** 2)))
def test_no_tree_scores_higher(flat: list[int]) -> None:
    size = int(len(flat) ** 0.5)
    scores = np.array(flat, dtype=np.float64).reshape(size, size)
    found = tuple(best_tree(scores).tolist())
    candidates = list(trees(size - 1))
    assert found in candidates
    assert total(scores, found) == max(total(scores, heads) for heads in candidates)


def test_one_word_hangs_on_the_root_though_two_would_score_higher() -> None:
    scores = np.array([[0, 0, 0], [-1, 0, -9], [-1, -9, 0]], dtype=np.float64)
    assert best_tree(scores).tolist() in ([0, 0, 1], [0, 2, 0])


def test_a_cycle_within_a_cycle_is_broken() -> None:
    # 1 and 2 like each other best, then that pair and 3 do, and the root is dear for all of them
    scores = np.full((4, 4), -50.0)
    scores[1, 2] = scores[2, 1] = -1
    scores[3, 1], scores[1, 3] = -2, -3
    scores[1:, 0] = (-30, -40, -20)
    assert best_tree(scores).tolist() == [0, 3, 1, 0]


def test_what_a_word_thinks_of_itself_does_not_matter_and_scores_stay_as_they_were() -> None:
    scores = np.array([[9, 9, 9], [-5, 9, -1], [-1, -5, 9]], dtype=np.float64)
    before = scores.copy()
    assert best_tree(scores).tolist() == [0, 2, 0]
    assert (scores == before).all()


@pytest.mark.parametrize("words", [60, 200])
def test_long_sentences_have_a_tree(words: int) -> None:
    scores = -np.random.default_rng(words).gamma(2, 5, (words + 1, words + 1))
    heads = best_tree(scores).tolist()
    assert heads[1:].count(0) == 1
    assert all(reaches_root(word, tuple(heads[1:])) for word in range(1, words + 1))
