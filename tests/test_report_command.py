"""`claimcheck report` as a user runs it, with an extractor that needs no models."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

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
from tests.report_lookups import LOOKUPS, with_lookup


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


# -- articles whose claims come as records ------------------------------------------------------------------------


@pytest.fixture
def records(run, article: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records of the article beside it, the first of them with a lookup that conflicts."""
    monkeypatch.chdir(article.parent)
    claims = [json.loads(line) for line in run("extract", article.name, "--published", "2025-07-01").out.splitlines()]
    outline = json.loads((LOOKUPS / "seed.json").read_text(encoding="utf-8"))[0]
    claims[0] = with_lookup(claims[0], outline, article.read_text(encoding="utf-8"))
    file = article.parent / "claims.jsonl"
    file.write_text("".join(json.dumps(claim) + "\n" for claim in claims), encoding="utf-8")
    return file


def root_of(outcome: Any) -> html.HtmlElement:
    assert (outcome.code, outcome.err) == (0, "")
    return html.document_fromstring(outcome.out)


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_records_are_read_from_a_file_or_from_standard_input(run, records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = run("report", records.name)
    root = root_of(named)
    assert [card.get("data-evidence") for card in root.cssselect(".card")] == ["conflicts", "unasked", "unasked"]
    assert "Exports fell in June" in root.cssselect(".text")[0].text_content()
    assert "1 July 2025" in root.cssselect(".facts")[0].text_content(), "the day that the records have"
    for data in (records.read_bytes(), b"\xef\xbb\xbf\n [" + b",".join(records.read_bytes().splitlines()) + b"]"):
        feed(monkeypatch, data)
        assert run("report", "-").out == named.out


def test_a_whole_report_is_a_file_of_records_too(run, records: Path) -> None:
    assert run("report", records.name, "--format", "json", "-o", "report.json").code == 0
    assert run("report", "report.json").out == run("report", records.name).out


def test_an_article_that_begins_like_no_record_is_an_article(run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"{Reuters} [1] " + article.read_bytes())
    assert len(root_of(run("report", "-")).cssselect(".card")) == 3


def test_an_article_beside_its_records_is_reported_on_once(run, article: Path, records: Path) -> None:
    root = root_of(run("report", article.name, records.name))
    assert len(root.cssselect(".article")) == 1 and root.cssselect(".said")


def test_an_article_that_has_moved_is_named(run, article: Path, records: Path) -> None:
    moved = article.rename(article.parent / "moved.txt")
    outcome = run("report", records.name)
    assert outcome.code == 2 and "name the very file with --source" in outcome.err
    assert root_of(run("report", records.name, "--source", moved)).cssselect(".said")
    other = article.parent / "other.txt"
    other.write_text("Prices rose in May.", encoding="utf-8")
    outcome = run("report", records.name, "--source", moved, "--source", other)
    assert outcome.code == 2 and "other.txt is not the file that any of the records was made of" in outcome.err
    outcome = run("report", records.name, "--source", article.parent / "none.txt")
    assert outcome.code == 2 and "none.txt cannot be read" in outcome.err


def test_an_article_that_has_changed_is_not_taken_for_the_one_of_the_records(run, article: Path, records: Path) -> None:
    article.write_text("Prices rose in May.", encoding="utf-8")
    outcome = run("report", records.name)
    assert (outcome.code, outcome.out) == (2, "")
    assert "article.txt" in outcome.err


def test_lookups_of_claims_that_are_not_found_again_are_counted(run, records: Path) -> None:
    first, *rest = records.read_text(encoding="utf-8").splitlines()
    claim = json.loads(first) | {"claim_id": "c-00000000000000ff"}
    claim["lookups"][0]["claim_id"] = claim["claim_id"]
    records.write_text("\n".join([json.dumps(claim), *rest]), encoding="utf-8")
    outcome = run("report", records.name)
    assert outcome.code == 2 and "1 of 1 lookups are of claims that are not found in the article now" in outcome.err
    assert len(html.document_fromstring(outcome.out).cssselect(".card")) == 3


def test_records_that_are_not_valid_are_no_report(run, records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = records.read_bytes().replace(b'"conflicts"', b'"false"')
    feed(monkeypatch, broken)
    outcome = run("report", "-")
    assert (outcome.code, outcome.out) == (2, "") and '`overall` is "false"' in outcome.err
    outcome = run("report", records.parent / "article.txt", "--source", records.parent / "article.txt")
    assert outcome.code == 2 and "--source is for the articles of records" in outcome.err


def test_records_are_never_overwritten(run, records: Path) -> None:
    before = records.read_bytes()
    outcome = run("report", records.name, "--format", "html", "-o", records.name)
    assert outcome.code == 2 and "would be lost" in outcome.err
    assert records.read_bytes() == before
