"""Markdown: markup leaves the text and stays in the source, whatever it is nested in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimcheck.document import read
from claimcheck.errors import DocumentError
from claimcheck.model import Document
from tests.document_checks import blocks, check_blocks, check_offsets, raw

MADE = Path(__file__).parent.parent / "fixtures" / "documents"


def markdown(source: str) -> Document:
    document = read(None, data=source.encode(), format="markdown")
    check_offsets(document)
    check_blocks(document)
    return document


def words(source: str) -> str:
    return " / ".join(text for _, text in blocks(markdown(source)))


def test_an_article() -> None:
    document = read(MADE / "bridge.md")
    check_offsets(document)
    assert document.format == "markdown"
    assert document.title == "Council approves new bridge: £3.5 million"
    assert (document.published, document.published_from) == (date(2025, 7, 1), "front matter")
    assert blocks(document) == [
        ("title", "Council approves new bridge"),
        (
            "paragraph",
            "The city council approved a £3.5 million plan on Tuesday, according to the mayor's office. "
            "It runs bridge-cam on the pier. The south bank is rebuilding; 5 * 3 is fifteen.",
        ),
        ("quote", "This is the largest project since 1998 & it is late."),
        ("heading", "What it costs"),
        ("list-item", "12,000 cars a day will use it"),
        ("list-item", "It will be 240 metres long."),
        ("table", "Year"),
        ("table", "Cost | share"),
        ("table", "2025"),
        ("table", "1.2 million"),
        ("paragraph", "The old bridge closes in May."),
        ("paragraph", "The camera was paid for by readers."),
    ]
    assert raw(document, "£3.5 million") == "£3.5&nbsp;million"
    assert raw(document, "rebuilding") == "re*build*ing"
    assert raw(document, "5 * 3") == r"5 \* 3"
    assert raw(document, "the mayor's office. It") == (
        'the [mayor\'s **office**](https://riverton.example/a_(b) "The office").\nIt'.replace(").\nIt", ").\nIt")
    )
    assert raw(document, "1998 & it") == "1998 &amp; it"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Prices ***fell* by 3 %** in May.", "Prices fell by 3 % in May."),
        ("A snake_case_name, 2 * 3 * 4 and a_b_c.", "A snake_case_name, 2 * 3 * 4 and a_b_c."),
        ("See <https://a.example/b%20c>.", "See https://a.example/b%20c."),
        ("[Prices][p] fell, see [p] and [no link].\n\n[p]: https://a.example", "Prices fell, see p and [no link]."),
        ("[![Logo](a.png) Prices](https://a.example) fell.", "Prices fell."),
        ("Prices <!-- hold this --> fell<br>in *May*.", "Prices fell in May."),
        ("Prices ~~rose~~ fell.", "Prices fell."),
        ("Prices fell[^1] in May[^note].\n\n[^1]: By 3 %.", "Prices fell in May. / By 3 %."),
        ("Prices fell  \nin May\\\nby 3 %.", "Prices fell in May by 3 %."),
        ("`` a`b `` and `` `c` `` and ` d `.", "a`b and `c` and d."),
        ("Prices fell.\n\n    indented = code\n\n~~~\nfenced = code\n~~~\n\nIn May.", "Prices fell. / In May."),
        ("<script>var a = 1</script>\n\nPrices fell.", "Prices fell."),
        ("<!--\nhold\n\nthis\n-->\n\nPrices fell.", "Prices fell."),
        ("AT&amp;T &copy; 2025 &#8364;5 &unknown;", "AT&T © 2025 €5 &unknown;"),
        ("Prices\tfell\tin May.", "Prices fell in May."),
        ("> Quoted\n> twice\n>\n> > and nested.", "Quoted twice / and nested."),
        ("1. one\n2. two\n   - three\n\n     and more", "one / two / three / and more"),
        ("Heading\n=======\n\n## Second ##\n\nPrices fell.", "Heading / Second / Prices fell."),
        ("a < b and c > d", "a < b and c > d"),
        ("**not closed and *either", "**not closed and *either"),
        ("caf\u0065\u0301 and \u00adsoft\u00ad hyphens", "café and soft hyphens"),
    ],
)
def test_what_a_reader_sees(source: str, text: str) -> None:
    assert words(source) == text


def test_places_of_the_same_word_are_told_apart() -> None:
    document = markdown("**bridge** `bridge` [bridge](bridge) ![bridge](bridge) *bridge*")
    places = [document.locate(block.span) for block in document.blocks]
    assert [document.source[place.start : place.end] for place in places] == [
        "bridge** `bridge` [bridge](bridge) ![bridge](bridge) *bridge"
    ]
    starts = document.starts or ()
    assert [starts[at] for at in (0, 7, 14, 21)] == [2, 12, 21, 56]


def test_line_ends_of_every_kind_keep_the_places() -> None:
    for end in ("\n", "\r\n", "\r"):
        document = markdown(f"# Title{end}{end}Prices **fell**{end}in May.{end}")
        assert [text for _, text in blocks(document)] == ["Title", "Prices fell in May."]
        assert raw(document, "fell in") == f"fell**{end}in"


@pytest.mark.parametrize(
    ("front", "title", "day"),
    [
        ("---\ntitle: A\ndate: 2025-07-01\n---\n", "A", date(2025, 7, 1)),
        ("---\nheadline: 'A: b'\npublished_at: 1 July 2025\n---\n", "A: b", date(2025, 7, 1)),
        ('+++\ntitle = "A"\ndate = 2025-07-01T10:00:00Z\n+++\n', "A", date(2025, 7, 1)),
        ("---\r\ntitle: A\r\nlastmod: 2025-07-01\r\n---\r\n", "A", None),
        ("---\nurl: https://a.example/2025/07/01/x\n---\n", None, date(2025, 7, 1)),
        ("---\ntitle: 7\ndate: soon\n---\n", None, None),
    ],
)
def test_front_matter_gives_title_and_date_and_is_not_text(front: str, title: str | None, day: date | None) -> None:
    document = markdown(f"{front}\nPrices fell by 3 % in May.")
    assert (document.title, document.published) == (title, day)
    assert blocks(document) == [("paragraph", "Prices fell by 3 % in May.")]


@pytest.mark.parametrize(
    "source", ["---\n\nPrices fell.\n\n---\n\nIn May.", "---\n\nPrices fell in May.", "Prices\n\n---\ntitle: x\n---\n"]
)
def test_a_rule_is_no_front_matter(source: str) -> None:
    assert "Prices" in words(source)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("---\ntitle: A: b\n---\nText.", 2),
        ("---\ntitle: A\ndate: [2025\n---\nText.", 4),
        ('+++\ntitle = "A"\ndate = soon\n+++\nText.', 3),
        ("---\na: " + "[" * 20_000 + "\n---\nText.", 2),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(DocumentError, match=f"draft.md has front matter that cannot be read at line {line} "):
        read("draft.md", data=source.encode())
