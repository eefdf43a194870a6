"""What is weighed before minutes are published: everything that the staff may read of what was
said, in its own words, with what the minutes call it. Whether names and the like stand in it is
found elsewhere (`app/text/hints`); what was decided of them is here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.asides import (
    ARGUMENTS,
    CORRECTIONS,
    EVALUATION,
    PARKING,
    REACTIONS,
    common,
    rewording,
    round_of,
)
from app.core.evaluation import evaluation
from app.core.knowledge import reactions
from app.core.programme import questions
from app.core.receipts import fingerprint
from app.core.redaction import behind_as, dissent_from, said_at, stand_of, wording_of
from app.core.state import Workshop
from app.core.things import Span


class Sort(StrEnum):
    """What was said, and by whom: somebody, a table, the whole hall, or an earlier workshop."""

    NOTE = "note"
    ARGUMENT = "argument"
    REACTION = "reaction"
    CORRECTION = "correction"
    PARKED = "parked"
    LINE = "line"
    STATEMENT = "statement"
    REWORDED = "reworded"
    PROPOSAL = "proposal"
    DISSENT = "dissent"
    STAND = "stand"
    WORDING = "wording"
    BEHIND = "behind"


_SORTS: Mapping[str, Sort] = {
    ARGUMENTS: Sort.ARGUMENT,
    REACTIONS: Sort.REACTION,
    CORRECTIONS: Sort.CORRECTION,
    PARKING: Sort.PARKED,
    EVALUATION: Sort.LINE,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A contribution in all its words. `ref`: as the minutes call it (`understood.py`), and a
    dissent by what it dissents from. `about`: the question or the statement it is on."""

    id: str
    ref: str
    sort: Sort
    text: str
    about: str = ""
    table: str = ""


def pieces(state: Workshop) -> tuple[Piece, ...]:
    """Once the workshop is over; in no order that tells anything. What too few gave is not there,
    as it is not in the minutes."""
    if state.ended is None:
        return ()
    found = (*_by_tables(state), *_in_common(state), *_notes(state), *_behind(state))
    return tuple({each.id: each for each in found if each.text}.values())


def _notes(state: Workshop) -> Iterator[Piece]:
    came = evaluation(state)
    shown = {line.fingerprint for line in came.lines} if came else set()
    for question, notes in state.notes.items():
        round_, asked = round_of(question), state.asked(question)
        about = asked.text if asked else ""
        if round_ == REACTIONS and not reactions(state, state.questions[question].about).shown:
            continue
        written = ((fingerprint(note.id, note.text), note) for note in notes.values())
        for mark, note in sorted(written, key=lambda each: each[0]):
            if not note.withdrawn and (round_ != EVALUATION or mark in shown):
                yield Piece(note.id, mark, _SORTS.get(round_, Sort.NOTE), note.text, about)


def _by_tables(state: Workshop) -> Iterator[Piece]:
    places = dict(_places(state))
    for (question, no), said in sorted(state.statements.items()):
        if question not in places:
            continue
        place, sort, about = places[question]
        table, id_ = state.table_name(no), said_at(question, no)
        ref = f"{place}/{table}"
        yield Piece(id_, ref, sort, said.text, about, table)
        yield Piece(dissent_from(id_), ref, Sort.DISSENT, said.dissent, about, table)


def _places(state: Workshop) -> Iterator[tuple[str, tuple[str, Sort, str]]]:
    """What tables speak to: what it is called in a ref, what that is, and its words."""
    for no, question in enumerate(questions(state), start=1):
        yield question.id, (f"{no}", Sort.STATEMENT, question.text)
        yield common(question.id), (f"{no}/common", Sort.PROPOSAL, question.text)
    for id_, met in state.met.items():
        yield rewording(id_), (id_, Sort.REWORDED, met.text)


def _in_common(state: Workshop) -> Iterator[Piece]:
    for no, question in enumerate(questions(state), start=1):
        ref = f"{no}/common"
        for version, text in enumerate(state.wordings.get(question.id, ()), start=1):
            id_ = wording_of(question.id, version)
            yield Piece(id_, ref, Sort.WORDING, text, question.text)
        for (asked, table), stand in sorted(state.stands.items()):
            if asked == question.id:
                name = state.table_name(table)
                id_ = stand_of(asked, table)
                yield Piece(id_, f"{ref}/{name}", Sort.STAND, stand.dissent, question.text, name)


def _behind(state: Workshop) -> Iterator[Piece]:
    for each in state.met.values():
        for one in each.behind:
            mark = fingerprint(one.id, one.text)
            yield Piece(behind_as(one), mark, Sort.BEHIND, one.text, each.text)


# ---------------------------------------------------------------- what was decided


def undecided(state: Workshop, found: Mapping[str, Iterable[Span]]) -> tuple[str, ...]:
    """The contributions, of those in which something was `found`, that stand to be decided: what
    is neither hidden nor left, or is hidden by no provision."""
    return tuple(
        id_
        for id_, spans in found.items()
        if _lacks_basis(state, id_) or not all(_is_decided(state, id_, span) for span in spans)
    )


def _lacks_basis(state: Workshop, id_: str) -> bool:
    return id_ in state.hidden and not state.hidden[id_].basis


def _is_decided(state: Workshop, id_: str, span: Span) -> bool:
    return span in state.left.get(id_, ()) or is_hidden(state, id_, span)


def is_hidden(state: Workshop, id_: str, span: Span) -> bool:
    there = state.hidden.get(id_)
    if there is None:
        return False
    return not there.spans or any(at <= span[0] and span[1] <= end for at, end in there.spans)
