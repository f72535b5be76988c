"""One event or thing with two ranks in one row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from claimcheck.consistency.alike import argument, content, identity
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.ranked import Ranked, claim_of, ranked
from claimcheck.model import Claim
from claimcheck.rules import rule

#: Verbs that say of an event which one it is.
_SAYING_WHICH = frozenset({"be", "mark", "become", "represent", "constitute"})
#: What one has at a time: a second and a third term do not run together.
_STRETCHES = frozenset({"term", "mandate", "tenure", "stint", "marriage", "presidency", "season"})
_RUNNING = frozenset({"serve", "be", "begin", "start", "lead", "complete", "finish"})


@rule(
    "consistency",
    severity="warning",
    yes={
        "Published 2025-07-02\n\nRail workers began a strike on Monday. It is the third strike by rail workers this year.\n\n"
        "Trains stood still. The walkout is the {fourth strike} by rail workers this year.": "one strike of one year",
        "India is the world's third-largest economy. It exports steel.\n\nIndia is the world's {fifth-largest economy}.": "a place in one order",
        "Ann Lee is serving her second term as mayor. She was born in Leeds.\n\nLee is serving her {third term} as mayor.": "two terms at a time",
    },
    no={
        "Published 2025-07-02\n\nRail workers began a strike on Monday. It is the third strike by rail workers this year.\n\n"
        "Bus drivers joined them. It is the second strike by bus drivers this year.": "others' strikes",
        "India is the world's third-largest economy. It exports steel.\n\nIndia is the world's second-largest producer of steel.": "another order",
        "Ann Lee is serving her second term as mayor. She wants to serve her third term as mayor.": "a term to come",
        "India was the world's fifth-largest economy in 2020. It exports steel.\n\nIndia is the world's third-largest economy.": "another year",
    },
)
def two_ranks(article: Article) -> Iterator[Proposal]:
    """One thing called "the third" here and "the fourth" there, in the same row, window and time.

    Compared are ranks said of an event in words such as "it was the third … this year" with the same window and the same people;
    places in an order ("third-largest economy") of one thing; and terms of office that run at the time of writing.
    """
    rows = [(row, claim_of(article, row.ordinal.span)) for row in ranked(article)]
    seen: set[int] = set()
    for (a, first), (b, second) in combinations(rows, 2):
        if first is None or second is None or first is second or b.ordinal.span.start in seen:
            continue
        if a.ordinal.rank == b.ordinal.rank or not _one_row(a, b) or not _at_once(first, second):
            continue
        if _one_event(a, b, first, second) or _one_place(article, a, b, first, second) or _one_term(article, a, b, first, second):
            seen.add(b.ordinal.span.start)
            yield Proposal(
                b.ordinal.span,
                f"“{b.ordinal.span.slice(article.document.text)}” stands here and “{a.ordinal.span.slice(article.document.text)}” earlier, "
                "of the same row at the same time.",
                (Place(a.ordinal.span, f"number {a.ordinal.rank}"),),
            )


def _one_row(a: Ranked, b: Ranked) -> bool:
    return (
        a.ordinal.rule == b.ordinal.rule
        and content(a.ordinal.item) == content(b.ordinal.item)
        and a.ordinal.since == b.ordinal.since
        and a.ordinal.until == b.ordinal.until
        and a.sentence.index != b.sentence.index
    )


def _at_once(first: Claim, second: Claim) -> bool:
    """Whether both are stated, in one tense, by one voice, at no different times."""
    times = [{(t.value, t.begin) for t in claim.times} for claim in (first, second)]
    said = [[hop.resolved_source or hop.source for hop in claim.attribution] for claim in (first, second)]
    return (
        times[0] == times[1]
        and said[0] == said[1]
        and first.predicate.tense == second.predicate.tense
        and all(c.polarity == "positive" and c.modality == "asserted" and not c.hedges for c in (first, second))
    )


def _one_event(a: Ranked, b: Ranked, first: Claim, second: Claim) -> bool:
    """ "It was the union's third strike this year": said of the event itself, both times with the window."""
    return (
        a.windowed
        and a.whose == b.whose
        and bool(a.whose)
        and first.predicate.lemma.lower() in _SAYING_WHICH
        and second.predicate.lemma.lower() in _SAYING_WHICH
    )


def _one_place(article: Article, a: Ranked, b: Ranked, first: Claim, second: Claim) -> bool:
    """ "Is the world's third-largest economy": the same subject, and the same words around the item."""
    if a.ordinal.rule != "ranked_superlative":
        return False
    who = [argument(claim, "subject") for claim in (first, second)]
    keys = [identity(article, subject) for subject in who if subject is not None]
    scopes = [
        frozenset(w.lemma.lower() for w in r.sentence.subtree(r.noun, without=_AROUND) if w.upos in ("NOUN", "PROPN", "ADJ"))
        for r in (a, b)
    ]
    ranks = [frozenset(w.lemma.lower() for w in r.sentence.words if w.span.overlaps(r.ordinal.span)) for r in (a, b)]
    return (
        len(keys) == 2
        and keys[0] is not None
        and keys[0] == keys[1]
        and scopes[0] - ranks[0] == scopes[1] - ranks[1]
        and first.predicate.lemma.lower() == second.predicate.lemma.lower() == "be"
    )


_AROUND = ("nsubj", "cop", "aux", "advcl", "acl", "punct", "cc", "conj", "appos", "parataxis", "advmod")


def _one_term(article: Article, a: Ranked, b: Ranked, first: Claim, second: Claim) -> bool:
    """ "Is serving her second term": what one has at a time, in the present tense."""
    if a.noun.lemma.lower() not in _STRETCHES or not a.whose or a.whose != b.whose or first.predicate.tense != "present":
        return False
    return first.predicate.lemma.lower() in _RUNNING and second.predicate.lemma.lower() in _RUNNING and a.sentence.index != b.sentence.index
