"""What the councillors said, found in published minutes by what those call it (`understood.py`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.discussion import Reasoned, TableStatement, asides
from app.core.minutes import Contribution, Minutes, Why
from app.core.things import Reason
from app.core.understood import Corrected, all_corrections


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the minutes; a table's has its `table`, and its dissent where it had any.

    `text`, `hidden` and `basis` as a note's (`redaction.Told`).
    """

    text: str
    table: str = ""
    dissent: str = ""
    hidden: Reason | None = None
    basis: str = ""


def contributions(minutes: Minutes) -> dict[str, Said]:
    """All that may bear on a statement: notes, arguments, words on the knowledge base, corrections,
    and what tables said or would rather have it say. By ref."""
    return dict(_contributions(minutes))


def _contributions(minutes: Minutes) -> Iterator[tuple[str, Said]]:
    for number, case in enumerate(minutes.cases, start=1):
        for table in case.statements:
            yield f"{number}/{table.table}", _said(table)
        for note in case.notes:
            yield note.fingerprint, _written(note)
        for argument in asides(case.statements, case.common):
            yield argument.fingerprint, _written(argument)
    for met in minutes.knowledge:
        for why in met.words:
            yield why.fingerprint, _written(why)
    for correction in all_corrections(minutes.verification):
        yield correction.fingerprint, _written(correction)
    for statement in minutes.verification.statements if minutes.verification else ():
        for proposal in statement.proposals:
            yield f"{statement.id}/{proposal.table}", _said(proposal)


def _written(one: Contribution | Reasoned | Why | Corrected) -> Said:
    return Said(one.text, hidden=one.hidden, basis=one.basis)


def _said(one: TableStatement) -> Said:
    return Said(one.text, one.table, one.dissent, one.hidden, one.basis)
