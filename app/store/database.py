"""Opens the database and brings it up to date. Only here do SQLite and PostgreSQL part ways."""

import sqlite3
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.schema import Table


def open_database(url: str) -> Engine:
    """An engine for `url`, a SQLAlchemy address or a path-like `sqlite:///…`.

    SQLite: WAL, a full sync before a commit returns ("lagret" means on disk), and deleted content
    overwritten with zeros.
    """
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    engine = create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_pre_ping="postgresql" in url,
        hide_parameters=True,  # an error report must not hold a note
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that is going to write, and takes its turn among the writers at once.

    On SQLite one that first reads and then writes would fail if another wrote in between.
    """
    return engine.execution_options(writes=True).begin()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver would otherwise begin and commit on its own
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def upsert(engine: Engine, table: Table) -> Insert:
    """An insert that replaces the row with the same primary key."""
    return _upsert(engine.dialect.name, table)


@cache
def _upsert(dialect: str, table: Table) -> Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def forget_traces(engine: Engine) -> None:
    """After a sealing: nothing of what was dropped may linger in SQLite's write-ahead log."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # A reader that lingers must not hold the writer up: what it leaves goes the next time.
            connection.exec_driver_sql("PRAGMA busy_timeout=200")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("PRAGMA busy_timeout=5000")


class InUse(Exception):
    """Another Tannhjul serves from this directory."""


def hold(directory: Path) -> sqlite3.Connection:
    """Keep the data directory to this process while the connection is kept. Raises `InUse`.

    On SQLite the rooms live in one process only. The lock is SQLite's own: it works on every
    system and goes with the process, however that ends.
    """
    connection = sqlite3.connect(directory / "serving.lock", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        connection.close()
        raise InUse from None
    return connection


# ---------------------------------------------------------------- migrations


def _alembic(engine: Engine) -> Config:
    inside = Path(__file__).parent.parent / "migrations"  # in an installed package
    beside = Path(__file__).parent.parent.parent / "migrations"  # in a checkout
    config = Config()
    config.set_main_option("script_location", str(inside if inside.exists() else beside))
    config.attributes["engine"] = engine
    return config


class NewerDatabase(Exception):
    """The database was written by a newer Tannhjul than this one."""


def migrate(engine: Engine) -> bool:
    """Bring the tables up to date. True where they were made just now, on a first start.

    Raises `NewerDatabase` where an older program meets newer tables.
    """
    config = _alembic(engine)
    with engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if there is not None and there not in known:
        raise NewerDatabase(there)
    if there is None or there != ScriptDirectory.from_config(config).get_current_head():
        command.upgrade(config, "head")
    return there is None
