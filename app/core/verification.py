"""The loop: statements reopened in the next workshop of the series, and what comes of them there.

A hall is asked of each statement whether that is what it meant. The answers are ballots, as a
prioritising has them, and corrections are asides (`events.py`): all that protects those protects
these. What the hall says it was understood in may be taken as a political direction; what is worded
anew goes back to the hall once more.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.core import commands as c
from app.core import events as e
from app.core.asides import CORRECTIONS, WHOLE, rewording, round_of
from app.core.edits import Answer, Behind, Reopened
from app.core.events import BallotsCounted, Fact
from app.core.redaction import behind_as, is_gone, words
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.synthesis import unaccounted
from app.core.things import Kind, Millis
from app.core.words import whole

REOPENED_AT_ONCE = 60
"""How many statements a hall may be asked about. It takes in a dozen."""


def reopening(state: Workshop) -> tuple[Reopened, ...]:
    """The statements of an ended workshop as the next one is to meet them, in the editor's order.

    Those that are directions already, or withdrawn, are left. Raises `Refused`: `not_ended`, or
    `unaccounted` while a contribution has no end.
    """
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)
    if unaccounted(state):
        raise Refused(Code.UNACCOUNTED)
    made = state.synthesis
    order = sorted(made.statements.items(), key=lambda item: (item[1].place, item[0]))
    return tuple(
        _carried(state, id_)
        for id_, said in order
        if not said.withdrawn and id_ not in state.directions
    )


def _carried(state: Workshop, id_: str) -> Reopened:
    made, met = state.synthesis, state.met.get(id_)
    said = made.statements[id_]
    theme = made.themes.get(said.theme or "")
    return Reopened(
        id=id_,
        version=version(state, id_),
        text=said.text,
        before=_before(state, met, said.text),
        theme=theme.name if theme else "",
        minority=said.minority,
        remark=said.remark,
        conflict=said.conflict,
        behind=(*_carried_behind(state, met), *_behind(state, id_)),
    )


def _carried_behind(state: Workshop, met: Reopened | None) -> Iterator[Behind]:
    """What came along from before, but for what was hidden here."""
    came = met.behind if met else ()
    return (one for one in came if not is_gone(state, behind_as(one)))


def _before(state: Workshop, met: Reopened | None, text: str) -> str:
    """How the hall last met it, where that was otherwise; this hall may never have come to it."""
    if met is None:
        return ""
    if met.text != text:
        return met.text
    return "" if _met(state) else met.before


def _behind(state: Workshop, statement: str) -> Iterator[Behind]:
    """What is linked to it here, in all its words; not what is hidden whole, nor what is one with
    something linked."""
    for (there, id_), bearing in sorted(state.synthesis.links.items()):
        text = _text(state, id_)
        if there == statement and text and not is_gone(state, id_):
            yield Behind(id_, bearing, text)


def words_of(state: Workshop, contribution: str) -> str:
    """The words of a note, or of a table's statement by `question.table`, as they may be seen."""
    return words(state, contribution, _text(state, contribution))


def _text(state: Workshop, contribution: str) -> str:
    note = state.find_note(contribution)
    if note is not None:
        return note.text
    question, _, table = contribution.rpartition(".")
    said = state.statements.get((question, whole(table) or 0))
    return said.text if said else ""


def without_hidden(state: Workshop) -> Iterator[Reopened]:
    """The same without the words that were hidden since."""
    for each in state.met.values():
        behind = (
            replace(one, text=words(state, behind_as(one), one.text))
            for one in _carried_behind(state, each)
        )
        yield replace(each, behind=tuple(behind))


def version(state: Workshop, statement: str) -> int:
    """A version is a wording that a hall met, or is to meet: counted from 1."""
    met = state.met.get(statement)
    if met is None:
        return 1
    return met.version + (state.synthesis.statements[statement].text != met.text)


def counted(state: Workshop) -> BallotsCounted | None:
    """The last verification in which anybody answered."""
    steps = (step.id for step in reversed(state.steps) if step.kind is Kind.VERIFY)
    boxes = (state.boxes[step].counted for step in steps if step in state.boxes)
    return next((found for found in boxes if found is not None and found.ballots), None)


def answers(state: Workshop, statement: str) -> tuple[int, ...]:
    """How many gave each `Answer`; empty where too few did."""
    found = counted(state)
    return tuple(found.grades.get(statement, ())) if found else ()


def holds(state: Workshop, statement: str) -> bool:
    """Whether more than half of those who answered said it was understood, as it still stands."""
    said, met = state.synthesis.statements.get(statement), state.met.get(statement)
    if said is None or met is None or said.withdrawn or said.text != met.text:
        return False
    given = answers(state, statement)
    return bool(given) and 2 * given[list(Answer).index(Answer.UNDERSTOOD)] > sum(given)


# ---------------------------------------------------------------- the staff


def lay(state: Workshop, cmd: c.ReopenStatements, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """Laid again, they take the place of those before, until a hall has been asked.

    What is hidden of what lies behind them is hidden in the same moment.
    """
    fact = e.StatementsReopened(cmd.source, cmd.number, cmd.statements)
    hidden = (each for each in cmd.hidden if state.hidden.get(each.note) != each)
    if fact == state.reopened:
        yield from hidden
        return
    if state.ended is not None:
        raise Refused(Code.ENDED)
    if _met(state):
        raise Refused(Code.CLOSED)  # somebody has met these very words
    ids = {each.id for each in cmd.statements}
    if not len(ids) == len(cmd.statements) <= REOPENED_AT_ONCE or WHOLE in ids:
        raise Refused(Code.BAD_PLAN)
    if not all(each.id and each.text and each.version > 0 for each in cmd.statements):
        raise Refused(Code.EMPTY)
    yield fact
    yield from hidden


def _met(state: Workshop) -> bool:
    """Whether a hall has been asked, or has answered where the asking was taken back. A step with
    nothing laid before it asked nothing."""
    if state.reopened is None:
        return False
    steps = [step.id for step in state.steps if step.kind is Kind.VERIFY]
    boxes = (state.boxes[step] for step in steps if step in state.boxes)
    reworded = {rewording(id_) for id_ in state.met}
    return (
        not state.visited.isdisjoint(steps)
        or any(box.counted or any(one.marks for one in box.ballots.values()) for box in boxes)
        or any(round_of(question) == CORRECTIONS for question in state.notes)
        or any(question in reworded for question, _ in state.statements)
    )


def take_direction(
    state: Workshop, cmd: c.TakeDirection, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    """A politisk føring, or one no more. `not_held` where the hall did not say that it is."""
    taken = state.directions.get(cmd.statement)
    if (taken is not None) == cmd.on:
        return
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)
    if taken is not None:
        yield e.DirectionTaken(taken.statement, taken.version, taken.text, taken.answers, on=False)
        return
    if not holds(state, cmd.statement):
        raise Refused(Code.NOT_HELD)
    met = state.met[cmd.statement]
    given = answers(state, cmd.statement)
    yield e.DirectionTaken(cmd.statement, met.version, met.text, given)
