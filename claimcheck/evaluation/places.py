"""Where words stand in an article: how a gold file's verbatim words become spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from claimcheck.model import Document, Span


def occurrences(words: str, source: str, within: Span) -> Iterator[Span]:
    """Every place of the words inside `within`, whole words only; any white space stands for any other."""
    parts = words.split()
    if not parts:
        return
    before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", parts[-1]) else ""
    pattern = re.compile(before + r"\s+".join(map(re.escape, parts)) + after)
    for found in pattern.finditer(source, within.start, within.end):
        yield Span(*found.span())


def first_free(words: str, source: str, within: Iterable[Span], taken: Sequence[Span]) -> Span | None:
    """The first place of the words in any of the stretches that none of `taken` is."""
    return next((span for part in within for span in occurrences(words, source, part) if span not in taken), None)


def sentence_from(start: int, starts: Iterable[int], document: Document) -> Span:
    """From a sentence's beginning to the next known one, or to the end of its paragraph."""
    blocks = (document.locate(block.span) for block in document.blocks)
    ends = [block.end for block in blocks if block.start <= start < block.end]
    ends += [other for other in starts if other > start]
    return Span(start, min(ends, default=len(document.source)))
