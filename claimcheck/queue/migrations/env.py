"""What Alembic runs to get at the database: `migrating` hands it the connection, inside a transaction of its own."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=False)
context.run_migrations()
