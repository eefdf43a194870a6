"""The councillors' sayings as rows, and back.

Rows are written in the order of their random keys, whatever the order they came in, so that no file
shows who was first. Sealing rewrites what is left in random order without tables and keys.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.sql.schema import Table

from app.core import events as e
from app.core.events import Fact
from app.store import tables as t
from app.store.database import upsert

Row = dict[str, Any]


def table_of(model: type) -> Table:
    found: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    return found


NOTE, STATEMENT, MARK, BALLOT, PROFILES = (
    table_of(model)
    for model in (t.NoteRow, t.StatementRow, t.TableMarkRow, t.BallotRow, t.ProfilesRow)
)


def write(connection: Connection, workshop: str, facts: Iterable[Fact]) -> bool:
    """Carry the facts out on the sets, in order. True where something was sealed."""
    sealed = False
    for kind, same in groupby(facts, type):
        batch: list[Any] = list(same)
        if kind in _ROWS:
            table, to_rows = _ROWS[kind]
            latest = {}
            for row in (row for fact in batch for row in to_rows(fact)):
                row["workshop"] = workshop
                latest[tuple(str(row[c.name]) for c in table.primary_key)] = row
            ordered = [latest[key] for key in sorted(latest)]
            connection.execute(upsert(connection.engine, table), ordered)
        elif kind is e.BallotsIssued:
            _issue(connection, workshop, batch)
        elif kind is e.RoundSealed:
            sealed = True
            for fact in batch:
                _seal(connection, workshop, fact.question)
        elif kind is e.BallotsCounted:
            sealed = True
            for fact in batch:
                mine = (BALLOT.c.workshop == workshop) & (BALLOT.c.step == fact.step)
                connection.execute(delete(BALLOT).where(mine))
    return sealed


def read(connection: Connection, workshop: str) -> list[Fact]:
    """Everything the councillors of the workshop said, in no particular order."""

    def rows(table: Table) -> Sequence[Any]:
        return connection.execute(select(table).where(table.c.workshop == workshop)).all()

    facts: list[Fact] = []
    for n in rows(NOTE):
        facts.append(
            e.NoteKept(
                e.Note(
                    n.id,
                    n.question,
                    n.text,
                    n.table_no,
                    n.key,
                    n.rev,
                    n.shared,
                    n.lifted,
                    n.withdrawn,
                )
            )
        )
    for s in rows(STATEMENT):
        facts.append(e.StatementKept(e.Statement(s.question, s.table_no, s.text, s.dissent, s.rev)))
    for m in rows(MARK):
        facts.append(e.TableMarked(m.step, m.table_no, m.ready, m.help))
    for b in rows(BALLOT):
        facts.append(e.BallotKept(b.step, b.key, b.rev, frozenset(json.loads(b.choices))))
    for p in rows(PROFILES):
        facts.append(e.ProfilesKept(p.step, tuple(tuple(each) for each in json.loads(p.body))))
    return facts


def _note(fact: e.NoteKept) -> list[Row]:
    n = fact.note
    return [
        {
            "id": n.id,
            "question": n.question,
            "text": n.text,
            "table_no": n.table,
            "key": n.key,
            "rev": n.rev,
            "shared": n.shared,
            "lifted": n.lifted,
            "withdrawn": n.withdrawn,
        }
    ]


def _statement(fact: e.StatementKept) -> list[Row]:
    s = fact.statement
    return [
        {
            "question": s.question,
            "table_no": s.table,
            "text": s.text,
            "dissent": s.dissent,
            "rev": s.rev,
        }
    ]


def _mark(fact: e.TableMarked) -> list[Row]:
    return [{"step": fact.step, "table_no": fact.table, "ready": fact.ready, "help": fact.help}]


def _ballot(fact: e.BallotKept) -> list[Row]:
    choices = json.dumps(sorted(fact.choices))
    return [{"step": fact.step, "key": fact.key, "rev": fact.rev, "choices": choices}]


def _profiles(fact: e.ProfilesKept) -> list[Row]:
    return [{"step": fact.step, "body": json.dumps(fact.profiles)}]


_ROWS: Mapping[type[Fact], tuple[Table, Callable[[Any], list[Row]]]] = {
    e.NoteKept: (NOTE, _note),
    e.StatementKept: (STATEMENT, _statement),
    e.TableMarked: (MARK, _mark),
    e.BallotKept: (BALLOT, _ballot),
    e.ProfilesKept: (PROFILES, _profiles),
}


def _issue(connection: Connection, workshop: str, batch: list[e.BallotsIssued]) -> None:
    """Blank ballots, in the order of their random keys."""
    rows = [
        {"workshop": workshop, "step": fact.step, "key": key, "rev": -1, "choices": "[]"}
        for fact in batch
        for key in sorted(fact.keys)
    ]
    connection.execute(insert(BALLOT), rows)


def _seal(connection: Connection, workshop: str, question: str) -> None:
    mine = (NOTE.c.workshop == workshop) & (NOTE.c.question == question)
    kept = [
        {**row, "table_no": None, "key": None, "rev": 0}
        for row in connection.execute(select(NOTE).where(mine)).mappings()
        if not row["withdrawn"]
    ]
    secrets.SystemRandom().shuffle(kept)
    connection.execute(delete(NOTE).where(mine))
    if kept:
        connection.execute(insert(NOTE), kept)
