"""Quotes of a source, and spans that move from the readable text to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.anchor import line_starts, position, quote, relocate
from claimcheck.model import Attribution, Block, Coverage, Document, Quote, Report, Span, Uncovered
from claimcheck.model import ParserInfo as Parser

texts = st.text(st.sampled_from("ab é🌊\u0301\u2028\x0c\r\n"), max_size=60)


@st.composite
def spans_in(draw: st.DrawFn) -> tuple[str, Span]:
    source = draw(texts)
    start = draw(st.integers(0, len(source)))
    return source, Span(start, draw(st.integers(start, len(source))))


def test_quote_has_context_line_and_column() -> None:
    source = "🌊 Floods\r\n\r\nAt least 26 died.\nNo dam failed.\n"
    start = source.index("26")
    assert quote(source, Span(start, start + 2)) == Quote(
        start, start + 2, "26", "🌊 Floods\r\n\r\nAt least ", " died.\nNo dam failed.\n", line=3, column=10
    )
    assert quote(source, Span(2, 8), width=1).prefix == " "
    assert quote(source, Span(2, 8), width=1).suffix == "\r"
    assert (quote(source, Span(2, 8)).line, quote(source, Span(2, 8)).column) == (1, 3)


@given(spans_in(), st.integers(0, 40))
def test_quote_puts_the_source_together_again(case: tuple[str, Span], width: int) -> None:
    source, span = case
    found = quote(source, span, width)
    assert found.prefix + found.exact + found.suffix == source[max(0, span.start - width) : span.end + width]
    assert len(found.exact) == span.end - span.start
    assert max(len(found.prefix), len(found.suffix)) <= width


@given(spans_in())
def test_line_and_column_lead_back_to_the_offset(case: tuple[str, Span]) -> None:
    source, span = case
    line, column = position(source, span.start)
    assert line_starts(source)[line - 1] + column - 1 == span.start
    before = source[: line_starts(source)[line - 1]]
    assert line == 1 + before.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.mark.parametrize(
    ("source", "lines"), [("", 1), ("a", 1), ("a\n", 2), ("a\r\nb", 2), ("a\rb\n\rc", 4), ("a\x0cb\u2028c\x0b\x85", 1)]
)
def test_lines_end_where_editors_end_them(source: str, lines: int) -> None:
    assert len(line_starts(source)) == lines


@pytest.mark.parametrize("span", [Span(-1, 2), Span(3, 2), Span(0, 4), Span(4, 5)])
def test_span_beyond_the_source_is_a_value_error(span: Span) -> None:
    with pytest.raises(ValueError, match="does not lie in a text of 3 characters"):
        quote("abc", span)


def marked(text: str, gaps: list[str]) -> Document:
    """A document whose source has something in front of every character of its text."""
    source, starts, ends = "", [], []
    for character, gap in zip(text, gaps, strict=True):
        source += gap
        starts.append(len(source))
        source += character
        ends.append(len(source))
    return Document("a.html", "0" * 64, source + "</p>", text, (), "html", starts=tuple(starts), ends=tuple(ends))


@given(st.lists(st.tuples(st.sampled_from("abc é🌊"), st.sampled_from(["", "<b>", "</b>", "&#8203;"])), min_size=1, max_size=30), st.data())
def test_relocated_span_begins_and_ends_with_the_same_characters(characters: list[tuple[str, str]], data: st.DataObject) -> None:
    document = marked("".join(letter for letter, _ in characters), [gap for _, gap in characters])
    start = data.draw(st.integers(0, len(document.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(document.text))))
    moved = relocate(span, document)
    there = moved.slice(document.source)
    assert there[0] == document.text[span.start]
    assert there[-1] == document.text[span.end - 1]
    assert moved.end - moved.start >= span.end - span.start
    assert relocate((span, (span, "x"), None), document) == (moved, (moved, "x"), None)


DOCUMENT = marked("Rain, he said.", ["<p>", *[""] * 4, "</b>", *[""] * 8])


def test_relocate_moves_every_span_of_nested_dataclasses() -> None:
    hop = Attribution("say", Span(9, 13), "report", "indirect", (Span(0, 4), Span(5, 6)), source="he", source_span=Span(6, 8))
    moved = relocate(hop, DOCUMENT)
    assert moved == replace(hop, cue_span=Span(16, 20), content=(Span(3, 7), Span(12, 13)), source_span=Span(13, 15))
    assert [span.slice(DOCUMENT.source) for span in (moved.cue_span, *moved.content)] == ["said", "Rain", " "]
    ledger = Coverage(1, 0, 0, 0, 0, 0, (Uncovered(Span(0, 4), "sentence", "fragment"),))
    assert relocate(ledger, DOCUMENT).uncovered[0].span == Span(3, 7)
    assert ledger.uncovered[0].span == Span(0, 4)


def test_relocate_leaves_quotes_and_documents_as_they_are() -> None:
    """A quote is made from the source; blocks belong to the document's own text."""
    anchored = quote(DOCUMENT.source, Span(3, 7))
    document = replace(DOCUMENT, blocks=(Block(Span(0, 14), "paragraph"),))
    report = Report(document, (), Coverage(0, 0, 0, 0, 0, 0), Parser("stub", "none", "0" * 64), "0.1.0")
    assert relocate((anchored, report), document) == (anchored, report)


def test_relocate_is_nothing_where_text_is_source() -> None:
    plain = Document("a.txt", "0" * 64, "Rain fell.", "Rain fell.", (), "text")
    hop = (Uncovered(Span(0, 4), "sentence", "fragment"),)
    assert relocate(hop, plain) is hop
