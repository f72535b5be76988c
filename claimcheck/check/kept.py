"""Reports that are kept: a draft that did not change is checked without parsing it, or even reading it as an article."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from claimcheck.check.drafts import Draft
from claimcheck.check.outcome import Unreadable
from claimcheck.check.reports import Reported, Reports
from claimcheck.models import Package
from claimcheck.store import Store

KIND = "report"


class KeptReports:
    """Reports by the bytes of the draft and by everything else that they depend on.

    `package`: the models. Its files are not read for this, only their names, sizes and times of change: when a report is made
    anew, loading the models compares them with their checksums.
    """

    def __init__(self, store: Store, package: Package):
        self._store = store
        self._stamp = f"{package.sha256} {_state(package.folder, sorted(package.files))} {_code()}"

    def key(self, data: bytes, *options: str | None) -> str:
        """The key of a draft: its bytes, and the options under which it is read (uri, format, day of publication …)."""
        digest = hashlib.sha256(json.dumps([self._stamp, *options]).encode())
        digest.update(b"\0")
        digest.update(data)
        return digest.hexdigest()

    def get(self, keys: Sequence[str]) -> dict[str, Reported]:
        """What is kept of the drafts with these keys."""
        found = {}
        for key, value in self._store.get(KIND, keys).items():
            try:
                content = json.loads(value)
                found[key] = Reported(str(content["source"]), dict(content["record"]))
            except (ValueError, KeyError, TypeError):
                continue  # written by something else: it is made anew
        return found

    def put(self, key: str, reported: Reported) -> None:
        """Keep a report."""
        value = json.dumps({"source": reported.source, "record": reported.record}, ensure_ascii=False, separators=(",", ":"))
        self._store.put(KIND, {key: value.encode("utf-8", "surrogatepass")})


def keeping(reports: Reports, kept: KeptReports) -> Reports:
    """The same reports; of a draft that is known, the one that was kept. `reports` is asked only for the others."""

    def known_or_made(drafts: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        keys = [kept.key(d.data, d.path, d.shown, _day(d.published), _day(d.published_else)) for d in drafts]
        known = kept.get(keys)
        made = reports([draft for draft, key in zip(drafts, keys, strict=True) if key not in known])
        for key in keys:
            if key in known:
                yield known[key]
                continue
            reported = next(made)
            if isinstance(reported, Reported):
                kept.put(key, reported)
            yield reported

    return known_or_made


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@cache
def _code() -> str:
    """A mark that changes with any file of the package that makes reports."""
    package = Path(__file__).parent.parent
    files = []
    for folder, below, names in os.walk(package):
        below[:] = sorted(name for name in below if name not in ("__pycache__", "compact"))
        files += [os.path.relpath(os.path.join(folder, name), package) for name in sorted(names)]
    return _state(package, files)


def _state(folder: Path, files: Sequence[str]) -> str:
    """A digest of the files' names, sizes and times of change; a file that is missing counts as such."""
    digest = hashlib.sha256()
    for name in files:
        try:
            about = os.stat(folder / name)
            digest.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\0".encode("utf-8", "surrogatepass"))
        except OSError:
            digest.update(f"{name}\0missing\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
