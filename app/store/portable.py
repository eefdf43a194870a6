"""A workshop, a series or a whole installation as one file, the same for SQLite and PostgreSQL.

JSON lines in UTF-8, canonical: sorted keys, no spaces, no time of making. The same content is the
same bytes wherever it is written.

    {"format":"tannhjul","kind":"workshop","program":"0.1.0","schema":"0001","version":1}
    ["workshop",{"body":"Kommunestyret","code":"ABC234",…}]
    …
    {"rows":512,"sha256":"… of all lines above"}

The tables come in one order and are found in the models: a new one is in the file without a word
here. The rows come in the order of their keys.
"""

import json
import os
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal, TypeAlias

from sqlalchemy import Column, LargeBinary
from sqlalchemy.sql.schema import Table

from app import __version__
from app.core.roles import ALL_ROUND
from app.store.database import revisions
from app.store.tables import metadata
from app.store.whole import settle

FORMAT, VERSION = "tannhjul", 1
LONGEST_HEADER = 4096  # bytes

Kind: TypeAlias = Literal["workshop", "backup"]
Row: TypeAlias = tuple[Table, dict[str, Any]]

TABLES: dict[str, Table] = {
    table.name: table for table in metadata.sorted_tables if not table.info.get("passing")
}
"""In an order that puts what is referred to first."""


def _all_could(rows: Iterator[Any]) -> Iterator[Any]:
    """Every account could do everything, and came from nowhere else."""
    could = {"roles": " ".join(ALL_ROUND), "subject": None, "must_change": False}
    for name, row in rows:
        yield [name, row | could if name == "staff_user" else row]


def _all_stood(rows: Iterator[Any]) -> Iterator[Any]:
    """No version of the minutes was ever withdrawn, either."""
    stands = {"withdrawn_at": None, "withdrawn_by": "", "withdrawn_why": ""}
    for name, row in _all_could(rows):
        yield [name, row | stands if name == "minutes" else row]


UPCASTS: Mapping[str, Callable[[Iterator[Any]], Iterator[Any]]] = {
    "0005": _all_stood,  # there were no `stand`s yet
    "0006": _all_stood,  # what the search finds is made anew
    "0007": _all_stood,
    "0008": _all_could,
}
"""For each older schema that files were written in: its rows, as JSON, as they would be today."""

WRONG_KIND: Mapping[Kind, str] = {
    "workshop": "it is a backup of all: «tannhjul restore» takes it",
    "backup": "it holds workshops, not all: «tannhjul import» takes it",
}


class Unreadable(Exception):
    """The file cannot be taken in. The words say why."""


def save(path: Path, kind: Kind, rows: Iterable[Row], schema: str = "") -> Counter[str]:
    """Write the file, for its owner's eyes only; how many rows of each table it has.

    `schema`: the shape that the rows have, where it is not the newest.
    It is whole and on disk when this returns. Raises `OSError`, and then what was there before is
    there still.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise FileExistsError(None, "it is no file", str(path))
    with NamedTemporaryFile(
        dir=path.parent, prefix=f"{path.name}.", suffix=".part", delete=False
    ) as part:
        try:
            counts: Counter[str] = Counter()
            digest = sha256(head := _head(kind, schema))
            part.write(head)
            for row in rows:
                digest.update(written := line(row))
                part.write(written)
                counts[row[0].name] += 1
            part.write(_end(counts.total(), digest.hexdigest()))
            part.flush()
            os.fsync(part.fileno())
            part.close()
            settle(Path(part.name), path)
        except BaseException:  # Ctrl+C too
            Path(part.name).unlink(missing_ok=True)
            raise
    return counts


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read to its end and is whole."""

    path: Path
    schema: str
    count: int

    def rows(self) -> Iterator[Row]:
        """All of them, as the tables take them. Raises `Unreadable`."""
        with self.path.open("rb") as file:
            told = map(_told, islice(file, 1, self.count + 1))
            yield from map(_row, UPCASTS.get(self.schema, iter)(told))


def opened(path: Path, kind: Kind) -> File:
    """The file, checked from end to end. Raises `Unreadable`, or `OSError`."""
    with path.open("rb") as file:
        last = file.readline(LONGEST_HEADER)
        schema = _schema(last, kind)
        digest, count = sha256(), -1
        for each in file:
            digest.update(last)
            last, count = each, count + 1
    if last != _end(count, digest.hexdigest()):
        raise Unreadable("it is cut off or altered")
    return File(path, schema, count)


def line(row: Row) -> bytes:
    """A row as it stands in the file."""
    table, values = row
    plain = {column.name: _plain(column, values[column.name]) for column in table.columns}
    return _canonical([table.name, plain])


# ---------------------------------------------------------------- lines


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _head(kind: Kind, schema: str) -> bytes:
    told = {"format": FORMAT, "version": VERSION, "kind": kind}
    return _canonical({**told, "program": __version__, "schema": schema or revisions()[0]})


def _end(rows: int, digest: str) -> bytes:
    return _canonical({"rows": rows, "sha256": digest})


def _schema(header: bytes, kind: Kind) -> str:
    """The schema of the rows that follow, if they are for us. Raises `Unreadable`."""
    if not header:
        raise Unreadable("it is empty")
    try:
        told = json.loads(header)
        version, schema, program = told["version"], str(told["schema"]), told["program"]
        ours = told["format"] == FORMAT and type(version) is int
    except (ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise Unreadable("it is not a file that Tannhjul wrote")
    if version > VERSION or schema not in revisions():
        raise Unreadable(f"it was written by a newer Tannhjul ({program}): upgrade first")
    if schema != revisions()[0] and schema not in UPCASTS:
        raise Unreadable(f"it was written by a Tannhjul that is too old ({program})")
    if told["kind"] != kind:
        raise Unreadable(WRONG_KIND[kind])
    return schema


def _told(each: bytes) -> Any:
    """The JSON of a line. What is not canonical was not written by us, or would not be again."""
    try:
        told = json.loads(each)
        if _canonical(told) == each:
            return told
    except ValueError:
        pass
    raise Unreadable("it is not written as Tannhjul writes")


def _row(told: Any) -> Row:
    try:
        name, values = told
        table = TABLES[name]
        row = {column.name: _value(column, values.pop(column.name)) for column in table.columns}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable("a row of it fits no table") from None
    if values:
        raise Unreadable("a row of it has more in it than the table")
    return table, row


def _plain(column: Column[Any], value: Any) -> Any:
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _value(column: Column[Any], plain: Any) -> Any:
    if plain is None and column.nullable:
        return None
    kind = getattr(column.type, "impl_instance", column.type)
    if isinstance(kind, LargeBinary):
        return b64decode(plain, validate=True)
    if type(plain) is not kind.python_type:
        raise TypeError
    return plain
