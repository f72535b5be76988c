"""How records are written: each form turns reports, as they come, into pieces of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

TABLE = "table"
Records = Iterable[dict[str, Any]]  # reports as JSON


@dataclass(frozen=True, slots=True)
class Look:
    """What a table may look like where it goes."""

    width: int = 120
    colour: bool = False


def of_ending(path: str) -> str:
    """The form for a file name: by its ending, jsonl where that says nothing."""
    return {".json": "json", ".csv": "csv", ".txt": TABLE}.get(PurePath(path).suffix.lower(), "jsonl")


def _jsonl(reports: Records, _look: Look) -> Iterator[str]:
    """A claim a line, nothing for an article without claims."""
    from claimcheck.record import dumps

    for report in reports:
        for claim in report["claims"]:
            yield dumps(claim) + "\n"


def _json(reports: Records, _look: Look) -> Iterator[str]:
    """The report of one article, or a list of the reports of several."""
    from claimcheck.record import dumps

    every = list(reports)
    yield dumps(every[0] if len(every) == 1 else every, indent=2) + "\n"


def _csv(reports: Records, _look: Look) -> Iterator[str]:
    """A claim a row, the columns of `claimcheck.table`."""
    from claimcheck.table import csv_of

    yield from csv_of(reports)


def _table(reports: Records, look: Look) -> Iterator[str]:
    """A table for each article, for people."""
    from claimcheck.cli.sheet import sheet

    for report in reports:
        yield sheet(report, width=look.width, colour=look.colour)


FORMATS: dict[str, Callable[[Records, Look], Iterator[str]]] = {"csv": _csv, "json": _json, "jsonl": _jsonl, TABLE: _table}
