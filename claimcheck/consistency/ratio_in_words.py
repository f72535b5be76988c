"""A fraction in words beside a figure that is another fraction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.counted import quantities_in
from claimcheck.consistency.interval import Interval, exactly, interval_of, spoken, spoken_fraction
from claimcheck.consistency.wording import capital, inside
from claimcheck.model import Quantity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: The fractions that everybody uses. A fraction is said of every share that is nearer to it than to the next of these.
LADDER = tuple(
    Fraction(n, d) for n, d in ((1, 20), (1, 10), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10))
)
_OPENING = r"\s*(?:\(\s*(?:or\s+)?|,\s*or\s+|,\s*|\s[–—-]\s*|—\s*)(?:that is,?\s+|i\.e\.,?\s+|exactly\s+|precisely\s+)?"
#: Up to six words that belong to the fraction: "of the 1,200 people surveyed".
_BESIDE = re.compile(rf"(?P<of>(?:\s+[\w’'-]+){{0,6}}){_OPENING}")
_CLOSING = re.compile(r"\s*(?:[),;.]|[–—]|-\s|$)")
_OR_WORDS = re.compile(r"\s*(?:of\s+[\w\s’'-]{1,40})?(?:,\s*or\s+|\s*\(\s*(?:or\s+)?)", re.IGNORECASE)
_MAJORITY = re.compile(
    r"\b(?:the|a)\s+(?:clear\s+|vast\s+|overwhelming\s+|slim\s+|narrow\s+|absolute\s+)?majority(?=\s+of\b|\s*[(,–—])", re.IGNORECASE
)


@rule(
    "consistency",
    severity="error",
    yes={
        "{One in four voters (20 percent)} stayed at home.": "that is one in five",
        "{A third of them (45 percent)} voted early.": "that is nearly half",
        "{More than half of the members, 48 percent}, voted early.": "less than half",
        "{The majority, 40 percent}, opposed the plan.": "less than half",
        "{Half of the 30 members (20)} left the party.": "that is two thirds",
        "The storm damaged {70 percent, or half}, of the homes.": "the figure stands first",
    },
    no={
        "One in four voters (26 percent) stayed at home.": "near enough",
        "Nearly half of them (46 percent) voted early.": "nearly",
        "More than a third of them (36 percent) voted early.": "more than",
        "Half of the members, 20 percent of them women, left.": "a share of the half",
        "The majority of voters, 60 percent, opposed the plan.": "more than half",
        "One in four voters stayed at home, and 20 percent voted early.": "two shares",
        "Half of the 30 members (15) left the party.": "it is half",
    },
)
def ratio_in_words(article: Article) -> Iterator[Proposal]:
    """A fraction in words and the figure beside it disagree: "one in four (20 percent)", "the majority, 40 percent".

    A fraction in words is a loose one: it stands for every share that is nearer to it than to the next fraction that has words.
    "Nearly" and "more than" say on which side.
    """
    for sentence in article.sentences:
        amounts = quantities_in(article, sentence)
        for first, second in zip(amounts, amounts[1:], strict=False):
            yield from _fraction_first(article, sentence, first, second)
            yield from _percent_first(article, sentence, first, second)
        yield from _counted(article, sentence, amounts)
        yield from _majority(article, sentence, amounts)


def meant(fraction: Quantity) -> Interval | None:
    """The shares that a fraction in words stands for, in percent; None where it is no fraction."""
    if fraction.value is None or fraction.unit_kind != "ratio" or not 0 < fraction.value < 1:
        return None
    value = Fraction(fraction.value).limit_denominator(1000)  # the record holds the nearest float of a third
    low = (max((step for step in LADDER if step < value), default=Fraction(0)) + value) / 2
    high = (min((step for step in LADDER if step > value), default=Fraction(1)) + value) / 2
    half = Fraction(1, 200)  # the figure may be rounded where it stands at the very fraction
    if fraction.comparator in ("gt", "ge"):
        low, high = value - half, Fraction(1)
    elif fraction.comparator in ("lt", "le"):
        low, high = Fraction(0), value + half
    elif re.search(r"\b(?:nearly|almost|close to|just under|just short of)\b", fraction.text, re.IGNORECASE):
        low, high = value - (value - low) * 2, value + half
    elif fraction.comparator == "approx":
        low, high = value - (value - low) * 2, value + (high - value) * 2
    return Interval(low * 100, high * 100)


def _fraction_first(article: Article, sentence: Sentence, first: Quantity, second: Quantity) -> Iterator[Proposal]:
    shares, percent = meant(first), interval_of(second) if second.unit_kind == "percent" and second.item_span is None else None
    gap = sentence.slice(Span(first.span.end, second.span.start))
    closed = _CLOSING.match(sentence.slice(Span(second.span.end, sentence.end)))
    found = _BESIDE.fullmatch(gap)
    if shares is None or percent is None or found is None or closed is None or shares.meets(percent) or _verb_in(sentence, first, second):
        return
    if "(" in gap and ")" not in closed[0]:
        return
    end = second.span.end + (1 if "(" in gap else 0)
    yield from _proposal(article, Span(first.span.start, end), first, second, "percent")


def _percent_first(article: Article, sentence: Sentence, first: Quantity, second: Quantity) -> Iterator[Proposal]:
    """ "70 percent, or half"."""
    shares, percent = meant(second), interval_of(first) if first.unit_kind == "percent" else None
    gap = sentence.slice(Span(first.span.end, second.span.start))
    if shares is None or percent is None or not _OR_WORDS.fullmatch(gap) or shares.meets(percent):
        return
    yield from _proposal(article, Span(first.span.start, second.span.end), second, first, "percent")


def _counted(article: Article, sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Proposal]:
    """ "half of the 30 members (20)"."""
    for fraction, whole, part in zip(amounts, amounts[1:], amounts[2:], strict=False):
        shares, all_of_it, some = meant(fraction), interval_of(whole), interval_of(part)
        if shares is None or all_of_it is None or some is None or not whole.unit_kind == part.unit_kind == "count":
            continue
        lead = sentence.slice(Span(fraction.span.end, whole.span.start))
        gap = sentence.slice(Span(whole.span.end, part.span.start))
        closed = re.match(r"\s*\)", sentence.slice(Span(part.span.end, sentence.end)))
        if (
            not re.fullmatch(r"\s+of\s+(?:the|its|their|those|these|all)\s+", lead)
            or not re.fullmatch(r"(?:\s+[\w’'-]+){1,4}\s*\(\s*", gap)
            or not closed
        ):
            continue
        share = some.over(all_of_it)
        if share.high is None or share.low is None or part.item_span is not None:
            continue
        if not Interval(share.low * 100, share.high * 100).meets(shares):
            yield from _proposal(article, Span(fraction.span.start, part.span.end + closed.end()), fraction, part, "of", whole)


def _majority(article: Article, sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Proposal]:
    """ "the majority, 40 percent"."""
    for word in _MAJORITY.finditer(sentence.text):
        start, end = sentence.start + word.start(), sentence.start + word.end()
        share = next((q for q in amounts if q.span.start >= end), None)
        amount = interval_of(share) if share is not None and share.unit_kind == "percent" and share.item_span is None else None
        if share is None or amount is None or not amount.below(exactly(50)):
            continue
        gap = sentence.slice(Span(end, share.span.start))
        closed = _CLOSING.match(sentence.slice(Span(share.span.end, sentence.end)))
        if _BESIDE.fullmatch(gap) and closed and ("(" not in gap or ")" in closed[0]):
            span = Span(start, share.span.end + (1 if "(" in gap else 0))
            message = f"{capital(share.text)} is less than half, so it is no majority."
            yield Proposal(span, message, (Place(share.span, spoken(share)),), f"{spoken(share)} < 50%", "warning")


def _verb_in(sentence: Sentence, first: Quantity, second: Quantity) -> bool:
    inside = (w for w in sentence.words if first.span.end <= w.start < second.span.start)
    return any(w.upos in {"VERB", "AUX"} and w.feats.get("VerbForm") != "Part" for w in inside)


def _proposal(
    article: Article, span: Span, words: Quantity, figure: Quantity, kind: str, whole: Quantity | None = None
) -> Iterator[Proposal]:
    share = f"{_SIDE.get(words.comparator, '')}{spoken_fraction(Fraction(str(words.value)) * 100)}%"
    if whole is not None and whole.value and figure.value is not None:
        is_it = f"{spoken_fraction(Fraction(str(figure.value)) * 100 / Fraction(str(whole.value)))} percent"
        message = f"{capital(figure.text)} of {whole.text} is {is_it}, not {inside(words.text)}."
        arithmetic = f"{spoken(figure)} / {spoken(whole)} = {is_it}; {inside(words.text)} is {share}"
    else:
        message = f"{capital(inside(words.text))} is {share.replace('%', ' percent')}, not {inside(figure.text)}."
        arithmetic = f"{inside(words.text)} = {share}, not {spoken(figure)}"
    sides = (Place(words.span, f"in words: {share}"), Place(figure.span, f"in figures: {spoken(figure)}"))
    yield Proposal(span, message, sides, arithmetic, "warning" if article.quoted_at(span) else None)


_SIDE = {"gt": "more than ", "ge": "at least ", "lt": "less than ", "le": "at most "}
