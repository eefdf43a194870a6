"""The rules of a synthesis: who may edit what, and what became of each contribution.

Every contribution ends as used, as one with another, or set aside with a reason. While one has no
end, nothing is published or reopened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.core import commands as c
from app.core import events as e
from app.core.asides import EVALUATION, PARKING, REACTIONS, rewording, round_of
from app.core.edits import (
    AsideEdit,
    Edit,
    Edits,
    Fate,
    LinkEdit,
    MergeEdit,
    PlaceEdit,
    SetAside,
    StatementEdit,
    Synthesis,
    Theme,
    ThemeEdit,
    Understood,
    turned,
)
from app.core.events import Fact
from app.core.knowledge import reactions
from app.core.redaction import is_gone
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.things import Millis
from app.core.words import STATEMENT_LIMIT, clean

NAME_LIMIT = 60
KEYWORDS = 20
REASON_LIMIT = 300
ID_LIMIT = 60
"""A reopened theme is known by its name, so that is no longer than an id."""
AT_ONCE = 2_000
"""Edits in one go: every contribution of a large workshop, placed at a stroke."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """`statements` are those it is linked to, itself or as one with `into`, by id."""

    fate: Fate
    statements: tuple[str, ...] = ()
    into: str | None = None


def material(state: Workshop) -> dict[str, str]:
    """All that is to be accounted for, and the question that it is on.

    Notes on questions, arguments, corrections, reactions with words where enough reacted (by their
    ids), and what the tables said or would have said instead (by `question.table`). What is parked
    has an answer of its own, and an evaluation is of the workshop and not of the plan.
    """
    written = {
        note.id: question
        for question, notes in state.notes.items()
        if _counts(state, question)
        for note in notes.values()
        if note.text and not note.withdrawn
    }
    reworded = {rewording(id_) for id_ in state.met}
    said = {
        f"{question}.{table}": question
        for (question, table), statement in state.statements.items()
        if statement.text and (question in state.questions or question in reworded)
    }
    return written | said


def _counts(state: Workshop, question: str) -> bool:
    round_ = round_of(question)
    if round_ == REACTIONS:
        return reactions(state, state.questions[question].about).shown
    return round_ not in {PARKING, EVALUATION}


def dispositions(state: Workshop) -> dict[str, Disposition]:
    """How each contribution ends, as it stands now."""
    linked: dict[str, list[str]] = {}
    for statement, contribution in state.synthesis.links:
        linked.setdefault(contribution, []).append(statement)
    return {each: _disposition(state, each, linked) for each in material(state)}


def _disposition(state: Workshop, each: str, linked: Mapping[str, list[str]]) -> Disposition:
    if is_gone(state, each):
        return Disposition(Fate.HIDDEN)
    into = state.synthesis.merged.get(each)
    if into is not None:
        there = _disposition(state, into, linked)  # it is not itself merged
        lost = there.fate in {Fate.OPEN, Fate.HIDDEN}  # then it says so itself, or nobody does
        fate = Fate.OPEN if lost else Fate.MERGED
        return Disposition(fate, there.statements, into)
    if each in linked:
        return Disposition(Fate.USED, tuple(sorted(linked[each])))
    return Disposition(Fate.ASIDE if each in state.synthesis.aside else Fate.OPEN)


def unaccounted(state: Workshop) -> tuple[str, ...]:
    """What has no end yet, by id."""
    ends = dispositions(state)
    return tuple(sorted(each for each, end in ends.items() if end.fate is Fate.OPEN))


# ---------------------------------------------------------------- editing


def edit(state: Workshop, cmd: c.EditSynthesis, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """All of the edits or none; `stale` where something stands otherwise than the editor saw it."""
    edits = tuple(map(_cleaned, cmd.edits))
    if all(state.synthesis.at(each) == each.new for each in edits):
        return
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)
    if len(edits) > AT_ONCE:
        raise Refused(Code.TOO_LONG)
    if len({(each.register, each.key) for each in edits}) != len(edits):
        raise Refused(Code.BAD_PLAN)
    if any(state.synthesis.at(each) != each.old for each in edits):
        raise Refused(Code.STALE)
    _require_sound(state, edits)
    yield e.SynthesisEdited(who.name, edits)


def take_back(state: Workshop, cmd: c.TakeBackEdit, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """The last thing that this editor did, has not taken back, and can; `count` as `can_take_back`.

    What another editor went on from stands: it is not undone with it, nor in the way of the rest.
    """
    mine = sum(done.by == who.name for done in state.synthesis.done)
    if mine < cmd.count:
        return
    at = next(_can_take_back(state, who.name), None)
    if mine > cmd.count or at is None:
        raise Refused(Code.NOTHING_TO_UNDO)
    yield e.SynthesisEdited(who.name, turned(state.synthesis.done[at].edits), taken_back=at)


def can_take_back(state: Workshop, editor: str) -> tuple[int, Edits]:
    """How many things the editor has done and not taken back, and the next to go; 0: none can."""
    mine = sum(done.by == editor for done in state.synthesis.done)
    at = next(_can_take_back(state, editor), None)
    return (0, ()) if at is None else (mine, state.synthesis.done[at].edits)


def _can_take_back(state: Workshop, editor: str) -> Iterator[int]:
    for at, done in reversed([*enumerate(state.synthesis.done)]):
        edits = turned(done.edits)
        if done.by != editor or any(state.synthesis.at(each) != each.old for each in edits):
            continue
        try:
            _require_sound(state, edits)
        except Refused:
            continue  # others have built on it
        yield at


def _cleaned(each: Edit) -> Edit:
    """With the words of the editor made steady, as councillors' are."""
    match each:
        case ThemeEdit(key, old, Theme(name, keywords, place)):
            words = tuple(dict.fromkeys(filter(None, map(clean, keywords))))
            return ThemeEdit(key, old, Theme(clean(name), words, place))
        case StatementEdit(key, old, Understood() as new):
            cleaned = replace(
                new,
                text=clean(new.text),
                remark=clean(new.remark),
                conflict=clean(new.conflict),
                withdrawn=clean(new.withdrawn),
            )
            return StatementEdit(key, old, cleaned)
        case AsideEdit(key, old, SetAside(why, words)):
            return AsideEdit(key, old, SetAside(why, clean(words)))
        case _:
            return each


def _require_sound(state: Workshop, edits: Edits) -> None:
    """Raises `Refused` where what would stand then does not hang together."""
    then, known = state.synthesis.edited(edits), material(state)
    used = {contribution for _, contribution in then.links}
    for each in edits:
        match each:
            case ThemeEdit():
                _require_theme(then, each)
            case StatementEdit():
                _require_statement(state, then, each)
            case PlaceEdit(_, _, new) if new is not None:
                _require_known(each.key in known and new in then.themes)
            case LinkEdit((statement, contribution), _, new) if new is not None:
                _require_known(contribution in known and statement in then.statements)
                _require_free(contribution not in then.aside and contribution not in then.merged)
            case AsideEdit(_, _, SetAside(_, words)):
                _require_known(each.key in known)
                _require_short(words, REASON_LIMIT)
                _require_free(each.key not in used and each.key not in then.merged)
            case MergeEdit(_, _, into) if into is not None:
                _require_known(each.key in known and into in known and into != each.key)
                _require_free(each.key not in used and each.key not in then.aside)
                _require_free(into not in then.merged and each.key not in then.merged.values())


def _require_theme(then: Synthesis, each: ThemeEdit) -> None:
    if each.new is None:
        placed = each.key in then.placed.values()
        _require_free(not placed and each.key not in {s.theme for s in then.statements.values()})
        return
    _require_words(each.key, each.new.name, NAME_LIMIT)
    others = {theme.name.casefold() for key, theme in then.themes.items() if key != each.key}
    _require_free(each.new.name.casefold() not in others)
    for word in each.new.keywords:
        _require_short(word, NAME_LIMIT)
    if len(each.new.keywords) > KEYWORDS:
        raise Refused(Code.TOO_LONG)


def _require_statement(state: Workshop, then: Synthesis, each: StatementEdit) -> None:
    if each.new is None:
        _require_free(each.key not in {statement for statement, _ in then.links})
        _require_free(each.key not in state.met)
        return
    taken = state.directions.get(each.key)
    _require_free(taken is None or (taken.text == each.new.text and not each.new.withdrawn))
    _require_words(each.key, each.new.text, STATEMENT_LIMIT)
    _require_short(each.new.withdrawn, REASON_LIMIT)
    # What no hall was asked about is dropped, and leaves what was linked to it open.
    _require_free(not each.new.withdrawn or each.key in state.met)
    _require_short(each.new.remark, STATEMENT_LIMIT)
    _require_short(each.new.conflict, STATEMENT_LIMIT)
    _require_known(each.new.theme is None or each.new.theme in then.themes)


def _require_words(key: str, words: str, limit: int) -> None:
    if not 0 < len(key) <= ID_LIMIT:
        raise Refused(Code.BAD_PLAN)
    if not words:
        raise Refused(Code.EMPTY)
    _require_short(words, limit)


def _require_short(words: str, limit: int) -> None:
    if len(words) > limit:
        raise Refused(Code.TOO_LONG)


def _require_known(there: bool) -> None:
    if not there:
        raise Refused(Code.UNKNOWN_OPTION)


def _require_free(free: bool) -> None:
    """What others refer to stays, and a contribution has one end."""
    if not free:
        raise Refused(Code.IN_USE)
