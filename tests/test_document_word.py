"""Word documents: the words a reader sees, as edited, and the packages that are refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from docx import Document as make
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from claimcheck.document import read
from claimcheck.errors import DocumentError
from claimcheck.model import Document
from tests.document_checks import blocks, check_blocks, check_offsets, raw

SENTENCE = "The council voted on the plan for the new bridge on Monday, and the mayor signed it a day later."


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(document: Any) -> Document:
    article = read("draft.docx", data=saved(document))
    check_offsets(article)
    check_blocks(article)
    return article


def tracked(paragraph: Any, change: str, text: str) -> None:
    """Add a tracked insertion ("w:ins") or deletion ("w:del") to a paragraph."""
    edit, run, words = OxmlElement(change), OxmlElement("w:r"), OxmlElement("w:delText" if change == "w:del" else "w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    edit.append(run)
    paragraph._p.append(edit)


def test_an_article() -> None:
    made = make()
    made.add_heading("Council approves new bridge", 0)
    made.add_paragraph("By Jane Doe")
    made.add_paragraph("RIVERTON, July 1, 2025 — The city council approved a £3.5\u00a0million plan.")
    made.add_heading("What it costs", 1)
    made.add_paragraph("12,000 cars a day will use it", style="List Bullet")
    made.add_paragraph("It is late.", style="Intense Quote")
    made.add_paragraph("The old bridge", style="Caption")
    table = made.add_table(2, 2)
    for place, words in enumerate(["Year", "Cost", "2025", "The plan was made by the city in that year."]):
        table.cell(place // 2, place % 2).text = words
    made.add_paragraph("It closes in May.")
    document = word(made)
    assert document.title == "Council approves new bridge"
    assert (document.published, document.published_from) == (date(2025, 7, 1), "dateline")
    assert blocks(document) == [
        ("title", "Council approves new bridge"),
        ("paragraph", "The city council approved a £3.5 million plan."),
        ("heading", "What it costs"),
        ("list-item", "12,000 cars a day will use it"),
        ("quote", "It is late."),
        ("caption", "The old bridge"),
        ("table", "Year"),
        ("table", "Cost"),
        ("table", "2025"),
        ("paragraph", "The plan was made by the city in that year."),
        ("paragraph", "It closes in May."),
    ]
    assert document.source.startswith("Council approves new bridge\nBy Jane Doe\n")
    assert "Year\tCost\n" in document.source
    assert raw(document, "3.5 million") == "3.5\u00a0million"


def test_tracked_changes_are_read_as_accepted() -> None:
    made = make()
    paragraph = made.add_paragraph("The council ")
    tracked(paragraph, "w:del", "rejected ")
    tracked(paragraph, "w:ins", "approved ")
    paragraph.add_run("the plan.")
    assert blocks(word(made)) == [("paragraph", "The council approved the plan.")]


def test_hidden_and_struck_words_are_not_read() -> None:
    made = make()
    paragraph = made.add_paragraph("The council approved ")
    paragraph.add_run("two ").font.strike = True
    paragraph.add_run("(ask the lawyer) ").font.hidden = True
    paragraph.add_run("three ").font.strike = False
    paragraph.add_run("plans.").bold = True
    assert blocks(word(made)) == [("paragraph", "The council approved three plans.")]


def test_line_breaks_two_in_a_row_part_paragraphs() -> None:
    made = make()
    made.add_paragraph("Prices fell\nin May.\n\nThey rose in June.")
    document = word(made)
    assert blocks(document) == [("paragraph", "Prices fell in May."), ("paragraph", "They rose in June.")]


def test_merged_cells_and_tables_in_tables_are_read_once() -> None:
    made = make()
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Costs"
    inner = table.cell(1, 0).add_table(1, 1)
    inner.cell(0, 0).text = "Inner"
    table.cell(1, 1).text = "Outer"
    made.add_paragraph(SENTENCE)
    assert sorted(words for kind, words in blocks(word(made)) if kind == "table") == ["Costs", "Inner", "Outer"]


def test_a_template_is_no_evidence_of_title_or_date() -> None:
    made = make()
    made.core_properties.title = "Word Document"
    made.core_properties.created = datetime(2013, 12, 23)
    made.add_paragraph(SENTENCE)
    document = word(made)
    assert (document.title, document.published, document.published_from) == (None, None, None)
    made.core_properties.title = "Council approves bridge"
    assert word(made).title == "Council approves bridge"


def test_a_headline_without_a_style_is_the_title() -> None:
    made = make()
    made.add_paragraph("Council approves bridge").runs[0].bold = True
    made.add_paragraph(SENTENCE)
    assert blocks(word(made)) == [("title", "Council approves bridge"), ("paragraph", SENTENCE)]


def package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def altered(**changes: bytes) -> bytes:
    """A sound document with some of its parts replaced; a part's name is given with two underlines for the slash."""
    made = make()
    made.add_paragraph(SENTENCE)
    with zipfile.ZipFile(io.BytesIO(saved(made))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return package(parts | {f"{name.replace('__', '/')}.xml": content for name, content in changes.items()})


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha ha ha">' + b"".join(b'<!ENTITY %c "&%c;&%c;">' % (c + 1, c, c) for c in range(97, 117)) + b"]>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package({"a.txt": b"x"}), "without a Word document in it"),
        (package({"word/document.xml": b"<a/>"}), "broken Word document"),
        (saved(make())[:3000], "broken or locked Word document"),
        (b"PK\x03\x04 and then nothing", "broken or locked Word document"),
        (package({"word/document.xml": b"0" * 150_000_000}), "unpacks to more than an article can need"),
        (package({f"word/{number}.xml": b"0" for number in range(6000)} | {"word/document.xml": b"<a/>"}), "unpacks to more"),
        (
            altered(word__document=LAUGHS + b"<w:document " + W + b"><w:body><w:p><w:r><w:t>&u;</w:t></w:r></w:p></w:body></w:document>"),
            "XML entities",
        ),
        (altered(word__document=b"<w:document " + W + b"><w:body>" + b"<w:p>" * 5000), "broken Word document"),
        (altered(word__document=b"<w:document " + W + b"/>"), "broken Word document"),
        (altered(word__styles=b"<w:styles"), "broken Word document"),
    ],
)
def test_packages_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as caught:
        read("draft.docx", data=data)
    assert str(caught.value).startswith("draft.docx ")
    assert "\n" not in str(caught.value)


def test_an_empty_document_has_no_text() -> None:
    with pytest.raises(DocumentError, match="draft.docx has no text to read"):
        word(make())
