"""Parquet: `claims-000000.parquet` has a row for each claim, with its record as JSON, and `documents-…` the rest of each report.

Together they hold all that the JSON Lines hold.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from claimcheck.batch.forms import Json, document_row
from claimcheck.batch.shard import Outcome
from claimcheck.record import dumps
from claimcheck.table import cells

_TEXT, _TEXTS, _INTEGER, _REAL = pa.string(), pa.list_(pa.string()), pa.int64(), pa.float64()

CLAIMS = pa.schema(
    {
        "document_id": _TEXT,
        "uri": _TEXT,
        "claim_id": _TEXT,
        "start": _INTEGER,
        "end": _INTEGER,
        "line": _INTEGER,
        "column": _INTEGER,
        "text": _TEXT,
        "resolved_text": _TEXT,
        "source": _TEXT,
        "types": _TEXTS,
        "when": _TEXT,
        "how_much": _TEXT,
        "checkability": _TEXT,
        "polarity": _TEXT,
        "modality": _TEXT,
        "priority": _REAL,
        "record": _TEXT,
    }
)
DOCUMENTS = pa.schema(
    {
        "id": _TEXT,
        "own_id": _TEXT,
        "uri": _TEXT,
        "sha256": _TEXT,
        "title": _TEXT,
        "published_at": _TEXT,
        "characters": _INTEGER,
        "sentences": _INTEGER,
        "coverage": _REAL,
        "claims": _INTEGER,
        "findings": _INTEGER,
        "left_out": _INTEGER,
        "error": _TEXT,
        "message": _TEXT,
        "report": _TEXT,
    }
)


def files(number: int, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, bytes]]:
    claims, documents = [], []
    for outcome in outcomes:
        report = outcome.report
        if report is not None:
            claims += [_claim(outcome.id, claim) for claim in report["claims"]]
        documents.append(document_row(outcome) | {"report": dumps(report | {"claims": []}) if report is not None else None})
    yield f"claims-{number:06}.parquet", _table(claims, CLAIMS)
    yield f"documents-{number:06}.parquet", _table(documents, DOCUMENTS)


def failed(documents: bytes) -> Iterator[Json]:
    columns = [name for name in DOCUMENTS.names if name != "report"]
    for row in pq.read_table(io.BytesIO(documents), columns=columns, use_threads=False).to_pylist():
        if row["error"] is not None:
            yield {name: value for name, value in row.items() if value is not None}


def _claim(document: str, claim: Json) -> dict[str, Any]:
    cell = cells(claim)
    span = claim["span"]
    return {
        "document_id": document,
        "uri": claim["document"]["uri"],
        "claim_id": claim["claim_id"],
        **{name: span[name] for name in ("start", "end", "line", "column")},
        **{name: claim[name] for name in ("text", "resolved_text", "types", "polarity", "modality")},
        **{name: cell[name] for name in ("source", "when", "how_much")},
        "checkability": claim["checkability"]["value"],
        "priority": float(claim["priority"]["score"]),
        "record": dumps(claim),
    }


def _table(rows: list[dict[str, Any]], schema: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), stream, compression="zstd", use_dictionary=["document_id", "uri", "types"])
    return stream.getvalue()
