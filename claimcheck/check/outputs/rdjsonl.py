"""reviewdog's diagnostic format, a line each (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf).

Its columns count bytes of UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.check.outcome import CheckedFile, Json, Outcome
from claimcheck.check.outputs.look import Look
from claimcheck.check.outputs.place import byte_column, region
from claimcheck.model import Quote
from claimcheck.record import dumps

_SEVERITY = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """The findings that count."""
    for file, notice in outcome.notices():
        if not notice.counts:
            continue
        finding = notice.finding
        record: Json = {
            "message": finding.message + (f"\n{finding.arithmetic}" if finding.arithmetic else ""),
            "location": _location(file, finding.span),
            "severity": _SEVERITY[notice.level],
            "source": {"name": "claimcheck"},
            "code": {"value": finding.rule},
        }
        if finding.sides:
            record["relatedLocations"] = [{"message": side.message, "location": _location(file, side.span)} for side in finding.sides]
        yield dumps(record) + "\n"


def _location(file: CheckedFile, span: Quote) -> Json:
    place = region(file, span)
    return {
        "path": file.name,
        "range": {
            "start": {"line": place.line, "column": byte_column(file, place.line, place.column)},
            "end": {"line": place.end_line, "column": byte_column(file, place.end_line, place.end_column)},
        },
    }
