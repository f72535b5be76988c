"""The claims in the queue against the log and their verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from claimcheck.queue import articles, assignment, comments, decisions, evidence, labels, leases
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import decision, item
from claimcheck.queue.tables import evidence as links
from claimcheck.queue.verifying import consistent
from tests import queue_articles
from tests.queue_databases import NOW, later
from tests.queue_reviewing import TWICE, Setup, desk, people, sound


def flaws(queue: Database) -> list[str]:
    with queue.snapshot() as tx:
        return [flaw.reason for flaw in consistent(tx)]


def reviewed(queue: Database) -> Setup:
    """Claims in every state, with all that people do to them."""
    setup = desk(queue, 9, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    ids = setup.ids
    for number in (1, 2, 3, 4, 5):
        setup.do(decisions.decide, ada, ids[number], "false", note="No.", links=["https://example.org/a", "https://example.org/b"])
    for number, verdict in ((2, "false"), (3, "true"), (4, "false"), (5, "true")):
        setup.do(decisions.decide, ben, ids[number], verdict)
    setup.do(decisions.correct, eda, ids[4], "Done.")
    setup.do(decisions.adjudicate, eda, ids[5], verdict="misleading", note="In between.")
    setup.do(decisions.dismiss, ben, ids[6], "No claim.")
    setup.do(assignment.assign, eda, ids[7], ada.person_id)
    lease = setup.do(leases.take, ada, item_id=ids[7])
    assert lease
    setup.do(leases.extend, ada, ids[7], lease.token, now=later(minutes=3))
    setup.do(labels.add, ada, ids[8], "urgent")
    setup.do(evidence.add, ben, ids[8], "https://example.org/c", title="A table")
    setup.do(comments.add, ben, setup.article_id, "Who says so?", item_id=ids[8])
    setup.do(decisions.dismiss, ada, ids[8], "No claim.")
    setup.do(decisions.reopen, eda, ids[8], "It is one.")
    setup.do(decisions.decide, ada, ids[8], "true")
    setup.do(leases.take, ben, item_id=ids[1])
    setup.do(leases.expire, now=later(hours=1))
    return setup


def test_what_was_done_by_the_rules_is_found_sound(queue: Database) -> None:
    reviewed(queue)
    assert flaws(queue) == []
    sound(queue)


def test_so_is_what_versions_of_an_article_did(queue: Database) -> None:
    actor, place, ids = queue_articles.filled(queue, 6)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben", desks=(place.id,))
    setup = Setup(queue, place.id, 1, ids)
    for number in (0, 1, 2):
        setup.do(decisions.decide, ada, ids[number], "false", links=["https://example.org/a"])
    setup.do(decisions.decide, ben, ids[0], "false")
    setup.do(decisions.correct, actor, ids[1], "Done.")
    setup.do(leases.take, ada, item_id=ids[3])
    report, source = queue_articles.written(queue_articles.plain(6)[2:] + ["Newtown rents rose by 3 percent"])
    first, text = queue_articles.written(
        [queue_articles.Said(s, 0.8 if k == 0 else 0.5) for k, s in enumerate(queue_articles.plain(6))], title="Again"
    )
    setup.do(articles.add, actor, place.id, report, source)
    assert flaws(queue) == []
    assert setup.item(0).state == "stale"
    setup.do(articles.add, actor, place.id, first, text)
    assert flaws(queue) == []
    assert setup.item(0).state == "checked"


ALTERED: list[tuple[str, Callable[[tuple[int, ...]], Any], str]] = [
    ("a verdict", lambda ids: update(item).where(item.c.id == ids[2]).values(verdict="true"), "The verdict of claim"),
    ("a state", lambda ids: update(item).where(item.c.id == ids[3]).values(state="checked"), "The state of claim"),
    ("who it is assigned to", lambda ids: update(item).where(item.c.id == ids[7]).values(assigned_id=None), "The assignment of claim"),
    ("a count", lambda ids: update(item).where(item.c.id == ids[1]).values(given=2), "counts 2 verdicts and has 1"),
    ("a round", lambda ids: update(item).where(item.c.id == ids[2]).values(round=2), "The round of claim"),
    ("reviewers", lambda ids: update(item).where(item.c.id == ids[1]).values(needs=1), "The number of reviewers of claim"),
    ("a decision", lambda ids: _decision(ids[2]).values(verdict="true"), "on claim 3 is not what the log says"),
    ("a note", lambda ids: _decision(ids[2]).values(note="Yes."), "on claim 3 is not what the log says"),
    ("a reviewer", lambda ids: _decision(ids[2]).where(decision.c.person == "ada").values(person="eve"), "on claim 3 is not what the log says"),
    ("when", lambda ids: _decision(ids[2]).values(at=stamp(later(days=1))), "on claim 3 is not what the log says"),
    ("a link", lambda ids: update(links).where(links.c.item_id == ids[2]).values(url="https://example.org/x"), "Link 3 of claim 3"),
    ("a link's title", lambda ids: update(links).where(links.c.item_id == ids[8]).values(title="Another"), "of claim 9 is not what the log says"),
    ("a link gone", lambda ids: delete(links).where(links.c.item_id == ids[8]), "Claim 9 has lost links"),
    ("an invented decision", lambda ids: insert(decision).values(
        item_id=ids[0], round=1, kind="review", person="eve", verdict="true", version=1, at=stamp(NOW)), "has no event"),
    ("a decision gone", lambda ids: delete(decision).where(decision.c.item_id == ids[3], decision.c.person == "ben"), "no longer in the queue"),
]  # fmt: skip


def _decision(number: int) -> Any:
    return update(decision).where(decision.c.item_id == number)


@pytest.mark.parametrize(("statement", "reason"), [case[1:] for case in ALTERED], ids=[case[0] for case in ALTERED])
def test_what_is_altered_beside_the_log_is_found(queue: Database, statement: Any, reason: str) -> None:
    setup = reviewed(queue)
    with queue.write() as tx:
        if "DELETE FROM decision" in str(statement(setup.ids)):
            tx.execute(update(links).values(decision_id=None))
        tx.execute(statement(setup.ids))
    found = flaws(queue)
    assert any(reason in flaw for flaw in found), found
    sound(queue)


def test_claims_that_vanished_or_appeared(queue: Database) -> None:
    setup = desk(queue, 3)
    with queue.write() as tx:
        tx.execute(delete(item).where(item.c.id.in_([setup.ids[0], setup.ids[2]])))
    assert flaws(queue) == [f"Claim {number} has events, and is not in the queue." for number in (1, 3)]
    with queue.write() as tx:
        row = dict(tx.rows(item.select())[0]._mapping)
        tx.execute(insert(item).values({**row, "id": 77, "claim_id": "c77"}))
    assert "Claim 77 has no event: nobody put it into the queue." in flaws(queue)


def test_a_claim_and_its_verdict_altered_together_are_found(queue: Database) -> None:
    setup = reviewed(queue)
    with queue.write() as tx:
        tx.execute(update(decision).where(decision.c.item_id == setup.ids[2]).values(verdict="true"))
        tx.execute(update(item).where(item.c.id == setup.ids[2]).values(verdict="true"))
    assert len(flaws(queue)) == 3  # two verdicts, and the claim's


def test_an_empty_queue_is_sound(queue: Database) -> None:
    assert flaws(queue) == []
