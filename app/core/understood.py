"""What the minutes have of the synthesis: the statements, what became of each contribution, and
what the hall said of statements that were reopened. As `minutes.py`, which it is a part of.

A contribution is referred to by its fingerprint; what a table said by the number of the case, or
the id of the reopened statement, and the name of the table: `1/Bord 3`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core import verification
from app.core.asides import WHOLE, correction, rewording
from app.core.discussion import TableStatement, said_at_tables
from app.core.edits import Bearing, Behind, Fate, Unused
from app.core.programme import questions
from app.core.receipts import fingerprint
from app.core.redaction import behind_as, hiding, is_gone, told, words
from app.core.state import Workshop
from app.core.synthesis import Disposition, dispositions, material
from app.core.things import Kind, Reason


@dataclass(frozen=True, slots=True)
class Linked:
    """A contribution, and how it bears on the statement."""

    ref: str
    bearing: Bearing


@dataclass(frozen=True, slots=True)
class Understanding:
    """A statement «slik har vi forstått dere». `version`: a wording that a hall met or is to meet.

    `before`: how this workshop met it, where it is worded anew. `direction`: it was taken as a
    political direction (politisk føring) after this workshop.
    """

    id: str
    version: int
    text: str
    before: str = ""
    theme: str = ""
    minority: bool = False
    remark: str = ""
    conflict: str = ""
    withdrawn: str = ""
    direction: bool = False
    links: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """What became of a contribution. `statements`: those it is used in, by id; `into`: the one that
    it is merged with; `why` and `words`: where it was set aside."""

    ref: str
    fate: Fate
    statements: tuple[str, ...] = ()
    into: str = ""
    why: Unused | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Synthesised:
    """In the editor's order. `ends` is in no order that tells anything."""

    statements: tuple[Understanding, ...]
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction, told as a note."""

    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Backing:
    """A contribution of the workshop before, behind a statement; a table's has no fingerprint.

    `text`, `hidden` and `basis` as a note's.
    """

    bearing: Bearing
    text: str
    fingerprint: str = ""
    hidden: Reason | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A reopened statement as this workshop met it, and what it said.

    `answers`: how many said understood, partly, wrong, and that something lacks; empty where too
    few did.
    """

    id: str
    version: int
    text: str
    answers: tuple[int, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    proposals: tuple[TableStatement, ...] = ()
    behind: tuple[Backing, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """Statements of workshop `number` (its code is `source`) reopened in this one.

    `asked` is False where the hall never came to it; `corrections` fit none of the statements.
    """

    source: str
    number: int
    asked: bool
    ballots: int
    threshold: int
    statements: tuple[Verified, ...] = ()
    corrections: tuple[Corrected, ...] = ()


# ---------------------------------------------------------------- from the workshop


def synthesised(state: Workshop) -> Synthesised | None:
    """None where nothing is written up."""
    made = state.synthesis
    if not (made.statements or made.aside or made.merged):
        return None
    refs = dict(_refs(state))
    order = sorted(made.statements.items(), key=lambda item: (item[1].place, item[0]))
    ends = dispositions(state)
    return Synthesised(
        tuple(_understanding(state, id_, refs) for id_, _ in order),
        tuple(sorted((_end(state, id_, end, refs) for id_, end in ends.items()), key=_ref)),
    )


def _refs(state: Workshop) -> Iterator[tuple[str, str]]:
    number = {question.id: str(no) for no, question in enumerate(questions(state), start=1)}
    number |= {rewording(id_): id_ for id_ in state.met}
    for id_, question in material(state).items():
        note = state.find_note(id_)
        if note is not None:
            yield id_, fingerprint(id_, note.text)
        else:
            table = state.table_name(int(id_.rpartition(".")[2]))
            yield id_, f"{number[question]}/{table}"


def _understanding(state: Workshop, id_: str, refs: dict[str, str]) -> Understanding:
    made, met = state.synthesis, state.met.get(id_)
    said = made.statements[id_]
    theme = made.themes.get(said.theme or "")
    links = (
        Linked(refs[each], bearing)
        for (statement, each), bearing in made.links.items()
        if statement == id_ and each in refs and not is_gone(state, each)
    )
    return Understanding(
        id=id_,
        version=verification.version(state, id_),
        text=said.text,
        before=met.text if met and met.text != said.text else "",
        theme=theme.name if theme else "",
        minority=said.minority,
        remark=said.remark,
        conflict=said.conflict,
        withdrawn=said.withdrawn,
        direction=id_ in state.directions,
        links=tuple(sorted(links, key=lambda link: link.ref)),
    )


def _ref(end: End) -> str:
    return end.ref


def _end(state: Workshop, id_: str, end: Disposition, refs: dict[str, str]) -> End:
    aside = state.synthesis.aside.get(id_)
    set_aside = aside if end.fate is Fate.ASIDE else None
    return End(
        refs[id_],
        end.fate,
        end.statements,
        refs[end.into] if end.into else "",
        set_aside.why if set_aside else None,
        set_aside.words if set_aside else "",
    )


def verified(state: Workshop) -> Verification | None:
    """None where nothing was reopened in this workshop."""
    if state.reopened is None:
        return None
    steps = [step for step in state.steps if step.kind is Kind.VERIFY]
    counted = verification.counted(state)
    ballots = counted.ballots if counted else 0
    assert state.plan is not None  # nothing is laid without one
    return Verification(
        source=state.reopened.source,
        number=state.reopened.number,
        asked=any(step.id in state.visited for step in steps),
        ballots=ballots if ballots >= state.plan.threshold else 0,
        threshold=state.plan.threshold,
        statements=tuple(
            Verified(
                each.id,
                each.version,
                each.text,
                verification.answers(state, each.id),
                _corrections(state, each.id),
                said_at_tables(state, rewording(each.id)),
                tuple(_backing(state, one) for one in each.behind),
            )
            for each in state.reopened.statements
        ),
        corrections=_corrections(state, WHOLE),
    )


def _backing(state: Workshop, one: Behind) -> Backing:
    mark = "" if "." in one.id else fingerprint(one.id, one.text)
    id_ = behind_as(one)
    return Backing(one.bearing, words(state, id_, one.text), mark, **hiding(state, id_))


def _corrections(state: Workshop, about: str) -> tuple[Corrected, ...]:
    found = (
        Corrected(**told(state, note))
        for note in state.notes_on(correction(about)).values()
        if not note.withdrawn
    )
    return tuple(sorted(found, key=lambda one: one.fingerprint))


def all_corrections(came: Verification | None) -> Iterable[Corrected]:
    """Every correction of a verification."""
    if came is None:
        return ()
    return (*came.corrections, *(one for each in came.statements for one in each.corrections))
