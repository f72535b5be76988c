"""The articles that all contestants read, and the one counter of their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

#: Letters and digits, with what joins them inside: "don't", "3.5", "well-known". Punctuation is no word.
_WORD = re.compile(r"\w+(?:[-'’.,/]\w+)*")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def words(text: str) -> int:
    """How many words a text has, for the rates of all contestants: each library counts other tokens."""
    return sum(1 for _ in _WORD.finditer(text))


def read_folder(folder: Path) -> list[str]:
    """The texts of a folder's .txt files, by name. Raises OSError when it cannot be read, ValueError when there are none."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise ValueError(f"There are no .txt files in {folder}.")
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths]


def spread(count: int, size: int) -> list[int]:
    """`size` numbers below `count`, evenly spread over them; more than there are begin again from the first."""
    if size >= count:
        return [number % count for number in range(size)]
    return [number * count // size for number in range(size)]


def joined(texts: Sequence[str], size: int) -> str:
    """One article of at least `size` words (unless the texts have fewer), of whole paragraphs of the texts in turn."""
    found: list[str] = []
    total = 0
    for text in texts:
        for paragraph in _PARAGRAPHS.split(text.strip()):
            if total >= size:
                return "\n\n".join(found)
            found.append(paragraph)
            total += words(paragraph)
    return "\n\n".join(found)
