"""What the server writes of all that it went through: nothing that tells who."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from app.core import events as e
from app.store.database import migrate, open_database
from tests.core.given import NOON
from tests.live.screen import Screen
from tests.live.server import Hall, free_port, furnish
from tests.live.test_socket import SEATS, written


@contextmanager
def serving(data: Path, port: int, output: Path) -> Iterator[None]:
    """`tannhjul serve`, all it writes in a file."""
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--data", str(data)]
    told = {**os.environ, "PYTHONUNBUFFERED": "1", "TANNHJUL_LOG_LEVEL": "info"}
    with (
        output.open("wb") as sink,
        subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, env=told) as server,
    ):
        try:
            yield
        finally:
            server.terminate()


def test_the_log_of_the_server_tells_nothing(tmp_path: Path) -> None:
    """A5: no address, code, seat, id, secret or words, through good and bad."""
    engine = open_database(f"sqlite:///{tmp_path / 'tannhjul.db'}")
    migrate(engine)
    port = free_port()
    here = furnish(engine, f"ws://127.0.0.1:{port}/live", e.StepOpened("vekst-skriv", NOON, None))
    output = tmp_path / "output"
    with serving(tmp_path, port, output):
        asyncio.run(go_through_it(here, engine))
    engine.dispose()
    told = output.read_text().replace(f"http://127.0.0.1:{port}", "")  # where it runs
    assert "would not take" in told  # it does write something
    assert "opened workshop" in told  # and all that it ever would
    secrets = [*here.codes.values(), here.public, here.workshop]
    secrets += ["Flere busser", "127.0.0.1", *SEATS]
    secrets += [written(number)[field] for number in (1, 2) for field in ("id", "secret")]
    assert not [secret for secret in secrets if secret.lower() in told.lower()]


async def go_through_it(here: Hall, engine: Engine) -> None:
    """Notes, nonsense, a screen that hangs up, and a database that fails."""
    screen = await as_soon_as_it_runs(here)
    assert (await screen.join("tablet", here.codes[1], seat=SEATS[0]))["t"] == "welcome"
    assert (await screen.ask("note", **written(1)))["t"] == "stored"
    await screen.say('{"t":"note","text":"Flere busser","n":')
    await screen.say('{"t":"note","n":4,"id":"Flere busser"}')
    await screen.send("note", **written(1, "Flere busser", rev=2))
    screen.socket.transport.abort()
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sheet RENAME TO sheet_away")
    async with here.screen() as tablet:
        await tablet.join("tablet", here.codes[1], seat=SEATS[1])
        assert (await tablet.ask("note", **written(2)))["code"] == "not_stored"


async def as_soon_as_it_runs(here: Hall) -> Screen:
    for _ in range(400):
        try:
            return await here.screen().__aenter__()
        except OSError:
            await asyncio.sleep(0.05)
    raise AssertionError("the server does not start")
