"""Whether a claim speaks of the very event that a page's title names: by its names, its noun and its day, in the claim or around it."""

from __future__ import annotations

import re
from datetime import date

from claimcheck.lookup.compare.about import is_event
from claimcheck.lookup.compare.names import country, parts
from claimcheck.lookup.compare.participants import own_names, pronoun
from claimcheck.lookup.compare.titles import CALLED, Topic, kinds_named, topic_of
from claimcheck.lookup.compare.vocabulary import DISASTERS, GENERIC, LIGHT
from claimcheck.lookup.compare.words import noun_of, tokens, verb_of
from claimcheck.lookup.statement import Statement

#: Days after an event in which news without a date speaks of it.
NEWS_DAYS = 31
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def same_event(claim: Statement, evidence: Statement) -> bool:
    """Whether both speak of the event that the evidence's title names."""
    topic = topic_of(evidence.setting.title)
    if (
        topic is None
        or not topic.struck
        or not (topic.own or topic.names and topic.month and topic.year)
        or not any(is_event(p, topic) for p in evidence.participants)
    ):
        return False
    days = event_days(evidence)
    year = days[0].year if days else topic.year
    return _meant(claim, topic) and _then(claim, topic, year, days) and not (topic.year and year and topic.year != year)


def called(claim: Statement, evidence: Statement) -> frozenset[str]:
    """The kinds of the title's event, where the claim only says of "the accident" that it was."""
    topic = topic_of(evidence.setting.title)
    if topic is None or not topic.struck or verb_of(claim.predicate) not in LIGHT:
        return frozenset()
    subject = next((p for p in claim.participants if p.role == "subject"), None)
    if subject is None or subject.names or noun_of(subject.head) not in CALLED or not same_event(claim, evidence):
        return frozenset()
    return topic.kinds


def known_when(evidence: Statement) -> bool:
    """Whether the evidence, or its title, says when the event was."""
    topic = topic_of(evidence.setting.title)
    return event_days(evidence) is not None or topic is not None and topic.year is not None


def event_days(evidence: Statement) -> tuple[date, date] | None:
    """The days that the evidence gives the event, None where it gives none."""
    found = [t for t in evidence.times if t.begin and t.end and t.relation is None and t.grain not in ("year", "decade", "century")]
    return (found[0].begin, found[0].end) if found and found[0].begin and found[0].end else None


def _meant(claim: Statement, topic: Topic) -> bool:
    """The claim's own sentence names the event; or its headline does, and the claim says nothing that would be another."""
    if _names(claim.setting.sentence or claim.text, topic):
        return not _other_subject(claim, topic)
    return _names(claim.setting.title, topic) and _plain(claim, topic)


def _names(text: str, topic: Topic) -> bool:
    """Whether a text has all names of the event that are no country's, and its noun, another for its kind, or one of its other words."""
    words = frozenset(part for token in tokens(text) for part in parts(token) or (token,))
    if not all(set(parts(name)) <= words for name in topic.own or topic.names):
        return False
    named = {part for name in topic.names for part in parts(name)}
    wanted = {noun_of(w) for w in tokens(topic.name) if w not in named and w not in GENERIC}
    here = {noun_of(w) for w in words}
    return bool(wanted & here and topic.own) or any(kinds_named(w) & topic.kinds for w in here | {verb_of(w) for w in words})


def _other_subject(claim: Statement, topic: Topic) -> bool:
    """Whether the claim tells of another accident or attack, named apart: "an earlier attack in Malm"."""
    for p in claim.participants:
        if p.role in ("subject", "oblique", "object") and _struck(p.head) and p.names and not own_names(p):
            names = [name for name in p.names if country(name) is None]
            if names and not any(set(parts(name)) & {part for n in topic.own for part in parts(n)} for name in names):
                return True
    return False


def _plain(claim: Statement, topic: Topic) -> bool:
    for p in claim.participants:
        if p.role in ("subject", "oblique", "place", "cause") and p.names and not all(country(name) for name in p.names):
            return False
        event = _struck(p.head) or noun_of(p.head) in CALLED
        same = noun_of(p.head) in topic.nouns | CALLED or kinds_named(noun_of(p.head)) & topic.kinds
        if p.role != "time" and event and not (same and p.text.casefold().startswith(("the ", "this ", "in the ", "of the "))):
            return False
        if p.role == "subject" and not event and not pronoun(p) and not any(q.span in p.span for q in claim.quantities):
            return False
    return True


def _struck(head: str) -> bool:
    return bool(kinds_named(noun_of(head)) & DISASTERS)


def _then(claim: Statement, topic: Topic, year: int | None, days: tuple[date, date] | None) -> bool:
    """Whether the claim can be of that time: no other year in its sentence; without a date of its own, news of the weeks after."""
    said = {int(match) for match in _YEAR.findall(claim.setting.sentence or claim.text)}
    if year and said and year not in said:
        return False
    own = [t.begin.year for t in claim.times if t.begin]
    if own and year and year not in own:
        return False
    if own or said or claim.setting.day is None:
        return True
    if days is None and topic.year:
        days = date(topic.year, topic.month or 1, 1), date(topic.year, topic.month or 12, 28)
    if days is None:
        return True
    return -1 <= (claim.setting.day - days[0]).days and (claim.setting.day - days[1]).days <= NEWS_DAYS
