"""What a text may look like where it goes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from claimcheck.escaping import shown

__all__ = ["Look", "columns", "shown"]

_CODES = {"error": "31;1", "warning": "33;1", "note": "36;1", "place": "1", "quiet": "2"}


@dataclass(frozen=True, slots=True)
class Look:
    """Width in columns; colours only for a terminal that has them."""

    width: int = 120
    colour: bool = False

    def paint(self, words: str, style: str) -> str:
        """The words in a style: a level, `place` or `quiet`."""
        return f"\x1b[{_CODES[style]}m{words}\x1b[0m" if self.colour and words else words


def columns(text: str) -> int:
    """Columns that a text takes in a terminal (Unicode Standard Annex 11): two for wide letters, none for combining marks."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
