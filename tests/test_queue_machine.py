"""Whatever people do with claims in whatever order: the claims are what the log and their verdicts make of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from claimcheck.errors import QueueError
from claimcheck.queue import assignment, audit, bulk, decisions, evidence, labels, leases
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from claimcheck.queue.items import Item
from claimcheck.queue.policy import Policy, Twice
from claimcheck.queue.states import State, outcome
from claimcheck.queue.verifying import consistent
from tests.queue_databases import NOW
from tests.queue_reviewing import desk, people

CLAIMS = st.integers(0, 2)
PEOPLE = st.integers(0, 3)
VERDICTS = st.sampled_from(["true", "false", "false", "rubbish"])
#: Columns that every event about them tells.
REPLAYED = ("state", "verdict", "round", "given", "needs", "revision", "assigned_id", "lease_by")


class Reviewing(RuleBasedStateMachine):
    """Two checkers and two editors at three claims, one of which needs two reviewers."""

    def __init__(self, queue: Database):
        super().__init__()
        self.queue = queue
        self.now: datetime = NOW
        self.setup = desk(queue, 3, policy=Policy(twice=Twice(0.55)), priorities=[0.6, 0.5, 0.4])
        self.people = (*people(queue, Role.CHECKER, "ada", "ben"), *people(queue, Role.EDITOR, "eda", "ed"))
        self.tokens: dict[int, str] = {}
        self.before = self.items()

    def items(self) -> list[Item]:
        return [self.setup.item(number) for number in range(3)]

    def attempt(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Do it, or be refused; whoever is refused leaves no trace."""
        self.before = self.items()
        with self.queue.read() as tx:
            head = audit.head(tx.connection)
        try:
            return self.setup.do(function, *arguments, **options, now=self.now)
        except QueueError:
            assert self.items() == self.before
            with self.queue.read() as tx:
                assert audit.head(tx.connection) == head
            return None

    @rule(who=PEOPLE)
    def take(self, who: int) -> None:
        if lease := self.attempt(leases.take, self.people[who]):
            assert self.before[self.place(lease.item.id)].state in (State.NEW, State.LEASED)
            self.tokens[lease.item.id] = lease.token

    @rule(who=PEOPLE, claim=CLAIMS)
    def take_this(self, who: int, claim: int) -> None:
        if lease := self.attempt(leases.take, self.people[who], item_id=self.setup.ids[claim]):
            held = self.before[claim]
            assert not held.held(self.now) or held.lease_by == self.people[who].name
            self.tokens[lease.item.id] = lease.token

    @rule(who=PEOPLE, claim=CLAIMS)
    def heartbeat(self, who: int, claim: int) -> None:
        token = self.tokens.get(self.setup.ids[claim], "none")
        if self.attempt(leases.extend, self.people[who], self.setup.ids[claim], token):
            assert self.before[claim].lease_by == self.people[who].name

    @rule(who=PEOPLE, claim=CLAIMS)
    def give_back(self, who: int, claim: int) -> None:
        self.attempt(leases.release, self.people[who], self.setup.ids[claim])

    @rule(minutes=st.sampled_from([1, 16]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        self.attempt(leases.expire)
        assert not any(entry.state is State.LEASED and not entry.held(self.now) for entry in self.items())

    @rule(who=PEOPLE, claim=CLAIMS, verdict=VERDICTS, with_token=st.booleans())
    def decide(self, who: int, claim: int, verdict: str, with_token: bool) -> None:
        number = self.setup.ids[claim]
        token = self.tokens.get(number, "none") if with_token else None
        if self.attempt(decisions.decide, self.people[who], number, verdict, token=token, links=["https://example.org/"]):
            old = self.before[claim]
            assert verdict != "rubbish" and old.state in (State.NEW, State.LEASED)
            assert not old.held(self.now) or old.lease_by == self.people[who].name

    @rule(who=PEOPLE, claim=CLAIMS, verdict=VERDICTS, chosen=st.none() | st.integers(0, 1))
    def adjudicate(self, who: int, claim: int, verdict: str, chosen: int | None) -> None:
        given = [entry for entry in self.given(claim) if entry.round == self.items()[claim].round]
        if chosen is not None and chosen < len(given):
            options: dict[str, Any] = {"chosen_id": given[chosen].id}
        else:
            options = {"verdict": verdict}
        if self.attempt(decisions.adjudicate, self.people[who], self.setup.ids[claim], note="So it is.", **options):
            assert who > 1 and self.people[who].name not in [entry.person for entry in given]

    @rule(who=PEOPLE, claim=CLAIMS, what=st.sampled_from([decisions.dismiss, decisions.correct, decisions.reopen]))
    def settle(self, who: int, claim: int, what: Callable[..., Item]) -> None:
        if self.attempt(what, self.people[who], self.setup.ids[claim], "A reason."):
            assert what is decisions.dismiss or who > 1

    @rule(who=PEOPLE, claim=CLAIMS, to=st.none() | PEOPLE)
    def assign(self, who: int, claim: int, to: int | None) -> None:
        person = None if to is None else self.people[to].person_id
        self.attempt(assignment.assign, self.people[who], self.setup.ids[claim], person)

    @rule(who=PEOPLE, claim=CLAIMS, name=st.sampled_from(["red", "blue"]), on=st.booleans())
    def label(self, who: int, claim: int, name: str, on: bool) -> None:
        self.attempt(labels.add if on else labels.remove, self.people[who], self.setup.ids[claim], name)

    @rule(who=PEOPLE, claim=CLAIMS)
    def link(self, who: int, claim: int) -> None:
        self.attempt(evidence.add, self.people[who], self.setup.ids[claim], "https://example.org/later")

    @rule(who=PEOPLE, action=st.sampled_from(["dismiss", "reopen", "release"]))
    def in_bulk(self, who: int, action: str) -> None:
        arguments = {"dismiss": {"reason": "Spiked."}, "reopen": {"note": "Back."}, "release": {}}[action]
        result = self.attempt(bulk.apply, self.people[who], self.setup.ids, action, arguments)
        assert sorted([*result.done, *(number for number, _ in result.left)]) == sorted(self.setup.ids)

    @rule(who=PEOPLE, claim=CLAIMS)
    def look_at_an_old_page(self, who: int, claim: int) -> None:
        """Nobody changes what they have not read."""
        old = self.items()[claim].revision - 1
        assert self.attempt(decisions.decide, self.people[who], self.setup.ids[claim], "true", revision=old) is None

    @invariant()
    def the_log_and_the_verdicts_make_the_claims_what_they_are(self) -> None:
        with self.queue.read() as tx:
            assert list(audit.flaws(tx.connection)) == []
            assert list(consistent(tx)) == []

    @invariant()
    def played_again_the_log_gives_what_is(self) -> None:
        for claim, entry in enumerate(self.items()):
            replayed: dict[str, Any] = {"verdict": None, "assigned_id": None, "lease_by": None}
            for event in self.setup.events(claim):
                replayed |= json.loads(event["after"])
            assert {name: replayed[name] for name in REPLAYED} == {name: getattr(entry, name) for name in REPLAYED}

    @invariant()
    def a_revision_says_whether_anything_changed(self) -> None:
        for old, new in zip(self.before, self.items(), strict=True):
            assert new.revision >= old.revision
            if new.revision == old.revision:  # a heartbeat alone is no change
                assert replace(new, lease_until=old.lease_until) == old

    @invariant()
    def the_state_is_what_the_verdicts_of_the_round_imply(self) -> None:
        for claim, entry in enumerate(self.items()):
            given = [one for one in self.given(claim) if one.round == entry.round]
            adjudicated = next((one.verdict for one in given if one.kind == "adjudication"), None)
            implied = outcome([one.verdict for one in given if one.kind == "review"], entry.needs, adjudicated)
            assert entry.verdict == implied.verdict
            assert (entry.state in (State.CHECKED, State.CORRECTED)) == (implied.state is State.CHECKED)
            assert (entry.state is State.LEASED) == (entry.lease_by is not None) == (entry.lease_until is not None)
            assert (entry.settled_at is not None) == (entry.state in (State.CHECKED, State.CORRECTED, State.DISMISSED))

    @invariant()
    def nobody_sees_more_than_they_may(self) -> None:
        for claim, entry in enumerate(self.items()):
            every = self.given(claim)
            for actor in self.people[:2]:
                seen = self.setup.see(decisions.of, actor, entry)
                mine = any(one.person == actor.name and one.round == entry.round for one in every)
                complete = entry.state not in (State.NEW, State.LEASED)
                assert set(seen) <= set(every)
                assert (seen == every) if mine or complete else all(one.round < entry.round for one in seen)

    def given(self, claim: int) -> tuple[decisions.Decision, ...]:
        return self.setup.see(decisions.of, self.editor(), self.setup.item(claim))

    def editor(self) -> Actor:
        return self.people[2]

    def place(self, number: int) -> int:
        return self.setup.ids.index(number)

    def teardown(self) -> None:
        self.queue.close()


def test_any_order_of_things(empty_queues: Callable[[str], Database]) -> None:
    class Fresh(Reviewing):
        def __init__(self) -> None:
            super().__init__(empty_queues("sqlite"))

    run_state_machine_as_test(Fresh, settings=settings(max_examples=12, stateful_step_count=25))
