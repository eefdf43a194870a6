"""What is searched: published texts, and for each word the texts it stands in.

It repeats what lies elsewhere, and is never asked for without being brought up to date first: each
workshop and plan process has a mark of what of it is public, and what was made from another mark is
made anew (`docs/decisions/0028`). The same tables on SQLite and PostgreSQL.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, func, insert, literal, or_, select
from sqlalchemy.exc import IntegrityError

from app.core.events import NoticePublished
from app.core.things import Announcement
from app.store import log
from app.store import tables as t
from app.store.database import writing
from app.store.documents import MINUTES
from app.store.processes import PROCESS
from app.store.sets import table_of
from app.store.workshops import ACT, WORKSHOP

SOURCE, PASSAGE, WORD = (
    table_of(model) for model in (t.SearchSource, t.SearchPassage, t.SearchWord)
)
AT_ONCE = 500  # rows


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that is public. `kind` is one letter, `place` where it stands, `about` what it
    answers."""

    kind: str
    place: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word that somebody wrote, and where: numbers of passages by owner."""

    word: str
    stem: str
    places: Mapping[str, Sequence[int]]


# ---------------------------------------------------------------- up to date


def public(engine: Engine) -> dict[str, str]:
    """The workshops and plan processes of which something is public: id → mark of what."""
    newest = (
        select(MINUTES.c.workshop, func.max(MINUTES.c.version).label("version"))
        .where(MINUTES.c.withdrawn_at.is_(None))
        .group_by(MINUTES.c.workshop)
        .subquery()
    )
    same = (MINUTES.c.workshop == newest.c.workshop) & (MINUTES.c.version == newest.c.version)
    with engine.connect() as connection:
        digests = {
            row.workshop: row.digest
            for row in connection.execute(
                select(MINUTES.c.workshop, MINUTES.c.digest).join(newest, same)
            )
        }
        held = connection.execute(
            select(WORKSHOP.c.id, WORKSHOP.c.announced).where(~WORKSHOP.c.rehearsal)
        )
        found = {
            row.id: f"{row.announced} {digests.get(row.id, '')}"
            for row in held
            if row.announced or row.id in digests
        }
        plans = select(PROCESS.c.id, PROCESS.c.rev).where(PROCESS.c.public)
        return found | {row.id: str(row.rev) for row in connection.execute(plans)}


def marks(engine: Engine) -> dict[str, str]:
    """What there is to search in, and the mark that it was made from."""
    with engine.connect() as connection:
        rows = connection.execute(select(SOURCE.c.owner, SOURCE.c.mark))
        return {row.owner: row.mark for row in rows}


def announcement(engine: Engine, workshop: str) -> Announcement | None:
    """The newest notice of the workshop."""
    mine = (ACT.c.workshop == workshop) & (ACT.c.kind == NoticePublished.__name__)
    newest = select(ACT.c.body).where(mine).order_by(ACT.c.seq.desc()).limit(1)
    with engine.connect() as connection:
        body = connection.execute(newest).scalar()
    act = log.read(NoticePublished.__name__, body) if body else None
    return act.announcement if isinstance(act, NoticePublished) else None


def put(
    engine: Engine,
    owner: str,
    mark: str,
    passages: Sequence[Passage],
    words: Mapping[tuple[str, str], Sequence[int]],
) -> None:
    """In the place of what there was of this owner. `words`: (word, stem) → numbers of passages."""
    texts = [
        {"owner": owner, "no": no, "place": each.place, "about": each.about, "text": each.text}
        for no, each in enumerate(passages)
    ]
    entries = [
        {"owner": owner, "word": word, "stem": stem, "places": json.dumps([*places])}
        for (word, stem), places in words.items()
    ]
    with suppress(IntegrityError), writing(engine) as connection:  # another process was quicker
        _drop(connection, [owner])
        kinds = "".join(each.kind for each in passages)
        connection.execute(insert(SOURCE), {"owner": owner, "mark": mark, "kinds": kinds})
        for table, rows in ((PASSAGE, texts), (WORD, entries)):
            for at in range(0, len(rows), AT_ONCE):
                connection.execute(insert(table), rows[at : at + AT_ONCE])


def drop(engine: Engine, owners: Collection[str]) -> None:
    """Nothing of these is public any more."""
    if owners:
        with writing(engine) as connection:
            _drop(connection, owners)


def _drop(connection: Connection, owners: Collection[str]) -> None:
    for table in (SOURCE, PASSAGE, WORD):
        connection.execute(delete(table).where(table.c.owner.in_(owners)))


# ---------------------------------------------------------------- asked


def kinds(engine: Engine) -> dict[str, str]:
    """By owner, the kinds of its passages, a letter each."""
    with engine.connect() as connection:
        rows = connection.execute(select(SOURCE.c.owner, SOURCE.c.kinds))
        return {row.owner: row.kinds for row in rows}


def words_like(engine: Engine, stem: str, forms: Collection[str], root: str) -> list[Entry]:
    """The words with this stem, those among `forms`, and those that have `root` anywhere in them,
    unless it is empty."""
    inside = [WORD.c.word.contains(root, autoescape=True)] if root else []
    return _entries(engine, or_(WORD.c.stem == stem, WORD.c.word.in_(forms), *inside))


def words_in(engine: Engine, word: str, shortest: int) -> list[Entry]:
    """The words that a longer one begins or ends with."""
    there = or_(literal(word).like(WORD.c.word + "%"), literal(word).like("%" + WORD.c.word))
    return _entries(engine, there & (func.length(WORD.c.word) >= shortest) & (WORD.c.word != word))


def _entries(engine: Engine, wanted: object) -> list[Entry]:
    found: defaultdict[tuple[str, str], dict[str, list[int]]] = defaultdict(dict)
    with engine.connect() as connection:
        for row in connection.execute(select(WORD).where(wanted)):  # type: ignore[arg-type]
            found[row.word, row.stem][row.owner] = json.loads(row.places)
    return [Entry(word, stem, places) for (word, stem), places in sorted(found.items())]


def passages(engine: Engine, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Passage]:
    """Those passages by owner and number. The kind is left out: the asker has it."""
    by_owner: defaultdict[str, list[int]] = defaultdict(list)
    for owner, no in wanted:
        by_owner[owner].append(no)
    found = {}
    with engine.connect() as connection:
        for owner, numbers in by_owner.items():
            mine = (PASSAGE.c.owner == owner) & PASSAGE.c.no.in_(numbers)
            for row in connection.execute(select(PASSAGE).where(mine)):
                found[owner, row.no] = Passage("", row.place, row.text, row.about)
    return found
