"""Who may do what."""

from __future__ import annotations

import pytest

from claimcheck.errors import NotInQueue, QueueForbidden
from claimcheck.queue.actor import SYSTEM, Actor, Role, local

READING = frozenset({"read"})


@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("needed", list(Role))
def test_each_role_may_what_those_before_it_may(held: Role, needed: Role) -> None:
    actor = Actor("ada", 1, {7: held})
    if held >= needed:
        actor.needs(needed, 7, "review")
    else:
        with pytest.raises(QueueForbidden, match=needed.name.lower()):
            actor.needs(needed, 7, "review")


def test_what_is_out_of_sight_is_not_there() -> None:
    actor = Actor("ada", 1, {7: Role.EDITOR})
    with pytest.raises(NotInQueue):
        actor.needs(Role.VIEWER, 8, "read")
    assert actor.role_on(8) is None and actor.desks() == frozenset({7})
    assert Actor("nobody").desks() == frozenset()


def test_an_administrator_may_everything_everywhere() -> None:
    for actor in (Actor("eda", admin=True), local("eda"), SYSTEM):
        actor.needs(Role.EDITOR, 99, "manage")
        actor.needs_admin()
        assert actor.desks() is None


def test_a_token_narrows_what_somebody_may() -> None:
    for actor in (Actor("ada", 1, {7: Role.EDITOR}, scopes=READING), Actor("eda", 1, admin=True, scopes=READING)):
        actor.needs(Role.EDITOR, 7, "read")
        with pytest.raises(QueueForbidden, match="scope review"):
            actor.needs(Role.VIEWER, 7, "review")
        with pytest.raises(QueueForbidden):
            actor.needs_admin()


@pytest.mark.parametrize("actor", [Actor("eda", admin=True, desk_limit=7), Actor("ada", 1, {7: Role.EDITOR, 8: Role.EDITOR}, desk_limit=7)])
def test_a_token_of_one_desk_reaches_no_other(actor: Actor) -> None:
    assert actor.desks() == frozenset({7})
    actor.needs(Role.EDITOR, 7, "manage")
    with pytest.raises(NotInQueue):
        actor.needs(Role.VIEWER, 8, "read")


def test_a_token_of_a_desk_that_one_is_not_on_reaches_none() -> None:
    actor = Actor("ada", 1, {8: Role.EDITOR}, desk_limit=7)
    assert actor.desks() == frozenset()
    with pytest.raises(NotInQueue):
        actor.needs(Role.VIEWER, 7, "read")


def test_only_administrators_may_what_is_theirs() -> None:
    with pytest.raises(QueueForbidden, match="administrator"):
        Actor("ada", 1, {7: Role.EDITOR}).needs_admin()
