"""What comes out of the queue: review records, a table, annotations, schema.org and a lock, and the way back into a lock."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from claimcheck.check.lock import load_lock
from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.errors import NotInQueue, QueueError, QueueForbidden
from claimcheck.queue import articles, audit, decisions, desks, evidence, exporting, items, labels
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.database import Database
from claimcheck.queue.listing import Filter
from claimcheck.queue.states import State
from claimcheck.record import dumps, schema_errors
from claimcheck.verdicts import read_verdicts
from tests.queue_articles import EDITOR, Said, edited, filled, report_and_source, written
from tests.queue_databases import NOW, later

Json = dict[str, Any]


@dataclass
class Desk:
    """A desk that worked through some of an article: two verdicts, a dispute that was settled, a dismissal, a link and a label."""

    queue: Database
    id: int
    ids: tuple[int, ...]

    def export(self, form: str, wanted: Filter | None = None, actor: Actor = EDITOR) -> str:
        with self.queue.write() as tx:
            return "".join(exporting.pieces(tx, actor, wanted, form, now=later(days=1)))

    def reviews(self, wanted: Filter | None = None, actor: Actor = EDITOR) -> dict[int, Json]:
        with self.queue.read() as tx:
            return {record["item"]: record for record in exporting.reviews(tx, actor, wanted, now=later(days=1))}

    def add(self, report: Json, source: str) -> articles.Added:
        with self.queue.write() as tx:
            return articles.add(tx, EDITOR, self.id, report, source, now=later(hours=2))


@pytest.fixture
def desk(queue: Database) -> Desk:
    actor, found, ids = filled(queue)
    with queue.write() as tx:
        decisions.decide(tx, local("Ada"), ids[0], "true", note="  By telephone. ", links=["https://a.example/1"], now=later(minutes=1))
        decisions.decide(tx, local("Ben"), ids[1], "mostly true", now=later(minutes=2))
        decisions.dismiss(tx, EDITOR, ids[2], "Nobody will ask.", now=later(minutes=3))
        evidence.add(tx, EDITOR, ids[3], "https://b.example/2", title="A table", note="Row 3", now=later(minutes=4))
        labels.add(tx, EDITOR, ids[3], "urgent", now=later(minutes=5))
    return Desk(queue, found.id, ids)


def disputed(desk: Desk, *, settle: bool) -> int:
    """An item of a second article that two people disagree on."""
    added = desk.add(*written([Said("Exports fell by 3 percent", 0.9)], uri="drafts/other.txt"))
    (number,) = added.queued
    with desk.queue.write() as tx:
        decisions.decide(tx, local("Ada"), number, "true", note="The ministry says so.", now=later(hours=3))
        decisions.decide(tx, local("Ben"), number, "false", note="The table says 4.", now=later(hours=4))
        if settle:
            decisions.adjudicate(tx, EDITOR, number, chosen_id=None, verdict="misleading", note="Neither: a quarter.", now=later(hours=5))
    return number


# -- review records -----------------------------------------------------------------------------------------------


def test_every_record_follows_the_schema(desk: Desk) -> None:
    disputed(desk, settle=True)
    found = [json.loads(line) for line in desk.export("jsonl").splitlines()]
    assert [record["item"] for record in found] == [*desk.ids, max(desk.ids) + 1]
    assert [error for record in found for error in schema_errors("review", record)] == []
    assert found == list(desk.reviews().values())


def test_a_record_says_who_found_what_and_when(desk: Desk) -> None:
    report, _ = report_and_source()
    record = desk.reviews()[desk.ids[0]]
    claim = report["claims"][0]
    assert [record[name] for name in ("claim_id", "text", "span", "document")] == [
        claim[name] for name in ("claim_id", "text", "span", "document")
    ]
    (given,) = record["decisions"]
    assert (record["state"], record["verdict"], record["desk"]) == ("checked", "true", "main")
    assert (given["person"], given["verdict"], given["note"], given["at"]) == (
        "Ada",
        "true",
        "By telephone.",
        "2026-01-05T09:01:00.000000Z",
    )
    (link,) = record["evidence"]
    assert (link["url"], link["person"], link["decision"]) == ("https://a.example/1", "Ada", given["id"])
    assert record["history"]["queued_at"] == "2026-01-05T09:00:00.000000Z"
    assert record["history"]["settled_at"] == given["at"]
    assert "adjudication" not in record
    other = desk.reviews()[desk.ids[3]]
    assert (other["labels"], other["evidence"][0]["title"], "decision" in other["evidence"][0]) == (["urgent"], "A table", False)


def test_an_adjudication_is_told_beside_what_it_settled(desk: Desk) -> None:
    number = disputed(desk, settle=True)
    record = desk.reviews()[number]
    assert [given["kind"] for given in record["decisions"]] == ["review", "review", "adjudication"]
    assert record["adjudication"] == record["decisions"][2]
    assert (record["verdict"], record["adjudication"]["person"], "chosen" in record["adjudication"]) == ("misleading", "Eda", False)


def test_a_changed_claim_names_the_one_it_follows(desk: Desk) -> None:
    one = desk.add(*written(["Exports fell by 3 percent"], uri="drafts/other.txt")).queued[0]
    two = desk.add(*written(["Exports fell by 4 percent"], uri="drafts/other.txt")).queued[0]
    found = desk.reviews()
    assert (found[one]["state"], found[one]["stale_because"]) == ("stale", "changed")
    assert (found[two]["follows"], found[two]["changes"]) == (one, [{"kind": "value-changed", "old": "3 percent", "new": "4 percent"}])
    assert [error for record in found.values() for error in schema_errors("review", record)] == []


def test_the_order_is_that_of_articles_and_places_and_always_the_same(desk: Desk) -> None:
    desk.add(*written(["Rents rose by 9 percent", "Exports fell by 3 percent"], uri="a/first-by-name.txt"))
    found = list(desk.reviews().values())
    places = [(record["document"]["uri"], record["span"]["start"]) for record in found]
    seed = [place for place in places if place[0].startswith("fixtures")]
    assert places[: len(seed)] == seed == sorted(seed)
    for form in exporting.FORMS:
        assert desk.export(form) == desk.export(form)


def test_a_filter_narrows_it(desk: Desk) -> None:
    assert set(desk.reviews(Filter(states=(State.CHECKED,)))) == set(desk.ids[:2])
    assert set(desk.reviews(Filter(label=("urgent",)))) == {desk.ids[3]}
    assert desk.reviews(Filter(text="no such words")) == {}
    for form, empty in {"jsonl": "", "lock": '{\n  "claims": [],\n  "schema_version": "1.0"\n}\n'}.items():
        assert desk.export(form, Filter(text="no such words")) == empty


def test_more_claims_than_are_read_at_once(queue: Database) -> None:
    actor, found, ids = filled(queue, 1_203)
    with queue.read() as tx:
        assert [record["item"] for record in exporting.reviews(tx, actor, now=NOW)] == list(ids)


# -- who may see what ---------------------------------------------------------------------------------------------


def test_another_desk_is_out_of_sight(desk: Desk) -> None:
    with desk.queue.write() as tx:
        other = desks.make(tx, EDITOR, "Sport", now=NOW)
        articles.add(tx, EDITOR, other.id, *written(["Rents rose by 9 percent"]), now=NOW)
    stranger = Actor("Sam", 5, {other.id: Role.VIEWER})
    assert [record["desk"] for record in desk.reviews(actor=stranger).values()] == ["Sport"]
    with pytest.raises(NotInQueue):
        desk.export("csv", Filter(desk="main"), stranger)
    assert desk.export("csv", actor=stranger).count("\n") == 2
    with pytest.raises(QueueForbidden):
        desk.export("csv", actor=Actor("CI", 5, {desk.id: Role.EDITOR}, scopes=frozenset({"push"})))


def test_what_others_found_stays_hidden_while_the_desk_reviews_blind(desk: Desk) -> None:
    (number,) = desk.add(*written([Said("Exports fell by 3 percent", 0.9)], uri="drafts/other.txt")).queued
    with desk.queue.write() as tx:
        decisions.decide(tx, local("Ada"), number, "true", note="A note.", links=["https://a.example/9"], now=later(hours=3))
    for name, role, seen in (("Ben", Role.CHECKER, 0), ("Ada", Role.CHECKER, 1), ("Eda", Role.EDITOR, 1)):
        record = desk.reviews(actor=Actor(name, 7, {desk.id: role}))[number]
        assert (len(record["decisions"]), len(record["evidence"])) == (seen, seen)
        for form in exporting.FORMS:
            text = desk.export(form, actor=Actor(name, 7, {desk.id: role}))
            assert ("A note." in text) <= (seen == 1)
            assert ("https://a.example/9" in text) <= (seen == 1)


def test_an_export_is_an_event(desk: Desk) -> None:
    desk.export("csv", Filter(desk="main", states=(State.CHECKED,)))
    with desk.queue.read() as tx:
        event = audit.events(tx.connection)[-1]
    assert (event["action"], event["actor"], event["desk_id"]) == ("queue.exported", "Eda", desk.id)
    assert json.loads(event["after"]) == {"claims": 2, "filter": "desk=main&state=checked", "form": "csv"}


def test_another_form_is_refused(desk: Desk) -> None:
    with pytest.raises(QueueError, match="jsonl, csv, annotations, schema-org, lock"):
        desk.export("xlsx")


# -- a table ------------------------------------------------------------------------------------------------------


def rows(text: str) -> dict[int, dict[str, str]]:
    return {int(row["item"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_the_table_has_a_row_for_each_claim(desk: Desk) -> None:
    number = disputed(desk, settle=True)
    found = rows(desk.export("csv"))
    first, last = found[desk.ids[0]], found[number]
    assert tuple(first) == exporting.COLUMNS
    assert len(found) == len(desk.ids) + 1
    assert [first[name] for name in ("verdict", "verdict_source", "verdict_by", "verdict_when", "verdict_note")] == [
        "true", "https://a.example/1", "Ada", "2026-01-05", "By telephone.",
    ]  # fmt: skip
    assert (last["verdict"], last["verdict_by"], last["verdict_note"]) == ("misleading", "Eda", "Neither: a quarter.")
    assert last["reviews"] == "Ada: true; Ben: false; Eda: misleading"
    assert found[desk.ids[1]]["verdict_source"] == f"review queue, desk main, claim {desk.ids[1]}"
    assert found[desk.ids[3]]["links"] == "https://b.example/2"


def test_a_stale_claim_has_no_verdict_that_holds(desk: Desk) -> None:
    report, source = report_and_source()
    gone = report["claims"][0]["claim_id"]
    desk.add(*edited(report, source, without=[gone]))
    found = rows(desk.export("csv"))[desk.ids[0]]
    assert (found["state"], found["verdict"], found["reviews"]) == ("stale: gone", "", "Ada: true")
    assert gone not in desk.export("lock") + desk.export("annotations") + desk.export("schema-org")
    assert desk.reviews()[desk.ids[0]]["verdict"] == "true"


def test_formulas_are_defused_and_line_breaks_stay_in_their_cells(desk: Desk) -> None:
    added = desk.add(*written([Said("=cmd|'/C calc'!A1 fell by 3 percent", speaker="@SUM(A1)")], uri="drafts/other.txt"))
    with desk.queue.write() as tx:
        note = '+1 is not 1,\r\nsays "Ada"\u2028and\tBen'
        decisions.decide(tx, local("-Ada"), added.queued[0], "true", note=note, now=later(hours=3))
    row = rows(desk.export("csv"))[added.queued[0]]
    assert row["text"].startswith("'=cmd")
    assert row["speaker"].startswith("'@SUM")
    assert row["verdict_by"] == "'-Ada"
    assert row["verdict_note"].startswith("'+1 is not 1,\n")


# -- linked data --------------------------------------------------------------------------------------------------


def test_annotations_are_one_page_with_the_verdicts_that_hold(desk: Desk) -> None:
    disputed(desk, settle=False)
    page = json.loads(desk.export("annotations"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    assert len(page["items"]) == len(desk.ids) + 1
    assessed = [item for item in page["items"] if "assessing" in item["motivation"]]
    assert [body["value"] for item in assessed for body in item["body"] if body["purpose"] == "assessing"] == ["true", "mostly true"]
    assert json.loads(desk.export("annotations", Filter(text="no such words")))["items"] == []


def test_only_what_somebody_judged_is_reviewed_for_schema_org(desk: Desk) -> None:
    disputed(desk, settle=False)
    graph = json.loads(desk.export("schema-org"))["@graph"]
    assert [thing["@type"] for thing in graph] == ["Claim", "ClaimReview"] * 2
    assert [(thing["author"]["name"], thing["reviewRating"]["alternateName"]) for thing in graph[1::2]] == [
        ("Ada", "true"), ("Ben", "mostly true"),
    ]  # fmt: skip
    assert json.loads(desk.export("schema-org", Filter(states=(State.NEW,))))["@graph"] == []


# -- and back -----------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path


def newest(desk: Desk) -> Callable[[Path], None]:
    """Writes the reports of all articles into a folder, as `claimcheck extract` would."""

    def write(folder: Path) -> None:
        with desk.queue.read() as tx:
            for article in articles.listed(tx, EDITOR):
                report = articles.version(tx, EDITOR, article.id).report
                (folder / f"{article.id}.json").write_text(dumps(report), encoding="utf-8")

    return write


@pytest.mark.parametrize("form", ["csv", "annotations"])
def test_verdicts_go_out_and_through_import_into_the_lock_that_the_queue_itself_writes(
    desk: Desk, folder: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    disputed(desk, settle=True)
    report, source = report_and_source()
    desk.add(*edited(report, source, above="A line above.\n\n"))
    newest(desk)(folder)
    (folder / "out").write_text(desk.export(form), encoding="utf-8")
    claims = [argument for path in sorted(folder.glob("*.json")) for argument in ("--claims", path.name)]
    assert main(["import", "out", *claims, "--into", "claims.lock"], session=Session()) == 0
    assert "3 taken, 0 there already, 0 left" in capsys.readouterr().out
    imported = load_lock(folder / "claims.lock")
    assert {item.verification.verdict for item in imported.claims} == {"true", "mostly true", "misleading"}
    (folder / "own.lock").write_text(desk.export("lock"), encoding="utf-8")
    assert load_lock(folder / "own.lock") == imported
    assert (folder / "own.lock").read_bytes() == (folder / "claims.lock").read_bytes()
    assert main(["import", "out", *claims, "--into", "claims.lock"], session=Session()) == 0
    assert "0 taken, 3 there already, 0 left" in capsys.readouterr().out


def test_what_people_write_survives_the_table(desk: Desk) -> None:
    said = ["=Exports fell by 3 percent", "Rents rose by 9 percent"]
    added = desk.add(*written(said, uri="=drafts/%C3%A9t%C3%A9.txt"))
    notes = ['=1+1; "quoted"\nnext line', "'apostrophe, and a comma"]
    with desk.queue.write() as tx:
        for number, note in zip(added.queued, notes, strict=True):
            decisions.decide(tx, local("Ada"), number, "true", note=note, now=later(hours=3))
    found = read_verdicts(desk.export("csv", Filter(article=added.article_id)).encode(), "out.csv").found
    assert [verdict.note for verdict in found] == notes
    assert {verdict.article for verdict in found} == {"=drafts/%C3%A9t%C3%A9.txt"}
    with desk.queue.read() as tx:
        assert [verdict.claim_id for verdict in found] == [items.get(tx, EDITOR, number).claim_id for number in added.queued]


def test_very_long_notes_can_still_be_imported(desk: Desk) -> None:
    number = disputed(desk, settle=False)
    with desk.queue.write() as tx:
        decisions.reopen(tx, EDITOR, number, "Again.", now=later(hours=5))
        for name in ("Ada", "Ben"):
            decisions.decide(tx, local(name), number, "true", note=f"{name} " * 800, now=later(hours=6))
    (verdict,) = read_verdicts(desk.export("csv", Filter(verdict=("true",), text="Exports fell")).encode(), "out.csv").found
    assert verdict.note is not None
    assert verdict.note.startswith("Ada: Ada")
    assert (verdict.by, verdict.when) == ("Ada, Ben", "2026-01-05")
