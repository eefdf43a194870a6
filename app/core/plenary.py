"""The plenary: statements opened to the hall, arguments under them, and a wording in common.

Arguments and what is parked are asides (`events.py`): notes of the councillors. The staff point at
notes and hold the pen for the common wording, before everybody's eyes; they add no words of theirs.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.core import commands as c
from app.core import events as e
from app.core.asides import PARKING, about_question, round_of
from app.core.events import Fact
from app.core.rules import Code, Refused, require_open
from app.core.state import Workshop
from app.core.things import Kind, Millis, Stand
from app.core.words import STATEMENT_LIMIT, clean

WORDS_ON_PARKED = 300
"""Characters of what the staff say about something parked."""

BESIDE = 3
"""How many statements may lie beside one on the projector: four are what can be read."""


def _require_plenary(state: Workshop, question: str) -> None:
    step = state.current
    here = step is not None and step.kind is Kind.PLENARY and step.question == question
    if not here or state.ended is not None:
        raise Refused(Code.OTHER_STEP)


# ---------------------------------------------------------------- on the projector


def show_statement(
    state: Workshop, cmd: c.ShowStatement, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    if cmd.table is None:
        if state.shown:
            yield e.StatementShown(cmd.question, None)
        return
    _require_plenary(state, cmd.question)
    tables = (cmd.table, *cmd.beside)
    if len(set(tables)) != len(tables) or len(cmd.beside) > BESIDE:
        raise Refused(Code.BAD_PLAN)
    keys = tuple((cmd.question, no) for no in tables)
    if not all((said := state.statements.get(key)) and said.text for key in keys):
        raise Refused(Code.UNKNOWN_STATEMENT)
    if state.shown != keys:
        yield e.StatementShown(cmd.question, cmd.table, cmd.beside)


def give_floor(state: Workshop, cmd: c.GiveFloor, who: c.Staff, now: Millis) -> Iterator[Fact]:
    step = state.current
    if step is None or step.kind is not Kind.PLENARY or not state.open:
        raise Refused(Code.OTHER_STEP)
    if cmd.table is not None and cmd.table not in state.tables:
        raise Refused(Code.UNKNOWN_TABLE)
    if cmd.table != state.floor.table:
        yield e.FloorGiven(cmd.table, now)


# ---------------------------------------------------------------- arguments, and what is parked


def lay_argument(state: Workshop, cmd: c.LayArgument, who: c.Staff, now: Millis) -> Iterator[Fact]:
    question = about_question(cmd.about)
    laid = e.ArgumentLaid(cmd.about, cmd.side, cmd.note)
    if (laid in state.laid) == cmd.on:
        return
    _require_plenary(state, question)
    note = state.notes_on(question).get(cmd.note)
    if cmd.on and (note is None or note.withdrawn or cmd.note in state.hidden):
        raise Refused(Code.UNKNOWN_NOTE)
    if cmd.on and not (state.heard(cmd.about) and state.worded(cmd.about)):
        raise Refused(Code.UNKNOWN_STATEMENT)
    yield replace(laid, on=cmd.on)


def settle_parked(
    state: Workshop, cmd: c.SettleParked, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    note, words = state.find_note(cmd.note), clean(cmd.words)
    if note is None or note.withdrawn or round_of(note.question) != PARKING:
        raise Refused(Code.UNKNOWN_NOTE)
    if len(words) > WORDS_ON_PARKED:
        raise Refused(Code.TOO_LONG)
    if state.settled_parked.get(cmd.note, "") != words:
        yield e.ParkedSettled(cmd.note, words)


# ---------------------------------------------------------------- a wording in common


def type_wording(state: Workshop, cmd: c.TypeWording, who: c.Staff, now: Millis) -> Iterator[Fact]:
    text = None if cmd.text is None else clean(cmd.text)
    typed = None if text is None else (cmd.question, text)
    if typed == state.typed:
        return
    _require_plenary(state, cmd.question)
    if len(text or "") > STATEMENT_LIMIT:
        raise Refused(Code.TOO_LONG)
    yield e.WordingTyped(cmd.question, text)


def write_wording(
    state: Workshop, cmd: c.WriteWording, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    text, versions = clean(cmd.text), state.wordings.get(cmd.question, ())
    if versions and versions[-1] == text:
        return
    _require_plenary(state, cmd.question)
    if not text:
        raise Refused(Code.EMPTY)
    if len(text) > STATEMENT_LIMIT:
        raise Refused(Code.TOO_LONG)
    if cmd.version != len(versions) + 1:
        raise Refused(Code.STALE)
    yield e.WordingWritten(cmd.question, cmd.version, text)
    if state.shown:
        yield e.StatementShown(cmd.question, None)  # the hall looks at what it has come to


def take_stand(state: Workshop, cmd: c.TakeStand, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    dissent = clean(cmd.dissent)
    old = state.stands.get((cmd.question, who.table))
    new = Stand(cmd.question, who.table, cmd.version, cmd.stands, dissent, cmd.rev)
    if old is not None and replace(old, rev=new.rev) == new:
        return
    if len(dissent) > STATEMENT_LIMIT:
        raise Refused(Code.TOO_LONG)
    step = require_open(state, cmd, now)
    if step.question != cmd.question:
        raise Refused(Code.CLOSED)
    if state.pens.get(who.table) != who.seat:
        raise Refused(Code.NO_PEN)
    if cmd.version != len(state.wordings.get(cmd.question, ())) or not cmd.version:
        raise Refused(Code.STALE)  # the wording has changed since the table read it
    if old is not None and cmd.rev <= old.rev:
        raise Refused(Code.STALE)
    yield e.StandKept(new)
