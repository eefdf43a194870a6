"""The pages on a real database, asked over ASGI; a workshop to look at; somebody logged in."""

import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import Engine

from app.core import commands as c
from app.core.rules import hashed
from app.core.things import Kind, Plan, Question, Step, Table
from app.rooms import Room, Rooms
from app.settings import Settings
from app.store import roster, staff, workshops
from app.store.database import open_database
from app.store.tables import Member
from app.web import site
from tests.core.given import accounted

HOST = "http://test"
PASSWORD = "riktig hest batteri"
LEADER = c.Staff("Kari Leder")
NOTES = ("Tett ved banen", "<script>alert(1)</script>", "سلام", "N" * 80)


class Web(AsyncClient):
    """A browser: it tells where a form comes from, and finds the form's own token."""

    async def form(self, path: str, **fields: str) -> Response:
        """Send the fields as the form on `path` would; the token is the page's own."""
        page = await self.get(path)
        token = re.search(r'name="csrf" value="([^"]+)"', page.text)
        return await self.send_form(path, {"csrf": token[1] if token else "", **fields})

    async def send_form(self, path: str, fields: dict[str, str], origin: str = HOST) -> Response:
        return await self.post(
            path,
            content=urlencode(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": origin},
        )

    async def log_in(self, login: str = "kari", password: str = PASSWORD) -> Response:
        return await self.form("/stab/logg-inn", login=login, password=password)


class House:
    """The pages, and what stands behind them."""

    def __init__(self, engine: Engine, settings: Settings | None = None) -> None:
        self.engine = engine
        self.rooms = Rooms(engine)
        self.site = site.build(self.rooms, settings or Settings(_env_file=None), _nothing)

    def web(self, **headers: str) -> Web:
        transport = ASGITransport(app=self.site, raise_app_exceptions=False)
        return Web(transport=transport, base_url=HOST, headers=headers)


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Engine:
    file = shutil.copy(sqlite_template, tmp_path / "tannhjul.db")
    engine = open_database(f"sqlite:///{file}")
    staff.set_user(engine, "kari", "Kari Leder", PASSWORD)
    return engine


@pytest.fixture
async def house(engine: Engine) -> AsyncIterator[House]:
    house = House(engine)
    yield house
    house.rooms.close()
    engine.dispose()


@pytest.fixture
async def web(house: House) -> AsyncIterator[Web]:
    async with house.web() as web:
        yield web


@pytest.fixture
async def staff_web(house: House) -> AsyncIterator[Web]:
    async with house.web() as web:
        assert (await web.log_in()).status_code == 303
        yield web


Codes: TypeAlias = dict[int | None, str]


class Evening:
    """A workshop at two tables, written in the first step, with members of two parties."""

    def __init__(self, room: Room, code: str, codes: Codes, members: list[Member]) -> None:
        self.room, self.code, self.codes, self.members = room, code, codes, members

    async def do(self, *asked: c.Command) -> None:
        for command in asked:
            await self.room.do(command, LEADER)

    async def hold(self, *, account: bool = True) -> None:
        """Write, end, and `account` for what was written."""
        await self.do(c.OpenStep("skriv"))
        for i, text in enumerate(NOTES):
            command = c.KeepNote(f"{i:032x}", "q", text, hashed("nøkkel"))
            await self.room.do(command, c.Tablet(f"{i:032x}", 1 + i % 2))
        await self.do(c.EndWorkshop())
        if account:
            await self.do(c.EditSynthesis(accounted(self.room.state)))


async def plan_evening(
    house: House, *, rehearsal: bool = False, process: str | None = None
) -> Evening:
    code = workshops.new_code(6)
    workshop = workshops.create(house.engine, code, process)
    room = await house.rooms.room(workshop)
    assert room is not None
    start = 1_788_422_400_000
    plan = Plan(
        "Hvor går veien?", "Prøve", "kommunestyret", "Salen", start, start + 9_000_000,
        rehearsal=rehearsal,
    )  # fmt: skip
    evening = Evening(room, code, {}, [])
    await evening.do(
        c.PlanWorkshop(plan),
        c.LayTables((Table(1, "Bord 1", 6), Table(2, "Bord 2", 6))),
        c.AskQuestion(Question("q", "Hvor skal vi vokse?")),
        c.PlanStep(Step("skriv", Kind.WRITE, 5, "q"), None),
        c.PlanStep(Step("slutt", Kind.END, 0), "skriv"),
    )
    workshops.give_codes(house.engine, workshop, [1, 2])
    evening.codes.update(workshops.codes(house.engine, workshop))
    people = [("Anne", "Ap", "chair"), ("Bo", "H", "member"), ("Cato", "H", "deputy")]
    evening.members.extend(
        Member(id=secrets.token_hex(16), workshop=workshop, place=i, name=n, party=p, role=r)
        for i, (n, p, r) in enumerate(people)
    )
    roster.replace_members(house.engine, workshop, evening.members)
    evening.members[:] = roster.members(house.engine, workshop)
    return evening


@pytest.fixture
async def evening(house: House) -> Evening:
    return await plan_evening(house)
