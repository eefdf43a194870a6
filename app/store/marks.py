"""What public pages are made from, as marks: two that are alike mean that the page is the same.

Asked for before a page is taken from those that are kept, so cheap: no text is read. A version of
the minutes is marked apart from the workshop's line, since the log is written before the document.
"""

from typing import TypeAlias

from sqlalchemy import Connection, Engine, bindparam, func, select

from app.core.events import StepDropped, StepPlanned, StepSkipped
from app.store import tables as t
from app.store.documents import MINUTES
from app.store.processes import PROCESS
from app.store.workshops import ACT, WORKSHOP, normal_code

Mark: TypeAlias = tuple[tuple[object, ...], ...]

_HELD = select(WORKSHOP).where(~WORKSHOP.c.rehearsal)
_PLANS = select(PROCESS.c.id, PROCESS.c.rev, PROCESS.c.public)
_ALL = _HELD.order_by(WORKSHOP.c.starts, WORKSHOP.c.id)

_MINE = (WORKSHOP.c.id == bindparam("workshop")) | (WORKSHOP.c.process == bindparam("process"))
_SERIES = _HELD.where(_MINE).order_by(WORKSHOP.c.id)
_PLAN = _PLANS.where(PROCESS.c.id == bindparam("process"))
_VERSIONS = (
    select(MINUTES.c.workshop, func.count(), func.count(MINUTES.c.withdrawn_at))
    .where(MINUTES.c.workshop.in_(select(WORKSHOP.c.id).where(_MINE)))
    .group_by(MINUTES.c.workshop)
    .order_by(MINUTES.c.workshop)
)
_STEPS = [kind.__name__ for kind in (StepPlanned, StepDropped, StepSkipped)]
_PROGRAMMES = (
    select(ACT.c.workshop, func.count())
    .where(ACT.c.workshop.in_(select(WORKSHOP.c.id).where(_MINE, WORKSHOP.c.ended.is_(None))))
    .where(ACT.c.kind.in_(_STEPS))
    .group_by(ACT.c.workshop)
    .order_by(ACT.c.workshop)
)
"""How often those that are coming had theirs changed: minutes tell what the next one asks."""

_ONE = _HELD.where(WORKSHOP.c.code == bindparam("code"))


def site(engine: Engine) -> Mark:
    """Of the lists of workshops and plan processes."""
    with engine.connect() as connection:
        plans = connection.execute(_PLANS.order_by(PROCESS.c.id))
        return (*map(tuple, connection.execute(_ALL)), *map(tuple, plans))


def workshop(engine: Engine, code: str) -> tuple[t.WorkshopRow, Mark] | None:
    """The line of the workshop with this public code, with the mark of its series; None where
    there is none, or it is a rehearsal."""
    with engine.connect() as connection:
        found = connection.execute(_ONE, {"code": normal_code(code)}).mappings().first()
        if found is None:
            return None
        row = t.WorkshopRow(**found)
        return row, _series(connection, row.id, row.process)


def process(engine: Engine, process: str) -> Mark:
    """Of the series of the plan process with this id."""
    with engine.connect() as connection:
        return _series(connection, "", process)


def _series(connection: Connection, workshop: str, process: str | None) -> Mark:
    """Of the plan process, all its workshops, and all their minutes and programmes."""
    whose = {"workshop": workshop, "process": process}
    found = (connection.execute(each, whose) for each in (_PLAN, _SERIES, _VERSIONS, _PROGRAMMES))
    return tuple(tuple(row) for rows in found for row in rows)
