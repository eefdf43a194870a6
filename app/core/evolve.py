"""How each fact changes the workshop: the one place where anything happens to it.

Sayings fold to the same state in any order: `replay` relies on it, and so does the promise that no
order is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.core.asides import REACTIONS, aside, round_of
from app.core.edits import Done, Theme, Understood
from app.core.events import (
    ArgumentLaid,
    AttendanceTaken,
    BallotKept,
    BallotsCounted,
    BallotsIssued,
    ClockSet,
    ControlsOn,
    DetailsRecorded,
    DirectionTaken,
    DraftShared,
    Fact,
    FloorGiven,
    GraceGiven,
    HelpGiven,
    KnowledgeLaid,
    MinutesConsented,
    MinutesPublished,
    MinutesWithdrawn,
    MoveUndone,
    NoteHidden,
    NoteKept,
    NoteUnhidden,
    NoticePublished,
    NoticeWritten,
    ParkedSettled,
    PenMoved,
    PlacePointed,
    ProfilesKept,
    QuestionAsked,
    QuestionDropped,
    RoundSealed,
    StandKept,
    StatementKept,
    StatementShown,
    StatementsReopened,
    StepClosed,
    StepDropped,
    StepOpened,
    StepPlanned,
    StepSkipped,
    StorageTroubled,
    SynthesisEdited,
    TableDisbanded,
    TableMarked,
    TablesLaid,
    TabletCame,
    TabletLeft,
    TabletTold,
    TabletWrote,
    WordingTyped,
    WordingWritten,
    WordsLeft,
    WorkshopEnded,
    WorkshopPlanned,
)
from app.core.state import Ballot, Box, Clock, Floor, Mark, Move, Seat, Workshop
from app.core.things import Millis, Question, Reaction


def evolve(state: Workshop, fact: Fact) -> Workshop:
    """The state after `fact`. Never refuses: what has happened has happened."""
    return _FOLD[type(fact)](state, fact)


def replay(acts: Iterable[Fact], sayings: Iterable[Fact] = ()) -> Workshop:
    """The state from the log in its order, then the sets in any order."""
    state = Workshop()
    for fact in acts:
        state = evolve(state, fact)
    for fact in sayings:
        state = evolve(state, fact)
    return state


# ---------------------------------------------------------------- how each fact changes the state


def _knowledge_laid(state: Workshop, fact: KnowledgeLaid) -> Workshop:
    asked = {id_: question for id_, question in state.questions.items() if not question.about}
    for statement in fact.statements:
        for reaction in Reaction:
            id_ = aside(statement.id, reaction)
            asked[id_] = Question(id_, statement.text, about=statement.id)
    return replace(state, knowledge=fact.statements, questions=asked)


def _step_planned(state: Workshop, fact: StepPlanned) -> Workshop:
    steps = [s for s in state.steps if s.id != fact.step.id]
    place = next((i + 1 for i, s in enumerate(steps) if s.id == fact.after), 0)
    return replace(state, steps=(*steps[:place], fact.step, *steps[place:]))


def _step_dropped(state: Workshop, fact: StepDropped) -> Workshop:
    steps = tuple(step for step in state.steps if step.id != fact.step.id)
    return replace(state, steps=steps, skipped=state.skipped - {fact.step.id})


def _step_opened(state: Workshop, fact: StepOpened) -> Workshop:
    step = state.find_step(fact.step)
    return replace(
        _cleared(state),
        step=fact.step,
        open=not (step and state.is_over(step)),
        clock=Clock(ends_at=fact.ends_at),
        before=_before(state, fact),
        started=state.started if state.started is not None else fact.at,
        visited=state.visited | {fact.step},
        skipped=state.skipped - {fact.step},
        floor=_floor(state, None, fact.at),
    )


def _before(state: Workshop, fact: StepOpened) -> Move | None:
    if state.step == fact.step and not state.open:
        return None  # opened again: that took the closing back already
    closed = state.before
    before = closed if closed and closed.step == state.step else Move(state.step)
    return replace(before, new=fact.step not in state.visited, skipped=fact.step in state.skipped)


def _cleared(state: Workshop) -> Workshop:
    """Without what passes with the step: pens, what is on the projector, who has written."""
    seats = state.seats
    if any(seat.wrote for seat in seats.values()):
        seats = {id_: replace(seat, wrote=False) for id_, seat in seats.items()}
    return replace(state, shown=(), pens={}, typed=None, seats=seats)


def _step_closed(state: Workshop, fact: StepClosed) -> Workshop:
    clock = state.clock
    left = max(0, clock.ends_at - fact.at) if clock.ends_at is not None else clock.left
    before = Move(fact.step, left, paused=clock.left is not None)
    floor = _floor(state, None, fact.at)
    return replace(state, open=False, clock=Clock(), before=before, floor=floor)


def _undone(state: Workshop, fact: MoveUndone) -> Workshop:
    """A step that was opened by mistake was never opened."""
    before, visited, skipped = state.before, state.visited, state.skipped
    if before is not None and state.step is not None and fact.step != state.step:
        visited -= {state.step} if before.new else set()
        skipped |= {state.step} if before.skipped else set()
    return replace(
        _cleared(state),
        step=fact.step,
        open=fact.step is not None,
        clock=Clock(fact.ends_at, fact.left),
        before=None,
        started=state.started if fact.step is not None else None,
        visited=visited,
        skipped=skipped,
        floor=_floor(state, None, fact.at),
    )


def _floor(state: Workshop, table: int | None, at: Millis) -> Floor:
    floor = state.floor
    if floor.table is None:
        return replace(floor, table=table, since=at)
    had = floor.spoken.get(floor.table, 0) + max(0, at - floor.since)
    return Floor(table, at, {**floor.spoken, floor.table: had})


def _statement_shown(state: Workshop, fact: StatementShown) -> Workshop:
    if fact.table is None:
        return replace(state, shown=())
    keys = tuple((fact.question, no) for no in (fact.table, *fact.beside))
    opened = state.opened_statements
    new = tuple(key for key in keys if key not in opened)
    return replace(state, shown=keys, opened_statements=(*opened, *new))


def _wording(state: Workshop, fact: WordingWritten) -> Workshop:
    versions = (*state.wordings.get(fact.question, ()), fact.text)
    return replace(state, wordings={**state.wordings, fact.question: versions}, typed=None)


def _argument(state: Workshop, fact: ArgumentLaid) -> Workshop:
    others = tuple(
        laid for laid in state.laid if (laid.about, laid.note) != (fact.about, fact.note)
    )
    return replace(state, laid=(*others, fact) if fact.on else others)


def _typed(state: Workshop, fact: WordingTyped) -> Workshop:
    return replace(state, typed=None if fact.text is None else (fact.question, fact.text))


def _wrote(state: Workshop, fact: TabletWrote) -> Workshop:
    seat = state.seats.get(fact.seat)
    if seat is None:
        return state
    return replace(state, seats={**state.seats, fact.seat: replace(seat, wrote=True)})


def _stand(state: Workshop, fact: StandKept) -> Workshop:
    stand = fact.stand
    return replace(state, stands={**state.stands, (stand.question, stand.table): stand})


def _disbanded(state: Workshop, fact: TableDisbanded) -> Workshop:
    gone = state.disbanded | {fact.table} if fact.on else state.disbanded - {fact.table}
    return replace(state, disbanded=gone)


def _sealed(state: Workshop, fact: RoundSealed) -> Workshop:
    kept = {
        question: {
            note.id: replace(note, table=None, key=None, rev=0)
            for note in written.values()
            if not note.withdrawn
        }
        for question, written in state.notes.items()
        if round_of(question) == fact.question
    }
    settled = state.settled or fact.question == REACTIONS
    return replace(state, notes={**state.notes, **kept}, settled=settled)


def _counted(state: Workshop, fact: BallotsCounted) -> Workshop:
    box = state.boxes.get(fact.step, Box())
    return _box(state, fact.step, replace(box, ballots={}, counted=fact))


def _box(state: Workshop, step: str, box: Box) -> Workshop:
    return replace(state, boxes={**state.boxes, step: box})


def _issued(state: Workshop, fact: BallotsIssued) -> Workshop:
    box = state.boxes.get(fact.step, Box())
    blank = {key: Ballot() for key in fact.keys if key not in box.ballots}
    return _box(state, fact.step, replace(box, ballots={**box.ballots, **blank}))


def _ballot_kept(state: Workshop, fact: BallotKept) -> Workshop:
    box = state.boxes.get(fact.step, Box())
    ballot = Ballot(fact.rev, fact.marks)
    return _box(state, fact.step, replace(box, ballots={**box.ballots, fact.key: ballot}))


def _profiles(state: Workshop, fact: ProfilesKept) -> Workshop:
    box = state.boxes.get(fact.step, Box())
    return _box(state, fact.step, replace(box, profiles=fact.profiles))


def _synthesised(state: Workshop, fact: SynthesisEdited) -> Workshop:
    made, done = state.synthesis.edited(fact.edits), state.synthesis.done
    if fact.taken_back is None:
        done = (*done, Done(fact.by, fact.edits))
    else:
        done = (*done[: fact.taken_back], *done[fact.taken_back + 1 :])
    return replace(state, synthesis=replace(made, done=done))


def _reopened(state: Workshop, fact: StatementsReopened) -> Workshop:
    """They are this workshop's to go on with: in its synthesis from the start."""
    names = dict.fromkeys(each.theme for each in fact.statements if each.theme)
    themes = {name: Theme(name, (), place) for place, name in enumerate(names)}
    statements = {
        each.id: Understood(
            each.text, each.theme or None, each.minority, each.remark, each.conflict, place
        )
        for place, each in enumerate(fact.statements)
    }
    made = replace(state.synthesis, themes=themes, statements=statements)
    return replace(state, reopened=fact, synthesis=made)


def _direction(state: Workshop, fact: DirectionTaken) -> Workshop:
    others = {id_: each for id_, each in state.directions.items() if id_ != fact.statement}
    return replace(state, directions={**others, fact.statement: fact} if fact.on else others)


def _note_kept(state: Workshop, fact: NoteKept) -> Workshop:
    note = fact.note
    notes = {**state.notes_on(note.question), note.id: note}
    return replace(state, notes={**state.notes, note.question: notes})


def _statement_kept(state: Workshop, fact: StatementKept) -> Workshop:
    said = fact.statement
    return replace(state, statements={**state.statements, (said.question, said.table): said})


def _marked(state: Workshop, fact: TableMarked) -> Workshop:
    mark = Mark(fact.ready, fact.help)
    return replace(state, marks={**state.marks, (fact.step, fact.table): mark})


def _tablet_told(state: Workshop, fact: TabletTold) -> Workshop:
    seat = state.seats.get(fact.seat)
    if seat is None:
        return state
    seat = replace(seat, accepted=fact.accepted, drafting=fact.drafting)
    return replace(state, seats={**state.seats, fact.seat: seat})


def _tablet_came(state: Workshop, fact: TabletCame) -> Workshop:
    old = state.seats.get(fact.seat)
    via = (old.via if old is not None else frozenset()) | {fact.via}
    if old is not None and old.table == fact.table:
        return replace(state, seats={**state.seats, fact.seat: replace(old, via=via)})
    seats = {**state.seats, fact.seat: Seat(fact.table, via=via)}
    return replace(state, seats=seats, pens=_laid(state, fact.seat))


def _tablet_left(state: Workshop, fact: TabletLeft) -> Workshop:
    seats = dict(state.seats)  # copied whole, then one out: a hall may leave all at once
    seat = seats.pop(fact.seat, None)
    if seat is not None and (via := seat.via - {fact.via}):
        seats[fact.seat] = replace(seat, via=via)
        return replace(state, seats=seats)
    return replace(state, seats=seats, pens=_laid(state, fact.seat))


def _laid(state: Workshop, holder: str) -> Mapping[int, str]:
    """The pens, without the one that this tablet held."""
    return {table: seat for table, seat in state.pens.items() if seat != holder}


def _pen_moved(state: Workshop, fact: PenMoved) -> Workshop:
    pens = {table: seat for table, seat in state.pens.items() if table != fact.table}
    return replace(state, pens=pens if fact.seat is None else {**pens, fact.table: fact.seat})


_FOLD: Mapping[type[Fact], Callable[[Workshop, Any], Workshop]] = {
    WorkshopPlanned: lambda s, f: replace(s, plan=f.plan),
    TablesLaid: lambda s, f: replace(s, tables={t.no: t for t in f.tables}),
    QuestionAsked: lambda s, f: replace(s, questions={**s.questions, f.question.id: f.question}),
    QuestionDropped: lambda s, f: replace(
        s, questions={id_: q for id_, q in s.questions.items() if id_ != f.question.id}
    ),
    KnowledgeLaid: _knowledge_laid,
    StepPlanned: _step_planned,
    StepDropped: _step_dropped,
    NoticeWritten: lambda s, f: replace(s, notice=f.notice),
    NoticePublished: lambda s, f: replace(s, announced=(*s.announced, f)),
    StepSkipped: lambda s, f: replace(
        s, skipped=s.skipped | {f.step} if f.on else s.skipped - {f.step}
    ),
    StepOpened: _step_opened,
    StepClosed: _step_closed,
    MoveUndone: _undone,
    GraceGiven: lambda s, f: replace(s, clock=replace(s.clock, grace_until=f.until)),
    ClockSet: lambda s, f: replace(s, clock=replace(s.clock, ends_at=f.ends_at, left=f.left)),
    StatementShown: _statement_shown,
    WordingWritten: _wording,
    ArgumentLaid: _argument,
    FloorGiven: lambda s, f: replace(s, floor=_floor(s, f.table, f.at)),
    ParkedSettled: lambda s, f: replace(s, settled_parked={**s.settled_parked, f.note: f.words}),
    TableDisbanded: _disbanded,
    HelpGiven: lambda s, f: s,  # the table's mark, a saying beside it, carries the effect
    RoundSealed: _sealed,
    BallotsCounted: _counted,
    NoteHidden: lambda s, f: replace(s, hidden={**s.hidden, f.note: f}),
    NoteUnhidden: lambda s, f: replace(
        s, hidden={note: why for note, why in s.hidden.items() if note != f.note}
    ),
    WordsLeft: lambda s, f: replace(
        s, left={**s.left, f.note: s.left.get(f.note, frozenset()) | {*f.spans}}
    ),
    AttendanceTaken: lambda s, f: replace(s, attendance=f),
    DetailsRecorded: lambda s, f: replace(s, details=f.details),
    WorkshopEnded: lambda s, f: replace(
        s, ended=f.at, open=False, clock=Clock(), floor=_floor(s, None, f.at)
    ),
    SynthesisEdited: _synthesised,
    StatementsReopened: _reopened,
    DirectionTaken: _direction,
    DraftShared: lambda s, f: replace(s, draft_shared=f.on),
    MinutesConsented: lambda s, f: replace(s, consents=(*s.consents, f)),
    MinutesPublished: lambda s, f: replace(
        s, published=(*s.published, f), draft_shared=False, consents=()
    ),
    MinutesWithdrawn: lambda s, f: replace(s, withdrawn={**s.withdrawn, f.version: f}, consents=()),
    NoteKept: _note_kept,
    StatementKept: _statement_kept,
    StandKept: _stand,
    TableMarked: _marked,
    BallotsIssued: _issued,
    BallotKept: _ballot_kept,
    ProfilesKept: _profiles,
    TabletCame: _tablet_came,
    TabletLeft: _tablet_left,
    TabletTold: _tablet_told,
    TabletWrote: _wrote,
    WordingTyped: _typed,
    PlacePointed: lambda s, f: replace(s, pointed=(f.step, f.place)),
    PenMoved: _pen_moved,
    ControlsOn: lambda s, f: replace(s, controls={**s.controls, f.via: f.count}),
    StorageTroubled: lambda s, f: replace(s, trouble=f.trouble),
}
