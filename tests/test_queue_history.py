"""What happened to a claim, in words."""

from __future__ import annotations

import pytest

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.queue import articles, assignment, comments, decisions, evidence, history, labels, leases
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from tests.queue_articles import filled, written
from tests.queue_databases import later
from tests.queue_reviewing import ROOT, TWICE, Setup, desk, people


def words(setup: Setup, actor: Actor, number: int = 0) -> list[str]:
    with setup.queue.read() as tx:
        return [entry.words for entry in history.of(tx, actor, item_id=setup.ids[number])]


def test_a_day_in_words(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    (eda,) = people(queue, Role.EDITOR, "eda")
    it = setup.ids[0]
    setup.do(assignment.assign, eda, it, ada.person_id)
    setup.do(labels.add, ada, it, "Budget")
    setup.do(labels.remove, ada, it, "budget")
    setup.do(leases.take, ada, item_id=it)
    with queue.write() as tx:
        leases.expire(tx, now=later(hours=2))
    setup.do(evidence.add, ada, it, "https://example.org/a", now=later(hours=3))
    setup.do(comments.add, ada, setup.article_id, "Who\nsays so?", item_id=it)
    setup.do(decisions.decide, ada, it, "false", note="It was\n 12.")
    setup.do(decisions.correct, eda, it, "The desk changed it.")
    setup.do(decisions.reopen, eda, it, "x" * 600)
    setup.do(decisions.dismiss, eda, it, "No claim.")
    assert words(setup, eda)[1:] == [
        "eda assigned the claim to ada.",
        "ada put the label budget on the claim.",
        "ada took the label budget off the claim.",
        "ada took the claim.",
        "ada had the claim until the lease ran out.",
        "ada added https://example.org/a as evidence on the claim.",
        "ada wrote a comment: “Who says so?”",
        "ada gave the claim the verdict false; the claim is now checked: “It was 12.”",
        "eda marked the claim as corrected in the article: “The desk changed it.”",
        f"eda opened the claim again: “{'x' * 500} …”",
        "eda dismissed the claim: “No claim.”",
    ]
    with queue.read() as tx:
        found = history.of(tx, eda, article_id=setup.article_id)
        later_ones = history.of(tx, eda, article_id=setup.article_id, after=found[2].seq, limit=2)
    assert [entry.seq for entry in found] == sorted(entry.seq for entry in found)
    assert f"eda dismissed claim {it}: “No claim.”" in [entry.words for entry in found]
    assert later_ones == found[3:5]
    assert (found[3].actor, found[3].via, found[3].action, found[3].item_id) == ("eda", "api", "item.assigned", it)


def test_another_s_verdict_is_told_when_one_has_given_one_s_own(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    setup.do(decisions.decide, ada, setup.ids[0], "false", note="Secret.")
    told = "ada gave the claim the verdict false: “Secret.”"
    assert words(setup, ada)[-1] == words(setup, eda)[-1] == told
    assert words(setup, ben)[-1] == "ada gave a verdict on the claim. It is shown when you have given yours."
    with queue.read() as tx:
        whole = [entry.words for entry in history.of(tx, ben, article_id=setup.article_id)]
    assert whole[-1] == f"ada gave a verdict on claim {setup.ids[0]}. It is shown when you have given yours."
    setup.do(decisions.decide, ben, setup.ids[0], "true")
    assert words(setup, ben)[-2:] == [told, "ben gave the claim the verdict true; the claim is now disputed."]
    setup.do(decisions.adjudicate, eda, setup.ids[0], verdict="misleading", note="Both are half right.")
    assert words(setup, ben)[-1] == "eda settled the claim as misleading, with none of the verdicts given: “Both are half right.”"


def test_versions_in_words(queue: Database) -> None:
    eda, found, ids = filled(queue, 3)
    report, source = written(["Aldbury exports fell by 2 percent", "Birk exports fell by 9 percent", "Something new fell by 5 percent"])
    with queue.write() as tx:
        articles.add(tx, eda, found.id, report, source, now=later(hours=1))
    with queue.read() as tx:
        told = [entry.words for entry in history.of(tx, eda, article_id=1)]
        gone = [entry.words for entry in history.of(tx, eda, item_id=ids[2])]
    assert told[0] == "Eda added the article."
    assert told[1] == f"Eda put claim {ids[0]} into the queue, with version 1 of the article."
    assert any(words.startswith("Eda added version 2 of the article; claims: ") for words in told)
    assert any(words.startswith("Version 2 of the article, by Eda, ") for words in gone), gone


def test_what_is_out_of_sight_has_no_history(queue: Database) -> None:
    setup = desk(queue)
    eve = Actor("eve", 9, {99: Role.EDITOR})
    with queue.read() as tx:
        for options in ({"item_id": setup.ids[0]}, {"article_id": setup.article_id}, {"item_id": 12345}):
            with pytest.raises(NotInQueue):
                history.of(tx, eve, **options)
        for both in ({}, {"item_id": 1, "article_id": 1}):
            with pytest.raises(QueueError, match="one claim, or of one article"):
                history.of(tx, ROOT, **both)
