"""What the queue holds, for others: review records, a table, Web Annotations, schema.org, a lock. Streamed, in a fixed order.

Verdicts go to other tools only while they hold: of claims that the newest version of their article has, and that are settled.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Row

from claimcheck.check.checkable import checkable
from claimcheck.check.lock import Lock, Locked, Verification, dumped, made
from claimcheck.errors import QueueError
from claimcheck.escaping import defused
from claimcheck.export import Annotated, Options, schema_org, web_annotation
from claimcheck.export.annotated import address_of
from claimcheck.queue import desks
from claimcheck.queue.actor import Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.listing import Filter, to_query
from claimcheck.queue.reviewed import Reviewed, numbers, reviewed
from claimcheck.queue.states import State
from claimcheck.record import SCHEMA_VERSION, dumps

Json = dict[str, Any]


def reviews(tx: Transaction, actor: Actor, wanted: Filter | None = None, *, now: datetime) -> Iterator[Json]:
    """The claims in sight that a filter asks for, as records of schemas/review.schema.json."""
    for one in reviewed(tx, actor, numbers(tx, actor, wanted, now=now), now=now):
        yield record(one)


def pieces(tx: Transaction, actor: Actor, wanted: Filter | None, form: str, *, now: datetime) -> Iterator[str]:
    """The same as text in one of FORMS, piece by piece. That it was exported is an event, so it takes a transaction that writes. On
    SQLite nobody else writes meanwhile: a server calls `read` and, when all was read, `note`. Raises QueueError for another form.
    """
    claims, found = read(tx, actor, wanted, form, now=now)
    note(tx, actor, wanted, form, claims, now=now)
    return found


def read(tx: Transaction, actor: Actor, wanted: Filter | None, form: str, *, now: datetime) -> tuple[int, Iterator[str]]:
    """How many claims there are, and the pieces, for which the transaction has to stay open. It writes nothing. Raises QueueError."""
    if form not in FORMS:
        raise QueueError(f"There is no form {form[:40]} to export to: there are {', '.join(FORMS)}.")
    _desk_of(tx, actor, wanted)
    ids = numbers(tx, actor, wanted, now=now)
    return len(ids), FORMS[form](reviewed(tx, actor, ids, now=now))


def note(tx: Transaction, actor: Actor, wanted: Filter | None, form: str, claims: int, *, now: datetime) -> None:
    """Leave the event that so many claims were exported. What was read is given to nobody before."""
    told = {"form": form, "claims": claims, "filter": to_query(wanted or Filter())}
    tx.log(Event(now, actor, "queue.exported", "queue", _desk_of(tx, actor, wanted), after=told))


def _desk_of(tx: Transaction, actor: Actor, wanted: Filter | None) -> int | None:
    """The desk that a filter names. Raises NotInQueue."""
    return desks.named(tx, actor, wanted.desk).id if wanted and wanted.desk is not None else None


# -- review records -----------------------------------------------------------------------------------------------


def record(one: Reviewed) -> Json:
    """A claim and what was found of it, as schemas/review.schema.json has it."""
    found, claim = one.item, one.claim
    adjudication = one.adjudication
    history = {
        "queued_at": found.created_at, "changed_at": found.changed_at, "settled_at": found.settled_at, "first_version": found.first_version,
        "last_version": found.last_version, "revision": found.revision,
    }  # fmt: skip
    return _known(
        {
            "schema_version": SCHEMA_VERSION,
            "item": found.id,
            "desk": one.desk,
            "claim_id": found.claim_id,
            "document": claim["document"],
            "span": claim["span"],
            "text": claim["text"],
            "resolved_text": claim["resolved_text"],
            "speaker": found.speaker,
            "types": claim["types"],
            "checkability": claim["checkability"],
            "priority": claim["priority"]["score"],
            "state": str(found.state),
            "stale_because": found.stale_because,
            "verdict": found.verdict,
            "round": found.round,
            "needs": found.needs,
            "assigned": one.assigned,
            "decisions": [_decision(given) for given in one.decisions],
            "adjudication": _decision(adjudication) if adjudication else None,
            "evidence": [
                _known({**{name: link._mapping[name] for name in ("url", "title", "note", "person", "at")}, "decision": link.decision_id})
                for link in one.links
            ],
            "labels": list(one.labels),
            "follows": found.follows_id,
            "changes": json.loads(found.changes) if found.changes else [],
            "history": _known(history),
        }
    )


def _decision(given: Row[Any]) -> Json:
    names = ("id", "round", "kind", "person", "verdict", "note", "version", "at")
    return _known({**{name: given._mapping[name] for name in names}, "chosen": given.chosen_id})


def _known(values: Mapping[str, Any]) -> Json:
    """Absent means absent."""
    return {name: value for name, value in values.items() if value is not None}


def _lines(claims: Iterable[Reviewed]) -> Iterator[str]:
    """A record a line."""
    for one in claims:
        yield dumps(record(one)) + "\n"


# -- a table ------------------------------------------------------------------------------------------------------

_HOLDING = ("verdict", "verdict_source", "verdict_by", "verdict_when", "verdict_note")


def _cells(one: Reviewed) -> dict[str, str]:
    """A row. `claimcheck import` reads claim_id, article and the columns that begin with "verdict"."""
    found, claim, review = one.item, one.claim, one.review
    held = (review.verdict, review.source, review.by, review.when, review.note or "") if review else ("",) * len(_HOLDING)
    return {
        "claim_id": found.claim_id,
        "article": address_of(claim["document"]),
        "line": str(found.line),
        "text": claim["text"],
        "resolved_text": claim["resolved_text"],
        "speaker": found.speaker or "",
        "types": ", ".join(found.types),
        "priority": f"{found.priority:.3f}",
        "state": f"stale: {found.stale_because}" if found.state is State.STALE else str(found.state),
        **dict(zip(_HOLDING, held, strict=True)),
        "reviews": "; ".join(f"{given.person}: {given.verdict}" for given in one.decisions),
        "links": " ".join(link.url for link in one.links),
        "labels": ", ".join(one.labels),
        "assigned": one.assigned or "",
        "desk": one.desk,
        "item": str(found.id),
        "version": str(found.last_version),
        "settled_at": found.settled_at or "",
    }


COLUMNS = (
    "claim_id", "article", "line", "text", "resolved_text", "speaker", "types", "priority", "state", *_HOLDING, "reviews", "links", "labels",
    "assigned", "desk", "item", "version", "settled_at",
)  # fmt: skip


def _table(claims: Iterable[Reviewed]) -> Iterator[str]:
    """CSV for spreadsheets (RFC 4180, but lines end in LF), formulas defused."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    quoting = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for one in claims:
        cells = _cells(one)
        row = [defused(cells[name]) for name in COLUMNS]
        # Python 3.11 leaves a lone carriage return unquoted, where readers see the end of a line.
        (quoting if any("\r" in cell for cell in row) else writer).writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


# -- linked data --------------------------------------------------------------------------------------------------


def _annotated(claims: Iterable[Reviewed]) -> Iterator[Annotated]:
    """The claims that the newest versions have, an article at a time, with the verdicts that hold."""
    standing = (one for one in claims if one.item.state is not State.STALE)
    for _, group in groupby(standing, key=lambda one: one.item.article_id):
        several = list(group)
        held = {one.claim["claim_id"]: one.review for one in several}
        reviewed_claims = {claim_id: review for claim_id, review in held.items() if review}
        yield Annotated(several[0].claim["document"], tuple(one.claim for one in several), reviews=reviewed_claims)


def _annotations(claims: Iterable[Reviewed]) -> Iterator[str]:
    """One AnnotationPage of W3C Web Annotations, which `claimcheck import` reads."""
    names: list[str] = []

    def items() -> Iterator[Json]:
        for article in _annotated(claims):
            for item in json.loads("".join(web_annotation.write([article], Options())))["items"]:
                names.append(item["id"])
                yield item

    yield f'{{"@context": {json.dumps(web_annotation.CONTEXT)}, "type": "AnnotationPage", "items": ['
    yield from _members(items())
    yield f'], "id": {json.dumps(uuid5(NAMESPACE_URL, chr(10).join(names)).urn)}}}\n'


def _linked(claims: Iterable[Reviewed]) -> Iterator[str]:
    """schema.org: a Claim and a ClaimReview for each claim that somebody gave a verdict on, and nothing of others."""

    def members() -> Iterator[Json]:
        for article in _annotated(one for one in claims if one.review):
            yield from json.loads("".join(schema_org.write([article], Options())))["@graph"]

    yield f'{{"@context": {json.dumps(schema_org.CONTEXT)}, "@graph": ['
    yield from _members(members())
    yield "]}\n"


def _members(values: Iterable[Json]) -> Iterator[str]:
    """Values of a JSON list, one a line."""
    before = "\n"
    for value in values:
        yield before + dumps(value)
        before = ",\n"
    yield "\n"


# -- a lock -------------------------------------------------------------------------------------------------------


def _lock(claims: Iterable[Reviewed]) -> Iterator[str]:
    """`claims.lock` with the verdicts that hold. It is sorted and complete, or none: so it is put together first."""
    locked: list[Locked] = []
    for one in claims:
        review, claim = one.review, one.claim
        if review:
            verification = Verification(review.verdict, review.source, review.by, review.when, review.note)
            made_with = claim["provenance"]
            path = _path(address_of(claim["document"]))
            locked.append(
                Locked(path, checkable(claim), verification, made_with["claimcheck_version"], made_with["parser"]["sha256"])
            )  # fmt: skip
    yield dumped(made(locked)) if locked else dumped(Lock())


def _path(uri: str) -> str:
    """What a lock in the folder that the addresses are relative to calls an article."""
    return uri if re.match("[A-Za-z][A-Za-z0-9+.-]+:", uri) else PurePosixPath(unquote(uri)).as_posix()


#: What can be exported to, by name.
FORMS: Mapping[str, Callable[[Iterable[Reviewed]], Iterator[str]]] = {
    "jsonl": _lines,
    "csv": _table,
    "annotations": _annotations,
    "schema-org": _linked,
    "lock": _lock,
}
