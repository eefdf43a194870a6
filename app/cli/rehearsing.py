"""`tannhjul rehearse`: a hall of simulated tablets (generalprøve)."""

import argparse
import asyncio
import getpass
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from app.cli.common import Stop, beside_a_server, most_open_files
from app.core.rehearsal import Verdict
from app.rehearse.notes import Unreadable, texts
from app.rehearse.report import STEPS, figures
from app.rehearse.report import words as in_words
from app.rehearse.run import rehearse as run_rehearsal
from app.rehearse.screens import Trouble
from app.rehearse.server import Server, own_server
from app.store.database import open_database
from app.web import auth

BESIDES = 100
"""Open files that a rehearsal needs besides one for each tablet, at the most."""


def rehearse(args: argparse.Namespace) -> None:
    if not (1 <= args.tables <= 60 and 1 <= args.tablets <= 1000):
        raise Stop("a rehearsal has 1 to 60 tables and 1 to 1000 tablets")
    limit = most_open_files()
    if limit < args.tablets + BESIDES:
        raise Stop(
            f"{args.tablets} tablets need {args.tablets + BESIDES} open files, and this system "
            f"allows {limit}: raise it (ulimit -n), or rehearse with fewer tablets"
        )
    for ending in ("SIGTERM", "SIGHUP"):  # whoever ends us: the rehearsal is to be removed
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), signal.default_int_handler)
    say = (lambda _: None) if args.json else (lambda step: print(STEPS[step], flush=True))
    try:
        written = texts(args.notes)
        with _stage(args) as server:
            going = run_rehearsal(server, args.tablets, args.tables, written, args.minutes, say)
            found = asyncio.run(going)
    except (Trouble, Unreadable) as trouble:
        raise Stop(str(trouble)) from None
    if found.stopped:
        raise Stop(found.stopped)
    print(json.dumps(figures(found)) if args.json else f"\n{in_words(found)}")
    if args.url and not args.json:
        print(f"Rapporten ligger på {args.url.rstrip('/')}/stab/generalprove")
    if found.verdict is Verdict.WRONG:
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
        yield Server(args.url, partial(auth.operator_token, beside_a_server(args)))
    else:
        raise Stop(f"no data in {args.data}: give --data or --user, so that the server knows us")
