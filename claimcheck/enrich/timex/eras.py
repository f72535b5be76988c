"""Larger stretches and other eras: 499 BC, the 1990s, the sixties, '99, the 19th century."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Fixed, Found
from claimcheck.enrich.timex.lexicon import DECADES, MONTHS, ORDINALS, SEASONS
from claimcheck.enrich.timex.pattern import Pattern
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

BEFORE_CHRIST = Pattern(
    r"(?:(?:ca?\.|circa) )?(?P<first>\d{1,4})(?:(?P<join>\s?[-–—]\s?|/| (?:and|to|or"
    r"|until) )(?P<last>\d{1,4}))? (?P<era>BCE?\b|B\.C(?:\.E)?\.?|AD\b|A\.D\.?)",
    "{digit}",
    "bc bce b ad a",
)


PART_BEFORE_CHRIST = Pattern(
    r"(?:the )?(?:(?:{day} )?{month}|{season})(?: of)? (?P<n>\d{1,4}) (?:BCE?\b|B\.C(?:\.E)?\.?)", "{digit}", "bc bce b"
)


ANNO_DOMINI = Pattern(r"(?-i:AD|A\.D\.) (?P<n>\d{1,4})", "{digit}", "ad a")


DECADE = Pattern(r"(?:the )?(?P<n>1[0-9]\d0|20\d0)['’]?s(?: (?P<era>B\.?C\.?E?\.?))?", "{digit}")


SHORT_DECADE = Pattern(r"(?:the )?['’‘](?P<n>[1-9]0)['’]?s", "{digit}")


SHORT_YEAR = Pattern(r"['’‘](?P<n>\d\d)", "{digit}")


DECADE_WORD = Pattern(r"the (?P<word>" + "|".join(DECADES) + ")", " ".join(DECADES))
DECADE_BEFORE_CHRIST = Pattern(r"the (?P<n>\d\d0)s (?P<era>B\.?C\.?E?\.?)", "{digit}", "bc bce b")


CENTURY = Pattern(r"(?:the )?{ordinal}[- ]century(?: (?P<era>B\.?C\.?E?\.?))?", "century")


@rule(
    "time",
    yes={"The city fell in {480 BC}.": "a year before Christ"},
    no={"The firm from Vancouver BC won 480 cases.": "a province"},
)
def year_with_era(sentence: Sentence) -> Iterator[Found]:
    """A year with its era. TIMEX3 writes BC0480."""
    for match in BEFORE_CHRIST.find(sentence):
        before_christ = match["era"].startswith("b")
        last_start = match.span_of("last").start if match.has("last") else match.span.start
        value = match["last"] or match["first"]
        yield Found(Span(last_start, match.span.end), Fixed(_era(int(value), before_christ)), "year_with_era", priority=3)
        if match.has("last"):
            first = match.span_of("first")
            yield Found(first, Fixed(_era(int(match["first"]), before_christ)), "year_with_era", priority=3)
    for match in PART_BEFORE_CHRIST.find(sentence):
        tail = f"-{MONTHS[match['month']]:02}" if match.has("month") else "-" + SEASONS[match["season"]]
        if match.has("day"):
            tail += f"-{int(re.sub('[a-z]', '', match['day'])):02}"
        yield Found(match.span, Fixed(_era(int(match["n"]), True) + tail), "year_with_era", priority=3)
    for match in ANNO_DOMINI.find(sentence):
        yield Found(match.span, Fixed(f"{int(match['n']):04}"), "year_with_era", priority=3)


def _era(year: int, before_christ: bool) -> str:
    return f"BC{year:04}" if before_christ else f"{year:04}"


@rule(
    "time",
    yes={
        "Prices rose in {the 1980s}.": "a decade in figures",
        "He was famous in {the sixties}.": "a decade in words",
        "Settlers came in {the 1800s}.": "a century: its first decade is within",
    },
    no={"He is in his sixties.": "an age", "The 1980 strike failed.": "one year"},
)
def decade(sentence: Sentence) -> Iterator[Found]:
    """Ten years, in figures or words: the 1980s, the '90s, the sixties. "The 1800s" are the hundred years, "the 2000s" are ten."""
    for match in DECADE.find(sentence):
        value = match["n"][:2] if match["n"].startswith("1") and match["n"].endswith("00") else match["n"][:3]
        yield Found(match.span, Fixed(f"BC{value}" if match.has("era") else value), "decade", priority=3)
    for match in DECADE_BEFORE_CHRIST.find(sentence):
        yield Found(match.span, Fixed(f"BC0{match['n'][:2]}"), "decade", priority=3)
    for match in SHORT_DECADE.find(sentence):
        yield Found(match.span, Fixed(f"19{match['n'][0]}"), "decade", priority=3)
    for match in DECADE_WORD.find(sentence):
        if not re.search(r"\b(?:temperatures?|degrees|scored|in\s+their)\b", match.before[-30:], re.I):
            yield Found(match.span, Fixed(f"19{DECADES[match['word']] // 10}"), "decade", priority=4)


@rule(
    "time",
    yes={"They lost in the spring of {'99}.": "a year of two digits"},
    no={"He said: '99 red balloons.": "a quotation that begins with a number"},
)
def short_year(sentence: Sentence) -> Iterator[Found]:
    """A year of two digits behind an apostrophe: the summer of '99."""
    for match in SHORT_YEAR.find(sentence):
        number = int(match["n"])
        if re.search(r"\b(?:in|since|of|by|until|from|late|early)\s$", match.before):
            yield Found(match.span, Fixed(f"{1900 + number if number > 29 else 2000 + number}"), "short_year", priority=8)


@rule(
    "time",
    yes={"The bridge dates from {the 19th century}.": "a century"},
    no={"He scored his 19th century at Lord's.": "a hundred runs"},
)
def century(sentence: Sentence) -> Iterator[Found]:
    """A hundred years by number."""
    for match in CENTURY.find(sentence):
        ordinal = match["ordinal"]
        number = ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal) or 0)
        if not 1 <= number <= 22 or re.search(r"\b(?:his|her|scored|hit|made|a|their)\s+(?:\w+\s+)?$", match.before, re.I):
            continue
        value = f"{number - 1:02}"
        yield Found(match.span, Fixed(f"BC{value}" if match.has("era") else value), "century", priority=3)
