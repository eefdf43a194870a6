"""Bytes to one screen: a frame built once is written straight to every socket's transport.

Writing directly goes through uvicorn's own protocol object (`websockets-sansio`); it halves the CPU
of a full hall (`docs/benchmarks.md`). Any other server gets the ordinary ASGI way.
"""

import asyncio
from typing import Any, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

Send = Any  # an ASGI send callable


def framed(payload: bytes) -> bytes:
    """One unmasked, unfragmented text frame (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


CLOSE = b"\x88\x02" + (1000).to_bytes(2, "big")
"""A close frame: that was all, and nothing is wrong (RFC 6455, 5.5.1 and 7.4.1)."""


class Line(Protocol):
    """The way to one screen. Never waits: who does not read falls behind, alone."""

    def write(self, frame: bytes) -> None:
        """Send bytes made by `framed`."""

    def backlog(self) -> int:
        """Bytes written that have not left yet."""

    def close(self) -> None: ...

    def gone(self) -> bool:
        """Whether nothing that is written gets there any more."""

    def drop(self) -> None:
        """The screen has gone: nothing more is sent."""


class DirectLine:
    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._transport = protocol.transport
        self.backlog = protocol.transport.get_write_buffer_size

    def write(self, frame: bytes) -> None:
        # uvloop raises where the screen has just gone, and others are in line behind it.
        if not self._transport.is_closing():
            self._transport.write(frame)

    def close(self) -> None:
        self.write(CLOSE)
        self._transport.close()

    def gone(self) -> bool:
        return self._transport.is_closing()

    def drop(self) -> None:
        """The transport has gone with it."""


class QueuedLine:
    """For servers whose transport is out of reach."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._bytes = 0
        self._task = asyncio.create_task(self._run())

    def write(self, frame: bytes) -> None:
        self._bytes += len(frame)
        self._waiting.put_nowait(frame)

    def backlog(self) -> int:
        return self._bytes

    def close(self) -> None:
        self._waiting.put_nowait(None)

    def gone(self) -> bool:
        return self._task.done()

    def drop(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        try:
            while (frame := await self._waiting.get()) is not None:
                payload = frame[_header(frame) :].decode()
                await self._send({"type": "websocket.send", "text": payload})
                self._bytes -= len(frame)
            await self._send({"type": "websocket.close", "code": 1000})
        except Exception:  # the screen has gone; its reader notices too
            return


def _header(frame: bytes) -> int:
    return {126: 4, 127: 10}.get(frame[1], 2)


def line_to(send: Send) -> Line:
    """The fastest way to the screen behind this ASGI `send`."""
    protocol = getattr(send, "__self__", None)
    if isinstance(protocol, WebSocketsSansIOProtocol) and not protocol.conn.extensions:
        return DirectLine(protocol)
    return QueuedLine(send)
