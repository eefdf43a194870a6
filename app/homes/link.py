"""Between two processes of one installation: whole messages, in order; who reads none is cut off.

Messages are pickled: facts, commands and states of `app/core` go as they are, without a schema
beside them. Unpickling runs what the sender likes, so this is only for a socket that nobody but the
very user who runs both processes can reach: it lies in a directory with mode 0700.
"""

import asyncio
import pickle
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.core import commands as c
from app.core.events import Fact
from app.core.state import Workshop
from app.rooms import Outcome

BOUND = 16 * 1024 * 1024
"""Bytes that may wait for the other side. A whole workshop is a tenth of it."""


# ---------------------------------------------------------------- what a replica says


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message. Another version of the program is not let in."""

    version: str
    workshop: str


@dataclass(frozen=True, slots=True)
class Ask:
    n: int
    command: c.Command
    actor: c.Actor


@dataclass(frozen=True, slots=True)
class AskTicket:
    n: int
    step: str
    seat: str
    hand: int = 0


@dataclass(frozen=True, slots=True)
class Remove:
    """The workshop is about to be removed."""


FromReplica: TypeAlias = Hello | Ask | AskTicket | Remove


# ---------------------------------------------------------------- what a home says


@dataclass(frozen=True, slots=True)
class Whole:
    """The workshop as it stands. Everything after it is news."""

    state: Workshop


@dataclass(frozen=True, slots=True)
class Ticket:
    key: str


Answer: TypeAlias = Outcome | Ticket


@dataclass(frozen=True, slots=True)
class News:
    """What happened, in order, and what became of what was asked, by number."""

    facts: tuple[Fact, ...]
    answers: tuple[tuple[int, Answer], ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """The workshop is gone."""


FromHome: TypeAlias = Whole | News | Removed


# ---------------------------------------------------------------- the line


class Cut(Exception):
    """The other side has gone."""


class Link:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, message: FromReplica | FromHome) -> None:
        """Never waits. Where too much waits for the other side already, it is cut off."""
        if self._writer.transport.get_write_buffer_size() > BOUND:
            self.cut()
        if self._writer.is_closing():
            return
        body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        self._writer.write(len(body).to_bytes(4, "big") + body)

    async def receive(self) -> Any:
        """The next message. Raises `Cut`."""
        try:
            size = int.from_bytes(await self._reader.readexactly(4), "big")
            body = await self._reader.readexactly(size)
        except (asyncio.IncompleteReadError, OSError):
            raise Cut from None
        return pickle.loads(body)  # noqa: S301  # the sender is ourselves: see above

    def close(self) -> None:
        """What was sent still arrives."""
        self._writer.close()

    def cut(self) -> None:
        """What was sent may not arrive."""
        self._writer.transport.abort()
