"""Days and months by number or name: 2025-07-01, 7/1/2025, April 22, 6-7 May 2025, September 2010, in March."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.calendar import days_of, filled
from claimcheck.enrich.timex.found import Choice, Fixed, Found, Meaning, Shifted, Which, Yearless
from claimcheck.enrich.timex.lexicon import COUNTED, MONTHS, ORDINALS
from claimcheck.enrich.timex.pattern import Match, Pattern
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: What can stand behind a day or month to say its year.
YEAR = r"(?:,? (?:of |in )?{year}|,? (?:of )?(?P<which>this|last|next|that|the same|the previous|the following) year)?"

ISO = Pattern(
    r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?P<time>[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:?\d\d)?)?",
    "{digit}",
)
NUMERIC = Pattern(r"(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:1[5-9]|20)\d\d|\d\d)(?![/.]?\d)", "{digit}")
MONTH_DAY = Pattern(r"(?:{wday},? )?{mon} (?:the )?{day}(?:{dash}(?:{mon:last_month} )?{day:last})?" + YEAR, "{mon}", "{digit}")
DAY_MONTH = Pattern(r"(?:{wday},? )?(?:the )?{day}(?:{dash}{day:last})?(?: of)? {mon}" + YEAR, "{mon}", "{digit}")
DAY_MONTH_RANGE = Pattern(r"{day} {mon}{dash}{day:last} {mon:last_month}" + YEAR, "{mon}", "{digit}")
ORDINAL_OF_MONTH = Pattern(r"the {ordinal} of {month}" + YEAR, "{month}")
MORE_DAYS = Pattern(
    r"{mon} {day}(?:, {day:next})*,? (?:and|or|to|through|until|,) {day:last}(?! ?[ap]\.?m)(?:,? {year})?", "{mon}", "{digit}"
)
DAYS_BEFORE_MONTH = Pattern(
    r"(?:on|from|between|of) (?:the )?{day:first} (?:and|or|to|through|until) (?:the )?{day} (?:of )?{mon}(?:,? {year})?",
    "{mon}",
    "{digit}",
)
MONTH_YEAR = Pattern(
    r"(?:{mon}{dash}{mon:last_month}|{mon})(?:,|,? of|,? in)? (?:{year}(?! {mon:another})|(?P<which>this|last|next"
    r"|that|the same|the previous|the following) year)",
    "{mon}",
    "{digit} year",
)
MONTH = Pattern(r"(?:(?P<which>last|this|next|this past|this coming|the previous|the following) )?{month}", "{month}")

_WHICH: dict[str, Which] = {
    "this": "this",
    "last": "last",
    "next": "next",
    "this past": "last",
    "this coming": "next",
    "the previous": "before",
    "the following": "after",
}
#: Words before a month that make it one: "may", "march" and "august" are also other words, and months also names.
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|to|through|during|before|after|of|between|throughout|early|late|mid|for|last|next|this|each|every|and|or|around)\s+"
    r"|\bmid[-‐‑–])(?:early\s+|late\s+|mid[-\s])?$",
    re.IGNORECASE,
)
_SURE_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|until|during|throughout|early|late|mid|end\s+of|beginning\s+of|start\s+of|middle\s+of)\s+|\bmid[-‐‑–])$",
    re.IGNORECASE,
)
#: Months that are also verbs or given names.
_NAMES = frozenset({"may", "march", "april", "june", "august"})


def _tail(match: Match, month: str, day: str) -> str:
    return f"-{MONTHS[month]:02}-{int(re.sub(r'[a-z]', '', day)):02}"


def _dated(match: Match, tail: str) -> Meaning | None:
    """The tail with the year that the match says, or one without; None for a day that no year has (31 June)."""
    if not days_of(filled(tail, 2024)):
        return None
    if match.has("year"):
        value = filled(tail, int(match["year"]))
        return Fixed(value) if value and days_of(value) else None
    which = match["which"] if "which" in match.found.groupdict() else ""
    if which in ("this", "last", "next"):
        return Shifted("year", {"last": -1, "this": 0, "next": 1}[which], "publication", tail)
    if which:
        return Shifted("year", {"the previous": -1, "the following": 1}.get(which, 0), "previous", tail)
    return Yearless(tail)


def _counts(match: Match) -> bool:
    """Whether the number belongs to what follows: "in May 12 people died"."""
    if match.has("year") or match.found.groupdict().get("which") or match.text[-1].isalpha() or re.search(r"\bon\s+$", match.before, re.I):
        return False
    word = match.next_word()
    return word is not None and word.lemma.lower() in COUNTED and not match.after.lstrip().startswith((",", "-"))


@rule(
    "time",
    yes={"The law was passed on {2025-07-01}.": "an ISO date"},
    no={"Call 555-07-01 for help.": "three digits are no year"},
)
def iso_date(sentence: Sentence) -> Iterator[Found]:
    """A date as ISO 8601 writes it, with or without a time of day."""
    for match in ISO.find(sentence):
        value = f"{match['y']}-{match['m']}-{match['d']}"
        if days_of(value):
            time = match.found["time"] or ""
            yield Found(match.span, Fixed(value + ("T" + time[1:] if time else "")), "iso_date")


@rule(
    "time",
    yes={"The contract was signed on {25/12/2020}.": "only a month can be 12 here"},
    no={"The service runs 24/7 in all shops.": "two numbers are no date"},
)
def numeric_date(sentence: Sentence) -> Iterator[Found]:
    """Day, month and year in figures. Where both of the first two can be the month, both readings are candidates."""
    for match in NUMERIC.find(sentence):
        year = int(match["y"])
        if len(match["y"]) == 2:
            if match["mark"] == ".":
                continue  # 12.10.21 is as often a version or a clause number
            year += 2000 if year < 50 else 1900
        first, second = int(match["a"]), int(match["b"])
        orders = [(second, first)] if match["mark"] == "." else [(first, second), (second, first)]
        values = sorted({v for m, d in orders if days_of(v := f"{year:04}-{m:02}-{d:02}")})
        if len(values) == 1:
            yield Found(match.span, Fixed(values[0]), "numeric_date")
        elif values:
            yield Found(match.span, Choice(tuple(values)), "numeric_date")


@rule(
    "time",
    yes={
        "The attack happened on {April 22}.": "month and day",
        "They met on {Friday, July 21, 2017} in Rome.": "weekday, month, day and year are one date",
        "The operation ran on {May 6-7} in the north.": "two days as one stretch",
    },
    no={"In May 12 people died.": "the number counts people"},
)
def month_day(sentence: Sentence) -> Iterator[Found]:
    """A month and a day, American order, with or without weekday and year; also a stretch of days."""
    for match in MONTH_DAY.find(sentence):
        if _counts(match) or any(w.upos == "AUX" for w in match.words("mon")):
            continue
        tail = _tail(match, match["mon"], match["day"])
        if match.has("last"):
            last = _tail(match, match["last_month"] or match["mon"], match["last"])
            meaning = _dated(match, f"{tail}/{last}") if last > tail or match.has("last_month") else None
        else:
            meaning = _dated(match, tail)
        if meaning:
            yield Found(match.span, meaning, "month_day")


@rule(
    "time",
    yes={"The school opened on {22 April 2023}.": "day, month and year", "Talks were held on {6-7 May}.": "two days as one stretch"},
    no={"The bill lists 22 articles.": "no month"},
)
def day_month(sentence: Sentence) -> Iterator[Found]:
    """A day and a month, British order, with or without weekday and year; also a stretch of days."""
    for match in (*DAY_MONTH_RANGE.find(sentence), *DAY_MONTH.find(sentence)):
        if any(w.upos == "AUX" for w in match.words("mon")):
            continue
        first_month = match["mon"]
        last_month = match["last_month"] if "last_month" in match.found.groupdict() else first_month
        tail = _tail(match, first_month, match["day"])
        if match.has("last"):
            last = _tail(match, last_month, match["last"])
            meaning = _dated(match, f"{tail}/{last}") if last > tail or last_month != first_month else None
        else:
            meaning = _dated(match, tail)
        if meaning:
            yield Found(match.span, meaning, "day_month")


@rule(
    "time",
    yes={"The rule applies from {the first of May}.": "the day as an ordinal"},
    no={"It was the first of many talks.": "no month"},
)
def ordinal_of_month(sentence: Sentence) -> Iterator[Found]:
    """The day of a month as a word: the first of May."""
    for match in ORDINAL_OF_MONTH.find(sentence):
        ordinal = match["ordinal"]
        number = ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal) or 0)
        meaning = _dated(match, f"-{MONTHS[match['month']]:02}-{number:02}")
        if meaning:
            yield Found(match.span, meaning, "ordinal_of_month")


@rule(
    "time",
    yes={"The fall took place on May 6 and {7}.": "the second day leans on the month"},
    no={"On May 6 and 7 people died.": "the second number counts people"},
)
def further_day(sentence: Sentence) -> Iterator[Found]:
    """A second day that borrows the month of the first: May 6 and 7."""
    for match in MORE_DAYS.find(sentence):
        last = match.span_of("last")
        word = match.next_word()
        if word is not None and (word.lemma.lower() in COUNTED or word.upos in ("NOUN", "PROPN") and not match.has("year")):
            if not match.after.lstrip().startswith((",", ".", ")", ";", "-")):
                continue
        meaning = _dated(match, _tail(match, match["mon"], match["last"]))
        if meaning:
            yield Found(Span(last.start, match.span.end), meaning, "further_day", priority=6)


@rule(
    "time",
    yes={"Talks were held from {6} to 9 May.": "the first day leans on the month of the second"},
    no={"From 6 to 9 million people live there.": "no month"},
)
def earlier_day(sentence: Sentence) -> Iterator[Found]:
    """A first day that borrows the month of the second: from 6 to 9 May."""
    for match in DAYS_BEFORE_MONTH.find(sentence):
        meaning = _dated(match, _tail(match, match["mon"], match["first"]))
        if meaning:
            yield Found(match.span_of("first"), meaning, "earlier_day", priority=6)


@rule(
    "time",
    yes={"He was arrested in {September 2010}.": "month and year", "They spoke in {January this year}.": "the year of publication"},
    no={"They may 2025 times try.": "a modal verb is no month"},
)
def month_year(sentence: Sentence) -> Iterator[Found]:
    """A month with its year, said or pointed at."""
    for match in MONTH_YEAR.find(sentence):
        if any(w.upos == "AUX" for w in match.words("mon")):
            continue
        month = match["mon"]
        tail = f"-{MONTHS[month]:02}"
        if match.has("last_month"):
            tail += f"/-{MONTHS[match['last_month']]:02}"
        meaning = _dated(match, tail)
        if meaning:
            yield Found(match.span, meaning, "month_year", priority=6)


@rule(
    "time",
    yes={"The paper was lost in {March}.": "a month after a preposition", "The bank failed {last October}.": "the month gone by"},
    no={"They march every week.": "a verb", "Voters trusted May in the end.": "a name", "It may rain.": "a modal verb"},
)
def month_alone(sentence: Sentence) -> Iterator[Found]:
    """A month without a year, where its place says that it is one."""
    for match in MONTH.find(sentence):
        word = match.words("month")[0] if match.words("month") else None
        if word is None or word.upos in ("AUX", "VERB") and not _SURE_BEFORE_MONTH.search(match.before) or not _is_month(match):
            continue
        tail = f"-{MONTHS[match['month']]:02}"
        yield Found(match.span, Yearless(tail, _WHICH.get(match["which"])), "month_alone", priority=7)


def _is_month(match: Match) -> bool:
    month = match["month"]
    following = re.match(r"(?:'s|’s)?\s+(\w+)", match.after)
    surname = following is not None and following[1][:1].isupper() and not re.match(r"['’]", match.after)
    person = any(
        m.span.overlaps(match.span_of("month"))
        and m.type.lower() in ("person", "per", "organization", "org", "location", "loc", "facility")
        for m in match.sentence.mentions
    )
    if match.has("which"):
        return True
    if month in _NAMES:
        if surname and not _SURE_BEFORE_MONTH.search(match.before):
            return False
        return bool(_SURE_BEFORE_MONTH.search(match.before)) or bool(_BEFORE_MONTH.search(match.before)) and not person
    if _BEFORE_MONTH.search(match.before):
        return True
    # "the October election": before the noun that it dates
    word = match.words("month")[-1]
    head = match.sentence.head(word)
    before_noun = head is not None and head.index > word.index and head.upos == "NOUN" and word.relation in ("compound", "nmod", "amod")
    return (before_noun or bool(re.match(r"['’]s\b", match.after))) and not person
