"""JSON Lines: `reports-000000.jsonl` has the records of schemas/report.schema.json, a line each, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from claimcheck.batch.forms import Json, document_row
from claimcheck.batch.shard import Outcome
from claimcheck.record import dumps


def files(number: int, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, bytes]]:
    yield f"reports-{number:06}.jsonl", _lines(outcome.report for outcome in outcomes if outcome.report is not None)
    rows = (document_row(outcome) for outcome in outcomes)
    yield f"documents-{number:06}.jsonl", _lines({name: value for name, value in row.items() if value is not None} for row in rows)


def failed(documents: bytes) -> Iterator[Json]:
    for line in documents.splitlines():
        row: Json = json.loads(line)
        if "error" in row:
            yield row


def _lines(records: Iterator[Json]) -> bytes:
    return b"".join(dumps(record).encode("utf-8", "replace") + b"\n" for record in records)
