"""The baseline: known by words and not by lines, counted, and never an error when it knows too much."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.check.baseline import (
    Baseline,
    Compared,
    Entry,
    dumped,
    entries_of,
    fingerprint,
    load_baseline,
    made,
    without,
)
from claimcheck.check.outcome import CheckedFile, Notice, Suppression
from claimcheck.errors import BaselineError
from claimcheck.model import Side
from claimcheck.record import schema_errors
from tests.check_drafts import DATE, DAY, IMPOSSIBLE, PLAIN, WEEKDAY, WRONG_DATE, WRONG_DAY, MarkingExtractor, lay_out, places, read_source


def checked(source: str, path: str = "a.md") -> CheckedFile:
    findings, text, record = read_source(source)
    return CheckedFile(path, text, record, tuple(Notice(f, f.severity, fingerprint(f)) for f in findings))


def states(file: CheckedFile, baseline: Baseline) -> list[str]:
    return [notice.state for notice in Compared(baseline).judged(file.path, file.notices)]


def known(*sources: str) -> Baseline:
    return made(entries_of([checked(source, f"{'abc'[number]}.md") for number, source in enumerate(sources)]))


def test_what_was_written_is_known_and_does_not_count() -> None:
    file = checked(f"{DAY}\n\n{DATE}")
    judged = Compared(known(f"{DAY}\n\n{DATE}")).judged("a.md", file.notices)
    assert [(n.state, n.suppression, n.counts) for n in judged] == [("unchanged", Suppression("baseline"), False)] * 2


def test_of_two_equal_findings_the_second_is_new() -> None:
    assert states(checked(f"{DAY}\n\n{DATE}\n\n{DAY}"), known(f"{DAY}\n\n{DATE}")) == ["unchanged", "unchanged", "new"]


def test_a_finding_is_known_in_its_own_file() -> None:
    assert states(checked(DAY, "b.md"), known(DAY)) == ["new"]


@given(st.permutations([DAY, DATE, PLAIN, DAY, PLAIN]), st.sampled_from(["\n\n", "\r\n\r\n", "\n\n\n\n"]), st.booleans())
def test_paragraphs_that_move_stay_known(paragraphs: list[str], gap: str, wrapped: bool) -> None:
    source = gap.join(paragraphs)
    if wrapped:
        source = (
            source.replace("opened the", "opened\nthe").replace("Monday, July", "Monday,  July").replace("Monday,  July", "Monday, July")
        )
    assert states(checked(source), known(f"{DAY}\n\n{DATE}\n\n{DAY}")) == ["unchanged"] * 3


def test_a_fingerprint_is_of_the_rule_and_of_the_words_on_all_sides() -> None:
    (finding,), _, _ = read_source(DAY)
    assert fingerprint(finding) == fingerprint(replace(finding, message="said otherwise", severity="note", finding_id="f-1", claims=("c",)))
    assert fingerprint(finding) == fingerprint(
        replace(finding, span=replace(finding.span, start=900, end=920, line=7, exact="MONDAY,\nJuly 1, 2025"))
    )
    assert fingerprint(finding) != fingerprint(replace(finding, rule=IMPOSSIBLE))
    assert fingerprint(finding) != fingerprint(replace(finding, span=replace(finding.span, exact="Monday, July 2, 2025")))
    assert fingerprint(finding) != fingerprint(replace(finding, sides=(Side(finding.span, "here"),)))


def test_what_the_draft_itself_ignores_is_neither_written_nor_counted_as_met() -> None:
    file = checked(f"{DAY}\n\n{DAY}")
    first = replace(file.notices[0], suppression=Suppression("inline", "sic"))
    file = replace(file, notices=(first, file.notices[1]))
    assert [entry.count for entry in entries_of([file])] == [1]
    assert states(file, known(DAY)) == ["new", "unchanged"]


# -- what nothing matches ---------------------------------------------------------------------------------------


def stale(baseline: Baseline, *files: CheckedFile, off: frozenset[str] = frozenset()) -> list[tuple[str, str, int]]:
    compared = Compared(baseline)
    for file in files:
        compared.judged(file.path, file.notices)
    return [(e.path, e.rule, e.count) for e in compared.stale({file.path for file in files}, {file.path: off for file in files})]


def test_entries_that_nothing_matches_are_told_with_how_many_are_too_many() -> None:
    baseline = known(f"{DAY}\n\n{DAY}\n\n{DATE}", DAY)
    assert stale(baseline, checked(DAY)) == [("a.md", IMPOSSIBLE, 1), ("a.md", WEEKDAY, 1)], "of b.md, which was not checked, nothing"
    assert stale(baseline, checked(PLAIN)) == [("a.md", IMPOSSIBLE, 1), ("a.md", WEEKDAY, 2)]
    assert stale(baseline, checked(PLAIN), off=frozenset({WEEKDAY})) == [("a.md", IMPOSSIBLE, 1)]


def test_without_removes_as_many_as_are_too_many() -> None:
    baseline = known(f"{DAY}\n\n{DAY}\n\n{DATE}")
    compared = Compared(baseline)
    compared.judged("a.md", checked(DAY).notices)
    left = without(baseline, compared.stale({"a.md"}, {}))
    assert [(entry.rule, entry.count) for entry in left.entries] == [(WEEKDAY, 1)]
    assert without(left, []) == left


# -- the file ---------------------------------------------------------------------------------------------------


def test_the_file_is_sorted_valid_and_read_back(tmp_path: Path) -> None:
    baseline = known(f"{DATE}\n\n{DAY}\n\n{DAY}", DAY)
    text = dumped(baseline)
    record = json.loads(text)
    assert schema_errors("baseline", record) == []
    assert text == json.dumps(record, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert [(f["path"], f["rule"], f["words"], f["count"]) for f in record["findings"]] == [
        ("a.md", IMPOSSIBLE, WRONG_DATE, 1),
        ("a.md", WEEKDAY, WRONG_DAY, 2),
        ("b.md", WEEKDAY, WRONG_DAY, 1),
    ]
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    assert load_baseline(path) == baseline
    assert dumped(load_baseline(path)) == text


ENTRIES = st.builds(
    Entry,
    st.sampled_from(["a.md", "b.md"]),
    st.just(WEEKDAY),
    st.text(max_size=5),
    st.sampled_from(["0" * 16, "1" * 16]),
    st.integers(1, 4),
)


@given(st.lists(ENTRIES, max_size=8))
def test_equal_entries_are_added_up_whatever_their_order(entries: list[Entry]) -> None:
    baseline = made(entries)
    assert sum(entry.count for entry in baseline.entries) == sum(entry.count for entry in entries)
    assert len({(entry.path, entry.fingerprint) for entry in baseline.entries}) == len(baseline.entries)
    assert made(baseline.entries) == baseline
    counts = {(e.path, e.fingerprint): e.count for e in made(reversed(entries)).entries}
    assert counts == {(e.path, e.fingerprint): e.count for e in baseline.entries}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The baseline known.json cannot be used (not JSON: expecting value at line 1, column 1): mend it, or write it anew."),
        (b"\xff", "The baseline known.json cannot be used (the file is not UTF-8"),
        (b"[" * 100_000, "The baseline known.json cannot be used (nested more than 64 levels deep)"),
        (b"[]", "The baseline known.json cannot be used (the record is a list; it must be an object)"),
        (b'{"findings": []}', "The baseline known.json cannot be used (`schema_version` is missing"),
        (
            b'{"findings": [], "schema_version": "2.0"}',
            'The baseline known.json cannot be used (`schema_version` is "2.0"; it must be "1.0")',
        ),
        (b'{"findings": [], "findings": []}', "The baseline known.json cannot be used (`findings` stands twice in one object)"),
        (
            b'{"schema_version": "1.0", "findings": [{"path": "a", "rule": "b", "words": "", "fingerprint": "0000000000000000", "count": 0}]}',
            "The baseline known.json cannot be used (`count` is 0; it must be 1 or more)",
        ),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, sentence: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("known.json").write_bytes(data)
    with pytest.raises(BaselineError) as caught:
        load_baseline("known.json")
    assert str(caught.value).startswith(sentence)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BaselineError, match=r"^There is no baseline known\.json: `claimcheck baseline write` makes it\.$"):
        load_baseline("known.json")
    Path("known.json").mkdir()
    with pytest.raises(BaselineError, match=r"^The baseline known\.json cannot be read \(Is a directory\): check the path\.$"):
        load_baseline("known.json")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run) -> Path:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    run.extractor = MarkingExtractor()
    return tmp_path


# -- the commands -----------------------------------------------------------------------------------------------


def test_the_life_of_a_baseline(run, desk: Path) -> None:
    written = run("baseline", "write", "drafts")
    assert (written.code, written.out) == (0, "claimcheck-baseline.json: 2 findings of 2 articles.\n")
    assert run("check", "drafts").code == 0
    assert run("check", "drafts", "--no-baseline").code == 1

    bridge = desk / "drafts" / "bridge.md"
    bridge.write_text(f"# Bridge\n\n{PLAIN}\n\n{DAY}\n\n{DAY}\n")
    moved = run("check", "drafts")
    assert (moved.code, places(moved)) == (1, ["drafts/bridge.md:7:36 error"])
    told = run("baseline", "check", "drafts")
    assert told.code == 1
    assert told.out == (f"new    drafts/bridge.md:7:36: “{WRONG_DAY}” [{WEEKDAY}]\nclaimcheck-baseline.json: 2 known, 1 new, 0 stale.\n")

    bridge.write_text(f"# Bridge\n\n{PLAIN}\n")
    (desk / "drafts" / "wire" / "page.html").unlink()
    stale = run("check", "drafts")
    assert stale.code == 0, "a stale entry is no mistake"
    assert WRONG_DAY in stale.out
    told = run("baseline", "check", "drafts")
    assert (told.code, told.out.splitlines()) == (
        0,
        [
            f"stale  drafts/bridge.md: “{WRONG_DAY}” [{WEEKDAY}]",
            f"stale  drafts/wire/page.html: “{WRONG_DATE}” [{IMPOSSIBLE}]",
            "claimcheck-baseline.json: 0 known, 0 new, 2 stale.",
        ],
    )
    pruned = run("baseline", "prune", "drafts")
    assert (pruned.code, pruned.out.splitlines()[-1]) == (0, "claimcheck-baseline.json: 2 removed, 0 findings left.")
    before = Path("claimcheck-baseline.json").read_bytes()
    assert run("baseline", "prune", "drafts").out == "claimcheck-baseline.json: 0 removed, 0 findings left.\n"
    assert Path("claimcheck-baseline.json").read_bytes() == before


def test_writing_some_articles_keeps_what_is_known_of_others(run, desk: Path) -> None:
    run("baseline", "write", "drafts")
    (desk / "drafts" / "bridge.md").write_text(f"{PLAIN}\n")
    assert run("baseline", "write", "drafts/bridge.md").out == "claimcheck-baseline.json: 1 finding of 1 article.\n"
    assert run("check", "drafts").code == 0


def test_a_baseline_lies_where_the_settings_say(run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "ci").mkdir()
    (desk / ".claimcheck.toml").write_text('baseline = "ci/known.json"')
    assert run("check", "drafts").err == (
        f"claimcheck: error: There is no baseline {desk}/ci/known.json: `claimcheck baseline write` makes it.\n"
    )
    monkeypatch.chdir(desk / "drafts")
    assert run("baseline", "write", ".").out.endswith("ci/known.json: 2 findings of 2 articles.\n")
    assert [f["path"] for f in json.loads((desk / "ci" / "known.json").read_text())["findings"]] == [
        "drafts/bridge.md",
        "drafts/wire/page.html",
    ]
    assert run("check", ".").code == 0
    monkeypatch.chdir(desk)
    assert run("check", "drafts").code == 0, "from any folder"


@pytest.mark.parametrize("command", ["check", "prune"])
def test_a_baseline_that_is_not_there(run, desk: Path, command: str) -> None:
    outcome = run("baseline", command, "drafts")
    assert outcome.code == 2
    assert "There is no baseline claimcheck-baseline.json: `claimcheck baseline write` makes it." in outcome.err


def test_a_baseline_that_cannot_be_written(run, desk: Path) -> None:
    assert run("baseline", "write", "drafts", "--baseline", "no/known.json").err == (
        "claimcheck: error: no/known.json cannot be written: there is no folder no.\n"
    )


def test_what_cannot_be_read_keeps_its_entries_and_is_exit_2(run, desk: Path) -> None:
    run("baseline", "write", "drafts")
    (desk / "drafts" / "bridge.md").write_text("")
    outcome = run("baseline", "write", "drafts")
    assert (outcome.code, outcome.out) == (2, "claimcheck-baseline.json: 2 findings of 2 articles.\n")
    assert outcome.err == "claimcheck: error: drafts/bridge.md is empty: give an article with text.\n"
