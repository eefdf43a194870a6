"""What the minutes have of the plenary: arguments under the tables' statements, the wording in
common with all its versions, and what was parked. As `minutes.py`, which it is a part of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.asides import PARKING, about_question, aside, common
from app.core.receipts import fingerprint
from app.core.redaction import (
    dissent_from,
    hiding,
    said_at,
    stand_of,
    told,
    wording_of,
    words,
)
from app.core.state import Workshop
from app.core.things import MASK, Note, Parking, Reason, Side, Stand, Statement


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An argument, for or against, told as a note.

    `laid`: it is one of the notes on the question, which stands among those too.
    """

    side: Side
    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    laid: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class TableStatement:
    """What a table said. Both texts are empty where it took back what others had argued about.

    A text is empty too where all of it is hidden, and has `events.MASK` where some of it is: then
    `hidden` and `basis` say why, and of the dissent `dissent_hidden` and `dissent_basis`.
    """

    table: str
    text: str
    dissent: str = ""
    arguments: tuple[Reasoned, ...] = ()
    hidden: Reason | None = None
    basis: str = ""
    dissent_hidden: Reason | None = None
    dissent_basis: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a table could answer for `version` of the common wording: its last answer. `hidden`
    and `basis` are of the dissent, as a table's statement has them."""

    table: str
    version: int
    stands: bool
    dissent: str = ""
    hidden: Reason | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """In which version of the wording in common words are hidden: there `events.MASK` stands."""

    version: int
    hidden: Reason
    basis: str = ""


@dataclass(frozen=True, slots=True)
class InCommon:
    """The wording in common: its versions, what tables proposed, and how many were asked."""

    versions: tuple[str, ...]
    tables: int
    answers: tuple[Answer, ...] = ()
    arguments: tuple[Reasoned, ...] = ()
    proposals: tuple[TableStatement, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def stand(self) -> int:
        """How many tables answer for the latest version."""
        return sum(one.stands and one.version == len(self.versions) for one in self.answers)


@dataclass(frozen=True, slots=True)
class LaidAside:
    """What somebody parked, told as a note; `settled`: what the staff said of it."""

    kind: Parking
    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    settled: str = ""
    basis: str = ""


# ---------------------------------------------------------------- from the workshop


def said_at_tables(state: Workshop, question: str) -> tuple[TableStatement, ...]:
    """In table order. What was argued about is there, also where its words were taken back."""
    found = (
        (said, _arguments(state, said_at(question, no)))
        for (asked, no), said in sorted(state.statements.items())
        if asked == question
    )
    return tuple(
        _told_by_table(state, said, arguments)
        for said, arguments in found
        if said.text or said.dissent or arguments
    )


def _told_by_table(
    state: Workshop, said: Statement, arguments: tuple[Reasoned, ...]
) -> TableStatement:
    id_ = said_at(said.question, said.table)
    dissent = hiding(state, dissent_from(id_))
    return TableStatement(
        state.table_name(said.table),
        words(state, id_, said.text),
        words(state, dissent_from(id_), said.dissent),
        arguments,
        **hiding(state, id_),
        dissent_hidden=dissent["hidden"],
        dissent_basis=dissent["basis"],
    )


def in_common(state: Workshop, question: str) -> InCommon | None:
    """None where the hall began on none."""
    versions = state.wordings.get(question, ())
    stands = sorted((no, stand) for (asked, no), stand in state.stands.items() if asked == question)
    proposals = said_at_tables(state, common(question))
    if not versions and not proposals:
        return None
    ids = [wording_of(question, version) for version in range(1, len(versions) + 1)]
    return InCommon(
        tuple(words(state, id_, text) or MASK for id_, text in zip(ids, versions, strict=True)),
        len(state.answering(question)),
        tuple(_answer(state, stand) for _, stand in stands),
        _arguments(state, common(question)),
        proposals,
        tuple(
            Cut(version, state.hidden[id_].reason, state.hidden[id_].basis)
            for version, id_ in enumerate(ids, start=1)
            if id_ in state.hidden
        ),
    )


def _answer(state: Workshop, stand: Stand) -> Answer:
    id_ = stand_of(stand.question, stand.table)
    return Answer(
        state.table_name(stand.table),
        stand.version,
        stand.stands,
        words(state, id_, stand.dissent),
        **hiding(state, id_),
    )


def laid_aside(state: Workshop) -> tuple[LaidAside, ...]:
    return tuple(
        LaidAside(kind, settled=state.settled_parked.get(note.id, ""), **told(state, note))
        for kind in Parking
        for note in _sorted(state.notes_on(aside(PARKING, kind)).values())
    )


def _arguments(state: Workshop, about: str) -> tuple[Reasoned, ...]:
    given = (
        Reasoned(side, **told(state, note))
        for side in Side
        for note in _sorted(state.notes_on(aside(about, side)).values())
    )
    notes = state.notes_on(about_question(about))
    laid = {laid.note: laid.side for laid in state.laid if laid.about == about}
    lifted = (
        Reasoned(laid[note.id], laid=True, **told(state, note))
        for note in _sorted(notes[id_] for id_ in laid if id_ in notes)
    )
    return (*given, *lifted)


def _sorted(notes: Iterable[Note]) -> list[Note]:
    """By fingerprint: the place of a hidden note tells nothing of its id."""
    there = (note for note in notes if not note.withdrawn)
    return sorted(there, key=lambda note: fingerprint(note.id, note.text))


def asides(statements: Iterable[TableStatement], wording: InCommon | None) -> Iterator[Reasoned]:
    """The arguments that are notes of their own, and stand nowhere else."""
    everywhere = [each.arguments for each in statements]
    everywhere += [wording.arguments] if wording else []
    return (each for some in everywhere for each in some if not each.laid)
