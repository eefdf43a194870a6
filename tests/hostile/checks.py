"""What must hold of every answer, whatever was asked."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl

from app.store.intake import XLSX
from app.web.security import HEADERS
from tests.hostile.payloads import MARK, SUM
from tests.hostile.world import Answer

_FORMULA = re.compile(r"[=+\-@\t\r](?![\d.,]*$)")

_INSIDE = re.compile(
    r"Traceback \(most|File \"/|\bobject at 0x|<class '|sqlalchemy\.|sqlite3\.|pydantic|StrictUndef"
)


def wrongs(answer: Answer) -> Iterator[str]:
    """What is wrong with it, a line each."""
    if answer.broke:
        yield answer.broke
    if not 200 <= answer.status < 500:
        yield f"status {answer.status}"
    if not answer.headers:
        return
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"without {name}"
    if "default-src 'none'" not in answer.headers.get("content-security-policy", ""):
        yield "without a policy"
    for given, kept in answer.headers.raw:
        if set(given + kept) & set(b"\r\n\0") or given.lower() == b"x-hostile":
            yield f"header injected: {given!r}: {kept!r}"
    there = answer.headers.get("location", "/")
    if not re.match(r"(http://test)?/(?![/\\])[!-~]*\Z", there):
        yield f"led to {there!r}"
    media = answer.headers.get("content-type", "").partition(";")[0]
    yield from _carried_out(media, answer)
    text = answer.text
    if "json" not in answer.headers.get("content-type", "") and (found := _INSIDE.search(text)):
        yield f"told {found[0]!r}"
    if SUM in text:
        yield "carried out a template"
    if answer.headers.get("content-type", "").startswith(("text/html", "application/xml")) or (
        "+xml" in answer.headers.get("content-type", "")
    ):
        for raw in (MARK, '" onhostile', "' onhostile"):
            if raw in text:
                yield f"not escaped: {raw}"


def _carried_out(media: str, answer: Answer) -> Iterator[str]:
    """What a spreadsheet or a calendar would make of it."""
    if media == "text/csv" and "sandbox" not in answer.headers["content-security-policy"]:
        for row in csv.reader(io.StringIO(answer.text), delimiter=";"):
            yield from (f"formula: {cell[:40]!r}" for cell in row if _FORMULA.match(cell))
    elif media == XLSX and "sandbox" not in answer.headers["content-security-policy"]:
        book: Any = openpyxl.load_workbook(io.BytesIO(answer.body))
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                yield from (f"formula: {cell.value!r}" for cell in row if cell.data_type == "f")
    elif media == "text/calendar" and re.search(rb"^X-Hostile", answer.body, re.MULTILINE):
        yield "a line of the sender's in a calendar"
