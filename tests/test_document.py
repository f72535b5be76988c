"""Reading articles: what is text, what is not, where it stands in the source, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.document import from_text, read
from claimcheck.errors import DocumentError
from claimcheck.model import Document, Span

SENTENCE = "The council voted on the plan for the new bridge on Monday, and the mayor signed it a day later."


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.span.slice(document.text)) for b in document.blocks]


def check_offsets(document: Document) -> None:
    """Every character of the text stands at its place in the source, or is an entity's or a space's stand-in."""
    if document.starts is None:
        assert document.text == document.source
        return
    assert document.ends is not None
    assert len(document.starts) == len(document.ends) == len(document.text)
    for char, start, end in zip(document.text, document.starts, document.ends, strict=True):
        there = document.source[start:end]
        assert there == char or there.startswith("&") or char.isspace(), (char, there)


def test_plain_text_is_its_own_source() -> None:
    document = from_text(f"{SENTENCE}\n\n{SENTENCE}")
    assert document.text == document.source
    assert [kind for kind, _ in blocks(document)] == ["paragraph", "paragraph"]
    assert document.published is None


def test_dateline_gives_the_date_and_is_not_text() -> None:
    document = from_text(f" date 2025-07-01 {SENTENCE}")
    assert (document.published, document.published_from) == (date(2025, 7, 1), "dateline")
    assert blocks(document)[0][1].startswith("The council")


def test_option_beats_every_other_date() -> None:
    assert from_text(f"date 2025-07-01 {SENTENCE}", published="2024-02-29").published == date(2024, 2, 29)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The council voted on the plan for the new bridge on Monday evening\n"
        "after a debate of four hours, in which the mayor and the treasurer\n"
        "took opposite sides for the first time since their election in May\n"
        "and both threatened to resign if the plan was not put to the vote."
    )
    assert len(from_text(wrapped).blocks) == 1


def test_markdown_markup_is_not_text_but_stays_in_the_source(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(
        f"---\ntitle: A bridge\ndate: 2024-03-14\n---\n\n# A bridge\n\nThe **mayor** of [Port Ellis](https://example.org) won. {SENTENCE}\n\n```\nx = 90\n```\n"
    )
    document = read(path)
    assert (document.title, document.published) == ("A bridge", date(2024, 3, 14))
    assert "The mayor of Port Ellis won." in document.text
    assert not any("x = 90" in text for _, text in blocks(document))
    at = document.text.index("mayor of Port")
    assert document.source[document.locate(Span(at, at + 5)).start :].startswith("mayor**")
    check_offsets(document)


def test_page_offsets_point_into_the_raw_html() -> None:
    page = (
        "<html><head><title>Bridge</title><meta property='article:published_time' content='2023-11-07'></head><body><nav><a href='/'>Home page</a></nav>"
        f"<article><h1>Bridge &amp; tunnel</h1><p>{SENTENCE} It cost &euro;48&nbsp;million.</p><p>{SENTENCE}</p></article>"
        "<script>var a = 'Prices rose 90 percent';</script></body></html>"
    )
    document = read(None, data=page.encode(), uri="page.html", format="html")
    assert document.source == page
    assert document.published == date(2023, 11, 7)
    said = " ".join(text for _, text in blocks(document))
    assert "€48" in said
    assert "90 percent" not in said
    check_offsets(document)


def test_docx_paragraphs_are_blocks(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_heading("Bridge reopens", 0)
    made.add_paragraph(SENTENCE)
    made.save(str(tmp_path / "draft.docx"))
    document = read(tmp_path / "draft.docx")
    assert [text for _, text in blocks(document)] == ["Bridge reopens", SENTENCE]
    check_offsets(document)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["**bold**", "_it_", "[a](http://x.y)", "`code`", "&amp;", "\n\n", "# ", "- ", "> ", "word ", "\u00ad", "é", "<b>", "1. "]
        ),
        max_size=25,
    )
)
def test_markdown_offsets_hold_for_any_markup(parts: list[str]) -> None:
    source = SENTENCE + "\n\n" + "".join(parts)
    check_offsets(read(None, data=source.encode(), uri="x.md", format="markdown"))


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t"),
        ("binary.txt", bytes(range(256)) * 20),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("broken.docx", b"PK\x03\x04 this is no archive"),
        ("bomb.docx", bomb()),
        (
            "german.txt",
            (
                "Der Stadtrat hat am Montag über den Plan für die neue Brücke abgestimmt, und der Bürgermeister unterschrieb ihn. " * 4
            ).encode(),
        ),
        ("large.txt", b"The council voted on Monday. " * 2_000_000),
    ],
)
def test_bad_input_is_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read(path)
    message = str(caught.value)
    assert name in message
    assert "\n" not in message


@pytest.mark.parametrize("path", ["missing.txt", "."])
def test_no_file_is_refused_in_one_sentence(path: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert path in str(caught.value)
