"""Published minutes: stored once, never changed; a correction is a new version."""

from sqlalchemy import Engine, insert, select

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


def versions(engine: Engine, workshop: str) -> list[t.MinutesRow]:
    """All published versions, the newest first."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(MINUTES).where(MINUTES.c.workshop == workshop).order_by(MINUTES.c.version.desc())
        )
        return [t.MinutesRow(**row) for row in rows.mappings()]
