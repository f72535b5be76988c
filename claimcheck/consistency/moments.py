"""What the article says happened and when: claims with a date, and whom or what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claimcheck.consistency.article import Article
from claimcheck.consistency.wording import spoken_day
from claimcheck.model import Argument, Claim, Role, Span, TimeExpression

_YEAR = re.compile(r"(?<![\d.,])(?:1[0-9]|20)\d\d(?!\d|[.,]\d)")
_POSSESSIVE = re.compile(r"['’]s?$")
#: A time that bounds the event from outside, or says only that it is near, does not date it.
_LOOSE = frozenset({"after", "before", "since", "until", "from", "by", "ago", "for", "through", "days after", "within", "between"})


_LEADING = re.compile(r"(?:(?:on|in|at|of|during|the|early|late|back|only|just|first|also|later|then)\s+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Happening:
    """A claim with one date of its own."""

    claim: Claim
    time: TimeExpression
    begin: date
    end: date


def says_year(time: TimeExpression) -> bool:
    """Whether the expression has its year in figures, so that nothing was counted or guessed."""
    return bool(_YEAR.search(time.text))


def dates_of(claim: Claim) -> tuple[TimeExpression, ...]:
    """The calendar dates, months and years that stand beside the claim's verb: "began on 7 May", not "the crisis of 2008 began"."""
    return tuple(
        time
        for time in claim.times
        if time.type == "DATE"
        and time.mod is None
        and time.relation not in _LOOSE
        and any(slot.role == "time" and time.span.overlaps(slot.span) and _LEADING.fullmatch(_lead(slot, time)) for slot in claim.arguments)
    )


def _lead(slot: Argument, time: TimeExpression) -> str:
    """What stands in a slot before the time: "on the" beside a verb, "after he was arrested on" where another verb has the date."""
    return slot.text[: max(0, time.span.start - slot.span.start)]


def happenings(article: Article) -> Iterator[Happening]:
    """What is said to have happened, plainly and once, on one stretch of days."""
    for claim in article.claims:
        if claim.polarity == "positive" and claim.modality == "asserted" and claim.predicate.tense in ("past", "present"):
            times = dates_of(claim)
            if len(times) == 1 and times[0].begin is not None and times[0].end is not None:
                yield Happening(claim, times[0], times[0].begin, times[0].end)


def spoken_time(time: TimeExpression) -> str:
    """The day where it is one ("7 May 2025"), else the article's own words ("2019")."""
    return spoken_day(time.begin) if time.begin is not None and time.begin == time.end else time.text


def argument(claim: Claim, role: Role) -> Argument | None:
    return next((a for a in claim.arguments if a.role == role), None)


def person_at(article: Article, span: Span) -> str | None:
    """The fullest name of the person that a word stands for, itself or by a reference that was settled."""
    for entity in article.entities_at(span):
        if span in entity.span:
            return entity.canonical if entity.type == "person" else None
    for reference in article.references_at(span):
        if span in reference.span and reference.text:
            name = _POSSESSIVE.sub("", reference.text)
            return next((e.canonical for e in article.entities if e.type == "person" and name in (e.text, e.canonical)), None)
    return None


def subject_person(article: Article, claim: Claim) -> str | None:
    """The name of the person who does it, or to whom it is done."""
    subject = argument(claim, "subject")
    return person_at(article, subject.head_span) if subject else None
