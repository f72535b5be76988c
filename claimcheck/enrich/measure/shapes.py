"""Amounts that are more than a number and a unit: "one in five", "3-1", "45-year-old", "twice as many", "hundreds of"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from claimcheck.enrich.measure.atoms import Atom, digits
from claimcheck.enrich.measure.fractions import numeral_at
from claimcheck.enrich.measure.labels import attached, is_date, is_year
from claimcheck.enrich.measure.numerals import (
    DOZENS,
    HYPHENS,
    ONES,
    PLURAL_SCALES,
    SCALES,
    TEENS,
    Numeral,
    cardinal,
    hyphen,
    is_number,
    word,
)
from claimcheck.enrich.measure.units import unit_at

SCORE_CUES = frozenset(
    """beat beats beaten won win wins winning victory lost lose loss losing defeat defeats defeated draw draws drew drawn tie tied score
    scored scoreline lead led leads leading vote votes voted voting ruling ruled decision margin thrashed edged hammered trounced
    downed series aggregate split penalties shootout ahead trailed trailing equaliser half-time halftime match""".split()
)
MULTIPLIED = frozenset(
    "as more higher greater larger bigger faster slower less fewer lower smaller the that its their his longer likelier what".split()
)
VAGUE = frozenset("hundreds thousands millions billions trillions dozens scores lakhs crores tens".split())
#: What "several" and "a few" may stand before.
SIZES = frozenset({"hundred", "hundreds", *SCALES, *PLURAL_SCALES, *DOZENS})
SEVERAL: tuple[tuple[str, ...], ...] = (
    ("several",),
    ("a", "few"),
    ("few",),
    ("many",),
    ("some", "few"),
    ("a", "couple"),
    ("a", "couple", "of"),
    ("multiple",),
)
#: Who is said to be under or over an age, and what may stand behind it there.
PERSONS = frozenset(
    "children child kids people persons adults women men girls boys anyone everyone those residents citizens voters pupils players".split()
)
AFTER_AGE = frozenset(
    "and or are is were was have has had who in on at this next last to with from can could will would may must should".split()
)
TURNING = frozenset({"turn", "turns", "turned", "turning"})
AGE_UNITS = {"a": "a", "mo": "mo", "wk": "wk", "d": "d"}


@dataclass(frozen=True, slots=True)
class Special:
    start: int  # by atoms
    end: int
    number_end: int
    value: Fraction | None
    kind: str
    shape: str
    unit: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def _whole(number: Numeral | None) -> int | None:
    if number is None or number.fraction or number.value.denominator != 1 or number.value < 0:
        return None
    return int(number.value)


def ratio(atoms: Sequence[Atom], i: int) -> Special | None:
    """ "one in five", "9 out of 10", "one in every 20": a share of like things."""
    first = cardinal(atoms, i)
    if first is None or word(atoms, i) in {"a", "an"} or attached(atoms, i, first.end):
        return None
    link = first.end
    if word(atoms, link) == "out" and word(atoms, link + 1) == "of":
        at, loose = link + 2, False
    elif word(atoms, link) in {"in", "-in-"}:
        at, loose = link + 1, True
    elif word(atoms, link) in HYPHENS and word(atoms, link + 1) == "in" and word(atoms, link + 2) in HYPHENS:
        at, loose = link + 3, False
    else:
        return None
    if word(atoms, at) == "every":
        at, loose = at + 1, False
    second = cardinal(atoms, at)
    over, under = _whole(first), _whole(second)
    if second is None or over is None or under is None or not 0 < over < under:
        return None
    unit = unit_at(atoms, hyphen(atoms, second.end), spelled=second.spelled)
    if unit and unit[1].kind in {"time", "money", "percent", "length"}:
        return None
    if loose and (
        is_year(atoms, at) or is_date(atoms, at, second.end) or (over > 1 and under not in {3, 4, 5, 10} and str(under).strip("0") != "1")
    ):
        return None
    if loose and (first.spelled != second.spelled) and over > 1:
        return None
    return Special(i, second.end, second.end, Fraction(over, under), "ratio", "ratio")


def score(atoms: Sequence[Atom], i: int) -> Special | None:
    """ "3-1", "62-38", "by five votes to four": two sides' numbers, which are no range."""
    if not is_number(atoms, i):
        first = cardinal(atoms, i)
        if first is None or not first.spelled or word(atoms, first.end) not in HYPHENS | {"–"} or not atoms[first.end].glued:
            return None
        second = cardinal(atoms, first.end + 1)
        if second is None or second.end - second.start > 1 or not (SCORE_CUES & {a.low for a in atoms}):
            return None
        if second.start < len(atoms) and not atoms[second.start].glued:
            return None
    else:
        first = cardinal(atoms, i)
        if first is None or first.end != i + 1:
            return None
        link = word(atoms, i + 1)
        if link not in HYPHENS | {"–", ":", "to"} or not is_number(atoms, i + 2):
            return None
        if link != "to" and atoms[i + 1].glued != atoms[i + 2].glued:
            return None
        second = cardinal(atoms, i + 2)
        if second is None or second.end != i + 3 or is_year(atoms, i) or attached(atoms, i + 2, i + 3) and word(atoms, i + 1) == "to":
            return None
    a, b = _whole(first), _whole(second)
    if any(len(x.text) > 1 and x.text[0] == "0" for x in (atoms[first.start], atoms[second.start])):
        return None  # a telephone number
    if a is None or b is None or max(a, b) > 999 or is_date(atoms, first.start, first.end) or is_date(atoms, second.start, second.end):
        return None
    if (
        i > 0
        and atoms[i].glued
        and atoms[i - 1].kind in {"word", "number"}
        or i > 0
        and atoms[i].glued
        and atoms[i - 1].text in HYPHENS | {"$", "£", "€", "."}
    ):
        return None
    after = second.end
    if after < len(atoms) and atoms[after].glued and (atoms[after].kind == "word" or atoms[after].text in HYPHENS | {"%", "/"}):
        return None
    if unit_at(atoms, hyphen(atoms, after), spelled=False):
        return None
    cue = bool(SCORE_CUES & {x.low for x in atoms[max(0, i - 8) : after + 4]})
    if 0 < i and after < len(atoms) and atoms[i - 1].text[0].isupper() and atoms[after].text[0].isupper():
        cue = True  # Tunisia 1-2 England
    if word(atoms, first.end) == "to" and (not cue or word(atoms, i - 1) == "from"):
        return None
    if a < b and not cue:
        return None
    if a < b and max(a, b) - min(a, b) > 60:
        return None
    return Special(first.start, after, after, None, "score", "score", None, Fraction(min(a, b)), Fraction(max(a, b)))


def age(atoms: Sequence[Atom], i: int) -> Special | None:
    """ "45 years old", "the 45-year-old", "three weeks of age", "aged 30", "age 5 to 11"."""
    number = cardinal(atoms, i)
    if number is None or number.value < 0:
        return None
    before = word(atoms, i - 1)
    start = i
    if before in {"aged", "age", "ages"} or (
        before == "of" and word(atoms, i - 2) == "age" and word(atoms, i - 3) in {"the", "an", "early"}
    ):
        if before != "of":
            start = i - 1
        if number.value > 125 or attached(atoms, i, number.end) and word(atoms, number.end) not in HYPHENS | {"–"}:
            return None
        if (
            word(atoms, number.end) in {"to", "-", "–"}
            and (second := cardinal(atoms, number.end + 1))
            and number.value < second.value < 126
        ):
            return Special(start, second.end, second.end, None, "age", "range", "a", number.value, second.value)
        unit = unit_at(atoms, number.end, spelled=number.spelled)
        if unit and unit[1].kind not in {"time"}:
            return None
        if unit is None:
            return Special(start, number.end, number.end, number.value, "age", "age", "a")
    follower = word(atoms, number.end)
    ends = number.end >= len(atoms) or atoms[number.end].kind == "sign" or follower in AFTER_AGE
    if 0 < number.value <= 120 and ends and follower not in HYPHENS | {"%", "$"} and not attached(atoms, i, number.end):
        lead = word(atoms, i - 2)
        listed = before in {"and", "or", ","} and is_number(atoms, i - 2) and word(atoms, i - 3) in {"aged", "ages"}
        if listed or before in TURNING or (before in {"under", "over", "above", "below"} and lead in PERSONS):
            return Special(i, number.end, number.end, number.value, "age", "age", "a")
    if before == "between" and word(atoms, i - 2) in {"aged", "ages", "age"} and word(atoms, number.end) == "and":
        first = cardinal(atoms, i, joined=False)
        second = cardinal(atoms, first.end + 1) if first else None
        if first and second and word(atoms, first.end) == "and" and first.value < second.value < 126:
            return Special(i - 2, second.end, second.end, None, "age", "range", "a", first.value, second.value)
    if number.end < len(atoms) and word(atoms, number.end) in {"yo", "y.o", "y.o."} and not number.spelled:
        return Special(i, number.end + 1, number.end, number.value, "age", "age", "a")
    if (
        word(atoms, number.end) in {"to", "or", "–"} | HYPHENS
        and (second := cardinal(atoms, number.end + 1))
        and number.value < second.value
    ):
        later = unit_at(atoms, hyphen(atoms, second.end), spelled=second.spelled)
        if later and later[1].symbol in AGE_UNITS and word(atoms, hyphen(atoms, later[0])) in {"old", "olds"}:
            end = hyphen(atoms, later[0]) + 1
            return Special(i, end, second.end, None, "age", "range", AGE_UNITS[later[1].symbol], number.value, second.value)
    unit = unit_at(atoms, hyphen(atoms, number.end), spelled=number.spelled)
    if unit is None or unit[1].kind != "time" or unit[1].symbol not in AGE_UNITS:
        return None
    end = hyphen(atoms, unit[0])
    if word(atoms, end) in {"old", "olds"}:
        return Special(start, end + 1, number.end, number.value, "age", "age", AGE_UNITS[unit[1].symbol])
    if word(atoms, unit[0]) == "of" and word(atoms, unit[0] + 1) == "age":
        return Special(start, unit[0] + 2, number.end, number.value, "age", "age", AGE_UNITS[unit[1].symbol])
    if start < i:
        return Special(start, unit[0], number.end, number.value, "age", "age", AGE_UNITS[unit[1].symbol])
    return None


def multiple(atoms: Sequence[Atom], i: int) -> Special | None:
    """ "three times as many", "twice the size", "a tenfold increase": how many times as much."""
    text = word(atoms, i)
    if text in {"twice", "thrice"} and word(atoms, i + 1) in MULTIPLIED:
        return Special(i, i + 1, i + 1, Fraction(2 if text == "twice" else 3), "ratio", "multiple", "times")
    if (
        text.endswith("fold")
        and len(text) > 4
        and (found := ONES.get(text[:-4]) or TEENS.get(text[:-4]) or {"hundred": 100, "thousand": 1000}.get(text[:-4]))
    ):
        return Special(i, i + 1, i + 1, Fraction(found), "ratio", "multiple", "times")
    number = numeral_at(atoms, i)
    if number is None or number.value <= 0:
        return None
    after = hyphen(atoms, number.end)
    if word(atoms, after) == "fold":
        return Special(i, after + 1, number.end, number.value, "ratio", "multiple", "times")
    if word(atoms, after) == "times" and word(atoms, after + 1) in MULTIPLIED and not number.fraction:
        return Special(i, after + 1, number.end, number.value, "ratio", "multiple", "times")
    if after < len(atoms) and atoms[after].low in {"x", "×"} and atoms[after].glued and not number.spelled and after == number.end:
        if not (after + 1 < len(atoms) and atoms[after + 1].glued and atoms[after + 1].kind == "number"):
            return Special(i, after + 1, number.end, number.value, "ratio", "multiple", "times")
    return None


def vague(atoms: Sequence[Atom], i: int) -> Special | None:
    """ "hundreds of", "tens of thousands", "several dozen", "a few hundred": how many, nobody says, so there is neither value nor bound."""
    text = word(atoms, i)
    end = i
    if text in VAGUE:
        end = i + 1
        if word(atoms, end) == "of" and word(atoms, end + 1) in PLURAL_SCALES:
            end += 2
        elif text == "tens" or text == "scores" and word(atoms, end) != "of":
            return None
    else:
        for phrase in SEVERAL:
            at = i + len(phrase)
            if all(word(atoms, i + k) == p for k, p in enumerate(phrase)) and word(atoms, at) in SIZES:
                end = at + 1
                if word(atoms, end) in SCALES and word(atoms, at) == "hundred":
                    end += 1
                break
    if end == i:
        return None
    number_end = end
    of = 1 if word(atoms, end) == "of" else 0
    unit = unit_at(atoms, end + of, spelled=True)
    if unit is None or unit[1].kind in {"angle"}:
        return Special(i, end, number_end, None, "count", "vague")
    return Special(i, unit[0], number_end, None, unit[1].kind, "vague", unit[1].symbol)


def magnitude(atoms: Sequence[Atom], i: int) -> Special | None:
    """ "magnitude 6.2", "a magnitude of 6.2", "6.2-magnitude": how strong an earthquake was."""
    if not is_number(atoms, i) or attached(atoms, i, i + 1) and word(atoms, i - 2) != "magnitude" or not 0 < digits(atoms[i]) < 11:
        return None
    after = hyphen(atoms, i + 1)
    if word(atoms, after) == "magnitude":
        return Special(i, after + 1, i + 1, digits(atoms[i]), "magnitude", "plain", "magnitude")
    for back in (1, 2):
        if word(atoms, i - back) == "magnitude" and (back == 1 or word(atoms, i - 1) in HYPHENS | {"of"}):
            return Special(i - back, i + 1, i + 1, digits(atoms[i]), "magnitude", "plain", "magnitude")
    return None
