"""A two-way LSTM over many sequences of different lengths, fast where sequences are many and states are small.

Both directions take a step at the same time: the other direction reads each sequence from its own end. So no sequence sees
another, or any filling, and a step is one product of matrices for all sequences that are still long enough. torch's own LSTM
(`torch.nn.LSTM`) computes the same, in twice the time for the tokenizer's sizes.

Figures differ from torch's in the last places only: hyperbolic tangents are taken from the logistic function,
tanh(x) = 2 sigmoid(2x) - 1, whose factors of two go into the weights, which changes no digit of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

#: Rows that are computed at a time: what they need stays in the processor's cache.
_ROWS = 512


class Stepwise:
    """Sequences stored step by step: the first items of all sequences, then all second items, and so on.

    `lengths`: of the sequences, all above 0, longest first. `size`: how many items there are.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        sizes = np.asarray(lengths, dtype=np.int64)
        if not len(sizes) or sizes[-1] < 1 or (np.diff(sizes) > 0).any():
            raise ValueError("lengths are to be above 0, longest first")
        self.rows, self.size = len(sizes), int(sizes.sum())
        self._counts = len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0]), side="right")
        first = np.concatenate([[0], np.cumsum(self._counts)[:-1]])
        row = np.repeat(np.arange(len(sizes)), sizes)
        step = np.arange(self.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places, mirrored = first[step] + row, first[sizes[row] - 1 - step] + row
        reverse = np.empty(self.size, dtype=np.int64)
        reverse[places] = mirrored
        #: Where each item of sequences that lie end to end is stored.
        self.places = torch.from_numpy(places)
        #: For each item, the one as far from its sequence's end as this is from the start.
        self.reverse = torch.from_numpy(reverse)

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """(first item, steps, sequences) of stretches of steps that as many sequences take."""
        changes = np.flatnonzero(np.diff(self._counts)) + 1
        start = 0
        for begin, end in zip([0, *changes], [*changes, len(self._counts)], strict=True):
            rows, steps = int(self._counts[begin]), int(end - begin)
            most = max(1, _ROWS // rows)
            for done in range(0, steps, most):
                taken = min(most, steps - done)
                yield start, taken, rows
                start += taken * rows


class Recurrence:
    """One layer, in both directions, with states of zero at the start.

    `weights`: a checkpoint's; `name` of the LSTM; `layer` of it. With `table`, (kinds of items, width), items are numbers into it;
    without, they are vectors. With `halved`, the items are halves, as another layer gives them.
    """

    def __init__(self, weights: Mapping[str, Tensor], name: str, layer: int, *, table: Tensor | None = None, halved: bool = False) -> None:
        ways = [f"l{layer}", f"l{layer}_reverse"]
        entering = torch.stack([_gates(weights[f"{name}.weight_ih_{way}"].float()) for way in ways])
        carried = torch.stack([_gates(weights[f"{name}.weight_hh_{way}"].float()) for way in ways])
        bias = torch.stack([_gates((weights[f"{name}.bias_ih_{way}"] + weights[f"{name}.bias_hh_{way}"]).float()) for way in ways])
        self.width = carried.shape[2]
        self._carried = (2 * carried).transpose(1, 2)
        self._entering = (2 * entering if halved else entering).transpose(1, 2)
        self._bias = bias.unsqueeze(1)
        self._table: Tensor | None = None
        if table is not None:
            self._table = (table @ self._entering + self._bias).flatten(0, 1)
            self._kinds = len(table)

    def halves(self, items: Tensor, order: Stepwise) -> Tensor:
        """The states, halved: (items, 2 * width), forwards and backwards side by side. Items and states are stored step by step."""
        states = items.new_empty((2, order.size, self.width), dtype=torch.float32)
        state, cell = states.new_zeros((2, order.rows, self.width)), states.new_zeros((2, order.rows, self.width))
        squashed = torch.empty_like(cell)
        sequences = order.rows
        for start, steps, rows in order.stretches():
            if rows != sequences:
                state, cell, squashed, sequences = state[:, :rows], cell[:, :rows], squashed[:, :rows], rows
            stretch = slice(start, start + steps * rows)
            entering = self._entered(items, stretch, order.reverse[stretch], steps)
            parts = [part.unbind(0) for part in entering.chunk(4, dim=-1)]
            outputs = states[:, stretch].view(2, steps, rows, self.width).unbind(1)
            for gates, enter, forget, candidate, leave, output in zip(entering.unbind(0), *parts, outputs, strict=True):
                gates.baddbmm_(state, self._carried).sigmoid_()
                cell.mul_(forget).addcmul_(enter, candidate.sub_(0.5), value=4)  # twice the cell
                torch.sigmoid(cell, out=squashed)
                state = torch.mul(leave, squashed.sub_(0.5), out=output)
        return torch.cat([states[0], states[1].index_select(0, order.reverse)], dim=1)

    def _entered(self, items: Tensor, here: slice, mirrored: Tensor, steps: int) -> Tensor:
        """What the items of a stretch add to the gates: (steps, 2, sequences, 4 * width)."""
        rows = len(mirrored) // steps
        if self._table is not None:
            kinds = torch.stack([items[here].view(steps, rows), (items[mirrored] + self._kinds).view(steps, rows)], dim=1)
            return self._table.index_select(0, kinds.flatten()).view(steps, 2, rows, 4 * self.width)
        vectors = (items[here], items.index_select(0, mirrored))
        ways = zip(self._bias, vectors, self._entering, strict=True)
        return torch.stack([torch.addmm(bias, way, entering).view(steps, rows, -1) for bias, way, entering in ways], dim=1)


def _gates(weight: Tensor) -> Tensor:
    """Weights with those of the candidate, the third of the four gates, doubled."""
    enter, forget, candidate, leave = weight.chunk(4)
    return torch.cat([enter, forget, 2 * candidate, leave])
