"""The archive does not hold an article against itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.archive import opened
from claimcheck.archive.entry import Entry
from claimcheck.lookup.evidence import Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.archive import Archive
from tests.lookup_driver import answer, drive

CLAIM = "The ferry to Ostrand carried 12,000 people in May."


def entry(uri: str, rating: str | None = None) -> Entry:
    record = json.dumps({"document": {"uri": uri}})
    return Entry("record", CLAIM, rating=rating, record=record, identity=f"c-0 {uri}", stated="2025-06-01")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    with opened(path, make=True) as file:
        file.add([entry("drafts/ferry.md"), entry("drafts/port.md"), entry("drafts/checked.md", "true")])
    return path


def found(path: Path, document: str | None) -> Found:
    def never(request: Request) -> object:
        raise AssertionError("nothing is asked")

    return drive(Archive(file=path), Query("c-0", text=CLAIM, document=document), lambda request: answer(request, never(request)))


def test_a_claim_of_the_article_itself_is_no_evidence(archive: Path) -> None:
    assert len(found(archive, None).evidence) == 3
    assert len(found(archive, "drafts/ferry.md").evidence) == 2


def test_what_somebody_rated_is_shown_whoever_wrote_it(archive: Path) -> None:
    evidence = found(archive, "drafts/checked.md").evidence
    assert len(evidence) == 3
    assert {piece.verdict.rating for piece in evidence if piece.verdict} == {"true"}
