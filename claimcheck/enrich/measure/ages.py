"""Rules for ages: "45-year-old", "Maria Lopez, 34,", "he was 93"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimcheck.enrich.measure.atoms import MONTHS
from claimcheck.enrich.measure.proposal import NO_CURRENCIES, Taken, amounts_in, plain
from claimcheck.model import Quantity
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: Nouns that an age follows between commas: "her son, 7,".
KIN = frozenset(
    """son daughter child boy girl baby man woman husband wife spouse partner mother father mum mom dad brother sister twin uncle aunt
    cousin nephew niece grandson granddaughter grandmother grandfather stepson stepdaughter boyfriend girlfriend fiance fiancée driver
    victim suspect teenager pensioner student pupil officer""".split()
)
#: The rules of this module, from the most special.
RANKS = ("age_in_years", "age_between_commas", "age_of_being")


@rule(
    "quantity",
    yes={
        "A {45-year-old} man was arrested.": "joined by hyphens",
        "The program is for children {aged 5 to 11}.": "a range after aged",
        "She was {30 years old} when she died.": "the words",
    },
    no={"He was jailed for 30 years.": "a duration", "The old man won 45 games.": "counts games"},
)
def age_in_years(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """How old somebody or something is. The unit is "a" for years, "mo", "wk" or "d" for the young."""
    for amount, span, _ in amounts_in(sentence, taken):
        if amount.kind == "age":
            symbol = amount.unit.symbol if amount.unit else "a"
            yield Quantity(
                sentence.slice(span),
                span,
                plain(amount.value),
                "age",
                amount.comparator,
                plain(amount.low),
                plain(amount.high),
                symbol,
                rule="age_in_years",
            )


@rule(
    "quantity",
    yes={
        "Maria Lopez, {34}, was found on Sunday.": "between the commas after a name",
        "Her son, {7}, was found on Sunday.": "after a noun for one person",
    },
    no={"In Paris, 34 people were hurt.": "counts people"},
)
def age_between_commas(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A bare number between commas after a person's name, or a noun for one person, is that person's age."""
    words = sentence.words
    names = {m.words[-1]: m for m in sentence.mentions}
    for before, comma, number, after in zip(words, words[1:], words[2:], words[3:], strict=False):
        # Maria Lopez , 34 , was …: Lopez -appos/nummod-> 34
        if comma.text != "," or after.text not in {",", ".", ")"} or not number.text.isdecimal() or not 0 < int(number.text[:4]) < 120:
            continue
        name = names.get(before.index)
        if name:
            person = name.type == "Person"
        else:
            named = before.upos == "PROPN" and before.text.lower().rstrip(".") not in MONTHS
            person = named or before.upos == "NOUN" and before.lemma.lower() in KIN and before.feats.get("Number") != "Plur"
        if person and 0 < number.head <= before.index and not any(number.span.overlaps(t) for t in taken):
            item = name.span if name else before.span
            yield Quantity(
                text=sentence.slice(number.span), span=number.span, value=int(number.text), unit_kind="age", unit="a",
                item=sentence.slice(item), item_span=item, rule="age_between_commas",
            )  # fmt: skip


@rule(
    "quantity",
    yes={"He was {93}.": "after a form of be", "She was {six} when the war began.": "in words"},
    no={"The toll was 93.": "a toll has no age", "They were two of the winners.": "counts people"},
)
def age_of_being(sentence: Sentence, taken: Taken = (), currencies: Mapping[str, str] = NO_CURRENCIES) -> Iterator[Quantity]:
    """A bare number that a person is said to be is an age: "He was 93." """
    people = {i for m in sentence.mentions if m.type == "Person" for i in m.words}
    for amount, span, number in amounts_in(sentence, taken):
        word = next((w for w in sentence.words if w.span == number), None)
        if amount.kind != "count" or amount.shape != "plain" or word is None or amount.value is None or not 0 < amount.value < 120:
            continue
        # He was 93: 93 -nsubj-> He, 93 -cop-> was
        subject = sentence.child(word, "nsubj")
        if subject is None or not sentence.child(word, "cop") or sentence.child(word, "nmod", "case", "det") or amount.noun:
            continue
        if subject.text.lower() in {"he", "she", "i"} or (subject.index in people and subject.feats.get("Number") != "Plur"):
            low, high = plain(amount.low), plain(amount.high)
            yield Quantity(sentence.slice(span), span, plain(amount.value), "age", amount.comparator, low, high, "a", rule="age_of_being")
