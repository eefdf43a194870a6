"""A screen of our own: speaks the protocol over a real websocket, or without any network."""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import orjson
from websockets.asyncio.client import ClientConnection, connect

from tests.core.screens import Merged

PATIENCE = 20
"""Seconds before a test gives up. Nothing is measured by it."""


class Screen:
    """One websocket. Views are merged as they come."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self._url = url
        self._headers = headers or {}
        self._n = 0
        self.view = Merged()
        self.frames: list[dict[str, Any]] = []
        self.bytes = 0
        self.socket: ClientConnection

    async def __aenter__(self) -> Self:
        self.socket = await connect(
            self._url,
            additional_headers=self._headers,
            compression=None,
            max_queue=None,
            proxy=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def receive(self) -> dict[str, Any]:
        """The next frame; a view is merged on the way."""
        async with asyncio.timeout(PATIENCE):
            text = await self.socket.recv(decode=False)
        self.bytes += len(text)
        frame: dict[str, Any] = orjson.loads(text)
        self.frames.append(frame)
        if frame["t"] == "view":
            self.view.take(frame)
        return frame

    async def send(self, t: str, **fields: Any) -> int:
        self._n += 1
        await self.socket.send(orjson.dumps({"t": t, "n": self._n, **fields}).decode())
        return self._n

    async def ask(self, t: str, **fields: Any) -> dict[str, Any]:
        """Send a frame and wait for its answer."""
        n = await self.send(t, **fields)
        return await self.answer(n)

    async def answer(self, n: int | None) -> dict[str, Any]:
        while True:
            frame = await self.receive()
            if frame["t"] != "view" and frame["n"] == n:
                return frame

    async def say(self, text: str) -> dict[str, Any]:
        """Send anything at all, and take the answer, whatever its number."""
        await self.socket.send(text)
        while (frame := await self.receive())["t"] == "view":
            pass
        return frame

    async def join(self, role: str, code: str, **more: Any) -> dict[str, Any]:
        """Join, and wait for the first view."""
        answer = await self.ask("join", role=role, code=code, **more)
        if answer["t"] == "welcome":
            while (await self.receive())["t"] != "view":
                pass
        return answer

    async def until(self, seen: Callable[[Merged], object]) -> None:
        """Read until the view is such."""
        while not seen(self.view):
            await self.receive()


class FakeLine:
    """Takes what is written, and lies as far behind as it is told."""

    def __init__(self) -> None:
        self.view = Merged()
        self.answers: list[dict[str, Any]] = []
        self.views = 0
        self.written = 0
        self.behind = 0
        self.closed = False
        self._told = asyncio.Event()

    def write(self, frame: bytes) -> None:
        size = {126: 4, 127: 10}.get(frame[1], 2)
        self.written += len(frame)
        told = orjson.loads(frame[size:])
        if told["t"] == "view":
            self.views += 1
            self.view.take(told)
        else:
            self.answers.append(told)
        self._told.set()

    async def answered(self, count: int) -> None:
        """Returns when there are so many answers."""
        while len(self.answers) < count:
            self._told.clear()
            await self._told.wait()

    def backlog(self) -> int:
        return self.behind

    def close(self) -> None:
        self.closed = True

    def gone(self) -> bool:
        return self.closed

    def drop(self) -> None:
        pass
