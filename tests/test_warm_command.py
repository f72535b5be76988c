"""`claimcheck warm`, and what other commands do with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.pipeline import Extractor
from claimcheck.warm.client import ask
from tests.frozen import ARTICLES, document_of, sentences_of
from tests.queue_databases import later
from tests.warm_process import ROOT, warm
from tests.warm_serving import Known, client, own_sockets, serving

pytestmark = own_sockets

ARTICLE = ARTICLES / "seed" / "article.txt"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, socket_path: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAIMCHECK_WARM_SOCKET", str(socket_path))
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CLAIMCHECK_WARM", raising=False)


def with_models(monkeypatch: pytest.MonkeyPatch, load: Callable[[str], Known]) -> None:
    """Load others in place of the models."""
    monkeypatch.setattr("claimcheck.parse.load", load)
    monkeypatch.setattr("claimcheck.pipeline.load", load)


def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(model: str) -> Known:
        raise AssertionError("the models are loaded")

    with_models(monkeypatch, load)


def written(*arguments: str | Path, session: Session | None = None) -> bytes:
    """What a command writes to a file."""
    target = Path(os.environ["CLAIMCHECK_CACHE"]).with_name(f"out{time.monotonic_ns()}.jsonl")
    code = main([*map(str, arguments), "--output", str(target)], session=session)
    assert code == 0
    return target.read_bytes()


# -- commands that use it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seed", "draft-markdown", "page-html", "wikinews-korea"])
def test_extract_writes_the_same_with_and_without(monkeypatch: pytest.MonkeyPatch, socket_path: Path, name: str) -> None:
    article = next(path for path in sorted((ARTICLES / name).iterdir()) if path.stem == "article")
    cold = written("extract", article, session=Session(extractor=lambda model: Extractor(parser=Known(name))))
    without_models(monkeypatch)
    known = Known(name)
    with serving(socket_path, known):
        assert written("extract", article, "--warm") == cold
        monkeypatch.setenv("CLAIMCHECK_WARM", "1")
        assert written("extract", article) == cold
    assert cold.count(b"\n") > 3
    assert len(known.asked) == 2


def test_check_asks_it_for_what_is_not_kept_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, socket_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_models(monkeypatch)
    draft = tmp_path / "draft.txt"
    text = ARTICLE.read_text(encoding="utf-8")
    draft.write_text(text, encoding="utf-8")
    known = Known()
    with serving(socket_path, known):
        first = main(["check", str(draft), "--warm"])
        whole = known.asked.pop()
        draft.write_text(text + "\n\nOne more.", encoding="utf-8")
        assert main(["check", str(draft), "--warm"]) == first
        assert main(["check", str(draft), "--warm"]) == first
    assert len(whole) > 3
    assert known.asked == []  # the new paragraph alone was asked for, and the stand-in knows nothing of it
    assert "note:" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["check", "diff", "export", "extract", "report", "lookup", "lsp", "evaluate", "baseline write", "lock verify", "lock status"]
)
def test_every_command_that_parses_has_the_option(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([*command.split(), "--help"]) == 0
    assert "--warm / --no-warm" in capsys.readouterr().out


def test_without_a_server_there_is_a_note_and_the_models_are_loaded_here(
    monkeypatch: pytest.MonkeyPatch, socket_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_models(monkeypatch, lambda model: Known())
    here = written("extract", ARTICLE, "--warm")
    assert capsys.readouterr().err == (
        f"claimcheck: note: No warm server listens at {socket_path} (`claimcheck warm` starts one); the models are loaded here.\n"
    )
    assert written("extract", ARTICLE) == here
    monkeypatch.setenv("CLAIMCHECK_WARM", "1")
    assert written("extract", ARTICLE, "--no-warm") == here
    assert capsys.readouterr().err == ""


def test_a_socket_that_others_could_listen_at_is_an_error(
    monkeypatch: pytest.MonkeyPatch, socket_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_models(monkeypatch)
    socket_path.parent.chmod(0o755)
    assert main(["extract", str(ARTICLE), "--warm"]) == 2
    assert "is open to others" in capsys.readouterr().err


def test_a_wrong_value_in_the_environment_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CLAIMCHECK_WARM", "perhaps")
    assert main(["extract", str(ARTICLE)]) == 2
    assert "perhaps" in capsys.readouterr().err


# -- the command ------------------------------------------------------------------------------------------------


def test_it_tells_how_it_is_and_ends_when_told_to(socket_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with warm(socket_path) as process:
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
        assert main(["warm", "--status"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith(f"A warm server listens at {socket_path} (process {process.pid}, since ")
        assert lines[0].endswith(": the models are loaded.")
        assert lines[1] == "Requests answered: 1; waiting: 0."
        assert lines[2].startswith("Models: compact, sha256 ")
        assert len(lines) == 3
        assert main(["warm", "--stop"]) == 0
        assert capsys.readouterr().out == f"The warm server at {socket_path} has ended.\n"
        assert process.wait(60) == 0
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == ("The models are loaded.\n", "")
    for what in ("--status", "--stop"):
        assert main(["warm", what]) == 1
        assert capsys.readouterr().out == f"No warm server listens at {socket_path}.\n"


def test_one_of_another_version_is_told_of(socket_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(socket_path):
        monkeypatch.setattr("claimcheck.written_parse.code", lambda: "other")
        assert main(["warm", "--status"]) == 0
    assert "another version" in capsys.readouterr().out


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_request_under_way_finish(socket_path: Path, tmp_path: Path, kind: signal.Signals) -> None:
    hold = tmp_path / "hold"
    hold.touch()
    found: list[object] = []
    with warm(socket_path, hold=hold) as process:
        asking = threading.Thread(target=lambda: found.append(client(socket_path).parse(document_of("seed"))))
        asking.start()
        until = time.monotonic() + 60
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(kind)
        while socket_path.exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert process.poll() is None
        hold.unlink()
        asking.join(60)
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert found == [sentences_of("seed")]
    assert not socket_path.exists()


def test_the_second_signal_ends_it_at_once(socket_path: Path, tmp_path: Path) -> None:
    hold = tmp_path / "hold"
    hold.touch()
    notes: list[str] = []
    with warm(socket_path, hold=hold) as process:
        asking = threading.Thread(target=lambda: client(socket_path, notes, Known).parse(document_of("seed")))
        asking.start()
        until = time.monotonic() + 60
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.01)
        process.terminate()
        while socket_path.exists() and time.monotonic() < until:
            time.sleep(0.01)
        process.terminate()
        assert process.wait(60) == -signal.SIGTERM
        asking.join(60)
    assert "did not answer" in notes[0]


def test_one_that_was_killed_leaves_nothing_in_the_way(socket_path: Path) -> None:
    with warm(socket_path) as process:
        process.kill()
        process.wait(60)
        assert socket_path.exists()
        assert ask(socket_path, {"ask": "status"}) is None
    with warm(socket_path):
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")


def test_a_second_one_says_that_there_is_one(socket_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = Session(extractor=lambda model: Extractor(parser=Known()))
    with serving(socket_path):
        assert main(["warm"], session=session) == 2
    assert capsys.readouterr().err.startswith(f"claimcheck: error: A warm server has {socket_path} already")


def test_it_ends_when_nobody_used_it(socket_path: Path) -> None:
    with warm(socket_path, "--idle", "1s") as process:
        assert process.wait(60) == 0
    assert not socket_path.exists()


def test_that_nobody_reads_what_it_says_ends_nothing(socket_path: Path) -> None:
    with warm(socket_path) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
        process.terminate()
        assert process.wait(60) == 0


@pytest.mark.parametrize("value", ["30", "m", "0m", "-1s", "1d", "1.5h", "٣m"])
def test_a_time_that_is_none_is_refused(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warm", "--idle", value]) == 2
    assert "write how long as in 30m, 90s or 2h" in capsys.readouterr().err


def test_two_things_at_once_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warm", "--stop", "--status"]) == 2
    assert "give one of them" in capsys.readouterr().err


# -- the queue's server -----------------------------------------------------------------------------------------


def test_the_queues_server_offers_its_models_too(
    socket_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from claimcheck.queue import server

    known = Known()
    seen: list[object] = []

    def serve(service, bound, **named) -> None:
        bound.socket.close()
        seen.append(client(socket_path).parse(document_of("seed")))
        seen.append(service.extract(ARTICLE.read_bytes(), "article.txt", None)[1])

    monkeypatch.setattr(server, "serve", serve)
    session = Session(extractor=lambda model: Extractor(parser=known), now=lambda: later())
    arguments = ["serve", "--port", "0", "--queue", str(tmp_path / "queue.sqlite")]
    assert main([*arguments, "--warm"], session=session) == 0, capsys.readouterr().err
    assert seen == [sentences_of("seed"), ARTICLE.read_text(encoding="utf-8")]
    assert len(known.asked) == 2
    assert not socket_path.exists()
    assert main([*arguments, "--warm", "--no-extract"], session=session) == 2
    assert "contradict each other" in capsys.readouterr().err


# -- with the models --------------------------------------------------------------------------------------------


@pytest.mark.e2e
def test_with_the_models_it_writes_the_same_bytes(socket_path: Path, tmp_path: Path) -> None:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "claimcheck", *map(str, arguments)], capture_output=True, text=True, timeout=300, cwd=ROOT
        )

    server = subprocess.Popen([sys.executable, "-m", "claimcheck", "warm", "--idle", "10m"], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Listening at ")
        done = run("extract", ARTICLE, "--warm", "-o", tmp_path / "warm.jsonl")
        assert (done.returncode, done.stderr) == (0, "")
        assert run("warm", "--stop").returncode == 0
        assert server.wait(60) == 0
    finally:
        server.kill()
        server.wait()
        server.stdout.close()  # type: ignore[union-attr]
    assert run("extract", ARTICLE, "-o", tmp_path / "cold.jsonl").returncode == 0
    assert (tmp_path / "warm.jsonl").read_bytes() == (tmp_path / "cold.jsonl").read_bytes()
