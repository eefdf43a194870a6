"""From an empty database to the newest tables, and no further."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from app.store import workshops
from app.store.database import NewerDatabase, migrate, open_database


def test_from_empty_to_the_newest(empty: str) -> None:
    """K7: and the tables are what the models say."""
    engine = open_database(empty)
    assert migrate(engine) is True
    assert migrate(engine) is False
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert workshops.load(engine, workshops.create(engine)) is not None
    engine.dispose()


def test_a_newer_database_is_refused(empty: str) -> None:
    """K8: and left alone."""
    engine = open_database(empty)
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = set(inspect(engine).get_table_names())
    with pytest.raises(NewerDatabase):
        migrate(engine)
    assert set(inspect(engine).get_table_names()) == before
    engine.dispose()
