"""The cheap tests that stand before a grammar: they may let through too much, never too little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.enrich.measure.amounts import _at
from claimcheck.enrich.measure.atoms import atoms_of
from claimcheck.enrich.measure.beginnings import may_begin, may_hold_amount, may_hold_ordinal
from claimcheck.enrich.measure.fractions import fraction_at, ordinal
from claimcheck.enrich.time import GRAMMAR
from claimcheck.enrich.timex.pattern import Pattern, possible
from claimcheck.enrich.within import Stretches, by_sentence
from claimcheck.model import Span
from claimcheck.tree import Sentence, read_conllu
from tests.frozen import ARTICLES, article_names, sentences_of

PATTERNS = {f"{module.__name__}.{name}": value for module in GRAMMAR for name, value in vars(module).items() if isinstance(value, Pattern)}
WORDS = st.sampled_from(
    """a an one two half third thirds quarter hundred hundreds dozen dozens few several couple of some many million twice thrice tenfold minus - – 5
    1/4 ½ 21st first and point zero scores the houses 3-1 10-year-old $5 (a) No. #2""".split()
)


def sentences() -> Iterator[Sentence]:
    for name in article_names():
        yield from sentences_of(name)
    for examples in ("time", "quantity", "ordinal", "consistency"):
        yield from read_conllu((ARTICLES.parent / "examples" / f"{examples}.conllu").read_text(encoding="utf-8"))


SENTENCES = tuple(sentences())


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_needs_nothing_that_it_can_do_without(name: str) -> None:
    pattern = PATTERNS[name]
    for sentence in SENTENCES:
        assert [m.span for m in pattern.find(sentence)] == [m.span for m in pattern.everywhere(sentence)], sentence.text


def test_most_sentences_are_not_searched_for_times() -> None:
    assert not possible("The minister opened the bridge.")
    assert len(possible("He left last Monday.")) < len(PATTERNS) / 4
    assert len(possible("Yıldız left last Monday.")) >= len(PATTERNS) - 1  # letters that a pattern takes for others: all are tried


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_no_number_begins_where_none_may(text: str) -> None:
    atoms = atoms_of(text)
    for i in range(len(atoms)):
        found = _at(atoms, i) != (i + 1, None) or ordinal(atoms, i) is not None or fraction_at(atoms, i) is not None
        assert may_begin(atoms, i) or not found
        assert may_hold_amount(text) or _at(atoms, i)[1] is None
        assert may_hold_ordinal(text) or ordinal(atoms, i) is None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20))), st.integers(0, 40), st.integers(1, 20))
def test_stretches_touch_what_one_of_them_overlaps(pairs: list[tuple[int, int]], start: int, length: int) -> None:
    spans = [Span(begin, begin + size) for begin, size in pairs]
    asked = Span(start, start + length)
    assert Stretches(spans).touch(asked) is any(span.overlaps(asked) for span in spans)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30))))
def test_items_are_found_in_every_sentence_that_they_touch(pairs: list[tuple[int, int]]) -> None:
    row = [Sentence(number, "x" * 9, number * 10, ()) for number in range(6)]
    spans = [Span(begin, begin + size) for begin, size in pairs]
    assert by_sentence(row, spans) == [[span for span in spans if span.overlaps(sentence.span)] for sentence in row]
