"""Brings batches to disk, one transaction for all that waits, and sweeps up behind them.

While one transaction is on its way to the disk, what comes meanwhile gathers for the next: no
waiting window, and a hundred notes at once cost one sync, not a hundred.

A transaction leaves traces: how a sheet looked before is how one tells who wrote after whom. They
are swept up at once on SQLite, where that takes a millisecond; on PostgreSQL, where it takes more,
at most for a twentieth of the time.
"""

import asyncio
import logging
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core.things import Trouble
from app.machine import measures
from app.store import workshops
from app.store.database import begin_new_log, forget_traces, trouble
from app.store.sets import Traces
from app.store.staff import set_setting
from app.store.workshops import Batch

log = logging.getLogger("tannhjul.writer")

SOON = 0.25
"""Seconds until sweeping is tried again where somebody was in the way."""

REST = 20
"""How many times as long as a sweeping took that PostgreSQL is left in peace; a second at least."""


ALL_ALIKE = (Trouble.BUSY, Trouble.READ_ONLY)
"""Troubles that one batch meets as surely as the next: waiting for a lock takes seconds each."""

_Waiting: TypeAlias = tuple[Batch, asyncio.Future[None]]


class Writer:
    """Writes in a thread of its own; `commit` returns when the batch is on disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="log")  # for what may take seconds
        self._waiting: list[_Waiting] = []
        self._task: asyncio.Task[None] | None = None
        self._traces = Traces.NONE
        self._rest_until = 0.0
        self._later: asyncio.TimerHandle | None = None

    async def commit(self, batch: Batch) -> None:
        """Returns when the batch is on disk.

        Raises `Conflict` where another process came first, or what the database raises.
        """
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        self._go()
        await done

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    async def try_it(self) -> None:
        """Write something that means nothing. Raises what the database raises."""
        loop = asyncio.get_running_loop()
        value = secrets.token_hex(8)  # another one each time, or nothing would be written
        await loop.run_in_executor(self._thread, set_setting, self._engine, "tried", value)

    def _go(self) -> None:
        if not self.busy:
            self._task = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while True:
            taken, self._waiting = self._waiting, []
            await self._write_and_settle(taken)
            await self._sweep()
            if not self._waiting:
                return

    async def _write_and_settle(self, taken: list[_Waiting]) -> None:
        try:
            await self._write([batch for batch, _ in taken])
            if self._traces >= Traces.SEALED:
                await self._sweep()  # "sealed" is answered when it is so in the files too
        except Exception as error:
            if len(taken) == 1 or trouble(error) in ALL_ALIKE:
                for _, done in taken:
                    _settle(done, error)
                return
            for each in taken:  # one room's trouble must not be another's
                await self._write_and_settle([each])
        else:
            for _, done in taken:
                _settle(done)

    async def _write(self, batches: list[Batch]) -> None:
        if not batches:
            return
        loop = asyncio.get_running_loop()
        began = loop.time()
        left = await loop.run_in_executor(self._thread, workshops.write, self._engine, batches)
        if loop.time() - began > measures.SLOW:
            measures.SLOW_STORES.add()
        self._traces = max(self._traces, left)

    # ------------------------------------------------------------ sweeping up

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        resting = self._rest_until - loop.time()
        if self._traces >= Traces.SEALED or (self._traces and resting <= 0):
            left, self._traces = self._traces, Traces.NONE
            if not await loop.run_in_executor(self._thread, self._forget, left):
                self._traces = left
            elif left >= Traces.SEALED:
                loop.run_in_executor(self._beside, begin_new_log, self._engine)
            resting = max(SOON, self._rest_until - loop.time())
        if self._traces and self._later is None:
            self._later = loop.call_later(resting, self._again)

    def _again(self) -> None:
        self._later = None
        self._go()

    def _forget(self, left: Traces) -> bool:
        began = time.monotonic()
        try:
            done = forget_traces(self._engine, notes=left is Traces.RELAID)
        except SQLAlchemyError:
            log.warning("the traces of what was written could not be swept up; trying again")
            done = False
        if self._engine.dialect.name != "sqlite":
            now = time.monotonic()  # the event loop's clock too
            self._rest_until = now + max(1, REST * (now - began))
        return done

    def close(self) -> None:
        """Write what waits, sweep up, and stop."""
        if self._later is not None:
            self._later.cancel()
        self._thread.shutdown(wait=True)
        if self._traces:
            self._forget(self._traces)
        self._beside.shutdown(wait=True)


def _settle(done: asyncio.Future[None], error: Exception | None = None) -> None:
    if done.done():  # whoever waited has gone
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
