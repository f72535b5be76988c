"""Sums and exchange rates that the article's own figures do not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.counted import quantities_in
from claimcheck.consistency.interval import Interval, interval_of, spoken, spoken_fraction, spoken_interval
from claimcheck.consistency.wording import inside
from claimcheck.model import Quantity, Severity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

_EACH = re.compile(
    r"\s*(?:each|apiece|per\s+(?:person|head|family|household|unit|share|student|worker|employee|ticket|piece))\b", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\s*(?:(?:each|apiece|per\s+\w+)\s*)?,?\s*(?:(?:for|or|at|making)\s+)?(?:a\s+)?(?:grand\s+)?total(?:l?ing)?\s+(?:(?:cost|price|sum|bill)\s+)?(?:of\s+)?",
    re.IGNORECASE,
)
_SCALE_WORD = re.compile(r"thousand|lakh|crore|million|billion|trillion|dollars?|pesos?|cents?")
#: "$250 each, or $10,000 in all".
_OR_EACH = re.compile(r"\s*(?:each|apiece)\s*,?\s*(?:or|making|for)\s+", re.IGNORECASE)
_IN_ALL = re.compile(r"\s*(?:in\s+(?:all|total)|altogether|combined)\b", re.IGNORECASE)
_OR = re.compile(r"\s*,?\s*or\s+$", re.IGNORECASE)
#: Writers round the price and the sum; this share of the product is let pass.
SLACK = Fraction(1, 20)
#: Rates move: amounts of two years are a third apart at most, as a rule. Above `WRONG`, a zero or a word is wrong.
MOVED, WRONG = Fraction(4, 3), Fraction(3)


@rule(
    "consistency",
    severity="error",
    yes={
        "The state paid {$300,000, or $50 each for 5,000 people}.": "$250,000",
        "The fund gave {5,000 families $50 each, a total of $300,000}.": "the total stands last",
        "{Forty volunteers received $250 each, or $100,000} in all.": "in all",
    },
    no={
        "The state paid $250,000, or $50 each for 5,000 people.": "that is right",
        "Forty volunteers received $250 each, or $10,000 in all.": "that is right, in all",
        "The state paid about $240,000, or $50 each for 5,000 people.": "about",
        "The state paid $300,000 for a hall, and 5,000 people paid $50 each.": "two payments",
        "The 200 workers got $500 each in May and a total of $2 million over the year.": "two sums",
        "The fund gave at least 5,000 families $50 each, a total of $300,000.": "there may be more families",
    },
)
def sum_of_each(article: Article) -> Iterator[Proposal]:
    """So much each for so many is not the total beside it: "$300,000, or $50 each for 5,000 people" is $250,000."""
    for sentence in article.sentences:
        amounts = quantities_in(article, sentence)
        money = [q for q in amounts if q.unit_kind == "money" and q.value]
        counts = [q for q in amounts if q.unit_kind == "count" and q.item_span is not None]
        each = [q for q in money if _each_of(sentence, q, counts) or _EACH.match(sentence.slice(Span(q.span.end, sentence.end)))]
        if len(money) != 2 or len(each) != 1 or len(counts) != 1 or money[0].unit != money[1].unit:
            continue
        price, number = each[0], counts[0]
        total = money[0] if price is money[1] else money[1]
        beside = total.span.end <= price.span.start and _OR.fullmatch(sentence.slice(Span(total.span.end, price.span.start)))
        gap = sentence.slice(Span(max(price.span.end, number.span.end), total.span.start)) if total.span.start > price.span.end else ""
        in_all = _OR_EACH.fullmatch(gap) and _IN_ALL.match(sentence.slice(Span(total.span.end, sentence.end)))
        summed = _TOTAL.fullmatch(gap) or in_all
        after = re.match(
            r"\s*\w+(?:\s+\w+)?\s+(?:for|to)\s+(?:the\s+|its\s+|their\s+)?$", sentence.slice(Span(price.span.end, number.span.start))
        )
        if not (beside and after) and not (summed and number.span.start < total.span.start):
            continue
        yield from _compared(article, sentence, total, price, number)


def _each_of(sentence: Sentence, price: Quantity, counts: Sequence[Quantity]) -> bool:
    """ "Each of the 200 workers will get $1,000": the number before, the first sum after it."""
    lead = sentence.slice(Span(sentence.start, price.span.start))
    found = (
        re.search(r"\beach\s+of\s+(?:the|its|their|those|these)\s+$", lead[: counts[0].span.start - sentence.start], re.IGNORECASE)
        if counts
        else None
    )
    return (
        found is not None
        and counts[0].span.end <= price.span.start
        and not re.search(r"[$€£,;]", lead[counts[0].span.end - sentence.start :])
    )


def _compared(article: Article, sentence: Sentence, total: Quantity, price: Quantity, number: Quantity) -> Iterator[Proposal]:
    whole, one, many = interval_of(total), interval_of(price), interval_of(number)
    if whole is None or one is None or many is None:
        return
    product = one * many
    if product.widened(SLACK).meets(whole):
        return
    item = number.item_span.end if number.item_span is not None else number.span.end
    span = Span(min(total.span.start, price.span.start, number.span.start), max(total.span.end, price.span.end, number.span.end, item))
    plain = Fraction(str(price.value)) * Fraction(str(number.value)) if price.value and number.value else None
    makes = spoken_fraction(plain) if plain is not None else spoken_interval(product)
    yield Proposal(
        span,
        f"At {inside(price.text)} each, {inside(number.text)} make {makes}, not {inside(total.text)}.",
        (Place(total.span, f"the total: {spoken(total)}"), Place(price.span, f"each: {spoken(price)}")),
        f"{spoken(price)} × {spoken(number)} = {makes}, not {spoken(total)}",
        "warning" if article.quoted_at(span) else None,
    )


@dataclass(frozen=True, slots=True)
class Conversion:
    """One amount in two currencies: `rate` is how many units of the second one of the first is worth."""

    first: Quantity
    second: Quantity
    rate: Interval
    value: Fraction
    end: int  # behind the bracket
    year: str | None  # the year beside it, where the sentence names one

    @property
    def span(self) -> Span:
        return Span(self.first.span.start, self.end)


@rule(
    "consistency",
    severity="note",
    yes={
        "The loan was 5 million yuan ($750,000). The fine was {10 million yuan ($15 million)}.": "ten times the rate of the first",
        "The school cost 500 million rupees ($6 million). The hospital cost {900 million rupees ($108 million)}.": "whose rupees, nobody says",
        "A road cost 300 million euros ($330 million), a hall 400 million euros ($440 million) and a port {200 million euros ($340 million)}.": "two agree",
    },
    no={
        "The loan was 5 million yuan ($750,000). The fine was 10 million yuan ($1.45 million).": "rounded",
        "The loan was 5 million yuan ($750,000). The fine was 10 million rupees ($120,000).": "two currencies",
        "The loan was 5 million yuan ($750,000). The fine was at least 10 million yuan ($15 million).": "no upper bound",
        "The school cost 500 million rupees ($6 million). The hospital cost 900 million kronor ($90 million).": "neither has a code",
        "In 2001 the fine was 5 million roubles ($170,000); in 2023 it was 5 million roubles ($55,000).": "two years",
        "The fine was 10 million yuan ($15 million).": "nothing to compare it with",
    },
)
def exchange_rate(article: Article) -> Iterator[Proposal]:
    """Two conversions between the same currencies at very different rates: a zero, a scale word or a currency is wrong.

    Rates a third apart may be those of two years, and stay unreported; three times apart is a warning.
    """
    pairs: dict[tuple[str, str], list[Conversion]] = {}
    for sentence in article.sentences:
        for conversion in _conversions(sentence, quantities_in(article, sentence)):
            pairs.setdefault((currency(conversion.first), currency(conversion.second)), []).append(conversion)
    for found in pairs.values():
        if len(found) < 2:
            continue
        ordered = sorted(found, key=lambda c: (c.value, c.span))
        usual = found[0] if len(found) == 2 else ordered[(len(ordered) - 1) // 2]
        for conversion in found:
            if conversion is not usual and _same_time(conversion, usual) and not conversion.rate.widened(MOVED - 1).meets(usual.rate):
                yield _apart(article, conversion, usual)


def currency(quantity: Quantity) -> str:
    """The currency of an amount: its code, or the word for it where several countries have one of that name ("rupees"); "" for none."""
    named = re.search(r"(?<![\w$])[a-z]{3,}$", quantity.text)
    return quantity.unit or (named[0] if named and not _SCALE_WORD.fullmatch(named[0]) else "")


def _conversions(sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Conversion]:
    """ "5 million yuan ($750,000)"."""
    for first, second in zip(amounts, amounts[1:], strict=False):
        if (
            not first.unit_kind == second.unit_kind == "money"
            or not currency(first)
            or not currency(second)
            or currency(first) == currency(second)
        ):
            continue
        gap = sentence.slice(Span(first.span.end, second.span.start))
        rest = sentence.slice(Span(second.span.end, sentence.end))
        if not re.fullmatch(r"\s*\(\s*(?:or\s+|=\s*)?", gap) or rest[:1] != ")" or not first.value or not second.value:
            continue
        one, other = interval_of(first), interval_of(second)
        if one is not None and other is not None and one.low and one.high is not None and other.low and other.high is not None:
            value = Fraction(str(second.value)) / Fraction(str(first.value))
            yield Conversion(first, second, other.over(one), value, second.span.end + 1, _year(sentence, first))


def _year(sentence: Sentence, quantity: Quantity) -> str | None:
    """The year that stands last before an amount in its sentence, else the first behind it."""
    before = re.findall(r"\b(?:19|20)\d\d\b", sentence.slice(Span(sentence.start, quantity.span.start)))
    after = re.findall(r"\b(?:19|20)\d\d\b", sentence.slice(Span(quantity.span.end, sentence.end)))
    return before[-1] if before else after[0] if after else None


def _same_time(one: Conversion, other: Conversion) -> bool:
    """Whether nothing says that the two are of different years, at rates of their own."""
    return one.year == other.year


def _apart(article: Article, odd: Conversion, usual: Conversion) -> Proposal:
    times = max(odd.value / usual.value, usual.value / odd.value)
    rate, other = _rate(odd), _rate(usual)
    severity: Severity = "warning" if times >= WRONG and not article.quoted_at(odd.span) else "note"
    return Proposal(
        odd.span,
        f"Two rates: {rate} in {odd.first.text} ({odd.second.text}), but {other} in {usual.first.text} ({usual.second.text}).",
        (Place(usual.span, f"the other rate: {other}"),),
        f"{spoken(odd.second)} / {spoken(odd.first)} is {spoken_fraction(times)} times apart from {spoken(usual.second)} / {spoken(usual.first)}",
        severity,
    )


def _rate(conversion: Conversion) -> str:
    """ "6.67 CNY for one USD": with the dearer currency as the one."""
    one, other = currency(conversion.first), currency(conversion.second)
    if conversion.value >= 1:
        return f"{spoken_fraction(conversion.value)} {other} for one {one}"
    return f"{spoken_fraction(1 / conversion.value)} {one} for one {other}"
