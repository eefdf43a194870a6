"""The name on the hall's network, as another machine there finds it; on loopback."""

from collections.abc import Iterator

import pytest
import zeroconf

from app.cli.common import Stop
from app.cli.local_name import HTTP, LocalName
from app.settings import Settings
from tests.live.server import free_port


@pytest.fixture
def neighbour() -> Iterator[zeroconf.Zeroconf]:
    other = zeroconf.Zeroconf(interfaces=["127.0.0.1"])
    yield other
    other.close()


def test_found_and_withdrawn(neighbour: zeroconf.Zeroconf) -> None:
    """V271."""
    name = f"verksted-{free_port()}"
    settings = Settings(_env_file=None, local_name=name, port=8123)
    ours = LocalName(settings)
    found = neighbour.get_service_info(HTTP, f"{name}.{HTTP}", timeout=3_000)
    assert found is not None
    assert found.parsed_addresses() == ["127.0.0.1"]
    assert (found.port, found.server) == (8123, f"{name}.local.")
    ours.withdraw()
    later = zeroconf.Zeroconf(interfaces=["127.0.0.1"])
    assert later.get_service_info(HTTP, f"{name}.{HTTP}", timeout=300) is None
    later.close()


def test_a_name_that_another_machine_has(neighbour: zeroconf.Zeroconf) -> None:
    """V271: is told, and not fought for."""
    name = f"verksted-{free_port()}"
    another = zeroconf.ServiceInfo(
        HTTP, f"annen-{name}.{HTTP}", 80, server=f"{name}.local.", addresses=[b"\x0a\0\0\x07"]
    )
    neighbour.register_service(another)
    with pytest.raises(Stop, match=f"{name}.local is taken"):
        LocalName(Settings(_env_file=None, local_name=name))
