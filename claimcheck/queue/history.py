"""What happened to a claim or an article, in words, out of the log. Verdicts that somebody may not see yet are not told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from claimcheck.errors import QueueError
from claimcheck.queue import articles, decisions, items
from claimcheck.queue.actor import Actor
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import COLUMNS, Item, from_row
from claimcheck.queue.tables import audit, item

Json = Mapping[str, Any]

#: Events that are told at once, and characters of a note that are.
MOST = 1000
_NOTE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done. `words` is a sentence with who did it and the note on it."""

    seq: int  # in the log
    at: str
    actor: str
    via: str
    action: str
    words: str
    article_id: int | None
    item_id: int | None


def of(
    tx: Transaction, actor: Actor, item_id: int | None = None, article_id: int | None = None, *, after: int = 0, limit: int = MOST
) -> list[Entry]:
    """The history of a claim, or of an article with all its claims, the earliest first. `after`: only events with higher numbers.

    Raises NotInQueue; QueueError unless one of the two is named.
    """
    actor.needs_scope("read")
    if (item_id is None) == (article_id is None):
        raise QueueError("A history is that of one claim, or of one article.")
    if item_id is not None:
        seen = {item_id: items.get(tx, actor, item_id)}
        about = audit.c.item_id == item_id
    else:
        assert article_id is not None
        articles.get(tx, actor, article_id)
        seen = {}
        about = audit.c.article_id == article_id
    rows = tx.rows(select(audit).where(about, audit.c.seq > after).order_by(audit.c.seq).limit(max(1, min(limit, MOST))))
    if article_id is not None:
        judged = sorted({row.item_id for row in rows if row.action == "item.decided"})
        found = select(*COLUMNS).where(item.c.id.in_(judged), items.in_sight(actor))
        seen = {one.id: one for one in map(from_row, tx.rows(found))}
    hidden = decisions.hidden_among(tx, actor, seen.values())
    return [_entry(dict(row._mapping), actor, seen, hidden, of_article=article_id is not None) for row in rows]


def newest(tx: Transaction, actor: Actor, *, before: int | None = None, limit: int = 50) -> list[Entry]:
    """What was done last on the desks that somebody sees, the latest first; administrators also see what concerns no desk. `before`:
    only events with lower numbers. Verdicts that are hidden from them are not told."""
    actor.needs_scope("read")
    seen_desks = actor.desks()
    query = select(audit).order_by(audit.c.seq.desc()).limit(max(1, min(limit, MOST)))
    if seen_desks is not None:
        query = query.where(audit.c.desk_id.in_(sorted(seen_desks)))
    if before is not None:
        query = query.where(audit.c.seq < before)
    rows = tx.rows(query)
    judged = sorted({row.item_id for row in rows if row.action == "item.decided"})
    found = select(*COLUMNS).where(item.c.id.in_(judged), items.in_sight(actor))
    seen = {one.id: one for one in map(from_row, tx.rows(found))}
    hidden = decisions.hidden_among(tx, actor, seen.values())
    return [_entry(dict(row._mapping), actor, seen, hidden, of_article=True) for row in rows]


def _entry(row: Json, actor: Actor, seen: Mapping[int, Item], hidden: frozenset[int], of_article: bool) -> Entry:
    before, after = (json.loads(row[name]) if row[name] else {} for name in ("before", "after"))
    about = seen.get(row["item_id"] or 0)
    if about is not None:
        after = decisions.as_shown(after, row["actor"], actor, about, about.id in hidden)
    what = f"claim {row['item_id']}" if of_article else "the claim"
    tell = _TOLD.get(row["action"])
    words = tell(row["actor"], what, before, after) if tell else f"{row['actor']}: {row['action']}"
    return Entry(row["seq"], row["at"], row["actor"], row["via"], row["action"], words, row["article_id"], row["item_id"])


# --- in words: by whom, on what, what was and what is ---


def _simple(done: str) -> Callable[[str, str, Json, Json], str]:
    """ "Ada took the claim.", and the note where there is one."""

    def words(who: str, what: str, before: Json, after: Json) -> str:
        return _noted(f"{who} {done.format(what=what)}", after.get("note"))

    return words


def _noted(words: str, note: object) -> str:
    plain = " ".join(note.split()) if isinstance(note, str) else ""
    if not plain:
        return f"{words}."
    return f"{words}: “{plain if len(plain) <= _NOTE else plain[:_NOTE].rstrip() + ' …'}”"


def _decided(who: str, what: str, before: Json, after: Json) -> str:
    given = after.get("decision")
    if not isinstance(given, dict):
        return f"{who} gave a verdict on {what}. It is shown when you have given yours."
    now = after.get("state")
    then = f"; {what} is now {now}" if now in ("checked", "disputed") else ""
    return _noted(f"{who} gave {what} the verdict {given.get('verdict')}{then}", given.get("note"))


def _adjudicated(who: str, what: str, before: Json, after: Json) -> str:
    given = after.get("decision") or {}
    chosen = "with one of the verdicts given" if given.get("chosen_id") else "with none of the verdicts given"
    return _noted(f"{who} settled {what} as {given.get('verdict')}, {chosen}", given.get("note"))


def _expired(who: str, what: str, before: Json, after: Json) -> str:
    return f"{before.get('lease_by') or 'Somebody'} had {what} until the lease ran out."


def _assigned(who: str, what: str, before: Json, after: Json) -> str:
    return f"{who} assigned {what} to {after.get('assigned') or 'nobody'}."


def _labelled(who: str, what: str, before: Json, after: Json) -> str:
    if "removed" in after:
        return f"{who} took the label {after['removed']} off {what}."
    return f"{who} put the label {after.get('added')} on {what}."


def _evidence(who: str, what: str, before: Json, after: Json) -> str:
    found = after.get("evidence") or {}
    return _noted(f"{who} added {found.get('url')} as evidence on {what}", found.get("note"))


def _queued(who: str, what: str, before: Json, after: Json) -> str:
    formerly = f"; it is a changed form of claim {after['follows']}" if "follows" in after else ""
    return f"{who} put {what} into the queue, with version {after.get('version')} of the article{formerly}."


def _by_version(done: str) -> Callable[[str, str, Json, Json], str]:
    def words(who: str, what: str, before: Json, after: Json) -> str:
        kinds = after.get("changes") or []
        which = f" ({', '.join(str(kind).replace('-', ' ') for kind in kinds)})" if kinds else ""
        then = f"; claim {after['followed_by']} is its new form" if "followed_by" in after else ""
        return f"Version {after.get('version')} of the article, by {who}, {done.format(what=what)}{which}{then}."

    return words


def _versioned(who: str, what: str, before: Json, after: Json) -> str:
    told = (("queued", "new"), ("carried", "as before"), ("changed", "changed"), ("orphaned", "gone"), ("returned", "back"))
    numbers = [f"{len(after[name])} {words}" for name, words in told if after.get(name)]
    return f"{who} added version {after.get('version')} of the article; claims: {', '.join(numbers) or 'none'}."


def _commented(who: str, what: str, before: Json, after: Json) -> str:
    return _noted(f"{who} wrote a comment", after.get("body"))


def _changed(what_changed: str) -> Callable[[str, str, Json, Json], str]:
    def words(who: str, what: str, before: Json, after: Json) -> str:
        names = ", ".join(sorted(after))[:200].replace("_", " ")
        return f"{who} changed {what_changed}{f' ({names})' if names else ''}."

    return words


_TOLD: Mapping[str, Callable[[str, str, Json, Json], str]] = {
    "article.added": _simple("added the article"),
    "article.versioned": _versioned,
    "item.queued": _queued,
    "item.carried": _by_version("goes on with {what}, whose verdicts stand"),
    "item.changed": _by_version("changed {what}"),
    "item.orphaned": _by_version("no longer has {what}"),
    "item.returned": _by_version("has {what} again"),
    "item.taken": _simple("took {what}"),
    "item.released": _simple("gave {what} back"),
    "item.expired": _expired,
    "item.decided": _decided,
    "item.dismissed": _simple("dismissed {what}"),
    "item.adjudicated": _adjudicated,
    "item.corrected": _simple("marked {what} as corrected in the article"),
    "item.reopened": _simple("opened {what} again"),
    "item.assigned": _assigned,
    "item.labelled": _labelled,
    "item.evidence": _evidence,
    "person.added": lambda who, what, before, after: f"{who} added {after.get('name', 'somebody')}.",
    "person.changed": _changed("somebody’s account"),
    "person.signed-in": _simple("signed in"),
    "person.sign-in-failed": lambda who, what, before, after: "A sign-in failed.",
    "token.made": _simple("made a token"),
    "token.revoked": _simple("revoked a token"),
    "desk.added": lambda who, what, before, after: f"{who} set up the desk {after.get('name', '')}.",
    "desk.policy": _changed("how the desk reviews"),
    "member.set": lambda who, what, before, after: (
        f"{who} made {after.get('name', 'somebody')} {after.get('role') or 'nobody'} on the desk."
    ),
    "webhook.added": lambda who, what, before, after: f"{who} added a webhook to {after.get('host', 'somewhere')}.",
    "webhook.changed": _changed("a webhook"),
    "webhook.removed": lambda who, what, before, after: f"{who} removed the webhook to {before.get('host', 'somewhere')}.",
    "queue.exported": _simple("exported verdicts"),
    "queue.backed-up": _simple("made a backup"),
    "queue.restored": _simple("restored a backup"),
    "queue.migrated": _simple("brought the queue to another version"),
    "comment.added": _commented,
    "comment.resolved": _simple("settled a comment"),
}
