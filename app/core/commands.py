"""What someone asks for. Every command names the state it wants, so asking twice is asking once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.core.edits import Edits, Reopened
from app.core.events import LogHead, NoteHidden
from app.core.things import (
    Details,
    Knowledge,
    Millis,
    Notice,
    Plan,
    Question,
    Reason,
    Side,
    Span,
    Step,
    Table,
)

# ---------------------------------------------------------------- who asks


@dataclass(frozen=True, slots=True)
class Staff:
    """A logged-in member of the administration."""

    name: str


@dataclass(frozen=True, slots=True)
class Tablet:
    """A device at a table. `seat` is random, lives in memory only, and is not a person."""

    seat: str
    table: int


@dataclass(frozen=True, slots=True)
class System:
    """The room itself: screens coming and going, blank ballots.

    `via` is the process that a screen is connected to, empty for the one where the room lives.
    """

    via: str = ""


Actor: TypeAlias = Staff | Tablet | System


@dataclass(frozen=True, slots=True)
class Command:
    pass


# ---------------------------------------------------------------- the staff prepare


@dataclass(frozen=True, slots=True)
class PlanWorkshop(Command):
    plan: Plan


@dataclass(frozen=True, slots=True)
class LayTables(Command):
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class AskQuestion(Command):
    question: Question


@dataclass(frozen=True, slots=True)
class LayKnowledge(Command):
    """The statements that the hall is to meet, in order, in the place of those laid before."""

    statements: tuple[Knowledge, ...]


@dataclass(frozen=True, slots=True)
class PlanStep(Command):
    """Also inserts a step while the workshop runs. The id is the caller's."""

    step: Step
    after: str | None


@dataclass(frozen=True, slots=True)
class LayProgramme(Command):
    """The whole programme as it is wanted, in order; what it asks, apart from reactions.

    `seen`: the `programme.mark` of the one that it was made from, where that must still stand.
    """

    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class WriteNotice(Command):
    """`before`: the draft that it was made from, which must still stand."""

    notice: Notice
    before: Notice


@dataclass(frozen=True, slots=True)
class PublishNotice(Command):
    """Publish what was looked at: `digest` is that of the announcement (`notice.py`)."""

    version: int
    digest: str


# ---------------------------------------------------------------- the staff lead


@dataclass(frozen=True, slots=True)
class SkipStep(Command):
    """Leave a step out, or (`on` False) take it in again."""

    step: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class OpenStep(Command):
    """Forward or back: the hall moves to this step.

    `leaving`: the step it was in as the leader saw it, empty for none; None: it does not matter.
    """

    step: str
    leaving: str | None = None


@dataclass(frozen=True, slots=True)
class CloseStep(Command):
    step: str


@dataclass(frozen=True, slots=True)
class GiveGrace(Command):
    step: str


@dataclass(frozen=True, slots=True)
class SetClock(Command):
    """Extend (a later `ends_at`), pause (`left`), or resume. Two laptops asking at once agree."""

    step: str
    ends_at: Millis | None = None
    left: Millis | None = None


@dataclass(frozen=True, slots=True)
class ShowStatement(Command):
    """`beside`: other tables' statements on the question, laid side by side with it."""

    question: str
    table: int | None
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoMove(Command):
    """Take back the last opening or closing: back to `step`, or (None) to before the start."""

    step: str | None


@dataclass(frozen=True, slots=True)
class SetMinutes(Command):
    """Make a step that was not opened shorter or longer."""

    step: str
    minutes: int


@dataclass(frozen=True, slots=True)
class TypeWording(Command):
    """The common wording as it is being typed, for the hall to follow; None: no more."""

    question: str
    text: str | None


@dataclass(frozen=True, slots=True)
class WriteWording(Command):
    """Make it version `version` of the common wording, the next one."""

    question: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class LayArgument(Command):
    """Lay a note of the hall under a statement, as it stands; or take it away again."""

    about: str
    side: Side
    note: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class GiveFloor(Command):
    table: int | None


@dataclass(frozen=True, slots=True)
class SettleParked(Command):
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class DisbandTable(Command):
    table: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class PointAtPlace(Command):
    step: str
    place: int


@dataclass(frozen=True, slots=True)
class GiveHelp(Command):
    table: int


@dataclass(frozen=True, slots=True)
class HideNote(Command):
    """Take words out of everybody's sight, for a reason that everybody sees. See `NoteHidden`."""

    note: str
    reason: Reason
    basis: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class UnhideNote(Command):
    note: str


@dataclass(frozen=True, slots=True)
class LeaveWords(Command):
    """Let what was found in a contribution stand as it is written."""

    note: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EndWorkshop(Command):
    pass


# ---------------------------------------------------------------- the staff write up


@dataclass(frozen=True, slots=True)
class TakeAttendance(Command):
    present: int
    absent: int


@dataclass(frozen=True, slots=True)
class RecordDetails(Command):
    details: Details


@dataclass(frozen=True, slots=True)
class EditSynthesis(Command):
    edits: Edits


@dataclass(frozen=True, slots=True)
class TakeBackEdit(Command):
    """`count`: how many things the editor has done that can be taken back, with this one."""

    count: int


@dataclass(frozen=True, slots=True)
class ReopenStatements(Command):
    """Lay the statements of the workshop `source` before this one; see `StatementsReopened`."""

    source: str
    number: int
    statements: tuple[Reopened, ...]
    hidden: tuple[NoteHidden, ...] = ()  # what is hidden of what lies behind them


@dataclass(frozen=True, slots=True)
class TakeDirection(Command):
    """A statement that the hall was understood in is a political direction, or no more one."""

    statement: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class ShareDraft(Command):
    """Let those present read the draft of the minutes and remark on it, or (`on` False) no more."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class ConsentToMinutes(Command):
    """`needed`: how many of the staff the municipality wants behind the minutes just now."""

    digest: str
    needed: int = 1


@dataclass(frozen=True, slots=True)
class PublishMinutes(Command):
    """`draft`: the digest that is consented to, that of the tree before it says what it corrects
    and who consented. `consents`: how many of the staff the municipality wants behind it, with the
    one who publishes. `others`: who else stands behind it; each has consented. `seen`: what of the
    workshop was looked through, as `issuing.seen` has it; empty: it does not matter. `log`: what
    the staff log comes to.
    """

    version: int
    digest: str
    draft: str = ""
    consents: int = 1
    others: tuple[str, ...] = ()
    seen: str = ""
    log: LogHead | None = None


@dataclass(frozen=True, slots=True)
class WithdrawMinutes(Command):
    version: int
    why: str


# ---------------------------------------------------------------- the councillors


@dataclass(frozen=True, slots=True)
class KeepNote(Command):
    """Write a note (rev 0, with `key`) or edit it (a higher rev, with the `secret` behind `key`).

    `secret` is already hashed by the socket: the rules only compare.
    """

    id: str
    question: str
    text: str
    key: str
    rev: int = 0
    shared: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawNote(Command):
    """`question` and `shared`: what it would be, were it here. It may still be on its way."""

    id: str
    key: str
    question: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class LiftNote(Command):
    """The table lifts one of its notes, as it stands, to be prioritised beside the statements."""

    id: str
    lifted: bool


@dataclass(frozen=True, slots=True)
class TakePen(Command):
    """`over`: take it from a tablet that holds it, after having been asked at the table."""

    over: bool = False


@dataclass(frozen=True, slots=True)
class LayPen(Command):
    pass


@dataclass(frozen=True, slots=True)
class WriteStatement(Command):
    question: str
    text: str
    dissent: str
    rev: int


@dataclass(frozen=True, slots=True)
class MarkTable(Command):
    """None leaves that mark as it is."""

    step: str
    ready: bool | None = None
    help: bool | None = None


@dataclass(frozen=True, slots=True)
class CastBallot(Command):
    """`marks`: choice → 1 for a dot, so many points, or a grade."""

    step: str
    key: str
    rev: int
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TakeStand(Command):
    """Whether the table can answer for this version of the common wording; the pen's holder."""

    question: str
    version: int
    stands: bool
    dissent: str
    rev: int


@dataclass(frozen=True, slots=True)
class Tell(Command):
    """Accepted the ground rules; has unsent words in the box."""

    accepted: bool
    drafting: bool


# ---------------------------------------------------------------- the room


@dataclass(frozen=True, slots=True)
class SeatTablet(Command):
    seat: str
    table: int


@dataclass(frozen=True, slots=True)
class UnseatTablet(Command):
    seat: str


@dataclass(frozen=True, slots=True)
class UnseatAll(Command):
    """The process is lost: so are the tablets that were connected through it."""


@dataclass(frozen=True, slots=True)
class CountControls(Command):
    count: int


@dataclass(frozen=True, slots=True)
class IssueBallots(Command):
    step: str
    keys: frozenset[str]
