"""All that can happen in a workshop. What the staff do is a log; what councillors say is a set.

Three kinds of facts, and the difference between them is the promise we make (`threat-model.md`):

* an `Act` is done by the staff: named, timed, ordered, append-only. It goes to the log.
* a `Saying` comes from the councillors' tablets: nameless, timeless, unordered. It is a row in a
  set, and replaying the set in any order gives the same state.
* a `Passing` fact is true only while a screen is on – who is present, who holds the pen. It is
  never stored.

No stored fact names a councillor or a device. Times are milliseconds since 1970 in UTC.
Stored acts are never rewritten; an old shape is read through an upcast in `store/log.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.core.edits import Edits, Reopened
from app.core.things import (
    Announcement,
    Details,
    Knowledge,
    Millis,
    Note,
    Notice,
    Plan,
    Profile,
    Question,
    Reason,
    Side,
    Span,
    Stand,
    Statement,
    Step,
    Table,
    Trouble,
)

# ---------------------------------------------------------------- acts: the staff's log


@dataclass(frozen=True, slots=True)
class Act:
    pass


@dataclass(frozen=True, slots=True)
class WorkshopPlanned(Act):
    plan: Plan


@dataclass(frozen=True, slots=True)
class TablesLaid(Act):
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class QuestionAsked(Act):
    question: Question


@dataclass(frozen=True, slots=True)
class KnowledgeLaid(Act):
    """The knowledge base of the workshop, and with it the questions that are reactions to it."""

    statements: tuple[Knowledge, ...]


@dataclass(frozen=True, slots=True)
class StepPlanned(Act):
    """A step placed after another one; `after` is None for the first place."""

    step: Step
    after: str | None


@dataclass(frozen=True, slots=True)
class StepDropped(Act):
    """Taken out of the programme before it was opened: as it stood, so that the log can tell."""

    step: Step


@dataclass(frozen=True, slots=True)
class QuestionDropped(Act):
    """Taken back before anybody had answered: as it stood."""

    question: Question


@dataclass(frozen=True, slots=True)
class NoticeWritten(Act):
    """A draft: nobody but the staff sees it."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class NoticePublished(Act):
    version: int
    announcement: Announcement
    at: Millis


@dataclass(frozen=True, slots=True)
class StepSkipped(Act):
    """Out of the programme for this time, or (`on` False) in it again."""

    step: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class StepOpened(Act):
    step: str
    at: Millis
    ends_at: Millis | None


@dataclass(frozen=True, slots=True)
class StepClosed(Act):
    """Contributions are no longer taken. What was written is still hidden until the next step."""

    step: str
    at: Millis


@dataclass(frozen=True, slots=True)
class GraceGiven(Act):
    """ "Fem sekunder til": a closed step takes what is still unsent until `until`."""

    step: str
    until: Millis


@dataclass(frozen=True, slots=True)
class ClockSet(Act):
    """A running clock has `ends_at`; a paused one has `left`, in milliseconds; none has neither."""

    step: str
    ends_at: Millis | None
    left: Millis | None


@dataclass(frozen=True, slots=True)
class StatementShown(Act):
    """The process leader opens one table's statement on the projector; None clears it.

    `beside`: other tables' statements on the question, that are alike, laid side by side with it.
    """

    question: str
    table: int | None
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WordingWritten(Act):
    """A version of the common wording, counted from 1: the hall's, by the process leader's hand."""

    question: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class ArgumentLaid(Act):
    """A note of the hall laid under a statement as an argument, or (`on` False) taken away again.

    `about` is `question.table`, or the common wording.
    """

    about: str
    side: Side
    note: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class FloorGiven(Act):
    """A table has the word in the plenary; None: nobody has."""

    table: int | None
    at: Millis


@dataclass(frozen=True, slots=True)
class ParkedSettled(Act):
    """The staff's own words on something parked: who answers, or where it belongs."""

    note: str
    words: str


@dataclass(frozen=True, slots=True)
class TableDisbanded(Act):
    """Nobody sits there any more (`on`), or somebody does again. What it said stands."""

    table: int
    on: bool


@dataclass(frozen=True, slots=True)
class MoveUndone(Act):
    """The hall is back where it was before the last opening or closing, with the time it had.

    `step` is None where the first step was opened by mistake.
    """

    step: str | None
    at: Millis
    ends_at: Millis | None = None
    left: Millis | None = None


@dataclass(frozen=True, slots=True)
class HelpGiven(Act):
    table: int


@dataclass(frozen=True, slots=True)
class RoundSealed(Act):
    """The notes of a round let go of their tables and keys, for good (`threat-model.md`, rule 2).

    A round is a question, or one of `REACTIONS`, `ARGUMENTS`, `CORRECTIONS`, `PARKING` and
    `EVALUATION`.
    """

    question: str


@dataclass(frozen=True, slots=True)
class BallotsCounted(Act):
    """Ballots became totals; the ballots themselves are gone (`threat-model.md`, rule 5).

    `dots` (or points) by choice. Where they were graded, `grades` instead: how many gave each
    grade, from 1 up; a choice with fewer grades than the threshold is left out.
    """

    step: str
    ballots: int
    dots: Mapping[str, int]
    grades: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteHidden(Act):
    """Words of a contribution are shown to nobody any more; its fingerprint stands (`receipts.py`).

    `note` is its id (`redaction.py`), `basis` the provision by which it is kept from the public.
    Without `spans` all of its words are hidden. There are never words here: the log is public.
    """

    note: str
    reason: Reason
    basis: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteUnhidden(Act):
    note: str


@dataclass(frozen=True, slots=True)
class WordsLeft(Act):
    """Names and the like that were found in a contribution were weighed, and stand as written."""

    note: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AttendanceTaken(Act):
    """Counts only: names are in the roster, never in the log."""

    present: int
    absent: int


@dataclass(frozen=True, slots=True)
class DetailsRecorded(Act):
    details: Details


@dataclass(frozen=True, slots=True)
class WorkshopEnded(Act):
    at: Millis


@dataclass(frozen=True, slots=True)
class SynthesisEdited(Act):
    """`by` an editor, in one go. `taken_back`: the place among what is done of what this undoes."""

    by: str
    edits: Edits
    taken_back: int | None = None


@dataclass(frozen=True, slots=True)
class StatementsReopened(Act):
    """Statements of an earlier workshop of the series laid before this one, with what lies behind
    each, in the place of those laid before: so each workshop stands alone.

    `source` is that workshop's code, `number` which in the series it was.
    """

    source: str
    number: int
    statements: tuple[Reopened, ...]


@dataclass(frozen=True, slots=True)
class DirectionTaken(Act):
    """A statement that held is a political direction (politisk føring), or (`on` False) no more.

    `answers`: how many gave each `Answer` to that version, in this workshop.
    """

    statement: str
    version: int
    text: str
    answers: tuple[int, ...]
    on: bool = True


@dataclass(frozen=True, slots=True)
class DraftShared(Act):
    """Those present may read the draft of the minutes and remark on it, or (`on` False) no more.

    The address is not told here: the log is public, and who has it may read the draft.
    """

    on: bool = True


@dataclass(frozen=True, slots=True)
class MinutesConsented(Act):
    """`by` of the staff consents to publishing exactly this draft: see `frozen.digest`.

    `needed`: how many the municipality wanted behind the minutes then. It asks for no fewer later.
    """

    by: str
    digest: str
    needed: int = 1


@dataclass(frozen=True, slots=True)
class LogHead:
    """What the staff log came to at one moment (`chain.py`): the newest line of what was done in
    the workshop and of what was done beside it, and the last sum, in hexadecimal."""

    acts: int
    deeds: int
    head: str


@dataclass(frozen=True, slots=True)
class MinutesPublished(Act):
    """`consents`: who consented, besides the one who published; `needed`: how many were asked for,
    with that one. `log`: the staff log up to then."""

    version: int
    digest: str
    at: Millis
    consents: tuple[str, ...] = ()
    needed: int = 1
    log: LogHead | None = None


@dataclass(frozen=True, slots=True)
class MinutesWithdrawn(Act):
    """The version is read by nobody any more; its address tells that it was withdrawn, and why."""

    by: str
    version: int
    why: str
    at: Millis


# ---------------------------------------------------------------- sayings: the councillors' sets


@dataclass(frozen=True, slots=True)
class Saying:
    pass


@dataclass(frozen=True, slots=True)
class NoteKept(Saying):
    """A note was written, edited, lifted or withdrawn: this is how it stands now."""

    note: Note


@dataclass(frozen=True, slots=True)
class StatementKept(Saying):
    statement: Statement


@dataclass(frozen=True, slots=True)
class StandKept(Saying):
    stand: Stand


@dataclass(frozen=True, slots=True)
class TableMarked(Saying):
    """How the table stands in a step: "we are ready", "we need help"."""

    step: str
    table: int
    ready: bool
    help: bool


@dataclass(frozen=True, slots=True)
class BallotsIssued(Saying):
    """Blank ballots for a whole step at once, known by the hash of a secret, linked to nobody."""

    step: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class BallotKept(Saying):
    """`marks`: choice → 1 for a dot, so many points, or a grade."""

    step: str
    key: str
    rev: int
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProfilesKept(Saying):
    """After counting: what stood on each ballot, as a sorted list; no order can be read from it.

    Of grades there is none: what they come to needs no ballot to be kept together.
    """

    step: str
    profiles: tuple[Profile, ...]


# ---------------------------------------------------------------- passing facts: never stored


@dataclass(frozen=True, slots=True)
class Passing:
    pass


@dataclass(frozen=True, slots=True)
class TabletCame(Passing):
    """`via`: through which process, empty for the one where the room lives."""

    seat: str
    table: int
    via: str = ""


@dataclass(frozen=True, slots=True)
class TabletLeft(Passing):
    """No longer connected through this process. It may be through another."""

    seat: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class TabletTold(Passing):
    """The tablet accepted the ground rules, or has (no) unsent words in its box."""

    seat: str
    accepted: bool
    drafting: bool


@dataclass(frozen=True, slots=True)
class TabletWrote(Passing):
    """For the first time in this step: how many have written is told of the whole hall only."""

    seat: str


@dataclass(frozen=True, slots=True)
class WordingTyped(Passing):
    """The common wording as it is being typed, before it is a version; None: no more."""

    question: str
    text: str | None


@dataclass(frozen=True, slots=True)
class PlacePointed(Passing):
    """How far down the list of a prioritising the projector tells how influence was spent.

    0: not begun.
    """

    step: str
    place: int


@dataclass(frozen=True, slots=True)
class PenMoved(Passing):
    """`seat` holds the table's pen; None when it lies on the table."""

    table: int
    seat: str | None


@dataclass(frozen=True, slots=True)
class ControlsOn(Passing):
    """How many laptops are in control just now, through this process."""

    count: int
    via: str = ""


@dataclass(frozen=True, slots=True)
class StorageTroubled(Passing):
    """Nothing can be stored just now; with `Trouble.NONE` it can again."""

    trouble: Trouble


Fact: TypeAlias = Act | Saying | Passing
