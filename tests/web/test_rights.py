"""Who of the staff may do what: all addresses, and all that a screen can ask, by role."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack
from typing import Any, get_args

import pytest
from sqlalchemy import Engine

from app.core import commands as c
from app.core.roles import NEEDED, RIGHTS, Right, Role, rights
from app.core.rules import ASKED_BY
from app.live.frames import CommandFrame, FromScreen
from app.live.socket import Live
from app.store import staff
from app.web import auth
from tests.live.test_frames import sensible, tag
from tests.routes import every
from tests.web.conftest import HOST, PASSWORD, Evening, House, Web

ROLES = dict(zip("LEPAR", Role, strict=True))
"""L leads, E edits, P publishes, A administers, R reads (the auditor)."""

OPEN = """
GET /                                   GET /vern                       GET /mine
GET /sok                                GET /b                          GET /b/{code}
GET /b/{code}/enkelt                    POST /b/{code}/enkelt           GET /b/{code}/bord
GET /skjerm/{code}                      GET /skjerm/{code}/bord         GET /helse
GET /metrics                            GET /sertifikat                 GET /sertifikat/tannhjul.crt
GET /sertifikat/tannhjul.mobileconfig   GET /api/openapi.json           GET /api/minutes.schema.json
GET /v/{code}                           GET /v/{code}/versjon/{version} GET /v/{code}/endringer
GET /v/{code}/kunngjoring               GET /v/{code}/kunngjoring.pdf   GET /v/{code}.ics
GET /v/{code}/dokument/{file}           GET /v/{code}.json              GET /v/{code}.pdf
GET /v/{code}.docx                      GET /v/{code}.csv               GET /v/{code}.zip
GET /v/{code}/tabeller.zip              GET /v/{code}/arkivmelding.zip  GET /v/{code}/logg
GET /v/{code}/logg.json                 GET /dcat.ttl                   GET /dcat.jsonld
GET /atom.xml                           GET /kalender.ics               GET /plan/{code}/atom.xml
GET /plan/{code}/kalender.ics           GET /robots.txt                 GET /sitemap.xml
GET /kommunemerke.png                   GET /utkast/{code}              POST /utkast/{code}
GET /om
GET /plan/{code}                        GET /plan/{code}/tidslinje      GET /plan/{code}/trad
GET /plan/{code}/trad.docx              GET /plan/{code}/trad/{statement:path}
GET /plan/{code}/fil/{file}             GET /stab/logg-inn              POST /stab/logg-inn
GET /stab/oppstart                      POST /stab/oppstart             GET /stab/passord
POST /stab/passord                      GET /stab/sso                   GET /stab/sso/svar
GET /stab/sso/ut                        GET /stab/sso/nei               MOUNT /static
"""
"""Nobody is asked who they are. What must not be seen has a door of its own: a code, a token."""

STAFFS = """
LEPAR  GET  /stab
LEPAR  GET  /stab/konto
LEPAR  POST /stab/konto/passord
LEPAR  GET  /stab/logg
LEPAR  GET  /stab/generalprove
LEPAR  GET  /stab/sso/koble
LEPAR  POST /stab/sso/koble

LEPAR  GET  /stab/plan/ny
LE---  POST /stab/plan/ny
LEPAR  GET  /stab/plan/{code}
--P--  POST /stab/plan/{code}/offentlig
LEPAR  GET  /stab/plan/{code}/rediger
LE---  POST /stab/plan/{code}/rediger
LEPAR  GET  /stab/plan/{code}/kunnskap
LE---  POST /stab/plan/{code}/kunnskap
LEPAR  GET  /stab/plan/{code}/kunnskap/{statement}/fil
LE---  POST /stab/plan/{code}/kunnskap/{statement}/fil
LEPAR  GET  /stab/plan/{code}/trad
LE---  POST /stab/plan/{code}/trad
LEPAR  GET  /stab/plan/{code}/verksted/nytt

LEPAR  GET  /stab/v/nytt
LE---  POST /stab/v/nytt
LEPAR  GET  /stab/v/{code}
LEPAR  GET  /stab/v/{code}/ramme
LE---  POST /stab/v/{code}/ramme
LEPAR  GET  /stab/v/{code}/program
LE---  POST /stab/v/{code}/program
LE---  POST /stab/v/{code}/program/se
LEPAR  GET  /stab/v/{code}/kjoreplan
LEPAR  GET  /stab/v/{code}/kunngjoring
LE---  POST /stab/v/{code}/kunngjoring
LEPAR  GET  /stab/v/{code}/kunngjoring/se
--P--  POST /stab/v/{code}/kunngjoring/publiser
LEPAR  GET  /stab/v/{code}/kunngjoring/dokumenter
LE---  POST /stab/v/{code}/kunngjoring/dokumenter/fil
LE---  POST /stab/v/{code}/kunngjoring/dokumenter/bort
LE---  GET  /stab/v/{code}/bordkort.pdf
LEPAR  GET  /stab/v/{code}/navneskilt.pdf
LEPAR  GET  /stab/v/{code}/plassliste.pdf
LEPAR  GET  /stab/v/{code}/medlemmer
LE---  GET  /stab/v/{code}/medlemmer.{kind}
LEPAR  GET  /stab/v/{code}/medlemsmal.{kind}
LE---  POST /stab/v/{code}/medlemmer/les
LE---  POST /stab/v/{code}/medlemmer
LE---  GET  /stab/v/{code}/medlem/{member}
LE---  POST /stab/v/{code}/medlem/{member}
LEPAR  GET  /stab/v/{code}/plassering
LE---  POST /stab/v/{code}/plassering

LEPAR  GET  /stab/v/{code}/styr
LEPAR  GET  /stab/v/{code}/styr/nettbrett
LEPAR  GET  /stab/v/{code}/frammote
LE---  POST /stab/v/{code}/frammote
LEPAR  GET  /stab/v/{code}/ov
L----  POST /stab/v/{code}/ov
LEPAR  GET  /stab/v/{code}/ov/styr
L----  POST /stab/v/{code}/ov/svar
L----  POST /stab/v/{code}/ov/lukk
L----  POST /api/generalprove
L----  PUT  /api/generalprove
L----  DELETE /api/generalprove/{code}

LEPAR  GET  /stab/v/{code}/arbeidsbenk
LEPAR  GET  /stab/v/{code}/arbeidsbenk/forslag.json
LEPAR  GET  /stab/v/{code}/sladding
-E---  POST /stab/v/{code}/sladding
LEPAR  GET  /stab/v/{code}/gjenapning
LE---  POST /stab/v/{code}/gjenapning
LEPAR  GET  /stab/v/{code}/motebok
LE---  POST /stab/v/{code}/motebok/opplysninger
-EP--  POST /stab/v/{code}/motebok/utkast
-EP--  POST /stab/v/{code}/motebok/merknad
-EP--  POST /stab/v/{code}/motebok/samtykke
--P--  POST /stab/v/{code}/motebok/publiser
--P--  POST /stab/v/{code}/motebok/trekk
LEPAR  GET  /stab/v/{code}/einnsyn
--P--  POST /stab/v/{code}/einnsyn

---A-  GET  /stab/kontoer
---A-  POST /stab/kontoer
---A-  GET  /stab/kontoer/konto
---A-  POST /stab/kontoer/konto
---A-  POST /stab/kontoer/lenke
---A-  POST /stab/kontoer/steng
---A-  POST /stab/kontoer/apne
---A-  POST /stab/kontoer/logg-ut
LEPAR  GET  /stab/kommune
---A-  POST /stab/kommune
LEPAR  GET  /stab/kommune/merke
---A-  POST /stab/kommune/merke
LEPAR  GET  /stab/kommune/oppbevaring
---A-  POST /stab/kommune/oppbevaring
---A-  POST /stab/kommune/oppbevaring/fei
LEPAR  GET  /stab/kommune/oppbevaring/{what}/{code}
---A-  POST /stab/kommune/oppbevaring/{what}/{code}
---A-  GET  /stab/kommune/innsyn
---A-  POST /stab/kommune/innsyn

LEPAR  POST /stab/konto/logg-ut
LEPAR  POST /stab/logg-ut
"""

COMMANDS = """
LE---  PlanWorkshop LayTables AskQuestion LayKnowledge PlanStep LayProgramme ReopenStatements
LE---  WriteNotice TakeAttendance
L----  SkipStep OpenStep CloseStep GiveGrace SetClock ShowStatement UndoMove SetMinutes TypeWording
L----  WriteWording LayArgument GiveFloor DisbandTable PointAtPlace GiveHelp EndWorkshop
LE---  SettleParked HideNote UnhideNote RecordDetails
-E---  LeaveWords EditSynthesis TakeBackEdit TakeDirection
-EP--  ShareDraft ConsentToMinutes
--P--  PublishNotice PublishMinutes WithdrawMinutes
"""


def open_addresses() -> set[tuple[str, str]]:
    words = OPEN.split()
    return set(zip(words[::2], words[1::2], strict=True))


def staffs_addresses() -> list[tuple[str, str, str]]:
    """Who, how, and where."""
    return [tuple(line.split()) for line in STAFFS.splitlines() if line]  # type: ignore[misc]


def routes(some: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for route in every(some):
        for method in getattr(route, "methods", None) or ["MOUNT"]:
            if method != "HEAD":
                yield method, route.path


def somewhere(path: str) -> str:
    """An address of this kind, of a workshop that is not there: nothing can happen to it."""
    for hole, word in {"code": "ABCDEF", "kind": "csv", "what": "verksted"}.items():
        path = path.replace(f"{{{hole}}}", word)
    return path.replace("{statement:path}", "s1").replace("{", "").replace("}", "")


async def ask(web: Web, method: str, path: str, token: str = "") -> tuple[int, str]:
    """The status, and where it leads. `token`: the session's own."""
    if method == "GET":
        answer = await web.get(path)
    elif method == "POST" and not path.startswith("/api"):
        answer = await web.post(
            path, data={"csrf": token}, files={"file": ("", b"")}, headers={"Origin": HOST}
        )
    else:
        answer = await web.request(method, path, json={}, headers={"Origin": HOST})
    return answer.status_code, answer.headers.get("location", "")


async def log_in(web: Web, role: Role) -> str:
    """The token of the forms of this session."""
    await web.log_in(role, PASSWORD)
    page = await web.get("/stab/konto")
    return page.text.partition('name="csrf" value="')[2].partition('"')[0]


@pytest.fixture
def accounts(engine: Engine) -> None:
    for role in Role:
        staff.set_user(engine, role, f"En {role}", PASSWORD, [role])


async def test_every_address_is_in_the_table(house: House) -> None:
    """V200: a new one fails here until it says who may."""
    there = list(routes(house.site.routes))
    told = {(method, path) for _, method, path in staffs_addresses()}
    assert not told & open_addresses()
    assert set(there) == told | open_addresses()


@pytest.mark.usefixtures("accounts")
async def test_who_may_ask_for_what(house: House) -> None:
    """V200: each address, by nobody and by each role alone, in a session of theirs."""
    wrong = []
    async with AsyncExitStack() as stack:
        nobody = await stack.enter_async_context(house.web())
        webs = {letter: await stack.enter_async_context(house.web()) for letter in ROLES}
        tokens = {letter: await log_in(web, ROLES[letter]) for letter, web in webs.items()}
        for who, method, path in staffs_addresses():
            status, there = await ask(nobody, method, somewhere(path))
            turned_away = there.startswith("/stab/logg-inn?next=") if method == "GET" else False
            if not (turned_away or status == 401):
                wrong.append(("nobody", method, path, status))
            for letter, web in webs.items():
                status, there = await ask(web, method, somewhere(path), tokens[letter])
                if "logg-ut" in path and status == 303:
                    tokens[letter] = await log_in(web, ROLES[letter])
                led_away = there.startswith("/stab/logg-inn") and "logg-ut" not in path
                got_in = status not in {401, 403, 405, 500} and not led_away
                if got_in != (letter in who):
                    wrong.append((letter, method, path, status))
    assert wrong == []


async def test_what_is_open_asks_nobody(house: House) -> None:
    """V200: no login stands before it, and a code or a token opens what needs one."""
    async with house.web() as web:
        for method, path in open_addresses() - {("MOUNT", "/static")}:
            status, there = await ask(web, method, somewhere(path))
            assert status not in {401, 405, 500}, path
            assert not there.startswith("/stab/logg-inn"), path


async def test_the_token_of_the_command_line_rehearses_and_nothing_else(house: House) -> None:
    """V200."""
    token = auth.operator_token(house.engine)
    async with house.web(Authorization=f"Bearer {token}") as web:
        for _, method, path in staffs_addresses():
            status, there = await ask(web, method, somewhere(path))
            turned_away = status == 401 or there.startswith("/stab/logg-inn?next=")
            assert turned_away != path.startswith("/api/generalprove"), path


@pytest.mark.usefixtures("accounts")
async def test_who_only_reads_can_open_every_page_of_a_workshop(
    house: House, evening: Evening
) -> None:
    """V200, V209: and is told on it whose its forms are."""
    await evening.hold()
    opened = told = 0
    async with house.web() as web:
        await log_in(web, Role.AUDITOR)
        for who, method, path in staffs_addresses():
            if "R" in who and method == "GET" and "/v/{code}" in path and "{m" not in path:
                page = await web.get(path.replace("{code}", evening.code).replace("{kind}", "csv"))
                assert page.status_code in {200, 303, 404}, path
                opened += page.status_code == 200
                if page.text.count('method="post"') > 1:  # the first is to log out
                    assert "ligger til" in page.text, path
                    told += 1
    assert opened > 15
    assert told > 5


# ---------------------------------------------------------------- the screens


def told_of_commands() -> dict[str, set[str]]:
    """By name of the command, the letters of who may."""
    return {
        name: set(line.split()[0]) - {"-"}
        for line in COMMANDS.splitlines()
        for name in line.split()[1:]
    }


def test_every_command_of_the_staffs_is_in_the_table() -> None:
    """V201: exactly those that the rules let the staff ask, each for who the table says."""
    assert set(NEEDED) == set(ASKED_BY[c.Staff])
    may = {
        command.__name__: {
            letter for letter, role in ROLES.items() if not RIGHTS[role].isdisjoint(needed)
        }
        for command, needed in NEEDED.items()
    }
    assert may == told_of_commands()


def test_nobody_may_do_what_is_the_councillors() -> None:
    """V201: not with all roles at once (privacy, rule 12)."""
    assert rights(Role) == set(Right)
    assert c.KeepNote in ASKED_BY[c.Tablet]
    assert not ASKED_BY[c.Tablet] & NEEDED.keys()


class Screen:
    """A websocket on the endpoint itself, with a browser's cookie and origin."""

    def __init__(self, live: Live, cookie: str) -> None:
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._got: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        headers = [(b"host", b"test"), (b"origin", HOST.encode()), (b"cookie", cookie.encode())]
        scope = {"type": "websocket", "path": "/live", "scheme": "ws", "headers": headers}
        self._sent.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(live(scope, self._sent.get, self._got.put))

    async def ask(self, frame: dict[str, Any]) -> dict[str, Any]:
        """The answer to the frame, by its number."""
        self._sent.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})
        async with asyncio.timeout(20):
            while True:
                message = await self._got.get()
                told = json.loads(message.get("bytes") or message.get("text") or "{}")
                if told.get("n") == frame["n"] and told["t"] != "view":
                    return dict(told)

    async def close(self) -> None:
        self._sent.put_nowait({"type": "websocket.disconnect"})
        await self._task


@pytest.mark.usefixtures("accounts")
async def test_who_may_ask_for_what_from_a_screen(house: House, evening: Evening) -> None:
    """V201: each command that a screen can send, by each role, over the endpoint."""
    porter = house.site.state.site.porter
    told, tried, wrong = told_of_commands(), set(), []
    frames = [f for f in get_args(get_args(FromScreen)[0]) if issubclass(f, CommandFrame)]
    for letter, role in ROLES.items():
        async with house.web() as web:
            await log_in(web, role)
            cookie = "; ".join(f"{name}={value}" for name, value in web.cookies.items())
        for frame in frames:
            asked = sensible(frame)
            command = type(frame(**asked).command()).__name__
            if command not in told:
                continue
            tried.add(command)
            screen = Screen(Live(house.rooms, auth.staff_behind(porter)), cookie)
            joined = {"t": "join", "n": 0, "role": "workbench", "code": evening.code, "seat": None}
            assert (await screen.ask(joined))["t"] == "welcome"
            answer = await screen.ask({**asked, "n": 1, "t": tag(frame)})
            if (answer.get("code") != "not_your_role") != (letter in told[command]):
                wrong.append((letter, command, answer))
            await screen.close()
    assert wrong == []
    assert len(tried) > 15
