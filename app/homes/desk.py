"""Where the replicas in other processes find the homes that are in this one."""

import asyncio
import secrets
import socket
import tempfile
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from app import __version__
from app.core import commands as c
from app.core.events import Fact
from app.core.rules import Refused
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
    Whole,
)
from app.rooms import GONE_AFTER, NOT_STORED, Home, NotStored

LONGEST = 80
"""Characters in the directory of a socket: every system takes a hundred in the whole address."""


class Desk:
    """Answers for `homes`, the rooms by workshop. `address` is empty until it is open."""

    def __init__(self, data: Path, homes: Mapping[str, Home]) -> None:
        self.address = ""
        self._data = data
        self._homes = homes
        self._links: set[Link] = set()
        self._names = map(str, count(1))
        self._opening = asyncio.Lock()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        async with self._opening:
            if self._server is None:
                there = _private(self._data) / f"{secrets.token_hex(4)}.sock"
                self._server = await asyncio.start_unix_server(self._welcome, there)
                self.address = str(there)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            Path(self.address).unlink(missing_ok=True)
        for link in self._links:
            link.cut()

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = Link(reader, writer)
        self._links.add(link)
        with suppress(Cut):
            hello: Hello = await link.receive()
            home = self._homes.get(hello.workshop)
            if hello.version == __version__ and home is not None and not home.over.done():
                await _Guest(link, home, next(self._names)).serve()
        link.close()
        self._links.discard(link)


class _Guest:
    """A replica that is here: what it asks is asked of the home, what happens there it is told."""

    def __init__(self, link: Link, home: Home, name: str) -> None:
        self._link = link
        self._home = home
        self._process = c.System(via=name)
        self._facts: list[Fact] = []
        self._answers: list[tuple[int, Answer]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Until it goes, by raising `Cut`."""
        home = self._home
        home.listeners.add(self._happened)
        home.over.add_done_callback(self._over)
        self._link.send(Whole(home.state))
        try:
            while True:
                self._take(await self._link.receive())
        finally:
            home.listeners.discard(self._happened)
            home.over.remove_done_callback(self._over)
            home.ask(c.CountControls(0), self._process)
            loop = asyncio.get_running_loop()
            loop.call_later(GONE_AFTER, home.ask, c.UnseatAll(), self._process)

    def _take(self, message: FromReplica) -> None:
        match message:
            case Ask(n, command, actor):
                who = self._process if isinstance(actor, c.System) else actor
                self._home.ask(command, who, partial(self._answered, n))
            case AskTicket():
                self._start(self._hand_out(message))
            case Remove():
                self._start(self._home.remove())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hand_out(self, asked: AskTicket) -> None:
        try:
            key = await self._home.ticket(asked.step, asked.seat, asked.hand)
        except Refused as refused:
            self._answered(asked.n, refused.code)
        except NotStored:
            self._answered(asked.n, NOT_STORED)
        else:
            self._answered(asked.n, Ticket(key))

    # ------------------------------------------------------------ telling

    def _happened(self, facts: Sequence[Fact]) -> None:
        self._tell_soon()
        self._facts += facts

    def _answered(self, n: int, answer: Answer) -> None:
        self._tell_soon()
        self._answers.append((n, answer))

    def _tell_soon(self) -> None:
        """The home answers first and then wakes: both go as one, so that neither is seen alone."""
        if not self._facts and not self._answers:
            asyncio.get_running_loop().call_soon(self._tell)

    def _tell(self) -> None:
        self._link.send(News(tuple(self._facts), tuple(self._answers)))
        self._facts.clear()
        self._answers.clear()

    def _over(self, over: asyncio.Future[bool]) -> None:
        if over.result():
            self._link.send(Removed())
        self._link.close()


def _private(data: Path) -> Path:
    """A directory that only this user may enter, with an address short enough for a socket."""
    there = data.resolve() / "homes"
    if len(str(there)) < LONGEST:
        with suppress(OSError):
            there.mkdir(mode=0o700, parents=True, exist_ok=True)
            there.chmod(0o700)
            _clear(there)
            return there
    return Path(tempfile.mkdtemp(prefix="tannhjul-"))


def _clear(there: Path) -> None:
    """Take away the sockets of processes that ended without doing so."""
    for left in there.glob("*.sock"):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(left))
            except ConnectionRefusedError:
                left.unlink(missing_ok=True)
