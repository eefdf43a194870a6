"""Sockets that are opened from elsewhere, outlive a login, come too fast, or too many."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine

from app import secretary
from app.core import commands as c
from app.core import events as e
from app.core.roles import ALL_ROUND, Somebody, rights
from app.live import limits, socket, visit
from app.live.origin import is_ours
from app.live.socket import Live
from app.rooms import Home, Room, Rooms
from app.store.database import migrate, open_database
from tests.core.given import NOON
from tests.live.server import Hall, furnish

KARI = Somebody("Kari", rights(ALL_ROUND))
PATIENCE = 20


class Wire:
    """The far side of a socket on the endpoint, without a network. Sends when it is told."""

    def __init__(self, live: Live, headers: dict[str, str] | None = None) -> None:
        told = {"host": "hall", "origin": "http://hall", **(headers or {})}
        wired = [(name.encode(), value.encode()) for name, value in told.items() if value]
        self._scope = {"type": "websocket", "scheme": "ws", "headers": wired}
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out.put_nowait({"type": "websocket.connect"})
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.task = asyncio.create_task(live(self._scope, self._out.get, self._hear))
        self._n = 0

    async def _hear(self, message: dict[str, Any]) -> None:
        self._heard.put_nowait(message)

    @property
    def unread(self) -> int:
        """Frames that the endpoint has not come to."""
        return self._out.qsize()

    def send(self, t: str, **fields: Any) -> None:
        self._n += 1
        text = orjson.dumps({"t": t, "n": self._n, **fields}).decode()
        self._out.put_nowait({"type": "websocket.receive", "text": text})

    async def hear(self) -> str:
        """The next answer, by its code or kind; how it was closed."""
        while True:
            message = await asyncio.wait_for(self._heard.get(), PATIENCE)
            if message["type"] == "websocket.close":
                return f"closed {message.get('code', 1000)}"
            if message["type"] == "websocket.send":
                frame = orjson.loads(message["text"])
                if frame["t"] != "view":
                    return str(frame.get("code", frame["t"]))

    async def ask(self, t: str, **fields: Any) -> str:
        self.send(t, **fields)
        return await self.hear()

    async def hang_up(self) -> None:
        self._out.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.task


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('sockets') / 'tannhjul.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def hall(engine: Engine) -> Hall:
    return furnish(engine, "", e.StepOpened("vekst-bord", NOON, None))


@pytest.fixture
def staff() -> dict[str, Somebody]:
    """Who is logged in, by the cookie."""
    return {"kari": KARI}


@pytest.fixture
async def live(
    engine: Engine, staff: dict[str, Somebody], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator["Live"]:
    monkeypatch.setattr("app.live.hall.GONE_AFTER", 0.01)  # leaves no timers behind
    rooms = Rooms(engine)
    yield Live(rooms, lambda scope: staff.get(dict(scope["headers"]).get(b"cookie", b"").decode()))
    while working := [task for task in map(_work, rooms._open.values()) if task]:
        await asyncio.gather(*working)  # a flood is stored to its end
    rooms.close()


def _work(room: Room) -> asyncio.Task[None] | None:
    assert isinstance(room, Home)
    return None if room._task is None or room._task.done() else room._task


def seat(number: int) -> str:
    return f"{number:032x}"


# ---------------------------------------------------------------- whose page


@pytest.mark.parametrize(
    ("scheme", "host", "origin", "ours"),
    [
        ("ws", "hall:8765", "http://hall:8765", True),
        ("ws", "hall:8765", "https://hall:8765", True),  # encrypted as far as the proxy
        ("wss", "hall", "https://hall", True),
        ("wss", "hall:443", "https://hall", True),
        ("ws", "HALL", "http://hall", True),
        ("ws", "hall", "https://verksted.example", True),  # the address that we are reached at
        ("wss", "hall", "http://hall", False),
        ("ws", "hall:8765", "http://hall", False),
        ("ws", "hall:8765", "http://hall:80", False),
        ("ws", "hall", "http://hall.example.org", False),
        ("ws", "hall", "http://not-hall", False),
        ("ws", "hall", "http://sub.hall", False),
        ("ws", "hall", "http://hall@example.org", False),
        ("ws", "hall", "http://example.org@hall", False),
        ("ws", "hall", "ftp://hall", False),
        ("ws", "hall", "chrome-extension://hall", False),
        ("ws", "hall", "null", False),
        ("ws", "hall", "", False),
        ("ws", "", "null", False),
        ("ws", "", "http://", False),
        ("ws", "", "", False),
        ("ws", "hall", "http://verksted.example", False),
    ],
)
def test_whose_page_it_is(scheme: str, host: str, origin: str, ours: bool) -> None:
    """V242: to the letter, and by no word of a stranger's about who we are."""
    headers = [(b"host", host.encode()), (b"origin", origin.encode())]
    headers += [(b"x-forwarded-host", b"example.org"), (b"forwarded", b"host=example.org")]
    scope = {"type": "websocket", "scheme": scheme, "headers": headers}
    assert is_ours(scope, ["https://verksted.example/tannhjul/"]) == ours
    stranger = {
        **scope,
        "headers": [*headers[:1], (b"origin", b"http://example.org"), *headers[2:]],
    }
    assert not is_ours(stranger)


async def test_a_cookie_is_a_browsers(hall: Hall, live: Live) -> None:
    """V242: without an origin it is nobody's, and from elsewhere nothing is opened."""
    control = {"role": "control", "code": hall.public}
    ours = Wire(live, {"cookie": "kari"})
    assert await ours.ask("join", **control) == "welcome"
    program = Wire(live, {"cookie": "kari", "origin": ""})
    assert await program.ask("join", **control) == "not_allowed"
    elsewhere = Wire(live, {"cookie": "kari", "origin": "http://example.org"})
    assert await elsewhere.hear() == "closed 4403"
    await ours.hang_up()
    await program.hang_up()


# ---------------------------------------------------------------- a login that ends


@pytest.mark.parametrize("role", ["control", "workbench"])
async def test_a_login_that_ends_is_refused(
    hall: Hall, live: Live, staff: dict[str, Somebody], role: str
) -> None:
    """V243: what it asks for next is not done, and the screen is let go."""
    screen = Wire(live, {"cookie": "kari"})
    assert await screen.ask("join", role=role, code=hall.public) == "welcome"
    assert await screen.ask("help_given", table=1) == "stored"
    del staff["kari"]
    assert await screen.ask("close_step", step="vekst-bord") == "not_allowed"
    assert await screen.hear() == "closed 1000"
    assert (await live.halls.hall(hall.workshop)).room.state.open  # type: ignore[union-attr]
    await screen.hang_up()


@pytest.mark.parametrize("role", ["control", "workbench", "preview"])
async def test_a_login_that_ends_while_one_looks(
    hall: Hall,
    live: Live,
    staff: dict[str, Somebody],
    role: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """V243: it is found out without being asked for anything."""
    monkeypatch.setattr(visit, "ASK_AGAIN", 0.01)
    screen = Wire(live, {"cookie": "kari"})
    assert await screen.ask("join", role=role, code=hall.public) == "welcome"
    tablet = Wire(live)
    assert await tablet.ask("join", role="tablet", code=hall.codes[1], seat=seat(1)) == "welcome"
    await asyncio.sleep(0.05)
    assert await screen.ask("ping") == "pong"
    del staff["kari"]
    assert await screen.hear() == "closed 1000"
    assert await tablet.ask("ping") == "pong"
    await screen.hang_up()
    await tablet.hang_up()


# ---------------------------------------------------------------- too fast


@pytest.mark.parametrize(
    "frame",
    [
        {"t": "pen", "do": "take"},
        {"t": "mark", "step": "vekst-bord", "ready": True},
        {"t": "tell", "accepted": True, "drafting": True},
        {"t": "ping"},
        {"t": "note", "text": "x" * 30_000},
    ],
    ids=lambda frame: str(frame["t"]),
)
async def test_a_flood_is_read_as_fast_as_a_hand(
    hall: Hall, live: Live, frame: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """V245: the rest waits where it came from, and nothing of it is lost."""
    monkeypatch.setattr(limits, "SCREEN", (0.001, 40.0))
    tablet = Wire(live)
    assert await tablet.ask("join", role="tablet", code=hall.codes[1], seat=seat(1)) == "welcome"
    fields = {name: value for name, value in frame.items() if name != "t"}
    for _ in range(100):
        tablet.send(frame["t"], **fields)
    neighbour = Wire(live)
    joined = await neighbour.ask("join", role="tablet", code=hall.codes[1], seat=seat(2))
    assert joined == "welcome"
    for _ in range(20):
        assert await neighbour.ask("ping") == "pong"
    read = 100 - tablet.unread
    assert read <= 30, "eleven of forty go to the join, and one is on credit"
    assert read >= (28 if len(str(frame)) < 1_000 else 3)
    for each in (tablet, neighbour):
        each.task.cancel()
    await asyncio.gather(tablet.task, neighbour.task, return_exceptions=True)


async def test_a_table_full_of_floods(
    hall: Hall, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V245: many screens by one code are read as fast as a table, and other tables as ever."""
    monkeypatch.setattr(limits, "TABLE", (0.001, 50.0))
    crowd = [Wire(live) for _ in range(20)]
    for number, each in enumerate(crowd):
        joined = await each.ask("join", role="tablet", code=hall.codes[1], seat=seat(number))
        assert joined == "welcome"
    for each in crowd:
        for _ in range(30):
            each.send("ping")
    other = Wire(live)
    assert await other.ask("join", role="tablet", code=hall.codes[2], seat=seat(99)) == "welcome"
    for _ in range(30):
        assert await other.ask("ping") == "pong"
    read = 20 * 30 - sum(each.unread for each in crowd)
    assert 30 <= read <= 50 + 20
    for each in (*crowd, other):
        each.task.cancel()
    await asyncio.gather(*(each.task for each in crowd), other.task, return_exceptions=True)


# ---------------------------------------------------------------- too many


async def test_a_table_has_room_for_so_many(
    hall: Hall, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V246: more are told to come back; who was there finds the place kept."""
    monkeypatch.setattr(limits, "SCREENS", 3)
    monkeypatch.setattr(limits, "FOR_EACH_SEAT", 1)
    monkeypatch.setattr("app.live.hall.GONE_AFTER", 30.0)

    def join(wire: Wire, number: int, table: int = 1) -> Any:
        return wire.ask("join", role="tablet", code=hall.codes[table], seat=seat(number))

    wires = [Wire(live) for _ in range(8)]
    assert [await join(wire, number) for number, wire in enumerate(wires[:5])] == ["welcome"] * 5
    assert await join(wires[5], 5) == "slow_down"
    assert await join(wires[5], 5, table=2) == "welcome"
    await wires[0].hang_up()
    assert await join(wires[6], 6) == "welcome"
    assert await join(wires[7], 0) == "welcome", "it was here a moment ago"
    for wire in wires[1:]:
        await wire.hang_up()
    for leaving in live.halls._open[hall.workshop]._leaving.values():
        leaving.cancel()


async def test_one_device_has_few_windows(hall: Hall, live: Live) -> None:
    """V246."""
    wires = [Wire(live) for _ in range(limits.OF_ONE_DEVICE + 1)]
    said = [
        await wire.ask("join", role="tablet", code=hall.codes[1], seat=seat(1)) for wire in wires
    ]
    assert said == ["welcome"] * limits.OF_ONE_DEVICE + ["slow_down"]
    for wire in wires:
        await wire.hang_up()


async def test_who_stands_at_the_door_makes_room(
    hall: Hall, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V246: the oldest first; who has joined stays, and who has the code comes in."""
    monkeypatch.setattr(socket, "MOST_AT_THE_DOOR", 5)
    first = Wire(live)
    assert await first.ask("join", role="tablet", code=hall.codes[1], seat=seat(1)) == "welcome"
    idle = [Wire(live) for _ in range(5)]
    for wire in idle:
        assert await wire.ask("ping") == "pong"
    late = Wire(live)
    assert await late.ask("join", role="tablet", code=hall.codes[1], seat=seat(2)) == "welcome"
    assert await idle[0].hear() == "closed 1000"
    assert await idle[1].ask("ping") == "pong"
    assert await first.ask("ping") == "pong"
    for wire in (first, late, *idle):
        await wire.hang_up()
    assert not live._at_the_door


async def test_who_stands_at_the_door_for_long(
    hall: Hall, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V246."""
    idle = Wire(live)
    assert await idle.ask("ping") == "pong"
    monkeypatch.setattr(socket, "AT_THE_DOOR", 0.0)
    await asyncio.sleep(0.01)
    other = Wire(live)
    assert await other.ask("ping") == "pong"
    assert await idle.hear() == "closed 1000"
    await idle.hang_up()
    await other.hang_up()


# ---------------------------------------------------------------- at the same moment


async def test_hidden_while_it_is_taken_back(engine: Engine) -> None:
    """V240: the staff and the one who wrote it ask at once, and both are answered."""
    hall = furnish(engine, "", e.StepOpened("vekst-skriv", NOON, None))
    rooms = Rooms(engine)
    room = await rooms.room(hall.workshop)
    assert room is not None
    written, anna = "f" * 32, c.Tablet("a" * 32, 1)
    await room.do(c.KeepNote(written, "vekst", "Naboen roper", "key"), anna)
    await asyncio.gather(
        secretary.hide(rooms, room.id, c.UnhideNote(written), c.Staff("Kari")),
        room.do(c.WithdrawNote(written, "key"), anna),
    )
    kept = room.state.find_note(written)
    assert kept is not None
    assert kept.withdrawn
    rooms.close()
