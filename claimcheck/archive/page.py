"""Structured data inside of web pages: the scripts of the type application/ld+json."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from claimcheck.archive.claim_review import read_claim_reviews
from claimcheck.archive.entry import Entry, Left

_OPENING = re.compile(r"<script\b([^>]{0,2000})>", re.IGNORECASE)
_CLOSING = re.compile(r"</script", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?\s*application/ld\+json""", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
#: What some publishing systems wrap around a script for browsers of 1996.
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*$")


def decode_page(data: bytes) -> str:
    """The text of a page: by its byte order mark, as UTF-8, or in the encoding that it names. What cannot be read is replaced."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = _CHARSET.search(data[:4096])
        try:
            return data.decode(told[1].decode("ascii") if told else "cp1252", errors="replace")
        except (LookupError, UnicodeError):
            return data.decode("utf-8", errors="replace")


def read_page(text: str) -> Iterator[Entry | Left]:
    """The fact-checks in the scripts of a page; a script that is no JSON is told, and the others are read."""
    end, number = 0, 0
    while opening := _OPENING.search(text, end):
        closing = _CLOSING.search(text, opening.end())
        end = closing.end() if closing else len(text)
        if not _TYPE.search(opening[1]):
            continue
        number += 1
        if closing is None:
            yield Left(f"script {number}", "it never ends")
            return
        place = f"script {number} "
        try:
            yield from read_claim_reviews(_WRAPPING.sub("", text[opening.end() : closing.start()]), place)
        except ValueError as error:
            yield Left(place.strip(), str(error))
