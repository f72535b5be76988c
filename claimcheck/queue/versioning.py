"""What a version of an article does to the rows of its claims: in few statements, however many claims there are.

Verdicts, evidence and comments belong to items, and items are never deleted: what a version changes or drops goes stale, and comes back
as what its verdicts make it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from claimcheck.queue.actor import Actor
from claimcheck.queue.audit import Event, dumps
from claimcheck.queue.carrying import Kept, Known, Plan, Replaced, base_of, plan
from claimcheck.queue.database import Transaction
from claimcheck.queue.folding import folded_claim
from claimcheck.queue.items import COLUMNS, Item, from_row, tell
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy
from claimcheck.queue.states import State, outcome
from claimcheck.queue.tables import claim_record, decision, item, label

Json = dict[str, Any]

#: Characters of a claim that lists show; the record has all of it.
MAX_TEXT = 4_000
MAX_SPEAKER = 300

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FREE: dict[str, Any] = {"lease_by": None, "leased_at": None, "lease_until": None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to which items; as in `articles.Added`."""

    queued: tuple[int, ...] = ()
    carried: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    orphaned: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()
    loud: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """An item as it was and is, its record where that is another now, and the event: its action, and what it tells besides."""

    old: Item
    new: Item
    action: str | None
    told: Mapping[str, Any]
    record: Json | None = None


def put_in(
    tx: Transaction, actor: Actor, desk_id: int, article_id: int, claims: Sequence[Json], policy: Policy, *, number: int = 1, now: datetime,
) -> Outcome:  # fmt: skip
    """Queue those claims of an article that the desk's policy queues."""
    wanted = [claim for claim in claims if _is_queued(claim, policy)]
    ids = _insert(tx, actor, desk_id, article_id, wanted, policy, {}, number, now)
    return Outcome(queued=tuple(sorted(ids.values())))


def carry_over(
    tx: Transaction, actor: Actor, desk_id: int, article_id: int, previous: Sequence[Json], claims: Sequence[Json], policy: Policy, *,
    number: int, same_words: bool, now: datetime,
) -> Outcome:  # fmt: skip
    """Bring the items of an article to its version `number`, and queue what is new. The caller has locked the article.

    A claim that follows one in the queue is queued whatever the policy says of it; others are when the policy queues them.
    """
    items, known = _known(tx, article_id, {base_of(claim["claim_id"]) for claim in claims})
    found = plan(known, previous, claims, same_words=same_words)
    labels = _labels(tx, article_id)
    by_name = {found.names.get(one.id, items[one.id].claim_id): one.id for one in found.kept}
    verdicts = _verdicts(tx, article_id)

    replaced = {one.by: one for one in found.replaced}
    fresh = [claim for claim in found.fresh if claim["claim_id"] in replaced or _is_queued(claim, policy)]
    carried, reopened, returned, stale = [], [], [], []
    for one in found.kept:
        old = items[one.id]
        if old.state is State.STALE:
            returned.append(_returned(old, one, replaced.get(one.claim["claim_id"]), items, verdicts.get(old.id, []), policy, number, now))
        elif one.changes:
            reopened.append(_reopened(old, one, policy, number, now))
        else:
            carried.append(_carried(old, one, policy, number, now))
    stale += [_stale(items[one.id], found, "changed", policy, number, now, one.changes, labels.get(one.id, ())) for one in found.replaced]
    stale += [_stale(items[one], found, "gone", policy, number, now) for one in found.gone]
    changes = [*carried, *reopened, *returned, *stale]
    _rename(tx, found, items)
    _update(tx, [*changes, *_displaced(found, items, {change.old.id for change in changes}, now)])
    follows = {one.by: (items[one.id], one) for one in found.replaced}
    ids = _insert(tx, actor, desk_id, article_id, fresh, policy, follows, number, now)
    successors = {one.id: ids.get(one.by, by_name.get(one.by)) for one in found.replaced}
    _move_labels(tx, successors, labels)
    for change in changes:
        if change.action:
            heir = successors.get(change.old.id)
            tell(tx, actor, change.action, change.old, change.new, now, {**change.told, **({"followed_by": heir} if heir else {})})
    return Outcome(
        queued=tuple(sorted(ids.values())),
        carried=_ids(carried),
        changed=tuple(sorted([*(one.id for one in found.replaced), *_ids(reopened)])),
        orphaned=tuple(sorted(found.gone)),
        returned=_ids(returned),
        loud=tuple(sorted(change.old.id for change in [*reopened, *stale] if change.told["loud"])),
    )


def _ids(changes: Iterable[Changed]) -> tuple[int, ...]:
    return tuple(sorted(change.old.id for change in changes))


def _is_queued(claim: Json, policy: Policy) -> bool:
    return claim["checkability"]["value"] in policy.checkable and claim["priority"]["score"] >= policy.least_priority


# -- what is there ------------------------------------------------------------------------------------------------


def _known(tx: Transaction, article_id: int, bases: set[str]) -> tuple[dict[int, Item], list[Known]]:
    """The article's items, locked in the order of their numbers; and those that a new version with such claims can be about."""
    query = select(*COLUMNS, claim_record.c.record).join(claim_record, claim_record.c.item_id == item.c.id)
    rows = tx.rows(query.where(item.c.article_id == article_id).order_by(item.c.id).with_for_update(of=item))
    items, known = {}, []
    for row in rows:
        found = items[row.id] = from_row(row)
        live = found.state is not State.STALE
        if live or base_of(found.claim_id) in bases:
            known.append(Known(found.id, found.claim_id, live, json.loads(row.record)))
    return items, known


def _labels(tx: Transaction, article_id: int) -> dict[int, tuple[str, ...]]:
    query = select(label.c.item_id, label.c.name).join(item, item.c.id == label.c.item_id).where(item.c.article_id == article_id)
    found: dict[int, tuple[str, ...]] = {}
    for row in tx.rows(query.order_by(label.c.item_id, label.c.name)):
        found[row.item_id] = (*found.get(row.item_id, ()), row.name)
    return found


def _verdicts(tx: Transaction, article_id: int) -> dict[int, list[tuple[str, str]]]:
    """Kind and verdict of the decisions of the present round, of stale items."""
    query = select(decision.c.item_id, decision.c.kind, decision.c.verdict).join(item, item.c.id == decision.c.item_id)
    query = query.where(item.c.article_id == article_id, item.c.state == State.STALE, decision.c.round == item.c.round)
    found: dict[int, list[tuple[str, str]]] = {}
    for row in tx.rows(query.order_by(decision.c.id)):
        found.setdefault(row.item_id, []).append((row.kind, row.verdict))
    return found


# -- what becomes of it -------------------------------------------------------------------------------------------


def text_of(claim: Json) -> str:
    """A claim as lists show it, with what its pronouns stand for."""
    return _line(claim["resolved_text"] or claim["text"], MAX_TEXT)


def _facts(claim: Json) -> Json:
    """What lists show of a claim and filters ask."""
    hops = [hop.get("resolved_source") or hop.get("source") for hop in claim["attribution"]]
    stances = {lookup["overall"] for lookup in claim["lookups"]} - {"not-found"}
    return {
        "text": text_of(claim),
        "speaker": _line(hops[-1], MAX_SPEAKER) or None if hops and hops[-1] else None,
        "types": tuple(claim["types"]),
        "checkable": claim["checkability"]["value"],
        "priority": float(claim["priority"]["score"]),
        "findings": len(claim["findings"]),
        "stance": (stances.pop() if len(stances) == 1 else "mixed" if stances else "not-found") if claim["lookups"] else None,
        "start": claim["span"]["start"],
        "end": claim["span"]["end"],
        "line": claim["span"]["line"],
    }


def _line(text: str, limit: int) -> str:
    plain = _CONTROLS.sub(" ", text).strip()
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"


def _next(old: Item, now: datetime, **values: Any) -> Item:
    return replace(old, revision=old.revision + 1, changed_at=stamp(now), **values)


def _goes_on(old: Item, one: Kept, policy: Policy, number: int, now: datetime, **values: Any) -> Item:
    """The item with what the new version's record says. How many reviewers it needs is settled once somebody has judged it."""
    facts = _facts(one.claim)
    untouched = values.get("given", old.given) == 0 and values.get("state", old.state) in (State.NEW, State.LEASED)
    needs = policy.needs(facts["priority"], facts["types"]) if untouched else old.needs
    return _next(old, now, claim_id=one.claim["claim_id"], last_version=number, **{"needs": needs, **facts, **values})


def _carried(old: Item, one: Kept, policy: Policy, number: int, now: datetime) -> Changed:
    new = _goes_on(old, one, policy, number, now)
    # That it stands elsewhere is told once for the article; what matters to a reviewer is an event of its own.
    matters = (old.claim_id, old.text, old.needs, old.checkable) != (new.claim_id, new.text, new.needs, new.checkable)
    renamed = {"was": old.claim_id} if old.claim_id != new.claim_id else {}
    return Changed(old, new, "carried" if matters else None, {"version": number, **renamed}, one.claim)


def _reopened(old: Item, one: Kept, policy: Policy, number: int, now: datetime) -> Changed:
    """The same words, which mean something else now: what was found of them is of a former round."""
    judged = old.given > 0 or old.settled_at is not None
    values: Json = {"state": State.NEW, "verdict": None, "given": 0, "settled_at": None, "round": old.round + judged}
    new = _goes_on(old, one, policy, number, now, changes=_text(one.changes), **values, **_FREE)
    return Changed(old, new, "changed", {"version": number, **_loudness(old, policy, now), "changes": _kinds(one.changes)}, one.claim)


def _returned(
    old: Item, one: Kept, ends: Replaced | None, items: Mapping[int, Item], given: Sequence[tuple[str, str]], policy: Policy, number: int,
    now: datetime,
) -> Changed:  # fmt: skip
    """A claim that is told again. `ends`: the one that was its changed form, whose assignment it takes over."""
    values: Json = {"stale_because": None}
    if ends and items[ends.id].assigned_id is not None:
        values["assigned_id"] = items[ends.id].assigned_id
    told: Json = {"version": number, **({"instead_of": ends.id} if ends else {})}
    if one.changes:
        judged = bool(given) or old.settled_at is not None
        values |= {"state": State.NEW, "verdict": None, "given": 0, "settled_at": None, "round": old.round + judged}
        values["changes"] = _text(one.changes)
        told["changes"] = _kinds(one.changes)
    else:
        reviews = [verdict for kind, verdict in given if kind == "review"]
        settled = outcome(reviews, old.needs, next((verdict for kind, verdict in given if kind == "adjudication"), None))
        # What was settled without a verdict was dismissed. What had been corrected is told again as it was.
        dismissed = old.settled_at is not None and settled.state is not State.CHECKED
        values |= {"state": State.DISMISSED if dismissed else settled.state, "verdict": old.verdict if dismissed else settled.verdict}
    return Changed(old, _goes_on(old, one, policy, number, now, **values), "returned", told, one.claim)


def _stale(
    old: Item, found: Plan, because: str, policy: Policy, number: int, now: datetime, changes: Sequence[Json] = (), labels: Sequence[str] = ()
) -> Changed:  # fmt: skip
    """A claim that the new version has no longer. Its verdicts stay with it; when it is in another form, others go on with that."""
    values: Json = {"assigned_id": None} if because == "changed" else {}
    name = found.names.get(old.id, old.claim_id)
    new = _next(old, now, claim_id=name, state=State.STALE, stale_because=because, **values, **_FREE)
    told: Json = {"version": number, **_loudness(old, policy, now)}
    if because == "changed":
        told |= {"changes": _kinds(changes), **({"labels": list(labels)} if labels else {})}
    return Changed(old, new, "changed" if because == "changed" else "orphaned", told)


def _loudness(old: Item, policy: Policy, now: datetime) -> Json:
    """`loud`: somebody's work is touched. `put_right`: it had been found wrong, and is no longer told as it was."""
    return {"loud": old.given > 0 or old.settled_at is not None or old.held(now), "put_right": old.verdict in policy.wrong}


def _kinds(changes: Sequence[Json]) -> list[str]:
    return list(dict.fromkeys(change["kind"] for change in changes))


def _text(changes: Sequence[Json]) -> str:
    return json.dumps(list(changes), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# -- statements ---------------------------------------------------------------------------------------------------

#: Columns that a new version may change; `claim_id` is `_rename`'s.
_WRITTEN = (
    "state", "stale_because", "verdict", "round", "needs", "given", "revision", "last_version", "changes", "text", "speaker", "types", "checkable",
    "priority", "findings", "stance", "start", "end", "line", "assigned_id", "lease_by", "leased_at", "lease_until", "changed_at", "settled_at",
)  # fmt: skip


def _row(found: Item) -> Json:
    """The columns of an item as the table has them."""
    return {
        **{name: getattr(found, name) for name in _WRITTEN},
        "types": f" {' '.join(found.types)} ",
        "folded": folded_claim(found.text, found.speaker),
    }


def _insert(
    tx: Transaction, actor: Actor, desk_id: int, article_id: int, claims: Sequence[Json], policy: Policy,
    follows: Mapping[str, tuple[Item, Replaced]], number: int, now: datetime,
) -> dict[str, int]:  # fmt: skip
    """New items for claims; `follows`: what some are the changed form of. Returns their numbers by the claims' ids."""
    if not claims:
        return {}
    at = stamp(now)
    rows = []
    for claim in claims:
        facts = _facts(claim)
        before, how = follows.get(claim["claim_id"], (None, None))
        rows.append(
            {
                **facts, "types": f" {' '.join(facts['types'])} ", "folded": folded_claim(facts["text"], facts["speaker"]),
                "article_id": article_id, "desk_id": desk_id, "claim_id": claim["claim_id"], "state": State.NEW, "round": 1,
                "needs": policy.needs(facts["priority"], facts["types"]), "given": 0, "revision": 1, "first_version": number,
                "last_version": number, "created_at": at, "changed_at": at, "follows_id": before.id if before else None,
                "assigned_id": before.assigned_id if before else None, "changes": _text(how.changes) if how else None,
            }
        )  # fmt: skip
    returning = insert(item).returning(item.c.id, item.c.claim_id)
    ids = {str(row.claim_id): int(row.id) for row in tx.execute(returning, rows)}
    records = [{"item_id": ids[claim["claim_id"]], "version": number, "record": dumps(claim)} for claim in claims]
    tx.execute(insert(claim_record), records)
    for row in rows:
        found = ids[row["claim_id"]]
        told = {name: row[name] for name in ("claim_id", "state", "priority", "needs")}
        told |= {"version": number, "assigned_id": row["assigned_id"], **({"follows": row["follows_id"]} if row["follows_id"] else {})}
        tx.log(Event(now, actor, "item.queued", f"item:{found}", desk_id, article_id, found, after=told))
    return ids


def _displaced(found: Plan, items: Mapping[int, Item], seen: set[int], now: datetime) -> list[Changed]:
    """Stale items that only made way for another with the same words: their name is another, and nothing else."""
    return [Changed(items[one], _next(items[one], now, claim_id=name), None, {}) for one, name in found.names.items() if one not in seen]


def _rename(tx: Transaction, found: Plan, items: Mapping[int, Item]) -> None:
    """Give items the names that they have from now on. Names are unique, and two may change places: so all let go of theirs first."""
    if found.names:
        statement = update(item).where(item.c.id == bindparam("one")).values(claim_id=bindparam("name"))
        tx.execute(statement, [{"one": one, "name": f"~{one}"} for one in sorted(found.names)])
        tx.execute(statement, [{"one": one, "name": found.names[one]} for one in sorted(found.names)])


def _update(tx: Transaction, changes: Sequence[Changed]) -> None:
    """Write what became of items. They are locked, so nobody was there in between."""
    groups: dict[bool, list[Changed]] = {True: [], False: []}
    for change in changes:
        groups[change.new.lease_by is None].append(change)
    for freed, members in groups.items():
        if members:
            rows = [{"one": change.new.id, **{f"to_{name}": value for name, value in _row(change.new).items()}} for change in members]
            values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in _row(members[0].new)}
            if freed:
                values["lease_hash"] = None
            tx.execute(update(item).where(item.c.id == bindparam("one")).values(**values), rows)
    records = [
        {"one": change.new.id, "to_version": change.new.last_version, "to_record": dumps(change.record)}
        for change in changes
        if change.record is not None
    ]
    if records:
        statement = update(claim_record).where(claim_record.c.item_id == bindparam("one"))
        tx.execute(statement.values(version=bindparam("to_version"), record=bindparam("to_record")), records)


def _move_labels(tx: Transaction, successors: Mapping[int, int | None], labels: Mapping[int, tuple[str, ...]]) -> None:
    """The labels of changed claims go over to what follows them."""
    moves = [(old, new, labels[old]) for old, new in successors.items() if new is not None and old in labels]
    if moves:
        tx.execute(delete(label).where(label.c.item_id == bindparam("one")), [{"one": old} for old, _, _ in moves])
        rows = [{"item_id": new, "name": name} for _, new, names in moves for name in names if name not in labels.get(new, ())]
        if rows:
            tx.execute(insert(label), rows)
