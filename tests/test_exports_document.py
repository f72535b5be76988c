"""docs/exports.md against the program: its commands are run, and what they print is what stands below them."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.export import FORMATS
from claimcheck.pipeline import Extractor
from claimcheck.verdicts.table import COLUMNS
from tests.frozen import FrozenParser

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n\$ (.*?)\n(.*?)```", TEXT, re.DOTALL)


def folder_like_root(folder: Path) -> None:
    """A working directory that has what the commands read, where a lock may be written."""
    for name in ("fixtures/records", "fixtures/verdicts", "fixtures/articles/page-html"):
        shutil.copytree(ROOT / name, folder / name)


@pytest.mark.parametrize(("command", "output"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_command_prints_what_stands_below_it(
    command: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line "…" stands for lines that are left out."""
    folder_like_root(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    program, *arguments = shlex.split(command)
    assert program == "claimcheck"
    session = Session(extractor=lambda model: Extractor(parser=FrozenParser("page-html")))
    assert main(arguments, session=session) == (1 if "left      " in output else 0)
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + "\n" for line in output.splitlines())
    assert re.fullmatch(pattern, capsys.readouterr().out)


def test_each_format_has_a_row_and_an_example() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", TEXT.partition("## Web Annotation")[0], re.MULTILINE)
    assert rows == list(FORMATS)
    shown = {shlex.split(command)[shlex.split(command).index("--to") + 1] for command, _ in SESSIONS if "--to" in command}
    assert shown == set(FORMATS) - {"label-studio", "doccano"}


def test_each_column_of_a_table_is_told() -> None:
    assert re.findall(r"^\| `([a-z_]+)` \|", TEXT.partition("## Verdicts back")[2], re.MULTILINE) == list(COLUMNS)
