"""Workshops between SQLite and PostgreSQL, and whole databases: the same bytes, and no others."""

import random
import secrets
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from app.core import events as e
from app.core.events import Fact
from app.core.planning import PlanProcess, Section
from app.core.things import Details, Note
from app.demo.council import council
from app.demo.workshop import furnish
from app.rooms import Rooms
from app.store import deeds, files, moving, processes, staff, workshops
from app.store import tables as t
from app.store.database import InUse, forget_traces, open_database, reading
from app.store.homes import HOME
from app.store.moving import Taken, bring_in, everything, of_these, put, series
from app.store.portable import TABLES, File, Row, Unreadable, opened, save
from app.store.sets import BOX, MARK, NOTE, SHEET
from app.store.staff import SETTING, USER
from app.store.whole import refuse_company, replacing, snapshot
from app.store.workshops import WORKSHOP
from tests.core.given import NOON, PLANNED, note, said
from tests.core.given import opened as step_opened
from tests.core.shelf import without_screens
from tests.core.test_afternoon import Afternoon
from tests.store.batches import sayings, state, write
from tests.store.test_contract import WORDS, furnished


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.tannhjul"


def export(engine: Engine, path: Path, *ids: str) -> File:
    with snapshot(engine) as connection:
        save(path, "workshop", of_these(connection, ids))
    return opened(path, "workshop")


def backup(engine: Engine, path: Path) -> File:
    with snapshot(engine) as connection:
        save(path, "backup", everything(connection))
    return opened(path, "backup")


def restore(engine: Engine, rows: Iterable[Row]) -> None:
    with replacing(engine) as connection:
        put(connection, rows)


def all_rows(engine: Engine) -> list[Row]:
    with reading(engine) as connection:
        return list(everything(connection))


def of(engine: Engine, *ids: str) -> list[Row]:
    with reading(engine) as connection:
        return list(of_these(connection, ids))


def home_of(engine: Engine, workshop: str) -> None:
    """As when a server has it open."""
    with engine.begin() as connection:
        connection.execute(insert(HOME).values(workshop=workshop, address="ws://x", epoch=3))


def half_way(engine: Engine, seed: int) -> str:
    """A workshop somewhere in the middle of a random afternoon, Unicode and all."""
    afternoon = Afternoon(seed)
    facts: list[Fact] = [*afternoon.shelf.log]
    put = afternoon.shelf.put

    def record(fact: Fact) -> None:
        put(fact)
        facts.append(fact)

    afternoon.shelf.put = record  # type: ignore[method-assign]
    afternoon.check = lambda: None  # type: ignore[method-assign]
    afternoon.run()
    workshop = workshops.create(engine)
    write(engine, workshop, *facts[: random.Random(seed).randint(len(PLANNED), len(facts))])
    write(engine, workshop, e.NoteKept(note(99, WORDS)), e.DetailsRecorded(Details(chair=WORDS)))
    return workshop


# ---------------------------------------------------------------- there and back


async def test_the_demonstration_there_and_back(engine: Engine, other: Engine, path: Path) -> None:
    """M1, M2: one workshop held and published, one that is to come; of the installation nothing."""
    rooms = Rooms(engine)
    await furnish(rooms, council("tromso"))
    rooms.close()
    with deeds.doing("/stab/kommune", "Kari", NOON):
        staff.set_user(engine, "kari", "Kari", "fire ord som huskes")
    ids = [row.id for row in workshops.all_workshops(engine)]
    file = export(engine, path, *ids)
    there = path.read_bytes()
    assert bring_in(other, file).new.keys() == set(ids)
    export(other, path, *ids)
    assert path.read_bytes() == there
    assert not staff.users(other)
    assert {table.name for table, _ in file.rows()}.isdisjoint({"setting", "staff_user", "home"})
    assert not deeds.of(other)


@pytest.mark.parametrize("seed", range(6))
def test_any_moment_of_an_afternoon(engine: Engine, other: Engine, path: Path, seed: int) -> None:
    """M1."""
    workshop = half_way(engine, seed)
    bring_in(other, export(engine, path, workshop))
    there = path.read_bytes()
    export(other, path, workshop)
    assert path.read_bytes() == there
    assert without_screens(state(other, workshop)) == without_screens(state(engine, workshop))
    assert {*map(repr, sayings(other, workshop))} == {*map(repr, sayings(engine, workshop))}


def test_everything_there_and_back(engine: Engine, other: Engine, path: Path) -> None:
    """M1, M6: accounts and settings too."""
    for seed in range(3):
        half_way(engine, seed)
    furnished(engine, rehearsal=True)
    staff.set_user(engine, "kari", "Kari", "fire ord som huskes")
    key = staff.secret(engine)
    restore(other, backup(engine, path).rows())
    there = path.read_bytes()
    backup(other, path)
    assert path.read_bytes() == there
    assert staff.check(other, "kari", "fire ord som huskes") is not None
    assert staff.secret(other) == key


def test_the_order_of_rows_is_that_of_bytes(engine: Engine, other: Engine, path: Path) -> None:
    """M1: whatever the database's language. PostgreSQL is told so, as not all have another."""
    places = [(step, table) for step in "aB_éz1ÅåøZ9🚌ア" for table in (10, 9)]
    workshop = workshops.create(engine)
    write(engine, workshop, *(e.TableMarked(*place, ready=True, help=False) for place in places))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    found = [(row["step"], row["table_no"]) for table, row in of(engine, workshop) if table is MARK]
    assert found == sorted(places, key=lambda place: (place[0].encode(), place[1]))
    bytewise = "BINARY" if engine.dialect.name == "sqlite" else "C"
    assert f'table_mark.step COLLATE "{bytewise}"' in "".join(asked)
    restore(other, backup(engine, path).rows())
    assert of(other, workshop) == of(engine, workshop)


def test_every_table_is_in_it(engine: Engine, path: Path) -> None:
    """M2: a new table is in backup and export by itself, or is looked at here."""
    process = processes.create(engine, PlanProcess(title="Samfunnsdelen"), "Kari", NOON).id
    workshop = furnished(engine, rehearsal=False)
    home_of(engine, workshop)
    staff.set_user(engine, "kari", "Kari", "fire ord som huskes")
    staff.secret(engine)
    made_anew = {"search_source", "search_passage", "search_word"}
    passing = {"home", "staff_session", *made_anew}
    known = {table.name for table in SQLModel.metadata.sorted_tables}
    assert {table.name for table, _ in backup(engine, path).rows()} == known - passing
    moved = {table.name for table, _ in of(engine, workshop, process)}
    assert moved == known - passing - {"setting", "staff_user"}


def test_only_the_workshops_that_were_asked_for(engine: Engine, path: Path) -> None:
    """M2."""
    one, two = furnished(engine, rehearsal=False), furnished(engine, rehearsal=False)
    assert two not in str(of(engine, one))
    assert list(export(engine, path, one).rows()) == of(engine, one)
    assert len(list(export(engine, path, one, two).rows())) == 2 * len(of(engine, one))


def test_a_series_is_what_has_the_same_plan_process(engine: Engine, path: Path) -> None:
    """M9: the process and its files go along with its workshops; a workshop also goes alone."""
    one, two = (
        processes.create(engine, PlanProcess(title=WORDS), "Kari", NOON).id for _ in range(2)
    )
    csv = "år;innbyggere\n2026;1\n".encode()
    kept, _ = (files.keep(engine, process, "a.csv", csv) for process in (one, two))
    first, second = (furnished(engine, rehearsal=False) for _ in range(2))
    with engine.begin() as connection:
        for number, workshop in ((2, first), (1, second)):
            mine = WORKSHOP.c.id == workshop
            connection.execute(update(WORKSHOP).where(mine).values(process=one, number=number))
    alone = furnished(engine, rehearsal=False)
    with engine.connect() as connection:
        assert [row.id for row in series(connection, one)] == [second, first]
    assert alone not in str(of(engine, one, first, second))
    with_files = of(engine, one)
    assert {table.name: row["id"] for table, row in with_files} == {
        "plan_process": one,
        "stored_file": kept.id,
    }
    assert of(engine, one, first, second) == list(export(engine, path, one, first, second).rows())
    assert one not in {row["id"] for table, row in of(engine, first) if "id" in row}


def test_a_process_that_is_another_is_refused(engine: Engine, other: Engine, path: Path) -> None:
    """M4: as a workshop is, and its files with it."""
    kept = processes.create(engine, PlanProcess(title="Samfunnsdelen"), "Kari", NOON)
    files.keep(engine, kept.id, "a.csv", b"a;b\n1;2\n")
    workshop = half_way(engine, 1)
    file = export(engine, path, kept.id, workshop)
    assert bring_in(other, file).new == {kept.id: kept.code, workshop: code_of(engine, workshop)}
    assert bring_in(other, file).same.keys() == {kept.id, workshop}
    there = processes.load(other, kept.id)
    assert there
    changed = processes.save(
        other, there, replace(there.plan, title="Ny"), Section.PLAN, "Per", NOON
    )
    with pytest.raises(Taken, match=f"^{kept.code} is here already"):
        bring_in(other, file)
    assert processes.load(other, kept.id) == changed
    assert bring_in(other, file, overwrite=True).other.keys() == {kept.id}
    assert of(other, kept.id, workshop) == of(engine, kept.id, workshop)
    with other.begin() as connection:
        moving._remove(connection, [kept.id])
    taken = processes.create(other, PlanProcess(), "Kari", NOON)
    with other.begin() as connection:
        mine = processes.PROCESS.c.id == taken.id
        connection.execute(update(processes.PROCESS).where(mine).values(code=kept.code))
    with pytest.raises(Taken, match=f"another plan process here has the code {kept.code}"):
        bring_in(other, file)


def code_of(engine: Engine, workshop: str) -> str:
    return workshops.public_code(engine, workshop)


# ---------------------------------------------------------------- what is here already


def test_what_is_the_same_is_left_as_it_is(engine: Engine, path: Path) -> None:
    """M4: also where something new comes with it."""
    one, two = half_way(engine, 1), half_way(engine, 2)
    file = export(engine, path, one, two)
    before = all_rows(engine)
    found = bring_in(engine, file)
    assert found.same.keys() == {one, two}
    assert not {**found.new, **found.other}
    with engine.begin() as connection:
        moving._remove(connection, [one])
    found = bring_in(engine, file)
    assert [*found.new, *found.same] == [one, two]
    assert all_rows(engine) == before


@pytest.mark.parametrize(
    "fact",
    [
        e.NoteKept(note(98, "et til")), e.NoteKept(note(99, "andre ord", rev=1)), said(1, "Nytt"),
        e.TableMarked("vekst-bord", 3, ready=True, help=True), e.StepSkipped("pause"),
        e.RoundSealed("vekst"), e.BallotsIssued("dotter", frozenset({"k"})),
    ],
)  # fmt: skip
def test_what_is_another_is_refused(engine: Engine, path: Path, fact: Fact) -> None:
    """M4: whatever the difference, here or there; nothing else of the file is taken in either."""
    workshop, new = half_way(engine, 1), half_way(engine, 2)
    file = export(engine, path, workshop, new)
    with engine.begin() as connection:
        moving._remove(connection, [new])
    write(engine, workshop, fact)
    before = all_rows(engine)
    code = next(row.code for row in workshops.all_workshops(engine) if row.id == workshop)
    with pytest.raises(Taken, match=f"^{code} is here already"):
        bring_in(engine, file)
    assert all_rows(engine) == before


def test_it_is_overwritten_where_it_is_to_be(engine: Engine, other: Engine, path: Path) -> None:
    """M4: with what it has become elsewhere, and nothing besides."""
    moved, bystander = half_way(engine, 1), half_way(engine, 2)
    here = of(engine, bystander)
    bring_in(other, export(engine, path, moved))
    write(other, moved, e.NoteKept(note(97, "skrevet der")), e.StepSkipped("pause"))
    there = of(other, moved)
    write(engine, moved, e.NoteKept(note(96, "skrevet her")), e.RoundSealed("kutt"))
    home_of(engine, moved)
    found = bring_in(engine, export(other, path, moved), overwrite=True)
    assert found.other.keys() == {moved}
    assert of(engine, moved) == there
    assert of(engine, bystander) == here


@pytest.mark.parametrize("taken", ["workshop.code", "join_code.code", "member.id"])
def test_a_code_that_is_anothers_is_refused(
    engine: Engine, other: Engine, path: Path, taken: str
) -> None:
    """M4: and all of the file with it."""
    moved = furnished(engine, rehearsal=False)
    furnished(other, rehearsal=False)
    name, key = taken.split(".")
    table = TABLES[name]
    wanted = next(row[key] for found, row in of(engine, moved) if found is table)
    with other.begin() as connection:
        theirs = connection.execute(select(table.c[key])).scalars().first()
        one = table.c[key] == theirs
        connection.execute(update(table).where(one).values({key: wanted}))
    before = all_rows(other)
    words = f"has the code {wanted}" if name == "workshop" else "is another workshop's"
    with pytest.raises(Taken, match=words):
        bring_in(other, export(engine, path, moved))
    assert all_rows(other) == before


def test_more_than_whole_workshops_is_refused(engine: Engine, path: Path) -> None:
    """M4: rows of a workshop that is not in the file, or of the installation."""
    one, two = furnished(engine, rehearsal=False), furnished(engine, rehearsal=False)
    strays: list[list[Row]] = [
        [(table, row) for table, row in of(engine, one) if table is not WORKSHOP],
        [*of(engine, one), *[row for row in of(engine, two) if row[0] is NOTE]],
        [*of(engine, one), (USER, t.StaffUser(login="x", name="", password="").model_dump())],
        [*of(engine, one), (SETTING, {"key": "secret", "value": "mine"})],
    ]
    with engine.begin() as connection:
        moving._remove(connection, [one, two])
    for rows in strays:
        save(path, "workshop", rows)
        with pytest.raises(Unreadable):
            bring_in(engine, opened(path, "workshop"))
        assert all_rows(engine) == []


# ---------------------------------------------------------------- one moment


def test_a_backup_is_one_moment(engine: Engine) -> None:
    """M5: what is written meanwhile is not in it, and is written at once."""
    workshop = half_way(engine, 3)
    moment = all_rows(engine)
    with snapshot(engine) as connection:
        seen = [next(rows := everything(connection))]
        write(engine, workshop, e.NoteKept(note(98)), said(3, "Senere"), e.StepSkipped("pause"))
        half_way(engine, 4)
        seen += rows
    assert seen == moment
    assert len(all_rows(engine)) > len(moment)


def test_nobody_waits_for_a_backup(engine: Engine) -> None:
    """M5: SQLite's write-ahead log can be emptied, and PostgreSQL's sheets written anew, at any
    time of it."""
    workshop = half_way(engine, 3)
    with snapshot(engine) as connection:
        seen = 0
        for table, _ in everything(connection):
            if table not in (SHEET, BOX):  # the table of the moment is locked, briefly
                assert forget_traces(engine)
            seen += 1
            write(engine, workshop, e.StepSkipped("pause"))
    assert seen > 20


def test_nothing_lingers_on_a_backups_account(engine: Engine) -> None:
    """M5, M7: what is withdrawn and sealed meanwhile is gone when the backup is done."""
    workshop = workshops.create(engine)
    write(engine, workshop, e.NoteKept(note(1, "forkastet")))
    with snapshot(engine) as connection:
        assert "forkastet" in str(list(everything(connection)))
        gone = Note(note(1).id, "vekst", "", 1, "key-1", rev=1, withdrawn=True)
        write(engine, workshop, e.NoteKept(gone), e.NoteKept(note(2)), e.RoundSealed("vekst"))
        forget_traces(engine)
    assert b"forkastet" not in in_files(engine)
    assert note(1).id.encode() not in in_files(engine)


def in_files(engine: Engine) -> bytes:
    """All that the files of the database hold."""
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        return b"".join(found.read_bytes() for found in file.parent.glob(f"{file.name}*"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        files = connection.exec_driver_sql(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 't', 'i') AND relnamespace::regnamespace::text"
            " IN ('public', 'pg_toast')"
        ).scalars()
        return b"".join(map(bytes, files))


# ---------------------------------------------------------------- another in its place


def test_of_what_was_there_no_byte_is_left(engine: Engine, other: Engine, path: Path) -> None:
    """M6."""
    furnished(other, rehearsal=False)
    workshop = half_way(engine, 1)
    write(engine, workshop, e.NoteKept(note(98, "var her")), said(2, "var her"))
    staff.set_user(engine, "kari", "Kari var her", "fire ord som huskes")
    assert b"var her" in in_files(engine)
    restore(engine, backup(other, path).rows())
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        assert [*file.parent.glob("*.db*")] == [file]
    assert b"var her" not in in_files(engine)
    assert all_rows(engine) == all_rows(other)


def test_a_restore_that_fails_changes_nothing(engine: Engine, other: Engine, path: Path) -> None:
    """M6: at whatever row it stops."""
    half_way(other, 2)
    half_way(engine, 1)
    before = all_rows(engine)
    for stop in (0, 1, 30):
        rows = all_rows(other)[:stop]
        with pytest.raises(IntegrityError):
            restore(engine, [*rows, *[(SETTING, {"key": "twice", "value": ""})] * 2])
        assert all_rows(engine) == before
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        assert not [*file.parent.glob(f"{file.name}.new*")]


def test_nothing_is_replaced_under_anybody(engine: Engine, other: Engine, path: Path) -> None:
    """M6: who has the database open is not left with the old one."""
    half_way(engine, 1)
    before = all_rows(engine)
    somebody = open_database(engine.url.render_as_string(hide_password=False))
    with somebody.connect() as connection:
        connection.execute(select(WORKSHOP)).all()
        with pytest.raises(InUse):
            restore(engine, backup(other, path).rows())
        with pytest.raises(InUse):
            refuse_company(engine)
        assert connection.execute(select(WORKSHOP)).all()
    somebody.dispose()
    refuse_company(engine)
    assert all_rows(engine) == before


def test_bare_is_without_all_but_settings(engine: Engine) -> None:
    """M6: there is nothing to lose after a first start."""
    staff.secret(engine)
    assert moving.is_bare(engine)
    staff.set_user(engine, "kari", "Kari", "fire ord som huskes")
    assert not moving.is_bare(engine)


# ---------------------------------------------------------------- what a file does not tell


def test_a_file_forgets_what_was_sealed(engine: Engine, path: Path) -> None:
    """M7, A4: no table, key or ballot, nor words that were withdrawn or replaced."""
    workshop = workshops.create(engine)
    ids = [secrets.token_hex(16) for _ in range(60)]
    keys = [secrets.token_hex(32) for _ in range(60)]
    ballots = frozenset(secrets.token_hex(32) for _ in range(20))
    write(engine, workshop, *PLANNED, step_opened("vekst-skriv"))
    for each, key in zip(ids, keys, strict=True):
        write(engine, workshop, e.NoteKept(Note(each, "vekst", "forkastet", 3, key)))
    for each, key in zip(ids, keys, strict=True):
        last = Note(each, "vekst", "endelig", 3, key, 1, withdrawn=each < "4")
        write(engine, workshop, e.NoteKept(last))
    write(engine, workshop, e.BallotsIssued("dotter", ballots))
    for key in ballots:
        write(engine, workshop, e.BallotKept("dotter", key, 0, {"vekst.1": 1}))
    backup(engine, path)
    assert all(key in path.read_text() for key in (*keys, *ballots))  # while the round is open
    counted = e.BallotsCounted("dotter", 20, {"vekst.1": 20})
    write(engine, workshop, e.RoundSealed("vekst"), counted)
    for file in (backup(engine, path), export(engine, path, workshop)):
        told = path.read_text()
        assert not [key for key in (*keys, *ballots) if key in told]
        assert [each for each in ids if each in told] == [each for each in ids if each >= "4"]
        assert "forkastet" not in told
        kept = [row for table, row in file.rows() if table is NOTE]
        assert all(row.keys() == {c.name for c in NOTE.columns} for row in kept)
        assert [row["id"] for row in kept] == sorted(each for each in ids if each >= "4")


def test_where_a_row_lies_tells_nothing(engine: Engine, other: Engine, path: Path) -> None:
    """M7: after it moved, rows lie in the order of their keys, of one transaction."""
    workshop = workshops.create(engine)
    ids = [secrets.token_hex(16) for _ in range(60)]
    write(engine, workshop, *(e.NoteKept(Note(i, "vekst", "ord", 1, "key")) for i in ids))
    write(engine, workshop, e.RoundSealed("vekst"))
    bring_in(other, export(engine, path, workshop))
    with other.connect() as connection:
        found = [row.id for row in connection.execute(select(NOTE))]
    assert found == sorted(ids)
