"""A weekday beside a date that falls on another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from claimcheck.calendar_names import MONTHS, WEEKDAYS
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.wording import spoken_day
from claimcheck.model import Span, TimeExpression
from claimcheck.rules import rule

_NAME = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?\.?(?![a-z])"
_WEEKDAY = re.compile(
    rf"(?:(?:late |early )?(?:the )?(?:early )?(?:morning|afternoon|evening|night) of |next |last |this )?{_NAME}", re.IGNORECASE
)
_PART = re.compile(r"\s+(?:morning|noon|afternoon|evening|night)", re.IGNORECASE)
_SHORT = tuple(name[:3].lower() for name in WEEKDAYS)
#: What stands between the two where they were read apart: "Tuesday (1 July 2025)", "Tuesday night, 1 July".
_BRACKET = re.compile(r",?\s*\(\s*")
_COMMA = re.compile(r",\s*")
#: … and where the date comes first: "2025-07-01 (Tuesday)", "1 July, a Tuesday".
_AFTER_DATE = re.compile(r"\s*\(\s*|,\s+(?:which\s+(?:is|was)\s+)?an?\s+", re.IGNORECASE)
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")
_SOME_YEAR = 2023  # to count days in: any year without a 29 February
_MONTH = 31  # days
#: "The Sun, August 16": a newspaper.
_TITLE = re.compile(r"\b(?:[Tt]he|(?!On\b)[A-Z][\w.'’-]*)\s+$")
_CLOSED = re.compile(r"\s*(?:[),.;:]|$)")


@rule(
    "consistency",
    severity="error",
    yes={
        "The minister resigned on {Monday, July 1, 2025}.": "it was a Tuesday",
        "Published 2025-07-02\n\nThe court will hear the case on {Thursday, 12 September}.": "the year is counted from publication",
        "The mayor opened the bridge on {Friday (4 March 2021}).": "the date in brackets was a Thursday",
        "The report was sent on {2025-07-01 (Monday}).": "the weekday in brackets",
        "The war ended on {8 May 1945, a Monday}.": "the weekday as an apposition",
    },
    no={
        "The minister resigned on Tuesday, July 1, 2025.": "weekday and date agree",
        "The court will hear the case on Thursday, 12 September.": "nothing tells the year",
        "The strike lasted from Monday to July 5, 2025.": "the date is another day's",
        "The story was printed in the Evening Sun, August 16, 2008.": "the name of a newspaper",
        "The law of Monday, 31 July, was passed in 2019.": "the year stands elsewhere, and nothing says that it is this day's",
        "The report was sent on 2025-07-01 (Monday's edition reprints it).": "the weekday begins another thought",
    },
)
def weekday_date(article: Article) -> Iterator[Proposal]:
    """A weekday and the date beside it are not the same day.

    A date without a year is looked up in the year in which the article puts it, counted from the day of publication; where
    that is unknown, the rule is silent.
    """
    for named, dated, span in _pairs(article):
        day = _single_day(dated)
        number = _number(named)
        if day is not None and number is not None and day.weekday() != number:
            yield Proposal(span, f"{spoken_day(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[number]}.")


@rule(
    "consistency",
    severity="warning",
    yes={
        "The mayor resigned on Tuesday, July 1. The council met on {Thursday, July 2}.": "the second would be a Wednesday",
    },
    no={
        "The mayor resigned on Tuesday, July 1. The council met on Wednesday, July 2.": "one after the other",
        "The mayor resigned on Tuesday, July 1. She was elected on Monday, February 3.": "far apart: it may be another year's",
        "Published 2025-07-02\n\nThe mayor resigned on Tuesday, July 1. The council met on Wednesday, July 2.": "the year is known",
    },
)
def weekdays_disagree(article: Article) -> Iterator[Proposal]:
    """Two dates with their weekdays, the year of which nothing tells, that no year can both have.

    Dates more than a month apart may be of different years and are not compared.
    """
    earlier: tuple[int, date, TimeExpression] | None = None
    for named, dated, span in _pairs(article):
        number, found = _number(named), _YEARLESS.fullmatch(dated.value or "")
        if number is None or found is None or named is not dated or found[0].endswith("02-29"):
            continue
        day = date(_SOME_YEAR, int(found[1]), int(found[2]))
        if earlier is None:
            earlier = number, day, named
            continue
        known, first, place = earlier
        apart = (day - first).days
        over_february = min(day, first).month < 3 <= max(day, first).month
        if abs(apart) <= _MONTH and not over_february and (known + apart) % 7 != number:
            right = WEEKDAYS[(known + apart) % 7]
            yield Proposal(
                span,
                f"Where {_of_year(first)} is a {WEEKDAYS[known]}, {_of_year(day)} is a {right}, not a {WEEKDAYS[number]}.",
                (Place(place.span, f"{_of_year(first)} is called a {WEEKDAYS[known]}."),),
                f"{WEEKDAYS[known]} {_of_year(first)} {'+' if apart >= 0 else '−'} {abs(apart)} days = {right} {_of_year(day)}",
            )


def _of_year(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _pairs(article: Article) -> Iterator[tuple[TimeExpression, TimeExpression, Span]]:
    """Each expression that says a weekday, the one that says its date (often the same), and the span of both."""
    text = article.document.text
    for number, time in enumerate(article.times):
        following = article.times[number + 1] if number + 1 < len(article.times) else None
        weekday = _WEEKDAY.match(time.text)
        if re.match(r"Sun\b", time.text) and _TITLE.search(text, max(0, time.span.start - 30), time.span.start):
            continue
        if weekday is None:
            if following and _single_day(time) and _alone(following) and _CLOSED.match(text, following.span.end):
                if _AFTER_DATE.fullmatch(text, time.span.end, following.span.start):
                    yield following, time, Span(time.span.start, following.span.end)
        elif not _alone(time):
            yield time, time, time.span
        elif following and _single_day(following) and not _WEEKDAY.match(following.text):
            gap = _BRACKET if weekday.end() == len(time.text) else _COMMA
            if gap.fullmatch(text, time.span.end, following.span.start):
                yield time, following, Span(time.span.start, following.span.end)


def _number(time: TimeExpression) -> int | None:
    """Monday is 0."""
    weekday = _WEEKDAY.match(time.text)
    return _SHORT.index(weekday[1].lower()) if weekday else None


def _alone(time: TimeExpression) -> bool:
    """Whether the expression is a weekday, at most with its part of the day, without a date."""
    weekday = _WEEKDAY.match(time.text)
    return weekday is not None and (weekday.end() == len(time.text) or bool(_PART.fullmatch(time.text, weekday.end())))


def _single_day(time: TimeExpression) -> date | None:
    """The calendar day that an expression with a number in it names."""
    if time.type in ("DATE", "TIME") and time.begin == time.end and re.search(r"\d", time.text):
        return time.begin
    return None
