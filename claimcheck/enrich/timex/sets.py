"""Times that recur: every Sunday, annually, twice a month, each year, on Fridays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Found, Recurring
from claimcheck.enrich.timex.lexicon import MONTHS, PARTS_OF_DAY, SEASONS, UNITS, WEEKDAYS
from claimcheck.enrich.timex.pattern import Pattern, number_of, unit_of
from claimcheck.rules import rule
from claimcheck.tree import Sentence

EVERY = Pattern(
    r"(?:every|each) (?:single )?(?:(?P<other>other|second) |{number} |few )?(?:{weekday}s?|{month}|{season}"
    r"|(?P<part>morning|afternoon|evening|night)|(?P<unit>(?:day|week|weekend|fortnight|month|quarter|year|decade"
    r"|hour|minute)s?))",
    "every each",
)
DAY_TO_DAY = Pattern(r"{weekday}(?:{dash}| to | through ){weekday:last}", "{weekday}")
PLURAL_DAY = Pattern(
    r"{weekday}s(?: (?P<part>morning|afternoon|evening|night)s?)?|(?P<unit>weekends|weekdays|weeknights)",
    "{weekdays} weekends weekdays weeknights",
)
_REGULARLY = "hourly daily nightly weekly fortnightly monthly quarterly yearly annually annual everyday".split()
_OFTEN = ("twice", "thrice", "bi", "semi")
ADVERB = Pattern(
    rf"(?:(?P<often>{'|'.join(_OFTEN)})[- ]?)?(?P<word>{'|'.join(_REGULARLY)})",
    " ".join(often + adverb for often in ("", *_OFTEN) for adverb in _REGULARLY),
)
RATE = Pattern(r"(?P<per>per|a|an) (?P<unit>day|week|month|quarter|year|decade)", "per a an", "day week month quarter year decade")

#: "every year": the length of one round, as TimeML has it (Saurí et al. 2006, annotation guidelines 1.2.1, "every month").
_ROUNDS = {
    "day": "P1D",
    "week": "P1W",
    "weekend": "XXXX-WXX-WE",
    "fortnight": "P2W",
    "month": "P1M",
    "quarter": "P1Q",
    "year": "P1Y",
    "decade": "P1DE",
    "hour": "PT1H",
    "minute": "PT1M",
}
#: "yearly": any of them, as TIDES TIMEX2 has it.
_ANY = {
    "day": "XXXX-XX-XX",
    "night": "XXXX-XX-XXTNI",
    "week": "XXXX-WXX",
    "fortnight": "P2W",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "year": "XXXX",
    "hour": "XXXX-XX-XXTXX",
}
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "everyday": "day",
    "nightly": "night",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
}


@rule(
    "time",
    yes={"Mass is held {every Sunday}.": "a weekday that recurs", "The fund pays out {each year}.": "a unit that recurs"},
    no={"Every second counts.": "a saying", "Each of the days was wet.": "a part of a group"},
)
def every(sentence: Sentence) -> Iterator[Found]:
    """Every or each before a day, month, season or unit."""
    for match in EVERY.find(sentence):
        step = 2.0 if match.has("other") else number_of(match["number"]) if match.has("number") else 1.0
        value: str | None
        if match.has("weekday"):
            value = f"XXXX-WXX-{WEEKDAYS[match['weekday']]}"
        elif match.has("month"):
            value = f"XXXX-{MONTHS[match['month']]:02}"
        elif match.has("season"):
            value = f"XXXX-{SEASONS[match['season']]}"
        elif match.has("part"):
            value = f"XXXX-XX-XXT{PARTS_OF_DAY[match['part']]}"
        else:
            unit = unit_of(match["unit"])
            value = _ROUNDS[unit]
            if step and step != 1.0:
                designator = UNITS[unit]
                value = f"P{'T' if designator[0] == 'T' else ''}{step:g}{designator[-1] if designator[0] == 'T' else designator}"
        if value:
            yield Found(match.span, Recurring(value), "every", priority=3)


@rule(
    "time",
    yes={"The office is open {Monday to Friday}.": "days of every week"},
    no={"The strike ran from Monday to Friday.": "two days of one week"},
)
def weekday_to_weekday(sentence: Sentence) -> Iterator[Found]:
    """A stretch of weekdays without "from": opening hours, working days."""
    for match in DAY_TO_DAY.find(sentence):
        if not re.search(r"\b(?:from|of|on)\s+$", match.before, re.I):
            value = f"XXXX-WXX-{WEEKDAYS[match['weekday']]}/XXXX-WXX-{WEEKDAYS[match['last']]}"
            yield Found(match.span, Recurring(value), "weekday_to_weekday", priority=3)


@rule(
    "time",
    yes={"The museum is shut on {Mondays}.": "a weekday in the plural"},
    no={"The Mondays played in Leeds.": "a band"},
)
def plural_weekday(sentence: Sentence) -> Iterator[Found]:
    """Weekdays or weekends in the plural."""
    for match in PLURAL_DAY.find(sentence):
        if re.search(r"\b(?:The|the|two|three|four|several|many|for|of)\s+$", match.before) or re.match(r"\s+for\s+[A-Z]", match.after):
            continue
        if match.has("weekday"):
            value = f"XXXX-WXX-{WEEKDAYS[match['weekday']]}" + (f"T{PARTS_OF_DAY[match['part']]}" if match.has("part") else "")
        else:
            value = "XXXX-WXX-WE" if match["unit"] == "weekends" else "XXXX-WXX"
        yield Found(match.span, Recurring(value), "plural_weekday", priority=3)


@rule(
    "time",
    yes={"The index is published {monthly}.": "an adverb", "The {daily} flights were full.": "an adjective"},
    no={"The Daily Mail printed it.": "a newspaper"},
)
def frequency_word(sentence: Sentence) -> Iterator[Found]:
    """Daily, weekly, monthly, annually."""
    for match in ADVERB.find(sentence):
        inner = match.before.strip() != "" and not re.search(r"[.:\"“]\s*$", match.before)
        if (
            match.found["word"][0].isupper()
            and (inner or re.match(r"\s+[A-Z]", match.after))
            or re.match(r"\s+(?-i:[A-Z])\w+\s*$", match.after)
        ):
            continue
        if match["word"] == "annual" and re.match(r"\s+[A-Z]", match.after):
            continue
        unit = _ADVERBS[match["word"]]
        yield Found(match.span, Recurring(_ANY[unit]), "frequency_word", priority=6)


@rule(
    "time",
    yes={"They meet twice {a month}.": "how often", "Visitors spend 90 dollars {per day}.": "how much in each"},
    no={"He left for a month.": "a duration", "The plane flew at 900 km an hour.": "a speed"},
)
def rate(sentence: Sentence) -> Iterator[Found]:
    """A day, week, month or year in which something is counted: twice a month, £500 a week, per year."""
    for match in RATE.find(sentence):
        unit = match["unit"]
        if match["per"] != "per":
            before = match.before
            often = re.search(r"\b(?:once|twice|thrice|times|time|days|hours|nights)\s+$", before, re.I)
            amount = re.search(
                r"(?:[$£€¥₹]\s?)?\d[\d,.]*(?:\s*(?:%|m|bn|million|billion|trillion|percent|per\s+cent))?(?:\s+(?!in\b|for\b|within\b|after\b|over\b|of\b|than\b|by\b|and\b|on\b)\w+){0,2}\s+$",
                before,
                re.I,
            )
            if not often and not amount or re.match(r"\s+(?:ago|later|earlier|after|before)\b|-", match.after):
                continue
            if (
                amount
                and not often
                and re.search(r"\b(?:19|20)\d\d\s+$|\b(?:for|in|within|after|over|than|nearly|almost|about)\s+$", before)
            ):
                continue
        yield Found(match.span, Recurring("P1" + UNITS[unit]), "rate", priority=4)
