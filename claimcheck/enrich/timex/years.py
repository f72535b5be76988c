"""Years and what is larger or a fixed part of one: in 2023, 2015-16, 499 BC, the 1990s, the 19th century, Q3 2022, fiscal 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Fixed, Found
from claimcheck.enrich.timex.lexicon import CHANGES, COMPARED, COUNTED, DATED_EVENTS
from claimcheck.enrich.timex.pattern import Match, Pattern
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: "1981's army" has a year, "the 1980's" a decade.
NO_DECADE = r"(?!s\b)(?!(?<=0)['’]s\b)"
AFTER_PREPOSITION = Pattern(
    r"(?P<word>in|since|by|until|till|from|to|before|after|during|of|for|around|circa|ca\.|c\.|through|throughout"
    r"|between|over|into|till|as of|early|late|mid"
    r"|(?:late|early|recently|far back) as|spring|summer|autumn|fall|winter|year|years)"
    r"(?: (?:early|late|mid|about|around|the year|the years|at least))?[ -]{year}" + NO_DECADE,
    "{digit}",
)
YEAR_RANGE = Pattern(r"(?P<first>1\d{3}|20\d\d)\s?[-‐‑–—/]\s?(?P<last>1\d{3}|20\d\d|\d\d)(?![-/]?\d|[.,:]\d|%)", "{digit}")
SURROUNDED = Pattern(r"{year}" + NO_DECADE, "{digit}")

_JOIN = r"(?:\s?[-–—]\s?|\s*,\s+(?:and\s+|or\s+)?|\s+(?:and|or|to|through|until|till)\s+(?:in\s+|again\s+in\s+)?)"
_YEAR = r"(?:1\d{3}|20\d\d)"
_LIST = re.compile(
    r"(?<![\w.,$£€])(?:in|since|from|between|of|during|until|by|over|after|before|for|the\s+years?|\()\s*"
    rf"({_YEAR}(?:{_JOIN}{_YEAR})+)(?![\w%]|[.,:/]\d)",
    re.IGNORECASE,
)
_NOUNS = ("NOUN", "PROPN")


def _counted(match: Match) -> bool:
    """Whether the number counts the noun behind it: "2025 people", "2000 square metres"."""
    rest = match.after
    if re.match(r"['’]s\b", rest):
        return False
    if not re.match(r"\s+\w", rest):
        return re.match(r"-(?!\d)\w", rest) is not None and not re.match(r"-(?:present|based|style|\d)", rest)
    word = match.next_word()
    if word is None:
        return False
    if word.lemma.lower() in COUNTED or word.text.lower() in COUNTED:
        return True
    if re.match(r"\s+(?:million|billion|thousand|hundred|trillion|dozen|per\s?cent|%)", rest, re.I):
        return True
    # "1200 blue cars": an adjective and then what is counted, unless an article in front makes the number a name
    year_word = match.words("year")[-1] if match.words("year") else None
    head = match.sentence.head(year_word) if year_word else None
    if head is None or year_word is None or head.text[:1].isupper():
        return False
    between = match.sentence.words[year_word.index : head.index - 1]
    near = all(w.upos in ("ADJ", "NOUN", "PROPN", "NUM") for w in between)
    return head.index > year_word.index and near and head.lemma.lower() in COUNTED


def _changes(sentence: Sentence, span: Span) -> bool:
    """Whether the verb is one of amounts: "rose from 1500 to 1800"."""
    word = next(iter(sentence.overlapping(span)), None)
    return word is not None and any(w.lemma.lower() in CHANGES for w in sentence.ancestors(word))


def _money(match: Match, group: str = "year") -> bool:
    start = match.span_of(group).start - match.sentence.start
    before = match.sentence.text[:start]
    return bool(
        re.search(
            r"(?:[$£€¥₹#№]|\b(?:no|nos|number|rs|usd|eur|flight|room|route|highway|bus|section|article|page|act|chapter|line)\.?)\s?$",
            before,
            re.I,
        )
    )


def _year(match: Match, rule_name: str, priority: int = 8) -> Found:
    span = match.span_of("year")
    lead = re.search(r"\bthe\s+years?\s+$|\byears?\s+$", match.sentence.text[: span.start - match.sentence.start], re.I)
    if lead and not lead[0].lower().rstrip().endswith("years"):
        span = Span(span.start - len(lead[0]), span.end)
    return Found(span, Fixed(match["year"]), rule_name, priority=priority)


@rule(
    "time",
    yes={"The bank failed in {2023}.": "a year after a preposition", "It has grown since {2019}.": "a year after since"},
    no={"It was built in 2025 houses.": "a number of houses", "He paid more than 1990 euros.": "an amount"},
)
def year_after_preposition(sentence: Sentence) -> Iterator[Found]:
    """A plain number of four digits as a year, behind a word that takes a year and before nothing that it could count."""
    for match in AFTER_PREPOSITION.find(sentence):
        word = match["word"]
        if _counted(match) or _money(match):
            continue
        following = match.next_word() if re.match(r"\s+\w", match.after) else None
        year = int(match["year"])
        noun = following is not None and following.upos in (*_NOUNS, "ADJ", "NUM") and following.lemma.lower() not in COMPARED
        if word in ("to", "for", "over", "of", "around") and (noun or not 1500 <= year <= 2100):
            continue
        if word in ("from", "to", "by", "over") and year < 1900 and _changes(sentence, match.span_of("year")):
            continue
        yield _year(match, "year_after_preposition")


@rule(
    "time",
    yes={"She worked there in 1997 and {1998}.": "the second year of a list"},
    no={"They sold 1997 and 1998 cars.": "numbers of cars"},
)
def year_in_list(sentence: Sentence) -> Iterator[Found]:
    """Years joined to years: 1997 and 1998, from 2004 to 2009."""
    for outer in _LIST.finditer(sentence.text):
        spans = [(outer.start(1) + m.start(), outer.start(1) + m.end()) for m in re.finditer(r"\d{4}", outer[1])]
        last = next((w for w in sentence.words if w.start >= sentence.start + outer.end()), None)
        if last is not None and last.lemma.lower() in COUNTED and re.match(r"\s+\w", sentence.text[outer.end() :]):
            continue
        if min(int(sentence.text[a:b]) for a, b in spans) < 1900 and _changes(sentence, Span(*(sentence.start + n for n in outer.span(1)))):
            continue
        for start, end in spans:
            yield Found(Span(sentence.start + start, sentence.start + end), Fixed(sentence.text[start:end]), "year_in_list", priority=8)


@rule(
    "time",
    yes={
        "The {2023} report was wrong.": "a year before the noun that it dates",
        "The {2014} protests changed the city.": "a year before an event",
    },
    no={"The 2025 people marched home.": "a number of people", "Some 1500 flights were late.": "a number of flights"},
)
def year_before_noun(sentence: Sentence) -> Iterator[Found]:
    """A year in front of a noun that an article, a possessive or the singular shows not to be counted."""
    #   the  2014  protests
    #    ^    '-nummod-^
    for match in SURROUNDED.find(sentence):
        word = match.words()[0] if match.words() else None
        head = sentence.head(word) if word else None
        if word is None or head is None or not 1500 <= int(match["year"]) <= 2100 or _counted(match) or _money(match):
            continue
        if not re.match(r"\s+[\w\"“‘']", match.after) or head.index <= word.index or head.upos not in _NOUNS:
            continue
        determined = bool(re.search(r"(?:\b(?:the|its|his|her|their|our|my|this|that)|['’]s)\s+(?:\w+\s+)?$", match.before, re.I))
        singular = head.feats.get("Number", "Sing") == "Sing"
        article = bool(re.search(r"\ba\s+$", match.before, re.I))
        if int(match["year"]) < 1800 and not singular:
            continue
        if determined or article and singular or singular and re.search(r"(?:^|[,;:(\"“]\s*)$", match.before):
            yield _year(match, "year_before_noun", 9)


@rule(
    "time",
    yes={"The World Cup {2018} began in Moscow.": "the year of an event's name"},
    no={"Boeing 1990 jets were sold.": "not an event"},
)
def year_of_event(sentence: Sentence) -> Iterator[Found]:
    """A year behind the name of an event that bears its year: World Cup 2018."""
    for match in SURROUNDED.find(sentence):
        names = re.search(r"((?:\b[A-Z][\w'’.-]*\s+){1,5})$", match.before)
        if names and 1850 <= int(match["year"]) <= 2100:
            words = [n.lower() for n in names[1].split()]
            if words[-1] in DATED_EVENTS or not _counted(match) and any(w in DATED_EVENTS for w in words):
                yield _year(match, "year_of_event", 9)


@rule(
    "time",
    yes={"{1987} saw a new wave of strikes.": "a year that saw something"},
    no={"1200 were arrested in the north.": "a number of people"},
)
def year_as_subject(sentence: Sentence) -> Iterator[Found]:
    """A year as the subject of what it saw, brought or marked."""
    #   1987  saw  a  new  wave
    #     '-nsubj-^
    for match in SURROUNDED.find(sentence):
        word = match.words()[0] if match.words() else None
        head = sentence.head(word) if word else None
        if word and head and word.relation == "nsubj" and head.lemma.lower() in ("see", "bring", "mark", "witness", "herald", "year"):
            yield _year(match, "year_as_subject", 9)


@rule(
    "time",
    yes={"He was president ({1911}).": "a year in brackets", "Photo: the old hall, {1936}.": "a year that closes a caption"},
    no={"The code (1911 characters) is long.": "a number with its noun"},
)
def year_set_off(sentence: Sentence) -> Iterator[Found]:
    """A year alone: in brackets, as a whole line, or behind a comma at the end of a sentence."""
    for match in SURROUNDED.find(sentence):
        if not 1500 <= int(match["year"]) <= 2100:
            continue
        before, after = match.before.rstrip(), match.after.lstrip()
        opened = before.endswith("(") and bool(re.match(r"[);,–—-]", after))
        alone = not before and (not after or after[0] in ".:")
        ended = before.endswith(",") and bool(re.fullmatch(r"[.)\"”’]*", after)) and not re.search(r"\d,$", before)
        capital = bool(re.search(r"[A-Za-z]\w*,$", before))
        if opened or alone or ended and capital:
            yield _year(match, "year_set_off", 9)


@rule(
    "time",
    yes={"The tax was due for the period {2004-2009}.": "two years as one stretch", "He was best in {2015-16}.": "a season"},
    no={"The score was 2100-1900 after round two.": "the second number is smaller"},
)
def year_range(sentence: Sentence) -> Iterator[Found]:
    """Two years joined by a dash: 1939-1945, 2015-16. With a stroke, 2021/22, they are one year of harvests, sports or accounts."""
    for match in YEAR_RANGE.find(sentence):
        first, last = match["first"], match["last"]
        if len(last) == 2:
            last = first[:2] + last
            if (
                not 0 < int(last) - int(first) <= 60
                or re.search(r"[/–—]\s|\s[-/]", match.text)
                or 1 <= int(match["last"]) <= 12
                and "-" in match.text
            ):
                continue  # 2011-12 may be a month
        if int(first) < int(last) and not _money(match, "first"):
            word = match.next_word() if re.match(r"\s+\w", match.after) else None
            if word is None or word.lemma.lower() not in COUNTED:
                split = "/" in match.text and int(last) - int(first) == 1
                yield Found(match.span, Fixed(f"{first}/{last}"), "year_range", priority=7, narrowed="split" if split else None)
