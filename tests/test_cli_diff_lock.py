"""`claimcheck diff`, `lock` and `cache` as a user types them, on frozen parses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.check.lock import load_lock
from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.pipeline import Extractor
from claimcheck.record import claim_to_json, dumps, report_to_json
from tests.frozen import ARTICLES, FrozenParser, report_of

SEED = report_of("seed")
CLAIM = next(claim for claim in SEED.claims if claim.times and claim.attribution)


@pytest.fixture
def session() -> Session:
    return Session(extractor=lambda model: Extractor(parser=FrozenParser("seed")))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    article = next(path for path in (ARTICLES / "seed").iterdir() if path.stem == "article")
    (tmp_path / "a.txt").write_bytes(article.read_bytes())
    (tmp_path / "old.jsonl").write_text("".join(dumps(claim_to_json(c, SEED)) + "\n" for c in SEED.claims), encoding="utf-8")
    (tmp_path / "new.json").write_text(dumps(report_to_json(SEED)), encoding="utf-8")
    return tmp_path


def verify(*more: str) -> list[str]:
    return ["lock", "verify", "a.txt", CLAIM.claim_id, "--verdict", "true", "--source", "archive", "--by", "Ana", *more]


# -- diff ---------------------------------------------------------------------------------------------------------


def test_records_and_an_article_are_compared(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    for new in ("new.json", "a.txt"):
        assert main(["diff", "old.jsonl", new, "--exit-code"], session=session) == 0
        assert capsys.readouterr().out == f"no differences; {len(SEED.claims)} unchanged.\n"


def test_a_claim_that_is_gone_is_told(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (desk / "old.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (desk / "less.jsonl").write_text("".join(lines[1:]), encoding="utf-8")
    assert main(["diff", "old.jsonl", "less.jsonl"], session=session) == 0
    assert capsys.readouterr().out == f"- {SEED.claims[0].text}\n1 removed; {len(SEED.claims) - 1} unchanged.\n"
    assert main(["diff", "old.jsonl", "less.jsonl", "--exit-code", "--format", "json"], session=session) == 1
    assert [claim["text"] for claim in json.loads(capsys.readouterr().out)["removed"]] == [SEED.claims[0].text]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["old.jsonl", "nowhere.md"], "nowhere.md"),
        (["main:a.txt", "a.txt"], "in no git repository"),
        (["broken.json", "a.txt"], "broken.json does not hold valid records."),
        (["two.jsonl", "a.txt"], "compare one article at a time"),
        (["empty.md", "a.txt"], "is empty"),
    ],
)
def test_what_cannot_be_compared_gets_one_sentence(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    (desk / "broken.json").write_text("{}", encoding="utf-8")
    (desk / "empty.md").write_bytes(b"")
    one = (desk / "old.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[0]
    record = json.loads(one)
    record["document"]["uri"] = "elsewhere.txt"
    (desk / "two.jsonl").write_text(one + dumps(record) + "\n", encoding="utf-8")
    assert main(["diff", *arguments], session=session) == 2
    outcome = capsys.readouterr()
    assert outcome.out == ""
    assert outcome.err.startswith("claimcheck: error: ")
    assert sentence in outcome.err


# -- lock ---------------------------------------------------------------------------------------------------------


def test_a_verification_is_written_and_told(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(verify("--when", "2025-07-03", "--note", "by telephone"), session=session) == 0
    assert capsys.readouterr().out.startswith("claims.lock: “")
    (item,) = load_lock(desk / "claims.lock").claims
    assert (item.path, item.claim.claim_id, item.verification.when, item.verification.note) == (
        "a.txt",
        CLAIM.claim_id,
        "2025-07-03",
        "by telephone",
    )
    assert main(["lock", "status", "a.txt"], session=session) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "          true, by Ana on 2025-07-03: archive",
        "claims.lock: 1 verified, 0 open, 0 idle.",
    ]


def test_what_changed_is_open_and_what_is_gone_idle(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(verify(), session=session) == 0
    text = (desk / "claims.lock").read_text(encoding="utf-8")
    record = json.loads(text)
    record["claims"][0]["claim"] |= {"claim_id": "c-0000000000000000", "polarity": "negative"}
    gone = json.loads(text)["claims"][0]
    gone["claim"] |= {"claim_id": "c-1111111111111111", "text": "Vellin built a harbour", "predicate": "build"}
    record["claims"].append(gone)
    (desk / "claims.lock").write_text(dumps(record), encoding="utf-8")
    capsys.readouterr()
    assert main(["lock", "status", "a.txt"], session=session) == 1
    told = capsys.readouterr().out
    assert "polarity flipped: negative → positive" in told
    assert told.splitlines()[-1] == "claims.lock: 0 verified, 1 open, 1 idle."
    assert main(["lock", "prune", "a.txt"], session=session) == 0
    assert capsys.readouterr().out.splitlines() == ["removed   a.txt: “Vellin built a harbour”", "claims.lock: 1 removed, 1 left."]
    assert main(["check", "a.txt", "--fail-on", "warning"], session=session) == 1
    assert "[changed_since_verified]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lock", "verify", "a.txt", "c-1", "--verdict", "true", "--source", "x", "--by", "A"], "a.txt has no claim c-1"),
        (["lock", "verify", "a.txt", "c-1", "--verdict", "true", "--source", " ", "--by", "A"], "--source is empty"),
        (["lock", "verify", "a.txt", "c-1", "--verdict", "true", "--source", "x"], "Missing option '--by'"),
        (["lock", "status", "nowhere.md"], "nowhere.md"),
        (["lock", "verify", ".", "c-1", "--verdict", "true", "--source", "x", "--by", "A"], "A claim is verified in one article"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    (desk / "b.txt").write_bytes((desk / "a.txt").read_bytes())
    assert main(arguments, session=session) == 2
    outcome = capsys.readouterr()
    assert sentence in outcome.err
    assert not (desk / "claims.lock").exists()


def test_a_broken_lock_stops_the_check_with_one_sentence(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "claims.lock").write_text("<<<<<<< HEAD", encoding="utf-8")
    assert main(["check", "a.txt"], session=session) == 2
    assert "a merge may have left marks in it" in capsys.readouterr().err


# -- cache --------------------------------------------------------------------------------------------------------


def test_the_cache_is_shown_and_cleared(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from claimcheck.store import Store

    path = desk / "cache" / "kept.sqlite"
    assert main(["cache", "info"]) == 0
    assert capsys.readouterr().out == f"{path}: nothing, 0.0 MB\n"
    Store().put("parse", {"a": b"1"})
    assert main(["cache", "info"]) == 0
    assert capsys.readouterr().out == f"{path}: 1 parse, 0.0 MB\n"
    assert main(["cache", "clear"]) == 0
    assert not path.exists()
    assert capsys.readouterr().out == f"{path}: deleted\n"
    assert main(["cache", "clear"]) == 0
    assert capsys.readouterr().out == f"{path}: nothing to delete\n"


def test_a_stand_in_keeps_nothing(desk: Path, session: Session) -> None:
    assert main(["check", "a.txt", "--fail-on", "never"], session=session) == 0
    assert not (desk / "cache").exists()
