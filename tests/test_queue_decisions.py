"""Verdicts: given, settled, corrected, reopened; and hidden from those who have not given theirs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.queue import decisions, desks, evidence, leases
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy
from claimcheck.queue.states import State
from claimcheck.queue.tables import item as table
from tests.queue_databases import NOW, later
from tests.queue_reviewing import ONCE, ROOT, TWICE, decide, desk, disputed, of, people, sound

OPEN = Policy(twice=TWICE.twice, blind=False)


# --- deciding ---


def test_one_reviewer_settles_a_claim(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    lease = setup.do(leases.take, ada)
    assert lease
    found = decide(setup, ada, "misleading", note="  The figure is\r\nof 2019.\u202e ", links=["https://example.org/a"], token=lease.token)
    assert found == setup.item()
    assert (found.state, found.verdict, found.given, found.settled_at) == (State.CHECKED, "misleading", 1, stamp(NOW))
    assert (found.lease_by, found.lease_until) == (None, None)
    (given,) = of(setup, ada)
    assert (given.person, given.verdict, given.note, given.links) == (
        "ada",
        "misleading",
        "The figure is\nof 2019.",
        ("https://example.org/a",),
    )
    assert (given.kind, given.round, given.version, given.at, given.chosen_id) == ("review", 1, 1, stamp(NOW), None)
    event = setup.events()[-1]
    after = json.loads(event["after"])
    assert event["action"] == "item.decided" and after["state"] == "checked" and after["verdict"] == "misleading"
    assert after["decision"] == decisions.told(given)
    sound(queue)


def test_two_who_agree(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    first = decide(setup, ada, "false")
    assert (first.state, first.verdict, first.given, first.settled_at) == (State.NEW, None, 1, None)
    second = decide(setup, ben, "false", now=later(minutes=1))
    assert (second.state, second.verdict, second.given, second.settled_at) == (State.CHECKED, "false", 2, stamp(later(minutes=1)))


def test_two_who_differ(queue: Database) -> None:
    setup, *_ = disputed(queue)
    found = setup.item()
    assert (found.state, found.verdict, found.given, found.settled_at) == (State.DISPUTED, None, 2, None)


def test_nobody_judges_twice_in_a_round(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    (ada,) = people(queue, Role.CHECKER, "ada")
    decide(setup, ada)
    with pytest.raises(QueueConflict, match="given your verdict"):
        decide(setup, ada, "false")
    assert setup.item().given == 1 and len(of(setup, ada)) == 1


@pytest.mark.parametrize("verdict", ["True", "", "rubbish", None, 5])
def test_a_verdict_is_on_the_scale(queue: Database, verdict: Any) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError, match="one of: true, mostly true, misleading, false, unverifiable"):
        decide(setup, ROOT, verdict)
    assert setup.item().state is State.NEW


@pytest.mark.parametrize(
    "links",
    [
        ["ftp://example.org/a"],
        ["javascript:alert(1)"],
        ["https://user:secret@example.org/"],
        ["https://example.org/a b"],
        ["https://example.org/" + "a" * 2000],
        ["https://example.org/ok", "example.org"],
        [5],
        "https://example.org/",
        [f"https://example.org/{number}" for number in range(21)],
    ],
)
def test_links_are_links_to_pages(queue: Database, links: Any) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError, match="link"):
        decide(setup, ROOT, links=links)
    assert setup.item().state is State.NEW and setup.see(evidence.of, ROOT, setup.item()) == ()


@pytest.mark.parametrize("note", ["x" * 4001, 5, ["x"]])
def test_a_note_is_a_text_that_fits(queue: Database, note: Any) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError, match="note"):
        decide(setup, ROOT, note=note)
    assert of(setup, ROOT) == ()


def test_the_same_link_twice_is_kept_once(queue: Database) -> None:
    setup = desk(queue)
    decide(setup, ROOT, links=["https://example.org/b", "https://example.org/a", "https://example.org/b"])
    assert of(setup, ROOT)[0].links == ("https://example.org/b", "https://example.org/a")


def test_the_version_that_was_read_is_kept(queue: Database) -> None:
    setup = desk(queue)
    with queue.write() as tx:
        tx.execute(update(table).values(last_version=4))
    decide(setup, ROOT)
    assert of(setup, ROOT)[0].version == 4


def test_while_another_has_it_nobody_decides(queue: Database) -> None:
    setup = desk(queue)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    setup.do(leases.take, ada)
    with pytest.raises(QueueConflict, match="ada is at this claim"):
        decide(setup, ben)
    with pytest.raises(QueueConflict, match="ada is at this claim"):
        setup.do(decisions.dismiss, ben, setup.ids[0], "It is a question.")
    assert decide(setup, ben, now=later(minutes=15)).state is State.CHECKED  # her lease ran out


def test_one_s_own_lease_ends_with_or_without_its_token(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    setup.do(leases.take, ada)
    found = decide(setup, ada)
    assert (found.state, found.lease_by, found.lease_until) == (State.CHECKED, None, None)


def test_a_verdict_counts_late_when_nobody_took_the_claim(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    lease = setup.do(leases.take, ada)
    assert lease
    assert decide(setup, ada, token=lease.token, now=later(hours=2)).state is State.CHECKED


@pytest.mark.parametrize("gone", ["released", "wrong", "other"])
def test_with_a_token_only_while_the_lease_holds(queue: Database, gone: str) -> None:
    setup = desk(queue)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    lease = setup.do(leases.take, ada)
    assert lease
    if gone == "released":
        setup.do(leases.release, ada, setup.ids[0])
    actor, token = {"released": (ada, lease.token), "wrong": (ada, "wrong"), "other": (ben, lease.token)}[gone]
    with pytest.raises(QueueConflict, match="no longer yours"):
        decide(setup, actor, token=token)
    assert of(setup, ROOT) == ()


def test_what_is_settled_is_not_decided(queue: Database) -> None:
    setup = desk(queue)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    decide(setup, ada)
    with pytest.raises(QueueConflict, match="checked cannot be decided"):
        decide(setup, ben)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("decide", {"verdict": "true"}),
        ("dismiss", {"reason": "No claim."}),
        ("adjudicate", {"verdict": "true", "note": "So it is."}),
        ("correct", {"note": "Done."}),
        ("reopen", {"note": "Again."}),
    ],
)
def test_who_may_and_on_what_they_read(queue: Database, name: str, arguments: dict[str, Any]) -> None:
    setup = desk(queue)
    function = getattr(decisions, name)
    editors = name in ("adjudicate", "correct", "reopen")
    (vic,) = people(queue, Role.VIEWER, "vic")
    (ada,) = people(queue, Role.CHECKER, "ada")
    (out,) = people(queue, Role.EDITOR, "out", desks=())
    with pytest.raises(QueueForbidden, match="editor" if editors else "checker"):
        setup.do(function, ada if editors else vic, setup.ids[0], **arguments)
    with pytest.raises(NotInQueue):
        setup.do(function, out, setup.ids[0], **arguments)
    with pytest.raises(NotInQueue):
        setup.do(function, ROOT, 10_000, **arguments)
    with pytest.raises(QueueConflict, match="look at it again"):
        setup.do(function, ROOT, setup.ids[0], **arguments, revision=7)
    token = Actor("api", None, {setup.desk_id: Role.EDITOR}, scopes=frozenset({"read"}))
    with pytest.raises(QueueForbidden, match="scope"):
        setup.do(function, token, setup.ids[0], **arguments)
    assert setup.item().revision == 1 and setup.actions() == ["item.queued"]


# --- settling ---


def test_an_editor_chooses_one_of_the_verdicts(queue: Database) -> None:
    setup, ada, ben, eda = disputed(queue)
    chosen = next(given for given in of(setup, eda) if given.person == "ben")
    found = setup.do(decisions.adjudicate, eda, setup.ids[0], chosen_id=chosen.id, note="Ben has the source.", now=later(hours=1))
    assert (found.state, found.verdict, found.given, found.settled_at) == (State.CHECKED, "false", 2, stamp(later(hours=1)))
    last = of(setup, ada)[-1]
    assert (last.kind, last.person, last.verdict, last.chosen_id, last.note) == (
        "adjudication",
        "eda",
        "false",
        chosen.id,
        "Ben has the source.",
    )
    assert [given.verdict for given in of(setup, ben)] == ["true", "false", "false"]
    assert setup.actions()[-1] == "item.adjudicated"


def test_or_none_of_these(queue: Database) -> None:
    setup, _, _, eda = disputed(queue)
    found = setup.do(decisions.adjudicate, eda, setup.ids[0], verdict="unverifiable", note="Neither source holds.")
    assert (found.state, found.verdict) == (State.CHECKED, "unverifiable")
    assert of(setup, eda)[-1].chosen_id is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"note": "Nothing chosen."},
        {"verdict": "rubbish", "note": "Not on the scale."},
        {"verdict": "true", "note": " "},
        {"verdict": "true", "note": None},
        {"chosen_id": 999, "note": "No such verdict."},
        {"chosen_id": "other's", "note": "A verdict on another claim."},
        {"chosen_id": "ben's", "verdict": "true", "note": "Ben said false."},
    ],
)
def test_what_an_adjudication_must_be(queue: Database, arguments: dict[str, Any]) -> None:
    setup, ada, _, eda = disputed(queue)
    decide(setup, ada, number=1)
    places = {"other's": of(setup, eda, 1)[0].id, "ben's": of(setup, eda)[1].id}
    given = {name: places.get(value, value) if name == "chosen_id" else value for name, value in arguments.items()}
    with pytest.raises(QueueError):
        setup.do(decisions.adjudicate, eda, setup.ids[0], **given)
    assert setup.item().state is State.DISPUTED


def test_nobody_settles_a_dispute_of_their_own(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    eda, ed = people(queue, Role.EDITOR, "eda", "ed")
    decide(setup, eda, "true")
    decide(setup, ed, "false")
    with pytest.raises(QueueForbidden, match="another editor"):
        setup.do(decisions.adjudicate, eda, setup.ids[0], verdict="true", note="I was right.")
    assert setup.do(decisions.reopen, eda, setup.ids[0], "We talked.").state is State.NEW


def test_only_what_is_disputed_is_settled(queue: Database) -> None:
    setup = desk(queue)
    with pytest.raises(QueueConflict, match="disputed"):
        setup.do(decisions.adjudicate, ROOT, setup.ids[0], verdict="true", note="So it is.")


# --- correcting, dismissing, reopening ---


def test_a_correction(queue: Database) -> None:
    setup = desk(queue)
    with pytest.raises(QueueConflict):
        setup.do(decisions.correct, ROOT, setup.ids[0], "Changed to 12.")
    decide(setup, ROOT, "false")
    with pytest.raises(QueueError, match="missing"):
        setup.do(decisions.correct, ROOT, setup.ids[0], "\u200b")
    found = setup.do(decisions.correct, ROOT, setup.ids[0], "Changed to 12.")
    assert (found.state, found.verdict) == (State.CORRECTED, "false")
    assert json.loads(setup.events()[-1]["after"])["note"] == "Changed to 12."


def test_what_a_new_version_put_right_needs_no_mark(queue: Database) -> None:
    setup = desk(queue, policy=ONCE)
    decide(setup, ROOT, "false")
    with queue.write() as tx:
        tx.execute(update(table).where(table.c.id == setup.ids[0]).values(state="stale", stale_because="changed"))
    with pytest.raises(QueueConflict, match="has it as put right"):
        setup.do(decisions.correct, ROOT, setup.ids[0], "in the second edition")


def test_dismissing(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    setup.do(leases.take, ada)
    with pytest.raises(QueueError):
        setup.do(decisions.dismiss, ada, setup.ids[0], "")
    found = setup.do(decisions.dismiss, ada, setup.ids[0], "It is a question.")
    assert (found.state, found.verdict, found.lease_by, found.settled_at) == (State.DISMISSED, None, None, stamp(NOW))
    assert json.loads(setup.events()[-1]["after"])["note"] == "It is a question."


def test_a_dispute_is_dismissed_by_editors_alone(queue: Database) -> None:
    setup, ada, _, eda = disputed(queue)
    with pytest.raises(QueueForbidden):
        setup.do(decisions.dismiss, ada, setup.ids[0], "Tiresome.")
    assert setup.do(decisions.dismiss, eda, setup.ids[0], "It was cut.").state is State.DISMISSED


def test_reopening_begins_a_round_and_keeps_the_former_ones(queue: Database) -> None:
    setup, ada, ben, eda = disputed(queue)
    found = setup.do(decisions.reopen, eda, setup.ids[0], "A new source.")
    assert (found.state, found.round, found.given, found.verdict, found.settled_at) == (State.NEW, 2, 0, None, None)
    decide(setup, ada, "false")
    decide(setup, ben, "false")
    assert setup.item().verdict == "false"
    assert [(given.round, given.person, given.verdict) for given in of(setup, ben)] == [
        (1, "ada", "true"), (1, "ben", "false"), (2, "ada", "false"), (2, "ben", "false"),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["checked", "corrected", "dismissed"])
def test_whatever_is_settled_can_be_reopened(queue: Database, state: str) -> None:
    setup = desk(queue)
    if state == "dismissed":
        setup.do(decisions.dismiss, ROOT, setup.ids[0], "No claim.")
    else:
        decide(setup, ROOT, "false")
        if state == "corrected":
            setup.do(decisions.correct, ROOT, setup.ids[0], "Done.")
    assert setup.item().state == state
    assert setup.do(decisions.reopen, ROOT, setup.ids[0], "Again.").state is State.NEW
    with pytest.raises(QueueConflict):
        setup.do(decisions.reopen, ROOT, setup.ids[0], "Again.")


def test_a_reopened_claim_needs_as_many_as_the_policy_says_now(queue: Database) -> None:
    setup = desk(queue)
    decide(setup, ROOT)
    setup.do(desks.set_policy, ROOT, setup.desk_id, TWICE)
    assert setup.item().needs == 1
    assert setup.do(decisions.reopen, ROOT, setup.ids[0], "Again.").needs == 2


def test_another_scale_leaves_former_verdicts_alone(queue: Database) -> None:
    setup, ada, ben, eda = disputed(queue)
    decide(setup, ada, "misleading", number=1)
    setup.do(desks.set_policy, ROOT, setup.desk_id, Policy(scale=("right", "wrong"), wrong=("wrong",), twice=ONCE.twice))
    assert [given.verdict for given in of(setup, eda)] == ["true", "false"]
    with pytest.raises(QueueError, match="right, wrong"):
        decide(setup, ben, "misleading", number=1)
    assert decide(setup, ben, "wrong", number=1).state is State.DISPUTED
    chosen = of(setup, eda)[0]
    found = setup.do(decisions.adjudicate, eda, setup.ids[0], chosen_id=chosen.id, note="The old one stands.")
    assert (found.state, found.verdict) == (State.CHECKED, "true")
    assert setup.do(decisions.correct, eda, setup.ids[0], "Done.").verdict == "true"
