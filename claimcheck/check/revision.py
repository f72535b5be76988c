"""The drafts as they were at another revision of their git repository, and what a branch brings beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from claimcheck.check.baseline import fingerprint
from claimcheck.check.checkable import checkable
from claimcheck.check.difference import difference
from claimcheck.check.drafts import Draft
from claimcheck.check.outcome import CheckedFile, Unreadable
from claimcheck.check.reports import Reported, Reports
from claimcheck.check.run import Narrow
from claimcheck.errors import SettingError
from claimcheck.record import findings_from_report

#: Seconds that git may take for one file.
_PATIENCE = 60


def commit_of(revision: str, folder: Path) -> str:
    """The commit that a revision names in the repository around a folder. Raises SettingError when there is none."""
    try:
        done = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except FileNotFoundError:
        raise SettingError("git is not installed, and --diff-base needs it.") from None
    except subprocess.TimeoutExpired:
        raise SettingError(f"git did not answer within {_PATIENCE} seconds.") from None
    if done.returncode != 0:
        inside = _git(folder, "rev-parse", "--git-dir").returncode == 0
        reason = f"there is no revision {revision!r} in this repository" if inside else f"{folder} is in no git repository"
        hint = ": fetch it first, for instance with `git fetch --depth=1 origin`" if inside else ""
        raise SettingError(f"The revision {revision or 'of an empty name'} cannot be used: {reason}{hint}.")
    return done.stdout.decode("ascii", "replace").strip()


def content_at(commit: str, path: Path) -> bytes | None:
    """The bytes of a file at a commit; None where it was not there."""
    done = _git(path.parent, "cat-file", "blob", f"{commit}:./{path.name}")
    return done.stdout if done.returncode == 0 else None


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False)


def only_what_changed(drafts: Sequence[Draft], revision: str, reports: Reports) -> Narrow:
    """What leaves in a checked file only the claims that differ from those at a revision, and the findings that were not there.

    A finding stays when it touches a claim that was added or changed, or when the old version does not have it. A file that was
    not there, or could not be read, at that revision stays whole. `reports` makes the reports of the old versions.
    Raises SettingError when the revision cannot be used.
    """
    older: list[Draft] = []
    commits: dict[Path, str] = {}
    for draft in drafts:
        path = Path(draft.shown).absolute()
        if not path.is_file():
            continue  # standard input
        if path.parent not in commits:
            commits[path.parent] = commit_of(revision, path.parent)
        data = content_at(commits[path.parent], path)
        if data is not None and data != draft.data:
            older.append(replace(draft, data=data))
        elif data is not None:
            older.append(draft)
    before: dict[str, Reported] = {}
    for draft, reported in zip(older, reports(older), strict=True):
        if not isinstance(reported, Unreadable):
            before[draft.path] = reported

    def narrowed(file: CheckedFile) -> CheckedFile:
        return _narrowed(file, before[file.path]) if file.path in before else file

    return narrowed


def _narrowed(file: CheckedFile, before: Reported) -> CheckedFile:
    old = [checkable(claim) for claim in before.record["claims"]]
    new = [checkable(claim) for claim in file.record["claims"]]
    found = difference(old, new)
    fresh = {claim.claim_id for claim in found.added} | {pair.new.claim_id for pair in found.changed}
    known = {fingerprint(finding) for finding in findings_from_report(before.record)}
    notices = tuple(notice for notice in file.notices if notice.fingerprint not in known or fresh.intersection(notice.finding.claims))
    claims = [claim for claim in file.record["claims"] if claim["claim_id"] in fresh]
    return replace(file, notices=notices, record=file.record | {"claims": claims})
