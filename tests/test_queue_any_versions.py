"""Whatever versions arrive, and whatever people do meanwhile: each claim has one live item, and no verdict is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from claimcheck.errors import QueueConflict
from claimcheck.queue import articles, audit, decisions, items, leases
from claimcheck.queue.actor import local
from claimcheck.queue.articles import Added
from claimcheck.queue.carrying import base_of
from claimcheck.queue.items import Item
from claimcheck.queue.states import State
from claimcheck.queue.tables import decision
from tests.queue_articles import EDITOR, Said, plain, written
from tests.queue_databases import later
from tests.queue_versions import FELL, FELL_4, MINUTES, ROSE, SAID, Desk
from tests.queue_versions import desk as desk

Json = dict[str, Any]

SENTENCES = st.builds(
    Said,
    words=st.sampled_from([FELL, FELL_4, "The exports fell by 3 percent", ROSE, SAID, "Dockers returned to work"]),
    priority=st.sampled_from([0.2, 0.5, 0.9]),
    checkable=st.sampled_from(["yes", "yes", "partial", "no"]),
    refers=st.sampled_from([None, "Ewa Nowak", "Piotr Zielinski"]),
)
STEPS = st.lists(st.tuples(st.lists(SENTENCES, max_size=5), st.lists(st.integers(0, 30), max_size=4)), min_size=2, max_size=5)


@given(STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_each_claim_has_one_live_item_and_no_verdict_is_lost(desk: Desk, steps: list[tuple[list[Said], list[int]]]) -> None:
    uri = f"drafts/{next(MINUTES)}.txt"
    given_ids: set[int] = set()
    for sentences, judged in steps:
        report, source = written(sentences, uri=uri)
        seen = Counter(base_of(one.claim_id) for one in _of(desk, uri) if one.state is not State.STALE)
        added = desk.put(report, source)
        every = _of(desk, uri)
        live = {one.claim_id: one for one in every if one.state is not State.STALE}
        assert len(live) == sum(one.state is not State.STALE for one in every)
        claims = {claim["claim_id"]: claim for claim in report["claims"]}
        assert live.keys() <= claims.keys()
        wanted = {name for name, claim in claims.items() if claim["checkability"]["value"] != "no"}
        assert wanted <= live.keys()
        assert seen & Counter(map(base_of, claims)) <= Counter(map(base_of, live))
        with desk.queue.read() as tx:
            for name, one in live.items():
                assert items.record_of(tx, one.id) == claims[name]
                assert (one.start, one.end) == (claims[name]["span"]["start"], claims[name]["span"]["end"])
            kept = set(tx.connection.execute(select(decision.c.id)).scalars())
        assert given_ids <= kept
        for one in every:
            assert (one.state is State.STALE) == (one.stale_because is not None)
            assert one.state is not State.CHECKED or one.verdict is not None
        again = [*added.queued, *added.carried, *added.returned, *added.changed, *added.orphaned]
        assert len(again) == len(set(again))
        _judge(desk, [one for one in live.values() if one.state is State.NEW], judged)
        with desk.queue.read() as tx:
            given_ids |= set(tx.connection.execute(select(decision.c.id)).scalars())


def _of(desk: Desk, uri: str) -> list[Item]:
    with desk.queue.read() as tx:
        found = [one.id for one in articles.listed(tx, EDITOR, limit=1) if one.uri == uri]
    return desk.all(found[0]) if found else []


def _judge(desk: Desk, open_items: Sequence[Item], choices: Sequence[int]) -> None:
    """Verdicts by two people, on some of the claims that are open."""
    with desk.queue.write() as tx:
        for choice in choices:
            if open_items:
                one = items.get(tx, EDITOR, open_items[choice % len(open_items)].id)
                who = local(("Ada", "Ben")[choice % 2])
                done = {entry.person for entry in decisions.of(tx, EDITOR, one) if entry.round == one.round}
                if one.state is State.NEW and who.name not in done:
                    decisions.decide(tx, who, one.id, ("true", "false")[choice % 3 % 2], now=later(minutes=next(MINUTES)))


def test_versions_that_arrive_at_once_are_put_in_one_after_the_other(desk: Desk) -> None:
    def push(number: int) -> Added:
        return desk.add(FELL, *plain(number))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(push, range(6)))
    assert {added.article_id for added in found} == {found[0].article_id}
    assert sorted(added.version for added in found) == [1, 2, 3, 4, 5, 6]
    live = desk.live(found[0].article_id)
    last = max(found, key=lambda added: added.version)
    assert len(live) == 1 + found.index(last)


def test_versions_arrive_while_people_work(desk: Desk) -> None:
    """Nobody gets in each other's way, but for those who read what is no longer so."""
    first = desk.add(*plain(20))

    def works(who: str) -> int:
        done = 0
        for _ in range(12):
            try:
                with desk.queue.write() as tx:
                    lease = leases.take(tx, local(who), now=later(days=100))
                if lease:
                    with desk.queue.write() as tx:
                        decisions.decide(tx, local(who), lease.item.id, "true", token=lease.token, now=later(days=100))
                        done += 1
            except QueueConflict:
                continue
        return done

    def arrives() -> None:
        for number in range(5):
            desk.add(f"Line {number} is new", *plain(20)[number:])

    with ThreadPoolExecutor(4) as pool:
        arriving = pool.submit(arrives)
        done = sum(pool.map(works, ("Ada", "Ben", "Cy")))
        arriving.result()
    every = desk.all(first.article_id)
    assert sum(one.given for one in every) == done > 0
    assert {one.text for one in every if one.state is not State.STALE} == {"Line 4 is new", *plain(20)[4:]}
    with desk.queue.read() as tx:
        assert list(audit.flaws(tx.connection)) == []
