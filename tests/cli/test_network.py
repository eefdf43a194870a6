"""Which of a machine's addresses stands on cards and codes."""

from types import SimpleNamespace as Some
from typing import Any

import ifaddr
import pytest

from app.machine import network
from app.machine.network import Kind

CARDS: dict[str, list[Any]] = {
    "lo": ["127.0.0.1", ("::1", 0, 0)],
    "docker0": ["172.17.0.1"],
    "br-4f2c": ["172.18.0.1"],
    "vEthernet (WSL)": ["172.20.0.1"],
    "VirtualBox Host-Only Ethernet Adapter": ["192.168.56.1"],
    "wg0": ["10.8.0.2"],
    "Cisco AnyConnect Virtual Miniport Adapter": ["10.9.0.2"],
    "eth0": ["192.168.7.4"],
    "wlan0": ["192.168.1.20", ("fe80::1", 0, 2)],
    "Intel(R) Wi-Fi 6 AX201": ["10.20.0.5"],
    "usb0": ["169.254.3.4"],
}


def plugged(*names: str) -> list[object]:
    return [Some(nice_name=name, ips=[Some(ip=ip) for ip in CARDS[name]]) for name in names]


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (["lo"], None),
        (["lo", "docker0", "wg0", "wlan0"], "192.168.1.20"),
        (["usb0", "vEthernet (WSL)", "Intel(R) Wi-Fi 6 AX201"], "10.20.0.5"),
        (["wg0", "br-4f2c"], "172.18.0.1"),
        (["usb0", "wg0"], "10.8.0.2"),
        (["lo", "usb0"], "169.254.3.4"),
    ],
)
def test_the_best_comes_first(
    names: list[str], first: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V264: a network of the hall's before what only this machine, or nobody, is on."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged(*names))
    assert network.best() == first


def test_the_way_out_of_the_house_goes_first_among_equals(monkeypatch: pytest.MonkeyPatch) -> None:
    """V264."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: plugged("eth0", "wlan0"))
    for default in ("192.168.7.4", "192.168.1.20"):
        monkeypatch.setattr(network, "_default", lambda found=default: found)
        assert next(way.address for way in network.ways()) == default


def test_every_kind_is_told_apart() -> None:
    """V264."""
    kinds = {
        name: network.kind_of(name, ip)
        for name, ips in CARDS.items()
        for ip in ips
        if isinstance(ip, str)
    }
    assert [name for name, kind in kinds.items() if kind is Kind.LOCAL] == [
        "lo", "eth0", "wlan0", "Intel(R) Wi-Fi 6 AX201",
    ]  # fmt: skip
    assert kinds["wg0"] is Kind.TUNNEL
    assert kinds["usb0"] is Kind.ALONE
    assert kinds["Cisco AnyConnect Virtual Miniport Adapter"] is not Kind.LOCAL


def test_this_machine_is_asked() -> None:
    """V264: and answers with addresses that can be written."""
    for way in network.ways():
        assert not way.address.startswith("127.")
        assert way.interface
