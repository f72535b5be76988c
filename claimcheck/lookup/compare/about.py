"""A text with a title: "it", "the bridge", "the collapse" in it are what the title names, where nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.lookup.compare.bilateral import of_the_title
from claimcheck.lookup.compare.casualties import casualties
from claimcheck.lookup.compare.names import parts, same_name
from claimcheck.lookup.compare.participants import own_names
from claimcheck.lookup.compare.titles import Topic, person_like, topic_of
from claimcheck.lookup.compare.vocabulary import DISASTERS, kinds
from claimcheck.lookup.compare.words import noun_of, tokens
from claimcheck.lookup.statement import Participant, Statement

_PERSONAL = frozenset({"he", "she", "him", "her"})
_ROLES = ("subject", "object")
#: What an organisation may be called.
_BODIES = frozenset("company firm group organisation organization".split())
#: What a company reports of itself, and the words beside that tell no other's.
_BALANCE = frozenset("profit revenue turnover sale earnings income loss asset workforce headcount".split())
_BALANCE_IDLE = frozenset("in net operating gross pre-tax annual total the its yearly quarterly group".split())
_THE = re.compile(r"the\s", re.IGNORECASE)
_STOP = re.compile(r"[.!?]\s|\n")
#: Verbs that say of an event that it was.
_OCCURS = frozenset("happen occur take be begin start break come strike hit".split())


def titled(statements: Sequence[Statement], text: str = "") -> tuple[Statement, ...]:
    """The statements of one text, in its order, with their title's subject in place of what stands for it.

    `text`: what the spans point into. An event's day is put beside what the text says of its dead and injured.
    """
    topic = topic_of(statements[0].setting.title) if statements else None
    if topic is None:
        return of_the_title(statements)
    return _dated(_Reading(topic, statements, text).resolved(), topic, text)


class _Reading:
    def __init__(self, topic: Topic, statements: Sequence[Statement], text: str):
        self.topic, self.statements, self.text = topic, statements, text
        everybody = [p for s in statements for p in s.participants]
        said = self._said()
        body = any(p.kind == "organization" and self.is_it(p) for p in everybody)
        self.body = body or bool(said & _BODIES)
        self.nouns = topic.nouns | said | (_BODIES if body else frozenset())
        called = any(p.kind == "person" and topic.name in own_names(p) for p in everybody)
        spoken = person_like(topic) and any(p.head.casefold() in _PERSONAL and not p.names for p in everybody)
        self.person = (called or spoken) and not self._thing(said)

    def resolved(self) -> tuple[Statement, ...]:
        made: list[Statement] = []
        for number, statement in enumerate(self.statements):
            changed = tuple(self._stands_for(p, statement, made, number) for p in statement.participants)
            made.append(self._of_it(replace(statement, participants=changed)))
        return tuple(made)

    def _of_it(self, statement: Statement) -> Statement:
        """ "Net profit was $3 million" on a company's page is the company's."""
        subject = next((p for p in statement.participants if p.role == "subject"), None)
        if self.topic.event or subject is None or any(p.names for p in statement.participants):
            return statement
        words = {noun_of(word) for word in tokens(subject.text)}
        if not ((self.body or not self.person) and words & _BALANCE and words <= _BALANCE | _BALANCE_IDLE):
            return statement
        holder = Participant("oblique", f"of {self.topic.name}", subject.span, self.topic.head, self.topic.names, "organization")
        return replace(statement, participants=(*statement.participants, holder))

    def _thing(self, said: frozenset[str]) -> bool:
        """Whether the text takes the title for no person: "The Aurora was a Danish ferry"."""
        if said:
            return not said & (nouns("person") | nouns("title"))
        return any(
            self.is_it(p) and (p.kind not in ("person", None) or _THE.match(p.text)) for s in self.statements for p in s.participants
        )

    def _said(self) -> frozenset[str]:
        """ "X is a Norwegian shipping company": then it may be called the company."""
        found: set[str] = set()
        for statement in self.statements:
            subject = next((p for p in statement.participants if p.role == "subject"), None)
            if statement.predicate == "be" and statement.polarity == "positive" and subject is not None and self.is_it(subject):
                found.update(noun_of(p.head) for p in statement.participants if p.role == "complement" and not own_names(p))
        return frozenset(found)

    def is_it(self, p: Participant) -> bool:
        """Whether a participant is named as the title is."""
        if not self.topic.event:
            return any(parts(name) == parts(self.topic.name) or _bare(self.topic, name) for name in own_names(p))
        return is_event(p, self.topic)

    def _stands_for(self, p: Participant, statement: Statement, before: Sequence[Statement], number: int) -> Participant:
        if p.names or p.role not in _ROLES:
            return p
        words = p.text.casefold().split()
        personal = len(words) == 1 and words[0] in _PERSONAL
        if self.person:
            fits = personal and self._alone(before)
        elif words == ["it"]:
            fits = self._goes_on(p, before, number)
        else:
            definite = len(words) == 2 and words[0] in ("the", "this") and noun_of(words[1]) == words[1]
            fits = definite and words[1] in self.nouns and not self._another(words[1], before)
        return self._title(p) if fits else p

    def _title(self, p: Participant) -> Participant:
        kind = "person" if self.person else p.kind
        text = f"the {self.topic.name}" if self.topic.event else self.topic.name
        return replace(p, text=text, head=self.topic.head, names=self.topic.names, kind=kind)

    def _alone(self, before: Sequence[Statement]) -> bool:
        """Whether no other person was named."""
        return all(p.kind != "person" or all(same_name(n, self.topic.name) for n in p.names) for s in before for p in s.participants)

    def _goes_on(self, p: Participant, before: Sequence[Statement], number: int) -> bool:
        """Whether "it" begins a paragraph, or goes on from a sentence about the title's subject that names nothing else."""
        if not self.text[: p.span.start].strip() or self.text[: p.span.start].rstrip(" ").endswith("\n"):
            return True
        last = next((s for s in reversed(before) if s.span.end <= p.span.start), None)
        if last is None or len(_STOP.findall(self.text[last.span.end : p.span.start])) > 1:
            return False
        sentence = [s for s in before if s.span.overlaps(last.span)]
        first = next((q for s in sentence for q in s.participants if q.role == "subject"), None) or next(
            (q for s in sentence for q in s.participants if q.role == "object"), None
        )
        others = [q for s in sentence for q in s.participants if q is not first and q.role == "object" and own_names(q)]
        return first is not None and self.is_it(first) and all(self.is_it(q) or q.kind == "person" for q in others)

    def _another(self, noun: str, before: Sequence[Statement]) -> bool:
        """Whether the text has spoken of another one of its sort: "the old bridge", "a bridge at Rostock"."""
        for statement in before:
            for p in statement.participants:
                said_of_it = p.role == "complement" and statement.predicate == "be"
                if noun_of(p.head) == noun and not self.is_it(p) and not said_of_it and len(tokens(p.text)) > 2:
                    return True
        return False


def _bare(topic: Topic, name: str) -> bool:
    """ "the Aurora" on the page "Aurora (ferry)"."""
    return parts(name) == parts(topic.name.removeprefix("The "))


def is_event(p: Participant, topic: Topic) -> bool:
    """Whether a participant is the event of a title, by its noun and its names, which hold no other."""
    if noun_of(p.head) not in topic.nouns or not topic.names or not p.names:
        return False
    return all(any(same_name(name, there) for there in p.names) for name in topic.names)


def _dated(statements: tuple[Statement, ...], topic: Topic, text: str) -> tuple[Statement, ...]:
    """The day on which the event was, put beside what is said of it without one; and the event beside those who died in it."""
    if not topic.struck:
        return statements
    said = next((s for s in statements if _says_when(s, topic)), None)
    if said is not None and topic.year and any(t.begin and t.begin.year != topic.year for t in said.times):
        said = None
    made: list[Statement] = []
    for number, statement in enumerate(statements):
        event = next((p for p in statement.participants if is_event(p, topic)), None)
        if event is None and number and _hurt(statement) and _follows(statement, made[-1], topic, text):
            holder = next(p for p in made[-1].participants if is_event(p, topic))
            event = replace(holder, role="oblique", span=statement.predicate_span)
            statement = replace(statement, participants=(*statement.participants, event))
        if event is not None and said is not None and not statement.times:
            when = tuple(t for t in said.times if not any(t.span in p.span for p in said.participants if is_event(p, topic)))
            statement = replace(statement, times=when, participants=(*statement.participants, *_phrases(said, when)))
        made.append(statement)
    return tuple(made)


def _phrases(said: Statement, when: Sequence[object]) -> tuple[Participant, ...]:
    spans = [t.span for t in said.times if t in when]
    return tuple(p for p in said.participants if p.role == "time" and any(span in p.span for span in spans))


def _says_when(statement: Statement, topic: Topic) -> bool:
    subject = next((p for p in statement.participants if p.role == "subject"), None)
    if subject is None or statement.polarity != "positive":
        return False
    if is_event(subject, topic):
        told = statement.predicate in _OCCURS
    else:  # "On 4 March a bomber attacked a market in Dera" on the page of the Dera market bombing
        here = [name for p in statement.participants for name in p.names]
        struck = {kind.name for kind in kinds().get(statement.predicate, ())} & (DISASTERS | topic.kinds)
        told = bool(struck and topic.own) and all(any(same_name(name, there) for there in here) for name in topic.own)
    return told and any(t.begin and t.begin == t.end and t.relation is None and not t.span.overlaps(subject.span) for t in statement.times)


def _hurt(statement: Statement) -> bool:
    """Whether it tells how many died or were injured, and not where, when or in what."""
    told = [p for p in statement.participants if p.names or p.role in ("oblique", "place", "time", "cause")]
    return bool(casualties(statement)) and not told and not statement.times


def _follows(statement: Statement, last: Statement, topic: Topic, text: str) -> bool:
    """Whether the sentence before, in the same paragraph, is about the event."""
    between = text[last.span.end : statement.span.start] if last.span.end <= statement.span.start else ""
    return len(_STOP.findall(between)) <= 1 and "\n" not in between and any(is_event(p, topic) for p in last.participants)
