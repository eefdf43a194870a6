"""The screens of a room, without a network: lines that lie behind, come and go."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import orjson
import pytest
import uvloop
from sqlalchemy import Engine

from app.core import commands as c
from app.core import events as e
from app.core.state import Workshop
from app.core.views import Audience, InControl, OnProjector, TabletAt, view
from app.live import hall as halls
from app.live.feed import Feed
from app.live.hall import SLOW, Hall, Screen
from app.live.wire import DirectLine, QueuedLine, framed
from app.rooms import Room, Rooms
from tests.core.given import ANNA, BENT, CARL, LEADER, NOON, ROOM, keep, note
from tests.live.screen import FakeLine
from tests.live.server import furnish


@pytest.fixture
async def room(database: Engine) -> AsyncIterator[Room]:
    rooms = Rooms(database)
    here = furnish(database, "", e.StepOpened("vekst-skriv", NOON, None))
    room = await rooms.room(here.workshop)
    assert room is not None
    yield room
    rooms.close()


@pytest.fixture
def hall(room: Room, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(halls, "BLINK", 0.02)
    monkeypatch.setattr(halls, "GONE_AFTER", 0.05)
    return Hall(room)


def enter(hall: Hall, audience: Audience, actor: c.Actor | None) -> tuple[Screen, FakeLine]:
    line = FakeLine()
    screen = Screen(line, audience, actor)
    hall.enter(screen, "", 0)
    return screen, line


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.005)


async def test_comings_and_goings_are_told_together(
    hall: Hall, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S11: a hundred tablets that come at once are not a hundred frames to each."""
    monkeypatch.setattr(halls, "BLINK", 0.3)
    _, control = enter(hall, InControl(), LEADER)
    tablets = [c.Tablet(f"{i:032x}", 1 + i % 3) for i in range(100)]
    lines = []
    for tablet in tablets:
        lines.append(enter(hall, TabletAt(tablet.table), tablet)[1])
        await room.do(c.CountControls(1), ROOM)  # so that each comes by itself
    await until(lambda: control.view["hall"]["tablets"] == 100)
    await until(lambda: all(line.view["hall"]["tablets"] == 100 for line in lines))
    assert control.views < 20
    assert max(line.views for line in lines) < 20


async def test_what_is_stored_is_shown_at_once(hall: Hall, room: Room) -> None:
    """S11: and what waited with it."""
    _, control = enter(hall, InControl(), LEADER)
    enter(hall, TabletAt(1), ANNA)
    await room.do(keep(note(1)), ANNA)
    assert control.view["counts"]["notes"] == 1
    assert control.view["hall"]["tablets"] == 1


async def test_a_slow_screen_skips(hall: Hall, room: Room) -> None:
    """S10: nothing is queued for it, nobody waits for it, and it ends where the others are."""
    await room.do(c.OpenStep("vekst-bord"), LEADER)
    _, quick = enter(hall, TabletAt(1), ANNA)
    _, slow = enter(hall, TabletAt(1), BENT)
    await until(lambda: slow.view["hall"]["tablets"] == 2)
    slow.behind, written = SLOW + 1, slow.written
    for i in range(40):
        await room.do(keep(note(i, f"Innspill {i}", shared=True)), ANNA)
        assert f"Innspill {i}" in quick.view.notes("own_notes")
    assert slow.written == written
    slow.behind = 0
    await until(lambda: slow.view.notes("own_notes") == quick.view.notes("own_notes"))
    assert slow.views < 10


async def test_a_slow_screen_catches_up_though_only_others_see_something_new(
    hall: Hall, room: Room
) -> None:
    """S10."""
    enter(hall, InControl(), LEADER)
    _, slow = enter(hall, TabletAt(1), ANNA)
    await until(lambda: slow.view["hall"]["tablets"] == 1)
    slow.behind = SLOW + 1
    await room.do(c.SetClock("vekst-skriv", left=60_000), LEADER)
    slow.behind = 0
    await room.do(keep(note(1)), ANNA)  # hidden: control alone is told of it
    await until(lambda: slow.view["now"]["left"] == 60_000)


async def test_a_tablet_is_gone_after_a_while(hall: Hall, room: Room) -> None:
    """S15: not when its network blinks; and with two windows not until both are closed.

    H9: nor is the room listened to any more.
    """
    first, _ = enter(hall, TabletAt(1), ANNA)
    second, _ = enter(hall, TabletAt(1), ANNA)
    await until(lambda: ANNA.seat in room.state.seats)
    hall.leave(first)
    hall.leave(second)
    back, _ = enter(hall, TabletAt(1), ANNA)
    await asyncio.sleep(0.1)
    assert ANNA.seat in room.state.seats
    hall.leave(back)
    assert not room.listeners
    await until(lambda: ANNA.seat not in room.state.seats)


async def test_controls_are_counted(hall: Hall, room: Room) -> None:
    """S15."""
    one, line = enter(hall, InControl(), LEADER)
    two, _ = enter(hall, InControl(), LEADER)
    await until(lambda: line.view["counts"]["controls"] == 2)
    hall.leave(two)
    await until(lambda: line.view["counts"]["controls"] == 1)
    hall.leave(one)


async def test_the_next_room(hall: Hall, room: Room, database: Engine) -> None:
    """H3: the screens stay, and what is in no database moves along until it is known gone."""
    await room.do(c.OpenStep("vekst-bord"), LEADER)
    _, control = enter(hall, InControl(), LEADER)
    _, line = enter(hall, TabletAt(1), ANNA)
    for tablet in (BENT, CARL):  # connected where the room lived, and elsewhere
        await room.do(c.SeatTablet(tablet.seat, tablet.table), c.System("2" * (tablet is CARL)))
        await room.do(c.Tell(accepted=True, drafting=False), tablet)
    await room.do(c.TakePen(), BENT)
    await until(lambda: control.view["hall"]["tablets"] == 3)
    room.end()
    rooms = Rooms(database)
    following = await rooms.room(room.id)
    assert following is not None
    hall.move(following)
    await until(lambda: following.state.pens == {1: BENT.seat})
    assert following.state.seats.keys() == {ANNA.seat, BENT.seat}  # the third is not ours to seat
    assert following.state.seats[BENT.seat].accepted
    epochs = {line.view.have["epoch"], control.view.have["epoch"]}
    await following.do(keep(note(1, shared=True)), ANNA)
    await until(lambda: "Flere busser" in line.view.notes("own_notes"))
    await until(lambda: following.state.seats.keys() == {ANNA.seat})
    await until(lambda: control.view["counts"]["controls"] == 1)
    assert {line.view.have["epoch"], control.view.have["epoch"]} == epochs
    rooms.close()


async def test_the_workshop_is_taken_away(hall: Hall, room: Room) -> None:
    """S15: every screen is told, and let go."""
    _, line = enter(hall, TabletAt(1), ANNA)
    hall.close("removed")
    assert line.answers == [{"t": "bye", "code": "removed"}]
    assert line.closed
    assert not room.listeners


# ---------------------------------------------------------------- the line


def test_writing_to_a_screen_that_has_just_gone() -> None:
    """S13: raises nothing, on the loop that the server runs on."""

    class Ends(asyncio.Protocol):
        def __init__(self) -> None:
            self.gone = asyncio.get_running_loop().create_future()

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def connection_lost(self, _: Exception | None) -> None:
            self.gone.set_result(None)

    async def vanish() -> None:
        loop = asyncio.get_running_loop()
        here, there = socket.socketpair()
        _, ours = await loop.connect_accepted_socket(Ends, here)
        line = DirectLine(ours)  # type: ignore[arg-type]  # has a transport: it needs no more
        there.close()
        await ours.gone
        line.write(framed(b"{}"))
        assert line.backlog() == 0

    uvloop.run(vanish())


async def test_a_server_whose_transport_is_out_of_reach() -> None:
    """S10: gets the ordinary way, in order, and tells how far behind it is."""
    sent: list[dict[str, object]] = []
    gate = asyncio.Event()

    async def send(message: dict[str, object]) -> None:
        await gate.wait()
        sent.append(message)

    line = QueuedLine(send)
    payloads = [b'{"n":%d}' % i + b" " * size for i, size in enumerate((0, 200, 70_000))]
    for payload in payloads:
        line.write(framed(payload))
    assert line.backlog() == sum(len(framed(payload)) for payload in payloads)
    gate.set()
    line.close()
    await until(lambda: len(sent) == 4)
    assert [message.get("text") for message in sent[:3]] == [p.decode() for p in payloads]
    assert sent[3]["type"] == "websocket.close"
    assert line.backlog() == 0


# ---------------------------------------------------------------- the feed


def test_a_frame_is_encoded_once_for_all_who_stand_at_the_same() -> None:
    """V6."""
    feed = Feed()
    assert feed.show(view(Workshop(), OnProjector()))
    assert not feed.show(view(Workshop(), OnProjector()))
    assert feed.since(0) is feed.since(0)
    whole = orjson.loads(feed.since(0))
    assert (whole["since"], whole["v"]) == (0, 1)
    assert orjson.loads(feed.since(99)) == whole
    assert Feed().epoch != feed.epoch
