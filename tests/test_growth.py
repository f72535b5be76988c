"""What the stages after the parse do grows with the text and not with its square, counted in calls and not in seconds."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from claimcheck.enrich.coref.mentions import LONGEST_SENTENCE
from claimcheck.enrich.entity import entities
from claimcheck.enrich.reference import references
from claimcheck.model import Block, Document, ParserInfo, Span
from claimcheck.pipeline import assemble
from claimcheck.tree import Mention, Sentence, Word, read_conllu

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
NAMES = ("wikinews-crane", "wikinews-korea", "seed")
SOURCE = [s for name in NAMES for s in read_conllu((ARTICLES / name / "parse.conllu").read_text(encoding="utf-8")) if len(s.words) > 12]


class Frozen:
    """A parser that only has a name: the parses are made here."""

    info = ParserInfo("frozen", "frozen", "0" * 64)


def moved(sentence: Sentence, offset: int, first: int, roots: list[int], relation: str) -> tuple[list[Word], list[Mention]]:
    """The sentence's words and mentions from an offset and a number on; its root hangs on the first root, if there is one."""
    shift = offset - sentence.start
    words = []
    for word in sentence.words:
        head = (roots[0] if roots else 0) if word.head == 0 else word.head + first
        deprel = relation if word.head == 0 and roots else word.deprel
        words.append(replace(word, index=word.index + first, head=head, deprel=deprel, start=word.start + shift, end=word.end + shift))
    mentions = [
        Mention(Span(m.span.start + shift, m.span.end + shift), m.type, tuple(i + first for i in m.words)) for m in sentence.mentions
    ]
    return words, mentions


def one_sentence(parts: int, relation: str) -> tuple[str, tuple[Sentence, ...]]:
    """A sentence of so many sentences, coordinated or set side by side."""
    text, words, mentions, roots = "", [], [], []
    for number in range(parts):
        source = SOURCE[number % len(SOURCE)]
        more, named = moved(source, len(text), len(words), roots, relation)
        roots.append(next(w.index + len(words) for w in source.words if w.head == 0))
        words += more
        mentions += named
        text += source.text + " "
    return text, (Sentence(0, text.rstrip(), 0, tuple(words), tuple(mentions)),)


def document_of(count: int) -> tuple[str, tuple[Sentence, ...]]:
    text, found = "", []
    for number in range(count):
        source = SOURCE[number % len(SOURCE)]
        words, mentions = moved(source, len(text), 0, [], "root")
        found.append(Sentence(number, source.text, len(text), tuple(words), tuple(mentions)))
        text += source.text + " "
    return text, tuple(found)


def calls(text: str, sentences: tuple[Sentence, ...]) -> int:
    """How often anything is called while the stages run over the sentences."""
    document = Document(
        "",
        hashlib.sha256(text.encode()).hexdigest(),
        text,
        text,
        (Block(Span(0, len(text)), "paragraph"),),
        "text",
        published=date(2025, 7, 2),
    )
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        report = assemble(document, sentences, Frozen())  # type: ignore[arg-type]
    finally:
        sys.setprofile(None)
    assert report.claims
    return count


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Word lists and tables are read once, in the first run."""
    calls(*document_of(20))


@pytest.mark.parametrize("relation", ["conj", "parataxis"])
def test_a_sentence_three_times_as_long_takes_much_less_than_nine_times_the_work(relation: str) -> None:
    assert len(one_sentence(16, relation)[1][0].words) > LONGEST_SENTENCE
    assert calls(*one_sentence(48, relation)) < 5.5 * calls(*one_sentence(16, relation))  # its square would be 9


def test_a_document_three_times_as_long_takes_three_times_the_work() -> None:
    assert calls(*document_of(90)) < 4.5 * calls(*document_of(30))  # its square would be 9


def test_pronouns_of_a_sentence_that_is_no_sentence_are_left_open() -> None:
    text, (sentence,) = one_sentence(40, "conj")
    found = references((sentence,), entities((sentence,)))
    assert len(sentence.words) > LONGEST_SENTENCE
    assert found
    assert all(r.text is None and r.antecedent_span is None for r in found)
    assert {text[r.span.start : r.span.end].lower() for r in found} >= {"they", "it"}
