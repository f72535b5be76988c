"""The queue's tables, version by version (Alembic). `claimcheck.queue.migrating` carries them out."""
