"""Settings: where they are found, which layer wins, and what a complaint says of a file that is wrong."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.check.globs import matches
from claimcheck.check.settings import COMMAND_LINE, DEFAULT, DEFAULTS, SettingsFinder, levels_of
from claimcheck.check.settings_file import MAX_BYTES, load
from claimcheck.errors import ConfigError, SettingError
from claimcheck.record import load_schema
from tests.check_drafts import IMPOSSIBLE

RULES = frozenset({"weekday_date", IMPOSSIBLE, "unused_ignore"})

TOML = """\
fail-on = "warning"
exclude = [
    "archive/",
    "*-notes.md",
]
min-priority = 0.7
published = 2025-07-02
baseline = "known.json"

[rules]
weekday_date = "note"

[[per-file]]
files = ["wire/"]
rules = { weekday_date = "off", impossible_date = "warning" }

[[per-file]]
files = ["wire/late/"]
published = 2025-07-03
rules = { weekday_date = "error" }
"""

CFG = """\
[metadata]
name = desk

[claimcheck]
fail-on = warning
exclude =
    archive/
    *-notes.md
min-priority = 0.7
published = 2025-07-02
baseline = known.json
rules =
    weekday_date = note

[claimcheck:per-file:wire]
files = wire/
rules =
    weekday_date = off
    impossible_date = warning

[claimcheck:per-file:late]
files = wire/late/
published = 2025-07-03
rules = weekday_date = error
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, so that no settings of the machine above it are found."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def in_pyproject(text: str) -> str:
    """Settings of a file of their own as part of pyproject.toml."""
    inner = text.replace("[[", "[[tool.claimcheck.").replace("\n[rules]", "\n[tool.claimcheck.rules]")
    return f'[project]\nname = "desk"\n\n[tool.claimcheck]\n{inner}'


# -- the three files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "text"), [(".claimcheck.toml", TOML), ("pyproject.toml", in_pyproject(TOML)), ("setup.cfg", CFG)])
def test_the_three_files_say_the_same(desk: Path, name: str, text: str) -> None:
    assert load(write(desk / name, text), lambda: RULES).values == {
        "fail-on": "warning",
        "exclude": ["archive/", "*-notes.md"],
        "min-priority": 0.7,
        "published": "2025-07-02",
        "baseline": "known.json",
        "rules": {"weekday_date": "note"},
        "per-file": [
            {"files": ["wire/"], "rules": {"weekday_date": "off", "impossible_date": "warning"}},
            {"files": ["wire/late/"], "published": "2025-07-03", "rules": {"weekday_date": "error"}},
        ],
    }


def test_every_setting_of_the_schema_has_a_default_or_is_a_list() -> None:
    assert set(load_schema("config")["properties"]) == {*DEFAULTS, "rules", "exclude", "per-file"}


# -- where they are found ---------------------------------------------------------------------------------------


def origin(folder: Path) -> str | None:
    file = SettingsFinder().at(folder).file
    return str(file.path.relative_to(Path.cwd())) if file else None


def test_the_nearest_file_above_is_taken_alone(desk: Path) -> None:
    write(desk / "pyproject.toml", in_pyproject(TOML))
    write(desk / "drafts" / "own" / ".claimcheck.toml", "")
    (desk / "drafts" / "own" / "deep").mkdir()
    assert origin(desk / "drafts") == "pyproject.toml"
    assert origin(desk / "drafts" / "own" / "deep") == "drafts/own/.claimcheck.toml"
    assert SettingsFinder().at(desk / "drafts" / "own").in_force("a.md").get("fail-on") == ("error", DEFAULT)


def test_a_file_without_our_settings_is_passed_over(desk: Path) -> None:
    write(desk / "pyproject.toml", in_pyproject(TOML))
    write(desk / "drafts" / "pyproject.toml", '[project]\nname = "claimcheck-fan"\n')
    write(desk / "drafts" / "setup.cfg", "[metadata]\nname = claimcheck\n")
    assert origin(desk / "drafts") == "pyproject.toml"


def test_in_one_folder_the_file_that_is_only_ours_comes_first(desk: Path) -> None:
    write(desk / "setup.cfg", CFG)
    assert origin(desk) == "setup.cfg"
    write(desk / "pyproject.toml", in_pyproject(TOML))
    assert origin(desk) == "pyproject.toml"
    write(desk / ".claimcheck.toml", TOML)
    assert origin(desk) == ".claimcheck.toml"


def test_the_root_of_a_repository_is_the_end(desk: Path) -> None:
    write(desk / ".claimcheck.toml", TOML)
    (desk / "inner" / ".git").mkdir(parents=True)
    assert origin(desk / "inner") is None


def test_a_file_that_is_named_holds_everywhere(desk: Path) -> None:
    named = write(desk / "ci" / "strict.toml", TOML)
    write(desk / "drafts" / ".claimcheck.toml", "")
    settings = SettingsFinder(config=named).at(desk / "drafts")
    assert settings.folder == desk, "its globs are for what lies in the working directory"
    assert settings.origin == "strict.toml"
    assert settings.in_force(settings.path_of(Path("drafts/a.md"))).level("weekday_date", "error")[0] == "note"
    assert settings.in_force(settings.path_of(Path("wire/a.md"))).level("weekday_date", "note")[0] == "off"


# -- which layer wins -------------------------------------------------------------------------------------------


def test_the_command_line_wins_over_the_last_section_over_the_rest_over_the_default(desk: Path) -> None:
    write(desk / ".claimcheck.toml", TOML)
    settings = SettingsFinder().at(desk)
    level = lambda path, rule="weekday_date": settings.in_force(path).level(rule, "error")  # noqa: E731
    assert level("a.md") == ("note", ".claimcheck.toml")
    assert level("wire/a.md") == ("off", ".claimcheck.toml, per-file wire/")
    assert level("wire/late/a.md") == ("error", ".claimcheck.toml, per-file wire/late/")
    assert level("wire/late/a.md", "impossible_date") == ("warning", ".claimcheck.toml, per-file wire/")
    assert level("a.md", "impossible_date") == ("error", DEFAULT)
    loud = SettingsFinder({"rules": {"weekday_date": "warning"}, "fail-on": "never"}).at(desk)
    assert loud.in_force("wire/late/a.md").level("weekday_date", "error") == ("warning", COMMAND_LINE)
    assert loud.whole().get("fail-on") == ("never", COMMAND_LINE)
    assert loud.whole().get("min-priority") == (0.7, ".claimcheck.toml")


def test_a_day_of_publication_comes_from_the_nearest_section(desk: Path) -> None:
    write(desk / ".claimcheck.toml", TOML)
    settings = SettingsFinder().at(desk)
    assert settings.in_force("wire/late/a.md").published == datetime.date(2025, 7, 3)
    assert settings.in_force("wire/a.md").published == datetime.date(2025, 7, 2)


def test_files_are_named_from_where_they_are_named(desk: Path) -> None:
    write(desk / "drafts" / ".claimcheck.toml", 'baseline = "known.json"')
    assert SettingsFinder().at(desk / "drafts").file_named("baseline") == desk / "drafts" / "known.json"
    assert SettingsFinder({"baseline": "x.json"}).at(desk / "drafts").file_named("baseline") == Path("x.json")
    assert SettingsFinder().at(desk / "drafts").file_named("lock") is None


def test_a_path_is_told_from_the_folder_of_the_settings(desk: Path) -> None:
    write(desk / "drafts" / ".claimcheck.toml", "")
    settings = SettingsFinder().at(desk / "drafts")
    assert settings.path_of(Path("drafts/wire/../a.md")) == "a.md"
    assert settings.path_of(desk / "b.md") == (desk / "b.md").as_posix()
    os.symlink(desk / "b.md", desk / "drafts" / "link.md")
    assert settings.path_of(Path("drafts/link.md")) == "link.md", "a link is a draft under its own name"


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("weekday_date", "--level weekday_date: write RULE=LEVEL, with error, warning, note or off for LEVEL."),
        ("weekday_date=loud", "--level weekday_date=loud: write RULE=LEVEL, with error, warning, note or off for LEVEL."),
        ("weekday_dat=off", "--level weekday_dat=off: there is no rule of that name; did you mean weekday_date?"),
        ("q=off", "--level q=off: there is no rule of that name among those that report findings."),
    ],
)
def test_a_level_that_cannot_be_used(option: str, sentence: str) -> None:
    with pytest.raises(SettingError) as caught:
        levels_of((option,))
    assert str(caught.value) == sentence


# -- globs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("glob", "path", "wanted"),
    [
        ("*.md", "a.md", True),
        ("*.md", "deep/down/a.md", True),
        ("wire", "wire/a.md", True),
        ("wire/", "old/wire/a.md", True),
        ("/wire/", "wire/a.md", True),
        ("./wire/late", "wire/late/a.md", True),
        ("wire/late/", "old/wire/late/a.md", False),
        ("wire/*", "wire/late/a.md", True),
        ("wire/*.md", "wire/late/a.md", False),
        ("wire/**/*.md", "wire/late/b/a.md", True),
        ("wire/**/*.md", "wire/a.md", True),
        ("**/late/**", "wire/late/a.md", True),
        ("**", "a.md", True),
        ("?.md", "ab.md", False),
        ("[ab].md", "b.md", True),
        ("*", "../a.md", False),
        ("*", "/etc/a.md", False),
        ("A.md", "a.md", False),
    ],
)
def test_globs(glob: str, path: str, wanted: bool) -> None:
    assert matches(path, [glob]) is wanted


@given(st.text(st.sampled_from("a*?[]/!\\."), max_size=30), st.text(st.sampled_from("ab./"), max_size=30))
def test_no_glob_raises(glob: str, path: str) -> None:
    assert matches(path, [glob]) in (True, False)


def test_many_stars_take_no_time() -> None:
    assert matches("/".join("a" * 200)[:399], ["**/a/" * 100 + "b"]) is False


# -- what a complaint says --------------------------------------------------------------------------------------


def complaint(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, lambda: RULES)
    assert caught.value.complaints
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('x = 1\n[rules]\na = "off"', "1: x: `x` is no field of a config"),
        ('\n[rules]\nweekday_dat = "off"', "3: rules.weekday_dat: there is no rule of that name; did you mean weekday_date?"),
        ('\n[rules]\n"" = "off"', "3: rules.: there is no rule of that name among those that report findings."),
        ('\n\nrules.weekday_date = "of"', '3: rules.weekday_date: `weekday_date` is "of"; it must be error, warning, note or off; did you'),
        ("rules = 3", "1: rules: `rules` is 3; it must be a table"),
        ("\nfail_on = 'error'", "2: fail_on: `fail_on` is no field of a config; did you mean `fail-on`?"),
        ("fail-on = 'fatal'", '1: fail-on: `fail-on` is "fatal"; it must be error, warning, note or never'),
        ("min-priority = 2", "1: min-priority: `min-priority` is 2; it must be 1 or less"),
        ("min-priority = nan", '1: min-priority: `min-priority` is "nan"; it must be a number'),
        ("published = 2025-07-02T10:00:00", '1: published: `published` is "2025-07-02T10:00:00"; it must be a calendar date'),
        ("exclude = 'a'", '1: exclude: `exclude` is "a"; it must be a list'),
        ("# a comment\nexclude = [\n  'a',\n  3,\n]", "2: exclude[2]: item 2 of `exclude` is 3; it must be a string"),
        ("[[per-file]]\nrules = {}", "1: per-file[1].files: `files` is missing (globs of the files that the section is for,"),
        (
            "[[per-file]]\nfiles = ['a']\n\n[[per-file]]\nfiles = ['b']\nmodel = 'x'",
            "6: per-file[2].model: `model` is no field of a per-file section",
        ),
        ("[[per-file]]\nfiles = ['a']\n[per-file.rules]\nq = 'off'", "4: per-file[1].rules.q: there is no rule of that name"),
        ("a = [\n\n", "1: invalid value."),
        ("a = 1\na = 2", "2: cannot overwrite a value."),
        ("a = " + "[" * 5000, "1: its values are nested too deep."),
        ("a = " + "{b = " * 30 + "1" + "}" * 30, "1: its values are nested too deep."),
    ],
)
def test_a_mistake_in_toml_is_told_with_its_line_and_key(desk: Path, text: str, sentence: str) -> None:
    assert complaint(write(desk / ".claimcheck.toml", text)).startswith(f".claimcheck.toml:{sentence}")


def test_in_pyproject_the_key_is_the_whole_one(desk: Path) -> None:
    path = write(
        desk / "pyproject.toml", '[project]\nname = "weekday_dat"\n\n[tool.claimcheck.rules]\n# weekday_dat\nweekday_dat = "off"\n'
    )
    assert (
        complaint(path) == "pyproject.toml:6: tool.claimcheck.rules.weekday_dat: there is no rule of that name; did you mean weekday_date?"
    )
    path.write_text("[tool]\nclaimcheck = 3\n")
    assert complaint(path) == "pyproject.toml:2: tool.claimcheck is no table."
    path.write_text("[tool.other]\n")
    assert complaint(path) == "pyproject.toml:1: there is no [tool.claimcheck] in it: add it, or name another file."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[claimcheck]\nfail-on = fatal", '2: [claimcheck] fail-on: `fail-on` is "fatal"; it must be'),
        ("[claimcheck]\nrules =\n    weekday_date = off\n    weekday_dat = off", "4: [claimcheck] rules.weekday_dat: there is no rule"),
        ("[claimcheck]\nrules = weekday_date", '2: [claimcheck] rules.weekday_date: `weekday_date` is ""; it must be error, warning'),
        ("[claimcheck]\nmin-priority = high", '2: [claimcheck] min-priority: `min-priority` is "high"; it must be a number'),
        ("[claimcheck]\nmin-priority = inf", '2: [claimcheck] min-priority: `min-priority` is "inf"; it must be a number'),
        ("[x]\n[claimcheck:per-file:a]\nrules =\n  weekday_date = off", "2: [claimcheck:per-file:a] files: `files` is missing"),
        (
            "[claimcheck:per-file:a]\nfiles = a\n[claimcheck:per-file:b]\nfiles = b\nmodel = x",
            "5: [claimcheck:per-file:b] model: `model` is no",
        ),
        ("[claimcheck]\nfail-on = note\nfail-on = error", "3: `fail-on` stands twice in [claimcheck]."),
        ("[claimcheck]\n[claimcheck]", "2: [claimcheck] stands twice."),
        ("claimcheck = 1", "1: there is no section above this line."),
        ("[claimcheck]\nnonsense", "2: 'nonsense' is neither a section nor `key = value`."),
        ("[metadata]\nname = x", "1: there is no [claimcheck] in it: add it, or name another file."),
    ],
)
def test_a_mistake_in_setup_cfg_is_told_with_its_line_and_key(desk: Path, text: str, sentence: str) -> None:
    assert complaint(write(desk / "setup.cfg", text)).startswith(f"setup.cfg:{sentence}")


def test_several_mistakes_are_all_told_in_the_order_of_their_lines(desk: Path) -> None:
    path = write(desk / ".claimcheck.toml", "model = 3\nfail-on = 1\n\n[rules]\nweekday_date = 'loud'\n")
    with pytest.raises(ConfigError, match=r"^\.claimcheck\.toml has 3 mistakes\.$") as caught:
        load(path, lambda: RULES)
    assert [line.split(": ")[0] for line in caught.value.complaints] == [".claimcheck.toml:1", ".claimcheck.toml:2", ".claimcheck.toml:5"]


def test_a_file_that_is_no_text_or_too_large_or_not_there(desk: Path) -> None:
    path = desk / ".claimcheck.toml"
    path.write_bytes(b'fail-on = "note"\n\xff\xfe')
    assert complaint_of(path) == ".claimcheck.toml:2: byte 17 is not UTF-8: save the file as UTF-8."
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert complaint_of(path) == ".claimcheck.toml is larger than 1 MB, so it holds no settings: name another file."
    path.unlink()
    assert complaint_of(path) == ".claimcheck.toml cannot be read (No such file or directory): check the path."


def complaint_of(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, lambda: RULES)
    return str(caught.value)


def test_a_broken_file_that_does_not_name_us_is_not_ours_to_mend(desk: Path) -> None:
    (desk / "pyproject.toml").write_bytes(b"[broken\xff")
    assert origin(desk) is None
    (desk / "pyproject.toml").write_bytes(b"[broken claimcheck")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:1: "):
        origin(desk)
