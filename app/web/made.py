"""What many readers fetch: made once, and kept for the next reader while there is room."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool

R = TypeVar("R")

AT_ONCE = 1
"""How many are made at a time: a meeting on the same machine must not feel it."""

WAITING = 20
"""How many may wait to be made, or be on their way."""

ROOM = 64_000_000
"""Bytes of finished files that are kept."""


class Crowded(Exception):
    """Too many wait already."""


class Made:
    """What was made and what is being made, by key, the last asked for last."""

    def __init__(self) -> None:
        self._files: OrderedDict[Hashable, asyncio.Task[bytes]] = OrderedDict()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._queue: set[asyncio.Task[bytes]] = set()

    async def file(self, key: Hashable, make: Callable[[], bytes], *, quick: bool = False) -> bytes:
        """As `once`: what `make` makes, in a thread. What is `quick` waits for no turn."""
        return await self.once(key, lambda: run_in_threadpool(make), quick=quick)

    async def once(
        self, key: Hashable, make: Callable[[], Awaitable[bytes]], *, quick: bool = False
    ) -> bytes:
        """What `make` makes, where nothing is kept by this key.

        All who ask for it meanwhile get the same. Raises `Crowded`, and what `make` raises: then
        nothing is kept, and who asks next has it made anew.
        """
        task = self._files.get(key)
        if task is None:
            if not quick and len(self._queue) >= WAITING:
                raise Crowded
            turn = nullcontext() if quick else self._turn
            task = self._files[key] = asyncio.create_task(self._in_turn(turn, make))
            task.add_done_callback(partial(self._settle, key))
            if not quick:
                self._queue.add(task)
                task.add_done_callback(self._queue.discard)
        self._files.move_to_end(key)
        return await asyncio.shield(task)  # one who leaves does not take it from the others

    async def _in_turn(
        self, turn: AbstractAsyncContextManager[None], make: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        async with turn:
            return await make()

    def _settle(self, key: Hashable, task: asyncio.Task[bytes]) -> None:
        if task.cancelled() or task.exception():
            del self._files[key]
            return
        sizes = {key: len(each.result()) for key, each in self._files.items() if each.done()}
        for oldest, size in list(sizes.items())[:-1]:
            if sum(sizes.values()) <= ROOM:
                break
            sizes[oldest] -= size
            del self._files[oldest]


class Looks:
    """Looks at the database that many wait for: one for all who asked before it began."""

    def __init__(self) -> None:
        self._next: dict[Hashable, asyncio.Task[Any]] = {}
        self._now: dict[Hashable, asyncio.Task[Any]] = {}

    async def look(self, key: Hashable, query: Callable[[], R]) -> R:
        """What `query` finds, in a thread. Who asks sees all that was stored before."""
        task = self._next.get(key)
        if task is None:
            task = asyncio.create_task(self._after(self._now.get(key), key, query))
            self._next[key] = task
        found: R = await asyncio.shield(task)
        return found

    async def _after(
        self, before: asyncio.Task[Any] | None, key: Hashable, query: Callable[[], R]
    ) -> R:
        if before:
            await asyncio.wait([before])
        task = self._now[key] = self._next.pop(key)
        try:
            return await run_in_threadpool(query)
        finally:
            if self._now[key] is task:
                del self._now[key]
