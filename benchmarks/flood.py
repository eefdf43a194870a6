"""A tablet that floods, and those beside it: `python -m benchmarks.flood`.

Real sockets to `tannhjul serve`. Somebody at table 1 and somebody at table 2 write a note now
and then and wait until it is on disk and on their screen; meanwhile a program of bad will sits at
table 1. Told are medians, beside those of a calm stretch of the same run, and what it sent.
"""

import asyncio
import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from statistics import median
from typing import Any

import orjson

from benchmarks.line import Line
from benchmarks.sockets import Server, serving
from benchmarks.stage import QUESTION

SECONDS = 6.0
PAUSE = 0.05
"""Seconds between two notes of a neighbour's."""


class Neighbour(Line):
    """Writes, and notes how long it takes until the note is stored, and seen."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.joined = asyncio.Event()
        self._seen = asyncio.Event()
        self._note = b""
        self.took: list[float] = []

    def opened(self) -> None:
        join = {"t": "join", "n": 0, "role": "tablet", "code": self._code}
        self.send({**join, "seat": os.urandom(16).hex(), "accepted": True})

    def heard(self, payload: bytes) -> None:
        self.joined.set()
        if self._note and self._note in payload:
            self._seen.set()

    async def write(self) -> None:
        id_ = os.urandom(16).hex()
        self._note = id_.encode()
        self._seen.clear()
        began = time.perf_counter()
        note = {"t": "note", "n": 1, "id": id_, "question": QUESTION, "text": "Flere busser"}
        self.send({**note, "secret": "5" * 32, "shared": True})
        await self._seen.wait()
        self.took.append(time.perf_counter() - began)


# ---------------------------------------------------------------- bad will, in a process of its own


def frame(fields: dict[str, Any], size: int = 0) -> bytes:
    """As it goes over the wire, masked with zeros."""
    payload = orjson.dumps(fields) + b" " * size
    kind = len(payload).to_bytes(2, "big") if len(payload) < 65_536 else None
    head = b"\x81\xfe" + kind if kind else b"\x81\xff" + len(payload).to_bytes(8, "big")
    return head + bytes(4) + payload


def opened(port: int, code: str) -> socket.socket:
    ours = socket.create_connection(("127.0.0.1", port))
    ours.sendall(
        b"GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    while b"\r\n\r\n" not in ours.recv(4_096):
        pass
    if code:
        seat = os.urandom(16).hex()
        ours.sendall(frame({"t": "join", "n": 0, "role": "tablet", "code": code, "seat": seat}))
    return ours


def notes() -> Iterator[dict[str, Any]]:
    """One note, edited again and again."""
    fields = {"t": "note", "id": "a" * 32, "question": QUESTION, "secret": "b" * 32}
    return ({**fields, "n": n, "rev": n, "shared": True, "text": f"{n}"} for n in count())


def marks() -> Iterator[dict[str, Any]]:
    return ({"t": "mark", "n": n, "step": "bord", "ready": n % 2 == 0} for n in count())


def pens() -> Iterator[dict[str, Any]]:
    return ({"t": "pen", "n": n, "do": ("take_over", "lay")[n % 2]} for n in count())


def drafts() -> Iterator[dict[str, Any]]:
    return ({"t": "tell", "n": n, "accepted": True, "drafting": n % 2 == 0} for n in count())


def flood(port: int, code: str, frames: Callable[[], Iterator[dict[str, Any]]], got: Any) -> None:
    """As fast as the socket takes them; what is answered is read and thrown away."""
    ours = opened(port, code)
    ours.setblocking(False)
    for fields in frames():
        left = frame(fields)
        while left:
            with suppress(BlockingIOError):
                ours.recv(1 << 20)
            with suppress(BlockingIOError):
                left = left[ours.send(left) :]
        got.value += 1


def deaf(port: int, code: str, got: Any) -> None:
    """The same, and nothing is ever read."""
    ours = opened(port, code)
    for fields in notes():
        ours.sendall(frame(fields))
        got.value += 1


def large(port: int, code: str, got: Any) -> None:
    """Frames of a quarter of a megabyte, which is more than is read, on line after line."""
    while True:
        with suppress(OSError):
            ours = opened(port, code)
            while True:
                ours.sendall(frame({"t": "ping", "n": 1}, 250_000))
                got.value += 1


def crowd(port: int, code: str, got: Any) -> None:
    """Two thousand sockets, of which every other joins; and then again."""
    while True:
        held = []
        for number in range(2_000):
            with suppress(OSError):
                held.append(opened(port, code if number % 2 else ""))
                got.value += 1


def guesses(port: int, code: str, got: Any) -> None:
    """Code after code, on line after line."""
    while True:
        with suppress(OSError):
            ours = opened(port, "")
            for n in range(50):
                join = {"t": "join", "n": n, "role": "tablet", "code": os.urandom(4).hex()}
                ours.sendall(frame({**join, "seat": "c" * 32}))
                got.value += ours.recv(4_096).count(b"unknown_code")


ATTACKS: dict[str, Callable[..., None]] = {
    "edits of one note": lambda port, code, got: flood(port, code, notes, got),
    "ready and not": lambda port, code, got: flood(port, code, marks, got),
    "the pen taken and laid": lambda port, code, got: flood(port, code, pens, got),
    "drafting and not": lambda port, code, got: flood(port, code, drafts, got),
    "edits, and never reads": deaf,
    "frames that are too large": large,
    "two thousand sockets": crowd,
    "guesses at codes": guesses,
}


def attack(name: str, port: int, code: str, got: Any) -> None:
    with suppress(OSError):
        ATTACKS[name](port, code, got)


# ---------------------------------------------------------------- measuring


async def come(port: int, code: str) -> Neighbour:
    loop = asyncio.get_running_loop()
    _, made = await loop.create_connection(lambda: Neighbour(code), "127.0.0.1", port)
    await made.joined.wait()
    return made


async def stretch(server: Server, codes: dict[str, str]) -> dict[str, float]:
    """Median seconds of a note, by table, over so many seconds."""
    beside = {table: await come(server.port, codes[table]) for table in ("1", "2")}
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        for each in beside.values():
            await each.write()
        await asyncio.sleep(PAUSE)
    for each in beside.values():
        each.transport.close()
    return {table: median(each.took) for table, each in beside.items()}


def main() -> None:
    context = multiprocessing.get_context("fork")
    sys.stdout.write(
        "| meanwhile | sent or opened | table 1 | table 2 |\n| --- | --- | --- | --- |\n"
    )
    for name in ATTACKS:
        with serving(1) as server:
            codes = server.workshops[0]["tables"]
            calm = asyncio.run(stretch(server, codes))
            before = server.memory()
            got = context.Value("Q", 0)
            bad = context.Process(target=attack, args=(name, server.port, codes["1"], got))
            bad.start()
            time.sleep(1)
            held = asyncio.run(stretch(server, codes))
            more = (server.memory() - before) / 1e6
            bad.kill()
            bad.join()
            ratios = " | ".join(
                f"{1000 * held[table]:.1f} ms, {held[table] / calm[table]:.1f}×" for table in calm
            )
            sys.stdout.write(f"| {name} | {got.value:,}, {more:+.0f} MB | {ratios} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
