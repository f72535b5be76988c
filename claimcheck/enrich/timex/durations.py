"""Lengths of time: four-day, six weeks, a year and a half, more than two decades, days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Found, Length
from claimcheck.enrich.timex.lexicon import UNITS
from claimcheck.enrich.timex.pattern import Match, Pattern, length_value, unit_of
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

COUNTED = Pattern(
    r"(?:(?P<low>{number:lower}) ?{or} ?)?{number}(?: (?P<scale>hundred|thousand|million|billion))?(?:[-‐‑ ](?P<half>and[-‐‑ ]a[-‐‑ ]half|and half))?"
    r"(?:[-‐‑ ](?:long |full |consecutive |straight |more |further |whole |additional |entire )?){unit}"
    r"(?: (?P<half2>and a half))?(?P<long>[- ]long)?",
    "{unit}",
)
ARTICLE = Pattern(
    r"(?:(?P<article>a|an|one|another|a single|a full|a whole|an entire|an additional|every single) {unit}(?: (?P<half>and a half))?"
    r"|(?P<part>half an|half a|half-an?|quarter of an|three quarters of an) {unit:part_unit}"
    r"|(?P<compound>half)[- ](?P<cunit>hour|day|century|decade|year))(?P<long>[- ]long)?",
    "{unit}",
)
VAGUE = Pattern(
    r"(?:(?P<some>{few}|hundreds of|thousands of|tens of|the|those|these) )?(?:more )?(?P<plural>seconds|minutes"
    r"|hours|days|weeks|months|years|decades|centuries)(?P<long>[- ]long)?",
    "seconds minutes hours days weeks months years decades centuries",
)
UNIT_LONG = Pattern(r"(?P<unit>(?:hour|day|week|month|year|decade)s?|century|centuries)[-‐‑ ]long", "long")

#: A number before a unit is an age here: 45-year-old, aged 30, 18 years of age.
_AGE_AFTER = re.compile(r"(?:,?\s+(?:and\s+)?\d+\s+(?:months?|days?))?[-‐‑–\s]*(?:old|olds|of\s+age)\b", re.IGNORECASE)
_RATE_BEFORE = re.compile(r"(?:\bper|\b(?:times|once|twice|thrice|every|each|half|quarter)(?:\s+(?:a|an))?)\s+$", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:for|in|within|after|over|of|than|about|nearly|almost|around|roughly|under|under|just|last|lasted|lasting|spend|spent|take|took|takes|during|every|by|only|least|most|to|through)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_COUNTED_FROM = re.compile(
    r"\s+(?:after|before|later|earlier|ago|since|following|prior|into|from|in\s+(?:prison|jail|power|office|advance))\b", re.IGNORECASE
)


def _age(match: Match) -> bool:
    return bool(_AGE_AFTER.match(match.after)) or bool(re.search(r"\b(?:aged?|ages)\s+(?:of\s+)?$", match.before, re.I))


def _halved(value: str, unit: str, count: float) -> tuple[str, float]:
    designator = UNITS[unit]
    text = f"{count:g}"
    return ("PT" + text + designator[1:] if designator.startswith("T") else "P" + text + designator), count


@rule(
    "time",
    yes={
        "It led to a {four-day} conflict.": "a compound",
        "The trial lasted {six weeks}.": "a number and a unit",
        "She waited {two and a half years}.": "with a half",
        "He was jailed for {three-and-a-half years}.": "the same with hyphens",
    },
    no={"The 45-year-old was hurt.": "an age", "They are 18 years old.": "an age", "He came second.": "a rank"},
)
def counted_length(sentence: Sentence) -> Iterator[Found]:
    """A number and a unit of time."""
    for match in COUNTED.find(sentence):
        unit = unit_of(match["unit"])
        if _age(match) or unit == "second" and match["unit"] == "second" and not match.has("long") and "-" not in match.text:
            continue
        if unit == "quarter" or unit == "night" and match["unit"] == "night" and "-" not in match.text:
            continue
        joined = re.search(r"[-‐‑]", match.text) is not None
        if (
            match["unit"] == unit
            and not joined
            and not match.has("long")
            and match["number"] not in ("1", "one")
            and not _before_noun(match)
        ):
            continue
        if re.search(r"(?:[$£€¥]|\b(?:19|20)\d\d[-–])$", match.before) or _RATE_BEFORE.search(match.before):
            continue
        number = match["number"]
        if (
            number in ("one", "1")
            and unit == "day"
            and not joined
            and not (_MEASURED.search(match.before) or _COUNTED_FROM.match(match.after))
        ):
            continue
        if number.isdigit() and len(number) == 4 and unit in ("day", "hour", "minute") and not match["unit"].endswith("s"):
            continue
        value, count = length_value(number, unit, match["scale"])
        if value and count is not None and (match.has("half") or match.has("half2")):
            value, count = _halved(value, unit, count + 0.5)
        if value:
            span = match.span
            low = length_value(match["low"], unit, match["scale"])[0] if match.has("low") else None
            if low:
                open_value, _ = length_value("x", unit)
                yield Found(span, Length(open_value or value, 0, unit, None, (low, value)), "counted_length", priority=6)
            else:
                yield Found(span, Length(value, 0, unit, count), "counted_length", priority=6)


def _before_noun(match: Match) -> bool:
    """ "three hour talks": the unit stands before the noun that it measures."""
    words = match.words("unit")
    head = match.sentence.head(words[-1]) if words else None
    return head is not None and words[-1].index < head.index and words[-1].relation in ("compound", "nmod", "amod", "obl", "nummod")


@rule(
    "time",
    yes={"He was jailed for {a year and a half}.": "an article for one", "The match stopped for {half an hour}.": "half a unit"},
    no={"They meet twice a month.": "a rate", "What a day!": "an exclamation", "He wants a second term.": "a rank"},
)
def single_length(sentence: Sentence) -> Iterator[Found]:
    """One unit, or half of one: a year, half an hour, a year and a half."""
    for match in ARTICLE.find(sentence):
        if match.has("part") or match.has("compound"):
            unit = unit_of(match["part_unit"] or match["cunit"])
            if unit in ("second", "quarter", "night"):
                continue
            count = 0.25 if match["part"].startswith("quarter") else 0.75 if match["part"].startswith("three") else 0.5
            if _age(match):
                continue
            value, count = _half_unit(unit, count)
            yield Found(match.span, Length(value, 0, unit, count), "single_length", priority=6)
            continue
        unit = unit_of(match["unit"])
        if match["unit"] != unit or unit in ("second", "quarter", "night", "minute") and not match.has("half"):
            continue
        measured, counted = bool(_MEASURED.search(match.before)), bool(_COUNTED_FROM.match(match.after))
        if _age(match) or _rate(match) or re.match(r"-", match.after):
            continue
        if not (measured or counted or match.has("half") or match.has("long") or match["article"] not in ("a", "an", "one")):
            continue
        word = match.next_word()
        if word is not None and not counted and _before_noun(match) and word.upos in ("NOUN", "PROPN") and not match.has("long"):
            continue
        if match["article"] == "another" and unit == "day" and not measured:
            continue
        value, number = _halved("", unit, 1.5 if match.has("half") else 2.0 if unit == "fortnight" else 1.0)
        yield Found(match.span, Length(value, 0, unit, number), "single_length", priority=7)


def _half_unit(unit: str, part: float) -> tuple[str, float]:
    smaller = {
        "hour": ("TM", 60),
        "year": ("M", 12),
        "decade": ("Y", 10),
        "century": ("Y", 100),
        "day": ("TH", 24),
        "minute": ("TS", 60),
    }.get(unit)
    if not smaller:
        return f"P{part:g}{UNITS[unit]}", part
    text = f"{part * smaller[1]:g}"
    return ("PT" + text + smaller[0][1:] if smaller[0].startswith("T") else "P" + text + smaller[0]), part


def _rate(match: Match) -> bool:
    """Whether "a year" tells how often or how much: "twice a year", "£500 a week", "two million visitors a year"."""
    return bool(_RATE_BEFORE.search(match.before)) or bool(
        re.search(
            r"(?:[$£€]\s?)?\d[\d,.]*(?:\s*(?:%|m|bn|million|billion|trillion|percent|per\s+cent))?(?:\s+(?!in|for|within|after|over|of|than|by)\w+){0,2}\s+$",
            match.before,
            re.I,
        )
        and not _MEASURED.search(match.before)
    )


@rule(
    "time",
    yes={"The talks came {days} after the vote.": "a length without a number", "The work took {several months}.": "an open number"},
    no={"He has good days.": "not a length", "The days of cheap oil are over.": "an era"},
)
def open_length(sentence: Sentence) -> Iterator[Found]:
    """Units without a number: days after, several months, for years. Their value keeps an X."""
    for match in VAGUE.find(sentence):
        unit = unit_of(match["plural"])
        some = match["some"]
        if some in ("the", "those", "these"):
            continue
        if _age(match):
            continue
        alone = not some
        if alone and not (
            _COUNTED_FROM.match(match.after)
            or re.search(r"\b(?:for|in|within|takes?|took|lasted|over|after|spent|of)\s+$", match.before, re.I)
            and not re.match(r"\s+(?:of|and)\b", match.after)
            or match.has("long")
        ):
            continue
        value, _ = length_value("x", unit)
        if value:
            yield Found(match.span, Length(value, 0, unit, None), "open_length", priority=7)


@rule(
    "time",
    yes={"The {year-long} search ended.": "one unit", "The {decades-long} war is over.": "an open number"},
    no={"The yearling won the race.": "a horse"},
)
def unit_long(sentence: Sentence) -> Iterator[Found]:
    """Month-long, decades-long."""
    for match in UNIT_LONG.find(sentence):
        if re.search(
            r"(?:\d|\b(?:\w+ty|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|and-a-half))[- ]$", match.before, re.I
        ):
            continue
        unit = unit_of(match["unit"])
        value, count = length_value("x" if match["unit"] != unit else "one", unit)
        if value:
            yield Found(Span(match.span.start, match.span.end), Length(value, 0, unit, count), "unit_long", priority=6)
