"""From dots to a result. It is a prioritering, never a vote: nobody's name or party is in it."""

from collections import Counter
from dataclasses import dataclass

from app.core.events import BallotsCounted, ProfilesKept, Reason, Step
from app.core.programme import questions
from app.core.state import Box, Workshop

DOTS = 5
"""How many dots a councillor may place, at most one on each option (`synthesis.md`)."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to prioritise: a table's statement, or a note that some table lifted."""

    id: str
    question: str
    text: str
    dissent: str = ""
    table: int | None = None
    hidden: Reason | None = None


def options(state: Workshop, step: Step) -> dict[str, Option]:
    """What the step puts to the councillors: statements in table order, then lifted notes by id."""
    found: dict[str, Option] = {}
    asked = [question.id for question in questions(state)]
    for question in asked if step.question is None else (step.question,):
        for (_, no), said in sorted(state.statements.items()):
            if said.question == question and said.text:
                key = f"{question}.{no}"
                found[key] = Option(key, question, said.text, said.dissent, no)
        for note in sorted(state.notes_on(question).values(), key=lambda note: note.id):
            if note.lifted and not note.withdrawn:
                hidden = state.hidden.get(note.id)
                text = "" if hidden else note.text
                found[note.id] = Option(note.id, question, text, hidden=hidden)
    return found


def count(step: str, box: Box, threshold: int) -> tuple[BallotsCounted, ProfilesKept]:
    """Totals, and the ballots as a sorted list without keys. Blank ballots are no ballots.

    From fewer than `threshold` ballots nothing is kept but how many they were: what must never be
    shown is best not known (`privacy.md`, rule 6).
    """
    cast = [ballot for ballot in box.ballots.values() if ballot.rev >= 0 and ballot.choices]
    told = cast if len(cast) >= threshold else []
    dots = Counter(choice for ballot in told for choice in ballot.choices)
    profiles = sorted(tuple(sorted(ballot.choices)) for ballot in told)
    return (
        BallotsCounted(step, len(cast), dict(sorted(dots.items()))),
        ProfilesKept(step, tuple(profiles)),
    )
