"""How long somebody held an office, against the years in which they took it and left it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.lengths import length_of, spoken_length, stretch_of
from claimcheck.consistency.moments import Happening, argument, happenings, subject_person
from claimcheck.model import Claim
from claimcheck.rules import rule

_OFFICE = re.compile(r"\s+(?:in|at)\s+(?:the\s+)?(?:office|power|job|helm|post|charge)\b", re.IGNORECASE)
_HELD = frozenset({"office", "power", "charge", "helm", "post", "job"})
#: "Took office", "came to power"; "was sworn in", "became".
_TAKE = frozenset({"take", "assume", "come", "enter", "rise", "ascend", "seize"})
_LEAVE = frozenset({"resign", "quit", "retire", "oust", "depose", "overthrow", "topple"})
_GIVE_UP = frozenset({"leave", "lose", "relinquish", "vacate"})
#: Somebody who was there twice, or in another office before.
_AGAIN = re.compile(
    r"\b(?:again|returned?|second|third|fourth|re-?elected|first came|altogether|in all|total|combined|as (?:prime )?minister)\b",
    re.IGNORECASE,
)


@rule(
    "consistency",
    severity="warning",
    yes={
        "After {12 years} in office, Ann Lee resigned in 2025. Lee took office in 2018.": "7 years, or 8 counting both ends",
        "Tom Brown came to power in 1990.\n\nBrown was ousted in 2004 after {20 years} in power.": "14 or 15 years",
    },
    no={
        "After seven years in office, Ann Lee resigned in 2025. Lee took office in 2018.": "2018 to 2025",
        "After 12 years in office, Ann Lee resigned in 2025. Tom Brown took office in 2018.": "another person",
        "After 12 years in office, Ann Lee resigned in 2025. Lee took office again in 2018.": "it was not the first time",
        "After 12 years in office, Ann Lee resigned. Lee took office in 2018.": "nothing tells when she resigned",
    },
)
def term_against_dates(article: Article) -> Iterator[Proposal]:
    """ "After 12 years in office" where the same person took office in 2018 and left it in 2025.

    It speaks where the article gives one date of each, and nothing says that somebody held the office more than once.
    """
    known: tuple[dict[str, list[Happening]], dict[str, list[Happening]]] | None = None
    for time in article.times:
        length = length_of(time)
        if length is None or length.unit not in "MY" or not _OFFICE.match(article.document.text, time.span.end):
            continue
        people = {p for claim in article.claims_at(time.span) if claim.polarity == "positive" and (p := subject_person(article, claim))}
        if len(people) != 1:
            continue
        known = known or _terms(article)
        person = people.pop()
        begins, ends = known[0].get(person, []), known[1].get(person, [])
        if len({h.time.value for h in begins}) != 1 or len({h.time.value for h in ends}) != 1:
            continue
        begin, end = begins[0], ends[0]
        stretch = stretch_of(begin.time, end.time)
        sentences = [article.sentence_at(span) for span in (time.span, begin.time.span, end.time.span)]
        if stretch is None or stretch.fits(length, round_the_clock=True) or any(s is None or _AGAIN.search(s.text) for s in sentences):
            continue
        yield Proposal(
            time.span,
            f"{person} is said to have held the office for {spoken_length(length)}, "
            f"but took it in {begin.begin.year} and left it in {end.end.year}.",
            (Place(begin.time.span, "The office was taken then."), Place(end.time.span, "The office was left then.")),
            stretch.spoken(),
        )


def _terms(article: Article) -> tuple[dict[str, list[Happening]], dict[str, list[Happening]]]:
    """When each person took an office, and left one."""
    begins: dict[str, list[Happening]] = {}
    ends: dict[str, list[Happening]] = {}
    for happening in happenings(article):
        lives = begins if _takes(happening.claim) else ends if _leaves(happening.claim) else None
        if lives is None:
            continue
        person = subject_person(article, happening.claim)
        if person:
            lives.setdefault(person, []).append(happening)
    return begins, ends


def _takes(claim: Claim) -> bool:
    verb = claim.predicate.lemma
    return verb in _TAKE and _holds(claim) or verb == "swear" and claim.predicate.voice == "passive" or verb == "become"


def _leaves(claim: Claim) -> bool:
    verb = claim.predicate.lemma.removesuffix("ed") if claim.predicate.lemma == "ousted" else claim.predicate.lemma
    if verb == "step":
        return "down" in claim.predicate.text.lower().split() or any(a.text.lower() == "down" for a in claim.arguments)
    passive = verb in ("oust", "depose", "overthrow", "topple")
    return verb in _GIVE_UP and _holds(claim) or verb in _LEAVE and (not passive or claim.predicate.voice == "passive")


def _holds(claim: Claim) -> bool:
    slots = [argument(claim, "object"), argument(claim, "oblique"), argument(claim, "place")]
    return any(slot and slot.text.lower().split()[-1:] and slot.text.lower().split()[-1] in _HELD for slot in slots)
