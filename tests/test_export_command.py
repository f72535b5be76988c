"""`claimcheck export` as a user types it, on frozen parses."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from claimcheck.cli import main
from claimcheck.cli.export import NAMES
from claimcheck.cli.session import Session
from claimcheck.document import read
from claimcheck.export import FORMATS, writer
from claimcheck.model import Report
from claimcheck.pipeline import Extractor
from claimcheck.record import claim_to_json, dumps, report_to_json
from tests.frozen import ARTICLES, FrozenParser, document_of
from tests.report_lookups import LOOKUPS, with_lookup


@pytest.fixture
def session() -> Session:
    return Session(extractor=lambda model: Extractor(parser=FrozenParser("page-html")))


@cache
def report_of_page() -> Report:
    document = read(ARTICLES / "page-html" / "article.html", uri="a.html")
    return Extractor(parser=FrozenParser("page-html")).extract_document(document)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article, and its records in both forms."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.html").write_bytes((ARTICLES / "page-html" / "article.html").read_bytes())
    report = report_of_page()
    (tmp_path / "claims.jsonl").write_text("".join(dumps(claim_to_json(c, report)) + "\n" for c in report.claims), encoding="utf-8")
    (tmp_path / "report.json").write_text(dumps(report_to_json(report), indent=2), encoding="utf-8")
    return tmp_path


def test_the_command_knows_each_format() -> None:
    assert tuple(FORMATS) == NAMES
    for name in NAMES:
        assert callable(writer(name))
    with pytest.raises(KeyError):
        writer("brat")


@pytest.mark.parametrize("name", NAMES)
def test_an_article_and_its_records_give_the_same_bytes(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["export", "a.html", "--to", name], session=session) == 0
    first = capsys.readouterr().out
    assert first
    for records in ("claims.jsonl", "report.json"):
        assert main(["export", records, "--to", name, "--source", "a.html"], session=session) == 0
        assert capsys.readouterr().out == first
    assert main(["export", "a.html", "--to", name, "-o", "out"], session=session) == 0
    assert (desk / "out").read_bytes() == first.encode()


@pytest.mark.parametrize("name", NAMES)
def test_what_was_looked_up_stays_out_of_exports_or_whole(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """An event holds the record; no other format has a place for evidence."""
    assert main(["export", "claims.jsonl", "--to", name, "--source", "a.html"], session=session) == 0
    bare = capsys.readouterr().out
    claims = [json.loads(line) for line in (desk / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    outline = json.loads((LOOKUPS / "seed.json").read_text(encoding="utf-8"))[0]
    claims[0] = with_lookup(claims[0], outline, "")
    (desk / "looked-up.jsonl").write_text("".join(dumps(claim) + "\n" for claim in claims), encoding="utf-8")
    assert main(["export", "looked-up.jsonl", "--to", name, "--source", "a.html"], session=session) == 0
    told = capsys.readouterr().out
    if name == "cloudevents":
        assert [event["data"] for event in json.loads(told)] == claims
    else:
        assert told == bare


def test_what_was_verified_and_still_holds_is_told(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    claim = json.loads((desk / "report.json").read_text(encoding="utf-8"))["claims"][0]
    verify = [
        "lock",
        "verify",
        "a.html",
        claim["claim_id"],
        "--verdict",
        "true",
        "--source",
        "archive",
        "--by",
        "Ana",
        "--when",
        "2025-07-03",
    ]
    assert main(verify, session=session) == 0
    capsys.readouterr()
    for arguments in (["a.html"], ["claims.jsonl"], ["report.json", "--lock", "claims.lock"]):
        assert main(["export", *arguments, "--to", "schema-org"], session=session) == 0
        graph = json.loads(capsys.readouterr().out)["@graph"]
        (review,) = (node for node in graph if node["@type"] == "ClaimReview")
        assert (review["claimReviewed"], review["reviewRating"]["ratingValue"]) == (claim["resolved_text"], 5)
    lock = json.loads((desk / "claims.lock").read_text(encoding="utf-8"))
    lock["claims"][0]["claim"] |= {"polarity": "negative", "claim_id": "c-0000000000000000"}
    (desk / "claims.lock").write_text(dumps(lock), encoding="utf-8")
    assert main(["export", "a.html", "--to", "schema-org"], session=session) == 0
    assert "ClaimReview" not in capsys.readouterr().out, "a verification that is open again is no review"


def test_time_is_told_in_utc(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "claims.jsonl", "--to", "cloudevents", "--time", "2025-07-02T09:30:00+02:00"], session=session) == 0
    assert {event["time"] for event in json.loads(capsys.readouterr().out)} == {"2025-07-02T07:30:00Z"}


def test_several_articles_in_one_file(desk: Path, session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "a.html", "a.html", "--to", "prodigy"], session=session) == 0
    blocks = len(document_of("page-html").blocks)
    assert len(capsys.readouterr().out.splitlines()) == 2 * blocks


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["a.html"], "Missing option '--to'"),
        (["a.html", "--to", "brat"], "'brat' is not one of"),
        (["nowhere.md", "--to", "conllu"], "nowhere.md"),
        (["nowhere.json", "--to", "conllu"], "nowhere.json cannot be read"),
        (["broken.json", "--to", "cloudevents"], "broken.json does not hold valid records."),
        (["wrong.json", "--to", "cloudevents"], "wrong.json does not hold valid records."),
        (["claims.jsonl", "--to", "timex3"], "timex3 shows the text of a.html: name the very file with --source."),
        (["claims.jsonl", "--to", "doccano", "--source", "b.html"], "name the very file with --source"),
        (["forged.jsonl", "--to", "doccano", "--source", "a.html"], "do not fit the article"),
        (["a.html", "a.html", "--to", "timex3"], "timex3 writes one article a file; 2 are named."),
        (["a.html", "--to", "prodigy", "--lock", "claims.lock"], "--lock means nothing to prodigy"),
        (["a.html", "--to", "schema-org", "--lock", "none.lock"], "There is no lock none.lock"),
        (["a.html", "--to", "conllu", "--interpreter", "Desk"], "--interpreter means nothing to conllu"),
        (["a.html", "--to", "conllu", "--time", "2025-07-02T09:30:00Z"], "--time means nothing to conllu"),
        (["a.html", "--to", "cloudevents", "--time", "yesterday"], "'yesterday' is no point in time"),
        (["a.html", "--to", "cloudevents", "--time", "2025-02-30T00:00:00Z"], "is no point in time"),
        (["a.html", "--to", "cloudevents", "--time", "0001-01-01T00:00:00+14:00"], "is no point in time"),
        (["a.html", "--to", "conllu", "-o", "a.html"], "a.html is a file that is read"),
        (["a.html", "--to", "conllu", "-o", "no/where"], "there is no folder no"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence(
    desk: Path, session: Session, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    (desk / "broken.json").write_text("[" * 100_000, encoding="utf-8")
    (desk / "wrong.json").write_text("{}", encoding="utf-8")
    (desk / "b.html").write_text((desk / "a.html").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    first = json.loads((desk / "claims.jsonl").read_text(encoding="utf-8").splitlines()[0])
    first["span"]["exact"] = "forged"
    first["span"]["end"] = first["span"]["start"] + len("forged")
    (desk / "forged.jsonl").write_text(dumps(first) + "\n", encoding="utf-8")
    before = (desk / "a.html").read_bytes()
    assert main(["export", *arguments], session=session) == 2
    outcome = capsys.readouterr()
    assert outcome.out == ""
    assert outcome.err.startswith("claimcheck: error: ")
    assert sentence in outcome.err
    assert "Traceback" not in outcome.err
    assert (desk / "a.html").read_bytes() == before


def test_xml_is_written_once_and_whole(desk: Path, session: Session) -> None:
    assert main(["export", "a.html", "--to", "timex3", "-o", "a.tml"], session=session) == 0
    assert etree.parse(desk / "a.tml").getroot().tag == "TimeML"
