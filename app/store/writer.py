"""Brings batches to disk, one transaction for all that waits.

While one transaction is on its way to the disk, what comes meanwhile gathers for the next: no
waiting window, and a hundred notes at once cost one sync, not a hundred.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from app.store import workshops
from app.store.workshops import Batch


class Writer:
    """Writes in a thread of its own; `commit` returns when the batch is on disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def commit(self, batch: Batch) -> None:
        """Returns when the batch is on disk.

        Raises `Conflict` where another process came first, or what the database raises.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                await self._write([batch for batch, _ in taken])
            except Exception as error:
                if len(taken) == 1:
                    _settle(taken[0][1], error)
                    continue
                # One room's trouble must not be another's: each on its own.
                for batch, done in taken:
                    try:
                        await self._write([batch])
                    except Exception as alone:
                        _settle(done, alone)
                    else:
                        _settle(done)
            else:
                for _, done in taken:
                    _settle(done)

    async def _write(self, batches: list[Batch]) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, workshops.write, self._engine, batches)

    def close(self) -> None:
        self._thread.shutdown(wait=True)


def _settle(done: asyncio.Future[None], error: Exception | None = None) -> None:
    if done.done():  # whoever waited has gone
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
