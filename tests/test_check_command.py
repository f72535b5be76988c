"""`claimcheck check` and `claimcheck baseline` as a user runs them, on a desk's folder with three drafts."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from claimcheck.check.comments import Ignore, ignores
from claimcheck.check.register import REMARKS, finding_rules
from claimcheck.check.settings_file import load
from claimcheck.cli import group
from claimcheck.record import load_schema
from claimcheck.rules import all_rules
from tests.check_drafts import DAY, IMPOSSIBLE, PLAIN, WEEKDAY, WRONG_DAY, MarkingExtractor, lay_out, places


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run) -> Path:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    run.extractor = MarkingExtractor()
    return tmp_path


# -- exit codes -------------------------------------------------------------------------------------------------


def test_findings_are_exit_1_and_none_is_exit_0(run, desk: Path) -> None:
    outcome = run("check", "drafts")
    assert (outcome.code, outcome.err) == (1, "")
    assert places(outcome) == ["drafts/bridge.md:3:36 error", "drafts/wire/page.html:1:108 error"]
    assert f"There is no {WRONG_DAY}." in outcome.out
    assert run("check", "drafts/flood.txt").code == 0


@pytest.mark.parametrize(("bar", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_fail_on_says_which_level_fails(run, desk: Path, bar: str, code: int) -> None:
    assert run("check", "drafts", "--fail-on", bar).code == code


def test_a_level_below_the_bar_does_not_fail(run, desk: Path) -> None:
    levels = ["--level", f"{WEEKDAY}=warning", "--level", f"{IMPOSSIBLE}=off"]
    outcome = run("check", "drafts", *levels)
    assert (outcome.code, places(outcome)) == (0, ["drafts/bridge.md:3:36 warning"])
    assert run("check", "drafts", *levels, "--fail-on", "warning").code == 1


def test_what_cannot_be_read_does_not_stop_the_others(run, desk: Path) -> None:
    (desk / "drafts" / "empty.md").write_text("")
    (desk / "drafts" / "scan.txt").write_bytes(b"%PDF-1.7")
    outcome = run("check", "nowhere.md", "drafts", "--fail-on", "never")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "claimcheck: error: nowhere.md does not exist: check the path.",
        "claimcheck: error: drafts/empty.md is empty: give an article with text.",
        "claimcheck: error: drafts/scan.txt is a PDF, not an article's text: save its text as .txt or .docx.",
    ]
    assert len(places(outcome)) >= 2
    assert run.extractor.read == ["drafts/bridge.md", "drafts/flood.txt", "drafts/wire/page.html"]


def test_a_folder_that_cannot_be_read_is_told(run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def locked(path):
        if str(path).endswith("wire"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    outcome = run("check", "drafts")
    assert (outcome.code, outcome.err) == (2, "claimcheck: error: The folder drafts/wire cannot be read (Permission denied).\n")


# -- which files ------------------------------------------------------------------------------------------------


def read_by(run, *arguments: str) -> list[str]:
    run.extractor = MarkingExtractor()
    run("check", *arguments)
    return run.extractor.read


def test_folders_are_searched_sorted_without_what_is_hidden_excluded_or_of_another_kind(run, desk: Path) -> None:
    for name in ("drafts/.secret.md", "drafts/.trash/a.md", "archive/b.md", "drafts/c.pdf", "drafts/D.MD", "drafts/notes/c.md"):
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_text(PLAIN)
    (desk / ".claimcheck.toml").write_text('exclude = ["archive/", "*c.md"]')
    (desk / "drafts" / "loop").symlink_to(desk / "drafts", target_is_directory=True)
    assert read_by(run, ".") == ["drafts/D.MD", "drafts/bridge.md", "drafts/flood.txt", "drafts/wire/page.html"]
    assert read_by(run, "archive/b.md") == ["archive/b.md"], "what is named is checked"


def test_a_file_that_is_reached_twice_is_checked_once(run, desk: Path) -> None:
    assert read_by(run, "drafts/flood.txt", "drafts", "./drafts/../drafts/flood.txt") == [
        "drafts/flood.txt",
        "drafts/bridge.md",
        "drafts/wire/page.html",
    ]


def test_an_empty_folder_is_no_mistake(run, desk: Path) -> None:
    (desk / "none").mkdir()
    outcome = run("check", "none")
    assert (outcome.code, outcome.out, outcome.err) == (0, "No articles were found.\n", "")
    assert run.models == []


def test_a_pipe_in_a_folder_is_no_article_and_is_not_waited_for(run, desk: Path) -> None:
    os.mkfifo(desk / "drafts" / "pipe.md")
    assert read_by(run, "drafts") == ["drafts/bridge.md", "drafts/flood.txt", "drafts/wire/page.html"]


def test_where_nothing_could_be_read_nothing_is_called_free_of_findings(run, desk: Path) -> None:
    outcome = run("check", "nowhere.md", "")
    assert (outcome.code, outcome.out) == (2, "Nothing could be checked.\n")
    assert outcome.err.splitlines()[1] == 'claimcheck: error: "" does not exist: check the path.'


def test_standard_input_has_the_name_it_is_given(run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "drafts" / ".claimcheck.toml").write_text(f'[[per-file]]\nfiles = ["new.md"]\nrules = {{ {WEEKDAY} = "note" }}\n')
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(f"# Bridge\n\n{DAY} <!-- TK -->\n".encode())))
    outcome = run("check", "-", "--stdin-filename", "drafts/new.md")
    assert (outcome.code, places(outcome)) == (0, ["drafts/new.md:3:36 note"])
    assert run.extractor.read == ["new.md"]


def test_standard_input_without_a_name(run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(DAY.encode())))
    outcome = run("check", "-")
    assert outcome.code == 1
    assert f"There is no {WRONG_DAY}." in outcome.out
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    assert run("check", "-").err == "claimcheck: error: Standard input is empty: give an article with text.\n"


# -- settings ---------------------------------------------------------------------------------------------------


def test_settings_are_found_for_each_path(run, desk: Path) -> None:
    (desk / "pyproject.toml").write_text(f'[tool.claimcheck.rules]\n{WEEKDAY} = "off"\n{IMPOSSIBLE} = "note"\n')
    (desk / "drafts" / "wire" / ".claimcheck.toml").write_text(f'[rules]\n{IMPOSSIBLE} = "warning"\n')
    assert places(run("check", "drafts")) == ["drafts/wire/page.html:1:108 warning"]
    assert places(run("check", "drafts", "--config", "pyproject.toml")) == ["drafts/wire/page.html:1:108 note"]


def test_broken_settings_are_told_before_anything_is_read(run, desk: Path) -> None:
    (desk / ".claimcheck.toml").write_text('fail-on = "loud"\n[rules]\nweekday_dat = "off"\n')
    outcome = run("check", "drafts")
    assert (outcome.code, outcome.out, run.extractor.read) == (2, "", [])
    assert outcome.err.startswith(
        'claimcheck: error: .claimcheck.toml:1: fail-on: `fail-on` is "loud"; it must be error, warning, note or never'
    )
    (desk / ".claimcheck.toml").write_text('[rules]\nweekday_dat = "off"\nimpossible_dat = "off"\n')
    assert run("check", "drafts").err.splitlines() == [
        "claimcheck: error: .claimcheck.toml has 2 mistakes.",
        f"  .claimcheck.toml:2: rules.weekday_dat: there is no rule of that name; did you mean {WEEKDAY}?",
        f"  .claimcheck.toml:3: rules.impossible_dat: there is no rule of that name; did you mean {IMPOSSIBLE}?",
    ]


def test_a_check_has_one_fail_on(run, desk: Path) -> None:
    (desk / ".claimcheck.toml").write_text("")
    (desk / "drafts" / "wire" / ".claimcheck.toml").write_text('fail-on = "never"')
    outcome = run("check", "drafts")
    assert outcome.code == 2
    assert outcome.err == (
        f"claimcheck: error: fail-on is error by {desk}/.claimcheck.toml and never by {desk}/drafts/wire/.claimcheck.toml: "
        "give --fail-on, or check the folders apart.\n"
    )
    assert run("check", "drafts", "--fail-on", "never").code == 0


def test_the_model_is_that_of_the_settings_or_of_the_command_line(run, desk: Path) -> None:
    (desk / ".claimcheck.toml").write_text('model = "stanza-default"')
    run("check", "drafts")
    run("check", "drafts", "--model", "compact")
    assert run.models == ["stanza-default", "compact"]


def test_a_day_of_publication_of_the_settings_gives_way_to_the_article(run, desk: Path) -> None:
    (desk / ".claimcheck.toml").write_text("published = 2025-07-02")
    (desk / "drafts" / "dated.md").write_text(f"---\ndate: 2024-05-06\n---\n\n{PLAIN}\n")

    def day(name: str, *options: str) -> tuple[str, str]:
        run("check", name, "--format", "json=out.json", *options)
        (file,) = json.loads(Path("out.json").read_text())["files"]
        document = file["report"]["document"]
        return document["published_at"], document["published_from"]

    assert day("drafts/flood.txt") == ("2025-07-02", "settings")
    assert day("drafts/dated.md") == ("2024-05-06", "front matter")
    assert day("drafts/dated.md", "--published", "2023-01-01") == ("2023-01-01", "option")


def test_show_settings_says_what_holds_and_why(run, desk: Path) -> None:
    (desk / "pyproject.toml").write_text(
        f'[tool.claimcheck]\nfail-on = "note"\n[[tool.claimcheck.per-file]]\nfiles = ["wire/"]\nrules = {{ {WEEKDAY} = "off" }}\n'
    )
    outcome = run("check", "--show-settings", "drafts/wire/page.html", "--model", "stanza-default")
    rows = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert rows[:2] == ["drafts/wire/page.html", f"settings: {desk}/pyproject.toml"]
    assert "fail-on note pyproject.toml" in rows
    assert "model stanza-default command line" in rows
    assert "min-priority 0.5 default" in rows
    assert f"rules.{WEEKDAY} off pyproject.toml, per-file wire/" in rows
    assert "rules.unused_ignore note default" in rows
    assert run.extractor.read == []


# -- ignores ----------------------------------------------------------------------------------------------------


def test_ignores_are_honoured_until_their_last_day(run, desk: Path) -> None:
    source = f"# Bridge\n\n{DAY} <!-- claimcheck: ignore {WEEKDAY} reason: so it was until: 2026-01-15 -->\n"
    (desk / "drafts" / "bridge.md").write_text(source)
    assert run("check", "drafts/bridge.md", "--today", "2026-01-15").code == 0
    late = run("check", "drafts/bridge.md", "--today", "2026-01-16")
    assert (late.code, places(late)) == (1, ["drafts/bridge.md:3:36 error", "drafts/bridge.md:3:83 warning"])
    every = run("check", "drafts/bridge.md", "--no-ignores", "--today", "2026-01-16")
    assert (every.code, places(every)) == (1, ["drafts/bridge.md:3:36 error"])


def test_what_a_check_says_of_comments_has_levels_too(run, desk: Path) -> None:
    (desk / "drafts" / "flood.txt").unlink()
    (desk / "drafts" / "flood.md").write_text(f"{PLAIN} <!-- claimcheck: ignore {WEEKDAY} reason: x -->")
    assert places(run("check", "drafts/flood.md", "--fail-on", "note")) == ["drafts/flood.md:1:80 note"]
    assert run("check", "drafts/flood.md", "--level", "unused_ignore=error").code == 1
    assert run("check", "drafts/flood.md", "--level", "unused_ignore=off", "--fail-on", "note").code == 0


# -- formats ----------------------------------------------------------------------------------------------------


def test_several_formats_at_once(run, desk: Path) -> None:
    outcome = run("check", "drafts", "--format", "sarif=out.sarif", "--format", "text", "--format", "json=out.json")
    assert len(places(outcome)) == 2
    assert json.loads(Path("out.sarif").read_text())["version"] == "2.1.0"
    assert [file["path"] for file in json.loads(Path("out.json").read_text())["files"]] == [
        "drafts/bridge.md",
        "drafts/flood.txt",
        "drafts/wire/page.html",
    ]
    only = run("check", "drafts", "--format", "text=out.txt")
    assert (only.code, only.out) == (1, "")
    assert Path("out.txt").read_text() == outcome.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--format", "xml"], "--format xml: there is no format xml; there are text, "),
        (["--format", "json="], "--format json=: the name of the file is missing after the equals sign."),
        (["--format", "json", "--format", "json=a"], "--format json=a: json is asked for twice."),
        (["--format", "json", "--format", "text"], "Only one --format can go to standard output: give the others a file,"),
        (["--format", "json=a", "--format", "text=a"], "Two formats want to be written to a: name a file for each."),
        (["--format", "json=no/a"], "no/a cannot be written: there is no folder no."),
        (["--today", "soon"], "'soon' is no date: write --today as YYYY-MM-DD."),
        (["--published", "2025-02-30"], "'2025-02-30' is no date: write --published as YYYY-MM-DD."),
        (["--level", "weekday_date"], "--level weekday_date: write RULE=LEVEL, with error, warning, note or off for LEVEL."),
        (["--baseline", "a", "--no-baseline"], "--baseline and --no-baseline contradict each other: give one of them."),
        (["--baseline", "a"], "There is no baseline a: `claimcheck baseline write` makes it."),
        (["--config", "a"], "a cannot be read (No such file or directory): check the path."),
        (["--stdin-filename", "a"], "--stdin-filename is for standard input: give - as a PATH."),
        (["-", "-"], "Standard input (-) can be read only once."),
    ],
)
def test_a_wrong_option_is_one_sentence(run, desk: Path, arguments: list[str], sentence: str) -> None:
    outcome = run("check", "drafts", *arguments)
    assert (outcome.code, outcome.out, run.extractor.read) == (2, "", [])
    assert outcome.err.startswith(f"claimcheck: error: {sentence}")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("file", ["drafts/bridge.md", "drafts/../drafts/bridge.md", "link.md", "known.json", ".claimcheck.toml"])
def test_what_a_check_reads_is_not_written_over(run, desk: Path, file: str) -> None:
    (desk / "link.md").symlink_to(desk / "drafts" / "bridge.md")
    (desk / ".claimcheck.toml").write_text('baseline = "known.json"\n')
    assert run("baseline", "write", "drafts").code == 0
    before = Path(file).read_bytes()
    outcome = run("check", "drafts", "--format", f"json={file}")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"claimcheck: error: --format json={file} would write over what the check reads: name another file.\n"
    assert Path(file).read_bytes() == before


# -- about itself -----------------------------------------------------------------------------------------------


def test_what_a_check_reports_by_itself_is_listed_and_explained(run) -> None:
    listed = run("rules", "--stage", "check").out
    for remark in REMARKS:
        assert remark.name in listed
        explained = run("explain", remark.name)
        assert explained.code == 0
        assert explained.out.startswith(f"{remark.name} (check)\n\n")
    assert run("explain", "unused_ignor").err == "claimcheck: error: There is no rule 'unused_ignor'. Did you mean unused_ignore?\n"
    assert {remark.name for remark in REMARKS}.isdisjoint(rule.name for rule in all_rules())
    assert {remark.name for remark in REMARKS} < set(finding_rules())


def test_the_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from claimcheck.cli import main; main([*sys.argv[1:], '--help']);"
        "heavy = {'torch', 'stanza', 'transformers', 'jsonschema', 'rich', 'numpy', 'markdown_it', 'lxml'} & set(sys.modules);"
        "sys.exit(f'loaded {sorted(heavy)}' if heavy else 0)"
    )
    for command in (["check"], ["baseline", "write"]):
        done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")


DOCS = (Path(__file__).parent.parent / "docs" / "check.md").read_text(encoding="utf-8")


def test_every_option_setting_and_remark_is_documented() -> None:
    options = {option for parameter in group.commands["check"].params for option in parameter.opts if option.startswith("--")}
    assert sorted(option for option in options if f"`{option}" not in DOCS) == []
    for key in load_schema("config")["properties"]:
        assert f"\n| `{key}` |" in DOCS
    for remark in REMARKS:
        assert re.search(rf"\n\| `{remark.name}` \|.*\| {remark.severity} \|\n", DOCS), remark.name


def test_the_settings_in_the_documentation_are_valid_and_equal(tmp_path: Path) -> None:
    toml, cfg = (re.search(rf"```{kind}\n(.*?)```", DOCS, re.DOTALL) for kind in ("toml", "ini"))
    assert toml and cfg
    (tmp_path / "pyproject.toml").write_text(toml[1])
    (tmp_path / "setup.cfg").write_text(cfg[1])
    rules = frozenset(finding_rules())
    assert load(tmp_path / "pyproject.toml", lambda: rules).values == load(tmp_path / "setup.cfg", lambda: rules).values


def test_the_comments_in_the_documentation_are_understood() -> None:
    comments = ignores("\n".join(re.findall(r"^<!-- .*? -->$", DOCS, re.MULTILINE)), "markdown")
    assert len(comments) == 3
    assert all(isinstance(comment, Ignore) and comment.reason for comment in comments)
