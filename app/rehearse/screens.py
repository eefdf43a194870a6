"""Simulated screens: they speak the live protocol as the real ones do, and remember what they saw.

They merge view frames as a browser does, so what they hold can be compared with what they should.
The tablets are in `tablet.py`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, ClassVar, Self

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

PATIENCE = 30.0
"""Seconds to wait for an answer or a view before we say that the server does not keep up."""


class Trouble(Exception):
    """The rehearsal cannot go on."""


class Away(Trouble):
    """The connection is down. What was sent may have come through, or not: send it again."""


class Refused(Trouble):
    """The server said no, with a stable `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooSlow(Trouble):
    """What should have come within `PATIENCE` did not."""


class OutOfStep(Trouble):
    """A view frame did not follow the one before it."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the live protocol is spoken, and headers that tell who we are, fresh each time."""

    live: str
    headers: Callable[[], Mapping[str, str]] = dict


@dataclass(slots=True)
class View:
    """View frames merged one by one: whole parts, and lists item by item."""

    epoch: str = ""
    v: int = 0
    parts: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, frame: dict[str, Any]) -> None:
        """Merge the next frame. Raises `OutOfStep` where one is missing before it."""
        if frame["since"] == 0:
            self.parts, self.lists = {}, {}
        elif (frame["epoch"], frame["since"]) != (self.epoch, self.v):
            raise OutOfStep(f"at {self.v}, got {frame['since']} to {frame['v']}")
        self.epoch, self.v = frame["epoch"], frame["v"]
        self.parts |= frame["parts"]
        for name, change in frame["lists"].items():
            items = {} if change.get("clear") else self.lists.get(name, {})
            for key in change.get("gone", ()):
                items.pop(key, None)
            items |= change["set"]
            self.lists[name] = items

    def items(self, name: str) -> dict[str, Any]:
        """The list called `name`, empty where nothing of it was sent."""
        return self.lists.get(name, {})

    def same_as(self, other: "View") -> bool:
        """Both show the same, whatever frames brought them there."""
        names = self.lists.keys() | other.lists.keys()
        return self.parts == other.parts and all(
            self.items(name) == other.items(name) for name in names
        )


class Screen:
    """One websocket that joins, asks, and merges what it is shown."""

    role: ClassVar[str]

    def __init__(self, address: Address, code: str) -> None:
        self.view = View()
        self.received = 0
        self.bye = ""
        self._address = address
        self._code = code
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[dict[str, Any] | None]] = {}
        self._waiting: set[asyncio.Future[None]] = set()
        self._frames = 0
        self._n = 0
        self._fault: OutOfStep | None = None

    # ------------------------------------------------------------ coming and going

    async def come(self) -> Self:
        """Connect, join, and wait for the first view. Raises `Away` or `Refused`."""
        await self.go()
        try:
            self._socket = await connect(
                self._address.live,
                additional_headers=self._address.headers(),
                compression=None,
                max_size=None,
                open_timeout=PATIENCE,
                ping_interval=None,
                proxy=None if is_near(self._address.live) else True,
            )
        except (OSError, InvalidHandshake, TimeoutError) as error:
            raise Away(str(error)) from error
        self._reader = asyncio.create_task(self._read(self._socket))
        before = self._frames
        await self.ask(self._join())
        await self.until(lambda: self._frames > before)
        return self

    async def come_back(self, patience: float = PATIENCE) -> float:
        """Come again, however often it takes; returns the seconds until the view was current."""
        start = monotonic()
        while True:
            try:
                await self.come()
            except Away:
                if monotonic() - start > patience:
                    raise
                await asyncio.sleep(0.05)
            else:
                return monotonic() - start

    def cut(self) -> None:
        """The network goes, without a word to anybody."""
        if self._socket is not None:
            self._socket.transport.abort()
            self._lost()

    async def go(self) -> None:
        """Leave for good."""
        self.cut()
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)

    @asynccontextmanager
    async def here(self) -> AsyncIterator[Self]:
        """Come, and go in any case."""
        try:
            yield await self.come()
        finally:
            await self.go()

    def _join(self) -> dict[str, Any]:
        have = {"epoch": self.view.epoch, "v": self.view.v} if self.view.v else None
        return {"t": "join", "role": self.role, "code": self._code, "have": have}

    # ------------------------------------------------------------ asking and seeing

    async def ask(self, frame: dict[str, Any]) -> dict[str, Any]:
        """Send a frame and wait for its answer. Raises `Away`, `Refused` or `TooSlow`."""
        socket = self._socket
        if socket is None:
            raise Away("not connected")
        self._n += 1
        n = self._n
        answer: asyncio.Future[dict[str, Any] | None] = asyncio.Future()
        self._answers[n] = answer
        try:
            async with asyncio.timeout(PATIENCE):
                await socket.send(orjson.dumps({**frame, "n": n}), text=True)
                told = await answer
        except ConnectionClosed as error:
            raise Away("the connection was lost") from error
        except TimeoutError:
            raise TooSlow(f"no answer to «{frame['t']}» in {PATIENCE:.0f} s") from None
        finally:
            self._answers.pop(n, None)
        if told is None:
            raise Away("the connection was lost")
        if told["t"] == "refused":
            raise Refused(told["code"])
        return told

    async def until(self, holds: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until something holds of what this screen sees. Raises `Trouble`."""
        try:
            async with asyncio.timeout(patience):
                while not holds():
                    if self._fault is not None:
                        raise self._fault
                    if self._reader is None or self._reader.done():
                        raise Away("the connection was lost")
                    changed = asyncio.get_running_loop().create_future()
                    self._waiting.add(changed)
                    await changed
        except TimeoutError:
            raise TooSlow(f"nothing came in {patience:.0f} s") from None

    async def _read(self, socket: ClientConnection) -> None:
        try:
            while True:
                data = await socket.recv(decode=False)
                self.received += len(data)
                self._take(orjson.loads(data))
        except ConnectionClosed:
            pass
        except OutOfStep as fault:
            self._fault = fault
        finally:
            if self._socket is socket:
                self._lost()

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "view":
            self.view.take(frame)
            self._frames += 1
            self.saw(frame)
            self._wake()
        elif frame["t"] == "bye":
            self.bye = frame["code"]
        elif (answer := self._answers.get(frame["n"])) and not answer.done():
            answer.set_result(frame)

    def saw(self, frame: dict[str, Any]) -> None:
        """For those who want to know at once what a view frame brought."""

    def _lost(self) -> None:
        self._socket = None
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result(None)
        self._wake()

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for changed in waiting:
            if not changed.done():
                changed.set_result(None)


class Control(Screen):
    """The process leader's laptop. Which acts there are is in `docs/protocol.md`."""

    role = "control"

    async def lead(self, t: str, **fields: Any) -> None:
        """Do one act, e.g. `lead("open_step", step="skriv")`."""
        await self.ask({"t": t, **fields})


class Projector(Screen):
    """The large screen: it only looks."""

    role = "projector"


def is_near(url: str) -> bool:
    return any(f"//{host}" in url for host in ("127.0.0.1", "localhost", "[::1]"))
