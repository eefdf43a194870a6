"""What all commands lean on: a clean way to stop, and the database that the options point at."""

import argparse

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.settings import Settings
from app.store.database import NewerDatabase, migrate, open_database


class Stop(Exception):
    """Something the person at the keyboard must know; printed in one line, exit status 1."""


def database(args: argparse.Namespace) -> Engine:
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
