"""`claimcheck report` as a user runs it, with an extractor that needs no models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from claimcheck.cli import main
from claimcheck.cli.report import ENDINGS
from claimcheck.cli.report import FORMATS as OFFERED
from claimcheck.cli.session import Session
from claimcheck.pipeline import Extractor
from claimcheck.report import FORMATS, writer
from tests.check_drafts import WEEKDAY, MarkingExtractor, lay_out
from tests.conftest import SentenceExtractor
from tests.frozen import ARTICLES, FrozenParser, sentences_of


def test_the_formats_of_the_command_are_those_of_the_package() -> None:
    assert tuple(FORMATS) == OFFERED
    assert set(ENDINGS.values()) == set(OFFERED)
    with pytest.raises(KeyError):
        writer("pdf")


def test_the_ending_of_the_output_tells_the_format(run, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run("report", article, "-o", target) == run("report", article, "-o", target, "--format", "html")
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("report", article, "-o", tmp_path / "r.json").code == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert run("report", article, "-o", tmp_path / "r.xlsx").code == 0
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"


def test_without_output_the_report_is_printed(run, article: Path) -> None:
    assert run("report", article).out.startswith("<!doctype html>")
    assert "Exports fell in June" in run("report", article, "--format", "md").out


def test_open_shows_the_file_that_was_written(article: Path, tmp_path: Path) -> None:
    shown: list[str] = []
    session = Session(extractor=lambda model: SentenceExtractor(), show=lambda file: shown.append(file.read_text(encoding="utf-8")))
    target = tmp_path / "report.html"
    assert main(["report", str(article), "-o", str(target), "--open"], session=session) == 0
    assert shown == [target.read_text(encoding="utf-8")]


def test_trees_are_shown_on_demand_and_only_in_a_page(run, tmp_path: Path) -> None:
    draft = tmp_path / "draft.html"
    draft.write_bytes((ARTICLES / "page-html" / "article.html").read_bytes())
    run.extractor = Extractor(parser=FrozenParser("page-html"))
    target = tmp_path / "report.html"
    for options, wanted in (([], 0), (["--trees"], len(sentences_of("page-html")))):
        assert run("report", draft, "-o", target, *options).code == 0
        root = html.document_fromstring(target.read_text(encoding="utf-8"))
        assert len(root.cssselect("pre.tree")) == wanted
        assert len(root.cssselect(".card")) == 14 == len(root.cssselect(".card a[href^='#a1-s']")) + (0 if wanted else 14)
    outcome = run("report", draft, "--format", "md", "--trees")
    assert outcome.code == 2 and "--trees means nothing to md" in outcome.err


def test_open_wants_a_file(run, article: Path) -> None:
    outcome = run("report", article, "--open")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--open shows a file" in outcome.err


def test_the_article_is_never_overwritten(run, article: Path) -> None:
    before = article.read_text(encoding="utf-8")
    outcome = run("report", article, "-o", article)
    assert outcome.code == 2 and "would be lost" in outcome.err
    assert article.read_text(encoding="utf-8") == before


def test_what_cannot_be_read_is_said_and_the_rest_is_reported(run, article: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    outcome = run("report", tmp_path / "none.txt", article, "-o", target)
    assert outcome.code == 2 and "none.txt" in outcome.err
    assert "Exports fell in June" in target.read_text(encoding="utf-8")
    target.unlink()
    assert run("report", tmp_path / "none.txt", "-o", target).code == 2
    assert not target.exists()


def test_a_folder_without_articles_is_no_report(run, tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    outcome = run("report", tmp_path / "drafts", "-o", tmp_path / "report.html")
    assert outcome.code == 2 and "There is no article" in outcome.err


def test_findings_have_the_levels_of_the_settings(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    run.extractor = MarkingExtractor()
    target = tmp_path / "report.html"

    def levels() -> list[str]:
        assert run("report", "drafts", "-o", target).code == 0
        root = html.document_fromstring(target.read_text(encoding="utf-8"))
        return [found.get("class") for found in root.cssselect(".findings .finding")]

    assert levels() == ["finding error", "finding error"]
    (tmp_path / ".claimcheck.toml").write_text(f'[rules]\n{WEEKDAY} = "note"\nimpossible_date = "off"\n', encoding="utf-8")
    assert levels() == ["finding note"]
