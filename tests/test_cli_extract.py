"""`claimcheck extract`: forms, files, choices, several articles, and output that is whole or not there."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.cli.extract import INPUT_FORMATS
from claimcheck.cli.terminal import replacing
from claimcheck.document import FORMATS
from claimcheck.errors import SettingError
from claimcheck.table import COLUMNS

TEXTS = ["Exports fell in June.", "Imports rose in May.", "The minister thinks that all will be well."]


def records(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_elsewhere_than_on_a_terminal_it_is_one_record_a_line(run, article: Path) -> None:
    outcome = run("extract", article)
    assert (outcome.code, outcome.err) == (0, "")
    assert [record["text"] for record in records(outcome.out)] == TEXTS
    assert run.models == ["compact"]


def test_json_is_the_report_of_one_article(run, article: Path) -> None:
    report = json.loads(run("extract", article, "--format", "json").out)
    assert [claim["text"] for claim in report["claims"]] == TEXTS
    assert report["coverage"]["sentences"] == 3


def test_json_of_several_articles_is_a_list(run, article: Path) -> None:
    reports = json.loads(run("extract", article, article, "--format", "json").out)
    assert [len(report["claims"]) for report in reports] == [3, 3]


def test_csv_has_the_columns_once_and_a_row_a_claim(run, article: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("extract", article, article, "--format", "csv").out)))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 1 + 6
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_the_table_has_the_most_urgent_claim_first(run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(article.parent)
    outcome = run("extract", article.name, "--format", "table")
    lines = outcome.out.splitlines()
    assert lines[0] == "article.txt · day of publication unknown (--published) · 3 claims, 2 checkable"
    assert lines[1].split() == ["Prio", "Line", "Who", "Claim", "When,", "how", "much", "Types,", "check"]
    assert [line.split()[:2] for line in lines if line.lstrip()[:2] == "0."] == [["0.60", "1"], ["0.50", "1"], ["0.10", "3"]]
    assert "In claims: 3 of 3 sentences" in outcome.out


def test_the_day_of_publication_reaches_the_document(run, article: Path) -> None:
    report = json.loads(run("extract", article, "--format", "json", "--published", "2025-07-01").out)
    assert report["document"]["published_at"] == "2025-07-01"


def test_standard_input_is_a_dash(run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with article.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        outcome = run("extract", "-")
    assert outcome.code == 0
    assert [record["text"] for record in records(outcome.out)] == TEXTS


def test_standard_input_is_read_once(run) -> None:
    outcome = run("extract", "-", "-")
    assert (outcome.code, outcome.err) == (2, "claimcheck: error: Standard input (-) can be read only once.\n")


def test_an_input_format_is_obeyed(run, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("<html><body><article><p>Exports fell in June.</p><p>Imports rose in May.</p></article></body></html>")
    outcome = run("extract", page, "--input-format", "html")
    assert [record["text"] for record in records(outcome.out)] == TEXTS[:2]


def test_claims_of_low_priority_can_be_left_out(run, article: Path) -> None:
    assert [record["text"] for record in records(run("extract", article, "--min-priority", "0.55").out)] == TEXTS[1:2]


def test_claims_that_cannot_be_checked_can_be_left_out(run, article: Path) -> None:
    report = json.loads(run("extract", article, "--only-checkable", "--format", "json").out)
    assert [claim["text"] for claim in report["claims"]] == TEXTS[:2]
    assert report["coverage"]["sentences_in_claims"] == 3, "coverage is that of the article, whatever is left out"


def test_the_input_formats_are_those_that_can_be_read() -> None:
    assert INPUT_FORMATS == FORMATS


def test_a_model_can_be_named(run, article: Path) -> None:
    run("extract", article, "--model", "stanza-default")
    assert run.models == ["stanza-default"]


# -- files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "begin"), [("claims.jsonl", '{"'), ("claims.json", "{\n"), ("claims.csv", COLUMNS[0]), ("claims", '{"')])
def test_the_ending_of_the_output_names_its_form(run, article: Path, tmp_path: Path, name: str, begin: str) -> None:
    outcome = run("extract", article, "--output", tmp_path / name)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert (tmp_path / name).read_text().startswith(begin)


def test_a_form_that_is_named_wins_over_the_ending(run, article: Path, tmp_path: Path) -> None:
    run("extract", article, "--output", tmp_path / "claims.txt", "--format", "jsonl")
    assert len(records((tmp_path / "claims.txt").read_text())) == 3


def test_the_table_can_be_seen_while_the_records_go_to_a_file(run, article: Path, tmp_path: Path) -> None:
    outcome = run("extract", article, "--output", tmp_path / "claims.jsonl", "--table")
    assert "3 claims, 2 checkable" in " ".join(outcome.out.split())
    assert len(records((tmp_path / "claims.jsonl").read_text())) == 3


def test_running_twice_gives_the_same_bytes(run, article: Path, tmp_path: Path) -> None:
    run("extract", article, "--output", tmp_path / "first.jsonl")
    run("extract", article, "--output", tmp_path / "second.jsonl")
    assert (tmp_path / "first.jsonl").read_bytes() == (tmp_path / "second.jsonl").read_bytes()


def test_a_failure_leaves_the_output_as_it_was_and_nothing_beside_it(run, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "claims.jsonl"
    target.parent.mkdir()
    target.write_text("before")

    class FailsAtTheSecond(type(run.extractor)):
        calls = 0

        def extract_document(self, document):
            self.calls += 1
            if self.calls == 2:
                raise RuntimeError("lost")
            return super().extract_document(document)

    run.extractor = FailsAtTheSecond()
    outcome = run("extract", article, article, "--output", target)
    assert outcome.code == 2
    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


def test_the_output_keeps_its_permissions_and_a_link_stays_a_link(run, article: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "claims.jsonl", tmp_path / "link.jsonl"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("extract", article, "--output", link).code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert len(records(target.read_text())) == 3


def test_a_new_output_has_the_permissions_of_any_new_file(run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    run("extract", article, "--output", tmp_path / "claims.jsonl")
    assert (tmp_path / "claims.jsonl").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_output_that_is_no_regular_file_is_written_directly(run, article: Path) -> None:
    outcome = run("extract", article, "--output", os.devnull)
    assert outcome.code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_an_output_that_cannot_be_written_is_said_before_any_work(run, article: Path, tmp_path: Path) -> None:
    outcome = run("extract", article, "--output", tmp_path / "nowhere" / "claims.jsonl")
    assert outcome.code == 2
    assert "there is no folder" in outcome.err
    assert run.models == []


def test_an_article_is_never_overwritten(run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(article)
    before = article.read_text()
    outcome = run("extract", article, "--output", tmp_path / "link.txt")
    assert outcome.code == 2
    assert "is an article that is read" in outcome.err
    assert article.read_text() == before


def test_two_things_cannot_both_go_to_standard_output(run, article: Path) -> None:
    outcome = run("extract", article, "--table", "--format", "jsonl")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--output" in outcome.err


def test_replacing_a_file_that_cannot_be_written_is_a_setting_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be written"), replacing(tmp_path / "nowhere" / "file"):
        pass


def test_a_folder_is_no_output(run, article: Path, tmp_path: Path) -> None:
    outcome = run("extract", article, "--output", tmp_path)
    assert outcome.code == 2
    assert "cannot be written" in outcome.err


# -- what can be wrong with articles ----------------------------------------------------------------------------


def test_every_article_that_cannot_be_read_is_named_before_any_work(run, article: Path, tmp_path: Path) -> None:
    outcome = run("extract", tmp_path / "one.txt", article, tmp_path / "two.txt")
    assert (outcome.code, outcome.out) == (2, "")
    lines = outcome.err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("claimcheck: error: ") for line in lines)
    assert "one.txt" in lines[0]
    assert "two.txt" in lines[1]
    assert run.models == []


def test_a_record_that_breaks_the_schema_is_never_written(run, article: Path, tmp_path: Path) -> None:
    import dataclasses

    class Wrong(type(run.extractor)):
        def extract_document(self, document):
            report = super().extract_document(document)
            wrong = dataclasses.replace(report.claims[0], polarity="neutral")
            return dataclasses.replace(report, claims=(wrong, *report.claims[1:]))

    run.extractor = Wrong()
    outcome = run("extract", article, "--output", tmp_path / "claims.jsonl")
    assert outcome.code == 0
    assert "break their own schema" in outcome.err
    assert "polarity" in outcome.err
    written = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == 2
    assert not any("neutral" in line for line in written)


def test_the_real_extractor_says_which_model_is_missing(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["extract", str(article), "--model", "nowhere/at-all"])
    assert code == 2
    assert "no model folder nowhere/at-all" in capsys.readouterr().err
