"""The parts of the workbench: all that a workshop said, and what the editors make of it.

As those in `parts.py`. Nothing here tells where in the hall something was written.
"""

from collections.abc import Mapping

from app.core.asides import ARGUMENTS, CORRECTIONS, REACTIONS, round_of
from app.core.edits import Bearing, Fate
from app.core.outcome import behind
from app.core.redaction import why_gone, worded_as, words
from app.core.seen import Contributed, Ending, ThemeSeen, UnderstoodSeen, Undoable
from app.core.standing import said_by
from app.core.state import Workshop
from app.core.synthesis import can_take_back, dispositions, material
from app.core.things import MASK, Statement
from app.core.verification import answers, counted, holds, version, words_of

_SORTS = {ARGUMENTS: "argument", CORRECTIONS: "correction", REACTIONS: "reaction"}


def contributions(state: Workshop) -> dict[str, Contributed]:
    """All that is to be accounted for, once the workshop is over."""
    if state.ended is None:
        return {}
    return {id_: _contributed(state, id_, on) for id_, on in material(state).items()}


def _contributed(state: Workshop, id_: str, on: str) -> Contributed:
    said = None if state.find_note(id_) else _said(state, id_)
    sort = "statement" if said else _SORTS.get(round_of(on), "note")
    about, _, way = on.rpartition(".") if sort in {"argument", "reaction"} else (on, "", "")
    return Contributed(
        id=id_,
        sort=sort,
        text=words_of(state, id_),
        question=on if on in state.questions else about,
        about=_about(state, on, about),
        way=way,
        dissent=said_by(state, said).dissent if said else "",
        table=state.table_name(said.table) if said else "",
        hidden=why_gone(state, id_),
    )


def _said(state: Workshop, id_: str) -> Statement:
    question, _, table = id_.rpartition(".")
    return state.statements[question, int(table)]


def _about(state: Workshop, on: str, about: str) -> str:
    """The words of what it is on: a question, what was reacted to or argued about, or, of another
    wording, the reopened statement."""
    argued = worded_as(state, about)
    if round_of(on) == ARGUMENTS and argued in state.hidden:
        return words(state, argued, state.worded(about)) or MASK
    asked, met = state.asked(on), state.met.get(on.rpartition(".")[0])
    return asked.text if asked else met.text if met else ""


def endings(state: Workshop, known: Mapping[str, Contributed]) -> dict[str, Ending]:
    """What stands of each contribution in the synthesis, and how that ends it."""
    made, bearings = state.synthesis, dict[str, dict[str, Bearing]]()
    for (statement, id_), bearing in sorted(made.links.items()):
        bearings.setdefault(id_, {})[statement] = bearing
    ends = dispositions(state)
    return {
        id_: Ending(
            ends[id_].fate,
            made.placed.get(id_),
            bearings.get(id_, {}),
            made.aside[id_].why if id_ in made.aside else None,
            made.aside[id_].words if id_ in made.aside else "",
            made.merged.get(id_),
        )
        for id_ in known
    }


def left(_: Workshop, ends: Mapping[str, Ending]) -> int:
    return sum(end.fate is Fate.OPEN for end in ends.values())


def themes(state: Workshop) -> dict[str, ThemeSeen]:
    return {
        id_: ThemeSeen(id_, one.name, one.keywords, one.place)
        for id_, one in state.synthesis.themes.items()
    }


def understood(state: Workshop) -> dict[str, UnderstoodSeen]:
    """The statements, with what the hall has said of those that were reopened."""
    met, asked = state.met, counted(state)
    ballots = asked.ballots if asked else 0
    return {
        id_: UnderstoodSeen(
            id=id_,
            text=one.text,
            theme=one.theme,
            minority=one.minority,
            remark=one.remark,
            conflict=one.conflict,
            place=one.place,
            withdrawn=one.withdrawn,
            version=version(state, id_),
            met=met[id_].text if id_ in met else None,
            behind=behind(state, met[id_]) if id_ in met else (),
            answers=answers(state, id_),
            ballots=ballots,
            holds=holds(state, id_),
            direction=id_ in state.directions,
        )
        for id_, one in state.synthesis.statements.items()
    }


def undoable(state: Workshop, editor: str) -> Undoable:
    """How much this editor may take back, and what the next of it touched."""
    count, last = can_take_back(state, editor)
    return Undoable(count, tuple(dict.fromkeys(each.register for each in last)), len(last))
