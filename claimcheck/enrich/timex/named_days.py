"""Days and stretches with names: weekdays, weekends, holidays, seasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.calendar import filled
from claimcheck.enrich.timex.found import Choice, Clock, Fixed, Found, Meaning, OnWeekday, Recurring, Shifted, Which, Yearless
from claimcheck.enrich.timex.lexicon import HOLIDAYS, MONTHS, PARTS_OF_DAY, SEASONS, WEEKDAY_NAMES_AFTER, WEEKDAY_NAMES_BEFORE, WEEKDAYS
from claimcheck.enrich.timex.pattern import Match, Pattern
from claimcheck.rules import rule
from claimcheck.tree import Sentence

WHICH = r"(?:(?P<which>this|last|next|this past|this coming|the previous|the following|the next|the preceding|that|the same) )?"

WEEKDAY = Pattern(r"the {weekday:counted} before last|" + WHICH + "{weekday}", "{weekday}")
WEEKDAY_OF_WEEK = Pattern(r"{weekday}(?: {part})?,? (?:of )?(?P<week>this|last|next) week(?!['’-])", "{weekday}", "week")
WEEKDAY_OF_MONTH = Pattern(
    r"the (?P<nth>first|second|third|fourth|last) {weekday} (?:of|in) (?:{month}(?:,? {year})?|(?:every|each|the) (?:month|quarter|year))",
    "{weekday}",
)
WEEKEND = Pattern(
    r"(?P<which>this past|this coming|this|last|next|the past|the coming|the following|the next|that|over the|the"
    r"|at the|the previous) weekend",
    "weekend",
)
HOLIDAY = Pattern(r"(?:(?P<which>this|last|next) )?{holiday}(?:,? {year})?", "{holiday}")
THANKSGIVING = Pattern(r"(?:(?P<which>this|last|next) )?(?-i:Thanksgiving)(?: Day)?(?:,? {year})?", "thanksgiving")
SEASON = Pattern(
    r"(?:(?:the )?{season}(?: (?:of )?{year}| of (?P<of>this|last|next|that|the same|the following|the previous) year)"
    r"|(?P<which>this past|this coming|this|last|next|that|the same|the following|the previous|the next) {season:alone}"
    r"|(?P<determined>the )?{season:bare}|{year:before} {season:after})",
    "{season}",
)

WHICH_OF: dict[str, Which] = {
    "this": "this",
    "last": "last",
    "next": "next",
    "this past": "last",
    "the past": "last",
    "this coming": "next",
    "the coming": "next",
    "that": "same",
    "the same": "same",
    "the previous": "before",
    "the preceding": "before",
    "the following": "after",
    "the next": "after",
}


@rule(
    "time",
    yes={"The minister resigned on {Tuesday}.": "the last Tuesday before publication", "They meet {next Monday}.": "the Monday to come"},
    no={
        "The Sunday Times broke the story.": "a newspaper",
        "Shops were full on Black Friday.": "a sale",
        "He plays for Sheffield Wednesday.": "a club",
    },
)
def weekday(sentence: Sentence) -> Iterator[Found]:
    """A day of the week. The tense of its clause says which one."""
    for match in WEEKDAY.find(sentence):
        before = re.search(r"([A-Za-z]+)\s+$", match.before)
        if before and not match["which"] and before[1].lower() in WEEKDAY_NAMES_BEFORE and before[1][0].isupper():
            continue
        after = re.match(r"\s+([A-Z]\w*)(?:\s+([A-Z]\w*))?", match.after)
        if after and (after[1].lower() in WEEKDAY_NAMES_AFTER or (after[2] or "").lower() in WEEKDAY_NAMES_AFTER and after[1] == "Night"):
            continue
        if re.search(r"\b(?:Mail on|every|each|any|most)\s+$", match.before, re.I):
            continue
        if any(
            m.span.overlaps(match.span)
            and match.span in m.span
            and m.span != match.span
            and m.type.lower() in ("organization", "org", "misc", "product")
            for m in sentence.mentions
        ):
            continue
        if match.has("counted"):
            yield Found(match.span, OnWeekday(WEEKDAYS[match["counted"]], "before last"), "weekday")
        else:
            yield Found(match.span, OnWeekday(WEEKDAYS[match["weekday"]], WHICH_OF.get(match["which"])), "weekday")


@rule(
    "time",
    yes={"It arrived on {Wednesday last week}.": "the Wednesday of the week before publication"},
    no={"On Wednesday last week's vote was annulled.": "last week's belongs to the vote"},
)
def weekday_of_week(sentence: Sentence) -> Iterator[Found]:
    """A weekday of this, the last or the next calendar week."""
    for match in WEEKDAY_OF_WEEK.find(sentence):
        day = OnWeekday(WEEKDAYS[match["weekday"]], week={"last": -1, "this": 0, "next": 1}[match["week"]])
        meaning: Meaning = Clock("T" + PARTS_OF_DAY[match["part"]], day) if match.has("part") else day
        yield Found(match.span, meaning, "weekday_of_week", priority=3)


@rule(
    "time",
    yes={"The election fell on {the first Tuesday of November 2016}.": "counted within its month"},
    no={"It was the first Tuesday without rain.": "not counted within a month"},
)
def weekday_of_month(sentence: Sentence) -> Iterator[Found]:
    """The first or last such weekday of a month: calculated, or a set where it is that of every month."""
    for match in WEEKDAY_OF_MONTH.find(sentence):
        nth = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}[match["nth"]]
        if not match.has("month"):
            yield Found(match.span, Recurring("XXXX-XX"), "weekday_of_month", priority=3)
            continue
        tail = f"{MONTHS[match['month']]}/{nth}/{WEEKDAYS[match['weekday']]}"
        value = filled(tail, int(match["year"])) if match.has("year") else None
        yield Found(match.span, Fixed(value) if value else Yearless(tail), "weekday_of_month", priority=3)


@rule(
    "time",
    yes={"The fair was held {this weekend}.": "the weekend nearest to publication"},
    no={"A weekend in Rome costs much.": "any weekend"},
)
def weekend(sentence: Sentence) -> Iterator[Found]:
    """Saturday and Sunday together."""
    for match in WEEKEND.find(sentence):
        word = match["which"]
        span = match.span
        if word in ("over the", "at the"):
            start = match.span.start + re.match(r"\w+\s+", match.text).end()  # type: ignore[union-attr]
            span = type(span)(start, span.end)
        yield Found(span, OnWeekday(6, WHICH_OF.get(word), weekend=True), "weekend")


@rule(
    "time",
    yes={"Shops close on {Christmas Day}.": "a fixed holiday", "They married on {Easter Monday 2019}.": "a movable holiday with its year"},
    no={"They bought a Christmas tree.": "a kind of tree", "Independence Day was a hit.": "a film, and another day in each country"},
)
def holiday(sentence: Sentence) -> Iterator[Found]:
    """A holiday that falls on one day, calculated where it moves."""
    for match in HOLIDAY.find(sentence):
        name = match["holiday"].replace("’", "'")
        if name not in HOLIDAYS and name + "." not in HOLIDAYS:
            name = next((h for h in HOLIDAYS if h.replace("'", "") == name.replace("'", "")), name)
        if name not in HOLIDAYS or _modifies(match) or re.search(r"\b(?:Orthodox|Coptic|Merry|Happy)\s+$", match.before, re.I):
            continue
        tail = HOLIDAYS[name]
        if match.has("year"):
            value = filled(tail, int(match["year"]))
            meaning: Meaning | None = Fixed(value) if value else None
        else:
            meaning = Yearless(tail, WHICH_OF.get(match["which"]))
        if meaning:
            yield Found(match.span, meaning, "holiday", priority=4)


@rule(
    "time",
    yes={"The talks ended before {Thanksgiving 2021}.": "October in Canada, November in the United States"},
    no={"A thanksgiving service was held.": "a kind of service"},
)
def thanksgiving(sentence: Sentence) -> Iterator[Found]:
    """Thanksgiving: both countries' days are candidates."""
    for match in THANKSGIVING.find(sentence):
        if _modifies(match) or not match.has("year"):
            continue
        year = int(match["year"])
        yield Found(match.span, Choice(tuple(v for t in ("10/2/1", "11/4/4") if (v := filled(t, year)))), "thanksgiving", priority=4)


def _modifies(match: Match) -> bool:
    """Whether the name only says what kind of thing follows: "Christmas tree"."""
    if match.found.groupdict().get("year"):
        return False
    following = re.match(r"[- ](\w+)", match.after)
    if not following or not match.words():
        return False
    word = match.words()[-1]
    head = match.sentence.head(word)
    return (head is not None and head.index > word.index and word.relation in ("compound", "nmod", "amod", "flat")) or following[
        0
    ].startswith("-")


@rule(
    "time",
    yes={"Schools closed in {the summer of 2020}.": "a season with its year", "The rule came in {last winter}.": "the season gone by"},
    no={
        "The water comes from a spring.": "a well",
        "Prices fall when rates rise.": "a verb",
        "The summer school is full.": "a kind of school",
    },
)
def season(sentence: Sentence) -> Iterator[Found]:
    """A season. It gets no days: they differ between the hemispheres."""
    for match in SEASON.find(sentence):
        name = match["season"] or match["alone"] or match["bare"] or match["after"]
        tail = "-" + SEASONS[name]
        meaning: Meaning
        if match.has("year") or match.has("before"):
            meaning = Fixed((match["year"] or match["before"]) + tail)
        elif match.has("of") and match["of"] in ("this", "last", "next"):
            meaning = Shifted("year", {"last": -1, "this": 0, "next": 1}[match["of"]], "publication", tail)
        elif match.has("of"):
            meaning = Shifted("year", {"the following": 1, "the previous": -1}.get(match["of"], 0), "previous", tail)
        elif match.has("which"):
            if name in ("spring", "fall") and any(w.upos == "VERB" for w in match.words("alone")):
                continue
            meaning = Yearless(tail, WHICH_OF.get(match["which"]))
        elif match.has("bare") and _is_season(match, name):
            meaning = Yearless(tail)
        else:
            continue
        yield Found(match.span, meaning, "season", priority=6)


def _is_season(match: Match, name: str) -> bool:
    word = match.words("bare")[0] if match.words("bare") else None
    if word is None or word.upos not in ("NOUN", "PROPN"):
        return False
    preposition = re.search(
        r"\b(?:in|during|throughout|by|since|until|early|late|mid|of|spent|through|before|after|over|for)[\s-]+$", match.before, re.I
    )
    head = match.sentence.head(word)
    kind = head is not None and head.index > word.index and word.relation in ("compound", "nmod", "amod") and head.upos in ("NOUN", "PROPN")
    if name == "fall" and (match.has("determined") or kind or re.match(r"\s+(?:of|in|from|to)\b", match.after)):
        return False
    if name == "spring" and re.match(r"\s+(?:water|onion|of)\b", match.after):
        return False
    if kind:
        return head is not None and head.lemma.lower() in (
            "offensive",
            "campaign",
            "season",
            "term",
            "semester",
            "election",
            "session",
            "budget",
            "harvest",
        )
    return preposition is not None
