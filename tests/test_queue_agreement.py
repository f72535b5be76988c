"""Figures of agreement, against worked examples that were published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.queue.agreement import cohen_kappa, krippendorff_alpha, percent

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability": example A, two observers, ten units, binary.
MEG, OWEN = "0100000010", "1110010000"
# Example B: two observers, twelve units, nominal.
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
# Example C: four observers, twelve units, with missing data.
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(*observers: str) -> list[list[str | None]]:
    return [[None if value == "." else value for value in unit] for unit in zip(*observers, strict=True)]


def test_krippendorff_s_binary_example() -> None:
    assert krippendorff_alpha(units(MEG, OWEN)) == pytest.approx(0.095, abs=0.0005)


def test_krippendorff_s_nominal_example() -> None:
    assert krippendorff_alpha(units(BEN, GERRY)) == pytest.approx(0.692, abs=0.0005)


def test_krippendorff_s_example_with_missing_data() -> None:
    assert krippendorff_alpha(units(*FOUR)) == pytest.approx(0.743, abs=0.0005)
    assert krippendorff_alpha(units(*FOUR), "12345") == pytest.approx(0.815, abs=0.0005)


def test_neighbours_differ_less_than_opposites() -> None:
    near, far = units("1122334455", "1122334454"), units("1122334455", "1122334451")
    assert krippendorff_alpha(near) == pytest.approx(krippendorff_alpha(far), abs=0.02)
    assert (krippendorff_alpha(near, "12345") or 0) > (krippendorff_alpha(far, "12345") or 0) + 0.1


def test_what_is_not_on_the_scale_is_left_out_of_the_ordinal_figure() -> None:
    assert krippendorff_alpha(units("1122x3", "1212x3"), "123") == krippendorff_alpha(units("11223", "12123"), "123")


def table(*rows: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(str(one), str(other)) for one, row in enumerate(rows) for other, count in enumerate(row) for _ in range(count)]


def test_cohen_s_example() -> None:
    """Cohen (1968), "Weighted kappa", Psychological Bulletin 70(4), 213-220: 200 cases, three diagnoses, 70 % observed, 41 % by chance."""
    pairs = table((88, 14, 18), (10, 40, 10), (2, 6, 12))
    assert percent(pairs) == pytest.approx(0.70)
    assert cohen_kappa(pairs) == pytest.approx((0.70 - 0.41) / (1 - 0.41))
    assert cohen_kappa(pairs) == pytest.approx(0.492, abs=0.0005)


def test_equal_agreement_with_other_habits_is_another_kappa() -> None:
    # Both tables agree on 60 of 100.
    assert cohen_kappa(table((45, 15), (25, 15))) == pytest.approx(0.1304, abs=0.00005)
    assert cohen_kappa(table((25, 35), (5, 35))) == pytest.approx(0.2593, abs=0.00005)


def test_where_nothing_can_be_said_there_is_no_figure() -> None:
    nothing: list[list[list[str | None]]] = [[], [["true"]], [["true", None], [None, "false"]], [[]]]
    for none in nothing:
        assert percent(none) is None and krippendorff_alpha(none) is None
    assert cohen_kappa([]) is None
    same = [("true", "true")] * 5
    assert percent(same) == 1 and cohen_kappa(same) is None and krippendorff_alpha(same) is None
    assert krippendorff_alpha(same, ("true", "false")) is None
    assert krippendorff_alpha([("x", "y")], ("true", "false")) is None


def test_complete_agreement_and_its_opposite() -> None:
    assert cohen_kappa([("a", "a"), ("b", "b")]) == 1 == krippendorff_alpha([("a", "a"), ("b", "b")])
    assert cohen_kappa([("a", "b"), ("b", "a")]) == -1
    assert cohen_kappa([("a", "b"), ("a", "b")]) == 0


VERDICTS = st.sampled_from(["true", "mostly true", "misleading", "false"])


@given(st.lists(st.lists(VERDICTS | st.none(), max_size=4), max_size=30))
def test_figures_stay_in_their_bounds_and_ignore_who_is_who(judged: list[list[str | None]]) -> None:
    for scale in (None, ("true", "mostly true", "misleading", "false")):
        alpha = krippendorff_alpha(judged, scale)
        assert alpha is None or alpha <= 1 + 1e-9
        again = krippendorff_alpha([unit[::-1] for unit in judged[::-1]], scale)
        assert again == (None if alpha is None else pytest.approx(alpha))
    share = percent(judged)
    assert share is None or 0 <= share <= 1


@given(st.lists(st.tuples(VERDICTS, VERDICTS), max_size=30))
def test_kappa_stays_in_its_bounds_and_is_symmetric(pairs: list[tuple[str, str]]) -> None:
    kappa = cohen_kappa(pairs)
    assert kappa is None or -1 <= kappa <= 1
    assert cohen_kappa((other, one) for one, other in pairs) == kappa
