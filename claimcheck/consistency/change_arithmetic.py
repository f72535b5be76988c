"""A change that its two ends do not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.change import FACTORS, HALVE, Change, change_word, changes
from claimcheck.consistency.interval import Interval, exactly, interval_of, spoken, spoken_fraction
from claimcheck.consistency.wording import inside
from claimcheck.model import Quantity, Severity, Span
from claimcheck.rules import rule

#: Writers cut digits off as well as round them; this share of a figure is let pass besides.
SLACK = Fraction(1, 50)
#: A word for a factor is loose: "doubled" is said of anything from 1.75 to 2.4 times as much.
FACTOR_LOW, FACTOR_HIGH = Fraction(7, 8), Fraction(6, 5)
#: And so is a fraction: "by a third".
LOOSE = Fraction(3, 20)
_MORE = re.compile(r"\b(?:more than|over|at least|well over)\s+$", re.IGNORECASE)
_LESS = re.compile(r"\b(?:nearly|almost|close to|virtually|less than|not quite|practically)\s+$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|roughly|approximately|around|effectively|more or less)\s+$", re.IGNORECASE)
#: Where a smaller number is the better one, or a price of something else, a number falls while its thing rises.
_OTHER_WAY = re.compile(
    r"\b(?:rank\w*|placed?|places|positions?|seed\w*|spots?|standings|table|list|index|chart|against the|per (?:US )?dollar|"
    r"to the (?:US )?dollar|exchange rate|odds|handicap|temperature\w*)\b|°",
    re.IGNORECASE,
)


@rule(
    "consistency",
    severity="error",
    yes={
        "Exports were {up 25 percent, from 800 tonnes to 900 tonnes}.": "12.5 percent",
        "Profit {fell by 30 percent to $70 million from $90 million}.": "22.2 percent",
        "Sales were {$900 million, up 25 percent from $800 million} a year earlier.": "what it is now stands first",
        "Requests {rose from 24 million to 26 million, with a growth rate of 167%}.": "the change stands last",
        "The number of members {rose by 200 to 1,100 from 800}.": "300",
        "The number of cases {doubled from 40 to 100}.": "more than doubled",
        "The number of jobs {halved from 10 to 6}.": "more than half are left",
        "The country's {344 million users doubled to 900 million} in a year.": "the subject is what it was before",
        "Revenue {grew by a third, from $20 million to $30 million}.": "a half",
        "Exports reached {$8.2 billion, compared with $9.1 billion in 2019, an increase of 11 percent}.": "it fell",
        "The number of visitors {rose from 900 to 800}.": "it fell",
        "Unemployment {rose 2 percent from 3 percent to 5 percent}.": "percentage points",
    },
    no={
        "Exports were up 12.5 percent, from 800 tonnes to 900 tonnes.": "that is right",
        "Exports were up 13 percent, from 800 tonnes to 900 tonnes.": "rounded",
        "Exports were up about 12 percent, from 800 tonnes to 900 tonnes.": "about",
        "Unemployment rose 2 percentage points from 3 percent to 5 percent.": "points",
        "The number of cases more than doubled from 40 to 100.": "more than",
        "The number of cases nearly doubled from 40 to 75.": "nearly",
        "The team rose from 9 to 4 in the ranking.": "a smaller rank is a higher one",
        "The rupee fell from 82 to 83 against the dollar.": "more rupees for a dollar are a lower rupee",
        "Prices rose 25 percent, and the bank cut its rate from 5 percent to 4 percent.": "two changes",
        "Sales rose from $8 to $12 million.": "eight dollars, or eight million",
    },
)
def change_arithmetic(article: Article) -> Iterator[Proposal]:
    """A change that does not follow from the two numbers beside it: "up 25 percent, from 800 to 900" is 12.5 percent.

    It checks percentages, differences, "doubled", "tripled", "halved" and the direction ("rose from 900 to 800"). Each figure may
    be rounded in its last digit, and "about", "nearly", "more than" count with all that they allow. A difference of two
    percentages that is called percent is a warning: it is percentage points.
    """
    seen: set[Span] = set()
    for change in changes(article):
        before, after = interval_of(change.before), interval_of(change.after)
        if before is None or after is None or change.span in seen:
            continue
        seen.add(change.span)
        yield from (
            _wrong_way(article, change, before, after)
            or _wrong_by(article, change, before, after)
            or _wrong_factor(article, change, before, after)
        )


def _wrong_way(article: Article, change: Change, before: Interval, after: Interval) -> list[Proposal]:
    """ "rose from 900 to 800"."""
    wrong = after.below(before) if change.direction == "up" else before.below(after)
    plain = change.before.comparator == change.after.comparator == "eq"
    if not wrong or not plain or _OTHER_WAY.search(change.sentence.text):
        return []
    what = "less" if change.direction == "up" else "more"
    sign = "<" if change.direction == "up" else ">"
    message = f"It did not go {change.direction}: {inside(change.after.text)} is {what} than {inside(change.before.text)}."
    return [_proposal(article, change, message, f"{spoken(change.after)} {sign} {spoken(change.before)}")]


def _wrong_by(article: Article, change: Change, before: Interval, after: Interval) -> list[Proposal]:
    by = change.by
    said = interval_of(by) if by is not None else None
    if by is None or said is None or change.before.value is None or change.after.value is None:
        return []
    old, new = _value(change.before), _value(change.after)
    gone = new - old if change.direction == "up" else old - new
    difference = after - before if change.direction == "up" else before - after
    share = _share(before, after, change.direction)
    if by.unit_kind == "ratio":
        return _wrong_fraction(article, change, by, share)
    said = said.widened(SLACK)
    of_shares = change.before.unit_kind == "percent"
    sum_of_it = f"{spoken_fraction(max(old, new))} − {spoken_fraction(min(old, new))} = {spoken_fraction(abs(gone))}"
    if by.unit_kind == "percent":
        if share.meets(said):
            return []
        percent = f"{spoken_fraction(abs(gone) * 100 / old)} percent"
        arithmetic = (
            f"({sum_of_it.partition(' = ')[0]}) / {spoken_fraction(old)} = {spoken_fraction(abs(gone) * 100 / old)}%, not {spoken(by)}"
        )
        if of_shares and difference.meets(said):
            message = f"{_ends(change)} is {spoken_fraction(gone)} percentage points, or {percent}, not {inside(by.text)}."
            return [_proposal(article, change, message, f"{sum_of_it} points; {arithmetic}", "warning")]
        return [
            _proposal(
                article,
                change,
                f"{_ends(change)} is {percent}, not {inside(by.text)}.",
                arithmetic,
            )
        ]
    alike = (by.unit_kind, by.unit) == (change.before.unit_kind, change.before.unit) or (by.unit_kind == "percentage-point" and of_shares)
    if not alike or difference.meets(said):
        return []
    message = f"{_ends(change)} is {spoken_fraction(gone)}, not {inside(by.text)}."
    return [_proposal(article, change, message, f"{sum_of_it}, not {spoken(by)}")]


def _wrong_fraction(article: Article, change: Change, by: Quantity, share: Interval) -> list[Proposal]:
    """ "grew by a third, from 20 to 30": a fraction in words is a loose one."""
    value = Fraction(str(by.value))
    low = value if by.comparator in ("gt", "ge") else value * (1 - LOOSE) if by.comparator == "eq" else value * (1 - 2 * LOOSE)
    high = value if by.comparator in ("lt", "le") else value * (1 + LOOSE) if by.comparator == "eq" else value * (1 + 2 * LOOSE)
    wide = Interval(Fraction(0) if by.comparator in ("lt", "le") else low * 100, None if by.comparator in ("gt", "ge") else high * 100)
    if share.meets(wide):
        return []
    old, new = _value(change.before), _value(change.after)
    percent = spoken_fraction(abs(new - old) * 100 / old)
    message = f"{_ends(change)} is {percent} percent, not {inside(by.text)}."
    difference = f"({spoken_fraction(max(old, new))} − {spoken_fraction(min(old, new))})"
    arithmetic = f"{difference} / {spoken_fraction(old)} = {percent}%, not {spoken_fraction(value * 100)}%"
    return [_proposal(article, change, message, arithmetic)]


def _share(before: Interval, after: Interval, direction: str) -> Interval:
    """By how many percent: 100 (after / before − 1), or the other way round for a fall."""
    grown = after.over(before) - exactly(1)
    grown = grown if direction == "up" else -grown
    return Interval(None if grown.low is None else grown.low * 100, None if grown.high is None else grown.high * 100)


def _wrong_factor(article: Article, change: Change, before: Interval, after: Interval) -> list[Proposal]:
    """ "doubled from 40 to 100"."""
    word = change_word(change.trigger)
    if word is None or word not in FACTORS and word not in HALVE or change.trigger.upos != "VERB":
        return []
    factor = Fraction(FACTORS[word]) if word in FACTORS else Fraction(1, 2)
    lead = change.sentence.slice(Span(change.sentence.start, change.trigger.start))
    low, high = (factor * FACTOR_LOW, factor * FACTOR_HIGH) if word in FACTORS else (factor / FACTOR_HIGH, factor / FACTOR_LOW)
    if _MORE.search(lead):
        low, high = (factor * (1 - SLACK), Fraction(10**6)) if word in FACTORS else (Fraction(0), factor * (1 + SLACK))
    elif _LESS.search(lead):
        low, high = (factor * Fraction(3, 4), factor * (1 + SLACK)) if word in FACTORS else (factor * (1 - SLACK), factor * Fraction(5, 4))
    elif _ABOUT.search(lead):
        low, high = low * Fraction(9, 10), high * Fraction(11, 10)
    if after.over(before).meets(Interval(low, high)):
        return []
    old, new = _value(change.before), _value(change.after)
    times = spoken_fraction(new / old)
    message = f"{_ends(change)} is {times} times as much, not {change.trigger.text}."
    return [_proposal(article, change, message, f"{spoken_fraction(new)} / {spoken_fraction(old)} = {times}")]


def _ends(change: Change) -> str:
    return f"From {inside(change.before.text)} to {inside(change.after.text)}"


def _proposal(article: Article, change: Change, message: str, arithmetic: str, severity: Severity | None = None) -> Proposal:
    sides = (Place(change.before.span, f"before: {spoken(change.before)}"), Place(change.after.span, f"after: {spoken(change.after)}"))
    return Proposal(change.span, message, sides, arithmetic, "warning" if article.quoted_at(change.span) else severity)


def _value(quantity: Quantity) -> Fraction:
    return Fraction(str(quantity.value))
