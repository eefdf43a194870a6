"""`tannhjul export`, `import`, `backup` and `restore`: from one database to another, in a file."""

import argparse
import json
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.cli.common import BACKED_UP, Stop, alone, beside_a_server, by_command, database, why
from app.settings import Settings
from app.store import backups, moving, processes, workshops
from app.store.database import InUse, open_database
from app.store.moving import Taken
from app.store.portable import Unreadable, opened, save
from app.store.sets import BOX, SHEET
from app.store.tables import WorkshopRow
from app.store.whole import refuse_company, replacing, snapshot


def export(args: argparse.Namespace) -> None:
    with _in_words(args):
        engine = beside_a_server(args)
        with snapshot(engine) as connection:
            codes, chosen = _chosen(engine, connection, args)
            counts = save(args.file, "workshop", moving.of_these(connection, codes))
    words = [f"{_sum(counts)} in {args.file}: {', '.join(codes.values())}."]
    words += _missing(chosen) if args.series else []
    _tell(args, [*words, *_open(counts)], codes=[*codes.values()], **_figures(counts))


def import_(args: argparse.Namespace) -> None:
    kept = None
    with _in_words(args), by_command("import") as deed:
        deed.detail = args.file.name
        file = opened(args.file, "workshop")
        if args.overwrite:
            with _without_a_server(args) as engine:
                with snapshot(engine) as connection:
                    if others := moving.compare(connection, file).other:
                        kept = _beside(args.file)
                        save(kept, "workshop", moving.of_these(connection, others))
                found = moving.bring_in(engine, file, overwrite=True)
        else:
            found = moving.bring_in(beside_a_server(args, make=True), file)
    new, same, other = (sorted(each.values()) for each in (found.new, found.same, found.other))
    words = [f"Imported {', '.join(new)}."] if new else []
    words += [f"Replaced {', '.join(other)}; what was here is in {kept}."] if other else []
    words += [f"Already here, and the same: {', '.join(same)}."] if same else []
    _tell(args, words, imported=new, replaced=other, unchanged=same, kept=kept)


def backup(args: argparse.Namespace) -> None:
    """To a file, or into a folder where older backups have an end."""
    now, folder = datetime.now(UTC), args.file if args.file.is_dir() else None
    if folder is None and (args.keep, args.days) != (None, None):
        raise Stop(f"{args.file} is no folder: --keep and --days are for backups in one")
    with _in_words(args):
        if folder:
            args.file = backups.fresh(folder, now)
        with snapshot(beside_a_server(args)) as connection:
            counts = save(args.file, "backup", moving.everything(connection))
        with suppress(OSError):  # only `tannhjul doctor` looks at it
            (args.data / BACKED_UP).touch()
        expired = backups.expire(folder, args.keep, args.days, now, args.file) if folder else []
    words = [
        f"{_sum(counts)} in {args.file}.",
        "Password hashes and the key to the staff's sessions are in it: keep it safe.",
        *_open(counts),
    ]
    words += [f"Deleted, as they were too old: {', '.join(map(str, expired))}."] if expired else []
    _tell(args, words, **_figures(counts), **({"expired": expired} if folder else {}))


def restore(args: argparse.Namespace) -> None:
    kept = None
    with _in_words(args), by_command("restore") as deed:
        deed.detail = args.file.name
        file = opened(args.file, "backup")
        with _without_a_server(args) as engine:
            if not moving.is_bare(engine):
                if not args.overwrite:
                    raise Stop(
                        "there is data here already: --overwrite replaces all of it, "
                        "and keeps a backup of it beside the file"
                    )
                kept = _beside(args.file)
                with snapshot(engine) as connection:
                    save(kept, "backup", moving.everything(connection))
            with replacing(engine) as connection:
                counts = moving.put(connection, file.rows())
    words = [f"Restored {_sum(counts)}."] + ([f"What was here is in {kept}."] if kept else [])
    _tell(args, words, kept=kept, **_figures(counts))


# ---------------------------------------------------------------- databases


@contextmanager
def _without_a_server(args: argparse.Namespace) -> Iterator[Engine]:
    """The database, brought up to date, which nobody else uses meanwhile."""
    with alone(args):
        refuse_company(open_database(Settings(data=args.data, database=args.database).database_url))
        yield database(args)


def _chosen(
    engine: Engine, connection: Connection, args: argparse.Namespace
) -> tuple[dict[str, str], list[WorkshopRow]]:
    """What was asked for by code, as id → code, and the workshops among it.

    A series is a plan process and its workshops, asked for by the code of any of them; a workshop
    without a plan process is a series of its own.
    """
    codes: dict[str, str] = {}
    chosen: list[WorkshopRow] = []
    for code in args.workshop.split(","):
        row = workshops.find(engine, code)
        process = None if row else processes.find(engine, code)
        if row is None and process is None:
            raise Stop(f"no workshop or plan process «{code}»")
        if args.series and row and row.process:
            process = processes.load(engine, row.process)
        if args.series and process:
            rows = moving.series(connection, process.id)
        else:
            rows = [row] if row else []
        codes |= {process.id: process.code} if process else {}
        codes |= {each.id: each.code for each in rows}
        chosen += rows
    return codes, chosen


def _beside(file: Path) -> Path:
    """A name for what is replaced."""
    return file.with_name(f"{file.name}.replaced-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")


# ---------------------------------------------------------------- words


@contextmanager
def _in_words(args: argparse.Namespace) -> Iterator[None]:
    """Whatever goes wrong ends in `Stop`; being told to end is as Ctrl+C, so no half file stays."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except Unreadable as words:
        raise Stop(f"{args.file}: {words}") from None
    except Taken as words:
        raise Stop(f"nothing is imported: {words}") from None
    except InUse:
        raise Stop("somebody else uses the database: stop all servers on it first") from None
    except OSError as error:
        raise Stop(f"{error.filename or args.file}: {error.strerror}") from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise Stop(why(error, args)) from None


def _tell(args: argparse.Namespace, words: Iterable[str], **figures: Any) -> None:
    if args.json:
        print(json.dumps({"file": args.file, **figures}, default=str))
    else:
        print(" ".join(words))


def _figures(counts: Counter[str]) -> dict[str, Any]:
    return {
        "workshops": counts["workshop"],
        "rows": counts.total(),
        "open": bool(_open(counts)),
    }


def _sum(counts: Counter[str]) -> str:
    many = counts["workshop"]
    return f"{many} workshop{'' if many == 1 else 's'}, {counts.total()} rows"


def _open(counts: Counter[str]) -> list[str]:
    """A warning, where one is due."""
    if not any(counts[table.name] for table in (SHEET, BOX)):
        return []
    return ["A round is open: the file tells which table wrote what. Delete it when that is over."]


def _missing(rows: Iterable[WorkshopRow]) -> list[str]:
    """Which numbers of the series are not there."""
    there = {row.number: row.of for row in rows}
    gone = [str(no) for no in range(1, max(there.values(), default=0) + 1) if no not in there]
    return [f"Of the series, number {' and '.join(gone)} is not here."] if gone else []
