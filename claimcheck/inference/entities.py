"""Names in sentences: the network of Stanza's entity model, an LSTM below a chain of tags (Lample et al. 2016)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from claimcheck.inference.checkpoint import Checkpoint
from claimcheck.inference.rows import Packing, Recurrent

#: Numbers below this are no tags: padding and the like.
_FIRST_TAG = 4


class Entities:
    """`tags` of tokens, from their vectors by context and by letters."""

    def __init__(self, checkpoint: Checkpoint):
        """Raises UnsupportedError when the model is of another shape."""
        checkpoint.require(word_emb_dim=0, num_layers=1, connect_output_layers=False, predict_tagset=0, pretrain=False)
        checkpoint.require(input_transform=True)
        weights = checkpoint.weights
        self._input = checkpoint.linear("input_transform")
        self._lstm = Recurrent(checkpoint.lstm("taggerlstm.lstm"), weights["taggerlstm_h_init"], weights["taggerlstm_c_init"])
        self._scores = checkpoint.linear("tag_clfs.0")
        self._steps = weights["crits.0._transitions"].numpy()
        self._tags: Sequence[str] = checkpoint.vocabularies["tag"]["_id2unit"][0]

    def tags(self, vectors: Tensor, lengths: Sequence[int]) -> list[list[str]]:
        """Tags as "B-Person" of the tokens of each sentence; sentences end to end, longest first."""
        scores = self._scores(self._lstm.run(self._input(vectors), Packing(lengths)))
        padded = torch.nn.utils.rnn.pad_sequence(list(scores.split(list(lengths))), batch_first=True)
        paths = _best_paths(padded.numpy(), np.asarray(lengths), self._steps)
        return [
            _mended([self._tags[max(number, _FIRST_TAG)] for number in path[:length]])
            for path, length in zip(paths.tolist(), lengths, strict=True)
        ]


def _best_paths(scores: NDArray[np.float32], lengths: NDArray[np.int64], steps: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best chain of tags of each sentence, (sentences, longest), by Viterbi's algorithm; `scores` are (sentences, longest, tags).

    `steps`: (from, to). `lengths`: longest first.
    """
    sentences, longest, _ = scores.shape
    best = scores[:, 0].copy()
    came = np.zeros(scores.shape, dtype=np.int64)
    for position in range(1, longest):
        going = int((lengths > position).sum())
        reached = best[:going, :, None] + steps
        came[:going, position] = reached.argmax(axis=1)
        best[:going] = scores[:going, position] + reached.max(axis=1)
    paths = np.zeros((sentences, longest), dtype=np.int64)
    rows = np.arange(sentences)
    current = best.argmax(axis=1)
    for position in range(longest - 1, -1, -1):
        inside = lengths > position
        paths[inside, position] = current[inside]
        current = np.where(inside & (position > 0), came[rows, position, current], current)
    return paths


def _mended(tags: list[str]) -> list[str]:
    """The tags with those set right that cannot stand where they stand: a name begins with B, ends with E, or is S alone."""
    if not any(tag[0] in "BIE" for tag in tags):
        return tags
    found = list(tags)
    for n, tag in enumerate(found):
        if tag.startswith("I-") and not _goes_on(found, n):
            found[n] = f"E-{tag[2:]}"
        if tag.startswith("I-") and not _went_on(found, n, tag):
            found[n] = f"B-{tag[2:]}"
    for n, tag in enumerate(found):
        if (tag.startswith("B-") and not _goes_on(found, n)) or (tag.startswith("E-") and not _went_on(found, n, tag)):
            found[n] = f"S-{tag[2:]}"
    return found


def _goes_on(tags: Sequence[str], n: int) -> bool:
    return n + 1 < len(tags) and tags[n + 1][:2] in ("I-", "E-") and tags[n + 1][2:] == tags[n][2:]


def _went_on(tags: Sequence[str], n: int, tag: str) -> bool:
    return n > 0 and tags[n - 1][:2] in ("B-", "I-") and tags[n - 1][2:] == tag[2:]
