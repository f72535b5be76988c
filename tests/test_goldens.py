"""The whole pipeline on frozen parses, compared with outputs that somebody has read.

`pytest --accept` rewrites the golden files and prints what changed; read it before you commit. CI refuses the option.
"""

from __future__ import annotations

import difflib

import pytest

from claimcheck.record import dumps, report_to_json, validate_report
from tests.frozen import ARTICLES, article_names, report_of


@pytest.mark.parametrize("name", article_names())
def test_report_is_as_it_was_read(name: str, accept: bool) -> None:
    path = ARTICLES / name / "report.json"
    found = dumps(report_to_json(report_of(name)), indent=1).rstrip("\n") + "\n"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if accept and found != before:
        print("".join(difflib.unified_diff(before.splitlines(True), found.splitlines(True), f"{name} before", f"{name} now", n=1)))
        path.write_text(found, encoding="utf-8")
        before = found
    assert found == before


@pytest.mark.parametrize("name", article_names())
def test_report_is_valid(name: str) -> None:
    assert validate_report(report_to_json(report_of(name))) == []


@pytest.mark.parametrize("name", article_names())
def test_every_exact_is_its_slice(name: str) -> None:
    report = report_of(name)
    assert report.claims
    for claim in report.claims:
        assert claim.span.exact == report.document.source[claim.span.start : claim.span.end]


@pytest.mark.parametrize("name", article_names())
def test_every_sentence_number_and_date_is_accounted_for(name: str) -> None:
    coverage = report_of(name).coverage
    kinds = [u.kind for u in coverage.uncovered]
    assert coverage.sentences == coverage.sentences_in_claims + kinds.count("sentence")
    assert coverage.numbers == coverage.numbers_in_claims + kinds.count("number")
    assert coverage.dates == coverage.dates_in_claims + kinds.count("date")
