"""The how manieth: ranks of the same thing, counted over the same time."""

from __future__ import annotations

import re

from claimcheck.lookup.compare.align import Alignment
from claimcheck.lookup.compare.vocabulary import GENERIC
from claimcheck.lookup.compare.words import noun_of, tokens
from claimcheck.lookup.statement import Statement
from claimcheck.model import Ordinal

_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}
#: Words for talking to one another from afar, or without saying where: ranked alike.
_CALLS = frozenset("call conversation talk phone telephone telephonic".split())
_THIS_YEAR = re.compile(r"\b(?:of the|this|of this) year\b", re.IGNORECASE)
#: Days after which news still speaks of what just happened.
_JUST_DAYS = 3


def same_rank_item(claim: Ordinal, evidence: Ordinal) -> bool:
    """Whether both rank the same kind of thing."""
    return _item(claim) == _item(evidence) and bool(_item(claim))


def same_window(found: Alignment, claim: Ordinal, evidence: Ordinal) -> bool:
    """Whether both count over the same time: "since January" is "of the year". A window that only one of them has is another ranking."""
    if (claim.since, claim.until) == (evidence.since, evidence.until) and bool(_year(found.claim)) == bool(_year(found.evidence)):
        return True
    first, second = _begins(found.claim, claim), _begins(found.evidence, evidence)
    return first is not None and first == second and _ends(claim) == _ends(evidence)


def news_of(found: Alignment) -> bool:
    """Whether the claim, which gives no day of its own, is news of what the evidence says of that day or the one before."""
    day = found.claim.setting.day
    when = [t for t in found.evidence.times if t.begin and t.begin == t.end and t.relation is None]
    dated = any(t.begin and t.relation != "since" for t in found.claim.times)
    return day is not None and not dated and len(when) == 1 and when[0].begin is not None and 0 <= (day - when[0].begin).days <= _JUST_DAYS


def _begins(statement: Statement, ordinal: Ordinal) -> str | None:
    """The month from which is counted, where it is said: "2025-01"."""
    if ordinal.since is not None:
        return (
            f"{ordinal.since}-01"
            if len(ordinal.since) == 4
            else ordinal.since.removesuffix("-01")
            if len(ordinal.since) > 7
            else ordinal.since
        )
    year = _year(statement)
    return f"{year}-01" if year else None


def _ends(ordinal: Ordinal) -> str | None:
    """Until when is counted; None for a year that is not over."""
    year = (ordinal.since or "")[:4]
    return None if ordinal.until and ordinal.until.startswith(year) else ordinal.until


def _year(statement: Statement) -> str:
    """The year of "the third of the year", "" where nothing of the sort is said."""
    if not _THIS_YEAR.search(statement.text):
        return ""
    day = next((t.begin for t in statement.times if t.begin), statement.setting.day)
    return str(day.year) if day else ""


def _item(ordinal: Ordinal) -> frozenset[str]:
    words = frozenset(noun_of(w) for w in tokens(ordinal.item) if w not in GENERIC)
    return (words - _CALLS) | {"call"} if words & _CALLS else words


def spoken_rank(ordinal: Ordinal) -> str:
    """ "third", "11th", "last"."""
    if ordinal.rank == -1:
        return "last"
    ending = "th" if 10 <= ordinal.rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(ordinal.rank % 10, "th")
    return _NAMES.get(ordinal.rank, f"{ordinal.rank}{ending}")
