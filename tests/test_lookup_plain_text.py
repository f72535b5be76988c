"""HTML that nobody vouches for becomes paragraphs of plain text, or nothing; it never raises and never takes long."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.lookup.plain_text import MOST_TEXT, one_line, paragraphs, plain_text

RENDERED = Path(__file__).resolve().parent.parent / "fixtures" / "wiki" / "rendered"


def test_a_page_as_mediawiki_renders_it() -> None:
    html = (RENDERED / "Sarnow_Bridge.html").read_text(encoding="utf-8")
    assert paragraphs(html) == (
        "The Sarnow Bridge carries the coast road over the river Sarnow at Orsa, the capital of Velmora. It was opened on 9 June 1998 and "
        "is 240 metres long.",
        'About 12,000 cars a day use the bridge. <script>alert("bridge")</script> stands on a painted sign at its southern end, and so '
        "does a < b && c > d.",
        "It was closed for repairs in 2011.",
        "It was closed again from March to May 2019.",
        "The second closure cost €1.8 million.",
        "Toll",
        "There has been no toll since 2004.",
        "The bridge can be seen in the opening scene of an invented film of 2005.",
    )


def test_headings_only_where_they_are_asked_for() -> None:
    html = "<h2>Traffic</h2><p>Cars use it.</p>"
    assert paragraphs(html) == ("Cars use it.",)
    assert plain_text(html, headings=True) == "Traffic\n\nCars use it."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br>two</p>three<div>four</div>five", "one two\n\nthree\n\nfour\n\nfive"),
        ("<p>10<sup>6</sup> people<sup class='reference'>[1]</sup><sup>[note 2]</sup></p>", "106 people"),
        ("<p>seen<span style='display: none'>hidden</span><span hidden>too</span></p>", "seen"),
        ("<p>a<script>b</script><style>c</style>d<!-- e --></p>", "ad"),
        ("<table><tr><td>1</td><td>2</td></tr></table>after", "after"),
        ("<table><tr><td><p>An old way to lay out a page.</p></td></tr></table>", "An old way to lay out a page."),
        ("<nav>Home</nav><div role='navigation'>Menu</div><p>text</p>", "text"),
        ("<p>a&nbsp;b &amp; c\u202ed\u200be</p>", "a b & cde"),
        ("<p>never closed <b>at all", "never closed at all"),
        ("no markup at all", "no markup at all"),
        ("", ""),
        ("<!-- only a comment -->", ""),
        ("<p>\x00a\ud800b</p>", "a?b"),
    ],
)
def test_what_is_text_and_what_is_not(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_bytes_are_read_in_the_encoding_that_they_name() -> None:
    assert paragraphs(b'<meta charset="iso-8859-2"><p>\xb1</p>') == ("ą",)
    assert paragraphs(b'<meta charset="no-such-code"><p>plain</p>') == ("plain",)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<table><tr><td>" * 100_000,
        "<p>word " * 300_000,
        "<sup>x" * 100_000,
        "<" * 1_000_000,
        "&" * 1_000_000,
        "x" * 2_000_000,
    ],
    ids=["nested", "tables", "wide", "raised", "angles", "ampersands", "long"],
)
def test_bounds_hold(html: str) -> None:
    begin = time.perf_counter()
    found = paragraphs(html)
    assert sum(map(len, found)) <= MOST_TEXT
    assert time.perf_counter() - begin < 20


_PIECES = st.sampled_from(
    "<p> </p> <div> </div> <table> <td> </table> <sup> </sup> <ul><li> <script> </script> <!-- --> <br> &amp; &#0; &#xd800; [1] <b "
    "style='display:none'> class= \" ' < > \x00 \u202e é 漢 word".split(" ")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_whatever_comes_is_lines_without_control_characters(html: str) -> None:
    for found in (paragraphs(html), paragraphs(html.encode("utf-8", "surrogatepass"), headings=True)):
        for paragraph in found:
            assert paragraph == paragraph.strip() and paragraph and "\n" not in paragraph
            assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in paragraph)


@given(st.text(st.characters(exclude_characters="<>&", exclude_categories=("Cs", "Cc"))))
def test_text_without_markup_stays_as_it_is(text: str) -> None:
    assert " ".join(paragraphs(f"<p>{text}</p>")) == one_line(text)


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_one_line_is_short_and_settled(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert one_line(line, most) == line
