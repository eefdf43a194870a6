"""The knowledge base in the workshop: laid by the staff, met by the councillors with reactions.

A reaction is a note like any other, on a question of its own that is `about` the statement; its
text is the word why, which may be left out. So all that protects notes protects reactions.
"""

from collections.abc import Iterator

from app.core import commands as c
from app.core import events as e
from app.core.asides import aside
from app.core.events import Fact
from app.core.rules import Code, Refused
from app.core.seen import Reactions
from app.core.state import Workshop
from app.core.things import Knowledge, Millis, Note, Reaction

STATEMENTS = 40
"""How many a workshop may have. A hall takes in a dozen."""

GOALS = range(1, 18)
"""The UN goals."""

#: Characters. An id leaves room for the reaction behind it in the 40 of a question's.
LONGEST = {"id": 30, "text": 600, "figure": 120, "source": 300}


def lay(state: Workshop, cmd: c.LayKnowledge, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.statements == state.knowledge:
        return
    if state.ended is not None:
        raise Refused(Code.ENDED)
    ids = {statement.id for statement in cmd.statements}
    if not len(ids) == len(cmd.statements) <= STATEMENTS:
        raise Refused(Code.BAD_PLAN)
    for statement in cmd.statements:
        _require_sound(statement)
    other = {statement.id for statement in set(state.knowledge) - set(cmd.statements)}
    asked = [question.id for question in state.questions.values() if question.about in other]
    if state.settled or any(map(state.notes_on, asked)):
        raise Refused(Code.CLOSED)  # somebody has met these very words
    yield e.KnowledgeLaid(cmd.statements)


def _require_sound(statement: Knowledge) -> None:
    if not statement.text.strip():
        raise Refused(Code.EMPTY)
    if any(len(getattr(statement, name)) > longest for name, longest in LONGEST.items()):
        raise Refused(Code.TOO_LONG)
    if not statement.id or not set(statement.goals) <= set(GOALS):
        raise Refused(Code.BAD_PLAN)


# ---------------------------------------------------------------- reactions


def notes_on(state: Workshop, statement: str, reaction: Reaction) -> list[Note]:
    """The reactions of one kind to a statement that were not withdrawn."""
    notes = state.notes_on(aside(statement, reaction)).values()
    return [note for note in notes if not note.withdrawn]


def in_use(state: Workshop) -> bool:
    """Whether anybody has reacted to anything."""
    return any(notes_on(state, one.id, each) for one in state.knowledge for each in Reaction)


def unsealed(state: Workshop, question: str) -> bool:
    return any(note.key is not None for note in state.notes_on(question).values())


def require_room(state: Workshop, question: str, table: int) -> None:
    """Raises `Refused` where as many have reacted like this as may sit at the table.

    The tablet sees to it that a hand reacts once; this keeps a table from being louder than it is.
    """
    notes = state.notes_on(question).values()
    given = sum(note.table == table and not note.withdrawn for note in notes)
    tablets = sum(seat.table == table for seat in state.seats.values())
    if given >= max(state.most_at(table), tablets):
        raise Refused(Code.TOO_MANY_REACTIONS)


def reactions(state: Workshop, statement: str) -> Reactions:
    """What the reactions to a statement came to; no counts where too few reacted.

    A hand gives one of each kind, so it is certain that as many people reacted as gave the kind
    that most gave. That is what the threshold is held against, not the sum: three reactions may
    all be of one person.
    """
    assert state.plan is not None  # nothing is laid without one
    counts = {each.value: len(notes_on(state, statement, each)) for each in Reaction}
    threshold = state.plan.threshold
    if max(counts.values()) < threshold:
        return Reactions(shown=False, threshold=threshold)
    return Reactions(shown=True, threshold=threshold, **counts)
