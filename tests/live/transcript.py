"""Records what really goes over the wire, and writes `docs/protocol.md` around it.

Ids, codes and times are replaced by ones that a reader can tell apart.
"""

import asyncio
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from app.live.document import protocol
from app.store.database import migrate, open_database
from tests.live.screen import Screen
from tests.live.server import Hall, furnish, serving

SEAT = "5ea70000000000000000000000000001"
NOTE = "a07e0000000000000000000000000001"
SECRET = "5ec20000000000000000000000000001"
WORDS = {"id": NOTE, "question": "vekst", "text": "Flere busser på kveldstid", "secret": SECRET}


class Recorded(Screen):
    """Writes down what it sends and what it gets."""

    lines: list[str]

    def note(self, arrow: str, frame: dict[str, Any]) -> None:
        self.lines.append(f"{arrow} {orjson.dumps(frame).decode()}")

    async def receive(self) -> dict[str, Any]:
        frame = await super().receive()
        self.note("←", frame)
        return frame

    async def send(self, t: str, **fields: Any) -> int:
        self.note("→", {"t": t, "n": self._n + 1, **fields})
        return await super().send(t, **fields)


async def record(hall: Hall) -> str:
    """A tablet joins, writes, is sent nothing it may not see, is lost, and comes back."""
    lines: list[str] = []
    blocks: list[str] = []

    def tell(words: str) -> None:
        if lines:
            blocks.append("```\n" + "\n".join(lines) + "\n```\n")
            lines.clear()
        blocks.append(words + "\n")

    def tablet() -> Recorded:
        screen = Recorded(hall.live)
        screen.lines = lines
        return screen

    async with hall.staff() as control:
        await control.join("control", hall.public)
        async with tablet() as screen:
            tell("A tablet at table 1 joins, and receives the whole view.")
            await screen.join("tablet", hall.codes[1], seat=SEAT, accepted=True)
            await screen.until(lambda view: view["table"]["accepted"] == 1)
            tell("The process leader opens the writing. The tablet sends a note; it is on disk.")
            await control.ask("open_step", step="vekst-skriv")
            await screen.until(lambda view: view["now"])
            await screen.ask("note", **WORDS)
            tell("A double tap is no second note. Other words need a higher `rev`.")
            await screen.ask("note", **WORDS)
            await screen.ask("note", **WORDS | {"text": "Flere busser, også i helgen"})
            await screen.ask("note", **WORDS | {"text": "Flere busser, også i helgen", "rev": 1})
            tell("What is wrong is refused, and the connection lives on.")
            await screen.ask("note", **WORDS | {"text": 7})
            await screen.ask("end")
        tell("The network is lost. Meanwhile the hall goes on to the table talk.")
        await control.ask("open_step", step="vekst-bord")
        async with tablet() as again:
            again.view = screen.view
            tell("The tablet comes back with what it has, and receives only what is new.")
            have = again.view.have
            await again.join("tablet", hall.codes[1], seat=SEAT, accepted=True, have=have)
            tell("It takes the table's pen, and sees itself hold it.")
            await again.ask("pen", do="take")
            await again.until(lambda view: view["table"]["pen"])
        tell("")
    text = "\n".join(blocks[:-1])
    for real, shown in readable(hall, text):
        text = text.replace(real, shown)
    return text


def readable(hall: Hall, text: str) -> Iterator[tuple[str, str]]:
    """What differs from run to run, and what stands in its place."""
    yield str(hall.codes[1]), "K7WX2M9P"
    epochs = dict.fromkeys(re.findall(r'"epoch":"([0-9a-f]+)"', text))
    yield from ((epoch, f"epoch-{i}") for i, epoch in enumerate(epochs, start=1))
    minute = 60_000
    for field, length in (("now", 0), ("ends_at", 7 * minute), ("ends_at", 20 * minute)):
        for time in dict.fromkeys(re.findall(rf'"{field}":(\d{{13}})', text)):
            at = 1_900_000_000_000 + length
            yield f'"{field}":{time}', f'"{field}":{at}'
            if field == "ends_at":
                text = text.replace(f'"{field}":{time}', "")
                break


def written_down() -> str:
    """The whole of `docs/protocol.md`, from a server that runs for the occasion."""
    with TemporaryDirectory() as data:
        engine = open_database(f"sqlite:///{Path(data) / 'tannhjul.db'}")
        migrate(engine)
        with serving(engine, Path(data)) as live:
            transcript = asyncio.run(record(furnish(engine, live)))
        engine.dispose()
    return protocol(transcript)


if __name__ == "__main__":
    sys.stdout.write(written_down())
