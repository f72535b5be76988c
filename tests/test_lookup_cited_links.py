"""Links that an article cites: which, where, and beside which sentence."""

from __future__ import annotations

import io
import time

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.document import read
from claimcheck.lookup.cited_links import MAX_LINKS, CitedLink, beside, cleaned, links
from claimcheck.model import Block, Document, Span

LEAD = "The council voted on the plan for the new bridge on Monday, and the mayor signed it a day later."


def markdown(body: str) -> Document:
    return read(None, data=f"# The bridge of Riverton\n\n{LEAD}\n\n{body}\n".encode(), format="markdown")


def text(body: str) -> Document:
    return read(None, data=f"{LEAD}\n\n{body}\n".encode(), format="text")


def page(body: str) -> Document:
    source = f"<!doctype html><html><body><article><h1>The bridge</h1><p>{LEAD}</p>{body}<p>{LEAD}</p></article></body></html>"
    return read(None, data=source.encode(), format="html")


def urls(document: Document) -> list[str]:
    return [link.url for link in links(document)]


def cited_by(document: Document, sentence: str) -> tuple[str, ...]:
    """What stands beside a sentence, given by its first and last words in the source."""
    first, _, last = sentence.partition(" … ")
    start = document.source.index(first)
    return beside(links(document), Span(start, document.source.index(last or first, start) + len(last or first)))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Prices fell by 3 % in May ([report](https://example.org/a)).", ["https://example.org/a"]),
        ("Prices fell, see <https://example.org/a>.", ["https://example.org/a"]),
        ("Prices fell, see https://example.org/a.", ["https://example.org/a"]),
        ("Prices fell ([report](https://example.org/a_(b) 'A title')).", ["https://example.org/a_(b)"]),
        ("Prices fell in [May][r].\n\n[r]: https://example.org/a 'Report'", ["https://example.org/a"]),
        ("Prices fell in [May].\n\n[may]: <https://example.org/a>", ["https://example.org/a"]),
        ("Prices fell in May.[^1]\n\n[^1]: The bank, https://example.org/a, page 3.", ["https://example.org/a"]),
        ("Prices [fell](https://example.org/a\\_b) in May.", ["https://example.org/a_b"]),
        ("Prices [fell](https://example.org/?a=1&amp;b=2) in May.", ["https://example.org/?a=1&b=2"]),
        ("- Prices [fell](https://example.org/a)\n- Exports rose", ["https://example.org/a"]),
        ("Prices fell. ![A chart](https://example.org/chart.png)", []),
        ("```\nhttps://example.org/a\n```\n\nPrices fell in May.", []),
        ("Prices fell in May.\n\n[r]: https://example.org/a", []),
        ("Prices [fell](ftp://example.org/a) in [May](/may) [here](javascript:alert(1)).", []),
    ],
)
def test_markdown(body: str, expected: list[str]) -> None:
    assert urls(markdown(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p>Prices <a href="https://example.org/a">fell by 3 %</a> in May.</p>', ["https://example.org/a"]),
        ("<p>Prices <A class=x HREF=https://example.org/?a=1&amp;b=2>fell</A> in May.</p>", ["https://example.org/?a=1&b=2"]),
        ("<p>Prices fell in May: https://example.org/a.</p>", ["https://example.org/a"]),
        ("<p>Prices fell. <a href='https://example.org/a'>https://example.org/a</a></p>", ["https://example.org/a"]),
        ("<p>Prices <a href='/a'>fell</a> in <a href='mailto:a@example.org'>May</a>, <a href='#x'>1</a>.</p>", []),
        ("<p>Prices <a href='javascript:alert(\"https://example.org\")'>fell</a> in May.</p>", []),
        ("<script>x = 'https://example.org/a'</script><!-- https://example.org/b -->", []),
    ],
)
def test_page(body: str, expected: list[str]) -> None:
    assert urls(page(body)) == expected


def test_navigation_is_not_cited() -> None:
    source = (
        f"<html><body><nav><a href='https://example.org/home'>Home</a></nav><article><p>{LEAD}</p><p>{LEAD}</p></article>"
        "<footer><a href='https://example.org/imprint'>Imprint</a></footer></body></html>"
    )
    assert urls(read(None, data=source.encode(), format="html")) == []


def test_an_element_that_nobody_closed_ends_with_its_paragraph() -> None:
    document = page("<p>Prices <a href='https://example.org/a'>fell in May.</p><p>Exports rose in June.</p>")
    (link,) = links(document)
    assert link.span.slice(document.source).endswith("fell in May.")
    assert cited_by(document, "Exports rose in June.") == ()


def test_text_and_its_punctuation() -> None:
    document = text(
        "Prices fell (https://example.org/a_(b)), said “https://example.org/c”, and [https://example.org/d]! xhttps://example.org/e"
    )
    assert urls(document) == ["https://example.org/a_(b)", "https://example.org/c", "https://example.org/d"]
    assert [link.span.slice(document.source) for link in links(document)] == urls(document)


def test_word() -> None:
    made = docx.Document()
    made.add_paragraph(LEAD)
    made.add_paragraph("Prices fell in May (https://example.org/a).")
    data = io.BytesIO()
    made.save(data)
    document = read(None, data=data.getvalue(), format="docx")
    assert urls(document) == ["https://example.org/a"]
    assert cited_by(document, "Prices fell in May") == ("https://example.org/a",)


BODY = "Prices fell by 3 % in May. Exports rose in June. The mayor resigned in July."


@pytest.mark.parametrize(
    "body",
    [
        "Prices fell by 3 % in May. Exports [rose](https://example.org/a) in June. The mayor resigned in July.",
        "Prices fell by 3 % in May. Exports rose in June (https://example.org/a). The mayor resigned in July.",
        "Prices fell by 3 % in May. Exports rose in June. (Source: https://example.org/a) The mayor resigned in July.",
        "Prices fell by 3 % in May. Exports rose in June. [source](https://example.org/a) The mayor resigned in July.",
        "Prices fell by 3 % in May. Exports rose in June.[^1] The mayor resigned in July.\n\n[^1]: https://example.org/a",
    ],
)
def test_beside_one_sentence_and_not_the_others(body: str) -> None:
    document = markdown(body)
    assert cited_by(document, "Exports … June") == ("https://example.org/a",)
    assert cited_by(document, "Prices … May") == ()
    assert cited_by(document, "The mayor resigned in July.") == ()


def test_beside_on_a_page() -> None:
    document = page(
        "<p>Prices fell in May. <a href='https://example.org/a'>Exports rose in June</a>. The mayor resigned. "
        "<a href='https://example.org/b'>Source</a></p><p>Imports rose in April.</p>"
    )
    assert cited_by(document, "Prices fell in May.") == ()
    assert cited_by(document, "Exports rose in June</a>.") == ("https://example.org/a",)
    assert cited_by(document, "The mayor resigned.") == ("https://example.org/b",)
    assert cited_by(document, "Imports rose in April.") == ()


def test_the_next_paragraph_is_not_beside() -> None:
    document = text("Prices fell in May.\n\nhttps://example.org/a says that exports rose in June.")
    assert cited_by(document, "Prices fell in May.") == ()
    assert cited_by(document, "https://example.org/a says … June.") == ("https://example.org/a",)


def test_the_same_link_twice_is_beside_once() -> None:
    document = text("Prices fell in May (https://example.org/a#x, https://example.org/a).")
    assert len(links(document)) == 2
    assert cited_by(document, "Prices … May") == ("https://example.org/a",)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://Example.org/A?utm_source=x&id=1&UTM_Medium=y#part", "https://example.org/A?id=1"),
        ("https://example.org/?fbclid=1&gclid=2", "https://example.org/"),
        ("HTTP://example.org", "http://example.org"),
        ("https://example.org/?q=a&&b", "https://example.org/?q=a&&b"),
        ("https://u:p@Example.org/", "https://u:p@Example.org/"),  # whoever sends links refuses it
        ("https://", None),
        ("https://[::1", None),
        ("ftp://example.org/", None),
        ("https://example.org/a b", None),
        ("https://example.org/a\u202eb", None),
        ("https://example.org/" + "a" * 2_000, None),
        ("", None),
    ],
)
def test_cleaned(address: str, expected: str | None) -> None:
    assert cleaned(address) == expected


def test_there_are_only_so_many() -> None:
    document = text(" ".join(f"https://example.org/{number} is a page." for number in range(MAX_LINKS + 5)))
    assert len(links(document)) == MAX_LINKS


PIECES = st.sampled_from(
    ["<a href=", "https://", "http://example.org/", "<p>", "</a>", "[", "](", ")", "](https://", "[^1]", "]: ", "\n", "\n\n", "`", "!", "\\", "'",
     '"', ">", "<", "&amp;", "#", "?utm_x=", "\u202e", "\x00", "é", "fell", " ", ".", "]", "(", "<!--", "[::1", ":99999", "%", "@"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["text", "markdown", "html", "docx"]))
def test_any_markup_is_survived(source: str, kind: str) -> None:
    document = Document("", "", source, source, (Block(Span(0, len(source)), "paragraph"),), kind)  # type: ignore[arg-type]
    found = links(document)
    assert found == tuple(sorted(found))
    for link in found:
        assert 0 <= link.span.start < link.span.end <= len(source)
        assert link.after is None or 0 <= link.after < link.span.end
        assert cleaned(link.url) == link.url
        assert link.url.startswith(("http://", "https://")) and link.url.isprintable()
    assert set(beside(found, Span(0, len(source)))) == {link.url for link in found}


@pytest.mark.parametrize(
    "junk",
    ["[a" * 40_000, "https://" * 20_000, "](https://x(" * 10_000, "<a href=https://x.org/>" * 10_000, "[^1]: " * 20_000, "![[" * 30_000],
)
@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_markup_made_to_be_slow(junk: str, kind: str) -> None:
    document = Document("", "", junk, junk, (Block(Span(0, len(junk)), "paragraph"),), kind)  # type: ignore[arg-type]
    begun = time.perf_counter()
    assert len(links(document)) <= MAX_LINKS
    assert time.perf_counter() - begun < 10


def test_links_are_ordered_by_their_place() -> None:
    assert sorted([CitedLink(Span(5, 9), "https://b.org"), CitedLink(Span(1, 3), "https://a.org")])[0].url == "https://a.org"
