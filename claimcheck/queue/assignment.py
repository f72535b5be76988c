"""Who is to look at a claim: somebody it is assigned to is handed it first, and nobody else is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from claimcheck.errors import QueueConflict, QueueError
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import Item, change, for_change
from claimcheck.queue.states import State
from claimcheck.queue.tables import decision, membership, person

_OPEN = frozenset({State.NEW, State.LEASED, State.DISPUTED})


def assign(tx: Transaction, actor: Actor, item_id: int, person_id: int | None, *, revision: int | None = None, now: datetime) -> Item:
    """Assign a claim to somebody, or with None to nobody. A lease that another has on it lasts until it ends.

    Raises NotInQueue, QueueForbidden; QueueError for somebody who may not review on this desk; QueueConflict where the claim is
    settled, or they have given their verdict on it.
    """
    old = for_change(tx, actor, item_id, Role.EDITOR, "manage", revision)
    if person_id == old.assigned_id:
        return old
    told: dict[str, str | None] = {"assigned": None}
    if person_id is not None:
        if old.state not in _OPEN:
            raise QueueConflict(f"A claim that is {old.state} is assigned to nobody: reopen it first.")
        told["assigned"] = name = _reviewer(tx, person_id, old)
        judged = select(decision.c.id).where(
            decision.c.item_id == old.id, decision.c.round == old.round, decision.c.kind == "review", decision.c.person == name
        )
        if tx.first(judged) is not None:
            raise QueueConflict(f"{name} has given a verdict on this claim: assign it to somebody else.")
    return change(tx, actor, old, "assigned", now, told, assigned_id=person_id)


def _reviewer(tx: Transaction, person_id: int, old: Item) -> str:
    """The name of somebody who may review, or settle what is disputed."""
    least = Role.EDITOR if old.state is State.DISPUTED else Role.CHECKER
    # Locked, so that nobody takes their role away meanwhile.
    found = tx.first(select(person.c.name, person.c.admin).where(person.c.id == person_id, person.c.active).with_for_update(read=True))
    role = select(membership.c.role).where(membership.c.person_id == person_id, membership.c.desk_id == old.desk_id)
    held = found and (Role.EDITOR if found.admin else tx.execute(role).scalar_one_or_none())
    if found is None or held is None or held < least:
        raise QueueError(f"A claim that is {old.state} is assigned to somebody who is {least.name.lower()} on its desk.")
    return str(found.name)
