"""From texts to the words that the tagger sees: sentences, surface tokens, and the syntactic words that tokens are made of.

The terms are Universal Dependencies': a surface token ("don't") is one or more syntactic words ("do", "n't"). Entities are tagged
by token, all else by word. Offsets are characters of the text that was given, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from claimcheck.abbreviations import cut_short

if TYPE_CHECKING:
    from claimcheck.inference.contractions import Contractions
    from claimcheck.inference.splitting import Splitter


class Token(NamedTuple):
    """A surface token. `contracted` tokens may be several words."""

    text: str
    start: int
    end: int
    contracted: bool


class Form(NamedTuple):
    """A syntactic word before it has a tag. `token` is the index of its token in the sentence.

    The words of a contraction lie within the token where their letters do ("do" and "n't"), otherwise each has the token's offsets.
    """

    text: str
    start: int
    end: int
    token: int


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence. Neither list is ever empty."""

    tokens: list[Token]
    words: list[Form]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence: its words, and for each of them its tags (UPOS, XPOS, features), lemma, head with relation, and entity tag."""

    words: Words
    tags: list[tuple[str, str, str]]
    lemmas: list[str]
    arcs: list[tuple[int, str]]
    entities: list[str]


class Reader:
    """Cuts texts into sentences of words, with sentences put together that were cut behind an abbreviation."""

    def __init__(self, splitter: Splitter, contractions: Contractions) -> None:
        self._splitter = splitter
        self._contractions = contractions

    def words_of(self, texts: Sequence[str]) -> list[list[Words]]:
        """The sentences of each text, in order; none for a text of nothing but white space. Texts do not see one another."""
        read = [_rejoined(sentences) for sentences in self._splitter.split(texts)]
        marked = sorted({token.text for sentences in read for tokens in sentences for token in tokens if token.contracted})
        known = dict(zip(marked, self._contractions.expand(marked), strict=True)) if marked else {}
        return [[Words(tokens, list(_forms(tokens, known))) for tokens in sentences] for sentences in read]


def _rejoined(sentences: Sequence[list[Token]]) -> list[list[Token]]:
    joined: list[list[Token]] = []
    for sentence in sentences:
        if joined and cut_short([token.text for token in joined[-1][-2:]], _touch(joined[-1]), sentence[0].text):
            joined[-1] = [*_closed_up(joined[-1]), *sentence]
        else:
            joined.append(sentence)
    return joined


def _touch(sentence: Sequence[Token]) -> bool:
    return len(sentence) > 1 and sentence[-2].end == sentence[-1].start


def _closed_up(sentence: list[Token]) -> list[Token]:
    if sentence[-1].text != ".":
        return sentence
    word, period = sentence[-2:]
    return [*sentence[:-2], word._replace(text=f"{word.text}.", end=period.end)]


def _forms(tokens: Sequence[Token], known: Mapping[str, tuple[str, ...]]) -> Iterator[Form]:
    for number, token in enumerate(tokens):
        words = known[token.text] if token.contracted else ()
        if len(words) < 2:
            yield Form(token.text, token.start, token.end, number)
        else:
            for word, (start, end) in zip(words, _places(words, token), strict=True):
                yield Form(word, start, end, number)


def _places(words: Sequence[str], token: Token) -> list[tuple[int, int]]:
    """Where the words lie, when the token is made up of them and spaces; else the token's place for each."""
    found: list[tuple[int, int]] = []
    position = 0
    for word in words:
        while found and token.text[position : position + 1] == " ":
            position += 1
        if not token.text.startswith(word, position):
            return [(token.start, token.end)] * len(words)
        found.append((token.start + position, token.start + position + len(word)))
        position += len(word)
    return found if position == len(token.text) else [(token.start, token.end)] * len(words)
