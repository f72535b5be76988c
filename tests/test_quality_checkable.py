"""The figures of `benchmarks.quality.checkable`, on invented rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.checkable import accuracy, average_precision, f1, is_checkable, is_stated_as_checkable, read_table, sentence_score
from tests.claim_sentences import claims_of


def test_quoted_and_bare_fields_and_missing_last_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_bytes(b'id\ttext\tlabel\tnote\r\n1\t"He said ""no"", twice."\tYes\tx\r\n2\tIt is a "show".\tNo\r\n3\t\tNo\r\n')
    assert read_table(path, "text", "label") == [('He said "no", twice.', "Yes"), ('It is a "show".', "No")]


@pytest.mark.parametrize(
    ("gold", "scores", "expected"),
    [
        ([True, False], [0.9, 0.1], 1.0),
        ([True, False], [0.1, 0.9], 0.5),
        ([True, False, True, False], [0.8, 0.4, 0.35, 0.1], (1 + 2 / 3) / 2),
        ([True, False, True], [0.5, 0.5, 0.5], 2 / 3),  # equal scores are one step
        ([False, False], [0.5, 0.4], 0.0),
    ],
)
def test_average_precision(gold: list[bool], scores: list[float], expected: float) -> None:
    assert average_precision(gold, scores) == pytest.approx(expected)


def test_order_of_equal_scores_does_not_matter() -> None:
    assert average_precision([True, False, False], [0.5, 0.5, 0.1]) == average_precision([False, True, False], [0.5, 0.5, 0.1])


def test_accuracy_and_f1_are_percentages() -> None:
    assert accuracy([True, False, True, False], [True, True, True, False]) == 75
    assert f1([True, False, True, False], [True, True, False, False]) == pytest.approx(50)
    assert f1([False], [False]) == 0


@pytest.mark.parametrize(
    ("sentence", "checkable", "stated"),
    [
        ("The firm paid 40 million euros to 12 villages.", True, True),
        ("He led the team.", True, False),  # who is open: partial
        ("Dogs chase cats.", False, False),
        ("The new library is wonderful.", False, False),
        ("Why did the bridge fall?", False, False),
    ],
)
def test_what_counts_as_checkable(sentence: str, checkable: bool, stated: bool) -> None:
    assert is_checkable(claims_of(sentence)) is checkable
    assert is_stated_as_checkable(claims_of(sentence)) is stated


def test_the_score_of_a_sentence_is_that_of_its_best_checkable_claim() -> None:
    claims = claims_of("Ann Lee, a teacher from Leeds, won 52 percent of the vote.")
    assert sentence_score(claims) == max(c.priority.score for c in claims)
    assert sentence_score(claims_of("The new library is wonderful.")) == 0
    assert sentence_score(()) == 0
