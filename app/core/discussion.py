"""What the minutes have of the plenary: arguments under the tables' statements, the wording in
common with all its versions, and what was parked. As `minutes.py`, which it is a part of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.events import (
    PARKING,
    Note,
    Parking,
    Reason,
    Side,
    about_question,
    aside,
    common,
)
from app.core.receipts import fingerprint
from app.core.state import Workshop


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An argument, for or against; without id and text where it is hidden, as a note's.

    `laid`: it is one of the notes on the question, which stands among those too.
    """

    side: Side
    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    laid: bool = False


@dataclass(frozen=True, slots=True)
class TableStatement:
    """What a table said. Both texts are empty where it took back what others had argued about."""

    table: str
    text: str
    dissent: str = ""
    arguments: tuple[Reasoned, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a table could answer for `version` of the common wording: its last answer."""

    table: str
    version: int
    stands: bool
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class InCommon:
    """The wording in common: its versions, what tables proposed, and how many were asked."""

    versions: tuple[str, ...]
    tables: int
    answers: tuple[Answer, ...] = ()
    arguments: tuple[Reasoned, ...] = ()
    proposals: tuple[TableStatement, ...] = ()

    @property
    def stand(self) -> int:
        """How many tables answer for the latest version."""
        return sum(one.stands and one.version == len(self.versions) for one in self.answers)


@dataclass(frozen=True, slots=True)
class LaidAside:
    """What somebody parked, as it stands; `settled`: what the staff said of it."""

    kind: Parking
    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    settled: str = ""


# ---------------------------------------------------------------- from the workshop


def said_at_tables(state: Workshop, question: str) -> tuple[TableStatement, ...]:
    """In table order. What was argued about is there, also where its words were taken back."""
    found = (
        TableStatement(
            state.table_name(no), said.text, said.dissent, _arguments(state, f"{question}.{no}")
        )
        for (asked, no), said in sorted(state.statements.items())
        if asked == question
    )
    return tuple(each for each in found if each.text or each.dissent or each.arguments)


def in_common(state: Workshop, question: str) -> InCommon | None:
    """None where the hall began on none."""
    versions = state.wordings.get(question, ())
    stands = sorted((no, stand) for (asked, no), stand in state.stands.items() if asked == question)
    proposals = said_at_tables(state, common(question))
    if not versions and not proposals:
        return None
    return InCommon(
        versions,
        len(state.answering(question)),
        tuple(Answer(state.table_name(no), s.version, s.stands, s.dissent) for no, s in stands),
        _arguments(state, common(question)),
        proposals,
    )


def laid_aside(state: Workshop) -> tuple[LaidAside, ...]:
    return tuple(
        LaidAside(kind, *_words(state, note), state.settled_parked.get(note.id, ""))
        for kind in Parking
        for note in _sorted(state.notes_on(aside(PARKING, kind)).values())
    )


def _arguments(state: Workshop, about: str) -> tuple[Reasoned, ...]:
    given = (
        Reasoned(side, *_words(state, note))
        for side in Side
        for note in _sorted(state.notes_on(aside(about, side)).values())
    )
    notes = state.notes_on(about_question(about))
    laid = {laid.note: laid.side for laid in state.laid if laid.about == about}
    lifted = (
        Reasoned(laid[note.id], *_words(state, note), laid=True)
        for note in _sorted(notes[id_] for id_ in laid if id_ in notes)
    )
    return (*given, *lifted)


def _words(state: Workshop, note: Note) -> tuple[str, str, str, Reason | None]:
    mark, hidden = fingerprint(note.id, note.text), state.hidden.get(note.id)
    return ("", "", mark, hidden) if hidden else (note.id, note.text, mark, None)


def _sorted(notes: Iterable[Note]) -> list[Note]:
    """By fingerprint: the place of a hidden note tells nothing of its id."""
    there = (note for note in notes if not note.withdrawn)
    return sorted(there, key=lambda note: fingerprint(note.id, note.text))


def asides(statements: Iterable[TableStatement], wording: InCommon | None) -> Iterator[Reasoned]:
    """The arguments that are notes of their own, and stand nowhere else."""
    everywhere = [each.arguments for each in statements]
    everywhere += [wording.arguments] if wording else []
    return (each for some in everywhere for each in some if not each.laid)
