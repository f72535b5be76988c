"""Leases: a claim is with one person at a time, and comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from claimcheck.errors import NotInQueue, QueueConflict, QueueForbidden
from claimcheck.queue import assignment, decisions, leases
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.database import Database
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy
from claimcheck.queue.states import State
from claimcheck.queue.tables import audit as log
from claimcheck.queue.tables import item as table
from tests.queue_databases import NOW, later
from tests.queue_reviewing import ONCE, TWICE, Setup, desk, people, sound


def take(setup: Setup, actor: Actor, **options: object) -> leases.Lease:
    found = setup.do(leases.take, actor, **options)
    assert found is not None
    return found


def test_the_claim_with_the_highest_priority_is_taken_first(queue: Database) -> None:
    setup = desk(queue, 4, priorities=[0.2, 0.5, 0.6, 0.5])
    (ada,) = people(queue, Role.CHECKER, "ada")
    taken = [take(setup, ada).item.id for _ in range(4)]
    assert taken == [setup.ids[number] for number in (2, 1, 3, 0)]
    assert setup.do(leases.take, ada) is None
    sound(queue)


def test_what_a_lease_says(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    lease = take(setup, ada)
    found = setup.item()
    assert lease.item == found
    assert (found.state, found.lease_by, found.leased_at, found.revision) == (State.LEASED, "ada", stamp(NOW), 2)
    assert lease.until == found.lease_until == stamp(later(seconds=900))
    assert found.held(later(seconds=899)) and not found.held(later(seconds=900))
    assert lease.token not in repr(lease)
    event = setup.events()[-1]
    assert event["action"] == "item.taken" and event["actor"] == "ada"
    assert '"state":"new"' in event["before"] and '"lease_by":"ada"' in event["after"]


def test_the_token_is_nowhere_kept(queue: Database) -> None:
    setup = desk(queue)
    (ada,) = people(queue, Role.CHECKER, "ada")
    token = take(setup, ada).token
    with queue.read() as tx:
        kept = tx.execute(select(table.c.lease_hash).where(table.c.id == setup.ids[0])).scalar_one()
        told = [str(row) for row in tx.rows(select(log))]
    assert len(token) >= 32 and token not in kept and len(kept) == 64
    assert not any(token in row or kept in row for row in told)


def test_desks_have_leases_of_different_length(queue: Database) -> None:
    slow = desk(queue, 1, name="slow", policy=Policy(lease_seconds=3600), priorities=[0.5])
    fast = desk(queue, 1, name="fast", policy=Policy(lease_seconds=60), priorities=[0.4])
    (ada,) = people(queue, Role.CHECKER, "ada", desks=(slow.desk_id, fast.desk_id))
    assert take(slow, ada).until == stamp(later(seconds=3600))
    assert take(fast, ada).until == stamp(later(seconds=60))


def test_narrowed_to_a_desk_an_article_a_claim(queue: Database) -> None:
    one = desk(queue, 3, name="one", priorities=[0.6, 0.5, 0.4])
    other = desk(queue, 2, name="other", priorities=[0.3, 0.2])
    (ada,) = people(queue, Role.CHECKER, "ada", desks=(one.desk_id, other.desk_id))
    assert take(one, ada, desk_id=other.desk_id).item.id == other.ids[0]
    assert take(one, ada, article_id=other.article_id).item.id == other.ids[1]
    assert take(one, ada, item_id=one.ids[2]).item.id == one.ids[2]
    assert one.do(leases.take, ada, article_id=other.article_id) is None
    with pytest.raises(NotInQueue):
        one.do(leases.take, ada, item_id=one.ids[0], desk_id=other.desk_id)


def test_whoever_may_not_review_takes_nothing(queue: Database) -> None:
    setup = desk(queue)
    other = desk(queue, 1, name="other")
    (vic,) = people(queue, Role.VIEWER, "vic")
    (out,) = people(queue, Role.EDITOR, "out", desks=(other.desk_id,))
    (gone,) = people(queue, None, "gone")
    for options in ({}, {"desk_id": setup.desk_id}, {"item_id": setup.ids[0]}):
        with pytest.raises(QueueForbidden):
            setup.do(leases.take, vic, **options)
    for options in ({"desk_id": setup.desk_id}, {"item_id": setup.ids[0]}):
        with pytest.raises(NotInQueue):
            setup.do(leases.take, out, **options)
    assert setup.do(leases.take, out, article_id=setup.article_id) is None
    assert setup.do(leases.take, gone) is None
    reading = Actor("ada", None, {setup.desk_id: Role.EDITOR}, scopes=frozenset({"read"}))
    with pytest.raises(QueueForbidden, match="scope review"):
        setup.do(leases.take, reading)
    assert setup.item().state is State.NEW


def test_a_viewer_of_one_desk_and_checker_of_another_takes_from_that_one(queue: Database) -> None:
    seen = desk(queue, 1, name="seen", priorities=[0.9])
    own = desk(queue, 1, name="own", priorities=[0.1])
    actor = Actor("ada", None, {seen.desk_id: Role.VIEWER, own.desk_id: Role.CHECKER})
    assert take(own, actor).item.id == own.ids[0]
    assert own.do(leases.take, actor) is None


def test_a_claim_that_one_judged_is_not_handed_out_again(queue: Database) -> None:
    setup = desk(queue, 1, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    setup.do(decisions.decide, ada, setup.ids[0], "true", token=take(setup, ada).token)
    assert setup.do(leases.take, ada) is None
    with pytest.raises(QueueConflict, match="somebody else's"):
        setup.do(leases.take, ada, item_id=setup.ids[0])
    assert take(setup, ben).item.id == setup.ids[0]


def test_in_the_next_round_it_is(queue: Database) -> None:
    setup = desk(queue, 1)
    (ada,) = people(queue, Role.CHECKER, "ada")
    (eda,) = people(queue, Role.EDITOR, "eda")
    setup.do(decisions.decide, ada, setup.ids[0], "true")
    setup.do(decisions.reopen, eda, setup.ids[0], "A new source.")
    assert take(setup, ada).item.round == 2


def test_what_is_assigned_to_me_comes_first_and_to_others_never(queue: Database) -> None:
    setup = desk(queue, 3)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    setup.do(assignment.assign, eda, setup.ids[2], ada.person_id)
    setup.do(assignment.assign, eda, setup.ids[0], ben.person_id)
    assert [take(setup, ada).item.id for _ in range(2)] == [setup.ids[2], setup.ids[1]]
    assert setup.do(leases.take, ada) is None
    assert setup.do(leases.take, local("cli")) is None
    with pytest.raises(QueueConflict, match="assigned to ben"):
        setup.do(leases.take, ada, item_id=setup.ids[0])
    assert take(setup, ben).item.id == setup.ids[0]


def test_once_the_assigned_reviewer_has_judged_another_may(queue: Database) -> None:
    setup = desk(queue, 1, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    setup.do(assignment.assign, eda, setup.ids[0], ada.person_id)
    assert setup.do(leases.take, ben) is None
    setup.do(decisions.decide, ada, setup.ids[0], "true", token=take(setup, ada).token)
    assert take(setup, ben).item.assigned_id is None


def test_a_claim_that_somebody_has_is_not_another_s(queue: Database) -> None:
    setup = desk(queue, 1)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    take(setup, ada)
    assert setup.do(leases.take, ben) is None
    with pytest.raises(QueueConflict, match="ada is at this claim"):
        setup.do(leases.take, ben, item_id=setup.ids[0])


def test_taking_one_s_own_claim_again_gives_a_new_token(queue: Database) -> None:
    setup = desk(queue, 1)
    (ada,) = people(queue, Role.CHECKER, "ada")
    first = take(setup, ada)
    assert setup.do(leases.take, ada) is None  # the next claim is never one that one has
    second = take(setup, ada, item_id=setup.ids[0], now=later(minutes=5))
    assert second.token != first.token and second.until == stamp(later(minutes=20))
    with pytest.raises(QueueConflict):
        setup.do(leases.extend, ada, setup.ids[0], first.token)
    with pytest.raises(QueueConflict):
        setup.do(leases.release, ada, setup.ids[0], first.token)
    assert setup.item().state is State.LEASED


@pytest.mark.parametrize("how", ["any", "this"])
def test_a_lease_that_ran_out_is_taken_over(queue: Database, how: str) -> None:
    setup = desk(queue, 1)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    first = take(setup, ada)
    options = {"item_id": setup.ids[0]} if how == "this" else {}
    assert how == "this" or setup.do(leases.take, ben, now=later(seconds=899)) is None
    second = take(setup, ben, now=later(seconds=900), **options)
    assert second.item.lease_by == "ben"
    assert setup.actions() == ["item.queued", "item.taken", "item.expired", "item.taken"]
    expired = setup.events()[2]
    assert (expired["actor"], expired["via"]) == ("claimcheck", "system")
    assert '"lease_by":"ada"' in expired["before"]
    for call in (leases.extend, leases.release):
        with pytest.raises(QueueConflict):
            setup.do(call, ada, setup.ids[0], first.token, now=later(seconds=901))
    with pytest.raises(QueueConflict):
        setup.do(decisions.decide, ada, setup.ids[0], "true", token=first.token, now=later(seconds=901))
    sound(queue)


def test_many_that_ran_out_do_not_hide_the_one_that_can_be_had(queue: Database) -> None:
    setup = desk(queue, 120, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    for number in setup.ids[:119]:
        setup.do(decisions.decide, ada, number, "true")
    for _ in setup.ids:
        take(setup, ben)
    assert take(setup, ada, now=later(hours=1)).item.id == setup.ids[119]


def test_a_heartbeat_extends_and_leaves_no_trace_in_the_log(queue: Database) -> None:
    setup = desk(queue, 1)
    (ada,) = people(queue, Role.CHECKER, "ada")
    lease = take(setup, ada)
    longer = setup.do(leases.extend, ada, setup.ids[0], lease.token, now=later(minutes=10))
    assert longer.until == stamp(later(minutes=25)) == setup.item().lease_until
    assert longer.token == lease.token
    assert setup.item().revision == lease.item.revision
    assert setup.actions() == ["item.queued", "item.taken"]


def test_a_heartbeat_needs_the_lease(queue: Database) -> None:
    setup = desk(queue, 2)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    lease = take(setup, ada)
    for actor, number, token, now in (
        (ada, 0, "wrong", NOW),
        (ada, 0, "", NOW),
        (ada, 0, "\ud800", NOW),
        (ben, 0, lease.token, NOW),
        (ada, 0, lease.token, later(seconds=900)),
        (ada, 1, lease.token, NOW),
    ):
        with pytest.raises(QueueConflict):
            setup.do(leases.extend, actor, setup.ids[number], token, now=now)
    assert setup.item().lease_until == lease.until


def test_giving_back(queue: Database) -> None:
    setup = desk(queue, 1)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    lease = take(setup, ada)
    with pytest.raises(QueueForbidden):
        setup.do(leases.release, ben, setup.ids[0])
    with pytest.raises(QueueConflict):
        setup.do(leases.release, ben, setup.ids[0], lease.token)
    back = setup.do(leases.release, ada, setup.ids[0], lease.token)
    assert (back.state, back.lease_by, back.leased_at, back.lease_until) == (State.NEW, None, None, None)
    with pytest.raises(QueueConflict, match="given back"):
        setup.do(leases.release, ada, setup.ids[0])
    take(setup, ben)
    assert setup.do(leases.release, eda, setup.ids[0]).state is State.NEW
    assert setup.actions()[-2:] == ["item.taken", "item.released"]
    take(setup, ada)
    assert setup.do(leases.release, ada, setup.ids[0]).state is State.NEW


def test_a_sweep_gives_back_what_ran_out_and_nothing_else(queue: Database) -> None:
    setup = desk(queue, 3)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    first, second = take(setup, ada), take(setup, ben, now=later(minutes=5))
    assert setup.do(leases.expire, now=later(minutes=10)) == 0
    assert setup.do(leases.expire, now=later(minutes=16)) == 1
    assert setup.item(0).state is State.NEW and setup.item(1) == second.item
    with pytest.raises(QueueConflict):
        setup.do(leases.extend, ada, first.item.id, first.token, now=later(minutes=16))


def test_two_desks_with_one_claim_each_and_a_token_of_one(queue: Database) -> None:
    one, other = desk(queue, 1, name="one", policy=ONCE), desk(queue, 1, name="other", priorities=[0.9])
    limited = Actor("ada", None, {one.desk_id: Role.CHECKER, other.desk_id: Role.CHECKER}, desk_limit=one.desk_id)
    assert take(one, limited).item.id == one.ids[0]
    assert one.do(leases.take, limited) is None
    with pytest.raises(NotInQueue):
        one.do(leases.take, limited, item_id=other.ids[0])
