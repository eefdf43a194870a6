"""What became public when, of all workshops or of one plan process's: for feeds and calendars."""

from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.sql.expression import ColumnElement

from app.core.events import NoticePublished
from app.core.things import Millis
from app.store import log
from app.store import tables as t
from app.store.documents import MINUTES
from app.store.workshops import ACT, WORKSHOP


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the minutes, without its text; `withdrawn` is None while it stands."""

    held: t.WorkshopRow
    version: int
    at: Millis
    withdrawn: Millis | None
    by: str
    why: str


def notices(engine: Engine, process: str = "") -> list[tuple[t.WorkshopRow, NoticePublished]]:
    """Every version of every notice, those of a workshop the oldest first.

    `process`: only of the workshops of the plan process with this id.
    """
    found = (
        select(WORKSHOP, ACT.c.body.label("act"))
        .join(ACT, ACT.c.workshop == WORKSHOP.c.id)
        .where(*_public(process), ACT.c.kind == NoticePublished.__name__)
        .order_by(WORKSHOP.c.starts, WORKSHOP.c.id, ACT.c.seq)
    )
    told = []
    with engine.connect() as connection:
        for row in connection.execute(found).mappings():
            columns = dict(row)
            act = log.read(NoticePublished.__name__, columns.pop("act"))
            assert isinstance(act, NoticePublished)
            told.append((t.WorkshopRow(**columns), act))
    return told


def editions(engine: Engine, process: str = "") -> list[Edition]:
    """Every published version of all minutes, those that are withdrawn too."""
    text = ("version", "at", "withdrawn_at", "withdrawn_by", "withdrawn_why")
    found = (
        select(WORKSHOP, *(MINUTES.c[name].label(f"its_{name}") for name in text))
        .join(MINUTES, MINUTES.c.workshop == WORKSHOP.c.id)
        .where(*_public(process))
    )
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(found).mappings()]
    told = []
    for row in rows:
        version, at, *withdrawn = (row.pop(f"its_{name}") for name in text)
        told.append(Edition(t.WorkshopRow(**row), version, at, *withdrawn))
    return told


def _public(process: str) -> list[ColumnElement[bool]]:
    mine = [WORKSHOP.c.process == process] if process else []
    return [~WORKSHOP.c.rehearsal, WORKSHOP.c.title != "", *mine]
