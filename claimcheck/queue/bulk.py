"""The same done to many claims at once: each leaves its own event, and those that cannot be changed are named, with why.

Verdicts are not given this way: somebody who decides hundreds of claims at once has looked at none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claimcheck.errors import QueueError
from claimcheck.queue import assignment, decisions, items, labels, leases
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import Item

#: Claims of one bulk action.
MOST = 1_000


@dataclass(frozen=True, slots=True)
class BulkResult:
    """The numbers of the claims that the action was carried out on, and of the others with a sentence on why not."""

    done: tuple[int, ...]
    left: tuple[tuple[int, str], ...]


#: Action -> the names of its arguments, and what is done to one claim.
ACTIONS: dict[str, tuple[tuple[str, ...], Callable[..., Item]]] = {
    "assign": (("person_id",), lambda tx, actor, found, given, now: assignment.assign(tx, actor, found, given["person_id"], now=now)),
    "label": (("name",), lambda tx, actor, found, given, now: labels.add(tx, actor, found, given["name"], now=now)),
    "unlabel": (("name",), lambda tx, actor, found, given, now: labels.remove(tx, actor, found, given["name"], now=now)),
    "dismiss": (("reason",), lambda tx, actor, found, given, now: decisions.dismiss(tx, actor, found, given["reason"], now=now)),
    "reopen": (("note",), lambda tx, actor, found, given, now: decisions.reopen(tx, actor, found, given["note"], now=now)),
    "release": ((), lambda tx, actor, found, given, now: leases.release(tx, actor, found, now=now)),
}


def apply(
    tx: Transaction, actor: Actor, ids: Sequence[int], action: str, arguments: Mapping[str, Any] | None = None, *, now: datetime
) -> BulkResult:
    """Carry out an action on up to 1,000 claims, in one transaction. Editors may, on their desks.

    Raises QueueError for an action or arguments that there are not, and for too many claims; what is wrong with a claim is in the result.
    """
    given = dict(arguments or {})
    if action not in ACTIONS:
        raise QueueError(f"There is no bulk action {action[:40]}: there are {', '.join(ACTIONS)}.")
    names, do = ACTIONS[action]
    if set(given) != set(names):
        raise QueueError(f"The action {action} takes {', '.join(names) or 'no arguments'}.")
    if any(isinstance(number, bool) or not isinstance(number, int) for number in ids):
        raise QueueError("Claims are named by their numbers.")
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST:
        raise QueueError(f"A bulk action is for at most {MOST:,} claims, and these are {len(wanted):,}: do it in parts.")
    # All of them at first, in the order of their numbers, so that two bulk actions never wait for each other.
    found = {entry.id: entry for entry in items.locked(tx, actor, wanted)}
    done: list[int] = []
    left: list[tuple[int, str]] = []
    for number in sorted(wanted):
        noted = len(tx.events)
        try:
            with tx.connection.begin_nested():
                if number in found:
                    actor.needs(Role.EDITOR, found[number].desk_id, "manage")
                do(tx, actor, number, given, now)
            done.append(number)
        except QueueError as error:
            del tx.events[noted:]
            left.append((number, str(error)))
    return BulkResult(tuple(done), tuple(left))
