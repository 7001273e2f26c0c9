"""Run the migrations on the connection that `server.db.migrate` holds; Alembic's own command line is not used."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connexion"], render_as_batch=True)
# Already in a transaction, under a lock: Alembic adds none of its own.
with context.begin_transaction():
    context.run_migrations()
