"""Two figures for one thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from claimcheck.consistency.alike import (
    HAPPENINGS,
    another_figure,
    argument,
    content,
    contradict,
    events_of,
    identity,
    one_item,
    same_places,
    same_time,
    voice,
)
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.model import Claim, Quantity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Nouns that have one amount: "a budget of $3 million" and "the $4 million budget" cannot be one budget.
_HAVE_AN_AMOUNT = frozenset(
    """budget cost price population salary fine debt deficit surplus loan grant prize length height width depth toll capacity turnout majority
    area ransom fee bill contract deal project investment fund bail jackpot donation settlement compensation turnover workforce distance
    bridge tunnel road highway tower building stadium dam pipeline plant ship vessel complex facility hall hotel school hospital runway
    railway line canal wall fence package programme program scheme sentence term""".split()
)
_KINDS = frozenset({"count", "money", "length", "mass", "area", "volume", "power", "energy", "percent", "time"})


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure, the claim that states it, and what it is a figure of."""

    quantity: Quantity
    claim: Claim
    sentence: Sentence
    kind: str  # what is measured: a happening, a noun, or a predicate
    of: frozenset[str]  # names and words that tell which one
    definite: bool


@rule(
    "consistency",
    severity="warning",
    yes={
        "A bomb killed 12 people in a market in Hilla on Monday.\n\nPolice closed the roads. The blast killed {14} people and shook the town.": (
            "the dead of one blast"
        ),
        "The council presented the museum's budget on Monday. The museum's budget is $3 million.\n\n"
        "Visitors will pay nothing. The museum's {$4 million} budget was approved by the mayor.": "a budget",
        "Acme employs 300 workers.\n\nThe firm was founded in Leeds. Acme employs {400} workers.": "the same sentence twice",
    },
    no={
        "A bomb killed 12 people in a market in Hilla on Monday.\n\nThe blast killed 12 civilians and hurt 14 people.": "dead and hurt",
        "A bomb killed at least 12 people in a market in Hilla.\n\nThe blast killed 14 people.": "at least 12 may be 14",
        "A bomb killed 12 people in Hilla on Monday.\n\nThe blast killed 14 people, the hospital said.": "another source",
        "A bomb killed 12 people in Hilla on Monday.\n\nAnother blast killed 14 people in Mosul.": "another blast",
        "Acme employed 300 workers in 2019.\n\nAcme employs 400 workers.": "another time",
        "A bomb killed 12 people in Hilla.\n\nBy Tuesday the toll had risen. The blast has now killed 14 people.": "an update",
    },
)
def two_values(article: Article) -> Iterator[Proposal]:
    """Two different figures for the same thing at the same time, both in the outlet's own voice or from the same source.

    Compared are the people that one event killed, hurt or displaced; the amount of one budget, building or contract; and
    figures in two claims with the same subject, verb and object. "At least", "about" and rounded figures that allow each
    other are no contradiction, nor is a figure that is called an update, a part, a rate or another one's.
    """
    groups: dict[str, list[_Figure]] = {}
    for figure in sorted(_figures(article), key=lambda f: f.quantity.span):
        groups.setdefault(figure.kind, []).append(figure)
    reported: set[Span] = set()
    for a, b in (pair for group in groups.values() for pair in combinations(group, 2)):
        if b.quantity.span in reported or not _one_thing(a, b):
            continue
        reported.add(b.quantity.span)
        yield Proposal(
            b.quantity.span,
            f"“{b.quantity.text}” stands here and “{a.quantity.text}” earlier, for the same thing at the same time.",
            (Place(a.quantity.span, f"“{a.quantity.text}”"),),
        )


def _figures(article: Article) -> Iterator[_Figure]:
    for claim in article.claims:
        if claim.polarity != "positive" or claim.modality != "asserted" or claim.checkability.value == "no":
            continue
        sentence = article.sentence_at(claim.pieces[0])
        figures = [q for q in claim.quantities if q.unit_kind in _KINDS and q.text.casefold() not in ("one", "a", "an")]
        if sentence is None or another_figure(sentence, claim):
            continue
        for quantity in figures:
            there = article.sentence_at(quantity.span) or sentence
            if article.quoted_at(quantity.span) or any(quantity.span.overlaps(t.span) for t in article.times_in(there)):
                continue
            yield from _of_happening(sentence, claim, quantity)
            yield from _of_noun(article, sentence, claim, quantity)
            if len(figures) == 1:
                yield from _of_predicate(article, sentence, claim, quantity)


def _of_happening(sentence: Sentence, claim: Claim, quantity: Quantity) -> Iterator[_Figure]:
    """How many an event killed, hurt, …: "the blast killed 12", "12 people died in the blast"."""
    happening = HAPPENINGS.get(claim.predicate.lemma.lower())
    if happening is None or quantity.unit_kind != "count":
        return
    counted = argument(
        claim, "subject" if claim.predicate.voice == "passive" or claim.predicate.lemma.lower() in ("die", "perish") else "object"
    )
    if counted is None or not counted.span.overlaps(quantity.span) or not _counts(sentence, counted.head_span.start, quantity):
        return
    words = [w for w in sentence.words if any(w.span in piece for piece in claim.pieces)]
    yield _Figure(quantity, claim, sentence, happening, events_of(sentence, words), any(w.lower() == "the" for w in _texts(words)))


def _texts(words: list[Word]) -> list[str]:
    return [w.text for w in words]


def _counts(sentence: Sentence, head: int, quantity: Quantity) -> bool:
    """Whether the quantity counts the noun at `head` itself, not something in its phrase: "12 people", "12"."""
    return quantity.span.start <= head < quantity.span.end or (
        quantity.item_span is not None and quantity.item_span.start <= head < quantity.item_span.end
    )


def _of_noun(article: Article, sentence: Sentence, claim: Claim, quantity: Quantity) -> Iterator[_Figure]:
    """The amount of a thing that has one: "the $4 million budget", "a budget of $4 million", "the budget is $4 million"."""
    top = _top(sentence, quantity)
    noun = _measured(sentence, top) if top is not None else None
    if noun is None or noun.lemma.lower() not in _HAVE_AN_AMOUNT or noun.feats.get("Number") == "Plur":
        return
    counted = quantity.span if quantity.item_span is None else Span(quantity.span.start, max(quantity.span.end, quantity.item_span.end))
    inside = {w.index for w in sentence.words if w.span.overlaps(counted)}
    described = [
        w
        for w in sentence.subtree(
            noun, without=("acl", "appos", "conj", "cc", "punct", "parataxis", "cop", "nsubj", "advmod", "obl", "aux")
        )
        if w.index not in inside
    ]
    determiner = sentence.child(noun, "det", "nmod:poss")
    definite = determiner is not None and determiner.lemma.lower() not in ("a", "an", "another", "some", "any", "each", "every", "no")
    of = frozenset(w.lemma.lower() for w in described if w.upos in ("NOUN", "PROPN", "ADJ") and w.index != noun.index)
    yield _Figure(quantity, claim, sentence, f"{noun.lemma.lower()} {quantity.unit_kind} {quantity.item or ''}", of, definite)


def _top(sentence: Sentence, quantity: Quantity) -> Word | None:
    """The word of the quantity that hangs on a word outside it."""
    inside = [w for w in sentence.words if w.span in quantity.span and w.upos != "PUNCT"]
    numbers = {w.index for w in inside}
    return next((w for w in inside if w.head not in numbers), None)


def _measured(sentence: Sentence, top: Word) -> Word | None:
    """The noun whose amount a quantity is.

    the $4 million budget: budget -compound/nummod/nmod:desc-> $;  a budget of $4 million: budget -nmod-> $ -case-> of
    the budget is $4 million: $ -nsubj-> budget, $ -cop-> is
    """
    if sentence.child(top, "cop"):
        return sentence.child(top, "nsubj")
    head = sentence.head(top)
    if head is not None and head.relation in ("compound", "nmod", "amod") and 0 < head.head - head.index <= 3 and head.index > top.index:
        head = sentence.head(head)  # the 400-seat hall: 400 <- seat <- hall
    if head is None or head.upos != "NOUN":
        return None
    case = sentence.child(top, "case")
    if case is not None:
        return head if case.lemma.lower() == "of" and top.relation == "nmod" and top.index > head.index else None
    return head if top.index < head.index and top.relation in ("compound", "nummod", "nmod", "amod") else None


def _of_predicate(article: Article, sentence: Sentence, claim: Claim, quantity: Quantity) -> Iterator[_Figure]:
    """A claim with one figure in its object: what counts is that everything else in it is the same."""
    subject, counted = argument(claim, "subject"), argument(claim, "object")
    who = identity(article, subject) if subject is not None else None
    if who is None or counted is None or claim.predicate.lemma.lower() in ("be", "say", "win", "score") or claim.predicate.tense == "none":
        return
    if not quantity.span.overlaps(counted.span) or not _counts(sentence, counted.head_span.start, quantity):
        return
    rest = content(" ".join(a.text for a in claim.arguments if a.role not in ("subject", "object", "time"))) | content(counted.text)
    yield _Figure(quantity, claim, sentence, f"{who} {claim.predicate.lemma.lower()} {claim.predicate.tense}", rest, True)


def _one_thing(a: _Figure, b: _Figure) -> bool:
    """Whether two figures are surely about one thing, at one time, in one voice, and cannot both be true."""
    if a.sentence.index == b.sentence.index or not contradict(a.quantity, b.quantity):
        return False
    if voice(a.claim) != voice(b.claim) or not same_time(a.claim, b.claim) or not same_places(a.claim, b.claim):
        return False
    if not one_item(a.quantity.item, b.quantity.item):
        return False
    if a.kind in HAPPENINGS:
        return bool(a.of & b.of) and b.definite
    return b.definite and a.of == b.of
