"""Published minutes: stored once, never changed; a correction is a new version.

A version that is withdrawn is kept, and marked: readers ask for what is `standing`.
"""

from sqlalchemy import Engine, insert, select, update

from app.core.events import MinutesWithdrawn
from app.store import tables as t
from app.store.database import writing
from app.store.sets import table_of

MINUTES = table_of(t.MinutesRow)


def publish(engine: Engine, row: t.MinutesRow) -> None:
    """Keep a version. One that is there already with the same words is left as it is."""
    with writing(engine) as connection:
        mine = (MINUTES.c.workshop == row.workshop) & (MINUTES.c.version == row.version)
        if connection.execute(select(MINUTES.c.version).where(mine)).first() is None:
            connection.execute(insert(MINUTES), row.model_dump())


def withdraw(engine: Engine, workshop: str, act: MinutesWithdrawn) -> None:
    """Mark a version as withdrawn, as the log tells it. Twice is once."""
    told = {"withdrawn_at": act.at, "withdrawn_by": act.by, "withdrawn_why": act.why}
    mine = (MINUTES.c.workshop == workshop) & (MINUTES.c.version == act.version)
    with writing(engine) as connection:
        connection.execute(update(MINUTES).where(mine).values(**told))


def versions(engine: Engine, workshop: str) -> list[t.MinutesRow]:
    """All that were ever published, the newest first."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(MINUTES).where(MINUTES.c.workshop == workshop).order_by(MINUTES.c.version.desc())
        )
        return [t.MinutesRow(**row) for row in rows.mappings()]


def listed(engine: Engine, workshop: str) -> list[t.MinutesRow]:
    """The same, with an empty `body`, which is large: for those who ask which there are."""
    columns = [each for each in MINUTES.c if each is not MINUTES.c.body]
    mine = select(*columns).where(MINUTES.c.workshop == workshop)
    with engine.connect() as connection:
        rows = connection.execute(mine.order_by(MINUTES.c.version.desc())).mappings()
        return [t.MinutesRow(**row, body="") for row in rows]


def body(engine: Engine, workshop: str, version: int) -> str:
    """Of the version, which is there."""
    mine = (MINUTES.c.workshop == workshop) & (MINUTES.c.version == version)
    with engine.connect() as connection:
        found: str = connection.execute(select(MINUTES.c.body).where(mine)).scalar_one()
    return found


def standing(engine: Engine, workshop: str) -> t.MinutesRow | None:
    """The newest version that is not withdrawn; None where there is none."""
    stands = (MINUTES.c.workshop == workshop) & MINUTES.c.withdrawn_at.is_(None)
    newest = select(MINUTES).where(stands).order_by(MINUTES.c.version.desc()).limit(1)
    with engine.connect() as connection:
        row = connection.execute(newest).mappings().first()
    return t.MinutesRow(**row) if row else None
