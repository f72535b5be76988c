"""The best tree of a sentence: of all that hang on one root, the one whose arcs add up to the highest score.

Chu and Liu (1965) and Edmonds (1967); that exactly one word hangs on the root is had by making arcs from the root so dear that no
second one pays (Stanojević and Cohen 2021, https://aclanthology.org/2021.emnlp-main.823).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Heads = NDArray[np.int64]


def best_tree(scores: Scores) -> Heads:
    """The head of each word, (words + 1), of scores (words + 1, words + 1): [word, head], 0 the root. The root's own head is 0.

    A word is never its own head: the diagonal is not looked at.
    """
    scores = scores.astype(np.float64)
    np.fill_diagonal(scores, -np.inf)
    heads = _best(scores)
    if (heads[1:] == 0).sum() == 1 and _cycle(heads) is None:  # what each word likes best is a tree already: nothing beats it
        return heads
    tree = _arborescence(scores)
    if (tree[1:] == 0).sum() > 1:
        finite = scores[1:][np.isfinite(scores[1:])]
        scores[:, 0] -= (np.ptp(finite) + 1) * len(scores)
        tree = _arborescence(scores)
    return tree


def _arborescence(scores: Scores) -> Heads:
    """The best tree, with any number of words below the root."""
    contracted = []
    while True:
        heads = _best(scores)
        cycle = _cycle(heads)
        if cycle is None:
            break
        contracted.append((heads, *_contracted(scores, heads, cycle)))
        scores = contracted[-1][1]
    for before, _, inside, outside, entry, exit_ in reversed(contracted):
        heads = _expanded(heads, before, inside, outside, entry, exit_)
    return heads


def _best(scores: Scores) -> Heads:
    """What each word likes best."""
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    return heads


def _cycle(heads: Heads) -> NDArray[np.int64] | None:
    """The words of a cycle, None if there is none."""
    above = heads.tolist()
    seen = [0] * len(above)  # in which walk upwards a word was met
    seen[0] = -1
    for start in range(1, len(above)):
        word = start
        while not seen[word]:
            seen[word] = start
            word = above[word]
        if seen[word] == start:
            cycle = [word]
            while above[cycle[-1]] != word:
                cycle.append(above[cycle[-1]])
            return np.array(sorted(cycle))
    return None


_Contraction = tuple[Scores, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _contracted(scores: Scores, heads: Heads, cycle: NDArray[np.int64]) -> _Contraction:
    """The scores with the cycle as one word, the last; the words inside and outside of it; for each word outside, which word of the
    cycle it would best hang, and which would best be its head, as places in `inside`."""
    outside = np.setdiff1d(np.arange(len(scores)), cycle)
    kept = scores[cycle, heads[cycle]]
    breaking = scores[np.ix_(cycle, outside)] - kept[:, None] + kept.sum()
    leaving = scores[np.ix_(outside, cycle)]
    entry, exit_ = breaking.argmax(axis=0), leaving.argmax(axis=1)
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = breaking.max(axis=0)
    smaller[:-1, -1] = leaving.max(axis=1)
    return smaller, cycle, outside, entry, exit_


def _expanded(
    smaller: Heads,
    before: Heads,
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
    entry: NDArray[np.int64],
    exit_: NDArray[np.int64],
) -> Heads:
    """The tree over all words, from that in which a cycle was one word."""
    heads = before.copy()  # the cycle's own arcs, but for one
    head_of_cycle = smaller[-1]
    heads[inside[entry[head_of_cycle]]] = outside[head_of_cycle]
    hangs = smaller[:-1] == len(outside)
    heads[outside[~hangs]] = outside[smaller[:-1][~hangs]]
    heads[outside[hangs]] = inside[exit_[hangs]]
    return heads
