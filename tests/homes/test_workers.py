"""`tannhjul serve --workers`, and processes that are started one by one."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from tests.homes.conftest import Process, answers, at_table, fresh
from tests.homes.test_killed import WRITING
from tests.live.server import furnish
from tests.live.test_socket import written
from tests.store.batches import notes, sayings


async def test_workers(database: Engine, short: Path) -> None:
    """H12, H1: share a port; one that is killed is started again; all stop together."""
    here = Process(address(database), short / "workers")
    here.start("--workers", "2")
    await answers(here)
    assert here.running is not None
    await until(lambda: len(workers(here)) == 2)
    first = workers(here)
    hall = furnish(database, "", WRITING)
    screens = [await here.screen().__aenter__() for _ in range(12)]
    for i, screen in enumerate(screens):
        await at_table(hall, screen, 1 + i % 3, i)
        assert (await screen.ask("note", **written(i)))["t"] == "stored"
    await screens[0].until(lambda view: view["hall"]["tablets"] == 12)
    for screen in screens:
        await screen.socket.close()
    os.kill(first[0], signal.SIGKILL)
    await until(lambda: len(workers(here)) == 2 and first[0] not in workers(here))
    for _ in range(5):
        await answers(here)
    assert len(notes(sayings(database, hall.workshop))) == 12
    everyone = children(here)
    here.end()
    await until(lambda: not any(alive(pid) for pid in everyone))
    assert "Traceback" not in here.said()


async def test_workers_whose_parent_is_killed(database: Engine, short: Path) -> None:
    """H12: leave the port to others."""
    here = Process(address(database), short / "orphans")
    here.start("--workers", "2")
    await answers(here)
    everyone = children(here)
    here.kill()
    await until(lambda: not any(alive(pid) for pid in everyone))


async def test_started_one_by_one_on_one_port(database: Engine, short: Path) -> None:
    """H12: and at once, on a database without tables."""
    empty = fresh(address(database))
    one = Process(empty, short / "a")
    two = Process(empty, short / "b", one.port)
    for process in (one, two):
        process.start("--share-port")
    await answers(one)
    await until(lambda: "runs at" in one.said() and "runs at" in two.said())
    one.kill()
    await answers(two)
    two.end()
    assert "Traceback" not in one.said() + two.said()


def test_several_processes_need_postgresql(tmp_path: Path) -> None:
    """H12: and say so."""
    for options in (["--workers", "2"], ["--share-port"]):
        command = [sys.executable, "-m", "app.cli", "serve", "--data", str(tmp_path), *options]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert ended.returncode == 1
        assert ended.stderr == "tannhjul: several processes need PostgreSQL: give --database\n"


def address(database: Engine) -> str:
    return database.url.render_as_string(hide_password=False)


def children(process: Process) -> list[int]:
    assert process.running is not None
    pid = process.running.pid
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def workers(process: Process) -> list[int]:
    def is_worker(pid: int) -> bool:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()

    return [pid for pid in children(process) if is_worker(pid)]


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not holds():
            await asyncio.sleep(0.05)
