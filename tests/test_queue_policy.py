"""The settings of a desk."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import QueueError
from claimcheck.queue.policy import Policy, Twice, policy_from_json


@pytest.mark.parametrize(
    ("twice", "priority", "types", "needed"),
    [
        (Twice(), 0.7, (), 1),
        (Twice(), 0.71, (), 2),
        (Twice(None), 1.0, ("date",), 1),
        (Twice(None, ("date",)), 0.0, ("event", "date"), 2),
        (Twice(None, ("date",)), 0.9, ("event",), 1),
        (Twice(0.5, ("date",)), 0.6, (), 2),
        (Twice(0.0), 0.0, (), 1),
    ],
)
def test_how_many_have_to_look(twice: Twice, priority: float, types: tuple[str, ...], needed: int) -> None:
    assert Policy(twice=twice).needs(priority, types) == needed


WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F, categories=["L", "N"]), min_size=1, max_size=20)
POLICIES = st.builds(
    Policy,
    scale=st.lists(WORDS, min_size=2, max_size=6, unique=True).map(tuple),
    wrong=st.just(()),
    twice=st.builds(Twice, st.none() | st.floats(0, 1), st.lists(WORDS, max_size=3).map(tuple)),
    blind=st.booleans(),
    lease_seconds=st.integers(30, 86_400),
    least_priority=st.floats(0, 1),
    checkable=st.lists(st.sampled_from(["yes", "partial", "no"]), unique=True).map(tuple),
)


@given(POLICIES)
def test_what_is_written_is_read_back(policy: Policy) -> None:
    assert policy_from_json(policy.to_json()) == policy


def test_what_is_not_named_stays() -> None:
    base = Policy(blind=False, lease_seconds=60)
    assert policy_from_json({"lease_seconds": 120}, base) == Policy(blind=False, lease_seconds=120)
    assert policy_from_json({}) == Policy()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "object"),
        ({"colour": "red"}, "no setting colour"),
        ({"scale": "true"}, "scale is a list"),
        ({"scale": ["true"]}, "at least two"),
        ({"scale": ["true", "true"]}, "each once"),
        ({"scale": ["true", " "]}, "no short text"),
        ({"scale": ["true", " false"]}, "no short text"),
        ({"scale": ["true", "fal\nse"]}, "no short text"),
        ({"scale": ["true", "x" * 61]}, "no short text"),
        ({"scale": ["true", 5]}, "no short text"),
        ({"wrong": ["rubbish"]}, "not on the scale"),
        ({"scale": ["right", "wrong"]}, "not on the scale"),
        ({"checkable": ["perhaps"]}, "yes, partial and no"),
        ({"blind": 1}, "blind is true or false"),
        ({"lease_seconds": 29}, "30 to 86400"),
        ({"lease_seconds": True}, "lease_seconds is a number"),
        ({"lease_seconds": "900"}, "lease_seconds is a number"),
        ({"least_priority": 1.5}, "0 to 1"),
        ({"least_priority": float("nan")}, "0 to 1"),
        ({"twice": 0.5}, "priority_above and types"),
        ({"twice": {"above": 0.5}}, "priority_above and types"),
        ({"twice": {"priority_above": 2}}, "twice.priority_above"),
    ],
)
def test_what_is_no_setting_is_named(value: Any, told: str) -> None:
    with pytest.raises(QueueError, match=told):
        policy_from_json(value)
