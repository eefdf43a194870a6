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

Millis: TypeAlias = int


class Kind(StrEnum):
    """The kinds of steps a programme (kjøreplan) is made of."""

    RULES = "rules"  # ground rules (spilleregler)
    INTRO = "intro"  # somebody speaks from the front: welcome, background, the way on
    KNOWLEDGE = "knowledge"  # reactions to the knowledge base, statement by statement
    WRITE = "write"  # individual writing: each alone, notes hidden
    TALK = "talk"  # table talk: the notes are shown, the table agrees on a statement
    PLENARY = "plenary"  # the tables' statements, one at a time
    PRIORITISE = "prioritise"  # dots on statements; never called a vote
    PAUSE = "pause"
    END = "end"


class Mode(StrEnum):
    """What a step does with the talk."""

    NONE = ""
    OPENS = "opens"  # more sides of it
    NARROWS = "narrows"  # towards what we share
    REFLECTS = "reflects"  # on what we heard and how we worked


class Reaction(StrEnum):
    """How a councillor may meet a statement of the knowledge base."""

    SURPRISED = "surprised"
    CURIOUS = "curious"
    MISSING = "missing"  # something is left out


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
    """What is asked. `about`: the knowledge statement that this is one reaction to."""

    id: str
    text: str
    hint: str = ""
    about: str = ""


PLACES = 7
"""So many come on the list of a prioritising, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the programme. `question` is None where the step is about all or none.

    `responsible` leads it; `detail` is for the run sheet and for whoever leads, not for the hall.
    `places` is how many come on the list of a prioritising.
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


#: The round in which all reactions are given, kept and sealed together. A round of their own for
#: each kind and statement would be so small that it told who reacted before whom.
REACTIONS = "reactions"
_KINDS = frozenset(Reaction)


def reaction_to(statement: str, reaction: Reaction) -> str:
    """The id of the question that is one reaction to a statement."""
    return f"{statement}.{reaction}"


def round_of(question: str) -> str:
    """The round in which a question's notes are written and sealed: its own, or `REACTIONS`."""
    return REACTIONS if question.rpartition(".")[2] in _KINDS else question


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
    step: str


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
    """The process leader opens one table's statement on the projector; None clears it."""

    question: str
    table: int | None


@dataclass(frozen=True, slots=True)
class HelpGiven(Act):
    table: int


@dataclass(frozen=True, slots=True)
class RoundSealed(Act):
    """The notes of a round let go of their tables and keys, for good (`privacy.md`, rule 2).

    A round is a question, or `REACTIONS`.
    """

    question: str


@dataclass(frozen=True, slots=True)
class BallotsCounted(Act):
    """Ballots became totals; the ballots themselves are gone (`privacy.md`, rule 5)."""

    step: str
    ballots: int
    dots: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NoteHidden(Act):
    """The note's words are shown to nobody any more; its fingerprint stands (`receipts.py`)."""

    note: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class NoteUnhidden(Act):
    note: str


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
class MinutesPublished(Act):
    version: int
    digest: str
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
    step: str
    key: str
    rev: int
    choices: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProfilesKept(Saying):
    """After counting: what stood on each ballot, as a sorted list; no order can be read from it."""

    step: str
    profiles: tuple[tuple[str, ...], ...]


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
