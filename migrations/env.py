"""Runs the migrations on the engine that `app.store.database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

from app.store import tables  # noqa: F401  (importing it fills the metadata)

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        transactional_ddl=True,  # on SQLite too: all of them or none
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # two processes may start at once: in turn
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7)")
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
