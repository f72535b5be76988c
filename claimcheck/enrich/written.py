"""What is written in a sentence, as a set: a test that costs little, before a grammar looks closer.

Most sentences hold no date, no sum and no rank. A grammar that needs one of certain words asks here first.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Stands in the set for any digit, and for a fraction of one character.
DIGIT = "0"

_RUN = re.compile(r"[^\W\d_½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]+")
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")


@lru_cache(maxsize=512)
def written(text: str) -> frozenset[str]:
    """All runs of letters in a text, in lower case, and DIGIT where it has figures."""
    runs = _RUN.findall(text.lower())
    if _DIGIT.search(text):
        runs.append(DIGIT)
    return frozenset(runs)
