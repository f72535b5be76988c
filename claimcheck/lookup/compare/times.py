"""When it happened: the days of a claim against those of the evidence, at the grain at which each is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from claimcheck.calendar_names import MONTHS
from claimcheck.consistency.wording import spoken_day
from claimcheck.lookup.compare.predicates import kinds_of_noun, profile
from claimcheck.lookup.compare.words import noun_of, verb_of
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Span, TimeExpression

#: How the days of one time lie to those of another.
Relation = Literal["same", "within", "coarser", "overlap", "disjoint", "unknown"]
_FINE = frozenset({"day", "weekend", "part-of-day", "hour", "minute", "second"})
_OF_TIME = frozenset("on in at by since until during from late early".split())
_LENGTH = re.compile(r"P(T?)(\d+(?:\.\d+)?)([YMWDHS])$")
_IN_DAYS = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}
_IN_HOURS = {"H": 1.0, "M": 1 / 60, "S": 1 / 3600}


@dataclass(frozen=True, slots=True)
class When:
    """A time with what it dates. `begin` and `end` are its days, None where it is open; `of`: kinds of the noun that it stands at, empty
    where it dates the statement itself. `bound`: "since", "after" …"""

    text: str
    span: Span
    begin: date | None
    end: date | None
    grain: str
    of: frozenset[str] = frozenset()
    bound: str | None = None
    whole: bool = False  # both ends are stated: "from 2014 to 2018"

    @property
    def fine(self) -> bool:
        """Known to the day."""
        return self.grain in _FINE

    @property
    def spoken(self) -> str:
        said = spoken_days(self.begin, self.end)
        return f"{self.bound} {said}" if self.bound else said


def dates_of(statement: Statement) -> tuple[When, ...]:
    """The days that the statement names, those that could be resolved; "from … to …" is one."""
    found: list[When] = []
    resolved = [t for t in statement.times if t.type in ("DATE", "TIME") and t.begin and t.end and t.status == "resolved"]
    for index, time in enumerate(resolved):
        after = resolved[index + 1] if index + 1 < len(resolved) else None
        if time.relation == "until" and index and resolved[index - 1].relation == "from":
            continue
        of = _dated_noun(statement, time.span)
        if time.relation == "from" and after is not None and after.relation == "until":
            grain = "day" if time.grain == after.grain == "day" else "span"
            span = Span(time.span.start, after.span.end)
            exact = time.mod is None and after.mod is None
            found.append(When(f"{time.text} to {after.text}", span, time.begin, after.end, grain, of, whole=exact))
        else:
            bound = time.relation if time.relation in ("since", "from", "until", "by", "before", "after") else None
            if bound is not None and not _says(statement, bound, time.span):
                found.append(When(time.text, time.span, time.begin, time.end, time.grain, of))  # it bounds what the claim is taken from
            elif bound is not None:
                # "after the election of 3 March" bounds what is said, not the election
                kept = "since" if bound == "from" else bound
                found.append(When(time.text, time.span, time.begin, time.end, time.grain, bound=kept))
            elif (
                time.relation is None or time.relation == "for" and "measure" in profile(statement).main
            ):  # "a profit of $3 million for 2024"
                found.append(When(time.text, time.span, time.begin, time.end, time.grain, of))
    return tuple(found)


def _says(statement: Statement, bound: str, span: Span) -> bool:
    """Whether the word that bounds the time stands in the statement: in "the 22 April attack", which tensions rose after, it does not."""
    whole = statement.span
    if whole.end - whole.start != len(statement.text) or span not in whole:
        return True
    return re.search(rf"\b{bound}\b", statement.text[: span.start - whole.start], re.IGNORECASE) is not None


def _dated_noun(statement: Statement, span: Span) -> frozenset[str]:
    """The kinds of the noun that a time stands at: "the 22 April attack", "to avenge the attack of 22 April"."""
    holders = [p for p in statement.participants if span in p.span and p.role != "time"]
    if not holders or any(
        p.role == "time" and span in p.span and len(p.text) <= span.end - span.start + 12 for p in statement.participants
    ):
        return frozenset()
    holder = min(holders, key=lambda p: p.span.end - p.span.start)
    if holder.head in statement_words(statement, span) or _begins_with(holder, span):
        return frozenset()
    last = re.findall(r"[^\W\d_]+", holder.text)
    words = {noun_of(holder.head), *(noun_of(w) for w in last[-1:])}
    return frozenset(kind for word in words for kind in kinds_of_noun(word)) or frozenset({"?"})


def _begins_with(holder: Participant, span: Span) -> bool:
    """Whether the phrase is one of time with more to it: "on Sunday aged 70"; "in 2022 elections" is not."""
    if holder.span.end - holder.span.start != len(holder.text) or holder.role not in ("oblique", "manner", "quantity"):
        return False
    before = holder.text[: span.start - holder.span.start].casefold().split()
    after = holder.text[span.end - holder.span.start :].split()
    return set(before) <= _OF_TIME and bool(before) and (after[:1] != [holder.head] or verb_of(holder.head) != holder.head)


def statement_words(statement: Statement, span: Span) -> frozenset[str]:
    """The words of a time of the statement."""
    return frozenset(w for t in statement.times if t.span == span for w in t.text.split())


def relation(claim: When, evidence: When) -> Relation:
    """How the days of the evidence lie to the claim's: "within" them, or "coarser" so that the claim's lie within the evidence's."""
    if claim.begin is None or claim.end is None or evidence.begin is None or evidence.end is None:
        return "unknown"
    if claim.bound != evidence.bound:
        return _bounded(claim, evidence)
    if (claim.begin, claim.end) == (evidence.begin, evidence.end):
        return "same"
    if evidence.end < claim.begin or claim.end < evidence.begin:
        return "disjoint"
    if claim.begin <= evidence.begin and evidence.end <= claim.end:
        return "within"
    return "coarser" if evidence.begin <= claim.begin and claim.end <= evidence.end else "overlap"


def _bounded(claim: When, evidence: When) -> Relation:
    """One of them is only a bound: "after the election of 3 March" against "9 March"."""
    assert claim.begin and claim.end and evidence.begin and evidence.end
    if evidence.bound is not None:
        return "unknown"
    if claim.bound == "after":
        return "within" if evidence.begin > claim.end else "disjoint" if evidence.end <= claim.begin else "unknown"
    if claim.bound in ("before", "by"):
        kept = evidence.end < claim.begin or claim.bound == "by" and evidence.end <= claim.end
        return "within" if kept else "disjoint" if evidence.begin > claim.end else "unknown"
    return "unknown"


def days_apart(claim: When, evidence: When) -> int:
    """Days between two times that share none."""
    assert claim.begin and claim.end and evidence.begin and evidence.end
    return (evidence.begin - claim.end).days if claim.end < evidence.begin else (claim.begin - evidence.end).days


def spoken_days(begin: date | None, end: date | None) -> str:
    """ "7 May 2025", "6-7 May 2025", "May 2025", "2025", "30 April 2025 to 2 May 2025"."""
    if begin is None or end is None:
        return "an unknown day"
    if begin == end:
        return spoken_day(begin)
    whole = begin.day == 1 and (end + timedelta(days=1)).day == 1
    if whole and (begin.year, begin.month) == (end.year, end.month):
        return f"{MONTHS[begin.month - 1]} {begin.year}"
    if whole and begin.month == 1 and end.month == 12:
        return str(begin.year) if begin.year == end.year else f"{begin.year} to {end.year}"
    if (begin.year, begin.month) == (end.year, end.month):
        return f"{begin.day}-{spoken_day(end)}"
    return f"{spoken_day(begin)} to {spoken_day(end)}"


@dataclass(frozen=True, slots=True)
class Length:
    """How long something took, in days."""

    text: str
    span: Span
    days: float
    unit: str
    role: str  # of the phrase that it is in
    noun: str  # main word of the phrase that it stands in, "" where it is the phrase


def lengths_of(statement: Statement) -> tuple[Length, ...]:
    """The durations that say how long, not how long before or after something."""
    found = []
    for time in statement.times:
        match = _LENGTH.fullmatch(time.value or "") if time.type == "DURATION" and time.relation is None and time.mod is None else None
        if match is None or "old" in re.split(r"\W+", time.text.casefold()):
            continue
        number, unit = float(match[2]), match[3]
        days = number * (_IN_HOURS[unit] / 24 if match[1] else _IN_DAYS[unit]) if unit in (_IN_HOURS if match[1] else _IN_DAYS) else None
        if days is None:
            continue
        holder = min((p for p in statement.participants if time.span in p.span), key=lambda p: p.span.end - p.span.start, default=None)
        if holder is not None and re.match(r"(?:after|before|within|in|than|until|ago)\b", holder.text, re.IGNORECASE):
            continue
        inside = holder is None or holder.head in time.text.split()
        found.append(
            Length(time.text, time.span, days, unit, holder.role if holder else "", "" if inside or not holder else noun_of(holder.head))
        )
    return tuple(found)


def dateless(statement: Statement) -> bool:
    """Whether nothing says when."""
    return not any(isinstance(t, TimeExpression) and t.type in ("DATE", "TIME") for t in statement.times)
