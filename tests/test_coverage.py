"""The coverage ledger: every sentence, number and date of every fixture is inside a claim or listed with a reason of the schema."""

from __future__ import annotations

import pytest

from benchmarks.coverage import failures_of, lost_words
from claimcheck.coverage import coverage
from claimcheck.model import Coverage, Report, Span, Uncovered
from claimcheck.tree import Sentence
from tests.frozen import article_names, document_of, report_of, sentences_of

REASONS = frozenset("boilerplate attribution question fragment outside-clause".split())
#: Content words outside all claims, of 100: speech tags that no attribution takes, brackets with another name, slips of the parser.
LOST_OF_100 = 4


@pytest.mark.parametrize("name", article_names())
def test_everything_is_held_or_has_a_reason(name: str) -> None:
    report = report_of(name)
    assert failures_of(report) == []
    assert {u.reason for u in report.coverage.uncovered} <= REASONS


@pytest.mark.parametrize("name", article_names())
def test_what_is_listed_is_what_no_claim_holds(name: str) -> None:
    report = report_of(name)
    pieces = [p for c in report.claims for p in c.pieces]
    for item in report.coverage.uncovered:
        assert not any(p.overlaps(item.span) for p in pieces)
    assert report.coverage.sentences == len(sentences_of(name))


@pytest.mark.parametrize("name", article_names())
def test_hardly_a_word_is_lost_between_two_rules(name: str) -> None:
    if document_of(name).starts is not None:
        return  # pieces point into the marked-up source
    sentences = sentences_of(name)
    lost = [w for line in lost_words(sentences, report_of(name)) for w in line.partition(": ")[0].split()]
    words = sum(len(s.words) for s in sentences)
    assert 100 * len(lost) <= LOST_OF_100 * words, lost


def test_a_sentence_without_claims_is_listed_with_its_reason() -> None:
    texts = ["Read more about it here.", "Why?", "Floods in Leeds."]
    sentences, at = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(number, text, at, ()))
        at += len(text) + 1
    ledger = coverage(sentences, (), (), (), ())
    assert [u.reason for u in ledger.uncovered] == ["boilerplate", "question", "fragment"]
    assert (ledger.sentences, ledger.sentences_in_claims) == (3, 0)


def test_a_hole_in_the_ledger_is_a_failure() -> None:
    report = report_of("seed")
    holed = Coverage(10, 8, 0, 0, 0, 0, (Uncovered(Span(0, 1), "sentence", "fragment"),))
    broken = Report(report.document, (), holed, report.parser, report.version)
    assert failures_of(broken) == ["sentence: 8 held and 1 listed of 10"]
