"""The states of a claim in the queue, and what leads from one to another. Pure: no database, no clock.

new ──take──▶ leased ──release, expire──▶ new
new, leased ──decide──▶ new        more reviewers are needed
                     ──▶ checked    all reviewers agree
                     ──▶ disputed   they do not ──adjudicate──▶ checked
checked ──correct──▶ corrected      the article was put right
new, leased, disputed ──dismiss──▶ dismissed
checked, disputed, dismissed, corrected ──reopen──▶ new
any ──a new version changed or dropped the claim──▶ stale ──it comes back──▶ what its verdicts make it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from claimcheck.errors import QueueConflict


class State(StrEnum):
    NEW = "new"
    LEASED = "leased"
    CHECKED = "checked"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"
    STALE = "stale"


#: Action -> the states in which it can be done.
ALLOWED: dict[str, frozenset[State]] = {
    "take": frozenset({State.NEW}),
    "release": frozenset({State.LEASED}),
    "decide": frozenset({State.NEW, State.LEASED}),
    "dismiss": frozenset({State.NEW, State.LEASED, State.DISPUTED}),
    "adjudicate": frozenset({State.DISPUTED}),
    "correct": frozenset({State.CHECKED}),
    "reopen": frozenset({State.CHECKED, State.DISPUTED, State.DISMISSED, State.CORRECTED}),
}


def require(action: str, state: State) -> None:
    """Raises QueueConflict where the action cannot be done in that state."""
    if state not in ALLOWED[action]:
        told = " or ".join(sorted(ALLOWED[action]))
        raise QueueConflict(f"A claim that is {state} cannot be {_DONE[action]}; it would have to be {told}.")


_DONE = {
    "take": "taken",
    "release": "given back",
    "decide": "decided",
    "dismiss": "dismissed",
    "adjudicate": "adjudicated",
    "correct": "marked as corrected",
    "reopen": "reopened",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the verdicts on a claim make of it. `verdict` is None where there is none yet, or they differ."""

    state: State
    verdict: str | None = None


def outcome(verdicts: Sequence[str], needed: int, adjudicated: str | None = None) -> Outcome:
    """What a claim is after the reviewers' verdicts of this round, in any order, and perhaps an adjudicator's."""
    if adjudicated is not None:
        return Outcome(State.CHECKED, adjudicated)
    if len(set(verdicts)) > 1:
        return Outcome(State.DISPUTED)
    if len(verdicts) < needed:
        return Outcome(State.NEW)
    return Outcome(State.CHECKED, verdicts[0])
