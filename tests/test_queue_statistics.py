"""How a desk stands, in figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from benchmarks.queue import filling
from claimcheck.errors import NotInQueue
from claimcheck.queue import decisions, leases, statistics
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from claimcheck.queue.moments import stamp
from claimcheck.queue.states import State
from claimcheck.queue.tables import item
from tests.queue_databases import later
from tests.queue_reviewing import ROOT, TWICE, desk, people


def figures(queue: Database, actor: Actor, desk_id: int | None = None, **by: float) -> statistics.Figures:
    with queue.read() as tx:
        return statistics.figures(tx, actor, desk_id, now=later(**by))


def test_an_empty_queue_has_figures(queue: Database) -> None:
    found = figures(queue, ROOT)
    assert len(found.days) == 30 and found.days[-1] == statistics.Day("2026-01-05") and found.days[0].day == "2025-12-07"
    assert (found.open, found.states, found.median_seconds, found.people, found.articles) == (0, {}, None, (), ())
    assert found.agreement == statistics.Agreement(0, None, None, None)


def test_a_day_in_figures(queue: Database) -> None:
    setup = desk(queue, 6, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (eda,) = people(queue, Role.EDITOR, "eda")
    for number, verdicts in enumerate((("true", "true"), ("false", "false"), ("true", "false"))):
        setup.do(decisions.decide, ada, setup.ids[number], verdicts[0], now=later(minutes=10))
        setup.do(decisions.decide, ben, setup.ids[number], verdicts[1], now=later(hours=2 + 18 * number))
    setup.do(decisions.dismiss, ada, setup.ids[3], "No claim.", now=later(hours=20))
    setup.do(leases.take, ada, item_id=setup.ids[4], now=later(hours=20))
    setup.do(leases.take, ada, item_id=setup.ids[5], now=later(hours=47, minutes=50))
    with queue.write() as tx:
        tx.execute(update(item).where(item.c.id == setup.ids[0]).values(state=State.STALE, stale_because="gone"))
    found = figures(queue, eda, setup.desk_id, hours=48)
    assert found.at == stamp(later(hours=48)) and found.desk_id == setup.desk_id
    days = {day.day: day for day in found.days}
    assert days["2026-01-05"] == statistics.Day("2026-01-05", arrived=6, settled=0, verdicts=4)  # what went stale is not settled
    assert days["2026-01-06"] == statistics.Day("2026-01-06", settled=2, verdicts=2)
    assert days["2026-01-07"] == statistics.Day("2026-01-07") and len(days) == 30
    assert found.states == {State.NEW: 1, State.LEASED: 1, State.CHECKED: 1, State.DISPUTED: 1, State.DISMISSED: 1, State.STALE: 1}
    assert found.open == 3
    assert [(age.age_from, age.age_to, age.claims) for age in found.ages] == [(0, 1, 0), (1, 3, 3), (3, 7, 0), (7, 30, 0), (30, None, 0)]
    assert found.median_seconds == 20 * 3600
    assert found.agreement.claims == 3 and found.agreement.percent == pytest.approx(2 / 3)
    assert found.agreement.kappa == pytest.approx(0.4) and found.agreement.alpha == pytest.approx(4 / 9)
    assert [(each.person, each.recent, each.verdicts) for each in found.people] == [("ada", 3, 3), ("ben", 3, 3)]
    assert (found.orphans, [each.item_id for each in found.orphaned]) == (1, [setup.ids[0]])
    assert found.orphaned[0].verdict == "true"
    (progress,) = found.articles
    assert (progress.uri, progress.open, progress.settled, progress.claims) == (
        "drafts/main.txt",
        3,
        2,
        5,
    )  # what went stale is not counted, as on its page


def test_people_are_shown_to_editors_and_to_themselves(queue: Database) -> None:
    one, other = desk(queue, 2), desk(queue, 2, name="other")
    ada, ben = people(queue, Role.CHECKER, "ada", "ben", desks=(one.desk_id, other.desk_id))
    half = Actor("half", 77, {one.desk_id: Role.EDITOR, other.desk_id: Role.VIEWER})
    for number, (setup, who) in enumerate(((one, ada), (one, ben), (other, ada), (other, ben))):
        setup.do(decisions.decide, who, setup.ids[number % 2], "true")

    def shown(actor: Actor, desk_id: int | None = None) -> dict[str, int]:
        return {each.person: each.verdicts for each in figures(queue, actor, desk_id).people}

    assert shown(ROOT) == {"ada": 2, "ben": 2}
    assert shown(ada) == {"ada": 2}
    assert shown(half) == {"ada": 1, "ben": 1}
    assert shown(half, other.desk_id) == {}
    assert figures(queue, half, other.desk_id).open == 0


def test_figures_end_at_what_is_in_sight(queue: Database) -> None:
    one, other = desk(queue, 2), desk(queue, 3, name="other")
    ada = Actor("ada", 1, {one.desk_id: Role.VIEWER})
    assert replace(figures(queue, ada), desk_id=one.desk_id) == figures(queue, ROOT, one.desk_id)
    assert figures(queue, ROOT).open == 5
    assert [progress.uri for progress in figures(queue, ada).articles] == ["drafts/main.txt"]
    with pytest.raises(NotInQueue):
        figures(queue, ada, other.desk_id)


def test_figures_of_many_claims_agree_with_each_other(queue: Database) -> None:
    filled = filling.fill(queue, 400, 0)
    with queue.read() as tx:
        whole = statistics.figures(tx, ROOT, now=filling.NOW)
        parts = [statistics.figures(tx, ROOT, desk, now=filling.NOW) for desk in filled.desks]
    assert sum(whole.states.values()) == 400
    assert (
        sum(age.claims for age in whole.ages)
        == whole.open
        == sum(whole.states[state] for state in (State.NEW, State.LEASED, State.DISPUTED))
    )
    for name in ("open", "orphans"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    for number, day in enumerate(whole.days):
        assert day.arrived == sum(part.days[number].arrived for part in parts)
        assert day.settled == sum(part.days[number].settled for part in parts)
        assert day.verdicts == sum(part.days[number].verdicts for part in parts)
    assert whole.agreement.claims == sum(part.agreement.claims for part in parts) > 0
