"""Backups of the queue: whole, of one moment, the same from either database into either database."""

from __future__ import annotations

import gzip
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from claimcheck.errors import QueueError
from claimcheck.queue import audit, backup, decisions, desks, leases, migrating, people, tickets, tokens, webhooks
from claimcheck.queue.actor import Role, local
from claimcheck.queue.database import Database, opened
from claimcheck.queue.tables import article, item, label, metadata, person, session, token
from tests.queue_articles import filled
from tests.queue_databases import NOW, later

ADA = local("Ada")
Make = Callable[[str], Database]


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, empty_queues: Make) -> Iterator[Database]:
    """A second empty queue, of either kind."""
    found = empty_queues(request.param)
    yield found
    found.close()


def lived_in(queue: Database) -> None:
    """A queue in which something of everything was done."""
    actor, desk, ids = filled(queue, 12)
    with queue.write() as tx:
        bea = people.add(tx, actor, "bea", password="correct horse battery", now=NOW)
        people.set_role(tx, actor, bea.id, desk.id, Role.CHECKER, now=NOW)
        tokens.make(tx, actor, bea.id, "ci “ß”", ["read"], 30, now=NOW)
        tickets.make(tx, actor, bea.id, now=NOW)
        webhooks.add(tx, actor, desk.id, "https://hooks.example.org/a", now=NOW)
        taken = leases.take(tx, actor, desk_id=desk.id, now=NOW)
        assert taken
        decisions.decide(tx, actor, ids[3], "false", note="zwölf \u2028 “x”", links=["https://example.org/1"], now=later(minutes=1))
        decisions.dismiss(tx, actor, ids[4], "an opinion", now=later(minutes=2))
        # a claim that follows a later one, so that a reference points ahead
        tx.execute(update(item).where(item.c.id == ids[0]).values(follows_id=ids[5]))
        tx.execute(insert(label).values([{"item_id": ids[1], "name": name} for name in ("é", "z", "a", "Z")]))


def content(queue: Database) -> dict[str, list[Any]]:
    """All rows of all tables that are in a backup, in order."""
    found = {}
    with queue.read() as tx:
        for table in metadata.sorted_tables:
            if table.name not in backup.PASSING:
                found[table.name] = [tuple(row) for row in tx.rows(select(table).order_by(*table.primary_key.columns))]
    return found


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rewritten(path: Path, change: Callable[[list[Any]], list[Any]]) -> Path:
    """The backup with its lines changed, under a checksum that fits again: as somebody would who knows the format."""
    found = change(lines(path)[:-1])
    body = b"".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in found)
    other = path.with_name("rewritten.jsonl.gz")
    other.write_bytes(gzip.compress(body + json.dumps({"sha256": sha256(body).hexdigest()}).encode() + b"\n"))
    return other


def test_a_backup_is_the_same_after_a_restore_on_either_database(queue: Database, target: Database, tmp_path: Path) -> None:
    lived_in(queue)
    before = content(queue)
    made = backup.back_up(queue, tmp_path / "queue.gz", ADA, now=later(hours=1))
    assert made.rows == {name: len(rows) for name, rows in before.items()}
    found = backup.restore(target, tmp_path / "queue.gz", ADA, now=later(hours=2))
    assert found.rows == made.rows
    after = content(target)
    restored = after["audit"].pop()  # the restore itself is an event
    assert (restored.action if hasattr(restored, "action") else restored[4]) == "queue.restored"
    assert after.pop("chain") != before.pop("chain")
    assert after == before
    with target.read() as tx:
        assert list(audit.flaws(tx.connection, [made.head])) == []


def test_work_goes_on_after_a_restore(queue: Database, target: Database, tmp_path: Path) -> None:
    lived_in(queue)
    backup.back_up(queue, tmp_path / "queue.gz", ADA, now=NOW)
    backup.restore(target, tmp_path / "queue.gz", ADA, now=NOW)
    with target.write() as tx:  # ids go on counting, on PostgreSQL too
        desks.make(tx, ADA, "sports", now=NOW)
        people.add(tx, ADA, "carl", now=NOW)
    actor, _, ids = filled(target, 3, desk="sports")
    with target.write() as tx:
        decisions.decide(tx, actor, ids[1], "true", now=NOW)
    with target.read() as tx:
        assert list(audit.flaws(tx.connection)) == []


def test_what_only_a_running_server_needs_is_not_in_it(queue: Database, tmp_path: Path) -> None:
    lived_in(queue)
    with queue.write() as tx:
        who = tx.execute(select(person.c.id)).scalar_one()
        tx.execute(insert(session).values(hash="s" * 64, person_id=who, created_at="a", seen_at="b", expires_at="c"))
    backup.back_up(queue, tmp_path / "queue.gz", ADA, now=NOW)
    assert b"s" * 64 not in gzip.decompress((tmp_path / "queue.gz").read_bytes())
    assert set(lines(tmp_path / "queue.gz")[0]["tables"]) == set(metadata.tables) - backup.PASSING


def test_only_its_owner_may_read_it_and_it_replaces_an_older_one_whole(queue: Database, tmp_path: Path) -> None:
    filled(queue, 2)
    path = tmp_path / "queue.gz"
    path.write_text("an older one")
    path.chmod(0o644)
    backup.back_up(queue, path, ADA, now=NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["queue.gz"] or all(".part" not in name for name in os.listdir(tmp_path))
    assert lines(path)[0]["claimcheck_queue"] == 1


def test_the_log_says_that_there_was_a_backup(queue: Database, tmp_path: Path) -> None:
    filled(queue, 2)
    made = backup.back_up(queue, tmp_path / "queue.gz", ADA, now=NOW)
    with queue.read() as tx:
        last = audit.events(tx.connection)[-1]
    assert (last["action"], last["actor"]) == ("queue.backed-up", "Ada")
    assert json.loads(last["after"])["head"] == str(made.head)


def test_a_backup_is_of_one_moment(queue: Database, tmp_path: Path) -> None:
    """While others write: what is in the backup hangs together, whenever each table was read."""
    actor, _, ids = filled(queue, 60)
    stop, failures = threading.Event(), []

    def work() -> None:
        try:
            for number in ids[1:]:
                if stop.is_set():
                    return
                with queue.write() as tx:
                    decisions.decide(tx, actor, number, "true", now=NOW)
        except Exception as error:
            failures.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(4):
            path = tmp_path / f"{number}.gz"
            backup.back_up(queue, path, ADA, now=NOW)
            found = lines(path)
            tables: dict[str, list[Any]] = {}
            for line in found[1:-1]:
                if isinstance(line, dict) and "table" in line:
                    rows = tables[line["table"]] = []
                    names = line["columns"]
                elif isinstance(line, list):
                    rows.append(dict(zip(names, line, strict=True)))
            checked = {row["id"] for row in tables["item"] if row["state"] == "checked"}
            assert checked == {row["item_id"] for row in tables["decision"]}
            assert checked == {row["item_id"] for row in tables["audit"] if row["action"] == "item.decided"}
            assert tables["chain"][0]["seq"] == len(tables["audit"])
    finally:
        stop.set()
        worker.join()
    assert failures == []


# -- refusals: a restore happens whole, or not at all ---------------------------------------------------------------


@pytest.fixture(scope="module")
def made_once(empty_queues: Make, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup of a queue that was lived in. Its bytes do not depend on the database that it is of: see the test above."""
    queue = empty_queues("sqlite")
    lived_in(queue)
    path = tmp_path_factory.mktemp("backup") / "queue.gz"
    backup.back_up(queue, path, ADA, now=NOW)
    queue.close()
    return path.read_bytes()


@pytest.fixture
def made(made_once: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "queue.gz"
    path.write_bytes(made_once)
    return path


def refused(target: Database, path: Path, sentence: str, **options: bool) -> bool:
    """Whether a file is refused with that sentence, and nothing is changed by it."""
    before = content(target)
    with pytest.raises(QueueError, match=sentence):
        backup.restore(target, path, ADA, now=NOW, **options)
    return content(target) == before


def test_a_queue_in_use_is_not_overwritten_unless_told_so(made: Path, target: Database) -> None:
    filled(target, 2, desk="another")
    assert refused(target, made, "There is a queue at .* already")
    found = backup.restore(target, made, ADA, now=NOW, replace=True)
    after = content(target)
    assert len(after["item"]) == found.rows["item"] == 12
    assert [row[1] for row in after["desk"]] == ["main"]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(made: Path, empty_queues: Make, share: float) -> None:
    data = made.read_bytes()
    made.write_bytes(data[: int(len(data) * share)])
    target = empty_queues("sqlite")
    assert refused(target, made, "no backup of a queue, or damaged or cut off")
    target.close()


def test_flipped_bits_are_refused(made: Path, empty_queues: Make) -> None:
    data = bytearray(made.read_bytes())
    target = empty_queues("sqlite")
    for place in range(12, len(data) - 8, len(data) // 9):
        data[place] ^= 0x10
        made.write_bytes(data)
        assert refused(target, made, "damaged|newer version|contradict")
        data[place] ^= 0x10
    target.close()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda found: [{**found[0], "version": "9999"}, *found[1:]], "newer version"),
        (lambda found: [{**found[0], "claimcheck_queue": 2}, *found[1:]], "another form"),
        (lambda found: [{**found[0], "tables": found[0]["tables"][:-1]}, *found[1:]], "damaged"),
        (lambda found: [["what", "is", "this"], *found[1:]], "damaged"),
        (lambda found: found[:1], "damaged"),
        (lambda found: [line for number, line in enumerate(found) if number != 2], "damaged"),
        (lambda found: [line[:-1] if isinstance(line, list) else line for line in found], "damaged"),
        (lambda found: [[{"base64": "%"} for _ in line] if isinstance(line, list) else line for line in found], "damaged"),
        (lambda found: [[[1] for _ in line] if isinstance(line, list) else line for line in found], "damaged"),
        (lambda found: [[None for _ in line] if isinstance(line, list) else line for line in found], "contradict"),
    ],
)
def test_a_file_that_was_rewritten_is_refused(
    made: Path, target: Database, change: Callable[[list[Any]], list[Any]], sentence: str
) -> None:
    assert refused(target, rewritten(made, change), sentence)


def test_a_log_that_was_altered_is_refused_unless_told_so(made: Path, target: Database) -> None:
    def alter(found: list[Any]) -> list[Any]:
        columns = next(line["columns"] for line in found if isinstance(line, dict) and line.get("table") == "audit")
        place = columns.index("actor")
        start = next(number for number, line in enumerate(found) if isinstance(line, dict) and line.get("table") == "audit")
        found[start + 2][place] = "Eve"
        return found

    path = rewritten(made, alter)
    assert refused(target, path, "Event 2 is not as it was written")
    backup.restore(target, path, ADA, now=NOW, flawed=True)
    with target.read() as tx:
        assert [flaw.seq for flaw in audit.flaws(tx.connection)] == [2]


def test_a_text_that_postgresql_cannot_hold_is_one_sentence(made: Path, empty_queues: Make) -> None:
    def alter(found: list[Any]) -> list[Any]:
        return [[f"{cell}\0" if cell == "bea" else cell for cell in line] if isinstance(line, list) else line for line in found]

    target = empty_queues("postgresql")
    assert refused(target, rewritten(made, alter), "table person that contradict")
    target.close()


def test_a_database_of_something_else_is_left_alone(made: Path, tmp_path: Path) -> None:
    other = opened(str(tmp_path / "other.sqlite"), make=True, migrate=False)
    with other.write() as tx:
        tx.execute(text("create table recipes (name text)"))
    with pytest.raises(QueueError, match="tables of something else"):
        backup.restore(other, made, ADA, now=NOW, replace=True)
    other.close()


def test_a_damaged_file_is_put_aside_for_the_restore(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(QueueError, match="is no queue, or damaged"):
        backup.opened_for_restore(str(path), replace=False)
    database = backup.opened_for_restore(str(path), replace=True)
    backup.restore(database, made, ADA, now=NOW, replace=True)
    with database.read() as tx:
        assert tx.rows(select(article))
        assert tx.rows(select(token))
    database.close()
    assert (tmp_path / "queue.sqlite.damaged").read_bytes().startswith(b"this is no database")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["missing/queue.gz", "."])
def test_where_nothing_can_be_written_is_one_sentence(queue: Database, tmp_path: Path, name: str) -> None:
    with pytest.raises(QueueError, match="choose another file|is no file"):
        backup.back_up(queue, tmp_path / name, ADA, now=NOW)


def test_the_queue_itself_is_not_overwritten_by_its_backup(empty_queues: Make) -> None:
    queue = empty_queues("sqlite")
    path = Path(str(queue.engine.url.database))
    with pytest.raises(QueueError, match="is the queue itself"):
        backup.back_up(queue, path, ADA, now=NOW)
    queue.close()


def test_the_same_queue_has_the_same_backup(queue: Database, made: Path, tmp_path: Path) -> None:
    """Whichever database it is in: but for the line in the log that says when it came here."""
    backup.restore(queue, made, ADA, now=NOW)
    backup.back_up(queue, tmp_path / "again.gz", ADA, now=NOW)
    first, second = ([json.dumps(line) for line in lines(path)] for path in (made, tmp_path / "again.gz"))
    assert len(second) == len(first) + 1
    differing = set(second) - set(first)
    assert len(differing) == 4  # the event, the end of the chain, the number of events, the checksum


def test_a_backup_of_a_queue_of_an_older_version_is_restored_and_brought_up_to_date(
    queue: Database, target: Database, tmp_path: Path
) -> None:
    lived_in(queue)
    older = migrating.versions()[-1]
    migrating.migrate(queue, older)
    made = backup.back_up(queue, tmp_path / "old.gz", ADA, now=NOW)
    assert made.version == older
    backup.restore(target, tmp_path / "old.gz", ADA, now=NOW)
    assert migrating.current(target) == migrating.newest()
    with target.read() as tx:
        assert list(audit.flaws(tx.connection, [made.head])) == []
        assert len(tx.rows(select(item))) == made.rows["item"]
