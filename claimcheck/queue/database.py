"""The database: one SQLite file, or PostgreSQL, with the same code above it.

A change is one transaction, and what was done is written into the log at its very end, inside it: there is no change without
its event, and no event without its change.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, Row, create_engine, event, text
from sqlalchemy.engine import URL, CursorResult, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.sql import Executable

from claimcheck.errors import QueueConflict, QueueError
from claimcheck.queue import audit

#: Seconds to wait for another that writes.
PATIENCE = 30.0
_BUSY = "Others are writing to the queue: try again in a moment."
#: Seconds after which PostgreSQL breaks a statement off.
_STATEMENT_SECONDS = 60


class Transaction:
    """A connection inside a transaction, and the events that it will leave in the log."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.events: list[audit.Event] = []

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.connection.dialect.name

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Carry out a statement."""
        return self.connection.execute(statement, parameters)

    def rows(self, statement: Executable) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return self.connection.execute(statement).all()

    def first(self, statement: Executable) -> Row[Any] | None:
        """The first row of a query, if any."""
        return self.connection.execute(statement).first()

    def log(self, happened: audit.Event) -> None:
        """Note what was done. It is written at the end of the transaction."""
        self.events.append(happened)


class Database:
    """The queue's database. `read` and `write` are the only ways into it."""

    def __init__(self, engine: Engine, name: str):
        self.engine = engine
        self.name = name  # as the user may see it: without a password
        self.listeners: list[Callable[[Sequence[audit.Event]], None]] = []  # told what was done, once it is committed
        self._writing = threading.Lock() if engine.dialect.name == "sqlite" else None

    @contextlib.contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One writer of this process at a time, in the order in which they came: SQLite lets one write, and whoever it makes wait asks
        again ever more rarely, so that some would wait a second for what takes milliseconds."""
        if self._writing is None:
            yield
            return
        if not self._writing.acquire(timeout=PATIENCE):
            raise QueueConflict(_BUSY)
        try:
            yield
        finally:
            self._writing.release()

    @contextlib.contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that changes nothing. Raises QueueError where the database cannot be used."""
        with _told(self.name), self.engine.connect() as connection, connection.begin():
            yield Transaction(connection)

    @contextlib.contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction with its events: all of it happens, or nothing. Raises QueueError and what the caller's code raises."""
        writes = self.engine.execution_options(claimcheck_write=True)
        with _told(self.name), self._in_turn(), writes.connect() as connection, connection.begin():
            transaction = Transaction(connection)
            yield transaction
            if transaction.events:
                audit.append(connection, transaction.events)
        for tell in self.listeners:
            tell(transaction.events)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """A transaction that changes nothing and sees one moment, however long it takes: others go on writing meanwhile."""
        with _told(self.name), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("set local statement_timeout = 0"))
                yield Transaction(connection)

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Transaction]:
        """A transaction that may make, alter, fill and drop tables: all of it happens, or nothing.

        SQLite alters a table by copying it and dropping the old one, at which references to it must not count: they are asked at the end.
        """
        with _told(self.name), self.engine.connect().execution_options(claimcheck_write=True) as connection:
            lite = connection.dialect.name == "sqlite"
            if lite:  # before the transaction begins: inside one, it has no effect
                _pragma(connection, "foreign_keys = off")
            try:
                with connection.begin():
                    if not lite:
                        connection.execute(text("set local statement_timeout = 0"))
                        connection.execute(text("set local idle_in_transaction_session_timeout = 0"))
                    transaction = Transaction(connection)
                    yield transaction
                    if transaction.events:
                        audit.append(connection, transaction.events)
                    if lite and connection.exec_driver_sql("pragma foreign_key_check").first():
                        raise QueueError(f"References between the tables of {self.name} would be broken: nothing was changed.")
            finally:
                if lite:
                    _pragma(connection, "foreign_keys = on")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def default_url() -> str:
    """Where the queue is: `CLAIMCHECK_QUEUE` (a URL, or a file), or queue.sqlite in the user's data folder."""
    chosen = os.environ.get("CLAIMCHECK_QUEUE")
    return chosen or str(platformdirs.user_data_path("claimcheck", appauthor=False) / "queue.sqlite")


def opened(where: str | None = None, *, make: bool = False, migrate: bool = True) -> Database:
    """Open a queue: a file, or a URL of PostgreSQL. `make`: a file that is not there is made. `migrate`: an empty database gets its
    tables; one of an older version is only brought up to date by `claimcheck queue migrate`, so that it can be backed up first.

    Raises QueueError.
    """
    url = _url(where or default_url())
    database = Database(_engine(url, make), url.render_as_string(hide_password=True) if url.drivername != "sqlite" else str(url.database))
    if migrate:
        from claimcheck.queue.migrating import prepared

        prepared(database)
    return database


def _url(where: str) -> URL:
    if "://" not in where:
        return URL.create("sqlite", database=where)
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise QueueError("The queue's address cannot be read: write it as postgresql://user@host/name, or name a file.") from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        if not url.database:
            raise QueueError("The queue's address names no file: write it as sqlite:///queue.sqlite.")
        return URL.create("sqlite", database=url.database)
    if kind not in ("postgresql", "postgres"):
        raise QueueError(f"A queue is a SQLite file or a PostgreSQL database, not {kind}.")
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL, make: bool) -> Engine:
    if url.drivername == "sqlite":
        _file(Path(str(url.database)), make)
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": PATIENCE}, pool_size=8, max_overflow=40)
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begins)
        return engine
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise QueueError("PostgreSQL needs psycopg: pip install 'claimcheck-desk[team]'.") from None
    options = f"-c statement_timeout={_STATEMENT_SECONDS}s -c idle_in_transaction_session_timeout={_STATEMENT_SECONDS}s -c timezone=UTC"
    return create_engine(
        url,
        hide_parameters=True,  # they are words of drafts
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=40,
        connect_args={"options": options, "connect_timeout": 10},
    )


def _file(path: Path, make: bool) -> None:
    """The file, readable by its owner alone: it holds drafts. Raises QueueError where there is none and none is to be made."""
    if path.is_dir():
        raise QueueError(f"{path} is a folder: name a file.")
    if not path.exists():
        if not make:
            raise QueueError(f"There is no queue at {path}: `claimcheck queue add ARTICLE` makes one.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise QueueError(f"{path} cannot be made ({error.strerror}): name another file.") from None


def _sqlite_connected(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own
    for pragma in ("foreign_keys = on", "journal_mode = wal", "synchronous = full", "secure_delete = on"):
        connection.execute(f"pragma {pragma}").close()


def _pragma(connection: Connection, setting: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"pragma {setting}").close()


def _sqlite_begins(connection: Connection) -> None:
    # A transaction that reads first and writes then could find that another wrote in between; so writers begin as writers.
    writes = connection.get_execution_options().get("claimcheck_write")
    connection.exec_driver_sql("begin immediate" if writes else "begin")


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """The database's complaints as sentences. The driver's own texts may hold words of drafts and are not repeated."""
    try:
        yield
    except OperationalError as error:
        kind = str(error.orig)
        if "locked" in kind or "busy" in kind:
            raise QueueConflict(_BUSY) from None
        if "readonly" in kind or "read-only" in kind:
            raise QueueError(f"The queue at {name} cannot be written: it is read-only.") from None
        if "deadlock" in kind or "serialize" in kind:
            raise QueueConflict("Somebody else changed this at the same time: try again.") from None
        if "full" in kind:
            raise QueueError(f"There is no room for the queue at {name}: make some.") from None
        raise QueueError(
            f"The queue at {name} cannot be reached or used ({type(error.orig).__name__}): is it running, and yours?"
        ) from None
    except DBAPIError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise QueueError(f"{name} is no queue, or damaged: restore a backup with `claimcheck queue restore`.") from None
        if type(error.orig).__name__ in ("SerializationFailure", "DeadlockDetected", "LockNotAvailable"):
            raise QueueConflict("Somebody else changed this at the same time: try again.") from None
        raise


def ping(database: Database) -> None:
    """Ask the database for a sign of life. Raises QueueError."""
    with database.read() as transaction:
        transaction.execute(text("select 1"))
