"""Relations of two countries: "Relations between A and B were established" says that A and B established relations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.lookup.compare.names import country, same_name
from claimcheck.lookup.compare.participants import own_names
from claimcheck.lookup.statement import Participant, Statement

#: What two do with one another, be it said without who does it.
_TOGETHER = frozenset("establish sever restore sign conclude".split())
_TITLE = re.compile(r"(?P<a>[A-Z][\w'’ ]*?)\s*[–—-]\s*(?P<b>[A-Z][\w'’ ]*?) relations")
_BETWEEN = re.compile(r"\sbetween\s", re.IGNORECASE)
_PAIR = 2


def by_both(statement: Statement) -> Statement:
    """ "Diplomatic relations between A and B were established" as "A and B established diplomatic relations"."""
    if statement.predicate not in _TOGETHER or any(p.role == "subject" for p in statement.participants):
        return statement
    told = next((p for p in statement.participants if p.role == "object"), None)
    match = _BETWEEN.search(told.text) if told is not None else None
    if told is None or match is None or own_names(told) or len(told.names) != _PAIR:
        return statement
    if not all(told.text.find(name.split()[-1]) >= match.end() for name in told.names):
        return statement
    return _done_by(statement, told, replace(told, text=told.text[: match.start()], names=()), told.names)


def of_the_title(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of one text; on the page "A–B relations", relations that were established are those of A and B."""
    match = _TITLE.fullmatch(statements[0].setting.title) if statements else None
    return tuple(_of_title(statement, (match["a"], match["b"])) for statement in statements) if match else tuple(statements)


def _of_title(statement: Statement, names: tuple[str, str]) -> Statement:
    told = next((p for p in statement.participants if p.role == "object"), None)
    if told is None or statement.predicate not in _TOGETHER or any(p.names or p.role == "subject" for p in statement.participants):
        return statement
    return _done_by(statement, told, told, names) if told.head.casefold() in ("relation", "relations", "ties") else statement


def _done_by(statement: Statement, told: Participant, instead: Participant, names: tuple[str, ...]) -> Statement:
    both = Participant("subject", " and ".join(names), told.span, names[0].split()[-1], names)
    rest = tuple(instead if p is told else p for p in statement.participants)
    return replace(statement, participants=(both, *rest))


def two_alike(one: Participant, other: Participant) -> bool:
    """Whether both are the same two, countries among them."""
    first, second = own_names(one), own_names(other)
    if not len(first) == len(second) == _PAIR or len({country(name) or name for name in first}) < _PAIR:
        return False
    return all(any(same_name(a, b) for b in second) for a in first)
