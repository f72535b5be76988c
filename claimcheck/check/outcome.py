"""What a check hands to its outputs: files with their findings, each as the desk's settings judge it.

All spans are offsets into the file's own text, `CheckedFile.source`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from claimcheck.model import Finding, Severity

Json = dict[str, Any]

LEVELS: tuple[Severity, ...] = ("note", "warning", "error")  # from the mildest

#: As SARIF's `baselineState`: `new` is not in the baseline, `unchanged` is.
State = Literal["new", "unchanged"]


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count: a comment in the draft, or the baseline."""

    kind: Literal["inline", "baseline"]
    reason: str | None = None  # as written in the comment


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding as the settings judge it."""

    finding: Finding
    level: Severity  # the settings' level for its rule, else the finding's own severity
    fingerprint: str  # of the words and the rule, not of the place: what a baseline keeps
    state: State = "new"
    suppression: Suppression | None = None

    @property
    def counts(self) -> bool:
        """Whether it is to be acted upon: new, and not ignored."""
        return self.state == "new" and self.suppression is None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One draft: its text as read, its report as a record (`schemas/report.schema.json`), and its findings in text order."""

    path: str  # with forward slashes, relative to the folder of the settings (else to the working directory) where it lies below
    source: str
    record: Json
    notices: tuple[Notice, ...]
    shown: str | None = None  # the path as it was given, for people; None: `path`
    min_priority: float = 0.5  # claims from this priority on are review items

    @property
    def name(self) -> str:
        """What to call the file on a terminal."""
        return self.shown or self.path

    def review(self) -> Iterator[Json]:
        """The records of the claims to be reviewed: those that can be checked and are urgent enough."""
        return (
            claim
            for claim in self.record["claims"]
            if claim["checkability"]["value"] != "no" and claim["priority"]["score"] >= self.min_priority
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be checked, and why, in one sentence."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A baseline's entry that no finding matches any more."""

    path: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one check found. `fail_on` None: findings never fail the check."""

    files: tuple[CheckedFile, ...]
    fail_on: Severity | None = "error"
    unreadable: tuple[Unreadable, ...] = ()
    stale: tuple[Stale, ...] = ()

    def notices(self) -> Iterator[tuple[CheckedFile, Notice]]:
        """Every finding with its file, files in the order given, findings in text order."""
        return ((file, notice) for file in self.files for notice in file.notices)

    @property
    def failing(self) -> bool:
        """Whether a finding that counts is at or above `fail_on`."""
        if self.fail_on is None:
            return False
        bar = LEVELS.index(self.fail_on)
        return any(notice.counts and LEVELS.index(notice.level) >= bar for _, notice in self.notices())

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings at or above `fail_on`, 2 something could not be checked."""
        return 2 if self.unreadable else 1 if self.failing else 0
