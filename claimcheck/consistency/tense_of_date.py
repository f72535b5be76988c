"""A date that lies on the other side of the day of publication than the verb says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from claimcheck.calendar_names import MONTHS
from claimcheck.consistency.article import Article, Proposal
from claimcheck.consistency.moments import dates_of, says_year
from claimcheck.consistency.wording import spoken_day
from claimcheck.model import Claim, Severity, Span, TimeExpression
from claimcheck.rules import rule

#: What was done in the past about a day to come: "was scheduled on 3 August 2031".
_AHEAD = frozenset(
    "schedule plan expect set slate postpone move delay extend book fix reschedule propose project forecast predict estimate intend hope "
    "want promise aim target due design date valid suppose mean need have be see push agree bring shift defer announce order pencil list "
    "price trade tip envisage foresee allow require grant give award".split()
)
_KINDS = frozenset({"main", "conjoined", "relative"})
#: A little after the event it may still be spoken of as to come: the text was written before.
_GRACE = timedelta(days=31)
_WILL = re.compile(r"\b(?:will|shall|won't|won’t)\b|^(?:'|’)ll\b|\b(?:is|are|am) going to\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:on|in)\s+(?:the\s+)?(?:(?:early|late|mid)\s+)?$", re.IGNORECASE)


@rule(
    "consistency",
    severity="error",
    yes={
        "Published 2025-07-02\n\nThe bridge was opened {on 3 August 2031} by the mayor.": "six years ahead",
        "Published 2025-07-02\n\nThe minister resigned {on 9 September 2025} after a vote.": "two months ahead",
    },
    no={
        "Published 2025-07-02\n\nThe bridge was opened on 3 August 2021 by the mayor.": "in the past",
        "Published 2025-07-02\n\nThe bridge was due to open on 3 August 2031.": "a plan",
        "Published 2025-07-02\n\nThe vote was scheduled on 3 August 2031 by the council.": "a plan",
        "Published 2025-07-02\n\nThe mayor said the bridge would open on 3 August 2031.": "would",
        "The bridge was opened on 3 August 2031 by the mayor.": "nothing tells when that was written",
    },
)
def future_reported_as_past(article: Article) -> Iterator[Proposal]:
    """A past tense with a full date that lies after the day of publication. Plans ("was due", "was scheduled") are left alone."""
    published = article.document.published
    if published is None:
        return
    for claim, time in _dated(article):
        if time.begin and time.begin > published and claim.predicate.tense == "past" and claim.modality == "asserted" and _is_plain(claim):
            span = _shown(article, time)
            if span is not None:
                verb = claim.predicate.text.lower()
                yield Proposal(
                    span,
                    f"“{verb[:1].upper() + verb[1:]}” tells of {_when(time)} as past, but the article was published before it, on "
                    f"{spoken_day(published)}.",
                    severity=_severity(article, span),
                )


@rule(
    "consistency",
    severity="error",
    yes={
        "Published 2025-07-02\n\nThe new bridge will open {on 3 August 2015} with a fair.": "ten years ago",
        "Published 2025-07-02\n\nThe council will meet again {in March 2024}.": "a month gone by",
        "Published 2025-07-02\n\nThe new bridge will open {on 3 August 2015}, the mayor said.": "somebody says so",
    },
    no={
        "Published 2025-07-02\n\nThe new bridge will open on 3 August 2035 with a fair.": "still to come",
        "Published 2025-07-02\n\nIn 2015, the mayor said the bridge would open on 3 August 2016.": "said then",
        "Published 2025-07-02\n\nIn May 2015, the mayor said that the bridge will open on 3 August 2016.": "said then, in a tense of its own",
        "The new bridge will open on 3 August 2015 with a fair.": "nothing tells when that was written",
    },
)
def past_reported_as_future(article: Article) -> Iterator[Proposal]:
    """ "Will" with a full date that lay more than a month behind when the article was published."""
    published = article.document.published
    if published is None:
        return
    for claim, time in _dated(article, _KINDS | {"complement"}):
        if time.end and time.end < published - _GRACE and _WILL.search(claim.predicate.text) and claim.modality != "conditional":
            span = _shown(article, time)
            if span is not None and not article.quoted_at(span) and not (claim.kind == "complement" and _said_then(article, time)):
                yield Proposal(
                    span,
                    f"“{claim.predicate.text[:1].upper() + claim.predicate.text[1:]}” tells of {_when(time)} as still to come, but the "
                    f"article was published after it, on {spoken_day(published)}.",
                )


def _said_then(article: Article, time: TimeExpression) -> bool:
    """Whether the sentence has another time, at which it may have been said: what was to come then may be over now."""
    sentence = article.sentence_at(time.span)
    return sentence is None or any(other.span in sentence.span and other.span != time.span for other in article.times)


def _dated(article: Article, kinds: frozenset[str] = _KINDS) -> Iterator[tuple[Claim, TimeExpression]]:
    """Each claim with a date of its own that has its year and at least its month."""
    for claim in article.claims:
        if claim.kind in kinds:
            for time in dates_of(claim):
                if time.status == "resolved" and time.grain in ("day", "month") and says_year(time):
                    yield claim, time


def _is_plain(claim: Claim) -> bool:
    """Whether the verb itself happened: no plan, and no other verb below it to which the date may belong."""
    words = claim.predicate.text.lower().split()
    return claim.predicate.lemma not in _AHEAD and not {"to", "would", "could", "should", "might", "had"} & set(words)


def _shown(article: Article, time: TimeExpression) -> Span | None:
    """The date with its "on" or "in"; None behind another preposition ("for 3 August 2031")."""
    sentence = article.sentence_at(time.span)
    found = _PREPOSITION.search(article.document.text, sentence.start if sentence else 0, time.span.start)
    return Span(found.start(), time.span.end) if found else None


def _severity(article: Article, span: Span) -> Severity | None:
    return "warning" if article.quoted_at(span) else None


def _when(time: TimeExpression) -> str:
    if time.begin is None or time.begin == time.end:
        return spoken_day(time.begin) if time.begin else time.text
    return f"{MONTHS[time.begin.month - 1]} {time.begin.year}"
