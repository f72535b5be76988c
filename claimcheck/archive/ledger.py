"""The archive: one SQLite file of earlier fact-checks and claims, with an index of their words (FTS5).

It lies in the user's data folder, readable by the user alone, for it may hold claims of drafts. Words are indexed as `tokens` reads
them, so that FTS5 splits at spaces only; column weights and the ranking are the matter of `claimcheck.lookup.matching`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs

from claimcheck.archive.entry import Entry, Left
from claimcheck.archive.tokens import keys
from claimcheck.errors import ArchiveError

#: "ccar": tells an archive from other SQLite files. The version is that of the tables and of the tokens.
_APPLICATION, _VERSION = 0x63636172, 1
#: Seconds to wait for another process that writes.
_PATIENCE = 10.0
#: SQLite takes 999 parameters in older builds.
_AT_ONCE = 500

_FIELDS = tuple(field.name for field in fields(Entry))
_INDEXED = ("claim", "title", "body", "speaker")
_TABLES = f"""
    create table entry (number integer primary key, entry_id text not null unique, {", ".join(f"{name} text" for name in _FIELDS)});
    create index entry_origin on entry (origin_sha256);
    create index entry_stated on entry (stated);
    create index entry_reviewed on entry (reviewed);
    create table vector (number integer not null, model text not null, value blob not null, primary key (number, model)) without rowid;
    create virtual table words using fts5 (
        {", ".join(_INDEXED)}, detail = column, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    );
    create virtual table vocabulary using fts5vocab (words, col);
    create table frequency (word text primary key, entries integer not null) without rowid;
    pragma application_id = {_APPLICATION};
    pragma user_version = {_VERSION};
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the entries of an import; `left` could not be taken over, with place and reason."""

    new: int = 0
    changed: int = 0
    known: int = 0
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds. `size` in bytes; the counts are sorted by their names."""

    path: Path
    size: int
    kinds: Mapping[str, int]
    publishers: Mapping[str, int]
    languages: Mapping[str, int]
    origins: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that shares words with a query: its number in the archive, its claim, who said it and when, the tokens of its fields,
    BM25 as FTS5 counts it."""

    number: int
    entry_id: str
    text: str
    said_by: str | None
    stated: str | None
    reviewed: str | None
    claim: str
    title: str
    body: str
    speaker: str
    bm25: float


def default_path() -> Path:
    """Where the archive lies: at `CLAIMCHECK_ARCHIVE`, or in the user's data folder."""
    chosen = os.environ.get("CLAIMCHECK_ARCHIVE")
    return Path(chosen) if chosen else platformdirs.user_data_path("claimcheck", appauthor=False) / "archive.sqlite"


class Archive:
    """An open archive. Use `opened`; every method raises ArchiveError when the file is damaged or another process holds it."""

    def __init__(self, path: Path, connection: sqlite3.Connection):
        self.path = path
        self._connection = connection

    # -- taking in and giving away ----------------------------------------------------------------------------------

    def add(self, items: Iterable[Entry | Left]) -> Added:
        """Take entries in, all or none. One that is there is brought up to date: what it now lacks stays as it was."""
        new = changed = known = 0
        left: list[Left] = []
        with self._connection:
            for item in items:
                if isinstance(item, Left):
                    left.append(item)
                    continue
                entry_id = item.entry_id
                row = self._connection.execute("select * from entry where entry_id = ?", (entry_id,)).fetchone()
                if row is None:
                    marks = ", ".join("?" * (len(_FIELDS) + 1))
                    cursor = self._connection.execute(
                        f"insert into entry (entry_id, {', '.join(_FIELDS)}) values ({marks})", (entry_id, *_values(item))
                    )
                    self._index(cursor.lastrowid, item)
                    new += 1
                    continue
                before = _entry(row)
                after = _updated(before, item)
                if replace(after, origin=before.origin, origin_sha256=before.origin_sha256) == before:
                    known += 1
                    continue
                self._connection.execute(
                    f"update entry set {', '.join(f'{name} = ?' for name in _FIELDS)} where number = ?", (*_values(after), row["number"])
                )
                self._forget([row["number"]])
                self._index(row["number"], after)
                changed += 1
            if new or changed:
                self._count()
        return Added(new, changed, known, tuple(left))

    def remove(self, entry_ids: Sequence[str]) -> int:
        """Take entries out by their ids; how many were there."""
        numbers = []
        for some in _some(sorted(set(entry_ids))):
            rows = self._connection.execute(f"select number from entry where entry_id in ({_marks(some)})", some)
            numbers += [row["number"] for row in rows]
        with self._connection:
            for part in _some(numbers):
                self._connection.execute(f"delete from entry where number in ({_marks(part)})", part)
            self._forget(numbers)
            self._count()
        self._compact()
        return len(numbers)

    def from_origin(self, name: str) -> list[str]:
        """The ids of the entries that last came from a file of that name, or with that checksum."""
        rows = self._connection.execute("select entry_id from entry where origin = ? or origin_sha256 = ? order by entry_id", (name, name))
        return [row["entry_id"] for row in rows]

    # -- what is there ----------------------------------------------------------------------------------------------

    def entries(self, limit: int | None = None) -> Iterator[Entry]:
        """The entries, those reviewed last first."""
        rows = self._connection.execute(
            "select * from entry order by coalesce(reviewed, stated, '') desc, entry_id limit ?", (-1 if limit is None else limit,)
        )
        return (_entry(row) for row in rows)

    def by_number(self, numbers: Sequence[int]) -> dict[int, Entry]:
        found = {}
        for some in _some(list(numbers)):
            rows = self._connection.execute(f"select * from entry where number in ({_marks(some)})", some)
            found.update({row["number"]: _entry(row) for row in rows})
        return found

    def contents(self) -> Contents:
        def counts(column: str) -> dict[str, int]:
            rows = self._connection.execute(f"select coalesce({column}, '') as name, count(*) as number from entry group by 1 order by 1")
            return {row["name"]: row["number"] for row in rows}

        size = self.path.stat().st_size
        return Contents(self.path, size, counts("kind"), counts("publisher"), counts("language"), counts("origin"))

    def __len__(self) -> int:
        return int(self._connection.execute("select count(*) from entry").fetchone()[0])

    # -- for the ranking --------------------------------------------------------------------------------------------

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many entries each word stands, in the claim or in the title, whichever are more. Words that are nowhere are left out."""
        found: dict[str, int] = {}
        for some in _some(list(words)):
            found.update(map(tuple, self._connection.execute(f"select word, entries from frequency where word in ({_marks(some)})", some)))
        return found

    def candidates(
        self,
        words: Sequence[str],
        weights: Sequence[float],
        limit: int,
        *,
        between: tuple[date, date] | None = None,
        speaker: Sequence[str] = (),
    ) -> list[Candidate]:
        """The entries that share most with the words, by BM25 over the columns claim, title, body and speaker with these weights.

        `between`: only those stated or reviewed on these days and between. `speaker`: only those with one of these words as speaker.
        """
        if not words:
            return []
        asked = " OR ".join(f'"{word}"' for word in words)
        if speaker:
            names = " OR ".join(f'"{word}"' for word in speaker)
            asked = f"({asked}) AND speaker : ({names})"
        factors = ", ".join(f"{weight:f}" for weight in weights)
        days = [day.isoformat() for day in between] if between else []
        within = "select number from entry where stated between ?1 and ?2 union select number from entry where reviewed between ?1 and ?2"
        # numbers alone first: what is sorted is every entry with any of the words; "+": the words are looked for once, not once a number
        rows = self._connection.execute(
            f"select rowid, -bm25(words, {factors}) as found from words where words match ?3 "
            f"{f'and +rowid in ({within})' if between else ''} order by found desc, rowid limit ?4",
            (*(days or (None, None)), asked, limit),
        ).fetchall()
        found = dict(map(tuple, rows))
        known = {candidate.number: candidate for candidate in self.indexed(list(found))}
        return [replace(known[number], bm25=score) for number, score in found.items() if number in known]

    def indexed(self, numbers: Sequence[int]) -> list[Candidate]:
        """The same for entries by their numbers, without BM25."""
        found: list[Candidate] = []
        for some in _some(list(numbers)):
            asked = f"select rowid as row, claim, title, body, speaker, 0.0 from words where rowid in ({_marks(some)}) order by rowid"
            found += self._named(self._connection.execute(asked, some).fetchall())
        return found

    def _named(self, rows: Sequence[sqlite3.Row]) -> list[Candidate]:
        told: dict[int, tuple[Any, ...]] = {}
        for some in _some([row["row"] for row in rows]):
            found = self._connection.execute(
                f"select number, entry_id, claim, speaker, stated, reviewed from entry where number in ({_marks(some)})", some
            )
            told.update((row["number"], tuple(row)[1:]) for row in found)
        return [Candidate(row["row"], *told[row["row"]], *tuple(row)[1:]) for row in rows if row["row"] in told]

    # -- vectors ----------------------------------------------------------------------------------------------------

    def without_vector(self, model: str) -> list[tuple[int, str, str | None]]:
        """Number, claim and title of the entries that have no vector of that model."""
        rows = self._connection.execute(
            "select number, claim, title from entry where number not in (select number from vector where model = ?) order by number",
            (model,),
        )
        return [(row["number"], row["claim"], row["title"]) for row in rows]

    def has_vectors(self, model: str) -> bool:
        """Whether every entry has a vector of that model; scores of entries with and without one cannot be compared."""
        with_vector = int(self._connection.execute("select count(*) from vector where model = ?", (model,)).fetchone()[0])
        return 0 < with_vector == len(self)

    def add_vectors(self, model: str, vectors: Iterable[tuple[int, bytes]]) -> None:
        with self._connection:
            self._connection.executemany(
                "insert or replace into vector (number, model, value) values (?, ?, ?)",
                ((number, model, value) for number, value in vectors),
            )

    def vectors(self, model: str) -> tuple[list[int], bytes]:
        """The vectors of a model: the numbers of their entries, and the vectors one after the other."""
        rows = self._connection.execute("select number, value from vector where model = ? order by number", (model,)).fetchall()
        return [row["number"] for row in rows], b"".join(row["value"] for row in rows)

    # -- inside -----------------------------------------------------------------------------------------------------

    def _index(self, number: int | None, entry: Entry) -> None:
        texts = (" ".join(keys(getattr(entry, name) or "")) for name in _INDEXED)
        self._connection.execute(f"insert into words (rowid, {', '.join(_INDEXED)}) values (?, ?, ?, ?, ?)", (number, *texts))

    def _compact(self) -> None:
        """Write the index anew, so that no word of what was taken out stays in it: FTS5 only marks it as gone."""
        with self._connection:
            self._connection.execute("insert into words (words) values ('optimize')")

    def _count(self) -> None:
        """Count anew how frequent each word is: FTS5 would read all its places for that, at every search."""
        self._connection.execute("delete from frequency")
        self._connection.execute(
            "insert into frequency select term, max(doc) from vocabulary where col in ('claim', 'title') group by term order by term"
        )

    def _forget(self, numbers: Sequence[int]) -> None:
        for some in _some(list(numbers)):
            self._connection.execute(f"delete from words where rowid in ({_marks(some)})", some)
            self._connection.execute(f"delete from vector where number in ({_marks(some)})", some)


@contextlib.contextmanager
def opened(path: Path | None = None, *, make: bool = False) -> Iterator[Archive]:
    """The archive in a file. Raises ArchiveError when it is not there (`make`: it is made), no archive, damaged or held by another."""
    path = path or default_path()
    connection: sqlite3.Connection | None = None
    try:
        if make:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif not path.is_file():
            raise ArchiveError(f"There is no archive {path}: `claimcheck archive add` makes one.")
        connection = sqlite3.connect(path, timeout=_PATIENCE)
        connection.row_factory = sqlite3.Row
        connection.execute("pragma secure_delete = on")  # what is taken out may have been part of a draft
        _prepare(connection, path, make=make)
        yield Archive(path, connection)
    except sqlite3.OperationalError as error:
        raise ArchiveError(_unusable(path, error)) from None
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"The archive {path} is damaged ({error}): delete it, and add its files again.") from None
    except OSError as error:
        raise ArchiveError(f"The archive {path} cannot be used ({error.strerror or error}): check the path, or name another.") from None
    finally:
        if connection is not None:
            connection.close()


def _prepare(connection: sqlite3.Connection, path: Path, *, make: bool) -> None:
    application, version = (connection.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if application == 0 and connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0 and make:
        connection.executescript(f"begin; {_TABLES} commit;")
    elif application != _APPLICATION:
        raise ArchiveError(f"{path} is no archive: name another file, or leave out --archive.")
    elif version != _VERSION:
        raise ArchiveError(f"The archive {path} was made by another version of claimcheck: delete it, and add its files again.")


def _unusable(path: Path, error: sqlite3.OperationalError) -> str:
    if "locked" in str(error):
        return f"The archive {path} is being written by another process: try again when that is done."
    if "fts5" in str(error):
        return "This Python's SQLite has no full-text search (FTS5): use one that has, such as Debian's or python.org's."
    return f"The archive {path} cannot be used ({error}): check its permissions and the room on its disk."


def _updated(before: Entry, now: Entry) -> Entry:
    """An entry brought up to date. A verdict of the lock does not take the place of what the claim's record says."""
    given = {name: value for name in _FIELDS if (value := getattr(now, name)) is not None}
    if before.record and not now.record:
        given = {name: value for name, value in given.items() if name not in ("claim", "speaker", "title")}
    return replace(before, **given)


def _values(entry: Entry) -> list[str | None]:
    return [getattr(entry, name) for name in _FIELDS]


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(**{name: row[name] for name in _FIELDS})


def _some(values: Sequence[object]) -> Iterator[list[object]]:
    return (list(values[start : start + _AT_ONCE]) for start in range(0, len(values), _AT_ONCE))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
