"""The database as a whole: one moment of it to read, or something else in its place."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from app.store.database import InUse, forget_traces, migrate, open_database, reading, writing
from app.store.tables import metadata

MEMORY = 256 * 1024  # KiB
"""So much of a SQLite database is copied in memory; the rest to a file without a name."""

OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()
"""


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Everything as it stands at one moment, while others go on writing.

    Nobody waits for the reader, and what others drop meanwhile does not linger on its account. A
    SQLite file is copied in one go and read in peace, because its write-ahead log cannot be emptied
    under a reader. PostgreSQL keeps the moment by itself; what it kept for us is swept up after.
    """
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect("", check_same_thread=False)) as copy:
            copy.execute(f"PRAGMA cache_size=-{MEMORY}")
            with closing(engine.raw_connection()) as source:
                source.driver_connection.backup(copy)  # type: ignore[union-attr]  # SQLite's own
            copied = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
            with copied.connect() as connection:
                yield connection
    else:
        try:
            with reading(engine) as connection:
                yield connection
        finally:
            _in_a_while(lambda: forget_traces(engine))


@contextmanager
def replacing(engine: Engine) -> Iterator[Connection]:
    """A transaction on empty tables: what ends up in them takes the place of all that was.

    Nothing of what was is left in the files: SQLite gets a new one, and PostgreSQL gives a new one
    to each table that is truncated. Raises `InUse` where somebody else has the database open.
    """
    if engine.dialect.name != "sqlite":
        refuse_company(engine)
        names = map(engine.dialect.identifier_preparer.format_table, metadata.sorted_tables)
        with writing(engine) as connection:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)}")
            yield connection
        return
    there = Path(engine.url.database or "")
    coming = there.with_name(f"{there.name}.new")
    _remove(coming)  # where an earlier one was killed
    fresh = open_database(f"sqlite:///{coming}")
    try:
        migrate(fresh)
        with writing(fresh) as connection:
            yield connection
        fresh.dispose()
        refuse_company(engine)  # also because an old write-ahead log must not meet the new file
        settle(coming, there)
    finally:
        fresh.dispose()
        _remove(coming)


def refuse_company(engine: Engine) -> None:
    """Raises `InUse` where somebody else has the database open just now."""
    engine.dispose()  # our own connections are no company
    if not _in_a_while(lambda: _is_alone(engine)):  # a server that was stopped is still leaving
        raise InUse


def _is_alone(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master")
        engine.dispose()  # who closes a SQLite file last takes its write-ahead log away
        return not Path(f"{engine.url.database}-wal").exists()
    with engine.connect() as connection:
        others: int = connection.exec_driver_sql(OTHERS).scalar_one()
    engine.dispose()
    return others == 0


def _in_a_while(holds: Callable[[], bool]) -> bool:
    """Whether it holds, now or within two seconds."""
    for _ in range(20):
        if holds():
            return True
        time.sleep(0.1)
    return False


def settle(new: Path, path: Path) -> None:
    """Put a finished file in the place of another, for good. Raises `OSError`."""
    new.replace(path)
    if os.name == "posix":  # elsewhere a directory cannot be opened
        directory = os.open(path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
