"""Amounts as intervals: what is possible under "at least", "about", a range, and the rounding of the digits as written.

A rule about numbers compares intervals instead of values: it speaks where what one place says and what the others allow have
nothing in common. Bounds are exact fractions; `None` is no bound. The arithmetic is that of Moore, Interval Analysis (1966).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from claimcheck.consistency.wording import spoken_number
from claimcheck.model import Quantity

#: From below only: "nearly 50" is no more than 50.
_FROM_BELOW = re.compile(r"\b(?:nearly|almost|close to|approaching|just short of|virtually)\b", re.IGNORECASE)
_JUST = re.compile(r"\b(?:just|slightly|a little|little)\s+(?:\w+\s+)?(?:over|above|more|under|below|less)\b", re.IGNORECASE)
#: How far from the number "about" and "nearly" may be.
BLUR = Fraction(1, 10)
_DIGITS = re.compile(r"\d+(?:,\d{2,3})*(?:\.(\d+))?")
_SCALED = re.compile(r"\b(?:thousand|lakh|million|crore|billion|trillion)\b|\d\s?(?:k|m|mn|bn|tn|b|t)\b", re.IGNORECASE)
#: From here on, a whole number that ends in zeros may be a rounded one.
ROUND_FROM = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; None: unbounded on that side."""

    low: Fraction | None
    high: Fraction | None

    def __add__(self, other: Interval) -> Interval:
        return Interval(_both(self.low, other.low), _both(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """The product of two intervals without negative values: amounts are counted from nothing."""
        low = (self.low or Fraction(0)) * (other.low or Fraction(0))
        return Interval(low, None if self.high is None or other.high is None else self.high * other.high)

    def over(self, other: Interval) -> Interval:
        """The quotient of two intervals without negative values; unbounded where the divisor may be nothing."""
        low = Fraction(0) if other.high is None or other.high <= 0 else (self.low or Fraction(0)) / other.high
        high = None if self.high is None or not other.low or other.low <= 0 else self.high / other.low
        return Interval(low, high)

    def widened(self, share: Fraction) -> Interval:
        """The interval with so large a share of its bounds on both sides."""
        low = None if self.low is None else self.low - abs(self.low) * share
        return Interval(low, None if self.high is None else self.high + abs(self.high) * share)

    def below(self, other: Interval) -> bool:
        """Whether every value is less than every value of the other."""
        return self.high is not None and other.low is not None and self.high < other.low

    def meets(self, other: Interval) -> bool:
        """Whether they have a value in common."""
        return not self.below(other) and not other.below(self)


def exactly(value: Fraction | int) -> Interval:
    return Interval(Fraction(value), Fraction(value))


def interval_of(quantity: Quantity) -> Interval | None:
    """What an amount may be in truth, None where the text does not say how much it is ("hundreds").

    A count below a thousand is exact. Other amounts are good to half a unit of their last digit as written, where zeros at the
    end of a whole number count as rounded, down to two digits: "1,100" is 1,050 to 1,150, "3.5 million" 3.45 to 3.55 million.
    "About" may be a tenth off, "nearly" a tenth less.
    """
    if quantity.value is None:
        if quantity.low is None or quantity.high is None or quantity.unit_kind == "score":
            return None
        return Interval(_fraction(quantity.low), _fraction(quantity.high))
    value, slack = _fraction(quantity.value), rounding(quantity)
    low, high = value - slack, value + slack
    whole = quantity.unit_kind == "count" and value.denominator == 1 and slack == 0
    if quantity.comparator in ("ge", "gt"):
        least = value + 1 if whole and quantity.comparator == "gt" else low
        return Interval(least, high + abs(value) * BLUR if _JUST.search(quantity.text) else None)
    if quantity.comparator in ("le", "lt"):
        most = value - 1 if whole and quantity.comparator == "lt" else high
        return Interval(low - abs(value) * BLUR if _JUST.search(quantity.text) else min(Fraction(0), most), most)
    if quantity.comparator == "approx":
        return Interval(value - abs(value) * BLUR, high if _FROM_BELOW.search(quantity.text) else value + abs(value) * BLUR)
    return Interval(low, high)


def rounding(quantity: Quantity) -> Fraction:
    """How far the amount may be from the number as written: half a unit of its last digit, nothing for a small count."""
    if quantity.value is None:
        return Fraction(0)
    value = abs(_fraction(quantity.value))
    written = _DIGITS.search(quantity.text)
    if quantity.unit_kind == "ratio" or value == 0:
        return Fraction(0)
    scaled = _SCALED.search(quantity.text) is not None
    if written is not None and written[1]:
        digits = _fraction(written[0].replace(",", ""))
        scale = value / digits if digits else Fraction(1)
        return scale * Fraction(1, 2 * 10 ** len(written[1]))
    if scaled and written is not None and (digits := _fraction(written[0].replace(",", ""))):
        return value / digits / 2
    if value.denominator != 1:
        return value * Fraction(1, 200)
    if value < ROUND_FROM:
        return Fraction(0) if quantity.unit_kind == "count" else Fraction(1, 2)
    digits_written = str(int(value))
    significant = max(len(digits_written.rstrip("0")), 2)
    zeros = len(digits_written) - significant
    return Fraction(10**zeros, 2) if zeros else Fraction(0) if quantity.unit_kind == "count" else Fraction(1, 2)


_SAID = {"ge": "at least ", "gt": "more than ", "le": "at most ", "lt": "less than ", "approx": "about ", "eq": ""}
_SHORT = {"percent": "%", "percentage-point": " points"}


def spoken(quantity: Quantity) -> str:
    """The amount in figures, with its bound: "at least 1,250", "10 to 15"; of units, only percent."""
    unit = _SHORT.get(quantity.unit_kind, "")
    if quantity.value is None:
        ends = [spoken_number(end) for end in (quantity.low, quantity.high) if end is not None]
        return " to ".join(ends) + unit
    return _SAID[quantity.comparator] + spoken_number(quantity.value) + unit


def spoken_fraction(value: Fraction) -> str:
    """A fraction as findings write numbers, with as many places as tell something."""
    number = float(value)
    return spoken_number(round(number) if abs(number) >= 1000 else round(number, 1) if abs(number) >= 1 else number)


def _fraction(value: float | int | str) -> Fraction:
    return Fraction(str(value))


def _both(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def spoken_interval(values: Interval) -> str:
    """ "13", "at least 13", "at most 13", "12 to 14"."""
    low, high = values.low, values.high
    if low is not None and low == high:
        return spoken_fraction(low)
    if high is None:
        return f"at least {spoken_fraction(low or Fraction(0))}"
    return f"{spoken_fraction(low)} to {spoken_fraction(high)}" if low else f"at most {spoken_fraction(high)}"
