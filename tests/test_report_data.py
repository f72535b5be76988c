"""The report's data formats: Markdown read back by a CommonMark parser, CSV by `csv`, workbooks by openpyxl."""

from __future__ import annotations

import csv as csv_module
import io
import json
import re
import zipfile
from functools import cache
from typing import Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from claimcheck.escaping import begins_formula, markdown
from claimcheck.record import report_to_json, validate_report
from claimcheck.report import Article, writer
from claimcheck.report.xlsx import MAX_CELL
from claimcheck.table import COLUMNS, cells
from tests.exported import HOSTILE
from tests.frozen import article_names, report_of

FORMATS = ("md", "json", "csv", "xlsx")


@cache
def article(name: str) -> Article:
    report = report_of(name)
    return Article(report_to_json(report), report.document.source, f"drafts/{name}.md")


def hostile(text: str = HOSTILE) -> Article:
    """An article whose every word is that text, with a finding."""
    record = article("seed").record
    claim = record["claims"][0] | {"text": text, "resolved_text": text, "questions": [text]}
    claim["attribution"] = [{"source": text, "cue": "say", "cue_class": "report", "form": "indirect", "source_kind": "named"}]
    quote = claim["span"] | {"exact": text}
    finding = {"finding_id": "f-0123456789abcdef", "rule": "weekday_date", "severity": "error", "message": text, "arithmetic": text}
    finding |= {"span": quote, "sides": [{"span": quote, "message": text}], "claims": [claim["claim_id"]]}
    document = record["document"] | {"title": text}
    return Article(record | {"document": document, "claims": [claim], "findings": [finding]}, "", "drafts/`x`|<b>.md")


def text_of(form: str, *articles: Article) -> str:
    return "".join(str(piece) for piece in writer(form)(articles))


def book_of(*articles: Article) -> Any:
    return load_workbook(io.BytesIO(bytes_of(*articles)))


def bytes_of(*articles: Article) -> bytes:
    (data,) = writer("xlsx")(articles)
    assert isinstance(data, bytes)
    return data


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", article_names())
def test_the_same_articles_give_the_same_bytes(form: str, name: str) -> None:
    assert list(writer(form)([article(name)])) == list(writer(form)([article(name)]))


# -- JSON ---------------------------------------------------------------------------------------------------------


def test_json_is_the_report_or_a_list_of_several() -> None:
    one, two = article("seed"), article("wikinews-crane")
    assert json.loads(text_of("json", one)) == one.record
    assert validate_report(json.loads(text_of("json", one)), source=one.source) == []
    assert json.loads(text_of("json", one, two)) == [one.record, two.record]


# -- Markdown -----------------------------------------------------------------------------------------------------


def html_of(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


@pytest.mark.parametrize("name", article_names())
def test_markdown_has_a_row_a_claim_the_most_urgent_first(name: str) -> None:
    record = article(name).record
    html = html_of(text_of("md", article(name)))
    rows = re.findall(r"<tr>\n<td[^>]*>(\d\.\d{3})</td>", html)
    assert rows == sorted(rows, reverse=True)
    assert len(rows) == len(record["claims"])
    assert f"{len(record['claims'])} claim" in html


def test_markdown_of_a_hostile_article_stays_text() -> None:
    text = text_of("md", hostile(), hostile())
    html = html_of(text)
    assert html.count("<h2>") == 2
    assert not re.search(r"<(?!/?(h2|h3|p|code|table|thead|tbody|tr|th|td|em|br)\b)", html)
    assert "\u202e" not in html
    assert html.count("&lt;script&gt;alert(&quot;&amp;amp;&quot;)&lt;/script&gt;") == 2 * 7
    assert "@\u200ball" in html, "nobody is notified"
    assert {row.count("<td") for row in re.findall(r"<tr>\n<td.*?</tr>", html, re.DOTALL)} == {4, 7}


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "![x](https://t.example/p.gif)",
        "<https://t.example>",
        "*b* _i_ ~~s~~ `c`",
        "# h",
        "1\n\n2",
        "a | b",
        "&lt;b&gt;",
    ],
)
def test_no_markup_comes_through(text: str) -> None:
    html = html_of(f"| {markdown(text)} |\n| --- |\n")
    assert html.count("<") == html_of("| x |\n| --- |\n").count("<")


def test_findings_stand_before_the_claims() -> None:
    text = text_of("md", hostile("Prices fell."))
    assert text.index("### Findings") < text.index("### Claims")
    assert "| error | 1 | Prices fell\\." not in text
    assert "| error | 1 | Prices fell. (Prices fell.)<br>line 1: Prices fell. | weekday\\_date |" in text


# -- CSV ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", article_names())
def test_csv_has_a_row_a_claim(name: str) -> None:
    head, *rows = csv_module.reader(io.StringIO(text_of("csv", article(name))))
    assert head == list(COLUMNS)
    assert [row[0] for row in rows] == [claim["claim_id"] for claim in article(name).record["claims"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", " =", "\u00a0@", "＝", "\u200b＋"])
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    _, row = csv_module.reader(io.StringIO(text_of("csv", hostile(start + "cmd|'/c calc'!A1")), newline=""))
    assert not any(begins_formula(cell) for cell in row)
    assert row[COLUMNS.index("text")] == "'" + start + "cmd|'/c calc'!A1"


# -- XLSX ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", article_names())
def test_a_workbook_has_the_same_table(name: str) -> None:
    head, *rows = book_of(article(name))["Claims"].iter_rows(values_only=True)
    assert head == COLUMNS
    for row, claim in zip(rows, article(name).record["claims"], strict=True):
        told = dict(zip(COLUMNS, row, strict=True))
        expected = cells(claim)
        assert (told["line"], told["column"]) == (int(expected["line"]), int(expected["column"]))
        assert told["priority"] == float(expected["priority"])
        for column in set(COLUMNS) - {"line", "column", "priority"}:
            assert (told[column] or "") == expected[column]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://t.example")', "{=1}", "https://t.example", "007", " =1", "＝1"]
)
def test_no_cell_of_a_workbook_is_a_formula_link_or_number(text: str) -> None:
    sheet = book_of(hostile(text))["Claims"]
    cell = sheet.cell(2, COLUMNS.index("text") + 1)
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert bool(cell.quotePrefix) == begins_formula(text)
    findings = book_of(hostile(text))["Findings"]
    assert {cell.data_type for row in findings.iter_rows() for cell in row} <= {"s", "n"}
    names = zipfile.ZipFile(io.BytesIO(bytes_of(hostile(text)))).namelist()
    assert not [name for name in names if "rels" in name and "sheet" in name], "no links to anywhere"


def test_a_workbook_has_no_clock_in_it() -> None:
    archive = zipfile.ZipFile(io.BytesIO(bytes_of(article("seed"))))
    assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(rb"(\d{4})-\d\d-\d\dT", archive.read("docProps/core.xml"))) == {b"1980"}


def test_a_text_that_excel_does_not_take_is_cut_and_a_control_character_survives() -> None:
    sheet = book_of(hostile("\x0b_x0041_" + "a" * 40_000))["Claims"]
    value = sheet.cell(2, COLUMNS.index("text") + 1).value
    assert len(value) <= MAX_CELL + 20
    assert value.endswith("a…")


def test_articles_without_claims_give_a_sheet_with_a_head() -> None:
    empty = article("seed").record | {"claims": [], "findings": []}
    book = book_of(Article(empty, "", "a.md"))
    assert [[cell.value for cell in row] for row in book["Claims"].iter_rows()] == [list(COLUMNS)]
