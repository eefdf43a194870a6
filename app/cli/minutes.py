"""`tannhjul minutes`: what is published, or a draft, to a file."""

import argparse

from sqlalchemy import Engine

from app import secretary
from app.cli.common import Stop, database
from app.core.evolve import replay
from app.core.frozen import from_json
from app.core.minutes import Minutes, compose
from app.publish import data, html
from app.publish.issue import Issue
from app.publish.minutes import paper
from app.store import documents, roster, workshops


def minutes(args: argparse.Namespace) -> None:
    engine = database(args)
    row = workshops.find(engine, args.workshop)
    if row is None:
        raise Stop(f"no workshop «{args.workshop}»")
    minutes, issue = _draft(engine, row.id) if args.draft else _published(engine, row.id, args)
    if args.format == "json":
        content = data.document(minutes, issue)
    else:
        content = html.page(paper(minutes, minutes.language, issue)).encode()
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
