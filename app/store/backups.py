"""Backups in a folder of their own: named by the time, and taken away when they are old enough.

What is deleted here is in every backup that was made before; so a backup has an end too.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.store.portable import FORMAT, LONGEST_HEADER

FORM = "tannhjul-%Y%m%dT%H%M%SZ.backup"


def fresh(folder: Path, at: datetime) -> Path:
    """Where a backup that is made `at` that time is to be."""
    return folder / at.astimezone(UTC).strftime(FORM)


def expire(
    folder: Path, keep: int | None, days: float | None, now: datetime, made: Path | None = None
) -> list[Path]:
    """Delete the backups in the folder that are not among the `keep` newest, or are older than so
    many `days`; returns them. None: as many, or as old, as they come.

    Only what we made, by its name and by what it begins with; and never the newest one, nor the one
    that was `made` just now: it is not the newest by name where the clock was ahead before. Raises
    `OSError`.
    """
    there = sorted(_ours(folder), reverse=True)
    oldest = now - timedelta(days=days) if days is not None else None
    gone = [
        path
        for place, (at, path) in enumerate(there)
        if place > 0
        and path != made
        and ((keep is not None and place >= keep) or (oldest is not None and at < oldest))
    ]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _ours(folder: Path) -> Iterator[tuple[datetime, Path]]:
    for path in folder.glob("tannhjul-*.backup"):
        try:
            made = datetime.strptime(path.name, FORM).replace(tzinfo=UTC)
            if path.is_file() and not path.is_symlink() and _is_backup(path):
                yield made, path
        except ValueError:
            continue


def _is_backup(path: Path) -> bool:
    """Whether a Tannhjul, of whatever version, began the file."""
    with path.open("rb") as file:
        told = json.loads(file.readline(LONGEST_HEADER))
    return isinstance(told, dict) and (told.get("format"), told.get("kind")) == (FORMAT, "backup")
