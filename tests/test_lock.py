"""claims.lock: verifications hold while the claim says the same, and are open again when it does not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claimcheck.check.lock import (
    Lock,
    Verification,
    dumped,
    load_lock,
    made,
    reopened,
    standings,
    verified,
    without,
)
from claimcheck.errors import LockError
from claimcheck.record import finding_to_json, report_to_json, schema_errors
from tests.frozen import report_of

SEED = report_of("seed")
RECORD = report_to_json(SEED)
SOURCE = SEED.document.source
FOUND = Verification("true", "https://archive.example/1", "Ana Horvat", "2025-07-03")
#: A claim with a quantity or date, so that there is something to change.
CLAIM = next(claim for claim in RECORD["claims"] if claim["times"] and claim["attribution"])


def with_claim(**fields: Any) -> dict[str, Any]:
    """The report with that claim edited, under another id."""
    claims = [claim | fields | {"claim_id": "c-0000000000000000"} if claim is CLAIM else claim for claim in RECORD["claims"]]
    return RECORD | {"claims": claims}


@pytest.fixture
def lock() -> Lock:
    return verified(Lock(), "a.md", RECORD, CLAIM["claim_id"], FOUND)


def test_a_verification_holds_while_the_claim_stands(lock: Lock) -> None:
    (standing,) = standings(lock, "a.md", RECORD["claims"])
    assert (standing.state, standing.changes) == ("verified", ())
    assert list(reopened(lock, "a.md", SOURCE, RECORD)) == []


def test_it_holds_when_everything_else_is_gone_or_moved(lock: Lock) -> None:
    others = [claim for claim in RECORD["claims"] if claim is not CLAIM]
    assert [s.state for s in standings(lock, "a.md", [*others[10:], CLAIM, *others[:3]])] == ["verified"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"polarity": "negative" if CLAIM["polarity"] == "positive" else "positive"}, "whether it is denied"),
        ({"attribution": []}, "its source"),
        ({"times": [time | {"begin": "1999-01-01", "end": "1999-01-01"} for time in CLAIM["times"]]}, "its date"),
        ({"modality": "possible", "hedges": []}, "how sure it is put"),
        ({"quantities": [{"text": "12 people", "value": 12, "comparator": "eq", "span": {}, "unit_kind": "count"}]}, "its value"),
        ({"text": CLAIM["text"] + " again"}, "its wording"),
    ],
)
def test_it_is_open_again_when_what_was_verified_changed(lock: Lock, fields: dict[str, Any], told: str) -> None:
    changed = with_claim(**fields)
    assert [s.state for s in standings(lock, "a.md", changed["claims"])] == ["open"]
    (finding,) = reopened(lock, "a.md", SOURCE, changed)
    assert finding.message == f"This claim was verified as “true” by Ana Horvat on 2025-07-03, but {told} changed since."
    assert finding.claims == ("c-0000000000000000",)
    assert "→" in (finding.arithmetic or "")
    assert schema_errors("finding", finding_to_json(finding)) == []


def test_it_lies_idle_when_the_claim_is_told_no_more(lock: Lock) -> None:
    claims = [claim for claim in RECORD["claims"] if claim["sentence_span"] != CLAIM["sentence_span"]][:5]
    (standing,) = standings(lock, "a.md", claims)
    assert standing.state == "idle"
    assert without(lock, [standing]) == Lock()


def test_it_is_of_one_article_only(lock: Lock) -> None:
    assert standings(lock, "b.md", RECORD["claims"]) == []


def test_verifying_again_replaces_what_was_there(lock: Lock) -> None:
    later = replace(FOUND, verdict="false", when="2025-07-04")
    again = verified(lock, "a.md", RECORD, CLAIM["claim_id"], later)
    assert [item.verification for item in again.claims] == [later]
    changed = with_claim(polarity="negative")
    (item,) = verified(lock, "a.md", changed, "c-0000000000000000", later).claims
    assert (item.claim.claim_id, item.verification) == ("c-0000000000000000", later)


def test_of_two_branches_the_later_verification_stays(lock: Lock) -> None:
    later = replace(lock.claims[0], verification=replace(FOUND, when="2025-08-01", verdict="misleading"))
    assert made([later, *lock.claims]) == made([*lock.claims, later]) == Lock((later,))


def test_a_claim_that_is_not_there_cannot_be_verified() -> None:
    with pytest.raises(LockError, match=r"a\.md has no claim c-1: `claimcheck extract` lists"):
        verified(Lock(), "a.md", RECORD, "c-1", FOUND)


# -- the file -----------------------------------------------------------------------------------------------------


def test_the_file_follows_its_schema_and_comes_back(lock: Lock, tmp_path: Path) -> None:
    whole = lock
    for claim in RECORD["claims"]:
        whole = verified(whole, "b.md", RECORD, claim["claim_id"], replace(FOUND, note="as of today"))
    text = dumped(whole)
    assert schema_errors("lock", json.loads(text)) == []
    (tmp_path / "claims.lock").write_text(text, encoding="utf-8")
    assert load_lock(tmp_path / "claims.lock") == whole
    assert dumped(load_lock(tmp_path / "claims.lock")) == text


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "cannot be used"),
        ("<<<<<<< HEAD\n{}", "a merge may have left marks in it"),
        ("[]", "cannot be used"),
        ('{"schema_version": "2.0", "claims": []}', "cannot be used"),
        ('{"schema_version": "1.0", "claims": [{}]}', "cannot be used"),
        ("[" * 100_000, "cannot be used"),
    ],
)
def test_a_file_that_is_no_lock_gets_one_sentence(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "claims.lock"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LockError, match=complaint) as caught:
        load_lock(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LockError, match="`claimcheck lock verify` makes it"):
        load_lock(tmp_path / "claims.lock")
    with pytest.raises(LockError, match="cannot be read"):
        load_lock(tmp_path)
