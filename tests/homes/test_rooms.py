"""Homes and replicas of one process each, without screens: two sets of rooms on one database."""

import asyncio
import socket
import stat
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from app import __version__, secretary
from app.core import commands as c
from app.core import events as e
from app.core.rules import Code, Refused, hashed
from app.homes import desk, link, replica, rooms_of, shared
from app.homes.link import Ask, Hello, Link, News
from app.homes.replica import Replica
from app.homes.shared import SharedRooms
from app.rooms import Home, NotStored, Room, Rooms
from app.store import sets, workshops
from app.store.database import migrate, open_database
from tests.core.given import ANNA, BENT, CARL, LEADER, PLANNED, ROOM, keep, note, said
from tests.store.batches import acts, notes, sayings, write

SETTLED = 20.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds in a hall takes less here."""
    monkeypatch.setattr(desk, "GONE_AFTER", 0.05)
    monkeypatch.setattr(shared, "BEAT", 0.05)


@pytest.fixture
async def here(database: Engine, short: Path) -> AsyncIterator[SharedRooms]:
    rooms = SharedRooms(database, short)
    yield rooms
    rooms.close()


@pytest.fixture
async def there(database: Engine, short: Path) -> AsyncIterator[SharedRooms]:
    rooms = SharedRooms(database, short)
    yield rooms
    rooms.close()


def planned(engine: Engine, *facts: e.Fact) -> str:
    """A workshop in its first writing, where these have happened."""
    workshop = workshops.create(engine)
    write(engine, workshop, *PLANNED, e.StepOpened("vekst-skriv", 0, None), *facts)
    return workshop


async def both(here: Rooms, there: Rooms, workshop: str) -> tuple[Home, Replica]:
    home, other = await here.room(workshop), await there.room(workshop)
    assert isinstance(home, Home)
    assert isinstance(other, Replica)
    return home, other


async def opened(rooms: Rooms, workshop: str) -> Room:
    room = await rooms.room(workshop)
    assert room is not None
    return room


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(SETTLED):
        while not holds():
            await asyncio.sleep(0.005)


# ---------------------------------------------------------------- one room in two places


async def test_a_replica_stands_as_its_home_does(here: SharedRooms, there: SharedRooms) -> None:
    """H1: whoever of them is asked, and what has no answer but a refusal is refused."""
    home, other = await both(here, there, planned(here.engine))
    for i, room in enumerate((home, other) * 5):
        await room.do(c.SeatTablet(f"{i:032x}", 1), ROOM)
        await room.do(keep(note(i)), ANNA)
        assert room.state.find_note(note(i).id) == note(i)
    with pytest.raises(Refused) as refused:
        await other.do(keep(note(1, "Annet")), ANNA)
    assert refused.value.code is Code.OTHER_TEXT
    await other.do(c.OpenStep("vekst-bord"), LEADER)
    await other.do(c.TakePen(), ANNA)
    await until(lambda: other.state == home.state)
    assert other.state.pens == {1: ANNA.seat}
    assert len(notes(sayings(here.engine, home.id))) == 10


async def test_who_listens_hears_the_same(here: SharedRooms, there: SharedRooms) -> None:
    """H1: each fact once, in the same order, when the state has it."""
    home, other = await both(here, there, planned(here.engine))
    heard: dict[str, list[e.Fact]] = {"home": [], "replica": []}
    home.listeners.add(lambda facts: heard["home"].extend(facts))
    other.listeners.add(lambda facts: heard["replica"].extend(facts))
    await asyncio.gather(
        *(room.do(keep(note(i)), ANNA) for i in range(20) for room in (home, other))
    )
    await until(lambda: len(heard["replica"]) == 20)
    assert heard["replica"] == heard["home"]


async def test_what_happened_is_told_with_its_answer(here: SharedRooms) -> None:
    """H1: who has an answer sees what came of it, so neither may travel alone."""
    home = await opened(here, planned(here.engine))
    reader, writer = await asyncio.open_unix_connection(here._desk.address)
    other = Link(reader, writer)
    other.send(Hello(__version__, home.id))
    assert (await other.receive()).state == home.state
    other.send(Ask(1, keep(note(1)), ANNA))
    assert await other.receive() == News((e.NoteKept(note(1)),), ((1, None),))
    writer.close()


async def test_one_device_one_ballot_wherever_it_asks(
    here: SharedRooms, there: SharedRooms
) -> None:
    """H1, D9: and what is refused is refused there too."""
    home, other = await both(here, there, planned(here.engine))
    seats = [f"{i:032x}" for i in range(20)]
    first = await asyncio.gather(*(other.ticket("dotter", seat) for seat in seats))
    again = await asyncio.gather(*(home.ticket("dotter", seat) for seat in seats))
    assert first == again
    assert len(set(first)) == len(seats)
    with pytest.raises(Refused):
        await other.ticket("pause", ANNA.seat)


async def test_publishing_where_the_workshop_does_not_live(
    here: SharedRooms, there: SharedRooms
) -> None:
    """H1: who has waited for an answer sees what came of it."""
    home, other = await both(here, there, planned(here.engine))
    await other.do(c.EndWorkshop(), LEADER)
    minutes = await secretary.draft(other, there.engine)
    await secretary.publish(other, there.engine, minutes, "Kari")
    await until(lambda: home.state.published)
    assert other.state.published == home.state.published


async def test_only_one_of_them_is_the_home(here: SharedRooms, there: SharedRooms) -> None:
    """H1: when both are asked in the same moment."""
    for workshop in [planned(here.engine) for _ in range(10)]:
        rooms = await asyncio.gather(here.room(workshop), there.room(workshop))
        assert sorted(type(room).__name__ for room in rooms) == ["Home", "Replica"]


async def test_a_workshop_that_is_not_there(here: SharedRooms) -> None:
    """H1: and nothing is left of the question."""
    assert await here.room("0" * 32) is None
    with here.engine.connect() as connection:
        assert (
            connection.scalar(text("SELECT count(*) FROM home WHERE workshop = '" + "0" * 32 + "'"))
            == 0
        )


async def test_a_rehearsal_is_removed_in_every_process(
    here: SharedRooms, there: SharedRooms
) -> None:
    """H8: whichever is told, nothing is left, and nobody brings it back."""
    for asked in (here, there):
        workshop = planned(here.engine)
        with here.engine.begin() as connection:
            connection.execute(
                text("UPDATE workshop SET rehearsal = true WHERE id = :id"), {"id": workshop}
            )
        home, other = await both(here, there, workshop)
        late = asyncio.gather(
            *(other.do(keep(note(i)), ANNA) for i in range(5)), return_exceptions=True
        )
        await asked.remove(workshop)
        await late
        assert home.over.result() is True
        await until(other.over.done)
        assert other.over.result() is True
        assert await here.room(workshop) is await there.room(workshop) is None
        for table in workshops.OF_A_WORKSHOP:
            with here.engine.connect() as connection:
                assert not connection.execute(
                    table.select().where(table.c.workshop == workshop)
                ).all()


# ---------------------------------------------------------------- who has gone


async def test_a_home_that_ends_is_followed_by_another(there: SharedRooms, short: Path) -> None:
    """H3: what is asked without an answer is not stored as far as anyone knows."""
    here = SharedRooms(there.engine, short)
    home, other = await both(here, there, planned(there.engine))
    await other.do(keep(note(1)), ANNA)
    here.close()
    asked = asyncio.create_task(other.do(keep(note(2)), ANNA))
    async with asyncio.timeout(SETTLED):
        assert await other.over is False
        with pytest.raises(NotStored):
            await asked
    with pytest.raises(NotStored):
        await other.do(keep(note(2)), ANNA)
    with pytest.raises(NotStored):
        await other.ticket("dotter", ANNA.seat)
    heir = await opened(there, home.id)
    assert isinstance(heir, Home)
    await heir.do(keep(note(2)), ANNA)
    assert notes(sayings(there.engine, home.id)).keys() == {note(1).id, note(2).id}


async def test_a_replica_that_ends_takes_its_screens_along(here: SharedRooms, short: Path) -> None:
    """H4: its controls at once, its tablets after a while, unless they came back elsewhere."""
    there = SharedRooms(here.engine, short)
    home, other = await both(here, there, planned(here.engine))
    await home.do(c.CountControls(1), ROOM)
    await other.do(c.CountControls(2), ROOM)
    for tablet in (ANNA, BENT, CARL):
        await other.do(c.SeatTablet(tablet.seat, tablet.table), ROOM)
    await home.do(c.SeatTablet(BENT.seat, 1), ROOM)
    assert sum(home.state.controls.values()) == 3
    there.close()
    await until(lambda: sum(home.state.controls.values()) == 1)
    await until(lambda: home.state.seats.keys() == {BENT.seat})


async def test_who_does_not_read_is_cut_off(
    here: SharedRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H7: what waits for it is bounded, the others notice nothing, and it may come back."""
    monkeypatch.setattr(link, "BOUND", 200_000)
    home = await opened(here, planned(here.engine, e.StepOpened("vekst-bord", 0, None)))
    await home.do(c.TakePen(), ANNA)
    reader, writer = await asyncio.open_unix_connection(here._desk.address)
    Link(reader, writer).send(Hello(__version__, home.id))
    await until(lambda: home.listeners)
    (guest,) = here._desk._links
    waiting = []
    for i in range(1, 400):
        words = f"{i} " + "Mye å si. " * 390
        await home.do(c.WriteStatement("vekst", words, words, i), ANNA)
        waiting.append(guest._writer.transport.get_write_buffer_size())
        if not home.listeners:
            break
    assert not home.listeners
    assert 200_000 < max(waiting) < 300_000
    writer.close()
    back = await Replica.at(here._desk.address, home.id)
    assert back is not None
    assert back.state == home.state
    back.end()


# ---------------------------------------------------------------- who thinks that he is the home


async def test_who_is_not_the_home_any_more_stores_nothing(
    here: SharedRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H5: neither an act nor a saying; and the room is given up."""
    monkeypatch.setattr(shared, "BEAT", 600)
    for command, actor in ((keep(note(1)), ANNA), (c.CloseStep("vekst-skriv"), LEADER)):
        home = await opened(here, planned(here.engine))
        before = acts(here.engine, home.id)
        another_took_over(here.engine, home.id)
        with pytest.raises(NotStored):
            await home.do(command, actor)
        assert home.over.result() is False
        assert not sayings(here.engine, home.id)
        assert acts(here.engine, home.id) == before


async def test_only_that_room_is_given_up(
    here: SharedRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H5, K10: what another room wrote in the same transaction is stored."""
    monkeypatch.setattr(shared, "BEAT", 600)
    lost, kept = [await opened(here, planned(here.engine)) for _ in range(2)]
    another_took_over(here.engine, lost.id)
    outcomes = await asyncio.gather(
        lost.do(keep(note(1)), ANNA), kept.do(keep(note(1)), ANNA), return_exceptions=True
    )
    assert isinstance(outcomes[0], NotStored)
    assert outcomes[1] is None
    assert not sayings(here.engine, lost.id)
    assert notes(sayings(here.engine, kept.id)).keys() == {note(1).id}


async def test_a_batch_under_way_holds_the_next_home_up(
    here: SharedRooms, there: SharedRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H5: who moves in reads what the one before stored, to the last."""
    home, write = await opened(here, planned(here.engine)), sets.write
    under_way, go_on = threading.Event(), threading.Event()

    def slow(*batch: Any) -> Any:
        under_way.set()
        go_on.wait(SETTLED)
        return write(*batch)

    monkeypatch.setattr(sets, "write", slow)
    asked = asyncio.create_task(home.do(keep(note(1)), ANNA))
    await until(under_way.is_set)
    home.end()
    moving = asyncio.create_task(opened(there, home.id))
    done, _ = await asyncio.wait([moving], timeout=0.5)
    assert not done
    go_on.set()
    await asked
    assert (await moving).state.find_note(note(1).id) == note(1)


def test_a_workshop_is_read_as_of_one_moment(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H3: what is written between the log and the sets is in neither."""
    workshop, read = planned(database), sets.read

    def late(connection: Connection, asked: str) -> list[e.Fact]:
        monkeypatch.undo()
        write(database, workshop, e.StepClosed("vekst-skriv", 0), e.NoteKept(note(1)))
        return read(connection, asked)

    monkeypatch.setattr(sets, "read", late)
    loaded = workshops.load(database, workshop)
    assert loaded is not None
    assert (loaded.acts[-1], loaded.sayings) == (e.StepOpened("vekst-skriv", 0, None), [])
    assert len(sayings(database, workshop)) == 1


def another_took_over(engine: Engine, workshop: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE home SET epoch = 'another', address = '/nowhere' WHERE workshop = :id"),
            {"id": workshop},
        )


# ---------------------------------------------------------------- the locks' own connection


async def test_the_database_was_away(here: SharedRooms, there: SharedRooms) -> None:
    """H6: as long as nobody else moved in, nothing has happened, and nobody else does."""
    home, other = await both(here, there, planned(here.engine))
    for _ in range(3):
        cut_all(here.engine)
        await until(lambda: locked(here.engine, home.id))
    await other.do(keep(note(1)), ANNA)
    assert not home.over.done()
    third = SharedRooms(here.engine, Path(here._desk.address).parent.parent)
    assert isinstance(await third.room(home.id), Replica)
    third.close()


async def test_another_moved_in_while_the_database_was_away(
    here: SharedRooms, there: SharedRooms
) -> None:
    """H6: then the first one follows."""
    home = await opened(here, planned(here.engine))
    another_took_over(here.engine, home.id)
    assert await asyncio.wait_for(home.over, SETTLED) is False
    assert isinstance(await there.room(home.id), Home)
    assert isinstance(await here.room(home.id), Replica)


async def test_another_version_is_not_let_in(
    here: SharedRooms,
    there: SharedRooms,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """H1: it could not read what it is told; it says so rather than wait."""
    monkeypatch.setattr(shared, "PATIENCE", 0.3)
    monkeypatch.setattr(replica, "__version__", "0.0.0")
    home = await opened(here, planned(here.engine))
    with pytest.raises(NotStored):
        await there.room(home.id)
    assert "does not answer" in caplog.text
    monkeypatch.undo()
    assert isinstance(await there.room(home.id), Replica)


def cut_all(engine: Engine) -> None:
    """As when PostgreSQL starts anew, for the connections that keep the locks."""
    with engine.connect() as connection:
        cut = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE application_name = 'tannhjul homes'"
        )
        assert connection.scalar(cut)


def locked(engine: Engine, workshop: str) -> bool:
    """Whether somebody keeps the workshop's lock."""
    high, low = int(workshop[:8], 16), int(workshop[8:16], 16)
    held = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND classid = :high AND objid = :low"
    )
    with engine.connect() as connection:
        return bool(connection.scalar(held, {"high": high, "low": low}))


# ---------------------------------------------------------------- rooms that nobody uses


async def test_a_room_that_nobody_uses_is_let_go(
    here: SharedRooms, there: SharedRooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H9: first the replica, then the home with its lock; the next one is as before."""
    monkeypatch.setattr("app.rooms.LET_GO_AFTER", 0.1)
    home, other = await both(here, there, planned(here.engine))
    await home.do(keep(note(1)), ANNA)
    listening: Callable[[object], None] = lambda _: None  # noqa: E731
    other.listeners.add(listening)
    await asyncio.sleep(0.4)
    assert not other.over.done()
    assert not home.over.done()
    other.listeners.clear()
    await until(lambda: other.over.done() and home.over.done())
    await until(lambda: not locked(here.engine, home.id))
    again = await opened(there, home.id)
    assert isinstance(again, Home)
    assert again.state.find_note(note(1).id) == note(1)


async def test_ballots_that_were_handed_out_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H9, D9: until they are counted; on SQLite as well."""
    monkeypatch.setattr("app.rooms.LET_GO_AFTER", 0.1)
    engine = open_database(f"sqlite:///{tmp_path / 'tannhjul.db'}")
    migrate(engine)
    rooms = rooms_of(engine, tmp_path)
    assert type(rooms) is Rooms
    room = await opened(rooms, planned(engine, said(1)))
    here: list[object] = []
    room.listeners.add(here.append)  # somebody is here while the ballots are handed out
    await room.do(c.OpenStep("dotter"), LEADER)
    mine = await room.ticket("dotter", ANNA.seat)
    await room.do(c.CastBallot("dotter", hashed(mine), 0, {"vekst.1": 1}), ANNA)
    room.listeners.clear()
    await asyncio.sleep(0.4)
    assert await opened(rooms, room.id) is room
    assert await room.ticket("dotter", ANNA.seat) == mine
    await room.do(c.CloseStep("dotter"), LEADER)
    await until(room.over.done)
    rooms.close()
    engine.dispose()


# ---------------------------------------------------------------- the socket


async def test_nobody_else_may_enter(here: SharedRooms) -> None:
    """H10: the directory is its user's own; the address of a socket is never too long."""
    await here.room(planned(here.engine))
    there = Path(here._desk.address)
    assert stat.S_IMODE(there.parent.stat().st_mode) == 0o700
    assert stat.S_ISSOCK(there.stat().st_mode)


async def test_a_directory_with_a_long_name(database: Engine, tmp_path: Path) -> None:
    """H10: then the socket lies elsewhere, and is as private."""
    rooms = SharedRooms(database, tmp_path / ("x" * 100))
    await rooms.room(planned(database))
    there = Path(rooms._desk.address)
    assert len(str(there)) < 100
    assert stat.S_IMODE(there.parent.stat().st_mode) == 0o700
    rooms.close()
    assert not there.exists()


async def test_sockets_of_the_dead_are_taken_away(database: Engine, short: Path) -> None:
    """H10: those of the living are not."""
    homes = short / "homes"
    homes.mkdir(mode=0o700, exist_ok=True)
    left, living = homes / "left.sock", homes / "living.sock"
    dead, alive = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    dead.bind(str(left))
    dead.close()
    alive.bind(str(living))
    alive.listen()
    rooms = SharedRooms(database, short)
    await rooms.room(planned(database))
    assert not left.exists()
    assert living.exists()
    rooms.close()
    alive.close()
