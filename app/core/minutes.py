"""The minutes (møtebok) of a workshop as a plain tree: facts only, ready to be frozen.

What kommuneloven § 11-4 asks for, and what a workshop adds to it; `law.md` numbers the fields M1 to
M17. `composing.py` makes it; labels and dates are put on by `publish`. Nothing here joins a note to
a table, a party, a person or a time: notes are sorted by fingerprint, and the roster has no ids at
all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.discussion import InCommon, LaidAside, TableStatement
from app.core.evaluation import Evaluated
from app.core.events import LogHead
from app.core.floor import Shared
from app.core.things import Details, Millis, Reaction, Reason
from app.core.understood import Synthesised, Verification

PRESENT, ABSENT = "present", "absent"
DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One line of the roster (§ 11-4 b). `role`: member, chair, deputy_chair or deputy (vara).

    `standing` is present, absent, or empty where it has not been marked; `stands_in_for` is a name.
    """

    name: str
    party: str
    role: str = "member"
    standing: str = ""
    stands_in_for: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A councillor's note. `shared`: written openly in the table talk. The id is random.

    What is told of it where words are hidden: `redaction.Told`.
    """

    id: str
    text: str
    lifted: bool = False
    shared: bool = False
    fingerprint: str = ""
    hidden: Reason | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A question (§ 11-4 c), what the tables said, what they said in common, and what was written.

    `unhandled`: the hall never came to it, and said nothing on it.
    """

    question: str
    hint: str
    statements: tuple[TableStatement, ...] = ()
    notes: tuple[Contribution, ...] = ()
    common: InCommon | None = None
    unhandled: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The words of a reaction, told as a note's."""

    reaction: Reaction
    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Met:
    """A statement of the knowledge base (kunnskapsgrunnlag), and how the hall met it.

    `unhandled`: the hall never came to it.
    `shown` is False where not as many as the threshold reacted: then there are no counts and no
    words, but only, among `Minutes.reactions`, the fingerprints.
    """

    text: str
    figure: str
    source: str
    goals: tuple[int, ...]
    threshold: int
    shown: bool
    counts: dict[Reaction, int]
    words: tuple[Why, ...] = ()
    unhandled: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """What was prioritised: a table's statement, or a note, and then `table` is empty; or the
    wording in common (`common`).

    `dots` are dots or points. Where choices were graded `graded` is how many gave each grade, from
    1 up; empty where too few did.
    """

    text: str
    dots: int
    table: str = ""
    dissent: str = ""
    hidden: Reason | None = None
    graded: tuple[int, ...] = ()
    common: bool = False
    basis: str = ""
    dissent_hidden: Reason | None = None
    dissent_basis: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """Choices that stood level for a list, and those of them that came first. Numbers of rows."""

    level: tuple[int, ...]
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A list that came of the dots, first in first, as `seen.Listed`. Numbers of rows, from 1."""

    rows: tuple[int, ...]
    ties: tuple[Level, ...]
    uncovered: int | None
    theirs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prioritisation:
    """A prioritising (prioritering), `dots` each at most, or so many points to spread; where
    choices were graded, the highest grade. `method` is empty for dots, which once were all.

    `shown` is False below the threshold: then there are no rows, no count and no lists. Minutes
    from before there were lists have none either.
    """

    title: str
    dots: int
    ballots: int
    threshold: int
    shown: bool
    rows: tuple[Ranked, ...] = ()
    places: int = 0
    most_dots: Chosen | None = None
    equal_shares: Chosen | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Which published version this one corrects, and why."""

    version: int
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class DraftRemark:
    """What somebody present said of the draft, and what the secretary answered. `about`: a section
    of it, or empty for the whole; `taken`: the draft was changed accordingly."""

    name: str
    text: str
    answer: str = ""
    taken: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole document. Times are UTC milliseconds; `began` and `ended` as it really went."""

    municipality: str
    body: str
    title: str
    number: int
    of: int
    language: str
    demo: bool
    place: str
    starts: Millis
    ends: Millis
    began: Millis | None
    ended: Millis | None
    details: Details
    present: tuple[Attendee, ...] = ()
    absent: tuple[Attendee, ...] = ()
    cases: tuple[Case, ...] = ()
    prioritisations: tuple[Prioritisation, ...] = ()
    notes_root: str = ""
    corrects: Correction | None = None
    knowledge: tuple[Met, ...] = ()
    reactions: tuple[str, ...] = ()
    """Fingerprints of the reactions that stand with no words, in no order that tells anything."""
    parked: tuple[LaidAside, ...] = ()
    evaluation: Evaluated | None = None
    """Where the municipality wants it in the minutes."""
    lines: tuple[str, ...] = ()
    """Fingerprints of the evaluation's lines that stand with no words."""
    floor: Shared | None = None
    verification: Verification | None = None
    synthesis: Synthesised | None = None
    draft_remarks: tuple[DraftRemark, ...] = ()
    """Those that are taken into the minutes. `details.remarks` are those to notice and agenda."""
    consents: tuple[str, ...] = ()
    """Who of the staff consented to publish, where there was more than one."""
    wording: dict[str, str] = field(default_factory=dict)
    """By key (`wording.LINES`), the municipality's own words; empty where it leaves a line out."""
    crest: str = ""
    """The municipality's mark at the time: which of its pictures (`store/municipality.py`)."""
    log: LogHead | None = None
    """The staff log when this was published."""

    @property
    def notes(self) -> int:
        return sum(len(case.notes) for case in self.cases)

    @property
    def open_notes(self) -> int:
        """How many of the notes were written openly in the table talk."""
        return sum(note.shared for case in self.cases for note in case.notes)

    @property
    def statements(self) -> int:
        said = (one for case in self.cases for one in case.statements)
        return sum(bool(one.text or one.hidden) for one in said)


def count_attendance(roster: Iterable[Attendee]) -> tuple[int, int]:
    """How many met, deputies among them, and how many members were absent.

    A deputy who was not called is not absent from anything.
    """
    present, absent = split(roster)
    return len(present), len(absent)


def split(roster: Iterable[Attendee]) -> tuple[tuple[Attendee, ...], tuple[Attendee, ...]]:
    """Who met and who was absent (§ 11-4 b), each in the order of the roster."""
    marked = tuple(roster)
    return (
        tuple(a for a in marked if a.standing == PRESENT),
        tuple(a for a in marked if a.standing == ABSENT and a.role != DEPUTY),
    )
