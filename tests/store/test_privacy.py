"""What the tables and the file cannot tell, because it is not there."""

import asyncio
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Engine, Integer, String, Text, inspect

from app.core import events as e
from app.core.asides import PARKING, aside
from app.core.rules import hashed
from app.core.things import Note, Parking
from app.live.frames import BallotFrame, NoteFrame
from app.store import workshops
from app.store.database import open_database
from app.store.workshops import Batch
from app.store.writer import Writer

COUNCILLORS = ["note", "sheet", "statement", "stand", "table_mark", "ballot_box", "profiles"]
#: Every column of the councillors' sets. Another one needs a thought, and then a place here.
COLUMNS = {
    "note": {"workshop", "id", "question", "text", "shared", "lifted"},
    "sheet": {"workshop", "question", "table_no", "body"},
    "statement": {"workshop", "question", "table_no", "text", "dissent", "rev"},
    "stand": {"workshop", "question", "table_no", "version", "stands", "dissent", "rev"},
    "table_mark": {"workshop", "step", "table_no", "ready", "help"},
    "ballot_box": {"workshop", "step", "body"},
    "profiles": {"workshop", "step", "body"},
}  # fmt: skip
TELLING = (
    "at", "time", "date", "when", "created", "updated", "seq", "order", "serial", "ip", "address",
    "device", "seat", "session", "agent", "user", "member", "name", "party", "connection",
)  # fmt: skip


@pytest.mark.parametrize("table", COUNCILLORS)
def test_no_column_can_hold_time_device_or_order(engine: Engine, table: str) -> None:
    """A1."""
    columns = inspect(engine).get_columns(table)
    assert {column["name"] for column in columns} == COLUMNS[table]
    for column in columns:
        assert isinstance(column["type"], (String, Text, Integer, Boolean))
        assert column.get("identity") is None
        assert column.get("default") is None
        assert not set(column["name"].split("_")) & set(TELLING)


@pytest.mark.parametrize("table", COUNCILLORS)
def test_no_row_has_a_number(sqlite_file: Path, table: str) -> None:
    """A2: SQLite keeps no rowid."""
    engine = open_database(f"sqlite:///{sqlite_file}")
    with engine.connect() as connection:
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        ).scalar_one()
    engine.dispose()
    assert "WITHOUT ROWID" in made.upper()


def test_nothing_leads_from_a_member_to_a_note(engine: Engine) -> None:
    """A3: no foreign key, and no column in common but the workshop."""
    found = inspect(engine)
    tables = found.get_table_names()
    for table in tables:
        for key in found.get_foreign_keys(table):
            assert table not in COUNCILLORS
            assert key["referred_table"] not in COUNCILLORS
    roster = {column["name"] for column in found.get_columns("member")}
    for table in COUNCILLORS:
        shared = roster & {column["name"] for column in found.get_columns(table)}
        assert shared <= {"workshop", "id"}  # each table's own id
        assert not found.get_indexes(table)


def test_every_table_is_either_the_councillors_or_not(engine: Engine) -> None:
    """A1, A3: a new table is looked at here."""
    assert set(inspect(engine).get_table_names()) == {
        *COUNCILLORS, "alembic_version", "home", "join_code", "member", "minutes",
        "plan_process", "seating", "setting", "staff_act", "staff_user", "stored_file", "workshop",
        "deed", "remark", "staff_session", "search_passage", "search_source", "search_word",
    }  # fmt: skip


# ---------------------------------------------------------------- what the file remembers


async def soon(holds: Callable[[], bool]) -> None:
    """Wait until the writer has swept up."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


def everything(file: Path) -> bytes:
    return b"".join(found.read_bytes() for found in file.parent.glob(file.name + "*"))


async def test_the_file_forgets(sqlite_file: Path) -> None:
    """A4, A8: not even while it is written is there an older copy of a sheet, in the write-ahead
    log or elsewhere; after sealing neither tables nor keys are in the file.

    Written as in a meeting: in many small transactions, with edits and withdrawals in between.
    """
    engine = open_database(f"sqlite:///{sqlite_file}")
    wal = sqlite_file.with_name(sqlite_file.name + "-wal")
    writer = Writer(engine)
    workshop = workshops.create(engine)
    ids = [secrets.token_hex(16) for _ in range(300)]
    keys = {note: secrets.token_hex(32) for note in ids}

    def keep(note: str, text: str, withdrawn: bool = False) -> e.NoteKept:
        return e.NoteKept(Note(note, "vekst", text, 3, keys[note], withdrawn=withdrawn))

    async def write(*facts: e.Fact) -> None:
        acts = [("Kari", 1, fact) for fact in facts if isinstance(fact, e.Act)]
        await writer.commit(Batch(workshop, 0, acts, facts))

    for i, note in enumerate(ids):
        await write(keep(note, f"forkastet-{note} " + "ord " * (i % 90)))
        if i % 3 == 0:
            await write(keep(ids[i // 2], f"endelig-{ids[i // 2]}"))
    for note in ids:
        await write(keep(note, "", True) if note < "8" else keep(note, f"endelig-{note}"))
    await soon(lambda: wal.stat().st_size == 0)
    left = everything(sqlite_file)
    assert b"forkastet-" not in left
    found = [left.count(keys[note].encode()) for note in ids]
    assert max(found) == 1
    assert sum(found) > 200  # but for those that lie across two pages

    await write(e.RoundSealed("vekst"))
    await soon(lambda: wal.stat().st_size == 0)
    left = everything(sqlite_file)
    assert not [note for note in ids if keys[note].encode() in left]
    assert not [note for note in ids if note < "8" and note.encode() in left]
    assert all(left.count(f"endelig-{note}".encode()) == 1 for note in ids if note >= "8")
    writer.close()
    engine.dispose()


async def test_the_file_forgets_ballots(sqlite_file: Path) -> None:
    """A4, A8: after counting there is no ballot's key in the file."""
    engine = open_database(f"sqlite:///{sqlite_file}")
    wal = sqlite_file.with_name(sqlite_file.name + "-wal")
    writer = Writer(engine)
    workshop = workshops.create(engine)
    keys = [secrets.token_hex(32) for _ in range(200)]
    await writer.commit(Batch(workshop, 0, [], [e.BallotsIssued("s", frozenset(keys))]))
    for key in keys:
        kept = e.BallotKept("s", key, 0, {"vekst.1": 1})
        await writer.commit(Batch(workshop, 0, [], [kept]))
    await soon(lambda: wal.stat().st_size == 0)
    found = [everything(sqlite_file).count(key.encode()) for key in keys]
    assert max(found) == 1
    assert sum(found) > 150  # but for those that lie across two pages
    counted = e.BallotsCounted("s", len(keys), {"vekst.1": len(keys)})
    await writer.commit(Batch(workshop, 0, [("Kari", 1, counted)], [counted]))
    await soon(lambda: wal.stat().st_size == 0)
    left = everything(sqlite_file)
    assert not [key for key in keys if key.encode() in left]
    writer.close()
    engine.dispose()


async def test_a_reader_in_the_way_is_waited_for(sqlite_file: Path) -> None:
    """A8: what cannot be swept up at once is swept up when the reader has gone."""
    engine = open_database(f"sqlite:///{sqlite_file}")
    wal = sqlite_file.with_name(sqlite_file.name + "-wal")
    writer = Writer(engine)
    workshop = workshops.create(engine)
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM note").scalar()
        note = Note(secrets.token_hex(16), "vekst", "Ord", 3, "key")
        await writer.commit(Batch(workshop, 0, [], [e.NoteKept(note)]))
        await asyncio.sleep(0.1)
        assert wal.stat().st_size > 0
    await soon(lambda: wal.stat().st_size == 0)
    writer.close()
    engine.dispose()


async def test_postgresql_keeps_no_earlier_sheet(engine: Engine) -> None:
    """A4, A8: its files are as large as what is on the sheets, not as all that ever was."""
    if engine.dialect.name == "sqlite":
        return  # seen in the file itself, above
    writer = Writer(engine)
    workshop = workshops.create(engine)
    for i in range(120):
        text = secrets.token_urlsafe(100)  # what cannot be made smaller
        kept = e.NoteKept(Note(f"{i:032x}", "vekst", text, 3, secrets.token_hex(32)))
        await writer.commit(Batch(workshop, 0, [], [kept]))

    def size() -> int:
        with engine.connect() as connection:
            told = connection.exec_driver_sql("SELECT pg_table_size('sheet')").scalar_one()
        return int(told)

    await soon(lambda: 20_000 < size() < 100_000)
    sealed = e.RoundSealed("vekst")
    await writer.commit(Batch(workshop, 0, [("Kari", 1, sealed)], [sealed]))
    await soon(lambda: size() <= 16_384)  # nothing in it
    writer.close()


async def test_asides_that_are_sealed_twice_lie_as_if_sealed_once(engine: Engine) -> None:
    """A4, A11: on PostgreSQL no transaction or place tells a later lot from an earlier one."""
    writer = Writer(engine)
    workshop = workshops.create(engine)
    sealed = e.RoundSealed(PARKING)
    for lot in range(2):
        for n in range(8):
            note = Note(f"{n + 8 * lot:032x}", aside(PARKING, Parking.CHAIR), "Ord", 3, "k")
            await writer.commit(Batch(workshop, lot, [], [e.NoteKept(note)]))
        await writer.commit(Batch(workshop, lot, [("Kari", 1, sealed)], [sealed]))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # in the order of the random ids, always
            lots, ids = [(1,)], connection.exec_driver_sql("SELECT id FROM note").scalars().all()
            assert ids == sorted(ids)
        else:
            lots = list(connection.exec_driver_sql("SELECT DISTINCT xmin::text FROM note"))
            ids = connection.exec_driver_sql("SELECT id FROM note ORDER BY ctid").scalars().all()
            assert ids != sorted(ids)
            last = connection.exec_driver_sql("SELECT max(ctid)::text FROM note").scalar_one()
            assert last == "(0,16)"  # there are no dead ones before them
    assert (len(lots), len(ids)) == (1, 16)
    writer.close()


def test_what_a_device_knows_is_not_stored(engine: Engine) -> None:
    """A6: of a note's secret and of a ballot's ticket there is the hash only."""
    secret = secrets.token_hex(16)
    asked = NoteFrame(t="note", n=1, id=secret, question="q", text="x", secret=secret).command()
    cast = BallotFrame(t="ballot", n=1, step="s", key=secret, rev=0, marks={}).command()
    assert asked.key == cast.key == hashed(secret)
    assert secret not in asked.key


def test_postgresql_learns_nothing_for_its_planner(engine: Engine) -> None:
    """A8: its statistics would be copies of sheets as they once were, for ever."""
    if engine.dialect.name == "sqlite":
        return  # it keeps none unless it is asked
    workshop = workshops.create(engine)
    for table in range(1, 9):
        kept = e.NoteKept(Note(f"{table:032x}", "vekst", f"Bord {table} sa", table, "key"))
        workshops.write(engine, [Batch(workshop, 0, [], [kept])])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
        learnt = connection.exec_driver_sql(
            "SELECT * FROM pg_stats WHERE schemaname = 'public'"
        ).all()
    assert learnt  # of the tables' numbers, say
    assert not re.search(r"Bord \d sa", str(learnt))
