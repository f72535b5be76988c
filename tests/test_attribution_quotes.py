"""Quotation marks of every kind, paired or not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimcheck.enrich.speech.quotes import around, quotations, touching
from claimcheck.model import Span


def inner(text: str) -> list[str]:
    return [q.inner.slice(text) for q in quotations(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We won," she said. "Twice."', ["We won,", "Twice."]),
        ("“We won,” she said.", ["We won,"]),
        ('“We won," she said.', ["We won,"]),  # curly opens, straight closes
        ('"We won,“ she said.', ["We won,"]),  # the closing mark the wrong way round
        ("«We won», she said.", ["We won"]),
        ("''We won,'' she said.", ["We won,"]),
        ("She said 'we won' and left.", ["we won"]),
        ("She said ‘we don’t lose’ and left.", ["we don’t lose"]),
        ("\"They said 'no' twice,\" she said.", ["They said 'no' twice,", "no"]),
        ("He is 5'10\" tall. It's the '90s. The workers' union won.", []),
        ("Reed's boat, the Smiths’ house", []),
        ('("yes")', ["yes"]),
        ("", []),
        ('"', []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_an_open_mark_ends_with_its_sentence() -> None:
    assert inner('He called it "a shame. Then he left.') == ["a shame."]


def test_an_open_mark_behind_a_comma_ends_with_its_paragraph() -> None:
    text = 'She said, "We won. We are glad.\n\nIt rained.'
    (quote,) = quotations(text, [Span(0, 31), Span(33, len(text))])
    assert (quote.inner.slice(text), quote.closed) == ("We won. We are glad.", False)


def test_the_next_paragraph_opens_anew() -> None:
    text = '"We won.\n\n"We are glad," she said.'
    first, second = quotations(text, [Span(0, 8), Span(10, len(text))])
    assert (first.inner.slice(text), first.closed, first.continues) == ("We won.", False, True)
    assert (second.inner.slice(text), second.closed) == ("We are glad,", True)


def test_levels() -> None:
    text = "“She told me: ‘Go.’ I went,” he said."
    outer, nested = quotations(text, [Span(0, len(text))])
    assert (outer.level, nested.level) == (0, 1)
    assert around([outer, nested], text.index("Go")) == (outer, nested)


MARKS = st.text(alphabet="\"'“”‘’«»„`a b.,:\n—5s", max_size=60)


@given(MARKS)
def test_any_marks_give_spans_inside_of_the_text(text: str) -> None:
    found = quotations(text, [Span(0, len(text))])
    assert list(found) == sorted(found, key=lambda q: (q.outer.start, -q.outer.end))
    for quote in found:
        assert 0 <= quote.outer.start <= quote.inner.start <= quote.inner.end <= quote.outer.end <= len(text)


@given(MARKS, MARKS, st.randoms(use_true_random=False))
def test_paragraphs_bound_quotations_in_any_order(first: str, second: str, chance) -> None:  # type: ignore[no-untyped-def]
    text = first + "\n\n" + second
    paragraphs = [Span(0, len(first)), Span(len(first) + 2, len(text))]
    found = quotations(text, paragraphs)
    assert all(any(q.outer in p for p in paragraphs) for q in found)
    chance.shuffle(paragraphs)
    assert quotations(text, paragraphs) == found


@example("«``»5", 1, 1)
@given(MARKS, st.integers(0, 60), st.integers(1, 10))
def test_touching_finds_what_a_full_search_finds(text: str, start: int, length: int) -> None:
    found = quotations(text, [Span(0, len(text))])
    span = Span(start, start + length)
    assert set(touching(found, span)) >= {q for q in found if q.level == 0 and q.outer.overlaps(span)}
