"""One socket from its opening to its end: what it reads is checked, asked of the room, answered."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app.core import commands as c
from app.core.redaction import meant
from app.core.roles import Right, Somebody
from app.core.rules import Code, Refused, require_way
from app.core.views import Looking
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
from app.live.hall import Hall, Screen
from app.live.halls import Halls
from app.live.limits import JOINING, for_a_screen, weight
from app.live.wire import Line, framed
from app.rooms import NOT_STORED, NotStored, Outcome, Room, clock

log = logging.getLogger("tannhjul.live")

ASK_AGAIN = 10.0
"""Seconds between two looks at whether who sits at a screen of the staff's is still one of them."""


class Visit:
    """What is known of a socket while it is open. `ask`: who is logged in there by now."""

    def __init__(
        self,
        halls: Halls,
        line: Line,
        staff: Somebody | None,
        ask: Callable[[], Somebody | None] | None = None,
    ) -> None:
        self.line = line
        self.errors = 0
        self._halls = halls
        self._staff = staff
        self._who = ask or (lambda: staff)
        self._pace = for_a_screen()
        self._asking: asyncio.TimerHandle | None = None
        self._hall: Hall | None = None
        self._screen: Screen | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._hiding = asyncio.Lock()

    @property
    def inside(self) -> bool:
        """Whether it has joined a hall."""
        return self._hall is not None

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
            opened = await self._halls.open_door(join, self._staff)
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
            await self._halls.hide(hall, frame.command(), who)
        return {"t": "stored", "n": frame.n}

    async def _move(self, frame: MoveFrame, room: Room, tablet: c.Tablet) -> dict[str, Any]:
        require_way(room.state, tablet.table, frame.table)
        code = await self._halls.code_of(room.id, frame.table)
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
