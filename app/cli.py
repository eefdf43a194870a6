"""The command line: `tannhjul serve`, `demo`, `rehearse`, `minutes`, `user`.

What prints for machines prints JSON on standard output and nothing else; errors are one line on
standard error, with an exit status that is not 0.
"""

import argparse
import asyncio
import getpass
import json
import logging
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path

import segno
import uvicorn
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app import secretary
from app.core.minutes import Minutes, compose, from_json
from app.core.state import replay
from app.demo import council as councils
from app.demo.workshop import furnish
from app.main import Tannhjul
from app.publish import data, html
from app.publish.issue import Issue
from app.rehearse.notes import Unreadable, texts
from app.rehearse.report import STEPS
from app.rehearse.report import words as in_words
from app.rehearse.run import rehearse
from app.rehearse.screens import Trouble
from app.rehearse.server import Server, own_server
from app.rooms import Rooms
from app.settings import Settings
from app.store import documents, roster, staff, workshops
from app.store.database import InUse, NewerDatabase, hold, migrate, open_database
from app.web import auth


class Stop(Exception):
    """Something the person at the keyboard must know; printed in one line, exit status 1."""


def main() -> None:
    """The `tannhjul` command."""
    args = _parser().parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    work: Callable[[argparse.Namespace], None] = args.work
    try:
        work(args)
    except Stop as stop:
        print(f"tannhjul: {stop}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    settings = Settings()
    parser = argparse.ArgumentParser(prog="tannhjul", description="Political workshops.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, work: Callable[..., None], help: str) -> argparse.ArgumentParser:  # noqa: A002
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(work=work)
        made.add_argument("--data", type=Path, default=settings.data, help="data directory")
        made.add_argument("--database", default=settings.database, help="database address")
        return made

    made = command("serve", _serve, "run the server")
    made.add_argument("--host", default=settings.host)
    made.add_argument("--port", type=int, default=settings.port)

    made = command("demo", _demo, "run with a demonstration council")
    made.add_argument("--host", default="0.0.0.0", help="tablets on the same network")  # noqa: S104
    made.add_argument("--port", type=int, default=settings.port)
    made.add_argument("--council", default="stavanger", help=", ".join(councils.names()))

    made = command("rehearse", _rehearse, "a hall of simulated tablets (generalprøve)")
    made.add_argument("--url", help="a running server; one is started for the occasion if left out")
    made.add_argument("--user", help="log in there; else the data directory tells who we are")
    made.add_argument("--tablets", type=int, default=60)
    made.add_argument("--tables", type=int, default=8)
    made.add_argument("--minutes", type=float, default=2, help="0: as fast as it goes")
    made.add_argument("--notes", type=Path, help="a CSV file with a column «text» to write from")
    made.add_argument("--json", action="store_true")

    made = command("minutes", _minutes, "the published minutes, or a draft, to a file")
    made.add_argument("workshop", metavar="WORKSHOP", help="the workshop's code")
    made.add_argument("--format", choices=["html", "json"], required=True)
    which = made.add_mutually_exclusive_group()
    which.add_argument("--version", type=int, help="the newest where it is not given")
    which.add_argument("--draft", action="store_true", help="as it would be published now")
    made.add_argument("--out", type=Path, required=True)

    made = command("user", _user, "staff accounts: add, list, disable, password")
    made.add_argument("do", choices=["add", "list", "disable", "password"])
    made.add_argument("login", nargs="?")
    made.add_argument("--name", help="shown in the staff log")
    made.add_argument("--json", action="store_true")
    return parser


# ---------------------------------------------------------------- serving


def _engine(args: argparse.Namespace) -> Engine:
    """The database, brought up to date. Raises `Stop`."""
    settings = Settings(data=args.data, database=args.database)
    if not settings.database:
        settings.data.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    try:
        migrate(engine)
    except NewerDatabase:
        raise Stop("the data was written by a newer Tannhjul; upgrade before you start") from None
    except OperationalError as error:
        raise Stop(f"the database cannot be opened: {error.orig}") from None
    return engine


def _alone(args: argparse.Namespace) -> AbstractContextManager[object]:
    """Keeps others from serving the same SQLite database meanwhile. Raises `Stop`."""
    if args.database:
        return nullcontext()
    args.data.mkdir(parents=True, exist_ok=True)
    try:
        return closing(hold(args.data))
    except InUse:
        raise Stop(f"another Tannhjul already serves from {args.data}") from None


def _serve(args: argparse.Namespace) -> None:
    with _alone(args):
        engine = _engine(args)
        port = _free_port(args.host, args.port, tries=1)
        base = _address(args.host, port)
        if not staff.users(engine):
            token = auth.new_setup_link(engine)
            print("First start. Make the first staff account here, once:")
            print(f"  {base}/stab/oppstart?token={token}")
        print(f"Tannhjul runs at {base}", flush=True)
        _run(engine, args, port)


def _demo(args: argparse.Namespace) -> None:
    try:
        chosen = councils.council(args.council)
    except KeyError:
        there = ", ".join(councils.names())
        raise Stop(f"no council «{args.council}»; there are: {there}") from None
    with _alone(args):
        engine = _engine(args)
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


def _run(engine: Engine, args: argparse.Namespace, port: int, address: str = "") -> None:
    settings = Settings(data=args.data, database=args.database, host=args.host, port=port)
    # A QR code on a card must lead to us also where the staff's own browser is at localhost.
    settings.address = settings.address or address
    uvicorn.run(
        Tannhjul(engine, settings),
        host=args.host,
        port=port,
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


# ---------------------------------------------------------------- rehearsing


def _rehearse(args: argparse.Namespace) -> None:
    if not (1 <= args.tables <= 60 and 1 <= args.tablets <= 1000):
        raise Stop("a rehearsal has 1 to 60 tables and 1 to 1000 tablets")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the rehearsal is to be removed
    say = (lambda _: None) if args.json else (lambda step: print(STEPS[step], flush=True))
    try:
        written = texts(args.notes)
        with _stage(args) as server:
            going = rehearse(server, args.tablets, args.tables, written, args.minutes, say)
            found = asyncio.run(going)
    except (Trouble, Unreadable) as trouble:
        raise Stop(str(trouble)) from None
    print(json.dumps(found.figures()) if args.json else f"\n{in_words(found)}")
    if not found.well:
        sys.exit(1)


@contextmanager
def _stage(args: argparse.Namespace) -> Iterator[Server]:
    """The server to rehearse on, with someone who may."""
    if not args.url:
        with own_server() as own:
            engine = open_database(f"sqlite:///{own.data / 'tannhjul.db'}")
            yield Server(own.url, partial(auth.operator_token, engine))
    elif args.user:
        server = Server(args.url)
        server.log_in(args.user, os.environ.get("TANNHJUL_PASSWORD") or getpass.getpass())
        yield server
    elif args.database or (args.data / "tannhjul.db").exists():
        yield Server(args.url, partial(auth.operator_token, _engine(args)))
    else:
        raise Stop(f"no data in {args.data}: give --data or --user, so that the server knows us")


# ---------------------------------------------------------------- minutes


def _minutes(args: argparse.Namespace) -> None:
    engine = _engine(args)
    row = workshops.find(engine, args.workshop)
    if row is None:
        raise Stop(f"no workshop «{args.workshop}»")
    minutes, issue = _draft(engine, row.id) if args.draft else _published(engine, row.id, args)
    if args.format == "json":
        content = data.document(minutes, issue)
    else:
        content = html.page(minutes, minutes.language, issue).encode()
    try:
        args.out.write_bytes(content)
    except OSError as error:
        raise Stop(f"{args.out} cannot be written: {error.strerror}") from None


def _draft(engine: Engine, workshop: str) -> tuple[Minutes, Issue | None]:
    loaded = workshops.load(engine, workshop)
    assert loaded is not None
    roll = secretary.attendees(roster.members(engine, workshop))
    return compose(replay(loaded.acts, loaded.sayings), roll), None


def _published(
    engine: Engine, workshop: str, args: argparse.Namespace
) -> tuple[Minutes, Issue | None]:
    rows = documents.versions(engine, workshop)
    for kept in rows:
        if args.version in (None, kept.version):
            issue = Issue(kept.version, rows[0].version, kept.at, kept.digest)
            return from_json(kept.body), issue
    raise Stop("there is no such version" if rows else "nothing is published yet; try --draft")


# ---------------------------------------------------------------- accounts


def _user(args: argparse.Namespace) -> None:
    engine = _engine(args)
    if args.do == "list":
        users = staff.users(engine)
        if args.json:
            print(json.dumps([user.model_dump(exclude={"password"}) for user in users]))
        else:
            for user in users:
                print(f"{user.login:<20} {user.name}{'  (disabled)' if user.disabled else ''}")
        return
    if not args.login:
        raise Stop(f"user {args.do} needs a login")
    if args.do == "disable":
        if not staff.disable(engine, args.login):
            raise Stop(f"no account «{args.login}»")
        return
    known = staff.get_user(engine, args.login)
    if args.do == "password" and known is None:
        raise Stop(f"no account «{args.login}»")
    password = os.environ.get("TANNHJUL_PASSWORD") or getpass.getpass("Password: ")
    name = args.name or (known.name if known else args.login)
    try:
        staff.set_user(engine, args.login, name, password)
    except staff.TooShort:
        raise Stop(f"the password needs {staff.SHORTEST_PASSWORD} characters or more") from None


if __name__ == "__main__":
    main()
