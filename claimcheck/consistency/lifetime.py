"""Born, aged, died: the years of a life that do not fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.moments import Happening, happenings, person_at, says_year, subject_person
from claimcheck.consistency.wording import spoken_day
from claimcheck.model import Claim, Severity, Span, TimeExpression
from claimcheck.rules import rule

_DEATH = frozenset({"die", "drown", "perish"})
_BORN = re.compile(r"(?:,\s+|\s*\(\s*)(?:who\s+was\s+)?(?:born|b\.)\s+(?:on\s+|in\s+)?", re.IGNORECASE)
_AGE = re.compile(r"P(\d+)Y")
_LONGEST = 120  # years: what is older is no person
#: An age that was another day's: "was 45 when …", "then aged 12".
_THEN = re.compile(
    r"\b(?:when|then|while|as a|at the age of|at age|at (?=\d)|since|turn(?:ed|s|ing)?|would|if|until|by the)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is said to be."""

    person: str
    years: int
    span: Span
    claim: Claim | None  # that says so by its verb: "died aged 81"


@rule(
    "consistency",
    severity="error",
    yes={
        "Ann Lee {was born in 1970 and died in 1965}.": "the years of one life",
        "Tom Brown was born in 1990 in Leeds.\n\nBrown {died in 1985} after a long illness.": "two sentences",
    },
    no={
        "Ann Lee was born in 1965 and died in 1970.": "in order",
        "Ann Lee was born in 1970. Her father died in 1965.": "another person's death",
        "Ann Lee was born in 1970. Tom Lee died in 1965.": "another person of the name",
    },
)
def death_before_birth(article: Article) -> Iterator[Proposal]:
    """Somebody is said to have died before the day or year in which the same person was born."""
    births, deaths = _lives(article)
    for person, death in sorted(deaths.items(), key=lambda item: item[1].time.span):
        birth = births.get(person)
        if birth is None or death.end >= birth.begin:
            continue
        spans = birth.claim.predicate.span, birth.time.span, death.claim.predicate.span, death.time.span
        first, last = min(s.start for s in spans), max(s.end for s in spans)
        sentence = article.sentence_at(spans[0])
        together = sentence is not None and last <= sentence.end and sentence is article.sentence_at(spans[2])
        span = Span(first, last) if together else Span(min(spans[2].start, spans[3].start), max(spans[2].end, spans[3].end))
        message = f"{person} was born {_when(birth.time)}, but died {_when(death.time)} by this, which is earlier."
        sides = () if together else (Place(birth.time.span, f"Born {_when(birth.time)} here."),)
        yield Proposal(span, message, sides, severity="warning" if article.quoted_at(span) else None)


@rule(
    "consistency",
    severity="error",
    yes={
        "Published 2025-07-02\n\nAnn Lee, {45}, was elected mayor on Monday. Lee was born in 1990 in Rome.": "she is 34 or 35",
        "John Smith was born on 3 May 1950 in Leeds.\n\nSmith died on 5 June 2010 {aged 81}.": "counted to the day of death",
        "Published 2025-07-02\n\nTom Brown (born 12 May 1970) was dismissed on Monday. Brown, {63}, had led the team for two seasons.": "in brackets",
        "Published 2025-07-02\n\nMary Jones is {45 years old}. Jones was born in 1999.": "a sentence of its own",
    },
    no={
        "Published 2025-07-02\n\nAnn Lee, 34, was elected mayor on Monday. Lee was born in 1990 in Rome.": "her birthday is still to come",
        "Published 2025-07-02\n\nAnn Lee, 45, was elected mayor on Monday. Her son was born in 2010.": "another person",
        "Ann Lee, 45, was elected mayor on Monday. Lee was born in 1990 in Rome.": "nothing tells when that was written",
        "Published 2025-07-02\n\nTom Brown (born 12 May 1970) was dismissed on Monday. Brown, 55, had led the team for two seasons.": "he is 55",
        "Published 2025-07-02\n\nAnn Lee, 20, won the race in 2010. Lee was born in 1990.": "her age in the year of the race",
        "John Smith was born on 3 May 1950 in Leeds.\n\nSmith died on 5 June 2010 aged 60.": "he was 60",
    },
)
def age_against_birth_year(article: Article) -> Iterator[Proposal]:
    """An age that does not fit the person's birth, counted to the day of death where the age is that at death, else to publication.

    Where only years are known, either side of the birthday will do. An age beside another date ("Lee, 20, won in 2010") may be
    that day's too. An error where a year or more is between them, a warning where it hangs on the days alone.
    """
    births, deaths = _lives(article)
    for age in _ages(article):
        birth = births.get(age.person)
        if birth is None:
            continue
        death = deaths.get(age.person)
        fits = [_range(birth, begin, end) for begin, end in _days(article, age, death)]
        if not fits or any(low <= age.years <= high for low, high in fits):
            continue
        low, high = fits[0]
        begin, end = _days(article, age, death)[0]
        to = spoken_day(end) if begin == end else str(end.year)
        off = min(max(low - age.years, age.years - high) for low, high in fits)
        quoted = article.quoted_at(age.span) or article.quoted_at(birth.time.span)
        severity: Severity | None = "warning" if quoted or off < 2 and birth.begin == birth.end else None
        years = str(low) if low == high else f"{low} or {high}" if high == low + 1 else f"{low} to {high}"
        yield Proposal(
            age.span,
            f"{age.person} is said to be {age.years} here, but somebody born {_when(birth.time)} was {years} "
            f"{'on' if begin == end else 'in'} {to}.",
            (Place(birth.time.span, f"Born {_when(birth.time)}."),),
            f"{end.year} − {birth.end.year} = {end.year - birth.end.year}" + (f", {low} before the birthday" if low != high else ""),
            severity,
        )


def _lives(article: Article) -> tuple[dict[str, Happening], dict[str, Happening]]:
    """Birth and death of each person where the article gives one date of each."""
    births: dict[str, Happening | None] = {}
    deaths: dict[str, Happening | None] = {}
    for happening in happenings(article):
        verb = happening.claim.predicate
        birth = verb.lemma == "bear" and verb.text.lower().split()[-1:] == ["born"]
        if not birth and verb.lemma not in _DEATH or birth and not says_year(happening.time):
            continue
        person = subject_person(article, happening.claim)
        if person is None:
            continue
        lives = births if birth else deaths
        known = lives.get(person, happening)
        lives[person] = happening if known and (known.begin, known.end) == (happening.begin, happening.end) else None
    for person, happening in _in_brackets(article):
        known = births.get(person, happening)
        births[person] = happening if known and (known.begin, known.end) == (happening.begin, happening.end) else None
    return {p: h for p, h in births.items() if h}, {p: h for p, h in deaths.items() if h}


def _in_brackets(article: Article) -> Iterator[tuple[str, Happening]]:
    """ "Ann Lee (born 3 May 1970)", "Ann Lee, born in 1970 in Rome,"."""
    text = article.document.text
    for entity in article.entities:
        found = _BORN.match(text, entity.span.end) if entity.type == "person" else None
        time = next((t for t in article.times if found and t.span.start == found.end() and says_year(t)), None)
        claim = next(article.claims_at(time.span), None) if time is not None else None
        if time is not None and claim is not None and time.begin and time.end and time.mod is None:
            yield entity.canonical, Happening(claim, time, time.begin, time.end)


def _ages(article: Article) -> Iterator[Age]:
    for quantity in article.quantities:
        if quantity.unit_kind == "age" and quantity.unit == "a" and quantity.comparator == "eq" and isinstance(quantity.value, int):
            yield from _age(article, quantity.span, quantity.value)
    for time in article.times:
        if time.rule == "age_length" and time.mod is None and (years := _AGE.fullmatch(time.value or "")):
            yield from _age(article, time.span, int(years[1]))


def _age(article: Article, span: Span, years: int) -> Iterator[Age]:
    sentence = article.sentence_at(span)
    if sentence is None or not 0 < years < _LONGEST:
        return
    person = _named_before(article, span)
    claim = next((c for c in article.claims_at(span) if c.predicate.lemma in _DEATH), None)
    if claim is None and _THEN.search(sentence.text[: span.end - sentence.start]):
        return  # an age of another time
    holder = claim or next((c for c in article.claims_at(span) if c.kind != "apposition" and c.predicate.lemma == "be"), None)
    if person is None and holder is not None and holder.polarity == "positive" and holder.modality == "asserted":
        person = subject_person(article, holder)
    if person:
        yield Age(person, years, span, claim)


def _named_before(article: Article, span: Span) -> str | None:
    """The person in "Ann Lee, 45," and in "45-year-old Ann Lee"."""
    for entity in article.entities:
        if entity.type == "person":
            gap = article.document.text[entity.span.end : span.start] if entity.span.end <= span.start else None
            if gap is not None and re.fullmatch(r",? \(?|\s?\(", gap):
                return entity.canonical
            if span.end <= entity.span.start and article.document.text[span.end : entity.span.start] == " ":
                return person_at(article, entity.span)
    return None


def _days(article: Article, age: Age, death: Happening | None) -> list[tuple[date, date]]:
    """The stretches of days in one of which the person has that age, the likeliest first."""
    sentence = article.sentence_at(age.span)
    near = [
        (t.begin, t.end) for t in article.times if t.type in ("DATE", "TIME") and t.begin and t.end and sentence and t.span in sentence.span
    ]
    if age.claim is not None:
        return [(death.begin, death.end)] if death else near
    published = article.document.published
    if published is None or death is not None and death.end < published - timedelta(days=60):
        return []
    return [(published, published), *near]


def _range(birth: Happening, begin: date, end: date) -> tuple[int, int]:
    """Least and greatest age of somebody born in one stretch of days on a day in another."""
    return _years(birth.end, begin), _years(birth.begin, end)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _when(time: TimeExpression) -> str:
    if time.begin is not None and time.begin == time.end:
        return f"on {spoken_day(time.begin)}"
    return f"in {time.text}"
