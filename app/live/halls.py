"""The halls that screens of this process look into, one per workshop, and the doors to them."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Literal

from app import secretary
from app.core import commands as c
from app.core.redaction import meant
from app.core.roles import Right, Somebody
from app.core.rules import Code, Refused, hall_is_left
from app.core.views import (
    AtWorkbench,
    Farewell,
    InControl,
    Looking,
    OnProjector,
    TabletAt,
    Viewer,
)
from app.live.frames import Join
from app.live.hall import Hall
from app.rooms import NotStored, Room, Rooms, clock
from app.store import workshops


class Halls:
    """Where screens are led to, and where those of a workshop are found again."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._open: dict[str, Hall] = {}
        self._following: set[asyncio.Task[None]] = set()

    async def hall(self, workshop: str) -> Hall | None:
        """The hall of a workshop; None where there is no such workshop. Raises `NotStored`."""
        room = await self._rooms.room(workshop)
        if room is None:
            return None
        hall = self._open.get(workshop)
        if hall is not None and hall.room is room:
            return hall
        if hall is None:
            hall = self._open[workshop] = Hall(room)
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
            self._open.pop(room.id, None)
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
        for hall in self._open.values():
            hall.say_goodbye("restart")

    def _close(self, hall: Hall, code: Literal["restart", "removed"]) -> None:
        self._open.pop(hall.room.id, None)
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
