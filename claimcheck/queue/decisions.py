"""Verdicts on claims: given by reviewers, settled by an editor where they differ, kept for good.

A round is one turn of reviewing. Reopening a claim begins the next; the verdicts of former rounds stay readable. What was given is
never altered, and a verdict stays what it is when the desk's scale changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from claimcheck.errors import QueueConflict, QueueError, QueueForbidden
from claimcheck.queue import desks, sent_text
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import Item, change, for_change
from claimcheck.queue.leases import FREE, is_lease
from claimcheck.queue.moments import stamp, to_the_minute
from claimcheck.queue.policy import Policy
from claimcheck.queue.states import State, outcome, require
from claimcheck.queue.tables import decision, evidence

Json = dict[str, Any]

#: Links that a verdict may come with.
MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a claim. `kind`: review or adjudication. `chosen_id`: the review that an adjudicator agreed with; None: none of them."""

    id: int
    item_id: int
    round: int
    kind: str
    person: str
    verdict: str
    note: str | None
    chosen_id: int | None
    version: int  # of the article
    at: str
    links: tuple[str, ...] = ()


def decide(
    tx: Transaction,
    actor: Actor,
    item_id: int,
    verdict: str,
    *,
    note: str | None = None,
    links: Sequence[str] = (),
    token: str | None = None,
    revision: int | None = None,
    now: datetime,
) -> Item:
    """Give a verdict on a claim. The actor's lease on it ends. `token`: only if that lease still holds.

    Raises NotInQueue, QueueForbidden; QueueError for a verdict that is not on the desk's scale; QueueConflict where somebody else has
    the claim, or the actor has judged it in this round.
    """
    old = for_change(tx, actor, item_id, Role.CHECKER, "review", revision)
    require("decide", old.state)
    _not_another_s(tx, actor, old, token, now)
    reviews = [given for given in _of(tx, [old.id], old.round) if given.kind == "review"]
    if any(given.person == actor.name for given in reviews):
        raise QueueConflict("You have given your verdict on this claim: an editor can reopen it.")
    _on_scale(verdict, desks.of(tx, actor, old.desk_id).policy)
    given = _kept(tx, actor, old, "review", verdict, sent_text.prose(note, "A note"), _links(links), None, now)
    found = outcome([*(review.verdict for review in reviews), verdict], old.needs)
    values: Json = {"state": found.state, "verdict": found.verdict, "given": len(reviews) + 1}
    if found.state is State.CHECKED:
        values["settled_at"] = stamp(now)
    if old.assigned_id is not None and old.assigned_id == actor.person_id and found.state is State.NEW:
        values["assigned_id"] = None  # or nobody else would be handed it
    return change(tx, actor, old, "decided", now, {"decision": told(given)}, **values, **FREE)


def dismiss(tx: Transaction, actor: Actor, item_id: int, reason: str, *, revision: int | None = None, now: datetime) -> Item:
    """Take a claim out of the queue without a verdict: it needs none. One that is disputed can be dismissed by editors alone.

    Raises NotInQueue, QueueForbidden; QueueError without a reason; QueueConflict where somebody else has it, or it is settled.
    """
    old = for_change(tx, actor, item_id, Role.CHECKER, "review", revision)
    require("dismiss", old.state)
    if old.state is State.DISPUTED:
        actor.needs(Role.EDITOR, old.desk_id, "review")
    _not_another_s(tx, actor, old, None, now)
    why = sent_text.needed(reason, "The reason for dismissing a claim")
    return change(tx, actor, old, "dismissed", now, {"note": why}, state=State.DISMISSED, settled_at=stamp(now), **FREE)


def adjudicate(
    tx: Transaction,
    actor: Actor,
    item_id: int,
    *,
    chosen_id: int | None = None,
    verdict: str | None = None,
    note: str | None,
    revision: int | None = None,
    now: datetime,
) -> Item:
    """Settle a claim on which reviewers differ: with one of their verdicts, or with another of one's own and "none of these".

    Only an editor who gave none of them may; where every editor of a desk did, one of them reopens the claim.
    Raises NotInQueue, QueueForbidden, QueueConflict; QueueError without a note, or where neither or both are given.
    """
    old = for_change(tx, actor, item_id, Role.EDITOR, "manage", revision)
    require("adjudicate", old.state)
    reviews = {given.id: given for given in _of(tx, [old.id], old.round) if given.kind == "review"}
    if any(given.person == actor.name for given in reviews.values()):
        raise QueueForbidden("You gave one of the verdicts: let another editor settle it, or reopen the claim.")
    if chosen_id is not None:
        if chosen_id not in reviews:
            raise QueueError("That is none of the verdicts that differ: choose one of them, or none with a verdict of your own.")
        if verdict not in (None, reviews[chosen_id].verdict):
            raise QueueError("The verdict is not the chosen one's: leave it out, or choose none.")
        verdict = reviews[chosen_id].verdict
    else:
        _on_scale(verdict, desks.of(tx, actor, old.desk_id).policy)
    assert verdict is not None
    given = _kept(tx, actor, old, "adjudication", verdict, sent_text.needed(note, "A note on why"), (), chosen_id, now)
    return change(
        tx, actor, old, "adjudicated", now, {"decision": told(given)}, state=State.CHECKED, verdict=verdict, settled_at=stamp(now)
    )


def correct(tx: Transaction, actor: Actor, item_id: int, note: str, *, revision: int | None = None, now: datetime) -> Item:
    """Mark a claim as put right in the article. Raises NotInQueue, QueueForbidden, QueueConflict; QueueError without a note."""
    old = for_change(tx, actor, item_id, Role.EDITOR, "manage", revision)
    if old.state is State.STALE and old.verdict in desks.of(tx, actor, old.desk_id).policy.wrong:
        raise QueueConflict("The newest version no longer says this, and the log has it as put right: there is nothing left to mark.")
    require("correct", old.state)
    how = sent_text.needed(note, "A note on the correction")
    return change(tx, actor, old, "corrected", now, {"note": how}, state=State.CORRECTED, settled_at=stamp(now))


def reopen(tx: Transaction, actor: Actor, item_id: int, note: str, *, revision: int | None = None, now: datetime) -> Item:
    """Begin the next round of reviewing a claim. Raises NotInQueue, QueueForbidden, QueueConflict; QueueError without a note."""
    old = for_change(tx, actor, item_id, Role.EDITOR, "manage", revision)
    require("reopen", old.state)
    why = sent_text.needed(note, "The reason for reopening a claim")
    return change(
        tx, actor, old, "reopened", now, {"note": why},
        state=State.NEW, verdict=None, round=old.round + 1, given=0, settled_at=None,
        needs=desks.of(tx, actor, old.desk_id).policy.needs(old.priority, old.types),
    )  # fmt: skip


# --- reading ---


def of(tx: Transaction, actor: Actor, item: Item) -> tuple[Decision, ...]:
    """The verdicts on a claim, of all rounds, the earliest first, as far as somebody may see them."""
    hidden = hidden_from(tx, actor, item)
    return tuple(given for given in _of(tx, [item.id]) if not (hidden and given.round == item.round and given.person != actor.name))


def hidden_from(tx: Transaction, actor: Actor, item: Item) -> bool:
    """Whether the verdicts, notes and links of the claim's present round are hidden from somebody. See `hidden_among`."""
    return bool(hidden_among(tx, actor, (item,)))


def hidden_among(tx: Transaction, actor: Actor, items: Iterable[Item]) -> frozenset[int]:
    """The numbers of those claims whose verdicts, notes and links of the present round are hidden from somebody.

    They are where the desk reviews blind, more verdicts are needed, and the actor is no editor and has given none.
    """
    waiting = [
        entry
        for entry in items
        if 0 < entry.given < entry.needs
        and entry.state in (State.NEW, State.LEASED, State.STALE)
        and (actor.role_on(entry.desk_id) or 0) < Role.EDITOR
    ]
    blind = {desk: desks.of(tx, actor, desk).policy.blind for desk in {entry.desk_id for entry in waiting}}
    rounds = {entry.id: entry.round for entry in waiting if blind[entry.desk_id]}
    if not rounds:
        return frozenset()
    query = select(decision.c.item_id, decision.c.round).where(
        decision.c.item_id.in_(sorted(rounds)), decision.c.kind == "review", decision.c.person == actor.name
    )
    judged = {row.item_id for row in tx.rows(query) if row.round == rounds[row.item_id]}
    return frozenset(rounds) - judged


def as_shown(after: Mapping[str, Any], by: str, actor: Actor, item: Item, hidden: bool) -> Json:
    """The `after` of an event of the log, by whom it was, as somebody may see it. `hidden`: what `hidden_from` says of the claim."""
    given = after.get("decision")
    if hidden and by != actor.name and isinstance(given, dict) and given.get("round") == item.round:
        return {name: value for name, value in after.items() if name != "decision"}
    return dict(after)


# --- writing ---


def told(given: Decision) -> Json:
    """A verdict as the log has it; by whom and when stands in the event itself."""
    return {
        "id": given.id,
        "round": given.round,
        "kind": given.kind,
        "verdict": given.verdict,
        "note": given.note,
        "chosen_id": given.chosen_id,
        "version": given.version,
        "links": list(given.links),
    }


def _kept(
    tx: Transaction,
    actor: Actor,
    old: Item,
    kind: str,
    verdict: str,
    note: str | None,
    links: tuple[str, ...],
    chosen_id: int | None,
    now: datetime,
) -> Decision:
    values: Json = {
        "item_id": old.id,
        "round": old.round,
        "kind": kind,
        "person": actor.name,
        "verdict": verdict,
        "note": note,
        "chosen_id": chosen_id,
        "version": old.last_version,
        "at": stamp(now),
    }
    made = tx.execute(insert(decision).values(**values).returning(decision.c.id)).scalar_one()
    if links:
        common = {"item_id": old.id, "decision_id": made, "person": actor.name, "at": stamp(now)}
        tx.execute(insert(evidence), [{**common, "url": url} for url in links])
    return Decision(id=made, links=links, **values)


_SELECTED = select(decision)


def _of(tx: Transaction, ids: Sequence[int], round: int | None = None) -> list[Decision]:
    """The verdicts on claims, whoever asks."""
    wanted = [decision.c.item_id.in_(ids)] + ([decision.c.round == round] if round is not None else [])
    rows = tx.rows(_SELECTED.where(*wanted).order_by(decision.c.id))
    found = [Decision(**row._mapping) for row in rows]
    linked: dict[int, list[str]] = {}
    if found:
        links = select(evidence.c.decision_id, evidence.c.url).where(evidence.c.decision_id.in_([given.id for given in found]))
        for row in tx.rows(links.order_by(evidence.c.id)):
            linked.setdefault(row.decision_id, []).append(row.url)
    return [replace(given, links=tuple(linked.get(given.id, ()))) for given in found]


def _links(links: Sequence[str]) -> tuple[str, ...]:
    if isinstance(links, str) or len(links) > MOST_LINKS:
        raise QueueError(f"The links of a verdict are a list of at most {MOST_LINKS}.")
    return tuple(dict.fromkeys(sent_text.address(entry) for entry in links))


def _on_scale(verdict: str | None, policy: Policy) -> None:
    if verdict not in policy.scale:
        raise QueueError(f"A verdict on this desk is one of: {', '.join(policy.scale)}.")


def _not_another_s(tx: Transaction, actor: Actor, old: Item, token: str | None, now: datetime) -> None:
    """Raises QueueConflict where a claim is with somebody else, or not held by the lease that the token belongs to."""
    if token is not None and not (old.state is State.LEASED and old.lease_by == actor.name and is_lease(tx, old, token)):
        raise QueueConflict("This claim is no longer yours: take it again.")
    if old.held(now) and old.lease_by != actor.name:
        raise QueueConflict(f"{old.lease_by} is at this claim, until {to_the_minute(old.lease_until or stamp(now))} at the latest.")
