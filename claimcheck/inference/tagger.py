"""Parts of speech and features of words: the network of Stanza's tagger."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from claimcheck.inference.checkpoint import Checkpoint, UnsupportedError
from claimcheck.inference.highway import Highway

#: A tag that says that there is none.
_EMPTY = 2


class Tagger:
    """`tags` of words, from their vectors by letters and by context."""

    def __init__(self, checkpoint: Checkpoint):
        """Raises UnsupportedError when the tagger is of another shape."""
        checkpoint.require(share_hid=True, word_emb_dim=0, pretrain=False, num_layers=1, rec_dropout=0)
        if [column[0] for column in checkpoint.settings.get("tag_columns") or ()] != ["upos", "xpos", "feats"]:
            raise UnsupportedError("the tagger has other columns than upos, xpos and feats")
        self._highway = Highway(checkpoint, "taggerlstm")
        self._hidden = checkpoint.linear("upos_hid")
        self._features: dict[str, Sequence[str]] = dict(checkpoint.vocabularies["feats"]["_id2unit"])
        heads = ["upos_clf", "tag_clf.xpos", *(f"tag_clf.feats.{n}" for n in range(len(self._features)))]
        self._scores = checkpoint.linear(*heads)
        self._sizes = [len(checkpoint.weights[f"{head}.bias"]) for head in heads]
        self._upos, self._xpos = checkpoint.units("upos"), checkpoint.units("xpos")
        self._read: dict[tuple[int, ...], tuple[str, str, str]] = {}

    def tags(self, vectors: Tensor, lengths: Sequence[int]) -> list[tuple[str, str, str]]:
        """(UPOS, XPOS, features as "Case=Nom|Number=Sing") of the words of sentences end to end, longest first. No features: ""."""
        scores = self._scores(torch.relu(self._hidden(self._highway.run(vectors, lengths))))
        best = torch.stack([part.argmax(1) for part in scores.split(self._sizes, dim=1)], dim=1)
        return [self._read.get(row) or self._reading(row) for row in map(tuple, best.tolist())]

    def _reading(self, row: tuple[int, ...]) -> tuple[str, str, str]:
        pairs = zip(self._features.items(), row[2:], strict=True)
        features = "|".join(f"{name}={values[number]}" for (name, values), number in pairs if number != _EMPTY)
        xpos = "" if row[1] == _EMPTY else self._xpos[row[1]]
        self._read[row] = (self._upos[row[0]], xpos, features)
        return self._read[row]
