"""How long something took, against the dates on which it began and ended, wherever in the article they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.course import Bound, Mention, bounds, dated_noun, ends_otherwise, mention_at, same_event
from claimcheck.consistency.lengths import Length, Stretch, length_of, spoken_length, stretch_of
from claimcheck.model import Severity, TimeExpression
from claimcheck.rules import rule

#: What did not go as it was planned may have been shorter or longer than its name says.
_CHANGED = re.compile(
    r"\b(?:extend|extension|prolong|shorten|cut short|suspen|interrupt|resum|postpon|delay|paus|renew|adjourn|abandon|early|earlier than|"
    r"prematurely|planned|scheduled|proposed|intended|initial|originally|supposed|meant to|overr[au]n|so far|already|entered)\w*",
    re.IGNORECASE,
)
#: Events that do not rest on Saturdays and Sundays.
_ROUND_THE_CLOCK = frozenset(
    {
        "conflict",
        "war",
        "fighting",
        "battle",
        "siege",
        "blockade",
        "curfew",
        "lockdown",
        "ceasefire",
        "truce",
        "heatwave",
        "storm",
        "voyage",
    }
)
_LASTING = frozenset({"last", "take", "run", "continue", "go"})


@dataclass(frozen=True, slots=True)
class Lasting:
    """A duration and the event that it is the length of."""

    time: TimeExpression
    length: Length
    mention: Mention


@rule(
    "consistency",
    severity="error",
    yes={
        "The {four-day} conflict between the two countries began on 7 May 2025.\n\nThe conflict ended on 13 May 2025.": "6 or 7 days",
        "The strike lasted {four days}. Workers began the strike on 3 May and ended it on 10 May.": "a pronoun, and no year",
        "The trial opened on 3 March 2025.\n\nThe {three-week} trial ended on 9 May 2025 in London.": "nine weeks",
        "The {three-day} festival was held from 4 May to 10 May 2025.": "both dates in one sentence",
    },
    no={
        "The four-day conflict began on 7 May 2025. The conflict ended on 10 May 2025.": "four days counting both ends",
        "The three-day conflict began on 7 May 2025. The conflict ended on 10 May 2025.": "three days between the two",
        "The four-day conflict began on 7 May 2025. The strike ended on 13 May 2025.": "another event",
        "The four-day strike began on 7 May 2025. The second strike ended on 13 May 2025.": "another strike",
        "The four-day strike began on 7 May 2025. The strike was extended and ended on 13 May 2025.": "it was made longer",
        "The five-day trial began on 1 July 2025. The trial ended on 7 July 2025.": "a court rests on Saturday and Sunday",
    },
)
def duration_against_dates(article: Article) -> Iterator[Proposal]:
    """A length of time that does not fit the dates on which the same event began and ended, in whatever sentences these stand.

    "Four-day" fits both counts, with the first and the last day and without; weeks, months and years have the tolerance of
    their size. The rule speaks where neither count fits and the article gives one begin and one end of the event.
    """
    found = list(bounds(article))
    if not found:
        return
    for lasting in _lastings(article):
        begin, end = (_only(article, found, kind, lasting.mention) for kind in ("begin", "end"))
        if begin is None or end is None:
            continue
        stretch = stretch_of(begin.time, end.time)
        noun = lasting.mention.noun
        if stretch is None or stretch.fits(lasting.length, round_the_clock=noun.lemma.lower() in _ROUND_THE_CLOCK):
            continue
        if any(_CHANGED.search(s.text) for s in (lasting.mention.sentence, begin.mention.sentence, end.mention.sentence)):
            continue
        yield _proposal(article, lasting, begin, end, stretch)


def _lastings(article: Article) -> Iterator[Lasting]:
    for time in article.times:
        length = length_of(time)
        if length is None:
            continue
        mention = dated_noun(article, time)
        if mention is not None and mention.noun.start > time.span.start:  # "four-day conflict"
            yield Lasting(time, length, mention)
            continue
        for claim in article.claims_at(time.span):  # "the conflict lasted four days"
            if claim.predicate.lemma in _LASTING and claim.polarity == "positive" and claim.modality == "asserted":
                subject = next((a for a in claim.arguments if a.role == "subject"), None)
                other = next((a for a in claim.arguments if a.role == "object" and time.span not in a.span), None)
                mention = mention_at(article, subject.head_span) if subject and not other else None
                if mention is not None and 0 <= time.span.start - claim.predicate.span.end <= 6:
                    yield Lasting(time, length, mention)
                    break


def _only(article: Article, found: list[Bound], kind: str, event: Mention) -> Bound | None:
    """The one date on which the event begins or ends; None where there is none, or several."""
    named = [b for b in found if b.kind == kind and b.named and same_event(b.mention, event)]
    fitting = named or [b for b in found if b.kind == kind and ends_otherwise(b, event)]
    return fitting[0] if len({b.time.value for b in fitting}) == 1 else None


def _proposal(article: Article, lasting: Lasting, begin: Bound, end: Bound, stretch: Stretch) -> Proposal:
    noun, length = lasting.mention.noun.text.lower(), spoken_length(lasting.length)
    exact = lasting.length.unit in "DH" and end.named
    severity: Severity | None = None if exact and not article.quoted_at(lasting.time.span) else "warning"
    start, stop = stretch.spoken().partition(":")[0].split(" to ")
    ended = f"ends {_on(stop)}" if end.named else f"is over with the {end.mention.noun.text.lower()} {_on(stop)}"
    return Proposal(
        lasting.time.span,
        f"The {noun} is {length} long by this, but it begins {_on(start)} and {ended}.",
        (Place(begin.span, "It begins here."), Place(end.span, "It ends here.")),
        stretch.spoken(),
        severity,
    )


def _on(day: str) -> str:
    return f"on {day}" if day[:2].strip().isdigit() and not day.isdigit() else f"in {day}"
