"""The web server as it runs everywhere: on the command line, in tests, in measurements.

It tells the screens before it stops, leaves the database swept, and ends with 0. Where it has a
certificate, one port takes both: who comes with https is served, who comes without is sent there.
"""

import asyncio
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from sqlalchemy import Engine

from app.cli.hasty import Hasty
from app.live.frames import LARGEST
from app.machine import network
from app.main import Tannhjul
from app.settings import Settings

LOOK_EVERY = 50
"""Tenths of a second between two looks at which addresses this machine has."""

HANDSHAKE = 10.0
"""Seconds that a connection has to say what it wants."""

BREATHER = 0.5
"""Seconds that nobody is let in when the system gives us no more sockets."""

TLS_HELLO = b"\x16"


def configured(engine: Engine, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        Tannhjul(engine, settings),
        host=settings.host,
        port=settings.port,
        http=Hasty,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=2 * LARGEST,
        backlog=4096,
        log_config=None,  # what it has to tell goes where ours does (`app/cli/logs.py`)
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


class Server(uvicorn.Server):
    """`context`: how to speak TLS. `moved` is called, in a thread, when our addresses change."""

    def __init__(
        self,
        config: uvicorn.Config,
        context: ssl.SSLContext | None = None,
        moved: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(config)
        self._context = context
        self._moved = moved
        self._ways = network.ways()
        self._looking: asyncio.Task[None] | None = None

    @property
    def app(self) -> Tannhjul:
        assert isinstance(self.config.app, Tannhjul)
        return self.config.app

    def run_until_told(self, sockets: list[socket.socket] | None = None) -> None:
        """As a process of its own, until SIGTERM or Ctrl+C; another Ctrl+C waits for nothing."""
        # What told us to stop is raised again when we have stopped: that is no error.
        signal.signal(signal.SIGTERM, lambda *_: None)
        with suppress(KeyboardInterrupt):
            self.run(sockets)
        self.app.rooms.engine.dispose()  # the last to leave empties SQLite's log

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self._context is None:
            await super().startup(sockets)
            return
        listeners = sockets or [self.config.bind_socket()]
        await super().startup([])
        loop, context = asyncio.get_running_loop(), self._context
        for listener in listeners:
            if sys.platform == "win32":  # its event loop cannot look before it reads
                served = await loop.create_server(self._protocol, sock=listener, ssl=context)
                self.servers.append(served)
            else:
                listener.listen(self.config.backlog)
                self.servers.append(Door(listener, self._protocol, context))  # type: ignore[arg-type]

    def _protocol(self) -> asyncio.Protocol:
        made = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        assert isinstance(made, asyncio.Protocol)
        return made

    async def on_tick(self, counter: int) -> bool:
        if counter % LOOK_EVERY == 0 and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look())
        return await super().on_tick(counter)

    async def _look(self) -> None:
        """The Wi-Fi may come late, or be another one."""
        found = await asyncio.to_thread(network.ways)
        if found != self._ways:
            self._ways = found
            await asyncio.to_thread(self._moved)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.app.live.halls.say_goodbye()
        await super().shutdown(sockets)


class Door:
    """Lets in who comes to a socket: by TLS who greets so, in the clear who does not."""

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        context: ssl.SSLContext,
    ) -> None:
        self._listener = listener
        self._protocol = protocol
        self._context = context
        self._loop = asyncio.get_running_loop()
        self._coming: set[asyncio.Task[None]] = set()
        listener.setblocking(False)
        self._open()

    def _open(self) -> None:
        if self._listener.fileno() >= 0:
            self._loop.add_reader(self._listener, self._accept)

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError:  # no more open files: those who wait keep their place in line
            self._loop.remove_reader(self._listener)
            self._loop.call_later(BREATHER, self._open)
            return
        connection.setblocking(False)
        task = self._loop.create_task(self._let_in(connection))
        self._coming.add(task)
        task.add_done_callback(self._coming.discard)

    async def _let_in(self, connection: socket.socket) -> None:
        try:
            async with asyncio.timeout(HANDSHAKE):
                first = await self._first_byte(connection)
            if not first:
                connection.close()
                return
            context = self._context if first == TLS_HELLO else None
            await self._loop.connect_accepted_socket(
                self._protocol,
                connection,
                ssl=context,
                ssl_handshake_timeout=HANDSHAKE if context else None,
            )
        except (OSError, TimeoutError, asyncio.CancelledError):  # gone, or not one of ours
            connection.close()

    async def _first_byte(self, connection: socket.socket) -> bytes:
        """What a connection begins with, which stays to be read; empty where it was closed."""
        there = asyncio.Event()
        self._loop.add_reader(connection, there.set)
        try:
            await there.wait()
        finally:
            self._loop.remove_reader(connection)
        return connection.recv(1, socket.MSG_PEEK)

    def close(self) -> None:
        self._loop.remove_reader(self._listener)
        self._listener.close()
        for task in self._coming:
            task.cancel()

    async def wait_closed(self) -> None:
        await asyncio.gather(*self._coming, return_exceptions=True)
