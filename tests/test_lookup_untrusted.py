"""Values of answers: plain text, links, days and lists out of whatever came."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given as of
from hypothesis import strategies as st

from claimcheck.lookup import untrusted


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Is 3 < 5 &amp; 7 > 2?", "Is 3 < 5 & 7 > 2?"),
        ("<p>Prices <b>fell</b></p><p>by 3&nbsp;%.</p>", "Prices fell\nby 3 %."),
        ("&amp;lt;b&amp;gt;fell", "fell"),
        ("a<script>alert(1)</script>b<style>p {}</style>c<!-- d -->e", "a b c e"),
        ("a\r\nb\rc\n\n\nd", "a\nb\nc\nd"),
        ("a\ud800b", "a\ufffdb"),
        ("<3 and <- stay", "<3 and <- stay"),
        (5, ""),
        (None, ""),
        (["a"], ""),
        ("Prices <b>fell</b> <a href='https://example.org", "Prices fell"),
        ("x" * 5_000, "x" * 4_000),
        ("a\u202eb\u0007c\u00adb", "abcb"),
    ],
)
def test_plain_text(given: object, expected: str) -> None:
    assert untrusted.text(given) == expected


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org:8080/é", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("https://", False),
        ("https://u@example.org/", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202e", False),
        ("https://example.org:99999/", False),
        ("https://[::1/", False),
        ("https://example.org/" + "a" * 3_000, False),
        (None, False),
    ],
)
def test_links(given: object, right: bool) -> None:
    assert (untrusted.link(given) is not None) is right


def test_days_lists_and_members_of_values() -> None:
    assert untrusted.day("2025-06-10T00:00:00Z") == untrusted.day("2025-06-10") == date(2025, 6, 10)
    assert [untrusted.day(value) for value in ("2025-06-31", "2025-06", "10 June 2025", 20250610, None)] == [None] * 5
    assert untrusted.objects([{"a": 1}, 2, {"b": 3}], 2) == [{"a": 1}]
    assert untrusted.objects({"a": 1}) == []
    assert untrusted.entry({"a": 1}, "a") == 1
    assert untrusted.entry([1], "a") is None
    assert untrusted.line(" a \n b ") == "a b"


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<a", "<a href='", "&", "<", "&lt;", "<p ", "</", "\n \n", "\u0301e"])
def test_text_made_to_be_slow(piece: str) -> None:
    begun = time.perf_counter()
    assert len(untrusted.text(piece * 200_000)) <= untrusted.MAX_TEXT
    assert time.perf_counter() - begun < 2


@of(st.text(), st.integers(1, 50))
def test_any_text(given: str, limit: int) -> None:
    plain = untrusted.text(given, limit)
    assert len(plain) <= limit
    assert not [c for c in plain if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"]
    assert not set(plain) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert plain == plain.strip() and "\n\n" not in plain and "  " not in plain
    assert "\n" not in untrusted.line(given, limit)
