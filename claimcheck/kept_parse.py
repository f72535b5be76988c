"""Parses that are kept, paragraph by paragraph: of a draft that was checked before, only what changed is parsed.

The models are not loaded, and torch is not imported, while every paragraph is known. The parser sees each paragraph by
itself, so that its parse is the same wherever it stands; batches of another make-up may move a figure of the network in its
last places, never more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from claimcheck.model import Block, Document, ParserInfo, Span
from claimcheck.parse import Parser
from claimcheck.store import Store
from claimcheck.tree import Mention, Sentence, read_conllu, write_conllu

KIND = "parse"
#: Modules that a parse depends on, besides the models.
_CODE = ("parse.py", "encoder.py", "bert.py", "wordpieces.py", "abbreviations.py", "tree.py", "kept_parse.py")


class KeptParses:
    """A Parser that asks `make()` for the real one only when a paragraph is not in the store. `info` is the real one's."""

    def __init__(self, make: Callable[[], Parser], info: ParserInfo, store: Store):
        self.info = info
        self._make = make
        self._store = store
        self._parser: Parser | None = None

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        """Sentences of all blocks, in order, with offsets into `document.text`."""
        texts = [block.span.slice(document.text) for block in document.blocks]
        keys = {text: self._key(text) for text in texts}
        kept = self._store.get(KIND, sorted(set(keys.values())))
        known: dict[str, tuple[Sentence, ...]] = {}
        for text, key in keys.items():
            if key in kept:
                sentences = _read(kept[key], text)
                if sentences is not None:
                    known[text] = sentences
        missing = [(block, text) for block, text in zip(document.blocks, texts, strict=True) if text not in known]
        if missing:
            fresh = self._parsed(document, [block for block, _ in {text: (block, text) for block, text in missing}.values()])
            self._store.put(KIND, {keys[text]: write_conllu(sentences).encode() for text, sentences in fresh.items()})
            known |= fresh
        found: list[Sentence] = []
        for number, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
            found += [_moved(sentence, block.span.start, n, number) for n, sentence in enumerate(known[text], len(found))]
        return tuple(found)

    def _parsed(self, document: Document, blocks: list[Block]) -> dict[str, tuple[Sentence, ...]]:
        """Parses of some of the document's blocks, by their text, with offsets into it."""
        if self._parser is None:
            self._parser = self._make()
        sentences = self._parser.parse(replace(document, blocks=tuple(blocks)))
        return {
            block.span.slice(document.text): tuple(
                _moved(sentence, -block.span.start, n, 0) for n, sentence in enumerate(s for s in sentences if s.block == number)
            )
            for number, block in enumerate(blocks)
        }

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.info.sha256}\0{_code()}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """What makes a parse besides models and text: our modules, and the versions of the libraries."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _CODE:
        digest.update((here / name).read_bytes())
    for library in ("stanza", "torch", "transformers"):
        try:
            digest.update(f"{library} {version(library)}\0".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()


def _read(value: bytes, text: str) -> tuple[Sentence, ...] | None:
    """The kept parse of a text; None when it is not one, whoever wrote it."""
    try:
        sentences = read_conllu(value.decode("utf-8"))
        fits = all(sentence.text == text[sentence.start : sentence.end] and _lies_inside(sentence) for sentence in sentences)
        return sentences if sentences and fits else None
    except (ValueError, KeyError, IndexError):
        return None


def _lies_inside(sentence: Sentence) -> bool:
    words = sentence.words
    heads = all(0 <= word.head <= len(words) and word.head != word.index for word in words)
    return bool(words) and heads and all(sentence.start <= word.start <= word.end <= sentence.end for word in words)


def _moved(sentence: Sentence, by: int, index: int, block: int) -> Sentence:
    """The sentence with all offsets moved, as number `index` of its document, in another block."""
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in sentence.words)
    mentions = tuple(_mention(mention, by) for mention in sentence.mentions)
    return Sentence(index, sentence.text, sentence.start + by, words, mentions, block)


def _mention(mention: Mention, by: int) -> Mention:
    return Mention(Span(mention.span.start + by, mention.span.end + by), mention.type, mention.words)
