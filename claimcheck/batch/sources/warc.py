"""Web archives (WARC 1.0 and 1.1, ISO 28500): the web pages in them, and the texts of Common Crawl's WET files."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from claimcheck.batch.items import Item
from claimcheck.batch.sources.fields import LONGEST, Fields
from claimcheck.document import MAX_BYTES
from claimcheck.errors import DocumentError
from claimcheck.reading.encoding import by_label

NEEDS = ("fastwarc", "brotli")

_PAGES = ("text/html", "application/xhtml+xml")


def items(file: BinaryIO, name: str, fields: Fields) -> Iterator[Item]:
    """The pages of an archive that were answered with 200; their ids have the number of the record, from 1."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.conversion
    # Contents are decoded here and not there, where a packed one that is read in part loses the place of the next record.
    records = ArchiveIterator(file, record_types=kinds, parse_http=True, auto_decode="none")
    number = 0
    try:
        for record in records:
            number += 1
            place = f"{name}#{number}"
            try:
                item = _item(record, place)
            except DocumentError as error:
                item = Item(place, own_id=_clean(record.record_id), uri=_clean(record.headers.get("WARC-Target-URI")), error=str(error))
            if item is not None:
                yield item
    except OSError as error:
        raise DocumentError(f"{name} is damaged or cut off after {number} pages and texts ({error}).") from None


def _item(record: Any, place: str) -> Item | None:
    """None for what is neither a page nor a text."""
    from fastwarc.warc import WarcRecordType

    http = record.http_headers
    kind = (record.http_content_type if http is not None else record.headers.get("Content-Type", "")) or ""
    text = record.record_type == WarcRecordType.conversion and kind.partition(";")[0].strip().lower() == "text/plain"
    if not text and (http is None or http.status_code != 200 or kind.lower() not in _PAGES):
        return None
    size = record.content_length
    data = record.reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{place} is larger than {MAX_BYTES // 1_000_000} MB.")
    if len(data) < size:
        raise DocumentError(f"{place} is cut off: {len(data)} of {size} bytes are there.")
    if http is not None:
        if "chunked" in (http.get("Transfer-Encoding") or "").lower():
            data = _joined(data)
        data = _unpacked(data, (http.get("Content-Encoding") or "").strip().lower(), place)
        data = _as_utf8(data, record.http_charset)
    return Item(place, data, "text" if text else "html", own_id=_clean(record.record_id), uri=_clean(record.headers.get("WARC-Target-URI")))


def _joined(data: bytes) -> bytes:
    """The chunks of HTTP 1.1 put together (RFC 9112, section 7.1). Many an archive has the answer as it was before, but not its header:
    what has no chunks stays as it is."""
    pieces: list[bytes] = []
    position = 0
    while True:
        end = data.find(b"\r\n", position, position + 1000)
        digits = data[position:end].partition(b";")[0].strip() if end >= 0 else b""
        if not digits or len(digits) > 8 or not all(digit in b"0123456789abcdefABCDEF" for digit in digits):
            return b"".join(pieces) if pieces else data
        size = int(digits, 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(data[end + 2 : end + 2 + size])
        position = end + 2 + size + 2


def _unpacked(data: bytes, encoding: str, place: str) -> bytes:
    """The content without its Content-Encoding. Common Crawl and others unpack it and leave the header: then it is as it should be."""
    try:
        if encoding in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
            data = _inflated(data, 31)
        elif encoding == "deflate" and not data.lstrip().startswith(b"<"):
            data = _inflated(data, 15 if data[:1] == b"\x78" else -15)
        elif encoding == "br" and not data.lstrip().startswith(b"<"):
            import brotli

            data = brotli.Decompressor().process(data, output_buffer_limit=MAX_BYTES + 1)
        elif encoding not in ("", "identity", "gzip", "x-gzip", "deflate", "br") and not data.lstrip().startswith(b"<"):
            raise DocumentError(f"The content of {place} is packed as {encoding[:20]!r}, which is not read.")
    except DocumentError:
        raise
    except Exception as error:  # zlib.error, brotli.error
        raise DocumentError(f"The content of {place} cannot be unpacked ({error}).") from None
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{place} is larger than {MAX_BYTES // 1_000_000} MB.")
    return data


def _inflated(data: bytes, window: int) -> bytes:
    return zlib.decompressobj(window).decompress(data, MAX_BYTES + 1)


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """UTF-8 wins over what the header says, as it does over what a page says of itself."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = by_label(charset, data) if charset else None
        return data if text is None else text.encode("utf-8")
    return data


def _clean(value: str | None) -> str | None:
    """An address or id, without the angle brackets that WARC 1.0 and wget put around it."""
    return " ".join((value or "").strip("<> \t")[:LONGEST].encode("utf-8", "replace").decode().split()) or None
