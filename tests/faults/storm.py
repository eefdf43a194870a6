"""The storm: a whole hall loses the network at once, writes on, and is back at once."""

import asyncio
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.common import most_open_files
from app.rehearse.account import Account
from app.rehearse.notes import OURS
from app.rehearse.screens import Control
from app.rehearse.server import OwnServer, Server
from app.rehearse.tablet import Tablet
from app.store.database import open_database
from app.web import auth

TABLES = 60
ABREAST = 200
"""As many come at a time in the morning; in the storm all come."""


@dataclass(frozen=True)
class Found:
    """Seconds from the storm until each tablet had its view, and until its words were stored."""

    faults: list[str]
    back: list[float]
    stored: list[float]


async def play(server: Server, count: int) -> Found:
    """So many tablets with a note each; then the storm, and a note that was written in it."""
    made = await asyncio.to_thread(server.make, TABLES, count)
    tablets = [
        Tablet(server.tablets, made.tables[1 + i % TABLES], 1 + i % TABLES) for i in range(count)
    ]
    control = Control(server.controls, made.code)
    account = Account(tablets)
    try:
        await control.come()
        await control.lead("open_step", step="write")
        for first in range(0, count, ABREAST):
            await asyncio.gather(*(tablet.come() for tablet in tablets[first : first + ABREAST]))
        await asyncio.gather(
            *(t.write(OURS[i % len(OURS)], made.question) for i, t in enumerate(tablets))
        )
        for tablet in tablets:
            tablet.cut()
        await asyncio.gather(*(tablet.write("I stormen", made.question) for tablet in tablets))
        assert account.stored == count, "nothing was sent without a network"

        began = time.monotonic()
        back: list[float] = []
        stored: list[float] = []

        async def come_back(tablet: Tablet) -> None:
            await super(Tablet, tablet).come_back()
            back.append(time.monotonic() - began)
            await tablet.resend(tablet.notes[-1])
            stored.append(time.monotonic() - began)

        await asyncio.gather(*map(come_back, tablets))
        await control.lead("open_step", step="talk")
        everybody = control.view
        await control.until(lambda: everybody.parts["hall"]["tablets"] == count)
        for tablet in tablets:
            await tablet.until(partial(account.agrees, tablet, plenary=False))
            account.check(tablet, plenary=False)
        account.check(control, plenary=False)
        faults = [f"lost: {note}" for note in account.lost]
        faults += [f"twice: {note}" for note in account.duplicated]
        if account.stored != account.sent:
            faults.append(f"{account.sent - account.stored} notes are not stored")
        return Found(faults, back, stored)
    finally:
        for screen in (*tablets, control):
            await screen.go()
        await asyncio.to_thread(server.remove, made)


def storm(count: int) -> Found:
    """On a server of its own."""
    most_open_files()
    with TemporaryDirectory(prefix="tannhjul-") as data:
        own = OwnServer(Path(data))
        own.start()
        engine = open_database(f"sqlite:///{own.data / 'tannhjul.db'}")
        try:
            return asyncio.run(play(Server(own.url, partial(auth.operator_token, engine)), count))
        finally:
            engine.dispose()
            own.stop()
