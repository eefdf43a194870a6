"""A real server, configured as the command line does it, on a free port."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.cli.server import Server, configured
from app.core.events import Fact
from app.main import Tannhjul
from app.settings import Settings
from app.store import workshops
from app.web import auth
from tests.core.given import PLANNED
from tests.live.screen import Screen
from tests.store.batches import write


@dataclass
class Hall:
    """A workshop of our own on the server, with its codes."""

    engine: Engine
    live: str
    workshop: str
    public: str
    codes: dict[int | None, str]

    def screen(self) -> Screen:
        return Screen(self.live)

    def staff(self) -> Screen:
        """A screen of somebody who is logged in."""
        return Screen(self.live, {"Authorization": f"Bearer {auth.operator_token(self.engine)}"})


def furnish(engine: Engine, live: str = "", *facts: Fact) -> Hall:
    """A planned workshop where these have happened."""
    code = workshops.new_code(6)
    workshop = workshops.create(engine, code)
    write(engine, workshop, *PLANNED, *facts)
    workshops.give_codes(engine, workshop, [1, 2, 3])
    return Hall(engine, live, workshop, code, workshops.codes(engine, workshop))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(engine: Engine, data: Path) -> Iterator[str]:
    """The address of `/live` on a server that runs in a thread, with a loop of its own."""
    with running(engine, data) as (address, _):
        yield address


@contextmanager
def running(engine: Engine, data: Path) -> Iterator[tuple[str, Tannhjul]]:
    """The same, and the application, to look behind the curtain."""
    port = free_port()
    settings = Settings(data=data, host="127.0.0.1", port=port)
    config = configured(engine, settings)
    assert isinstance(config.app, Tannhjul)
    server = Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"ws://127.0.0.1:{port}/live", config.app
    finally:
        server.should_exit = True
        thread.join()
