"""What public pages are made from, as marks: two that are alike mean that the page is the same.

Asked for before a page is taken from those that are kept, so cheap: no text is read. A version of
the minutes is marked apart from the workshop's line, since the log is written before the document.
"""

from typing import TypeAlias

from sqlalchemy import Engine, func, select
from sqlalchemy.sql.expression import ColumnElement

from app.store.documents import MINUTES
from app.store.processes import PROCESS
from app.store.workshops import WORKSHOP, normal_code

Mark: TypeAlias = tuple[tuple[object, ...], ...]

_PLANS = select(PROCESS.c.id, PROCESS.c.rev, PROCESS.c.public)
_LINES = select(WORKSHOP).where(~WORKSHOP.c.rehearsal)


def site(engine: Engine) -> Mark:
    """Of the lists of workshops and plan processes."""
    with engine.connect() as connection:
        lines = connection.execute(_LINES.order_by(WORKSHOP.c.starts, WORKSHOP.c.id))
        plans = connection.execute(_PLANS.order_by(PROCESS.c.id))
        return (*map(tuple, lines), *map(tuple, plans))


def series(engine: Engine, *, workshop: str = "", process: str = "") -> Mark:
    """Of all minutes in a series, with its plan process: by the code of either."""
    mine = select(WORKSHOP.c.process).where(WORKSHOP.c.code == normal_code(workshop))
    whose: ColumnElement[bool] = PROCESS.c.id.in_(mine)
    held: ColumnElement[bool] = (WORKSHOP.c.code == normal_code(workshop)) | WORKSHOP.c.process.in_(
        mine
    )
    if process:
        whose = PROCESS.c.code == normal_code(process)
        held = WORKSHOP.c.process.in_(select(PROCESS.c.id).where(whose))
    versions = (
        select(MINUTES.c.workshop, func.count(), func.count(MINUTES.c.withdrawn_at))
        .where(MINUTES.c.workshop.in_(select(WORKSHOP.c.id).where(held)))
        .group_by(MINUTES.c.workshop)
        .order_by(MINUTES.c.workshop)
    )
    with engine.connect() as connection:
        lines = connection.execute(_LINES.where(held).order_by(WORKSHOP.c.id))
        plans = connection.execute(_PLANS.where(whose))
        return (*map(tuple, lines), *map(tuple, plans), *map(tuple, connection.execute(versions)))
