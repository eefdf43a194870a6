"""`/live`: one reader per screen, and who may stand at the door.

An ASGI endpoint of its own, in front of the web framework: it costs less per socket, and nothing
between here and the transport keeps an address or a header.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from app.core.roles import Somebody
from app.live.hall import BLINK, DEAF
from app.live.halls import Halls
from app.live.limits import AT_THE_DOOR, MOST_AT_THE_DOOR
from app.live.origin import comes_from_a_page, is_ours
from app.live.visit import Visit
from app.live.wire import line_to
from app.rooms import Rooms

Scope = dict[str, Any]
WhoIs = Callable[[Scope], Somebody | None]
"""The logged-in staff member behind a request, or None."""

PATIENCE = 60
"""Refused frames after which a screen is let go: no well-behaved one comes near."""


class Live:
    """The endpoint. `staff` tells who is logged in; the web side knows how.

    `address`: where browsers reach us, when it is not the host that they name to us.
    """

    def __init__(self, rooms: Rooms, staff: WhoIs, address: str = "") -> None:
        self.halls = Halls(rooms)
        self._staff = staff
        self._addresses = [address] if address else []
        self._at_the_door: dict[Visit, float] = {}

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
        visit = Visit(self.halls, line_to(send), staff, ask if comes_from_a_page(scope) else None)
        self._let_in(visit)
        try:
            while (message := await receive())["type"] == "websocket.receive":
                frame = message.get("text") or message.get("bytes") or b""
                await visit.read(frame)
                if visit.inside:
                    self._leave_door(visit)
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
            self._leave_door(visit)
            visit.end()
            visit.line.drop()

    def _who(self, scope: Scope) -> Somebody | None:
        """Who is logged in there. A cookie is a browser's, and a browser tells the origin."""
        if comes_from_a_page(scope) or b"cookie" not in dict(scope["headers"]):
            return self._staff(scope)
        return None

    def _let_in(self, visit: Visit) -> None:
        """Into the row of those that have not joined; who has stood there too long must go."""
        now = time.monotonic()
        self._at_the_door[visit] = now
        for oldest, since in tuple(islice(self._at_the_door.items(), 2)):
            if since + AT_THE_DOOR < now or len(self._at_the_door) > MOST_AT_THE_DOOR:
                self._leave_door(oldest)
                oldest.line.close()

    def _leave_door(self, visit: Visit) -> None:
        self._at_the_door.pop(visit, None)
