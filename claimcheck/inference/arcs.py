"""Heads and relations of words: the network of Stanza's graph parser (Dozat and Manning 2017, https://arxiv.org/abs/1611.01734).

Each pair of words gets a score as dependent and head, with what the network thinks of direction and distance (Qi et al. 2018,
https://aclanthology.org/K18-2016); the best tree is searched, and relations are scored for its arcs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from claimcheck.inference.checkpoint import Checkpoint
from claimcheck.inference.highway import Highway
from claimcheck.inference.spanning_tree import best_tree

_SCORERS = ("unlabeled", "linearization", "distance", "deprel")
#: Units of a vocabulary that are no relations: padding and the like.
_PREFIX = 4
#: Arcs whose relations are scored at a time: a bound on memory, 35 kB each.
_AT_ONCE = 1024


class Arcs:
    """`parsed` heads and relations, from vectors of words by letters and by context, each sentence's root first."""

    def __init__(self, checkpoint: Checkpoint):
        """Raises UnsupportedError when the parser is of another shape."""
        checkpoint.require(model_type="graph", use_arc_embedding=False, word_emb_dim=0, tag_emb_dim=0, pretrain=False, num_layers=1)
        checkpoint.require(rec_dropout=0, linearization=True, distance=True, reversed=False, resolve_head_constraints=False)
        self._highway = Highway(checkpoint, "parserlstm")
        self._dependents = checkpoint.linear(*(f"{name}.W1" for name in _SCORERS))
        self._heads = checkpoint.linear(*(f"{name}.W2" for name in _SCORERS))
        self._bilinear = [checkpoint.weights[f"{name}.scorer.W_bilin.weight"] for name in _SCORERS]
        self._bias = [checkpoint.weights[f"{name}.scorer.W_bilin.bias"] for name in _SCORERS]
        self._relations = checkpoint.units("deprel")[_PREFIX:]

    def parsed(self, vectors: Tensor, lengths: Sequence[int]) -> list[list[tuple[int, str]]]:
        """(head, relation) of each word of sentences end to end, longest first. `lengths` count the root."""
        states = self._highway.run(vectors, lengths)
        dependents = _with_ones(torch.relu(self._dependents(states)))
        heads = _with_ones(torch.relu(self._heads(states)))
        starts = [0, *np.cumsum(lengths).tolist()]
        scores = [
            score
            for first, last in _equal(lengths)
            for score in self._scores(dependents, heads, starts[first], lengths[first], last - first)
        ]
        trees = [best_tree(score) for score in scores]
        chosen = np.concatenate([tree + start for tree, start in zip(trees, starts, strict=False)])
        labels = self._labels(dependents[3], heads[3], torch.from_numpy(chosen))
        return [
            [(head, self._relations[label]) for head, label in zip(tree[1:].tolist(), labels[start + 1 : end], strict=True)]
            for tree, (start, end) in zip(trees, pairwise(starts), strict=True)
        ]

    def _scores(self, dependents: Sequence[Tensor], heads: Sequence[Tensor], start: int, length: int, count: int) -> list[np.ndarray]:
        """Scores of all arcs of sentences of the same length: for each (length, length), [dependent, head]."""
        pairs = []
        for scorer in range(3):
            below, above = (part[scorer][start : start + length * count].view(count, length, -1) for part in (dependents, heads))
            pairs.append(below @ self._bilinear[scorer].squeeze(2) @ above.transpose(1, 2) + self._bias[scorer])
        arcs, direction, distance = pairs
        offsets = (torch.arange(length)[None, :] - torch.arange(length)[:, None]).float()
        arcs = arcs + F.logsigmoid(direction * torch.sign(offsets))
        arcs = arcs - torch.log((offsets.abs() - (1 + F.softplus(distance))) ** 2 / 2 + 1)
        arcs = arcs.masked_fill(torch.eye(length, dtype=torch.bool), -float("inf"))
        return list(F.log_softmax(arcs, dim=2).numpy().astype(np.float64))

    def _labels(self, dependents: Tensor, heads: Tensor, chosen: Tensor) -> list[int]:
        """The best relation of each word to the head that was chosen for it."""
        weight, bias = self._bilinear[3], self._bias[3]
        width = weight.shape[1]
        found: list[int] = []
        for start in range(0, len(chosen), _AT_ONCE):
            below, above = dependents[start : start + _AT_ONCE], heads[chosen[start : start + _AT_ONCE]]
            half = (below @ weight.flatten(1)).view(len(below), width, -1)
            found += (torch.bmm(above.unsqueeze(1), half).squeeze(1) + bias).argmax(1).tolist()
        return found


def _with_ones(states: Tensor) -> list[Tensor]:
    """What each scorer reads, with a one behind it, so that the product has linear terms too."""
    ones = torch.ones(len(states), 1)
    return [torch.cat([part, ones], dim=1).contiguous() for part in states.chunk(len(_SCORERS), dim=1)]


def _equal(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours of the same length, as (first, behind the last)."""
    bounds = [0, *(n for n in range(1, len(lengths)) if lengths[n] != lengths[n - 1]), len(lengths)]
    return list(pairwise(bounds))
