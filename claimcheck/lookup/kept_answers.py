"""Answers that are kept: evidence of what a source said and when, a cache, and what a replay is made of.

One SQLite file, readable by the user alone, with a row for every retrieval and for every failure that ended a request; nothing is
ever replaced. A body is stored once, however often it came, under its SHA-256, which is checked whenever it is read. Addresses are
kept as they are shown: without keys. Several processes may use the file at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import get_args

from claimcheck.errors import LookupFileError
from claimcheck.lookup.evidence import Answer, Failure, FailureKind, Request

#: Marks the file as one of ours ("ccka"), and its layout.
_APPLICATION = 0x63636B61
_LAYOUT = 1
#: Seconds to wait for another process that writes.
_PATIENCE = 20.0
_KINDS: Mapping[object, FailureKind] = {kind: kind for kind in get_args(FailureKind)}

_TABLES = """
    create table if not exists body (sha256 text primary key, size integer not null, value blob not null) without rowid;
    create table if not exists retrieval (
        id integer primary key, key text not null, source text not null, shown text not null, retrieved text not null,
        status integer, headers text, sha256 text references body,
        kind text, message text, retry_after real, attempts integer
    );
    create index if not exists retrieval_by_key on retrieval (key, retrieved, id);
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A retrieval as it is kept: what came of it, and when (RFC 3339, UTC)."""

    result: Answer | Failure
    retrieved: str


class KeptAnswers:
    """The file at `path`, made with the first answer. Every method raises LookupFileError when the file cannot be used; what is in
    it is never touched then."""

    def __init__(self, path: Path):
        self.path = path

    def check(self, *, must_exist: bool) -> None:
        """Nothing, when the file can be used. Raises LookupFileError: before anything is asked is the time to find out."""
        if not self.path.exists():
            if must_exist:
                raise LookupFileError(f"{self.path}: there is no such file of kept answers; look the claims up once without --replay")
            return
        with self._open(write=False):
            return

    def keep(self, source: str, answer: Answer) -> None:
        """Add an answer."""
        digest = answer.sha256
        value = zlib.compress(answer.body, 6)
        headers = json.dumps(dict(sorted(answer.headers.items())), ensure_ascii=True)
        request = answer.request
        with self._open(write=True) as connection:
            connection.execute("insert or ignore into body (sha256, size, value) values (?, ?, ?)", (digest, len(answer.body), value))
            connection.execute(
                "insert into retrieval (key, source, shown, retrieved, status, headers, sha256) values (?, ?, ?, ?, ?, ?, ?)",
                (request.key, source, request.shown, answer.retrieved, answer.status, headers, digest),
            )

    def keep_failure(self, source: str, request: Request, failure: Failure, retrieved: str) -> None:
        """Add a failure that ended a request. It is replayed, and never taken for an answer."""
        with self._open(write=True) as connection:
            connection.execute(
                "insert into retrieval (key, source, shown, retrieved, kind, message, retry_after, attempts) values (?, ?, ?, ?, ?, ?, ?, ?)",
                (request.key, source, request.shown, retrieved, failure.kind, failure.message, failure.retry_after, failure.attempts),
            )

    def newest(self, request: Request, *, answers_only: bool = False) -> Kept | None:
        """The newest retrieval of a request, or its newest answer; None where there is none."""
        if not self.path.exists():
            return None
        query = (
            "select retrieved, status, headers, retrieval.sha256, kind, message, retry_after, attempts, size, value"
            " from retrieval left join body on body.sha256 = retrieval.sha256 where key = ?"
            + (" and kind is null" if answers_only else "")
            + " order by retrieved desc, id desc limit 1"
        )
        with self._open(write=False) as connection:
            row = connection.execute(query, (request.key,)).fetchone()
        return None if row is None else self._kept(request, row)

    def retrievals(self, request: Request) -> tuple[str, ...]:
        """When the request was answered or failed, oldest first."""
        if not self.path.exists():
            return ()
        with self._open(write=False) as connection:
            rows = connection.execute("select retrieved from retrieval where key = ? order by retrieved, id", (request.key,)).fetchall()
        return tuple(str(row[0]) for row in rows)

    def _kept(self, request: Request, row: tuple[object, ...]) -> Kept:
        retrieved, status, headers, digest, kind, message, retry_after, attempts, size, value = row
        if not isinstance(retrieved, str):
            raise self._altered(request)
        if kind is not None:
            if kind not in _KINDS or not isinstance(message, str) or not isinstance(attempts, int):
                raise self._altered(request)
            wait = float(retry_after) if isinstance(retry_after, (int, float)) else None
            return Kept(Failure(_KINDS[kind], message, request, wait, attempts), retrieved)
        if not (isinstance(status, int) and isinstance(headers, str) and isinstance(size, int) and isinstance(value, bytes)):
            raise self._altered(request)
        try:
            decoder = zlib.decompressobj()
            body = decoder.decompress(value, size + 1)
            known = json.loads(headers)
        except (zlib.error, ValueError):
            raise self._altered(request) from None
        if sha256(body).hexdigest() != digest or not isinstance(known, dict):
            raise self._altered(request)
        given = {str(name): str(content) for name, content in known.items()}
        return Kept(Answer(request, status, body, retrieved, given, kept=True), retrieved)

    def _altered(self, request: Request) -> LookupFileError:
        return LookupFileError(
            f"{self.path}: the answer kept of {request.shown[:300]} is not the one that came; put the file back from a copy"
        )

    @contextlib.contextmanager
    def _open(self, *, write: bool) -> Iterator[sqlite3.Connection]:
        """A connection, to write with in a transaction. A file without anything in it is read as one with empty tables."""
        try:
            if write:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            # also to read: a journal that a killed process left is only rolled back by one who may write
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise LookupFileError(f"{self.path}: the file of kept answers cannot be opened: {_plain(error)}") from None
        try:
            if write:
                connection.execute("begin immediate")
            if not self._check_layout(connection):
                if not write:
                    connection = _replaced_by_memory(connection)
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"pragma application_id = {_APPLICATION}")
                connection.execute(f"pragma user_version = {_LAYOUT}")
            yield connection
            if write:
                connection.execute("commit")
        except sqlite3.OperationalError as error:
            raise LookupFileError(f"{self.path}: the file of kept answers cannot be used: {_plain(error)}") from None
        except sqlite3.Error:
            raise LookupFileError(
                f"{self.path} is no file of kept answers, or a damaged one; nothing was changed in it: put it back from a copy, or name another"
            ) from None
        finally:
            connection.close()

    def _check_layout(self, connection: sqlite3.Connection) -> bool:
        """Whether the tables are there. Raises LookupFileError for somebody else's database, and for a layout of another version."""
        (application,) = connection.execute("pragma application_id").fetchone()
        (layout,) = connection.execute("pragma user_version").fetchone()
        (tables,) = connection.execute("select count(*) from sqlite_master").fetchone()
        if not tables and not application:
            return False
        if application != _APPLICATION:
            raise LookupFileError(f"{self.path} is a database, but not one of kept answers; name another file")
        if layout != _LAYOUT:
            raise LookupFileError(f"{self.path} was written by another version of claimcheck; name another file, or use that version")
        return True


def _replaced_by_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.close()
    return sqlite3.connect(":memory:", isolation_level=None)


def _plain(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
