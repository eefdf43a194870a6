"""Workshops and plan processes from one database to another, SQLite or PostgreSQL, or all there is.

A workshop moves by itself, or with its whole series: plan process, files, and all its workshops.

Rows are put in as they come in the file: in the order of their keys. That order says nothing of who
came first, and it is the same in every database, so where a row lies tells no more than the row
itself (`threat-model.md`, rule 3). An order at random would tell as little, and differ for nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Engine, String, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.schema import Table
from sqlmodel import AutoString

from app.store import tables as t
from app.store.database import forget_traces, writing
from app.store.portable import TABLES, File, Row, Unreadable, line
from app.store.processes import PROCESS
from app.store.staff import SETTING
from app.store.tables import metadata
from app.store.workshops import WORKSHOP

AT_ONCE = 500  # rows
UNITS = (WORKSHOP, PROCESS)
"""What moves as a whole, with all rows that belong to it. The ids of the two are never the same."""


class Taken(Exception):
    """Something else is there already. The words say what."""


# ---------------------------------------------------------------- out


def everything(connection: Connection) -> Iterator[Row]:
    """All rows of the database but the passing ones."""
    for table in TABLES.values():
        yield from rows_of(connection, table)


def of_these(connection: Connection, ids: Collection[str]) -> Iterator[Row]:
    """All rows of these workshops and plan processes, and none of the installation's own."""
    for table in TABLES.values():
        if owners := _owners(table):
            yield from rows_of(connection, table, or_(*(owner.in_(ids) for owner in owners)))


def series(connection: Connection, process: str) -> list[t.WorkshopRow]:
    """The workshops of the plan process, in their order."""
    found = connection.execute(
        select(WORKSHOP)
        .where(WORKSHOP.c.process == process)
        .order_by(WORKSHOP.c.number, WORKSHOP.c.starts)
    )
    return [t.WorkshopRow(**row) for row in found.mappings()]


def rows_of(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Iterator[Row]:
    """Rows by primary key, in the order of bytes, which is the same in all databases."""
    collation = "BINARY" if connection.dialect.name == "sqlite" else "C"
    order = [
        key.collate(collation) if isinstance(key.type, String | AutoString) else key
        for key in table.primary_key
    ]
    # PostgreSQL lets go of the table when the savepoint is rolled back: a VACUUM FULL that had to
    # wait for all our tables would have everybody wait behind it.
    savepoint = connection.begin_nested()
    asked = select(table).where(*where).order_by(*order)
    with connection.execute(asked, execution_options={"yield_per": AT_ONCE}) as found:
        for row in found.mappings():
            yield table, dict(row)
    savepoint.rollback()


def _owners(table: Table) -> list[Column[Any]]:
    """The columns that say which workshop or plan process a row belongs to; one of them does."""
    if table in UNITS:
        return [table.c.id]
    return [table.c[name] for name in ("workshop", "process", "owner") if name in table.c]


# ---------------------------------------------------------------- in


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The workshops and plan processes of a file, id → code, by what is here already."""

    new: Mapping[str, str]
    same: Mapping[str, str]
    other: Mapping[str, str]
    """Here with another content."""


def put(connection: Connection, rows: Iterable[Row]) -> Counter[str]:
    """Insert the rows; how many of each table they were."""
    counts: Counter[str] = Counter()
    for table, same in groupby(rows, key=itemgetter(0)):
        values = (row for _, row in same)
        while some := list(islice(values, AT_ONCE)):
            connection.execute(insert(table), some)
            counts[table.name] += len(some)
    return counts


def compare(connection: Connection, file: File) -> Arrivals:
    """What of the file is here. Raises `Taken` where a code is another's, `Unreadable`."""
    codes = {row["id"]: row["code"] for table, row in file.rows() if table in UNITS}
    coming = _digests(file.rows())
    if coming.keys() != codes.keys():
        raise Unreadable("it holds more than whole workshops and plan processes")
    for unit in UNITS:
        taken = select(unit.c.code).where(unit.c.code.in_(codes.values()), unit.c.id.not_in(codes))
        if code := connection.execute(taken).scalar():
            raise Taken(f"another {unit.name.replace('_', ' ')} here has the code {code}")
    here = _digests(of_these(connection, codes))
    same = {each for each in codes if coming[each] == here.get(each)}
    return Arrivals(
        new={each: code for each, code in codes.items() if each not in here},
        same={each: code for each, code in codes.items() if each in same},
        other={each: code for each, code in codes.items() if each in here.keys() - same},
    )


def bring_in(engine: Engine, file: File, *, overwrite: bool = False) -> Arrivals:
    """Put all of the file in, or nothing.

    What is here with the same content is left as it is. Raises `Taken` where one is here with
    another content and is not to be overwritten, and what `compare` raises.
    """
    try:
        with writing(engine) as connection:
            found = compare(connection, file)
            if found.other and not overwrite:
                codes = ", ".join(sorted(found.other.values()))
                raise Taken(f"{codes} is here already, with another content")
            _remove(connection, found.other)
            wanted = found.new.keys() | found.other.keys()
            put(connection, (row for row in file.rows() if _whose(row) in wanted))
    except IntegrityError:
        raise Taken(
            "a table's code, or somebody on the roster, is another workshop's here"
        ) from None
    forget_traces(engine)
    return found


def is_bare(engine: Engine) -> bool:
    """Nothing is in the database but settings, as after a first start."""
    with engine.connect() as connection:
        return not any(
            connection.execute(select(table).limit(1)).first()
            for table in TABLES.values()
            if table is not SETTING
        )


def _remove(connection: Connection, ids: Collection[str]) -> None:
    for table in reversed(metadata.sorted_tables):
        if owners := _owners(table):
            connection.execute(delete(table).where(or_(*(owner.in_(ids) for owner in owners))))


def _digests(rows: Iterable[Row]) -> dict[str, str]:
    """What each workshop or process holds, as a mark by its id: equal where all rows are."""
    found: defaultdict[str, Any] = defaultdict(sha256)
    for row in rows:
        found[_whose(row)].update(line(row))
    return {each: digest.hexdigest() for each, digest in found.items()}


def _whose(row: Row) -> str:
    """The id of what the row belongs to; empty where it is the installation's."""
    table, values = row
    return next((values[owner.name] for owner in _owners(table) if values[owner.name]), "")
