"""The roster of a workshop: who is elected, who met, who stood in. Knows nothing of notes."""

from collections.abc import Iterable

from sqlalchemy import Engine, delete, insert, select, update

from app.store import tables as t
from app.store.database import writing
from app.store.sets import table_of

MEMBER = table_of(t.Member)


def members(engine: Engine, workshop: str) -> list[t.Member]:
    """The roster in its own order."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(MEMBER).where(MEMBER.c.workshop == workshop).order_by(MEMBER.c.place)
        )
        return [t.Member(**row) for row in rows.mappings()]


def listed(engine: Engine, workshop: str) -> list[str]:
    """The names of members and deputies as the list of the elected has them, in the alphabet's
    order: nothing in them changes when attendance is taken.
    """
    with engine.connect() as connection:
        names = connection.scalars(
            select(MEMBER.c.name).where((MEMBER.c.workshop == workshop) & ~MEMBER.c.written_in)
        )
        return sorted(set(names))


def replace_members(engine: Engine, workshop: str, roster: Iterable[t.Member]) -> None:
    with writing(engine) as connection:
        connection.execute(delete(MEMBER).where(MEMBER.c.workshop == workshop))
        rows = [member.model_dump() for member in roster]
        if rows:
            connection.execute(insert(MEMBER), rows)


def mark(engine: Engine, workshop: str, changed: Iterable[t.Member]) -> None:
    """Store how these members stand: present or absent, for whom, and any remark."""
    with writing(engine) as connection:
        for member in changed:
            connection.execute(
                update(MEMBER)
                .where((MEMBER.c.id == member.id) & (MEMBER.c.workshop == workshop))
                .values(
                    standing=member.standing,
                    stands_in_for=member.stands_in_for,
                    remark=member.remark,
                )
            )


def add(engine: Engine, member: t.Member) -> None:
    """Someone who came without being on the roster: a deputy, written in at the door."""
    with writing(engine) as connection:
        connection.execute(insert(MEMBER), member.model_dump())
