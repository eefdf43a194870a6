"""What the councillors said, found in published minutes by what those call it (`understood.py`)."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.discussion import asides
from app.core.events import Reason
from app.core.minutes import Minutes
from app.core.understood import all_corrections


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the minutes; a table's has its `table`, and its dissent where it had any.

    Without text where it is hidden.
    """

    text: str
    table: str = ""
    dissent: str = ""
    hidden: Reason | None = None


def contributions(minutes: Minutes) -> dict[str, Said]:
    """All that may bear on a statement: notes, arguments, words on the knowledge base, corrections,
    and what tables said or would rather have it say. By ref."""
    return dict(_contributions(minutes))


def _contributions(minutes: Minutes) -> Iterator[tuple[str, Said]]:
    for number, case in enumerate(minutes.cases, start=1):
        for table in case.statements:
            yield f"{number}/{table.table}", Said(table.text, table.table, table.dissent)
        for note in case.notes:
            yield note.fingerprint, Said(note.text, hidden=note.hidden)
        for argument in asides(case.statements, case.common):
            yield argument.fingerprint, Said(argument.text, hidden=argument.hidden)
    for met in minutes.knowledge:
        for why in met.words:
            yield why.fingerprint, Said(why.text, hidden=why.hidden)
    for correction in all_corrections(minutes.verification):
        yield correction.fingerprint, Said(correction.text, hidden=correction.hidden)
    for statement in minutes.verification.statements if minutes.verification else ():
        for proposal in statement.proposals:
            said = Said(proposal.text, proposal.table, proposal.dissent)
            yield f"{statement.id}/{proposal.table}", said
