"""What those present say of the draft of the minutes, and the address where they read it."""

from sqlalchemy import Engine, delete, func, insert, select, update

from app.store import tables as t
from app.store.database import writing
from app.store.sets import table_of
from app.store.workshops import CODE, new_code

REMARK = table_of(t.RemarkRow)
DRAFT = "draft"
LENGTH = 26
"""Characters of an address: nobody guesses 127 bits."""

MOST = 500
"""So many remarks to one draft: it is read by those present, not by the world."""


class Full(Exception):
    """There are `MOST` remarks already."""


def open_address(engine: Engine, workshop: str) -> None:
    """A new address for the draft. The one before leads nowhere any more."""
    row = {"code": new_code(LENGTH), "workshop": workshop, "role": DRAFT, "table_no": None}
    with writing(engine) as connection:
        mine = (CODE.c.workshop == workshop) & (CODE.c.role == DRAFT)
        connection.execute(delete(CODE).where(mine))
        connection.execute(insert(CODE), row)


def address(engine: Engine, workshop: str) -> str | None:
    """The token of the draft's address; None where it never was shared."""
    with engine.connect() as connection:
        mine = (CODE.c.workshop == workshop) & (CODE.c.role == DRAFT)
        found = connection.scalar(select(CODE.c.code).where(mine))
    return str(found) if found else None


def remarks(engine: Engine, workshop: str) -> list[t.RemarkRow]:
    """All remarks, the first one first."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(REMARK).where(REMARK.c.workshop == workshop).order_by(REMARK.c.at, REMARK.c.id)
        )
        return [t.RemarkRow(**row) for row in rows.mappings()]


def add(engine: Engine, row: t.RemarkRow) -> None:
    """Keep a remark. One that is there already is left as it is: it was sent twice.

    Raises `Full`.
    """
    with writing(engine) as connection:
        there = select(func.count()).where(REMARK.c.workshop == row.workshop)
        if connection.execute(select(REMARK.c.id).where(REMARK.c.id == row.id)).first():
            return
        if connection.execute(there).scalar_one() >= MOST:
            raise Full
        connection.execute(insert(REMARK), row.model_dump())


def answer(engine: Engine, before: t.RemarkRow, after: t.RemarkRow) -> bool:
    """Keep the staff's answer to the remark `before`; False where somebody else answered since."""
    with writing(engine) as connection:
        done = connection.execute(
            update(REMARK)
            .where(
                REMARK.c.id == before.id,
                REMARK.c.answer == before.answer,
                REMARK.c.taken.is_not_distinct_from(before.taken),
                REMARK.c.in_minutes == before.in_minutes,
            )
            .values(answer=after.answer, taken=after.taken, in_minutes=after.in_minutes)
        )
        return done.rowcount > 0
