"""The dependency tree of a sentence as lines of text: what stands below what, and by which relation (Universal Dependencies)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.tree import Sentence, Word

LAST, NEXT, PAST, OPEN = "└─ ", "├─ ", "   ", "│  "


@dataclass(frozen=True, slots=True)
class Line:
    """A word below its head. `branch` draws the way to it."""

    branch: str
    word: str
    relation: str
    upos: str


@dataclass(frozen=True, slots=True)
class Tree:
    number: int  # from 1
    text: str
    lines: tuple[Line, ...]


def trees(sentences: tuple[Sentence, ...]) -> tuple[Tree, ...]:
    return tuple(Tree(number, " ".join(sentence.text.split()), tuple(_lines(sentence))) for number, sentence in enumerate(sentences, 1))


def _lines(sentence: Sentence) -> Iterator[Line]:
    """Every word once, each head before its dependents. Words that hang on each other in a circle follow at the end, without branches."""
    children: dict[int, list[Word]] = {}
    for word in sentence.words:
        children.setdefault(word.head, []).append(word)
    seen: set[int] = set()
    waiting = [(word, "", "") for word in reversed(children.get(0, []))]
    while waiting:
        word, drawn, below = waiting.pop()
        if word.index in seen:
            continue
        seen.add(word.index)
        yield _line(word, drawn)
        under = children.get(word.index, [])
        for child in reversed(under):
            last = child is under[-1]
            waiting.append((child, below + (LAST if last else NEXT), below + (PAST if last else OPEN)))
    for word in sentence.words:
        if word.index not in seen:
            yield _line(word, "")


def _line(word: Word, branch: str) -> Line:
    return Line(branch, word.text, word.deprel, word.upos)
