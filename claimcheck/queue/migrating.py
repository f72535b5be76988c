"""Bringing a database to the tables that this version of the queue works with, and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from claimcheck.errors import QueueError
from claimcheck.queue.actor import SYSTEM, Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database, Transaction

HEAD, BASE = "head", "base"
#: Where Alembic keeps the version.
VERSION_TABLE = "alembic_version"
#: The number of PostgreSQL's lock under which tables are changed: any that nobody else takes.
_LOCK = 4891072335521


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def current(database: Database) -> str | None:
    """The version of the tables; None where there are none. Raises QueueError."""
    with database.read() as transaction:
        return MigrationContext.configure(transaction.connection).get_current_revision()


def newest() -> str:
    """The version that this claimcheck works with."""
    found = _scripts().get_current_head()
    assert found is not None
    return found


def prepared(database: Database) -> None:
    """Give an empty database its tables. Raises QueueError where it has others, or those of another version."""
    version = current(database)
    if version is None and _others(database):
        version = current(database)  # somebody else may have made the tables between the two looks
        if version is None:
            raise QueueError(f"{database.name} holds tables of something else: name a database of its own.")
    if version is None:
        migrate(database, HEAD)
    elif version != newest():
        raise QueueError(mismatch(database, version))


def mismatch(database: Database, version: str) -> str:
    """The sentence about tables that are not those of this claimcheck."""
    if version in versions():
        return f"The queue at {database.name} is of an older version: back it up, then run `claimcheck queue migrate`."
    return f"The queue at {database.name} is of a newer version than this claimcheck: upgrade claimcheck."


def versions() -> list[str]:
    """The versions that this claimcheck knows, the newest first."""
    return [script.revision for script in _scripts().walk_revisions()]


def _others(database: Database) -> list[str]:
    with database.read() as transaction:
        return [name for name in inspect(transaction.connection).get_table_names() if name != VERSION_TABLE]


def migrate(database: Database, target: str = HEAD, *, actor: Actor = SYSTEM, now: datetime | None = None) -> tuple[str | None, str]:
    """Bring the tables to a version ("head": the newest), forward or back, in one transaction. Two at once wait for each other.

    Returns the version before and the one after. With `now`, the log says who did it when the queue was not new. Raises QueueError.
    """
    with database.rebuild() as transaction:
        before, after = migrate_in(transaction, target)
        if now is not None and before not in (None, after):
            told = ({"version": before}, {"version": after})
            transaction.log(Event(now, actor, "queue.migrated", "queue", before=told[0], after=told[1]))
        return before, after


def migrate_in(transaction: Transaction, target: str) -> tuple[str | None, str]:
    """As `migrate`, inside a transaction that `Database.rebuild` gave. `BASE`: no tables at all."""
    connection = transaction.connection
    if transaction.dialect == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    version = MigrationContext.configure(connection).get_current_revision()
    known = versions()
    goal = known[0] if target == HEAD else target
    if goal not in known and goal != BASE:
        raise QueueError(f"There is no version {target} of the queue's tables: there are {', '.join(reversed(known))}.")
    if version is not None and version not in known:
        raise QueueError("The queue's tables are of a newer version than this claimcheck: upgrade claimcheck.")
    if version == goal or (version is None and goal == BASE):
        return version, goal
    back = goal == BASE or (version is not None and known.index(version) < known.index(goal))
    config = _config()
    config.attributes["connection"] = connection
    (command.downgrade if back else command.upgrade)(config, goal)
    return version, goal
