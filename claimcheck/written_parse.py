"""Parses of single paragraphs as texts: how they are kept on disk, and handed from one process to another.

A paragraph's parse is CoNLL-U with offsets into that paragraph. Whoever reads one trusts nothing in it: it may be from another
version, or from somebody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from claimcheck.model import Block, Span
from claimcheck.tree import Mention, Sentence, read_conllu, write_conllu

#: What a parse depends on, besides the models: modules, and folders with all that lies in them.
_CODE = ("abbreviations.py", "inference", "parse.py", "stanza_models.py", "tree.py", "written_parse.py")
_LIBRARIES = ("numpy", "stanza", "torch", "transformers")


@cache
def code() -> str:
    """What makes a parse besides models and text, as a digest: our modules, and the versions of the libraries."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in _CODE:
        path = here / name
        files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc") if path.is_dir() else [path]
        for file in files:
            digest.update(f"{file.relative_to(here).as_posix()}\0".encode())
            digest.update(file.read_bytes())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}\0".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()


def by_block(sentences: Iterable[Sentence], blocks: Sequence[Block]) -> list[tuple[Sentence, ...]]:
    """The sentences of each of the blocks that were parsed, in their order, with offsets into the block."""
    found: list[list[Sentence]] = [[] for _ in blocks]
    for sentence in sentences:
        mine = found[sentence.block]
        mine.append(moved(sentence, -blocks[sentence.block].span.start, len(mine), 0))
    return [tuple(mine) for mine in found]


def write(sentences: Sequence[Sentence]) -> str:
    """The parse of a paragraph, "" for one without sentences."""
    return write_conllu(sentences) if sentences else ""


def read(value: str, text: str) -> tuple[Sentence, ...] | None:
    """The parse of a paragraph whose text is `text`; None when it is not one, whoever wrote it."""
    try:
        sentences = read_conllu(value)
        fits = all(sentence.text == text[sentence.start : sentence.end] and _lies_inside(sentence) for sentence in sentences)
        return sentences if sentences and fits else None
    except (ValueError, KeyError, IndexError):
        return None


def moved(sentence: Sentence, by: int, index: int, block: int) -> Sentence:
    """The sentence with all offsets moved, as number `index` of its document, in another block."""
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in sentence.words)
    mentions = tuple(_mention(mention, by) for mention in sentence.mentions)
    return Sentence(index, sentence.text, sentence.start + by, words, mentions, block)


def _lies_inside(sentence: Sentence) -> bool:
    words = sentence.words
    numbered = all(word.index == number for number, word in enumerate(words, 1))
    heads = all(0 <= word.head <= len(words) and word.head != word.index for word in words) and any(word.head == 0 for word in words)
    return numbered and heads and sentence.start >= 0 and all(sentence.start <= word.start <= word.end <= sentence.end for word in words)


def _mention(mention: Mention, by: int) -> Mention:
    return Mention(Span(mention.span.start + by, mention.span.end + by), mention.type, mention.words)
