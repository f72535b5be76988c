"""The queue as it was first published. What stands here never changes: `tables.py` goes on, and later versions lead there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

PLAIN = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_REFUSED_BY_SQLITE = """
    create trigger audit_no_{verb} before {verb} on audit
    begin select raise(abort, 'the log is append-only'); end
"""
_REFUSAL_BY_POSTGRESQL = """
    create function audit_refuse() returns trigger language plpgsql as
    $$ begin raise exception 'the log is append-only'; end $$
"""
_REFUSED_BY_POSTGRESQL = "create trigger audit_append_only before update or delete or truncate on audit execute function audit_refuse()"

#: Those that name others before those that are named.
_TABLES = (
    "evidence",
    "label",
    "decision",
    "comment",
    "claim_record",
    "version",
    "item",
    "delivery",
    "webhook",
    "view",
    "token",
    "ticket",
    "session",
    "membership",
    "device",
    "article",
    "person",
    "idempotency",
    "desk",
    "chain",
    "audit",
    "attempt",
)


def upgrade() -> None:
    """Make the tables, the first link of the log's chain, and the triggers that keep the log as it is."""
    op.create_table(
        "attempt",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", PLAIN, nullable=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_key_at", "attempt", ["key", "at"])
    op.create_table(
        "audit",
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("via", PLAIN, nullable=False),
        sa.Column("action", PLAIN, nullable=False),
        sa.Column("subject", PLAIN, nullable=False),
        sa.Column("desk_id", NUMBER, nullable=True),
        sa.Column("article_id", NUMBER, nullable=True),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("before", sa.Text, nullable=True),
        sa.Column("after", sa.Text, nullable=True),
        sa.Column("previous", PLAIN, nullable=False),
        sa.Column("hash", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_article_id_seq", "audit", ["article_id", "seq"])
    op.create_index("ix_audit_item_id_seq", "audit", ["item_id", "seq"])
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("hash", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain"),
    )
    op.create_table(
        "desk",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk"),
        sa.UniqueConstraint("name", name="uq_desk_name"),
    )
    op.create_table(
        "idempotency",
        sa.Column("key", PLAIN, nullable=False),
        sa.Column("request", PLAIN, nullable=False),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("headers", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=True),
        sa.Column("at", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_at", "idempotency", ["at"])
    op.create_table(
        "person",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=True),
        sa.Column("oidc_issuer", PLAIN, nullable=True),
        sa.Column("oidc_subject", PLAIN, nullable=True),
        sa.Column("admin", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name="uq_person_oidc_issuer_oidc_subject"),
    )
    op.create_table(
        "article",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("desk_id", NUMBER, nullable=False),
        sa.Column("uri", PLAIN, nullable=False),
        sa.Column("title", sa.Text, nullable=True),
        sa.Column("published_at", PLAIN, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.Column("changed_at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_article_desk_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("desk_id", "uri", name="uq_article_desk_id_uri"),
    )
    op.create_table(
        "device",
        sa.Column("hash", PLAIN, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("seen_at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_device_person_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_device"),
    )
    op.create_index("ix_device_person_id", "device", ["person_id"])
    op.create_table(
        "membership",
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("desk_id", NUMBER, nullable=False),
        sa.Column("role", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_membership_desk_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.PrimaryKeyConstraint("person_id", "desk_id", name="pk_membership"),
        sa.CheckConstraint("role between 1 and 3", name="ck_membership_role"),
    )
    op.create_table(
        "session",
        sa.Column("hash", PLAIN, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.Column("seen_at", PLAIN, nullable=False),
        sa.Column("expires_at", PLAIN, nullable=False),
        sa.Column("agent", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_session"),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"])
    op.create_table(
        "ticket",
        sa.Column("hash", PLAIN, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("expires_at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_ticket_person_id"),
        sa.PrimaryKeyConstraint("hash", name="pk_ticket"),
    )
    op.create_table(
        "token",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("desk_id", NUMBER, nullable=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", PLAIN, nullable=False),
        sa.Column("scopes", PLAIN, nullable=False),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.Column("expires_at", PLAIN, nullable=False),
        sa.Column("used_at", PLAIN, nullable=True),
        sa.Column("revoked_at", PLAIN, nullable=True),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_token_desk_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_token_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("hash", name="uq_token_hash"),
    )
    op.create_index("ix_token_person_id", "token", ["person_id"])
    op.create_table(
        "view",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_view_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_view"),
        sa.UniqueConstraint("person_id", "name", name="uq_view_person_id_name"),
    )
    op.create_table(
        "webhook",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("desk_id", NUMBER, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("form", PLAIN, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("previous_secret", sa.Text, nullable=True),
        sa.Column("previous_until", PLAIN, nullable=True),
        sa.Column("actions", PLAIN, nullable=False),
        sa.Column("texts", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("off_because", sa.Text, nullable=True),
        sa.Column("failing_since", PLAIN, nullable=True),
        sa.Column("cursor", NUMBER, nullable=False),
        sa.Column("next_at", PLAIN, nullable=True),
        sa.Column("taken_until", PLAIN, nullable=True),
        sa.Column("taken_by", PLAIN, nullable=True),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_webhook_desk_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_next_at", "webhook", ["next_at"])
    op.create_table(
        "delivery",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("webhook_id", NUMBER, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("state", PLAIN, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", PLAIN, nullable=True),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("error", sa.Text, nullable=True),
        sa.Column("changed_at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name="fk_delivery_webhook_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("webhook_id", "seq", name="uq_delivery_webhook_id_seq"),
    )
    op.create_index("ix_delivery_state_changed_at", "delivery", ["state", "changed_at"])
    op.create_index("ix_delivery_webhook_id_state_seq", "delivery", ["webhook_id", "state", "seq"])
    op.create_table(
        "item",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("desk_id", NUMBER, nullable=False),
        sa.Column("claim_id", PLAIN, nullable=False),
        sa.Column("state", PLAIN, nullable=False),
        sa.Column("stale_because", PLAIN, nullable=True),
        sa.Column("verdict", sa.Text, nullable=True),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("needs", sa.Integer, nullable=False),
        sa.Column("given", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("first_version", sa.Integer, nullable=False),
        sa.Column("last_version", sa.Integer, nullable=False),
        sa.Column("follows_id", NUMBER, nullable=True),
        sa.Column("changes", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("speaker", sa.Text, nullable=True),
        sa.Column("types", PLAIN, nullable=False),
        sa.Column("checkable", PLAIN, nullable=False),
        sa.Column("priority", sa.Float, nullable=False),
        sa.Column("findings", sa.Integer, nullable=False),
        sa.Column("stance", PLAIN, nullable=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("assigned_id", NUMBER, nullable=True),
        sa.Column("lease_by", sa.Text, nullable=True),
        sa.Column("lease_hash", PLAIN, nullable=True),
        sa.Column("leased_at", PLAIN, nullable=True),
        sa.Column("lease_until", PLAIN, nullable=True),
        sa.Column("created_at", PLAIN, nullable=False),
        sa.Column("changed_at", PLAIN, nullable=False),
        sa.Column("settled_at", PLAIN, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_item_article_id"),
        sa.ForeignKeyConstraint(["assigned_id"], ["person.id"], name="fk_item_assigned_id"),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name="fk_item_desk_id"),
        sa.ForeignKeyConstraint(["follows_id"], ["item.id"], name="fk_item_follows_id"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.UniqueConstraint("article_id", "claim_id", name="uq_item_article_id_claim_id"),
        sa.CheckConstraint("state in ('new', 'leased', 'checked', 'disputed', 'corrected', 'dismissed', 'stale')", name="ck_item_state"),
    )
    op.create_index("ix_item_age", "item", ["state", "id", "desk_id"])
    op.create_index("ix_item_article", "item", ["state", sa.text("article_id DESC"), "start", "id", "desk_id"])
    op.create_index("ix_item_assigned", "item", ["assigned_id", "state", sa.text("priority DESC"), "id"])
    op.create_index("ix_item_desk_priority", "item", ["desk_id", "state", sa.text("priority DESC"), "id"])
    op.create_index("ix_item_lease_until", "item", ["lease_until"])
    op.create_index("ix_item_place", "item", ["article_id", "start"])
    op.create_index("ix_item_priority", "item", ["state", sa.text("priority DESC"), "id", "desk_id"])
    op.create_index("ix_item_settled_at_desk_id", "item", ["settled_at", "desk_id"])
    op.create_index("ix_item_waiting", "item", ["state", "changed_at", "id", "desk_id"])
    op.create_table(
        "version",
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("sha256", PLAIN, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
        sa.Column("added_at", PLAIN, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_version_article_id"),
        sa.PrimaryKeyConstraint("article_id", "number", name="pk_version"),
    )
    op.create_table(
        "claim_record",
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_claim_record_item_id"),
        sa.PrimaryKeyConstraint("item_id", name="pk_claim_record"),
    )
    op.create_table(
        "comment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=True),
        sa.Column("end", sa.Integer, nullable=True),
        sa.Column("exact", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.Column("resolved_at", PLAIN, nullable=True),
        sa.Column("resolved_by", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_comment_article_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_comment_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_article_id", "comment", ["article_id"])
    op.create_index("ix_comment_item_id", "comment", ["item_id"])
    op.create_table(
        "decision",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("chosen_id", NUMBER, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["chosen_id"], ["decision.id"], name="fk_decision_chosen_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_decision_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("item_id", "round", "kind", "person", name="uq_decision_item_id_round_kind_person"),
    )
    op.create_index("ix_decision_person_at", "decision", ["person", "at"])
    op.create_table(
        "label",
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_label_item_id"),
        sa.PrimaryKeyConstraint("item_id", "name", name="pk_label"),
    )
    op.create_index("ix_label_name", "label", ["name"])
    op.create_table(
        "evidence",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("item_id", NUMBER, nullable=False),
        sa.Column("decision_id", NUMBER, nullable=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=True),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", PLAIN, nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_evidence_decision_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_evidence_item_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_item_id", "evidence", ["item_id"])
    chain = sa.table("chain", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(chain, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_REFUSED_BY_SQLITE.format(verb=verb))
    else:
        op.execute(_REFUSAL_BY_POSTGRESQL)
        op.execute(_REFUSED_BY_POSTGRESQL)


def downgrade() -> None:
    """Drop all of it."""
    for name in _TABLES:
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function audit_refuse()")
