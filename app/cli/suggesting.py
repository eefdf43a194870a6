"""`tannhjul suggest`: themes for notes, notes that are alike, and names in them. No database.

What it prints is proposals; a person decides.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli.common import Stop
from app.i18n import translator
from app.roster.people import Unreadable
from app.roster.reader import read as read_roster

MOST_BYTES = 20_000_000
MOST_NOTES = 5_000
"""Each is held against every other one."""

SHOWN = 60
"""Characters of a note, for a person to know it by."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, by its headings; `no` is where it ends in the file."""

    no: int
    cells: Mapping[str, str]


def suggest(args: argparse.Namespace) -> None:
    """The answer is that of `docs/formats.md`. A column `placed` of the notes teaches: the theme
    where a person has put it."""
    from app.text import alike, hints, themes  # numpy: no other command should wait for it

    notes = _rows(args.notes, "id", "text")
    of_themes = _rows(args.themes, "theme", "name", "keywords")
    if len(notes) > MOST_NOTES:
        raise Stop(f"{args.notes} has more than {MOST_NOTES} notes")
    named = [themes.Theme(*(row.cells[key] for key in _THEME)) for row in of_themes]
    placed = _placed(args.notes, notes, {one.id for one in named})
    listed = hints.Roster(_names(args.roster) if args.roster else ())
    ids = [row.cells["id"] for row in notes]
    texts = [row.cells["text"] for row in notes]

    def likely(found: Iterable[themes.Suggestion]) -> list[dict[str, Any]]:
        return [{"theme": one.theme, "confidence": round(one.confidence, 3)} for one in found]

    def in_pairs(found: Iterable[alike.Pair]) -> list[list[str]]:
        return [[ids[one], ids[other]] for one, other in found]

    answer = {
        "notes": [
            {"id": id_, "themes": likely(found)}
            for id_, found in zip(ids, themes.suggest(named, texts, placed), strict=True)
        ],
        "near_duplicates": in_pairs(alike.near_duplicates(texts)),
        "possible_opposites": in_pairs(alike.opposites(texts)),
        "names": [
            {"id": id_, "start": hint.start, "end": hint.end, "kind": hint.kind.value}
            for id_, text in zip(ids, texts, strict=True)
            for hint in hints.hints(text, listed)
        ],
    }
    empty = [row.no for row in notes if not row.cells["text"].strip()]
    if empty:
        also = f", and {len(empty) - 1} more" if len(empty) > 1 else ""
        print(f"tannhjul: line {empty[0]} of {args.notes} has no text{also}", file=sys.stderr)
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        said = dict(zip(ids, texts, strict=True))
        print("\n".join(_told(answer, said, {one.id: one.name for one in named})))


def _told(
    answer: Mapping[str, Any], said: Mapping[str, str], called: Mapping[str, str]
) -> Iterator[str]:
    def shown(id_: str) -> str:
        text = " ".join(said[id_].split())
        return f"{id_}: {text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"

    for note in answer["notes"]:
        yield shown(note["id"])
        yield "  " + ", ".join(
            f"{called[one['theme']]} {one['confidence']:.2f}" for one in note["themes"]
        )
    for title, key in (
        ("nearly the same", "near_duplicates"),
        ("perhaps against", "possible_opposites"),
    ):
        for one, other in answer[key]:
            yield f"{title}: {shown(one)} | {shown(other)}"
    for name in answer["names"]:
        yield f"{name['kind']} in {name['id']}: {said[name['id']][name['start'] : name['end']]}"


_THEME = ("theme", "name", "keywords")


def _placed(path: Path, notes: Sequence[Row], known: set[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, row in enumerate(notes):
        theme = row.cells.get("placed", "").strip()
        if theme and theme not in known:
            raise Stop(f"line {row.no} of {path} is placed in «{theme}», which is no theme")
        if theme:
            found[number] = theme
    return found


def _names(path: Path) -> list[str]:
    """A name a line, or a list of members as a spreadsheet."""
    data = _read(path)
    text = "" if data.startswith(b"PK") else _decoded(data, path)
    if text and not any(sign in text for sign in ";,\t"):
        return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    try:
        return [one.name for one in read_roster(data).people]
    except Unreadable as error:
        words = translator("en")(error.words, **error.holes)
        raise Stop(f"{path} is no list of names: {words}") from None


def _rows(path: Path, first: str, *others: str) -> list[Row]:
    """The lines of a table that has these columns; `first` says which line it is. Raises `Stop`."""
    text = _decoded(_read(path), path)
    heading = text.lstrip().partition("\n")[0]
    separator = max(";\t,", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    heads: list[str] = []
    found: dict[str, Row] = {}
    try:
        for line in lines:
            if not any(cell.strip() for cell in line):
                continue
            if not heads:
                heads = [cell.strip().casefold() for cell in line]
                missing = [name for name in (first, *others) if name not in heads]
                if missing:
                    raise Stop(f"{path} has no column «{missing[0]}» in its first line")
                continue
            cells = dict.fromkeys(heads, "") | dict(zip(heads, line, strict=False))
            row = Row(lines.line_num, cells)
            key = cells[first] = cells[first].strip()
            if not key:
                raise Stop(f"line {row.no} of {path} has no {first}")
            if key in found:
                raise Stop(f"line {row.no} of {path} has the {first} «{key}» again")
            found[key] = row
    except csv.Error as error:
        raise Stop(f"line {lines.line_num} of {path} cannot be read: {error}") from None
    if not found:
        raise Stop(f"{path} has nothing in it")
    return [*found.values()]


def _decoded(data: bytes, path: Path) -> str:
    """As UTF-8, UTF-16, or what Windows writes. Nothing is made steady: places are told in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Stop(f"{path} is not text")


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Stop(f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise Stop(f"{path} cannot be read: {error.strerror}") from None
