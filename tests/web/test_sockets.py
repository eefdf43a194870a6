"""Codes that are guessed at on pages, and screens whose login ends on one."""

import asyncio
from typing import Any

import pytest

from app.guard import doors
from app.guard.doors import Doors
from app.guard.pace import Bucket
from app.live import visit
from app.live.socket import Live
from app.store import staff as store
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
    monkeypatch.setattr(visit, "ASK_AGAIN", 0.05)
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


@pytest.mark.parametrize("change", [{"roles": []}, {"name": "Kari Nygift"}])
async def test_a_screen_ends_with_the_roles_and_the_name_it_came_with(
    house: House, evening: Evening, staff_web: Web, change: dict[str, Any]
) -> None:
    """V243: who has no role left sees no more, and nothing is done under a name of before, which
    may be another's by now."""
    porter = house.site.state.site.porter
    screen = await _control(Live(house.rooms, auth.staff_behind(porter)), staff_web, evening)
    store.change(house.engine, "kari", **change, force=True)
    porter.forget()
    assert await screen.ask("grace", step="vekst-skriv") == "not_allowed"
    assert await screen.hear() == "closed 1000"
    await screen.hang_up()


async def test_who_is_out_before_joining_sees_nothing(
    house: House, evening: Evening, staff_web: Web
) -> None:
    """V243: a socket that was opened with a login, and joins when that is over, gets no view."""
    screen = _screen(Live(house.rooms, auth.staff_behind(house.site.state.site.porter)), staff_web)
    assert await screen.ask("ping") == "pong"
    store.change(house.engine, "kari", disabled=True, force=True)
    house.site.state.site.porter.forget()
    for role in ("control", "preview", "workbench"):
        assert await screen.ask("join", role=role, code=evening.code) == "not_allowed"
    await screen.hang_up()


def _screen(live: Live, web: Web) -> Wire:
    cookies = "; ".join(f"{name}={value}" for name, value in web.cookies.items())
    return Wire(live, {"host": "test", "origin": "http://test", "cookie": cookies})


async def _control(live: Live, web: Web, evening: Evening) -> Wire:
    screen = _screen(live, web)
    assert await screen.ask("join", role="control", code=evening.code) == "welcome"
    return screen
