"""Whether the articles and the records of their claims are those that were handed in.

The event of each version has a hash of its text and its report. So whoever alters beside the log what a verdict is about is found
out like whoever alters the verdict.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select

from claimcheck.queue.audit import Flaw
from claimcheck.queue.database import Transaction
from claimcheck.queue.tables import audit, claim_record, item, version
from claimcheck.queue.versioning import text_of
from claimcheck.record import dumps

Json = dict[str, Any]


def hash_of(report: str, source: str) -> str:
    """What the event of a version has: SHA-256 over the report, as `record.dumps` writes it, and the text."""
    return sha256(json.dumps([report, source]).encode()).hexdigest()


def consistent(tx: Transaction) -> Iterator[Flaw]:
    """Every version that is not what its event says, or has none, and every claim whose record is not that of its version. `seq` is
    the version's event; 0 where it has none. Versions from before events had the hash are not held against it."""
    told: dict[tuple[int, int], Row[Any]] = {}
    events = select(audit.c.seq, audit.c.article_id, audit.c.after).where(audit.c.action.in_(("article.added", "article.versioned")))
    for event in tx.rows(events.order_by(audit.c.seq)):
        after = _object(event.after)
        if isinstance(number := after.get("version"), int):
            told[event.article_id, number] = event
    there = tx.rows(select(version.c.article_id, version.c.number).order_by(version.c.article_id, version.c.number))
    for one in there:  # one after the other: a text and its report may take megabytes
        yield from _of_version(tx, one.article_id, one.number, told.pop((one.article_id, one.number), None))
    for (article_id, number), event in sorted(told.items()):
        yield Flaw(int(event.seq), f"Version {number} of article {article_id} is in the log, and no longer in the queue.")


def _of_version(tx: Transaction, article_id: int, number: int, event: Row[Any] | None) -> Iterator[Flaw]:
    if event is None:
        yield Flaw(0, f"Version {number} of article {article_id} has no event: it was added beside the log.")
        return
    seq = int(event.seq)
    here = (version.c.article_id == article_id, version.c.number == number)
    row = tx.execute(select(version.c.source, version.c.report).where(*here)).one()
    try:
        report = zlib.decompress(row.report).decode()
        claims = {claim["claim_id"]: dumps(claim) for claim in json.loads(report)["claims"]}
    except (zlib.error, ValueError, KeyError, TypeError):
        report, claims = "", {}
    sealed = _object(event.after).get("sealed")
    if sealed is not None and sealed != hash_of(report, row.source):
        yield Flaw(seq, f"Version {number} of article {article_id} is not what was handed in: it was changed beside the log.")
    wanted = (item.c.article_id == article_id, claim_record.c.version == number)
    records = select(item.c.id, item.c.text, claim_record.c.record).join(claim_record, claim_record.c.item_id == item.c.id).where(*wanted)
    for kept in tx.rows(records.order_by(item.c.id)):
        claim = _object(kept.record)
        if kept.record != claims.get(str(claim.get("claim_id"))) or kept.text != text_of(claim):
            yield Flaw(seq, f"The words or the record of claim {kept.id} are not those of its article: they were changed beside the log.")


def _object(text: str | None) -> Json:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
