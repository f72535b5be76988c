"""Contractions taken apart: "don't" into "do" and "n't".

By a dictionary of those that the treebanks have, and for others by a network that says before which characters to cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch.nn.functional import linear

from claimcheck.inference.checkpoint import Checkpoint
from claimcheck.inference.recurrence import Recurrence, Stepwise

#: Contractions that are remembered, and that go through the network at a time.
_REMEMBERED = 50_000
_AT_ONCE = 512


class Contractions:
    """The checkpoint of an expander at work. Raises UnsupportedError (a ValueError) or KeyError when it is of another architecture."""

    def __init__(self, checkpoint: Mapping[str, Any]) -> None:
        model = Checkpoint(checkpoint["config"], {"letters": checkpoint["vocab"]}, checkpoint["model"] or {})
        model.require(dict_only=False, force_exact_pieces=True, ensemble_dict=True, num_layers=2)
        self._dictionary: Mapping[str, str] = checkpoint["dict"]
        self._numbers = model.numbers("letters")
        self._first = Recurrence(model.weights, "encoder", 0, table=model.weights["embedding.weight"].float())
        self._second = Recurrence(model.weights, "encoder", 1, halved=True)
        self._hidden = (2 * model.weights["output_layer.0.weight"], model.weights["output_layer.0.bias"])
        self._cut = (model.weights["output_layer.2.weight"], model.weights["output_layer.2.bias"])
        self._known: dict[str, tuple[str, ...]] = {}

    def expand(self, tokens: Sequence[str]) -> list[tuple[str, ...]]:
        """The words of each token: one or more."""
        if len(self._known) > _REMEMBERED:
            self._known = {}
        missing = sorted({*tokens} - self._known.keys(), key=lambda token: (-len(token), token))
        unlisted = []
        for token in missing:
            expansion = self._listed(token)
            if expansion is None:
                unlisted.append(token)
            else:
                self._known[token] = _words(token, expansion)
        for start in range(0, len(unlisted), _AT_ONCE):
            chunk = unlisted[start : start + _AT_ONCE]
            self._known |= zip(chunk, map(_words, chunk, self._cut_up(chunk)), strict=True)
        return [self._known[token] for token in tokens]

    def _listed(self, token: str) -> str | None:
        """The dictionary's expansion, in the token's case, words divided by spaces."""
        if token in self._dictionary:
            return self._dictionary[token]
        expansion = self._dictionary.get(token.lower())
        if expansion is not None and token.isupper():
            return expansion.upper()
        if expansion is not None and token[0].isupper() and token[1:].islower():
            return expansion[0].upper() + expansion[1:]
        return None

    def _cut_up(self, tokens: Sequence[str]) -> Iterator[str]:
        """The network's expansions of different tokens, longest first, words divided by spaces."""
        order = Stepwise([len(token) + 2 for token in tokens])
        unknown = self._numbers["<UNK>"]
        numbers = [self._numbers.get(unit, unknown) for token in tokens for unit in ("<SOS>", *token, "<EOS>")]
        items = torch.empty(order.size, dtype=torch.int64)
        items[order.places] = torch.tensor(numbers)
        with torch.inference_mode():
            states = self._second.halves(self._first.halves(items, order), order)
            uncut, cut = linear(linear(states, *self._hidden).relu(), *self._cut)[order.places].T
            cuts = iter((cut > uncut).tolist())
        for token in tokens:
            next(cuts)
            yield "".join(f" {char}" if next(cuts) else char for char in token)
            next(cuts)


def _words(token: str, expansion: str) -> tuple[str, ...]:
    words = tuple(word for word in expansion.split(" ") if word)
    return words if len(words) > 1 else (token,)
