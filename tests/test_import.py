"""`claimcheck import` as a user types it, on frozen parses: by the claim's id, never by guess."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.check.lock import Verification, load_lock
from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.pipeline import Extractor
from claimcheck.record import claim_to_json, dumps
from tests.frozen import ARTICLES, FrozenParser, report_of

SEED = report_of("seed")
ONE, TWO, THREE = (claim.claim_id for claim in SEED.claims[:3])
HEAD = "claim_id,verdict,source,by,when,note\n"
FOUND = Verification("true", "archive", "Ana Horvat", "2025-07-03", "by telephone")
ROW = "true,archive,Ana Horvat,2025-07-03,by telephone\n"


@pytest.fixture
def session() -> Session:
    return Session(extractor=lambda model: Extractor(parser=FrozenParser("seed")))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    article = next(path for path in (ARTICLES / "seed").iterdir() if path.stem == "article")
    (tmp_path / "a.txt").write_bytes(article.read_bytes())
    records = [claim_to_json(claim, SEED) for claim in SEED.claims]
    for record in records:
        record["document"]["uri"] = "a.txt"
    (tmp_path / "claims.jsonl").write_text("".join(dumps(record) + "\n" for record in records), encoding="utf-8")
    for record in records:
        record["document"] |= {"uri": "b%20c.txt", "sha256": "0" * 64}
    (tmp_path / "others.jsonl").write_text("".join(dumps(record) + "\n" for record in records), encoding="utf-8")
    (tmp_path / "v.csv").write_text(HEAD + f"{ONE},{ROW}{TWO},false,archive,Ana Horvat,2025-07-03,\n", encoding="utf-8")
    return tmp_path


def held(folder: Path) -> dict[tuple[str, str], Verification]:
    return {(item.path, item.claim.claim_id): item.verification for item in load_lock(folder / "claims.lock").claims}


@pytest.mark.parametrize("whose", [["a.txt"], ["--claims", "claims.jsonl"], ["a.txt", "--claims", "claims.jsonl"]])
def test_verdicts_stand_in_the_lock_and_importing_again_changes_nothing(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], whose: list[str]
) -> None:
    command = ["import", "v.csv", *whose, "--into", "claims.lock"]
    assert main(command, session=session) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "claims.lock: 2 taken, 0 there already, 0 left."
    assert held(desk)["a.txt", ONE] == FOUND
    first = (desk / "claims.lock").read_bytes()
    assert main(command, session=session) == 0
    assert capsys.readouterr().out == "claims.lock: 0 taken, 2 there already, 0 left.\n"
    assert (desk / "claims.lock").read_bytes() == first
    assert main(["lock", "status", "a.txt"], session=session) == 0
    assert "2 verified, 0 open, 0 idle" in capsys.readouterr().out


def test_what_cannot_be_matched_is_listed_and_the_rest_is_taken(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    with (desk / "v.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"c-0123456789abcdef,{ROW}{THREE},true,,,,\nnonsense,true,,,,\n")
    assert main(["import", "v.csv", "a.txt", "--into", "claims.lock"], session=session) == 1
    assert capsys.readouterr().out.splitlines()[2:] == [
        "left      row 6: “nonsense” is no claim id",
        "left      row 4, c-0123456789abcdef: none of the articles has that claim",
        f"left      row 5, {THREE}: it does not say where it was found and by whom and when",
        "claims.lock: 2 taken, 0 there already, 3 left.",
    ]
    assert set(held(desk)) == {("a.txt", ONE), ("a.txt", TWO)}
    given = ["--source", "archive", "--by", "Ana", "--when", "2025-07-05"]
    assert main(["import", "v.csv", "a.txt", "--into", "claims.lock", *given], session=session) == 1
    assert held(desk)["a.txt", THREE] == Verification("true", "archive", "Ana", "2025-07-05")
    assert held(desk)["a.txt", ONE] == FOUND, "what a verdict says itself wins"


def test_a_claim_of_two_articles_is_matched_by_the_article_only(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["import", "v.csv", "--claims", "claims.jsonl", "--claims", "others.jsonl", "--into", "claims.lock"]
    assert main(command, session=session) == 1
    assert capsys.readouterr().out.count("several of the articles have that claim") == 2
    assert not (desk / "claims.lock").exists()
    for name in ("b%20c.txt", "b c.txt"):
        (desk / "v.csv").write_text(HEAD.strip() + ",article\n" + f"{ONE},{ROW.strip()},{name}\n", encoding="utf-8")
        assert main(command, session=session) == 0
        assert held(desk) == {("b c.txt", ONE): FOUND}
    (desk / "v.csv").write_text(HEAD.strip() + ",article\n" + f"{ONE},{ROW.strip()},z.txt\n", encoding="utf-8")
    capsys.readouterr()
    assert main(command, session=session) == 1
    assert "z.txt is none of the articles with that claim" in capsys.readouterr().out


def test_verdicts_that_contradict_each_other_or_a_newer_one_are_left(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "v.csv").write_text(HEAD + f"{ONE},{ROW}{ONE},{ROW}{TWO},{ROW}{TWO},false,x,y,2025-07-03,\n", encoding="utf-8")
    command = ["import", "v.csv", "a.txt", "--into", "claims.lock"]
    assert main(command, session=session) == 1
    assert capsys.readouterr().out.count("the file has another verdict of the same claim") == 2
    assert held(desk) == {("a.txt", ONE): FOUND}, "the same verdict twice is one"
    for when, code in (("2025-07-02", 1), ("2025-07-03", 1), ("2025-07-04", 0)):
        (desk / "v.csv").write_text(HEAD + f"{ONE},misleading,x,Bo,{when},\n", encoding="utf-8")
        assert main(command, session=session) == code
    told = capsys.readouterr().out
    assert told.count("which is not older") == 2
    assert "replaced  a.txt: “" in told
    assert "true, by Ana Horvat on 2025-07-03" in told
    assert held(desk)["a.txt", ONE].verdict == "misleading"


@pytest.mark.parametrize("uri", ["%1B%5B2J%0A.txt", "a" * 5000, "%00", "%FF%FE", "../" * 300 + "a", "https://x.example/%1b", "//h/x"])
def test_an_odd_address_is_a_name_like_any_other(desk: Path, session: Session, capsys: pytest.CaptureFixture[str], uri: str) -> None:
    lines = (desk / "claims.jsonl").read_text(encoding="utf-8").replace('"uri":"a.txt"', f'"uri":"{uri}"')
    (desk / "claims.jsonl").write_text(lines, encoding="utf-8")
    assert main(["import", "v.csv", "--claims", "claims.jsonl", "--into", "claims.lock"], session=session) == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) == 3
    assert not any(ord(c) < 32 and c != "\n" for c in told)
    assert len(held(desk)) == 2
    assert main(["export", "claims.jsonl", "--to", "schema-org"], session=session) == 0
    assert capsys.readouterr().out.count('"ClaimReview"') == 2


def test_what_export_wrote_comes_back(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "v.csv", "a.txt", "--into", "claims.lock"], session=session) == 0
    before = (desk / "claims.lock").read_bytes()
    assert main(["export", "a.txt", "--to", "web-annotation", "-o", "a.jsonld"], session=session) == 0
    (desk / "claims.lock").unlink()
    capsys.readouterr()
    assert main(["import", "a.jsonld", "--claims", "claims.jsonl", "--into", "claims.lock"], session=session) == 0
    assert capsys.readouterr().out.endswith(f"2 taken, 0 there already, 0 left, {len(SEED.claims) - 2} without a verdict.\n")
    assert (desk / "claims.lock").read_bytes() == before
    (desk / "claims.lock").unlink()
    page = json.loads((desk / "a.jsonld").read_text(encoding="utf-8"))
    for item in page["items"]:  # another tool may keep the name and drop our body
        item["body"] = [part for part in item["body"] if part["purpose"] != "identifying"]
    (desk / "a.jsonld").write_text(json.dumps(page), encoding="utf-8")
    assert main(["import", "a.jsonld", "a.txt", "--into", "claims.lock"], session=session) == 0
    assert (desk / "claims.lock").read_bytes() == before


def test_the_table_of_extract_can_be_filled_in(desk: Path, session: Session) -> None:
    assert main(["extract", "a.txt", "-o", "claims.csv"], session=session) == 0
    head, first, *rest = (desk / "claims.csv").read_text(encoding="utf-8").splitlines()
    lines = [
        head + ",verdict,verdict_source,verdict_by,verdict_when,verdict_note",
        first + "," + ROW.strip(),
        *(row + ",,,,," for row in rest),
    ]
    (desk / "claims.csv").write_text("\n".join(lines), encoding="utf-8")
    assert main(["import", "claims.csv", "a.txt", "--into", "claims.lock"], session=session) == 0
    assert held(desk) == {("a.txt", ONE): FOUND}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["v.csv", "a.txt"], "Missing option '--into'"),
        (["v.csv", "--into", "claims.lock"], "Whose claims?"),
        (["none.csv", "a.txt", "--into", "claims.lock"], "none.csv cannot be read"),
        (["v.csv", "none.txt", "--into", "claims.lock"], "none.txt"),
        (["v.csv", "--claims", "v.csv", "--into", "claims.lock"], "v.csv does not hold valid records"),
        (["v.csv", "a.txt", "--into", "v.csv"], "v.csv is a file that is read"),
        (["v.csv", "a.txt", "--into", "no/claims.lock"], "there is no folder no"),
        (["v.csv", "a.txt", "--claims", "older.jsonl", "--into", "claims.lock"], "Two versions of a.txt are given"),
        (["v.csv", "a.txt", "--into", "bad.lock"], "a merge may have left marks in it"),
        (["v.csv", "a.txt", "--into", "claims.lock", "--when", "3/7/2025"], "is no date"),
        (["claims.jsonl", "a.txt", "--into", "claims.lock"], "holds no Web Annotation"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence_and_leaves_the_lock(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    (desk / "bad.lock").write_text("<<<<<<< HEAD", encoding="utf-8")
    older = (desk / "claims.jsonl").read_text(encoding="utf-8").replace(SEED.document.sha256, "0" * 64)
    (desk / "older.jsonl").write_text(older, encoding="utf-8")
    assert main(["import", *arguments], session=session) == 2
    outcome = capsys.readouterr()
    assert outcome.out == ""
    assert sentence in outcome.err
    assert "Traceback" not in outcome.err
    assert not (desk / "claims.lock").exists()
    assert (desk / "bad.lock").read_text(encoding="utf-8") == "<<<<<<< HEAD"
