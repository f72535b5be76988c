"""Claims of our own: the records that `claimcheck extract` wrote, and the verdicts of a `claims.lock`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimcheck.archive.entry import Entry, Left, address, made
from claimcheck.errors import RecordError
from claimcheck.jsonl import records_in
from claimcheck.record import dumps, schema_errors

Json = Mapping[str, Any]


def is_own(value: object) -> bool:
    """Whether a JSON value is a claim record, a report or a lock of ours."""
    return isinstance(value, dict) and "schema_version" in value and ("claim_id" in value or "claims" in value)


def is_lock(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("claims"), list) and "document" not in value and "schema_version" in value


def read_records(text: str) -> Iterator[Entry | Left]:
    """The claims in a file of records: one, an array, or JSON lines; claims and whole reports."""
    for place, record in records_in(text):
        where = place or "$"
        if isinstance(record, RecordError):
            yield Left(where, str(record))
        elif not isinstance(record, dict):
            yield Left(where, "it is no record")
        elif "claim_id" in record:
            yield _claim(record, where)
        elif is_lock(record):
            yield from read_lock(record, where)
        else:
            yield from _report(record, where)


def _report(record: Json, where: str) -> Iterator[Entry | Left]:
    complaints = schema_errors("report", record)
    if complaints:
        yield Left(where, complaints[0][1])
        return
    for number, claim in enumerate(record["claims"]):
        yield _entry(claim, f"{where}.claims[{number}]")


def _claim(record: Json, where: str) -> Entry | Left:
    complaints = schema_errors("claim", record)
    return Left(where, complaints[0][1]) if complaints else _entry(record, where)


def _entry(claim: Json, where: str) -> Entry | Left:
    """A claim's record as an entry: who says it, in which article, and the record itself."""
    document = claim["document"]
    speakers = [hop.get("resolved_source") or hop.get("source") for hop in claim["attribution"]]
    return made(
        "record",
        claim["resolved_text"],
        speaker=next((speaker for speaker in reversed(speakers) if speaker), None),
        stated=document.get("published_at"),
        url=document["uri"],
        title=document.get("title") or document["uri"],
        language=document.get("lang"),
        identity=_identity(claim["claim_id"], claim["times"]),
        record=dumps(claim),
    ) or Left(where, "its text is empty")


def read_lock(record: Json, where: str = "$") -> Iterator[Entry | Left]:
    """The verified claims of a lock."""
    complaints = schema_errors("lock", record)
    if complaints:
        yield Left(where, complaints[0][1])
        return
    for number, item in enumerate(sorted(record["claims"], key=lambda item: str(item["verification"]["when"]))):
        claim, verification = item["claim"], item["verification"]
        sources = [hop.get("source") for hop in claim.get("attribution", ())]
        entry = made(
            "record",
            claim["text"],
            speaker=next((source for source in reversed(sources) if source), None),
            rating=verification["verdict"],
            publisher=verification["by"],
            url=address(verification["source"]),
            reviewed=verification["when"],
            title=item["path"],
            body=" ".join(filter(None, (verification.get("note"), None if address(verification["source"]) else verification["source"]))),
            identity=_identity(claim["claim_id"], claim.get("times", ())),
        )
        yield entry or Left(f"{where}.claims[{number}]", "its text is empty")


def _identity(claim_id: str, times: Any) -> str:
    """The id of a claim is that of its words: "in June" has the same in every year, so the days count too."""
    return " ".join((claim_id, *(f"{time.get('begin') or ''}/{time.get('end') or ''}" for time in times)))
