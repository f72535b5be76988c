"""The transformer over many sentences at once: a vector a word for each of the networks that read it.

Sentences are computed without padding. All linear layers, nearly all of the work, see the pieces of many sentences end to end;
only attention goes by groups of sentences with the same number of pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from claimcheck.inference.bert import Bert
from claimcheck.inference.wordpieces import WordPieces

#: Pieces that are computed at a time: more do not make the matrix products faster, but fall out of the processor's cache.
_AT_ONCE = 2048
#: Of a row that is longer than the encoder can read, the windows it is read in overlap by so many pieces, as Stanza has it.
_OVERLAP = 20

Sentence = tuple[str, ...]


class Encoding:
    """Vectors of words for several readers, each with its own mixture of the encoder's last layers."""

    def __init__(self, encoder: Bert, pieces: WordPieces, mixtures: Tensor):
        """`mixtures`: (readers, layers), what each reader adds to the layers' plain mean."""
        self._encoder = encoder
        self._pieces = pieces
        self._layers = mixtures.shape[1]
        self._mixtures = mixtures + 1 / mixtures.shape[1]

    def vectors(self, sentences: Sequence[Sentence]) -> list[Tensor]:
        """For each sentence (readers, words + 1, width); the first vector stands for the sentence itself, the parser's root."""
        rows, ends = self._rows(sentences)
        order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
        found: list[Tensor] = [torch.empty(0)] * len(sentences)
        for chunk in _chunks(order, [len(row) for row in rows]):
            states = self._states([rows[n] for n in chunk])
            start = 0
            picked = []
            for n in chunk:
                picked += [start + end for end in ends[n]]
                start += len(rows[n])
            mixed = torch.einsum("rl,lpw->rpw", self._mixtures, states[:, picked])
            for n, vectors in zip(chunk, torch.split(mixed, [len(ends[n]) for n in chunk], dim=1), strict=True):
                found[n] = vectors
        return found

    def _rows(self, sentences: Sequence[Sentence]) -> tuple[list[list[int]], list[list[int]]]:
        """Word pieces of each sentence, and where each word's last piece stands; before the words, the mark that begins the row."""
        cut = self._pieces(sentences, is_split_into_words=True)
        rows, ends = cut.input_ids, [_ends(words, len(sentence)) for words, sentence in zip(cut.words, sentences, strict=True)]
        for n, sentence in enumerate(sentences):
            if len(ends[n]) <= len(sentence):  # a word of nothing but characters that the encoder does not read
                filled = [[word if len(self._pieces([word]).input_ids[0]) > 2 else "-" for word in sentence]]
                again = self._pieces(filled, is_split_into_words=True)
                rows[n], ends[n] = again.input_ids[0], _ends(again.words[0], len(sentence))
        return rows, ends

    def _states(self, rows: list[list[int]]) -> Tensor:
        """The last layers' states of rows in order of length, (layers, pieces, width), end to end."""
        longest = self._pieces.model_max_length
        if len(rows[-1]) > longest:
            return torch.cat([self._long(row) if len(row) > longest else self._states([row]) for row in rows], dim=1)
        return self._encoder.last_states(rows, self._layers)

    def _long(self, row: list[int]) -> Tensor:
        """A row that is longer than the encoder reads, in windows that overlap."""
        longest = self._pieces.model_max_length
        step = max(longest - _OVERLAP, longest // 2)
        windows = [self._encoder.last_states([row[:longest]], self._layers)]
        start = 0
        while len(row) - start > longest:
            start += step
            windows.append(self._encoder.last_states([row[start : start + longest]], self._layers)[:, longest - step :])
        return torch.cat(windows, dim=1)


def _ends(words: Sequence[int | None], count: int) -> list[int]:
    """Where the last piece of each word stands, after the row's own mark; fewer when a word has none."""
    last = {word: position for position, word in enumerate(words) if word is not None}
    return [0, *last.values()] if len(last) == count else [0]


def _chunks(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Rows in groups of about so many pieces as are computed at a time."""
    chunks: list[list[int]] = []
    pieces = 0
    for n in order:
        if not chunks or pieces + lengths[n] > _AT_ONCE:
            chunks.append([])
            pieces = 0
        chunks[-1].append(n)
        pieces += lengths[n]
    return chunks
