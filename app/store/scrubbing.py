"""What was taken away for good is in no file any more.

A note among the settings remembers that it is due until it is done, also where the server is ended
in between.
"""

import secrets
import sqlite3
import time
from contextlib import closing

from sqlalchemy import Connection, Engine, delete
from sqlalchemy.exc import OperationalError

from app.core.things import Trouble
from app.store.database import begin_new_log, forget_traces, trouble, upsert, writing
from app.store.deeds import DEED
from app.store.processes import PROCESS
from app.store.staff import SETTING, setting
from app.store.workshops import OF_A_WORKSHOP, WORKSHOP

UNSWEPT = "unswept"
"""The setting's key: while it is there, files may hold what was taken away."""

WHOLE = [*OF_A_WORKSHOP, WORKSHOP, PROCESS, DEED]
"""The tables that something may be taken away from."""


def remember(connection: Connection) -> None:
    """Something is taken away in this transaction: the files are to be written anew."""
    row = {"key": UNSWEPT, "value": secrets.token_hex(8)}
    connection.execute(upsert(connection.engine, SETTING), row)


def unswept(engine: Engine) -> bool:
    """Whether what was taken away may still lie in a file."""
    return setting(engine, UNSWEPT) is not None


def scrub(engine: Engine) -> bool:
    """Write the files anew without what was taken away. True where that is done.

    Zeros over what is deleted are not enough: SQLite leaves a copy behind where it moves a row from
    one page to another. It takes the longer the more there is, and others wait meanwhile: not in
    the middle of a meeting. Elsewhere somebody is in the way: ask again later. Raises
    `OperationalError`, as where the disk is full.
    """
    mark = setting(engine, UNSWEPT)
    if not (_rewritten(engine) and _soon_forgotten(engine)):
        return False
    with writing(engine) as connection:  # what somebody took away meanwhile has another mark
        mine = (SETTING.c.key == UNSWEPT) & (SETTING.c.value == mark)
        connection.execute(delete(SETTING).where(mine))
    begin_new_log(engine)
    return not unswept(engine)


def _rewritten(engine: Engine) -> bool:
    try:
        if engine.dialect.name == "sqlite":
            with closing(engine.raw_connection()) as raw:
                connection: sqlite3.Connection = raw.driver_connection  # type: ignore[assignment]
                connection.execute("PRAGMA temp_store=MEMORY")  # no second copy on the disk
                try:
                    connection.execute("VACUUM")
                finally:
                    connection.execute("PRAGMA temp_store=DEFAULT")
            return True
        names = ", ".join(engine.dialect.identifier_preparer.format_table(each) for each in WHOLE)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as postgresql:
            postgresql.exec_driver_sql("SET lock_timeout = '2s'")
            try:
                postgresql.exec_driver_sql(f"VACUUM FULL {names}")
            finally:
                postgresql.exec_driver_sql("RESET lock_timeout")
    except (sqlite3.OperationalError, OperationalError) as error:
        if trouble(error) is not Trouble.BUSY:
            raise OperationalError("VACUUM", None, getattr(error, "orig", None) or error) from None
        return False
    return True


def _soon_forgotten(engine: Engine) -> bool:
    """A reader may be in the way of emptying the write-ahead log, for a moment."""
    for _ in range(20):
        if forget_traces(engine):
            return True
        time.sleep(0.1)
    return False
