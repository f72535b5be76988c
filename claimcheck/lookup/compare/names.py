"""When two names name the same, and when they surely do not."""

from __future__ import annotations

import re
from functools import lru_cache

from claimcheck.enrich.coref.lexicon import HONORIFICS, countries

_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SPELLING = {"defense": "defence", "labor": "labour", "center": "centre", "organization": "organisation"}
_IDLE = frozenset({"the", "of", "for", "and", "in", "a", "de", "la", "el", "al"})
#: The last words of names of bodies: to have only these in common says nothing.
_SORTS = frozenset(
    """party union bank court council ministry department university company corporation inc ltd group agency association committee commission
    league club team city prize award cup open championship games foundation institute international national united states republic north
    south east west new president minister operation treaty agreement act summit police army force forces government airport street road river
    mountain lake island storm hurricane typhoon cyclone war day state county district province region star news times post daily""".split()
)


@lru_cache(maxsize=20000)
def country(name: str) -> str | None:
    """The country that a name, a short form or an adjective stands for, by its first name in the table."""
    plain = name.strip()
    plain = plain[4:] if plain.casefold().startswith("the ") else plain
    plain = re.sub(r"['’]s?$", "", plain)
    for text in (plain, plain.replace(".", "")):
        if text in countries():
            return countries()[text].names[0]
    return None


@lru_cache(maxsize=20000)
def parts(name: str) -> tuple[str, ...]:
    """The telling words of a name: no article, no form of address, one spelling."""
    words = (re.sub(r"['’]s?$", "", w).casefold() for w in _TOKEN.findall(name))
    kept = tuple(_SPELLING.get(w, w) for w in words if w and w not in _IDLE)
    while len(kept) > 1 and kept[0] in HONORIFICS:
        kept = kept[1:]
    return kept


@lru_cache(maxsize=50000)
def same_name(a: str, b: str) -> bool:
    """Whether two names surely name the same: equal, a last name for the full one, initials, forms of one country."""
    first, second = country(a), country(b)
    if first is not None or second is not None:
        return first == second
    one, other = parts(a), parts(b)
    if not one or not other:
        return False
    if one == other:
        return True
    if len(one) > len(other):
        one, other, a, b = other, one, b, a
    if len(one) == 1:
        return _initials(a, b) or one[0] == other[-1] and one[0] not in _SORTS and len(one[0]) > 2
    # "Nobel Prize" for "Nobel Prize in Physics" would be another thing; "Miguel Diaz" for "Miguel Angel Diaz" would not
    return one[0] == other[0] and one[-1] == other[-1]


def _initials(short: str, long: str) -> bool:
    letters = short.replace(".", "")
    whole = [w for w in _TOKEN.findall(long) if w[0].isupper() and w.casefold() != "the"]
    return letters.isupper() and len(letters) >= 2 and "".join(w[0] for w in whole) == letters


@lru_cache(maxsize=50000)
def other_name(a: str, b: str) -> bool:
    """Whether two names surely name different ones: no telling word in common, no initials."""
    if same_name(a, b) or _initials(a, b) or _initials(b, a):
        return False
    first, second = country(a), country(b)
    if first is not None and second is not None:
        return True
    if first is not None or second is not None:
        return False  # a city and a country: the one may lie in the other
    one, other = parts(a), parts(b)
    if not one or not other:
        return False
    if len(one) == len(other) == 1 and (a.isupper() or b.isupper()):
        return False  # a short form may stand for anything
    return not set(one) & set(other) or one[-1] != other[-1] and one[-1] not in other and other[-1] not in one or _same_sort(one, other)


def _same_sort(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """ "Storm Daniela" and "Storm Elias", "Progress Party" and "Reform Party", "Ann Lee" and "Bob Lee"."""
    return not set(one) <= set(other) and not set(other) <= set(one)
