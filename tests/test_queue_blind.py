"""What reviewers see of each other's verdicts."""

from __future__ import annotations

import json

from claimcheck.queue import decisions, evidence, leases
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.policy import Policy
from tests.queue_reviewing import ROOT, TWICE, decide, desk, disputed, of, people

OPEN = Policy(twice=TWICE.twice, blind=False)


def test_blind_reviewers_do_not_see_each_other_s_verdicts(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    (vic,) = people(queue, Role.VIEWER, "vic")
    (eda,) = people(queue, Role.EDITOR, "eda")
    decide(setup, ada, "false", note="Secret.", links=["https://example.org/secret"])
    for actor, sees in ((ada, 1), (ben, 0), (vic, 0), (eda, 1), (ROOT, 1)):
        assert len(of(setup, actor)) == sees, actor.name
        assert len(setup.see(evidence.of, actor, setup.item())) == sees
        assert setup.see(decisions.hidden_from, actor, setup.item()) is not bool(sees)
    assert setup.item().verdict is None
    decide(setup, ben, "true")
    for actor in (ada, ben, vic):
        assert len(of(setup, actor)) == 2 and not setup.see(decisions.hidden_from, actor, setup.item())


def test_blind_while_somebody_has_it_too(queue: Database) -> None:
    setup = desk(queue, 1, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    decide(setup, ada)
    setup.do(leases.take, ben)
    assert of(setup, ben) == ()


def test_without_blind_mode_all_see_all(queue: Database) -> None:
    setup = desk(queue, policy=OPEN)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    decide(setup, ada, "false")
    assert [given.verdict for given in of(setup, ben)] == ["false"]


def test_former_rounds_are_not_hidden(queue: Database) -> None:
    setup, ada, _, eda = disputed(queue)
    (new,) = people(queue, Role.CHECKER, "new")
    setup.do(decisions.reopen, eda, setup.ids[0], "Again.")
    decide(setup, ada, "true")
    assert [given.round for given in of(setup, new)] == [1, 1]


def test_what_was_dismissed_is_not_hidden(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    decide(setup, ada)
    setup.do(decisions.dismiss, ben, setup.ids[0], "No claim.")
    assert len(of(setup, ben)) == 1


def test_among_many(queue: Database) -> None:
    setup = desk(queue, 4, policy=TWICE)
    other = desk(queue, 1, name="open", policy=OPEN)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben", desks=(setup.desk_id, other.desk_id))
    decide(setup, ada, number=0)
    decide(setup, ada, number=1)
    decide(setup, ben, number=1)
    decide(setup, ben, number=2)
    decide(other, ada)
    listed = [setup.item(number) for number in range(4)] + [other.item()]
    assert setup.see(decisions.hidden_among, ben, listed) == {setup.ids[0]}
    assert setup.see(decisions.hidden_among, ada, listed) == {setup.ids[2]}
    assert setup.see(decisions.hidden_among, ROOT, listed) == frozenset()


def test_the_log_as_it_is_shown(queue: Database) -> None:
    setup = desk(queue, policy=TWICE)
    ada, ben = people(queue, Role.CHECKER, "ada", "ben")
    decide(setup, ada, "false", note="Secret.")
    after = json.loads(setup.events()[-1]["after"])
    shown = decisions.as_shown(after, "ada", ben, setup.item(), True)
    assert "Secret" not in json.dumps(shown) and "false" not in json.dumps(shown) and shown["given"] == 1
    assert decisions.as_shown(after, "ada", ada, setup.item(), True) == after
    assert decisions.as_shown(after, "ada", ben, setup.item(), False) == after
