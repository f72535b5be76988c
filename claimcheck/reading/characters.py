"""Characters that stand in articles and mislead a parser: what is read in their place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Read as nothing: C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, variation selectors, tags, private use.
_UNSEEN = (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
# Read as a space: every other width of space that Unicode has, and the vertical tab and form feed.
_SPACES = "\u000b\u000c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Read as a line end: next line, line separator, paragraph separator.
_LINE_ENDS = "\u0085\u2028\u2029"
# Letters that PDF tools join: read one by one.
_LIGATURES = "\ufb00-\ufb06"
# A letter followed by its accent as a character of its own: read as the one letter that has the accent.
_DECOMPOSED = "[A-Za-z\u00c0-\u024f][\u0300-\u036f]+"

MISLEADING = re.compile(f"[{_UNSEEN}]+|[{_SPACES}]|[{_LINE_ENDS}]|[{_LIGATURES}]|{_DECOMPOSED}")

_SPACE = re.compile(f"[{_SPACES}]")
_LINE_END = re.compile(f"[{_LINE_ENDS}]")
_SEEN = re.compile(f"[^{_UNSEEN}]")


@lru_cache(maxsize=4096)
def reading_of(characters: str) -> str:
    """What to read in place of a match of `MISLEADING`."""
    first = characters[0]
    if not _SEEN.match(first):
        return ""
    if _SPACE.match(first):
        return " "
    if _LINE_END.match(first):
        return "\n"
    if len(characters) == 1:
        return unicodedata.normalize("NFKC", characters)
    return unicodedata.normalize("NFC", characters)
