"""Reading articles: a file, standard input or a text becomes a `Document`.

    read("story.docx")                         by its extension: .txt .md .html .docx
    read("-", data=sys.stdin.buffer.read())    what was piped in; its first bytes tell the format
    from_text("Prices fell by 3 % in May.")

The source is kept as it is; the text to parse is what a reader sees of it. `Document.locate` leads from one to the other.
What reads each format is imported when a document of that format is read: importing this module costs next to nothing.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

from claimcheck.errors import DocumentError
from claimcheck.model import Document

__all__ = ["FORMATS", "MAX_BYTES", "MAX_CHARACTERS", "from_text", "read"]

FORMATS = ("text", "markdown", "html", "docx")
MAX_BYTES = 10_000_000  # of a file
MAX_CHARACTERS = 2_000_000  # of its text


def read(
    path: str | os.PathLike[str] | None,
    *,
    data: bytes | None = None,
    uri: str | None = None,
    format: str | None = None,
    published: date | str | None = None,
) -> Document:
    """The article at `path`, or in `data` where the bytes are at hand already (then `path` only names them).

    `uri`: what records call the article; its path by default. `format`: one of `FORMATS`; by default the path's extension
    or the first bytes tell. `published`: the day it came out, as a date or ISO 8601 text, which wins over any day found.

    Raises DocumentError where there is no English article to be read, SettingError for a `published` that is no date, and
    ValueError for a `path` of "-" or None without `data`: standard input is the caller's.
    """
    from claimcheck.reading.article import read_article
    from claimcheck.reading.dates import date_of_option
    from claimcheck.reading.file import format_of, load

    given = "-" if path is None else os.fspath(path)
    printable = os.fsencode(given).decode("utf-8", "replace")
    name = "Standard input" if given == "-" else printable
    day = None if published is None else date_of_option(published)
    if data is None:
        if given == "-":
            raise ValueError("standard input is read by the caller: give its bytes as data")
        data = load(given, name, MAX_BYTES)
    _check_size(data, name)
    kind = format_of(data, given, name, format)
    return read_article(data, kind, name=name, uri=printable if uri is None else uri, published=day, limit=MAX_CHARACTERS)


def from_text(text: str, *, uri: str = "", published: date | str | None = None, title: str | None = None) -> Document:
    """A plain text as a Document. Raises DocumentError for a text that is empty, too long or not English."""
    from claimcheck.reading.article import read_article
    from claimcheck.reading.dates import date_of_option

    name = uri or "The text"
    day = None if published is None else date_of_option(published)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(f"{name} holds half a character at offset {error.start}: decode it again from its bytes.") from None
    _check_size(data, name)
    document = read_article(data, "text", name=name, uri=uri, published=day, limit=MAX_CHARACTERS)
    return document if title is None else replace(document, title=title)


def _check_size(data: bytes, name: str) -> None:
    if not data:
        raise DocumentError(f"{name} is empty: give an article with text.")
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: give one article per file.")
