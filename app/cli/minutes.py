"""`tannhjul minutes`: what is published, or a draft, to a file."""

import argparse
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Engine

from app import secretary
from app.cli.common import Stop, beside_a_server
from app.core.evolve import replay
from app.core.frozen import from_json
from app.core.minutes import Minutes
from app.publish.edition import FORMS, Edition
from app.publish.forms.pdf import NotSet
from app.publish.issue import Issue
from app.publish.packages.bundle import as_archive, as_everything, as_tables
from app.store import documents, municipality, workshops
from app.store.tables import WorkshopRow
from app.store.whole import settle

FORMATS: Mapping[str, Callable[[Edition], bytes]] = {
    **FORMS,
    "tables": as_tables,
    "arkivmelding": as_archive,
    "zip": as_everything,
}
PUBLISHED = ("arkivmelding", "zip")
"""What a draft is not for."""


def minutes(args: argparse.Namespace) -> None:
    if args.draft and args.format in PUBLISHED:
        raise Stop(f"a draft is not archived: «{args.format}» is for published minutes")
    engine = beside_a_server(args)
    row = workshops.find(engine, args.workshop)
    if row is None:
        raise Stop(f"no workshop «{args.workshop}»")
    minutes, issue = _draft(engine, row.id) if args.draft else _published(engine, row, args.version)
    notices = workshops.notices(engine, row.id)
    try:
        crest = municipality.crest(engine, minutes.crest)
        edition = Edition(minutes, row.code, issue, announced=notices, crest=crest)
        content = FORMATS[args.format](edition)
        _write(content, args.out)
    except NotSet as error:
        why = str(error.__cause__ or error).partition("\n")[0]
        raise Stop(f"the {args.format} could not be made: {why}") from None
    except OSError as error:
        raise Stop(f"{args.out} cannot be written: {error.strerror}") from None


def _draft(engine: Engine, workshop: str) -> tuple[Minutes, Issue | None]:
    loaded = workshops.load(engine, workshop)
    assert loaded is not None
    return secretary.draft_of(engine, workshop, replay(loaded.acts, loaded.sayings)), None


def _published(
    engine: Engine, row: WorkshopRow, version: int | None
) -> tuple[Minutes, Issue | None]:
    """The newest version that stands, or the one that is asked for. Raises `Stop`."""
    rows = documents.versions(engine, row.id)
    if not rows:
        raise Stop("nothing is published yet; try --draft")
    stand = [kept for kept in rows if kept.withdrawn_at is None]
    kept = next((kept for kept in rows if kept.version == version), None)
    kept = kept if version is not None else (stand or rows)[0]
    if kept is None:
        raise Stop("there is no such version")
    if kept.withdrawn_at is not None:
        raise Stop(
            f"version {kept.version} was withdrawn by {kept.withdrawn_by}: {kept.withdrawn_why}"
        )
    return from_json(kept.body), Issue(kept.version, stand[0].version, kept.at, kept.digest)


def _write(content: bytes, path: Path) -> None:
    """In the place of what was there, once it is whole and on disk. Raises `OSError`."""
    if path.exists() and not path.is_file():  # a pipe, or a device
        path.write_bytes(content)
        return
    path = path.resolve()
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        settle(part, path)
    finally:
        part.unlink(missing_ok=True)
