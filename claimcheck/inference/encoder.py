"""The transformer's states, computed once for each sentence and shared by tagger, parser and entity model.

Stanza asks the encoder anew for each of its processors. `SharedStates` stands where Stanza has a model of transformers and
keeps what was computed, row by row, until `forget` is called after an article. Imports torch, so `parse` imports it late.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

#: Hidden layers that the processors mix: the last four.
KEPT_LAYERS = 4


@dataclass(frozen=True, slots=True)
class States:
    """What Stanza reads of a transformer's answer: one tensor a layer, each (rows, pieces, width)."""

    hidden_states: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """What Stanza reads of a transformer's configuration."""

    hidden_size: int


class SharedStates(nn.Module):
    """A frozen encoder that remembers the states of the rows of word pieces it has seen."""

    _hf_peft_config_loaded = False

    def __init__(self, states: Callable[[Tensor, Tensor], Sequence[Tensor]], width: int):
        """`states` computes, of word pieces and their mask, the states after each layer, each (rows, pieces, width)."""
        super().__init__()
        self.config = Config(width)
        self._states = states
        self._rows: dict[tuple[int, ...], Tensor] = {}

    def forget(self) -> None:
        """Drop all states."""
        self._rows.clear()

    def forward(self, ids: Tensor, attention_mask: Tensor, output_hidden_states: bool = True) -> States:
        """States of the last layers for rows of word pieces; padding is zero."""
        lengths = attention_mask.sum(1).tolist()
        keys = [tuple(row[:n]) for row, n in zip(ids.tolist(), lengths, strict=True)]
        missing = sorted({i for i, key in enumerate(keys) if key not in self._rows and keys.index(key) == i})
        if missing:
            longest = max(lengths[i] for i in missing)
            answer = self._states(ids[missing, :longest], attention_mask[missing, :longest])
            layers = torch.stack(tuple(answer[-KEPT_LAYERS:]), dim=1)
            for position, i in enumerate(missing):
                self._rows[keys[i]] = layers[position, :, : lengths[i]].clone()
        out = torch.zeros(len(keys), KEPT_LAYERS, ids.shape[1], self.config.hidden_size)
        for row, key in enumerate(keys):
            out[row, :, : len(key)] = self._rows[key]
        return States(tuple(out.unbind(dim=1)))
