"""Opens the database and brings it up to date. Here and in `whole.py` the two databases differ."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.schema import Table

from app.core.things import Trouble
from app.store import deeds


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


def in_turn(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that is going to write, and takes its turn among the writers at once.

    On SQLite one that first reads and then writes would fail if another wrote in between.
    """
    return engine.execution_options(writes=True).begin()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The same, with the deed of the staff's that it is for, if it is for one (`deeds.py`)."""
    with in_turn(engine) as connection:
        yield connection
        deeds.put(connection)


def reading(engine: Engine) -> AbstractContextManager[Connection]:
    """A connection whose questions are all answered as of the same moment."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return engine.connect()


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


def forget_traces(engine: Engine, notes: bool = False) -> bool:
    """Nothing of what was replaced or dropped may linger in a file. True where that is now so.

    `notes`: some that were sealed lie anew; that takes the longer the more there are of all
    workshops. Elsewhere a reader is in the way, who must not hold the writers up: ask again soon.
    SQLite's write-ahead log is emptied; what was deleted in the database itself is zeros already.
    PostgreSQL writes the sheets into new files; its own log is another matter (`begin_new_log`).
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
            (busy, _, _) = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            connection.exec_driver_sql("PRAGMA busy_timeout=5000")
            return not busy
        try:
            connection.exec_driver_sql("SET lock_timeout = 100")
            connection.exec_driver_sql(f"VACUUM FULL sheet, ballot_box{', note' * notes}")
        except OperationalError:
            return False
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
        return True


def begin_new_log(engine: Engine) -> None:
    """After a sealing: ask PostgreSQL to drop the log that tells what was before. May take seconds.

    Nothing happens where our role may not ask. Whether the old pieces are deleted, or lie there
    until they are written over, the administrator chooses (`docs/threat-model.md`).
    """
    if engine.dialect.name == "postgresql":
        with (
            engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            suppress(DBAPIError),
        ):
            connection.exec_driver_sql("SELECT pg_switch_wal()")
            connection.exec_driver_sql("CHECKPOINT")


_TROUBLES: Mapping[str, Trouble] = {
    # SQLite's names, and PostgreSQL's codes (its documentation, appendix A).
    "SQLITE_FULL": Trouble.FULL,
    "53100": Trouble.FULL,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "25006": Trouble.READ_ONLY,
    "SQLITE_BUSY": Trouble.BUSY,
    "SQLITE_LOCKED": Trouble.BUSY,
    "55P03": Trouble.BUSY,
}


def trouble(error: Exception) -> Trouble:
    """What is wrong with the database, as far as an error from it tells."""
    cause = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    return next((t for start, t in _TROUBLES.items() if name.startswith(start)), Trouble.AWAY)


class InUse(Exception):
    """Another Tannhjul serves from this directory."""


def hold(directory: Path) -> sqlite3.Connection:
    """Keep the data directory to this process while the connection is kept. Raises `InUse`.

    Or what SQLite raises where it cannot write there. On SQLite the rooms live in one process
    only. The lock is SQLite's own: it works on every system and goes with the process, however
    that ends.
    """
    connection = sqlite3.connect(directory / "serving.lock", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        if trouble(error) is not Trouble.BUSY:
            raise
        raise InUse from None
    return connection


# ---------------------------------------------------------------- migrations


def _alembic() -> Config:
    inside = Path(__file__).parent.parent / "migrations"  # in an installed package
    beside = Path(__file__).parent.parent.parent / "migrations"  # in a checkout
    config = Config()
    config.set_main_option("script_location", str(inside if inside.exists() else beside))
    return config


def revisions() -> list[str]:
    """The shapes that the tables have had, as far as this program knows, the newest first."""
    scripts = ScriptDirectory.from_config(_alembic())
    return [script.revision for script in scripts.walk_revisions()]


def revision(engine: Engine) -> str | None:
    """The shape that the tables have; None where there are none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


class NewerDatabase(Exception):
    """The database was written by a newer Tannhjul than this one."""


def migrate(engine: Engine) -> bool:
    """Bring the tables up to date. True where they were made just now, on a first start.

    Raises `NewerDatabase` where an older program meets newer tables.
    """
    there, known = revision(engine), revisions()
    if there is not None and there not in known:
        raise NewerDatabase(there)
    if there != known[0]:
        config = _alembic()
        config.attributes["engine"] = engine
        command.upgrade(config, "head")
    return there is None
