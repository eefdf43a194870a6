"""A whole rehearsal: make it, play it, tell how it went – and take it away, whatever happens."""

import asyncio
from collections.abc import Callable, Iterator

from app.rehearse.report import Report, report
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
    """How it went. `say` is told the kind of each step as it begins. Raises `Trouble`."""
    tables = min(tables, tablets)
    made = await asyncio.to_thread(server.make, tables, tablets)
    try:
        script = Script(server, made, tablets, texts, minutes, say)
        await script.play()
        return report(script)
    finally:
        await asyncio.to_thread(server.remove, made)
