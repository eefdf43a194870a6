"""A bad network: a proxy between tablets and server that loses, delays, doubles and swaps frames.

TCP does none of this within one connection. Proxies, phones that change networks, and frames of a
connection that was given up do.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, fields
from random import Random
from typing import Any, Self

import orjson
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_to
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake

SAYINGS = {"note", "withdraw", "statement", "ballot"}
"""Frames that carry what a hand has done."""

SHORT, LONG = (0.01, 0.15), (0.5, 3.0)
"""Seconds that something is held back: within a connection, and beyond its end."""


@dataclass(frozen=True, slots=True)
class Weather:
    """The chance of each fault, per frame."""

    drop: float = 0.0
    delay: float = 0.0
    swap: float = 0.0
    double: float = 0.0
    cut: float = 0.0
    silence: float = 0.0


CALM = Weather()


def some_weather(dice: Random) -> Weather:
    """Each run has its own: some faults often, some never."""
    often = {f.name: dice.choice((0.0, 0.01, 0.03)) for f in fields(Weather)}
    often["cut"], often["silence"] = (dice.choice((0.0, 0.003, 0.01)) for _ in range(2))
    return Weather(**often)


class Proxy:
    """One hall's network. `tally` counts what happened, and whether words were on their way."""

    def __init__(self, server_port: int, dice: Random) -> None:
        self.weather = CALM
        self.tally: Counter[str] = Counter()
        self.dice = dice
        self._server = f"ws://127.0.0.1:{server_port}/live"
        self._lines: set[_Line] = set()
        self._listening: Server
        self._dark = False

    async def __aenter__(self) -> Self:
        self._listening = await serve(
            self._carry, "127.0.0.1", 0, compression=None, ping_interval=None, max_size=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._cut_all()
        self._listening.close()
        await self._listening.wait_closed()

    @property
    def base(self) -> str:
        port: int = next(iter(self._listening.sockets)).getsockname()[1]
        return f"http://127.0.0.1:{port}/"

    @property
    def on_the_way(self) -> int:
        """Frames with words that were sent, and whose answer has not come through."""
        return sum(len(line.on_the_way) for line in self._lines)

    def darken(self) -> None:
        """No network for anybody, until `light`."""
        self.count("dark", self.on_the_way)
        self._dark = True
        self._cut_all()

    def _cut_all(self) -> None:
        for line in tuple(self._lines):
            line.cut()

    def light(self) -> None:
        self._dark = False

    async def settle(self) -> None:
        """Fine weather, and all that was held back has arrived."""
        self.weather = CALM
        self.light()
        while any(line.late or line.silent for line in self._lines):
            await asyncio.sleep(0.01)

    def count(self, what: str, on_the_way: int) -> None:
        self.tally[what] += 1
        self.tally[f"{what}, words on the way"] += on_the_way > 0

    async def _carry(self, tablet: ServerConnection) -> None:
        if self._dark:
            await asyncio.sleep(self.dice.choice((0, 1)))  # refused at once, or never answered
            tablet.transport.abort()
            return
        try:
            server = await connect_to(
                self._server, compression=None, ping_interval=None, max_size=None, proxy=None
            )
        except (OSError, InvalidHandshake, TimeoutError):
            tablet.transport.abort()
            return
        line = _Line(self, tablet, server)
        self._lines.add(line)
        try:
            await line.run()
        finally:
            self._lines.discard(line)


class _Line:
    """One tablet's connection and ours to the server behind it."""

    def __init__(self, proxy: Proxy, tablet: ServerConnection, server: ClientConnection) -> None:
        self.on_the_way: set[int] = set()
        self.silent = False
        self.late: set[asyncio.Task[None]] = set()
        self._proxy = proxy
        self._tablet = tablet
        self._server = server

    async def run(self) -> None:
        up = asyncio.create_task(self._pump(self._tablet, self._up))
        down = asyncio.create_task(self._pump(self._server, self._down))
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        if self.silent:
            await up  # the tablet must find out for itself
        else:
            self._tablet.transport.abort()
        # What is on its way to the server arrives, though nobody waits for the answer any more.
        await asyncio.gather(*self.late)
        self.silent = False
        self.cut()
        await asyncio.gather(up, down)

    def cut(self) -> None:
        for end in (self._tablet, self._server):
            end.transport.abort()

    async def _pump(
        self,
        source: ServerConnection | ClientConnection,
        passed: Callable[[Any], Coroutine[Any, Any, None]],
    ) -> None:
        with suppress(ConnectionClosed):
            async for frame in source:
                await passed(frame)

    async def _up(self, frame: str) -> None:
        told = orjson.loads(frame)
        if told["t"] in SAYINGS:
            self.on_the_way.add(told["n"])
        if self.silent:
            if self._proxy.dice.random() < 0.7:
                self._proxy.count("late", len(self.on_the_way))
                self._later(frame, self._server, LONG)
            return
        await self._weathered(frame, self._server)

    async def _down(self, frame: str) -> None:
        if self.silent:
            return
        await self._weathered(frame, self._tablet)
        self.on_the_way.discard(orjson.loads(frame).get("n"))

    async def _weathered(self, frame: str, to: ServerConnection | ClientConnection) -> None:
        dice, weather = self._proxy.dice, self._proxy.weather
        for fault in fields(Weather):
            if dice.random() < getattr(weather, fault.name):
                self._proxy.count(fault.name, len(self.on_the_way))
                break
        else:
            await to.send(frame)
            return
        match fault.name:
            case "delay":
                await asyncio.sleep(dice.uniform(*SHORT))
                await to.send(frame)
            case "swap":
                self._later(frame, to, SHORT)
            case "double":
                await to.send(frame)
                self._later(frame, to, SHORT)
            case "cut":
                self.cut()
            case "silence":
                self.silent = True

    def _later(
        self, frame: str, to: ServerConnection | ClientConnection, within: tuple[float, float]
    ) -> None:
        async def send() -> None:
            await asyncio.sleep(self._proxy.dice.uniform(*within))
            with suppress(ConnectionClosed):
                await to.send(frame)

        task = asyncio.create_task(send())
        self.late.add(task)
        task.add_done_callback(self.late.discard)
