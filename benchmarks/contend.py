"""Runs the harness with the product among the contenders. Belongs to the harness' own Python.

A room of the harness is a table in table talk, a contribution a note written openly there: it goes
through the rules, into the database with a full sync, and into the view of everyone at the table.
In S1 the twelve rooms are the tables of one workshop, and who watches all is a control screen.
"""

import importlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, os.environ["TANNHJUL_BENCH"])

HERE = Path(__file__).resolve().parent
WORKSHOPS = 70
"""More than any run of one server process uses."""

SECRET = "5" * 32


class Product:
    """The adapter: how the harness joins, contributes and watches here."""

    multi_room = True
    binary = False
    durable = "fsync"
    warm_rooms = False
    connect_kw: dict[str, Any] = {}  # noqa: RUF012  # the harness' own convention

    def __init__(self) -> None:
        self._stages: dict[int, Path] = {}
        self._stage: dict[str, Any] = {}
        self._given: dict[str, int] = {}
        self._port = 0
        self._next: Any = None

    def serves(self, port: int, data: str) -> None:
        """A server was started on `port`; its codes will be in `data`."""
        self._stages[port] = Path(data) / "stage.json"

    def url(self, port: int, conn: Any) -> str:
        if port != self._port:
            self._port, self._given = port, {}
            self._stage = json.loads(self._stages[port].read_text())
        self._next = conn
        return f"ws://127.0.0.1:{port}/live"

    @property
    def headers(self) -> dict[str, str] | None:
        """Read by the harness right after `url`: only control says who it is."""
        if len(self._next.rooms) == 1:
            return None
        return {"Authorization": f"Bearer {self._stage['token']}"}

    def on_open(self, conn: Any) -> None:
        workshop, table = self._place(conn.rooms[0])
        join = {"t": "join", "n": 0, "role": "tablet", "code": workshop["tables"][table]}
        if len(conn.rooms) > 1:
            join |= {"role": "control", "code": workshop["code"]}
        else:
            join |= {"seat": os.urandom(16).hex(), "accepted": True}
        conn.tx(json.dumps(join).encode())

    def _place(self, room: str) -> tuple[dict[str, Any], str]:
        """The workshop and table of a room. "…xN" is room N of a group of at most twelve."""
        grouped = re.fullmatch(r"([ti].*)x(\d+)", room)
        number = int(grouped[2]) if grouped else 0
        group = f"{grouped[1]}/{number // 12}" if grouped else room
        used = self._given.setdefault(group, len(self._given))
        return self._stage["workshops"][used], str(1 + number % 12)

    def send(self, conn: Any, room: str, mid: int, text: str) -> None:
        note = {"t": "note", "n": mid, "id": f"{mid:032x}", "question": "sak", "text": text}
        conn.tx(json.dumps({**note, "secret": SECRET, "shared": True}).encode())

    def on_message(self, conn: Any, data: bytes, now: float) -> None:
        kind = data[6:7]
        if kind == b"s":  # {"t":"stored","n":1000000}
            conn.h.acked(int(data[18:-1]), now)
        elif kind == b"v":
            conn.seen(data, now, False)
            conn.set_joined()
        elif kind == b"r":
            conn.h.errors.append(data[:120].decode())


class Contender:
    """A server for the harness to start: `tannhjul serve` of a checkout, on either database."""

    group = "ours"
    http_ready: bytes | None = None
    skip: frozenset[str] = frozenset()

    def __init__(self, name: str, note: str, postgres: str = "", root: Path = HERE.parent) -> None:
        self.name, self.note = name, note
        self.adapter = Product()
        self._postgres = postgres
        self._root = str(root)

    def command(self, port: int, data: str) -> tuple[list[str], dict[str, str], str]:
        self.adapter.serves(port, data)
        stage = [os.environ["TANNHJUL_PYTHON"], str(HERE / "stage.py"), str(port), data]
        stage += [str(WORKSHOPS), *([self._postgres] if self._postgres else [])]
        return stage, {"PYTHONPATH": self._root}, self._root


def main() -> None:
    bench, known = importlib.import_module("bench"), importlib.import_module("contenders").BY
    known["tannhjul"] = Contender("tannhjul", "the product on SQLite")
    if postgres := os.environ.get("TANNHJUL_BENCH_PG"):
        known["tannhjul-pg"] = Contender("tannhjul-pg", "the product on PostgreSQL", postgres)
    for beside in filter(None, os.environ.get("TANNHJUL_BENCH_BESIDE", "").split(",")):
        name, root = beside.split("=")
        known[name] = Contender(name, f"the product in {root}", root=Path(root))
    importlib.import_module("uvloop").run(bench.main())


if __name__ == "__main__":
    main()
