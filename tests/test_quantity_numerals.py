"""Numbers as they are written: words and digits to values, without a parse."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from claimcheck.enrich.measure.amounts import amounts
from claimcheck.enrich.measure.atoms import atoms_of
from claimcheck.enrich.measure.fractions import numerals, ordinal


def values(text: str) -> list[tuple[str, Fraction]]:
    atoms = atoms_of(text)
    return [(text[atoms[n.start].start : atoms[n.end - 1].end], n.value) for n in numerals(atoms)]


@given(st.integers(min_value=0, max_value=10**9))
def test_words_come_back_as_their_number(number: int) -> None:
    spelled = num2words(number).replace(",", "")
    assert values(spelled) == [(spelled, number)]


@given(st.integers(min_value=0, max_value=10**9))
def test_words_without_and_or_hyphen_mean_the_same(number: int) -> None:
    spelled = num2words(number).replace(",", "").replace(" and ", " ").replace("-", " ").title()
    assert values(spelled) == [(spelled, number)]


@given(st.integers(min_value=0, max_value=10**12))
def test_separators_do_not_change_a_number(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", "\u202f")):
        assert values(written) == [(written, number)]


@given(st.integers(min_value=1, max_value=10**6))
def test_ordinal_words_come_back_as_their_rank(number: int) -> None:
    spelled = num2words(number, to="ordinal").replace(",", "")
    atoms = atoms_of(spelled)
    assert ordinal(atoms, 0) == (len(atoms), number, False)


@given(st.text(max_size=80))
def test_no_text_makes_it_raise_and_offsets_are_inside(text: str) -> None:
    for amount in amounts(text):
        assert 0 <= amount.start <= amount.number[0] < amount.number[1] <= amount.end <= len(text)
        assert text[amount.start : amount.end].strip() == text[amount.start : amount.end]


WORDS = st.sampled_from(
    "two hundred and a half million third thirds - / . , $ % 5 1.2 2020 20 between to from at least over more than or per cent "
    "km pounds Rs old year m in out of one dozen thousands several ( ) \u2013 minus point May".split()
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=12).map("".join))
def test_no_mixture_of_number_words_makes_it_raise(text: str) -> None:
    for amount in amounts(text):
        assert amount.start < amount.end <= len(text)
        if amount.low is not None and amount.high is not None:
            assert amount.low <= amount.high
        if amount.value is not None:
            assert amount.low is None or amount.low <= amount.value
            assert amount.high is None or amount.value <= amount.high


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("forty-five", 45),
        ("two dozen", 24),
        ("a hundred and twenty", 120),
        ("half a million", 500_000),
        ("three and a half", Fraction(7, 2)),
        ("five and a half million", 5_500_000),
        ("two-thirds", Fraction(2, 3)),
        ("3/4", Fraction(3, 4)),
        ("2½", Fraction(5, 2)),
        ("12,34,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("2 lakh crore", 2 * 10**12),
        ("3.5bn", 3_500_000_000),
        ("one point two million", 1_200_000),
        ("1.3e6", 1_300_000),
        ("twelve hundred", 1_200),
        ("minus five", -5),
        ("two hundred and two thousand", 202_000),
    ],
)
def test_value(text: str, value: Fraction | int) -> None:
    assert values(text) == [(text, value)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("22,24,26,31", [22, 24, 26, 31]),
        ("twenty twenty", [20, 20]),
        ("3 hundred and 2 hundred", [300, 200]),
        ("on May 15 300 came", [15, 300]),
        ("1, 234, 567", [1, 234, 567]),
        ("a third goal", []),
        ("the second half", []),
        ("twenty-first", []),
        ("see www.example.org/2020/10", []),
    ],
)
def test_where_one_number_ends(text: str, found: list[int]) -> None:
    assert [value for _, value in values(text)] == found


def amounts_of(text: str) -> list[tuple[str, str]]:
    return [(text[a.start : a.end], a.kind) for a in amounts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Boeing 737",
        "Article 370 and Section 5",
        "the Covid-19 year",
        "G20 and F-16",
        "Route 66 or Apollo 11",
        "in 2022",
        "in the 1990s",
        "on May 6-7",
        "on 3 May 1960",
        "at 10:30 or 3 p.m.",
        "call 555-0134 or +44 20 7946 0958",
        "No. 5",
        "on 2024-05-06 or 5/17/2018",
        "the 9/11 attacks",
        "the 192.168.1.2 address",
        "1) Wash your hands",
        "agent 007",
        "a 13F-2 form",
    ],
)
def test_numbers_that_name_or_date_are_no_amounts(text: str) -> None:
    assert amounts_of(text) == []


def test_a_round_number_before_a_plural_is_a_count_and_no_year() -> None:
    assert amounts_of("More than 2000 soldiers died in 2000.") == [("More than 2000", "count")]
    assert amounts_of("the 2020 elections, 2010 levels") == []


@pytest.mark.parametrize("cut", ["US$5", "US $5", "5 US dollars", "USD 5", "USD5", "5 USD"])
def test_a_currency_is_the_same_however_it_is_cut(cut: str) -> None:
    found = amounts(f"It costs {cut} now.")
    assert [(a.value, a.unit.symbol if a.unit else None) for a in found] == [(5, "USD")]


@pytest.mark.parametrize("cut", ["10-15%", "10 - 15 %", "10\u201315 percent", "10 to 15 per cent", "between 10% and 15%", "10% to 15%"])
def test_a_range_is_the_same_however_it_is_cut(cut: str) -> None:
    (found,) = amounts(f"It was {cut} higher.")
    assert (found.value, found.low, found.high, found.kind) == (None, 10, 15, "percent")


def test_a_change_is_two_values_and_no_range() -> None:
    for text in ("from 5% to 7%", "rose 5% to 7%", "fell to 5% from 7%"):
        assert [a.value for a in amounts(text)] == [5, 7]


def test_the_scale_of_the_second_number_holds_for_the_first() -> None:
    (found,) = amounts("$10-15 million")
    assert (found.low, found.high) == (10_000_000, 15_000_000)


@pytest.mark.parametrize(
    ("text", "comparator", "low", "high"),
    [
        ("at least 20", "ge", 20, None),
        ("more than 20", "gt", 20, None),
        ("fewer than 20", "lt", None, 20),
        ("up to 20", "le", None, 20),
        ("nearly 20", "approx", None, None),
        ("some 20", "approx", None, None),
        ("20 or more", "ge", 20, None),
        ("20-plus", "ge", 20, None),
        ("20", "eq", None, None),
        ("hundreds", "approx", None, None),
        ("tens of thousands", "approx", None, None),
        ("more than a few hundred", "gt", None, None),
        ("an estimated cost of 20", "approx", None, None),
        ("estimated at 20", "approx", None, None),
        ("a cost of 20", "eq", None, None),
    ],
)
def test_bounds(text: str, comparator: str, low: int | None, high: int | None) -> None:
    (found,) = amounts(text)
    assert (found.comparator, found.low, found.high) == (comparator, low, high)


def test_about_is_no_bound_after_verbs_of_speaking() -> None:
    (found,) = amounts("They talked about 3 proposals")
    assert found.comparator == "eq"
    (found,) = amounts("They met about 3 investors")
    assert found.comparator == "approx"


def test_metres_and_millions() -> None:
    kinds = [(a.value, a.kind) for a in amounts("1.2m people ran a 100m race for \u00a31.2m, he is 1.8m tall")]
    assert kinds == [(1_200_000, "count"), (100, "length"), (1_200_000, "money"), (Fraction(9, 5), "length")]


def test_two_units_make_one_amount() -> None:
    (found,) = amounts("He is 6 feet 3 inches.")
    assert found.value == Fraction(25, 4)
    (found,) = amounts("It was 3 dollars 50 cents.")
    assert found.value == Fraction(7, 2)
