"""Who and what takes part: when two participants are the same, and when they surely are not."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from claimcheck.calendar_names import MONTHS, WEEKDAYS
from claimcheck.lookup.compare.names import country, other_name, parts, same_name
from claimcheck.lookup.compare.vocabulary import GENERIC, kinds
from claimcheck.lookup.compare.words import noun_of, tokens
from claimcheck.lookup.statement import Participant

#: Roles of those that take part, without whom it would be another happening.
CORE = ("subject", "object", "indirect-object", "complement")
_CALENDAR = frozenset(name.casefold() for name in (*MONTHS, *WEEKDAYS))
_PRONOUNS = frozenset(
    """he she it they him her them his its their this that these those who which what we us i you one ones some many most all both each others
    another somebody someone something everybody everyone nobody no-one there whom whose himself herself itself themselves""".split()
)


@lru_cache(maxsize=20000)
def own_names(participant: Participant) -> tuple[str, ...]:
    """The names that the participant is, not those that are only in it: "Larissa" is not the crash in Larissa."""
    if not participant.names or not participant.head.strip():
        return ()
    head = participant.head.casefold().removesuffix("'s").removesuffix("’s")
    named = tuple(name for name in participant.names if head in [w.casefold() for w in name.split()] or head == name.casefold())
    if not named:
        return ()
    if not any(name.split()[-1] in participant.text for name in named):
        return named[:1]  # its text only describes it
    rest = participant.text
    for name in sorted(participant.names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    sides = {name.split()[0].casefold() for name in participant.names if name not in participant.text}  # "North and South Korea"
    return participant.names if set(tokens(rest)) <= {"and", "the", "both", "by", "with", *sides} else named[:1]


def pronoun(participant: Participant) -> bool:
    """Whether it does not say who."""
    return not participant.names and participant.head.casefold() in _PRONOUNS


@lru_cache(maxsize=20000)
def telling(participant: Participant) -> frozenset[str]:
    """Content words in their dictionary form, without names and without what any such phrase may hold; countries by their name."""
    named = {part for name in participant.names for part in parts(name)}
    return frozenset(
        noun_of(w) for w in tokens(participant.text) if w not in named | _CALENDAR and w not in GENERIC and country(w.title()) is None
    )


_END_OF_TITLE = re.compile(r"\s(?:by|since|until|who|which|that|when|where|on|after|before|from|during)\b|[,;–—]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=20000)
def title_words(text: str) -> frozenset[str]:
    """An office as its words: "US Secretary of Defense" and "United States Defence Secretary" are the same set."""
    found: set[str] = set()
    rest = _END_OF_TITLE.split(_IN_BRACKETS.sub(" ", text))[0]
    for word in sorted(set(rest.replace(",", " ").split()), key=lambda w: (-len(w), w)):
        name = country(word)
        if name is not None:
            found.add(name.casefold())
            rest = rest.replace(word, " ")
    for pair in zip(text.split(), text.split()[1:], strict=False):
        name = country(" ".join(pair))
        if name is not None:
            found.add(name.casefold())
            rest = " ".join(w for w in rest.split() if w not in pair)
    for word in parts(rest):
        if word not in GENERIC and word not in ("as", "in", "at"):
            found.add(noun_of(word))
    return frozenset(found)


#: What a head of government or of state is called.
_HEADS = {
    frozenset({"head", "government"}): (frozenset({"prime", "minister"}), frozenset({"premier"}), frozenset({"chancellor"})),
    frozenset({"head", "state"}): (frozenset({"president"}), frozenset({"king"}), frozenset({"queen"})),
}


def office_words(text: str, other: str) -> frozenset[str]:
    """`title_words`, in the words of another title where that says "head of government" or "head of state"."""
    words, there = title_words(text), title_words(other)
    for generic, called in _HEADS.items():
        if generic <= there and not generic <= words:
            return next((words - name | generic for name in called if name <= words), words)
    return words


def shared_names(one: Participant, other: Participant) -> list[str]:
    """The names of the one that the other has too."""
    return [name for name in one.names if any(same_name(name, there) for there in other.names)]


def same(one: Participant, other: Participant) -> bool:
    """Whether both surely are the same: their own names, or the same noun with nothing that tells them apart."""
    first, second = own_names(one), own_names(other)
    if first or second:
        if min(len(first), len(second)) > 1 and another_pair(first, second):
            return False
        return bool(first and second) and any(same_name(a, b) for a in first for b in second)
    if pronoun(one) or pronoun(other) or not same_head(one, other):
        return False
    if one.names and other.names and not shared_names(one, other):
        return False
    return telling(one) <= telling(other) or telling(other) <= telling(one)


def another_pair(first: Collection[str], second: Collection[str]) -> bool:
    """Whether each has one that the other has not: what A and B did together is not what A and C did."""
    return any(not any(same_name(a, b) for b in second) for a in first) and any(not any(same_name(a, b) for a in first) for b in second)


def shifted(text: str, words: frozenset[str]) -> frozenset[str]:
    """Those of some words that a title holds, before what it is of: "deputy", "former"."""
    return frozenset(part for word in tokens(_END_OF_TITLE.split(text)[0]) for part in word.split("-")) & words


def covers(evidence: Participant, claim: Participant, told: Collection[str]) -> bool:
    """Whether the evidence's common noun is told by all that the claim's is told by, countries among it, and names among `told`, those of
    the evidence. Of several names, it has all."""
    named = own_names(claim)
    if named:
        return len(named) == 1 or all(any(same_name(name, there) for there in evidence.names) for name in named)
    if not all(any(same_name(name, there) for there in told) for name in claim.names if country(name) is None):
        return False
    if claim.role == "subject":
        return True
    lands = {country(word.title()) for word in tokens(claim.text)} <= {country(word.title()) for word in tokens(evidence.text)} | {None}
    return telling(claim) <= telling(evidence) and lands


def same_head(one: Participant, other: Participant) -> bool:
    """The same noun, or nouns for one kind of happening."""
    a, b = noun_of(one.head), noun_of(other.head)
    return bool(a) and (a == b or bool({k.name for k in kinds().get(a, ())} & {k.name for k in kinds().get(b, ())}))


def different(one: Participant, other: Participant) -> bool:
    """Whether both are named, and surely are not the same."""
    first, second = own_names(one), own_names(other)
    return bool(first and second) and all(other_name(a, b) for a in first for b in second)
