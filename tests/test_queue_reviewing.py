"""What reviewers do besides deciding: assignments, labels, links, comments."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.model import Span
from claimcheck.queue import assignment, comments, decisions, evidence, labels
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.comment_anchor import found_again
from claimcheck.queue.database import Database
from claimcheck.queue.tables import article, person
from tests.queue_databases import NOW, later
from tests.queue_reviewing import ROOT, TWICE, add_version, desk, people, sound

# --- assignment ---


def test_assigning_and_taking_it_back(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    (eda,) = people(queue, Role.EDITOR, "eda")
    found = setup.do(assignment.assign, eda, setup.ids[0], ada.person_id)
    assert found.assigned_id == ada.person_id and found == setup.item()
    event = setup.events()[-1]
    assert event["action"] == "item.assigned"
    assert json.loads(event["before"])["assigned_id"] is None and json.loads(event["after"])["assigned"] == "ada"
    assert setup.do(assignment.assign, eda, setup.ids[0], ada.person_id) == found  # nothing to do, nothing to tell
    assert setup.do(assignment.assign, eda, setup.ids[0], None).assigned_id is None
    assert setup.actions() == ["item.queued", "item.assigned", "item.assigned"]
    sound(queue)


def test_only_to_somebody_who_may_review_there(queue: Database) -> None:
    setup, other = desk(queue), desk(queue, 1, name="other")
    (vic,) = people(queue, Role.VIEWER, "vic")
    (out,) = people(queue, Role.EDITOR, "out", desks=(other.desk_id,))
    (left,) = people(queue, Role.CHECKER, "left")
    (boss,) = people(queue, None, "boss")
    with queue.write() as tx:
        tx.execute(update(person).where(person.c.name == "left").values(active=False))
        tx.execute(update(person).where(person.c.name == "boss").values(admin=True))
    for nobody in (vic.person_id, out.person_id, left.person_id, 999):
        with pytest.raises(QueueError, match="checker"):
            setup.do(assignment.assign, ROOT, setup.ids[0], nobody)
    assert setup.do(assignment.assign, ROOT, setup.ids[0], boss.person_id).assigned_id == boss.person_id


def test_who_may_assign_and_what(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    with pytest.raises(QueueForbidden):
        setup.do(assignment.assign, ada, setup.ids[0], ada.person_id)
    with pytest.raises(QueueConflict, match="look at it again"):
        setup.do(assignment.assign, eda, setup.ids[0], ada.person_id, revision=9)
    setup.do(decisions.decide, ada, setup.ids[0], "true")
    with pytest.raises(QueueConflict, match="ada has given a verdict"):
        setup.do(assignment.assign, eda, setup.ids[0], ada.person_id)
    setup.do(assignment.assign, eda, setup.ids[0], ben.person_id)
    setup.do(decisions.decide, ben, setup.ids[0], "false")
    with pytest.raises(QueueError, match="editor"):  # disputed: only editors settle it
        setup.do(assignment.assign, eda, setup.ids[0], people(queue, Role.CHECKER, "cleo")[0].person_id)
    assert setup.do(assignment.assign, eda, setup.ids[0], eda.person_id).assigned_id == eda.person_id
    setup.do(decisions.dismiss, eda, setup.ids[0], "Cut.")
    with pytest.raises(QueueConflict, match="reopen"):
        setup.do(assignment.assign, eda, setup.ids[0], ben.person_id)


# --- labels ---


def test_labels_come_and_go(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    setup.do(labels.add, ada, setup.ids[0], "  Call\tthe  Ministry ")
    setup.do(labels.add, ada, setup.ids[0], "ÉCONOMIE")
    found = setup.item()
    assert setup.see(labels.of, ada, found) == ("call the ministry", "économie")
    assert setup.do(labels.add, ada, setup.ids[0], "E\u0301conomie") == found  # the same label, written otherwise
    setup.do(labels.remove, ada, setup.ids[0], "Économie")
    assert setup.do(labels.remove, ada, setup.ids[0], "never there").revision == setup.item().revision
    assert setup.see(labels.of, ada, setup.item()) == ("call the ministry",)
    assert [json.loads(event["after"])["labels"] for event in setup.events()[1:]] == [
        ["call the ministry"], ["call the ministry", "économie"], ["call the ministry"],
    ]  # fmt: skip
    assert setup.see(labels.among, ada, [setup.item(0), setup.item(1)]) == {setup.ids[0]: ("call the ministry",)}


@pytest.mark.parametrize("name", ["", " \u200b", "x" * 41, "a,b", 5, None])
def test_what_is_no_label(queue: Database, name: Any) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError, match="label"):
        setup.do(labels.add, ROOT, setup.ids[0], name)


def test_labels_are_bounded_and_not_for_viewers(queue: Database) -> None:
    setup = desk(queue)
    (vic,) = people(queue, Role.VIEWER, "vic")
    with pytest.raises(QueueForbidden):
        setup.do(labels.add, vic, setup.ids[0], "x")
    for number in range(labels.MOST):
        setup.do(labels.add, ROOT, setup.ids[0], f"label {number}")
    with pytest.raises(QueueError, match="at most 20"):
        setup.do(labels.add, ROOT, setup.ids[0], "one more")
    with pytest.raises(QueueConflict):
        setup.do(labels.remove, ROOT, setup.ids[0], "label 1", revision=1)


# --- links ---


def test_links_are_added_in_any_state(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    setup.do(decisions.decide, ada, setup.ids[0], "true", links=["https://example.org/given"])
    made = setup.do(evidence.add, ada, setup.ids[0], "http://example.org/later", title=" The\ntable ", note="Page 3.", now=later(hours=1))
    assert (made.title, made.note, made.person, made.decision_id) == ("The table", "Page 3.", "ada", None)
    found = setup.see(evidence.of, ada, setup.item())
    assert [entry.url for entry in found] == ["https://example.org/given", "http://example.org/later"] and found[1] == made
    assert setup.actions()[-1] == "item.evidence"


def test_links_are_checked_and_not_for_viewers(queue: Database) -> None:
    setup = desk(queue)
    (vic,) = people(queue, Role.VIEWER, "vic")
    with pytest.raises(QueueError, match="http"):
        setup.do(evidence.add, ROOT, setup.ids[0], "data:text/html,x")
    with pytest.raises(QueueError, match="title"):
        setup.do(evidence.add, ROOT, setup.ids[0], "https://example.org/", title="x" * 301)
    with pytest.raises(QueueForbidden):
        setup.do(evidence.add, vic, setup.ids[0], "https://example.org/")
    assert setup.item().revision == 1


# --- comments ---

TEXT = "Claim 0 is that sales fell.\nClaim 1 is that sales fell.\nClaim 2 is that sales fell."


def test_comments_on_an_article_a_claim_and_words(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    whole = setup.do(comments.add, ada, setup.article_id, " Who wrote\r\nthis? ")
    claim = setup.do(comments.add, ada, setup.article_id, "Odd.", item_id=setup.ids[1])
    words = setup.do(comments.add, ada, setup.article_id, "2019?", start=28, end=35)
    assert (whole.body, whole.place, whole.orphaned, whole.version) == ("Who wrote\nthis?", None, False, 1)
    assert (words.exact, words.place) == ("Claim 1", Span(28, 35))
    assert setup.see(comments.of, ada, setup.article_id) == (whole, claim, words)
    assert setup.see(comments.of, ada, setup.article_id, item_id=setup.ids[1]) == (claim,)
    assert setup.actions(1) == ["item.queued", "comment.added"]
    assert setup.item(1).revision == 1
    sound(queue)


@pytest.mark.parametrize(
    "span",
    [(0, 0), (5, 3), (-1, 4), (0, len(TEXT) + 1), (0, None), (None, 4)],
    ids=["empty", "reversed", "before", "after", "open", "no start"],
)
def test_a_span_lies_in_the_text(queue: Database, span: tuple[int | None, int | None]) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError, match="characters of the text"):
        setup.do(comments.add, ROOT, setup.article_id, "Here.", start=span[0], end=span[1])
    assert setup.see(comments.of, ROOT, setup.article_id) == ()


def test_what_a_comment_needs(queue: Database) -> None:
    setup, other = desk(queue), desk(queue, 1, name="other")
    (vic,) = people(queue, Role.VIEWER, "vic")
    for body in ("", " ", "\u200b", "x" * 4001, 5, None):
        with pytest.raises(QueueError, match="comment"):
            setup.do(comments.add, ROOT, setup.article_id, body)
    for options in ({"version": 2}, {"version": 0}, {"version": 2, "start": 0, "end": 3}, {"item_id": other.ids[0]}, {"item_id": 999}):
        with pytest.raises(NotInQueue):
            setup.do(comments.add, ROOT, setup.article_id, "Here.", **options)
    with pytest.raises(QueueForbidden):
        setup.do(comments.add, vic, setup.article_id, "Here.")
    for call in (lambda: setup.do(comments.add, vic, other.article_id, "Here."), lambda: setup.see(comments.of, vic, other.article_id)):
        with pytest.raises(NotInQueue):
            call()


def test_comments_follow_their_words_or_lose_their_place_loudly(queue: Database) -> None:
    setup = desk(queue)
    stays = setup.do(comments.add, ROOT, setup.article_id, "Stays.", start=28, end=55)
    goes = setup.do(comments.add, ROOT, setup.article_id, "Goes.", start=56, end=83)
    with queue.write() as tx:
        add_version(
            tx,
            setup.article_id,
            2,
            "A new beginning.\nClaim 0 is that sales fell.\nClaim 1 is that sales fell.\nClaim 3 is that sales rose.",
        )
        tx.execute(update(article).values(version=2))
    moved, orphan = setup.see(comments.of, ROOT, setup.article_id)
    assert (moved.place, moved.orphaned, moved.exact) == (Span(45, 72), False, stays.exact)
    assert (orphan.place, orphan.orphaned, orphan.exact) == (None, True, goes.exact)
    assert setup.see(comments.of, ROOT, setup.article_id, version=1) == (stays, goes)
    with pytest.raises(NotInQueue):
        setup.see(comments.of, ROOT, setup.article_id, version=3)
    assert setup.do(comments.add, ROOT, setup.article_id, "Old.", start=0, end=5, version=1).exact == "Claim"


@pytest.mark.parametrize(
    ("old", "words", "new", "expected"),
    [
        ("Sales fell in May, they said.", "fell", "Sales fell in May, they said.", 6),
        ("Sales fell in May, they said.", "fell", "New. Sales fell in May, they said.", 11),
        ("Sales fell in May, they said.", "fell", "Sales rose in May, they said.", None),
        ("Sales fell in May, they said.", "fell", "Prices fell, and rents.", None),  # the words are there, and about something else
        ("Sales fell. Rents fell.", "Rents fell", "Rents fell. Sales fell. Rents fell.", 24),
        ("One. Sales fell. Two.", "Sales fell", "One. Sales fell. Two. One. Sales fell. Two.", None),  # twice, alike
        ("Sales", "Sales", "Sales", 0),
        ("a  b", "  ", "x  a  b", None),
    ],
)
def test_finding_words_again(old: str, words: str, new: str, expected: int | None) -> None:
    start = old.index(words)
    found = found_again(old, start, start + len(words), new)
    assert found == (None if expected is None else Span(expected, expected + len(words)))


def test_words_that_stand_everywhere_take_no_time() -> None:
    text = "a " * 200_000
    assert found_again(text + ".", 0, 1, text) is None


def test_resolving(queue: Database) -> None:
    setup, other = desk(queue), desk(queue, 1, name="other")
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (vic,) = people(queue, Role.VIEWER, "vic")
    (out,) = people(queue, Role.EDITOR, "out", desks=(other.desk_id,))
    made = setup.do(comments.add, ada, setup.article_id, "Odd.", item_id=setup.ids[0])
    for actor, error in ((vic, QueueForbidden), (out, NotInQueue)):
        with pytest.raises(error):
            setup.do(comments.resolve, actor, made.id)
    with pytest.raises(NotInQueue):
        setup.do(comments.resolve, ada, 999)
    found = setup.do(comments.resolve, ben, made.id)
    assert found.resolved_by == "ben" and setup.see(comments.of, ada, setup.article_id) == (found,)
    assert setup.do(comments.resolve, ada, made.id, now=later(hours=1)) == found
    assert setup.actions() == ["item.queued", "comment.added", "comment.resolved"]


def test_a_token_for_reading_changes_nothing(queue: Database) -> None:
    setup = desk(queue)
    token = Actor("api", None, {setup.desk_id: Role.EDITOR}, scopes=frozenset({"read"}))
    for function, arguments in (
        (assignment.assign, (setup.ids[0], None)),
        (labels.add, (setup.ids[0], "x")),
        (labels.remove, (setup.ids[0], "x")),
        (evidence.add, (setup.ids[0], "https://example.org/")),
        (comments.add, (setup.article_id, "Here.")),
    ):
        with pytest.raises(QueueForbidden, match="scope"):
            setup.do(function, token, *arguments, now=NOW)
