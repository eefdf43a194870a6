"""Ten thousand tablets that sit, two thousand that write: `python -m benchmarks.sockets`.

Real sockets to `tannhjul serve`, the server on one core and the tablets on another. Those that sit
are all in one workshop, so that one act of the staff reaches everybody; they ask for a sign of life
after five seconds of silence, as the real page does. Those that write sit eight at a table, twelve
tables in a workshop, and write openly there.
"""

import argparse
import asyncio
import json
import os
import pstats
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import uvloop

from app.cli.common import most_open_files
from benchmarks.line import Line
from benchmarks.processes import WORDS, free_port
from benchmarks.stage import QUESTION, TABLES

Rows: TypeAlias = list[tuple[str, str]]

AT_A_TABLE = 8
PORTS = 1_000
"""Connections from one address of ours; more, and the system would search for free ports."""

AT_ONCE = 250
"""Connections that are on their way at the same time."""

PING_AFTER = 5.0
ACTS = 5
QUIET = 3.0  # seconds

_IDS = re.compile(rb'"([0-9a-f]{32})":\{')


@dataclass(slots=True)
class Seen:
    """What all tablets of a run saw together. Times are seconds."""

    sent: dict[bytes, float] = field(default_factory=dict)  # by note
    times: dict[bytes, int] = field(default_factory=dict)  # by note, at how many tablets it is
    stored: list[float] = field(default_factory=list)
    everywhere: list[float] = field(default_factory=list)
    refused: int = 0
    views: int = 0
    last_view: float = 0.0
    bytes: int = 0


class Screen(Line):
    """Joins, and counts what it gets. With a token it is a control, else a tablet."""

    def __init__(self, join: dict[str, Any], seen: Seen, token: str = "") -> None:
        super().__init__(token)
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._join = join
        self._seen = seen
        self._asked: dict[int, float] = {}
        self._n = 0
        self._heard = 0.0

    def opened(self) -> None:
        self.ask({"t": "join", **self._join})

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.joined.done():
            self.joined.set_exception(exc or ConnectionResetError("closed by the server"))

    def ask(self, frame: dict[str, Any]) -> None:
        self._n += 1
        self._asked[self._n] = time.perf_counter()
        self.send({**frame, "n": self._n})

    def ping(self) -> None:
        """Where nothing was heard for a while."""
        if time.perf_counter() - self._heard > PING_AFTER:
            self.ask({"t": "ping"})

    def data_received(self, data: bytes) -> None:
        self._heard = time.perf_counter()
        self._seen.bytes += len(data)
        super().data_received(data)

    def heard(self, payload: bytes) -> None:
        if payload[6:7] == b"v":  # {"t":"view"…
            self._view(payload)
            return
        told = json.loads(payload)
        took = self._heard - self._asked.pop(told["n"])
        if told["t"] == "stored":
            self._seen.stored.append(took)
        self._seen.refused += told["t"] == "refused"

    def _view(self, payload: bytes) -> None:
        seen = self._seen
        seen.views += 1
        seen.last_view = self._heard
        if not self.joined.done():
            self.joined.set_result(None)
        for note in _IDS.findall(payload):
            if note in seen.sent:
                seen.times[note] = seen.times.get(note, 0) + 1
                if seen.times[note] == AT_A_TABLE:
                    seen.everywhere.append(self._heard - seen.sent[note])


# ---------------------------------------------------------------- the server


class Server:
    """`tannhjul serve` on a core of its own, with workshops in the middle of their table talk."""

    def __init__(self, data: Path, workshops: int, profile: Path | None) -> None:
        self.port = free_port()
        root = Path(__file__).parent.parent
        stage = [sys.executable, str(root / "benchmarks" / "stage.py")]
        told = {**os.environ, "PYTHONPATH": str(root)}
        if profile is not None:
            told["TANNHJUL_BENCH_PROFILE"] = str(profile)
        self.process = subprocess.Popen(  # noqa: S603  # our own program
            [*stage, str(self.port), str(data), str(workshops)],
            cwd=root, env=told, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(self.process.pid, cores[:1])
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            if self.process.poll() is not None:
                sys.exit("the server does not start")
            time.sleep(0.1)
        stage = json.loads((data / "stage.json").read_text())
        self.token: str = stage["token"]
        self.workshops: list[dict[str, Any]] = stage["workshops"]

    def memory(self) -> int:
        """Bytes that are the server's own."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return 1024 * sum(map(int, re.findall(r"Private_\w+:\s+(\d+) kB", rollup)))

    def spent(self) -> float:
        """Seconds of processor time since it began."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # which leaves time to write a profile down
        self.process.wait(60)


@contextmanager
def serving(workshops: int, profile: Path | None = None) -> Iterator[Server]:
    with TemporaryDirectory() as data:
        server = Server(Path(data), workshops, profile)
        try:
            yield server
        finally:
            server.stop()


async def connected(server: Server, screen: Screen, address: str = "127.0.0.1") -> Screen:
    loop = asyncio.get_running_loop()
    local = (address, 0)
    await loop.create_connection(lambda: screen, "127.0.0.1", server.port, local_addr=local)
    await screen.joined
    return screen


async def come(server: Server, count: int, seen: Seen) -> list[Screen]:
    """So many tablets, table by table; all have their first view."""
    gate = asyncio.Semaphore(AT_ONCE)
    full = TABLES * AT_A_TABLE * len(server.workshops) >= count

    async def one(i: int) -> Screen:
        table = i // AT_A_TABLE if full else i
        workshop = server.workshops[table // TABLES % len(server.workshops)]
        code = workshop["tables"][str(1 + table % TABLES)]
        join = {"role": "tablet", "code": code, "seat": f"{i:032x}", "accepted": True}
        async with gate:
            return await connected(server, Screen(join, seen), f"127.0.0.{1 + i // PORTS}")

    return list(await asyncio.gather(*map(one, range(count))))


# ---------------------------------------------------------------- those that sit


async def idle(server: Server, count: int, seconds: float) -> Rows:
    memory, spent, began = server.memory(), server.spent(), time.perf_counter()
    seen = Seen()
    tablets = await come(server, count, seen)
    took, spent = time.perf_counter() - began, server.spent() - spent
    await asyncio.sleep(QUIET)
    each = (server.memory() - memory) / count
    join = {"role": "control", "code": server.workshops[0]["code"]}
    leader = await connected(server, Screen(join, Seen(), server.token))
    await asyncio.sleep(QUIET)
    acts = [await act(server, leader, seen, count, number) for number in range(ACTS)]
    alive, began = server.spent(), time.perf_counter()
    await sit(tablets, seconds)
    alive = (server.spent() - alive) / (time.perf_counter() - began)
    later = (server.memory() - memory) / count
    for screen in (*tablets, leader):
        screen.transport.abort()
    return [
        ("tablets that sit, in one workshop", f"{count:,}"),
        ("until all had joined and had their view", f"{took:.1f} s; {spent:.1f} s of CPU"),
        ("memory of each", f"{each / 1000:.1f} kB; {later / 1000:.1f} kB at the end"),
        ("an act of the staff reaches", f"{median(act[2] for act in acts):,.0f}"),
        ("the last one after", f"{1000 * median(act[0] for act in acts):.0f} ms"),
        ("which costs", f"{1000 * median(act[1] for act in acts):.0f} ms of CPU"),
        ("signs of life, each 5 s", f"{100 * alive:.0f} % of a core"),
    ]


async def act(
    server: Server, leader: Screen, seen: Seen, count: int, number: int
) -> tuple[float, float, int]:
    """The clock is moved: seconds until the last one knows, and of CPU, and how many know."""
    seen.views = 0
    spent, began = server.spent(), time.perf_counter()
    ends = round(1000 * time.time()) + 60_000 * (2 + number)
    leader.ask({"t": "clock", "step": "bord", "ends_at": ends})
    for _ in range(2_000):
        await asyncio.sleep(0.005)
        if seen.views >= count:
            break
    await asyncio.sleep(0.5)
    return seen.last_view - began, server.spent() - spent, seen.views


async def sit(tablets: list[Screen], seconds: float) -> None:
    turns = int(10 * PING_AFTER)
    for turn in range(int(10 * seconds)):
        for tablet in tablets[turn % turns :: turns]:
            tablet.ping()
        await asyncio.sleep(0.1)


# ---------------------------------------------------------------- those that write


async def busy(server: Server, count: int, every: float, seconds: float) -> Rows:
    seen = Seen()
    tablets = await come(server, count, seen)
    await asyncio.sleep(QUIET)
    received, spent, began = seen.bytes, server.spent(), time.perf_counter()
    written = 0
    while (now := time.perf_counter() - began) < seconds:
        while written < now * count / every:
            write(tablets[written * 7_919 % count], written, seen)
            written += 1
        await asyncio.sleep(0.002)
    spent, received = server.spent() - spent, seen.bytes - received
    await asyncio.sleep(QUIET)
    for tablet in tablets:
        tablet.transport.abort()
    stored, everywhere = len(seen.stored), len(seen.everywhere)
    return [
        ("tablets that write, in workshops", f"{count:,} in {len(server.workshops)}"),
        ("notes a second", f"{written / seconds:.0f}"),
        ("sent, stored, at the whole table", f"{written}, {stored}, {everywhere}"),
        ("refused", f"{seen.refused}"),
        ("until stored, p50 and p99", millis(seen.stored)),
        ("until the last at the table has it", millis(seen.everywhere)),
        ("which costs", f"{100 * spent / seconds:.0f} % of a core"),
        ("to each tablet", f"{received / count / seconds:.0f} B/s"),
    ]


def write(tablet: Screen, number: int, seen: Seen) -> None:
    note = f"{number:032x}"
    seen.sent[note.encode()] = time.perf_counter()
    fields = {"id": note, "question": QUESTION, "text": WORDS, "secret": "5" * 32, "shared": True}
    tablet.ask({"t": "note", **fields})


def millis(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return f"{1000 * cuts[49]:.0f} and {1000 * cuts[98]:.0f} ms"


# ---------------------------------------------------------------- the run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sockets", description=__doc__)
    parser.add_argument("--idle", type=int, default=10_000, help="0: leave it out")
    parser.add_argument("--busy", type=int, default=2_000, help="0: leave it out")
    parser.add_argument("--every", type=float, default=30, help="seconds from note to note")
    parser.add_argument("--seconds", type=float, default=60, help="of each measurement")
    parser.add_argument("--profile", type=Path, help="also say where the time of writing goes")
    args = parser.parse_args()
    most_open_files()
    rows: Rows = [("load of the machine before", f"{os.getloadavg()[0]:.1f}")]
    cores = sorted(os.sched_getaffinity(0))
    if args.idle:
        with serving(1) as server:
            os.sched_setaffinity(0, cores[-1:])
            rows += uvloop.run(idle(server, args.idle, args.seconds))
            os.sched_setaffinity(0, cores)
    if args.busy:
        with serving(-(-args.busy // (TABLES * AT_A_TABLE)), args.profile) as server:
            os.sched_setaffinity(0, cores[-1:])
            rows += uvloop.run(busy(server, args.busy, args.every, args.seconds))
            os.sched_setaffinity(0, cores)
    lines = ["| | |", "| --- | --- |", *(f"| {name} | {found} |" for name, found in rows)]
    sys.stdout.write("\n".join(lines) + "\n")
    if args.profile:
        pstats.Stats(str(args.profile)).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
