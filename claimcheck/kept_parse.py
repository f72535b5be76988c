"""Parses that are kept, paragraph by paragraph: of a draft that was checked before, only what changed is parsed.

The models are not loaded, and torch is not imported, while every paragraph is known. The parser sees each paragraph by
itself, so that its parse is the same wherever it stands; batches of another make-up may move a figure of the network in its
last places, never more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from claimcheck import written_parse
from claimcheck.model import Block, Document, ParserInfo
from claimcheck.parse import Parser
from claimcheck.store import Store
from claimcheck.tree import Sentence

KIND = "parse"


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
            self._store.put(KIND, {keys[text]: written_parse.write(sentences).encode() for text, sentences in fresh.items()})
            known |= fresh
        found: list[Sentence] = []
        for number, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
            found += [written_parse.moved(sentence, block.span.start, n, number) for n, sentence in enumerate(known[text], len(found))]
        return tuple(found)

    def _parsed(self, document: Document, blocks: list[Block]) -> dict[str, tuple[Sentence, ...]]:
        """Parses of some of the document's blocks, by their text, with offsets into it."""
        if self._parser is None:
            self._parser = self._make()
        parses = written_parse.by_block(self._parser.parse(replace(document, blocks=tuple(blocks))), blocks)
        return {block.span.slice(document.text): sentences for block, sentences in zip(blocks, parses, strict=True)}

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.info.sha256}\0{written_parse.code()}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _read(value: bytes, text: str) -> tuple[Sentence, ...] | None:
    try:
        return written_parse.read(value.decode("utf-8"), text)
    except ValueError:
        return None
