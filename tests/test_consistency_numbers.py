"""Amounts as intervals, and what the rules about numbers share: on hand-made quantities and words, without a parse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.consistency.article import Article, Proposal
from claimcheck.consistency.change import change_word
from claimcheck.consistency.change_arithmetic import change_arithmetic
from claimcheck.consistency.count_against_list import count_against_list
from claimcheck.consistency.counted import disjoint, everybody
from claimcheck.consistency.interval import Interval, exactly, interval_of, spoken, spoken_fraction, spoken_interval
from claimcheck.consistency.part_over_total import part_over_total
from claimcheck.consistency.percent_over_hundred import percent_over_hundred
from claimcheck.consistency.rate_arithmetic import exchange_rate, sum_of_each
from claimcheck.consistency.ratio_in_words import meant, ratio_in_words
from claimcheck.consistency.sum_of_parts import sum_of_parts
from claimcheck.consistency.wording import capital, inside
from claimcheck.document import from_text
from claimcheck.enrich.quantity import quantities
from claimcheck.model import Attribution, Document, Quantity, Span
from claimcheck.rules import find_rule
from claimcheck.tree import Sentence, Word
from fixtures.freeze import key, plain, read_examples


def amount(
    text: str, value: float | None, kind: str = "count", comparator: str = "eq", low: float | None = None, high: float | None = None
) -> Quantity:
    return Quantity(text, Span(0, len(text)), value, kind, comparator, low, high)  # type: ignore[arg-type]


def bounds(quantity: Quantity) -> tuple[float | None, float | None] | None:
    values = interval_of(quantity)
    if values is None:
        return None
    return tuple(None if v is None else float(v) for v in (values.low, values.high))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (amount("23", 23), (23, 23)),
        (amount("nine", 9), (9, 9)),
        (amount("1,100", 1100), (1050, 1150)),
        (amount("3,000", 3000), (2950, 3050)),
        (amount("3,601", 3601), (3601, 3601)),
        (amount("3.5 million", 3_500_000), (3_450_000, 3_550_000)),
        (amount("8 million", 8_000_000), (7_500_000, 8_500_000)),
        (amount("25 percent", 25, "percent"), (24.5, 25.5)),
        (amount("28.47 percent", 28.47, "percent"), (28.465, 28.475)),
        (amount("at least 12", 12, comparator="ge"), (12, None)),
        (amount("more than 12", 12, comparator="gt"), (13, None)),
        (amount("at most 30", 30, comparator="le"), (0, 30)),
        (amount("fewer than 30", 30, comparator="lt"), (0, 29)),
        (amount("about 200", 200, comparator="approx"), (180, 220)),
        (amount("nearly 200", 200, comparator="approx"), (180, 200)),
        (amount("10 to 15", None, low=10, high=15), (10, 15)),
        (amount("just over 50 percent", 50, "percent", "gt"), (49.5, 55.5)),
        (amount("hundreds", None, comparator="approx"), None),
        (amount("52-48", None, "score", low=48, high=52), None),
    ],
    ids=lambda value: value.text if isinstance(value, Quantity) else None,
)
def test_what_an_amount_may_be(quantity: Quantity, expected: tuple[float | None, float | None] | None) -> None:
    assert bounds(quantity) == (None if expected is None else pytest.approx(expected))


small = st.integers(min_value=0, max_value=10**6)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval without negative values, and a value inside it."""
    low, width, step = draw(small), draw(small), draw(small)
    inside_it = Fraction(low + min(step, width))
    return Interval(Fraction(low), draw(st.sampled_from([Fraction(low + width), None]))), inside_it


def holds(values: Interval, value: Fraction) -> bool:
    return (values.low is None or values.low <= value) and (values.high is None or value <= values.high)


@given(intervals(), intervals())
def test_arithmetic_keeps_every_value(a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]) -> None:
    assert holds(a[0] + b[0], a[1] + b[1])
    assert holds(a[0] - b[0], a[1] - b[1])
    assert holds(a[0] * b[0], a[1] * b[1])
    if b[1]:
        assert holds(a[0].over(b[0]), a[1] / b[1])


@given(intervals(), intervals())
def test_intervals_meet_or_one_is_below(a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]) -> None:
    assert a[0].meets(b[0]) == b[0].meets(a[0]) == (not a[0].below(b[0]) and not b[0].below(a[0]))
    assert not (a[0].below(b[0]) and b[0].below(a[0]))


@given(small, st.sampled_from(["eq", "approx", "ge", "le", "gt", "lt"]))
def test_only_a_strict_bound_leaves_out_the_number_itself(value: int, comparator: str) -> None:
    values = interval_of(amount(f"{value:,}", value, comparator=comparator))
    assert values is not None
    assert holds(values, Fraction(value)) or comparator in ("gt", "lt")


def test_numbers_as_findings_write_them() -> None:
    assert [spoken_fraction(Fraction(*pair)) for pair in ((1, 8), (25, 2), (2, 3), (5000, 3), (900, 1))] == [
        "0.125",
        "12.5",
        "0.667",
        "1,667",
        "900",
    ]
    assert spoken_interval(exactly(13)) == "13"
    assert spoken_interval(Interval(Fraction(13), None)) == "at least 13"
    assert spoken_interval(Interval(Fraction(0), Fraction(13))) == "at most 13"
    assert spoken_interval(Interval(Fraction(12), Fraction(14))) == "12 to 14"
    assert spoken(amount("at least 1,250 people", 1250, comparator="ge")) == "at least 1,250"
    assert spoken(amount("12.5%", 12.5, "percent")) == "12.5%"
    assert spoken(amount("10 to 15", None, low=10, high=15)) == "10 to 15"


def test_texts_at_the_beginning_and_inside_a_sentence() -> None:
    assert capital("at least 12") == "At least 12"
    assert inside("At least 12") == "at least 12"
    assert inside("A third") == "a third"
    assert [inside(text) for text in ("SR26 million", "$5", "12")] == ["SR26 million", "$5", "12"]


@pytest.mark.parametrize(
    ("kinds", "exclusive", "all_people"),
    [
        (("man", "woman"), True, False),
        (("man", "woman", "child"), True, False),
        (("man", "boy"), True, False),
        (("boy", "girl"), True, True),
        (("adult", "minor"), True, True),
        (("dead", "injured"), True, False),
        (("child", "girl"), False, False),
        (("adult", "woman"), False, False),
        (("woman", "woman"), False, False),
        (("dead", "child"), False, False),
        (("tourist", "guide"), False, False),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, tuple) else None,
)
def test_kinds_that_exclude_each_other(kinds: tuple[str, ...], exclusive: bool, all_people: bool) -> None:
    assert disjoint(kinds) is exclusive
    assert disjoint(kinds[::-1]) is exclusive
    assert everybody(kinds) is all_people


@pytest.mark.parametrize(
    ("text", "value", "comparator", "low", "high"),
    [
        ("a third", 1 / 3, "eq", 29.17, 36.67),
        ("half", 0.5, "eq", 45, 55),
        ("nearly half", 0.5, "approx", 40, 50.5),
        ("more than half", 0.5, "gt", 49.5, 100),
        ("seven in ten", 0.7, "eq", 68.33, 72.5),
    ],
)
def test_what_a_fraction_in_words_stands_for(text: str, value: float, comparator: str, low: float, high: float) -> None:
    found = meant(amount(text, value, "ratio", comparator))
    assert found is not None and found.low is not None and found.high is not None
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=0.01)


def test_what_is_no_fraction_stands_for_nothing() -> None:
    assert meant(amount("twice", 2, "ratio")) is None
    assert meant(amount("30 percent", 30, "percent")) is None


@pytest.mark.parametrize(
    ("text", "lemma", "expected"),
    [
        ("halved", "halved", "halve"),
        ("tripled", "tripled", "triple"),
        ("doubling", "doubling", "double"),
        ("fell", "fall", "fall"),
        ("stayed", "stay", None),
    ],
)
def test_words_of_change_are_known_without_their_lemma(text: str, lemma: str, expected: str | None) -> None:
    assert change_word(Word(1, text, lemma, "VERB", "VBD", {}, 0, "root", 0, len(text))) == expected


RULES = (
    change_arithmetic,
    count_against_list,
    exchange_rate,
    part_over_total,
    percent_over_hundred,
    ratio_in_words,
    sum_of_each,
    sum_of_parts,
)


@cache
def examples() -> list[tuple[Document, tuple[Sentence, ...]]]:
    """The frozen examples of these rules, each with its document."""
    frozen = read_examples("consistency")
    texts = [text for name in RULES for text in (*find_rule(name.__name__).yes, *find_rule(name.__name__).no)]
    return [(from_text(plain(text)), frozen[key(text)]) for text in texts]


def grown(sentence: Sentence, choices: Random) -> Sentence:
    """The sentence with another tree over its words, and other word classes and relations."""
    order = [word.index for word in sentence.words]
    choices.shuffle(order)
    heads = {index: order[choices.randrange(place)] if place else 0 for place, index in enumerate(order)}
    classes, relations = sorted({w.upos for w in sentence.words}), sorted({w.deprel for w in sentence.words} - {"root"}) or ["dep"]
    words = tuple(
        replace(w, head=heads[w.index], upos=choices.choice(classes), deprel=choices.choice(relations) if heads[w.index] else "root")
        for w in sentence.words
    )
    return replace(sentence, words=words)


@given(st.randoms(use_true_random=False), st.data())
@settings(max_examples=60, deadline=None)
def test_rules_survive_any_parse(choices: Random, data: st.DataObject) -> None:
    document, parsed = data.draw(st.sampled_from(examples()))
    sentences = tuple(grown(sentence, choices) for sentence in parsed)
    article = Article(document, sentences, (), quantities=quantities(sentences))
    for each in RULES:
        for proposal in each(article):
            assert proposal.span.start < proposal.span.end <= len(document.text)
            assert proposal.message.endswith(".")


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.__name__)
def test_what_is_quoted_is_a_warning_at_most(each: Callable[[Article], Iterator[Proposal]]) -> None:
    found = 0
    for document, sentences in examples():
        whole = Span(0, len(document.text))
        said = Attribution("say", whole, "report", "direct", (whole,))
        for proposal in each(Article(document, sentences, (), quantities=quantities(sentences), attributions=(said,))):
            found += 1
            assert proposal.severity in ("warning", "note")
    assert found >= len(find_rule(each.__name__).yes)
