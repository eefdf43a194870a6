"""`/live`: one reader per screen. What it reads is checked, handed to the room, and answered.

An ASGI endpoint of its own, in front of the web framework: it costs less per socket, and nothing
between here and the transport keeps an address or a header.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
from pydantic import ValidationError

from app.core import commands as c
from app.core.rules import Code, Refused
from app.core.views import Audience, InControl, OnProjector, TabletAt
from app.live.frames import (
    LARGEST,
    CommandFrame,
    Join,
    Ping,
    TicketFrame,
    from_screen,
)
from app.live.hall import Hall, Screen
from app.live.wire import Line, framed, line_to
from app.rooms import NotStored, Outcome, Rooms, clock
from app.store import workshops

log = logging.getLogger("tannhjul.live")

Scope = dict[str, Any]
WhoIs = Callable[[Scope], str | None]
"""The logged-in staff member behind a request, or None."""

PATIENCE = 60
"""Refused frames after which a screen is let go: no well-behaved one comes near."""


class Live:
    """The endpoint. `staff` tells who is logged in; the web side knows how."""

    def __init__(self, rooms: Rooms, staff: WhoIs) -> None:
        self._rooms = rooms
        self._staff = staff
        self._halls: dict[str, Hall] = {}
        self._doors: dict[str, workshops.Door] = {}

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        await receive()
        if not _same_origin(scope):
            await send({"type": "websocket.close", "code": 4403})
            return
        await send({"type": "websocket.accept"})
        visit = _Visit(self, line_to(send), self._staff(scope))
        try:
            while (message := await receive())["type"] == "websocket.receive":
                await visit.read(message.get("text") or message.get("bytes") or b"")
                if visit.errors > PATIENCE:
                    visit.refuse(None, "too_many_errors")
                    visit.line.close()
                    break
        finally:
            visit.end()

    async def hall(self, workshop: str) -> Hall | None:
        """The hall of a workshop; None where there is no such workshop."""
        room = await self._rooms.room(workshop)
        if room is None:
            return None
        hall = self._halls.get(workshop)
        if hall is None or hall.room is not room:
            hall = self._halls[workshop] = Hall(room)
        return hall

    async def _door(self, typed: str) -> workshops.Door | None:
        """Where a join code leads. It never leads elsewhere: who comes back costs no query."""
        code = workshops.normal_code(typed)
        if code not in self._doors:
            door = await asyncio.to_thread(workshops.door, self._rooms.engine, code)
            if door is None:
                return None
            self._doors[code] = door
        return self._doors[code]

    def close(self, workshop: str) -> None:
        """Send the screens of a removed workshop home."""
        hall = self._halls.pop(workshop, None)
        if hall is not None:
            hall.close()

    async def open_door(
        self, join: Join, staff: str | None
    ) -> tuple[Hall, Audience, c.Actor | None] | str:
        """Where a join frame leads, or the code of why nowhere."""
        actor: c.Actor | None = None
        audience: Audience
        if join.role == "control":
            if staff is None:
                return Code.NOT_ALLOWED
            row = await asyncio.to_thread(workshops.find, self._rooms.engine, join.code)
            workshop = row.id if row else None
            audience, actor = InControl(), c.Staff(staff)
        else:
            door = await self._door(join.code)
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
        return hall, audience, actor


class _Visit:
    """One socket from its opening to its end."""

    def __init__(self, live: Live, line: Line, staff: str | None) -> None:
        self.line = line
        self.errors = 0
        self._live = live
        self._staff = staff
        self._hall: Hall | None = None
        self._screen: Screen | None = None
        self._tasks: set[asyncio.Task[None]] = set()

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
            self._tell({"t": "pong", "n": frame.n, "now": clock()})
        elif isinstance(frame, Join):
            await self._join(frame)
        else:
            self._start(self._ticket(frame))

    async def _join(self, join: Join) -> None:
        opened = await self._live.open_door(join, self._staff)
        if isinstance(opened, str):
            self.refuse(join.n, opened)
            return
        self.end()
        self._hall, audience, actor = opened
        self._screen = Screen(self.line, audience, actor)
        self.line.write(framed(self._hall.welcome(join.n, join.seat, clock())))
        self._hall.enter(
            self._screen,
            join.have.epoch if join.have else "",
            join.have.v if join.have else 0,
        )
        if isinstance(actor, c.Tablet) and join.accepted:
            self._hall.room.ask(c.Tell(accepted=True, drafting=False), actor)

    def _ask(self, frame: CommandFrame) -> None:
        if self._screen is None or self._hall is None:
            self.refuse(frame.n, "not_joined")
            return
        if self._screen.actor is None:
            self.refuse(frame.n, "not_allowed_here")
            return
        n, line = frame.n, self.line

        def reply(outcome: Outcome) -> None:
            if outcome is None:
                line.write(framed(b'{"t":"stored","n":%d}' % n))
            else:
                self.refuse(n, outcome)

        self._hall.room.ask(frame.command(), self._screen.actor, reply)

    async def _ticket(self, frame: TicketFrame) -> None:
        if self._hall is None or self._screen is None:
            self.refuse(frame.n, "not_joined")
            return
        if not isinstance(self._screen.actor, c.Tablet):
            self.refuse(frame.n, "not_allowed_here")
            return
        try:
            key = await self._hall.room.ticket(frame.step, self._screen.actor.seat)
        except Refused as refused:
            self.refuse(frame.n, refused.code)
        except NotStored:
            self.refuse(frame.n, "not_stored")
        else:
            self._tell({"t": "ticket", "n": frame.n, "step": frame.step, "key": key})

    def refuse(self, n: int | None, code: str) -> None:
        self.errors += 1
        self._tell({"t": "refused", "n": n, "code": code})

    def _tell(self, frame: dict[str, Any]) -> None:
        self.line.write(framed(orjson.dumps(frame)))

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def end(self) -> None:
        if self._screen is not None and self._hall is not None:
            self._hall.leave(self._screen)
        self._screen = self._hall = None


def _same_origin(scope: Scope) -> bool:
    """A browser tells where the page came from: it must be here. Other programs tell nothing."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    origin = headers.get(b"origin")
    if origin is None:
        return True
    host = headers.get(b"x-forwarded-host", headers.get(b"host", b""))
    return urlsplit(origin.decode("latin-1")).netloc == host.decode("latin-1")
