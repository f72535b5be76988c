"""Fractions and mixed numbers: "two-thirds", "half a million", "one and a half", "2 1/4"; and the ordinals they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from claimcheck.enrich.measure.atoms import VULGAR, Atom, digits
from claimcheck.enrich.measure.numerals import (
    DOZENS,
    HYPHENS,
    MINUS,
    ONES,
    SCALES,
    TEENS,
    TENS,
    Numeral,
    below_hundred,
    cardinal,
    hyphen,
    is_number,
    scale,
    word,
)

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "nineth": 9,
    "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
    "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 10**3, "millionth": 10**6, "billionth": 10**9,
    "trillionth": 10**12,
}  # fmt: skip
CARDINALS = {value: name for table in (ONES, TEENS, TENS, {"hundred": 100}, SCALES) for name, value in reversed(table.items())}
NUMBER_WORDS = frozenset({*ONES, *TEENS, *TENS, "hundred", *SCALES})
SUFFIXES = frozenset({"st", "nd", "rd", "th"})
#: Denominators that a slash is read over without more: others may be dates or names ("9/11").
SLASHED = frozenset({2, 3, 4, 5, 6, 8, 16, 32, 64})
#: Before "half" or "quarter" these make it one of the two halves of a game or the four quarters of a year.
SELECTING = frozenset(
    """the this that first second third fourth last other next latter former each every final opening closing top bottom upper lower
    northern southern eastern western previous current fiscal following same early late""".split()
)
#: What may follow "a third" when it is a part, not the third one.
AFTER_PART = frozenset(
    "of as more less fewer higher lower larger smaller bigger to in from by on since between than and or at for are is were was".split()
)


def ordinal(atoms: Sequence[Atom], i: int) -> tuple[int, int, bool] | None:
    """`(end, rank, plural)` of an ordinal number at atom i: "third", "21st", "twenty-first", "one hundred and fifth", "fifths"."""
    if is_number(atoms, i):
        if i + 1 < len(atoms) and atoms[i + 1].glued and word(atoms, i + 1) in SUFFIXES and (value := digits(atoms[i])).denominator == 1:
            return i + 2, int(value), False
        return None
    if found := simple_ordinal(atoms, i):
        return found
    if word(atoms, i) not in NUMBER_WORDS and not is_number(atoms, i):
        return None
    for last in range(i + 1, min(i + 20, len(atoms))):
        if single := _singular(word(atoms, last)):
            # "two hundred and fifth" is read as "two hundred and five"
            name = CARDINALS[single[0]]
            as_cardinal = replace(atoms[last], text=name, low=name)
            number = cardinal((*atoms[i:last], as_cardinal), 0)
            if number is not None and number.end == last + 1 - i and number.value.denominator == 1:
                return last + 1, int(number.value), single[1]
            return None
        if word(atoms, last) not in NUMBER_WORDS and word(atoms, last) not in HYPHENS | {"and"}:
            return None
    return None


def simple_ordinal(atoms: Sequence[Atom], i: int) -> tuple[int, int, bool] | None:
    """An ordinal of one word, or of two with a tens word: "fifth", "thirty-fifth"."""
    text = word(atoms, i)
    if text in TENS and (unit := _singular(word(atoms, j := hyphen(atoms, i + 1)))) and unit[0] < 10:
        return j + 1, TENS[text] + unit[0], unit[1]
    if single := _singular(text):
        return i + 1, single[0], single[1]
    return None


def _singular(text: str) -> tuple[int, bool] | None:
    if text in ORDINALS:
        return ORDINALS[text], False
    if text.endswith("s") and text[:-1] in ORDINALS:
        return ORDINALS[text[:-1]], True
    return None


def denominator(atoms: Sequence[Atom], i: int, numerator: Fraction) -> tuple[int, int] | None:
    """`(end, value)` of "thirds", "-third", "halves", "quarters", "hundredths" after a numerator."""
    i = hyphen(atoms, i)
    text = word(atoms, i)
    if text in {"halves", "quarters"} or (text in {"half", "quarter"} and numerator == 1):
        return i + 1, 2 if text.startswith("hal") else 4
    found = ordinal(atoms, i)
    if found is None or found[1] < 3 or is_number(atoms, i):
        if found is None or found[1] < 3 or found[1] % 10 > 2 or not found[2] or is_number(atoms, i):
            return None  # "two seconds" is a time; "three twenty-firsts" is not
    if found[2] != (numerator != 1):
        return None
    return found[0], found[1]


def slashed(atoms: Sequence[Atom], i: int) -> tuple[int, Fraction] | None:
    """`(end, value)` of "3/4", "½"."""
    if i < len(atoms) and atoms[i].text in VULGAR:
        return i + 1, VULGAR[atoms[i].text]
    if not (is_number(atoms, i) and word(atoms, i + 1) == "/" and is_number(atoms, i + 2) and atoms[i + 1].glued and atoms[i + 2].glued):
        return None
    over, under = digits(atoms[i]), digits(atoms[i + 2])
    if over.denominator != 1 or under.denominator != 1 or not 0 < over < under:
        return None
    if under not in SLASHED and word(atoms, i + 3) not in {"of", "the"}:
        return None
    return i + 3, over / under


def part(atoms: Sequence[Atom], i: int) -> tuple[int, Fraction] | None:
    """`(end, value)` of a fraction that is written after "and a", "half", or by itself, without a scale."""
    text = word(atoms, i)
    after = hyphen(atoms, i + 1)
    if text in {"a", "an"}:
        if word(atoms, after) in {"half", "quarter"}:
            return after + 1, Fraction(1, 2 if word(atoms, after) == "half" else 4)
        if word(atoms, after) in {"hundred", "thousand", "million"}:  # "a hundred trillionths"
            number = cardinal(atoms, i)
            if number and (below := simple_ordinal(atoms, number.end)) and below[1] >= 100 and below[2]:
                return below[0], number.value / below[1]
        found = ordinal(atoms, after)
        if found and found[1] > 2 and not found[2] and not is_number(atoms, after):
            return found[0], Fraction(1, found[1])
        return None
    if fraction := slashed(atoms, i):
        return fraction
    small = below_hundred(atoms, i)
    if small and (below_line := denominator(atoms, small[0], Fraction(small[1]))):
        return below_line[0], Fraction(small[1], below_line[1])
    return None


def fraction_at(atoms: Sequence[Atom], i: int) -> Numeral | None:
    """A fraction that begins at atom i and is no mixed number: "half a million", "two-thirds", "a quarter", "3/4"."""
    text = word(atoms, i)
    before = word(atoms, i - 1)
    if text in {"half", "quarter"}:
        after = hyphen(atoms, i + 1)
        worth = Fraction(1, 2 if text == "half" else 4)
        if word(atoms, after) in {"a", "an"} and (word(atoms, after + 1) in SCALES or word(atoms, after + 1) in DOZENS):
            after += 1
        if word(atoms, after) in SCALES and (times := scale(atoms, after, True)):
            return Numeral(i, times[0], worth * times[1], spelled=True)
        if word(atoms, after) in DOZENS:
            return Numeral(i, after + 1, worth * 12, spelled=True)
        if text == "quarter" or before in SELECTING or before in HALF_NOT_AFTER or after > i + 1 or word(atoms, i + 1) in HALF_NOT_BEFORE:
            return None
        return Numeral(i, i + 1, worth, fraction=True, spelled=True)
    found = part(atoms, i)
    if found is None and (number := cardinal(atoms, i)) and (line := denominator(atoms, number.end, number.value)):
        found = line[0], number.value / line[1]
    if found is None:
        return None
    end, value = found
    if text in {"a", "an"} and word(atoms, end - 1) not in {"half", "quarter"} and end < len(atoms):
        if atoms[end].kind == "word" and word(atoms, end) not in AFTER_PART:
            return None  # "a third goal"
    times_at = end
    if word(atoms, end) == "of" and word(atoms, end + 1) in {"a", "one"} and word(atoms, end + 2) in SCALES:
        times_at = end + 2
    if (times := scale(atoms, hyphen(atoms, times_at), True)) and word(atoms, times_at) not in {"mil", "bil", "mn"}:
        return Numeral(i, times[0], value * times[1], spelled=True)
    return Numeral(i, end, value, fraction=True, spelled=not is_number(atoms, i))


HALF_NOT_AFTER = frozenset({"in", "better", "my", "your", "and"})
HALF_NOT_BEFORE = frozenset("time way back term brother sister hour hearted year marathon measures measure mast staff life".split())


def numeral_at(atoms: Sequence[Atom], i: int, joined: bool = True) -> Numeral | None:
    """The number that begins at atom i: sign, cardinal, fraction or mixed number. None when there is none."""
    sign = 1
    start = i
    if word(atoms, i) in MINUS or (word(atoms, i) in {"-", "−", "–"} and _is_sign(atoms, i)):
        sign, i = -1, i + 1
    if ordinal(atoms, i) and not _denominator_only(atoms, i):
        return None
    found = _mixed(atoms, i, joined) or fraction_at(atoms, i) or cardinal(atoms, i, joined)
    if found is None:
        return None
    return Numeral(start, found.end, sign * found.value, found.fraction, found.spelled)


def _is_sign(atoms: Sequence[Atom], i: int) -> bool:
    """A dash that is a minus: it touches the number, or begins the text, and no word touches it from the left."""
    if not is_number(atoms, i + 1):
        return False
    if atoms[i].glued:
        return i > 0 and atoms[i - 1].text in "(<>=~$£€"
    return atoms[i + 1].glued or (i == 0 or atoms[i - 1].kind != "number") and atoms[i].text in {"−"} or i == 0


def _denominator_only(atoms: Sequence[Atom], i: int) -> bool:
    """Whether an ordinal that begins with a number is better read as a fraction: "one fifth", "three twenty-firsts"."""
    number = fraction_at(atoms, i)
    whole = ordinal(atoms, i)
    return number is not None and whole is not None and number.end >= whole[0] and (whole[2] or number.value.numerator == 1)


def _mixed(atoms: Sequence[Atom], i: int, joined: bool) -> Numeral | None:
    """ "one and a half", "2 1/4", "3 million and a quarter", "five and a half million"."""
    if not joined:
        return None
    if (
        is_number(atoms, i)
        and atoms[i].text not in VULGAR
        and (rest := slashed(atoms, i + 1))
        and not (word(atoms, i + 2) == "/" and atoms[i + 1].glued)
    ):
        value = digits(atoms[i]) + rest[1]
        times = scale(atoms, hyphen(atoms, rest[0]), True)
        return Numeral(i, times[0], value * times[1]) if times else Numeral(i, rest[0], value)
    number = cardinal(atoms, i)
    # the longest whole number may have eaten the numerator: "one hundred and three quarters"
    for whole in (number, _without_last(atoms, i, number)):
        if whole is None or word(atoms, conjunction := hyphen(atoms, whole.end)) != "and":
            continue
        rest = part(atoms, hyphen(atoms, conjunction + 1))
        if rest is None or not 0 < rest[1] < 1:
            continue
        times = scale(atoms, hyphen(atoms, rest[0]), True)
        last = SCALES.get(word(atoms, whole.end - 1), 1)
        if times and last == 1:
            return Numeral(i, times[0], (whole.value + rest[1]) * times[1], spelled=whole.spelled)
        if times:
            return Numeral(i, times[0], whole.value + rest[1] * times[1], spelled=whole.spelled)
        return Numeral(i, rest[0], whole.value + rest[1] * last, spelled=whole.spelled)
    return None


def _without_last(atoms: Sequence[Atom], i: int, number: Numeral | None) -> Numeral | None:
    """The number up to its last "and"."""
    if number is None:
        return None
    for j in range(number.end - 1, i, -1):
        if word(atoms, j) == "and":
            shorter = cardinal(atoms[i:j], 0)
            return replace(shorter, start=i, end=j) if shorter and shorter.end == j - i else None
    return None


def numerals(atoms: Sequence[Atom]) -> tuple[Numeral, ...]:
    """All numbers of a text from left to right, without overlaps; "one" and "half" are included, whatever they mean there."""
    found = []
    i = 0
    while i < len(atoms):
        number = numeral_at(atoms, i)
        if number is None:
            skip = ordinal(atoms, i)
            i = skip[0] if skip else i + 1
        else:
            found.append(number)
            i = number.end
    return tuple(found)
