"""The machine: its clock, its memory, what it may keep open, and what it writes down of memory."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.cli.common import ROOMY, most_open_files
from app.cli.doctor.case import Case, Finding
from app.publish.phrases.times import HERE
from app.store.database import open_database
from app.store.tables import StaffAct

if sys.platform != "win32":
    import resource

LITTLE_MEMORY = 1 << 30


def clock(case: Case) -> Iterator[Finding]:
    """The notice, the minutes and certificates tell the time by it."""
    _ = case._
    now = case.now.astimezone(HERE)
    latest = _latest(case)
    told = f"{now:%d.%m.%Y %H.%M}"
    if now.year < 2026 or (latest is not None and latest > case.now):
        yield Finding(
            "clock",
            False,
            _("The clock says {now}, which is before something that has happened.", now=told),
            _("Set the clock before anything is written: notices and minutes tell the time by it."),
        )
        return
    synchronised = _synchronised()
    if synchronised is None or synchronised:
        yield Finding("clock", True, _("The clock says {now}.", now=told))
    else:
        yield Finding(
            "clock",
            True,
            _("The clock says {now}, and no time server has confirmed it.", now=told),
            _("Compare it with a phone."),
        )
    if now.utcoffset() != case.now.astimezone().utcoffset():
        yield Finding(
            "time_zone",
            True,
            _("The system has another time zone than Norway."),
            _("Pages and minutes show Norwegian time all the same; the log does not."),
        )


def _latest(case: Case) -> datetime | None:
    """When the newest act of the staff was done; None where there is none, or no database."""
    if case.sqlite and not (case.data / "tannhjul.db").exists():
        return None
    engine = open_database(case.settings.database_url)
    try:
        with engine.connect() as connection:
            at = connection.scalar(select(func.max(StaffAct.at)))
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()
    return datetime.fromtimestamp(at / 1_000, UTC) if at else None


def _synchronised() -> bool | None:
    """What systemd knows; None where there is nobody to ask."""
    program = shutil.which("timedatectl")
    if program is None:
        return None
    try:
        told = subprocess.run(  # noqa: S603  # a program of the system's, asked one thing
            [program, "show", "--property", "NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=1,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip() == "yes"


def memory(case: Case) -> Iterator[Finding]:
    _ = case._
    pages = (
        os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    )
    processors = os.cpu_count() or 1
    if not pages:
        yield Finding("machine", True, _("{n} processors.", n=processors))
        return
    size = case.figure(pages / (1 << 30))
    enough = pages >= LITTLE_MEMORY
    yield Finding(
        "machine",
        enough,
        _("{n} processors and {size} GB of memory.", n=processors, size=size),
        "" if enough else _("Use a machine with 1 GB or more."),
    )


def open_files(case: Case) -> Iterator[Finding]:
    _ = case._
    limit = most_open_files()
    if limit >= ROOMY:
        yield Finding("open_files", True, _("There is room for all screens of a hall."))
    else:
        yield Finding(
            "open_files",
            False,
            _("The system lets us have {n} screens at a time.", n=max(0, limit - 50)),
            _("Raise the limit: ulimit -n 4096, or LimitNOFILE=4096 of the service."),
        )


def on_disk(case: Case) -> Iterator[Finding]:
    """Memory that the system writes to disk takes along which tablet holds which ballot."""
    _ = case._
    swap = _swap()
    if swap:
        yield Finding(
            "swap",
            True,
            _("Memory may be written to {where}, not encrypted.", where=swap),
            _("Turn swap off before a meeting: sudo swapoff -a. Do not let the machine hibernate."),
        )
    elif sys.platform == "linux":
        yield Finding("swap", True, _("Memory is not written to disk in the clear."))
    if _dumps_core():
        yield Finding(
            "core_dumps",
            True,
            _("If the program broke down, its memory could be kept in a file."),
            _("Turn that off: ulimit -c 0, or LimitCORE=0 of the service."),
        )


def _swap() -> str:
    """A swap that is neither memory itself nor encrypted; empty where there is none."""
    try:
        lines = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return ""
    places = [line.split()[0] for line in lines]
    return next((p for p in places if "zram" not in p and not p.startswith("/dev/dm-")), "")


def _dumps_core() -> bool:
    return sys.platform != "win32" and resource.getrlimit(resource.RLIMIT_CORE)[0] != 0
