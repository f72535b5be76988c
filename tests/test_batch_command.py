"""`claimcheck batch` as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimcheck.batch.writing import Written
from claimcheck.cli import batch_meter, main
from claimcheck.cli.batch_meter import Meter
from claimcheck.cli.session import Session
from tests.batch_standins import ARTICLES, PLAIN, Misbehaves, tree
from tests.conftest import Outcome
from tests.frozen import document_of

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "in"
    top.mkdir()
    for number in range(5):
        (top / f"{number}.txt").write_text(f"{PLAIN} It was the {number + 2}th month.", encoding="utf-8")
    return top


@pytest.fixture
def batch(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: str | Path) -> Outcome:
        code = main(["batch", *map(str, arguments)], session=Session(worker=Misbehaves))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


def test_a_folder_becomes_shards_and_a_summary(batch, folder: Path, tmp_path: Path) -> None:
    (folder / "picture.png").write_bytes(b"")
    outcome = batch(folder, tmp_path / "out", "--shard-size", 2, "--workers", 2)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith("5 articles, 0 claims")
    assert outcome.err.endswith("\n1 files of other kinds were passed over.\n")
    assert len(list((tmp_path / "out").glob("documents-*.jsonl"))) == 3
    again = batch(folder, tmp_path / "out", "--shard-size", 2, "--workers", 1)
    assert again.err.startswith("5 articles, 0 claims; 5 were done before.\n")


def test_articles_without_a_record_are_exit_code_1(batch, folder: Path, tmp_path: Path) -> None:
    (folder / "0.txt").write_bytes(b"\x00")
    (folder / "1.txt").write_text(f"{PLAIN} SLOW")
    outcome = batch(folder, tmp_path / "out", "--limit", "0.2s", "--workers", 1)
    assert outcome.code == 1
    told = f"2 articles have no record: {tmp_path}/out/errors.jsonl says why. 1 of them took too long or died: --retry tries them again.\n"
    assert outcome.err.endswith(told)
    assert batch(folder, tmp_path / "out", "--quiet") == Outcome(1, "", "")


def test_several_inputs_and_options_reach_the_records(batch, folder: Path, tmp_path: Path) -> None:
    rows = [{"body": document_of("seed").source, "day": "2025-07-02", "id": "x"}, {"body": PLAIN}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    arguments = ["--field", "text=body", "--field", "date=day", "--published", "2020-02-03", "--only-checkable", "--format", "jsonl.gz"]
    outcome = batch(tmp_path / "a.jsonl", folder / "0.txt", tmp_path / "out", *arguments)
    assert outcome.code == 0
    import gzip

    lines = gzip.decompress((tmp_path / "out" / "reports-000000.jsonl.gz").read_bytes()).splitlines()
    reports = [json.loads(line) for line in lines]
    assert [report["document"]["published_at"] for report in reports] == ["2025-07-02", "2020-02-03", "2020-02-03"]
    assert [report["document"]["uri"] for report in reports] == ["a.jsonl%231", "a.jsonl%232", "in/0.txt"]
    assert "no" not in {claim["checkability"]["value"] for claim in reports[0]["claims"]} != set()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["out"], "Missing argument 'IN...'"),
        (["in", "out", "--limit", "soon"], "--limit soon: write how long as in 60s or 5m, or none."),
        (["in", "out", "--limit", "0s"], "--limit 0s: write how long"),
        (["in", "out", "--published", "today"], "'today' is no date: write the day of publication as YYYY-MM-DD."),
        (
            ["in", "out", "--field", "body"],
            "--field body: write which field has it, as in text=body; there are text, html, id, url, title, date.",
        ),
        (["in", "out", "--workers", "0"], "Invalid value for '--workers': 0 is not in the range"),
        (["in", "out", "--cluster", "slurm"], "--cluster slurm: write ray, or ray=ADDRESS."),
        (["in", "out", "--model", "none-such"], "There is no model package 'none-such'."),
        (["missing", "out"], "There is no input missing"),
        (["in", "in"], "The input in lies in the output in: choose another folder for the output."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(batch, folder: Path, tmp_path: Path, monkeypatch, arguments: list[str], sentence: str) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = batch(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"claimcheck: error: {sentence}")
    assert outcome.err.count("\n") == 1


def test_settings_of_another_run_are_told(batch, folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out", "--workers", 1)
    outcome = batch(folder, tmp_path / "out", "--min-priority", "0.5")
    assert outcome.code == 2
    assert "was begun with another --min-priority (0.0, now 0.5)" in outcome.err
    assert batch(folder, tmp_path / "out", "--min-priority", "0.5", "--fresh", "--workers", 1).code == 0


# -- progress -----------------------------------------------------------------------------------------------------


def written(articles: int, errors: int = 0) -> Written:
    return Written(0, "", (), articles, 0, errors, 0, 0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(batch_meter.time, "monotonic", lambda: now[0])
    return now


def test_progress_tells_rate_share_and_time_left_now_and_then(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    meter.begins(1000)
    meter.passed(written(64), 100)
    assert capsys.readouterr().err == ""  # not so soon
    clock[0] += 100
    meter.done(written(200, errors=1), 300)
    assert capsys.readouterr().err == "264 articles · 2.0 a second · 40% · 3 min left · 1 errors\n"
    clock[0] += 10
    meter.tick()
    assert capsys.readouterr().err == ""
    clock[0] += 10
    meter.done(written(4), 600)
    assert capsys.readouterr().err == ""
    clock[0] += 10
    meter.tick()
    assert capsys.readouterr().err == "268 articles · 1.7 a second · 100% · 1 errors\n"


def test_progress_on_a_terminal_is_one_line(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    meter = Meter()
    clock[0] += 1
    meter.begins(1000)
    clock[0] += 1
    meter.done(written(2), 500)
    meter.clear()
    assert "\n" not in screen.getvalue()
    assert "2 articles · 1.0 a second · 50% · 2 s left" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_quiet_run_says_nothing(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter(quiet=True)
    meter.begins(10)
    clock[0] += 100
    meter.done(written(2), 5)
    assert capsys.readouterr().err == ""


# -- with the real models -----------------------------------------------------------------------------------------


def started(folder: Path, out: Path, workers: int) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "claimcheck", "batch", str(folder), str(out), "--shard-size", "2", "--workers", str(workers)]
    return subprocess.Popen(line, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE, text=True, preexec_fn=_interruptible)


def _interruptible() -> None:
    """A shell that runs the tests in the background has them, and all that they start, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def shards_done(out: Path) -> int:
    journal = out / "manifest.jsonl"
    return max(0, len(journal.read_bytes().splitlines()) - 1) if journal.exists() else 0


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight articles and one that is none."""
    folder = tmp_path_factory.mktemp("real") / "in"
    folder.mkdir()
    for number, name in enumerate((ARTICLES * 8)[:8]):
        (folder / f"{number}.txt").write_text(document_of(name).source, encoding="utf-8")
    (folder / "8.txt").write_bytes(b"\x89PNG")
    return folder


@pytest.mark.e2e
def test_a_run_that_is_killed_and_begun_again_leaves_what_an_undisturbed_one_leaves(real: Path, tmp_path: Path) -> None:
    with started(real, tmp_path / "undisturbed", 2) as run:
        assert run.wait() == 1
        assert run.stderr and "9 articles, " in (said := run.stderr.read())
        assert "1 articles have no record" in said
    with started(real, tmp_path / "killed", 1) as run:
        while shards_done(tmp_path / "killed") < 1:
            assert run.poll() is None
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGKILL)
    assert not (tmp_path / "killed" / "manifest.json").exists()
    done = shards_done(tmp_path / "killed")
    assert 1 <= done < 5
    with started(real, tmp_path / "killed", 2) as run:
        assert run.wait() == 1
        assert run.stderr and f"; {2 * done} were done before." in run.stderr.read()
    assert tree(tmp_path / "killed") == tree(tmp_path / "undisturbed")


@pytest.mark.e2e
def test_ctrl_c_ends_it_with_one_sentence_and_no_process_left(tmp_path: Path) -> None:
    import psutil

    (tmp_path / "in").mkdir()
    for number in range(40):  # more than are done in the time that it takes to notice the first
        (tmp_path / "in" / f"{number:03}.txt").write_text(document_of(ARTICLES[number % len(ARTICLES)]).source, encoding="utf-8")
    with started(tmp_path / "in", tmp_path / "out", 2) as run:
        while shards_done(tmp_path / "out") < 1:
            assert run.poll() is None
            time.sleep(0.05)
        below = psutil.Process(run.pid).children(recursive=True)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: all processes get it
        assert run.wait() == 130
        assert run.stderr
        said = run.stderr.read()
    assert said.startswith("claimcheck: note: Stopped; ")
    assert said.endswith(" articles are done. Run the same command again to go on.\n")
    assert psutil.wait_procs(below, timeout=30)[1] == []


@pytest.mark.ray
@pytest.mark.e2e
def test_a_cluster_of_this_machine_leaves_the_same_bytes(real: Path, tmp_path: Path) -> None:
    for out, more in (("here", ["--workers", "2"]), ("cluster", ["--cluster", "ray", "--workers", "1"])):
        line = [sys.executable, "-m", "claimcheck", "batch", str(real), str(tmp_path / out), "--shard-size", "2", *more]
        assert subprocess.run(line, cwd=ROOT, check=False).returncode == 1  # one is no article
    assert tree(tmp_path / "here") == tree(tmp_path / "cluster")
