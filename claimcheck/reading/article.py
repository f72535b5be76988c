"""From the bytes of an article, whose format is known, to a `Document`: the one place that knows all formats."""

from __future__ import annotations

import hashlib
from datetime import date

from claimcheck.errors import DocumentError
from claimcheck.model import Document
from claimcheck.reading.dates import date_in_address
from claimcheck.reading.encoding import decode
from claimcheck.reading.file import Format
from claimcheck.reading.header import Head, read_head
from claimcheck.reading.language import check_english
from claimcheck.reading.offsets import Reading


def read_article(data: bytes, kind: Format, *, name: str, uri: str, published: date | None, limit: int) -> Document:
    """`name`: what messages call the article; `limit`: characters of text. Raises DocumentError."""
    reading = _read(data, kind, name, limit)
    _check_length(reading.text, name, limit)
    head = read_head(reading.text, reading.blocks, titled=reading.title is not None)
    words = "\n".join(block.span.slice(reading.text) for block in head.blocks)
    if not any(map(str.isalnum, words)):
        raise DocumentError(f"{name} has no text to read: give an article with sentences in it.")
    check_english(words, name)
    day, source = _published(published, reading, head, uri)
    return Document(
        uri=uri,
        sha256=hashlib.sha256(data).hexdigest(),
        source=reading.source,
        text=reading.text,
        blocks=head.blocks,
        format=kind,
        title=_title(reading, head),
        published=day,
        published_from=source,
        starts=reading.starts,
        ends=reading.ends,
    )


def _read(data: bytes, kind: Format, name: str, limit: int) -> Reading:
    """Each format's reader is imported here, with the libraries that it needs."""
    if kind == "docx":
        from claimcheck.reading.word import read_word

        return read_word(data, name)
    if kind == "html":
        from claimcheck.reading.page import read_page

        return read_page(decode(data, name, declared=True))
    source = decode(data, name)
    _check_length(source, name, limit)
    if kind == "markdown":
        from claimcheck.reading.markdown import read_markdown

        return read_markdown(source, name)
    from claimcheck.reading.text import read_text

    return read_text(source)


def _check_length(text: str, name: str, limit: int) -> None:
    if len(text) > limit:
        raise DocumentError(f"{name} has more than {limit:,} characters of text ({len(text):,}): give one article per file.")


def _published(option: date | None, reading: Reading, head: Head, uri: str) -> tuple[date, str] | tuple[None, None]:
    """The day the article came out and where it was found, the most certain place first; never the clock."""
    if option is not None:
        return option, "option"
    if reading.published is not None:
        return reading.published, reading.published_from or "metadata"
    if head.published is not None:
        return head.published, "dateline"
    in_address = date_in_address(reading.url or head.url or uri)
    return (in_address, "url") if in_address is not None else (None, None)


def _title(reading: Reading, head: Head) -> str | None:
    shown = (block.span.slice(reading.text) for block in head.blocks if block.kind == "title")
    title = reading.title or head.title or next(shown, "")
    return " ".join(title.split()) or None
