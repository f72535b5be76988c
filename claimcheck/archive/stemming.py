"""The stem of an English word, so that "raising taxes" finds "raised a tax".

The algorithm is Porter's (M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980, https://tartarus.org/martin/PorterStemmer/),
with the two departures of its author's own program ("-bli" for "-abli", and "-logi"). A stem is a key to compare by, not a word to show.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Words whose stems are remembered: the vocabulary of a large archive.
_REMEMBERED = 200_000

_LETTERS = re.compile(r"[a-z]+")

# A stem as consonants and vowels; y is a vowel after a consonant.
_CONSONANT = "[^aeiou]"
_VOWEL = "[aeiouy]"
_CONSONANTS = f"{_CONSONANT}[^aeiouy]*"
_VOWELS = f"{_VOWEL}[aeiou]*"

_MEASURE_ABOVE_0 = re.compile(f"^({_CONSONANTS})?{_VOWELS}{_CONSONANTS}")
_MEASURE_IS_1 = re.compile(f"^({_CONSONANTS})?{_VOWELS}{_CONSONANTS}({_VOWELS})?$")
_MEASURE_ABOVE_1 = re.compile(f"^({_CONSONANTS})?{_VOWELS}{_CONSONANTS}{_VOWELS}{_CONSONANTS}")
_HAS_VOWEL = re.compile(f"^({_CONSONANTS})?{_VOWEL}")
_SHORT = re.compile(f"^{_CONSONANTS}{_VOWEL}[^aeiouwxy]$")
_DOUBLE = re.compile(r"([^aeiouylsz])\1$")

#: Steps 2 and 3: suffix -> what takes its place, after a stem with measure > 0.
_SECOND = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
    "logi": "log",
}
_THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
#: Step 4: suffixes that go, after a stem with measure > 1.
_FOURTH = tuple("al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize".split())


def _longest_first(suffixes: object) -> re.Pattern[str]:
    words = sorted(suffixes, key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return re.compile(f"^(.+?)({'|'.join(words)})$")


_SECOND_STEP, _THIRD_STEP = _longest_first(_SECOND), _longest_first(_THIRD)
_FOURTH_STEP = _longest_first(_FOURTH)


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """The stem of a word in lower case. Words of fewer than three letters, or with other letters than a to z, are left as they are."""
    if len(word) < 3 or not _LETTERS.fullmatch(word):
        return word
    initial_y = word[0] == "y"  # a consonant there
    word = f"Y{word[1:]}" if initial_y else word
    word = _fifth(_fourth(_replaced(_THIRD_STEP, _THIRD, _replaced(_SECOND_STEP, _SECOND, _first(word)))))
    return f"y{word[1:]}" if initial_y else word


def _first(word: str) -> str:
    """Plurals, -ed and -ing."""
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_ABOVE_0.match(word[:-3]) else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and _HAS_VOWEL.match(word[: -len(suffix)]):
            word = word[: -len(suffix)]
            if word.endswith(("at", "bl", "iz")) or _SHORT.match(word):
                word += "e"
            elif _DOUBLE.search(word):
                word = word[:-1]
            break
    return f"{word[:-1]}i" if word.endswith("y") and _HAS_VOWEL.match(word[:-1]) else word


def _replaced(step: re.Pattern[str], others: dict[str, str], word: str) -> str:
    found = step.match(word)
    return found[1] + others[found[2]] if found and _MEASURE_ABOVE_0.match(found[1]) else word


def _fourth(word: str) -> str:
    found = _FOURTH_STEP.match(word)
    if found:
        return found[1] if _MEASURE_ABOVE_1.match(found[1]) else word
    if word.endswith(("sion", "tion")) and _MEASURE_ABOVE_1.match(word[:-3]):
        return word[:-3]
    return word


def _fifth(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _MEASURE_ABOVE_1.match(rest) or (_MEASURE_IS_1.match(rest) and not _SHORT.match(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _MEASURE_ABOVE_1.match(word) else word
