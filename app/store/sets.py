"""The councillors' sayings as rows, and back.

No file may tell who was first (`threat-model.md`, rules 2 and 3), and a row of its own would: where
it lies in its page says when it came. So what is still open lies on sheets. All notes of one table
on a question are one row, all ballots of a step are another: lists sorted by their random ids,
written anew whole whenever something on them changes. Sealing takes the notes off the sheets and
lays them in `note`, all of the question in one go and in random order, without table and key. All
asides of a kind from a table are on one sheet: many small ones would lie in the order of reacting
or arguing.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import groupby
from typing import Any, TypeAlias

import orjson
from sqlalchemy import Connection, delete, insert, select, tuple_
from sqlalchemy.sql.schema import Table

from app.core import events as e
from app.core.asides import round_of
from app.core.events import Fact
from app.core.things import Note, Stand, Statement
from app.store import tables as t
from app.store.database import upsert

Row: TypeAlias = dict[str, Any]
Line: TypeAlias = list[Any]
"""What stands on a sheet about one note, or in a box about one ballot. Its random id is first."""


def table_of(model: type) -> Table:
    found: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    return found


NOTE, SHEET, STATEMENT, STAND, MARK, BOX, PROFILES = (
    table_of(model)
    for model in (
        t.NoteRow, t.SheetRow, t.StatementRow, t.StandRow, t.TableMarkRow, t.BallotBoxRow,
        t.ProfilesRow,
    )
)  # fmt: skip


class Traces(IntEnum):
    """What a transaction leaves that the database must be made to forget."""

    NONE = 0
    EARLIER = 1  # how a sheet looked before
    SEALED = 2  # tables, keys, ballots
    RELAID = 3  # where notes lay that had been sealed before


def write(connection: Connection, workshop: str, facts: Iterable[Fact]) -> Traces:
    """Carry the facts out on the sets, in order."""
    left = Traces.NONE
    for kind, same in groupby(facts, type):
        if kind in _WRITE:
            carry_out, traces = _WRITE[kind]
            left = max(left, carry_out(connection, workshop, list(same)) or traces)
    return left


def read(connection: Connection, workshop: str) -> list[Fact]:
    """Everything the councillors of the workshop said, in no particular order."""

    def rows(table: Table) -> Sequence[Any]:
        return connection.execute(select(table).where(table.c.workshop == workshop)).all()

    facts: list[Fact] = []
    for n in rows(NOTE):
        note = Note(n.id, n.question, n.text, None, None, 0, n.shared, n.lifted)
        facts.append(e.NoteKept(note))
    for sheet in rows(SHEET):
        facts += [
            e.NoteKept(_note(sheet.question, sheet.table_no, line))
            for line in orjson.loads(sheet.body)
        ]
    for s in rows(STATEMENT):
        facts.append(e.StatementKept(Statement(s.question, s.table_no, s.text, s.dissent, s.rev)))
    for each in rows(STAND):
        stand = (each.question, each.table_no, each.version, each.stands, each.dissent, each.rev)
        facts.append(e.StandKept(Stand(*stand)))
    for m in rows(MARK):
        facts.append(e.TableMarked(m.step, m.table_no, m.ready, m.help))
    for box in rows(BOX):
        facts += [
            e.BallotKept(box.step, key, rev, _marks(marks))
            for key, rev, marks in orjson.loads(box.body)
        ]
    for p in rows(PROFILES):
        profiles = (_marks(profile) for profile in orjson.loads(p.body))
        facts.append(e.ProfilesKept(p.step, tuple(tuple(each.items()) for each in profiles)))
    return facts


def _marks(stored: Mapping[str, int] | Sequence[str]) -> dict[str, int]:
    """What stood on a ballot. Before there was more than dots to give, it was a list."""
    return dict(stored) if isinstance(stored, Mapping) else dict.fromkeys(stored, 1)


# ---------------------------------------------------------------- notes


def _line(n: Note) -> Line:
    """On a sheet of asides the line ends with the question."""
    line = [n.id, n.text, n.key, n.rev, n.shared, n.lifted, n.withdrawn]
    return line if round_of(n.question) == n.question else [*line, n.question]


def _note(round_: str, table: int | None, line: Line) -> Note:
    note, text, key, rev, shared, lifted, withdrawn, *question = line
    asked = question[0] if question else round_
    return Note(note, asked, text, table, key, rev, shared, lifted, withdrawn)


def _keep_notes(connection: Connection, workshop: str, facts: list[e.NoteKept]) -> None:
    changed: dict[tuple[str, int], dict[str, Line]] = {}
    sealed = []
    for fact in facts:
        n = fact.note
        if n.table is None:
            sealed.append(_sealed_row(workshop, n))
        else:
            changed.setdefault((round_of(n.question), n.table), {})[n.id] = _line(n)
    if changed:
        there = (SHEET.c.workshop == workshop) & tuple_(SHEET.c.question, SHEET.c.table_no).in_(
            list(changed)
        )
        for sheet in connection.execute(select(SHEET).where(there)):
            lines = changed[sheet.question, sheet.table_no]
            for line in orjson.loads(sheet.body):
                lines.setdefault(line[0], line)
        rows = [
            {"workshop": workshop, "question": round_, "table_no": table, "body": _body(lines)}
            for (round_, table), lines in sorted(changed.items())
        ]
        connection.execute(upsert(connection.engine, SHEET), rows)
    if sealed:
        connection.execute(upsert(connection.engine, NOTE), sealed)


def _sealed_row(workshop: str, n: Note) -> Row:
    return {
        "workshop": workshop,
        "id": n.id,
        "question": n.question,
        "text": n.text,
        "shared": n.shared,
        "lifted": n.lifted,
    }


def _seal(connection: Connection, workshop: str, facts: list[e.RoundSealed]) -> Traces:
    """Asides are sealed more than once: what lay there before is laid anew with what comes, or a
    later lot would be told from an earlier one."""
    mine = NOTE.c.workshop == workshop
    traces = Traces.SEALED
    for round_ in {fact.question for fact in facts}:
        sheets = (SHEET.c.workshop == workshop) & (SHEET.c.question == round_)
        asked = connection.execute(select(NOTE.c.question).distinct().where(mine)).scalars()
        notes = mine & NOTE.c.question.in_([each for each in asked if round_of(each) == round_])
        rows = [dict(row) for row in connection.execute(select(NOTE).where(notes)).mappings()]
        if rows:
            traces = Traces.RELAID
        for body in connection.execute(select(SHEET.c.body).where(sheets)).scalars():
            there = (_note(round_, None, line) for line in orjson.loads(body))
            rows += [_sealed_row(workshop, n) for n in there if not n.withdrawn]
        secrets.SystemRandom().shuffle(rows)
        connection.execute(delete(SHEET).where(sheets))
        connection.execute(delete(NOTE).where(notes))
        if rows:
            connection.execute(insert(NOTE), rows)
    return traces


# ---------------------------------------------------------------- the tables


def _keep_statements(connection: Connection, workshop: str, facts: list[e.StatementKept]) -> None:
    latest = {(fact.statement.question, fact.statement.table): fact.statement for fact in facts}
    rows = [
        {
            "workshop": workshop,
            "question": s.question,
            "table_no": s.table,
            "text": s.text,
            "dissent": s.dissent,
            "rev": s.rev,
        }
        for s in latest.values()
    ]
    connection.execute(upsert(connection.engine, STATEMENT), rows)


def _take_stands(connection: Connection, workshop: str, facts: list[e.StandKept]) -> None:
    latest = {(fact.stand.question, fact.stand.table): fact.stand for fact in facts}
    rows = [
        {
            "workshop": workshop,
            "question": each.question,
            "table_no": each.table,
            "version": each.version,
            "stands": each.stands,
            "dissent": each.dissent,
            "rev": each.rev,
        }
        for each in latest.values()
    ]
    connection.execute(upsert(connection.engine, STAND), rows)


def _mark_tables(connection: Connection, workshop: str, facts: list[e.TableMarked]) -> None:
    latest = {(fact.step, fact.table): fact for fact in facts}
    rows = [
        {
            "workshop": workshop,
            "step": fact.step,
            "table_no": fact.table,
            "ready": fact.ready,
            "help": fact.help,
        }
        for fact in latest.values()
    ]
    connection.execute(upsert(connection.engine, MARK), rows)


# ---------------------------------------------------------------- ballots


def _issue(connection: Connection, workshop: str, facts: list[e.BallotsIssued]) -> None:
    blank = [(fact.step, [key, -1, {}]) for fact in facts for key in fact.keys]
    _fill_boxes(connection, workshop, blank)


def _cast(connection: Connection, workshop: str, facts: list[e.BallotKept]) -> None:
    cast = [(fact.step, [fact.key, fact.rev, dict(sorted(fact.marks.items()))]) for fact in facts]
    _fill_boxes(connection, workshop, cast)


def _fill_boxes(connection: Connection, workshop: str, changed: list[tuple[str, Line]]) -> None:
    boxes: dict[str, dict[str, Line]] = {}
    for step, line in changed:
        boxes.setdefault(step, {})[line[0]] = line
    there = (BOX.c.workshop == workshop) & BOX.c.step.in_(list(boxes))
    for box in connection.execute(select(BOX).where(there)):
        for line in orjson.loads(box.body):
            boxes[box.step].setdefault(line[0], line)
    rows = [
        {"workshop": workshop, "step": step, "body": _body(lines)}
        for step, lines in sorted(boxes.items())
    ]
    connection.execute(upsert(connection.engine, BOX), rows)


def _count(connection: Connection, workshop: str, facts: list[e.BallotsCounted]) -> None:
    counted = [fact.step for fact in facts]
    mine = (BOX.c.workshop == workshop) & BOX.c.step.in_(counted)
    connection.execute(delete(BOX).where(mine))


def _keep_profiles(connection: Connection, workshop: str, facts: list[e.ProfilesKept]) -> None:
    rows = [
        {
            "workshop": workshop,
            "step": fact.step,
            "body": orjson.dumps([dict(each) for each in fact.profiles]).decode(),
        }
        for fact in facts
    ]
    connection.execute(upsert(connection.engine, PROFILES), rows)


def _body(lines: Mapping[str, Line]) -> str:
    return orjson.dumps([lines[each] for each in sorted(lines)]).decode()


#: What carries facts of a kind out, and the traces that it leaves, where it does not return more.
_WRITE: Mapping[type[Fact], tuple[Callable[[Connection, str, Any], Traces | None], Traces]] = {
    e.NoteKept: (_keep_notes, Traces.EARLIER),
    e.StatementKept: (_keep_statements, Traces.EARLIER),
    e.StandKept: (_take_stands, Traces.EARLIER),
    e.TableMarked: (_mark_tables, Traces.NONE),
    e.BallotsIssued: (_issue, Traces.EARLIER),
    e.BallotKept: (_cast, Traces.EARLIER),
    e.ProfilesKept: (_keep_profiles, Traces.NONE),
    e.RoundSealed: (_seal, Traces.SEALED),
    e.BallotsCounted: (_count, Traces.SEALED),
}
