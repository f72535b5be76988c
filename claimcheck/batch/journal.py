"""`manifest.jsonl`: what a run has done so far. A line is added for each shard when its files are on disk, and never changed.

The first line says what the output is made of. A run that dies in the middle of a line leaves a piece of one: it is cut off when the
next run begins.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from claimcheck.batch.writing import File, Written, replace, sync
from claimcheck.errors import BatchError

JOURNAL, MANIFEST, ERRORS, LOCK = "manifest.jsonl", "manifest.json", "errors.jsonl", ".lock"
_OURS = ("reports-*.jsonl", "reports-*.jsonl.gz", "claims-*.parquet", "documents-*.jsonl", "documents-*.jsonl.gz", "documents-*.parquet")
_FORMAT = 1
_BEGINNING = b'{"claimcheck_batch": '
#: What people know the settings by.
_NAMES = {
    "code": "code of claimcheck",
    "version": "version of claimcheck",
    "model_sha256": "model of that name",
    "fields": "--field",
    "shard_size": "--shard-size",
    "min_priority": "--min-priority",
    "only_checkable": "--only-checkable",
    "published": "--published",
    "format": "--format",
    "model": "--model",
}
_COUNTS = ("articles", "claims", "errors", "passing", "left_out")

Json = dict[str, Any]


class Journal:
    """The shards that are done, by number. To be closed."""

    def __init__(self, folder: Path, about: Mapping[str, Any]):
        """Go on with the output in a folder, or begin one. Raises BatchError when it is one of other settings, or none of ours."""
        self.done: dict[int, Written] = {}
        self._folder = folder
        self.about: Json = {"claimcheck_batch": _FORMAT, **about}
        path = folder / JOURNAL
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if lines:
            self._compare(_parsed(lines[0]))
            for line in lines[1:]:
                self._take(line)
        else:
            _only_ours(folder, torn=_BEGINNING.startswith(data[: len(_BEGINNING)]))
        self._stream: IO[bytes] = path.open("r+b" if path.exists() else "w+b")
        self._stream.truncate(len(whole))
        self._stream.seek(len(whole))
        if not lines:
            self._write(self.about)
            sync(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add(self, written: Written) -> None:
        """A shard is done: its files are on disk under their names."""
        self.done[written.number] = written
        self._write(_entry(written))

    def finish(self, failed: Iterable[Json]) -> None:
        """Write `errors.jsonl` and `manifest.json`, and the journal anew in the order of the shards: the run is complete.

        Equal runs leave equal files. Nothing can be added after that.
        """
        from claimcheck.record import dumps

        replace(self._folder / ERRORS, b"".join(dumps(row).encode("utf-8", "replace") + b"\n" for row in failed))
        shards = [self.done[number] for number in sorted(self.done)]
        totals = {name: sum(getattr(written, name) for written in shards) for name in ("articles", "claims", "errors")}
        head = dumps({**self.about, **totals}, indent=2).removesuffix("\n}")
        entries = ",\n".join(f"    {dumps(_entry(written))}" for written in shards)
        self._stream.close()
        replace(self._folder / JOURNAL, b"".join(map(_line, (self.about, *map(_entry, shards)))))
        replace(self._folder / MANIFEST, f'{head},\n  "shards": [\n{entries}\n  ]\n}}\n'.encode())

    def _write(self, record: Json) -> None:
        self._stream.write(_line(record))
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def _compare(self, before: Json) -> None:
        if before.get("claimcheck_batch") != _FORMAT:
            raise BatchError(f"{self._folder / JOURNAL} was not written by this command: name an empty folder for the output.")
        for name in sorted({*before, *self.about}):
            if before.get(name) != self.about.get(name):
                was, now = (_shown(value) for value in (before.get(name), self.about.get(name)))
                raise BatchError(
                    f"{self._folder} was begun with another {_NAMES.get(name, name)} ({was}, now {now}): go on with that one, "
                    "choose another folder, or do it all again with --fresh."
                )

    def _take(self, line: bytes) -> None:
        entry = _parsed(line)
        with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):  # a line that the disk lost: its shard is done again
            files = tuple(File(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in entry["files"])
            if not all(Path(file.name).name == file.name for file in files):
                return
            articles, claims, errors, passing, left_out = (int(entry[name]) for name in _COUNTS)
            number = int(entry["shard"])
            self.done[number] = Written(number, str(entry["fingerprint"]), files, articles, claims, errors, passing, left_out)


def clear(folder: Path) -> None:
    """Remove an output, the journal first: what is left is then never taken for results. Raises BatchError when it is none of ours."""
    journal = folder / JOURNAL
    if journal.exists():
        with journal.open("rb") as stream:
            if not _BEGINNING.startswith(stream.read(len(_BEGINNING))):
                raise BatchError(f"{journal} was not written by this command: it is not removed.")
        journal.unlink()
        sync(folder)
        for pattern in (MANIFEST, ERRORS, *_OURS):
            for path in folder.glob(pattern):
                path.unlink()
    _only_ours(folder)


def _only_ours(folder: Path, *, torn: bool = False) -> None:
    """Without a journal, or with the first piece of one, there must be nothing in an output."""
    other = next((name for name in sorted(os.listdir(folder)) if not name.startswith(".") and not (torn and name == JOURNAL)), None)
    if other is not None:
        raise BatchError(f"{folder} holds what is no output of a batch ({other}): name an empty folder, or one that is not there yet.")


def _entry(written: Written) -> Json:
    entry = asdict(written)
    del entry["hidden"]
    return {"shard": entry.pop("number"), **entry, "files": [asdict(file) for file in written.files]}


def _line(record: Json) -> bytes:
    return json.dumps(record, sort_keys=True).encode() + b"\n"


def _parsed(line: bytes) -> Json:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _shown(value: object) -> str:
    text = "none" if value is None else str(value)
    return text[:12] + "…" if len(text) > 40 else text
