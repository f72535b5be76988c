"""What every document must keep: asked of fixtures, of made-up markup and of whole formats alike."""

from __future__ import annotations

import html
import unicodedata

from claimcheck.model import Document, Span


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.slice(document.text)) for block in document.blocks]


def raw(document: Document, words: str) -> str:
    """What stands in the source where the text has `words`."""
    at = document.text.index(words)
    place = document.locate(Span(at, at + len(words)))
    return place.slice(document.source)


def check_offsets(document: Document) -> None:
    """Each character of the text is the source at its place, or what the markup there stands for; places never step back."""
    if document.starts is None or document.ends is None:
        assert (document.starts, document.ends) == (None, None)
        assert document.text == document.source
        return
    assert len(document.starts) == len(document.ends) == len(document.text)
    inside = {place for block in document.blocks for place in range(block.span.start, block.span.end)}
    before = (0, 0)
    for place, (character, start, end) in enumerate(zip(document.text, document.starts, document.ends, strict=True)):
        assert start <= end <= len(document.source)
        assert start >= before[1] or (start, end) == before
        before = (start, end)
        if place in inside or character != "\n":  # between blocks a line end stands for any markup
            assert stands_for(document.source[start:end], character), (character, document.source[start:end])


def stands_for(there: str, character: str) -> bool:
    if there == character:
        return True
    if character == " ":  # white space of any width, a line break, or text that was left out of the middle of a block
        return True
    meant = html.unescape(there)
    if character in unicodedata.normalize("NFC", meant) or character in unicodedata.normalize("NFKC", meant):
        return True
    return (character == "“" and there.lower().startswith("<q")) or (character == "”" and there.lower().startswith("</q"))


def check_blocks(document: Document) -> None:
    """Blocks stand in order, apart from each other, and begin and end with a character that is seen."""
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(document.text)
        words = block.span.slice(document.text)
        assert words == words.strip()
        assert any(map(str.isalnum, words))
        end = block.span.end
