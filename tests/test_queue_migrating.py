"""Versions of the queue's tables: forward and back with everything in them, whole or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from claimcheck.errors import QueueError
from claimcheck.queue import audit, decisions, listing, migrating, verifying
from claimcheck.queue.actor import local
from claimcheck.queue.database import Database, opened
from claimcheck.queue.tables import article, decision, item, metadata
from tests.queue_articles import filled
from tests.queue_databases import NOW, where

ADA = local("Ada")
Make = Callable[[str], Database]

OLDEST, *_ = reversed(migrating.versions())
NEWEST = migrating.newest()


def shape(queue: Database) -> dict[str, Any]:
    """Tables with their columns, indexes and triggers, as the database itself tells them."""
    with queue.read() as tx:
        if tx.dialect == "sqlite":
            rows = tx.rows(text("select type, name, sql from sqlite_master order by type, name"))
            return {f"{row.type} {row.name}": row.sql for row in rows}
        found = inspect(tx.connection)
        tables = {name: [str(column) for column in found.get_columns(name)] for name in sorted(found.get_table_names())}
        triggers = tx.rows(text("select tgname from pg_trigger where not tgisinternal order by tgname"))
        return {**tables, "triggers": [row.tgname for row in triggers]}


def content(queue: Database) -> dict[str, list[Any]]:
    with queue.read() as tx:
        return {
            table.name: [tuple(row) for row in tx.rows(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
            if table.name not in ("audit", "chain")
        }


def lived_in(queue: Database) -> audit.Head:
    actor, _, ids = filled(queue, 8)
    with queue.write() as tx:
        decisions.decide(tx, actor, ids[2], "false", note="ÜBER", links=["https://example.org"], now=NOW)
        decisions.dismiss(tx, actor, ids[3], "an opinion", now=NOW)
    with queue.read() as tx:
        return audit.head(tx.connection)


# -- equal ----------------------------------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_that_the_program_works_with(queue: Database) -> None:
    with queue.read() as tx:
        # Alembic takes an empty text for another default than the one that SQLite tells.
        options = {"compare_type": True, "compare_server_default": tx.dialect == "postgresql"}
        context = MigrationContext.configure(tx.connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_there_is_one_line_of_versions() -> None:
    found = migrating.versions()
    assert found == sorted(found, reverse=True)
    assert found[-1] == "0001"


def test_names_of_files_begin_with_their_versions() -> None:
    folder = Path(migrating.__file__).parent / "migrations" / "versions"
    names = sorted(path.name[1:5] for path in folder.glob("v*.py"))
    assert names == sorted(migrating.versions())


# -- forward and back -------------------------------------------------------------------------------------------------


def test_back_and_forward_everything_is_as_it_was(queue: Database) -> None:
    head = lived_in(queue)
    before, made = content(queue), shape(queue)
    assert migrating.migrate(queue, OLDEST, actor=ADA, now=NOW) == (NEWEST, OLDEST)
    assert migrating.current(queue) == OLDEST
    assert "folded" not in str(shape(queue)["item" if "item" in shape(queue) else "table item"])
    assert migrating.migrate(queue, actor=ADA, now=NOW) == (OLDEST, NEWEST)
    after = content(queue)
    assert after == before
    assert sorted(shape(queue)) == sorted(made)
    with queue.snapshot() as tx:
        assert list(audit.flaws(tx.connection, [head])) == []
        assert list(verifying.consistent(tx)) == []
        told = [row for row in audit.events(tx.connection) if row["action"] == "queue.migrated"]
    assert [(json.loads(row["before"]), json.loads(row["after"])) for row in told] == [
        ({"version": NEWEST}, {"version": OLDEST}),
        ({"version": OLDEST}, {"version": NEWEST}),
    ]


def test_one_version_back_and_forward_again(queue: Database) -> None:
    lived_in(queue)
    before = content(queue)
    migrating.migrate(queue, migrating.versions()[1])
    migrating.migrate(queue)
    assert content(queue) == before


def test_work_goes_on_after_it(queue: Database) -> None:
    lived_in(queue)
    migrating.migrate(queue, OLDEST)
    migrating.migrate(queue)
    _, _, ids = filled(queue, 3, desk="sports")
    with queue.write() as tx:
        decisions.decide(tx, ADA, ids[1], "true", now=NOW)
    with queue.read() as tx:
        page = listing.page(tx, ADA, listing.from_query("text=ALDBURY"), now=NOW)
        assert {entry.desk for entry in page.items} == {"main", "sports"}  # what was there before is found like what is new


@pytest.mark.parametrize("statement", ["update audit set actor = 'Eve'", "delete from audit"])
def test_the_log_stays_closed_to_changes(queue: Database, statement: str) -> None:
    lived_in(queue)
    migrating.migrate(queue, OLDEST)
    migrating.migrate(queue)
    with pytest.raises(Exception, match="append-only"), queue.write() as tx:
        tx.execute(text(statement))


def test_references_still_hold_after_it(queue: Database) -> None:
    lived_in(queue)
    migrating.migrate(queue, OLDEST)
    migrating.migrate(queue)
    with pytest.raises(Exception, match=r"(?i)foreign ?key"), queue.write() as tx:
        tx.execute(text("delete from article"))
    with queue.read() as tx:
        assert tx.rows(select(article))
        assert tx.rows(select(decision))


def test_to_where_it_is_changes_nothing(queue: Database) -> None:
    lived_in(queue)
    with queue.read() as tx:
        head = audit.head(tx.connection)
    assert migrating.migrate(queue, now=NOW) == (NEWEST, NEWEST)
    with queue.read() as tx:
        assert audit.head(tx.connection) == head


def test_a_version_that_is_not_there_is_one_sentence(queue: Database) -> None:
    with pytest.raises(QueueError, match="There is no version 0999 of the queue's tables: there are 0001, 0002"):
        migrating.migrate(queue, "0999")


# -- opening --------------------------------------------------------------------------------------------------------


def test_an_older_version_is_not_opened_but_told(queue: Database) -> None:
    migrating.migrate(queue, OLDEST)
    with pytest.raises(QueueError, match="is of an older version: back it up, then run `claimcheck queue migrate`"):
        opened(where(queue))


def test_a_newer_version_is_not_opened_but_told(queue: Database) -> None:
    with queue.write() as tx:
        tx.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(QueueError, match="is of a newer version than this claimcheck: upgrade claimcheck"):
        opened(where(queue))
    with pytest.raises(QueueError, match="newer version than this claimcheck"):
        migrating.migrate(queue, OLDEST)


def test_tables_of_something_else_are_left_alone(tmp_path: Path) -> None:
    other = opened(str(tmp_path / "other.sqlite"), make=True, migrate=False)
    with other.write() as tx:
        tx.execute(text("create table recipes (name text)"))
    with pytest.raises(QueueError, match="holds tables of something else"):
        opened(str(tmp_path / "other.sqlite"))
    with other.read() as tx:
        assert inspect(tx.connection).get_table_names() == ["recipes"]
    other.close()


def together(count: int, call: Callable[[], Any]) -> list[Any]:
    """What so many threads get that call it at the same time; an error where one was raised."""
    barrier, results = threading.Barrier(count), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(call())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_those_who_open_a_new_one_at_the_same_time_wait_for_each_other(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    at = str(tmp_path / "new.sqlite") if kind == "sqlite" else request.getfixturevalue("postgresql_server").database("opened_at_once")
    found = together(6, lambda: opened(at, make=True))
    assert [error for error in found if not isinstance(error, Database)] == []
    with found[0].read() as tx:
        assert len(tx.rows(text("select * from alembic_version"))) == 1
        assert len(tx.rows(text("select * from chain"))) == 1
    for database in found:
        database.close()


def test_those_who_migrate_at_the_same_time_wait_for_each_other(queue: Database) -> None:
    lived_in(queue)
    before = content(queue)
    migrating.migrate(queue, OLDEST)
    found = together(4, lambda: migrating.migrate(queue, actor=ADA, now=NOW))
    assert sorted(found) == [(OLDEST, NEWEST)] + [(NEWEST, NEWEST)] * 3
    assert content(queue) == before
    with queue.read() as tx:
        assert [row["action"] for row in audit.events(tx.connection)].count("queue.migrated") == 1


# -- what fails ---------------------------------------------------------------------------------------------------------

FAILING = """
from alembic import op
import sqlalchemy as sa

revision = "0999"
down_revision = "{newest}"

def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("item") as batch:
        batch.add_column(sa.Column("half", sa.Text))
        batch.create_foreign_key("fk_item_desk", "desk", ["desk_id"], ["id"])
    op.execute("update item set text = 'lost'")
    {end}
"""


def with_version(monkeypatch: pytest.MonkeyPatch, folder: Path, end: str) -> None:
    """One more version, which ends like that."""
    (folder / "v0999_failing.py").write_text(FAILING.format(newest=NEWEST, end=end), encoding="utf-8")
    config = migrating._config

    def more() -> Config:
        found = config()
        own = Path(migrating.__file__).parent / "migrations" / "versions"
        found.set_main_option("version_locations", f"{own}:{folder}")
        return found

    monkeypatch.setattr(migrating, "_config", more)


@pytest.mark.parametrize(
    "end",
    ["raise RuntimeError('it rains')", "op.execute('update item set article_id = 4711')", "op.execute('insert into nowhere values (1)')"],
)
def test_a_migration_that_fails_leaves_everything_as_it_was(
    queue: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    head = lived_in(queue)
    before, made = content(queue), shape(queue)
    with_version(monkeypatch, tmp_path, end)
    with pytest.raises(Exception, match=r"rains|broken|(?i:foreign key)|nowhere|cannot be reached or used"):
        migrating.migrate(queue, actor=ADA, now=NOW)
    assert migrating.current(queue) == NEWEST
    assert shape(queue) == made
    assert content(queue) == before
    with queue.read() as tx:
        assert audit.head(tx.connection) == head
    with queue.write() as tx:  # the connection that it failed on looks at references again
        if tx.dialect == "sqlite":
            assert tx.execute(text("pragma foreign_keys")).scalar_one() == 1
        tx.rows(select(item).limit(1))


def test_rebuilding_a_table_loses_nothing_that_names_it(queue: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite rebuilds a table by dropping it, which would take along what cascades, and fail at what does not."""
    lived_in(queue)
    with queue.read() as tx:
        before = [tuple(row) for row in tx.rows(select(decision))]
    with_version(monkeypatch, tmp_path, "pass")
    assert migrating.migrate(queue)[1] == "0999"
    with queue.read() as tx:
        assert [tuple(row) for row in tx.rows(select(decision))] == before
        assert len(tx.rows(text("select half from item"))) == 8
