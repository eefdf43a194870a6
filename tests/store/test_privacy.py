"""What the tables and the file cannot tell, because it is not there."""

import secrets
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Engine, Integer, String, Text, inspect

from app.core import events as e
from app.core.rules import hashed
from app.live.frames import BallotFrame, NoteFrame
from app.store import workshops
from app.store.database import open_database
from app.store.workshops import Batch

COUNCILLORS = ["note", "statement", "table_mark", "ballot", "profiles"]
#: Every column of the councillors' sets. Another one needs a thought, and then a place here.
COLUMNS = {
    "note": {
        "workshop", "id", "question", "text", "table_no", "key", "rev", "shared", "lifted",
        "withdrawn",
    },
    "statement": {"workshop", "question", "table_no", "text", "dissent", "rev"},
    "table_mark": {"workshop", "step", "table_no", "ready", "help"},
    "ballot": {"workshop", "step", "key", "rev", "choices"},
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
        *COUNCILLORS, "alembic_version", "join_code", "member", "minutes", "setting", "staff_act",
        "staff_user", "workshop",
    }  # fmt: skip


# ---------------------------------------------------------------- what the file remembers


def everything(file: Path) -> bytes:
    return b"".join(found.read_bytes() for found in file.parent.glob(file.name + "*"))


def test_the_file_forgets(sqlite_file: Path) -> None:
    """A4: after sealing neither tables, keys, nor withdrawn or replaced words are in the file.

    Written as in a meeting: in many small transactions, with edits and withdrawals in between.
    """
    engine = open_database(f"sqlite:///{sqlite_file}")
    workshop = workshops.create(engine)
    ids = [secrets.token_hex(16) for _ in range(400)]
    keys = {note: secrets.token_hex(32) for note in ids}

    def keep(note: str, text: str, withdrawn: bool = False) -> e.NoteKept:
        return e.NoteKept(e.Note(note, "vekst", text, 3, keys[note], withdrawn=withdrawn))

    for i, note in enumerate(ids):
        facts = [keep(note, f"forkastet-{note} " + "ord " * (i % 90))]
        if i % 3 == 0:
            facts.append(keep(ids[i // 2], f"endelig-{ids[i // 2]}"))
        workshops.write(engine, [Batch(workshop, 0, [], facts)])
    for note in ids:
        last = keep(note, "", withdrawn=True) if note < "8" else keep(note, f"endelig-{note}")
        workshops.write(engine, [Batch(workshop, 0, [], [last])])
    assert b"forkastet-" in everything(sqlite_file)  # in the write-ahead log, until the sealing

    sealed = e.RoundSealed("vekst")
    workshops.write(engine, [Batch(workshop, 0, [("Kari", 1, sealed)], [sealed])])
    wal = sqlite_file.with_name(sqlite_file.name + "-wal")
    assert wal.stat().st_size == 0
    left = everything(sqlite_file)
    assert b"forkastet-" not in left
    assert not [note for note in ids if keys[note].encode() in left]
    assert not [note for note in ids if note < "8" and note.encode() in left]
    assert all(f"endelig-{note}".encode() in left for note in ids if note >= "8")
    engine.dispose()


def test_the_file_forgets_ballots(sqlite_file: Path) -> None:
    """A4: after counting there is no ballot's key in the file."""
    engine = open_database(f"sqlite:///{sqlite_file}")
    workshop = workshops.create(engine)
    keys = frozenset(secrets.token_hex(32) for _ in range(300))
    workshops.write(engine, [Batch(workshop, 0, [], [e.BallotsIssued("s", keys)])])
    for key in keys:
        kept = e.BallotKept("s", key, 0, frozenset({"vekst.1"}))
        workshops.write(engine, [Batch(workshop, 0, [], [kept])])
    counted = e.BallotsCounted("s", len(keys), {"vekst.1": len(keys)})
    workshops.write(engine, [Batch(workshop, 0, [("Kari", 1, counted)], [counted])])
    left = everything(sqlite_file)
    assert not [key for key in keys if key.encode() in left]
    engine.dispose()


def test_what_a_device_knows_is_not_stored(engine: Engine) -> None:
    """A6: of a note's secret and of a ballot's ticket there is the hash only."""
    secret = secrets.token_hex(16)
    asked = NoteFrame(t="note", n=1, id=secret, question="q", text="x", secret=secret).command()
    cast = BallotFrame(t="ballot", n=1, step="s", key=secret, rev=0, choices=[]).command()
    assert asked.key == cast.key == hashed(secret)
    assert secret not in asked.key
