"""Cardinal numbers in words and digits: atoms in, exact values out ("two hundred and twelve", "3.5 million", "2 lakh").

The grammar is that of English number names (Huddleston & Pullum 2002, ch. 5 §11): a group below a thousand, then a scale word;
each next scale is smaller than the one before. Whatever breaks the order begins another number ("twenty twenty").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from claimcheck.enrich.measure.atoms import Atom, digits

ONES = {
    "zero": 0, "nought": 0, "naught": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15, "quintillion": 10**18,
    "sextillion": 10**21, "lakh": 10**5, "lac": 10**5, "crore": 10**7,
    "mln": 10**6, "bln": 10**9, "tln": 10**12, "trln": 10**12, "mn": 10**6, "bn": 10**9, "trn": 10**12, "mil": 10**6, "bil": 10**9,
}  # fmt: skip
PLURAL_SCALES = {
    "thousands": 10**3, "millions": 10**6, "billions": 10**9, "trillions": 10**12, "lakhs": 10**5, "lacs": 10**5, "crores": 10**7,
}  # fmt: skip
DOZENS = {"dozen": 12, "dozens": 12, "doz": 12, "dozs": 12, "dzs": 12}
#: Letters that stand for a scale when they touch digits. "m" and "t" are also metres and tonnes: `amounts` decides those.
SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "MM": 10**6, "b": 10**9, "B": 10**9, "tn": 10**12, "cr": 10**7, "Cr": 10**7}
HYPHENS = frozenset("-\u2010\u2011")
MINUS = frozenset({"minus", "negative"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number by the atoms that it is written in: `start` is the first, `end` is after the last."""

    start: int
    end: int
    value: Fraction
    fraction: bool = False  # a part of something ("two-thirds"), not how many
    spelled: bool = False  # in words


def word(atoms: Sequence[Atom], i: int) -> str:
    """The i-th atom in lower case, "" when there is none."""
    return atoms[i].low if 0 <= i < len(atoms) else ""


def is_number(atoms: Sequence[Atom], i: int) -> bool:
    return 0 <= i < len(atoms) and atoms[i].kind == "number"


def hyphen(atoms: Sequence[Atom], i: int) -> int:
    """The index after a hyphen at i, which may stand between spaces; i when there is none."""
    return i + 1 if i < len(atoms) and atoms[i].text in HYPHENS else i


def below_hundred(atoms: Sequence[Atom], i: int) -> tuple[int, int] | None:
    """`(end, value)` of "seven", "seventeen", "seventy", "seventy-seven"."""
    text = word(atoms, i)
    if text in ONES:
        return i + 1, ONES[text]
    if text in TEENS:
        return i + 1, TEENS[text]
    if text in TENS:
        one = word(atoms, j := hyphen(atoms, i + 1))
        if one in ONES and ONES[one]:
            return j + 1, TENS[text] + ONES[one]
        return i + 1, TENS[text]
    return None


def group(atoms: Sequence[Atom], i: int, joined: bool) -> tuple[int, Fraction, bool] | None:
    """`(end, value, spelled)` of a number without a scale word: digits, "seven", "two hundred and seven", "a hundred"."""
    hundreds: Fraction
    spelled = True
    if is_number(atoms, i):
        hundreds, end, spelled = digits(atoms[i]), i + 1, False
        if word(atoms, end) != "hundred":
            return end, hundreds, spelled
    elif small := below_hundred(atoms, i):
        end, hundreds = small[0], Fraction(small[1])
    elif word(atoms, i) in {"a", "an"} and (word(atoms, i + 1) in {"hundred", "dozen"} or word(atoms, i + 1) in SCALES):
        end, hundreds = i + 1, Fraction(1)
    elif word(atoms, i) == "hundred" and word(atoms, i + 1) in SCALES:
        return i + 1, Fraction(100), True
    else:
        return None
    after = hyphen(atoms, end)
    if word(atoms, after) not in {"hundred", "hundreds"} or not hundreds:
        return end, hundreds, spelled
    if word(atoms, after) == "hundreds" and not joined:
        return end, hundreds, spelled
    value, end = hundreds * 100, after + 1
    tail = end
    if word(atoms, tail) == "and" and joined:
        tail += 1
    if small := below_hundred(atoms, tail):
        # "three hundred and two hundred", "a hundred and two dozen": the tail begins a number of its own
        if small[1] and word(atoms, small[0]) != "hundred" and word(atoms, small[0]) not in DOZENS:
            return small[0], value + small[1], spelled
    elif tail > end and is_number(atoms, tail) and not spelled:
        more = digits(atoms[tail])
        if 0 < more < 100 and more.denominator == 1 and word(atoms, tail + 1) != "hundred":
            return tail + 1, value + more, spelled
    return end, value, spelled


def point(atoms: Sequence[Atom], i: int) -> tuple[int, Fraction] | None:
    """`(end, value)` of what follows the word "point": "zero three", "seventy-one"."""
    if word(atoms, i) != "point":
        return None
    figures = ""
    end = i + 1
    while word(atoms, end) in ONES:
        figures += str(ONES[word(atoms, end)])
        end += 1
    if not figures and (small := below_hundred(atoms, end)):
        end, figures = small[0], str(small[1])
    return (end, Fraction(int(figures), 10 ** len(figures))) if figures else None


def scale(atoms: Sequence[Atom], i: int, spelled: bool) -> tuple[int, int] | None:
    """`(end, factor)` of the scale words at i; "lakh crore" and "thousand billion" multiply."""
    factor, end = 1, i
    while end < len(atoms):
        after = hyphen(atoms, end)
        text = word(atoms, after)
        if (found := SCALES.get(text) or PLURAL_SCALES.get(text)) is None:
            break
        if text in PLURAL_SCALES and word(atoms, after + 1) == "of" and text not in {"lakhs", "lacs", "crores"}:
            break
        factor, end = factor * found, after + 1
    if end > i:
        return end, factor
    if not spelled and i < len(atoms) and atoms[i].text in SUFFIXES and atoms[i].glued:
        return i + 1, SUFFIXES[atoms[i].text]
    return None


def cardinal(atoms: Sequence[Atom], i: int, joined: bool = True) -> Numeral | None:
    """The longest number that begins at atom i, None when none does.

    Without `joined`, "and" ends a number, as it must in "between two hundred and two thousand".
    """
    total, limit, end, spelled = Fraction(0), 0, i, True
    while True:
        start = end
        if start > i and word(atoms, start) == "and" and joined:
            start += 1
        if start > i and is_number(atoms, start) and (not is_number(atoms, i) or word(atoms, start + 1) != "hundred"):
            break
        found = group(atoms, start, joined)
        if found is None or (start > i and found[1] == 0) or (start > i and word(atoms, start) in {"a", "an"}):
            break
        after, value, words = found
        if decimal := point(atoms, after):
            after, value = decimal[0], value + decimal[1]
        times = scale(atoms, after, words)
        if times:
            after, value = times[0], value * times[1]
        if start > i and value >= limit:
            break
        if times and times[1] == 1:
            break
        total, end, spelled = total + value, after, spelled and words
        if times is None or (times[0] - 1 < len(atoms) and atoms[times[0] - 1].text in SUFFIXES):
            break
        limit = times[1]
    if end == i:
        return None
    dozens = hyphen(atoms, end)
    if word(atoms, dozens) in DOZENS and not (word(atoms, dozens) == "dozens" and word(atoms, dozens + 1) == "of"):
        total, end = total * 12, dozens + 1
    return Numeral(i, end, total, spelled=spelled)
