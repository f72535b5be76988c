"""Text as it is searched: case, width and spaces make no difference, the same on both databases.

SQLite folds the case of ASCII alone, and PostgreSQL that of its locale; so it is done here, once, when a text is written.
"""

from __future__ import annotations

from unicodedata import category, normalize

#: Between two folded texts in one column: no folded text holds it, so that nothing is found across the border.
BORDER = "\n"


def folded(text: str | None) -> str:
    """A text in the form in which it is compared: compatible characters alike (NFKC), full case folding (Unicode 3.13), single spaces,
    and no control characters."""
    flat = normalize("NFKC", normalize("NFKC", text or "").casefold())
    return " ".join("".join(" " if category(letter) in ("Cc", "Cs") else letter for letter in flat).split())


def folded_claim(text: str, speaker: str | None) -> str:
    """What `item.folded` holds: the claim's text and its speaker."""
    return f"{folded(text)}{BORDER}{folded(speaker)}"
