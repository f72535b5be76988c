"""Rows of different lengths in one tensor, without padding: one behind the other, or as an LSTM reads them.

"End to end" is (items, width): all items of the first row, then all of the second. "Packed" is the order of torch's
PackedSequence: the first items of all rows, then all second ones, which needs the rows sorted, longest first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence


class Packing:
    """How rows that lie end to end are packed for an LSTM. `lengths` of the rows: all above 0, longest first."""

    def __init__(self, lengths: Sequence[int]):
        sizes = np.asarray(lengths)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        steps = np.arange(sizes[0])
        self._counts = len(sizes) - np.searchsorted(sizes[::-1], steps, side="right")
        row = np.concatenate([np.arange(count) for count in self._counts])
        self._order = torch.from_numpy(starts[row] + np.repeat(steps, self._counts))
        self.rows = len(sizes)

    def pack(self, items: Tensor) -> PackedSequence:
        """Items end to end, (items, width), packed."""
        return PackedSequence(items[self._order], torch.from_numpy(self._counts))

    def unpack(self, packed: Tensor) -> Tensor:
        """The data of a packed sequence, (items, width), end to end."""
        items = torch.empty_like(packed)
        items[self._order] = packed
        return items


def initial(states: Tensor, rows: int) -> Tensor:
    """An LSTM's learned first state, (directions, 1, width), for so many rows."""
    return states.expand(-1, rows, -1).contiguous()


class Recurrent:
    """An LSTM with a learned first state."""

    def __init__(self, lstm: nn.LSTM, hidden: Tensor, cell: Tensor):
        self._lstm = lstm
        self._first = (hidden, cell)

    def run(self, items: Tensor, packing: Packing) -> Tensor:
        """Outputs, (items, directions * width), of items end to end."""
        first = (initial(self._first[0], packing.rows), initial(self._first[1], packing.rows))
        return packing.unpack(self._lstm(packing.pack(items), first)[0].data)

    def last(self, items: Tensor, packing: Packing) -> Tensor:
        """The last state of each direction, side by side: (rows, directions * width)."""
        first = (initial(self._first[0], packing.rows), initial(self._first[1], packing.rows))
        states: Tensor = self._lstm(packing.pack(items), first)[1][0]
        return states.transpose(0, 1).flatten(1)
