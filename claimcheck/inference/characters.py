"""What the networks know of a word by its letters, computed once for each different word.

An LSTM over the characters, whose states are added up, each with a weight of its own, or of which the last states are taken.
A word has the same letters wherever it stands, so its vector is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from claimcheck.inference.checkpoint import Checkpoint
from claimcheck.inference.rows import Packing, Recurrent

#: Words that are remembered: as many as a few thousand articles have. At 128 figures each, 50 MB.
_REMEMBERED = 100_000
#: Words at a time: a bound on memory.
_AT_ONCE = 4096


class Characters:
    """Vectors of words by their characters. `root` is the character that stands for the parser's root, which no text has."""

    ROOT = ("<ROOT>",)

    def __init__(self, checkpoint: Checkpoint):
        checkpoint.require(char=True, charlm=False, char_lowercase=False, char_num_layers=1, char_rec_dropout=0)
        weights = checkpoint.weights
        self._numbers = checkpoint.numbers("char")
        self._unknown = self._numbers["<UNK>"]
        self._embedding = weights["charmodel.char_emb.weight"]
        self._lstm = Recurrent(
            checkpoint.lstm("charmodel.charlstm.lstm"), weights["charmodel.charlstm_h_init"], weights["charmodel.charlstm_c_init"]
        )
        self._attention = weights.get("charmodel.char_attn.weight")
        self._projection = weights.get("trans_char.weight")
        self._known: dict[Sequence[str], int] = {}
        self._vectors = torch.empty(0)

    def vectors(self, words: Sequence[Sequence[str]]) -> Tensor:
        """A vector for each word, (words, width); a word is a text or a sequence of characters."""
        missing = sorted({word for word in words if word not in self._known}, key=_longest_first)
        if missing:
            if len(self._known) + len(missing) > _REMEMBERED:
                self._known, self._vectors = {}, torch.empty(0)
                missing = sorted(set(words), key=_longest_first)
            found = [self._computed(missing[start : start + _AT_ONCE]) for start in range(0, len(missing), _AT_ONCE)]
            self._known |= {word: number for number, word in enumerate(missing, len(self._known))}
            self._vectors = torch.cat([self._vectors, *found] if len(self._vectors) else found)
        return self._vectors[[self._known[word] for word in words]]

    def _computed(self, words: Sequence[Sequence[str]]) -> Tensor:
        """Vectors of different words, longest first."""
        lengths = [len(word) for word in words]
        packing = Packing(lengths)
        numbers = torch.tensor([self._numbers.get(char, self._unknown) for word in words for char in word])
        letters = self._embedding[numbers]
        if self._attention is None:
            vectors = self._lstm.last(letters, packing)
        else:
            states = self._lstm.run(letters, packing)
            weighted = states * torch.sigmoid(states @ self._attention.T)
            row = torch.repeat_interleave(torch.arange(len(words)), torch.tensor(lengths))
            vectors = torch.zeros(len(words), states.shape[1]).index_add_(0, row, weighted)
        return vectors if self._projection is None else vectors @ self._projection.T


def _longest_first(word: Sequence[str]) -> tuple[int, str]:
    return (-len(word), "".join(word))
