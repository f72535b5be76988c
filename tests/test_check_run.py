"""A check's own steps: what makes reports, what is done with those that are wrong, and in which order findings are judged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as WordDocument

from claimcheck.check.baseline import Baseline, Entry, dumped
from claimcheck.check.drafts import Draft, drafts
from claimcheck.check.outcome import CheckedFile, Suppression, Unreadable
from claimcheck.check.register import remark_finding
from claimcheck.check.reports import Reported, extracting
from claimcheck.check.run import Conditions, check
from claimcheck.check.settings import SettingsFinder
from claimcheck.document import read
from claimcheck.errors import DocumentError, ModelError
from claimcheck.model import Document, Finding, Report, Span
from tests.check_drafts import DAY, PAGE, PLAIN, TODAY, WEEKDAY, WRONG_DAY, MarkingExtractor, lay_out
from tests.conftest import SentenceExtractor


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Draft | Unreadable]:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    return drafts(["drafts"], SettingsFinder())


def run(found: Sequence[Draft | Unreadable], extractor: object = None, **conditions):
    reports = extracting(lambda: extractor or MarkingExtractor())  # type: ignore[arg-type, return-value]
    return check(found, reports, Conditions(TODAY, **conditions)).outcome


def test_files_come_in_order_with_their_findings_in_text_order(found: list[Draft | Unreadable]) -> None:
    outcome = run(found)
    assert [file.path for file in outcome.files] == ["drafts/bridge.md", "drafts/flood.txt", "drafts/wire/page.html"]
    assert [(notice.level, notice.counts) for _, notice in outcome.notices()] == [("error", True)] * 2
    (file,) = run([replace(found[0], data=f"{DAY}\n\n{DAY}\n".encode())]).files
    assert [notice.finding.span.line for notice in file.notices] == [1, 3]


def test_what_keeps_reports_wraps_them(found: list[Draft | Unreadable]) -> None:
    made: list[str] = []

    def counted(wanted: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        made.extend(draft.path for draft in wanted)
        return extracting(MarkingExtractor)(wanted)

    assert len(check(found, counted, Conditions(TODAY)).outcome.files) == 3
    assert made == ["drafts/bridge.md", "drafts/flood.txt", "drafts/wire/page.html"]


def test_no_models_are_loaded_where_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")

    def never() -> MarkingExtractor:
        raise AssertionError

    outcome = check(drafts([str(tmp_path)], SettingsFinder()), extracting(never), Conditions(TODAY)).outcome
    assert [lost.reason for lost in outcome.unreadable] == [f"{tmp_path}/empty.md is empty: give an article with text."]
    assert outcome.exit_code == 2


class Failing(MarkingExtractor):
    def __init__(self, error: Exception):
        super().__init__()
        self.error = error

    def extract_document(self, document: Document) -> Report:
        if document.uri.endswith("flood.txt"):
            raise self.error
        return super().extract_document(document)


def test_an_article_that_cannot_be_parsed_does_not_stop_the_others(found: list[Draft | Unreadable]) -> None:
    outcome = run(found, Failing(DocumentError("drafts/flood.txt is a list of names: give sentences.")))
    assert [file.path for file in outcome.files] == ["drafts/bridge.md", "drafts/wire/page.html"]
    assert outcome.unreadable == (Unreadable("drafts/flood.txt", "drafts/flood.txt is a list of names: give sentences."),)


def test_models_that_are_missing_stop_all(found: list[Draft | Unreadable]) -> None:
    with pytest.raises(ModelError, match="no models"):
        run(found, Failing(ModelError("no models")))


class Broken(SentenceExtractor):
    """Its second claim is about another sentence than it says; with `ledger`, its coverage is impossible too."""

    ledger = False

    def extract_document(self, document: Document) -> Report:
        report = super().extract_document(document)
        claims = (
            report.claims[0],
            *(replace(claim, span=replace(claim.span, exact="x" * len(claim.span.exact))) for claim in report.claims[1:]),
        )
        found = MarkingExtractor().extract_document(document).findings
        found = tuple(replace(finding, claims=tuple(claim.claim_id for claim in claims)) for finding in found)
        coverage = replace(report.coverage, sentences=0) if self.ledger else report.coverage
        return replace(report, claims=claims, findings=found, coverage=coverage)


def test_a_broken_claim_does_not_cost_the_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{PLAIN} {DAY}\n")
    (file,) = run(drafts(["a.txt"], SettingsFinder()), Broken()).files
    assert [claim["text"] for claim in file.record["claims"]] == [PLAIN]
    assert [notice.finding.claims for notice in file.notices] == [("c-0000000000000000",)]


def test_a_broken_report_is_a_file_that_cannot_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{PLAIN}\n")
    broken = Broken()
    broken.ledger = True
    (lost,) = run(drafts(["a.txt"], SettingsFinder()), broken).unreadable
    assert lost.reason.startswith("a.txt: its record breaks its own schema, please report this mistake ($.coverage")


# -- the seams --------------------------------------------------------------------------------------------------


def test_more_findings_are_judged_like_the_others(found: list[Draft | Unreadable]) -> None:
    def more(path: str, source: str, record: dict) -> list[Finding]:
        assert record["document"]["uri"] == path
        return [remark_finding("unused_ignore", source, Span(0, 5), "Said by somebody else.")]

    outcome = run(found, more=(more,))
    assert [notice.finding.message for notice in outcome.files[1].notices] == ["Said by somebody else."]


def test_fewer_findings_are_left_at_the_end(found: list[Draft | Unreadable]) -> None:
    def narrow(file: CheckedFile) -> CheckedFile:
        return replace(file, notices=())

    assert run(found, narrow=narrow).exit_code == 0


def test_sic_is_about_words_and_not_about_what_a_check_says_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{DAY.replace(WRONG_DAY, f'{WRONG_DAY} [sic]')}\n")

    def more(path: str, source: str, record: dict) -> list[Finding]:
        start = source.index(WRONG_DAY)
        return [remark_finding("unused_ignore", source, Span(start, start + len(WRONG_DAY)), "Said by somebody else.")]

    (file,) = run(drafts(["a.txt"], SettingsFinder()), more=(more,)).files
    assert {notice.finding.rule: notice.suppression for notice in file.notices} == {
        WEEKDAY: Suppression("inline", "sic"),
        "unused_ignore": None,
    }


# -- paths and pages --------------------------------------------------------------------------------------------


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(os.fsdecode(b"caf\xe9.txt")).write_text(PLAIN)
    (draft,) = drafts(["."], SettingsFinder())
    assert isinstance(draft, Draft)
    assert (draft.path, draft.shown) == ("caf\ufffd.txt", "caf\ufffd.txt")
    assert run([draft]).exit_code == 0


def test_claims_for_review_are_those_that_can_be_checked_and_are_urgent_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Exports fell in June. Imports rose in May.\n\nThe minister thinks that all will be well.\n")
    Path(".claimcheck.toml").write_text("min-priority = 0.55")
    (file,) = run(drafts(["a.txt"], SettingsFinder()), SentenceExtractor()).files
    assert [claim["text"] for claim in file.review()] == ["Imports rose in May."]
    assert [claim["text"] for claim in replace(file, min_priority=0.0).review()] == ["Exports fell in June.", "Imports rose in May."]


def test_sic_holds_in_word_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    word = WordDocument()
    word.add_paragraph(DAY)
    word.add_paragraph(DAY.replace(WRONG_DAY, f"{WRONG_DAY} [sic]"))
    word.save("a.docx")
    (file,) = run(drafts(["."], SettingsFinder())).files
    assert [notice.counts for notice in file.notices] == [True, False]


def test_settings_and_baselines_that_are_right_need_no_jsonschema(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.claimcheck]\nrules = {weekday_date = "off"}\n[[tool.claimcheck.per-file]]\nfiles = ["a"]\n'
    )
    entry = Entry("a.md", WEEKDAY, "Monday", "0" * 16)
    (tmp_path / "known.json").write_text(dumped(Baseline((entry,))))
    script = (
        "import sys; from claimcheck.check.settings import SettingsFinder; from claimcheck.check.baseline import load_baseline;"
        "from pathlib import Path; folder = Path(sys.argv[1]);"
        "assert SettingsFinder().at(folder).file and load_baseline(folder / 'known.json').entries;"
        "heavy = {'jsonschema', 'torch', 'stanza', 'numpy', 'lxml', 'claimcheck.pipeline'} & set(sys.modules);"
        "sys.exit(f'loaded {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("place", ["<p>", "</p>", "<h1>", "</h1>", "<article>"])
def test_a_comment_does_not_change_what_is_read_of_a_page(place: str) -> None:
    comment = f"<!-- claimcheck: ignore {WEEKDAY} reason: the council has it so -->"
    plain = read("a.html", data=PAGE.encode())
    for changed in (PAGE.replace(place, f"{place}{comment}"), PAGE.replace(place, f"{comment}{place}")):
        document = read("a.html", data=changed.encode())
        assert (document.text, document.blocks, document.title) == (plain.text, plain.blocks, plain.title)
