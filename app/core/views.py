"""What each screen may see: the one place where anything is hidden.

Everything that reaches a screen – first view, change, reconnection – goes through `view`, one
function per role. The shapes are in `seen.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from app.core.events import Card, Kind, Note, Question, Step
from app.core.seen import (
    Choice,
    ControlView,
    Counts,
    Dots,
    Hall,
    Head,
    Now,
    OwnStatement,
    OwnTable,
    Planned,
    Prioritising,
    ProjectorView,
    Result,
    Said,
    TableSeen,
    TabletView,
    View,
)
from app.core.state import Workshop
from app.core.tally import DOTS, options

#: Steps in which the notes of the question lie open. In writing each sees only their own, and the
#: tablet knows those itself.
NOTES_SHOWN = frozenset({Kind.TALK, Kind.PLENARY})


# ---------------------------------------------------------------- who looks


@dataclass(frozen=True, slots=True)
class TabletAt:
    table: int


@dataclass(frozen=True, slots=True)
class OnProjector:
    pass


@dataclass(frozen=True, slots=True)
class InControl:
    pass


Audience: TypeAlias = TabletAt | OnProjector | InControl


def view(state: Workshop, audience: Audience) -> View:
    """Everything `audience` may see of the workshop just now."""
    match audience:
        case TabletAt(table):
            return _tablet(state, table)
        case OnProjector():
            return _projector(state)
        case InControl():
            return _control(state)


def tag(seat: str) -> str:
    """A short mark by which a tablet knows itself as the pen's holder, and nobody else knows it."""
    return sha256(seat.encode()).hexdigest()[:12]


def _tablet(state: Workshop, table: int) -> TabletView:
    own, hall = _notes_for(state, table)
    return TabletView(
        workshop=_head(state),
        now=_now(state),
        hall=_hall(state),
        table=_own_table(state, table),
        statement=_own_statement(state, table),
        shown=_shown(state),
        prioritising=_prioritising(state),
        own_notes=own,
        hall_notes=hall,
    )


def _projector(state: Workshop) -> ProjectorView:
    following = [step for step in programme(state) if step.state == "next"]
    return ProjectorView(
        workshop=_head(state),
        now=_now(state),
        next=following[0].kind if following else "",
        hall=_hall(state),
        shown=_shown(state),
        prioritising=_prioritising(state),
    )


def _control(state: Workshop) -> ControlView:
    step = state.current
    question = step.question if step else None
    shown = step is not None and step.kind in NOTES_SHOWN
    return ControlView(
        workshop=_head(state),
        now=_now(state),
        hall=_hall(state),
        counts=_counts(state),
        programme=programme(state),
        questions=tuple(state.questions.values()),
        shown=_shown(state),
        opened=tuple(no for asked, no in state.opened_statements if asked == question),
        prioritising=_prioritising(state),
        tables=_tables(state),
        statements={
            str(no): _said(state, asked, no)
            for (asked, no), said in state.statements.items()
            if asked == question and said.text and shown
        },
        notes={n.id: n.card for n in _standing(state) if shown},
    )


# ---------------------------------------------------------------- parts, one by one


def _head(state: Workshop) -> Head:
    plan = state.plan
    if plan is None:
        return Head()
    return Head(
        title=plan.title,
        municipality=plan.municipality,
        body=plan.body,
        language=plan.language,
        number=plan.number,
        of=plan.of,
        rehearsal=plan.rehearsal,
        demo=plan.demo,
        ended=state.ended is not None,
    )


def _now(state: Workshop) -> Now | None:
    step = state.current
    if step is None:
        return None
    live = [s.id for s in state.steps if s.id not in state.skipped]
    return Now(
        id=step.id,
        kind=step.kind,
        title=step.title,
        question=state.questions.get(step.question or ""),
        open=state.open,
        minutes=step.minutes,
        no=live.index(step.id) + 1,
        count=len(live),
        ends_at=state.clock.ends_at,
        left=state.clock.left,
        grace_until=state.clock.grace_until,
    )


def _hall(state: Workshop) -> Hall:
    box = state.boxes.get(state.step or "")
    return Hall(
        tables=len(state.tables),
        ready=sum(state.mark(state.step, no).ready for no in state.tables),
        tablets=len(state.seats),
        accepted=sum(seat.accepted for seat in state.seats.values()),
        cast=sum(bool(b.choices) for b in box.ballots.values()) if box else 0,
    )


def _standing(state: Workshop) -> list[Note]:
    """The notes on the question of the moment that were not withdrawn."""
    step = state.current
    notes = state.notes_on(step.question if step else None)
    return [note for note in notes.values() if not note.withdrawn]


def _notes_for(state: Workshop, table: int) -> tuple[dict[str, Card], dict[str, Card]]:
    """The table's own notes, and the rest of the hall's.

    What a table writes openly in its talk stays at the table until the plenary.
    """
    step = state.current
    own: dict[str, Card] = {}
    hall: dict[str, Card] = {}
    if step is not None and step.kind in NOTES_SHOWN:
        for note in _standing(state):
            if note.table == table:
                own[note.id] = note.card
            elif not note.shared or step.kind is not Kind.TALK:
                hall[note.id] = note.card
    return own, hall


def _own_table(state: Workshop, no: int) -> OwnTable:
    table = state.tables[no]
    mark = state.mark(state.step, no)
    seats = [seat for seat in state.seats.values() if seat.table == no]
    holder = state.pens.get(no)
    return OwnTable(
        no=no,
        name=table.name,
        tablets=len(seats),
        accepted=sum(seat.accepted for seat in seats),
        ready=mark.ready,
        help=mark.help,
        pen=tag(holder) if holder else None,
    )


def _own_statement(state: Workshop, table: int) -> OwnStatement | None:
    step = state.current
    if step is None or step.kind not in NOTES_SHOWN or step.question is None:
        return None
    said = state.statements.get((step.question, table))
    if said is None:
        return OwnStatement(step.question, "", "", 0)
    return OwnStatement(said.question, said.text, said.dissent, said.rev)


def _said(state: Workshop, question: str, table: int) -> Said:
    said = state.statements[question, table]
    return Said(question, table, _table_name(state, table), said.text, said.dissent)


def _table_name(state: Workshop, no: int | None) -> str:
    table = state.tables.get(no or 0)
    return table.name if table else ""


def _shown(state: Workshop) -> Said | None:
    return _said(state, *state.shown) if state.shown else None


def _prioritising(state: Workshop) -> Prioritising | None:
    step = state.current
    if step is None or step.kind is Kind.END:
        # At the end the hall keeps what it came to before its eyes.
        counted = [s for s in state.steps if (box := state.boxes.get(s.id)) and box.counted]
        step = counted[-1] if counted else None
    if step is None or step.kind is not Kind.PRIORITISE:
        return None
    choices = tuple(
        Choice(
            option.id,
            _table_name(state, option.table),
            option.question,
            option.text,
            option.dissent,
        )
        for option in options(state, step).values()
    )
    return Prioritising(step.id, DOTS, choices, result(state, step))


def result(state: Workshop, step: Step) -> Result | None:
    """The dots of a counted step, most first; None while it is open. Hidden below the threshold."""
    box = state.boxes.get(step.id)
    if box is None or box.counted is None or state.plan is None:
        return None
    ballots, threshold = box.counted.ballots, state.plan.threshold
    if ballots < threshold:
        return Result(ballots=ballots, shown=False, threshold=threshold, rows=())
    dots = {option: box.counted.dots.get(option, 0) for option in options(state, step)}
    ranked = sorted(dots.items(), key=lambda item: -item[1])
    return Result(ballots, True, threshold, tuple(Dots(option, n) for option, n in ranked))


def programme(state: Workshop) -> tuple[Planned, ...]:
    """The programme with where we are; "next" is the first step after this one not skipped."""
    here = next((i for i, s in enumerate(state.steps) if s.id == state.step), -1)
    coming = (i for i, s in enumerate(state.steps) if i > here and s.id not in state.skipped)
    following = next(coming, None)
    return tuple(
        Planned(
            step.id,
            step.kind,
            step.title,
            _question_text(state.questions, step),
            step.minutes,
            "now"
            if i == here
            else "skipped"
            if step.id in state.skipped
            else "next"
            if i == following
            else "past"
            if i < here
            else "coming",
        )
        for i, step in enumerate(state.steps)
    )


def _question_text(questions: Mapping[str, Question], step: Step) -> str:
    question = questions.get(step.question or "")
    return question.text if question else ""


def _tables(state: Workshop) -> dict[str, TableSeen]:
    step = state.current
    question = step.question if step else None
    notes: dict[int | None, int] = {}
    for note in _standing(state):
        notes[note.table] = notes.get(note.table, 0) + 1
    tablets: dict[int, int] = {}
    accepted: dict[int, int] = {}
    for seat in state.seats.values():
        tablets[seat.table] = tablets.get(seat.table, 0) + 1
        accepted[seat.table] = accepted.get(seat.table, 0) + seat.accepted
    seen = {}
    for no, table in sorted(state.tables.items()):
        mark = state.mark(state.step, no)
        said = state.statements.get((question or "", no))
        seen[str(no)] = TableSeen(
            no=no,
            name=table.name,
            seats=table.seats,
            tablets=tablets.get(no, 0),
            accepted=accepted.get(no, 0),
            notes=notes.get(no, 0),
            ready=mark.ready,
            help=mark.help,
            pen=no in state.pens,
            statement=said is not None and bool(said.text),
        )
    return seen


def _counts(state: Workshop) -> Counts:
    return Counts(
        notes=len(_standing(state)),
        notes_in_all=sum(
            not note.withdrawn for notes in state.notes.values() for note in notes.values()
        ),
        drafting=sum(seat.drafting for seat in state.seats.values()),
        controls=state.controls,
    )
