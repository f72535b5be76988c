"""The states of a claim: what leads from one to another. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import QueueConflict
from claimcheck.queue.states import ALLOWED, Outcome, State, outcome, require

VERDICTS = st.sampled_from(["true", "misleading", "false"])


@pytest.mark.parametrize(
    ("verdicts", "needed", "adjudicated", "expected"),
    [
        ([], 1, None, Outcome(State.NEW)),
        (["true"], 1, None, Outcome(State.CHECKED, "true")),
        (["true"], 2, None, Outcome(State.NEW)),
        (["true", "true"], 2, None, Outcome(State.CHECKED, "true")),
        (["true", "false"], 2, None, Outcome(State.DISPUTED)),
        (["true", "false"], 1, None, Outcome(State.DISPUTED)),
        (["true", "true", "false"], 2, None, Outcome(State.DISPUTED)),
        (["true", "false"], 2, "misleading", Outcome(State.CHECKED, "misleading")),
        (["true", "false"], 3, None, Outcome(State.DISPUTED)),
    ],
)
def test_what_verdicts_make_of_a_claim(verdicts: list[str], needed: int, adjudicated: str | None, expected: Outcome) -> None:
    assert outcome(verdicts, needed, adjudicated) == expected


@given(st.lists(VERDICTS, max_size=4), st.integers(1, 3), st.none() | VERDICTS, st.randoms())
def test_the_order_of_verdicts_makes_no_difference(verdicts: list[str], needed: int, adjudicated: str | None, dice: object) -> None:
    shuffled = sorted(verdicts, key=lambda _: dice.random())  # type: ignore[attr-defined]
    assert outcome(verdicts, needed, adjudicated) == outcome(shuffled, needed, adjudicated)


@given(st.lists(VERDICTS, max_size=4), st.integers(1, 3), st.none() | VERDICTS)
def test_a_verdict_stands_exactly_where_it_is_settled(verdicts: list[str], needed: int, adjudicated: str | None) -> None:
    found = outcome(verdicts, needed, adjudicated)
    assert (found.verdict is not None) == (found.state is State.CHECKED)
    if found.verdict is not None:
        assert found.verdict == adjudicated or (found.verdict in verdicts and len(verdicts) >= needed)


@pytest.mark.parametrize(
    ("action", "states"),
    [
        ("take", "new"),
        ("release", "leased"),
        ("decide", "leased new"),
        ("dismiss", "disputed leased new"),
        ("adjudicate", "disputed"),
        ("correct", "checked"),
        ("reopen", "checked corrected dismissed disputed"),
    ],
)
def test_what_can_be_done_when(action: str, states: str) -> None:
    for state in State:
        if state in states.split():
            require(action, state)
        else:
            with pytest.raises(
                QueueConflict, match=f"A claim that is {state} cannot be .*; it would have to be {' or '.join(states.split())}"
            ):
                require(action, state)


def test_nothing_is_done_to_what_is_stale() -> None:
    assert all(State.STALE not in states for states in ALLOWED.values())
