"""A day that no calendar has, and an hour that no clock shows."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator

from claimcheck.calendar_names import MONTHS
from claimcheck.consistency.article import Article, Proposal
from claimcheck.model import Severity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: What a day stands behind. Without one of them "Section 31 June" and "a record of 31 April calls" would be days too.
_BEFORE = r"(?:on|for|by|until|till|from|since|before|after|through|to|dated|of|born|died|the|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)"
_MONTH = (
    r"(?P<month>(?:jan|febr?)(?:uary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|jun[e.]?|jul[y.]?|aug(?:ust|\.)?"
    r"|(?:sept?|oct|nov|dec)(?:(?:em|o)?ber|\.)?)"
)
_DAY = r"(?P<day>3\d|29|0{1,2})(?:st|nd|rd|th)?(?![\w%]|[.,:/]\d)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,:/-]\d)"
_FORMS = tuple(
    re.compile(rf"(?<![\w-])(?:(?P<before>{_BEFORE})\s+)?(?P<date>{form})", re.IGNORECASE)
    for form in (
        rf"{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+(?:of\s+)?{_YEAR})?",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?![\w-])(?:,?\s+{_YEAR})?",
    )
)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>19\d\d|20\d\d)-(?P<month>0\d|1[0-2])-(?P<day>\d\d)(?![\w/-]|\.\d)")
#: A clock, and what tells that it is one: no score, ratio, verse or running time has it.
_CLOCK = re.compile(
    r"(?<![\w:.,/-])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<second>:\d\d)?"
    r"(?:\s*(?:[ap]\.?m\b\.?|o['’]clock|hrs\b|hours\b)|\s+(?:GMT|UTC|CET|BST|EST|EDT|[Ll]ocal time)\b)"
)
_DIGIT = re.compile(r"\d")
#: Who speaks about such a day knows that there is none.
_AWARE = re.compile(
    r"\b(?:exists?|existed|impossible|non-?existent|no such|leap|calendars?|fictional|imaginary|typo|misprint|invalid)\b", re.IGNORECASE
)


@rule(
    "consistency",
    severity="error",
    yes={
        "The treaty was signed on {31 February 2024} in Geneva.": "February is shorter",
        "The new law came into force on {June 31}.": "June has 30 days",
        "She was born on {February 29, 2023} in a small town.": "no leap year",
        "The contract ends on {2024-04-31}.": "an ISO date",
        "The hearing was set for {31 September 2025}.": "set for a day",
        "The train leaves the station at {25:70 o'clock}.": "no such hour",
    },
    no={
        "She was born on February 29, 2024 in a small town.": "a leap year",
        "The museum closes on February 29.": "some years have that day",
        "Section 31 June reports were filed late.": "the number of a section",
        "The ministry paid for 31 June trips to Oslo.": "a count, and a month that names the trips",
        "By June 31 people had signed the letter.": "the number counts people",
        "The runner finished the race in 25:70 and was second.": "nothing says that it is a time of day",
        "There is no February 30 in the calendar.": "that is what the sentence says",
    },
)
def impossible_date(article: Article) -> Iterator[Proposal]:
    """A date that no calendar has (31 June, 29 February 2023) or a time of day past the last hour (25:70 o'clock).

    29 February without a year is left alone, and so is a number beside a month that may count something else.
    """
    for sentence in article.sentences:
        if not _DIGIT.search(sentence.text) or _AWARE.search(sentence.text):
            continue
        for span, message in (*_days(sentence), *_clocks(sentence)):
            severity: Severity | None = "warning" if article.quoted_at(span) else None
            yield Proposal(span, message, severity=severity)


def _days(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    for number, form in enumerate(_FORMS):
        for match in form.finditer(sentence.text):
            span = Span(sentence.start + match.start("date"), sentence.start + match.end("date"))
            message = _wrong(int(match["day"]), _NUMBERS[match["month"][:3].lower()], match["year"])
            if message and _is_date(sentence, match, span, day_first=number == 1):
                yield span, message
    for match in _ISO.finditer(sentence.text):
        month = int(match["month"])
        message = _wrong(int(match["day"]), month, match["year"]) if month and int(match["day"]) < 40 else None
        if message:
            yield Span(sentence.start + match.start(), sentence.start + match.end()), message


def _wrong(day: int, month: int, year: str | None) -> str | None:
    name = MONTHS[month - 1]
    if day < 1:
        return f"There is no day 0 in {name}."
    if day > _LENGTHS[month - 1]:
        length = 28 if month == 2 and year and not isleap(int(year)) else _LENGTHS[month - 1]
        return f"{name}{f' {year}' if year else ''} has {length} days{' at most' * (month == 2 and not year)}, so there is no {day} {name}."
    if (day, month) == (29, 2) and year and not isleap(int(year)):
        return f"{year} is no leap year, so there is no 29 February {year}."
    return None


def _is_date(sentence: Sentence, match: re.Match[str], span: Span, *, day_first: bool) -> bool:
    """Whether the number is the month's day and not that of a section, or the count of what follows."""
    day, before = int(match["day"]), match["before"]
    if day > 31 and (not before or not match["year"]) or day < 1 and not match["year"]:
        return False  # "May 45": rather something that was left out between the two
    if match["year"] and (before or not day_first):
        return True
    opens = not sentence.text[: match.start()].strip(" \t\n\"'“‘(—–-")
    if not before and not (match["year"] and opens):
        return False
    if match["year"]:
        return True
    following = next((word for word in sentence.words if word.start >= span.end), None)
    return not _counted(following)


def _counted(word: Word | None) -> bool:
    return word is not None and word.upos in ("NOUN", "PROPN", "ADJ", "NUM", "SYM")


def _clocks(sentence: Sentence) -> Iterator[tuple[Span, str]]:
    for match in _CLOCK.finditer(sentence.text):
        hour, minute = int(match["hour"]), int(match["minute"])
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        if hour > 24:
            yield span, f"A day has 24 hours, so there is no {match['hour']}:{match['minute']}."
        elif minute > 59:
            yield span, f"An hour has 60 minutes, so there is no {match['hour']}:{match['minute']}."
