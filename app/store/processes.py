"""Plan processes on disk, and the workshops that are their series."""

import secrets
from dataclasses import dataclass, replace

from pydantic import TypeAdapter
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.sql.expression import ColumnElement

from app.core.planning import PlanProcess, Save, Section, saved
from app.core.things import Millis
from app.store import tables as t
from app.store.database import writing
from app.store.sets import table_of
from app.store.workshops import WORKSHOP, new_code, normal_code

PROCESS = table_of(t.PlanProcessRow)

_BODY = TypeAdapter(PlanProcess)


class Stale(Exception):
    """Somebody else saved the process since it was loaded."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan process as it lies on disk: `plan` is what it says, the rest is about it."""

    id: str
    code: str
    rev: int
    at: Millis
    saved_by: str
    public: bool
    demo: bool
    plan: PlanProcess


def create(engine: Engine, plan: PlanProcess, who: str, at: Millis, *, demo: bool = False) -> Kept:
    """A new plan process, which the public does not see yet."""
    plan = saved(plan, Save(1, at, who, Section.PLAN))
    kept = Kept(secrets.token_hex(16), new_code(6), 1, at, who, public=False, demo=demo, plan=plan)
    with writing(engine) as connection:
        connection.execute(insert(PROCESS), {"id": kept.id, **_columns(kept)})
    return kept


def find(engine: Engine, code: str) -> Kept | None:
    """The process with this public code, as somebody typed it."""
    return next(iter(_found(engine, PROCESS.c.code == normal_code(code))), None)


def load(engine: Engine, process: str) -> Kept | None:
    """The process with this id."""
    return next(iter(_found(engine, PROCESS.c.id == process)), None)


def all_processes(engine: Engine) -> list[Kept]:
    """Every process, the one that was saved last first."""
    return sorted(_found(engine), key=lambda kept: (-kept.at, kept.code))


def save(
    engine: Engine,
    kept: Kept,
    plan: PlanProcess,
    what: Section,
    who: str,
    at: Millis,
    *,
    public: bool | None = None,
) -> Kept:
    """Put `plan` in the place of what `kept` says; `public` says who sees it from now on.

    Raises `Stale` where somebody saved since `kept` was loaded, and then nothing is changed.
    """
    rev = kept.rev + 1
    plan = saved(plan, Save(rev, at, who, what))
    now = replace(kept, rev=rev, at=at, saved_by=who, plan=plan)
    if public is not None:
        now = replace(now, public=public)
    with writing(engine) as connection:
        as_loaded = (PROCESS.c.id == kept.id) & (PROCESS.c.rev == kept.rev)
        if not connection.execute(
            update(PROCESS).where(as_loaded).values(**_columns(now))
        ).rowcount:
            raise Stale
    return now


def series(engine: Engine, process: str) -> list[t.WorkshopRow]:
    """The workshops of the process, in their order, rehearsals left out."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(WORKSHOP)
            .where(WORKSHOP.c.process == process, ~WORKSHOP.c.rehearsal)
            .order_by(WORKSHOP.c.number, WORKSHOP.c.starts)
        )
        return [t.WorkshopRow(**row) for row in rows.mappings()]


def beside(engine: Engine, workshop: str) -> list[t.WorkshopRow]:
    """The other workshops of this one's series, in their order; beside a rehearsal stands none."""
    mine = select(WORKSHOP.c.process).where(WORKSHOP.c.id == workshop, ~WORKSHOP.c.rehearsal)
    with engine.connect() as connection:
        process = connection.scalar(mine)
    return [each for each in series(engine, process) if each.id != workshop] if process else []


def _columns(kept: Kept) -> dict[str, object]:
    told = ("code", "rev", "at", "saved_by", "public", "demo")
    return {
        **{name: getattr(kept, name) for name in told},
        "body": _BODY.dump_json(kept.plan).decode(),
    }


def _found(engine: Engine, *where: ColumnElement[bool]) -> list[Kept]:
    with engine.connect() as connection:
        rows = connection.execute(select(PROCESS).where(*where))
        return [_read(row) for row in rows.mappings()]


def _read(row: RowMapping) -> Kept:
    columns = dict(row)
    plan = _BODY.validate_json(columns.pop("body"))
    return Kept(**columns, plan=plan)
