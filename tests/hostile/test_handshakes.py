"""Connections that never finish asking, on a real server."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.cli import hasty
from app.store.database import migrate, open_database
from tests.live.screen import PATIENCE
from tests.live.server import Hall, furnish, running

HALVES = {
    "nothing": b"",
    "a line": b"GET /live HTTP/1.1\r\n",
    "headers": b"GET /live HTTP/1.1\r\nHost: hall\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
    "the second": b"GET /vern HTTP/1.1\r\nHost: hall\r\n\r\nGET /vern HTTP/1.1\r\nHost:",
}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    data = tmp_path_factory.mktemp("handshakes")
    engine: Engine = open_database(f"sqlite:///{data / 'tannhjul.db'}")
    migrate(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hasty, "WITHIN", 0.2)
        with running(engine, data) as (live, _):
            yield furnish(engine, live)
    engine.dispose()


@pytest.mark.parametrize("half", HALVES)
async def test_half_a_request(hall: Hall, half: str) -> None:
    """V248: it is let go; screens that look on meanwhile are not."""
    port = int(hall.live.removeprefix("ws://127.0.0.1:").removesuffix("/live"))
    async with hall.screen() as screen:
        await screen.join("projector", hall.codes[None])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HALVES[half])
        async with asyncio.timeout(PATIENCE):
            while await reader.read(65_536):
                pass
        writer.close()
        assert (await screen.ask("ping"))["t"] == "pong"
