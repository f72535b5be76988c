"""The files that a shard becomes: `documents-…`, a row for each article, and `reports-…` or `claims-…` with what was found.

A form turns outcomes into the bytes of these files; equal outcomes give equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from claimcheck.batch.shard import Outcome
from claimcheck.errors import BatchError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """`files`: name and bytes of each file of a shard, by its number, the documents last. `failed`: the rows of articles without a
    record, read back from the bytes of the documents."""

    files: Callable[[int, Sequence[Outcome]], Iterator[tuple[str, bytes]]]
    failed: Callable[[bytes], Iterator[Json]]


#: Modules by form, and what to install for it.
_MODULES: Mapping[str, str] = {"jsonl": "lines", "jsonl.gz": "packed_lines", "parquet": "tables"}

FORMS = tuple(_MODULES)


def form(name: str) -> Form:
    """One of FORMS. Raises BatchError when a package is missing that it takes."""
    try:
        module = import_module(f"{__name__}.{_MODULES[name]}")
    except ImportError as error:
        raise BatchError(
            f"{name.capitalize()} is written by a package that is not installed ({error.name}): "
            "`pip install -c constraints.txt '.[batch]'` installs it, or choose --format jsonl."
        ) from None
    return Form(module.files, module.failed)


def document_row(outcome: Outcome) -> Json:
    """What the documents' file says of an article; what is unknown is None."""
    report, failure = outcome.report, outcome.failure
    document = report["document"] if report else {}
    return {
        "id": outcome.id,
        "own_id": outcome.own_id,
        "uri": document.get("uri", outcome.uri),
        "sha256": document.get("sha256"),
        "title": document.get("title"),
        "published_at": document.get("published_at"),
        "characters": document.get("characters"),
        "sentences": report["coverage"]["sentences"] if report else None,
        "coverage": float(report["coverage"]["share"]) if report else None,
        "claims": len(report["claims"]) if report else None,
        "findings": len(report["findings"]) if report else None,
        "left_out": outcome.left_out or None,
        "error": failure.kind if failure else None,
        "message": failure.message if failure else None,
    }
