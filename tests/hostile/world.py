"""The house under attack: the demonstration series, its minutes published, asked as the wire asks.

Requests are made of bytes and handed to the ASGI application itself: a client library would refuse
to send most of what is sent here.
"""

import asyncio
import re
import traceback
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote, urlencode

from sqlalchemy import Engine, text
from sqlmodel import Session, select
from starlette.datastructures import Headers
from starlette.routing import compile_path

from app import secretary
from app.core import commands as c
from app.core.roles import ALL_ROUND
from app.core.things import Document
from app.demo.council import council
from app.demo.workshop import furnish
from app.homes import rooms_of
from app.main import Tannhjul
from app.settings import Settings
from app.store import municipality, processes, remarks, staff, workshops
from app.store.database import migrate, open_database
from app.store.tables import MinutesRow, RemarkRow
from app.web import auth
from tests.hostile.forms import Form, forms, links
from tests.routes import every

HOST = b"test"
PASSWORD = "riktig hest batteri"
PAPER = Document("Saksframlegg", link="https://v.example/sak")
PATIENCE = 60.0
"""Seconds within which anything is answered, on a machine that does much else."""

PIECE = 65_536
"""Bytes that come at a time."""

Pairs: TypeAlias = list[tuple[bytes, bytes]]


class Route(NamedTuple):
    """`asked`: the names that it reads of a query. `handler`: the function behind it, if one is."""

    method: str
    path: str
    pattern: re.Pattern[str]
    asked: tuple[str, ...]
    handler: object


class Answer(NamedTuple):
    """`broke`: the error that came out of the application, if one did."""

    status: int
    headers: Headers
    body: bytes
    broke: str

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Known:
    """What a look around has found: addresses that lead somewhere, and forms, by route."""

    addresses: dict[str, list[str]]
    forms: dict[str, list[tuple[str, Form]]]
    """By the route that takes it, with the address of the page it stands on."""


class World:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine: Engine = open_database(f"sqlite:///{folder / 'tannhjul.db'}")
        self.app = Tannhjul(self.engine, Settings(_env_file=None, data=folder))
        self.site = self.app.pages.state.site
        self.site.patience.LONGEST = 0.0  # who guesses passwords waits; we have not the time
        self.routes = list(_routes(self.app.pages.routes))
        self.cookie, self.token = b"", ""

    async def ask(
        self, method: str, target: bytes, headers: Pairs | None = None, body: bytes = b""
    ) -> Answer:
        """As uvicorn hands a request on: the path decoded once, header names in lower case."""
        path, _, query = target.partition(b"?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": unquote(path.decode("ascii")), "raw_path": path,
            "query_string": query, "root_path": "", "headers": headers or [(b"host", HOST)],
            "client": ("127.0.0.1", 40_000), "server": ("127.0.0.1", 8765), "state": {},
        }  # fmt: skip
        sent: list[Any] = []
        read = -1

        async def receive() -> dict[str, Any]:
            nonlocal read
            if read >= len(body):
                return {"type": "http.disconnect"}
            start, read = max(read, 0), max(read, 0) + PIECE
            return {"type": "http.request", "body": body[start:read], "more_body": read < len(body)}

        async def send(message: Any) -> None:
            sent.append(message)

        broke = ""
        try:
            await asyncio.wait_for(self.app(scope, receive, send), PATIENCE)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name}:{where.lineno}"
            broke = f"{type(error).__name__} in {place}: {error}"
        start: Any = sent[0] if sent else {"status": 0, "headers": []}
        whole = b"".join(each.get("body", b"") for each in sent[1:])
        return Answer(start["status"], Headers(raw=list(start["headers"])), whole, broke)

    def known_as(self, who: str) -> Pairs:
        """The headers with which somebody comes: "staff", "operator" or "nobody"."""
        told = [(b"host", HOST), (b"origin", b"http://" + HOST)]
        if who == "staff":
            told.append((b"cookie", self.cookie))
        elif who == "operator":
            told.append((b"authorization", b"Bearer " + auth.operator_token(self.engine).encode()))
        return told

    async def log_in(self) -> None:
        staff.set_user(self.engine, "kari", "Kari Leder", PASSWORD, ALL_ROUND)
        page = await self.ask("GET", b"/stab/logg-inn")
        self.cookie = _cookie(page)
        form = next(each for each in forms(page.text) if "password" in each.fields)
        typed = {**form.fields, "login": "kari", "password": PASSWORD}
        self.cookie = _cookie(await self.send("/stab/logg-inn", typed)) or self.cookie
        desk = await self.ask("GET", b"/stab", self.known_as("staff"))
        assert desk.status == 200
        self.cookie = _cookie(desk) or self.cookie  # with the forms' token in it
        self.token = next(form.fields["csrf"] for form in forms(desk.text) if "csrf" in form.fields)

    async def stay_in(self) -> None:
        """Log in, where that no longer holds, or no longer for all that was held."""
        user = self.site.porter.user({"type": "http", "headers": self.known_as("staff")})
        if user is None or user.must_change or set(user.held) != set(ALL_ROUND):
            await self.log_in()

    async def send(self, target: str, typed: dict[str, str], who: str = "staff") -> Answer:
        kind = (b"content-type", b"application/x-www-form-urlencoded")
        headers = [*self.known_as(who), kind]
        return await self.ask("POST", target.encode(), headers, urlencode(typed).encode())

    def route(self, method: str, path: str) -> str | None:
        """The route that takes it, as it is written in the program."""
        bare = path.partition("?")[0]
        return next(
            (r.path for r in self.routes if r.method == method and r.pattern.fullmatch(bare)), None
        )

    def asked(self, path: str) -> tuple[str, ...]:
        return next((route.asked for route in self.routes if route.path == path), ())

    async def look_around(self, most: int = 2) -> Known:
        """Follow every link and note every form, `most` of each route: logged in as the staff."""
        known = Known({}, {})
        ahead = ["/", "/stab", "/sok?q=skole", *self._doors()]
        seen: set[str] = set()
        while ahead:
            address = ahead.pop(0)
            route = self.route("GET", address)
            there = known.addresses.setdefault(route or "", [])
            if route is None or address in seen or len(there) >= most:
                continue
            seen.add(address)
            there.append(address)
            if any(word in route for word in (".pdf", ".docx", ".zip")):
                continue
            answer = await self.ask("GET", address.encode(), self.known_as("staff"))
            if not answer.is_page:
                continue
            for form in forms(answer.text):
                target = form.action or address
                taker = self.route(form.method, target)
                if form.method == "POST" and taker:
                    one = (address, form._replace(action=target))
                    if len(noted := known.forms.setdefault(taker, [])) < most:
                        noted.append(one)
            ahead += [
                each for each in links(answer.text) if each.startswith("/") and "lang=" not in each
            ]
        known.addresses.pop("", None)
        for route, action in self._unlinked(known):
            form = Form("POST", action, False, {"csrf": self.token})
            known.forms[route] = [(action, form)]
        return known

    def _unlinked(self, known: Known) -> Iterator[tuple[str, str]]:
        """The forms that stand on no page just now, with an address to send them to."""
        (row, *_) = workshops.all_workshops(self.engine)
        for each in self.routes:
            if each.method == "POST" and each.path not in known.forms:
                action = each.path.replace("{code}", row.code).replace("{what}", "verksted")
                if "{" not in action and action.startswith(("/stab/v/", "/stab/ko")):
                    yield each.path, action

    def _doors(self) -> Iterator[str]:
        """The route of every page, where a code is all that it needs."""
        shown = workshops.all_workshops(self.engine)
        (kept, *_) = processes.all_processes(self.engine)
        for each in self.routes:
            if each.method != "GET":
                continue
            path = each.path.replace("{statement}", kept.plan.knowledge[0].id)
            for row in shown:
                codes = workshops.codes(self.engine, row.id)
                code = {"b": codes[1], "skjerm": codes[None]}.get(path.split("/")[1], row.code)
                code = kept.code if "plan/{" in path else code
                if path.startswith("/utkast/"):
                    code = remarks.address(self.engine, row.id) or code
                if "{" not in (door := path.replace("{code}", code)):
                    yield door

    # ------------------------------------------------------------ afterwards

    def published(self) -> set[tuple[str, int, str]]:
        """Every published version: its workshop, its number, its bytes."""
        with Session(self.engine) as session:
            rows = session.exec(select(MinutesRow))
            return {(row.workshop, row.version, row.body) for row in rows}

    async def check_whole(self) -> None:
        """Every workshop loads from the database alone, and its pages open."""
        with self.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).first() is None
        with closing(rooms_of(self.engine, self.folder)) as rooms:
            for row in workshops.all_workshops(self.engine):
                assert await rooms.room(row.id) is not None, row.code

    def close(self) -> None:
        for task in self.site.answering.values():
            task.cancel()
        self.app.rooms.close()
        self.engine.dispose()


def _cookie(answer: Answer) -> bytes:
    return answer.headers.get("set-cookie", "").partition(";")[0].encode()


def _routes(some: Iterable[Any]) -> Iterator[Route]:
    """Every route of the application and of those that are included in it."""
    for route in every(some):
        for method in sorted(getattr(route, "methods", None) or ()):
            reads = getattr(getattr(route, "dependant", None), "query_params", ())
            asked = tuple(each.alias for each in reads)
            yield Route(method, route.path, compile_path(route.path)[0], asked, route.endpoint)


# ---------------------------------------------------------------- the making


@dataclass
class Template:
    """A house as it stood before the attack: each attack has a copy of its own."""

    folder: Path
    cookie: bytes
    token: str
    known: Known

    @asynccontextmanager
    async def copy(self, to: Path) -> AsyncIterator[World]:
        copytree(self.folder, to)
        world = World(to)
        world.cookie, world.token = self.cookie, self.token
        try:
            yield world
            await world.check_whole()
        finally:
            world.close()


async def template(folder: Path) -> Template:
    """The demonstration council's two workshops: the first published, its draft shared again and
    remarked upon; the second with a notice that is to be published anew. Two must consent."""
    folder.mkdir()
    engine = open_database(f"sqlite:///{folder / 'tannhjul.db'}")
    migrate(engine)
    engine.dispose()
    world = World(folder)
    rooms = world.app.rooms
    leader = c.Staff("Prosessleder (demo)")
    await furnish(rooms, council("tromso"))
    for row in workshops.all_workshops(world.engine):
        room = await rooms.room(row.id)
        assert room is not None
        if row.ended:
            await secretary.share_draft(room, world.engine, leader.name, on=True)
            said = RemarkRow(id="r1", workshop=row.id, at=1, name="Lyng", about="", text="Ja.")
            remarks.add(world.engine, said)
        else:
            told = replace(room.state.notice, contact="Sekretariatet", documents=(PAPER,))
            await room.do(c.WriteNotice(told, room.state.notice), leader)
    municipality.save(world.engine, replace(municipality.load(world.engine), consents=2, by="x"))
    await world.log_in()
    known = await world.look_around()
    world.close()
    return Template(folder, world.cookie, world.token, known)
