"""README.md against the program: commands in a `console` block give what stands below them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def sessions() -> list[tuple[str, str]]:
    """Commands after `$ ` with the output below each, from all console blocks."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def test_there_are_commands_to_run() -> None:
    assert sessions()


@pytest.mark.parametrize(("command", "output"), sessions(), ids=[command for command, _ in sessions()])
def test_a_command_gives_what_stands_below_it(run, monkeypatch: pytest.MonkeyPatch, command: str, output: str) -> None:
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(command)
    assert program == "claimcheck"
    outcome = run(*arguments)
    assert outcome.code == 0
    assert outcome.out.strip() == output.strip()


def test_the_snippet_is_the_file_that_the_readme_names() -> None:
    quoted = re.search(r"^> (.*)$", README, re.MULTILINE)
    assert quoted
    assert quoted[1] == (ROOT / "docs" / "snippet.txt").read_text(encoding="utf-8").strip()


def test_nobody_is_sent_to_another_project() -> None:
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "Makefile"):
        assert not re.search(r"pip install (-\S+ )*claimcheck(?!-desk)", path.read_text(encoding="utf-8"))
