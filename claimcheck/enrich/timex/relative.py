"""Dates counted from publication or from a day already spoken of: yesterday, last week, three days ago, two weeks later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from claimcheck.enrich.timex.found import Base, Clock, Found, Meaning, Shifted, Vague
from claimcheck.enrich.timex.pattern import Match, Pattern, number_of, unit_of
from claimcheck.rules import rule
from claimcheck.tree import Sentence

NAMED_DAY = Pattern(
    r"(?P<word>the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight"
    r"|tonite)",
    "yesterday tomorrow today tonight tonite",
)
PART_OF_NAMED = Pattern(
    r"(?P<which>this|last) (?P<part>morning|afternoon|evening|night)|(?P<over>overnight)", "morning afternoon evening night overnight"
)
CALENDAR_UNIT = Pattern(
    r"(?P<which>this|last|next|this past|this coming|the current) (?:(?P<kind>calendar|fiscal|financial|school"
    r"|academic) )?(?P<unit>week|month|quarter|year|decade|century)(?P<typo>s(?= \w))?",
    "this last next current",
    "{unit} centurys",
)
AGO = Pattern(
    r"(?:(?P<half>half) (?:a|an) {unit:half_unit}|\[?(?:(?P<one>a|an|one)|{number})\]? (?:and a half )?{unit}"
    r"|(?P<vague>{few}|(?:{number:many} )?{scales}|a long time|long|some time"
    r"|(?P<plural>days|weeks|months|years|decades|centuries|hours|minutes|moments)))(?: (?P<of>{unit:vague_unit}))? (?P<ago>ago)",
    "ago",
)
LATER = Pattern(
    r"(?:(?:{number}|(?P<half>half )?(?P<one>a|an|one)) {unit}|(?P<vague>(?:{few} )?(?P<plural>days|weeks|months|years|decades|hours|minutes|moments)))"
    r" (?P<side>(?:later|earlier)(?! than\b)|afterwards?|previously|before(?=\s*(?:[,.;:)]|$))|after(?=\s*(?:[,.;:)]|$))|hence|beforehand)",
    "later earlier afterward afterwards previously before after hence beforehand",
)
THE_NEXT = Pattern(
    r"(?:the (?P<side>next|following|previous|preceding|prior|subsequent) (?P<unit>day|week|month|quarter|year|decade|century)"
    r"|the (?P<unit2>day|week|month|year|decade)(?: immediately)? (?P<side2>before|after|earlier|following"
    r"|prior)(?=\s*(?:[,.;:)]|$|,?\s+(?:when|that)\b|\s+and\b))"
    r"|a (?P<unit3>day|week|month|year|decade) (?P<side3>after|before)(?=\s*(?:[,.;:)]|$))"
    r"|(?P<same>the same|that same|that very|that) (?P<unit4>day|night|week|month|quarter|year|decade|century|afternoon|evening|morning))",
    "day night week month quarter year decade century afternoon evening morning",
)
END_OF = Pattern(
    r"(?P<mod>the end|the beginning|the start|the middle|the close|the rest|the remainder|the second half"
    r"|the first half|the latter part) of the (?P<unit>week|month|quarter|year|decade|century)",
    "end beginning start middle close rest remainder half part",
    "week month quarter year decade century",
)
FROM_NOW = Pattern(
    r"(?:in (?:{number}|(?P<one>a|an|one)) {unit}['’](?:s)? time|(?:{number}|(?P<one2>a|an|one)) {unit:far} (?:from now|hence))",
    "time now hence",
    "{unit}",
)
THE_DAY = Pattern(
    r"(?:(?:{ordinal}|last|final|only|\w{3,}est) \w+(?: \w+)? of (?P<day>the day)"
    r"|(?:commemorat|celebrat|observ|mark)(?:e|es|ed|ing|s) (?P<date>the (?:day|date)))(?! (?:of|on|when|that|for)\b)",
    "day date",
)
LATER_IN = Pattern(
    r"(?P<side>later|earlier|late|early) in the (?P<unit>day|week|month|year)", "later earlier late early", "day week month year"
)
YEAR_END = Pattern(r"(?P<article>the )?(?:(?P<unit>year|month)(?:['’]s)?[- ]end|(?P<mid>mid)[- ](?P<unit2>year|month|week))", "end mid")

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
_SIDES = {"next": 1, "following": 1, "subsequent": 1, "previous": -1, "preceding": -1, "prior": -1, "before": -1, "earlier": -1, "after": 1}
#: Half of a unit in the next smaller one.
_HALVES = {"year": ("month", 6.0), "decade": ("year", 5.0), "century": ("decade", 5.0), "day": ("hour", 12.0), "hour": ("minute", 30.0)}
_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_MODS = {
    "the end": "END",
    "the close": "END",
    "the beginning": "START",
    "the start": "START",
    "the middle": "MID",
    "the latter part": "END",
    "the second half": "END",
    "the first half": "START",
}


@rule(
    "time",
    yes={"The storm hit the coast {yesterday}.": "the day before publication"},
    no={
        "The Today programme ended.": "a programme's name",
        "USA Today reported it.": "a newspaper",
        "His Tomorrow Group failed to pay its debts.": "a company",
    },
)
def named_day(sentence: Sentence) -> Iterator[Found]:
    """Today, yesterday, tomorrow, tonight."""
    for match in NAMED_DAY.find(sentence):
        word = match["word"]
        if match.text[0].isupper() and (
            re.search(r"\b[A-Z]\w+\s+$|\b[Tt]he\s+$", match.before)
            or re.match(r"\s+(?:programme|show|FM)\b", match.after)
            or _begins_name(match)
        ):
            continue
        if word.startswith("ton"):
            yield Found(match.span, Clock("TNI", Shifted("day", 0, "publication")), "named_day")
        else:
            yield Found(match.span, Shifted("day", _DAYS[word], "publication"), "named_day", priority=4)


def _begins_name(match: Match) -> bool:
    """A capital inside the sentence, or all capitals, before another capital: "Tomorrow Group", "TODAY NICARAGUA"."""
    following = re.match(r"\s+[A-Z]", match.after) is not None
    inside = match.before.strip() != "" and not re.search(r"[.:\"“‘'—–-]\s*$", match.before)
    return following and (inside or match.text.isupper())


@rule(
    "time",
    yes={"Two men were arrested {last night}.": "the night before publication", "It rained {this morning}.": "the morning of publication"},
    no={"His last morning at work was sad.": "no deictic"},
)
def part_of_named_day(sentence: Sentence) -> Iterator[Found]:
    """This morning, this evening, last night."""
    for match in PART_OF_NAMED.find(sentence):
        if match.has("over") or re.search(r"\b(?:his|her|its|their|the|my|our|very)\s+$", match.before, re.I):
            continue
        if match["which"] == "last" and match["part"] in ("morning", "afternoon"):
            continue
        day = Shifted("day", -1 if match["which"] == "last" else 0, "publication")
        yield Found(match.span, Clock("T" + _PARTS[match["part"]], day), "part_of_named_day")


@rule(
    "time",
    yes={"Sales fell {last month}.": "the calendar month before publication", "{This year} costs rose.": "the year of publication"},
    no={"In his last year at school he won.": "his own year", "The last week of May was wet.": "a week of May"},
)
def calendar_unit(sentence: Sentence) -> Iterator[Found]:
    """This, last or next week, month, quarter, year: whole calendar units around publication."""
    for match in CALENDAR_UNIT.find(sentence):
        if re.search(r"\b(?:his|her|its|their|my|our|your|the|[’']s)\s+$", match.before, re.I) or re.match(
            r"\s+of\b(?!\s+(?:January|February|March|April|June|July|Aug|Sep|Oct|Nov|Dec)x)", match.after
        ):
            continue
        if match.has("typo") and match["which"] != "this" or match["kind"] in ("fiscal", "financial", "school", "academic"):
            continue
        step = {"last": -1, "this past": -1, "next": 1, "this coming": 1}.get(match["which"], 0)
        yield Found(match.span, Shifted(match["unit"], step, "publication"), "calendar_unit")


@rule(
    "time",
    yes={"The factory closed {three years ago}.": "counted back from publication", "It left {a decade ago}.": "ten years back"},
    no={"They waited three years.": "a duration"},
)
def ago(sentence: Sentence) -> Iterator[Found]:
    """So many units before publication. Exact only as far as its unit: "three years ago" is a year."""
    for match in AGO.find(sentence):
        if match.has("half"):
            unit = unit_of(match["half_unit"])
            smaller = _HALVES.get(unit)
            if smaller and smaller[0] in ("month", "year", "decade"):
                yield Found(match.span, Shifted(smaller[0], -int(smaller[1]), "publication"), "ago", relation="ago")
            continue
        if match.has("vague") or not match.has("unit"):
            yield Found(match.span, Vague("PAST_REF"), "ago", relation="ago", priority=6)
            continue
        count = 1.0 if match.has("one") else number_of(match["number"]) or 0.0
        if count > 9999:
            yield Found(match.span, Vague("PAST_REF"), "ago", relation="ago", priority=6)
            continue
        found = _counted(match, unit_of(match["unit"]), -count, "publication", "ago")
        if found:
            yield found


def _counted(match: Match, unit: str, count: float, base: Base, name: str) -> Found | None:
    if not count.is_integer() or not 0 < abs(count) <= 9999:
        return None
    whole = int(count)
    if unit in ("hour", "minute", "second"):
        meaning: Meaning = Shifted(unit, whole, base)
    elif unit == "decade":
        meaning = Shifted("year", 10 * whole, base)
    elif unit == "century":
        meaning = Shifted("year", 100 * whole, base)
    elif unit == "fortnight":
        meaning = Shifted("week", 2 * whole, base)
    else:
        meaning = Shifted(unit, whole, base)
    return Found(match.span, meaning, name, relation="ago" if name == "ago" else None)


@rule(
    "time",
    yes={"The bank was sold on May 6, 2020. {Two days later} it closed.": "counted from the day before it"},
    no={
        "They met two days after the vote.": "counted from an event",
        "The plant opened 14 months later than planned.": "a comparison: a length and no date",
    },
)
def later(sentence: Sentence) -> Iterator[Found]:
    """So many units after or before the day last spoken of."""
    for match in LATER.find(sentence):
        side = match["side"]
        sign = -1 if side in ("earlier", "before", "previously", "beforehand") else 1
        if match.has("vague"):
            unit = unit_of(match["plural"])
            yield Found(
                match.span,
                Vague("PAST_REF" if sign < 0 else "FUTURE_REF"),
                "later",
                relation=f"{unit}s {'before' if sign < 0 else 'after'}",
            )
            continue
        count = 1.0 if match.has("one") else number_of(match["number"]) or 0.0
        unit = unit_of(match["unit"])
        if match.has("half"):
            if unit not in _HALVES:
                continue
            unit, count = _HALVES[unit]
        found = _counted(match, unit, sign * count, "previous", "later")
        if found:
            yield found


@rule(
    "time",
    yes={"The mine will close {in two years' time}.": "counted on from publication", "It ends {three weeks from now}.": "from now"},
    no={"It was the best song of two years' time.": "no point in time"},
)
def from_now(sentence: Sentence) -> Iterator[Found]:
    """So many units after publication: in two years' time, three weeks from now."""
    for match in FROM_NOW.find(sentence):
        count = 1.0 if match.has("one") or match.has("one2") else number_of(match["number"]) or 0.0
        found = _counted(match, unit_of(match["unit"] or match["far"]), count, "publication", "from_now")
        if found:
            yield found


@rule(
    "time",
    yes={
        "They played on May 6, 2020. It was the third game of {the day}.": "what is ranked within it",
        "It opened on May 6, 2020. Many came to celebrate {the day}.": "what is kept in memory",
    },
    no={"It is the burning question of the day.": "the present in general"},
)
def the_day(sentence: Sentence) -> Iterator[Found]:
    """The day last spoken of: the third game of the day, they celebrated the day."""
    for match in THE_DAY.find(sentence):
        yield Found(match.span_of("day" if match.has("day") else "date"), Shifted("day", 0, "previous"), "the_day", priority=7)


@rule(
    "time",
    yes={
        "He was shot on May 6, 2020. {The next day} troops came.": "the day after the one before it",
        "It rose in 2014. {That year} rents fell.": "the year before it",
    },
    no={"The next year group is small.": "pupils"},
)
def the_next(sentence: Sentence) -> Iterator[Found]:
    """The next day, the year before, that month: one unit from the time last spoken of."""
    for match in THE_NEXT.find(sentence):
        unit = match["unit"] or match["unit2"] or match["unit3"] or match["unit4"]
        side = match["side"] or match["side2"] or match["side3"]
        if re.match(r"\s+(?:group|old|olds)\b", match.after) or match["same"] == "that" and _conjunction(match):
            continue
        if unit in ("night", "afternoon", "evening", "morning"):
            yield Found(match.span, Clock("T" + _PARTS[unit], Shifted("day", 0, "previous")), "the_next", priority=6)
        else:
            yield Found(match.span, Shifted(unit, _SIDES.get(side, 0), "previous"), "the_next", priority=6)


def _conjunction(match: Match) -> bool:
    words = match.words("same")
    return bool(words) and (words[0].relation == "mark" or words[0].upos in ("SCONJ", "PRON"))


@rule(
    "time",
    yes={"The law must pass by {the end of the year}.": "the year of publication"},
    no={"It was the end of the road.": "no time"},
)
def end_of_unit(sentence: Sentence) -> Iterator[Found]:
    """The end (or beginning, middle …) of the week, month or year: of the one spoken of, or of publication."""
    for match in END_OF.find(sentence):
        edge: Literal["end"] | None = "end" if match["mod"] in ("the end", "the close") else None
        yield Found(match.span, Shifted(match["unit"], 0, "either"), "end_of_unit", mod=_MODS.get(match["mod"]), narrowed=edge)
    for match in LATER_IN.find(sentence):
        mod = {"late": "END", "early": "START"}.get(match["side"])
        yield Found(match.span, Shifted(match["unit"], 0, "previous" if match["unit"] == "day" else "either"), "end_of_unit", mod=mod)
    for match in YEAR_END.find(sentence):
        unit = match["unit"] or match["unit2"]
        noun = re.match(r"\s+(?:\w+)", match.after)
        if (
            match.has("mid")
            and (noun or match.has("article"))
            and not re.search(r"\b(?:by|in|at|since|until|from)\s+$", match.before, re.I)
        ):
            continue
        middle = match.has("mid")
        yield Found(
            match.span, Shifted(unit, 0, "either"), "end_of_unit", mod="MID" if middle else "END", narrowed=None if middle else "end"
        )
