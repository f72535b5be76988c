"""Processes that work, hang, die and are killed: every article is there once, and the bytes are the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.batch.run import Plan, here, run
from claimcheck.batch.shard import Settings
from claimcheck.batch.workers import Task
from claimcheck.errors import BatchError, ModelError
from tests.batch_standins import ARTICLES, NOTES, PLAIN, Misbehaves, Silent, dies_at_the_start, has_no_models, has_no_room, serially, tree
from tests.frozen import document_of

ROOT = Path(__file__).parent.parent


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Twelve articles in shards of four."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"{PLAIN} It was the {number + 2}th month.", encoding="utf-8")
    (folder / "05.txt").write_text(document_of(ARTICLES[0]).source, encoding="utf-8")
    (folder / "09.txt").write_bytes(b"\x00\xff")
    return Plan((str(folder),), tmp_path / "out", {"model": "frozen"}, articles=4)


def says(plan: Plan, number: int, word: str) -> None:
    (Path(plan.paths[0]) / f"{number:02}.txt").write_text(f"{PLAIN} {word}", encoding="utf-8")


def errors(plan: Plan) -> dict[str, str]:
    return {row["id"]: row["error"] for row in map(json.loads, (plan.out / "errors.jsonl").read_text().splitlines())}


def test_the_bytes_are_the_same_with_any_number_of_workers(plan: Plan, tmp_path: Path) -> None:
    outputs = []
    for count in (1, 2, 5):
        each = replace(plan, out=tmp_path / f"out-{count}")
        run(each, here(Misbehaves, each, count), Silent())
        outputs.append(tree(each.out))
    run(plan, serially(plan), Silent())
    assert outputs[0] == outputs[1] == outputs[2] == tree(plan.out)


@pytest.mark.parametrize(("word", "kind"), [("SLOW", "too-slow"), ("DEAF", "too-slow"), ("DIE", "crashed"), ("RAISE", "failed")])
def test_an_article_that_hangs_or_kills_is_an_error_and_harms_no_other(plan: Plan, word: str, kind: str) -> None:
    says(plan, 2, word)
    says(plan, 3, word)
    plan = replace(plan, settings=Settings(limit=0.5))
    began = time.monotonic()
    summary = run(plan, here(Misbehaves, plan, 2, grace=0.5), Silent())
    assert time.monotonic() - began < 55
    assert errors(plan) == {"02.txt": kind, "03.txt": kind, "09.txt": "unreadable"}
    assert (summary.articles, summary.errors) == (12, 3)
    rows = [json.loads(line)["id"] for path in sorted(plan.out.glob("documents-*")) for line in path.read_text().splitlines()]
    assert rows == [f"{number:02}.txt" for number in range(12)]


def test_a_worker_that_dies_once_changes_nothing(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NOTES, str(tmp_path))
    says(plan, 2, "DIEONCE")
    run(plan, here(Misbehaves, plan, 2), Silent())
    assert (tmp_path / "died").exists()
    undisturbed = replace(plan, out=tmp_path / "undisturbed")
    run(undisturbed, serially(undisturbed), Silent())
    assert tree(plan.out) == tree(undisturbed.out)


def test_workers_that_cannot_start_end_the_run(plan: Plan) -> None:
    with pytest.raises(ModelError, match="compact is missing"):
        run(plan, here(has_no_models, plan, 2), Silent())
    with pytest.raises(BatchError, match=r"die while they load the models \(signal 9\): use fewer --workers"):
        run(plan, here(dies_at_the_start, plan, 2), Silent())


def test_what_the_disk_does_not_take_ends_the_run_and_nothing_is_half(plan: Plan) -> None:
    with pytest.raises(BatchError, match=r"cannot be written \(File too large\): mend that, and run it again to go on"):
        run(plan, here(has_no_room, plan, 2), Silent())
    assert set(tree(plan.out)) == {"manifest.jsonl"}
    run(plan, here(Misbehaves, plan, 2), Silent())
    assert (plan.out / "manifest.json").exists()


def test_blame_falls_on_one_article_in_the_end() -> None:
    task: Task[str] = Task("shard")
    task.blame((0, 1, 2), slow=False)
    assert (task.singly, task.lost) == (False, {})  # somebody may have killed it
    task.blame((0, 1, 2), slow=False)
    assert (task.singly, task.lost) == (True, {})
    task.blame((1,), slow=False)
    assert task.lost == {}
    task.blame((1,), slow=False)
    assert task.lost == {1: "died"}
    task.blame((2,), slow=True)
    assert task.lost == {1: "died", 2: "too slow"}
    slow: Task[str] = Task("shard")
    slow.blame((0, 1), slow=True)
    assert slow.singly
    slow.blame((), slow=False)
    slow.blame((), slow=False)
    with pytest.raises(BatchError, match="die when they write"):
        slow.blame((), slow=False)


SCRIPT = """
import sys
from pathlib import Path
from claimcheck.batch.run import Plan, here, run
from claimcheck.batch.shard import Settings
from tests.batch_standins import Misbehaves, Silent
if __name__ == "__main__":
    plan = Plan((sys.argv[1],), Path(sys.argv[2]), {"model": "frozen"}, articles=4)
    run(plan, here(Misbehaves, plan, 2), Silent())
"""


@pytest.mark.parametrize("group", [True, False])
def test_a_kill_in_the_middle_leaves_no_process_and_loses_nothing(plan: Plan, tmp_path: Path, group: bool) -> None:
    import psutil

    says(plan, 10, "SLOW")  # the last shard is never done in time
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), plan.paths[0], str(plan.out)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as process:
        journal = plan.out / "manifest.jsonl"
        for _ in range(600):
            if journal.exists() and len(journal.read_bytes().splitlines()) == 3:
                break
            time.sleep(0.1)
        workers = psutil.Process(process.pid).children(recursive=True)
        (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    assert len(workers) >= 2
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    says(plan, 10, "SLOW")
    finished = replace(plan, settings=Settings(limit=0.2))
    watch = Silent()
    run(finished, here(Misbehaves, finished, 1), watch)
    assert watch.passed_numbers == [0, 1]
    assert watch.done_numbers == [2]
    assert errors(plan) == {"09.txt": "unreadable", "10.txt": "too-slow"}
    assert not list(plan.out.glob(".*.part"))
