"""`tannhjul site`: all that the public reads, as files for the municipality's own web server."""

import argparse
import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.types import Message

from app.cli.common import Stop, beside_a_server
from app.rooms import Rooms
from app.settings import Settings
from app.web import site as pages
from app.web.assets import STATIC
from app.web.written import Written, tied, written

SUMS = "SHA256SUMS"
"""A line a file, as `sha256sum --check` reads it; and by it we know our own work again."""

_IN_STYLES = re.compile(r"url\(([\"']?)\./([^)\"']+)\1\)")


def site(args: argparse.Namespace) -> None:
    folder: Path = args.folder.resolve()
    settings = Settings(data=args.data, database=args.database, root_path="")
    settings.address = args.address or settings.address
    if not urlsplit(settings.address).netloc:
        raise Stop("say where it will be read, since feeds tell it: --address https://…")
    before = _ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made.chmod(0o755)
        asyncio.run(_write(beside_a_server(args), settings, made))
        after = _sums(made)
        for name in after.keys() & before.keys():
            if after[name] == before[name]:  # with the time that it had: who copies sees no change
                shutil.copystat(folder / name, made / name)
        _put(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    new = sum(before.get(name) != mark for name, mark in after.items())
    print(f"{len(after)} files, {new} new or changed, {len(before.keys() - after.keys())} gone")


def _ours(folder: Path) -> dict[str, str]:
    """The files that were written before. Raises `Stop` where there are others among them: they
    would be lost."""
    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder} is a file: give a folder")
    there, known = set(_files(folder)), {}
    if SUMS in there:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        known = {name: mark for mark, _, name in (line.partition("  ") for line in lines)}
    if others := sorted(there - {*known, SUMS}):
        raise Stop(f"{folder} has files that are not ours, such as {others[0]}: move them first")
    return {name: mark for name, mark in known.items() if name in there}


def _files(folder: Path) -> list[str]:
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if not f.is_dir())


def _sums(folder: Path) -> dict[str, str]:
    """By name; written down beside the files as well."""
    sums = {name: sha256((folder / name).read_bytes()).hexdigest() for name in _files(folder)}
    lines = "".join(f"{mark}  {name}\n" for name, mark in sums.items())
    (folder / SUMS).write_text(lines, encoding="utf-8")
    return sums


def _put(made: Path, folder: Path) -> None:
    """In the place of what was there, which stays whole until the new is."""
    old = made.with_name(f"{made.name}-old")
    if folder.exists():
        folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


# ---------------------------------------------------------------- asking the pages


async def _write(engine: Engine, settings: Settings, folder: Path) -> None:
    rooms = Rooms(engine)
    try:
        app = pages.build(rooms, settings, _nothing)
        gathered = written(app)
        html = await _ask_all(app, gathered, settings.address, folder)
    finally:
        rooms.close()
    _copy_static(gathered, folder)
    there = set(_files(folder))
    for name in html:
        page = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(tied(page, name, there), encoding="utf-8")


async def _ask_all(app: FastAPI, gathered: Written, address: str, folder: Path) -> list[str]:
    """Every file that is linked to; the names of those that are pages."""
    html: list[str] = []
    done: set[str] = set()
    while wanted := {name: each for name, each in gathered.wanted.items() if name not in done}:
        for name, each in wanted.items():
            done.add(name)
            status, media, content = await _ask(app, address, each)
            if status == 404:  # what is linked to from minutes may be elsewhere by now
                continue
            if status not in (200, 410):  # withdrawn minutes tell so for good
                raise Stop(f"{each} could not be written ({status}); nothing is changed")
            there = folder / name
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
            if media.startswith("text/html"):
                html.append(name)
    return html


async def _ask(app: FastAPI, address: str, path: str) -> tuple[int, str, bytes]:
    """Status, media type and content of an answer: of the pages themselves, by no network."""
    to, here = urlsplit(path), urlsplit(address)
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": here.scheme, "path": unquote(to.path), "raw_path": to.path.encode(),
        "root_path": "", "query_string": to.query.encode(),
        "headers": [(b"host", here.netloc.encode())], "client": None, "server": None,
    }  # fmt: skip
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answers.append(message)

    with suppress(Exception):  # what goes wrong is told by the status
        await app(scope, receive, send)
    if not answers:
        return 500, "", b""
    media = dict(answers[0]["headers"]).get(b"content-type", b"").decode()
    content = b"".join(answer.get("body", b"") for answer in answers[1:])
    return answers[0]["status"], media, content


def _copy_static(gathered: Written, folder: Path) -> None:
    """What the pages load, and what their stylesheets do."""
    wanted = set(gathered.static)
    for name in gathered.static:
        if name.endswith(".css"):
            style = (STATIC / name).read_text(encoding="utf-8")
            beside = (Path(name).parent / found[2] for found in _IN_STYLES.finditer(style))
            wanted.update(map(Path.as_posix, beside))
    for name in wanted:
        there = folder / "static" / name
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STATIC / name, there)


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield
