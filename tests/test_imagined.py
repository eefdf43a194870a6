"""Imagined councillors in a room of their own: each kind of step is answered, and by the rules."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app import imagined
from app.core import commands as c
from app.core import events as e
from app.core.asides import LINE
from app.core.edits import Reopened
from app.core.things import Kind, Knowledge, Method, Plan, Question, Step, Table
from app.i18n import translator
from app.rooms import Room, Rooms
from app.store import workshops
from app.store.database import migrate, open_database
from tests.core.given import LEADER

NB = translator("nb")
TABLES = tuple(Table(no, f"Bord {no}", 6) for no in (1, 2, 3, 4))
STEPS = (
    Step("regler", Kind.RULES, 5),
    Step("kunnskap", Kind.KNOWLEDGE, 5),
    Step("forstått", Kind.VERIFY, 5),
    Step("skriv", Kind.WRITE, 5, "q"),
    Step("bord", Kind.TALK, 5, "q"),
    Step("plenum", Kind.PLENARY, 5, "q"),
    Step("prikker", Kind.PRIORITISE, 5),
    Step("poeng", Kind.PRIORITISE, 5, method=Method.POINTS),
    Step("skala", Kind.PRIORITISE, 5, method=Method.SCALE),
    Step("vurdering", Kind.EVALUATE, 5),
    Step("slutt", Kind.END, 0),
)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    engine = open_database(f"sqlite:///{tmp_path / 'tannhjul.db'}")
    migrate(engine)
    rooms = Rooms(engine)
    room = await rooms.room(workshops.create(engine))
    assert room is not None
    now = time.time_ns() // 1_000_000
    plan = Plan("Øvelse", "Vik", "Rådet", "Salen", now, now + 9_000_000, rehearsal=True)
    knowledge = tuple(Knowledge(f"k{no}", f"Utsagn {no}") for no in range(3))
    for command in (
        c.PlanWorkshop(plan),
        c.LayTables(TABLES),
        c.LayKnowledge(knowledge),
        c.ReopenStatements("FORRIG", 1, tuple(Reopened(f"s{no}", 1, "Ja") for no in range(3))),
        c.LayProgramme((Question("q", "Hvor skal vi vokse?"),), STEPS),
    ):
        await room.do(command, LEADER)
    yield room
    rooms.close()
    engine.dispose()


def asides(room: Room) -> list[str]:
    return [id_ for q, notes in room.state.notes.items() if "." in q for id_ in notes]


async def answered(room: Room, step: str) -> None:
    await room.do(c.OpenStep(step), LEADER)
    await imagined.answer(room, NB, 0)


async def test_every_kind_of_step(room: Room) -> None:
    """J4: twenty at four tables; reactions, notes, statements, arguments, and every method."""
    await answered(room, "regler")
    assert len(room.state.seats) == imagined.PEOPLE
    assert all(seat.accepted for seat in room.state.seats.values())
    await answered(room, "kunnskap")
    assert len(asides(room)) == 3 * imagined.PEOPLE
    await answered(room, "forstått")
    proposed = {question for question, _ in room.state.statements}
    assert proposed == {"s0.rewording", "s1.rewording", "s2.rewording"}
    assert len(room.state.statements) == len(TABLES)
    assert 0 < len(asides(room)) - 3 * imagined.PEOPLE < imagined.PEOPLE
    await answered(room, "skriv")
    assert len(room.state.notes_on("q")) == 2 * imagined.PEOPLE
    await answered(room, "bord")
    assert {table for on, table in room.state.statements if on == "q"} == {1, 2, 3, 4}
    assert all(room.state.mark("bord", table.no).ready for table in TABLES)
    assert sum(room.state.mark("bord", table.no).help for table in TABLES) == 1
    assert sum(note.lifted for note in room.state.notes_on("q").values()) == len(TABLES)
    assert not room.state.pens
    await room.do(c.OpenStep("plenum"), LEADER)
    await room.do(c.ShowStatement("q", 1), LEADER)
    await room.do(c.WriteWording("q", 1, "Vi vil vokse her."), LEADER)
    await imagined.answer(room, NB, 0)
    assert room.state.notes_on("q.1.for")
    assert room.state.notes_on("q.1.against")
    assert len(room.state.stands) == len(TABLES)
    assert sum(not stand.stands for stand in room.state.stands.values()) == 1
    for step in ("prikker", "poeng", "skala", "vurdering", "forstått"):
        await answered(room, step)
        await room.do(c.CloseStep(step), LEADER)
        counted = room.state.boxes[step].counted
        assert counted is not None
        assert counted.ballots == imagined.PEOPLE, step
    assert len(room.state.notes_on(LINE)) == imagined.PEOPLE


@pytest.mark.parametrize(
    "step", ["kunnskap", "forstått", "skriv", "bord", "plenum", "prikker", "vurdering"]
)
async def test_asked_again_they_add_nothing(room: Room, step: str) -> None:
    """J4: also while the first time is still under way."""
    await room.do(c.OpenStep("bord"), LEADER)
    await imagined.answer(room, NB, 0)
    await answered(room, step)
    before = room.state
    await asyncio.gather(*(imagined.answer(room, NB, 0) for _ in range(3)))
    for part in ("notes", "statements", "stands", "marks", "boxes", "seats"):
        assert getattr(room.state, part) == getattr(before, part), part


async def test_they_stop_when_the_hall_moves_on(room: Room) -> None:
    """J4: what was not done in time is not done in the next step, where a pen may be taken too."""
    await room.do(c.OpenStep("bord"), LEADER)
    answering = asyncio.create_task(imagined.answer(room, NB, 0.4))
    while not room.state.notes_on("q"):
        await asyncio.sleep(0)
    await room.do(c.OpenStep("plenum"), LEADER)
    happened: list[e.Fact] = []
    room.listeners.add(happened.extend)
    said = len(room.state.notes_on("q"))
    await answering
    assert not [fact for fact in happened if isinstance(fact, e.PenMoved) and fact.seat]
    assert len(room.state.notes_on("q")) == said < imagined.PEOPLE


async def test_no_more_at_a_table_than_it_has_seats(room: Room) -> None:
    """J4: and none at a table that is disbanded."""
    small = (Table(1, "Bord 1", 2), Table(2, "Bord 2", 30), Table(3, "Bord 3", 1))
    await room.do(c.LayTables(small), LEADER)
    await room.do(c.OpenStep("regler"), LEADER)
    await room.do(c.DisbandTable(3), LEADER)
    await imagined.answer(room, NB, 0)
    at = [seat.table for seat in room.state.seats.values()]
    assert (at.count(1), at.count(2), at.count(3)) == (2, 18, 0)
