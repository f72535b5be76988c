"""Times that only a reader of that day understands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.moments import says_year
from claimcheck.model import Span, TimeExpression
from claimcheck.rules import rule

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_UNIT = r"(?:day|week|weekend|fortnight|month|quarter|year|spring|summer|autumn|winter|night)"
_PART = r"(?:morning|noon|afternoon|evening|night)"
#: What is counted from the day of writing. "Today" is left out: it also means nowadays.
_RELATIVE = re.compile(
    rf"(?:(?:early|late|earlier|later) )?(?:(?:on )?{_DAY}(?: {_PART})?|(?:the day )?(?:before )?yesterday\b.*"
    r"|(?:the day )?(?:after )?tomorrow\b.*|tonight"
    rf"|(?:last|next|this|this past|this coming) (?:{_UNIT}|{_DAY})(?: {_PART})?"
    r"|(?:just |only )?(?:an?|one|two|three|four|five|six|seven|eight|nine|\d) years? ago"
    r"|(?:(?:just|only|about|around|almost|nearly|over|more than|less than) )?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|a few|several|some|a couple of) (?:hour|day|night|week|fortnight|month)s? ago)",
    re.IGNORECASE,
)
_DAYNAME = re.compile(_DAY, re.IGNORECASE)
#: "On a Saturday", "a rainy Thursday": a day like others; "the technology of tomorrow": no day at all.
_ANY_DAY = re.compile(r"\b(?:an?\s+(?:\w+\s+)?|of\s+)$", re.IGNORECASE)
#: "Thursday morning, May 5", "last month, on July 12": the date follows at once.
_BESIDE = 6
_SIDES = 4


@rule(
    "consistency",
    severity="note",
    yes={
        "The mayor of Springfield resigned {on Tuesday} after a vote. The council will meet next week.": "no day is known to count from",
        "{Yesterday} the river flooded the town.": "the day before which day?",
    },
    no={
        "Published 2025-07-02\n\nThe mayor of Springfield resigned on Tuesday after a vote.": "counted from the day of publication",
        "The mayor fell ill on 5 May 2024 and resigned on Tuesday.": "the date before it tells the week",
        "Shops in the town are closed on Sundays.": "every week",
        "Nobody comes to this market on a Saturday.": "any Saturday",
        "The bridge was built some 60 years ago.": "so long ago that the day of publication does not matter",
        '"I saw him yesterday," the woman said in the trial.': "her day, not the article's",
    },
)
def undated_relative_time(article: Article) -> Iterator[Proposal]:
    """ "On Tuesday", "yesterday", "last month" in an article of which no day of publication is known, nor a date to count from.

    One finding an article, at the first such time; the next few are shown beside it.
    """
    if article.document.published is not None:
        return
    text = article.document.text
    loose = [(time, _with_preposition(text, time)) for time in article.times if _is_loose(article, time)]
    if not loose:
        return
    (_, span), *others = loose
    words = span.slice(text)
    yield Proposal(
        span,
        f"Nothing tells when “{words if _DAYNAME.match(words) else words[:1].lower() + words[1:]}” was or will be: "
        "the article has no day of publication to count from.",
        tuple(Place(other, "Counted from the same unknown day.") for _, other in others[:_SIDES]),
    )


def _is_loose(article: Article, time: TimeExpression) -> bool:
    if time.type not in ("DATE", "TIME") or time.status != "unresolved" or time.anchor != "unknown":
        return False
    if _ANY_DAY.search(article.document.text, max(0, time.span.start - 20), time.span.start):
        return False
    return bool(_RELATIVE.fullmatch(time.text)) and not article.quoted_at(time.span) and not _anchored(article, time)


def _anchored(article: Article, time: TimeExpression) -> bool:
    """Whether a full date stands before it in its paragraph, or anywhere in its sentence."""
    sentence = article.sentence_at(time.span)
    if sentence is None:
        return True  # outside the parse: nothing is known about it
    start = article.document.blocks[sentence.block].span.start
    return any(
        other.grain in ("day", "week", "month")
        and (
            says_year(other)
            and start <= other.span.start < sentence.end
            or 0 < other.span.start - time.span.end < _BESIDE
            and re.search(r"\d", other.text) is not None
        )
        for other in article.times
    )


def _with_preposition(text: str, time: TimeExpression) -> Span:
    found = re.search(r"\bon\s$", text[max(0, time.span.start - 7) : time.span.start], re.IGNORECASE)
    return Span(time.span.start - len(found[0]), time.span.end) if found else time.span
