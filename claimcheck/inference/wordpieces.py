"""Word pieces: what a BERT encoder reads instead of words (Schuster and Nakajima 2012; Wu et al. 2016, https://arxiv.org/abs/1609.08144).

Reads the `tokenizer.json` of an uncased BERT and cuts as the `tokenizers` library does: control characters dropped, accents
dropped, lower case, punctuation and Chinese characters by themselves, then the longest pieces that are in the vocabulary,
from left to right. One difference is meant: "[SEP]" and its like in a text are text, never the marks that bound a row.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

#: Blocks of Chinese characters, as that library lists them.
_CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
#: Control and format characters, surrogates, private use. What Unicode has not assigned yet, a new emoji perhaps, is unknown instead.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
#: Words whose pieces are remembered: those of a few dozen articles.
_REMEMBERED = 50_000


def read(folder: Path) -> WordPieces | None:
    """The tokenizer of a folder, None when it is of another kind or has no `tokenizer.json`.

    Raises OSError, ValueError or KeyError when `tokenizer.json` is broken, or `config.json`, which has the longest row.
    """
    if not (folder / "tokenizer.json").is_file():
        return None
    content = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    normalizer, model = content.get("normalizer") or {}, content["model"]
    known = (
        normalizer.get("type") == "BertNormalizer"
        and all(normalizer.get(step) for step in ("clean_text", "handle_chinese_chars", "lowercase"))
        and normalizer.get("strip_accents") is not False
        and (content.get("pre_tokenizer") or {}).get("type") == "BertPreTokenizer"
        and model.get("type") == "WordPiece"
    )
    longest = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("max_position_embeddings")
    return WordPieces(model, longest) if known and longest else None


@dataclass(frozen=True, slots=True)
class Rows:
    """Word pieces of some sentences, as Stanza asks a tokenizer of transformers for them."""

    input_ids: list[list[int]]
    attention_mask: list[list[int]]  # 1 for a piece, 0 for padding
    words: list[list[int | None]]  # the word each piece is of, from 0; None for the marks at both ends and padding

    def word_ids(self, batch_index: int = 0) -> list[int | None]:
        return self.words[batch_index]

    def __getitem__(self, name: str) -> list[list[int]]:
        rows: list[list[int]] = getattr(self, name)
        return rows


class WordPieces:
    """The tokenizer that Stanza calls for the encoder of its models."""

    def __init__(self, model: dict[str, Any], longest: int):
        """`model` is that of a `tokenizer.json`. Raises KeyError when it lacks a mark."""
        self.model_max_length = longest
        self._vocabulary: dict[str, int] = model["vocab"]
        self._prefix: str = model["continuing_subword_prefix"]
        self._longest_word: int = model["max_input_chars_per_word"]
        self._unknown = self._vocabulary[model["unk_token"]]
        self._begin, self._end, self._padding = (self._vocabulary[mark] for mark in ("[CLS]", "[SEP]", "[PAD]"))
        self._pieces = lru_cache(_REMEMBERED)(self._cut)

    def __call__(
        self, texts: Sequence[str] | Sequence[Sequence[str]], *, is_split_into_words: bool = False, padding: str | None = None, **_: object
    ) -> Rows:
        """Pieces of sentences that are lists of words, or of whole texts. `padding="longest"` makes all rows as long as the longest."""
        sentences: list[list[str]] = [[text] if isinstance(text, str) and not is_split_into_words else list(text) for text in texts]
        ids, words = [], []
        for sentence in sentences:
            pieces = [self._pieces(word) for word in sentence]
            ids.append([self._begin, *chain.from_iterable(pieces), self._end])
            words.append([None, *(n for n, word in enumerate(pieces) for _ in word), None])
        masks = [[1] * len(row) for row in ids]
        if padding == "longest":
            longest = max(map(len, ids), default=0)
            ids = [row + [self._padding] * (longest - len(row)) for row in ids]
            words = [row + [None] * (longest - len(row)) for row in words]
            masks = [row + [0] * (longest - len(row)) for row in masks]
        return Rows(ids, masks, words)

    def _cut(self, text: str) -> tuple[int, ...]:
        """Pieces of one word, or of a text with spaces; none for a word of nothing but characters that are dropped."""
        return tuple(piece for part in _parts(_normalized(text)) for piece in self._longest_pieces(part))

    def _longest_pieces(self, part: str) -> list[int]:
        if len(part) > self._longest_word:
            return [self._unknown]
        found, start = [], 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = self._vocabulary.get(part[start:end] if start == 0 else self._prefix + part[start:end])
                if piece is not None:
                    break
            else:
                return [self._unknown]
            found.append(piece)
            start = end
        return found


def _normalized(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.lower()
    clean = "".join(map(_cleaned, text))
    bare = (c for c in unicodedata.normalize("NFD", clean) if unicodedata.category(c) != "Mn")
    return "".join(c.lower() for c in bare)  # one by one: in a whole word the last sigma would be another


def _cleaned(char: str) -> str:
    if char in "\t\n\r":
        return " "
    if char == "\ufffd" or unicodedata.category(char) in _DROPPED:
        return ""
    if char.isspace():
        return " "
    if any(first <= ord(char) <= last for first, last in _CHINESE):
        return f" {char} "
    return char


def _parts(text: str) -> Iterator[str]:
    """The text cut at spaces, and before and after each mark of punctuation."""
    begin = 0
    for position, char in enumerate(text):
        space = char.isspace()
        if space or _is_punctuation(char):
            if position > begin:
                yield text[begin:position]
            if not space:
                yield char
            begin = position + 1
    if begin < len(text):
        yield text[begin:]


def _is_punctuation(char: str) -> bool:
    # of ASCII all signs, "$" and "+" too
    return (char.isascii() and char.isprintable() and not char.isalnum()) or unicodedata.category(char).startswith("P")
