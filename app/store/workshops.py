"""Workshops on disk: made, loaded, written to, found, removed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.events import Act, Fact, NoticePublished
from app.core.things import Millis
from app.store import homes, log, sets
from app.store import tables as t
from app.store.database import forget_traces, in_turn, reading, writing
from app.store.deeds import DEED
from app.store.sets import Traces, table_of

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0, O, 1, I, L and U: a code is read from a card across a table."""

WORKSHOP, ACT, CODE = (table_of(m) for m in (t.WorkshopRow, t.StaffAct, t.JoinCode))
OF_A_WORKSHOP = [
    table_of(m)
    for m in (
        t.StaffAct, t.NoteRow, t.SheetRow, t.StatementRow, t.StandRow, t.TableMarkRow,
        t.BallotBoxRow, t.ProfilesRow, t.JoinCode, t.Member, t.SeatingRow, t.StoredFile,
        t.RemarkRow, t.MinutesRow, t.HomeRow,
    )
]  # fmt: skip


class Conflict(Exception):
    """Another process is the workshop's home, or wrote to its log: load it again there."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one room wants on disk: facts in order, after act number `seq` of its log.

    `heading` holds the columns of the workshop's line in lists that these facts changed. `epoch`:
    the room may write while it is still the workshop's home (`homes.py`); None: there is no other.
    """

    workshop: str
    seq: int
    acts: Sequence[tuple[str, Millis, Act]]  # by whom, when, what
    facts: Sequence[Fact]
    heading: dict[str, Any] = field(default_factory=dict)
    epoch: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    acts: list[Fact]
    sayings: list[Fact]
    seq: int


@dataclass(frozen=True, slots=True)
class Door:
    """Where a join code leads."""

    workshop: str
    role: str  # "tablet" | "projector" | "draft"
    table: int | None


def normal_code(typed: str) -> str:
    """A code as it was meant: lower case, spaces and dashes are forgiven."""
    return "".join(c for c in typed.upper() if c.isalnum())


def new_code(length: int = 8) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def create(engine: Engine, code: str | None = None, process: str | None = None) -> str:
    """A new, empty workshop; returns its id. `code` is its public address, made up if None.

    `process` is the id of the plan process whose series it belongs to.
    """
    workshop = secrets.token_hex(16)
    with writing(engine) as connection:
        row = t.WorkshopRow(id=workshop, code=code or new_code(6), process=process).model_dump()
        connection.execute(insert(WORKSHOP), row)
    return workshop


def belong(engine: Engine, workshop: str, process: str | None) -> None:
    """The workshop is in the series of this plan process; None: in none."""
    with writing(engine) as connection:
        mine = WORKSHOP.c.id == workshop
        connection.execute(update(WORKSHOP).where(mine).values(process=process))


def give_codes(engine: Engine, workshop: str, tables: Sequence[int]) -> None:
    """Join codes for the tables and one for the projector, where they have none yet."""
    with writing(engine) as connection:
        mine = select(CODE.c.role, CODE.c.table_no).where(CODE.c.workshop == workshop)
        there = {tuple(row) for row in connection.execute(mine)}
        wanted = [("projector", None), *(("tablet", no) for no in tables)]
        rows = [
            {"code": new_code(), "workshop": workshop, "role": role, "table_no": no}
            for role, no in wanted
            if (role, no) not in there
        ]
        if rows:
            connection.execute(insert(CODE), rows)


def codes(engine: Engine, workshop: str) -> dict[int | None, str]:
    """The join codes by table number; the projector's under None."""
    with engine.connect() as connection:
        mine = (CODE.c.workshop == workshop) & (CODE.c.role != "draft")
        return {row.table_no: row.code for row in connection.execute(select(CODE).where(mine))}


def code_of(engine: Engine, workshop: str, table: int) -> str | None:
    """The code that tablets of this table join by."""
    there = (CODE.c.workshop == workshop) & (CODE.c.table_no == table)
    with engine.connect() as connection:
        found = connection.scalar(select(CODE.c.code).where(there & (CODE.c.role == "tablet")))
    return str(found) if found else None


def find(engine: Engine, code: str) -> t.WorkshopRow | None:
    """The workshop's line, by its public code as somebody typed it."""
    with engine.connect() as connection:
        found = connection.execute(select(WORKSHOP).where(WORKSHOP.c.code == normal_code(code)))
        row = found.mappings().first()
    return t.WorkshopRow(**row) if row else None


def public_code(engine: Engine, workshop: str) -> str:
    """The public code of a workshop that is there."""
    with engine.connect() as connection:
        return str(connection.scalar(select(WORKSHOP.c.code).where(WORKSHOP.c.id == workshop)))


def all_workshops(engine: Engine) -> list[t.WorkshopRow]:
    """Every workshop's line, soonest first, rehearsals left out."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(WORKSHOP).where(~WORKSHOP.c.rehearsal).order_by(WORKSHOP.c.starts)
        )
        return [t.WorkshopRow(**row) for row in rows.mappings()]


def rehearsals(engine: Engine, before: Millis) -> list[str]:
    """The ids of the rehearsals that began before then."""
    with engine.connect() as connection:
        old = WORKSHOP.c.rehearsal & (WORKSHOP.c.starts < before)
        return list(connection.execute(select(WORKSHOP.c.id).where(old)).scalars())


def load(engine: Engine, workshop: str) -> Loaded | None:
    """All that was ever stored of the workshop; None where there is no such one."""
    with reading(engine) as connection:
        if (
            connection.execute(select(WORKSHOP.c.id).where(WORKSHOP.c.id == workshop)).first()
            is None
        ):
            return None
        rows = connection.execute(
            select(ACT.c.seq, ACT.c.kind, ACT.c.body)
            .where(ACT.c.workshop == workshop)
            .order_by(ACT.c.seq)
        ).all()
        acts: list[Fact] = [log.read(row.kind, row.body) for row in rows]
        return Loaded(acts, sets.read(connection, workshop), rows[-1].seq if rows else 0)


def notices(engine: Engine, workshop: str) -> tuple[NoticePublished, ...]:
    """Every notice of the meeting that was published, oldest first."""
    mine = (ACT.c.workshop == workshop) & (ACT.c.kind == NoticePublished.__name__)
    with engine.connect() as connection:
        rows = connection.execute(select(ACT.c.kind, ACT.c.body).where(mine).order_by(ACT.c.seq))
        acts = [log.read(row.kind, row.body) for row in rows]
    return tuple(act for act in acts if isinstance(act, NoticePublished))


def write(engine: Engine, batches: Sequence[Batch]) -> Traces:
    """All batches in one transaction, on disk when this returns. Raises `Conflict`.

    What is returned is left to be forgotten: see `forget_traces`.
    """
    try:
        with in_turn(engine) as connection:
            epochs = {batch.workshop: batch.epoch for batch in batches if batch.epoch is not None}
            if epochs and not homes.still(connection, epochs):
                raise Conflict
            return max(_write_one(connection, batch) for batch in batches)
    except IntegrityError as error:
        raise Conflict from error


def _write_one(connection: Connection, batch: Batch) -> Traces:
    if batch.acts:
        rows = [
            row
            for i, (actor, at, act) in enumerate(batch.acts)
            for row in log.rows([act], batch.workshop, batch.seq + i, actor, at)
        ]
        connection.execute(insert(ACT), rows)
    if batch.heading:
        mine = WORKSHOP.c.id == batch.workshop
        if not connection.execute(update(WORKSHOP).where(mine).values(**batch.heading)).rowcount:
            raise Conflict  # it was taken away just now
    return sets.write(connection, batch.workshop, batch.facts)


def remove(engine: Engine, workshop: str) -> None:
    """A rehearsal is taken away whole, log and all. Anything else is not removed here."""
    with writing(engine) as connection:
        mine = (WORKSHOP.c.id == workshop) & WORKSHOP.c.rehearsal
        if connection.execute(select(WORKSHOP.c.id).where(mine)).first() is None:
            return
        for table in OF_A_WORKSHOP:
            connection.execute(delete(table).where(table.c.workshop == workshop))
        connection.execute(delete(DEED).where(DEED.c.owner == workshop))
        connection.execute(delete(WORKSHOP).where(mine))
    forget_traces(engine)
