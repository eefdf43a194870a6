"""Before the tables get another shape, all that is in them is kept as a file of the old shape."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData

from app.store import backups
from app.store.database import migrate, reading, revision, revisions
from app.store.moving import rows_of
from app.store.portable import Row, save
from app.store.tables import metadata

FOLDER = "before-upgrade"
"""In the data directory, apart from the backups that somebody else makes and counts."""

KEPT = 3
DAYS = 90
"""So many are kept, and so long, but always the newest: what is deleted here is in them still."""

TURN = 8
"""PostgreSQL's lock for it, by number; 7 is the migration's own."""

NOT_CONTENT = {"alembic_version"} | {
    table.name for table in metadata.sorted_tables if table.info.get("passing")
}


def bring_up_to_date(engine: Engine, folder: Path) -> Path | None:
    """Migrate; where data was there in another shape, a backup of it is made before, and returned.

    Into the `folder`, which is made if need be. The older program that knows that shape restores
    it, and so does this one. Raises `OSError` where the backup cannot be made, and what `migrate`
    and the database raise: then the data is as it was.
    """
    with _in_turn(engine):
        file = _kept(engine, folder)
        migrate(engine)
    with suppress(OSError):  # an old one too many is no reason not to start
        backups.expire(folder, KEPT, DAYS, datetime.now(UTC), file)
    return file


@contextmanager
def _in_turn(engine: Engine) -> Iterator[None]:
    """Of those who start at once on PostgreSQL the second finds all done."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({TURN})")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({TURN})")


def _kept(engine: Engine, folder: Path) -> Path | None:
    """The backup of what is there in another shape; None where there is no such thing."""
    there = revision(engine)
    if there is None or there not in revisions()[1:]:  # nothing, new enough, or too new
        return None
    for each in (folder.parent, folder):  # closed to others, both of them
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = backups.fresh(folder, datetime.now(UTC))
    with reading(engine) as connection:  # nobody is to be at work on it now
        save(file, "backup", _as_it_is(connection), there)
    return file


def _as_it_is(connection: Connection) -> Iterator[Row]:
    """All rows of the tables that are there, whatever shape they have."""
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name not in NOT_CONTENT:
            yield from rows_of(connection, table)
