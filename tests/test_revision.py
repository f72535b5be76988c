"""What a branch brings: through git itself."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimcheck.anchor import quote
from claimcheck.check.baseline import fingerprint
from claimcheck.check.drafts import Draft
from claimcheck.check.outcome import CheckedFile, Notice, Unreadable
from claimcheck.check.reports import Reported
from claimcheck.check.revision import commit_of, content_at, only_what_changed
from claimcheck.check.settings import SettingsFinder
from claimcheck.errors import SettingError
from claimcheck.model import Finding, Span
from claimcheck.record import finding_to_json, report_to_json
from tests.frozen import report_of

SEED = report_of("seed")
RECORD = report_to_json(SEED)
CLAIMS = RECORD["claims"]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "a.md").write_bytes(b"old text\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=first")
    (tmp_path / "drafts" / "a.md").write_bytes(b"new text\n")
    (tmp_path / "drafts" / "b.md").write_bytes(b"not there before\n")
    return tmp_path


def test_a_file_as_it_was(repository: Path) -> None:
    commit = commit_of("main", repository / "drafts")
    assert len(commit) == 40
    assert content_at(commit, repository / "drafts" / "a.md") == b"old text\n"
    assert content_at(commit, repository / "drafts" / "b.md") is None


@pytest.mark.parametrize("revision", ["nonesuch", "--help", "-n1", "main:drafts/a.md", "main..HEAD", "", "HEAD; rm -rf x", "$(id)"])
def test_what_is_no_revision_gets_one_sentence(repository: Path, revision: str) -> None:
    with pytest.raises(SettingError, match="there is no revision") as caught:
        commit_of(revision, repository)
    assert "\n" not in str(caught.value)


def test_outside_of_a_repository_too(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="is in no git repository"):
        commit_of("main", tmp_path)


def draft(path: Path) -> Draft:
    settings = SettingsFinder({}, None).at(path.parent)
    return Draft(path.name, str(path), path.read_bytes(), settings, settings.in_force(path.name))


def finding(words: str, claims: tuple[str, ...] = ()) -> Finding:
    start = SEED.document.source.index(words)
    return Finding(
        "f-" + "0" * 16, "weekday_date", "error", "Wrong.", quote(SEED.document.source, Span(start, start + len(words))), (), None, claims
    )


def narrowed(repository: Path, old: dict[str, Any], *found: Finding) -> CheckedFile:
    """The seed's report after the branch, `old` before it."""

    def reports(drafts: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        for one in drafts:
            assert one.data == b"old text\n"
            yield Reported(SEED.document.source, old)

    now = draft(repository / "drafts" / "a.md")
    notices = tuple(Notice(one, one.severity, fingerprint(one)) for one in found)
    return only_what_changed([now], "main", reports)(CheckedFile(now.path, SEED.document.source, RECORD, notices))


def test_only_claims_that_were_added_or_changed_stay(repository: Path) -> None:
    changed = CLAIMS[3] | {"polarity": "negative", "claim_id": "c-ffffffffffffffff"}
    old = RECORD | {"claims": [*CLAIMS[:3], changed, *CLAIMS[5:]], "findings": []}
    file = narrowed(repository, old)
    assert CLAIMS[3]["claim_id"] in [claim["claim_id"] for claim in file.record["claims"]]
    assert {claim["claim_id"] for claim in file.record["claims"]} <= {CLAIMS[3]["claim_id"], CLAIMS[4]["claim_id"]}


def test_findings_stay_when_they_are_new_or_touch_what_changed(repository: Path) -> None:
    known, touched, fresh = finding("Tuesday"), finding("Operation", (CLAIMS[3]["claim_id"],)), finding("India")
    changed = CLAIMS[3] | {"polarity": "negative", "claim_id": "c-ffffffffffffffff"}
    old = RECORD | {
        "claims": [*CLAIMS[:3], changed, *CLAIMS[4:]],
        "findings": [finding_to_json(known), finding_to_json(replace(touched, claims=()))],
    }
    assert [notice.finding for notice in narrowed(repository, old, known, touched, fresh).notices] == [touched, fresh]


def test_a_file_that_is_new_stays_whole(repository: Path) -> None:
    def reports(drafts: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        assert drafts == []
        return iter(())

    now = draft(repository / "drafts" / "b.md")
    file = CheckedFile(now.path, SEED.document.source, RECORD, (Notice(finding("Tuesday"), "error", "x"),))
    assert only_what_changed([now], "main", reports)(file) == file
