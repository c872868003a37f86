"""Run the migrations on the connection that the store has opened."""

from alembic import context

from workbench.store.schema import VERSION_TABLE, metadata


def run() -> None:
    """Bring the database of the configuration's connection to the version asked for."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table=VERSION_TABLE,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


# Alembic gives this file a name of its own; an ordinary import (documentation, tests) migrates nothing.
if __name__ == "env_py":
    run()
