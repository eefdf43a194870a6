"""`tannhjul serve` and `tannhjul demo`."""

import argparse
import asyncio
import logging
import os
import socket
import sys
import webbrowser
from contextlib import suppress
from functools import partial
from pathlib import Path

import segno
import uvicorn
from sqlalchemy import Engine

from app.cli import workers
from app.cli.common import LOGGING, Stop, alone, database, most_open_files
from app.demo import council as councils
from app.demo.workshop import furnish
from app.homes import rooms_of
from app.main import Tannhjul
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
        base = _address(args.host, port)
        if not staff.users(engine):
            token = auth.new_setup_link(engine)
            print("First start. Make the first staff account here, once:")
            print(f"  {base}/stab/oppstart?token={token}")
        print(f"Tannhjul runs at {base}", flush=True)
        if args.workers > 1:
            engine.dispose()
            workers.run(args.workers, _work, args, port)
        else:
            sockets = [_shared(args.host, port)] if args.share_port else None
            _server(engine, args, port).run(sockets)


def demo(args: argparse.Namespace) -> None:
    try:
        chosen = councils.council(args.council)
    except KeyError:
        there = ", ".join(councils.names())
        raise Stop(f"no council «{args.council}»; there are: {there}") from None
    with alone(args):
        engine = database(args)
        password = staff.setting(engine, "demo_password") or workshops.new_code(12).lower()
        staff.set_setting(engine, "demo_password", password)
        if staff.check(engine, "demo", password) is None:
            staff.set_user(engine, "demo", "Prosessleder (demo)", password)
        code = asyncio.run(_furnish(engine, args.data, chosen))
        port = _free_port(args.host, args.port, tries=20)
        address = _address(args.host, port)
        _welcome(engine, address, code, password)
        _server(engine, args, port, address).run()


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
    for label, address in (
        ("Nettbrett, bord 1", tablet),
        ("Nettbrett, bord 2", f"{base}/b/{codes[2]}"),
        ("Styring", control),
        ("Storskjerm", screen),
        ("Offentlig side", f"{base}/v/{code}"),
        ("Innlogging", f"{base}/stab    bruker: demo    passord: {password}"),
    ):
        print(f"  {label:<18} {address}")
    print("\n  Avslutt med Ctrl+C.\n", flush=True)
    if sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32")):
        for address in (control, screen, tablet):
            webbrowser.open(address)


def configured(engine: Engine, settings: Settings) -> uvicorn.Config:
    """The web server as it runs everywhere: on the command line, in tests, in measurements."""
    return uvicorn.Config(
        Tannhjul(engine, settings),
        host=settings.host,
        port=settings.port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=1 << 20,
        backlog=4096,
        log_level="warning",
        access_log=False,
        server_header=False,
        root_path=settings.root_path,
        timeout_graceful_shutdown=3,
    )


class Server(uvicorn.Server):
    """As any, but that it tells the screens before it stops."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        assert isinstance(self.config.app, Tannhjul)
        self.config.app.live.say_goodbye()
        await super().shutdown(sockets)


ROOMY = 2_048
"""Open files that are enough for any council: a socket for each screen, and some to spare."""


def _work(args: argparse.Namespace, port: int) -> None:
    """One process of several, on a port that they share."""
    logging.basicConfig(**LOGGING)
    server = _server(open_database(args.database), args, port)
    workers.when_orphaned(partial(setattr, server, "should_exit", True))
    with suppress(KeyboardInterrupt):
        server.run([_shared(args.host, port)])


def _server(engine: Engine, args: argparse.Namespace, port: int, address: str = "") -> Server:
    limit = most_open_files()
    if limit < ROOMY:
        print(
            f"tannhjul: this system allows {limit} open files, so at most {limit - 50} screens at "
            "a time: raise it for a large hall (ulimit -n, or LimitNOFILE of the service)",
            file=sys.stderr,
        )
    settings = Settings(data=args.data, database=args.database, host=args.host, port=port)
    # A QR code on a card must lead to us also where the staff's own browser is at localhost.
    settings.address = settings.address or address
    return Server(configured(engine, settings))


def _shared(host: str, port: int) -> socket.socket:
    """A socket of our own on a port that others of us have too: the system deals out who comes."""
    ours = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    ours.bind((host, port))
    return ours


def _free_port(host: str, port: int, tries: int, *, share: bool = False) -> int:
    """The port, or one of the next, that nobody else listens on. Raises `Stop`."""
    for candidate in range(port, port + tries):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if share:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise Stop(f"port {port} is taken; choose another with --port")


def _address(host: str, port: int) -> str:
    """How others reach us: the configured address, or the one this machine has on its network."""
    configured = Settings().address
    if configured:
        return configured.rstrip("/")
    if host == "0.0.0.0":  # noqa: S104
        host = "127.0.0.1"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing: asks which way out there is
                host = probe.getsockname()[0]
            except OSError:
                pass
    return f"http://{host}:{port}"
