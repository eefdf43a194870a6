"""From an empty database to the newest tables, and no further."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from app.core import events as e
from app.core.things import Note
from app.store import roster, workshops
from app.store.database import NewerDatabase, _alembic, migrate, open_database

A_WORKSHOP = (
    "INSERT INTO workshop VALUES ('w', 'C', '', '', '', '', 1, 1, 0, NULL, 0, false, false)"
)
"""As 0001 has it."""


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


def test_notes_and_ballots_move_onto_sheets(empty: str) -> None:
    """K7: from 0001, a row each, with all that was on them."""
    engine = open_database(empty)
    config = _alembic()
    config.attributes["engine"] = engine
    command.upgrade(config, "0001")
    with engine.begin() as connection:
        for statement in (
            A_WORKSHOP,
            "INSERT INTO note VALUES ('w', 'b', 'q', 'To', 1, 'kb', 2, true, false, false)",
            "INSERT INTO note VALUES ('w', 'a', 'q', 'En', 1, 'ka', 0, false, true, false)",
            "INSERT INTO note VALUES ('w', 'c', 'q', '', 2, 'kc', 0, false, false, true)",
            "INSERT INTO note VALUES ('w', 'd', 'p', 'Før', NULL, NULL, 0, false, true, false)",
            "INSERT INTO ballot VALUES ('w', 's', 'k2', 1, '[\"q.1\"]')",
            "INSERT INTO ballot VALUES ('w', 's', 'k1', -1, '[]')",
        ):
            connection.exec_driver_sql(statement)
    migrate(engine)
    loaded = workshops.load(engine, "w")
    assert loaded is not None
    assert len(loaded.sayings) == 6
    assert sorted(loaded.sayings, key=repr) == [
        e.BallotKept("s", "k1", -1, {}),
        e.BallotKept("s", "k2", 1, {"q.1": 1}),
        e.NoteKept(Note("a", "q", "En", 1, "ka", 0, lifted=True)),
        e.NoteKept(Note("b", "q", "To", 1, "kb", 2, shared=True)),
        e.NoteKept(Note("c", "q", "", 2, "kc", 0, withdrawn=True)),
        e.NoteKept(Note("d", "p", "Før", None, None, lifted=True)),
    ]
    engine.dispose()


def test_deputies_of_before_were_written_in_at_the_door(empty: str) -> None:
    """K7, A9: to 0004. Nobody else's name tells that they met."""
    engine = open_database(empty)
    config = _alembic()
    config.attributes["engine"] = engine
    command.upgrade(config, "0003")
    with engine.begin() as connection:
        for statement in (
            A_WORKSHOP,
            "INSERT INTO member VALUES ('a', 'w', 0, 'Anne', 'X', 'chair', 'present', NULL, '')",
            "INSERT INTO member VALUES ('d', 'w', 1, 'Dina', 'X', 'deputy', 'present', 'a', '')",
        ):
            connection.exec_driver_sql(statement)
    migrate(engine)
    assert roster.listed(engine, "w") == ["Anne"]
    assert [member.written_in for member in roster.members(engine, "w")] == [False, True]
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
