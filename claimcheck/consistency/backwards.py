"""A stretch of time that ends before it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.calendar_names import MONTHS
from claimcheck.consistency.article import Article, Proposal
from claimcheck.consistency.moments import says_year
from claimcheck.consistency.wording import spoken_day
from claimcheck.model import Severity, Span, TimeExpression
from claimcheck.rules import rule

_YEARLESS = re.compile(r"(?:\d{4}|XXXX)-(\d\d)-(\d\d)$")
_DAY_MONTH = re.compile(r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[A-Z][a-z]+)\.?$")
_MONTH_DAY = re.compile(r"(?P<month>[A-Z][a-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?$")
_FROM_TO = re.compile(r"\s*(?:to|through|until|till|and|[-‐‑–—])\s*(?:the\s+)?", re.IGNORECASE)
#: Words that count down or compare: "back from 2019 to 2015", "fell from 2019 to 2015" is a loose comparison at worst.
_DOWN = re.compile(
    r"\b(?:back(?:wards?)?|reverse[ds]?|reversing|rewind\w*|rewound|countdown|count(?:s|ed|ing)? down|descending|compared"
    r"|push(?:ed|es|ing)?|brought|bring(?:s|ing)?|moved?|moving|forward|chang(?:e|ed|es|ing)|revis(?:e|ed|es|ing)|cut"
    r"|shorten(?:ed|s|ing)?|lower(?:ed|s|ing)?)\b",
    re.IGNORECASE,
)


@rule(
    "consistency",
    severity="error",
    yes={
        "The fair runs {from 9 May to 7 May} in the old town.": "the same month",
        "Published 2025-07-02\n\nThe film festival runs {from June 14 to June 9} in the old town.": "nothing tells of which year",
        "The fair was held {from 9 May to 7 May 2025} in the old town.": "the second year holds for both",
        "He was mayor of the town {from 2019 to 2015}.": "two years",
        "She worked as a teacher ({2019-2015}) and as a nurse.": "years in brackets",
    },
    no={
        "The show will run from September until July this year.": "the turn of the year lies between",
        "The office is closed from 20 December to 5 January 2025.": "it begins in the year before",
        "The 2019-20 season was short.": "the second year is abbreviated",
        "The deadline was moved from 9 May to 7 May.": "a day that was changed for an earlier one",
        "The researchers went back from 2019 to 2015.": "counted backwards",
        "The shop is open from Friday to Monday.": "weekdays come round again",
    },
)
def end_before_start(article: Article) -> Iterator[Proposal]:
    """A stretch of days or years whose end lies before its start ("from 9 May to 7 May").

    Stretches that go over the turn of the year, seasons, weekdays, and dates that are moved or counted backwards are left alone.
    """
    for first, second in zip(article.times, article.times[1:], strict=False):
        if first.relation != "from" or second.relation != "until":
            continue
        message = _reversed(first, second)
        sentence = article.sentence_at(first.span)
        if message is None or sentence is None or _DOWN.search(sentence.text) or sentence.end < second.span.end:
            continue
        start = first.span.start
        before = re.search(r"\b(?:from|between)\s+(?:the\s+)?$", article.document.text[sentence.start : start], re.IGNORECASE)
        span = Span(sentence.start + before.start() if before else start, second.span.end)
        if not before and not _FROM_TO.fullmatch(article.document.text, first.span.end, second.span.start):
            continue
        severity: Severity | None = "warning" if article.quoted_at(span) else None
        yield Proposal(span, message, severity=severity)


def _reversed(first: TimeExpression, second: TimeExpression) -> str | None:
    """What is wrong with the two as start and end; None where they may be right."""
    if first.type != "DATE" or second.type != "DATE":
        return None
    if says_year(first) and says_year(second):
        if first.begin and second.end and first.begin > second.end:
            return f"It starts {_written(first)} and ends {_written(second)}, which is earlier."
        return None
    begin, end = _month_and_day(first), _month_and_day(second)
    if begin and end and begin[0] == end[0] and begin[1] > end[1]:
        month = MONTHS[begin[0] - 1]
        return f"It starts on {begin[1]} {month} and ends on {end[1]} {month}, which is earlier."
    return None


def _month_and_day(time: TimeExpression) -> tuple[int, int] | None:
    """By the calendar date that was found, or by the words of one of which the year is not known."""
    if found := _YEARLESS.match(time.value or ""):
        return int(found[1]), int(found[2])
    named = _DAY_MONTH.match(time.text) or _MONTH_DAY.match(time.text)
    months = [number for number, name in enumerate(MONTHS, 1) if named and name.startswith(named["month"][:4])]
    return (months[0], int(named["day"])) if named and months else None


def _written(time: TimeExpression) -> str:
    if time.begin is not None and time.begin == time.end:
        return f"on {spoken_day(time.begin)}"
    return f"in {time.text}"
