"""What a workshop is made of: its plan, tables, questions, steps, notes, statements and notice.

Plain data, and the words of a closed set for each thing that is one of few. What happens to them is
in `events.py`. Times are milliseconds since 1970 in UTC.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

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
