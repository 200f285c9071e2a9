"""Run by Alembic: works on the connection that `database.migrate` holds, in its transaction."""

from alembic import context

from webapp.records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
