"""Statements of the same thing the other way round: "The capital of X is Y" and "Y is the capital of X"."""

from __future__ import annotations

import re
from dataclasses import replace

from claimcheck.lookup.compare.bilateral import by_both
from claimcheck.lookup.compare.participants import own_names
from claimcheck.lookup.compare.vocabulary import TITLES, labels
from claimcheck.lookup.compare.words import noun_of
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Span

#: Nouns, beside titles, that one at a time can be.
_ALONE = TITLES | {"capital"}

_HANDED = frozenset({"give", "hand"})
_RECEIVED = frozenset({"receive", "get"})
_AS_BY = re.compile(r"(as\s(?:(?!by\b)\S+\s)+)(by\s.+)", re.IGNORECASE | re.DOTALL)
_OVER = re.compile(r"(?:\w+\s+){0,2}(?:take|takes|took|taken|taking)\s+over\s", re.IGNORECASE)
_PASSIVE = re.compile(r"(?:(?:has|have|had)\s+)?(?:is|are|was|were|been|being)\s", re.IGNORECASE)


def turned(statement: Statement) -> Statement:
    """The statement with who or what holds something as its subject, whichever way round it is said."""
    return _holder_first(_sentenced(_into_office(_taken_over(_by_whom(by_both(_of_label(statement)))))))


def _sentenced(statement: Statement) -> Statement:
    """ "X was given a sentence of two years", "received a prison sentence of two years" as "sentenced X to two years"."""
    told = next((p for p in statement.participants if p.role == "object" and noun_of(p.head) == "sentence"), None)
    if told is None or statement.predicate not in _HANDED | _RECEIVED or statement.polarity != "positive":
        return statement
    convict = next((p for p in statement.participants if p.role == "indirect-object"), None)
    if convict is None and (statement.predicate in _RECEIVED or _PASSIVE.match(_verb(statement))):
        convict = next((p for p in statement.participants if p.role == "subject"), None)
    if convict is None:
        return statement
    changed = {told: replace(told, role="time"), convict: replace(convict, role="object")}
    return replace(statement, predicate="sentence", participants=tuple(changed.get(p, p) for p in statement.participants))


def _taken_over(statement: Statement) -> Statement:
    """ "took over its rival X" as "acquired its rival X"."""
    bought = next((p for p in statement.participants if p.role == "object" and own_names(p)), None)
    if statement.predicate != "take" or bought is None or bought.kind not in ("organization", None):
        return statement
    start = statement.predicate_span.start - statement.span.start
    over = _OVER.match(statement.setting.sentence[max(start, 0) :])
    return replace(statement, predicate="acquire") if over else statement


def _by_whom(statement: Statement) -> Statement:
    """ "sworn in as mayor by Ann Lee", whose agent the parse hangs on the office, with the two apart."""
    if any(p.role == "subject" for p in statement.participants):
        return statement
    told = next((p for p in statement.participants if p.role == "oblique" and _AS_BY.match(p.text)), None)
    match = _AS_BY.match(told.text) if told is not None else None
    if told is None or match is None or told.span.end - told.span.start != len(told.text) or not own_names(told):
        return statement
    if not all(told.text.find(name) >= match.start(2) for name in told.names):
        return statement
    at = told.span.start
    title = match[1].rstrip()
    office = Participant("oblique", title, Span(at, at + len(title)), title.split()[-1])
    agent = replace(told, role="subject", text=match[2], span=Span(at + match.start(2), told.span.end))
    rest = tuple(p for p in statement.participants if p is not told)
    return replace(statement, participants=(*rest, office, agent))


def _verb(statement: Statement) -> str:
    """The predicate as it is written, with its auxiliaries: "was given"."""
    start = statement.predicate_span.start - statement.span.start
    return statement.setting.sentence[max(start, 0) : statement.predicate_span.end - statement.span.start]


def _into_office(statement: Statement) -> Statement:
    """ "took office as mayor" as "became mayor"."""
    office = next((p for p in statement.participants if p.role == "object" and p.head.casefold() == "office"), None)
    if office is None or statement.predicate not in ("take", "assume", "enter"):
        return statement
    if not any(p.role == "oblique" and p.text.casefold().startswith("as ") for p in statement.participants):
        return statement
    return replace(statement, predicate="become", participants=tuple(p for p in statement.participants if p is not office))


def _of_label(statement: Statement) -> Statement:
    """A database's fact of who holds an office somewhere, as that holder's: "X – chairperson: Y" as "Y is chairperson of X"."""
    kind = labels().get(statement.predicate.casefold(), ("", frozenset()))[0]
    holder = next((p for p in statement.participants if p.role in ("complement", "object")), None)
    place = next((p for p in statement.participants if p.role == "subject"), None)
    if kind != "holder" or holder is None or place is None:
        return statement
    title = f"{statement.predicate} of {place.text}"
    office = Participant("complement", title, statement.predicate_span, statement.predicate.split()[-1], place.names)
    rest = tuple(p for p in statement.participants if p not in (holder, place))
    return replace(statement, predicate="position held", participants=(replace(holder, role="subject"), office, *rest))


def _holder_first(statement: Statement) -> Statement:
    """ "The mayor of Ghent is Jan Peeters" as "Jan Peeters is the mayor of Ghent"."""
    if statement.predicate != "be":
        return statement
    title = next((p for p in statement.participants if p.role == "subject"), None)
    holder = next((p for p in statement.participants if p.role == "complement"), None)
    if title is None or holder is None or not title.names or own_names(title) or not own_names(holder) or noun_of(title.head) not in _ALONE:
        return statement
    changed = {title: replace(title, role="complement"), holder: replace(holder, role="subject")}
    return replace(statement, participants=tuple(changed.get(p, p) for p in statement.participants))
