"""Which addresses this machine has, and which of them a tablet in the hall can reach.

Nothing is sent: the system is asked. A hall often has no internet, and the laptop in it is often on
a virtual private network or runs virtual machines, each with an address that looks as good.
"""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address

import ifaddr


class Kind(IntEnum):
    """What an address is good for, the best first."""

    LOCAL = 0  # the network that the machine is on: cable or Wi-Fi
    BRIDGE = 1  # to virtual machines and containers on this machine
    TUNNEL = 2  # a virtual private network
    ALONE = 3  # given by nobody (169.254…): there is no network, or nobody who deals out addresses


@dataclass(frozen=True, slots=True)
class Way:
    """One address of ours."""

    kind: Kind
    address: str
    interface: str


_TUNNELS = re.compile(
    r"tun|tap|wg|ppp|utun|ipsec|tailscale|zt|nordlynx|wintun|vpn|wireguard|anyconnect|fortinet"
    r"|globalprotect|pangp|zscaler|juniper"
)
_BRIDGES = re.compile(
    r"docker|br-|veth|virbr|lxc|lxd|cni|podman|vmnet|vboxnet|vethernet|bridge\d|hyper-v|virtualbox"
    r"|vmware|wsl"
)


def ways() -> list[Way]:
    """All ways to this machine but from itself, the best first."""
    default = _default()
    found = [
        Way(kind_of(card.nice_name, one.ip), one.ip, card.nice_name)
        for card in ifaddr.get_adapters()
        for one in card.ips
        if isinstance(one.ip, str) and not IPv4Address(one.ip).is_loopback
    ]
    return sorted(found, key=lambda way: (way.kind, way.address != default, way.interface))


def kind_of(interface: str, address: str) -> Kind:
    """What an address on an interface of this name is good for."""
    if IPv4Address(address).is_link_local:
        return Kind.ALONE
    name = interface.lower()
    if _BRIDGES.match(name) or re.search(r"virtual(box)?|hyper-v|vmware", name):
        return Kind.BRIDGE
    if _TUNNELS.match(name) or re.search(r"\bvpn\b|wireguard|anyconnect|tap-windows", name):
        return Kind.TUNNEL
    return Kind.LOCAL


def best() -> str | None:
    """The address that others on the network find us at; None where there is no network."""
    found = ways()
    return found[0].address if found else None


def _default() -> str:
    """Our address on the way out of the house; empty where there is no such way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing: asks which way it would go
        return str(probe.getsockname()[0])
    return ""
