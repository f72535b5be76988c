"""Who a relative clause is about: "X is a politician who has been mayor since 2019" says of X that X has been mayor since 2019."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimcheck.lookup.compare.nominal import told_by_nouns
from claimcheck.lookup.compare.participants import own_names
from claimcheck.lookup.compare.predicates import kinds_of_noun, profile
from claimcheck.lookup.compare.vocabulary import DISASTERS, MUTUAL, kinds
from claimcheck.lookup.compare.words import noun_of
from claimcheck.lookup.statement import Participant, Statement

#: Statements before one that may be those of the sentence before, and the characters that end a sentence.
_NEAR, _GAP = 4, 3


def linked(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of one text, with the subject of "X is a …" in place of that noun where it is the subject of its relative clause.

    An accident or attack of which one sentence says several things is where and when the first of them says: "hit Chile on 3 May, killing 12".
    """
    said = [
        (p, s) for s in statements if s.predicate == "be" and s.polarity == "positive" for p in s.participants if p.role == "complement"
    ]
    made = [_placed(_linked(statement, said), statements) for statement in statements]
    made = [_in_what(statement, made[max(number - _NEAR, 0) : number]) for number, statement in enumerate(made)]
    made = [_called_to_mind(statement, made[max(number - _NEAR, 0) : number]) for number, statement in enumerate(made)]
    return [each for statement in made for each in (statement, *told_by_nouns(statement))]


def _called_to_mind(statement: Statement, before: Sequence[Statement]) -> Statement:
    """ "X called Y on 1 July; it was their second call": the day of the one is that of the other."""
    last = next((s for s in reversed(before) if s.times and 0 <= statement.span.start - s.span.end <= _GAP), None)
    if last is None or statement.times or not statement.ordinals or statement.predicate != "be":
        return statement
    call = any(p.role == "complement" and kinds_of_noun(noun_of(p.head)) & MUTUAL for p in statement.participants)
    begins = statement.setting.sentence.casefold().startswith(("it ", "this ", "that ")) and not own_names(statement.participants[0])
    if not (call and begins):
        return statement
    return replace(statement, times=tuple(t for t in last.times if t.relation is None))


def _in_what(statement: Statement, before: Sequence[Statement]) -> Statement:
    """ "X became mayor, succeeding Y": X succeeds Y as mayor."""
    subject = next((p for p in statement.participants if p.role == "subject" and own_names(p)), None)
    clause = statement.predicate in ("succeed", "replace") and statement.tense == "none"
    if subject is None or not clause or any(p.text.casefold().startswith("as ") for p in statement.participants):
        return statement
    for other in reversed(before):
        whose = any(p.role in ("subject", "object") and own_names(p) == own_names(subject) for p in other.participants)
        if whose and other.span.overlaps(statement.span) and (office := profile(other).office) is not None:
            text = office.text if office.text.casefold().startswith("as ") else f"as {office.text}"
            return replace(statement, participants=(*statement.participants, replace(office, role="oblique", text=text)))
    return statement


def _placed(statement: Statement, statements: Sequence[Statement]) -> Statement:
    subject = next((p for p in statement.participants if p.role == "subject"), None)
    if subject is None or statement.times or any(p.names for p in statement.participants):
        return statement
    if not {kind.name for kind in kinds().get(noun_of(subject.head), ())} & DISASTERS:
        return statement
    for other in statements:
        if (
            other is not statement
            and other.polarity == "positive"
            and any(p.role == "subject" and p.span == subject.span for p in other.participants)
        ):
            where = tuple(replace(p, role="oblique") for p in other.participants if p.names and p.role in ("object", "place", "oblique"))
            when = tuple(p for p in other.participants if p.role == "time")
            return replace(statement, participants=(*statement.participants, *where, *when), times=other.times)
    return statement


def _linked(statement: Statement, said: Sequence[tuple[Participant, Statement]]) -> Statement:
    subject = next((p for p in statement.participants if p.role == "subject"), None)
    if subject is None or own_names(subject):
        return statement
    for complement, of in said:
        holder = next((p for p in of.participants if p.role == "subject" and own_names(p)), None)
        if holder is not None and of is not statement and subject.span.start == complement.span.start and subject.head == complement.head:
            named = replace(subject, names=holder.names, head=holder.head, kind=holder.kind)
            return replace(statement, participants=tuple(named if p is subject else p for p in statement.participants))
    return statement
