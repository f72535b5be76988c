"""Where a finding stands, in the terms of other tools, and which findings come first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimcheck.anchor import line_starts, position
from claimcheck.check.outcome import LEVELS, CheckedFile, Notice
from claimcheck.model import Quote

#: Where the findings of a level begin in a ranking from 0 to 100; the priority of the claims they touch decides among them.
_BASE = {"error": 70.0, "warning": 40.0, "note": 10.0}
_SPREAD = 30.0


@dataclass(frozen=True, slots=True)
class Region:
    """Lines and columns from 1, in code points; the end is the column after the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(file: CheckedFile, span: Quote) -> Region:
    """Where a span of the file's source begins and ends."""
    end_line, end_column = position(file.source, span.end)
    return Region(span.line, span.column, end_line, end_column)


def byte_column(file: CheckedFile, line: int, column: int) -> int:
    """The column counted in bytes of UTF-8, from 1."""
    start = line_starts(file.source)[line - 1]
    return len(file.source[start : start + column - 1].encode("utf-8", "replace")) + 1


def rank(file: CheckedFile, notice: Notice) -> float:
    """How urgent a finding is, between 0 and 100."""
    scores = {claim["claim_id"]: claim["priority"]["score"] for claim in file.record["claims"]}
    highest = max((scores.get(name, 0.0) for name in notice.finding.claims), default=0.0)
    return round(_BASE[notice.level] + _SPREAD * float(highest), 1)


def most_urgent_first(notices: Iterable[tuple[CheckedFile, Notice]]) -> list[tuple[CheckedFile, Notice]]:
    """By level and rank; where these are equal, in the order given."""
    return sorted(notices, key=lambda pair: (-LEVELS.index(pair[1].level), -rank(*pair)))
