"""A websocket as plain as can be, so that what is measured is the server."""

import asyncio
from typing import Any

import orjson

TEXT, PING, PONG = 0x1, 0x9, 0xA


class Line(asyncio.Protocol):
    """Connects to `/live`; frames go as JSON, masked with zeros, which changes nothing.

    `opened` is called when frames can be sent, and `heard` with each whole one that comes.
    `token`: who may be in control.
    """

    transport: asyncio.Transport

    def __init__(self, token: str = "") -> None:
        self._token = token
        self._read = b""
        self._open = False

    def opened(self) -> None:
        raise NotImplementedError

    def heard(self, payload: bytes) -> None:
        raise NotImplementedError

    def send(self, frame: dict[str, Any]) -> None:
        self._put(TEXT, orjson.dumps(frame))

    def _put(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.transport.write(bytes((0x80 | kind,)) + length + bytes(4) + payload)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        more = f"Authorization: Bearer {self._token}\r\n" if self._token else ""
        head = (
            "GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{more}\r\n"
        )
        transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        data = self._read + data
        if not self._open:
            _, end, rest = data.partition(b"\r\n\r\n")
            if not end:
                self._read = data
                return
            data, self._open = rest, True
            self.opened()
        at = 0
        while len(data) - at >= 2:  # as a server sends them: unmasked, unfragmented
            size, begin = data[at + 1], at + 2
            if size >= 126:
                begin = at + (4 if size == 126 else 10)
                size = int.from_bytes(data[at + 2 : begin], "big")
            if len(data) < begin + size:
                break
            kind, payload = data[at] & 0x0F, data[begin : begin + size]
            if kind == TEXT:
                self.heard(payload)
            elif kind == PING:
                self._put(PONG, payload)
            at = begin + size
        self._read = data[at:]
