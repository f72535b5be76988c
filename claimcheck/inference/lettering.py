"""What the tokenizer knows of a character before it has read the others: which one it is, and of what kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from re import compile as regex
from typing import Any

import numpy as np
import torch
from torch import Tensor

from claimcheck.inference.checkpoint import UnsupportedError

#: White space, and control characters that are none by Unicode: all are read as a plain space.
BLANK = r"[\s\x80-\x9f]"

_BLANK = regex(BLANK)
_OF_CHARACTERS = {"space_before": str.isspace, "capitalized": str.isupper, "numeric": str.isdecimal}
_OF_PLACES = ("start_of_para", "end_of_para")
_UNKNOWN = "<UNK>"
#: One character of each kind, for those that the model does not know.
_KINDS = "-A1"


class Lettering:
    """Characters as numbers of rows of a table.

    `numbers`: of the characters that the model knows. `features`: what else it is told of each, in the order of its input. Raises
    UnsupportedError when it is told other things than those known here.
    """

    def __init__(self, numbers: Mapping[str, int], features: Sequence[str]) -> None:
        if not {*features} <= {*_OF_CHARACTERS, *_OF_PLACES} or not {" ", _UNKNOWN} <= numbers.keys():
            raise UnsupportedError(f"characters are told of by {', '.join(features)}")
        self._numbers = numbers
        self._features = features
        #: Rows of the table for characters inside a paragraph; as many follow for its first, then its last, then its only one.
        self.rows = len(numbers) + len(_KINDS)
        #: The row of a space, and of what the network reads behind a paragraph.
        self.blank, self.behind = numbers[" "], numbers["<PAD>"]
        self._known = np.full(0x110000, -1, dtype=np.int32)

    def read(self, text: str) -> np.ndarray[Any, np.dtype[np.int32]]:
        """The row of each character, wherever it stands."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        new = np.unique(points[self._known[points] < 0])
        self._known[new] = [self._row(chr(point)) for point in new.tolist()]
        return np.asarray(self._known[points], dtype=np.int32)

    def _row(self, char: str) -> int:
        if _BLANK.match(char):
            return self.blank
        if char in self._numbers:
            return self._numbers[char]
        kind = next((n for n, other in enumerate(_KINDS) if self._features_of(other) == self._features_of(char)), None)
        if kind is None:
            raise AssertionError("capitals are no numerals")
        return len(self._numbers) + kind

    def _features_of(self, char: str) -> list[float]:
        """Those of a character inside a paragraph."""
        told = (_OF_CHARACTERS.get(feature) for feature in self._features)
        return [float(len(char) == 1 and tell is not None and tell(char)) for tell in told]

    def table(self, embedding: Tensor) -> Tensor:
        """What the network reads: (4 * rows, width + features), of the embedding, (characters, width)."""
        units = [*sorted(self._numbers, key=lambda unit: self._numbers[unit]), *_KINDS]
        known = torch.arange(len(self._numbers))
        unknown = torch.full((len(_KINDS),), self._numbers[_UNKNOWN])
        inside = torch.cat(
            [embedding[torch.cat([known, unknown])].float(), torch.tensor([self._features_of(unit) for unit in units])], dim=1
        )
        width = embedding.shape[1]
        first, last = (torch.tensor([0.0] * width + [float(f == place) for f in self._features]) for place in _OF_PLACES)
        return torch.cat([inside, inside + first, inside + last, inside + first + last])
