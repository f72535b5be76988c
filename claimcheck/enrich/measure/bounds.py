"""How a number is bounded or blurred: "at least", "nearly", "or more". Words are data; the longest phrase wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from claimcheck.enrich.measure.atoms import Atom
from claimcheck.enrich.measure.fractions import numeral_at
from claimcheck.enrich.measure.numerals import word

Comparator = Literal["eq", "approx", "lt", "le", "gt", "ge"]

_BEFORE: dict[Comparator, str] = {
    "gt": """
        more than, greater than, larger than, bigger than, higher than, longer than, heavier than, older than, taller than, better
        than, over, above, upwards of, upward of, in excess of, north of, well over, just over, well above, just above, slightly
        over, slightly more than, a little over, a little more than, little more than, far more than, much more than, >, topping,
        exceeding, exceed, exceeds, exceeded, surpass, surpasses, surpassed, surpassing, beyond""",
    "ge": """at least, no less than, no fewer than, not less than, not fewer than, a minimum of, minimum of, minimum, starting at, > =,
        more than or equal to, greater than or equal to, larger than or equal to, equal to or more than, equal to or greater than,
        equal or more than, greater or equal than, bigger or equal than, higher or equal than, larger or equal than, at least or equal to,
        at the very least""",
    "lt": """
        less than, fewer than, lower than, smaller than, shorter than, lighter than, younger than, under, below, well under, just
        under, just below, well below, slightly under, slightly less than, a little less than, a little under, far fewer than, far
        less than, south of, <, just short of""",
    "le": """at most, up to, as many as, as much as, no more than, not more than, a maximum of, maximum of, at the most, no higher than, no
        greater than, no larger than, < =, less than or equal to, fewer than or equal to, smaller than or equal to, equal to or
        less than, smaller or equal than, lower or equal than, less or equal than, not exceeding, as high as, as long as, capped
        at""",
    "approx": """
        about, around, roughly, approximately, approx, approx ., some, circa, c ., an estimated, estimated, nearly, almost, close
        to, nearly about, somewhere around, estimated at, estimated to be, an estimate of, estimate of, estimates of, in the region of,
        in the vicinity of, on the order of, of the order of, in the
        neighborhood of, an approximate, a reported, an average of, on average, approaching, more or less, ~, ≈, virtually, as few
        as, as little as, a total of about, at about, at around""",
}
_AFTER: dict[Comparator, str] = {
    "ge": """or more, and more, or higher, or greater, or above, and above, or over, and over, and up, and older, or older, or better, or
        larger, or longer, - plus, plus, +, or greater than, or more than, and upwards, or bigger""",
    "le": """or less, or fewer, or under, or below, or lower, and under, and below, or younger, and younger, or smaller, at most,
        or less than""",
    "approx": "or so, - odd, odd, - ish, ish, or thereabouts, more or less, or thereabout, give or take",
}


_Phrases = tuple[tuple[tuple[str, ...], Comparator], ...]


def _phrases(lists: dict[Comparator, str]) -> _Phrases:
    found = [(tuple(phrase.split()), comparator) for comparator, text in lists.items() for phrase in text.split(",")]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


def _by_word(phrases: _Phrases, place: int) -> dict[str, _Phrases]:
    """The phrases by the word that touches the number, the longest still first."""
    found: dict[str, _Phrases] = {}
    for pair in phrases:
        found[pair[0][place]] = (*found.get(pair[0][place], ()), pair)
    return found


BEFORE = _by_word(_phrases(_BEFORE), -1)
AFTER = _by_word(_phrases(_AFTER), 0)
#: These take "about" and "around" as their object: "talk about 3 men", "walk around two buildings".
ABOUT_VERBS = frozenset(
    """talk talks talked talking speak speaks spoke speaking know knows knew think thinks thought ask asks asked asking worry worried
    worries concerned complain complained complaining learn learned hear heard say says said write wrote written writing read care
    cares information details questions question story stories book books film concerns news""".split()
)
#: Where "over" joins two numbers or sides it is no bound: "a 3-1 win over two rivals", "the dispute over 12 islands".
OVER_AFTER = frozenset(
    """win wins won victory victories dispute disputes row rows fight lead control argument debate talks concern concerns anger protest
    protests charges deaths killing killings arrested protested divided""".split()
)
#: Before the noun that an amount is the amount of: "an estimated cost of $26 million".
ESTIMATED = frozenset({"estimated", "approximate"})
WHEREVER = frozenset({"under", "below", "above", "beyond"})  # may be a place: "under two bridges"


def before(atoms: Sequence[Atom], i: int) -> tuple[int, Comparator] | None:
    """`(start, comparator)` of the longest bound that ends where atom i begins."""
    for phrase, comparator in BEFORE.get(word(atoms, i - 1), ()):
        start = i - len(phrase)
        if start < 0 or any(atoms[start + k].low != phrase[k] for k in range(len(phrase))):
            continue
        previous = word(atoms, start - 1)
        if phrase in {("about",), ("around",)} and previous in ABOUT_VERBS:
            return None
        if phrase == ("over",) and (previous in OVER_AFTER or previous in {"all", "left", "take", "took"}):
            return None
        if phrase in {("more", "than"), ("less", "than")} and start and atoms[start - 1].kind == "number":
            return None  # "3 more than 2"
        if phrase[0] in {"estimated", "minimum", "maximum"} and previous in {"is", "was", "are", "were"} and len(phrase) == 1:
            return None
        if phrase[0].startswith(("exceed", "surpass", "topping")) and (previous in {"not", "never"} or previous.endswith(("n't", "n’t"))):
            return start - (previous in {"not", "never"}), "le"  # "may not exceed 5"
        return start, comparator
    # an estimated cost of $26 million: the noun is the amount's own
    if word(atoms, i - 1) == "of" and i > 2 and atoms[i - 2].kind == "word" and word(atoms, i - 3) in ESTIMATED:
        return i, "approx"
    return None


def after(atoms: Sequence[Atom], i: int) -> tuple[int, Comparator] | None:
    """`(end, comparator)` of the longest bound that begins at atom i."""
    for phrase, comparator in AFTER.get(word(atoms, i), ()):
        if all(word(atoms, i + k) == phrase[k] for k in range(len(phrase))):
            if phrase[0] in {"plus", "odd", "ish", "+"} and not (atoms[i].glued and phrase[0] != "plus"):
                continue  # "two plus two"
            end = i + len(phrase)
            if phrase[0] in {"or", "and"} and numeral_at(atoms, end + 1 if word(atoms, end) == "than" else end):
                continue  # "above 5 and below 7": the bound belongs to the next number
            return end, comparator
    return None
