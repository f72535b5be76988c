"""What a text may look like where it goes, and how strange characters are shown there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_CODES = {"error": "31;1", "warning": "33;1", "note": "36;1", "place": "1", "quiet": "2"}
_SPACE = "\t\n\r\v\f\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Look:
    """Width in columns; colours only for a terminal that has them."""

    width: int = 120
    colour: bool = False

    def paint(self, words: str, style: str) -> str:
        """The words in a style: a level, `place` or `quiet`."""
        return f"\x1b[{_CODES[style]}m{words}\x1b[0m" if self.colour and words else words


def shown(text: str) -> str:
    """The text without characters that would move the cursor or turn the line around; each becomes one visible one.

    An article is hostile: escape sequences and overrides of the writing direction must not reach a terminal.
    """
    return "".join(" " if c in _SPACE else "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") else c for c in text)


def columns(text: str) -> int:
    """Columns that a text takes in a terminal (Unicode Standard Annex 11): two for wide letters, none for combining marks."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
