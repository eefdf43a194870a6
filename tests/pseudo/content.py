"""Words that are nobody's to translate: what people wrote, names, dates, codes, addresses."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from babel.dates import get_day_names, get_month_names

from app import text as texts

WORD = re.compile(r"[^\W\d_]{2,}")
PLAIN = re.compile(r"[A-Za-zÆØÅæøå]+")
DATA = Path(texts.__file__).parent
NAMES = {
    "Tannhjul", "Bokmål", "Nynorsk", "English", "Davvisámegiella", "Åarjelsaemien",
    "PDF", "UA", "Word", "Excel", "HTML", "JSON", "CSV", "DOCX", "ZIP", "XLSX", "Atom", "QR",
    "eInnsyn", "Fiks", "Arkiv", "arkivmelding", "kommuneloven", "offentleglova",
    "forvaltningsloven", "fylkeskommunen", "tannhjul", "verify", "kari",
    "iPad", "Safari", "Android", "Chrome", "Firefox", "Windows", "Ctrl", "Shift", "Enter", "Esc",
    "Home", "End", "Space", "kB", "MB", "ms",
}  # fmt: skip
"""Names of things, of keys and of units: the same in every language."""


def plain(text: str) -> set[str]:
    """Words without an accent; addresses, and what holds digits as codes do, are no words."""
    text = re.sub(r"\S*(?:://|/\w+/|@|\.(?:csv|json|pdf|png|zip|txt|docx))\S*", " ", text)
    text = re.sub(r"\b[0-9A-Z]{4} [0-9A-Z]{4}\b|\S*\d\S*|\S+ …", " ", text)
    return {word for word in WORD.findall(text) if PLAIN.fullmatch(word)}


@cache
def offered() -> set[str]:
    """Questions and programmes to start from: in the language of the workshop, from files."""
    files = (DATA / name for name in ("bank.json", "programmes.json"))
    return set().union(*(plain(text) for file in files for text in _texts(file.read_text("utf-8"))))


def stored(database: Path) -> set[str]:
    """Every word that somebody has put in: texts with a space or a capital, no keys or kinds."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        values = [
            cell
            for table in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')
            for cell in row
        ]
    return set().union(
        *(
            plain(text)
            for value in values
            for text in _texts(value)
            if re.search(r"[\sA-ZÆØÅ]", text)
        )
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "ignore")
    if isinstance(value, str) and value[:1] in "[{":
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


@cache
def dated() -> set[str]:
    """The words of dates: they come from Babel."""
    given: list[Iterable[str]] = [
        names(width, locale="en").values()
        for names in (get_month_names, get_day_names)
        for width in ("wide", "abbreviated")
    ]
    return {word for words in given for each in words for word in WORD.findall(each)} | {
        "AM",
        "PM",
        "at",
    }
