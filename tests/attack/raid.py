"""One raid: a server of its own, a hall that plays on it, and the attackers with the loot."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from sqlalchemy import create_engine, make_url

from app.store.database import migrate, open_database
from tests import forked
from tests.attack.attackers import Clue, Scene, clues
from tests.attack.hall import MOMENTS, Play, Truth
from tests.attack.loot import FromPostgres, FromSqlite, Loot, backup, stopped
from tests.attack.plants import NONE, run

SWEPT = {"sqlite": 0.4, "postgresql": 2.5}
"""Seconds after which the server has swept up what the last writing left."""


@dataclass(slots=True, repr=False)
class Raid:
    """The loot of each moment, with the truth as it was then."""

    taken: dict[str, tuple[Loot, Truth]] = field(default_factory=dict)

    def clues(self, moment: str) -> list[Clue]:
        return clues(Scene(*self.taken[moment]))


@contextmanager
def serving(data: Path, database: str, plant: str) -> Iterator[tuple[str, int, Path]]:
    """A server's address, process id, and the directory of its logs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    logs = data.parent / f"{data.name}-logs"
    logs.mkdir()
    options = ["--port", port, "--data", data, "--database", database]
    server = forked.start(run, plant, "serve", *options, said=logs / "server.log")
    try:
        _until_up(f"http://127.0.0.1:{port}/helse", server)
        assert server.pid
        yield f"127.0.0.1:{port}", server.pid, logs
    finally:
        server.terminate()
        server.join()


def _until_up(url: str, server: BaseProcess) -> None:
    web = build_opener(ProxyHandler({}))
    for _ in range(1000):
        try:
            web.open(url, timeout=5).close()
        except (URLError, OSError):
            assert server.is_alive(), "the server does not start"
            time.sleep(0.03)
        else:
            return
    raise AssertionError("the server does not answer")


def raid(
    home: Path,
    database: str = "",
    plant: str = NONE,
    seed: int = 1,
    tables: int = 5,
    seats: int = 6,
    until: str = MOMENTS[-1],
    at_once: bool = False,
) -> Raid:
    """Play a workshop on a fresh database – `database` is an empty PostgreSQL, or "" for SQLite in
    a directory under `home` – and take the loot at each moment.

    `at_once`: in the very instant in which the last thing was answered, before the server has swept
    up behind it; else when it has had the time.
    """
    data = home / f"data-{seed}"
    data.mkdir(parents=True)
    engine = open_database(database or f"sqlite:///{data / 'tannhjul.db'}")
    migrate(engine)
    found = Raid()
    with serving(data, database, plant) as (address, process, logs):
        thief = FromPostgres(database, logs) if database else FromSqlite(data, logs)

        def look(moment: str, truth: Truth) -> None:
            if moment != until != MOMENTS[-1]:
                return  # somebody is after this one moment
            if not at_once:
                time.sleep(SWEPT["postgresql" if database else "sqlite"])
            with stopped(process):
                loot = thief.take()
                loot.places.append(backup(engine, home / f"backup-{seed}"))
                engine.dispose()
            found.taken[moment] = (loot, deepcopy(truth))

        play = Play(
            engine, f"ws://{address}/live", seed, look, thief.meanwhile, tables, seats, until
        )
        engine.dispose()
        asyncio.run(play.play())
    return found


def fresh(postgres: str, number: int) -> str:
    """An empty database of its own on a PostgreSQL server, set up as docs/threat-model.md advises:
    old pieces of its write-ahead log are removed, not kept for later use."""
    name = f"attack_{number}"
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET wal_recycle = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    engine.dispose()
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)
