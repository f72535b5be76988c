"""The baseline: findings that a desk knows already, by what they say and not by where they stand.

A finding is known by its file, its rule and the words on all its sides, so it stays known while the text around it moves. Of
two equal findings in a file, of which the baseline has one, the second is new. The file is JSON with sorted keys, made to be
committed and read in a difference.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from os import PathLike
from pathlib import Path
from unicodedata import normalize

from claimcheck.check.outcome import CheckedFile, Notice, Stale, Suppression
from claimcheck.errors import BaselineError, RecordError
from claimcheck.model import Finding
from claimcheck.record import SCHEMA_VERSION, dumps, schema_errors
from claimcheck.strict_json import decode, loads

#: What a baselined finding carries.
KNOWN = Suppression("baseline")

#: Characters of a finding's words that the file repeats for its readers.
_WORDS = 200


def fingerprint(finding: Finding) -> str:
    """16 hexadecimal digits for the rule and the words on all sides; case, white space and normal form do not matter."""
    words = [finding.span.exact, *(side.span.exact for side in finding.sides)]
    core = json.dumps([finding.rule, [_plain(text) for text in words]], ensure_ascii=True, separators=(",", ":"))
    return sha256(core.encode("ascii")).hexdigest()[:16]


def _plain(words: str) -> str:
    return " ".join(normalize("NFC", words).casefold().split())


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Equal findings in one file."""

    path: str
    rule: str
    words: str
    fingerprint: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings, sorted; each file and fingerprint once."""

    entries: tuple[Entry, ...] = ()

    def of(self, path: str) -> dict[str, int]:
        """How many findings of each fingerprint are known in a file."""
        return {entry.fingerprint: entry.count for entry in self.entries if entry.path == path}


@dataclass(slots=True)
class Compared:
    """Compares files with a baseline, one after the other, and keeps account of what in it was met."""

    baseline: Baseline
    _known: dict[str, dict[str, int]] = field(default_factory=dict)
    _met: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for entry in self.baseline.entries:
            self._known.setdefault(entry.path, {})[entry.fingerprint] = entry.count

    def judged(self, path: str, notices: Sequence[Notice]) -> tuple[Notice, ...]:
        """The notices of a file, in text order, with those that are known marked so. What the draft itself ignores is not counted."""
        known = self._known.get(path, {})
        judged = []
        for notice in notices:
            key = (path, notice.fingerprint)
            if notice.suppression is None and self._met[key] < known.get(notice.fingerprint, 0):
                self._met[key] += 1
                notice = replace(notice, state="unchanged", suppression=KNOWN)
            judged.append(notice)
        return tuple(judged)

    def stale(self, checked: Collection[str], off: Mapping[str, frozenset[str]]) -> list[Entry]:
        """Entries that no finding matches, of the files that were checked; `count` is how many are too many.

        `off`: the rules that are switched off, by file: an entry of such a rule may be needed again.
        """
        left = [replace(entry, count=entry.count - self._met[entry.path, entry.fingerprint]) for entry in self.baseline.entries]
        return [entry for entry in left if entry.count > 0 and entry.path in checked and entry.rule not in off.get(entry.path, ())]


def as_stale(entries: Iterable[Entry]) -> tuple[Stale, ...]:
    return tuple(Stale(entry.path, entry.rule, entry.words) for entry in entries)


def entries_of(files: Iterable[CheckedFile]) -> list[Entry]:
    """What a baseline has to hold for these files: all their findings, without those that the drafts themselves ignore."""
    counted: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Entry] = {}
    for file in files:
        for notice in file.notices:
            if notice.suppression is not None and notice.suppression.kind == "inline":
                continue
            key = (file.path, notice.fingerprint)
            counted[key] += 1
            words = " ".join(notice.finding.span.exact.split())[:_WORDS]
            first.setdefault(key, Entry(file.path, notice.finding.rule, words, notice.fingerprint))
    return [replace(entry, count=counted[key]) for key, entry in first.items()]


def made(entries: Iterable[Entry]) -> Baseline:
    """The entries as a baseline: equal ones are added up, as after a merge of two branches."""
    counted: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = (entry.path, entry.fingerprint)
        counted[key] += entry.count
        first.setdefault(key, entry)
    return Baseline(tuple(sorted(replace(entry, count=counted[key]) for key, entry in first.items())))


def without(baseline: Baseline, surplus: Iterable[Entry]) -> Baseline:
    """The baseline less the entries, or less as many of each as their count says."""
    less = {(entry.path, entry.fingerprint): entry.count for entry in surplus}
    left = (replace(entry, count=entry.count - less.get((entry.path, entry.fingerprint), 0)) for entry in baseline.entries)
    return Baseline(tuple(entry for entry in left if entry.count > 0))


# -- the file -----------------------------------------------------------------------------------------------------


def dumped(baseline: Baseline) -> str:
    """The text of a baseline's file."""
    findings = [
        {"path": e.path, "rule": e.rule, "words": e.words, "fingerprint": e.fingerprint, "count": e.count} for e in sorted(baseline.entries)
    ]
    return dumps({"schema_version": SCHEMA_VERSION, "findings": findings}, indent=2) + "\n"


def load_baseline(path: str | PathLike[str]) -> Baseline:
    """The baseline in a file. Raises BaselineError when it is not there, cannot be read, or breaks its schema."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise BaselineError(f"There is no baseline {path}: `claimcheck baseline write` makes it.") from None
    except (OSError, ValueError) as error:
        raise BaselineError(f"The baseline {path} cannot be read ({getattr(error, 'strerror', None) or error}): check the path.") from None
    try:
        record = loads(decode(data))
    except RecordError as error:
        raise BaselineError(f"The baseline {path} cannot be used ({error}): mend it, or write it anew.") from None
    complaints = schema_errors("baseline", record)
    if complaints or not isinstance(record, dict):
        raise BaselineError(f"The baseline {path} cannot be used ({complaints[0][1]}): mend it, or write it anew.")
    return made(Entry(**finding) for finding in record["findings"])
