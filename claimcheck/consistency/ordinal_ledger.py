"""A rank against the events of its row that the article tells with their dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from claimcheck.consistency.alike import EVENTS
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.ranked import Ranked, claim_of, ranked
from claimcheck.consistency.wording import listed, spoken_day
from claimcheck.model import Claim, Span, TimeExpression
from claimcheck.rules import rule

#: Verbs that are an event by themselves.
_VERBS: Mapping[str, str] = {
    word: line.split()[0]
    for line in (
        "conversation speak talk converse phone telephone",
        "meeting meet",
        "visit visit travel",
        "attack attack raid bomb ambush",
        "explosion explode",
        "crash crash collide derail",
        "launch launch",
        "protest protest march demonstrate",
        "test test",
        "win win beat",
        "defeat lose",
        "eruption erupt",
        "increase increase raise hike",
        "cut cut lower",
        "hearing testify",
    )
    for word in line.split()
}
#: Verbs that say only that an event took place: the noun tells which.
_TAKING_PLACE = frozenset(
    """hold have make begin start go stage take carry conduct pay occur happen be come suffer see score record call organise organize
    announce open host attend report kill hit strike rock shake mark undergo perform mount face""".split()
)
#: Events by verbs that others than these do: who launches a satellite does not launch a campaign.
_NEEDS_OBJECT = frozenset({"launch", "test", "increase", "cut", "win", "defeat"})
_LONGEST = 3  # days of an event: longer stretches are no date of one
_NUMBERS = "no one two three four five six seven eight nine ten".split()


@dataclass(frozen=True, slots=True)
class _Event:
    begin: date
    end: date
    span: Span
    text: str


@rule(
    "consistency",
    severity="warning",
    yes={
        "Published 2025-07-02\n\nAnn Lee on Tuesday held a phone call with Bo Ek. This was their {third telephonic conversation since January}.\n\n"
        "Lee and Ek spoke by phone on February 3. They held another call on March 12. They spoke by phone on May 20.": (
            "with the one of Tuesday the article tells of four"
        ),
        "Published 2024-11-05\n\nAcme launched its {second satellite of 2024} on 4 November.\n\n"
        "Acme launched a satellite on 3 March 2024. Acme launched a satellite on 9 August 2024.": "three launches of one year",
        "Published 2025-03-02\n\nAcme launched its {second satellite since June 2026} on Friday.": "the window has not begun",
    },
    no={
        "Published 2025-07-02\n\nAnn Lee on Tuesday held a phone call with Bo Ek. This was their third telephonic conversation since January.\n\n"
        "Lee and Ek spoke by phone on February 3. They held another call on March 12. Lee and Ek met in Oslo on May 20.": (
            "three calls, and a meeting"
        ),
        "Published 2025-07-02\n\nAnn Lee on Tuesday held a phone call with Bo Ek. This was their third telephonic conversation since April.\n\n"
        "Lee and Ek spoke by phone on February 3. They held another call on March 12. They spoke by phone on May 20.": "some are before the window",
        "Published 2025-07-02\n\nAnn Lee on Tuesday held a phone call with Bo Ek. This was their third telephonic conversation since January.\n\n"
        "Lee spoke by phone with Al Roy on February 3. Lee and Roy held another call on March 12. They spoke by phone on May 20.": "another man",
    },
)
def ordinal_ledger(article: Article) -> Iterator[Proposal]:
    """ "Their third call since January", and the article tells of four calls of the two since January, each with its date.

    Counted are events of the same kind, of the same people, dated to different days in the window, not after the ranked one.
    Also found: a window that begins after the day of publication or after the ranked event.
    """
    for row in ranked(article):
        if not row.windowed or row.ordinal.rule not in ("ranked_noun", "ranked_by_number"):
            continue
        span = Span(row.ordinal.span.start, _window_end(article, row))
        own = claim_of(article, row.ordinal.span)
        day = _own_day(row, own)
        early = _not_begun(article, row, day)
        if early is not None:
            yield Proposal(span, early)
            continue
        if row.begin is None or own is None or not row.whose or own.polarity != "positive":
            continue
        last = day or article.document.published or row.end
        told = _apart(event for event in _told(article, row, own) if row.begin <= event.begin and (last is None or event.end <= last))
        if day is not None and not any(event.begin <= day <= event.end for event in told):
            told = _apart([*told, _Event(day, day, row.ordinal.span, row.ordinal.item)])
        if len(told) > row.ordinal.rank:
            count = _NUMBERS[len(told)] if len(told) < len(_NUMBERS) else str(len(told))
            days = [spoken_day(event.begin) for event in told]
            yield Proposal(
                span,
                f"This is called number {row.ordinal.rank} in its row, but the article tells of {count}: on {listed(days)}.",
                tuple(Place(e.span, f"{number}. {spoken_day(e.begin)}") for number, e in enumerate(told, 1) if e.span != row.ordinal.span),
                arithmetic=f"{len(told)} told, rank {row.ordinal.rank}",
            )


def _window_end(article: Article, row: Ranked) -> int:
    """Where the words of the window end that follow the ranked noun."""
    behind = [
        t.span.end
        for t in article.times
        if row.ordinal.span.end <= t.span.start <= row.ordinal.span.end + 10 and t.span.end <= row.sentence.end
    ]
    return min(behind, default=row.ordinal.span.end)


def _not_begun(article: Article, row: Ranked, day: date | None) -> str | None:
    """Why the window cannot hold the event: it begins later."""
    published = article.document.published
    edge = next(
        (t for t in article.times if t.relation == "since" and t.value == row.ordinal.since and t.span.overlaps(row.sentence.span)), None
    )
    if edge is None or edge.begin is None or edge.anchor == "unknown":
        return None
    if published is not None and edge.begin > published:
        return f"The count begins on {spoken_day(edge.begin)}, after the day of publication ({spoken_day(published)})."
    if day is not None and edge.begin > day:
        return f"The count begins on {spoken_day(edge.begin)}, after the event itself ({spoken_day(day)})."
    return None


def _own_day(row: Ranked, own: Claim | None) -> date | None:
    """The calendar day of the ranked event, where its own claim tells it."""
    days = [t for t in own.times if _one_day(t) and not t.relation] if own is not None else []
    return days[0].begin if len(days) == 1 else None


def _one_day(time: TimeExpression) -> bool:
    return time.type in ("DATE", "TIME") and time.begin is not None and time.end is not None and (time.end - time.begin).days < _LONGEST


def _told(article: Article, row: Ranked, own: Claim) -> Iterator[_Event]:
    """Events of the row that claims tell with their days."""
    for claim in article.claims:
        if claim is own or claim.polarity != "positive" or claim.modality != "asserted" or claim.predicate.tense in ("future", "present"):
            continue
        if not _of_kind(article, row, claim) or not all(_named_in(name, claim) for name in row.whose):
            continue
        words = claim.resolved_text.casefold()
        if not all(word in words for word in row.others):
            continue
        for time in claim.times:
            if _one_day(time) and not time.relation and time.begin is not None and time.end is not None:
                yield _Event(time.begin, time.end, time.span, time.text)


def _of_kind(article: Article, row: Ranked, claim: Claim) -> bool:
    """Whether a claim tells an event of the kind that is ranked: by its verb, or by a noun with a verb of taking place."""
    verb = claim.predicate.lemma.lower()
    nouns = {word for argument in claim.arguments if argument.role != "time" for word in argument.text.casefold().split()}
    if row.kind not in set(EVENTS.values()):
        governor = row.sentence.head(row.noun)
        # Acme launched its third satellite: what is ranked are launches of a satellite
        return governor is not None and governor.lemma.lower() == verb and bool({row.noun.lemma.lower(), row.noun.text.casefold()} & nouns)
    named = any(EVENTS.get(word) == row.kind for word in nouns)
    if verb in _TAKING_PLACE or claim.kind == "nominal-event":
        return named or EVENTS.get(verb) == row.kind
    return _VERBS.get(verb) == row.kind and (verb not in _NEEDS_OBJECT or bool(row.others))


def _named_in(name: str, claim: Claim) -> bool:
    """Whether a claim, with its pronouns resolved, names somebody: by the full name or the last word of it."""
    text = claim.resolved_text.casefold()
    return name in text or any(e.canonical.casefold() == name for e in claim.entities)


def _apart(events: Iterator[_Event] | list[_Event]) -> list[_Event]:
    """As many events as surely are different ones: no two share a day."""
    found: list[_Event] = []
    for event in sorted(events, key=lambda e: (e.end, e.begin, e.span)):
        if not found or event.begin > found[-1].end:
            found.append(event)
    return found
