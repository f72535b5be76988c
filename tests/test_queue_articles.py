"""Articles in the queue: what comes in, what is refused, and who may do it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from claimcheck.errors import NotInQueue, QueueError, QueueForbidden
from claimcheck.queue import articles, desks, items
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from claimcheck.queue.policy import Policy
from claimcheck.queue.states import State
from tests.queue_articles import EDITOR, Said, filled, report_and_source, written
from tests.queue_databases import NOW
from tests.queue_versions import FELL, ROSE, Desk
from tests.queue_versions import desk as desk

Json = dict[str, Any]


# -- coming in ----------------------------------------------------------------------------------------------------


def test_claims_that_the_policy_queues_become_items(queue: Database) -> None:
    actor, desk, ids = filled(queue)
    report, source = report_and_source()
    wanted = [claim for claim in report["claims"] if claim["checkability"]["value"] in ("yes", "partial")]
    with queue.read() as tx:
        found = [items.get(tx, actor, number) for number in ids]
        assert [items.record_of(tx, number) for number in ids] == wanted
    assert [one.claim_id for one in found] == [claim["claim_id"] for claim in wanted]
    assert [source[one.start : one.end] for one in found] == [claim["span"]["exact"] for claim in wanted]
    one, claim = next((one, claim) for one, claim in zip(found, wanted, strict=True) if claim["attribution"])
    assert (one.text, one.types, one.priority) == (claim["resolved_text"], tuple(claim["types"]), claim["priority"]["score"])
    assert one.speaker == (claim["attribution"][-1].get("resolved_source") or claim["attribution"][-1]["source"])
    assert {(each.state, each.round, each.given, each.revision, each.first_version, each.last_version) for each in found} == {
        (State.NEW, 1, 0, 1, 1, 1)
    }


def test_the_policy_says_what_is_queued_and_who_must_look(desk: Desk) -> None:
    with desk.queue.write() as tx:
        desks.set_policy(tx, EDITOR, desk.id, Policy(checkable=("yes",), least_priority=0.3), now=NOW)
    said = [Said(FELL, 0.9), Said(ROSE, 0.3), Said("Taxes rose by 2 percent", 0.2), Said("He is kind", 0.9, checkable="partial")]
    added = desk.add(*said)
    assert {one.text: one.needs for one in map(desk.item, added.queued)} == {FELL: 2, ROSE: 1}


def test_an_article_leaves_its_events_and_none_of_its_words(desk: Desk) -> None:
    added = desk.add(FELL, ROSE)
    first, *rest = desk.events("article.added", "item.queued")
    assert (first["action"], first["subject"], first["after"]["uri"]) == ("article.added", "article:1", "drafts/written.txt")
    assert [event["item_id"] for event in rest] == list(added.queued)
    assert rest[0]["after"].keys() == {"claim_id", "state", "priority", "needs", "version", "assigned_id"}
    assert "Exports" not in json.dumps(desk.events())


def test_an_article_is_read_back(desk: Desk) -> None:
    report, source = report_and_source()
    added = desk.put(report, source)
    with desk.queue.read() as tx:
        found = articles.get(tx, EDITOR, added.article_id)
        version = articles.version(tx, EDITOR, added.article_id)
        assert replace(version, report={}) == articles.version(tx, EDITOR, added.article_id, with_report=False)
        with pytest.raises(NotInQueue, match="no version 2"):
            articles.version(tx, EDITOR, added.article_id, 2)
    assert (found.uri, found.title, found.version) == (report["document"]["uri"], report["document"].get("title"), 1)
    assert (version.number, version.source, version.report, version.added_by) == (1, source, report, "Eda")
    assert source[:40] not in repr(version)


def test_articles_are_listed_newest_first_and_counted(desk: Desk) -> None:
    ids = [desk.add(FELL, ROSE, uri=f"drafts/{number}.txt").article_id for number in range(5)]
    desk.dismiss(desk.all(ids[0])[0].id)
    with desk.queue.read() as tx:
        assert [one.id for one in articles.listed(tx, EDITOR, limit=2)] == [ids[4], ids[3]]
        assert [one.id for one in articles.listed(tx, EDITOR, after=ids[3], desk_id=desk.id)] == [ids[2], ids[1], ids[0]]
        assert articles.listed(tx, EDITOR, desk_id=desk.id + 1) == []
        assert articles.counts(tx, EDITOR, ids[:2]) == {ids[0]: {"dismissed": 1, "new": 1}, ids[1]: {"new": 2}}


def test_an_article_without_claims_can_get_some_and_lose_them(desk: Desk) -> None:
    first = desk.add()
    assert (first.queued, first.version) == ((), 1)
    second = desk.add(FELL)
    third = desk.add()
    assert (second.version, third.version, third.orphaned) == (2, 3, second.queued)
    assert desk.live(first.article_id) == {}


def test_a_text_without_an_address_is_an_article_of_its_own(desk: Desk) -> None:
    one, other = desk.add(FELL, uri=""), desk.add(ROSE, uri="")
    assert one.article_id != other.article_id
    assert desk.add(FELL, uri="").unchanged


def test_the_same_address_on_two_desks_is_two_articles(desk: Desk) -> None:
    with desk.queue.write() as tx:
        other = Desk(desk.queue, desks.make(tx, EDITOR, "Sport", now=NOW).id)
    assert desk.add(FELL).article_id != other.add(FELL).article_id
    assert desk.add(FELL).unchanged


# -- what is refused ----------------------------------------------------------------------------------------------


def broken(change: Any) -> tuple[Json, str]:
    report, source = written([FELL, ROSE])
    return change(report, source) or (report, source)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda report, source: ({}, source), "cannot be used"),
        (lambda report, source: (["no report"], source), "cannot be used"),
        (lambda report, source: report["claims"][0].pop("text") and None, "text"),
        (lambda report, source: (report, source.upper()), "claims\\[0\\]"),
        (lambda report, source: (report, source + "More.\n"), "other characters"),
        (lambda report, source: report["claims"].append(report["claims"][0]), "is that of another claim too"),
        (lambda report, source: (report, source.replace("fell", "f\0ll")), "U\\+0000"),
        (lambda report, source: (report, source.replace("fell", "f\ud800ll")), "half a character"),
        (lambda report, source: (report, 7), "U\\+0000"),
        (lambda report, source: (report, "x" * (10 * 1024 * 1024 + 1)), "larger than 10 MiB"),
        (lambda report, source: ({**report, "claims": report["claims"] * 10_001}, source), "more than 20,000 claims"),
        (lambda report, source: written([FELL], uri="x" * 2_001), "longer than 2,000"),
    ],
)
def test_what_is_not_sound_is_refused(desk: Desk, change: Any, told: str) -> None:
    with pytest.raises(QueueError, match=told) as error:
        desk.put(*broken(change))
    assert "Exports fell" not in str(error.value)  # errors are logged; drafts are not
    assert desk.events("article.added") == []


def test_adding_needs_an_editor_and_the_scope(desk: Desk) -> None:
    report, source = written([FELL])
    for actor, error in (
        (Actor("Cy", 1, {desk.id: Role.CHECKER}), QueueForbidden),
        (Actor("Cy", 1, {desk.id: Role.EDITOR}, scopes=frozenset({"read", "review"})), QueueForbidden),
        (Actor("Cy", 1, {desk.id + 1: Role.EDITOR}), NotInQueue),
        (replace(EDITOR, desk_limit=desk.id + 1), NotInQueue),
    ):
        with pytest.raises(error):
            desk.put(report, source, actor)
    pushing = Actor("CI", 1, {desk.id: Role.EDITOR}, scopes=frozenset({"push"}))
    added = desk.put(report, source, pushing)
    with desk.queue.read() as tx:
        for read in (lambda: articles.get(tx, pushing, added.article_id), lambda: articles.listed(tx, pushing)):
            with pytest.raises(QueueForbidden):
                read()


def test_another_desk_s_articles_are_out_of_sight(desk: Desk) -> None:
    added = desk.add(FELL)
    stranger = Actor("Cy", 1, {desk.id + 1: Role.EDITOR})
    with desk.queue.read() as tx:
        assert articles.listed(tx, stranger) == []
        assert articles.counts(tx, stranger, [added.article_id]) == {}
        for number in (None, 1):
            with pytest.raises(NotInQueue):
                articles.version(tx, stranger, added.article_id, number)
