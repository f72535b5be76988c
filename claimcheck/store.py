"""A bounded store of results on disk: what was computed once is not computed again.

One SQLite file in the user's cache folder, readable by the user alone, for it holds words of drafts. Several processes may
use it at once. A store that cannot be used (no room, no permission, damaged) is an empty one: it never stops the work.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

#: Bytes of values that are kept; beyond it the least recently used go.
LIMIT = 200_000_000
#: After a clearing-out this share of the limit is left, so that not every write has to clear out.
_LEFT = 0.8
#: Seconds to wait for another process that writes. Longer is not worth it: then it is computed again.
_PATIENCE = 2.0
#: Seconds after which a use is noted again: reading should not write.
_NOTED = 86_400
#: SQLite takes 999 parameters in older builds.
_AT_ONCE = 500

_TABLE = """
    create table if not exists kept (
        kind text not null, key text not null, value blob not null, used integer not null, primary key (kind, key)
    ) without rowid
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: `size` in bytes, by kind the number of values."""

    path: Path
    size: int
    entries: Mapping[str, int]


def default_path() -> Path:
    """Where the store lies: below `CLAIMCHECK_CACHE`, or in the user's cache folder."""
    chosen = os.environ.get("CLAIMCHECK_CACHE")
    folder = Path(chosen) if chosen else platformdirs.user_cache_path("claimcheck", appauthor=False)
    return folder / "kept.sqlite"


class Store:
    """Values by kind and key. `limit`: bytes of values, compressed, after which the least recently used are dropped."""

    def __init__(self, path: Path | None = None, *, limit: int = LIMIT):
        self.path = path or default_path()
        self.limit = limit

    def get(self, kind: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The values that are there, by key."""
        found: dict[str, bytes] = {}
        with self._open(make=False) as connection:
            if connection is None:
                return {}
            old: list[str] = []
            now = int(time.time())
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"select key, value, used from kept where kind = ? and key in ({marks})", (kind, *some))
                for key, value, used in rows:
                    with contextlib.suppress(zlib.error):
                        found[key] = zlib.decompress(value)
                        if now - used > _NOTED:
                            old.append(key)
            if old:
                connection.executemany("update kept set used = ? where kind = ? and key = ?", [(now, kind, key) for key in old])
        return found

    def put(self, kind: str, values: Mapping[str, bytes]) -> None:
        """Keep values; one that is there is replaced."""
        if not values:
            return
        with self._open(make=True) as connection:
            if connection is None:
                return
            now = int(time.time())
            rows = [(kind, key, zlib.compress(value, 6), now) for key, value in values.items()]
            connection.executemany("insert or replace into kept (kind, key, value, used) values (?, ?, ?, ?)", rows)
            self._bound(connection)

    def contents(self) -> Contents:
        """How much the store holds."""
        entries: dict[str, int] = {}
        with self._open(make=False) as connection:
            if connection is not None:
                entries = dict(connection.execute("select kind, count(*) from kept group by kind order by kind"))
        return Contents(self.path, self.path.stat().st_size if self.path.is_file() else 0, entries)

    def clear(self) -> None:
        """Delete the store's file. Raises OSError when it cannot be deleted."""
        for path in (self.path, self.path.with_name(self.path.name + "-journal")):
            path.unlink(missing_ok=True)

    def _bound(self, connection: sqlite3.Connection) -> None:
        size = connection.execute("select coalesce(sum(length(value)), 0) from kept").fetchone()[0]
        if size <= self.limit:
            return
        surplus = size - int(self.limit * _LEFT)
        gone = []
        for kind, key, length in connection.execute("select kind, key, length(value) from kept order by used, kind, key"):
            gone.append((kind, key))
            surplus -= length
            if surplus <= 0:
                break
        connection.executemany("delete from kept where kind = ? and key = ?", gone)

    @contextlib.contextmanager
    def _open(self, *, make: bool) -> Iterator[sqlite3.Connection | None]:
        """A connection in a transaction, or None where there is none to be had. What SQLite cannot do is left undone."""
        connection: sqlite3.Connection | None = None
        try:
            if make:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            if self.path.is_file():
                connection = sqlite3.connect(self.path, timeout=_PATIENCE)
                connection.execute("pragma secure_delete = on")  # what is dropped from here was part of a draft
                connection.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            connection = None
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                with contextlib.suppress(OSError):  # not a database, or a damaged one: the next run begins anew
                    self.clear()
        try:
            with contextlib.suppress(sqlite3.Error):
                if connection is None:
                    yield None
                else:
                    with connection:
                        yield connection
        finally:
            if connection is not None:
                connection.close()
