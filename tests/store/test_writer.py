"""The writer: many in one transaction, and what happens when the disk will not."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from app.core import commands as c
from app.core import events as e
from app.core.decide import decide
from app.core.events import Fact
from app.core.rules import Code, Refused
from app.core.things import Trouble
from app.rooms import NOT_STORED, NotStored, Outcome, Room, Rooms
from app.store import workshops
from app.store.sets import Traces
from app.store.workshops import Batch, Conflict
from app.store.writer import Writer
from tests.core.given import ANNA, BENT, CARL, LEADER, PLAN, PLANNED, ROOM, STEPS, keep, note
from tests.store.batches import acts, batch, notes, sayings, write


@pytest.fixture
async def rooms(engine: Engine) -> AsyncIterator[Rooms]:
    rooms = Rooms(engine)
    yield rooms
    rooms.close()


async def writing(rooms: Rooms) -> Room:
    """A room in which notes are written."""
    workshop = workshops.create(rooms.engine)
    write(rooms.engine, workshop, *PLANNED)
    room = await rooms.room(workshop)
    assert room is not None
    await room.do(c.OpenStep("vekst-skriv"), LEADER)
    return room


def count_commits(engine: Engine) -> list[int]:
    commits: list[int] = []
    event.listen(engine, "commit", lambda _: commits.append(1))
    return commits


async def test_all_that_waits_goes_in_one_transaction(engine: Engine, rooms: Rooms) -> None:
    """K3: a hundred at once cost a commit or two, not a hundred."""
    one, two = await writing(rooms), await writing(rooms)
    commits = count_commits(engine)
    asked = [one.do(keep(note(i)), ANNA) for i in range(50)]
    asked += [two.do(keep(note(i)), ANNA) for i in range(50)]
    await asyncio.gather(*asked)
    assert len(notes(sayings(engine, one.id))) == len(notes(sayings(engine, two.id))) == 50
    assert len(commits) <= 4


async def test_answered_only_when_it_is_on_disk(
    engine: Engine, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K9, S5: neither an answer nor a sight of it before."""
    room = await writing(rooms)
    hold, reached = asyncio.Event(), asyncio.Event()
    commit = Writer.commit

    async def slow(self: Writer, batch: Batch) -> None:
        reached.set()
        await hold.wait()
        await commit(self, batch)

    monkeypatch.setattr(Writer, "commit", slow)
    answers: list[Outcome] = []
    woken: list[Sequence[Fact]] = []
    room.listeners.add(woken.append)
    room.ask(keep(note(1)), ANNA, answers.append)
    await reached.wait()
    assert (answers, woken, notes(sayings(engine, room.id))) == ([], [], {})
    assert room.state.find_note(note(1).id) is None
    hold.set()
    await room.do(keep(note(2)), ANNA)
    assert answers == [None]
    assert notes(sayings(engine, room.id)).keys() == {note(1).id, note(2).id}


def broken(*_: Any, **__: Any) -> None:
    raise OperationalError("the disk is full", {}, Exception())


async def test_a_disk_that_will_not(
    engine: Engine, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K9: not stored, never stored; and the next one is."""
    room = await writing(rooms)
    with monkeypatch.context() as patch:
        patch.setattr(workshops, "write", broken)
        with pytest.raises(NotStored):
            await room.do(keep(note(1)), ANNA)
        with pytest.raises(NotStored):
            await room.do(c.CloseStep("vekst-skriv"), LEADER)
        with pytest.raises(Refused):
            await room.do(keep(note(1, "")), ANNA)
    assert room.state.open
    assert not notes(sayings(engine, room.id))
    await room.do(keep(note(1)), ANNA)
    await room.do(c.CloseStep("vekst-skriv"), LEADER)
    assert notes(sayings(engine, room.id)).keys() == {note(1).id}


async def test_a_table_that_is_gone(engine: Engine, rooms: Rooms) -> None:
    """K9, V11: a real failure of the database, and its return."""
    room = await writing(rooms)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sheet RENAME TO sheet_away")
    came = room.do(c.SeatTablet(ANNA.seat, ANNA.table), ROOM)
    _, refused = await asyncio.gather(came, room.do(keep(note(1)), ANNA), return_exceptions=True)
    assert isinstance(refused, NotStored)
    trouble: str = room.state.trouble
    assert trouble == Trouble.AWAY
    assert ANNA.seat in room.state.seats  # who is there has nothing to do with the disk
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sheet_away RENAME TO sheet")
    await room.do(keep(note(1)), ANNA)
    trouble = room.state.trouble
    assert trouble == Trouble.NONE
    assert notes(sayings(engine, room.id)).keys() == {note(1).id}


async def test_a_failure_says_nothing_of_what_was_written(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A5: the log of the server holds no note, key or seat."""

    def telling(_: Engine, batches: Sequence[Batch]) -> None:
        raise OperationalError(f"INSERT {batches}", {}, Exception(str(batches)))

    room = await writing(rooms)
    monkeypatch.setattr(workshops, "write", telling)
    with pytest.raises(NotStored):
        await room.do(keep(note(1, "Hemmelig")), ANNA)
    assert "would not take" in caplog.text
    for secret in ("Hemmelig", note(1).id, "key-1", ANNA.seat):
        assert secret not in caplog.text


async def test_one_rooms_trouble_is_not_anothers(
    engine: Engine, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K10: a batch that cannot be stored harms only itself."""
    one, two = await writing(rooms), await writing(rooms)
    real = workshops.write

    def picky(engine: Engine, batches: Sequence[Batch]) -> Traces:
        if any(batch.workshop == one.id for batch in batches):
            raise Conflict
        return real(engine, batches)

    monkeypatch.setattr(workshops, "write", picky)
    failed, stored = await asyncio.gather(
        one.do(keep(note(1)), ANNA), two.do(keep(note(1)), ANNA), return_exceptions=True
    )
    assert isinstance(failed, NotStored)
    assert stored is None
    assert notes(sayings(engine, two.id)).keys() == {note(1).id}
    assert not notes(sayings(engine, one.id))


async def test_a_batch_that_comes_second_among_others(engine: Engine) -> None:
    """K10, K2: `Conflict` for one, on disk for the other."""
    writer = Writer(engine)
    one, two = workshops.create(engine), workshops.create(engine)
    write(engine, one, e.StepSkipped("first"))
    outcomes = await asyncio.gather(
        writer.commit(batch(one, 0, e.StepSkipped("late"))),
        writer.commit(batch(two, 0, e.StepSkipped("fine"))),
        return_exceptions=True,
    )
    writer.close()
    assert isinstance(outcomes[0], Conflict)
    assert outcomes[1] is None
    assert acts(engine, two) == [e.StepSkipped("fine")]


async def test_another_process_came_first(engine: Engine, rooms: Rooms) -> None:
    """K2: the room gives way to the next one, which is read from disk."""
    room = await writing(rooms)
    other = Rooms(engine)
    elsewhere = await other.room(room.id)
    assert elsewhere is not None
    await elsewhere.do(c.CloseStep("vekst-skriv"), LEADER)
    answers: list[Outcome] = []
    room.ask(keep(note(1)), ANNA, answers.append)
    with pytest.raises(NotStored):
        await room.do(c.OpenStep("vekst-bord"), LEADER)
    with pytest.raises(NotStored):
        await room.do(keep(note(2)), ANNA)
    assert answers == [NOT_STORED]
    assert room.over.result() is False
    again = await rooms.room(room.id)
    assert again is not None
    assert again is not room
    await again.do(c.OpenStep("vekst-bord"), LEADER)
    other.close()
    closings = [act for act in acts(engine, room.id) if isinstance(act, e.StepClosed)]
    assert len(closings) == 1
    assert not sayings(engine, room.id)


async def test_a_room_that_cannot_be_opened(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """K9: who asks for it is told, and may ask again."""
    room = await writing(rooms)
    room.end()
    with monkeypatch.context() as patch:
        patch.setattr(workshops, "load", broken)
        with pytest.raises(NotStored):
            await rooms.room(room.id)
    assert "cannot be opened" in caplog.text
    assert await rooms.room(room.id) is not None


async def test_a_rule_that_fails_is_one_commands_trouble(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K10: what comes with it is stored."""
    room = await writing(rooms)

    def faulty(state: Any, command: c.Command, actor: c.Actor, now: int) -> Any:
        if isinstance(command, c.MarkTable):
            raise ZeroDivisionError
        return decide(state, command, actor, now)

    monkeypatch.setattr("app.rooms.decide", faulty)
    asked = c.MarkTable("vekst-skriv", ready=True)
    failed, stored = await asyncio.gather(
        room.do(asked, ANNA), room.do(keep(note(1)), ANNA), return_exceptions=True
    )
    assert isinstance(failed, NotStored)
    assert stored is None


# ---------------------------------------------------------------- rooms


async def test_a_room_that_is_lost_is_read_again(engine: Engine, rooms: Rooms) -> None:
    """P15: the next one is the same, but for who is present."""
    room = await writing(rooms)
    await room.do(c.SeatTablet(ANNA.seat, 1), ROOM)
    await room.do(keep(note(1)), ANNA)
    room.end()
    again = await rooms.room(room.id)
    assert again is not None
    assert again is not room
    assert again.state.find_note(note(1).id) == note(1)
    assert not again.state.seats
    await again.do(keep(note(2)), ANNA)


async def test_opening_a_room_twice_at_once(rooms: Rooms) -> None:
    """K3: one writer per room."""
    workshop = workshops.create(rooms.engine)
    one, two = await asyncio.gather(rooms.room(workshop), rooms.room(workshop))
    assert one is two is not None
    assert await rooms.room("nowhere") is None


async def test_one_device_one_ballot(engine: Engine, rooms: Rooms) -> None:
    """D9: the same one however often it asks, and nothing on disk says whose it is."""
    room = await writing(rooms)
    seats = [f"{i:032x}" for i in range(40)]
    first = await asyncio.gather(*(room.ticket("dotter", seat) for seat in seats))
    again = await asyncio.gather(*(room.ticket("dotter", seat) for seat in seats))
    assert first == again
    assert len(set(first)) == len(seats)
    ballots = [fact for fact in sayings(engine, room.id) if isinstance(fact, e.BallotKept)]
    assert not any(seat in ballot.key for seat in seats for ballot in ballots)


async def test_a_whole_hall_asks_for_its_ballots_at_once(engine: Engine, rooms: Rooms) -> None:
    """D9: they are made once for all, not once for each who asks."""
    room = await writing(rooms)
    seats = [f"{i:032x}" for i in range(40)]
    for seat in seats:
        room.ask(c.SeatTablet(seat, 1), ROOM)
    await room.do(c.CountControls(1), ROOM)
    await asyncio.gather(*(room.ticket("dotter", seat) for seat in seats))
    assert len(sayings(engine, room.id)) == len(seats)


async def test_a_ballot_for_a_step_that_has_none(rooms: Rooms) -> None:
    """D7: and it may ask again."""
    room = await writing(rooms)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            await room.ticket("pause", ANNA.seat)
        assert refused.value.code is Code.UNKNOWN_STEP


async def test_the_heading_follows_the_log(rooms: Rooms) -> None:
    """K1: title, end and rehearsal are in the lists as they are in the log."""
    workshop = workshops.create(rooms.engine, "ABC234")
    room = await rooms.room(workshop)
    assert room is not None
    await room.do(c.PlanWorkshop(PLAN), LEADER)
    row = workshops.find(rooms.engine, "abc234")
    assert row is not None
    assert (row.title, row.ended, row.rehearsal) == (PLAN.title, None, False)
    await room.do(c.PlanStep(STEPS[0], None), LEADER)
    await room.do(c.EndWorkshop(), LEADER)
    row = workshops.find(rooms.engine, "ABC234")
    assert row is not None
    assert row.ended is not None


async def test_the_new_log_is_begun_before_it_closes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K4: what a sealing leaves behind is not dropped halfway because the server stops."""
    begun: list[Engine] = []

    def slow(engine: Engine) -> None:
        with engine.connect():
            time.sleep(0.2)
            begun.append(engine)

    monkeypatch.setattr("app.store.writer.begin_new_log", slow)
    rooms = Rooms(engine)
    room = await writing(rooms)
    await room.do(keep(note(1)), ANNA)
    await room.do(c.EndWorkshop(), LEADER)
    rooms.close()
    assert begun == [engine]


async def test_a_tablet_that_is_passed_on(rooms: Rooms) -> None:
    """Z9: a blank ballot for each hand, the same one when asked again, as many as the seats."""
    room = await writing(rooms)
    await room.do(c.SeatTablet(ANNA.seat, 1), ROOM)
    await room.do(c.SeatTablet(BENT.seat, 1), ROOM)
    hands = [await room.ticket("dotter", ANNA.seat, hand) for hand in (0, 1)]
    assert len(set(hands)) == 2
    assert await room.ticket("dotter", ANNA.seat, 1) == hands[1]
    for seat, hand in ((ANNA.seat, 2), (BENT.seat, 1)):
        with pytest.raises(Refused) as refused:
            await room.ticket("dotter", seat, hand)
        assert refused.value.code is Code.NO_MORE_BALLOTS
    own = await room.ticket("dotter", BENT.seat)  # a device of one's own is never left without
    assert own not in hands


async def test_a_tablet_that_is_passed_on_where_others_have_come(rooms: Rooms) -> None:
    """Z9: those of a disbanded table may all have come here, but not to every table."""
    room = await writing(rooms)
    await room.do(c.DisbandTable(3, on=True), LEADER)
    for who, hands in ((ANNA, 4), (CARL, 2)):
        await room.do(c.SeatTablet(who.seat, who.table), ROOM)
        for hand in range(hands):
            await room.ticket("dotter", who.seat, hand)
        with pytest.raises(Refused) as refused:
            await room.ticket("dotter", who.seat, hands)
        assert refused.value.code is Code.NO_MORE_BALLOTS


async def test_a_tablet_that_is_passed_on_after_a_restart(rooms: Rooms) -> None:
    """Z9: what was handed out is known to nobody then, but the hands are still counted."""
    room = await writing(rooms)
    await room.do(c.SeatTablet(ANNA.seat, 1), ROOM)
    first = await room.ticket("dotter", ANNA.seat, 1)
    room.end()
    again = await rooms.room(room.id)
    assert again is not None
    with pytest.raises(NotStored):  # where it sits is not known yet
        await again.ticket("dotter", ANNA.seat, 1)
    await again.do(c.SeatTablet(ANNA.seat, 1), ROOM)
    assert await again.ticket("dotter", ANNA.seat, 1) != first
    with pytest.raises(Refused):
        await again.ticket("dotter", ANNA.seat, 2)
