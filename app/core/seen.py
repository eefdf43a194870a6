"""The shapes of what screens see: parts, and one view per role. `views.py` fills them in.

The fields of a view are the *parts* that travel one by one; a field that is a dict is a *list*, and
travels item by item. There is no party in any of them, and no table on an individual's note that is
not the reader's own.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from app.core.edits import Bearing, Fate, Unused
from app.core.shares import Tie
from app.core.things import (
    Card,
    Kind,
    Measure,
    Method,
    Millis,
    Parking,
    Question,
    Reaction,
    Reason,
    Side,
    Trouble,
)


@dataclass(frozen=True, slots=True)
class Head:
    title: str = ""
    municipality: str = ""
    body: str = ""
    language: str = "nb"
    number: int = 1
    of: int = 1
    rehearsal: bool = False
    demo: bool = False
    ended: bool = False
    ends: Millis = 0


@dataclass(frozen=True, slots=True)
class Now:
    """The step of the moment. Times are UTC milliseconds; `left` is set while the clock is paused.

    `no` counts from 1 among the steps that are not skipped, `round` how many times the hall has
    changed tables, this step counted. `cafe`: the host of each table stays.
    """

    id: str
    kind: Kind
    title: str
    question: Question | None
    open: bool
    minutes: int
    no: int
    count: int
    ends_at: Millis | None
    left: Millis | None
    grace_until: Millis
    round: int = 0
    cafe: bool = False


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall in numbers. `cast` is how many ballots are in, never what is on them."""

    tables: int = 0
    ready: int = 0
    tablets: int = 0
    accepted: int = 0
    cast: int = 0


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The reader's table, at which so many may sit as there are `seats`. `pen` is the tag of the
    tablet that holds the pen (see `tag`).

    `stand`: whether it can answer for the latest common wording; None: it has not said.
    """

    no: int
    name: str
    seats: int
    tablets: int
    accepted: int
    ready: bool
    help: bool
    pen: str | None
    stand: "OwnStand | None" = None
    disbanded: bool = False


@dataclass(frozen=True, slots=True)
class OwnStand:
    version: int
    stands: bool
    dissent: str
    rev: int


@dataclass(frozen=True, slots=True)
class OwnStatement:
    question: str
    text: str
    dissent: str
    rev: int


@dataclass(frozen=True, slots=True)
class Said:
    """A table's statement, opened to the hall."""

    question: str
    table: int
    name: str
    text: str
    dissent: str


@dataclass(frozen=True, slots=True)
class Argument:
    """For or against what it is `about`: `question.table`, or the common wording.

    Given at some table, or a note of the hall that was `laid` there.
    """

    id: str
    about: str
    side: Side
    text: str
    laid: bool = False
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """A table's answer to the latest common wording."""

    table: int
    name: str
    stands: bool
    dissent: str


@dataclass(frozen=True, slots=True)
class Common:
    """The common wording of the question in the plenary. `version` 0: there is none yet.

    `tables`: how many are asked whether they can answer for it.
    """

    question: str
    version: int
    text: str
    stances: tuple[Stance, ...]
    tables: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of the common wording, counted from 1."""

    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Parked:
    """Laid aside, for the chair or elsewhere. `settled`: what the staff say about it."""

    id: str
    kind: Parking
    text: str
    settled: str
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """How many gave each grade, from 1 up; none of them where too few did."""

    id: str
    grades: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The minute at the end. `result` is None while it is given; `shown` False: too few gave it."""

    step: str
    measures: tuple[Measure, ...]
    ballots: int
    threshold: int
    shown: bool
    result: tuple[Graded, ...] | None


@dataclass(frozen=True, slots=True)
class BehindSeen:
    """A contribution behind a reopened statement; without words where it is `hidden`. `id`: by
    which it can be hidden."""

    id: str
    bearing: Bearing
    text: str
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Reread:
    """A statement of the workshop before, reopened; `no` from 1, versions too.

    `before`: how it was worded when the hall last met it, where it was worded otherwise.
    """

    no: int
    id: str
    version: int
    text: str
    before: str
    theme: str
    minority: bool
    remark: str
    conflict: str
    behind: tuple[BehindSeen, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """Asking the hall whether it was understood in what it said in workshop `number`.

    `result` is None while answers are given; then, by statement, how many gave each answer, in the
    order of `edits.Answer`, and none where too few did. `pointed`: the `no` of the statement on the
    projector; 0: all of them.
    """

    step: str
    number: int
    ballots: int
    threshold: int
    shown: bool
    result: tuple[Graded, ...] | None
    pointed: int = 0


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of a reopened statement, or of the `whole`."""

    id: str
    about: str
    text: str
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the word since when; and how long each table has had it, in milliseconds."""

    table: int | None
    since: Millis
    spoken: tuple[tuple[int, Millis], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option to prioritise. `name` is the table's, empty for a note that a table lifted and for
    the common wording, whose `common` is true.

    `about` is the question, where the hall prioritises across several.
    """

    id: str
    name: str
    about: str
    text: str
    dissent: str
    hidden: Reason | None = None
    common: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots, or points."""

    id: str
    dots: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that came of the dots, first in first, and how choices that stood level were parted.

    `uncovered`: how many have none of their dots on it, and `theirs` where those dots are, most
    dots first. Where they are some, but fewer than the threshold, it is None, and nothing is told
    of them. `used` is, by equal shares, how many percent of their influence those behind each
    choice used on it at most; 0 where it was the rest of what they had, when nobody could pay any
    more. `behind` is how many those are. Both are None where they are fewer than the threshold.
    """

    choices: tuple[str, ...]
    ties: tuple[Tie, ...]
    uncovered: int | None
    theirs: tuple[str, ...]
    used: tuple[int | None, ...] = ()
    behind: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """`shown` is False where fewer ballots than the threshold were in; then there is no more.

    `rows` are all choices, most dots first. The lists have at most `places` of them. Where choices
    were graded there are `grades` in their place, in the order of the choices, and no lists.
    """

    ballots: int
    shown: bool
    threshold: int
    rows: tuple[Dots, ...] = ()
    places: int = 0
    most_dots: Listed | None = None
    equal_shares: Listed | None = None
    grades: tuple[Graded, ...] = ()


@dataclass(frozen=True, slots=True)
class Prioritising:
    """`dots` is how many dots or points each has, and the highest grade where they are grades.

    `pointed`: how far down the list by equal shares the projector has told how influence was spent;
    0: it shows both lists; one past the last place: who has nothing on the list.
    """

    step: str
    dots: int
    choices: tuple[Choice, ...]
    result: Result | None
    method: Method = Method.DOTS
    pointed: int = 0


@dataclass(frozen=True, slots=True)
class Reactions:
    """How many reacted how to a statement; `shown` is False, and all are 0, where too few did."""

    shown: bool
    threshold: int
    surprised: int = 0
    curious: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """A statement of the knowledge base, `no` from 1. `reactions` is None while they are given.

    A reaction is a note on the question `id.surprised`, `id.curious` or `id.missing`; its text is
    the word why, or empty.
    """

    no: int
    id: str
    text: str
    figure: str
    source: str
    reactions: Reactions | None


@dataclass(frozen=True, slots=True)
class Why:
    """The words of a reaction to a statement, of which enough were given."""

    id: str
    statement: str
    reaction: Reaction
    text: str
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A step in the programme as control sees it."""

    id: str
    kind: Kind
    title: str
    question: str
    minutes: int
    state: str  # "past" | "now" | "next" | "coming" | "skipped"
    detail: str  # what the run sheet says, for whoever leads


@dataclass(frozen=True, slots=True)
class TableSeen:
    """What a table is doing. `notes` counts the notes on the question, not whose they are."""

    no: int
    name: str
    seats: int
    tablets: int
    accepted: int
    notes: int
    ready: bool
    help: bool
    pen: bool
    statement: bool
    disbanded: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """Where taking back the last move leads to; None: to before the start."""

    step: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """`drafting`: how many tablets have unsent words in the box, over the whole hall.

    `wrote`: how many have written something in this step, of them that are on. `reacted`: at how
    many tables somebody has, while reactions are given. Asides are no notes here.
    """

    notes: int = 0
    notes_in_all: int = 0
    drafting: int = 0
    controls: int = 0
    reacted: int = 0
    wrote: int = 0
    parked: int = 0


# ---------------------------------------------------------------- the workbench


@dataclass(frozen=True, slots=True)
class Contributed:
    """Something that was said, and is to be accounted for.

    `sort`: note, argument, reaction, correction, or statement – then it is a table's, and has a
    table and a dissent. `about`: the words of the question, or of what it is on; `way`: which side
    of it, or which reaction.
    """

    id: str
    sort: str
    text: str
    question: str
    about: str
    way: str = ""
    dissent: str = ""
    table: str = ""
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What the editors have made of a contribution. `links`: how it bears on each statement."""

    fate: Fate
    theme: str | None
    links: dict[str, Bearing]
    why: Unused | None
    words: str
    into: str | None


@dataclass(frozen=True, slots=True)
class ThemeSeen:
    id: str
    name: str
    keywords: tuple[str, ...]
    place: int


@dataclass(frozen=True, slots=True)
class UnderstoodSeen:
    """A statement as the editors have it. `met`: how the hall met it here, None where it did not;
    `behind`: what came along with it; `answers` as in `Verification`, of so many `ballots`;
    `holds`: it may be taken as a direction.
    """

    id: str
    text: str
    theme: str | None
    minority: bool
    remark: str
    conflict: str
    place: int
    withdrawn: str
    version: int
    met: str | None
    behind: tuple[BehindSeen, ...]
    answers: tuple[int, ...]
    ballots: int
    holds: bool
    direction: bool


@dataclass(frozen=True, slots=True)
class Undoable:
    """How many things the editor can take back; which registers the last touched, in how many
    entries."""

    count: int
    registers: tuple[str, ...]
    entries: int


# ---------------------------------------------------------------- the views


@dataclass(frozen=True, slots=True)
class TabletView:
    workshop: Head
    now: Now | None
    hall: Hall
    table: OwnTable
    statement: OwnStatement | None
    shown: tuple[Said, ...]
    prioritising: Prioritising | None
    trouble: Trouble
    common: Common | None
    proposal: OwnStatement | None
    evaluation: Evaluation | None
    verification: Verification | None
    own_notes: dict[str, Card] = field(default_factory=dict)
    hall_notes: dict[str, Card] = field(default_factory=dict)
    knowledge: dict[str, Known] = field(default_factory=dict)
    whys: dict[str, Why] = field(default_factory=dict)
    own_rewordings: dict[str, OwnStatement] = field(default_factory=dict)
    statements: dict[str, Said] = field(default_factory=dict)
    wordings: dict[str, Wording] = field(default_factory=dict)
    arguments: dict[str, Argument] = field(default_factory=dict)
    reopened: dict[str, Reread] = field(default_factory=dict)
    corrections: dict[str, Corrected] = field(default_factory=dict)
    rewordings: dict[str, Said] = field(default_factory=dict)
    parked: dict[str, Parked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProjectorView:
    workshop: Head
    now: Now | None
    next: str
    hall: Hall
    shown: tuple[Said, ...]
    prioritising: Prioritising | None
    trouble: Trouble
    common: Common | None
    typed: str | None
    evaluation: Evaluation | None
    verification: Verification | None
    knowledge: dict[str, Known] = field(default_factory=dict)
    wordings: dict[str, Wording] = field(default_factory=dict)
    arguments: dict[str, Argument] = field(default_factory=dict)
    reopened: dict[str, Reread] = field(default_factory=dict)
    corrections: dict[str, Corrected] = field(default_factory=dict)
    rewordings: dict[str, Said] = field(default_factory=dict)
    parked: dict[str, Parked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControlView:
    workshop: Head
    now: Now | None
    hall: Hall
    counts: Counts
    programme: tuple[Planned, ...]
    questions: tuple[Question, ...]
    shown: tuple[Said, ...]
    opened: tuple[int, ...]
    prioritising: Prioritising | None
    trouble: Trouble
    common: Common | None
    typed: str | None
    evaluation: Evaluation | None
    verification: Verification | None
    floor: Floor
    undo: Back | None
    tables: dict[str, TableSeen] = field(default_factory=dict)
    statements: dict[str, Said] = field(default_factory=dict)
    notes: dict[str, Card] = field(default_factory=dict)
    knowledge: dict[str, Known] = field(default_factory=dict)
    whys: dict[str, Why] = field(default_factory=dict)
    arguments: dict[str, Argument] = field(default_factory=dict)
    reopened: dict[str, Reread] = field(default_factory=dict)
    corrections: dict[str, Corrected] = field(default_factory=dict)
    rewordings: dict[str, Said] = field(default_factory=dict)
    parked: dict[str, Parked] = field(default_factory=dict)
    wordings: dict[str, Wording] = field(default_factory=dict)
    proposals: dict[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkbenchView:
    """What an editor has before them, when the workshop is over. `left`: how many contributions
    have no end yet."""

    workshop: Head
    questions: tuple[Question, ...]
    left: int
    undo: Undoable
    trouble: Trouble
    contributions: dict[str, Contributed] = field(default_factory=dict)
    endings: dict[str, Ending] = field(default_factory=dict)
    themes: dict[str, ThemeSeen] = field(default_factory=dict)
    understood: dict[str, UnderstoodSeen] = field(default_factory=dict)


InHall: TypeAlias = TabletView | ProjectorView | ControlView
View: TypeAlias = InHall | WorkbenchView
