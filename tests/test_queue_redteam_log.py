"""Attacks on what an auditor relies on: what verdicts are about is altered beside the log."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable

import pytest
from sqlalchemy import Update, delete, insert, select, update

from claimcheck.queue import articles
from claimcheck.queue.database import Database, Transaction
from claimcheck.queue.tables import claim_record, item, version
from claimcheck.queue.verifying_texts import consistent
from tests.queue_articles import EDITOR, Said, filled, plain, written
from tests.queue_databases import later


def flaws(queue: Database) -> list[str]:
    with queue.snapshot() as tx:
        return [flaw.reason for flaw in consistent(tx)]


def two_versions(queue: Database) -> None:
    _, desk, _ = filled(queue, 4)
    said = [Said(words) for words in plain(4)]
    changed = [Said(said[0].words.replace("fell", "rose")), said[3], said[1], Said("Kelso rents stood still")]
    with queue.write() as tx:
        articles.add(tx, EDITOR, desk.id, *written(changed), now=later(days=1))


def test_what_was_handed_in_is_found_sound(queue: Database) -> None:
    assert flaws(queue) == []
    two_versions(queue)
    filled(queue, name="seed", desk="other")
    assert flaws(queue) == []


def _text(tx: Transaction) -> Update:
    return update(version).where(version.c.number == 1).values(source=version.c.source + " Or not.")


def _report(tx: Transaction) -> Update:
    kept = json.loads(zlib.decompress(tx.execute(select(version.c.report).where(version.c.number == 2)).scalar_one()))
    kept["claims"][0]["text"] = kept["claims"][0]["resolved_text"] = "Nobody said so"
    return update(version).where(version.c.number == 2).values(report=zlib.compress(json.dumps(kept).encode()))


def _record(tx: Transaction) -> Update:
    kept = tx.execute(select(claim_record.c.record).where(claim_record.c.item_id == 1)).scalar_one()
    return update(claim_record).where(claim_record.c.item_id == 1).values(record=kept.replace("fell", "rose"))


def _words(tx: Transaction) -> Update:
    return update(item).where(item.c.id == 2).values(text="Nobody said so")


@pytest.mark.parametrize(
    ("alter", "told"),
    [(_text, "Version 1 of article 1"), (_report, "Version 2 of article 1"), (_record, "record of claim 1"), (_words, "record of claim 2")],
)
def test_what_a_verdict_is_about_cannot_be_altered_unseen(
    empty_queues: Callable[[str], Database], alter: Callable[[Transaction], Update], told: str
) -> None:
    queue = empty_queues("sqlite")
    two_versions(queue)
    with queue.write() as tx:
        tx.execute(alter(tx))
    assert any(told in flaw and "beside the log" in flaw for flaw in flaws(queue))
    queue.close()


def test_versions_come_and_go_with_their_events(empty_queues: Callable[[str], Database]) -> None:
    queue = empty_queues("sqlite")
    two_versions(queue)
    with queue.write() as tx:
        row = dict(tx.execute(select(version).where(version.c.number == 2)).one()._mapping)
        tx.execute(delete(version).where(version.c.number == 2))
    assert flaws(queue) == ["Version 2 of article 1 is in the log, and no longer in the queue."]
    with queue.write() as tx:
        tx.execute(insert(version).values({**row, "number": 3}))
    assert "Version 3 of article 1 has no event: it was added beside the log." in flaws(queue)
    queue.close()
