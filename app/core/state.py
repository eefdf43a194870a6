"""The workshop as it stands: one frozen value, folded from facts by `evolve`.

Every change makes a new value that shares what did not change, so "is it the same object?" tells
a view cheaply whether anything moved. Sayings fold to the same state in any order: `replay` relies
on it, and so does the promise that no order is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.events import (
    EVALUATION,
    LINE,
    PARKING,
    REACTIONS,
    ArgumentLaid,
    AttendanceTaken,
    BallotKept,
    BallotsCounted,
    BallotsIssued,
    ClockSet,
    ControlsOn,
    Details,
    DetailsRecorded,
    Fact,
    FloorGiven,
    GraceGiven,
    HelpGiven,
    Kind,
    Knowledge,
    KnowledgeLaid,
    Millis,
    MinutesPublished,
    MoveUndone,
    Note,
    NoteHidden,
    NoteKept,
    NoteUnhidden,
    Notice,
    NoticePublished,
    NoticeWritten,
    ParkedSettled,
    Parking,
    PenMoved,
    PlacePointed,
    Plan,
    Profile,
    ProfilesKept,
    Question,
    QuestionAsked,
    QuestionDropped,
    Reaction,
    Reason,
    RoundSealed,
    Side,
    Stand,
    StandKept,
    Statement,
    StatementKept,
    StatementShown,
    Step,
    StepClosed,
    StepDropped,
    StepOpened,
    StepPlanned,
    StepSkipped,
    StorageTroubled,
    Table,
    TableDisbanded,
    TableMarked,
    TablesLaid,
    TabletCame,
    TabletLeft,
    TabletTold,
    TabletWrote,
    Trouble,
    WordingTyped,
    WordingWritten,
    WorkshopEnded,
    WorkshopPlanned,
    about_question,
    aside,
    common,
    round_of,
)


@dataclass(frozen=True, slots=True)
class Mark:
    ready: bool = False
    help: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Running: `ends_at`. Paused: `left`. None: neither. `grace_until`: "fem sekunder til"."""

    ends_at: Millis | None = None
    left: Millis | None = None
    grace_until: Millis = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A tablet that is on just now. Not a person, and gone when the screen goes.

    `via`: the processes that it is connected through, one but for a moment.
    """

    table: int
    accepted: bool = False
    drafting: bool = False
    via: frozenset[str] = frozenset()
    wrote: bool = False  # something, in the step of the moment


@dataclass(frozen=True, slots=True)
class Ballot:
    """A blank ballot has rev -1."""

    rev: int = -1
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Box:
    """The ballot box of one prioritising step. Counted: totals and profiles, and no ballots."""

    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    counted: BallotsCounted | None = None
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Where the hall was before it moved last, so that the move can be taken back.

    `left`: milliseconds that the clock had, None where there was none; `paused`: it stood still.
    """

    step: str | None
    left: Millis | None = None
    paused: bool = False
    new: bool = False  # it moved to a step that had never been opened
    skipped: bool = False  # and that was to be skipped


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the word in the plenary, and how long each table has had it, in milliseconds."""

    table: int | None = None
    since: Millis = 0
    spoken: Mapping[int, Millis] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workshop:
    plan: Plan | None = None
    tables: Mapping[int, Table] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    knowledge: tuple[Knowledge, ...] = ()
    steps: tuple[Step, ...] = ()
    skipped: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()

    step: str | None = None
    open: bool = False
    clock: Clock = Clock()
    before: Move | None = None
    settled: bool = False  # the reactions are sealed, and shown: nobody reacts any more
    shown: tuple[tuple[str, int], ...] = ()  # one statement, or some side by side
    opened_statements: tuple[tuple[str, int], ...] = ()
    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # every version
    laid: tuple[ArgumentLaid, ...] = ()
    floor: Floor = Floor()
    settled_parked: Mapping[str, str] = field(default_factory=dict)  # by note
    disbanded: frozenset[int] = frozenset()
    started: Millis | None = None
    ended: Millis | None = None

    notes: Mapping[str, Mapping[str, Note]] = field(default_factory=dict)  # by question, then id
    statements: Mapping[tuple[str, int], Statement] = field(default_factory=dict)
    stands: Mapping[tuple[str, int], Stand] = field(default_factory=dict)
    marks: Mapping[tuple[str, int], Mark] = field(default_factory=dict)  # by step and table
    boxes: Mapping[str, Box] = field(default_factory=dict)  # by step
    hidden: Mapping[str, Reason] = field(default_factory=dict)  # by note

    notice: Notice = Notice()
    announced: tuple[NoticePublished, ...] = ()
    attendance: AttendanceTaken | None = None
    details: Details = Details()
    published: tuple[MinutesPublished, ...] = ()

    seats: Mapping[str, Seat] = field(default_factory=dict)
    pens: Mapping[int, str] = field(default_factory=dict)
    controls: Mapping[str, int] = field(default_factory=dict)  # by process
    typed: tuple[str, str] | None = None  # the common wording of a question, as it is being typed
    pointed: tuple[str, int] = ("", 0)
    trouble: Trouble = Trouble.NONE

    @property
    def current(self) -> Step | None:
        return self.find_step(self.step)

    def find_step(self, step: str | None) -> Step | None:
        return next((s for s in self.steps if s.id == step), None)

    def asked(self, question: str) -> Question | None:
        """What was asked: in the programme, about the knowledge base, or as an aside."""
        return self.questions.get(question) or self._aside(question)

    def _aside(self, id_: str) -> Question | None:
        about, _, kind = id_.rpartition(".")
        if about == PARKING and kind in set(Parking):
            return Question(id_, "", about=about)
        if id_ == LINE and any(step.kind is Kind.EVALUATE for step in self.steps):
            return Question(id_, "", about=EVALUATION)
        if kind in set(Side):
            text = self.worded(about)
            return Question(id_, text, about=about) if text else None
        return None

    def worded(self, about: str) -> str:
        """The statement, or the latest common wording, that arguments are about; empty: none."""
        question = about_question(about)
        if about == common(question):
            return next(reversed(self.wordings.get(question, ())), "")
        said = next(
            (s for s in self.statements.values() if f"{s.question}.{s.table}" == about), None
        )
        return said.text if said else ""

    def heard(self, about: str) -> bool:
        """Whether the hall has had before it what an argument is about."""
        common_one = about == common(about_question(about))
        return common_one or any(f"{q}.{table}" == about for q, table in self.opened_statements)

    @property
    def round(self) -> int:
        """How many times the hall has changed tables, by the step of the moment."""
        step = self.current
        until = self.steps[: self.steps.index(step) + 1] if step else ()
        return sum(each.kind is Kind.ROUND and each.id not in self.skipped for each in until)

    def is_over(self, step: Step) -> bool:
        """Whether its result stands for good: opened again, it is shown, and nothing is taken."""
        box = self.boxes.get(step.id)
        return bool(box and box.counted) or (self.settled and step.kind is Kind.KNOWLEDGE)

    def table_name(self, no: int | None) -> str:
        table = self.tables.get(no or 0)
        return table.name if table else ""

    def find_note(self, note: str) -> Note | None:
        return next((q[note] for q in self.notes.values() if note in q), None)

    def notes_on(self, question: str | None) -> Mapping[str, Note]:
        return self.notes.get(question or "", {})

    def calls_for_help(self, table: int) -> list[str]:
        """The steps in which the table asked for help that it has not got yet."""
        return [step for (step, no), mark in self.marks.items() if no == table and mark.help]

    def mark(self, step: str | None, table: int) -> Mark:
        return self.marks.get((step or "", table), Mark())


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
    wrote = any(seat.wrote for seat in state.seats.values())
    seats = {id_: replace(seat, wrote=False) for id_, seat in state.seats.items()}
    return replace(state, shown=(), pens={}, typed=None, seats=seats if wrote else state.seats)


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
    NoteHidden: lambda s, f: replace(s, hidden={**s.hidden, f.note: f.reason}),
    NoteUnhidden: lambda s, f: replace(
        s, hidden={note: why for note, why in s.hidden.items() if note != f.note}
    ),
    AttendanceTaken: lambda s, f: replace(s, attendance=f),
    DetailsRecorded: lambda s, f: replace(s, details=f.details),
    WorkshopEnded: lambda s, f: replace(
        s, ended=f.at, open=False, clock=Clock(), floor=_floor(s, None, f.at)
    ),
    MinutesPublished: lambda s, f: replace(s, published=(*s.published, f)),
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
