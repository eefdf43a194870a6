"""`/live`: one reader per screen. What it reads is checked, handed to the room, and answered.

An ASGI endpoint of its own, in front of the web framework: it costs less per socket, and nothing
between here and the transport keeps an address or a header.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, Literal

import orjson
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app import secretary
from app.core import commands as c
from app.core.redaction import meant
from app.core.roles import Right, Somebody
from app.core.rules import Code, Refused, hall_is_left, require_way
from app.core.views import (
    AtWorkbench,
    Farewell,
    InControl,
    Looking,
    OnProjector,
    TabletAt,
    Viewer,
)
from app.guard.doors import Guessing
from app.live.frames import (
    LARGEST,
    CommandFrame,
    HideFrame,
    Join,
    MoveFrame,
    Ping,
    TicketFrame,
    UnhideFrame,
    from_screen,
)
from app.live.hall import BLINK, DEAF, Hall, Screen
from app.live.limits import AT_THE_DOOR, JOINING, MOST_AT_THE_DOOR, for_a_screen, weight
from app.live.origin import comes_from_a_page, is_ours
from app.live.wire import Line, framed, line_to
from app.rooms import NOT_STORED, NotStored, Outcome, Room, Rooms, clock
from app.store import workshops

log = logging.getLogger("tannhjul.live")

Scope = dict[str, Any]
WhoIs = Callable[[Scope], Somebody | None]
"""The logged-in staff member behind a request, or None."""

PATIENCE = 60
"""Refused frames after which a screen is let go: no well-behaved one comes near."""

ASK_AGAIN = 10.0
"""Seconds between two looks at whether who sits at a screen of the staff's is still one of them."""


class Live:
    """The endpoint. `staff` tells who is logged in; the web side knows how.

    `address`: where browsers reach us, when it is not the host that they name to us.
    """

    def __init__(self, rooms: Rooms, staff: WhoIs, address: str = "") -> None:
        self._rooms = rooms
        self._staff = staff
        self._addresses = [address] if address else []
        self._halls: dict[str, Hall] = {}
        self._at_the_door: dict[_Visit, float] = {}
        self._following: set[asyncio.Task[None]] = set()

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        await receive()
        if not is_ours(scope, self._addresses):
            await send({"type": "websocket.close", "code": 4403})
            return
        ask = partial(self._who, scope)
        try:
            staff = ask()
        except SQLAlchemyError:  # the database is away: come again
            await send({"type": "websocket.close", "code": 1013})
            return
        await send({"type": "websocket.accept"})
        visit = _Visit(self, line_to(send), staff, ask if comes_from_a_page(scope) else None)
        self._let_in(visit)
        try:
            while (message := await receive())["type"] == "websocket.receive":
                frame = message.get("text") or message.get("bytes") or b""
                await visit.read(frame)
                rest = visit.rest(len(frame))
                if rest and not visit.line.gone():  # what was sent before is taken at once
                    await asyncio.sleep(rest)
                if visit.errors > PATIENCE:
                    visit.refuse(None, "too_many_errors")
                    visit.line.close()
                    break
                while visit.line.backlog() > DEAF:  # noqa: ASYNC110  # the transport tells nobody
                    await asyncio.sleep(BLINK)
        finally:
            self.joined(visit)
            visit.end()
            visit.line.drop()

    def _who(self, scope: Scope) -> Somebody | None:
        """Who is logged in there. A cookie is a browser's, and a browser tells the origin."""
        if comes_from_a_page(scope) or b"cookie" not in dict(scope["headers"]):
            return self._staff(scope)
        return None

    def _let_in(self, visit: "_Visit") -> None:
        """Into the row of those that have not joined; who has stood there too long must go."""
        now = time.monotonic()
        self._at_the_door[visit] = now
        for oldest, since in tuple(islice(self._at_the_door.items(), 2)):
            if since + AT_THE_DOOR < now or len(self._at_the_door) > MOST_AT_THE_DOOR:
                self.joined(oldest)
                oldest.line.close()

    def joined(self, visit: "_Visit") -> None:
        self._at_the_door.pop(visit, None)

    async def hall(self, workshop: str) -> Hall | None:
        """The hall of a workshop; None where there is no such workshop. Raises `NotStored`."""
        room = await self._rooms.room(workshop)
        if room is None:
            return None
        hall = self._halls.get(workshop)
        if hall is not None and hall.room is room:
            return hall
        if hall is None:
            hall = self._halls[workshop] = Hall(room)
        else:
            hall.move(room)
        room.over.add_done_callback(partial(self._over, hall, room))
        return hall

    def _over(self, hall: Hall, room: Room, over: asyncio.Future[bool]) -> None:
        if hall.room is not room:
            return
        if over.result():
            self._close(hall, "removed")
        elif hall.empty:
            self._halls.pop(room.id, None)
        else:
            task = asyncio.create_task(self._follow(hall))
            self._following.add(task)
            task.add_done_callback(self._following.discard)

    async def _follow(self, hall: Hall) -> None:
        """The room is lost here: its screens go on where the workshop does."""
        try:
            if await self.hall(hall.room.id) is None:
                self._close(hall, "removed")
        except NotStored:
            self._close(hall, "restart")

    async def hide(self, hall: Hall, command: c.HideNote | c.UnhideNote, who: c.Staff) -> None:
        """Hide, or show again, in the whole series. Raises `Refused` or `NotStored`."""
        named = replace(command, note=meant(hall.room.state, command.note))
        await secretary.hide(self._rooms, hall.room.id, named, who)

    def say_goodbye(self) -> None:
        """The server is about to stop: the screens are to come back."""
        for hall in self._halls.values():
            hall.say_goodbye("restart")

    def _close(self, hall: Hall, code: Literal["restart", "removed"]) -> None:
        self._halls.pop(hall.room.id, None)
        hall.close(code)

    async def code_of(self, workshop: str, table: int) -> str:
        """The code that a table's tablets join by. Raises `Refused`."""
        code = await asyncio.to_thread(workshops.code_of, self._rooms.engine, workshop, table)
        if code is None:
            raise Refused(Code.UNKNOWN_TABLE)
        return code

    async def open_door(
        self, join: Join, staff: Somebody | None
    ) -> tuple[Hall, Viewer, c.Actor | None] | str:
        """Where a join frame leads, or the code of why nowhere."""
        actor: c.Actor | None = None
        audience: Viewer
        if join.role in {"control", "preview", "workbench"}:
            if staff is None or Right.SEE not in staff.rights:
                return Code.NOT_ALLOWED
            row = await asyncio.to_thread(workshops.find, self._rooms.engine, join.code)
            workshop = row.id if row else None
            audience = Looking()
            if join.role == "control":
                audience, actor = InControl(), c.Staff(staff.name)
            if join.role == "workbench":
                audience, actor = AtWorkbench(staff.name), c.Staff(staff.name)
        else:
            door = await self._rooms.doors.behind(join.code)
            if door is None or door.role != join.role:
                return "unknown_code"
            workshop = door.workshop
            audience = OnProjector()
            if door.table is not None:
                if join.seat is None:
                    return "malformed"
                audience, actor = TabletAt(door.table), c.Tablet(join.seat, door.table)
        hall = await self.hall(workshop) if workshop else None
        if hall is None:
            return "unknown_code"
        if isinstance(actor, c.Tablet) and actor.table not in hall.room.state.tables:
            return "ended_code"
        if isinstance(audience, TabletAt | OnProjector) and hall_is_left(hall.room.state, clock()):
            if isinstance(audience, OnProjector):
                return "ended_code"
            audience, actor = Farewell(), None
        return hall, audience, actor


class _Visit:
    """One socket from its opening to its end."""

    def __init__(
        self,
        live: Live,
        line: Line,
        staff: Somebody | None,
        ask: Callable[[], Somebody | None] | None = None,
    ) -> None:
        self.line = line
        self.errors = 0
        self._live = live
        self._staff = staff
        self._who = ask or (lambda: staff)
        self._pace = for_a_screen()
        self._asking: asyncio.TimerHandle | None = None
        self._hall: Hall | None = None
        self._screen: Screen | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._hiding = asyncio.Lock()

    async def read(self, text: str | bytes) -> None:
        """Take one frame. Whatever is wrong with it is answered, and the connection lives on."""
        if len(text) > LARGEST:
            self.refuse(None, "too_large")
            return
        try:
            raw = orjson.loads(text)
        except ValueError:
            self.refuse(None, "malformed")
            return
        n = raw.get("n") if isinstance(raw, dict) else None
        try:
            frame = from_screen.validate_python(raw)
        except ValidationError as error:
            unknown = error.errors()[0]["type"].startswith("union_tag")
            code = "unknown_frame" if unknown else "malformed"
            self.refuse(n if type(n) is int and 0 <= n < 2**53 else None, code)
            return
        if isinstance(frame, CommandFrame):
            self._ask(frame)
        elif isinstance(frame, Ping):
            seen = self._screen.seen if self._screen else 0
            self._tell({"t": "pong", "n": frame.n, "now": clock(), "v": seen})
        elif isinstance(frame, Join):
            await self._join(frame)
        elif (at := self._at_table(frame)) is not None:
            how = (
                self._move(frame, *at) if isinstance(frame, MoveFrame) else self._ticket(frame, *at)
            )
            self._start(frame.n, how)

    async def _join(self, join: Join) -> None:
        self._look()  # a socket may stand open for hours before it joins, or joins anew
        try:
            opened = await self._live.open_door(join, self._staff)
        except (NotStored, SQLAlchemyError):  # the database is away: come again
            opened = NOT_STORED
        except Guessing:
            opened = "slow_down"
        if isinstance(opened, str):
            self.refuse(join.n, opened)
            return
        hall, audience, actor = opened
        if not hall.has_room(audience, actor):
            self.refuse(join.n, "slow_down")
            return
        self.end()
        self._pace.take(JOINING)
        self._live.joined(self)
        self._hall = hall
        self._screen = Screen(self.line, audience, actor)
        self.line.write(framed(hall.welcome(join.n, join.seat, clock())))
        hall.enter(
            self._screen,
            join.have.epoch if join.have else "",
            join.have.v if join.have else 0,
        )
        if isinstance(actor, c.Tablet) and join.accepted:
            hall.room.ask(c.Tell(accepted=True, drafting=False), actor)
        if isinstance(actor, c.Staff) or isinstance(audience, Looking):
            self._ask_again()

    def _ask_again(self) -> None:
        """Look now and then whether who came as one of the staff still is one: else it is let go,
        and refused when it comes back."""
        if self._is_staff():
            loop = asyncio.get_running_loop()
            self._asking = loop.call_later(ASK_AGAIN, self._ask_again)
        else:
            self.line.close()

    def _is_staff(self) -> bool:
        """Whether who came still is one of the staff, and goes by the name that acts are under."""
        self._look()
        if self._staff is None or Right.SEE not in self._staff.rights:
            return False
        actor = self._screen.actor if self._screen else None
        return not isinstance(actor, c.Staff) or actor.name == self._staff.name

    def _look(self) -> None:
        with suppress(SQLAlchemyError):  # who leads the evening need not leave with the database
            self._staff = self._who()

    def _ask(self, frame: CommandFrame) -> None:
        if self._screen is None or self._hall is None:
            self.refuse(frame.n, "not_joined")
            return
        if self._screen.actor is None:
            self.refuse(frame.n, "not_allowed_here")
            return
        command = frame.command()
        if isinstance(self._screen.actor, c.Staff):
            if not self._is_staff():
                self.refuse(frame.n, Code.NOT_ALLOWED)
                self.line.close()
                return
            if self._staff is None or not self._staff.may(type(command)):
                self.refuse(frame.n, Code.NOT_YOUR_ROLE)
                return
            if isinstance(frame, HideFrame | UnhideFrame):
                self._start(frame.n, self._hide(frame, self._hall, self._screen.actor))
                return
        n, line = frame.n, self.line

        def reply(outcome: Outcome) -> None:
            if outcome is None:
                line.write(framed(b'{"t":"stored","n":%d}' % n))
            else:
                self.refuse(n, outcome)

        if isinstance(command, c.SettleParked):
            command = replace(command, note=meant(self._hall.room.state, command.note))
        self._hall.room.ask(command, self._screen.actor, reply)

    async def _hide(
        self, frame: HideFrame | UnhideFrame, hall: Hall, who: c.Staff
    ) -> dict[str, Any]:
        async with self._hiding:  # what was pressed last is what stands
            await self._live.hide(hall, frame.command(), who)
        return {"t": "stored", "n": frame.n}

    async def _move(self, frame: MoveFrame, room: Room, tablet: c.Tablet) -> dict[str, Any]:
        require_way(room.state, tablet.table, frame.table)
        code = await self._live.code_of(room.id, frame.table)
        return {"t": "moved", "n": frame.n, "table": frame.table, "code": code}

    def _at_table(self, frame: TicketFrame | MoveFrame) -> tuple[Room, c.Tablet] | None:
        """The room and the tablet that asks; None where another screen, or none, did."""
        if self._hall is None or self._screen is None:
            self.refuse(frame.n, "not_joined")
            return None
        if not isinstance(self._screen.actor, c.Tablet):
            self.refuse(frame.n, "not_allowed_here")
            return None
        return self._hall.room, self._screen.actor

    async def _ticket(self, frame: TicketFrame, room: Room, tablet: c.Tablet) -> dict[str, Any]:
        key = await room.ticket(frame.step, tablet.seat, frame.hand)
        return {"t": "ticket", "n": frame.n, "step": frame.step, "key": key}

    def refuse(self, n: int | None, code: str) -> None:
        self.errors += code != NOT_STORED  # that is the server's fault, and sent again
        self._tell({"t": "refused", "n": n, "code": code})

    def _tell(self, frame: dict[str, Any]) -> None:
        self.line.write(framed(orjson.dumps(frame)))

    async def _answer(self, n: int, work: Coroutine[Any, Any, dict[str, Any]]) -> None:
        """What comes of it, or why nothing did: there is an answer, whatever happens."""
        try:
            told = await work
        except Refused as refused:
            self.refuse(n, refused.code)
        except (NotStored, SQLAlchemyError):  # some of it may be on disk: ask again
            self.refuse(n, NOT_STORED)
        except Exception as error:
            log.error("a frame could not be answered: %s", type(error).__name__)  # noqa: TRY400
            self.refuse(n, NOT_STORED)
        else:
            self._tell(told)

    def _start(self, n: int, work: Coroutine[Any, Any, dict[str, Any]]) -> None:
        task = asyncio.create_task(self._answer(n, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def rest(self, size: int) -> float:
        """Seconds to wait before the next frame is read, after one of so many bytes."""
        much = weight(size)
        rest = self._pace.take(much)
        if self._hall is not None and self._screen is not None:
            rest = max(rest, self._hall.pace(self._screen.audience).take(much))
        return rest

    def end(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        if self._screen is not None and self._hall is not None:
            self._hall.leave(self._screen)
        self._screen = self._hall = None
