"""Where a number can begin: most sentences hold none, and in the others most words begin none.

Follows from the grammar in `numerals`, `fractions` and `shapes`. What is let through here in vain costs time only; what is not let
through is never read as a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.enrich.measure.atoms import Atom
from claimcheck.enrich.measure.fractions import NUMBER_WORDS, ORDINALS
from claimcheck.enrich.measure.numerals import DOZENS, HYPHENS, MINUS, hyphen, is_number, word
from claimcheck.enrich.measure.shapes import SEVERAL, SIZES, VAGUE
from claimcheck.enrich.written import DIGIT, written

_RANKS = frozenset({*ORDINALS, *(name + "s" for name in ORDINALS)})
#: Words that begin a number whatever follows.
_ALWAYS = NUMBER_WORDS | _RANKS | VAGUE | MINUS | {"half", "quarter", "twice", "thrice"}
#: Before one of these "a" begins a number: "a hundred", "a third", "a dozen", "a few hundred".
_AFTER_ARTICLE = _ALWAYS | DOZENS.keys() | {phrase[1] for phrase in SEVERAL if phrase[0] == "a"}
#: Before a size or "few" these do: "several dozen", "some few thousand".
_FEW = frozenset(phrase[0] for phrase in SEVERAL) - {"a"}
_AFTER_FEW = SIZES | {"few"}
_SIGNS = HYPHENS | {"−", "–"}
#: Without any of these a text holds no number: what else begins one ("a", "several", a minus) needs one of them behind it.
_NEEDED = (_ALWAYS - MINUS) | SIZES | {DIGIT}
_RANK_IN_DIGITS = re.compile(r"\d(?:st|nd|rd|th)", re.IGNORECASE)


def may_hold_amount(text: str) -> bool:
    """Whether a text can hold a number at all."""
    found = written(text)
    return not _NEEDED.isdisjoint(found) or any(run.endswith("fold") for run in found)


def may_hold_ordinal(text: str) -> bool:
    """Whether a text can hold an ordinal number: "third", "21st"."""
    found = written(text)
    return not _RANKS.isdisjoint(found) or (DIGIT in found and _RANK_IN_DIGITS.search(text) is not None)


def may_begin(atoms: Sequence[Atom], i: int) -> bool:
    """Whether a number, a fraction, an ordinal or "hundreds" can begin at an atom."""
    atom = atoms[i]
    if atom.kind == "number" or atom.low in _ALWAYS:
        return True
    if atom.low in {"a", "an"}:
        return word(atoms, hyphen(atoms, i + 1)) in _AFTER_ARTICLE
    if atom.low in _FEW:
        return word(atoms, i + 1) in _AFTER_FEW
    if atom.low in _SIGNS:
        return is_number(atoms, i + 1)
    return atom.low.endswith("fold")
