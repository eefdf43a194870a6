"""The parts of views that are about what is said aloud: the tables' statements, the arguments under
them, the wording in common, and what is parked. As those in `parts.py`."""

from app.core.asides import ARGUMENTS, PARKING, about_question, aside, round_of
from app.core.asides import common as common_of
from app.core.redaction import stand_of, wording_of, words
from app.core.seen import Argument, Common, Floor, OwnStatement, Parked, Said, Stance, Wording
from app.core.standing import NOTES_SHOWN, card_of, own_said, said_by
from app.core.state import Workshop
from app.core.things import MASK, Kind, Parking, Side


def shown(state: Workshop) -> tuple[Said, ...]:
    """A statement that is opened to the hall, and those that are laid beside it."""
    return tuple(_said(state, *key) for key in state.shown)


def statements(state: Workshop) -> dict[str, Said]:
    """The tables' statements, once the question is talked about."""
    step = state.current
    if step is None or step.kind not in NOTES_SHOWN:
        return {}
    return _said_on(state, step.question)


def opened(state: Workshop) -> tuple[int, ...]:
    """The tables whose statements on this question have been on the projector."""
    step = state.current
    question = step.question if step else None
    return tuple(no for asked, no in state.opened_statements if asked == question)


def opened_statements(state: Workshop) -> dict[str, Said]:
    """Those of them that have been on the projector: what arguments may be given to."""
    step = state.current
    if step is None or step.kind is not Kind.PLENARY:
        return {}
    return {
        str(no): _said(state, asked, no)
        for asked, no in state.opened_statements
        if asked == step.question
    }


def own_statement(state: Workshop, table: int) -> OwnStatement | None:
    step = state.current
    if step is None or step.kind not in NOTES_SHOWN or step.question is None:
        return None
    return _own(state, step.question, table)


def _own(state: Workshop, question: str, table: int) -> OwnStatement:
    """As the table has it: empty where it has written nothing yet."""
    said = state.statements.get((question, table))
    if said is None:
        return OwnStatement(question, "", "", 0)
    return own_said(state, said)


def _said_on(state: Workshop, question: str | None) -> dict[str, Said]:
    return {
        str(no): _said(state, asked, no)
        for (asked, no), said in state.statements.items()
        if asked == question and said.text
    }


def _said(state: Workshop, question: str, table: int) -> Said:
    return said_by(state, state.statements[question, table])


# ---------------------------------------------------------------- the plenary


def _discussed(state: Workshop) -> str | None:
    """The question of the plenary; None outside one."""
    step = state.current
    return step.question if step is not None and step.kind is Kind.PLENARY else None


def common(state: Workshop) -> Common | None:
    """The wording in common on the question of the plenary."""
    question = _discussed(state)
    if question is None:
        return None
    versions = state.wordings.get(question, ())
    stances = tuple(
        Stance(
            no, state.table_name(no), stand.stands, words(state, stand_of(asked, no), stand.dissent)
        )
        for (asked, no), stand in sorted(state.stands.items())
        if asked == question and stand.version == len(versions)
    )
    latest = _wording(state, question, len(versions)) if versions else ""
    return Common(question, len(versions), latest, stances, len(state.answering(question)))


def wordings(state: Workshop) -> dict[str, Wording]:
    """Every version of it. A list, for they are long and none of them changes."""
    question = _discussed(state) or ""
    count = len(state.wordings.get(question, ()))
    return {str(no): Wording(no, _wording(state, question, no)) for no in range(1, count + 1)}


def _wording(state: Workshop, question: str, version: int) -> str:
    text = state.wordings[question][version - 1]
    return words(state, wording_of(question, version), text) or MASK


def typed(state: Workshop) -> str | None:
    """What is being typed just now, before it is a version."""
    step = state.current
    if state.typed is None or step is None or state.typed[0] != step.question:
        return None
    return state.typed[1]


def arguments(state: Workshop) -> dict[str, Argument]:
    """For and against the statements on the question of the plenary."""
    discussed, found = _discussed(state), {}
    if discussed is None:
        return {}
    for question, notes in state.notes.items():
        about, _, side = question.rpartition(".")
        if round_of(question) != ARGUMENTS or about_question(about) != discussed:
            continue
        for note in notes.values():
            if not note.withdrawn:
                card = card_of(state, note)
                found[card.id] = Argument(card.id, about, Side(side), card.text, hidden=card.hidden)
    for laid in state.laid:
        lifted = state.notes_on(discussed).get(laid.note)
        if lifted is not None and not lifted.withdrawn:
            card = card_of(state, lifted)
            argument = Argument(card.id, laid.about, laid.side, card.text, True, card.hidden)
            found[f"{laid.about} {card.id}"] = argument
    return found


def proposals(state: Workshop) -> dict[str, Said]:
    """What tables propose as the wording in common."""
    question = _discussed(state)
    return {} if question is None else _said_on(state, common_of(question))


#: While people write alone, or prioritise, nothing new is laid before them.
PARKED_SHOWN = frozenset({Kind.INTRO, Kind.PLENARY, Kind.PAUSE, Kind.EVALUATE, Kind.END})


def parked(state: Workshop) -> dict[str, Parked]:
    step = state.current
    if step is None or step.kind not in PARKED_SHOWN:
        return {}
    found = {}
    for kind in Parking:
        for note in state.notes_on(aside(PARKING, kind)).values():
            if not note.withdrawn:
                card, settled = card_of(state, note), state.settled_parked.get(note.id, "")
                found[card.id] = Parked(card.id, kind, card.text, settled, card.hidden)
    return found


def floor(state: Workshop) -> Floor:
    had = state.floor
    return Floor(had.table, had.since, tuple(sorted(had.spoken.items())))


def own_proposal(state: Workshop, table: int) -> OwnStatement | None:
    """What the table proposes as the wording in common, while the plenary lasts."""
    question = _discussed(state)
    return None if question is None else _own(state, common_of(question), table)
