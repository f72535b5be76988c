"""What the tests of `claimcheck check` share: an extractor that needs no models and finds two kinds of mistakes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from claimcheck.check.outcome import Json
from claimcheck.consistency import Found, Proposal, findings, impossible_date  # noqa: F401  (registers its rule)
from claimcheck.document import read
from claimcheck.model import Coverage, Document, Finding, ParserInfo, Report, Span
from claimcheck.record import findings_from_report, report_to_json

WEEKDAY, IMPOSSIBLE = "weekday_date", "impossible_date"
WRONG_DAY = "Monday, July 1, 2025"
WRONG_DATE = "February 30"
TODAY = date(2026, 1, 15)

DAY = f"The mayor opened the new bridge on {WRONG_DAY}, and the whole town came."
DATE = f"The council met on {WRONG_DATE} and voted for the budget of the town."
PLAIN = "Nobody was hurt when the river rose and flooded the lower streets of the town."
PAGE = f"<!doctype html><html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{DATE}</p></article></body></html>"

_MARKS = ((WEEKDAY, "error", WRONG_DAY), (IMPOSSIBLE, "error", WRONG_DATE))


class MarkingExtractor:
    """Finds WRONG_DAY and WRONG_DATE wherever they stand, and no claims."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def extract_document(self, document: Document) -> Report:
        self.read.append(document.uri)
        found = [
            Found(rule, severity, Proposal(Span(*match.span()), f"There is no {words}."))
            for rule, severity, words in _MARKS
            for match in re.finditer(re.escape(words), document.text)
        ]
        found.sort(key=lambda item: item.proposal.span)
        ledger = Coverage(0, 0, 0, 0, 0, 0)
        return Report(document, (), ledger, ParserInfo("stub", "none", "0" * 64), "0.1.0", findings(found, (), document))


def read_source(source: str, name: str = "draft.md") -> tuple[list[Finding], str, Json]:
    """The findings in a source, the source as it was decoded, and its record."""
    document = read(name, data=source.encode("utf-8"))
    record = report_to_json(MarkingExtractor().extract_document(document))
    return list(findings_from_report(record)), document.source, record


def lay_out(folder: Path) -> None:
    """A desk's repository with three drafts, of which the second is without a mistake."""
    (folder / ".git").mkdir()
    for name, text in {"drafts/bridge.md": f"# Bridge\n\n{DAY}\n", "drafts/flood.txt": f"{PLAIN}\n", "drafts/wire/page.html": PAGE}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def places(outcome: Any) -> list[str]:
    """Path, line, column and level of each finding in the text output."""
    return [line.split(": ")[0] + " " + line.split(": ")[1] for line in outcome.out.splitlines() if line.startswith("drafts/")]
