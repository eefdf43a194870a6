"""Codes that are guessed at on pages, and screens whose login ends on one."""

import asyncio

import pytest

from app import doors
from app.doors import Doors
from app.live import socket
from app.live.socket import Live
from app.pace import Bucket
from app.web import auth
from tests.hostile.test_sockets import Wire
from tests.web.conftest import Evening, House, Web


async def test_guesses_on_pages(
    house: House, web: Web, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V244: turned away like those of screens; a right code opens its page at once."""
    house.rooms.doors = Doors(house.engine, Bucket(rate=1e-9, most=0.0))
    monkeypatch.setattr(doors, "MOST_HELD", 0)
    for path in ("/b?code=ABCDEFGH", "/b/ABCDEFGH", "/b/ABCDEFGH/enkelt", "/skjerm/ABCDEFGH",
                 f"/utkast/{'A' * 26}"):  # fmt: skip
        answer = await web.get(path)
        assert (path, answer.status_code) == (path, 429)
        assert answer.headers["retry-after"]
    assert (await web.get(f"/b/{evening.codes[1]}")).status_code == 200
    assert (await web.get(f"/b?code={evening.codes[1]}")).status_code == 303
    assert (await web.get(f"/skjerm/{evening.codes[None]}")).status_code == 200


async def test_logging_out_lets_the_screens_go(
    house: House, evening: Evening, staff_web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V243: in any window, and in nobody else's."""
    monkeypatch.setattr(socket, "ASK_AGAIN", 0.05)
    live = Live(house.rooms, auth.staff_behind(house.site.state.site.porter))
    async with house.web() as other:
        assert (await other.log_in()).status_code == 303
        screens = [await _control(live, web, evening) for web in (staff_web, staff_web, other)]
        page = (await staff_web.get("/stab")).text
        token = page.partition('name="csrf" value="')[2].partition('"')[0]
        left = await staff_web.send_form("/stab/logg-ut", {"csrf": token})
        assert left.status_code == 303
        assert [await screen.hear() for screen in screens[:2]] == ["closed 1000"] * 2
        await asyncio.sleep(0.2)
        assert await screens[2].ask("ping") == "pong"
        for screen in screens:
            await screen.hang_up()


async def _control(live: Live, web: Web, evening: Evening) -> Wire:
    cookies = "; ".join(f"{name}={value}" for name, value in web.cookies.items())
    screen = Wire(live, {"host": "test", "origin": "http://test", "cookie": cookies})
    assert await screen.ask("join", role="control", code=evening.code) == "welcome"
    return screen
