"""A table as spreadsheets here open it: CSV in UTF-8, in which no cell is carried out."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TypeAlias

from app.i18n import Translator
from app.publish.fit import fit

Cell: TypeAlias = str | int | bool | None
Row: TypeAlias = tuple[Cell, ...]

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""A cell that begins with one of these may be taken for a formula."""

_QUOTE = "'"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the `name` of its file, what it holds in words, its headings and its rows."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def as_csv(sheet: Sheet, _: Translator) -> bytes:
    """UTF-8 with a byte order mark, semicolons, and quoting by RFC 4180; yes and no in words.

    Words that a spreadsheet could take for a formula get an apostrophe before them, and so do those
    that begin with an apostrophe: with the first one taken away, they are what was written.
    """
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.head)
    writer.writerows([_written(cell, _) for cell in row] for row in sheet.rows)
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{out.getvalue()}".encode()


def _written(cell: Cell, _: Translator) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return _("Yes") if cell else _("No")
        case int():
            return str(cell)
    first = cell.lstrip(" ")[:1]
    return fit(f"{_QUOTE}{cell}" if first in _FORMULA or first == _QUOTE else cell)
