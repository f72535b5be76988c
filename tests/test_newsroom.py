"""A newsroom's day, with the real models: its git repository, a faulty branch, pre-commit, the baseline and the lock."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from claimcheck.record import schema_errors

ROOT = Path(__file__).parent.parent
NEWSROOM = ROOT / "fixtures" / "newsroom"

pytestmark = pytest.mark.e2e

#: What the faulty branch has got wrong: file, line, rule, words.
FAULTS = {
    ("drafts/budget.md", 7, "change_arithmetic"),
    ("drafts/budget.md", 9, "sum_of_parts"),
    ("drafts/ferry.md", 7, "weekday_date"),
    ("drafts/ferry.md", 9, "part_over_total"),
    ("drafts/ferry.md", 13, "impossible_date"),
    ("drafts/strike.md", 7, "duration_against_dates"),
    ("drafts/strike.md", 11, "name_spelling"),
}


@dataclass(frozen=True)
class Desk:
    """A checkout with the clean articles on `main` and the faulty ones on `faulty`, and a cache of its own."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.folder, env=dict(self.environment), capture_output=True, text=True, timeout=300)

    def claimcheck(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "claimcheck", *arguments)

    def git(self, *arguments: str) -> None:
        done = self.run("git", "-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false", *arguments)
        assert done.returncode == 0, done.stderr

    def switch(self, branch: str) -> None:
        self.git("checkout", "--quiet", "--force", branch)
        self.git("clean", "--quiet", "--force", "-d")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("newsroom") / "desk"
    shutil.copytree(NEWSROOM / "clean", folder)
    environment = os.environ | {
        "CLAIMCHECK_CACHE": str(folder.parent / "cache"),
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    for name in ("GITHUB_STEP_SUMMARY", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        environment.pop(name, None)
    desk = Desk(folder, environment)
    desk.git("init", "--quiet", "--initial-branch=main")
    desk.git("add", ".")
    desk.git("commit", "--quiet", "--message=Clean articles")
    desk.git("checkout", "--quiet", "-b", "faulty")
    shutil.copytree(NEWSROOM / "faulty", folder, dirs_exist_ok=True)
    desk.git("commit", "--quiet", "--all", "--message=Changes")
    return desk


@pytest.fixture
def main_branch(newsroom: Desk) -> Desk:
    newsroom.switch("main")
    return newsroom


@pytest.fixture
def faulty_branch(newsroom: Desk) -> Desk:
    newsroom.switch("faulty")
    return newsroom


def found(done: subprocess.CompletedProcess[str]) -> set[tuple[str, int, str]]:
    notices = [json.loads(line) for line in done.stdout.splitlines()]
    return {(one["path"], one["finding"]["span"]["line"], one["finding"]["rule"]) for one in notices}


def test_the_clean_branch_is_clean(main_branch: Desk) -> None:
    done = main_branch.claimcheck("check", "drafts", "--fail-on", "warning")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "No findings in 3 files.\n"


def test_every_fault_of_the_branch_is_found_and_nothing_else(faulty_branch: Desk) -> None:
    done = faulty_branch.claimcheck("check", "drafts", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (1, "")
    assert found(done) == FAULTS


def test_only_what_the_branch_brings(faulty_branch: Desk) -> None:
    done = faulty_branch.claimcheck("check", "drafts", "--diff-base", "main", "--format", "json")
    assert done.returncode == 1
    record = json.loads(done.stdout)
    assert schema_errors("check", record) == []
    assert {(f["path"], n["finding"]["span"]["line"], n["finding"]["rule"]) for f in record["files"] for n in f["notices"]} == FAULTS
    claims = [claim for file in record["files"] for claim in file["report"]["claims"]]
    assert 0 < len(claims) < 20
    assert all("Lindqvist" not in claim["text"] for claim in claims)
    again = faulty_branch.claimcheck("check", "drafts", "--diff-base", "faulty")
    assert (again.returncode, again.stdout) == (0, "No findings in 3 files.\n")


def test_an_unchanged_draft_needs_no_models(faulty_branch: Desk) -> None:
    first = faulty_branch.claimcheck("check", "drafts")
    script = (
        "import sys\nfrom claimcheck.cli import main\ncode = main(['check', 'drafts'])\n"
        "heavy = {'torch', 'stanza', 'transformers', 'jsonschema', 'claimcheck.pipeline'} & set(sys.modules)\n"
        "sys.exit(f'loaded {sorted(heavy)}' if heavy else code)"
    )
    done = faulty_branch.run(sys.executable, "-c", script)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == first.stdout


def test_a_baseline_hides_what_is_known_wherever_it_moves(faulty_branch: Desk) -> None:
    written = faulty_branch.claimcheck("baseline", "write", "drafts")
    assert (written.returncode, written.stdout) == (0, "claimcheck-baseline.json: 7 findings of 3 articles.\n")
    draft = faulty_branch.folder / "drafts" / "ferry.md"
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("# Ferry", "An editor's note stands here.\n\n# Ferry"), encoding="utf-8")
    done = faulty_branch.claimcheck("check", "drafts")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "No findings in 3 files (7 in the baseline).")
    draft.write_text(text.replace("Monday, July 1, 2025", "Tuesday, July 1, 2025"), encoding="utf-8")
    pruned = faulty_branch.claimcheck("baseline", "prune", "drafts")
    assert pruned.returncode == 0
    assert pruned.stdout.splitlines()[-1] == "claimcheck-baseline.json: 1 removed, 6 findings left."


def test_a_verified_claim_is_open_again_when_its_value_changed(main_branch: Desk) -> None:
    record = json.loads(main_branch.claimcheck("extract", "drafts/ferry.md", "--format", "json").stdout)
    hurt = next(claim for claim in record["claims"] if claim["text"].startswith("12 people were hurt"))
    verify = ["lock", "verify", "drafts/ferry.md", hurt["claim_id"], "--verdict", "true", "--source", "coast guard", "--by", "Ana"]
    done = main_branch.claimcheck(*verify, "--when", "2025-07-03")
    assert (done.returncode, done.stderr) == (0, "")
    assert main_branch.claimcheck("check", "drafts").returncode == 0
    draft = main_branch.folder / "drafts" / "ferry.md"
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("All passengers were brought", "The passengers were all brought"), encoding="utf-8")
    assert main_branch.claimcheck("lock", "status", "drafts").stdout.splitlines()[-1] == "claims.lock: 1 verified, 0 open, 0 idle."
    draft.write_text(text.replace("12 people were hurt", "17 people were hurt"), encoding="utf-8")
    done = main_branch.claimcheck("check", "drafts", "--format", "jsonl", "--fail-on", "warning")
    assert done.returncode == 1
    assert found(done) == {("drafts/ferry.md", 9, "changed_since_verified")}
    (notice,) = map(json.loads, done.stdout.splitlines())
    assert notice["finding"]["message"] == "This claim was verified as “true” by Ana on 2025-07-03, but its value changed since."
    assert notice["finding"]["arithmetic"] == "12 → 17"


def test_the_difference_between_the_branches(faulty_branch: Desk) -> None:
    done = faulty_branch.claimcheck("diff", "main:drafts/ferry.md", "drafts/ferry.md", "--format", "json", "--exit-code")
    assert (done.returncode, done.stderr) == (1, "")
    record = json.loads(done.stdout)
    kinds = [(change["kind"], change["old"], change["new"]) for pair in record["changed"] for change in pair["changes"]]
    assert any(kind == "value-changed" and "four" in old and "14" in new for kind, old, new in kinds)
    assert any(kind == "date-moved" for kind, _, _ in kinds)
    same = faulty_branch.claimcheck("diff", "faulty:drafts/ferry.md", "drafts/ferry.md", "--exit-code")
    assert same.returncode == 0


def test_pre_commit_stops_the_faulty_articles_and_lets_the_clean_ones_pass(newsroom: Desk) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    local = hook | {"language": "system", "entry": f"{sys.executable} -m {hook['entry']}", "files": "^drafts/"}  # as it is installed here
    config = newsroom.folder.parent / "pre-commit.yaml"
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [local]}]}), encoding="utf-8")
    for branch, code in (("main", 0), ("faulty", 1)):
        newsroom.switch(branch)
        done = newsroom.run(sys.executable, "-m", "pre_commit", "run", "--config", str(config), "--all-files")
        assert done.returncode == code, done.stdout + done.stderr
        assert ("1 July 2025 is a Tuesday, not a Monday." in done.stdout) == (branch == "faulty")
