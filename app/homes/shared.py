"""The rooms of a process that is one of several: each is a home, or a replica of one elsewhere.

A process that is asked for a workshop looks up its home in the database and connects to it. Where
nobody answers it tries to become the home itself; only one gets the lock.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.homes.desk import Desk
from app.homes.replica import Replica
from app.rooms import Home, NotStored, Room, Rooms
from app.store import workshops
from app.store.homes import Claims

log = logging.getLogger("tannhjul.homes")

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 10.0
"""Seconds that a home is looked for: one that has just died, or is just moving in, takes less."""

AGAIN_AFTER = 0.05
BEAT = 2.0
"""Seconds between two looks at whether our homes still are ours."""


class SharedRooms(Rooms):
    def __init__(self, engine: Engine, data: Path) -> None:
        super().__init__(engine)
        self._claims = Claims(engine)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="homes")
        self._homes: dict[str, Home] = {}
        self._desk = Desk(data, self._homes)
        self._watching: asyncio.Task[None] | None = None

    async def _read(self, workshop: str) -> Room | None:
        await self._desk.open()
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._find(workshop)
        except TimeoutError:
            log.warning("a workshop lives in a process that does not answer here")
            raise NotStored from None
        finally:
            if workshop not in self._homes:
                self._thread.submit(self._claims.give_up, workshop)

    async def _find(self, workshop: str) -> Room | None:
        while (address := await self._claim(self._claims.address, workshop)) is not None:
            if address not in ("", self._desk.address):
                replica = await Replica.at(address, workshop)
                if replica is not None:
                    return replica
            epoch = await self._claim(self._claims.take, workshop, self._desk.address)
            if epoch is not None:
                return await self._move_in(workshop, epoch)
            await asyncio.sleep(AGAIN_AFTER)
        return None

    async def _move_in(self, workshop: str, epoch: str) -> Room | None:
        loaded = await asyncio.to_thread(workshops.load, self.engine, workshop)
        if loaded is None:
            return None
        log.info("workshop %s lives here now", workshop[:8])
        home = self._homes[workshop] = Home(workshop, loaded, self._writer, epoch)
        home.over.add_done_callback(lambda _: self._move_out(home))
        return home

    def _move_out(self, home: Home) -> None:
        if self._homes.pop(home.id, None) is home:
            log.info("workshop %s lives here no more", home.id[:8])
            self._thread.submit(self._claims.give_up, home.id)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            try:
                lost = await self._claim(self._claims.lost)
            except SQLAlchemyError:
                continue  # the database is away, for everybody: nothing is stored meanwhile
            for workshop in lost:
                if workshop in self._homes:
                    self._homes[workshop].end()

    async def _claim(self, ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: ask(*args, **kwargs)
        )

    def close(self) -> None:
        super().close()  # what is on its way to the disk gets there while the homes are ours
        if self._watching is not None:
            self._watching.cancel()
        self._homes.clear()
        self._thread.submit(self._claims.close)
        self._thread.shutdown()
        self._desk.close()
        for room in self._open.values():
            room.end()
