"""Web pages: the article's words, with places in the page as it was saved."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from claimcheck.document import read
from claimcheck.model import Document
from tests.document_checks import blocks, check_blocks, check_offsets, raw

MADE = Path(__file__).parent.parent / "fixtures" / "documents"
SENTENCE = "The council voted on the plan for the new bridge on Monday, and the mayor signed it a day later."


def page(body: str, head: str = "", *, encoding: str = "utf-8") -> Document:
    source = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    document = read(None, data=source.encode(encoding), format="html")
    check_offsets(document)
    check_blocks(document)
    return document


def words(body: str) -> list[str]:
    return [text for _, text in blocks(page(f"<article><p>{SENTENCE}</p>{body}<p>{SENTENCE}</p></article>"))][1:-1]


def test_an_article() -> None:
    document = read(MADE / "bridge.html")
    check_offsets(document)
    assert document.source == (MADE / "bridge.html").read_text(encoding="utf-8")
    assert document.title == "Council approves new bridge & tunnel"
    assert (document.published, document.published_from) == (date(2025, 6, 30), "metadata")
    assert blocks(document) == [
        ("title", "Council approves new bridge & tunnel"),
        (
            "paragraph",
            "The city council of Riverton approved a £3.5 million plan for a new bridge on Tuesday, according to the mayor’s office. "
            "The vote was nine to four, and the work starts in the spring of next year.",
        ),
        (
            "paragraph",
            "“This is the largest project since 1998,” said Mary Smith, the mayor. "
            "It will carry 12,000 cars a day, which is twice as many as before.",
        ),
        ("list-item", "It will cost 3.5 million pounds over four years."),
        ("list-item", "It will be 240 metres long."),
        ("quote", "We have waited for this for twenty years."),
        ("paragraph", "The south bank is first."),
        (
            "paragraph",
            "The “old lady”, as the old bridge is called, closes in May. It was built in 1931 and repaired in 1977 & 1998.",
        ),
    ]
    assert raw(document, "£3.5 million") == "&#163;3.5</b>&nbsp;million"
    assert raw(document, "mayor’s office") == "mayor&rsquo;s\n   office"
    assert raw(document, "which") == "wh<b>ich"
    assert raw(document, "closes") == "cl&shy;oses"
    assert raw(document, "1977 & 1998") == "1977 &amp; 1998"


def test_the_same_words_beside_the_article_are_not_taken_for_it() -> None:
    document = page(
        f"<nav><a href='/a'>{SENTENCE}</a></nav><main><h1>Bridge</h1><p>{SENTENCE}</p><p>It was late. {SENTENCE}</p></main><aside>{SENTENCE}</aside>"
    )
    assert raw(document, SENTENCE) == SENTENCE
    assert document.source[: document.locate(document.blocks[-2].span).start].endswith("<main><h1>Bridge</h1><p>")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>The cost &mdash; &pound;5&nbsp;m &mdash; r<i>o</i>se &amp;lt; 3.</p>", ["The cost — £5 m — rose &lt; 3."]),
        ("<p>It &notit; is &copy2025 &bogus; &#x2019;late&#8217;.</p>", ["It ¬it; is ©2025 &bogus; ’late’."]),
        ("<p>It was a<b>b</b>c <!-- not this --> and d<wbr>e.</p>", ["It was abc and de."]),
        ("<p>First it was.<br/><br>Then it was not.</p>", ["First it was.", "Then it was not."]),
        ("<p>First it was<br>one line.</p>", ["First it was one line."]),
        ("<p>It cost <s>four</s> five<script>var x = '<p>no</p>'</script> pounds.</p>", ["It cost five pounds."]),
        ("<p>It is 3 < 4 and 5 > 4 <3.</p>", ["It is 3 < 4 and 5 > 4 <3."]),
        ("<p title='a>b' data-x=\"<p>\">It was so.</p>", ["It was so."]),
        ("<P CLASS=x>It was <B>so</B>.</P>", ["It was so."]),
        ("<p>It was<p>two unclosed.", ["It was", "two unclosed."]),
        ("<div hidden><p>Nobody sees it here.</p></div><p>It was so.</p>", ["It was so."]),
        ("<p>It was <q>so</q>, she said.</p>", ["It was “so”, she said."]),
    ],
)
def test_what_a_reader_sees(body: str, text: list[str]) -> None:
    assert words(body) == text


def test_kinds_of_blocks() -> None:
    kinds = [
        kind
        for kind, _ in blocks(
            page(
                f"<article><h1>The bridge</h1><p>{SENTENCE}</p><h2>What it costs in all</h2><ul><li>It costs five million.</li></ul>"
                f"<blockquote><p>It is late, and it is long.</p></blockquote><p>{SENTENCE}</p></article>"
            )
        )
    ]
    assert kinds == ["title", "paragraph", "heading", "list-item", "quote", "paragraph"]


def test_a_page_laid_out_in_tables_has_paragraphs() -> None:
    document = page(f"<table><tr><td>{SENTENCE}</td></tr><tr><td>{SENTENCE}<br><br>{SENTENCE}</td></tr><tr><td>2025</td></tr></table>")
    assert [kind for kind, _ in blocks(document)][:3] == ["paragraph"] * 3


def test_a_page_of_one_sentence_is_read_whole() -> None:
    document = page("<p>Prices fell by <b>3</b> % in May.</p>")
    assert blocks(document) == [("paragraph", "Prices fell by 3 % in May.")]


@pytest.mark.parametrize(
    ("head", "shown", "title"),
    [
        ("<title>Bridge approved - The Post</title>", "Bridge approved", "Bridge approved"),
        ("<title>Bridge approved | The Post</title>", "", "Bridge approved"),
        ("<meta property='og:title' content='Bridge &amp; tunnel'>", "", "Bridge & tunnel"),
        ("<title>The Post</title>", "Bridge approved", "Bridge approved"),
        ("", "", None),
    ],
)
def test_titles(head: str, shown: str, title: str | None) -> None:
    heading = f"<h1>{shown}</h1>" if shown else ""
    document = page(f"<article>{heading}<p>{SENTENCE}</p><p>{SENTENCE}</p></article>", head)
    assert document.title == title
    assert (blocks(document)[0] == ("title", shown)) is bool(shown)


@pytest.mark.parametrize(
    ("head", "before", "day"),
    [
        ('<script type=\'application/ld+json\'>{"datePublished": "2025-07-01T23:30:00+05:30"}</script>', "", date(2025, 7, 1)),
        ('<script type=\'application/ld+json\'>{"dateModified": "2025-07-01"}</script>', "", None),
        ("<meta property='article:modified_time' content='2025-07-01'>", "", None),
        ("<meta property='article:published_time' content='1970-01-01T00:00:00Z'>", "", None),
        ("<meta property='og:image' content='https://a.example/2025/07/01/a.jpg'>", "", None),
        ("", "<p class='byline'>By Jane Doe <time datetime='2025-07-01T08:00'>1 July</time></p>", date(2025, 7, 1)),
        ("", "<span class='post-date'>1 July 2025</span>", date(2025, 7, 1)),
        ("", "<time>2 hours ago</time>", None),
        ("", "<span class='date'>Updated 1 July 2025</span>", None),
    ],
)
def test_the_day_is_the_one_the_page_says_it_came_out(head: str, before: str, day: date | None) -> None:
    body = (
        f"<article><h1>Bridge</h1>{before}<p>{SENTENCE}</p><p>{SENTENCE} See <time datetime='2001-01-01'>then</time>.</p></article>"
        "<footer>Copyright 2019</footer>"
    )
    assert page(body, head).published == day


def test_a_page_in_another_encoding_says_so() -> None:
    body = f"<p>The mayor’s café cost €5. {SENTENCE}</p>"
    document = page(body, "<meta charset='iso-8859-1'>", encoding="cp1252")
    assert "mayor’s café cost €5" in document.text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + f"<p>{SENTENCE}</p>",
        "<b>" * 100_000 + SENTENCE,
        "<blockquote>" * 100_000 + f"<p>{SENTENCE}</p>",
        f"<p>{SENTENCE}</p>" + "<!--" * 200_000,
        f"<p>{SENTENCE}</p>" + '<a b="' * 100_000,
        f"<p>{SENTENCE}</p>" + "<" * 200_000,
        f"<p>{SENTENCE}</p>" + "<script>" * 100_000,
        f"<p>{SENTENCE}</p>" + "</div></li>" * 50_000,
    ],
)
def test_hostile_pages_take_time_in_proportion_to_their_length(body: str) -> None:
    before = time.process_time()
    document = page(body)
    assert SENTENCE in document.text
    assert time.process_time() - before < 20


def test_libraries_have_nothing_to_say(capfd: pytest.CaptureFixture[str]) -> None:
    page("<p>Prices fell in May.</p>")
    assert capfd.readouterr() == ("", "")
