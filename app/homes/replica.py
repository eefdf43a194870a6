"""A room whose home is in another process: passes on what is asked, follows what happens there.

It evolves by the same facts in the same order as the home does, so its screens see the same.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Self

from app import __version__
from app.core import commands as c
from app.core.evolve import evolve
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.homes.link import (
    Answer,
    Ask,
    AskTicket,
    Cut,
    FromReplica,
    Hello,
    Link,
    News,
    Remove,
    Removed,
    Ticket,
)
from app.rooms import NOT_STORED, NotStored, Reply, Room


class Replica(Room):
    def __init__(self, workshop: str, state: Workshop, link: Link) -> None:
        super().__init__(workshop, state)
        self._link = link
        self._asked = 0
        self._waiting: dict[int, Callable[[Answer], None]] = {}
        self._task = asyncio.create_task(self._follow())
        self.over.add_done_callback(lambda _: self._leave())

    @classmethod
    async def at(cls, address: str, workshop: str) -> Self | None:
        """A replica of the home at this address, as it stands; None where there is none."""
        try:
            link = Link(*await asyncio.open_unix_connection(address))
        except OSError:
            return None
        try:
            link.send(Hello(__version__, workshop))
            whole = await link.receive()
        except BaseException as error:
            link.close()
            if isinstance(error, Cut):
                return None
            raise
        return cls(workshop, whole.state, link)

    def ask(self, command: c.Command, actor: c.Actor, reply: Reply = lambda _: None) -> None:
        def answered(answer: Answer) -> None:
            assert not isinstance(answer, Ticket)
            reply(answer)

        self._send(lambda n: Ask(n, command, actor), answered)

    async def ticket(self, step: str, seat: str, hand: int = 0) -> str:
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def settle(answer: Answer) -> None:
            if not answered.done():
                answered.set_result(answer)

        self._send(lambda n: AskTicket(n, step, seat, hand), settle)
        answer = await answered
        if isinstance(answer, Ticket):
            return answer.key
        raise Refused(answer) if isinstance(answer, Code) else NotStored

    def _send(
        self, message: Callable[[int], FromReplica], answered: Callable[[Answer], None]
    ) -> None:
        if self.over.done():
            answered(NOT_STORED)
            return
        self.used = time.monotonic()
        self._asked += 1
        self._waiting[self._asked] = answered
        self._link.send(message(self._asked))

    async def remove(self) -> None:
        self._link.send(Remove())
        await self.over

    async def _follow(self) -> None:
        try:
            while isinstance(message := await self._link.receive(), News):
                self._hear(message)
            self.end(removed=isinstance(message, Removed))
        except Cut:
            self.end()

    def _hear(self, news: News) -> None:
        """In the order of the home: first the state, then the answers, then who listens."""
        for fact in news.facts:
            self.state = evolve(self.state, fact)
        for n, answer in news.answers:
            self._waiting.pop(n)(answer)
        if news.facts:
            for listener in tuple(self.listeners):
                listener(news.facts)

    def _leave(self) -> None:
        """What has no answer may be stored or not: who asked asks again."""
        self._link.close()
        self._task.cancel()
        waiting, self._waiting = self._waiting, {}
        for answered in waiting.values():
            answered(NOT_STORED)
