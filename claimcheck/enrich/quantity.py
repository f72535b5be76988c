"""Quantities: amounts with their number, unit, bound, item and rate, found in the text and tied to the tree.

The numeral grammar lives in `measure`; the rules here say which amounts are quantities of the article and of what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from claimcheck.enrich.measure.ages import RANKS as AGES
from claimcheck.enrich.measure.amounts import Amount
from claimcheck.enrich.measure.beginnings import may_hold_amount
from claimcheck.enrich.measure.counted import TIME_NOUNS
from claimcheck.enrich.measure.names import before_name, idle_one, part_of_name
from claimcheck.enrich.measure.proposal import NO_CURRENCIES, Taken, amounts_in, plain, proposed
from claimcheck.enrich.measure.senses import degrees, known_currencies, pounds
from claimcheck.enrich.measure.units import Unit
from claimcheck.enrich.within import by_sentence
from claimcheck.model import Quantity, Span
from claimcheck.rules import rule, rules_of
from claimcheck.tree import Sentence, Word

#: "1.000 persons", "40,28 tourists": a count cannot be read with certainty where a separator stands in an odd place.
DOTTED = re.compile(r"\d{1,3}\.\d{3}|\d+,\d{1,2}")
#: A sentence that is only the number of a list's item: "2-", "3 –", "(4)".
ENUMERATOR = re.compile(r"[“\"'(]*\d{1,3}\s*(?:[-–—)]|\.\))")
#: Which of two rules keeps a stretch that both claim in full.
RANKS = (
    *AGES,
    "money_amount",
    "percent_share",
    "measured_amount",
    "one_in_so_many",
    "times_as_many",
    "score_of_two_sides",
    "fraction_of_whole",
    "vague_plural",
    "single_one",
    "counted_noun",
    "bare_number",
)  # fmt: skip


def quantities(sentences: Sequence[Sentence], taken: Sequence[Span] = ()) -> tuple[Quantity, ...]:
    """All quantities of the sentences in text order, without overlaps. Numbers inside `taken`, the time expressions, are left out."""
    currencies = known_currencies(sentences)
    found: list[Quantity] = []
    rules = rules_of("quantity")
    for sentence, here in zip(sentences, by_sentence(sentences, taken), strict=True):
        if not may_hold_amount(sentence.text) and not any(word.lemma.lower() == "single" for word in sentence.words):
            continue
        if ENUMERATOR.fullmatch(sentence.text.strip()):
            continue
        proposals: list[Quantity] = []
        for each in rules:
            proposals += each.find(sentence, taken=here, currencies=currencies)
        found += merged(proposals)
    return tuple(sorted(found, key=lambda q: q.span))


def merged(proposals: Sequence[Quantity]) -> list[Quantity]:
    """Proposals without overlaps: the longer stretch wins, then the more special rule."""
    kept: list[Quantity] = []
    for each in sorted(proposals, key=lambda q: (q.span.start - q.span.end, RANKS.index(q.rule), q.span)):
        if not any(each.span.overlaps(other.span) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda q: q.span)


def _of_kind(sentence: Sentence, taken: Taken, name: str, kinds: frozenset[str]) -> Iterator[Quantity]:
    for amount, span, _ in amounts_in(sentence, taken):
        if amount.kind in kinds and amount.unit and not before_name(sentence, span):
            found = proposed(sentence, amount, span, name, amount.unit.symbol, amount.kind, of_only=True)
            if found:
                yield found


def _around(sentence: Sentence, span: Span) -> tuple[list[str], frozenset[str]]:
    """Words after the span, and all other words of the sentence, in lower case."""
    rest = [w.text.lower() for w in sentence.words if w.start >= span.end]
    return rest, frozenset(w.text.lower() for w in sentence.words if not w.span.overlaps(span))


def _sense(sentence: Sentence, amount: Amount, span: Span) -> Unit | None:
    """The unit after a look at the sentence, for words that are not always that unit."""
    unit = amount.unit
    if unit is None or not (unit.family == "pound" or unit.symbol == "deg" or unit.kind == "temperature"):
        return unit
    written = sentence.slice(span).lower()
    rest, around = _around(sentence, span)
    if unit and unit.family == "pound" and unit.divisor == 1 and written.endswith(("pound", "pounds")) and "£" not in written:
        return pounds(amount, written, rest, around)
    if unit and unit.symbol == "deg":
        return degrees(rest, around)
    if unit and unit.kind == "temperature" and re.search(r"\d[CF]$", sentence.slice(span)) and degrees(rest, around) is None:
        return None  # "a 13F filing"
    return unit


@rule(
    "quantity",
    yes={
        "The company lost {$3.5 million} last year.": "symbol before the number",
        "India will spend {Rs 3.5 crore} on the road.": "a symbol in letters and an Indian scale",
        "She paid {at least 40 euros} for the ticket.": "name after the number, with a bound",
    },
    no={"The film won 40 awards.": "awards are no money", "The dollar fell on Monday.": "a currency without a number"},
)
def money_amount(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A sum of money: a number with a currency before or after it. The unit is its ISO 4217 code.

    A name that several currencies bear ("rupees") gets a unit when exactly one of their countries is in the article.
    """
    for amount, span, _ in amounts_in(sentence, taken):
        unit = _sense(sentence, amount, span)
        if amount.kind != "money" or unit is None or unit.kind != "money":
            continue
        symbol = unit.symbol or (currencies.get(unit.family) if unit.family else None)
        if symbol == "GBP" and amount.unit and amount.unit.family == "pound" and "£" not in sentence.slice(span):
            symbol = symbol if currencies.get("pound", symbol) == symbol else None  # "pounds", in an article about Egypt
        if found := proposed(sentence, amount, span, "money_amount", symbol, "money", of_only=True):
            yield found


@rule(
    "quantity",
    yes={
        "Prices rose {25 percent} in March.": "the word",
        "The bank raised the rate by {0.5 percentage points}.": "a difference of two shares",
        "{Nearly 60%} of voters stayed at home.": "the sign, with a bound",
    },
    no={
        "A small percentage of voters stayed at home.": "no number",
        "She was one hundred percent sure that he left.": "wholly, and no share of anything",
    },
)
def percent_share(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A number of percent, percentage points or basis points; the item is what follows "of"."""
    yield from _of_kind(sentence, taken, "percent_share", frozenset({"percent", "percentage-point"}))


MEASURES = frozenset("length mass area volume speed temperature angle energy power data frequency pressure magnitude ratio other".split())


@rule(
    "quantity",
    yes={
        "The village lies {12 kilometres} from the border.": "a length",
        "Police seized {about 300 kg} of cocaine.": "a mass with its symbol; the cocaine is the item",
        "A {6.2-magnitude} earthquake struck the coast.": "joined by hyphens",
    },
    no={"The match lasted 90 minutes.": "a duration is a time", "The F-16 crashed.": "a name"},
)
def measured_amount(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A number with a unit of measure; the unit is its UCUM symbol, the item what follows "of"."""
    for amount, span, _ in amounts_in(sentence, taken):
        ambiguous = amount.unit is not None and amount.kind in {"money", "angle"}
        if not amount.unit or (amount.kind not in MEASURES and not ambiguous) or amount.shape in {"multiple", "ratio"}:
            continue
        unit = _sense(sentence, amount, span)
        if unit is None and amount.kind != "temperature":
            found = proposed(sentence, amount, span, "measured_amount", None, "other", of_only=True)
        elif unit is not None and unit.kind in MEASURES:
            found = proposed(sentence, amount, span, "measured_amount", unit.symbol, unit.kind, of_only=True)
        else:
            continue
        if found:
            yield found


@rule(
    "quantity",
    yes={"{One in five} people cannot read.": "in words", "{Nine out of 10} drivers were fined.": "out of"},
    no={"One in Paris was sold.": "no second number", "Nine out of the 15 members left.": "two counts"},
)
def one_in_so_many(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A share as so many in so many; the value is the share."""
    for amount, span, number in amounts_in(sentence, taken):
        if amount.shape == "ratio":
            found = proposed(sentence, amount, Span(span.start, number.end), "one_in_so_many", None, "ratio", of_only=False)
            if found:
                yield found


@rule(
    "quantity",
    yes={"Sales are {three times} as high as in May.": "times as", "The price rose {tenfold}.": "one word"},
    no={"He was arrested three times.": "counts arrests"},
)
def times_as_many(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """How many times as much: a factor, which has no unit."""
    for amount, span, _ in amounts_in(sentence, taken):
        if amount.shape == "multiple":
            yield Quantity(
                sentence.slice(span),
                span,
                plain(amount.value),
                "ratio",
                amount.comparator,
                plain(amount.low),
                plain(amount.high),
                rule="times_as_many",
            )


@rule(
    "quantity",
    yes={"Spain beat Italy {3-1} in the final.": "a game", "The senate voted {62-38} to pass the bill.": "a vote"},
    no={"They hired 10-15 workers.": "a range"},
)
def score_of_two_sides(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """The numbers of two sides in a game or vote: no value, but the smaller and the larger; the text has their order."""
    for amount, span, _ in amounts_in(sentence, taken):
        if amount.shape == "score":
            yield Quantity(
                sentence.slice(span), span, None, "score", "eq", plain(amount.low), plain(amount.high), rule="score_of_two_sides"
            )


@rule(
    "quantity",
    yes={"{Two-thirds} of the members left.": "with its whole", "{More than half} of the city was flooded.": "half, with a bound"},
    no={"The second half was better.": "a part of a game", "A third goal followed.": "the third of several"},
)
def fraction_of_whole(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A fraction of something; the value is between 0 and 1, the item is the whole."""
    for amount, span, number in amounts_in(sentence, taken):
        if amount.kind == "ratio" and amount.unit is None and amount.shape in {"plain", "range"}:
            if part_of_name(sentence, number, amount.value) or _by_half(sentence, number):
                continue
            found = proposed(sentence, amount, span, "fraction_of_whole", None, "ratio", of_only=False)
            if found:
                yield found


def _by_half(sentence: Sentence, number: Span) -> bool:
    """Whether "half" only grades an adjective: "half naked"."""
    word = next((w for w in sentence.words if w.span == number), None)
    head = sentence.head(word) if word is not None and word.text.lower() == "half" else None
    return (
        word is not None
        and head is not None
        and word.relation == "advmod"
        and head.upos in {"ADJ", "VERB"}
        and head.index == word.index + 1
    )


@rule(
    "quantity",
    yes={"{Hundreds} of people fled.": "a plural scale", "{Several dozen} houses burned.": "several"},
    no={"A hundred people fled.": "an exact number"},
)
def vague_plural(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A plural such as "hundreds": about so many, without a value."""
    for amount, span, _ in amounts_in(sentence, taken):
        if amount.shape == "vague" and amount.unit is None:
            if found := proposed(sentence, amount, span, "vague_plural", None, "count", of_only=False):
                yield found


def _counts(sentence: Sentence, taken: Taken, name: str) -> Iterator[Quantity]:
    for amount, span, number in amounts_in(sentence, taken):
        if amount.kind != "count" or amount.shape not in {"plain", "range"} or DOTTED.fullmatch(sentence.slice(number)):
            continue
        if part_of_name(sentence, number, amount.value) or idle_one(sentence, amount, number):
            continue
        if sentence.text[: amount.start].rstrip().lower().endswith((" per", "/")):
            continue  # "cases per 100,000 people": a part of the rate
        if found := proposed(sentence, amount, span, name, None, "count", of_only=False):
            yield found


@rule(
    "quantity",
    yes={
        "{At least 23} people were hurt.": "with a bound",
        "{Nine} of the members resigned.": "with of",
        "The team has {two dozen} players.": "in words",
    },
    no={
        "Flight 370 vanished.": "the number names the flight",
        "In 2022 people moved to the city.": "a year",
        "No one was hurt.": "a pronoun",
        "The reform let a thousand flowers bloom.": "a turn of phrase",
    },
)
def counted_noun(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A number of things or people; the item is the noun that the number counts."""
    yield from (q for q in _counts(sentence, taken, "counted_noun") if q.item is not None)


@rule(
    "quantity",
    yes={"They chose {a single} design out of four.": "one out of more", "Not {a single} house was left.": "one, denied"},
    no={"She is a single mother.": "unmarried", "A single tear fell.": "nothing that it is set against"},
)
def single_one(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """ "A single" is one where the sentence sets it against more, or denies even one."""
    # a single design out of four finalists: design -det-> a, design -amod-> single, finalists -case-> out (of), finalists -nummod-> four
    for single in sentence.words:
        noun = sentence.head(single)
        article = sentence.words[single.index - 2] if single.index > 1 else None
        if single.lemma.lower() != "single" or single.relation != "amod" or noun is None or noun.index < single.index or article is None:
            continue
        if article.text.lower() != "a" or noun.upos != "NOUN" or noun.lemma.lower() in TIME_NOUNS:
            continue
        denied = article.index > 1 and sentence.words[article.index - 2].lemma.lower() in {"not", "n't"}
        if denied or any(_one_of_more(sentence, number) for number in sentence.words[noun.index :]):
            span, item = Span(article.start, single.end), Span(sentence.words[single.index].start, noun.end)
            if not any(span.overlaps(t) for t in taken):
                yield Quantity(sentence.slice(span), span, 1, "count", item=sentence.slice(item), item_span=item, rule="single_one")


def _one_of_more(sentence: Sentence, number: Word) -> bool:
    """Whether the number counts what one is taken out of: "out of four finalists", "among 12"."""
    noun = sentence.head(number) if number.relation == "nummod" else number
    if number.upos != "NUM" or noun is None:
        return False
    case = sentence.child(noun, "case")
    return case is not None and case.lemma.lower() in {"out", "among"}


@rule(
    "quantity",
    yes={"The toll rose to {25}.": "what is counted stands elsewhere"},
    no={"She lives at 25 Main Street.": "an address", "They use Windows 10.": "a name"},
)
def bare_number(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A number of things that the sentence does not name beside it."""
    for quantity in _counts(sentence, taken, "bare_number"):
        if quantity.item is None and not _after_name(sentence, quantity.span):
            yield quantity


def _after_name(sentence: Sentence, span: Span) -> bool:
    """A number right behind a name or "top", with nothing that it counts: "Vostok 1", "the top ten"."""
    before = next((w for w in reversed(sentence.words) if w.end <= span.start), None)
    if before is not None and before.text.lower() in {"top", "bottom"}:
        return True
    return before is not None and before.upos == "PROPN" and before.text[:1].isupper() and sentence.slice(span)[:1].isdecimal()
