"""`tannhjul serve` and `tannhjul demo`."""

import argparse
import asyncio
import os
import socket
import sys
import webbrowser
from contextlib import AbstractContextManager, closing, nullcontext

import segno
import uvicorn
from sqlalchemy import Engine

from app.cli.common import Stop, database
from app.demo import council as councils
from app.demo.workshop import furnish
from app.main import Tannhjul
from app.rooms import Rooms
from app.settings import Settings
from app.store import staff, workshops
from app.store.database import InUse, hold
from app.web import auth


def _alone(args: argparse.Namespace) -> AbstractContextManager[object]:
    """Keeps others from serving the same SQLite database meanwhile. Raises `Stop`."""
    if args.database:
        return nullcontext()
    args.data.mkdir(parents=True, exist_ok=True)
    try:
        return closing(hold(args.data))
    except InUse:
        raise Stop(f"another Tannhjul already serves from {args.data}") from None


def serve(args: argparse.Namespace) -> None:
    with _alone(args):
        engine = database(args)
        port = _free_port(args.host, args.port, tries=1)
        base = _address(args.host, port)
        if not staff.users(engine):
            token = auth.new_setup_link(engine)
            print("First start. Make the first staff account here, once:")
            print(f"  {base}/stab/oppstart?token={token}")
        print(f"Tannhjul runs at {base}", flush=True)
        _run(engine, args, port)


def demo(args: argparse.Namespace) -> None:
    try:
        chosen = councils.council(args.council)
    except KeyError:
        there = ", ".join(councils.names())
        raise Stop(f"no council «{args.council}»; there are: {there}") from None
    with _alone(args):
        engine = database(args)
        password = staff.setting(engine, "demo_password") or workshops.new_code(12).lower()
        staff.set_setting(engine, "demo_password", password)
        if staff.check(engine, "demo", password) is None:
            staff.set_user(engine, "demo", "Prosessleder (demo)", password)
        code = asyncio.run(_furnish(engine, chosen))
        port = _free_port(args.host, args.port, tries=20)
        address = _address(args.host, port)
        _welcome(engine, address, code, password)
        _run(engine, args, port, address)


async def _furnish(engine: Engine, chosen: councils.Council) -> str:
    rooms = Rooms(engine)
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


def _run(engine: Engine, args: argparse.Namespace, port: int, address: str = "") -> None:
    settings = Settings(data=args.data, database=args.database, host=args.host, port=port)
    # A QR code on a card must lead to us also where the staff's own browser is at localhost.
    settings.address = settings.address or address
    uvicorn.Server(configured(engine, settings)).run()


def _free_port(host: str, port: int, tries: int) -> int:
    """The port, or one of the next, that nobody listens on. Raises `Stop`."""
    for candidate in range(port, port + tries):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
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
