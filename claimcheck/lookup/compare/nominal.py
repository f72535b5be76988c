"""Happenings told by a noun: "an exchange of fire between A and B on 20 August" says that A and B exchanged fire on that day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claimcheck.lookup.compare.vocabulary import kinds
from claimcheck.lookup.compare.words import is_verb, noun_of, verb_of, verbs_behind
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Role, Span, TimeExpression

#: Verbs that only say that their subject was.
_OCCURS = frozenset("happen occur come be begin start follow last".split())
#: Kinds of which what stands after "of" does it, or it befalls it.
_OF_SUBJECT = frozenset("die resign retire visit sink collapse crash arrive leave land rise fall".split())
#: Verbs that say of somebody that they did what their object names.
_DOES = frozenset("end make pay conclude complete begin start hold finish".split())
#: Nouns without the ending of one.
_VERBS = {"death": "die", "loss": "lose", "sale": "sell"}
_PART = re.compile(r"\s(between|of|by|to|with|against|from)\s(?=\S)", re.IGNORECASE)
_END = re.compile(r"\s(?:on|in|at|near|after|before|during|until|since|that|which|when|where|who)\s|[,;:(]")
_TWO = 2
_LENGTH = re.compile(r"PT?\d")


def told_by_nouns(statement: Statement) -> tuple[Statement, ...]:
    """The statements that nouns of happening in it make, in the order of its participants; most statements have none."""
    if statement.polarity != "positive":
        return ()
    return tuple(_derived(statement))


def _derived(statement: Statement) -> Iterator[Statement]:
    placed = any(p.role == "object" and p.head.casefold() == "place" for p in statement.participants)
    for p in statement.participants:
        kind = _kind(p)
        if kind is None or p.span.end - p.span.start != len(p.text):
            continue
        parts = _parts(p, kind)
        if not parts:
            continue
        inside = tuple(t for t in statement.times if t.span in p.span)
        if p.role == "complement" and verb_of(statement.predicate) == "be":
            subject = next((q for q in statement.participants if q.role == "subject"), None)
            times = tuple(t for t in statement.times if subject is None or t.span not in subject.span)
            rest = _others(statement, p, ("time", "place"))
        elif p.role == "subject" and (verb_of(statement.predicate) in _OCCURS or placed):
            # when it was; the year inside its own phrase is that too
            times, rest = statement.times, _others(statement, p, ("time", "place", "oblique"))
        else:
            when = next((q for q in statement.participants if q.role == "time" and q.span.start == p.span.end + 1), None)
            times = (*inside, *(t for t in statement.times if when is not None and t.span in when.span))
            rest = (when,) if when is not None else ()
            if not times:
                continue
        yield _statement(statement, p, kind, parts, rest, times)


def lengths_told(statement: Statement) -> Iterator[tuple[Statement, Participant]]:
    """ "a four-day visit to Japan" in a claim, as the statement of the visit with how long it was, and the phrase."""
    for p in statement.participants:
        held = tuple(t for t in statement.times if t.type == "DURATION" and t.span in p.span and _LENGTH.match(t.value or ""))
        kind = _kind(p)
        if p.role not in ("object", "oblique", "complement") or not held or kind is None or p.span.end - p.span.start != len(p.text):
            continue
        parts = _parts(p, kind)
        subject = next((q for q in statement.participants if q.role == "subject"), None)
        if subject is not None and verb_of(statement.predicate) in _DOES and not any(q.role == "subject" for q in parts):
            parts = (subject, *parts)
        if parts:
            yield _statement(statement, p, kind, parts, (), held), p


def _statement(
    statement: Statement,
    p: Participant,
    kind: str,
    parts: tuple[Participant, ...],
    rest: tuple[Participant, ...],
    times: tuple[TimeExpression, ...],
) -> Statement:
    at = p.span.start + max(p.text.casefold().find(p.head.casefold()), 0)
    return replace(
        statement,
        predicate=kind,
        predicate_span=Span(at, at + len(p.head)),
        participants=(*parts, *rest),
        times=times,
        quantities=tuple(q for q in statement.quantities if q.span in p.span),
        ordinals=tuple(o for o in statement.ordinals if o.span in p.span),
    )


def _others(statement: Statement, p: Participant, roles: tuple[str, ...]) -> tuple[Participant, ...]:
    return tuple(q for q in statement.participants if q.role in roles and not q.span.overlaps(p.span))


def _kind(p: Participant) -> str | None:
    """The verb, or the noun of the table of happenings, that a noun of action stands for."""
    noun = noun_of(p.head)
    if not p.head.islower() or not p.names:
        return None
    verbs = [verb for verb in sorted(verbs_behind(noun)) if verb in kinds() and is_verb(verb)]
    return next(iter(verbs), _VERBS.get(noun, noun if noun in kinds() else None))


def _parts(p: Participant, kind: str) -> tuple[Participant, ...]:
    """Who and what takes part, by the prepositions after the noun; none where none of them is named."""
    at = p.text.casefold().find(p.head.casefold()) + len(p.head)
    found: list[Participant] = []
    matches: list[re.Match[str]] = []
    for match in _PART.finditer(p.text, at):
        again = any(m[1].casefold() == match[1].casefold() for m in matches)  # "of the mother of Ann Lee"
        if not again and not _inside_name(p, match.start(1), match.end(1)):
            matches.append(match)
    stop = _END.search(p.text, at)
    for number, match in enumerate(matches):
        if number == 0 and match.start() != at or stop and match.start() > stop.start():
            break
        end = min([m.start() for m in matches[number + 1 : number + 2]] + ([stop.start()] if stop else []) + [len(p.text)])
        if end <= match.end():
            break
        found.append(_part(p, match[1].casefold(), match.end(), end, kind))
    return tuple(found) if any(part.names for part in found) else ()


def _inside_name(p: Participant, start: int, end: int) -> bool:
    """ "of" in "Bank of Sudria"."""
    return any(0 <= (at := p.text.find(name)) <= start and end <= at + len(name) for name in p.names)


def _part(p: Participant, preposition: str, start: int, end: int, kind: str) -> Participant:
    text = p.text[start:end]
    names = tuple(sorted((name for name in p.names if name in text), key=text.find))
    if (
        not names
        and preposition == "between"
        and len(p.names) == _TWO
        and re.match(r"(?:the|these) two\b|them\b|both\b", text, re.IGNORECASE)
    ):
        names = p.names
        return Participant(
            "subject", f"{names[0]} and {names[1]}", Span(p.span.start + start, p.span.start + end), names[0].split()[-1], names
        )
    sorts = {k.name for k in kinds().get(kind, ())}
    role: Role = "oblique"
    if preposition in ("between", "by"):
        role = "subject"
    elif preposition == "of":
        role = "subject" if sorts & _OF_SUBJECT else "object"
    elif preposition == "with" or preposition == "to" and "visit" in sorts:
        role = "object"
    named = bool(names) and (text.startswith(names[0]) or text.endswith(names[-1]) and not re.search(r"\s(?:of|in|at|for)\s", text))
    head = names[0].split()[-1] if named else next(iter(re.split(r"\s(?:of|in|at|for)\s", text)[0].split()[-1:]), text)
    return Participant(role, text, Span(p.span.start + start, p.span.start + end), head, names)
