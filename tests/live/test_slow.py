"""A tablet that stops reading, on real sockets: it costs the others nothing, and little memory."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Engine
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.core import events as e
from app.live import limits
from app.live.hall import DEAF, SLOW
from app.main import Tannhjul
from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.core.given import NOON
from tests.live.screen import PATIENCE, Screen
from tests.live.server import Hall, furnish, running

OTHERS = 100
LONG = "Ø" * 3_900
"""A statement of this and as long a dissent is a frame of sixteen kilobytes."""


@pytest.fixture
def stage(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Hall, Tannhjul]]:
    """A workshop in table talk, and the server behind it, which reads as fast as it can."""
    monkeypatch.setattr(limits, "SCREEN", (1e9, 1e9))
    monkeypatch.setattr(limits, "TABLE", (1e9, 1e9))
    with running(database, tmp_path) as (live, app):
        yield furnish(database, live, e.StepOpened("vekst-bord", NOON, None)), app


@asynccontextmanager
async def sleeper(hall: Hall, table: int) -> AsyncIterator[ClientConnection]:
    """A socket that has joined and does not read. The system keeps little for it."""
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    small.setblocking(False)
    host, port = hall.live.removeprefix("ws://").removesuffix("/live").split(":")
    await asyncio.get_running_loop().sock_connect(small, (host, int(port)))
    async with connect(hall.live, sock=small, compression=None, max_size=None, max_queue=1) as ours:
        join = {"t": "join", "n": 1, "role": "tablet", "code": hall.codes[table], "seat": "5" * 32}
        await ours.send(orjson.dumps(join).decode())
        await ours.recv()
        ours.transport.pause_reading()
        yield ours
        ours.transport.abort()


def backlogs(app: Tannhjul, hall: Hall) -> list[int]:
    """How far behind each screen lies, in bytes that wait in the server."""
    shown = app.live.halls._open[hall.workshop]
    return [screen.line.backlog() for screens in shown._screens.values() for screen in screens]


async def test_a_tablet_that_sleeps_while_a_hundred_write(stage: tuple[Hall, Tannhjul]) -> None:
    """S18, S10: they get everything; it is passed over, and catches up when it wakes."""
    hall, app = stage
    address = Address(hall.live)
    others = [Tablet(address, hall.codes[no], no) for no in (1 + i % 3 for i in range(OTHERS))]
    await asyncio.gather(*(tablet.come() for tablet in others))
    writer = others[0]
    await writer.ask({"t": "pen", "do": "take"})
    most = 0
    async with sleeper(hall, table=1) as asleep:
        for rev in range(1, 401):
            said = {"t": "statement", "question": "vekst", "rev": rev}
            await writer.ask({**said, "text": f"{rev} {LONG}", "dissent": LONG})
            await others[rev % OTHERS].write(f"Innspill {rev}", "vekst", shared=True)
            most = max(most, *backlogs(app, hall))
        assert SLOW < most < SLOW + 64_000, "it was never passed over, or never"
        for tablet in others:
            mine = {note.text for t in others if t.table == tablet.table for note in t.notes}
            await tablet.until(
                lambda: mine == {c["text"] for c in tablet.view.items("own_notes").values()}  # noqa: B023
            )
        last = writer.view.parts["statement"]["rev"]
        assert last == 400

        asleep.transport.resume_reading()
        async with asyncio.timeout(PATIENCE):
            frames = 0
            while True:
                frame = orjson.loads(await asleep.recv())
                frames += frame["t"] == "view"
                if frame["t"] == "view" and frame["parts"].get("statement", {}).get("rev") == last:
                    break
        assert frames < 400
    for tablet in others:
        await tablet.go()


async def test_a_tablet_that_asks_and_never_reads(stage: tuple[Hall, Tannhjul]) -> None:
    """S18: it is not heard any more, until it has read what it was answered."""
    hall, app = stage
    async with hall.screen() as other, sleeper(hall, table=2) as asleep:
        await other.join("tablet", hall.codes[2], seat="6" * 32)
        ping = b'{"t":"ping","n":%d}' % 2**50

        async def ask_on() -> None:
            while True:
                await asleep.send(ping, text=True)

        asking = asyncio.create_task(ask_on())
        most = 0
        for _ in range(200):
            assert (await other.ask("ping"))["t"] == "pong"
            most = max(most, *backlogs(app, hall))
            if most > DEAF:
                break
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        assert DEAF < max(most, *backlogs(app, hall)) < DEAF + 256 * 1024
        asking.cancel()
        with suppress(asyncio.CancelledError, ConnectionClosed):
            await asking
        asleep.transport.resume_reading()
        asleep_hears = Screen(hall.live)
        asleep_hears.socket = asleep
        async with asyncio.timeout(PATIENCE):
            while (await asleep_hears.receive())["t"] != "pong":
                pass
