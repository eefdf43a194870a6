"""The web server's side of a connection, with an end to those that never finish asking.

uvicorn lets go of a connection that rests between two requests, but not of one where half a request
has come: a few thousand of those take all the open files there are. A screen's websocket is no such
connection: it has asked, and from then on keeps time with pings of its own.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

WITHIN = 10.0
"""Seconds, at least, for a whole request line and headers; at most twice that."""


class Hasty(H11Protocol):
    _late: asyncio.TimerHandle | None = None
    _last: Any = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def _wait(self) -> None:
        self._last = self.cycle
        self._late = self.loop.call_later(WITHIN, self._look)

    def _look(self) -> None:
        """Waiting for a request, and for the same one as the last time."""
        if self.conn.their_state is h11.IDLE and self.cycle is self._last:
            self.transport.close()
        else:
            self._wait()

    def _rest(self) -> None:
        if self._late is not None:
            self._late.cancel()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._rest()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)
