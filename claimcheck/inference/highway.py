"""The highway LSTM of tagger and parser: the network's own output, and past it a gated shortcut from its input (Srivastava et al. 2015)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from claimcheck.inference.checkpoint import Checkpoint
from claimcheck.inference.rows import Packing, Recurrent


class Highway:
    """One layer, in both directions, read from the weights `name`."""

    def __init__(self, checkpoint: Checkpoint, name: str):
        weights = checkpoint.weights
        self._lstm = Recurrent(checkpoint.lstm(f"{name}.lstm.0.lstm"), weights[f"{name}_h_init"], weights[f"{name}_c_init"])
        self._shortcut = checkpoint.linear(f"{name}.highway.0", f"{name}.gate.0")

    def run(self, items: Tensor, lengths: Sequence[int]) -> Tensor:
        """Outputs, (items, width), of items of rows end to end, longest first."""
        carried, gate = self._shortcut(items).chunk(2, dim=1)
        return self._lstm.run(items, Packing(lengths)) + torch.sigmoid(gate) * torch.tanh(carried)
