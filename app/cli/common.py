"""What all commands lean on: a clean way to stop, and the database that the options point at."""

import argparse
import errno
import getpass
import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing, nullcontext, suppress

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.core.things import Trouble
from app.rooms import clock
from app.settings import Settings
from app.store import deeds
from app.store.database import (
    InUse,
    NewerDatabase,
    hold,
    open_database,
    revision,
    revisions,
    trouble,
)
from app.store.deeds import Doing
from app.store.upgrading import FOLDER, bring_up_to_date

if sys.platform != "win32":
    import resource

BACKED_UP = "backed-up"
"""A file in the data directory, as old as the newest backup that was made there."""

ROOMY = 2_048
"""Open files that are enough for any council: a socket for each screen, and some to spare."""

OPEN_FILES = 65_536
"""As many as we ask the system for: six times the largest hall that was tried."""


class Stop(Exception):
    """Something the person at the keyboard must know; printed in one line, exit status 1."""


def most_open_files() -> int:
    """Let this process open as many files, and sockets, as the system allows; that many it is.

    Systems begin with a lower limit, often 256 or 1,024: too few for a large hall.
    """
    if sys.platform == "win32":
        return sys.maxsize  # sockets are no files there
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        with suppress(OSError, ValueError):  # some systems promise more than they give
            resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
            soft = ceiling
    return sys.maxsize if soft == resource.RLIM_INFINITY else soft


def database(args: argparse.Namespace) -> Engine:
    """The database, brought up to date. Raises `Stop`."""
    settings = Settings(data=args.data, database=args.database)
    if not settings.database:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    try:
        kept = bring_up_to_date(engine, settings.data / FOLDER)
    except NewerDatabase:
        raise Stop("the data was written by a newer Tannhjul; upgrade before you start") from None
    except OSError as error:
        said = why(error, args)
        raise Stop(f"no backup before the upgrade, so nothing is changed: {said}") from None
    except DatabaseError as error:
        raise Stop(why(error, args)) from None
    if kept:
        print(f"Upgraded; all as it was before is in {kept}.", file=sys.stderr)
    return engine


def beside_a_server(args: argparse.Namespace, *, make: bool = False) -> Engine:
    """The database as it is, made where it may be: a server may be on it, so it is not migrated.

    Raises `Stop`.
    """
    settings = Settings(data=args.data, database=args.database)
    there = settings.database or (settings.data / "tannhjul.db").exists()
    engine = open_database(settings.database_url)
    found = revision(engine) if there else None
    if found is None and make:
        return database(args)
    if found is None:
        raise Stop(f"there is no data in {'the database' if settings.database else settings.data}")
    if found not in revisions():
        raise Stop("the data was written by a newer Tannhjul: upgrade first")
    if found != revisions()[0]:
        raise Stop("the data was written by an older Tannhjul: run «tannhjul serve» once first")
    return engine


def why(error: Exception, args: argparse.Namespace) -> str:
    """Why the system, or a database, would not let us read or write; and what helps."""
    place = "the database" if args.database else str(args.data)
    said = str(getattr(error, "orig", None) or error).partition("\n")[0]
    if isinstance(error, OSError):
        found = _BY_ERRNO.get(error.errno, Trouble.NONE)
        said = ": ".join(filter(None, (error.filename, error.strerror))) or said
    else:
        found = trouble(error)
        if "unable to open" in said and not os.access(args.data, os.W_OK):
            found = Trouble.READ_ONLY
    match found:
        case Trouble.FULL:
            return f"the disk with {place} is full: make room on it, and start again"
        case Trouble.READ_ONLY:
            return f"nothing can be written in {place}: give leave to, and start again ({said})"
        case Trouble.BUSY:
            return (
                f"another program keeps the database in {place} locked: close it, and start again"
            )
        case Trouble.AWAY:
            return f"{place} cannot be opened or written: {said}"
    return said


_BY_ERRNO: Mapping[int | None, Trouble] = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
}


def by_command(command: str, code: str = "") -> AbstractContextManager[Doing]:
    """Meanwhile what is written stands in the staff log, as done by who is logged in here."""
    who = MACHINE
    with suppress(OSError, KeyError, ImportError):  # nobody has that number, as in a container
        who = f"{getpass.getuser()} ({MACHINE})"
    return deeds.doing(f"tannhjul {command}", who, clock(), code)


MACHINE = "kommandolinjen"
"""Who acts, in the staff log, where nobody is logged in but to the machine itself."""


def alone(args: argparse.Namespace) -> AbstractContextManager[object]:
    """Keeps others from serving the same SQLite database meanwhile. Raises `Stop`."""
    if args.database:
        return nullcontext()
    args.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return closing(hold(args.data))
    except InUse:
        raise Stop(f"another Tannhjul already serves from {args.data}") from None
