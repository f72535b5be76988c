"""A check from beginning to end: drafts -> reports -> findings at the desk's levels -> ignores -> baseline -> Outcome."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from claimcheck.check.baseline import Baseline, Compared, Entry, as_stale, fingerprint, load_baseline
from claimcheck.check.drafts import Draft
from claimcheck.check.ignores import ignored
from claimcheck.check.outcome import CheckedFile, Json, Notice, Outcome, Suppression, Unreadable
from claimcheck.check.reports import Reported, Reports
from claimcheck.check.settings import BASELINE, LOCK, Settings
from claimcheck.errors import SettingError
from claimcheck.model import Finding, Severity
from claimcheck.record import findings_from_report

#: More findings about a draft, from its path, its text and its report's record: how verified claims changed, for one.
More = Callable[[str, str, Json], Iterable[Finding]]

#: Fewer of them: those that a branch brought, for one.
Narrow = Callable[[CheckedFile], CheckedFile]


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a check is run. `today` is the day on which ignores expire; `baseline` None: none is used."""

    today: date
    ignores: bool = True
    baseline: Baseline | None = None
    more: Sequence[More] = ()
    narrow: Narrow | None = None


@dataclass(slots=True)
class Checked:
    """An Outcome, and what of the baseline nothing matches any more."""

    outcome: Outcome
    surplus: list[Entry] = field(default_factory=list)


def check(drafts: Sequence[Draft | Unreadable], reports: Reports, conditions: Conditions, *, fail_on: Severity | None = "error") -> Checked:
    """Check the drafts. One that cannot be checked is listed as such and does not stop the others.

    Raises ModelError when no report can be made at all.
    """
    compared = Compared(conditions.baseline or Baseline())
    files: list[CheckedFile] = []
    off: dict[str, frozenset[str]] = {}
    readable = [draft for draft in drafts if isinstance(draft, Draft)]
    unreadable = [draft for draft in drafts if isinstance(draft, Unreadable)]
    for draft, reported in zip(readable, reports(readable), strict=True):
        if isinstance(reported, Unreadable):
            unreadable.append(reported)
            continue
        off[draft.path] = _rules_off(draft)
        notices = _notices(draft, reported, conditions, off[draft.path])
        priority, _ = draft.in_force.get("min-priority")
        judged = compared.judged(draft.path, notices)
        files.append(CheckedFile(draft.path, reported.source, reported.record, judged, draft.shown, priority))
    surplus = compared.stale({file.path for file in files} | _gone(conditions.baseline, drafts), off)
    if conditions.narrow is not None:
        files = [conditions.narrow(file) for file in files]
    order = {draft.path: number for number, draft in enumerate(drafts)}
    unreadable.sort(key=lambda item: order.get(item.path, 0))
    return Checked(Outcome(tuple(files), fail_on, tuple(unreadable), as_stale(surplus)), surplus)


def _notices(draft: Draft, reported: Reported, conditions: Conditions, off: frozenset[str]) -> list[Notice]:
    """The findings of a draft in text order, each at its level."""
    found = list(findings_from_report(reported.record))
    for more in conditions.more:
        found += more(draft.path, reported.source, reported.record)
    hidden: dict[str, Suppression] = {}
    remarks: list[Finding] = []
    if conditions.ignores:
        hidden, remarks = ignored(found, reported.source, reported.record, conditions.today, off)
    notices = []
    for finding in sorted([*found, *remarks], key=lambda f: (f.span.start, f.span.end, f.rule, f.finding_id)):
        level, _ = draft.in_force.level(finding.rule, finding.severity)
        if level != "off":
            notices.append(Notice(finding, level, fingerprint(finding), suppression=hidden.get(finding.finding_id)))
    return notices


def _rules_off(draft: Draft) -> frozenset[str]:
    """The rules that the settings switch off for a draft."""
    named = {rule for layer in draft.in_force.layers for rule in layer.values.get("rules", {})}
    return frozenset(rule for rule in named if draft.in_force.level(rule, "warning")[0] == "off")


def _gone(baseline: Baseline | None, drafts: Sequence[Draft | Unreadable]) -> set[str]:
    """Files that the baseline knows and that are no more."""
    folders = {draft.settings.folder for draft in drafts if isinstance(draft, Draft)}
    if baseline is None or len(folders) != 1:
        return set()
    folder = folders.pop()
    return {path for path in {entry.path for entry in baseline.entries} if not os.path.lexists(folder / path)}


# -- what holds for the check as a whole --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whole:
    """The settings of which a check can have only one each. `baseline` and `lock`: files, None where there is none."""

    fail_on: Severity | None
    model: str
    baseline: Path | None
    lock: Path | None


def whole(drafts: Sequence[Draft | Unreadable], otherwise: Settings) -> Whole:
    """What holds for a check of these drafts; `otherwise` holds where there are none.

    Raises SettingError when drafts under several settings files want different things.
    """
    each = {draft.settings.origin_path: draft.settings for draft in drafts if isinstance(draft, Draft)} or {"": otherwise}
    several = [each[name] for name in sorted(each)]

    def one(key: str) -> object:
        values = [(settings.whole().get(key)[0], settings) for settings in several]
        for value, settings in values[1:]:
            if value != values[0][0]:
                raise SettingError(
                    f"{key} is {values[0][0]} by {values[0][1].origin_path} and {value} by {settings.origin_path}: "
                    f"give --{key}, or check the folders apart."
                )
        return values[0][0]

    fail_on = one("fail-on")
    return Whole(
        None if fail_on == "never" else cast(Severity, fail_on),
        str(one("model")),
        _one_file("baseline", several, BASELINE),
        _one_file("lock", several, LOCK),
    )


def _one_file(key: str, several: Sequence[Settings], default: str | None) -> Path | None:
    """The file that the settings name, or the one of the default name where that is there."""
    named = []
    for settings in several:
        path = settings.file_named(key)
        if path is None and default is not None and os.path.isfile(settings.folder / default):
            path = settings.folder / default
        named.append(path)
    if len(set(named)) > 1:
        raise SettingError(f"The folders have a {key} each: name one with --{key}, or check the folders apart.")
    return named[0]


def known(path: Path | None) -> Baseline | None:
    """The baseline in a file, None for None. Raises BaselineError when it cannot be used."""
    return None if path is None else load_baseline(path)


def verifications(path: Path | None) -> tuple[More, ...]:
    """What tells of verified claims that changed, by the lock in a file; nothing for None. Raises LockError when it cannot be used."""
    if path is None:
        return ()
    from claimcheck.check.lock import load_lock, reopened

    lock = load_lock(path)
    return (lambda article, source, record: reopened(lock, article, source, record),)
