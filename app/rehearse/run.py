"""A whole rehearsal: make it, play it, tell how it went – and take it away, whatever happens."""

import asyncio
from collections.abc import Callable, Iterator

from app.core.rehearsal import Report
from app.rehearse.report import report
from app.rehearse.screens import Trouble
from app.rehearse.script import Script
from app.rehearse.server import Server


async def rehearse(
    server: Server,
    tablets: int,
    tables: int,
    texts: Iterator[str],
    minutes: float = 0.0,
    say: Callable[[str], None] = lambda _: None,
) -> Report:
    """How it went; the server keeps the report for its staff as well.

    `say` is told the kind of each step as it begins. A rehearsal that cannot go on is reported as
    `stopped`. Raises `Trouble` where the server cannot be asked for one, or keeps none.
    """
    making = asyncio.create_task(asyncio.to_thread(server.make, min(tables, tablets), tablets))
    try:
        # Shielded: who is interrupted here must still learn what was made, to take it away.
        script = Script(server, await asyncio.shield(making), tablets, texts, minutes, say)
        try:
            await script.play()
            found = report(script)
        except Trouble as trouble:
            found = report(script, stopped=str(trouble))
        await asyncio.to_thread(server.keep, found)
        return found
    finally:
        await asyncio.to_thread(server.remove, await making)
