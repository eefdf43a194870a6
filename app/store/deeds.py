"""The staff log beside the workshops' own: who did what to a roster, a plan, an account, and when.

What the staff do *in* a workshop is a fact of its log. All else that they do is a form that was
sent, or a command at the machine: whoever takes it in says so with `doing`, and the first
transaction that writes anything meanwhile (`database.writing`) puts the deed down with what it
writes. So neither is on disk without the other, and no page has to remember it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import Connection, Engine, func, insert, select

from app.core.things import Millis
from app.core.words import clean
from app.store import tables as t

DEED, WORKSHOP, PROCESS = (t.metadata.tables[name] for name in ("deed", "workshop", "plan_process"))

LONGEST = 400
"""Signs of a detail: a name, a file, a version, roles. Not what was written."""


@dataclass(slots=True)
class Doing:
    """What somebody of the staff is doing just now, and has not written yet.

    `what`: the form's address, as `/stab/v/{code}/medlemmer`, or the command. `code`: of the
    workshop or the plan process that it is about; empty for the house.
    """

    what: str
    actor: str
    at: Millis
    code: str = ""
    detail: str = ""
    waits: bool = True
    """Until it is put down, or over."""


_doing: ContextVar[Doing | None] = ContextVar("doing", default=None)


@contextmanager
def doing(what: str, actor: str, at: Millis, code: str = "") -> Iterator[Doing]:
    """Meanwhile the first thing that is written is written with this deed."""
    deed = Doing(what, actor, at, code)
    _doing.set(deed)
    try:
        yield deed
    finally:
        deed.waits = False  # also for a task that was begun meanwhile, and goes on
        _doing.set(None)


def tell(detail: str) -> None:
    """More closely what is being done, by whoever knows it only while it is written."""
    deed = _doing.get()
    if deed is not None and deed.waits:
        deed.detail = detail


def put(connection: Connection) -> None:
    """Put down what is being done, at the end of a transaction that writes. Once."""
    deed = _doing.get()
    if deed is None or not deed.waits:
        return
    owner = _owner(connection, deed)
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time
        connection.execute(select(func.pg_advisory_xact_lock(crc32(owner.encode()))))
    newest = connection.scalar(select(func.max(DEED.c.no)).where(DEED.c.owner == owner))
    row = {
        "owner": owner,
        "no": (newest or 0) + 1,
        "at": deed.at,
        "actor": deed.actor,
        "what": deed.what,
        "detail": clean(deed.detail)[:LONGEST],
    }
    connection.execute(insert(DEED), row)
    deed.waits = False


def _owner(connection: Connection, deed: Doing) -> str:
    """The id of what it is about; empty where that is the house, or is gone."""
    if not deed.code:
        return ""
    units = (PROCESS, WORKSHOP) if "/plan/" in deed.what else (WORKSHOP, PROCESS)
    for unit in units:
        found = connection.scalar(select(unit.c.id).where(unit.c.code == deed.code))
        if found:
            return str(found)
    return ""


def of(engine: Engine, owner: str = "") -> Sequence[t.DeedRow]:
    """The deeds about a workshop or a plan process, by its id, or about the house: oldest first."""
    with engine.connect() as connection:
        mine = select(DEED).where(DEED.c.owner == owner).order_by(DEED.c.no)
        return [t.DeedRow(**row) for row in connection.execute(mine).mappings()]


def page(engine: Engine, most: int, after: int) -> tuple[list[t.DeedRow], bool]:
    """All deeds, about whatever: so many, the newest first, after the first so many; and whether
    there are more."""
    newest = select(DEED).order_by(DEED.c.at.desc(), DEED.c.owner, DEED.c.no.desc())
    with engine.connect() as connection:
        rows = connection.execute(newest.limit(most + 1).offset(after)).mappings()
        found = [t.DeedRow(**row) for row in rows]
    return found[:most], len(found) > most
