"""Backups: one file with every table, the same whichever database it is of, so that a desk can move from SQLite to PostgreSQL.

The file is gzip over lines of JSON: a header; for each table a line with its columns, a line for each row and a line that counts
them; at the end a checksum over all lines before. What only a running server needs (who is signed in, attempts, answers kept for
repeated requests) is left out: after a restore people sign in anew.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sqlalchemy import MetaData, Table, bindparam, delete, func, insert, inspect, select, update
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from claimcheck.errors import QueueError
from claimcheck.queue import audit, migrating
from claimcheck.queue.actor import Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database, Transaction, opened
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import metadata

Json = dict[str, Any]

FORMAT = 1
#: Tables of what only a running server needs.
PASSING = frozenset({"attempt", "device", "idempotency", "session", "ticket"})
#: Rows that are written at once.
_AT_ONCE = 500
#: The longest line that is read: a report of the largest article, with room.
_LONGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup. `rows` by table; `head`: where its log ends."""

    path: Path
    version: str
    at: str
    rows: dict[str, int]
    head: audit.Head


def back_up(database: Database, path: Path, actor: Actor, *, now: datetime) -> Backup:
    """Write a backup, of one moment, while others go on working. The file is readable by its owner alone and takes its place whole, or not
    at all. Raises QueueError."""
    version = migrating.current(database)
    if version is None:
        raise QueueError(f"There is no queue at {database.name}.")
    if version not in migrating.versions():
        raise QueueError(migrating.mismatch(database, version))
    url = database.engine.url
    if url.drivername == "sqlite" and path.resolve() == Path(str(url.database)).resolve():
        raise QueueError(f"{path} is the queue itself: choose another file.")
    with _replacing(path) as stream, database.snapshot() as tx:
        rows = _write(stream, tx, version, now)
        head = audit.head(tx.connection)
    found = Backup(path, version, stamp(now), rows, head)
    if version == migrating.newest():
        with database.write() as tx:
            tx.log(Event(now, actor, "queue.backed-up", "queue", after={"head": str(head), "rows": sum(rows.values())}))
    return found


def restore(database: Database, path: Path, actor: Actor, *, now: datetime, replace: bool = False, flawed: bool = False) -> Backup:
    """Fill a database from a backup, and bring it up to date. All of it happens, or nothing.

    `replace`: what is there is lost. `flawed`: a log that is not intact is taken all the same. Raises QueueError.
    """
    with _reading(path) as lines:
        header = _header(path, lines)
        version = header["version"]
        if version not in migrating.versions():
            raise QueueError(f"{path} is of a newer version than this claimcheck: upgrade claimcheck.")
        with database.rebuild() as tx:
            _emptied(database, tx, replace)
            migrating.migrate_in(tx, version)
            rows = _read(path, lines, tx, header["tables"])
            flaws = [] if flawed else list(audit.flaws(tx.connection))
            if flaws:
                raise QueueError(f"The log in {path} is not intact ({flaws[0].reason}): restore another backup, or this one with --flawed.")
            head = audit.head(tx.connection)
            migrating.migrate_in(tx, migrating.HEAD)
            tx.log(Event(now, actor, "queue.restored", "queue", after={"head": str(head), "made": header["at"], "version": version}))
    return Backup(path, version, header["at"], rows, head)


def opened_for_restore(where: str | None, *, replace: bool) -> Database:
    """The database that is to be filled; a file is made. With `replace`, a file that is no database any more is put aside. Raises QueueError."""
    database = opened(where, make=True, migrate=False)
    try:
        migrating.current(database)
    except QueueError:
        url = database.engine.url
        database.close()
        if not replace or url.drivername != "sqlite":
            raise
        damaged = Path(str(url.database))
        try:
            for ending in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    os.replace(f"{damaged}{ending}", f"{damaged}.damaged{ending}")
        except OSError as error:
            raise QueueError(f"{damaged} cannot be put aside ({error.strerror}): name another file.") from None
        database = opened(where, make=True, migrate=False)
    return database


# --- writing ---


def _write(stream: IO[bytes], tx: Transaction, version: str, now: datetime) -> dict[str, int]:
    checksum = sha256()
    tables = _tables(tx)

    def write(value: Any) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        checksum.update(line)
        packed.write(line)

    rows: dict[str, int] = {}
    # No file name and no time in the header of gzip: the same content is the same file.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
        write({"claimcheck_queue": FORMAT, "version": version, "at": stamp(now), "tables": [table.name for table in tables]})
        for table in tables:
            write({"table": table.name, "columns": [column.name for column in table.c]})
            rows[table.name] = 0
            found = tx.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE))
            for row in found:
                write([_packed(value) for value in row])
                rows[table.name] += 1
            write({"rows": rows[table.name]})
        packed.write(json.dumps({"sha256": checksum.hexdigest()}).encode() + b"\n")
    return rows


def _tables(tx: Transaction) -> list[Table]:
    """The tables as they are there, in the order in which they can be filled. They may be of an older version than this program."""
    there = MetaData()
    names = set(inspect(tx.connection).get_table_names()) - PASSING - {migrating.VERSION_TABLE}
    there.reflect(tx.connection, only=sorted(names & set(metadata.tables)), resolve_fks=False)
    known = [table.name for table in metadata.sorted_tables]
    return sorted(there.tables.values(), key=lambda table: known.index(table.name))


def _packed(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place at the end, if all went well; until then, and after, only its owner may read it."""
    try:
        if path.exists() and not path.is_file():
            raise QueueError(f"{path} is no file: name one for the backup.")
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)  # made with 0600
    except OSError as error:
        raise QueueError(f"{path} cannot be written ({error.strerror}): choose another file.") from None
    try:
        with open(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except OSError as error:
        raise QueueError(f"{path} cannot be written ({error.strerror}): make room, or choose another file.") from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)


# --- reading ---


class _Lines:
    """The lines of a backup, with the checksum of those that were read. Raises QueueError where the file is cut off or damaged."""

    def __init__(self, path: Path, stream: gzip.GzipFile):
        self._path = path
        self._stream = stream
        self._checksum = sha256()

    def next(self) -> Any:
        try:
            line = self._stream.readline(_LONGEST)
            value = json.loads(line) if line.endswith(b"\n") else None
        except (OSError, EOFError, zlib.error, ValueError, RecursionError):
            value = None
        if value is None:
            raise _damaged(self._path)
        if isinstance(value, dict) and set(value) == {"sha256"}:
            if value["sha256"] != self._checksum.hexdigest():
                raise _damaged(self._path)
        self._checksum.update(line)
        return value

    def ended(self) -> bool:
        """Whether nothing follows."""
        try:
            return self._stream.read(1) == b""
        except (OSError, EOFError, zlib.error):
            return False


def _damaged(path: Path) -> QueueError:
    return QueueError(f"{path} is no backup of a queue, or damaged or cut off: use another one.")


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[_Lines]:
    try:
        stream = gzip.open(path, "rb")
    except OSError as error:
        raise QueueError(f"{path} cannot be read ({error.strerror}).") from None
    with stream:
        yield _Lines(path, stream)


def _header(path: Path, lines: _Lines) -> Json:
    header = lines.next()
    if not isinstance(header, dict) or not isinstance(header.get("claimcheck_queue"), int):
        raise _damaged(path)
    if header["claimcheck_queue"] != FORMAT:
        raise QueueError(f"{path} is a backup of another form than this claimcheck reads: upgrade claimcheck.")
    tables = header.get("tables")
    if not (isinstance(header.get("version"), str) and isinstance(header.get("at"), str) and isinstance(tables, list)):
        raise _damaged(path)
    if len(set(map(str, tables))) < len(tables):
        raise _damaged(path)
    return header


def _emptied(database: Database, tx: Transaction, replace: bool) -> None:
    names = set(inspect(tx.connection).get_table_names()) - {migrating.VERSION_TABLE}
    if not names:
        return
    if not names <= set(metadata.tables):
        raise QueueError(f"{database.name} holds tables of something else: name a database of its own.")
    if not replace and ("chain" not in names or audit.head(tx.connection).seq > 0):  # a queue in which nothing was ever done is empty
        raise QueueError(f"There is a queue at {database.name} already: name another database, or --replace to lose what is in it.")
    migrating.migrate_in(tx, migrating.BASE)


def _read(path: Path, lines: _Lines, tx: Transaction, names: list[str]) -> dict[str, int]:
    """Fill the tables. A reference of a table to itself may point ahead, so these are set when all rows are there."""
    tables = {table.name: table for table in _tables(tx)}
    if set(names) != set(tables):
        raise _damaged(path)
    tx.execute(delete(tables["chain"]))
    rows: dict[str, int] = {}
    for name in names:
        table, start = tables[name], lines.next()
        columns = start.get("columns") if isinstance(start, dict) and start.get("table") == name else None
        if columns != [column.name for column in table.c]:
            raise _damaged(path)
        rows[name] = _fill(path, lines, tx, table)
    end = lines.next()
    if not isinstance(end, dict) or set(end) != {"sha256"} or rows["chain"] != 1 or not lines.ended():
        raise _damaged(path)
    return rows


def _fill(path: Path, lines: _Lines, tx: Transaction, table: Table) -> int:
    columns = [column.name for column in table.c]
    own = [column.name for column in table.c if any(key.column.table is table for key in column.foreign_keys)]
    batch: list[Json] = []
    later: list[Json] = []
    count = 0
    while isinstance(row := lines.next(), list):
        if len(row) != len(columns):
            raise _damaged(path)
        values = {name: _unpacked(path, value) for name, value in zip(columns, row, strict=True)}
        for name in own:
            if values[name] is not None:
                later.append({"of": values["id"], "name": name, "value": values[name]})
                values[name] = None
        batch.append(values)
        count += 1
        if len(batch) == _AT_ONCE:
            _insert(path, tx, table, batch)
            batch = []
    if not isinstance(row, dict) or row.get("rows") != count:
        raise _damaged(path)
    _insert(path, tx, table, batch)
    for name in own:
        pairs = [{"of": pair["of"], "to": pair["value"]} for pair in later if pair["name"] == name]
        if pairs:
            tx.execute(update(table).where(table.c.id == bindparam("of")).values({name: bindparam("to")}), pairs)
    _count_on(tx, table)
    return count


def _insert(path: Path, tx: Transaction, table: Table, batch: list[Json]) -> None:
    if not batch:
        return
    try:
        tx.execute(insert(table), batch)
    except (DataError, IntegrityError, StatementError, ValueError, TypeError):
        raise QueueError(f"{path} holds rows of the table {table.name} that contradict each other: use another backup.") from None


def _unpacked(path: Path, value: Any) -> Any:
    if isinstance(value, dict):
        try:
            return base64.b64decode(value["base64"], validate=True)
        except (KeyError, TypeError, ValueError):
            raise _damaged(path) from None
    if isinstance(value, list):
        raise _damaged(path)
    return value


def _count_on(tx: Transaction, table: Table) -> None:
    """PostgreSQL counts ids by itself, and has to know the last. SQLite looks."""
    if tx.dialect != "postgresql" or "id" not in table.c:
        return
    sequence = tx.execute(select(func.pg_get_serial_sequence(f'"{table.name}"', "id"))).scalar_one()
    last = tx.execute(select(func.max(table.c.id))).scalar_one()
    if sequence and last is not None:
        tx.execute(select(func.setval(sequence, last)))
