"""What the rules about ranks, names, headlines and sources stand on: spellings, quotation marks, and when figures exclude each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.consistency.alike import agree, contradict, one_item
from claimcheck.consistency.article import Article
from claimcheck.consistency.spelling import distance, folded, inflected, near, sounded
from claimcheck.consistency.unbalanced_quotation import unbalanced_quotation
from claimcheck.document import from_text
from claimcheck.model import Quantity, Span

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def amount(text: str, value: float, comparator: str = "eq", kind: str = "count") -> Quantity:
    return Quantity(text, Span(0, len(text)), value, kind, comparator)  # type: ignore[arg-type]


@given(LETTERS, LETTERS)
def test_distance_is_the_same_both_ways_and_within_its_limit(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a)
    assert 0 <= distance(a, b) <= 3
    assert (distance(a, b) == 0) == (a == b)


@given(LETTERS, LETTERS)
def test_near_names_are_near_both_ways(a: str, b: str) -> None:
    assert near(a, b) == near(b, a)
    assert not near(a, a)


def test_a_slip_is_near_and_an_inflection_is_not() -> None:
    assert near("Mehta", "Metha")
    assert near("Ramos", "Ramoz")
    assert near("Hussein", "Hussain")
    assert not near("Moon", "Yoon")
    assert not near("Zhang", "Zheng")
    assert not near("Trump", "Trumps")
    assert not near("Mario", "Maria")
    assert inflected("russia", "russian")
    assert not near("Henderson", "Hendricks")


def test_one_sound_and_one_accent() -> None:
    assert sounded("Katherine") == sounded("Catherine")
    assert sounded("Joan") != sounded("John")
    assert folded("César") == "cesar"


def test_figures_exclude_each_other_only_without_a_common_value() -> None:
    assert contradict(amount("12", 12), amount("14", 14))
    assert not contradict(amount("at least 12", 12, "ge"), amount("14", 14))
    assert contradict(amount("$3 million", 3_000_000, kind="money"), amount("$4 million", 4_000_000, kind="money"))
    assert not contradict(amount("$3.2 million", 3_200_000, kind="money"), amount("$3 million", 3_000_000, kind="money"))
    assert not contradict(amount("12", 12), amount("14 percent", 14, kind="percent"))
    assert not agree(amount("12", 12), amount("14 percent", 14, kind="percent"))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_nothing_contradicts_what_it_agrees_with(a: int, b: int) -> None:
    first, second = amount(str(a), a), amount(str(b), b)
    assert contradict(first, second) != agree(first, second)


def test_people_are_counted_alike_whatever_they_are_called() -> None:
    assert one_item("people", None)
    assert one_item("old people", "old people")
    assert not one_item("people", "houses")
    assert not one_item("children", "people")


def quoted(text: str) -> list[str]:
    document = from_text(text)
    return [proposal.span.slice(document.text) for proposal in unbalanced_quotation(Article(document, (), ()))]


def test_marks_that_point_the_wrong_way() -> None:
    assert quoted("The mayor of Leeds spoke: “We are proud,” he said. ”The house is full.") == ["”The"] or quoted(
        "The mayor of Leeds spoke: “We are proud,” he said. ”The house is full."
    ) == ["”"]


def test_a_quotation_runs_on_when_the_next_paragraph_closes_it() -> None:
    assert quoted("The mayor of the town said: “We are proud of this house.\n\nIt will last for many years,” he said to the council.") == []


@given(st.text(alphabet="ab “”\"'‘’«».,1\n", max_size=80))
def test_any_row_of_marks_is_survived(marks: str) -> None:
    for found in quoted(f"The mayor of the town opened the school on Monday. {marks}"):
        assert found
