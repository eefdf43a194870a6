"""Which process is the home of which workshop, where several serve one PostgreSQL database.

A process that opens a workshop takes an advisory lock for it, on a connection of its own: the
database lets go of the lock when the process or its connection ends, however that happens. Beside
the lock is a row: where the home's socket is, and its *epoch*, a new random one for each home. The
lock says who lives; the epoch is what keeps the workshop whole. Each batch that a room writes holds
the row fast and looks whether the epoch is still the room's own, so one that was thought dead, and
is not, stores nothing.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.store import tables as t
from app.store.database import upsert
from app.store.sets import table_of

HOME, WORKSHOP = table_of(t.HomeRow), table_of(t.WorkshopRow)

#: A connection that is dead is noticed within some ten seconds, at both of its ends.
NOTICED = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
    "application_name": "tannhjul homes",
}


def still(connection: Connection, epochs: Mapping[str, str]) -> bool:
    """Whether these workshops still have these homes, and will until the transaction ends."""
    mine = select(HOME.c.workshop, HOME.c.epoch).where(HOME.c.workshop.in_(epochs))
    there = connection.execute(mine.with_for_update(read=True))
    return {row.workshop: row.epoch for row in there} == epochs


class Claims:
    """The homes that this process has. Every method waits for the database; one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = create_engine(
            engine.url, poolclass=NullPool, connect_args=NOTICED, isolation_level="AUTOCOMMIT"
        )
        self._open: Connection | None = None
        self._epochs: dict[str, str] = {}
        self._locked: set[str] = set()

    def address(self, workshop: str) -> str | None:
        """Where the home is or was, empty if there never was one; None: no such workshop."""
        row = self._ask(
            select(func.coalesce(HOME.c.address, ""))
            .select_from(WORKSHOP.outerjoin(HOME))
            .where(WORKSHOP.c.id == workshop)
        ).first()
        return row[0] if row else None

    def take(self, workshop: str, address: str) -> str | None:
        """Become its home: the epoch. None where another process is."""
        if not self._lock(workshop):
            return None
        epoch = secrets.token_hex(8)
        row = {"workshop": workshop, "address": address, "epoch": epoch}
        try:
            self._ask(upsert(self._engine, HOME).values(row))
        except IntegrityError:  # the workshop was removed just now
            self.give_up(workshop)
            return None
        self._epochs[workshop] = epoch
        return epoch

    def give_up(self, workshop: str) -> None:
        self._epochs.pop(workshop, None)
        if workshop in self._locked:
            self._locked.discard(workshop)
            self._ask(select(func.pg_advisory_unlock(_key(workshop))))

    def lost(self) -> list[str]:
        """Those of ours that are another's by now, or were removed.

        Where the connection was lost, a new one takes the locks again: as long as nobody else
        became the home meanwhile, nothing has happened.
        """
        there = self._ask(
            select(HOME.c.workshop, HOME.c.epoch).where(HOME.c.workshop.in_(self._epochs))
        )
        epochs = {row.workshop: row.epoch for row in there}
        lost = [each for each, epoch in self._epochs.items() if epochs.get(each) != epoch]
        for workshop in self._epochs.keys() - self._locked - set(lost):
            self._lock(workshop)
        return lost

    def close(self) -> None:
        """Give up all. The locks go with the connection."""
        self._disconnect()
        self._engine.dispose()

    def _lock(self, workshop: str) -> bool:
        if self._ask(select(func.pg_try_advisory_lock(_key(workshop)))).scalar_one():
            self._locked.add(workshop)
            return True
        return False

    def _ask(self, statement: Any) -> Any:
        try:
            return self._connection().execute(statement)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            self._disconnect()
            return self._connection().execute(statement)

    def _connection(self) -> Connection:
        if self._open is None:
            self._open = self._engine.connect()
        return self._open

    def _disconnect(self) -> None:
        self._locked.clear()
        if self._open is not None:
            self._open.close()
            self._open = None


def _key(workshop: str) -> int:
    """The number of the workshop's lock: the first half of its random id, as PostgreSQL counts."""
    return int.from_bytes(bytes.fromhex(workshop[:16]), signed=True)
