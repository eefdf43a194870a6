"""Whether the server can keep what it is given: asked by many, tried now and then."""

import asyncio
import time

from sqlalchemy.exc import SQLAlchemyError

from app.core.things import Trouble
from app.machine import measures
from app.rooms import Rooms
from app.store.database import trouble

AGAIN_AFTER = 5.0
"""Seconds that what was found stands: whoever asks oftener makes us write no oftener."""


class Pulse:
    """Whether the database can be written just now, found by writing what means nothing."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._found = Trouble.NONE
        self._until = 0.0
        self._lock = asyncio.Lock()

    async def feel(self) -> Trouble:
        async with self._lock:
            if time.monotonic() >= self._until:
                self._found = await self._try()
                self._until = time.monotonic() + AGAIN_AFTER
        return self._found

    async def _try(self) -> Trouble:
        try:
            with measures.STORE.taken():
                await self._rooms.try_it()
        except (SQLAlchemyError, OSError) as error:
            found = trouble(error)
            measures.TROUBLES.add(found.value)
            return found
        return Trouble.NONE
