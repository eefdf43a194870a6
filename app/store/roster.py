"""The roster of a workshop: who is elected, who met, who stood in. Knows nothing of notes."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, Engine, delete, insert, select, update

from app.store import tables as t
from app.store.database import writing
from app.store.sets import table_of
from app.store.workshops import Conflict

MEMBER = table_of(t.Member)


def members(engine: Engine, workshop: str) -> list[t.Member]:
    """The roster in its own order."""
    with engine.connect() as connection:
        return _there(connection, workshop)


def _there(connection: Connection, workshop: str) -> list[t.Member]:
    mine = select(MEMBER).where(MEMBER.c.workshop == workshop).order_by(MEMBER.c.place)
    return [t.Member(**row) for row in connection.execute(mine).mappings()]


def listed(engine: Engine, workshop: str) -> list[str]:
    """The names of members and deputies as the list of the elected has them, in the alphabet's
    order: nothing in them changes when attendance is taken.
    """
    with engine.connect() as connection:
        names = connection.scalars(
            select(MEMBER.c.name).where((MEMBER.c.workshop == workshop) & ~MEMBER.c.written_in)
        )
        return sorted(set(names))


def stamp(members: Iterable[t.Member]) -> str:
    """Changes with whatever is changed about any of them: how the roster stood when it was shown.

    Nobody keeps it: it goes out with a form and comes back with it.
    """
    lines = [member.model_dump_json() for member in sorted(members, key=lambda each: each.id)]
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


def replace_members(
    engine: Engine, workshop: str, roster: Iterable[t.Member], began_from: str | None = None
) -> None:
    """Raises `Conflict` where the roster is not any more as `began_from`, its stamp, says."""
    with writing(engine) as connection:
        if began_from is not None and stamp(_there(connection, workshop)) != began_from:
            raise Conflict
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
                    late=member.late,
                )
            )


def add(engine: Engine, member: t.Member) -> None:
    """Someone who came without being on the roster: a deputy, written in at the door."""
    with writing(engine) as connection:
        connection.execute(insert(MEMBER), member.model_dump())
