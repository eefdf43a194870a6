"""The database: whether it opens, is whole, is ours in age, and keeps no more than it should."""

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.cli.common import BACKED_UP
from app.cli.doctor.case import Case, Finding
from app.store.database import open_database, revision, revisions

PATIENCE = 2.0
"""Seconds that a database may be read through; a large one is not read to its end."""

MUCH_AHEAD = 64 << 20
"""Bytes of what is written ahead: somebody has been in the way of sweeping up for long."""

OLD = 7
"""Days after which a backup may lack a whole workshop."""

WANTED: Mapping[str, str] = {
    # docs/threat-model.md, «PostgreSQL»: what is kept, or logged, that tells who wrote when.
    "archive_mode": "off",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "wal_recycle": "off",
    "track_commit_timestamp": "off",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "shared_preload_libraries": "",
}


def database(case: Case) -> Iterator[Finding]:
    """All that is to be found out about it."""
    _ = case._
    if case.sqlite and not (case.data / "tannhjul.db").exists():
        yield Finding("database", True, _("The database is made at the first start."))
        return
    engine = open_database(case.settings.database_url)
    try:
        yield from _age(case, engine)
        if case.sqlite:
            yield from _whole(case, case.data / "tannhjul.db")
        else:
            yield from _postgres(case, engine)
        yield from _backup(case, engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        yield Finding(
            "database",
            False,
            _("The database cannot be opened or read ({kind}).", kind=kind),
            _(
                "Is it running, is the address right, and may this user read it? Else restore the "
                "newest backup."
            ),
        )
    finally:
        engine.dispose()


def _age(case: Case, engine: Engine) -> Iterator[Finding]:
    _ = case._
    there, known = revision(engine), revisions()
    if there is None:
        yield Finding(
            "database", True, _("The database is empty, and is filled at the first start.")
        )
    elif there not in known:
        yield Finding(
            "database",
            False,
            _("The data was written by a newer Tannhjul than this one."),
            _("Upgrade Tannhjul before you start it."),
        )
    elif there != known[0]:
        yield Finding(
            "database",
            True,
            _("The data was written by an older Tannhjul."),
            _("Make a backup; it is brought up to date at the next start."),
        )
    else:
        yield Finding("database", True, _("The database opens, and is of this version."))


# ---------------------------------------------------------------- SQLite


def _whole(case: Case, file: Path) -> Iterator[Finding]:
    _ = case._
    with closing(sqlite3.connect(file, timeout=0.2, isolation_level=None)) as connection:
        until = time.monotonic() + PATIENCE
        connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
        try:
            (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_INTERRUPT":
                raise
            told = "ok"  # as far as was read
        connection.set_progress_handler(None, 0)
        if told != "ok":
            yield Finding(
                "integrity",
                False,
                _("The database is damaged."),
                _(
                    "Stop Tannhjul, keep a copy of the data directory, and restore the newest "
                    "backup."
                ),
            )
        yield from _lock(case, connection, file)
    ahead = file.with_name(file.name + "-wal")
    if ahead.exists() and ahead.stat().st_size > MUCH_AHEAD:
        yield Finding(
            "traces",
            False,
            _(
                "{size} MB of what was written lie in the log of the database.",
                size=ahead.stat().st_size >> 20,
            ),
            _("Another program keeps the database open: close it."),
        )


def _lock(case: Case, connection: sqlite3.Connection, file: Path) -> Iterator[Finding]:
    """A server takes the lock for milliseconds; who has it for longer stops everybody."""
    _ = case._
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        holders = ", ".join(_holders(file)) or _("unknown")
        yield Finding(
            "lock",
            False,
            _("The database is locked. Programs that have it open: {programs}.", programs=holders),
            _("Close what is not Tannhjul."),
        )


def _holders(file: Path) -> list[str]:
    """Names and numbers of the programs that have a file open, where Linux tells."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int(process.name) != os.getpid() and any(
                each.resolve() == file for each in (process / "fd").iterdir()
            ):
                found.append(f"{(process / 'comm').read_text().strip()} ({process.name})")
        except OSError:  # gone meanwhile, or another user's
            continue
    return found


# ---------------------------------------------------------------- PostgreSQL


def _postgres(case: Case, engine: Engine) -> Iterator[Finding]:
    _ = case._
    with engine.connect() as connection:
        version = connection.exec_driver_sql("SHOW server_version").scalar_one()
        rows = connection.exec_driver_sql("SELECT name, setting FROM pg_settings")
        there = {row.name: row.setting for row in rows}
    off = [
        f"{name} = {there[name]}"
        for name, wanted in WANTED.items()
        if name in there and there[name] != wanted
    ]
    words = _("PostgreSQL {version}.", version=str(version).partition(" ")[0])
    if not off:
        yield Finding("postgresql", True, words + " " + _("It keeps no more than it should."))
        return
    yield Finding(
        "postgresql",
        False,
        words
        + " "
        + _(
            "These settings keep or log what can tell who wrote when: {settings}.",
            settings=", ".join(off),
        ),
        _("Set them as docs/threat-model.md has them, under PostgreSQL."),
    )


# ---------------------------------------------------------------- backups


def _backup(case: Case, engine: Engine) -> Iterator[Finding]:
    _ = case._
    if revision(engine) is None:
        return
    try:
        made = datetime.fromtimestamp((case.data / BACKED_UP).stat().st_mtime, UTC)
    except OSError:
        yield Finding(
            "backup",
            True,
            _("No backup has been made."),
            _("After each workshop: tannhjul backup FILE, to an encrypted disk."),
        )
        return
    days = (case.now - made).days
    yield Finding(
        "backup",
        True,
        case._.ngettext(
            "The newest backup is {n} day old.", "The newest backup is {n} days old.", days
        ),
        _("Make a new one: tannhjul backup FILE") if days > OLD else "",
    )
