"""From a path to bytes, and from bytes to a format: what is no article is refused here, before anything parses it."""

from __future__ import annotations

import os
import re
import stat
from typing import Literal

from claimcheck.errors import DocumentError

Format = Literal["text", "markdown", "html", "docx"]
_FORMATS: tuple[Format, ...] = ("text", "markdown", "html", "docx")

_EXTENSIONS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
}

# First bytes of what people give in place of an article: https://en.wikipedia.org/wiki/List_of_file_signatures
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "save its text as .txt or .docx"),
    (b"{\\rtf", "an RTF document", "save it as .docx or .txt"),
    (b"\xd0\xcf\x11\xe0", "a Word document of the old kind or behind a password", "save it as .docx without one"),
    (b"\x89PNG", "an image", "give its text"),
    (b"\xff\xd8\xff", "an image", "give its text"),
    (b"GIF8", "an image", "give its text"),
    (b"II*\x00", "an image", "give its text"),
    (b"MM\x00*", "an image", "give its text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3\x00", "an SQLite database", "give an article"),
)

_ZIP = b"PK\x03\x04"
_HTML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def load(path: str | os.PathLike[str], name: str, limit: int) -> bytes:
    """The bytes of a file; one of more than `limit` bytes is refused unread. `name` is what messages call it. Raises DocumentError."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise DocumentError(f"{name} is a folder: give the articles in it one by one.")
        if stat.S_ISREG(status.st_mode) and status.st_size > limit:
            size = f"{limit // 1_000_000} MB ({status.st_size / 1_000_000:.1f} MB)"
            raise DocumentError(f"{name} is larger than {size}: give one article per file.")
        with open(path, "rb") as file:
            return file.read(limit + 1)  # a pipe has no size: what is too long is seen by one byte more
    except FileNotFoundError:
        raise DocumentError(f"{name} does not exist: check the path.") from None
    except PermissionError:
        raise DocumentError(f"{name} cannot be opened for want of permission: make it readable.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DocumentError(f"{name} cannot be read ({reason}): check the path.") from None


def format_of(data: bytes, path: str, name: str, asked: str | None) -> Format:
    """The format to read `data` in: the one asked for, else by the path's extension, else by the first bytes.

    Raises DocumentError where the bytes are of no readable format, or of another one than the extension says.
    """
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(f"{name} is {what}, not an article's text: {remedy}.")
    extension = os.path.splitext(path)[1].lower()
    wanted = next((known for known in _FORMATS if known == asked), None) or _EXTENSIONS.get(extension)
    if asked is not None and asked not in _FORMATS:
        raise DocumentError(f"{name} cannot be read as {asked!r}: the formats are {', '.join(_FORMATS)}.")
    if data.startswith(_ZIP):
        if wanted in (None, "docx"):
            return "docx"
        if b"word/document.xml" in data:
            raise DocumentError(f"{name} is a Word document: give it the extension .docx, or ask for the format docx.")
        raise DocumentError(f"{name} is a zip archive or an office document, not an article's text: save the article as .docx or .txt.")
    if wanted == "docx":
        raise DocumentError(f"{name} is not a Word document, though it is called one: save it as .docx again, or ask for the format text.")
    looks_like_html = _HTML_START.match(data[:4096]) is not None
    if wanted == "text" and looks_like_html and asked is None:
        raise DocumentError(f"{name} is a web page: give it the extension .html, or ask for the format html.")
    if wanted is not None:
        return wanted
    return "html" if looks_like_html else "text"
