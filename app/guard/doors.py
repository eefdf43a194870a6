"""Where codes lead, and what comes of guessing at them. Screens and pages ask here.

A right code is never made to wait, whoever else guesses: what tells a guesser from a hall would be
an address, and we keep none. Wrong ones wait, a few at a time, and the rest are turned away. They
cost the database next to nothing, since all that are asked for meanwhile go into one query. What
keeps guessers out is the codes' length; `docs/decisions/0043` has the calculation.
"""

import asyncio

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.guard.pace import Bucket
from app.store import doors
from app.store.workshops import Door, normal_code

FREE, EACH_SECOND = 100.0, 10.0
"""Wrong codes that are told so at once: a hall may well mistype."""

HELD = 1.0
"""Seconds that others wait for their answer."""

MOST_HELD = 100
"""As many at a time; the rest are told to come back."""

IN_ONE_QUERY = 1_000
LONGEST = 60
"""Characters of what may be a code at all."""


class Guessing(Exception):
    """Very many wrong codes are coming in, and this is one of them. Try again in a while."""


class Doors:
    def __init__(self, engine: Engine, wrong: Bucket | None = None) -> None:
        self._engine = engine
        self._wrong = wrong or Bucket(EACH_SECOND, FREE)
        self._known: dict[str, Door] = {}
        self._asked: dict[str, asyncio.Future[Door | None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._held = 0

    async def behind(self, typed: str) -> Door | None:
        """Where a typed or scanned code leads; None where it leads nowhere.

        Raises `Guessing`, or `SQLAlchemyError` where the database is away.
        """
        code = normal_code(typed[:LONGEST])
        door = self._known.get(code) or await self._look_up(code)
        if door is None:
            await self._hold()
        elif door.table is not None or door.role == "projector":
            self._known[code] = door  # it never leads elsewhere: who comes back costs no query
        return door

    async def _hold(self) -> None:
        if not self._wrong.take():
            return
        if self._held >= MOST_HELD:
            raise Guessing
        self._held += 1
        try:
            await asyncio.sleep(HELD)
        finally:
            self._held -= 1

    async def _look_up(self, code: str) -> Door | None:
        if code not in self._asked:
            self._asked[code] = asyncio.get_running_loop().create_future()
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._asked[code])

    async def _look(self) -> None:
        """One query after the other, each with all that came during the one before."""
        while self._asked:
            codes = list(self._asked)[:IN_ONE_QUERY]
            asked = {code: self._asked.pop(code) for code in codes}
            try:
                found = await asyncio.to_thread(doors.behind, self._engine, codes)
            except SQLAlchemyError as error:
                for answer in asked.values():
                    answer.set_exception(error)
                    answer.exception()  # whoever asked may have gone
            else:
                for code, answer in asked.items():
                    answer.set_result(found.get(code))
