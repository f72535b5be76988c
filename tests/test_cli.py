"""The command line as a whole: help, versions, exit codes, and one sentence for whatever goes wrong."""

import errno
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import claimcheck
from claimcheck.cli import group
from claimcheck.errors import ClaimcheckError, RecordError

COMMANDS = [
    "archive",
    "baseline",
    "batch",
    "cache",
    "check",
    "completion",
    "diff",
    "evaluate",
    "explain",
    "export",
    "extract",
    "import",
    "lock",
    "lookup",
    "lsp",
    "models",
    "queue",
    "report",
    "rules",
    "serve",
    "validate",
    "warm",
]


class Raises:
    def __init__(self, error: BaseException):
        self.error = error

    def extract_document(self, document):
        raise self.error


def test_the_commands_are_these() -> None:
    assert sorted(group.commands) == COMMANDS


def test_a_command_that_is_run_loads_no_other() -> None:
    script = (
        "import sys; from claimcheck.cli import main; main(['completion', 'bash']);"
        "sys.exit(str(sorted({m for m in sys.modules if m.startswith('claimcheck.')})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    allowed = {"claimcheck.cli", *(f"claimcheck.cli.{name}" for name in ("completion", "session", "terminal")), "claimcheck.errors"}
    assert done.stderr.strip() == str(sorted(allowed))


def test_version(run) -> None:
    outcome = run("--version")
    assert (outcome.code, outcome.out) == (0, f"claimcheck {claimcheck.__version__}\n")


@pytest.mark.parametrize("arguments", [["--help"], *([command, "--help"] for command in COMMANDS)])
def test_help_goes_to_standard_output_and_has_examples_or_commands(run, arguments: list[str]) -> None:
    outcome = run(*arguments)
    assert outcome.code == 0
    assert outcome.out.startswith("Usage: claimcheck")
    assert "Example" in outcome.out or "Commands:" in outcome.out
    assert outcome.err == ""


def test_no_command_shows_the_help_on_standard_error(run) -> None:
    outcome = run()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: claimcheck")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["extrakt"], "No such command 'extrakt'"),
        (["extract"], "Missing argument 'ARTICLE...'. `claimcheck extract --help` shows how it is used."),
        (["extract", "--formt", "csv", "a"], "No such option"),
        (["extract", "a", "--format", "xml"], "'xml' is not one of"),
        (["extract", "a", "--min-priority", "2"], "2.0 is not in the range"),
        (["extract", "a", "--published", "yesterday"], "'yesterday' is no date: write the day of publication as YYYY-MM-DD."),
        (["completion", "powershell"], "'powershell' is not one of"),
    ],
)
def test_a_wrong_command_line_is_one_sentence_and_exit_2(run, arguments: list[str], sentence: str) -> None:
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("claimcheck: error: ")
    assert sentence in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_error_of_ours_is_its_sentence(run, article: Path) -> None:
    run.extractor = Raises(ClaimcheckError("It rains."))
    outcome = run("extract", article)
    assert (outcome.code, outcome.out, outcome.err) == (2, "", "claimcheck: error: It rains.\n")


def test_complaints_of_a_record_stand_below_its_sentence(run, article: Path) -> None:
    run.extractor = Raises(RecordError("The record is broken.", tuple(f"complaint {number}" for number in range(12))))
    outcome = run("extract", article)
    assert outcome.code == 2
    lines = outcome.err.splitlines()
    assert lines[0] == "claimcheck: error: The record is broken."
    assert lines[1:3] == ["  complaint 0", "  complaint 1"]
    assert lines[-1] == "  … and 2 more"


def test_a_bug_is_one_sentence_that_asks_for_a_report(run, article: Path) -> None:
    run.extractor = Raises(KeyError("nsubj"))
    outcome = run("extract", article)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert "KeyError: 'nsubj'" in outcome.err
    assert "Please report it" in outcome.err
    assert "Traceback" not in outcome.err


def test_debug_shows_the_traceback_above_the_sentence(run, article: Path) -> None:
    run.extractor = Raises(KeyError("nsubj"))
    outcome = run("--debug", "extract", article)
    assert outcome.err.startswith("Traceback")
    assert outcome.err.splitlines()[-1].startswith("claimcheck: error: Something went wrong")


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141)])
def test_who_stops_us_gets_no_lecture(run, article: Path, error: BaseException, code: int) -> None:
    run.extractor = Raises(error)
    outcome = run("extract", article)
    assert (outcome.code, outcome.out, outcome.err) == (code, "", "")


def test_too_little_memory_is_said_in_words(run, article: Path) -> None:
    run.extractor = Raises(MemoryError())
    outcome = run("extract", article)
    assert outcome.code == 2
    assert "not enough memory" in outcome.err


# -- as a program of its own ------------------------------------------------------------------------------------


def program(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "claimcheck", *arguments], capture_output=True, text=True, timeout=60, **options)


def test_it_runs_as_a_module_and_returns_its_exit_code() -> None:
    done = program("explain", "no_such_rule_at_all")
    assert done.returncode == 2
    assert done.stderr.startswith("claimcheck: error: There is no rule 'no_such_rule_at_all'")


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from claimcheck.cli import main; main(['--help']);"
        "heavy = {'torch', 'stanza', 'transformers', 'jsonschema', 'rich', 'numpy', 'trafilatura', 'docx', 'sqlalchemy', 'alembic', 'starlette',"
        " 'uvicorn', 'structlog'} & set(sys.modules);"
        "sys.exit(f'loaded {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_loads_little() -> None:
    """Nearly all of its time goes into modules, and their number does not depend on what else the machine does."""
    script = (
        "import sys; bare = len(sys.modules); from claimcheck.cli import main; main(['--help']); sys.exit(len(sys.modules) - bare > 170)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60).returncode == 0


def test_a_reader_that_goes_away_hears_nothing_on_standard_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([sys.executable, "-m", "claimcheck", "rules"], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


def test_an_interrupt_while_reading_leaves_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "claimcheck", "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test run in the background ignores it, and so would the child
    ) as child:
        try:
            assert child.stdin
            child.stdin.write(b"word " * 200_000)  # much more than a pipe holds: when this returns, the child is reading
            child.stdin.flush()
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=60)
        finally:
            child.kill()
    assert (child.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run, shell: str) -> None:
    outcome = run("completion", shell)
    assert outcome.code == 0
    assert "_CLAIMCHECK_COMPLETE" in outcome.out


def test_a_shell_that_asks_gets_the_commands() -> None:
    environment = {**os.environ, "_CLAIMCHECK_COMPLETE": "bash_complete", "COMP_WORDS": "claimcheck ex", "COMP_CWORD": "1"}
    done = program(env=environment)
    assert done.returncode == 0
    assert done.stdout.split() == ["plain,explain", "plain,export", "plain,extract"]


def _in_a_shell(line: str) -> subprocess.CompletedProcess[str]:
    program = f"{shlex.quote(sys.executable)} -m claimcheck {line}"
    return subprocess.run(["sh", "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_a_closed_standard_output_is_no_bug() -> None:
    done = _in_a_shell("rules >&-")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_is_one_sentence(run, article: Path) -> None:
    run.extractor = Raises(OSError(errno.ENOSPC, "No space left on device"))
    outcome = run("extract", article)
    assert outcome.code == 2
    assert outcome.err == "claimcheck: error: The output cannot be written (No space left on device): make room, or write it elsewhere.\n"
