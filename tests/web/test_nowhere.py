"""V149. What is hidden stands in nothing that the public fetches: every address there is, opened as
far as it can be."""

import asyncio
import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from app import secretary
from app.core import commands as c
from app.core.events import Fact
from app.core.notice import compose, digest
from app.core.planning import PlanProcess, Section
from app.core.redaction import behind_as
from app.store import processes, tables, workshops
from app.store.sets import table_of
from app.store.tables import WorkshopRow
from app.web.formats import FORMATS, PACKAGES
from tests.command import tannhjul
from tests.core import veiled
from tests.core.veiled import GONE, PLAIN, SECRET
from tests.publish.prints import texts
from tests.routes import every
from tests.store.batches import state, write
from tests.web.conftest import LEADER, House, Web

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
WORDY = {".html", ".json", ".xml", ".csv", ".txt", ".ics", ".ttl", ".jsonld"}
"""Files in which there may be words that no address above has."""
SOFT = ("\u00ad", "\u200b", "\u2060", "&shy;", "<wbr>", "<wbr/>")
"""What may stand inside a word without being seen."""


# ---------------------------------------------------------------- searching in bytes


def forms(word: str) -> Iterator[bytes]:
    """The word as it may be written, in small letters."""
    for told in (word, word.lower(), word.upper()):
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = told.encode(coding)
            yield from (raw.lower(), raw.hex().encode())
        for before in range(3):  # in Base64 it looks otherwise at each of three places
            coded = base64.b64encode(b" " * before + told.encode())[(0, 2, 3)[before] :]
            yield coded[: len(coded) // 4 * 4 - 4].lower()


def opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes, and those in them: of a package each part, of a PDF its text and every stream."""
    yield name, content
    if content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield f"{name} comment", package.comment
            for part in package.infolist():
                yield f"{name}/{part.filename} name", part.filename.encode() + part.comment
                yield from opened(f"{name}/{part.filename}", package.read(part))
    elif content.startswith(b"%PDF"):
        yield f"{name} text", "\n".join(texts(content)).encode()
        for at, stream in enumerate(STREAM.findall(content)):
            try:
                yield f"{name} stream {at}", zlib.decompressobj().decompress(stream)
            except zlib.error:
                yield f"{name} stream {at}", stream


def ways(content: bytes) -> Iterator[bytes]:
    """As it stands, and as it is read: without marks and references, and what is not seen."""
    yield content
    text = content.decode("utf-8", "replace")
    for soft in SOFT:
        text = text.replace(soft, "")
    yield text.encode()
    yield unescape(re.sub(r"<[^>]*>", "", text)).encode()


@cache
def _wanted(word: str) -> re.Pattern[bytes]:
    return re.compile(b"|".join(map(re.escape, {*forms(word)})))


def stands(word: str, content: bytes) -> bool:
    return any(_wanted(word).search(told.lower()) for told in ways(content))


def test_the_search_finds_what_is_there() -> None:
    """V149: however it is written and packed, or it would prove nothing."""
    word, told = SECRET, f"Det sa {SECRET} i går"
    pdf = b"%PDF-1.7\nstream\n" + zlib.compress(told.encode("utf-16-be")) + b"\nendstream"
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as whole:
        whole.writestr("del.xml", f"<r>{told[:10]}</r><r>{told[10:]}</r>")
    parts = [content for _, content in opened("x.zip", package.getvalue())]
    assert any(stands(word, each) for each in parts)
    assert any(stands(word, zlib.decompress(each)) for each in STREAM.findall(pdf))
    shy = f"{SECRET[:4]}\u00ad{SECRET[4:]}"
    for written in (
        told.encode(), told.upper().encode(), told.encode("utf-16"), told.encode().hex().encode(),
        told.encode("utf-16-be").hex().upper().encode(), shy.encode(),
        f"{SECRET[:3]}<wbr>{SECRET[3:]}".encode(), f"<b>{SECRET[:1]}</b>{SECRET[1:]}".encode(),
        "".join(f"&#{ord(sign)};" for sign in told).encode(),
        *(base64.b64encode((" " * n + told).encode()) for n in range(3)),
    ):  # fmt: skip
        assert stands(word, written), written
        assert not stands("Torgunnveig", written)


# ---------------------------------------------------------------- two workshops


class Series(NamedTuple):
    """Two workshops, and the code of their plan process."""

    rows: tuple[WorkshopRow, WorkshopRow]
    plan: str


def _held(house: House, process: str, *facts: Fact) -> WorkshopRow:
    code = workshops.new_code(6)
    workshop = workshops.create(house.engine, code, process)
    write(house.engine, workshop, *facts)
    write(house.engine, workshop, *veiled.all_accounted(state(house.engine, workshop)))
    row = workshops.find(house.engine, code)
    assert row is not None
    return row


async def _publish(house: House, row: WorkshopRow) -> None:
    """Announced, and published; then its words are hidden as the staff do it, it is published
    anew, and the first version is withdrawn."""
    room = await house.rooms.room(row.id)
    assert room is not None
    await room.do(c.PublishNotice(1, digest(compose(room.state))), LEADER)
    told = await secretary.draft(room, house.engine)
    await secretary.publish(room, house.engine, told, LEADER.name)
    came = {behind_as(one) for met in room.state.met.values() for one in met.behind}
    for each in veiled.hidings(room.state):
        if each.note in came:
            continue  # it was hidden where it was written, and that is to be enough
        asked = c.HideNote(each.note, each.reason, each.basis, each.spans)
        await secretary.hide(house.rooms, row.id, asked, LEADER)
    made = await secretary.draft(room, house.engine)
    await secretary.publish(room, house.engine, made, LEADER.name, "Navn er skjult")
    await secretary.withdraw(room, house.engine, 1, "Navn er skjult", LEADER.name)


@pytest.fixture
async def series(house: House) -> Series:
    """What is hidden in the first is hidden in the second by that alone."""
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    processes.save(house.engine, kept, kept.plan, Section.PLAN, "Kari", 0, public=True)
    first = _held(house, kept.id, *veiled.first())
    second = _held(house, kept.id, *veiled.second(first.code, state(house.engine, first.id)))
    for row in (first, second):
        await _publish(house, row)
    return Series((first, second), kept.code)


# ---------------------------------------------------------------- every address there is

APART = {"/stab", "/utkast/{code}", "/v/{code}/dokument/{file}", "/plan/{code}/fil/{file}"}
"""The staff's own; what has an address that nobody guesses; and files that were laid in by hand."""


def addresses(house: House, series: Series) -> dict[str, list[str]]:
    """By route, the addresses to fetch: a new route is searched without a word here, and one with
    a hole that nobody knows fails."""
    codes = [row.code for row in series.rows]
    found: dict[str, list[str]] = {}
    asked = [each for each in every(house.site.routes) if "GET" in getattr(each, "methods", ())]
    for route in (each.path for each in asked):
        if any(route.startswith(each) for each in APART):
            continue
        holes = {
            "code": [series.plan] if route.startswith("/plan") else codes,
            "statement:path": ["s1", "rest"],
            "version": ["1", "2"],
        }
        some = [route]
        for hole in re.findall(r"{([^}]+)}", route):
            some = [each.replace(f"{{{hole}}}", word) for each in some for word in holes[hole]]
        found[route] = some
    return found


TELLING = {
    *(f"/v/{{code}}.{ending}" for ending in FORMATS),
    *(f"/v/{{code}}/{name}.zip" for name in PACKAGES),
    "/v/{code}", "/v/{code}/versjon/{version}",
    "/plan/{code}/trad.docx", "/plan/{code}/trad/{statement:path}",
}  # fmt: skip
"""Where what is not hidden is to be read: else nothing would be proved."""
ASKED = {"/sok": f"?q={PLAIN}", "/v/{code}/endringer": "?fra=1&til=2"}


async def test_no_address_has_a_byte_of_what_is_hidden(
    web: Web, house: House, series: Series
) -> None:
    """V149."""
    told: dict[str, bool] = {}
    for route, paths in addresses(house, series).items():
        for path in paths:
            answer = await web.get(path + ASKED.get(route, ""))
            assert answer.status_code < 500, path
            parts = [*opened(path, answer.content)]
            for where, content in parts:
                assert not stands(SECRET, content), where
                assert not stands(GONE, content), where
            reads = any(stands(PLAIN, content) for _, content in parts)
            told[route] = reads or told.get(route, False)
    assert {route for route, reads in told.items() if reads} >= TELLING | {"/sok"}


async def test_nor_has_what_is_searched_or_written_as_files(
    web: Web, house: House, series: Series, tmp_path: Path
) -> None:
    """V149: the rows of the search, and the public site on the municipality's own web server."""
    await web.get(f"/sok?q={PLAIN}")
    searched = (tables.SearchSource, tables.SearchPassage, tables.SearchWord)
    with house.engine.connect() as connection:
        rows = [
            repr(row) for each in searched for row in connection.execute(select(table_of(each)))
        ]
    site = tmp_path / "site"
    command = ("site", site, "--data", tmp_path, "--address", "https://verksted.example")
    assert (await asyncio.to_thread(tannhjul, *command)).status == 0
    files = [(file, file.read_bytes()) for file in site.rglob("*") if file.suffix in WORDY]
    everything = [*((row, row.encode()) for row in rows), *files]
    for where, content in everything:
        assert not stands(SECRET, content), where
        assert not stands(GONE, content), where
    assert any(stands(PLAIN, row.encode()) for row in rows)
    assert any(stands(PLAIN, content) for _, content in files)
