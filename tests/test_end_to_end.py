"""The installed program with the real embedded models: from an article to valid records, without a network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimcheck import Extractor
from claimcheck.document import from_text
from claimcheck.record import report_to_json, validate_report

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parent.parent
SEED = next((ROOT / "seeds").glob("*.txt"))


def claimcheck(*arguments: str | Path, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claimcheck", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=300, **options
    )


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("seed") / "claims.jsonl"
    done = claimcheck("extract", SEED, "--output", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return target


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_seed_s_records_are_valid_against_the_article_itself(written: Path) -> None:
    done = claimcheck("validate", written, "--source", SEED)
    assert (done.returncode, done.stdout) == (0, f"{written}: valid\n")


def test_every_claim_can_be_found_in_the_article(written: Path) -> None:
    article = SEED.read_text(encoding="utf-8")
    found = records(written)
    assert len(found) > 10
    for record in found:
        span = record["span"]
        assert article[span["start"] : span["end"]] == span["exact"]
        assert article.count("\n", 0, span["start"]) + 1 == span["line"]


def test_the_same_bytes_come_again_in_a_process_that_may_open_no_connection(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "claims.jsonl"
    script = (
        "import os, socket, sys\n"
        "def refuse(*arguments, **options): os._exit(99)\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse\n"
        "from claimcheck.cli import main\n"
        f"sys.exit(main(['extract', {str(SEED)!r}, '--output', {str(again)!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    assert again.read_bytes() == written.read_bytes()


def test_the_table_is_for_people(run, extractor: Extractor, written: Path) -> None:
    run.extractor = extractor
    done = run("extract", SEED, "--format", "table")
    assert (done.code, done.err) == (0, "")
    assert f"{len(records(written))} claims" in done.out
    assert max(map(len, done.out.splitlines())) <= 120


def test_several_articles_in_one_run_are_what_they_are_alone(run, extractor: Extractor, written: Path) -> None:
    run.extractor = extractor
    done = run("extract", ROOT / "docs" / "snippet.txt", SEED)
    assert done.code == 0
    assert done.out.endswith(written.read_text(encoding="utf-8"))
    assert len(done.out) > len(written.read_text(encoding="utf-8"))


def test_what_is_piped_in_comes_out(tmp_path: Path) -> None:
    done = claimcheck(
        "extract", "-", "--published", "2025-07-02", input="Exports fell by 3.5 percent in June, the finance ministry said.\n"
    )
    assert done.returncode == 0
    texts = [json.loads(line)["text"] for line in done.stdout.splitlines()]
    assert any("fell by 3.5 percent" in text for text in texts)


def test_a_title_before_a_name_ends_no_sentence(extractor: Extractor) -> None:
    text = "The bill was written by Sen. Ann Lee and Rep. John Smith of Ohio. Prof. Hill's book isn't out."
    sentences = extractor.parser.parse(from_text(text))
    assert [s.text for s in sentences] == [text[:65], text[66:]]
    assert all(text[w.start : w.end] for s in sentences for w in s.words)


def test_an_article_without_a_claim_is_no_error(extractor: Extractor) -> None:
    report = extractor.extract_text("Good morning, everybody! What a lovely day it is, is it not?")
    assert validate_report(report_to_json(report)) == []


def test_the_readme_s_record_is_what_comes_out(extractor: Extractor) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```json\n(.*?)```", readme, re.DOTALL)
    assert block
    promised = json.loads(block[1])
    report = extractor.extract(ROOT / "docs" / "snippet.txt", published="2025-07-02")
    made = [claim for claim in report_to_json(report)["claims"] if claim["text"] == promised["text"]]
    assert made
    assert holds(made[0], promised)


def holds(made: object, promised: object) -> bool:
    """Whether all that the README shows is in the record; it may leave fields out."""
    if isinstance(promised, dict):
        return isinstance(made, dict) and all(name in made and holds(made[name], value) for name, value in promised.items())
    if isinstance(promised, list):
        return isinstance(made, list) and len(made) == len(promised) and all(map(holds, made, promised))
    return made == promised


def test_the_readme_s_library_example_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert block
    done = subprocess.run([sys.executable, "-c", block[1]], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    assert "fell by 3.5 percent" in done.stdout
