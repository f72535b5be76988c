"""How far apart two spellings of a name are."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

#: Endings that make another word of a name: plurals, people of a place or a school of thought.
_ENDINGS = frozenset({"s", "es", "n", "an", "ian", "ean", "ite", "ist", "ism", "i", "ic", "y", "ish", "a", "o"})
#: Spellings of one sound, in the order in which they are replaced: Katherine and Catherine, Philip and Filip.
_SOUNDS = (
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("kh", "k"),
    ("gh", "g"),
    ("sch", "sh"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("ey", "i"),
    ("ei", "i"),
    ("y", "i"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("z", "s"),
    ("j", "g"),
)
#: Letters of one name: a distance of one, or two in a long name, is a slip; more is another name.
_SHORTEST, _LONG = 5, 8


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Lower case without accents: "César" -> "cesar"."""
    return "".join(letter for letter in normalize("NFKD", name) if not combining(letter)).casefold()


@lru_cache(maxsize=4096)
def sounded(name: str) -> str:
    """One spelling for what sounds alike: "Katherine" and "Catherine" -> "katerine"."""
    text = folded(name)
    for written, spoken in _SOUNDS:
        text = text.replace(written, spoken)
    return re.sub(r"(.)\1", r"\1", text)


def distance(a: str, b: str, limit: int = 3) -> int:
    """Letters to add, drop, change or swap with their neighbour (optimal string alignment); `limit` where it is that or more."""
    if abs(len(a) - len(b)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            best = min(row[j] + 1, following[-1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            following.append(best)
        before, row = row, following
    return min(row[-1], limit)


def inflected(a: str, b: str) -> bool:
    """Whether one is the other with an ending, or with another last vowel: "Trumps", "Russian", "Mario" and "Maria"."""
    short, long = sorted((a, b), key=len)
    if len(a) == len(b):
        return a[:-1] == b[:-1] and a[-1] in "aeiouy" and b[-1] in "aeiouy"
    return any(long == short + ending or (len(ending) > 1 and long == short[:-1] + ending) for ending in _ENDINGS)


def near(a: str, b: str) -> bool:
    """Whether two words are one name with a slip of the pen in it; not where one is the other's inflection."""
    a, b = folded(a), folded(b)
    if abs(len(a) - len(b)) > 2:
        return False
    shorter = min(len(a), len(b))
    if a == b or shorter < _SHORTEST or inflected(a, b) or not (a.isalpha() and b.isalpha()):
        return False
    if shorter == _SHORTEST == max(len(a), len(b)) and sounded(a) != sounded(b) and sorted(a) != sorted(b):
        return False  # Cheng and Ching, Zhang and Zhong are other names
    if len(set(a) ^ set(b)) > 4:
        return False  # no need to count
    apart = distance(a, b)
    return apart == 1 or (apart == 2 and shorter >= _LONG and a[0] == b[0])
