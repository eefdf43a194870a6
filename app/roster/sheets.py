"""Bytes → sheets of rows of text: CSV as it comes, and XLSX. Knows nothing of what stands there."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.core.words import clean
from app.i18n import N_
from app.roster.people import Unreadable

LARGEST = 5_000_000
"""Bytes of a spreadsheet; a list of 300 is thirty thousand."""

UNPACKED = 60_000_000
ROWS, COLUMNS = 2_000, 100
CELL = 1_000
"""Characters of a cell; a longer one ends in three dots."""

# What a spreadsheet would run, and so is written behind an apostrophe; and that taken away again.
_ESCAPED = re.compile(r"^'(?='*[=+\-@＝＋－＠\t\r])")

TOO_LARGE = N_(
    "The file is larger than {megabytes} MB, which is too much for a list of members. Save the "
    "sheet with the members as a file of its own, without pictures, and choose that."
)
_LOCKED = N_(
    "The file is locked with a password, or in the old Excel format. Open it, save it as an Excel "
    "workbook (.xlsx) without a password, and choose that."
)
_OTHER = N_(
    "This is not a spreadsheet that we can read. Save the list as an Excel workbook (.xlsx) or as "
    "CSV, and choose that."
)
_BROKEN = N_(
    "The file is damaged, so that it cannot be read. Open it in your spreadsheet program, save it "
    "anew as an Excel workbook (.xlsx), and choose that."
)
_LONG = N_(
    "There are more than {rows} lines or {columns} columns. Save the sheet with the members as a "
    "file of its own."
)
EMPTY = N_("There is nothing in the list.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` as numbered in the spreadsheet, each a list of cleaned texts; empty ones left out."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def sheets(data: bytes) -> list[list[Sheet]]:
    """The ways in which the bytes can be read: one for XLSX, for CSV one for each separator.

    Raises `Unreadable`.
    """
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE, megabytes=LARGEST // 1_000_000)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_LOCKED)
    if data.startswith(b"PK\x03\x04"):
        return [_workbook(data)]
    text = _decoded(data)
    found = [[_sheet("", _split(text, separator))] for separator in ";\t,"]
    if not any(sheet.rows for (sheet,) in found):
        raise Unreadable(EMPTY)
    return found


# ---------------------------------------------------------------- CSV


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data or data.startswith(b"%PDF"):
        raise Unreadable(_OTHER)
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(c < " " and c not in "\t\r\n" for c in text) * 100 > len(text):
            break
        return text
    raise Unreadable(_OTHER)


def _split(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    told = re.match(r"sep=.\r?\n", text)  # a line for Excel alone
    if told:
        yield ()
        text = text[told.end() :]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in lines:
            yield tuple(_ESCAPED.sub("", cell) for cell in row)
    except csv.Error:
        raise Unreadable(_OTHER) from None


# ---------------------------------------------------------------- XLSX


def _workbook(data: bytes) -> list[Sheet]:
    import openpyxl  # here: it takes a tenth of a second that no start should wait for

    try:
        _look_into(data)
        with warnings.catch_warnings(action="ignore"):  # of ornaments that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [_sheet(str(sheet.title), _cells(sheet)) for sheet in book.worksheets]
    except Unreadable:
        raise
    except Exception as error:  # a damaged workbook fails in many ways
        raise Unreadable(_BROKEN) from error


def _look_into(data: bytes) -> None:
    """Before anything is unpacked: is it a workbook, and would it stay small?"""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        inside = packed.infolist()
    if sum(each.file_size for each in inside) > UNPACKED or len(inside) > 2_000:
        raise Unreadable(TOO_LARGE, megabytes=LARGEST // 1_000_000)
    if not any(each.filename == "xl/workbook.xml" for each in inside):
        raise Unreadable(_OTHER)


def _cells(sheet: Any) -> Iterator[tuple[str, ...]]:
    sheet.reset_dimensions()  # what a file says of its size need not be so
    for row in sheet.iter_rows(values_only=True):
        yield tuple(_said(value) for value in row)


def _said(value: object) -> str:
    """A cell's value as a person would read it."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nei"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)


# ---------------------------------------------------------------- both


def _sheet(name: str, rows: Iterator[tuple[str, ...]]) -> Sheet:
    found: list[tuple[int, tuple[str, ...]]] = []
    for number, row in enumerate(rows, start=1):
        cells = tuple(_steady(cell) for cell in row)
        while cells and not cells[-1]:
            cells = cells[:-1]
        if cells:
            found.append((number, cells))
        if len(found) > ROWS or len(cells) > COLUMNS:
            raise Unreadable(_LONG, rows=ROWS, columns=COLUMNS)
    return Sheet(name, tuple(found))


def _steady(text: str) -> str:
    if not text:
        return ""
    words = " ".join(clean(text).split())
    return words if len(words) <= CELL else words[: CELL - 1] + "…"
