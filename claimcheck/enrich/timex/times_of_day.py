"""Times of day: 9am, 10:30 p.m., 22:30, noon, midnight local time, the morning of May 5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Clock, Found
from claimcheck.enrich.timex.pattern import Pattern, number_of
from claimcheck.rules import rule
from claimcheck.tree import Sentence

ZONE = (
    r"(?: ?(?P<zone>local time|(?-i:GMT|UTC|BST|EST|EDT|ET|CET|CEST|IST|PST|PDT|CST|JST|AEST)"
    r"|(?-i:Eastern|Pacific|Central|Mountain)(?: (?:Standard |Daylight )?time)?|(?-i:[A-Z])\w+ (?:Standard )?time))?"
)
TWELVE = Pattern(r"(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))? ?(?P<half>[ap])\.?\s?m\b\.?" + ZONE, "{digit}")
TWENTY_FOUR = Pattern(
    r"(?P<h>[01]?\d|2[0-4])(?P<mark>[:.]|(?=\d\d\s?(?:h|hrs|hours|GMT"
    r"|UTC)\b))(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?P<hrs> ?(?:hrs|hours|h))?(?![\d:]|[.,]\d)" + ZONE,
    "{digit}",
)
NAMED = Pattern(r"(?P<word>noon|midday|midnight)" + ZONE, "noon midday midnight")
OCLOCK = Pattern(r"{number} o['’]clock(?: in the (?P<part>morning|afternoon|evening)| at (?P<night>night))?", "clock")
#: "nine o'clock on Friday night": the part of the day stands behind the day.
_LATE = re.compile(r"\s+(?:on\s+)?(?:\w+day|that|last|this|tomorrow)\s+(?:afternoon|evening|night)\b", re.IGNORECASE)

_HALF_DAYS = {"a": 0, "p": 12}


@rule(
    "time",
    yes={"The meeting began at {9am}.": "hour and half of the day", "It ended at {10:30 p.m.}": "hour, minute and half of the day"},
    no={"The team has 5 amateurs.": "a number before a word that begins alike"},
)
def twelve_hour_clock(sentence: Sentence) -> Iterator[Found]:
    """A time with a.m. or p.m."""
    for match in TWELVE.find(sentence):
        if re.fullmatch(r"\d+ am", match.text) and any(w.upos in ("AUX", "VERB") and w.text == "am" for w in match.words()):
            continue
        hour = int(match["h"]) % 12 + _HALF_DAYS[match["half"]]
        value = f"T{hour:02}:{int(match['m'] or 0):02}"
        span = match.span
        if (
            match.text.endswith(".")
            and not match.text.endswith("m.")
            or match.text.endswith("m.")
            and not re.search(r"[ap]\.\s?m\.$", match.text, re.I)
        ):
            span = type(span)(span.start, span.end - 1)
        yield Found(span, Clock(value + _zone(match["zone"])), "twelve_hour_clock", priority=3)


@rule(
    "time",
    yes={"Polls closed at {22:30}.": "hour and minute"},
    no={"They won 22:30 against Lyon.": "a score", "The ratio is 3:15.": "a ratio"},
)
def twenty_four_hour_clock(sentence: Sentence) -> Iterator[Found]:
    """A time of the 24-hour clock, where a preposition, a zone or "hours" shows that it is one."""
    for match in TWENTY_FOUR.find(sentence):
        if int(match["h"]) == 24 and int(match["m"]) > 0:
            continue
        lead = re.search(r"\b(?:at|by|until|till|from|since|around|about|before|after|between|to|and)\s+$", match.before, re.I)
        sure = match.has("zone") or match.has("hrs")
        if match["mark"] != ":" and not sure or not (lead or sure):
            continue
        if (
            lead
            and lead[0].strip().lower() in ("to", "and", "about")
            and not sure
            and not re.search(r"\d:\d\d\s+(?:to|and)\s+$", match.before)
        ):
            continue
        yield Found(match.span, Clock(f"T{int(match['h']):02}:{match['m']}" + _zone(match["zone"])), "twenty_four_hour_clock", priority=4)


@rule(
    "time",
    yes={"The truce began at {midnight local time}.": "a named hour with its zone"},
    no={"High Noon was shown again.": "a film"},
)
def named_hour(sentence: Sentence) -> Iterator[Found]:
    """Noon and midnight."""
    for match in NAMED.find(sentence):
        if match.text[0].isupper() and match.before.strip():
            continue
        value = "T12:00" if match["word"] != "midnight" else "T24:00"
        yield Found(match.span, Clock(value + _zone(match["zone"])), "named_hour", priority=4)


@rule(
    "time",
    yes={"The bells rang at {six o'clock}.": "a full hour"},
    no={"He has six clocks.": "a number of clocks"},
)
def full_hour(sentence: Sentence) -> Iterator[Found]:
    """A full hour in words. Without "in the morning" it has two readings and is written as said."""
    for match in OCLOCK.find(sentence):
        hour = number_of(match["number"])
        if hour is not None and 1 <= hour <= 12:
            late = match["part"] in ("afternoon", "evening") or match.has("night") and hour > 5 or _LATE.match(match.after) and hour > 5
            shift = 12 if late and hour < 12 else 0
            yield Found(match.span, Clock(f"T{int(hour) + shift:02}:00"), "full_hour", priority=4)


def _zone(text: str) -> str:
    return "Z" if text in ("gmt", "utc") else ""
