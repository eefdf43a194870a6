"""The minutes (møtebok) of a workshop as a plain tree: facts only, ready to be frozen.

What kommuneloven § 11-4 asks for, and what a workshop adds to it; `law.md` numbers the fields M1 to
M17. Labels and dates are put on by `publish`. Nothing here joins a note to a table, a party, a
person or a time: notes are sorted by fingerprint, and the roster has no ids at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from app.core.asides import common
from app.core.discussion import (
    InCommon,
    LaidAside,
    TableStatement,
    asides,
    in_common,
    laid_aside,
    said_at_tables,
)
from app.core.evaluation import Evaluated, evaluation, line_marks
from app.core.events import LogHead
from app.core.floor import Shared, shared
from app.core.knowledge import in_use, notes_on, reactions
from app.core.outcome import result
from app.core.programme import answered, questions
from app.core.receipts import fingerprint, root
from app.core.redaction import dissent_from, hiding, told
from app.core.seen import Dots, Listed
from app.core.state import Workshop
from app.core.synthesis import unaccounted
from app.core.tally import MOST, options
from app.core.things import (
    Details,
    Kind,
    Knowledge,
    Method,
    Millis,
    Question,
    Reaction,
    Reason,
    Step,
)
from app.core.understood import (
    Synthesised,
    Verification,
    all_corrections,
    synthesised,
    verified,
)

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


# ---------------------------------------------------------------- from the workshop


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


def compose(
    state: Workshop,
    roster: Iterable[Attendee],
    corrects: Correction | None = None,
    wording: Mapping[str, str] = MappingProxyType({}),
    crest: str = "",
    remarks: Iterable[DraftRemark] = (),
) -> Minutes:
    """The minutes as they would be published now. Needs a planned workshop.

    Until the workshop has ended, what the councillors wrote is not in it: a draft must not show
    the administration what the hall cannot see yet.
    """
    plan = state.plan
    assert plan is not None
    present, absent = split(roster)
    ended = state.ended is not None
    cases = tuple(_case(state, question, ended) for question in questions(state))
    knowledge = tuple(_met(state, statement, ended) for statement in state.knowledge)
    wordless = _wordless(state, knowledge) if ended else ()
    parked = laid_aside(state) if ended else ()
    came = evaluation(state) if ended and state.details.evaluation else None
    lines_told = {line.fingerprint for line in came.lines} if came else set()
    lines = tuple(mark for mark in line_marks(state) if mark not in lines_told) if ended else ()
    marks = [note.fingerprint for case in cases for note in case.notes]
    marks += [one.fingerprint for case in cases for one in asides(case.statements, case.common)]
    marks += [one.fingerprint for one in parked]
    marks += [why.fingerprint for met in knowledge for why in met.words]
    asked = verified(state) if ended else None
    marks += [one.fingerprint for one in all_corrections(asked)]
    return Minutes(
        municipality=plan.municipality,
        body=plan.body,
        title=plan.title,
        number=plan.number,
        of=plan.of,
        language=plan.language,
        demo=plan.demo,
        place=plan.place,
        starts=plan.starts,
        ends=plan.ends,
        began=state.started,
        ended=state.ended,
        details=state.details,
        present=present,
        absent=absent,
        cases=cases,
        prioritisations=tuple(_prioritisations(state)) if ended else (),
        notes_root=root([*marks, *wordless, *lines_told, *lines]),
        corrects=corrects,
        knowledge=knowledge,
        reactions=wordless,
        parked=parked,
        evaluation=came,
        lines=lines,
        floor=shared(state) if ended else None,
        verification=asked,
        synthesis=synthesised(state) if ended else None,
        wording=dict(wording),
        crest=crest,
        draft_remarks=tuple(remarks) if ended else (),
    )


def _met(state: Workshop, statement: Knowledge, ended: bool) -> Met:
    came = reactions(state, statement.id)
    shown = ended and came.shown
    words = [
        Why(kind, **told(state, note))
        for kind in Reaction
        for note in notes_on(state, statement.id, kind)
        if shown and note.text
    ]
    come_to = any(step.kind is Kind.KNOWLEDGE and step.id in state.visited for step in state.steps)
    return Met(
        text=statement.text,
        figure=statement.figure,
        source=statement.source,
        goals=statement.goals,
        threshold=came.threshold,
        shown=shown,
        counts={kind: getattr(came, kind) for kind in Reaction} if shown else {},
        words=tuple(sorted(words, key=lambda why: why.fingerprint)),
        unhandled=ended and not come_to and not in_use(state),
    )


def _wordless(state: Workshop, knowledge: Iterable[Met]) -> tuple[str, ...]:
    """Without words, or too few of their kind: side by side, so that none tells what it was to."""
    worded = {why.fingerprint for met in knowledge for why in met.words}
    given = (
        fingerprint(note.id, note.text)
        for statement in state.knowledge
        for kind in Reaction
        for note in notes_on(state, statement.id, kind)
    )
    return tuple(sorted(mark for mark in given if mark not in worded))


def _case(state: Workshop, question: Question, ended: bool) -> Case:
    if not ended:
        return Case(question.text, question.hint)
    notes = [
        Contribution(lifted=note.lifted, shared=note.shared, **told(state, note))
        for note in state.notes_on(question.id).values()
        if not note.withdrawn
    ]
    come_to = any(s.question == question.id and s.id in state.visited for s in state.steps)
    return Case(
        question=question.text,
        hint=question.hint,
        statements=said_at_tables(state, question.id),
        # By fingerprint: the place of a hidden note tells nothing of its id.
        notes=tuple(sorted(notes, key=lambda note: note.fingerprint)),
        common=in_common(state, question.id),
        unhandled=not come_to and not answered(state, question.id),
    )


def _table(state: Workshop, no: int | None) -> str:
    table = state.tables.get(no or 0)
    return table.name if table else ""


def _prioritisations(state: Workshop) -> Iterable[Prioritisation]:
    for step in state.steps:
        if step.kind is Kind.PRIORITISE:
            yield from _prioritisation(state, step)


def _prioritisation(state: Workshop, step: Step) -> Iterable[Prioritisation]:
    outcome = result(state, step)
    if outcome is None or outcome.ballots == 0:
        return
    there = options(state, step)
    given = {graded.id: graded.grades for graded in outcome.grades}
    dots = {row.id: row.dots for row in outcome.rows}
    dissents = {
        choice: hiding(state, dissent_from(option.contribution)) for choice, option in there.items()
    }
    yield Prioritisation(
        title=step.title,
        dots=MOST[step.method],
        ballots=outcome.ballots if outcome.shown else 0,
        threshold=outcome.threshold,
        shown=outcome.shown,
        rows=tuple(
            Ranked(
                text=there[choice].text,
                dots=dots.get(choice, 0),
                table=_table(state, there[choice].table),
                dissent=there[choice].dissent,
                graded=given.get(choice, ()),
                common=choice == common(there[choice].question),
                **hiding(state, there[choice].contribution),
                dissent_hidden=dissents[choice]["hidden"],
                dissent_basis=dissents[choice]["basis"],
            )
            for choice in given or dots
        ),
        places=outcome.places,
        most_dots=_chosen(outcome.most_dots, outcome.rows),
        equal_shares=_chosen(outcome.equal_shares, outcome.rows),
        method="" if step.method is Method.DOTS else step.method.value,
    )


def _chosen(listed: Listed | None, rows: Iterable[Dots]) -> Chosen | None:
    if listed is None:
        return None
    no = {row.id: number for number, row in enumerate(rows, start=1)}

    def numbers(choices: Iterable[str]) -> tuple[int, ...]:
        return tuple(no[choice] for choice in choices)

    return Chosen(
        numbers(listed.choices),
        tuple(Level(numbers(tie.level), numbers(tie.chosen)) for tie in listed.ties),
        listed.uncovered,
        numbers(listed.theirs),
    )


def edited_since(state: Workshop, published: Minutes) -> bool:
    """Whether the synthesis, or what the hall said of one, is no longer as it was `published`."""
    return (synthesised(state), verified(state)) != (published.synthesis, published.verification)


class Check(StrEnum):
    """What should be in place before the minutes are published; `ENDED` and `ACCOUNTED` must be."""

    ENDED = "ended"
    ATTENDANCE = "attendance"
    DEPUTIES = "deputies"
    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    CLOSED_BASIS = "closed_basis"
    DISQUALIFIED_BASIS = "disqualified_basis"
    RECORDING = "recording"
    NOTICE = "notice"
    ACCOUNTED = "accounted"
    NAMES = "names"


def checks(state: Workshop, roster: Iterable[Attendee], to_decide: int = 0) -> dict[Check, bool]:
    """Which of the checks hold: kommuneloven §§ 11-2 (chair), 11-3 (notice), 11-4 (attendance,
    and by which provision doors were closed or somebody was disqualified), 11-6 (recording). What
    the meeting had no need of is not asked for. `to_decide`: in so many contributions something was
    found that may have to be hidden (`weighing.py`)."""
    everybody = list(roster)
    members = [one for one in everybody if one.role != DEPUTY]
    here = {one.name for one in members if one.standing == PRESENT}
    deputised = {one.stands_in_for for one in everybody if one.standing == PRESENT}
    details = state.details
    needed = {
        Check.CLOSED_BASIS: (details.closed, details.closed_basis),
        Check.DISQUALIFIED_BASIS: (details.disqualified, details.disqualified_basis),
        Check.RECORDING: (details.recording, details.recording_answer),
    }
    return {
        Check.ENDED: state.ended is not None,
        Check.ATTENDANCE: bool(members) and all(one.standing for one in members),
        Check.DEPUTIES: not here & deputised,
        Check.CHAIR: bool(details.chair),
        Check.MINUTE_TAKER: bool(details.minute_taker),
        Check.ACCOUNTED: state.ended is not None and not unaccounted(state),
        Check.NAMES: state.ended is not None and not to_decide,
        Check.NOTICE: bool(details.notice_sent and details.notice_published),
        **{check: bool(what) for check, (since, what) in needed.items() if since},
    }
