"""What councillors ask for from their tablets, and what comes of it.

Every rule first looks whether the command was carried out already: then it causes nothing and is
not refused, so a tablet may always send again what it got no answer to.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.core import commands as c
from app.core import events as e
from app.core.asides import (
    ARGUMENTS,
    EVALUATION,
    PARKING,
    REACTIONS,
    about_question,
    common,
    rewording,
    round_of,
)
from app.core.events import Fact
from app.core.knowledge import require_room
from app.core.rules import ASIDE_IN, LIFTS, TAKES_WORDS, Code, Refused, require_open
from app.core.state import Box, Mark, Workshop
from app.core.tally import markable, require_fair
from app.core.things import Kind, Millis, Note, Statement, Step
from app.core.words import NOTE_LIMIT, STATEMENT_LIMIT, clean

# ---------------------------------------------------------------- notes


def keep_note(state: Workshop, cmd: c.KeepNote, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    text = clean(cmd.text)
    note = state.find_note(cmd.id)
    if note is not None:
        if note.key is None:
            # Sealed: a late resend of the same words is fine, anything else is not.
            if note.text == text:
                return
            raise Refused(Code.CLOSED)
        if note.key != cmd.key:
            raise Refused(Code.NOT_YOURS)
        if note.withdrawn and cmd.rev > note.rev:
            raise Refused(Code.UNKNOWN_NOTE)  # new words for what is no more
        if note.withdrawn or cmd.rev < note.rev:
            return
        if cmd.rev == note.rev:
            if note.text == text:
                return
            raise Refused(Code.OTHER_TEXT)
    asked = state.asked(cmd.question)
    round_ = round_of(cmd.question)
    if not text and round_ != REACTIONS:  # a reaction needs no words
        raise Refused(Code.EMPTY)
    if len(text) > NOTE_LIMIT:
        raise Refused(Code.TOO_LONG)
    if asked is None:
        raise Refused(Code.UNKNOWN_QUESTION)
    kept = note or Note(cmd.id, cmd.question, text, who.table, cmd.key, cmd.rev, cmd.shared)
    step = _require_season(state, cmd, kept, now)
    if note is None and round_ in {REACTIONS, EVALUATION}:
        require_room(state, cmd.question, who.table)
    yield e.NoteKept(replace(kept, text=text, rev=cmd.rev))
    seat = state.seats.get(who.seat)
    if seat is not None and not seat.wrote and step.question == cmd.question:
        yield e.TabletWrote(who.seat)


def _require_season(state: Workshop, cmd: c.Command, note: Note, now: Millis) -> Step:
    """The step, which is the one that this note is written in; raises `Refused` where it is not."""
    round_ = round_of(note.question)
    if round_ == PARKING and state.current and state.ended is None and not note.shared:
        return state.current  # at any time, between the steps too
    step = require_open(state, cmd, now)
    if round_ in ASIDE_IN:
        here = step.kind in ASIDE_IN[round_] and not note.shared
        if round_ == ARGUMENTS:
            about = note.question.rpartition(".")[0]
            here &= step.question == about_question(about) and state.heard(about)
    else:
        here = step.question == note.question and step.kind in TAKES_WORDS
        here &= note.shared == (step.kind is Kind.TALK)
    if not here:
        raise Refused(Code.CLOSED)
    return step


def _own_note(state: Workshop, note_id: str, key: str) -> Note:
    note = state.find_note(note_id)
    if note is None:
        raise Refused(Code.UNKNOWN_NOTE)
    if note.key is None:
        raise Refused(Code.CLOSED)
    if note.key != key:
        raise Refused(Code.NOT_YOURS)
    return note


def withdraw_note(
    state: Workshop, cmd: c.WithdrawNote, who: c.Tablet, now: Millis
) -> Iterator[Fact]:
    if state.find_note(cmd.id) is None and state.asked(cmd.question) is not None:
        yield _withdraw_ahead(state, cmd, who, now)
        return
    note = _own_note(state, cmd.id, cmd.key)
    if note.withdrawn:
        return
    _require_season(state, cmd, note, now)
    yield e.NoteKept(replace(note, text="", withdrawn=True, lifted=False))


def _withdraw_ahead(state: Workshop, cmd: c.WithdrawNote, who: c.Tablet, now: Millis) -> Fact:
    """The withdrawal overtook the note, which comes on a connection that was given up – or never.

    Raises `Refused` where it would not be taken any more: then there is nothing to withdraw.
    """
    note = Note(cmd.id, cmd.question, "", who.table, cmd.key, 0, cmd.shared, withdrawn=True)
    try:
        _require_season(state, cmd, note, now)
    except Refused:
        raise Refused(Code.UNKNOWN_NOTE) from None
    return e.NoteKept(note)


def lift_note(state: Workshop, cmd: c.LiftNote, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    note = state.find_note(cmd.id)
    if note is None or note.withdrawn or note.table != who.table or note.id in state.hidden:
        raise Refused(Code.UNKNOWN_NOTE)
    if note.lifted == cmd.lifted:
        return
    step = require_open(state, cmd, now)
    if step.question != note.question:
        raise Refused(Code.CLOSED)
    lifted = [
        n for n in state.notes_on(note.question).values() if n.lifted and n.table == who.table
    ]
    if cmd.lifted and len(lifted) >= LIFTS:
        raise Refused(Code.TOO_MANY_LIFTED)
    yield e.NoteKept(replace(note, lifted=cmd.lifted))


# ---------------------------------------------------------------- the table


def take_pen(state: Workshop, cmd: c.TakePen, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    holder = state.pens.get(who.table)
    if holder == who.seat:
        return
    require_open(state, cmd, now)
    if holder is not None and not cmd.over:
        raise Refused(Code.PEN_TAKEN)
    yield e.PenMoved(who.table, who.seat)


def lay_pen(state: Workshop, cmd: c.LayPen, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    if state.pens.get(who.table) == who.seat:
        yield e.PenMoved(who.table, None)


def write_statement(
    state: Workshop, cmd: c.WriteStatement, who: c.Tablet, now: Millis
) -> Iterator[Fact]:
    text, dissent = clean(cmd.text), clean(cmd.dissent)
    old = state.statements.get((cmd.question, who.table))
    if old is not None and (old.text, old.dissent) == (text, dissent):
        return
    if max(len(text), len(dissent)) > STATEMENT_LIMIT:
        raise Refused(Code.TOO_LONG)
    step = require_open(state, cmd, now)
    about = step.question
    if step.kind is Kind.PLENARY and about is not None:  # there a table proposes what all could say
        about = common(about)
    if step.kind is Kind.VERIFY:  # and there, what was meant
        about = cmd.question if cmd.question in map(rewording, state.met) else None
    if cmd.question != about:
        raise Refused(Code.CLOSED)
    if state.pens.get(who.table) != who.seat:
        raise Refused(Code.NO_PEN)
    if old is not None and cmd.rev <= old.rev:
        raise Refused(Code.STALE)
    yield e.StatementKept(Statement(cmd.question, who.table, text, dissent, cmd.rev))


def mark_table(state: Workshop, cmd: c.MarkTable, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    if state.ended is not None:
        raise Refused(Code.ENDED)
    if cmd.step != state.step:
        raise Refused(Code.OTHER_STEP)
    old = state.mark(cmd.step, who.table)
    new = Mark(
        old.ready if cmd.ready is None else cmd.ready,
        old.help if cmd.help is None else cmd.help,
    )
    if new != old:
        yield e.TableMarked(cmd.step, who.table, new.ready, new.help)
    if cmd.help is False:  # a call from an earlier step stands until it is answered or taken back
        for step in state.calls_for_help(who.table):
            if step != cmd.step:
                yield e.TableMarked(step, who.table, state.mark(step, who.table).ready, help=False)


# ---------------------------------------------------------------- prioritising


def cast_ballot(state: Workshop, cmd: c.CastBallot, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    box = state.boxes.get(cmd.step, Box())
    if box.counted:
        raise Refused(Code.COUNTED)
    ballot = box.ballots.get(cmd.key)
    if ballot is None:
        raise Refused(Code.NO_BALLOT)
    if cmd.rev < ballot.rev:
        return
    if cmd.rev == ballot.rev:
        if cmd.marks == ballot.marks:
            return
        raise Refused(Code.OTHER_TEXT)
    step = require_open(state, cmd, now)
    if cmd.step != step.id:
        raise Refused(Code.CLOSED)
    require_fair(step, cmd.marks)
    if not cmd.marks.keys() <= markable(state, step):
        raise Refused(Code.UNKNOWN_OPTION)
    yield e.BallotKept(cmd.step, cmd.key, cmd.rev, dict(cmd.marks))


def tell(state: Workshop, cmd: c.Tell, who: c.Tablet, now: Millis) -> Iterator[Fact]:
    seat = state.seats.get(who.seat)
    if seat is not None and (seat.accepted, seat.drafting) != (cmd.accepted, cmd.drafting):
        yield e.TabletTold(who.seat, cmd.accepted, cmd.drafting)
