"""Parsing: in go Documents, out come our own Sentences.

Every block is one text for the models; those of all documents that are parsed together go through them at once. The models are
computed by `inference`, or, where they are of a shape that is not known there, by Stanza. Torch is imported on the first parse,
not before, and Stanza only when it is needed.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from claimcheck.errors import ModelError
from claimcheck.inference.words import Parsed
from claimcheck.model import Document, ParserInfo, Span
from claimcheck.models import INT8, Package, locate
from claimcheck.tree import Sentence, Word, mentions_of

#: A stretch without sentence punctuation longer than this (a table, a list of names) is parsed in parts: the parser's
#: memory grows with the square of a sentence's length.
LONGEST_RUN = 3000


class Parser(Protocol):
    """What the pipeline needs of a parser; tests pass one that reads frozen parses."""

    info: ParserInfo

    def parse(self, document: Document) -> tuple[Sentence, ...]: ...


@runtime_checkable
class ManyParser(Protocol):
    """A parser that is faster with many documents than with one after the other."""

    def parse_many(self, documents: Sequence[Document]) -> list[tuple[Sentence, ...]]: ...


class Models(Protocol):
    """A model package, loaded."""

    def parse(self, texts: Sequence[str]) -> list[list[Parsed]]:
        """The sentences of each text."""
        ...


def load(model: str = "compact", *, by_stanza: bool = False) -> ModelParser:
    """The parser for a model package: a name or a folder. Raises ModelError when it is missing, incomplete or altered."""
    return ModelParser(locate(model), by_stanza=by_stanza)


class ModelParser:
    """The models of a package, loaded on the first parse. `by_stanza`: Stanza computes all, for comparison."""

    def __init__(self, package: Package, *, by_stanza: bool = False):
        self.package = package
        self.info = ParserInfo("stanza", package.name, package.sha256)
        self._by_stanza = by_stanza
        self._models: Models | None = None

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        """Sentences of all blocks, in order, with offsets into `document.text`."""
        (sentences,) = self.parse_many([document])
        return sentences

    def parse_many(self, documents: Sequence[Document]) -> list[tuple[Sentence, ...]]:
        """The sentences of each document."""
        if self._models is None:
            with _without_collecting():
                self._models = self._loaded()
        places = [list(_parts(document)) for document in documents]
        texts = [span.slice(document.text) for document, parts in zip(documents, places, strict=True) for _, span in parts]
        parsed = iter(self._models.parse(texts))
        found = []
        for document, parts in zip(documents, places, strict=True):
            sentences: list[Sentence] = []
            for block, span in parts:
                sentences += [_sentence(n, document.text, span.start, block, own) for n, own in enumerate(next(parsed), len(sentences))]
            found.append(tuple(sentences))
        return found

    def _loaded(self) -> Models:
        try:
            models = None if self._by_stanza else _computed(self.package)
            if models is None:
                from claimcheck.stanza_models import StanzaModels

                models = StanzaModels(self.package)
        except ModelError:
            raise
        except Exception as error:  # whatever torch or Stanza make of a broken file
            raise ModelError(
                f"The models in {self.package.folder} cannot be loaded ({type(error).__name__}: {_first_line(error)}); "
                f"`claimcheck models info {self.package.name}` checks them, and installing claimcheck again mends the embedded ones."
            ) from error
        return models


def _computed(package: Package) -> Models | None:
    """The models as we compute them, None when they are of another shape. Raises ModelError when int8 is asked of such models."""
    from claimcheck.inference.checkpoint import UnsupportedError
    from claimcheck.inference.runtime import Runtime

    try:
        return Runtime(package.folder, package.stanza_package, int8=package.int8)
    except UnsupportedError as error:
        if package.int8:
            raise ModelError(f"{package.name} cannot be: {error}. Leave {INT8} out.") from error
        return None


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")


def _parts(document: Document) -> Iterator[tuple[int, Span]]:
    """Blocks as (index, span), over-long runs cut at white space."""
    for index, block in enumerate(document.blocks):
        start = block.span.start
        for run in _runs(block.span.slice(document.text)):
            if document.text[start : start + len(run)].strip():
                yield index, Span(start, start + len(run))
            start += len(run)


def _runs(text: str) -> Iterator[str]:
    if len(text) <= LONGEST_RUN or max(len(r) for r in re.split(r"[.!?]\s", text)) <= LONGEST_RUN:
        yield text
        return
    position = 0
    while position < len(text):
        cut = text.rfind(" ", position + 1, position + LONGEST_RUN)
        end = len(text) if len(text) - position <= LONGEST_RUN else cut + 1 if cut > position else position + LONGEST_RUN
        yield text[position:end]
        position = end


def _sentence(index: int, text: str, offset: int, block: int, parsed: Parsed) -> Sentence:
    rows = zip(parsed.words.words, parsed.tags, parsed.lemmas, parsed.arcs, strict=True)
    words = tuple(
        Word(n, form.text, lemma, upos, xpos, _features(feats), head, relation, form.start + offset, form.end + offset)
        for n, (form, (upos, xpos, feats), lemma, (head, relation)) in enumerate(rows, 1)
    )
    begin, end = min(w.start for w in words), max(w.end for w in words)
    return Sentence(index, text[begin:end], begin, words, mentions_of(words, parsed.entities), block)


def _features(feats: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in feats.split("|")) if feats else {}


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Hundreds of thousands of objects come with torch and the models, all to stay: looking for garbage among them is a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        gc.freeze()
