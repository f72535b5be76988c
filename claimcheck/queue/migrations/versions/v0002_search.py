"""Claims and articles are found whatever the case of what is typed: beside the words stands their folded form."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from claimcheck.queue.folding import folded, folded_claim

revision = "0002"
down_revision = "0001"

_AT_ONCE = 500


def upgrade() -> None:
    """Add the columns, and fill them from the words that are there."""
    bind = op.get_bind()
    for name in ("article", "item"):
        op.add_column(name, sa.Column("folded", sa.Text, server_default="", nullable=False))
    article = sa.table("article", sa.column("id"), sa.column("title"), sa.column("folded"))
    item = sa.table("item", sa.column("id"), sa.column("text"), sa.column("speaker"), sa.column("folded"))
    titles = [{"of": row.id, "to": folded(row.title)} for row in bind.execute(sa.select(article.c.id, article.c.title))]
    claims = [
        {"of": row.id, "to": folded_claim(row.text, row.speaker)} for row in bind.execute(sa.select(item.c.id, item.c.text, item.c.speaker))
    ]
    for table, values in ((article, titles), (item, claims)):
        statement = sa.update(table).where(table.c.id == sa.bindparam("of")).values(folded=sa.bindparam("to"))
        for start in range(0, len(values), _AT_ONCE):
            bind.execute(statement, values[start : start + _AT_ONCE])


def downgrade() -> None:
    """Drop the columns. Nothing is lost: they repeat what is there."""
    for name in ("item", "article"):
        op.drop_column(name, "folded")
