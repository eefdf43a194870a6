"""The workshop as it stands: one frozen value. `evolve.py` folds it from facts.

Every change makes a new value that shares what did not change, so "is it the same object?" tells
a view cheaply whether anything moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.asides import (
    CORRECTIONS,
    EVALUATION,
    LINE,
    PARKING,
    WHOLE,
    about_question,
    common,
    round_of,
)
from app.core.edits import Reopened, Synthesis
from app.core.events import (
    ArgumentLaid,
    AttendanceTaken,
    BallotsCounted,
    DirectionTaken,
    MinutesConsented,
    MinutesPublished,
    MinutesWithdrawn,
    NoteHidden,
    NoticePublished,
    StatementsReopened,
)
from app.core.things import (
    Details,
    Kind,
    Knowledge,
    Millis,
    Note,
    Notice,
    Parking,
    Plan,
    Profile,
    Question,
    Side,
    Span,
    Stand,
    Statement,
    Step,
    Table,
    Trouble,
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
    hidden: Mapping[str, NoteHidden] = field(default_factory=dict)  # by contribution
    left: Mapping[str, frozenset[Span]] = field(default_factory=dict)  # weighed, and not hidden

    notice: Notice = Notice()
    announced: tuple[NoticePublished, ...] = ()
    attendance: AttendanceTaken | None = None
    details: Details = Details()
    draft_shared: bool = False
    consents: tuple[MinutesConsented, ...] = ()
    published: tuple[MinutesPublished, ...] = ()
    withdrawn: Mapping[int, MinutesWithdrawn] = field(default_factory=dict)  # by version
    synthesis: Synthesis = Synthesis()
    reopened: StatementsReopened | None = None
    directions: Mapping[str, DirectionTaken] = field(default_factory=dict)  # by statement

    seats: Mapping[str, Seat] = field(default_factory=dict)
    pens: Mapping[int, str] = field(default_factory=dict)
    controls: Mapping[str, int] = field(default_factory=dict)  # by process
    typed: tuple[str, str] | None = None  # the common wording of a question, as it is being typed
    pointed: tuple[str, int] = ("", 0)
    trouble: Trouble = Trouble.NONE

    @property
    def met(self) -> Mapping[str, Reopened]:
        """The statements that are laid before this workshop, by id, in their order."""
        return {each.id: each for each in self.reopened.statements} if self.reopened else {}

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
        if round_of(id_) == CORRECTIONS:
            return self._correction(id_, about)
        if kind in set(Side):
            text = self.worded(about)
            return Question(id_, text, about=about) if text else None
        return None

    def _correction(self, id_: str, about: str) -> Question | None:
        if self.reopened is None:
            return None
        texts = {WHOLE: ""} | {id_: each.text for id_, each in self.met.items()}
        return Question(id_, texts[about], about=about) if about in texts else None

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

    def answering(self, question: str) -> frozenset[int]:
        """The tables of which so many answer for the common wording: all but the disbanded, and of
        these the ones that had answered, for whatever version."""
        answered = {table for asked, table in self.stands if asked == question}
        return frozenset(self.tables.keys() - self.disbanded | answered)

    def most_at(self, no: int) -> int:
        """How many people may sit at the table. It may have taken in those of a table that is
        disbanded; and once the hall has changed tables, as many as at the largest."""
        largest = max(table.seats for table in self.tables.values())
        own = largest if self.round else self.tables[no].seats
        return own + sum(self.tables[gone].seats for gone in self.disbanded)

    def find_note(self, note: str) -> Note | None:
        return next((q[note] for q in self.notes.values() if note in q), None)

    def notes_on(self, question: str | None) -> Mapping[str, Note]:
        return self.notes.get(question or "", {})

    def calls_for_help(self, table: int) -> list[str]:
        """The steps in which the table asked for help that it has not got yet."""
        return [step for (step, no), mark in self.marks.items() if no == table and mark.help]

    def mark(self, step: str | None, table: int) -> Mark:
        return self.marks.get((step or "", table), Mark())
