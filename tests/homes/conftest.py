"""A PostgreSQL database, and processes that serve from it: real ones, that can be killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app.core.events import Fact
from app.store.database import migrate, open_database
from app.web import auth
from tests.live.screen import Screen
from tests.live.server import Hall, free_port, furnish

_numbers = count(1)


@pytest.fixture(scope="package")
def empty(postgres: str) -> str:
    """The address of a database without tables."""
    return fresh(postgres)


def fresh(postgres: str) -> str:
    name = f"homes_{next(_numbers)}"
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    server.dispose()
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="package")
def database(empty: str) -> Iterator[Engine]:
    engine = open_database(empty)
    migrate(engine)
    yield engine
    engine.dispose()


@dataclass
class Process:
    """`tannhjul serve` on a port of its own, with a data directory of its own."""

    database: str
    data: Path
    port: int = field(default_factory=free_port)
    running: "subprocess.Popen[bytes] | None" = None

    @property
    def live(self) -> str:
        return f"ws://127.0.0.1:{self.port}/live"

    def start(self, *more: str) -> None:
        self.data.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port)]
        command += ["--data", str(self.data), "--database", self.database, *more]
        with (self.data / "output").open("ab") as output:
            self.running = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    def end(self, how: int = signal.SIGTERM) -> None:
        if self.running is not None:
            self.running.send_signal(how)
            self.running.wait(20)
            self.running = None

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def screen(self, **headers: str) -> Screen:
        return Screen(self.live, headers)

    def staff(self, engine: Engine) -> Screen:
        """A screen of somebody who is logged in."""
        return self.screen(Authorization=f"Bearer {auth.operator_token(engine)}")

    def said(self) -> str:
        return (self.data / "output").read_text()


@dataclass
class House:
    """Several processes on one database."""

    engine: Engine
    processes: list[Process]

    def furnish(self, *facts: Fact) -> Hall:
        """A planned workshop where these have happened."""
        return furnish(self.engine, "", *facts)

    def home_of(self, workshop: str) -> Process:
        """The process where the workshop lives."""
        with self.engine.connect() as connection:
            address = connection.scalar(
                text("SELECT address FROM home WHERE workshop = :id"), {"id": workshop}
            )
        return next(each for each in self.processes if str(address).startswith(str(each.data)))


@pytest.fixture(scope="package")
def short() -> Iterator[Path]:
    """A directory with a short name: the address of a socket may not be long."""
    with TemporaryDirectory(prefix="h") as there:
        yield Path(there)


async def answers(process: Process) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with process.screen() as screen:
                    await screen.ask("ping")
                    return
            except OSError:
                assert process.running is not None
                assert process.running.poll() is None, process.said()
                await asyncio.sleep(0.05)


@pytest.fixture(scope="package")
def running(database: Engine, short: Path) -> Iterator[House]:
    url = database.url.render_as_string(hide_password=False)
    house = House(database, [Process(url, short / str(i)) for i in range(3)])
    yield house
    for process in house.processes:
        process.end()


@pytest.fixture
async def house(running: House) -> House:
    """Three processes; those that the test before did harm to are started again."""
    ended = [process for process in running.processes if process.running is None]
    for process in ended:
        process.start()
    for process in ended:
        await answers(process)
    return running


def seat(number: int) -> str:
    return f"{0xAB00 + number:032x}"


async def at_table(hall: Hall, screen: Screen, table: int, number: int, **more: Any) -> None:
    answer = await screen.join("tablet", hall.codes[table], seat=seat(number), **more)
    assert answer["t"] == "welcome"
