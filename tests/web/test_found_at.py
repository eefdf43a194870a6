"""Where codes and cards lead that are made in a browser on the server itself."""

import ifaddr
import pytest
from sqlalchemy import Engine

from app.settings import Settings
from tests.cli.test_network import plugged
from tests.web.conftest import House, plan_evening


@pytest.mark.parametrize(
    ("host", "asked", "told"),
    [
        ("0.0.0.0", "localhost:8765", "192.168.1.20:8765"),
        ("0.0.0.0", "127.0.0.1", "192.168.1.20"),
        ("0.0.0.0", "verksted.local:8765", "verksted.local:8765"),
        ("127.0.0.1", "localhost:8765", "localhost:8765"),
    ],
)
async def test_where_tablets_find_us(
    engine: Engine, host: str, asked: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V265: at the moment of asking; where only this machine comes in, nobody is led astray."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("lo", "wlan0"))
    house = House(engine, Settings(_env_file=None, host=host))
    evening = await plan_evening(house)
    async with house.web(host=asked) as web:
        page = await web.get(f"/skjerm/{evening.codes[None]}")
        assert f'"http://{told}/b"' in page.text
    house.rooms.close()
