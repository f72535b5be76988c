"""Amounts in a text: number, unit and bound in one piece, with what the piece means. No tree is needed.

Left to right: a ratio or score ("one in five", "3-1"), a range ("10 to 15"), a vague plural ("hundreds of") or a plain number,
each with its currency or unit, then the bounds around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from claimcheck.enrich.measure import bounds
from claimcheck.enrich.measure.atoms import Atom, atoms_of
from claimcheck.enrich.measure.beginnings import may_begin, may_hold_amount
from claimcheck.enrich.measure.fractions import numeral_at, ordinal
from claimcheck.enrich.measure.labels import attached_before, is_year, label
from claimcheck.enrich.measure.numerals import HYPHENS, PLURAL_SCALES, SCALES, SUFFIXES, Numeral, hyphen, is_number, word
from claimcheck.enrich.measure.shapes import age, magnitude, multiple, ratio, score, vague
from claimcheck.enrich.measure.units import Unit, currency_before, unit_at

DASHES = HYPHENS | {"–", "—", "~"}
RANGING = frozenset("between range ranges ranged ranging anywhere vary varies varied varying aged ages age".split())
CHANGES = frozenset(
    """rose rise rises risen rising fell fall falls fallen falling up down increased increase increases increasing decreased decrease
    grew grow grown dropped drop drops climbed climb climbs jumped jump jumps slipped slip gained gain gains lost advanced cut
    raised lowered reduced declined decline soared plunged surged surge edged expanded shrank widened narrowed slid tumbled added
    lower higher""".split()
)
#: Behind a number and a hyphen these are counted by nobody: "a 300-strong crowd", "a two-way street", "five-star".
NO_NOUN = frozenset("strong plus odd ish something some way off sided star faced handed dimensional".split())
INCH = Unit("[in_i]", "length")
#: "1.2m" is million, not metres, where one of these is counted; longer words than "m" never are.
COUNTED = frozenset(
    "people men women children users euros dollars pounds members voters workers followers views copies homes jobs barrels".split()
)


@dataclass(frozen=True, slots=True)
class Amount:
    """`start` and `end` hold bounds and unit, `number` only the numbers; all are offsets into the text."""

    start: int
    end: int
    number: tuple[int, int]
    value: Fraction | None
    kind: str
    unit: Unit | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    comparator: bounds.Comparator = "eq"
    shape: str = "plain"  # plain range vague ratio score multiple age
    spelled: bool = False
    noun: tuple[int, int] | None = None  # "member" of "six-member"


@dataclass(frozen=True, slots=True)
class _Measured:
    """A number with its unit, by atoms."""

    start: int
    end: int
    numeral: Numeral
    unit: Unit | None


@lru_cache(maxsize=256)
def amounts(text: str) -> tuple[Amount, ...]:
    """All amounts of a text in order; numbers that only name or date something are left out."""
    if not may_hold_amount(text):
        return ()
    atoms = atoms_of(text)
    found: list[Amount] = []
    i = 0
    while i < len(atoms):
        if not may_begin(atoms, i):
            i += 1
            continue
        end, amount = _at(atoms, i)
        if amount is not None:
            last = found[-1] if found else None
            joined = _both_bounds(text, last, amount) if last else None
            if joined:
                found[-1] = joined
            elif last is None or amount.start >= last.end:
                found.append(amount)
        i = max(end, i + 1)
    return tuple(found)


def _at(atoms: Sequence[Atom], i: int) -> tuple[int, Amount | None]:
    """Where to go on, and the amount whose number begins at atom i."""
    for shape in (ratio, score, age, magnitude, multiple, vague):
        if special := shape(atoms, i):
            unit = Unit(special.unit, special.kind) if special.unit else None
            return special.end, _amount(
                atoms,
                special.start,
                special.end,
                (i, special.number_end),
                special.value,
                special.low,
                special.high,
                unit,
                special.kind,
                special.shape,
            )
    between = word(atoms, i - 1) == "between" or (word(atoms, i - 2) == "between" and not is_number(atoms, i - 1))
    first = measured(atoms, i, joined=not between)
    if first is None:
        skip = ordinal(atoms, i)
        return (skip[0] if skip else i + 1), None
    if first.start == i and is_number(atoms, i) and attached_before(atoms, i):
        return first.end, None
    if found := _range(atoms, first, between):
        second, low, high, unit = found
        start = first.start - 1 if between and word(atoms, first.start - 1) == "between" else first.start
        if label(atoms, first.numeral) in {None, "attached"} and not (unit is None and not between and _years(atoms, first, second)):
            kind = unit.kind if unit else "count"
            return second.end, _amount(atoms, start, second.end, (i, second.numeral.end), None, low, high, unit, kind, "range")
        return second.end, None
    if first.unit is None or first.unit.kind in {"time", "data"} or first.numeral.end == first.end and first.start == i:
        if label(atoms, first.numeral):
            return first.end, None
    value = first.numeral.value
    unit, end = first.unit, first.end
    if unit is not None and (more := _smaller(atoms, end, unit)):
        if unit.family == "pound" and more[2].symbol == "[oz_av]":
            unit = Unit("[lb_av]", "mass")
        end, value = more[0], value * unit.factor / unit.divisor + more[1]
    elif unit is not None:
        value = value * unit.factor / unit.divisor
    kind = unit.kind if unit else "ratio" if first.numeral.fraction else "count"
    noun = None
    if unit is None and end + 1 < len(atoms) and atoms[end].text in HYPHENS and atoms[end].glued and atoms[end + 1].glued:
        if atoms[end + 1].kind == "word" and atoms[end + 1].low not in NO_NOUN:
            noun = (atoms[end + 1].start, atoms[end + 1].end)
    amount = _amount(atoms, first.start, end, (i, first.numeral.end), value, None, None, unit, kind, "plain", first.numeral.spelled)
    return end, replace(amount, noun=noun) if noun else amount


def measured(atoms: Sequence[Atom], i: int, joined: bool = True) -> _Measured | None:
    """The number at atom i with the currency before or the unit after it."""
    numeral = numeral_at(atoms, i, joined)
    if numeral is None:
        return None
    if prefix := currency_before(atoms, i):
        numeral = _million(atoms, numeral)
        end = numeral.end
        again = unit_at(atoms, end, spelled=False)  # "$10 dollars", "US$5 USD"
        if again and is_number(atoms, again[0]) and atoms[again[0] - 1].kind == "sign":
            again = None  # "$20 $30"
        if (
            again
            and again[1].kind == "money"
            and again[1].divisor == 1
            and (again[1].family == prefix[1].family or again[1].symbol == prefix[1].symbol)
        ):
            return _Measured(prefix[0], again[0], numeral, again[1] if prefix[1].family else prefix[1])
        return _Measured(prefix[0], end, numeral, prefix[1])
    end = numeral.end
    if _is_million(atoms, end):
        numeral = _million(atoms, numeral)
        end = numeral.end
    opening = 1 if word(atoms, end) in {"(", "[", "{", "<"} else 0
    dash = hyphen(atoms, end)
    if dash > end and dash < len(atoms) and not atoms[dash].glued and atoms[end].glued:
        dash = end  # "10- " hangs
    found = unit_at(atoms, (end + 1) if opening else dash, spelled=numeral.spelled)
    if found is None or (opening and word(atoms, found[0]) not in {")", "]", "}", ">"}):
        return _Measured(i, end, numeral, None)
    end, unit = found
    end += opening
    if unit.kind == "money" and word(atoms, end) in SCALES and word(atoms, numeral.end - 1) not in SCALES:  # "75 USD million"
        numeral = replace(numeral, value=numeral.value * SCALES[word(atoms, end)])
        end += 1
    return _Measured(i, end, numeral, unit)


def _is_million(atoms: Sequence[Atom], end: int) -> bool:
    """Whether a letter m that touches a number means a million of what follows, not metres."""
    return end < len(atoms) and atoms[end].text == "m" and atoms[end].glued and word(atoms, end + 1) in COUNTED


def _million(atoms: Sequence[Atom], numeral: Numeral) -> Numeral:
    """The number with a letter m for million, or t for trillion, that touches it."""
    end = numeral.end
    factor = {"m": 10**6, "t": 10**12}.get(atoms[end].text) if end < len(atoms) and atoms[end].glued else None
    return replace(numeral, end=end + 1, value=numeral.value * factor) if factor else numeral


def _range(atoms: Sequence[Atom], first: _Measured, between: bool) -> tuple[_Measured, Fraction, Fraction, Unit | None] | None:
    """The other end of a range, the two ends in order, and their unit."""
    link = word(atoms, first.end)
    dashed = link in DASHES
    if not (dashed or link in {"to", "and", "or", "through"}) or (link == "and" and not between):
        return None
    if dashed and first.end + 1 < len(atoms) and atoms[first.end].glued != atoms[first.end + 1].glued:
        return None
    at = first.end + 1
    second = measured(atoms, at)
    if second is None:
        for ahead in (1, 2, 3):  # a currency stands between: "$5 to US$7"
            second = measured(atoms, at + ahead)
            if second and second.start == at:
                break
        else:
            return None
    if second is None or second.start != at or second.numeral.fraction != first.numeral.fraction:
        return None
    a, b = first.unit, second.unit
    if a and b and (a.symbol, a.kind, a.family) != (b.symbol, b.kind, b.family):
        return None
    unit = b or a
    if a and b is None and a.kind != "money":
        return None
    low, high = _scaled(atoms, first.numeral, second.numeral, a is not None and b is not None)
    if not low < high:
        return None
    if link in {"to", "through"} and not between:
        lead = [word(atoms, first.start - k) for k in (1, 2, 3, 4)]
        if lead[0] == "from" and not RANGING & set(lead):
            return None
        if lead[0] in {"in", "since"} and is_year(atoms, first.start) and a is None:  # "from 59,000 in 2013 to 108,000"
            return None
        if lead[0] in CHANGES or (lead[1] in CHANGES and lead[0] in {"by", "about", "nearly", "to"}):
            return None
    if link == "or" and (first.numeral.spelled != second.numeral.spelled or high > 3 * low or a):
        return None
    factor = Fraction(unit.factor, unit.divisor) if unit else Fraction(1)
    return second, low * factor, high * factor, unit


def _years(atoms: Sequence[Atom], first: _Measured, second: _Measured) -> bool:
    """Whether two numbers are the years of a span: "1995-1999", "2021 to 2022"."""
    at = second.numeral.start
    return is_year(atoms, first.start) and first.numeral.value >= 1400 and is_year(atoms, at) and second.numeral.end == at + 1


def _scaled(atoms: Sequence[Atom], first: Numeral, second: Numeral, own_units: bool) -> tuple[Fraction, Fraction]:
    """The two values, where the second's scale word also holds for the first: "10 to 15 million"."""
    last = atoms[second.end - 1]
    factor = SCALES.get(last.low) or PLURAL_SCALES.get(last.low) or (SUFFIXES.get(last.text, 1) if last.glued else 1)
    if last.glued and last.text in {"m", "t"} and is_number(atoms, second.end - 2):
        factor = 10**6 if last.text == "m" else 10**12
    if last.low == "hundred":
        factor = 100
    mine = word(atoms, first.end - 1)
    if factor > 1 and not (mine in SCALES or atoms[first.end - 1].text in SUFFIXES or mine in {"hundred", "m"}) and first.value < 1000:
        return first.value * factor, second.value
    return first.value, second.value


def _smaller(atoms: Sequence[Atom], end: int, unit: Unit) -> tuple[int, Fraction, Unit] | None:
    """`(end, value in the larger unit, smaller unit)` of a smaller unit that follows: "5 feet 2 inches", "3 dollars 50 cents"."""
    at = end + 1 if word(atoms, end) in {"and", ","} | HYPHENS else end
    numeral = numeral_at(atoms, at)
    if numeral is None:
        return None
    found = unit_at(atoms, hyphen(atoms, numeral.end), spelled=numeral.spelled)
    if unit.symbol == "[ft_i]" and 0 <= numeral.value < 12:
        if found and found[1].symbol == "[in_i]":
            return found[0], numeral.value / 12, INCH
        if (
            word(atoms, numeral.end) in {"in", '"'}
            and is_number(atoms, at)
            and word(atoms, numeral.end + 1) not in {"the", "a", "his", "her"}
        ):
            return numeral.end + 1, numeral.value / 12, INCH
        if atoms[end].text in HYPHENS and found is None:
            return numeral.end, numeral.value / 12, INCH
        return None
    if found is None:
        return None
    if (unit.symbol == "[lb_av]" or unit.family == "pound") and found[1].symbol == "[oz_av]":
        return found[0], numeral.value / 16, found[1]
    if unit.kind == "money" and unit.divisor == 1 and found[1].divisor == 100 and found[1].kind == "money":
        if unit.symbol == found[1].symbol or (unit.family, found[1].family) == ("dollar", "cent") or unit.symbol == "EUR":
            return found[0], numeral.value / 100, found[1]
    return None


def _amount(
    atoms: Sequence[Atom],
    start: int,
    end: int,
    number: tuple[int, int],
    value: Fraction | None,
    low: Fraction | None,
    high: Fraction | None,
    unit: Unit | None,
    kind: str,
    shape: str,
    spelled: bool = False,
) -> Amount:
    comparator: bounds.Comparator = "approx" if shape == "vague" else "eq"
    behind = bounds.after(atoms, end)
    if behind and shape != "score":
        end, comparator = behind
    bound = bounds.before(atoms, start)
    if bound and shape != "score":
        start = bound[0]
        if not (behind and bound[1] == "approx"):
            comparator = bound[1]
    if value is not None and comparator in {"gt", "ge"}:
        low = value
    if value is not None and comparator in {"lt", "le"}:
        high = value
    numbers = (atoms[number[0]].start, atoms[number[1] - 1].end)
    return Amount(atoms[start].start, atoms[end - 1].end, numbers, value, kind, unit, low, high, comparator, shape, spelled)


def _both_bounds(text: str, first: Amount, second: Amount) -> Amount | None:
    """One range from "more than 10 and less than 20", None when the two are not its ends."""
    lower, upper = (first, second) if first.comparator in {"gt", "ge"} else (second, first)
    if lower.comparator not in {"gt", "ge"} or upper.comparator not in {"lt", "le"} or None in {lower.value, upper.value}:
        return None
    if text[first.end : second.start].strip() not in {"and", "but", ","} or (first.unit and first.unit != second.unit):
        return None
    if lower.low is None or upper.high is None or not lower.low < upper.high:
        return None
    return replace(
        second,
        start=first.start,
        number=(first.number[0], second.number[1]),
        value=None,
        low=lower.low,
        high=upper.high,
        comparator="eq",
        shape="range",
    )
