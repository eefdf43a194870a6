"""Whether tablets in the hall can reach us: addresses, the port, firewalls."""

import json
import platform
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from app.cli.doctor.case import Case, Finding
from app.cli.greeting import ANY
from app.machine import network
from app.machine.network import Kind, Way

PATIENCE = 1.0
"""Seconds that a server on this machine gets to answer."""

_ALONE = {"127.0.0.1", "localhost", "::1"}


def ways(case: Case) -> Iterator[Finding]:
    """Which addresses we have, and which one cards and codes will show."""
    _ = case._
    found = network.ways()
    good = [way for way in found if way.kind is Kind.LOCAL]
    if not found:
        yield Finding(
            "network",
            False,
            _("This machine is on no network."),
            _("Connect it to the Wi-Fi that the tablets use, or by cable, and look again."),
        )
    elif found[0].kind is Kind.ALONE:
        yield Finding(
            "network",
            False,
            _("The network gives this machine no address: {address}.", address=found[0].address),
            _(
                "Nobody deals out addresses there. Use an access point that does, or share the "
                "Wi-Fi of this machine."
            ),
        )
    elif not good:
        yield Finding(
            "network",
            False,
            _("The only network is {way}, which tablets are not on.", way=_named(found[0])),
            _("Connect this machine to the Wi-Fi that the tablets use, or by cable."),
        )
    elif len(good) > 1:
        yield Finding(
            "network",
            True,
            _("This machine is on several networks: {ways}.", ways=", ".join(map(_named, good))),
            _(
                "Let the tablets be on the same one, or set TANNHJUL_ADDRESS to the address that "
                "is to stand on cards."
            ),
        )
    else:
        yield Finding("network", True, _("On the network as {way}.", way=_named(good[0])))
    tunnels = [way for way in found if way.kind is Kind.TUNNEL]
    if good and tunnels:
        yield Finding(
            "vpn",
            True,
            _("A VPN is on: {way}.", way=_named(tunnels[0])),
            _(
                "Some VPNs shut out the local network. If tablets do not come in, turn it off "
                "while the meeting lasts."
            ),
        )


def _named(way: Way) -> str:
    return f"{way.address} ({way.interface})"


def shown(case: Case) -> Iterator[Finding]:
    """The address on cards and codes, where one is set."""
    _ = case._
    address = case.settings.address
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Finding(
            "address",
            False,
            _("TANNHJUL_ADDRESS is no web address: {address}.", address=address),
            _("Write it whole, as https://verksted.kommune.no"),
        )
    elif parts.hostname in _ALONE:
        yield Finding(
            "address",
            False,
            _("TANNHJUL_ADDRESS leads to this machine only: {address}.", address=address),
            _("Set it to what tablets reach, or leave it out: then the address is found."),
        )
    else:
        yield Finding("address", True, _("Cards and codes show {address}.", address=address))


def port(case: Case) -> Iterator[Finding]:
    """Whether the port is free, or a Tannhjul answers on it, and then also from the network."""
    _ = case._
    host, number = case.settings.host, case.settings.port
    if answers("127.0.0.1" if host in ANY else host, number):
        yield from _running(case, number)
    elif _taken(host, number):
        yield Finding(
            "port",
            False,
            _("Another program uses port {port}.", port=number),
            _("Close it, or choose another port with --port."),
        )
    elif host in _ALONE and not case.settings.address:
        yield Finding(
            "port",
            True,
            _("Port {port} is free.", port=number),
            _("Tablets come in only if it is started with: tannhjul serve --host 0.0.0.0"),
        )
    else:
        yield Finding("port", True, _("Port {port} is free.", port=number))


def _running(case: Case, number: int) -> Iterator[Finding]:
    _ = case._
    here = network.best()
    if here is None or answers(here, number):
        yield Finding("port", True, _("Tannhjul runs on port {port} and answers.", port=number))
    elif case.settings.address:  # a proxy stands in front, and is the one to ask
        yield Finding("port", True, _("Tannhjul runs on port {port}, behind a proxy.", port=number))
    else:
        yield Finding(
            "port",
            False,
            _("Tannhjul runs on port {port}, but for this machine only.", port=number),
            _("Stop it, and start it with: tannhjul serve --host 0.0.0.0"),
        )


def answers(host: str, number: int) -> bool:
    """Whether a Tannhjul answers there: it tells how it is in the clear also where it has TLS."""
    connection = HTTPConnection(host, number, timeout=PATIENCE)
    try:
        connection.request("GET", "/helse")
        told = json.loads(connection.getresponse().read(1_000))
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return isinstance(told, dict) and "ok" in told


def _taken(host: str, number: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError:
            return True
    return False


def firewall(case: Case) -> Iterator[Finding]:
    """What may stand in the way, which cannot be seen from the inside."""
    _ = case._
    number = case.settings.port
    system = platform.system()
    if system == "Windows":
        do = (
            "netsh advfirewall firewall add rule name=Tannhjul dir=in action=allow "
            f"protocol=TCP localport={number}"
        )
    elif system == "Darwin":
        do = "/usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate"
    elif _says("/etc/ufw/ufw.conf", "ENABLED=yes"):
        do = f"sudo ufw allow {number}/tcp"
    elif Path("/run/firewalld").exists():
        do = f"sudo firewall-cmd --add-port={number}/tcp"
    elif _says("/etc/nftables.conf", "hook input"):
        do = f"sudo nft add rule inet filter input tcp dport {number} accept"
    else:
        do = ""
    phone = _(
        "Try with a phone on the same Wi-Fi: if it does not come in, client isolation may be on "
        "in the access point."
    )
    if do:
        words = _(
            "A firewall may keep tablets out. If it does, this lets them in: {command}", command=do
        )
        yield Finding("firewall", True, words, phone)
    else:
        yield Finding("firewall", True, _("No firewall is seen on this machine."), phone)


def _says(file: str, words: str) -> bool:
    try:
        return words in Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
