"""What a webhook may tell of an event of the log. What must stay in the house is taken out here, before any form is given to it.

Three things never leave: events of another desk or of none; those about people, tokens and webhooks; and, on a desk that reviews blind,
what is said about a claim that is not settled: who reviews second must not read the first one's verdict in a channel. Words of drafts
and of people (claims, titles, notes, reasons) leave only where the webhook was made with `texts`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, select

from claimcheck.queue.database import Transaction
from claimcheck.queue.policy import policy_from_json
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, audit, desk, item

Json = dict[str, Any]

#: Events that can be told: action -> what happened, for people.
TELLABLE: dict[str, str] = {
    "article.added": "An article was added",
    "article.versioned": "A new version of an article arrived",
    "item.queued": "A claim is to be checked",
    "item.carried": "A claim's verdict was carried over to a new version",
    "item.changed": "A claim changed in a new version",
    "item.orphaned": "A claim is gone from a new version",
    "item.returned": "A claim is back in a new version",
    "item.taken": "A claim was taken",
    "item.released": "A claim was given back",
    "item.expired": "The time to check a claim ran out",
    "item.decided": "A verdict was given on a claim",
    "item.dismissed": "A claim was dismissed",
    "item.adjudicated": "A disputed claim was decided",
    "item.corrected": "A claim was marked as corrected",
    "item.reopened": "A claim was reopened",
    "item.assigned": "A claim was assigned",
    "item.labelled": "The labels of a claim changed",
    "item.evidence": "Evidence was added to a claim",
    "comment.added": "A comment was written",
    "comment.resolved": "A comment was resolved",
    "desk.policy": "The settings of the desk changed",
}
#: A test, which stands in no log.
TEST = "ping"

#: States in which somebody may still have to give a verdict.
_UNSETTLED = frozenset({State.NEW, State.LEASED, State.STALE})
#: Of `before` and `after`: what says nothing about a verdict, and is nobody's words.
_NEUTRAL = frozenset(
    "claim_id state stale_because round needs given revision first_version last_version version priority assigned_id lease_by lease_until".split()
)
#: What is told besides, where words are not: the desk's own terms.
_TERMS = _NEUTRAL | {"verdict", "kind", "stance"}
#: What everybody sees of a claim that is reviewed blind.
_OPEN = frozenset({"added", "removed", "labels", "follows"})
_LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Notice:
    """An event as a webhook tells it. `id` is the same however often it is sent, and no other log's."""

    id: str
    seq: int
    at: str
    action: str
    subject: str
    actor: str
    via: str
    desk_id: int
    desk: str
    article_id: int | None = None
    item_id: int | None = None
    claim_id: str | None = None
    before: Json | None = None
    after: Json | None = None
    held_back: bool = False  # something about the verdict was taken out
    text: str | None = None  # the claim's, where texts are told
    title: str | None = None  # the article's, likewise
    uri: str | None = None

    @property
    def words(self) -> str:
        """What happened, for people."""
        return "A test of this webhook" if self.action == TEST else TELLABLE.get(self.action, self.action)

    @property
    def path(self) -> str:
        """Where the queue's pages show it."""
        if self.item_id is not None:
            return f"/claims/{self.item_id}"
        return f"/articles/{self.article_id}" if self.article_id is not None else "/"


def wanted(actions: str, action: str) -> bool:
    """Whether a webhook with these actions ("item.decided comment.*"; "": all) is told of one."""
    if action not in TELLABLE:
        return False
    chosen = actions.split()
    return not chosen or action in chosen or f"{action.partition('.')[0]}.*" in chosen


def of_event(tx: Transaction, webhook: Row[Any], seq: int) -> Notice | None:
    """The event with a number, as a webhook of its desk may tell it; None where it may not, or there is none."""
    columns = (
        *audit.c,
        desk.c.name.label("desk_name"), desk.c.policy,
        item.c.claim_id, item.c.state, item.c.given, item.c.text,
        article.c.title, article.c.uri,
    )  # fmt: skip
    # What stands around an event is that of the webhook's desk too, wherever the article has gone since.
    joined = (
        audit.join(desk, desk.c.id == audit.c.desk_id)
        .outerjoin(item, and_(item.c.id == audit.c.item_id, item.c.desk_id == audit.c.desk_id))
        .outerjoin(article, and_(article.c.id == audit.c.article_id, article.c.desk_id == audit.c.desk_id))
    )
    row = tx.first(select(*columns).select_from(joined).where(audit.c.seq == seq, audit.c.desk_id == webhook.desk_id))
    if row is None or row.action not in TELLABLE:
        return None
    before, after = _object(row.before), _object(row.after)
    blind = policy_from_json(json.loads(row.policy)).blind and row.item_id is not None and row.action.startswith("item.")
    # As it was at the event, where that says so: what is sent again later must not say more.
    was, state, given = (before or {}).get("state", row.state), (after or {}).get("state", row.state), (after or {}).get("given", row.given)
    hold = blind and {was, state} <= _UNSETTLED and given != 0
    texts = bool(webhook.texts)
    told_before, told_after = _told(before, texts, hold), _told(after, texts, hold)
    return Notice(
        id=f"{row.seq}-{row.hash[:16]}",
        seq=row.seq,
        at=row.at,
        action=row.action,
        subject=row.subject,
        actor=row.actor,
        via=row.via,
        desk_id=row.desk_id,
        desk=row.desk_name,
        article_id=row.article_id,
        item_id=row.item_id,
        claim_id=row.claim_id,
        before=told_before,
        after=told_after,
        held_back=hold and (told_before, told_after) != (_told(before, texts, False), _told(after, texts, False)),
        text=row.text[:_LONGEST_TEXT] if texts and row.text else None,
        title=row.title[:_LONGEST_TEXT] if texts and row.title else None,
        uri=row.uri[:_LONGEST_TEXT] if texts and row.uri else None,
    )


def of_test(tx: Transaction, webhook: Row[Any], test_id: int, at: str, actor: str) -> Notice:
    """A test: it says which desk it is from, and nothing else."""
    name = tx.execute(select(desk.c.name).where(desk.c.id == webhook.desk_id)).scalar_one()
    named = f"{at.replace(':', '').replace('.', '')}-{test_id}"
    return Notice(f"{TEST}-{named}", 0, at, TEST, f"webhook:{webhook.id}", actor, "system", webhook.desk_id, name)


def _told(values: Json | None, texts: bool, hold: bool) -> Json | None:
    """What was or is, without what must stay in the house."""
    if values is None:
        return None
    if hold:
        return {name: value for name, value in values.items() if name in _NEUTRAL or (texts and name in _OPEN)}
    return values if texts else {name: _without_words(value) for name, value in values.items() if name in _TERMS or not _is_words(value)}


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_words(inner) for name, inner in value.items() if name in _TERMS or not _is_words(inner)}
    return value


def _is_words(value: object) -> bool:
    """Numbers, yes and no are nobody's words; an object's are taken out of it one by one."""
    return isinstance(value, str) or (isinstance(value, list) and any(_is_words(entry) or isinstance(entry, dict) for entry in value))


def _object(text: str | None) -> Json | None:
    found: Json | None = json.loads(text) if text is not None else None
    return found
