"""Frozen articles for the tests: text, parse, and the pipeline run on them without torch."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from claimcheck.document import read
from claimcheck.model import Document, ParserInfo, Report
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence, read_conllu

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
SEED = "seed"


def article_names() -> list[str]:
    return sorted(p.name for p in ARTICLES.iterdir() if p.is_dir())


@cache
def document_of(name: str) -> Document:
    folder = ARTICLES / name
    document = read(next(p for p in sorted(folder.iterdir()) if p.stem == "article"))
    return replace(document, uri=f"fixtures/articles/{name}")  # wherever the checkout lies


@cache
def sentences_of(name: str) -> tuple[Sentence, ...]:
    return read_conllu((ARTICLES / name / "parse.conllu").read_text(encoding="utf-8"))


class FrozenParser:
    """Gives back the frozen parse of an article."""

    info = ParserInfo("frozen", "compact", "0" * 64)

    def __init__(self, name: str):
        self.name = name

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        return sentences_of(self.name)


class ExampleParser:
    """Gives back the frozen parse of a rule's example."""

    info = ParserInfo("frozen", "compact", "0" * 64)

    def __init__(self, sentences: tuple[Sentence, ...]):
        self.sentences = sentences

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        return self.sentences


@cache
def report_of(name: str) -> Report:
    return Extractor(parser=FrozenParser(name)).extract_document(document_of(name))
