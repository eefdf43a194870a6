"""`serve --local-name verksted`: the name verksted.local on the hall's network, for who types it.

The codes on cards keep the address: not every network lets such names through, nor every device.
"""

import socket
from collections.abc import Sequence
from typing import Any

from app.cli.common import Stop
from app.cli.greeting import ANY
from app.machine import network
from app.settings import Settings

HTTP = "_http._tcp.local."
PATIENCE = 3_000
"""Milliseconds in which another machine may say that the name is its own."""


class LocalName:
    """The name while it is announced. Raises `Stop` where zeroconf is not installed, or the name
    is taken."""

    def __init__(self, settings: Settings) -> None:
        try:
            import zeroconf
        except ImportError:
            raise Stop("--local-name needs zeroconf: pip install 'tannhjul[local]'") from None
        self._zeroconf = zeroconf
        self._settings = settings
        self._there: Any = None
        self.announce()

    def announce(self) -> None:
        """On the networks of the moment; called again when they have changed."""
        self.withdraw()
        every = [way.address for way in network.ways()]
        addresses = every if self._settings.host in ANY else [self._settings.host]
        if not addresses:
            return
        name = self._settings.local_name
        told = self._zeroconf.ServiceInfo(
            HTTP,
            f"{name}.{HTTP}",
            addresses=[socket.inet_aton(each) for each in addresses],
            port=self._settings.port,
            properties={"path": "/"},
            server=f"{name}.local.",
        )
        there = self._zeroconf.Zeroconf(interfaces=list(addresses))
        taken = self._somebody_elses(there, addresses)
        try:
            if not taken:
                there.register_service(told)
        except self._zeroconf.NonUniqueNameException:
            taken = True
        if taken:
            there.close()
            raise Stop(f"the name {name}.local is taken on this network; choose another")
        self._there = there

    def _somebody_elses(self, there: Any, addresses: Sequence[str]) -> bool:
        """Whether the name leads to another machine; a service's name is asked for by zeroconf."""
        asked = self._zeroconf.AddressResolverIPv4(f"{self._settings.local_name}.local.")  # type: ignore[attr-defined]
        found: list[str] = asked.parsed_addresses() if asked.request(there, PATIENCE) else []
        return not set(found) <= set(addresses)

    def withdraw(self) -> None:
        """Tell all who remember it that it is gone."""
        if self._there is not None:
            self._there.unregister_all_services()
            self._there.close()
            self._there = None
