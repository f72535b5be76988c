"""From an amount of the text to a proposed quantity: offsets of the document, plain numbers, item and rate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from claimcheck.enrich.measure.amounts import Amount, amounts
from claimcheck.enrich.measure.counted import TIME_NOUNS, item_of, per
from claimcheck.enrich.measure.idioms import turns_in
from claimcheck.model import Quantity, Span
from claimcheck.tree import Sentence

Taken = Sequence[Span]
NO_CURRENCIES: Mapping[str, str] = {}


def spans_of(sentence: Sentence, amount: Amount) -> tuple[Span, Span]:
    """The amount and its number, as offsets of the document."""
    number = Span(sentence.start + amount.number[0], sentence.start + amount.number[1])
    return Span(sentence.start + amount.start, sentence.start + amount.end), number


def amounts_in(sentence: Sentence, taken: Taken) -> Iterator[tuple[Amount, Span, Span]]:
    """The sentence's amounts that are neither times nor inside them, with both spans."""
    turns = turns_in(sentence.text)
    for amount in amounts(sentence.text):
        span, number = spans_of(sentence, amount)
        if any(begin <= amount.number[0] and amount.number[1] <= end for begin, end in turns):
            continue
        if amount.kind == "time" or any(number.overlaps(t) for t in taken):
            continue
        yield amount, span, number


def plain(value: Fraction | None) -> int | float | None:
    """An int when the value is whole, else the nearest float."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def proposed(sentence: Sentence, amount: Amount, span: Span, name: str, unit: str | None, kind: str, *, of_only: bool) -> Quantity | None:
    """The record of an amount, None when it counts time ("20 consecutive days")."""
    item = item_span = None
    if amount.noun:
        item_span = Span(sentence.start + amount.noun[0], sentence.start + amount.noun[1])
        item = sentence.slice(item_span)
        if item.lower().rstrip("s") in TIME_NOUNS:
            return None
    elif found := item_of(sentence, span, unit=of_only):
        head, words = found
        if not of_only and head.lemma.lower() in TIME_NOUNS:
            return None
        if words:
            item_span = sentence.span_of(words)
            item = sentence.slice(item_span)
    rate = per(sentence, span.end, *((item_span.end,) if item_span else ()))
    return Quantity(
        text=sentence.slice(span), span=span, value=plain(amount.value), unit_kind=kind, comparator=amount.comparator,
        low=plain(amount.low), high=plain(amount.high), unit=unit, item=item, item_span=item_span, per=rate, rule=name,
    )  # fmt: skip
