"""What is printed when the server starts: for a program the first line, for people the rest."""

import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

import segno

from app.i18n import translator
from app.machine import network
from app.machine.network import Kind
from app.settings import Settings

ANY = ("0.0.0.0", "::", "")  # noqa: S104  # compared with, not bound to


def address(settings: Settings) -> str:
    """How others reach us: the configured address, or the one this machine has on its network."""
    if settings.address:
        return settings.address.rstrip("/")
    host = settings.host
    if host in ANY:
        host = network.best() or "127.0.0.1"
    return f"{settings.scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}"


def qr(to: str) -> None:
    """A code for a phone or a tablet, where somebody sees it."""
    if sys.stdout.isatty():
        print()
        segno.make(to, error="m").terminal(compact=True)


def greet(settings: Settings, setup: str) -> None:
    """Tell where we are, and how to begin. `setup`: the token of the first start, or empty.

    The first line is for programs too, and stays as it is. The code leads to the front page also
    on a first start: a terminal is soon on the projector, and the link makes an administrator.
    """
    _ = translator(settings.language)
    base = address(settings)
    print(f"Tannhjul runs at {base}")
    if setup:
        print(_("First start. Make the first staff account here; the link works once:"))
        print(f"  {base}/stab/oppstart?token={setup}")
    if sys.stdout.isatty():
        if urlsplit(base).hostname in ("127.0.0.1", "localhost", "::1"):
            _tell_alone(settings)
        else:
            qr(base)
            rows = [(_("Front page"), base), (_("Log in"), f"{base}/stab")]
            if settings.local_name:
                name = f"{settings.scheme}://{settings.local_name}.local:{settings.port}"
                rows.append((_("By name"), name))
            if settings.https:
                # In the clear: who is to trust us does not yet.
                rows.append((_("Certificate"), f"http{base.removeprefix('https')}/sertifikat"))
            _table(rows)
            _others(settings)
        print("\n ", _("Stop with Ctrl+C."), "\n")
    sys.stdout.flush()


def tell_moved(settings: Settings) -> None:
    """The network has changed: where we are now."""
    _ = translator(settings.language)
    print(_("The network has changed. Tannhjul is now at {address}", address=address(settings)))
    sys.stdout.flush()


def _tell_alone(settings: Settings) -> None:
    _ = translator(settings.language)
    print()
    if settings.host in ANY:
        print(" ", _("This machine is on no network. The address is told when it is."))
    else:
        print(" ", _("Only this machine comes in. For tablets in the hall, start with:"))
        print("  tannhjul serve --host 0.0.0.0")


def _others(settings: Settings) -> None:
    """More networks that we are on, where it is not told which one the tablets use."""
    _ = translator(settings.language)
    others = [way for way in network.ways()[1:] if way.kind is Kind.LOCAL]
    if settings.address or settings.host not in ANY or not others:
        return
    print("\n ", _("This machine is on several networks. Tablets on another one use:"))
    port = settings.port
    _table([(way.interface, f"{settings.scheme}://{way.address}:{port}") for way in others])


def _table(rows: Sequence[tuple[str, str]]) -> None:
    print()
    for label, value in rows:
        print(f"  {label:<18} {value}")
