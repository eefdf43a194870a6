"""All that can happen in a workshop. What the staff do is a log; what councillors say is a set.

Three kinds of facts, and the difference between them is the promise we make (`privacy.md`):

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
from enum import StrEnum
from typing import TypeAlias

from app.core.edits import Edits, Reopened

Millis: TypeAlias = int

Span: TypeAlias = tuple[int, int]
"""A run of a text, in code points: from the first, up to and without the second."""


class Kind(StrEnum):
    """The kinds of steps a programme (kjøreplan) is made of."""

    RULES = "rules"  # ground rules (spilleregler)
    INTRO = "intro"  # somebody speaks from the front: welcome, background, the way on
    KNOWLEDGE = "knowledge"  # reactions to the knowledge base, statement by statement
    WRITE = "write"  # individual writing: each alone, notes hidden
    TALK = "talk"  # table talk: the notes are shown, the table agrees on a statement
    PLENARY = "plenary"  # the tables' statements, one at a time
    VERIFY = "verify"  # statements of the workshop before, reopened: is that what you meant?
    PRIORITISE = "prioritise"  # dots, points or grades on statements; never called a vote
    ROUND = "round"  # people change tables: new neighbours
    EVALUATE = "evaluate"  # a minute: how the workshop was
    PAUSE = "pause"
    END = "end"


class Mode(StrEnum):
    """What a step does with the talk."""

    NONE = ""
    OPENS = "opens"  # more sides of it
    NARROWS = "narrows"  # towards what we share
    REFLECTS = "reflects"  # on what we heard and how we worked


class Method(StrEnum):
    """How a hall prioritises, each alone."""

    DOTS = "dots"  # at most five, one on each choice
    POINTS = "points"  # ten, spread as one likes
    SCALE = "scale"  # each choice graded, from 1 to 5


class Measure(StrEnum):
    """What is graded at the end, from 1 to 5."""

    ROLE = "role"  # it was clear what was expected of me
    TRUST = "trust"  # I could say what I mean
    HEARD = "heard"  # what I said was listened to
    OWNERSHIP = "ownership"  # what we came to is mine too
    USEFUL = "useful"  # the evening was worth it


class Side(StrEnum):
    """On which side of a statement an argument stands."""

    FOR = "for"
    AGAINST = "against"


class Parking(StrEnum):
    """What is laid aside: for the chair (kommuneloven § 11-2, fourth paragraph), or elsewhere."""

    CHAIR = "chair"
    ELSEWHERE = "elsewhere"


class Reaction(StrEnum):
    """How a councillor may meet a statement of the knowledge base."""

    SURPRISED = "surprised"
    CURIOUS = "curious"
    MISSING = "missing"  # something is left out


MASK = "█████"
"""Stands in a text where some of its words are hidden: as long whether they were one or ten."""


class Reason(StrEnum):
    """Why a note is hidden. There is no other reason: an opinion is not one."""

    NAME = "name"  # somebody can be recognised
    INSULT = "insult"
    PERSONAL_DATA = "personal_data"


class Ground(StrEnum):
    """Why the body meets: kommuneloven § 11-2, second paragraph."""

    UNSAID = ""
    DECISION = "decision"  # the body itself, or the council
    LEADER = "leader"  # the leader finds it necessary
    THIRD = "third"  # a third of the members demand it


class Trouble(StrEnum):
    """Why nothing can be stored just now."""

    NONE = ""
    FULL = "full"  # the disk is full
    READ_ONLY = "read_only"
    BUSY = "busy"  # another program keeps the database locked
    AWAY = "away"  # the database cannot be reached, or answers with an error


# ---------------------------------------------------------------- what workshops are made of


@dataclass(frozen=True, slots=True)
class Plan:
    """The frame of a workshop: which body meets, where and when, as number `number` of `of`.

    `threshold` is how many contributors a result needs before it is shown (never below 3).
    A rehearsal is removed when it is over and never reaches the public pages.
    """

    title: str
    municipality: str
    body: str
    place: str
    starts: Millis
    ends: Millis
    number: int = 1
    of: int = 1
    language: str = "nb"
    threshold: int = 5
    rehearsal: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the hall. `seats` is how many councillors it is set for."""

    no: int
    name: str
    seats: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `about`: what an aside is about, such as the statement reacted to."""

    id: str
    text: str
    hint: str = ""
    about: str = ""


Profile: TypeAlias = tuple[tuple[str, int], ...]
"""What stood on a counted ballot: choices in order, each with its dots or points."""

PLACES = 7
"""So many come on the list of a prioritising, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the programme. `question` is None where the step is about all or none.

    `responsible` leads it; `detail` is for the run sheet and for whoever leads, not for the hall.
    `places` is how many come on the list of a prioritising, `method` how it is done. In a round of
    new neighbours that is a world café (`cafe`) the host of each table stays.
    """

    id: str
    kind: Kind
    minutes: int
    question: str | None = None
    title: str = ""
    responsible: str = ""
    mode: Mode = Mode.NONE
    detail: str = ""
    places: int = PLACES
    method: Method = Method.DOTS
    cafe: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A statement of the knowledge base (kunnskapsgrunnlag), as the hall meets it.

    `figure` is its number with unit, `source` says where it is from, `goals` are UN goals 1–17.
    """

    id: str
    text: str
    figure: str = ""
    source: str = ""
    goals: tuple[int, ...] = ()


#: Asides are notes like any other, on questions that are `about` something: so all that protects
#: notes protects them. The asides of a kind share the round in which they are given, kept and
#: sealed. A round of their own for each statement would be so small that it told who was first.
REACTIONS, ARGUMENTS, PARKING, EVALUATION = "reactions", "arguments", "parking", "evaluation"
CORRECTIONS = "corrections"
LINE = f"{EVALUATION}.line"
"""The question that the line at the end of an evaluation is on."""

_ROUNDS: Mapping[str, str] = (
    dict.fromkeys(Reaction, REACTIONS)
    | dict.fromkeys(Side, ARGUMENTS)
    | dict.fromkeys(Parking, PARKING)
    | {"line": EVALUATION, "correction": CORRECTIONS}
)


def aside(about: str, kind: Reaction | Side | Parking) -> str:
    """The id of the question that is one reaction to a statement, one side of it, or a parking."""
    return f"{about}.{kind}"


def round_of(question: str) -> str:
    """The round in which a question's notes are written and sealed: its own, or all asides'."""
    _about, dot, kind = question.rpartition(".")
    return _ROUNDS.get(kind, question) if dot else question


def is_aside(question: str) -> bool:
    return round_of(question) != question


def about_question(about: str) -> str:
    """The question behind what an argument is about: a table's statement, or the common wording."""
    return about.rpartition(".")[0]


def common(question: str) -> str:
    """What stands beside the tables' statements on a question: the hall's common wording."""
    return f"{question}.common"


WHOLE = "whole"
"""What a correction is about that fits no reopened statement."""


def correction(statement: str) -> str:
    """The question that corrections of a reopened statement, or of the `WHOLE`, are on."""
    return f"{statement}.correction"


def rewording(statement: str) -> str:
    """What stands beside a reopened statement: the wordings that tables propose for it."""
    return f"{statement}.rewording"


@dataclass(frozen=True, slots=True)
class Card:
    """What anybody may see of a note: its words, or why they are hidden. The id is random."""

    id: str
    text: str
    lifted: bool = False
    shared: bool = False
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A councillor's contribution (innspill).

    `table` and `key` are there only while the round is open: the table reads its own notes, and
    `key` is the hash of a secret the device made for this one note, so that it can be edited.
    A withdrawn note keeps its id, without words, so that a late resend does not bring it back.
    `shared` marks a note written openly at the table during table talk.
    """

    id: str
    question: str
    text: str
    table: int | None
    key: str | None
    rev: int = 0
    shared: bool = False
    lifted: bool = False
    withdrawn: bool = False
    card: Card = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made once, so that a view sees by identity that a note did not change.
        object.__setattr__(self, "card", Card(self.id, self.text, self.lifted, self.shared))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a table agreed on, with dissent (mindretall) kept as its own text."""

    question: str
    table: int
    text: str
    dissent: str
    rev: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Whether a table can answer for a `version` of the common wording, with its dissent."""

    question: str
    table: int
    version: int
    stands: bool
    dissent: str
    rev: int


@dataclass(frozen=True, slots=True)
class Details:
    """What the minutes need and the hall does not: see `law.md`, M1–M17."""

    chair: str = ""
    minute_taker: str = ""
    administration: str = ""
    notice_sent: str = ""
    notice_published: str = ""
    remarks: str = ""
    disqualified: str = ""
    recording: str = ""
    questions_to_chair: str = ""
    archive_reference: str = ""
    evaluation: bool = False  # whether what came of it is in the minutes
    closed: str = ""  # which part of the meeting was closed, from when to when, and who decided
    closed_basis: str = ""  # the provision, as that of a disqualification: § 11-4, third paragraph
    disqualified_basis: str = ""
    recording_answer: str = ""  # "allowed" or "refused" (one at least), where somebody asked
    recording_disturbance: str = ""  # how it would disturb the meeting, where it was refused
    approved: str = ""  # who approved the minutes, and when


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of a case (saksdokument): a stored file, a link, or only its title where all of it
    is exempt. `question` is None where it is about the whole meeting.

    `exempt` says what is kept from the public, and by which provision. `size` is in bytes, `digest`
    the SHA-256 of the file.
    """

    title: str
    question: str | None = None
    link: str = ""
    file: str = ""
    name: str = ""
    size: int = 0
    digest: str = ""
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """The notice in short in another language, as the municipality wrote it: `law.md`, N16."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the staff write for the notice (kunngjøring): `law.md`, N3 and N5 to N16. The plan and
    the questions give the rest. `sent` and `absence_by` are ISO dates, or empty.
    """

    ground: Ground = Ground.UNSAID
    step_free: bool = False
    hearing_loop: bool = False
    access: str = ""
    public_seats: str = ""
    chair: str = ""
    contact: str = ""
    agenda: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    closing: str = ""
    closing_basis: str = ""
    remote: bool = False
    remote_basis: str = ""
    absence: str = ""
    absence_by: str = ""
    impartiality: str = ""
    sent: str = ""
    channel: str = ""
    translations: tuple[Translation, ...] = ()
    cancelled: str = ""


class Item(StrEnum):
    """What stands on the agenda (saksliste)."""

    REVIEW = "review"  # gjennomgang av oppsummering fra forrige verksted
    QUESTION = "question"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """`question` is its id, and None for all else. A review has no text of its own."""

    kind: Item
    text: str = ""
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """The whole notice as the public reads it (kommuneloven § 11-3), frozen when it is published.

    The fields are those of `Plan` and `Notice`, but for what is internal; the agenda is whole.
    """

    municipality: str
    body: str
    title: str
    number: int
    of: int
    language: str
    demo: bool
    starts: Millis
    ends: Millis
    place: str
    step_free: bool = False
    hearing_loop: bool = False
    access: str = ""
    public_seats: str = ""
    chair: str = ""
    contact: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    documents: tuple[Document, ...] = ()
    closing: str = ""
    closing_basis: str = ""
    remote: bool = False
    remote_basis: str = ""
    absence: str = ""
    absence_by: str = ""
    impartiality: str = ""
    sent: str = ""
    channel: str = ""
    translations: tuple[Translation, ...] = ()
    cancelled: str = ""


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
    """The notes of a round let go of their tables and keys, for good (`privacy.md`, rule 2).

    A round is a question, or one of `REACTIONS`, `ARGUMENTS`, `CORRECTIONS`, `PARKING` and
    `EVALUATION`.
    """

    question: str


@dataclass(frozen=True, slots=True)
class BallotsCounted(Act):
    """Ballots became totals; the ballots themselves are gone (`privacy.md`, rule 5).

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
