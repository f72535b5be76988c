"""Characters that would hide or reorder what an article says, made visible."""

from __future__ import annotations

import re

#: What steers the direction of writing (UAX #9: marks, embeddings, overrides, isolates), and control characters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with each such character as its code point, "[U+202E]": a name that was written backwards shows that it was."""
    return _UNSEEN.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)
