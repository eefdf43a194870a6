"""How a screen is let go."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from websockets.exceptions import ConnectionClosed

from app.live.socket import PATIENCE
from app.rehearse.server import Server
from app.web import auth
from tests.live.screen import Screen
from tests.live.server import Hall, furnish, running


async def code_of(screen: Screen) -> int:
    """With which code the connection is closed."""
    with pytest.raises(ConnectionClosed) as closed:
        await screen.receive()
    assert closed.value.rcvd is not None, "closed without a word"
    return closed.value.rcvd.code


async def test_a_server_that_stops(database: Engine, tmp_path: Path) -> None:
    """S17: every screen is told to come back."""
    with running(database, tmp_path) as (live, _):
        hall = furnish(database, live)
        tablet, projector = hall.screen(), hall.screen()
        await tablet.__aenter__()
        await projector.__aenter__()
        await tablet.join("tablet", hall.codes[1], seat="a" * 32)
        await projector.join("projector", hall.codes[None])
    for screen in (tablet, projector):
        while (frame := await screen.receive())["t"] == "view":
            pass
        assert frame == {"t": "bye", "code": "restart"}
        assert await code_of(screen) == 1012


async def test_a_screen_that_errs_too_often(planned: Hall) -> None:
    """S17, S12."""
    async with planned.screen() as screen:
        for _ in range(PATIENCE + 1):
            await screen.say("{")
        assert (await screen.receive())["code"] == "too_many_errors"
        assert await code_of(screen) == 1000


async def test_a_workshop_that_is_removed(database: Engine, live: str) -> None:
    """S17, S15."""
    url = "http" + live.removeprefix("ws").removesuffix("/live")
    server = Server(url, partial(auth.operator_token, database))
    made = await asyncio.to_thread(server.make, 1, 1)
    async with Screen(live) as screen:
        await screen.join("projector", made.projector)
        await asyncio.to_thread(server.remove, made)
        while (frame := await screen.receive())["t"] == "view":
            pass
        assert frame == {"t": "bye", "code": "removed"}
        assert await code_of(screen) == 1000
