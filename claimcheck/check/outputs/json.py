"""One JSON object with everything: `schemas/check.schema.json`."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.check.outcome import CheckedFile, Json, Notice, Outcome
from claimcheck.check.outputs.look import Look
from claimcheck.record import SCHEMA_VERSION, dumps, finding_to_json


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """The outcome, indented, keys sorted."""
    yield dumps(outcome_to_json(outcome), indent=2) + "\n"


def outcome_to_json(outcome: Outcome) -> Json:
    """The outcome as a record."""
    return {
        "schema_version": SCHEMA_VERSION,
        "exit_code": outcome.exit_code,
        "fail_on": outcome.fail_on or "never",
        "files": [
            {"path": file.path, "report": file.record, "notices": [notice_to_json(file, notice) for notice in file.notices]}
            for file in outcome.files
        ],
        "unreadable": [{"path": lost.path, "reason": lost.reason} for lost in outcome.unreadable],
        "stale": [{"path": entry.path, "rule": entry.rule, "words": entry.words} for entry in outcome.stale],
    }


def notice_to_json(file: CheckedFile, notice: Notice) -> Json:
    """A finding as the settings judge it, with the file it stands in."""
    record: Json = {
        "path": file.path,
        "level": notice.level,
        "state": notice.state,
        "fingerprint": notice.fingerprint,
        "finding": finding_to_json(notice.finding),
    }
    if notice.suppression is not None:
        record["suppression"] = {"kind": notice.suppression.kind}
        if notice.suppression.reason is not None:
            record["suppression"]["reason"] = notice.suppression.reason
    return record
