"""Text as the atoms that a numeral is written in, independent of the parser's words.

Parsers cut "US$5", "10-15", "6.5-magnitude" and "25%" in different ways. Here the cut is always the same: digits with their
separators are one atom, letters are one atom, every other character is one atom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Kind = Literal["number", "word", "sign", "opaque"]

MONTHS = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)

VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip

_ATOM = re.compile(
    r"""
    (?P<opaque>
        (?:https?://|www\.)\S+ | [\w.+-]+@[\w-]+\.[\w.-]+ | [@\#][^\W\d]\w*   # addresses and handles
      | (?<![\d.,])\d{4}-\d{2}-\d{2}(?!\d) | (?<![\d.,/])\d{1,4}/\d{1,2}/\d{1,4}(?![\d/])   # dates in digits
      | (?<![\w/])(?:9/11|7/7|24/7)(?![\d/])                                  # written like a fraction, used as a name
      | (?<![\w.,])\d{1,2}[:.]\d{2}(?=\s?[aApP]\.?[mM]\b) | (?<![\w.,])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])   # clock times
      | (?<![\w.])\+?\d+(?:[-\u2010\u2011/]\d+){2,} | \+\d[\d ()-]{6,}\d    # telephone numbers
      | (?<![\d.,])\d+(?:\.\d+){2,}(?<!\.\d{3})(?![\d])                      # versions, addresses of machines
    )
  | (?P<number>
        (?<![\d.,])\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?!\d)(?:\.\d+)?      # 1 234 567
      | \d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?                                  # 1,234,567.8
      | \d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?                              # 12,34,567
      | (?<![\d.,])\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)                          # 1.234,56
      | (?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])                            # 1.234.567
      | (?<![\d.,])\d+,\d{1,2}(?![\d,])                                       # 1,5
      | \d+(?:\.\d+)?(?:[eE][+-]?\d+(?!\w))?
      | (?<![\w.])\.\d+
      | [½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]
    )
  | (?P<word> (?:[^\W\d_]\.)+[^\W\d_](?![^\W\d_])\.? | [^\W\d_]+(?:['’][^\W\d_]+)* )
  | (?P<sign> \S )
    """,
    re.VERBOSE,
)
_PLAIN_SPACE = re.compile(r"\d \d")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of text. `low` is the text in lower case, `glued`: no white space stands before it."""

    text: str
    start: int
    end: int
    kind: Kind
    glued: bool
    low: str


@lru_cache(maxsize=256)
def atoms_of(text: str) -> tuple[Atom, ...]:
    """All atoms of a text in order, with offsets into it."""
    found: list[Atom] = []
    position = 0
    while match := _ATOM.search(text, position):
        end = match.end()
        kind = match.lastgroup
        if kind == "number" and _PLAIN_SPACE.search(match[0]) and found and found[-1].low.rstrip(".") in MONTHS:
            end = match.start() + match[0].index(" ")  # "on May 15 300 people": a day, then a count
        glued = bool(found) and found[-1].end == match.start()
        written = text[match.start() : end]
        found.append(Atom(written, match.start(), end, kind, glued, written.lower()))  # type: ignore[arg-type]
        position = end
    return tuple(found)


def digits(atom: Atom) -> Fraction:
    """The value of a number atom."""
    return _value(atom.text)


@lru_cache(maxsize=1024)
def _value(text: str) -> Fraction:
    if text in VULGAR:
        return VULGAR[text]
    if not text.isascii():
        text = re.sub(r"[^\d.,eE+-]", "", text)
        if not text.isascii():  # digits of other scripts
            text = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    text = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", text):
        text = text.replace(".", "")
    elif re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    mantissa, _, exponent = text.replace(",", "").lower().partition("e")
    power = max(-60, min(60, int(exponent or 0)))  # an exponent of a million would fill the memory
    return Fraction(mantissa) * Fraction(10) ** power
