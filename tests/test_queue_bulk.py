"""The same done to many claims at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from claimcheck.errors import QueueError
from claimcheck.queue import bulk, decisions, labels, leases
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.states import State
from tests.queue_databases import NOW
from tests.queue_reviewing import ROOT, desk, people, sound


def test_each_claim_has_its_own_event_and_those_left_their_reason(queue: Database) -> None:
    setup = desk(queue, 5)
    other = desk(queue, 1, name="other")
    (eda,) = people(queue, Role.EDITOR, "eda")
    (ben,) = people(queue, Role.CHECKER, "ben")
    setup.do(decisions.decide, eda, setup.ids[1], "true")
    setup.do(leases.take, ben, item_id=setup.ids[3])
    ids = [*reversed(setup.ids), other.ids[0], 999, setup.ids[0]]
    result = setup.do(bulk.apply, eda, ids, "dismiss", {"reason": "The article was spiked."})
    assert result.done == (setup.ids[0], setup.ids[2], setup.ids[4])
    assert dict(result.left).keys() == {setup.ids[1], setup.ids[3], other.ids[0], 999}
    assert "checked cannot be dismissed" in dict(result.left)[setup.ids[1]]
    assert "ben is at this claim" in dict(result.left)[setup.ids[3]]
    assert "There is no claim number" in dict(result.left)[other.ids[0]]
    assert [setup.item(number).state for number in range(5)] == ["dismissed", "checked", "dismissed", "leased", "dismissed"]
    assert [setup.actions(number)[-1] for number in (0, 2, 4)] == ["item.dismissed"] * 3
    assert other.item().state is State.NEW
    sound(queue)


def test_every_action(queue: Database) -> None:
    setup = desk(queue, 3)
    (ada,) = people(queue, Role.CHECKER, "ada")
    for action, arguments in (
        ("label", {"name": "Later"}),
        ("unlabel", {"name": "later"}),
        ("assign", {"person_id": ada.person_id}),
        ("assign", {"person_id": None}),
        ("dismiss", {"reason": "No claims."}),
        ("reopen", {"note": "They are."}),
    ):
        assert setup.do(bulk.apply, ROOT, setup.ids, action, arguments) == bulk.BulkResult(setup.ids, ())
    setup.do(leases.take, ada)
    assert setup.do(bulk.apply, ROOT, setup.ids, "release").done == setup.ids[:1]
    assert [setup.item(number).state for number in range(3)] == [State.NEW] * 3
    assert setup.actions()[1:] == [
        "item.labelled", "item.labelled", "item.assigned", "item.assigned", "item.dismissed", "item.reopened", "item.taken", "item.released",
    ]  # fmt: skip


def test_checkers_do_nothing_in_bulk(queue: Database) -> None:
    setup = desk(queue, 2)
    (ada,) = people(queue, Role.CHECKER, "ada")
    result = setup.do(bulk.apply, ada, setup.ids, "label", {"name": "x"})
    assert result.done == () and "needs the role editor" in result.left[0][1]
    assert setup.see(labels.of, ada, setup.item()) == ()


@pytest.mark.parametrize(
    ("ids", "action", "arguments"),
    [
        ([1], "decide", {"verdict": "true"}),
        ([1], "delete", {}),
        ([1], "label", {}),
        ([1], "label", {"name": "x", "colour": "red"}),
        ([1], "release", {"token": "x"}),
        (range(1, 1002), "label", {"name": "x"}),
        (["1"], "label", {"name": "x"}),
        ([True], "label", {"name": "x"}),
    ],
)
def test_what_is_no_bulk_action(queue: Database, ids: Any, action: str, arguments: dict[str, Any]) -> None:
    setup = desk(queue, 1)
    with pytest.raises(QueueError):
        setup.do(bulk.apply, ROOT, ids, action, arguments)
    assert setup.actions() == ["item.queued"]


def test_nothing_asked_nothing_done(queue: Database) -> None:
    setup = desk(queue, 1)
    assert setup.do(bulk.apply, ROOT, [], "release") == bulk.BulkResult((), ())


def test_two_bulk_actions_on_the_same_claims_do_not_block_each_other_for_good(queue: Database) -> None:
    setup = desk(queue, 40)
    results: list[bulk.BulkResult] = []

    def label(name: str, ids: list[int]) -> None:
        with queue.write() as tx:
            results.append(bulk.apply(tx, ROOT, ids, "label", {"name": name}, now=NOW))

    threads = [
        threading.Thread(target=label, args=(f"label {number}", list(setup.ids if number % 2 else reversed(setup.ids))))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [len(result.done) for result in results] == [40] * 6
    assert len(setup.see(labels.of, ROOT, setup.item(39))) == 6
    sound(queue)
