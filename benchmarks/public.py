"""What a newspaper's link costs: `python -m benchmarks.public`, for minutes of 1,500 notes.

Readers ask for the page as fast as they are answered; then as often as a newspaper's do, while a
rehearsal of sixty tablets runs on the same server. What was seen is told in `docs/benchmarks.md`.
"""

import asyncio
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles

from sqlalchemy import Engine, update

from app.core.frozen import digest, to_json
from app.core.rehearsal import Quantiles
from app.rehearse.notes import texts
from app.rehearse.run import rehearse
from app.rehearse.server import OwnServer, Server, own_server
from app.store import documents, workshops
from app.store.database import open_database
from app.store.tables import MinutesRow
from app.store.workshops import WORKSHOP
from app.web import auth
from benchmarks.search import minutes

READERS, SECONDS = 20, 5.0
NEWSPAPER = 200.0
"""Requests a second, from all readers."""


def main() -> None:
    with own_server() as own:
        engine = open_database(f"sqlite:///{own.data / 'tannhjul.db'}")
        page = Page(int(own.url.rpartition(":")[2]), f"/v/{_publish(engine)}")
        for name, headers in page.ways().items():
            asyncio.run(page.read(headers, SECONDS / 5))
            before = _cpu(own)
            took, size = asyncio.run(page.read(headers, SECONDS))
            _tell(
                f"{name}: {len(took) / SECONDS:.0f} requests/s of {size / 1000:.0f} kB, "
                f"{len(took) / (_cpu(own) - before):.0f} for a second of a core, "
                f"50 % within {1000 * quantiles(took)[1]:.0f} ms, 99 % {_last(took):.0f} ms"
            )
        server = Server(own.url, partial(auth.operator_token, engine))
        calm = _stored(server)
        with page.in_the_news():
            busy = _stored(server)
        _tell(
            f"a note of the hall is stored within {calm.p50:.0f} ms, 99 % {calm.p99:.0f} ms; with "
            f"{NEWSPAPER:.0f} requests/s beside it {busy.p50 / calm.p50:.1f}× and "
            f"{busy.p99 / calm.p99:.1f}× that"
        )
        engine.dispose()


def _cpu(server: OwnServer) -> float:
    """Seconds of a processor that it has taken: whatever else runs here, the same."""
    assert server.process is not None
    stat = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _publish(engine: Engine) -> str:
    """A workshop of 1,500 notes with its minutes; its code."""
    code = workshops.new_code(6)
    workshop = workshops.create(engine, code)
    made = minutes(0, random.Random(1))  # noqa: S311
    row = MinutesRow(workshop=workshop, version=1, at=0, published_by="",
                     digest=digest(made), body=to_json(made))  # fmt: skip
    documents.publish(engine, row)
    with engine.begin() as connection:
        told = {"title": made.title, "ended": 1, "published": 1}
        connection.execute(update(WORKSHOP).where(WORKSHOP.c.id == workshop).values(**told))
    return code


def _stored(server: Server) -> Quantiles:
    """How long the notes of a rehearsal took."""
    return asyncio.run(rehearse(server, 60, 8, texts(None), 0.3)).stored_ms


class Page:
    def __init__(self, port: int, path: str) -> None:
        self.port, self.path = port, path

    def ways(self) -> dict[str, str]:
        """What a reader may say besides."""
        head, _ = asyncio.run(self._once(""))
        tag = head.partition("etag: ")[2].partition("\r\n")[0]
        return {
            "whole": "",
            "compressed": "Accept-Encoding: gzip\r\n",
            "unchanged": f"If-None-Match: {tag}\r\n",
        }

    async def read(self, headers: str, seconds: float, rate: float = 0) -> tuple[list[float], int]:
        """Seconds that each answer took, and bytes of the last; `rate`: requests/s in all."""
        until = time.perf_counter() + seconds
        came = await asyncio.gather(*(self._reader(headers, until, rate) for _ in range(READERS)))
        return [one for took, _ in came for one in took], came[0][1]

    async def _reader(self, headers: str, until: float, rate: float) -> tuple[list[float], int]:
        took, size = [], 0
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        while (began := time.perf_counter()) < until:
            _, size = await self._ask(reader, writer, headers)
            took.append(time.perf_counter() - began)
            if rate:
                await asyncio.sleep(max(0, READERS / rate - took[-1]))
        writer.close()
        return took, size

    async def _once(self, headers: str) -> tuple[str, int]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        answer = await self._ask(reader, writer, headers)
        writer.close()
        return answer

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: str
    ) -> tuple[str, int]:
        writer.write(f"GET {self.path} HTTP/1.1\r\nHost: test\r\n{headers}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        size = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0] or 0)
        await reader.readexactly(size)
        return head, size

    @contextmanager
    def in_the_news(self) -> Iterator[None]:
        """Meanwhile, from a process's other thread, as many as a newspaper sends."""
        over = threading.Event()

        async def going() -> None:
            while not over.is_set():
                await self.read("Accept-Encoding: gzip\r\n", 0.5, NEWSPAPER)

        thread = threading.Thread(target=lambda: asyncio.run(going()))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _last(took: list[float]) -> float:
    return 1000 * quantiles(took, n=100)[-1]


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
