"""Sentences as dependency trees (Universal Dependencies v2), independent of the parser that made them.

Words are numbered from 1 inside their sentence; head 0 is the root. `start` and `end` are offsets into the document's
text. The words of one written token ("can't" -> ca n't, "du" -> de le) share that token's offsets where they cannot be
told apart, so a text is always sliced from the document and never joined from words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, wraps
from operator import attrgetter
from typing import Any, TypeVar

from claimcheck.model import Span

#: A sentence's text stands in a comment, which is one line: what ends a line inside it is written so.
_ESCAPED = {"n": "\n", "r": "\r", "v": "\v", "f": "\f", "x": "\x1c", "y": "\x1d", "z": "\x1e", "e": "\x85", "l": "\u2028", "p": "\u2029"}
_ESCAPES = {"\\": "\\\\"} | {character: f"\\{letter}" for letter, character in _ESCAPED.items()}

T = TypeVar("T")

_index = attrgetter("index")

#: Relations that begin a predication of its own.
CLAUSAL = frozenset({"csubj", "ccomp", "xcomp", "advcl", "acl", "parataxis"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a tree. `relation` and `span` follow from the rest; they are kept, for rules ask for them again and again."""

    index: int
    text: str
    lemma: str
    upos: str
    xpos: str
    feats: dict[str, str]
    head: int
    deprel: str
    start: int
    end: int
    relation: str = field(init=False, repr=False, compare=False)  # without its subtype: `nsubj` for `nsubj:pass`
    span: Span = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "relation", self.deprel.partition(":")[0])
        object.__setattr__(self, "span", Span(self.start, self.end))

    def __hash__(self) -> int:
        return self.start  # what tells the words of a sentence apart


@dataclass(frozen=True, slots=True)
class Mention:
    """A named entity as the parser's tagger saw it."""

    span: Span
    type: str
    words: tuple[int, ...]


@dataclass(frozen=True)
class Sentence:
    index: int  # in the document
    text: str  # slice of the document's text
    start: int
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...] = ()
    block: int = 0  # index of the document's block that holds the sentence

    @cached_property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @cached_property
    def _children(self) -> dict[int, tuple[Word, ...]]:
        children: dict[int, list[Word]] = {}
        for word in self.words:
            children.setdefault(word.head, []).append(word)
        return {head: tuple(words) for head, words in children.items()}

    @cached_property
    def _children_by(self) -> dict[tuple[int, str], tuple[Word, ...]]:
        """Dependents by head and relation, with and without its subtype."""
        children: dict[tuple[int, str], list[Word]] = {}
        for word in self.words:
            children.setdefault((word.head, word.deprel), []).append(word)
            if word.relation != word.deprel:
                children.setdefault((word.head, word.relation), []).append(word)
        return {key: tuple(words) for key, words in children.items()}

    @cached_property
    def root(self) -> Word:
        return self._children[0][0]

    @cached_property
    def _chains(self) -> dict[int, tuple[Word, ...]]:
        """What is coordinated with a first conjunct, by its number."""
        first: dict[int, int] = {}
        for word in self.words:
            path = [word.index]
            while path[-1] not in first and self[path[-1]].relation == "conj" and self[path[-1]].head and len(path) <= len(self.words):
                path.append(self[path[-1]].head)
            top = first.get(path[-1], path[-1])
            first.update(dict.fromkeys(path, top))
        found: dict[int, list[Word]] = {}
        for word in self.words:
            if word.relation == "conj":
                found.setdefault(first[word.index], []).append(word)
        return {index: tuple(words) for index, words in found.items()}

    @cached_property
    def _subtrees(self) -> dict[tuple[int, tuple[str, ...]], tuple[Word, ...]]:
        """Subtrees that were asked for, by the number of their top and the relations left out."""
        return {}

    @cached_property
    def _answers(self) -> dict[str, dict[int, Any]]:
        """What was asked of words, by question and number; see `kept`."""
        return {}

    @cached_property
    def _by_relation(self) -> dict[str, tuple[Word, ...]]:
        found: dict[str, list[Word]] = {}
        for word in self.words:
            found.setdefault(word.deprel, []).append(word)
            if word.relation != word.deprel:
                found.setdefault(word.relation, []).append(word)
        return {relation: tuple(words) for relation, words in found.items()}

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words as written, in lower case: a rule that needs one of them need not look at a sentence without."""
        return frozenset([word.text.lower() for word in self.words])

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of all words, in lower case."""
        return frozenset([word.lemma.lower() for word in self.words])

    @cached_property
    def graded(self) -> tuple[Word, ...]:
        """The comparatives and superlatives."""
        return tuple([word for word in self.words if word.feats.get("Degree") in ("Cmp", "Sup")])

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]] | None:
        """Starts and ends of the words; None where they do not rise, as in a tree made by hand."""
        starts, ends = [w.start for w in self.words], [w.end for w in self.words]
        return (starts, ends) if starts == sorted(starts) and ends == sorted(ends) else None

    def conjuncts(self, first: Word) -> tuple[Word, ...]:
        """All that a chain of `conj` joins to its first word, in text order; nothing for a word that is joined itself."""
        return self._chains.get(first.index, ())

    def related(self, *relations: str) -> tuple[Word, ...]:
        """Words that hang on another with one of the relations, in text order; `nsubj` also takes `nsubj:pass`, as for `children`."""
        if len(relations) == 1:
            return self._by_relation.get(relations[0], ())
        found = {word.index: word for relation in relations for word in self._by_relation.get(relation, ())}
        return tuple([found[index] for index in sorted(found)])

    def overlapping(self, span: Span) -> tuple[Word, ...]:
        """Words that share a character with a stretch of the document, in text order."""
        if self._edges is None:
            return tuple(w for w in self.words if w.span.overlaps(span))
        starts, ends = self._edges
        return self.words[bisect_right(ends, span.start) : bisect_left(starts, span.end)]

    def __getitem__(self, index: int) -> Word:
        """The word of that number, counted from 1."""
        if index < 1:
            raise IndexError(f"words are numbered from 1, not {index}")
        return self.words[index - 1]

    def children(self, word: Word, *relations: str) -> tuple[Word, ...]:
        """Dependents in text order; with relations (`nsubj` also takes `nsubj:pass`, `nsubj:pass` only itself), only those."""
        if not relations:
            return self._children.get(word.index, ())
        if len(relations) == 1:
            return self._children_by.get((word.index, relations[0]), ())
        below = self._children.get(word.index)
        if below is None:  # half of all words
            return ()
        return tuple([w for w in below if w.relation in relations or w.deprel in relations])

    def child(self, word: Word, *relations: str) -> Word | None:
        """The first such dependent, or None."""
        found = self.children(word, *relations)
        return found[0] if found else None

    def head(self, word: Word) -> Word | None:
        """The governor, None for the root."""
        return self[word.head] if word.head else None

    def ancestors(self, word: Word) -> Iterator[Word]:
        """Governors from the nearest to the root."""
        seen = set()
        while word.head and word.head not in seen:
            seen.add(word.head)
            word = self[word.head]
            yield word

    def subtree(self, word: Word, *, without: Iterable[str] = ()) -> tuple[Word, ...]:
        """The word and all below it, in text order; branches whose relation is in `without` are left out."""
        children = self._children
        if word.index not in children:
            return (word,)
        key = word.index, tuple(without)
        known = self._subtrees.get(key)
        if known is None:
            stop = frozenset(key[1])
            found = [word]
            for current in found:  # which grows meanwhile; in a circle, which no parser should make, the walk ends where it began
                below = children.get(current.index, ())
                found += [w for w in below if w.index != word.index and w.relation not in stop and w.deprel not in stop]
            known = self._subtrees[key] = tuple(sorted(found, key=_index))
        return known

    def span_of(self, words: Iterable[Word]) -> Span:
        """From the first character of the first word to the last of the last, gaps included."""
        words = tuple(words)
        return Span(min([w.start for w in words]), max([w.end for w in words]))

    def text_of(self, words: Iterable[Word]) -> str:
        """The slice of the sentence from the first to the last of the words, gaps included."""
        return self.slice(self.span_of(words))

    def slice(self, span: Span) -> str:
        """The sentence's characters for offsets of the document."""
        return self.text[span.start - self.start : span.end - self.start]

    def pieces(self, words: Iterable[Word]) -> tuple[Span, ...]:
        """The words as stretches of the text: neighbours are joined, with the white space between them."""
        spans: list[Span] = []
        order = sorted(words, key=_index)
        if not order:
            return ()
        text, offset = self.text, self.start
        first, last = order[0].start, order[0].end
        for word in order:
            start, end = word.start, word.end
            if start < last or not text[last - offset : start - offset].strip():
                last = max(last, end)  # a neighbour, a word of the same token, or the same word
            else:
                spans.append(Span(first, last))
                first, last = start, end
        spans.append(Span(first, last))
        return tuple(spans)


def kept(question: Callable[[Sentence, Word], T]) -> Callable[[Sentence, Word], T]:
    """A question about a word that rules ask again and again, and whose answer follows from the tree alone: the sentence keeps it."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def answer(sentence: Sentence, word: Word) -> T:
        known: dict[int, T] = sentence._answers.setdefault(name, {})
        if word.index not in known:
            known[word.index] = question(sentence, word)
        return known[word.index]

    return answer


def read_conllu(text: str) -> tuple[Sentence, ...]:
    """Sentences of a frozen parse, as `write_conllu` makes them.

    Raises ValueError when a sentence lacks its comments or a word its offsets.
    """
    sentences: list[Sentence] = []
    for block in text.strip().split("\n\n"):
        comments: dict[str, str] = {}
        rows = []
        for line in block.split("\n"):
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif line.strip():
                rows.append(line.split("\t"))
        if not rows:
            continue
        start = int(comments["start_char"])
        source = re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), comments["text"])
        words, tags = [], []
        for row in rows:
            misc = dict(item.split("=", 1) for item in row[9].split("|") if "=" in item)
            feats = dict(item.split("=", 1) for item in row[5].split("|") if "=" in item)
            words.append(
                Word(
                    int(row[0]), row[1], row[2], row[3], row[4], feats, int(row[6]), row[7], int(misc["start_char"]), int(misc["end_char"])
                )
            )
            tags.append(misc.get("ner", "O"))
        sentences.append(Sentence(len(sentences), source, start, tuple(words), mentions_of(words, tags), int(comments.get("block", 0))))
    return tuple(sentences)


def write_conllu(sentences: Iterable[Sentence]) -> str:
    """CoNLL-U with offsets, entities (BIO) and blocks in comments and MISC: everything `read_conllu` needs."""
    out = []
    for sentence in sentences:
        tags = {}
        for mention in sentence.mentions:
            for position, index in enumerate(mention.words):
                tags[index] = ("I-" if position else "B-") + mention.type
        escaped = re.sub(r"[\\\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", lambda found: _ESCAPES[found[0]], sentence.text)
        out += [f"# text = {escaped}", f"# start_char = {sentence.start}", f"# block = {sentence.block}"]
        for word in sentence.words:
            feats = "|".join(f"{k}={v}" for k, v in sorted(word.feats.items())) or "_"
            misc = f"start_char={word.start}|end_char={word.end}"
            if word.index in tags:
                misc += f"|ner={tags[word.index]}"
            out.append(
                "\t".join(
                    [
                        str(word.index),
                        word.text,
                        word.lemma or "_",
                        word.upos,
                        word.xpos or "_",
                        feats,
                        str(word.head),
                        word.deprel,
                        "_",
                        misc,
                    ]
                )
            )
        out.append("")
    return "\n".join(out) + "\n"


def mentions_of(words: Iterable[Word], tags: Iterable[str]) -> tuple[Mention, ...]:
    """Entities from BIO or BIOES tags, one for each word. A single letter ("said Lee on X") names nobody."""
    groups: list[tuple[str, list[Word]]] = []
    previous = "O"
    for word, tag in zip(words, tags, strict=True):
        if tag != "O":
            prefix, _, kind = tag.partition("-")
            if prefix in "BS" or previous == "O" or not groups or groups[-1][0] != kind:
                groups.append((kind, [word]))
            else:
                groups[-1][1].append(word)
        previous = tag
    named = [(kind, ws) for kind, ws in groups if kind not in ("Person", "PERSON", "PER") or len(ws) > 1 or len(ws[0].text) > 1]
    return tuple(Mention(Span(min(w.start for w in ws), max(w.end for w in ws)), kind, tuple(w.index for w in ws)) for kind, ws in named)
