"""Web archives as inputs: which records are articles, how they are decoded, and what an enemy puts into them."""

from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path

import brotli
import pytest

from claimcheck.batch.items import Item
from claimcheck.batch.sources import Input

PAGE = "<html><body><p>Prices rose by 3 % in “May”, Zoë said.</p></body></html>"


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers))
    return head.encode() + b"\r\n\r\n" + body


def record(content: bytes, number: int = 1, *, kind: str = "response", about: str = "application/http; msgtype=response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2025-07-01T00:00:00Z\r\n"
        f"WARC-Target-URI: <https://news.example/{number}>\r\nContent-Type: {about}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def items_of(path: Path, data: bytes) -> list[Item]:
    path.write_bytes(data)
    return list(Input([str(path)]).items())


def test_pages_that_were_answered_are_articles(tmp_path: Path) -> None:
    page = PAGE.encode()
    data = (
        record(b"software: test\r\n", 0, kind="warcinfo", about="application/warc-fields")
        + record(b"GET / HTTP/1.1\r\n\r\n", 1, kind="request")
        + record(http(page), 2)
        + record(http(page, status="404 Not Found"), 3)
        + record(http(b"\x89PNG", kind="image/png"), 4)
        + record(b"A text of prices.", 5, kind="conversion", about="text/plain")
        + record(http(page, kind="application/xhtml+xml"), 6)
    )
    expected = [
        Item("a.warc#1", page, "html", "urn:uuid:2", "https://news.example/2"),
        Item("a.warc#4", b"A text of prices.", "text", "urn:uuid:5", "https://news.example/5"),
        Item("a.warc#5", page, "html", "urn:uuid:6", "https://news.example/6"),
    ]
    assert items_of(tmp_path / "a.warc", data) == expected


@pytest.mark.parametrize("each", [True, False])
def test_archives_are_packed_record_by_record_or_whole(tmp_path: Path, each: bool) -> None:
    records = [record(http(PAGE.encode()), number) for number in range(20)]
    data = b"".join(map(gzip.compress, records)) if each else gzip.compress(b"".join(records))
    assert [item.own_id for item in items_of(tmp_path / "a.warc.gz", data)] == [f"urn:uuid:{number}" for number in range(20)]


def chunked(data: bytes) -> bytes:
    pieces = [data[start : start + 10] for start in range(0, len(data), 10)]
    return b"".join(b"%X;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("gzip", lambda data: data),  # unpacked by whoever made the archive
        ("br", lambda data: data),
        ("identity", lambda data: data),
    ],
)
def test_contents_are_unpacked(tmp_path: Path, encoding: str, packed) -> None:
    page = PAGE.encode()
    for headers, body in (
        ([f"Content-Encoding: {encoding}"], packed(page)),
        ([f"Content-Encoding: {encoding}", "Transfer-Encoding: chunked"], chunked(packed(page))),
        ([f"Content-Encoding: {encoding}", "Transfer-Encoding: chunked"], packed(page)),
    ):
        (item,) = items_of(tmp_path / "a.warc", record(http(body, *headers)))
        assert (item.error, item.data) == (None, page)


@pytest.mark.parametrize(
    ("header", "encoding", "decoded"),
    [("windows-1252", "cp1252", True), ("utf-8", "utf-8", True), ("iso-8859-1", "utf-8", True), ("punycode", "cp1252", False)],
)
def test_the_header_says_how_a_page_is_encoded_unless_it_is_utf8(tmp_path: Path, header: str, encoding: str, decoded: bool) -> None:
    data = PAGE.encode(encoding)
    (item,) = items_of(tmp_path / "a.warc", record(http(data, kind=f"text/html; charset={header}")))
    assert item.data == (PAGE.encode() if decoded else data)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_in_a_record_costs_that_record(tmp_path: Path, encoding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda data: brotli.compress(data, quality=1)}[encoding]
    bomb = record(http(pack(bytes(50_000_000)), f"Content-Encoding: {encoding}"), 1)
    found = items_of(tmp_path / "a.warc", bomb + record(http(PAGE.encode()), 2))
    assert [(item.id, item.error) for item in found] == [("a.warc#1", "a.warc#1 is larger than 10 MB."), ("a.warc#2", None)]


def test_a_record_that_is_too_large_costs_that_record(tmp_path: Path) -> None:
    data = gzip.compress(record(http(bytes(50_000_000)), 1)) + gzip.compress(record(http(PAGE.encode()), 2))
    found = items_of(tmp_path / "a.warc.gz", data)
    assert [(item.id, item.error) for item in found] == [("a.warc.gz#1", "a.warc.gz#1 is larger than 10 MB."), ("a.warc.gz#2", None)]


def test_contents_that_cannot_be_unpacked_are_told(tmp_path: Path) -> None:
    data = record(http(b"\x1f\x8bnot gzip", "Content-Encoding: gzip"), 1) + record(http(b"??", "Content-Encoding: zstd"), 2)
    first, second = items_of(tmp_path / "a.warc", data)
    assert first.error and first.error.startswith("The content of a.warc#1 cannot be unpacked (")
    assert second.error == "The content of a.warc#2 is packed as 'zstd', which is not read."
    assert first.uri == "https://news.example/1"


def test_an_archive_that_is_cut_off_is_read_up_to_there(tmp_path: Path) -> None:
    records = [record(http(PAGE.encode()), number) for number in range(3)]
    whole, last = b"".join(records[:2]), records[2]
    found = items_of(tmp_path / "a.warc", whole + last[:-30])
    assert [(item.id, bool(item.error)) for item in found] == [("a.warc#1", False), ("a.warc#2", False), ("a.warc#3", True)]
    assert found[2].error and found[2].error.startswith("a.warc#3 is cut off")
    packed = gzip.compress(whole) + gzip.compress(last)[:-30]
    found = items_of(tmp_path / "a.warc.gz", packed)
    assert [item.id for item in found[:2]] == ["a.warc.gz#1", "a.warc.gz#2"]
    assert found[-1].error


def test_an_archive_of_anything_is_items(tmp_path: Path) -> None:
    chance = random.Random(1)
    plain = b"".join(record(http(PAGE.encode()), number) for number in range(4))
    packed = b"".join(gzip.compress(record(http(PAGE.encode()), number)) for number in range(4))
    for turn in range(400):
        data = bytearray(plain if turn % 2 else packed)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        found = items_of(tmp_path / ("a.warc" if turn % 2 else "a.warc.gz"), bytes(data[: chance.randrange(len(data))]))
        assert len({item.id for item in found}) == len(found) <= 6
