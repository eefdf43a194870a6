"""Where join codes lead, many looked up at once."""

from collections.abc import Collection

from sqlalchemy import Engine, select

from app.store.workshops import CODE, Door


def behind(engine: Engine, codes: Collection[str]) -> dict[str, Door]:
    """Where these codes lead, as `normal_code` writes them; those that lead nowhere are not in it.

    At most a thousand at a time: a database takes no query of any length.
    """
    with engine.connect() as connection:
        rows = connection.execute(select(CODE).where(CODE.c.code.in_(codes)))
        return {row.code: Door(row.workshop, row.role, row.table_no) for row in rows}
