"""What the attacker carries away: a byte-exact copy of all files, and a look with SQL.

The server is stopped in its tracks while it is copied, right after it said "stored": what it meant
to tidy up a moment later, the attacker sees.
"""

import os
import re
import signal
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, create_engine, text

from app.store.moving import everything
from app.store.portable import save
from app.store.whole import snapshot
from tests.attack.pages import PAGE, Piece, packed, pieces, rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A part of the loot: a table's pages, a log, a journal. Offsets are the file's own."""

    name: str
    kind: str  # "pages" | "backup" | "wal" | "pg_wal" | "log" | "other"
    page: int
    pieces: list[Piece]


@dataclass(slots=True, repr=False)
class Loot:
    """Files by place, and the rows of every table as they come: no ORDER BY."""

    places: list[Place] = field(default_factory=list)
    rows: Mapping[str, list[Row]] = field(default_factory=dict)


@contextmanager
def stopped(process: int) -> Iterator[None]:
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def backup(engine: Engine, file: Path) -> Place:
    """What `tannhjul backup` writes, made beside the server."""
    with snapshot(engine) as connection:
        save(file, "backup", everything(connection))
    return Place("backup", "backup", PAGE, [Piece(0, 0, file.read_bytes())])


class FromSqlite:
    """Copies a data directory, and what the server logs."""

    def __init__(self, data: Path, logs: Path) -> None:
        self._data = data
        self._logs = logs

    def meanwhile(self) -> None:
        """SQLite does nothing on its own."""

    def take(self) -> Loot:
        files = {
            str(file.relative_to(self._data)): file.read_bytes()
            for file in sorted(self._data.rglob("*"))
            if file.is_file()
        }
        loot = Loot()
        owner: dict[int, str] = {}
        with TemporaryDirectory() as copy:
            for name, content in files.items():
                file = Path(copy, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            with closing(sqlite3.connect(Path(copy, "tannhjul.db"))) as connection:
                connection.row_factory = sqlite3.Row
                loot.rows = _rows_of_sqlite(connection)
                owner = dict(connection.execute("SELECT pageno, name FROM dbstat").fetchall())
        for name, content in files.items():
            if name.endswith("-wal"):
                loot.places.append(Place(name, "wal", 4096, [Piece(0, 0, content)]))
            elif content.startswith(b"SQLite format 3\0"):
                loot.places.extend(_by_table(name, content, owner))
            else:
                loot.places.append(Place(name, "other", 4096, [Piece(0, 0, content)]))
        loot.places.extend(_logs(self._logs))
        return loot


def _rows_of_sqlite(connection: sqlite3.Connection) -> dict[str, list[Row]]:
    found = {}
    names = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )]  # fmt: skip
    for name in names:
        try:
            rows = connection.execute(f'SELECT rowid AS "(rowid)", * FROM "{name}"').fetchall()
        except sqlite3.OperationalError:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
        found[name] = [dict(row) for row in rows]
    return found


def _by_table(file: str, content: bytes, owner: Mapping[int, str]) -> list[Place]:
    """A database's pages, those of each table together; free ones too."""
    (size,) = struct.unpack_from(">H", content, 16)
    size = 65536 if size == 1 else size
    found: dict[str, list[Piece]] = {}
    for number, at in enumerate(range(0, len(content), size), start=1):
        name = f"{file}:{owner.get(number, 'free')}"
        found.setdefault(name, []).append(Piece(at, 0, content[at : at + size]))
    return [Place(name, "pages", size, pages) for name, pages in found.items()]


class FromPostgres:
    """Copies the files of one database, and of the write-ahead log since we began."""

    def __init__(self, database: str, logs: Path) -> None:
        self._database = database
        self._logs = logs
        engine = create_engine(database, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            self._home = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            self._first_wal = connection.execute(
                text("SELECT pg_walfile_name(pg_current_wal_lsn())")
            ).scalar_one()
        engine.dispose()
        self._log_from = self._server_log.stat().st_size if self._server_log.exists() else 0

    def meanwhile(self) -> None:
        """What PostgreSQL does on its own, whenever it likes: it takes samples of every column."""
        engine = create_engine(self._database, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()

    @property
    def _server_log(self) -> Path:
        return self._home / "log"

    def take(self) -> Loot:
        loot = Loot()
        engine = create_engine(self._database, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            loot.rows = {
                name: [dict(row) for row in connection.execute(text(
                    f'SELECT ctid::text AS "(ctid)", xmin::text AS "(xmin)",'
                    f' cmin::text AS "(cmin)", xmax::text AS "(xmax)", * FROM "{name}"'
                )).mappings()]
                for (name,) in connection.execute(text(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                )).all()
            }  # fmt: skip
            connection.execute(text("CHECKPOINT"))
            (oid,) = connection.execute(text(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            )).one()  # fmt: skip
            known = {
                str(node): (relation if kind != "t" else f"{relation} (toast)", kind)
                for node, relation, kind in connection.execute(text(
                    "SELECT pg_relation_filenode(c.oid), coalesce(o.relname, c.relname), c.relkind"
                    " FROM pg_class c LEFT JOIN pg_class o ON o.reltoastrelid = c.oid"
                    " WHERE c.relkind IN ('r', 't', 'i')"
                )).all()
            }  # fmt: skip
        engine.dispose()
        for file in sorted((self._home / "base" / str(oid)).iterdir()):
            node = re.split(r"[._]", file.name)[0]
            name, kind = known.get(node, (f"gone {node}", "r"))
            content = file.read_bytes()
            ours = name.split(" ")[0] in loot.rows or name.startswith("gone")
            found = [Piece(0, 0, content)]
            if ours and kind in "rt" and file.name == node:
                # Rows as they are read; the bytes between them would count the same row twice.
                found = list(pieces(content, kind == "t")) + _between(content)
            loot.places.append(Place(name, "pages" if ours else "other", PAGE, found))
        for file in sorted((self._home / "pg_wal").glob("0*")):
            if file.name >= self._first_wal:
                loot.places.append(
                    Place("pg_wal", "pg_wal", PAGE, [Piece(0, 0, file.read_bytes())])
                )
        if self._server_log.exists():
            written = self._server_log.read_bytes()[self._log_from :]
            loot.places.append(Place("postgres.log", "log", PAGE, [Piece(0, 0, written)]))
        loot.places.extend(_logs(self._logs))
        return loot


def _logs(directory: Path) -> list[Place]:
    return [
        Place(file.name, "log", PAGE, [Piece(0, 0, file.read_bytes())])
        for file in sorted(directory.glob("*.log"))
    ]


def _between(content: bytes) -> list[Piece]:
    """What lies on the pages outside any row: removed, and not yet overwritten."""
    left = bytearray(content)
    for row in rows(content):
        left[row.offset : row.offset + len(row.data)] = bytes(len(row.data))
    return [Piece(0, 0, bytes(left)), *(Piece(at, 0, value) for at, value in packed(bytes(left)))]
