"""The disk: how much room, how fast "lagret" can be, who may read, and who copies it elsewhere."""

import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from app.cli.doctor.case import Case, Finding

LITTLE = 1 << 30
"""Bytes left that are too few for an evening, its minutes and a backup."""

SLOW = 0.05
"""Seconds for one write that is to stay: from here on a hall that sends at once waits."""

TRIES = 9

_SYNCED = (
    "onedrive", "dropbox", "icloud", "mobile documents", "cloudstorage", "google drive",
    "googledrive", "nextcloud", "owncloud", "pcloud", "box sync", "sharepoint",
)  # fmt: skip
_REMOTE = ("nfs", "cifs", "smb", "9p", "afs", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd")


def folder(case: Case) -> Iterator[Finding]:
    """The data directory: closed to others, and on a disk of this machine's."""
    _, data = case._, case.data
    if data.exists() and sys.platform != "win32":
        mode = data.stat().st_mode & 0o777
        if mode & 0o077:
            yield Finding(
                "folder",
                False,
                _("Others on this machine can look into {folder}.", folder=data),
                _("Close it: {command}", command=f"chmod 700 {data}"),
            )
        else:
            yield Finding("folder", True, _("{folder} is closed to others.", folder=data))
    elif not data.exists() and case.sqlite:
        yield Finding("folder", True, _("{folder} is made at the first start.", folder=data))
    if any(name in part.lower() for part in data.parts for name in _SYNCED):
        yield Finding(
            "synced",
            False,
            _("{folder} is copied to a cloud.", folder=data),
            _(
                "Move it out of the synced folder: copies taken while a round is open can tell "
                "who wrote, and the database may break."
            ),
        )
    elif kind := _remote(data):
        yield Finding(
            "synced",
            False,
            _("{folder} is on a network disk ({kind}).", folder=data, kind=kind),
            _("Move it to a disk of this machine: over a network the database may break."),
        )


def _remote(data: Path) -> str:
    """The kind of file system, where it is another machine's; else empty."""
    if str(data).startswith("\\\\"):
        return "smb"
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    there = [line.split()[1:3] for line in mounts]
    at = [(place, kind) for place, kind in there if data.is_relative_to(_unescaped(place))]
    kind = max(at, key=lambda each: len(each[0]), default=("", ""))[1]
    return kind if kind.startswith(_REMOTE) else ""


def _unescaped(place: str) -> str:
    return place.replace("\\040", " ")


def room(case: Case) -> Iterator[Finding]:
    """How much is left, and how long it takes until something is on disk for good."""
    _ = case._
    there = next(each for each in (case.data, *case.data.parents) if each.exists())
    left = shutil.disk_usage(there).free
    size = case.figure(left / (1 << 30))
    if left < LITTLE:
        yield Finding(
            "disk",
            False,
            _("Only {size} GB are left on the disk.", size=size),
            _("Make room: nothing can be stored on a full disk."),
        )
    else:
        yield Finding("disk", True, _("{size} GB are left on the disk.", size=size))
    try:
        took = _sync(there)
    except OSError as error:
        yield Finding(
            "disk_speed",
            False,
            _("Nothing can be written in {folder}: {why}.", folder=there, why=error.strerror),
            _("Give the user who runs Tannhjul leave to write there."),
        )
        return
    words = _("It takes {ms} ms until a note is on disk.", ms=case.figure(took * 1_000))
    if took > SLOW:
        yield Finding("disk_speed", False, words, _("Use a disk inside the machine, best an SSD."))
    else:
        yield Finding("disk_speed", True, words)


def _sync(there: Path) -> float:
    """Seconds, in the middle of some tries, for a page of 4 kB to be on disk."""
    file = there / f".tannhjul-doctor-{os.getpid()}"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    took = []
    try:
        for _ in range(TRIES):
            began = time.monotonic()
            os.write(handle, bytes(4_096))
            os.fsync(handle)
            took.append(time.monotonic() - began)
            if took[-1] > 1:
                break
    finally:
        os.close(handle)
        file.unlink()
    return statistics.median(took)
