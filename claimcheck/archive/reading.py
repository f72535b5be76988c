"""Files that the archive takes in: which kind one is, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath

from claimcheck.archive.claim_review import reviews_in
from claimcheck.archive.entry import Entry, Left
from claimcheck.archive.jsonld import loads
from claimcheck.archive.own import is_own, read_records
from claimcheck.archive.page import decode_page, read_page
from claimcheck.archive.sheet import read_sheet
from claimcheck.errors import ArchiveError

#: A fact-check takes one or two KiB: some 200,000 of them. Larger files are to be split.
MAX_BYTES = 256 * 1024 * 1024
_PAGES = (".html", ".htm", ".xhtml")
_TABLES = (".csv", ".tsv")


def read_file(path: Path) -> Iterator[Entry | Left]:
    """What a file holds: entries, and what could not be taken over. Raises ArchiveError when it cannot be read at all."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}): check the path.") from None
    yield from read_data(data, str(path))


def read_data(data: bytes, name: str) -> Iterator[Entry | Left]:
    """The same for the content of a file; `name` is what the user calls it. Its form is told by its content, then by its name."""
    if len(data) > MAX_BYTES:
        raise ArchiveError(f"{name} is larger than {MAX_BYTES // 1024**2} MiB: split it.")
    if data.startswith(b"PK\x03\x04"):
        raise ArchiveError(f"{name} is a workbook or an archive: save the sheet as CSV (UTF-8), or unpack it.")
    digest, origin = sha256(data).hexdigest(), PurePath(name).name
    for item in _read(data, name):
        yield replace(item, origin=origin, origin_sha256=digest) if isinstance(item, Entry) else item


def _read(data: bytes, name: str) -> Iterator[Entry | Left]:
    ending = PurePath(name).suffix.lower()
    begin = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if ending in _PAGES or (ending not in _TABLES and begin[:1] == b"<"):
        return read_page(decode_page(data))
    text = _decoded(data, name)
    if ending not in _TABLES and begin[:1] in (b"{", b"["):
        return _read_json(text, name)
    return read_sheet(text, name)


def _read_json(text: str, name: str) -> Iterator[Entry | Left]:
    """JSON of strangers or our own: one value, or a value a line."""
    try:
        value = loads(text)
    except ValueError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _is_json(lines[0][1]):
            raise ArchiveError(f"{name} is {error}: export it again.") from None
        if is_own(loads(lines[0][1])):
            yield from read_records(text)
        else:
            yield from _of_lines(lines)
        return
    first = value[0] if isinstance(value, list) and value else value
    yield from read_records(text) if is_own(first) else reviews_in(value)


def _of_lines(lines: list[tuple[int, str]]) -> Iterator[Entry | Left]:
    for number, line in lines:
        try:
            yield from reviews_in(loads(line), f"line {number} ")
        except ValueError as error:
            yield Left(f"line {number}", f"it is {error}")


def _is_json(line: str) -> bool:
    try:
        return isinstance(loads(line), dict)
    except ValueError:
        return False


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, or what Excel calls Unicode text: UTF-16 with a byte order mark."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise ArchiveError(f"{name} is neither UTF-8 nor UTF-16: save it as UTF-8.") from None
    if "\0" in text:
        raise ArchiveError(f"{name} is no text: give ClaimReview markup (JSON-LD or a web page), CSV, or records of claimcheck.")
    return text
