"""What of an event leaves the house: not another desk's, no words unless asked for, no verdict that a reviewer may not know."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from claimcheck.queue import articles, cloudevents, comments, decisions, evidence, labels, leases, notices, outbox, slack, webhooks
from claimcheck.queue.actor import Role
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy, Twice
from claimcheck.queue.tables import audit as log
from claimcheck.queue.tables import delivery, webhook
from tests.queue_articles import EDITOR, filled, report_and_source
from tests.queue_databases import NOW
from tests.queue_reviewing import ROOT, TWICE, Setup, desk, people
from tests.webhook_receiving import PUBLIC, URL, happen, made, states, told


def test_a_delivery_whose_event_is_of_another_desk_is_never_sent(queue: Database) -> None:
    """Even if a row of it came into the database somehow."""
    setup, other = desk(queue, 0, name="one"), desk(queue, 0, name="other")
    added = made(setup)
    happen(queue, other.desk_id)
    with queue.write() as tx:
        seq = tx.execute(select(log.c.seq).where(log.c.desk_id == other.desk_id, log.c.action == "desk.policy")).scalar_one()
        outbox.send_again(tx, added.webhook.id, seq, NOW)
    assert told(setup, added.webhook.id) == []
    assert states(queue, added.webhook.id) == [(seq, "given-up", 0, None, "This event is not told any more.")]


def test_an_event_as_it_is_told(queue: Database) -> None:
    setup = desk(queue, 1)
    added = made(setup)
    (ada,) = people(queue, Role.CHECKER, "ada", desks=[setup.desk_id])
    setup.do(decisions.decide, ada, setup.ids[0], "false", note="The register says otherwise.", links=["https://register.example.org/1"])
    (event,) = told(setup, added.webhook.id)
    with queue.read() as tx:
        row = tx.rows(select(log).where(log.c.action == "item.decided"))[0]
    assert event["id"] == f"{row.seq}-{row.hash[:16]}"
    data = event.pop("data")
    assert event == {
        "specversion": "1.0", "id": event["id"], "source": PUBLIC, "type": "org.claimcheck-desk.queue.item.decided",
        "subject": f"item:{setup.ids[0]}", "time": stamp(NOW), "datacontenttype": "application/json", "sequence": str(row.seq).zfill(19),
    }  # fmt: skip
    assert data["claim"] == {"id": setup.ids[0], "claim_id": "c0"} and data["article"] == {"id": setup.article_id}
    assert data["link"] == f"{PUBLIC}/claims/{setup.ids[0]}" and data["actor"] == "ada" and data["held_back"] is False
    assert (data["before"]["state"], data["after"]["state"], data["after"]["verdict"]) == ("new", "checked", "false")
    assert data["after"]["decision"]["verdict"] == "false"
    assert set(data["after"]["decision"]) == {"id", "round", "kind", "verdict", "chosen_id", "version"}


def test_words_are_told_only_where_they_were_asked_for(queue: Database) -> None:
    setup = desk(queue, 1)
    bare, full = made(setup), made(setup, texts=True)
    (ada,) = people(queue, Role.CHECKER, "ada", desks=[setup.desk_id])
    setup.do(labels.add, ada, setup.ids[0], "budget")
    setup.do(decisions.decide, ada, setup.ids[0], "false", note="The register says otherwise.", links=["https://register.example.org/1"])
    setup.do(evidence.add, ada, setup.ids[0], "https://register.example.org/2", title="Register", note="Page 4.")
    setup.do(comments.add, ada, setup.article_id, "Look at this again.")
    with queue.write() as tx:
        while outbox.plan(tx, NOW):
            pass
        rows = {row.id: row for row in tx.rows(select(webhook))}
        seqs = [row.seq for row in tx.rows(select(delivery.c.seq).where(delivery.c.webhook_id == full.webhook.id).order_by(delivery.c.seq))]
        bodies = {
            number: [
                form(notice, PUBLIC).decode()
                for seq in seqs
                for form in (cloudevents.envelope, slack.message)
                if (notice := notices.of_event(tx, row, seq)) is not None
            ]
            for number, row in rows.items()
        }
    words = ["sales fell", "drafts/main.txt", "budget", "The register says", "register.example.org", "Page 4.", "Look at this again."]
    for word in words:
        assert not any(word in body for body in bodies[bare.webhook.id]), word
        assert any(word in body for body in bodies[full.webhook.id]), word
    assert len(bodies[bare.webhook.id]) == len(bodies[full.webhook.id]) == 2 * len(seqs) == 8


def without_verdicts(event: Mapping[str, Any]) -> bool:
    text = json.dumps(event)
    return not any(word in text for word in ("misleading", "register", "hunch"))


@pytest.mark.parametrize("texts", [False, True])
def test_blind_reviewers_do_not_learn_the_first_verdict_from_a_channel(queue: Database, texts: bool) -> None:
    setup = desk(queue, 1, policy=TWICE)
    added = made(setup, texts=texts)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben", desks=[setup.desk_id])
    first = setup.ids[0]
    lease = setup.do(leases.take, ada, item_id=first)
    assert lease is not None
    setup.do(decisions.decide, ada, first, "misleading", note="A hunch.", links=["https://register.example.org/1"], token=lease.token)
    setup.do(evidence.add, ada, first, "https://register.example.org/2", note="A hunch.")
    setup.do(leases.take, ben, item_id=first)
    events = told(setup, added.webhook.id)
    assert [event["data"]["action"] for event in events] == ["item.taken", "item.decided", "item.evidence", "item.taken"]
    assert all(without_verdicts(event) for event in events)
    decided = events[1]["data"]
    assert decided["held_back"] is True and (decided["after"]["state"], decided["after"]["given"]) == ("new", 1)
    setup.do(decisions.decide, ben, first, "false", note="The register.")
    (second,) = told(setup, added.webhook.id)
    assert second["data"]["held_back"] is False and second["data"]["after"]["decision"]["verdict"] == "false"
    # What is sent once more after that says no more than it did.
    with queue.read() as tx:
        hook = tx.first(select(webhook))
        assert hook is not None
        again = notices.of_event(tx, hook, decided["seq"])
    assert again is not None and again.held_back and without_verdicts({"after": again.after})


def test_where_reviewing_is_not_blind_nothing_is_held_back(queue: Database) -> None:
    setup = desk(queue, 1, policy=Policy(twice=Twice(priority_above=0.0), blind=False))
    added = made(setup)
    (ada,) = people(queue, Role.CHECKER, "ada", desks=[setup.desk_id])
    setup.do(decisions.decide, ada, setup.ids[0], "misleading")
    (event,) = told(setup, added.webhook.id)
    assert event["data"]["held_back"] is False and event["data"]["after"]["decision"]["verdict"] == "misleading"


def test_an_article_that_comes_in_is_an_event_and_each_of_its_claims_one_more(queue: Database) -> None:
    _, place, ids = filled(queue, 4)
    with queue.write() as tx:
        added = webhooks.add(tx, EDITOR, place.id, URL, now=NOW)
    report, source = report_and_source()
    with queue.write() as tx:
        queue_ids = articles.add(tx, EDITOR, place.id, report, source, now=NOW).queued
    setup = Setup(queue, place.id, 1, ids)
    events = told(setup, added.webhook.id)
    assert events[0]["data"]["action"] == "article.added" and events[0]["data"]["link"].startswith(f"{PUBLIC}/articles/")
    assert events[0]["data"]["claim"] is None and "uri" not in json.dumps(events[0])
    queued = [event for event in events if event["data"]["action"] == "item.queued"]
    assert len(queued) == len({event["id"] for event in queued}) == len(queue_ids) > 5
    assert all(event["data"]["claim"]["claim_id"] for event in queued)


def test_what_is_too_large_goes_without_its_details() -> None:
    notice = notices.Notice(
        "1-a", 1, stamp(NOW), "article.versioned", "article:1", "ada", "web", 1, "main", 1, after={"queued": list(range(90_000))}
    )
    body = cloudevents.envelope(notice, PUBLIC)
    assert len(body) < 2_000 and json.loads(body)["data"]["shortened"] is True


@pytest.mark.parametrize(
    ("actions", "action", "is_wanted"),
    [
        ("", "item.decided", True),
        ("", "person.added", False),
        ("", "webhook.changed", False),
        ("item.*", "item.decided", True),
        ("item.*", "items.decided", False),
        ("item.decided", "item.decided", True),
        ("item.decided", "item.dismissed", False),
        ("comment.* item.decided", "comment.added", True),
        ("person.*", "person.added", False),
    ],
)
def test_which_events_are_wanted(actions: str, action: str, is_wanted: bool) -> None:
    assert notices.wanted(actions, action) is is_wanted


def test_every_action_of_the_log_is_told_or_known_not_to_be() -> None:
    """Whoever adds an event has to say whether it may leave the house."""
    text = "\n".join(path.read_text() for path in sorted(Path(notices.__file__).parent.glob("*.py")) if path.name != "notices.py")
    others = set(re.findall(r'Event\(\s*\w+, \w+, "([a-z]+\.[a-z-]+)"', text))
    items = {f"item.{name}" for name in re.findall(r'\b(?:change|tell)\(\s*tx, \w+, (?:\w+, )?"([a-z]+)"', text)}
    assert {"article.added", "comment.added", "desk.policy", "person.added"} <= others and {"item.decided", "item.taken"} <= items
    families = {action.partition(".")[0] for action in notices.TELLABLE}
    untold = {action for action in others | items if action.partition(".")[0] in families} - set(notices.TELLABLE)
    assert untold == {"desk.added"}


def test_a_verdict_that_was_known_is_told_when_a_new_version_makes_it_stale(queue: Database) -> None:
    setup = desk(queue, 1, policy=TWICE)
    hook = made(setup).webhook
    for before, given, held in (("checked", 2, False), ("new", 1, True)):
        with queue.write() as tx:
            told_before, told_after = {"state": before, "verdict": "false"}, {"state": "stale", "verdict": "false", "given": given}
            tx.log(Event(NOW, ROOT, "item.orphaned", "item:1", setup.desk_id, setup.article_id, setup.ids[0], told_before, told_after))
        (event,) = told(setup, hook.id)
        assert event["data"]["held_back"] is held and ("verdict" in event["data"]["before"]) is not held
