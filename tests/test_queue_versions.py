"""Versions of articles in the queue: what goes on, and that no verdict is ever lost."""

from __future__ import annotations

import copy
import json
from typing import Any

from sqlalchemy import event as database_event
from sqlalchemy import func, insert, select, update

from claimcheck.queue import articles, audit, decisions, items, labels, leases
from claimcheck.queue.actor import local
from claimcheck.queue.articles import Added
from claimcheck.queue.states import State
from claimcheck.queue.tables import audit as log
from claimcheck.queue.tables import item as item_table
from claimcheck.queue.tables import person
from tests.queue_articles import EDITOR, Said, edited, plain, report_and_source, written
from tests.queue_databases import NOW, later
from tests.queue_versions import FELL, FELL_4, FELL_5, ROSE, SAID, Desk
from tests.queue_versions import desk as desk

Json = dict[str, Any]


# -- a new version ------------------------------------------------------------------------------------------------


def test_the_same_version_again_does_nothing(desk: Desk) -> None:
    first = desk.add(FELL, ROSE)
    before = len(desk.events())
    again = desk.add(FELL, ROSE)
    assert again == Added(first.article_id, 1, unchanged=True)
    assert len(desk.events()) == before


def test_a_new_claimcheck_that_reads_the_same_is_no_version(desk: Desk) -> None:
    report, source = report_and_source()
    desk.put(report, source)
    anew = copy.deepcopy(report)
    for claim in anew["claims"]:
        claim["provenance"] |= {"claimcheck_version": "9.9", "rules": ["other_rule"]}
    assert desk.put({**anew, "claimcheck_version": "9.9"}, source).unchanged


def test_the_same_text_read_by_other_rules_keeps_its_verdicts(desk: Desk) -> None:
    report, source = written([Said("They met Tuesday", when="2026-01-06"), ROSE])
    first = desk.put(report, source)
    desk.decide(first.queued[0], "true")
    anew, _ = written([Said("They met Tuesday", when="2026-01-13"), ROSE])
    second = desk.put(anew, source)
    assert (second.version, second.carried, second.changed) == (2, first.queued, ())
    assert desk.item(first.queued[0]).verdict == "true"


def test_verdict_lease_and_place_go_on(desk: Desk) -> None:
    report, source = report_and_source()
    first = desk.put(report, source)
    decided, leased = first.queued[1], first.queued[2]
    desk.decide(decided, "true")
    with desk.queue.write() as tx:
        lease = leases.take(tx, local("Ada"), item_id=leased, now=later(minutes=1))
        labels.add(tx, EDITOR, decided, "urgent", now=NOW)
    before = {number: desk.item(number) for number in first.queued}
    above = "A line above everything.\n\n"
    second = desk.put(*edited(report, source, above=above))
    assert second == Added(first.article_id, 2, carried=first.queued)
    for number, old in before.items():
        new = desk.item(number)
        kept = ("state", "verdict", "round", "given", "needs", "lease_by", "lease_until", "claim_id", "first_version", "settled_at", "text")
        assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
        assert (new.start, new.end, new.line) == (old.start + len(above), old.end + len(above), old.line + 2)
        assert (new.last_version, new.revision) == (2, old.revision + 1)
    with desk.queue.write() as tx:
        assert lease is not None
        assert leases.release(tx, local("Ada"), leased, lease.token, now=later(minutes=2)).state is State.NEW
        record = items.record_of(tx, decided)
    assert record["span"]["start"] == desk.item(decided).start
    assert desk.events("item.carried") == []  # told once, for the article
    (event,) = desk.events("article.versioned")
    assert event["after"]["carried"] == list(first.queued)
    assert (event["before"]["version"], event["after"]["version"]) == (1, 2)


def test_a_changed_claim_is_followed_by_another(desk: Desk) -> None:
    first = desk.add(FELL, ROSE)
    old = first.queued[0]
    with desk.queue.write() as tx:
        someone = tx.execute(
            insert(person).values(name="ada", display_name="Ada", created_at="x").returning(person.c.id)
        ).scalar_one()  # fmt: skip
        tx.execute(update(item_table).where(item_table.c.id == old).values(assigned_id=someone))
        labels.add(tx, EDITOR, old, "urgent", now=NOW)
    desk.decide(old, "false")
    second = desk.add(FELL_4, ROSE)
    (new,) = second.queued
    assert (second.changed, second.carried, second.loud, second.orphaned) == ((old,), (first.queued[1],), (old,), ())
    stale, fresh = desk.item(old), desk.item(new)
    assert (stale.state, stale.stale_because, stale.verdict, stale.assigned_id) == (State.STALE, "changed", "false", None)
    assert (fresh.state, fresh.follows_id, fresh.assigned_id, fresh.given) == (State.NEW, old, someone, 0)
    assert json.loads(fresh.changes or "") == [{"kind": "value-changed", "new": "4 percent", "old": "3 percent"}]
    with desk.queue.read() as tx:
        assert (labels.of(tx, EDITOR, stale), labels.of(tx, EDITOR, fresh)) == ((), ("urgent",))
        assert [one.verdict for one in decisions.of(tx, EDITOR, stale)] == ["false"]
    (event,) = desk.events("item.changed")
    assert event["item_id"] == old
    assert (event["before"]["state"], event["after"]["state"]) == ("checked", "stale")
    assert {name: event["after"][name] for name in ("loud", "put_right", "followed_by", "changes", "labels")} == {
        "loud": True, "put_right": True, "followed_by": new, "changes": ["value-changed"], "labels": ["urgent"],
    }  # fmt: skip
    assert desk.events("item.queued")[-1]["after"]["follows"] == old


def test_what_follows_a_claim_is_queued_whatever_the_policy_says(desk: Desk) -> None:
    desk.add(FELL)
    second = desk.add(Said(FELL_4, checkable="no"))
    assert desk.item(second.queued[0]).checkable == "no"
    third = desk.add(Said(FELL_4, checkable="no"), Said("He is kind", checkable="no"))
    assert third.queued == ()


def test_a_claim_that_is_gone_is_told_loudly_when_somebody_worked_on_it(desk: Desk) -> None:
    first = desk.add(FELL, ROSE, SAID, "Dockers returned to work", "Taxes were cut twice")
    decided, leased, idle, lapsed, stays = first.queued
    desk.decide(decided, "misleading")
    with desk.queue.write() as tx:
        leases.take(tx, local("Ada"), item_id=leased, now=later(days=400))
        leases.take(tx, local("Ada"), item_id=lapsed, now=later(days=-9))
    second = desk.add("Taxes were cut twice")
    assert (second.orphaned, second.loud, second.carried) == ((decided, leased, idle, lapsed), (decided, leased), (stays,))
    for number in second.orphaned:
        gone = desk.item(number)
        assert (gone.state, gone.stale_because, gone.lease_by, gone.lease_until, gone.last_version) == (State.STALE, "gone", None, None, 1)
    told = {event["item_id"]: event["after"] for event in desk.events("item.orphaned")}
    assert {number: (after["loud"], after["put_right"]) for number, after in told.items()} == {
        decided: (True, True), leased: (True, False), idle: (False, False), lapsed: (False, False),
    }  # fmt: skip
    with desk.queue.read() as tx:
        assert tx.execute(select(func.count()).where(item_table.c.lease_hash.is_not(None))).scalar_one() == 0


def test_gone_and_back_is_as_it_was(desk: Desk) -> None:
    sentences: list[Said | str] = [
        FELL,
        Said(ROSE, 0.9),
        SAID,
        "Dockers returned to work",
        "Taxes were cut twice",
        Said("Births doubled again", 0.9),
    ]
    first = desk.add(*sentences)
    checked, half, dismissed, corrected, idle, disputed = first.queued
    desk.decide(checked, "true")
    desk.decide(half, "true")
    desk.dismiss(dismissed)
    desk.decide(corrected, "false")
    desk.decide(disputed, "true", "Ada")
    desk.decide(disputed, "false", "Ben")
    with desk.queue.write() as tx:
        decisions.correct(tx, EDITOR, corrected, note="Put right.", now=later(minutes=5))
    before = {number: desk.item(number) for number in first.queued}
    second = desk.add()
    third = desk.add(*reversed(sentences))
    assert second.orphaned == third.returned == first.queued
    assert third.queued == ()
    after = {number: desk.item(number) for number in first.queued}
    states = {number: (one.state, one.verdict, one.given, one.stale_because) for number, one in after.items()}
    assert states == {
        checked: (State.CHECKED, "true", 1, None),
        half: (State.NEW, None, 1, None),
        dismissed: (State.DISMISSED, None, 0, None),
        corrected: (State.CHECKED, "false", 1, None),  # what was put right is wrong again
        idle: (State.NEW, None, 0, None),
        disputed: (State.DISPUTED, None, 2, None),
    }
    assert before[corrected].state is State.CORRECTED
    assert [event["after"]["state"] for event in desk.events("item.returned")] == [str(states[number][0]) for number in first.queued]


def test_a_change_taken_back_brings_the_verdict_back(desk: Desk) -> None:
    first = desk.add(FELL, ROSE)
    old = first.queued[0]
    desk.decide(old, "true")
    (new,) = desk.add(FELL_4, ROSE).queued
    with desk.queue.write() as tx:
        labels.add(tx, EDITOR, new, "urgent", now=NOW)
    desk.decide(new, "false")
    third = desk.add(FELL, ROSE)
    assert (third.returned, third.changed, third.queued, third.loud) == ((old,), (new,), (), (new,))
    assert (desk.item(old).state, desk.item(old).verdict) == (State.CHECKED, "true")
    assert (desk.item(new).state, desk.item(new).verdict) == (State.STALE, "false")
    with desk.queue.read() as tx:
        assert labels.of(tx, EDITOR, items.get(tx, EDITOR, old)) == ("urgent",)
    assert desk.events("item.changed")[-1]["after"]["followed_by"] == old
    assert desk.events("item.returned")[-1]["after"]["instead_of"] == new
    fourth = desk.add(FELL_4, ROSE)
    assert (fourth.returned, fourth.changed) == ((new,), (old,))


def test_a_claim_changed_twice_is_a_chain(desk: Desk) -> None:
    (one,) = desk.add(FELL).queued
    (two,) = desk.add(FELL_4).queued
    (three,) = desk.add(FELL_5).queued
    assert [desk.item(number).follows_id for number in (one, two, three)] == [None, one, two]
    assert [desk.item(number).state for number in (one, two, three)] == [State.STALE, State.STALE, State.NEW]


def test_the_same_words_with_another_meaning_are_open_again(desk: Desk) -> None:
    tuesday = "They met Tuesday"
    (number,) = desk.add(Said(tuesday, when="2026-01-06")).queued
    desk.decide(number, "true")
    second = desk.add("Something happened before", Said(tuesday, when="2026-01-13"))
    assert (second.changed, second.loud) == ((number,), (number,))
    found = desk.item(number)
    assert (found.state, found.verdict, found.round, found.given, found.settled_at) == (State.NEW, None, 2, 0, None)
    assert json.loads(found.changes or "")[0]["kind"] == "date-moved"
    desk.decide(number, "false")  # the same person, in the new round
    assert desk.item(number).verdict == "false"
    assert desk.events("item.changed")[0]["before"]["verdict"] == "true"


def test_verdicts_follow_equal_claims_when_their_numbers_move(desk: Desk) -> None:
    first = desk.add("Ewa Nowak spoke", SAID, "Piotr Zielinski wept", SAID)
    nowak, zielinski = first.queued[1], first.queued[3]
    desk.decide(nowak, "true")
    desk.decide(zielinski, "false")
    names = [desk.item(number).claim_id for number in (nowak, zielinski)]
    second = desk.add("Piotr Zielinski wept", SAID)
    assert (second.orphaned, second.loud) == ((first.queued[0], nowak), (nowak,))
    assert (desk.item(zielinski).verdict, desk.item(zielinski).claim_id) == ("false", names[0])
    assert (desk.item(nowak).state, desk.item(nowak).claim_id) == (State.STALE, names[1])
    assert desk.events("item.carried")[-1]["after"]["was"] == names[1]
    third = desk.add("Piotr Zielinski wept", SAID, "Ewa Nowak spoke", SAID)
    assert third.returned == (first.queued[0], nowak)
    assert [desk.item(number).verdict for number in (nowak, zielinski)] == ["true", "false"]
    assert [desk.item(number).claim_id for number in (nowak, zielinski)] == list(reversed(names))


def test_a_claim_that_matters_more_needs_more_until_somebody_judged_it(desk: Desk) -> None:
    first = desk.add(FELL, ROSE)
    desk.decide(first.queued[0], "true")
    second = desk.add(Said(FELL, 0.9), Said(ROSE, 0.9), SAID)
    assert second.carried == first.queued
    assert [desk.item(number).needs for number in first.queued] == [1, 2]
    assert desk.item(first.queued[0]).state is State.CHECKED
    (event,) = desk.events("item.carried")
    assert (event["item_id"], event["before"]["needs"], event["after"]["needs"]) == (first.queued[1], 1, 2)


def test_fifty_versions(desk: Desk) -> None:
    verdicts = {}
    for number in range(50):
        added = desk.add(f"Exports fell by {number % 7} percent", ROSE, *plain(number % 3))
        for one in added.queued:
            desk.decide(one, "true")
            verdicts[one] = "true"
    assert added.version == 50
    found = {one.id: one for one in desk.all(added.article_id)}
    assert {number: one.verdict for number, one in found.items()} == verdicts
    assert len(found) == 7 + 1 + 2  # every value once, and what came and went
    assert len(desk.live(added.article_id)) == 2 + 49 % 3
    with desk.queue.read() as tx:
        assert list(audit.flaws(tx.connection)) == []
        assert articles.version(tx, EDITOR, added.article_id, 17).number == 17


def test_large_articles_take_no_more_statements_than_small_ones(desk: Desk) -> None:
    seen: list[str] = []
    database_event.listen(desk.queue.engine, "before_cursor_execute", lambda connection, cursor, statement, *rest: seen.append(statement))

    def statements(n: int, uri: str) -> list[int]:
        found = []
        changed = [words.replace("by ", "by 1") if number % 2 else words for number, words in enumerate(plain(n))]
        for sentences in (plain(n), ["Something new stands here", *changed], plain(n)):
            seen.clear()
            desk.add(*sentences, uri=uri)
            found.append(len(seen))
        return found

    small, large = statements(4, "small.txt"), statements(240, "large.txt")
    assert all(more <= few + 8 for few, more in zip(small, large, strict=True)), (small, large)


def test_another_number_in_a_real_article(desk: Desk) -> None:
    report, source = report_and_source("wikinews-stampede")
    first = desk.put(report, source)
    second = desk.put(*edited(report, source, replace={"1,426": "1,527"}))
    assert second.version == 2
    assert not second.orphaned
    assert second.carried
    changes = [change for new in second.queued for change in json.loads(desk.item(new).changes or "")]
    assert {"kind": "value-changed", "old": "1,426", "new": "1,527"} in changes
    assert len(second.queued) == len(second.changed) < len(first.queued)


def test_the_log_holds_every_change(desk: Desk) -> None:
    desk.add(FELL, ROSE)
    desk.add(FELL_4)
    desk.add(FELL)
    with desk.queue.read() as tx:
        assert list(audit.flaws(tx.connection)) == []
        found = [row.action for row in tx.rows(select(log.c.action).where(log.c.action != "desk.added").order_by(log.c.seq))]
    assert found == [
        "article.added", "item.queued", "item.queued",
        "item.queued", "item.changed", "item.orphaned", "article.versioned",
        "item.returned", "item.changed", "article.versioned",
    ]  # fmt: skip
