"""Inputs as streams of items: one module for each kind of file, `listing` for which files there are.

Everything is read in one fixed order and a piece at a time. What cannot be read is an item with an error, never an exception: a
batch goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from claimcheck.batch.items import Item
from claimcheck.batch.sources.fields import Fields
from claimcheck.batch.sources.listing import Found, found
from claimcheck.document import MAX_BYTES
from claimcheck.errors import BatchError, DocumentError
from claimcheck.reading.file import load

#: What reads a file with many articles: the open file, the id of the file, the fields. Raises DocumentError where it breaks off.
Reads = Callable[[BinaryIO, str, Fields], Iterator[Item]]

#: Modules by kind of file; each has `items`, which is a Reads, and NEEDS, the packages that it does not do without.
_MODULES = {"jsonl": "jsonl", "parquet": "parquet", "warc": "warc"}


@dataclass(slots=True)
class Progress:
    """How far an input is read, in bytes of its files; `passed_over`: files in folders that hold no articles."""

    total: int = 0
    read: int = 0
    passed_over: int = 0


class Input:
    """The articles of files, folders and globs. `leave_out`: a folder that is passed over, because it is the output.

    Raises BatchError when there is no such input, or a package is missing that it takes.
    """

    def __init__(self, paths: Sequence[str], fields: Fields | None = None, *, leave_out: str | None = None):
        self._paths = paths
        self._fields = fields or Fields()
        self._leave_out = leave_out
        self.progress = Progress()
        kinds: set[str] = set()
        for file in found(paths, leave_out=leave_out):
            self.progress.total += file.size
            self.progress.passed_over += file.kind is None
            kinds.add(file.kind or "")
        self._reads = {kind: _reads(kind) for kind in sorted(kinds & _MODULES.keys())}

    def items(self) -> Iterator[Item]:
        """All articles, in the order of the paths and sorted within a folder."""
        self.progress.read = 0
        for file in found(self._paths, leave_out=self._leave_out):
            before = self.progress.read
            if file.trouble is not None:
                yield Item(file.id, error=file.trouble)
            elif file.kind == "article":
                self.progress.read = before + file.size
                yield _article(file)
            elif (reads := self._reads.get(file.kind or "")) is not None:
                yield from self._many(file, reads, before)
            self.progress.read = before + file.size

    def _many(self, file: Found, reads: Reads, before: int) -> Iterator[Item]:
        count = 0
        try:
            with open(file.path, "rb") as stream:
                for item in reads(stream, file.id, self._fields):
                    count += 1
                    self.progress.read = before + min(stream.tell(), file.size)
                    yield item
        except DocumentError as error:
            yield Item(file.id, error=str(error))
        except Exception as error:  # of its many kinds: a file that is cut off or was written by an enemy
            about = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            yield Item(file.id, error=f"{file.id} cannot be read any further after {count} articles ({about}).")


def _article(file: Found) -> Item:
    try:
        return Item(file.id, load(file.path, file.id, MAX_BYTES))
    except DocumentError as error:
        return Item(file.id, error=str(error))


def _reads(kind: str) -> Reads:
    try:
        module = import_module(f"{__name__}.{_MODULES[kind]}")
        for package in module.NEEDS:
            import_module(package)
    except ImportError as error:
        raise BatchError(
            f"{kind.capitalize()} files are read by a package that is not installed ({error.name}): "
            "`pip install -c constraints.txt '.[batch]'` installs it."
        ) from None
    reads: Reads = module.items
    return reads
