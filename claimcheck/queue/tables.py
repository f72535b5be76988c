"""The tables of the queue, the same on SQLite and PostgreSQL. `migrations/` makes them; a test holds the two equal.

Moments are texts as `moments.stamp` writes them, JSON is text with sorted keys, so that both databases hold the same bytes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.dialects import postgresql

from claimcheck.queue.folding import folded, folded_claim
from claimcheck.queue.states import State

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Text that is compared byte by byte, on PostgreSQL too, whatever the database's locale.
Plain = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
#: SQLite only counts up by itself in a column that is INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Number, primary_key=True, autoincrement=True)


def _to(name: str, target: str, **options: Any) -> Column[int]:
    """A reference; what it names is never deleted while it is named, unless `ondelete` says otherwise."""
    ondelete = options.pop("ondelete", None)
    return Column(name, Number, ForeignKey(f"{target}.id", ondelete=ondelete), **options)


def _folded_title(context: Any) -> str:
    return folded(context.get_current_parameters().get("title"))


def _folded_claim(context: Any) -> str:
    inserted = context.get_current_parameters()
    return folded_claim(inserted["text"], inserted.get("speaker"))


desk = Table(
    "desk",
    metadata,
    _id(),
    Column("name", Plain, nullable=False, unique=True),
    Column("policy", Text, nullable=False),  # policy.Policy as JSON
    Column("created_at", Plain, nullable=False),
)

# --- people ---

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", Plain, nullable=False, unique=True),  # signs in with it; lower case
    Column("display_name", Text, nullable=False),
    Column("password_hash", Text),  # argon2id; none: cannot sign in with a password
    Column("oidc_issuer", Plain),
    Column("oidc_subject", Plain),
    Column("admin", Boolean, nullable=False, server_default=false()),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", Plain, nullable=False),
    UniqueConstraint("oidc_issuer", "oidc_subject"),
)
membership = Table(
    "membership",
    metadata,
    _to("person_id", "person", primary_key=True),
    _to("desk_id", "desk", primary_key=True),
    Column("role", Integer, nullable=False),  # actor.Role
    CheckConstraint("role between 1 and 3", name="role"),
)
session = Table(
    "session",
    metadata,
    Column("hash", Plain, primary_key=True),  # sha256 of what the cookie holds
    _to("person_id", "person", nullable=False, index=True),
    Column("created_at", Plain, nullable=False),
    Column("seen_at", Plain, nullable=False),
    Column("expires_at", Plain, nullable=False),
    Column("agent", Text),  # how the browser called itself
)
ticket = Table(  # links that sign in once: for the first administrator, for a forgotten password
    "ticket",
    metadata,
    Column("hash", Plain, primary_key=True),
    _to("person_id", "person", nullable=False),
    Column("expires_at", Plain, nullable=False),
)
attempt = Table(  # failed sign-ins, by a hash of the name and by a hash of the address
    "attempt",
    metadata,
    _id(),
    Column("key", Plain, nullable=False),
    Column("at", Plain, nullable=False),
    Index(None, "key", "at"),
)
device = Table(  # browsers that somebody has signed in with: strangers who fail do not keep them out
    "device",
    metadata,
    Column("hash", Plain, primary_key=True),  # sha256 of what its cookie holds
    _to("person_id", "person", nullable=False, index=True),
    Column("seen_at", Plain, nullable=False),
)
token = Table(
    "token",
    metadata,
    _id(),
    _to("person_id", "person", nullable=False, index=True),
    _to("desk_id", "desk"),  # reaches only this desk
    Column("name", Text, nullable=False),
    Column("hash", Plain, nullable=False, unique=True),
    Column("scopes", Plain, nullable=False),  # names with spaces between them
    Column("created_at", Plain, nullable=False),
    Column("expires_at", Plain, nullable=False),
    Column("used_at", Plain),
    Column("revoked_at", Plain),
)

# --- articles and claims ---

article = Table(
    "article",
    metadata,
    _id(),
    _to("desk_id", "desk", nullable=False),
    Column("uri", Plain, nullable=False),  # as the records have it
    Column("title", Text),
    Column("folded", Text, nullable=False, default=_folded_title, server_default=""),  # the title as it is searched: folding.folded
    Column("published_at", Plain),
    Column("version", Integer, nullable=False),  # the number of the newest
    Column("created_at", Plain, nullable=False),
    Column("changed_at", Plain, nullable=False),
    UniqueConstraint("desk_id", "uri"),
)
version = Table(
    "version",
    metadata,
    _to("article_id", "article", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # from 1
    Column("sha256", Plain, nullable=False),
    Column("source", Text, nullable=False),  # the original text, which the offsets count
    Column("report", LargeBinary, nullable=False),  # the report record, zlib
    Column("added_at", Plain, nullable=False),
    Column("added_by", Text, nullable=False),
)
item = Table(  # a claim of an article, through all versions in which it stands
    "item",
    metadata,
    _id(),
    _to("article_id", "article", nullable=False),
    _to("desk_id", "desk", nullable=False),  # the article's, so that lists need no join to be narrowed
    Column("claim_id", Plain, nullable=False),
    Column("state", Plain, nullable=False),
    Column("stale_because", Plain),  # changed | gone, while stale
    Column("verdict", Text),
    Column("round", Integer, nullable=False),  # from 1; reopening begins the next, with no verdicts
    Column("needs", Integer, nullable=False),  # reviewers
    Column("given", Integer, nullable=False),  # verdicts in this round
    Column("revision", Integer, nullable=False),  # goes up with every change: the ETag
    Column("first_version", Integer, nullable=False),
    Column("last_version", Integer, nullable=False),  # the newest in which it stands
    _to("follows_id", "item"),  # the claim of an earlier version that this is a changed form of
    Column("changes", Text),  # JSON: [{"kind", "old", "new"}], in what it differs from that one
    # what lists show and filters ask, out of the record
    Column("text", Text, nullable=False),  # resolved_text, else text
    Column("speaker", Text),
    Column("folded", Text, nullable=False, default=_folded_claim, server_default=""),  # both as they are searched: folding.folded_claim
    Column("types", Plain, nullable=False),  # " date event ": a space before and after each
    Column("checkable", Plain, nullable=False),
    Column("priority", Float, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("stance", Plain),  # what the lookup found: supports, differs, mixed …
    Column("start", Integer, nullable=False),  # in the newest version that has it
    Column("end", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    _to("assigned_id", "person"),
    Column("lease_by", Text),  # the actor's name
    Column("lease_hash", Plain),  # sha256 of the lease's token
    Column("leased_at", Plain),
    Column("lease_until", Plain),
    Column("created_at", Plain, nullable=False),
    Column("changed_at", Plain, nullable=False),
    Column("settled_at", Plain),  # when it became checked, corrected or dismissed
    UniqueConstraint("article_id", "claim_id"),
    CheckConstraint("state in ({})".format(", ".join(f"'{state}'" for state in State)), name="state"),
    Index(None, "lease_until"),
    Index(None, "settled_at", "desk_id"),
)
# One for each order of lists: state by state they are read in that order, and merged. With the desk at the end, claims that are out
# of sight are passed over without being read.
Index("ix_item_desk_priority", item.c.desk_id, item.c.state, item.c.priority.desc(), item.c.id)
Index("ix_item_priority", item.c.state, item.c.priority.desc(), item.c.id, item.c.desk_id)
Index("ix_item_age", item.c.state, item.c.id, item.c.desk_id)
Index("ix_item_waiting", item.c.state, item.c.changed_at, item.c.id, item.c.desk_id)
Index("ix_item_article", item.c.state, item.c.article_id.desc(), item.c.start, item.c.id, item.c.desk_id)
Index("ix_item_assigned", item.c.assigned_id, item.c.state, item.c.priority.desc(), item.c.id)  # who takes the next gets their own first
Index("ix_item_place", item.c.article_id, item.c.start)
claim_record = Table(  # apart from `item`, so that lists do not drag the records along
    "claim_record",
    metadata,
    _to("item_id", "item", primary_key=True),
    Column("version", Integer, nullable=False),
    Column("record", Text, nullable=False),  # as in that version
)
label = Table("label", metadata, _to("item_id", "item", primary_key=True), Column("name", Plain, primary_key=True), Index(None, "name"))

# --- reviewing ---

decision = Table(
    "decision",
    metadata,
    _id(),
    _to("item_id", "item", nullable=False),
    Column("round", Integer, nullable=False),
    Column("kind", Plain, nullable=False),  # review | adjudication
    Column("person", Text, nullable=False),  # the actor's name
    Column("verdict", Text, nullable=False),
    Column("note", Text),
    _to("chosen_id", "decision"),  # the review that the adjudicator agreed with; none: none of these
    Column("version", Integer, nullable=False),  # of the article, as it was read
    Column("at", Plain, nullable=False),
    UniqueConstraint("item_id", "round", "kind", "person"),
    Index(None, "person", "at"),
)
evidence = Table(
    "evidence",
    metadata,
    _id(),
    _to("item_id", "item", nullable=False, index=True),
    _to("decision_id", "decision"),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("note", Text),
    Column("person", Text, nullable=False),
    Column("at", Plain, nullable=False),
)
comment = Table(
    "comment",
    metadata,
    _id(),
    _to("article_id", "article", nullable=False, index=True),
    _to("item_id", "item", index=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer),  # none: about the claim, or the article, as a whole
    Column("end", Integer),
    Column("exact", Text),  # the words between them, in that version
    Column("body", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Plain, nullable=False),
    Column("resolved_at", Plain),
    Column("resolved_by", Text),
)
view = Table(
    "view",
    metadata,
    _id(),
    _to("person_id", "person", nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),  # as the address has it: "state=new&type=date"
    UniqueConstraint("person_id", "name"),
)

# --- the log, and what is told to others ---

audit = Table(  # nothing is ever changed or removed: triggers refuse it
    "audit",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap, in the order of commits
    Column("at", Plain, nullable=False),
    Column("actor", Text, nullable=False),
    Column("via", Plain, nullable=False),
    Column("action", Plain, nullable=False),
    Column("subject", Plain, nullable=False),  # item:12, article:3, person:4 …
    Column("desk_id", Number),
    Column("article_id", Number),
    Column("item_id", Number),
    Column("before", Text),  # JSON; none where there was nothing
    Column("after", Text),
    Column("previous", Plain, nullable=False),  # the hash of the event before
    Column("hash", Plain, nullable=False),
    Index(None, "item_id", "seq"),
    Index(None, "article_id", "seq"),
)
chain = Table(  # one row: locked while events are written, so that there is one order of them
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Number, nullable=False),
    Column("hash", Plain, nullable=False),
)
webhook = Table(
    "webhook",
    metadata,
    _id(),
    _to("desk_id", "desk", nullable=False),
    Column("url", Text, nullable=False),
    Column("form", Plain, nullable=False),  # cloudevents | slack
    Column("secret", Text, nullable=False),  # for signing: it has to be readable; "" where the form signs nothing
    Column("previous_secret", Text),  # signs too, so that receivers can change over
    Column("previous_until", Plain),
    Column("actions", Plain, nullable=False),  # with spaces between them; "" for all
    Column("texts", Boolean, nullable=False, server_default=false()),  # whether words of drafts and people are sent
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("off_because", Text),  # a sentence, where it was not an editor who switched it off
    Column("failing_since", Plain),  # none: the last delivery arrived
    Column("cursor", Number, nullable=False),  # events up to here have a delivery, or are none of its
    Column("next_at", Plain, index=True),  # there may be something to send from then on; none: nothing
    Column("taken_until", Plain),  # one process sends its deliveries, until then
    Column("taken_by", Plain),
    Column("created_at", Plain, nullable=False),
    Column("created_by", Text, nullable=False),
)
delivery = Table(
    "delivery",
    metadata,
    _id(),
    _to("webhook_id", "webhook", nullable=False, ondelete="CASCADE"),
    Column("seq", Number, nullable=False),  # of the event; 0: a test
    Column("state", Plain, nullable=False),  # waiting | delivered | given-up
    Column("attempts", Integer, nullable=False),
    Column("next_at", Plain),
    Column("status", Integer),  # of the last answer
    Column("error", Text),  # a sentence about the last attempt
    Column("changed_at", Plain, nullable=False),
    UniqueConstraint("webhook_id", "seq"),
    Index(None, "webhook_id", "state", "seq"),
    Index(None, "state", "changed_at"),
)
idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Plain, primary_key=True),  # sha256 of the caller and the key that was sent
    Column("request", Plain, nullable=False),  # sha256 of method, path and body
    Column("status", Integer),  # none while it is at work
    Column("headers", Text),
    Column("body", Text),
    Column("at", Plain, nullable=False, index=True),
)
