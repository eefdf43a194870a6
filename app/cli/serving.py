"""`tannhjul serve` and `tannhjul demo`."""

import argparse
import asyncio
import errno
import os
import socket
import ssl
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import segno
from pydantic import ValidationError
from sqlalchemy import Engine

from app.cli import logs, workers
from app.cli.certificate import renewed
from app.cli.common import ROOMY, Stop, alone, database, most_open_files
from app.cli.greeting import ANY, address, greet, tell_moved
from app.cli.local_name import LocalName
from app.cli.server import Server, configured
from app.demo import council as councils
from app.demo.workshop import furnish
from app.homes import rooms_of
from app.machine.certificates import Authority
from app.machine.certificates import context as tls
from app.settings import Settings
from app.store import staff, workshops
from app.store.database import open_database
from app.web import auth


def serve(args: argparse.Namespace) -> None:
    if not args.database and (args.workers > 1 or args.share_port):
        raise Stop("several processes need PostgreSQL: give --database")
    with alone(args):
        engine = database(args)
        port = _free_port(args.host, args.port, tries=1, share=args.share_port)
        settings = _settings(args, port)
        context = _context(settings)
        setup = "" if staff.users(engine) else auth.new_setup_link(engine)
        with _named(settings) as name:
            greet(settings, setup)
            if args.workers > 1:
                engine.dispose()
                workers.run(args.workers, _work, args, port)
            else:
                own = args.share_port or ":" in args.host
                sockets = [_bound(args.host, port, share=args.share_port)] if own else None
                moved = partial(_moved, settings, name)
                _server(engine, settings, context, moved).run_until_told(sockets)


def _moved(settings: Settings, name: LocalName | None) -> None:
    """The network is another one: tell it, on the screen and by name."""
    if not settings.address and settings.host in ANY:
        tell_moved(settings)
    if name is not None:
        name.announce()


def demo(args: argparse.Namespace) -> None:
    try:
        chosen = councils.council(args.council)
    except KeyError:
        there = ", ".join(councils.names())
        raise Stop(f"no council «{args.council}»; there are: {there}") from None
    with alone(args):
        engine = database(args)
        password = staff.setting(engine, "demo_password") or workshops.new_code(16).lower()
        staff.set_setting(engine, "demo_password", password)
        if staff.check(engine, "demo", password) is None:
            staff.set_user(engine, "demo", "Prosessleder (demo)", password)
        code = asyncio.run(_furnish(engine, args.data, chosen))
        settings = _settings(args, _free_port(args.host, args.port, tries=20))
        context = _context(settings)
        _welcome(engine, address(settings), code, password)
        _server(engine, settings, context).run_until_told()


async def _furnish(engine: Engine, data: Path, chosen: councils.Council) -> str:
    rooms = rooms_of(engine, data)
    try:
        return await furnish(rooms, chosen)
    finally:
        rooms.close()


def _welcome(engine: Engine, base: str, code: str, password: str) -> None:
    row = workshops.find(engine, code)
    assert row is not None
    codes = workshops.codes(engine, row.id)
    tablet = f"{base}/b/{codes[1]}"
    print(f"\n{row.title} – {row.body} i {row.municipality} (demo)\n")
    segno.make(tablet, error="m").terminal(compact=True)
    control, screen = f"{base}/stab/v/{code}/styr", f"{base}/skjerm/{codes[None]}"
    for label, where in (
        ("Nettbrett, bord 1", tablet),
        ("Nettbrett, bord 2", f"{base}/b/{codes[2]}"),
        ("Styring", control),
        ("Storskjerm", screen),
        ("Offentlig side", f"{base}/v/{code}"),
        ("Innlogging", f"{base}/stab    bruker: demo    passord: {password}"),
    ):
        print(f"  {label:<18} {where}")
    print("\n  Avslutt med Ctrl+C.\n", flush=True)
    if sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32")):
        for page in (control, screen, tablet):
            webbrowser.open(page)


def _work(args: argparse.Namespace, port: int) -> None:
    """One process of several, on a port that they share."""
    logs.begin(Settings())
    settings = _settings(args, port)
    server = _server(open_database(args.database), settings, _context(settings))
    workers.when_orphaned(partial(setattr, server, "should_exit", True))
    server.run_until_told([_bound(args.host, port, share=True)])


def _settings(args: argparse.Namespace, port: int) -> Settings:
    """As the command line has them, and where it is silent the environment. Raises `Stop`."""
    names = ("host", "data", "database", "https", "tls_cert", "tls_key", "local_name")
    given = {name: getattr(args, name) for name in names if hasattr(args, name)}
    try:
        return Settings(**given, port=port)
    except ValidationError as error:
        wrong = error.errors(include_input=False)[0]
        option = "-".join(map(str, wrong["loc"])).replace("_", "-")
        raise Stop(f"--{option}: {wrong['msg']}") from None


def _context(settings: Settings) -> ssl.SSLContext | None:
    """How to speak TLS, if at all; a certificate of our own is made, or renewed. Raises `Stop`."""
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise Stop("--tls-cert and --tls-key go together: a certificate and its key")
    if settings.https and settings.tls_cert:
        raise Stop("choose one: --https makes a certificate, --tls-cert takes yours")
    try:
        if settings.tls_cert:
            return tls(Path(settings.tls_cert), Path(settings.tls_key))
        if settings.https:
            own = Authority.of(settings.data)
            renewed(own, settings)
            return tls(own.server_file)
    except ssl.SSLError as error:
        raise Stop(f"certificate and key do not fit, or are no PEM files: {error.reason}") from None
    return None


@contextmanager
def _named(settings: Settings) -> Iterator[LocalName | None]:
    """The name on the local network meanwhile, if one is wanted."""
    if not settings.local_name:
        yield None
        return
    name = LocalName(settings)
    try:
        yield name
    finally:
        name.withdraw()


def _server(
    engine: Engine,
    settings: Settings,
    context: ssl.SSLContext | None,
    moved: Callable[[], None] = lambda: None,
) -> Server:
    limit = most_open_files()
    if limit < ROOMY:
        print(
            f"tannhjul: this system allows {limit} open files, so at most {limit - 50} screens at "
            "a time: raise it for a large hall (ulimit -n, or LimitNOFILE of the service)",
            file=sys.stderr,
        )
    logs.guard()

    def elsewhere() -> None:
        """Our addresses are others: the certificate is to have them too."""
        own = Authority.of(settings.data)
        if context is not None and settings.https and renewed(own, settings):
            context.load_cert_chain(own.server_file)  # for those who come from now on
        moved()

    return Server(configured(engine, settings), context, elsewhere)


def _bound(host: str, port: int, *, share: bool = False) -> socket.socket:
    """A socket on the port; on «::» it takes IPv4 too. Raises `OSError`.

    `share`: others of us have the port too, and the system deals out who comes.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ours = socket.socket(family)
    try:
        if family == socket.AF_INET6:
            ours.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        if sys.platform != "win32":  # there it would take the port from whoever has it
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if share:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ours.bind((host, port))
    except OSError:
        ours.close()
        raise
    return ours


def _free_port(host: str, port: int, tries: int, *, share: bool = False) -> int:
    """The port, or one of the next, that nobody else listens on; for 0 any. Raises `Stop`."""
    for candidate in range(port, port + tries):
        try:
            with _bound(host, candidate, share=share) as probe:
                return int(probe.getsockname()[1])
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Stop(f"{host}, port {candidate}: {error.strerror}") from None
    raise Stop(f"port {port} is taken; choose another with --port")
