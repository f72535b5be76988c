"""Fixed parts of a year and years of accounts: Q3 2022, the first half of 2021, the first nine months of the year, fiscal 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Fixed, Found, Meaning, Shifted, Yearless
from claimcheck.enrich.timex.lexicon import ORDINALS
from claimcheck.enrich.timex.pattern import Pattern, number_of
from claimcheck.rules import rule
from claimcheck.tree import Sentence

QUARTER = Pattern(
    r"(?:the )?(?:{ordinal}[- ]quarter|(?-i:Q)(?P<q>[1-4])|(?-i:H)(?P<h>[12])|(?P<half>first|second|latter) half)"
    r"(?:,?(?: of)?(?: the)?(?: year)? (?:{year}|(?P<which>this|last|next|that|the same|the previous) year))?",
    "quarter q h half",
)


FIRST_MONTHS = Pattern(r"(?:the )?(?P<side>first|last|final) {number} months of (?:{year}|(?P<which>this|last|the) year)", "months")


FISCAL = Pattern(
    r"(?:(?:the )?(?:fiscal|financial)(?: year)?|(?-i:FY)) ?(?P<y>(?:19|20)\d\d|\d\d(?=[^\d]|$))(?:[-–/](?P<last>(?:20)?\d\d))?",
    "fiscal financial fy",
    "{digit}",
)


@rule(
    "time",
    yes={"Sales fell in {the third quarter of 2022}.": "a quarter with its year", "Profit rose in {Q3 2022}.": "its short form"},
    no={"They led after the third quarter against Ohio.": "of a match", "The first half of the book is dull.": "not of a year"},
)
def part_of_year(sentence: Sentence) -> Iterator[Found]:
    """A quarter or a half of a year."""
    for match in QUARTER.find(sentence):
        if match.has("ordinal"):
            number = ORDINALS.get(match["ordinal"]) or int(re.sub(r"\D", "", match["ordinal"]) or 0)
            if not 1 <= number <= 4:
                continue
            tail = f"-Q{number}"
        elif match.has("q"):
            tail = f"-Q{match['q']}"
        elif match.has("h"):
            tail = f"-H{match['h']}"
        else:
            tail = "-H1" if match["half"] == "first" else "-H2"
        which = match["which"]
        meaning: Meaning
        if match.has("year"):
            meaning = Fixed(match["year"] + tail)
        elif which in ("this", "last", "next"):
            meaning = Shifted("year", {"last": -1, "this": 0, "next": 1}[which], "publication", tail)
        elif which:
            meaning = Shifted("year", -1 if which == "the previous" else 0, "previous", tail)
        elif match.text.lower().endswith("year") and not match.text.lower().endswith("this year"):
            meaning = Yearless(tail)
        elif (
            tail.startswith("-Q")
            and re.match(r"(?:(?i:in|for|during|of)\s+)", match.before[-4:] + " ") is None
            and re.search(
                r"\b(?:profits?|sales|revenues?|earnings|growth|gdp|economy|results|income|loss(?:es)?|shares?|inflation|output|exports?|imports?|investment|prices)\b",
                sentence.text,
                re.IGNORECASE,
            )
        ):
            meaning = Yearless(tail)
        else:
            continue
        yield Found(match.span, meaning, "part_of_year", priority=4)


@rule(
    "time",
    yes={"Exports fell in {the first two months of 1939}.": "months counted from a year's end"},
    no={"The first two months of the war were hard.": "not of a year"},
)
def months_of_year(sentence: Sentence) -> Iterator[Found]:
    """The first or last months of a year, as a stretch of it."""
    for match in FIRST_MONTHS.find(sentence):
        count = int(number_of(match["number"]) or 0)
        if 1 <= count <= 12:
            first, last = (1, count) if match["side"] == "first" else (13 - count, 12)
            tail = f"-{first:02}/-{last:02}"
            meaning: Meaning = Yearless(tail)
            if match.has("year"):
                meaning = Fixed(f"{match['year']}-{first:02}/{match['year']}-{last:02}")
            elif match["which"] != "the":
                meaning = Shifted("year", -1 if match["which"] == "last" else 0, "publication", tail)
            yield Found(match.span, meaning, "months_of_year", priority=3)


@rule(
    "time",
    yes={"The budget for {fiscal year 2021} was cut.": "a fiscal year"},
    no={"Fiscal policy in 2021 was tight.": "an ordinary year"},
)
def fiscal_year(sentence: Sentence) -> Iterator[Found]:
    """A fiscal year. Where it begins depends on the country: it gets no days."""
    for match in FISCAL.find(sentence):
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        last = match["last"]
        value = f"FY{year:04}" + (f"/FY{year // 100:02}{last[-2:]}" if last else "")
        yield Found(match.span, Fixed(value), "fiscal_year", priority=3)
