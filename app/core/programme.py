"""A whole programme (kjøreplan) laid at once, and what its rhythm says about itself."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from hashlib import sha256

from app.core import commands as c
from app.core import events as e
from app.core.asides import common, is_aside
from app.core.events import Fact
from app.core.rules import ABOUT_A_QUESTION, Code, Refused
from app.core.state import Workshop
from app.core.things import Kind, Millis, Mode, Question, Step

LONGEST_STEP = 600
"""Minutes."""

MOST_PLACES = 60
"""On the list of a prioritising."""

WITHOUT_BREAK = 90
"""Minutes that people sit before they need a break."""


def questions(state: Workshop) -> tuple[Question, ...]:
    """What is asked, in the order in which the programme comes to it; what it does not, is last.

    Reactions to the knowledge base are laid with that, and are not among them.
    """
    first: dict[str | None, int] = {}
    for place, step in enumerate(state.steps):
        first.setdefault(step.question, place)
    asked = [question for question in state.questions.values() if not question.about]
    return tuple(sorted(asked, key=lambda question: first.get(question.id, len(state.steps))))


def mark(asked: Iterable[Question], steps: Iterable[Step]) -> str:
    """Tells one programme from another, so that who saves can say which one they began from."""
    in_order = sorted(asked, key=lambda question: question.id)
    whole = [[asdict(each) for each in some] for some in (in_order, steps)]
    return sha256(json.dumps(whole).encode()).hexdigest()[:32]


# ---------------------------------------------------------------- laying it


def lay(state: Workshop, cmd: c.LayProgramme, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """The acts that lead from the programme that stands to the one that is wanted.

    All is looked at first: where one thing is refused, nothing is done.
    """
    before = questions(state)
    stands = mark(before, state.steps)
    if mark(cmd.questions, cmd.steps) == stands:
        return
    if state.ended is not None:
        raise Refused(Code.ENDED)
    if cmd.seen not in (None, stands):
        raise Refused(Code.STALE)
    _require_whole(cmd)
    _require_what_was_done(state, cmd)
    wanted, kept = {q.id: q for q in cmd.questions}, {step.id for step in cmd.steps}
    for question in cmd.questions:
        if question != state.questions.get(question.id):
            yield e.QuestionAsked(question)
    for step in state.steps:
        if step.id not in kept:
            yield e.StepDropped(step)
    staying = _staying(state, cmd.steps)
    for step, after in zip(cmd.steps, (None, *cmd.steps), strict=False):
        if step.id not in staying or step != state.find_step(step.id):
            yield e.StepPlanned(step, after.id if after else None)
    for question in before:
        if question.id not in wanted:
            yield e.QuestionDropped(question)


def _require_whole(cmd: c.LayProgramme) -> None:
    """Raises `Refused` for a programme that could not be followed."""
    for some in (cmd.questions, cmd.steps):
        if len({each.id for each in some}) != len(some):
            raise Refused(Code.BAD_PLAN)
    if any(each.about or is_aside(each.id) for each in cmd.questions):
        raise Refused(Code.BAD_PLAN)
    if not all(question.text.strip() for question in cmd.questions):
        raise Refused(Code.EMPTY)
    if not evaluates_once(cmd.steps):
        raise Refused(Code.BAD_PLAN)
    known = {question.id for question in cmd.questions}
    for step in cmd.steps:
        if not (0 <= step.minutes <= LONGEST_STEP and 1 <= step.places <= MOST_PLACES):
            raise Refused(Code.BAD_PLAN)
        if step.question not in known and (step.question or step.kind in ABOUT_A_QUESTION):
            raise Refused(Code.UNKNOWN_QUESTION)


def _require_what_was_done(state: Workshop, cmd: c.LayProgramme) -> None:
    """Raises `Refused` where what was visited or answered would be another, gone, or elsewhere."""
    if [s for s in cmd.steps if begun(state, s.id)] != [
        s for s in state.steps if begun(state, s.id)
    ]:
        raise Refused(Code.CLOSED)
    wanted = {question.id: question for question in cmd.questions}
    for question in questions(state):
        if answered(state, question.id) and wanted.get(question.id) != question:
            raise Refused(Code.CLOSED)


def begun(state: Workshop, step: str) -> bool:
    """Whether the hall was there; an opening that was taken back may have left ballots."""
    return step in state.visited or step in state.boxes


def evaluates_once(steps: Iterable[Step]) -> bool:
    """A hand that could write a line in each of two would count as two."""
    return sum(step.kind is Kind.EVALUATE for step in steps) <= 1


def answered(state: Workshop, question: str) -> bool:
    """Whether somebody has said something on the question: then its words stand (P3)."""
    said = {asked for asked, _ in state.statements}
    return bool(state.notes_on(question) or state.wordings.get(question)) or not said.isdisjoint(
        {question, common(question)}
    )


def _staying(state: Workshop, wanted: Sequence[Step]) -> frozenset[str]:
    """The steps that can lie where they are while the others move about them: all that were
    visited, and of the rest as many as can be."""
    place = {step.id: i for i, step in enumerate(state.steps)}
    chains: dict[int, tuple[int, tuple[str, ...]]] = {}  # by the place where they end
    for step in wanted:
        here = place.get(step.id)
        if here is not None:
            weight, chain = max(
                (chain for at, chain in chains.items() if at < here), default=(0, ())
            )
            weight += len(wanted) if step.id in state.visited else 1
            chains[here] = (weight, (*chain, step.id))
    return frozenset(max(chains.values(), default=(0, ()))[1])


# ---------------------------------------------------------------- its rhythm


class Advice(StrEnum):
    """What a programme lacks that most good ones have. It is said, and stops nobody."""

    NEVER_OPENS = "never_opens"
    NEVER_REFLECTS = "never_reflects"
    NARROWS_FIRST = "narrows_first"
    NO_BREAK = "no_break"
    TALK_FIRST = "talk_first"  # nobody has thought alone before the table talks
    NO_RULES = "no_rules"
    NO_END = "no_end"


def advice(steps: Sequence[Step]) -> frozenset[Advice]:
    """What to look at once more. An empty programme gives none."""
    if not steps:
        return frozenset()
    modes = [step.mode for step in steps if step.mode]
    talked = [step.question for step in steps if step.kind is Kind.TALK]
    kinds = {step.kind for step in steps}
    found = {
        Advice.NEVER_OPENS: Mode.OPENS not in modes,
        Advice.NEVER_REFLECTS: Mode.REFLECTS not in modes,
        Advice.NARROWS_FIRST: Mode.OPENS in modes
        and Mode.NARROWS in modes[: modes.index(Mode.OPENS)],
        Advice.NO_BREAK: _longest_sitting(steps) > WITHOUT_BREAK,
        Advice.TALK_FIRST: not all(_alone_first(steps, question) for question in talked),
        Advice.NO_RULES: bool(kinds & {Kind.WRITE, Kind.TALK}) and Kind.RULES not in kinds,
        Advice.NO_END: Kind.END not in kinds,
    }
    return frozenset(each for each, holds in found.items() if holds)


def _alone_first(steps: Sequence[Step], question: str | None) -> bool:
    about = [step.kind for step in steps if step.question == question]
    return Kind.WRITE in about and about.index(Kind.WRITE) < about.index(Kind.TALK)


def _longest_sitting(steps: Iterable[Step]) -> int:
    """Minutes from one break to the next, at most."""
    longest = since = 0
    for step in steps:
        since = 0 if step.kind is Kind.PAUSE else since + step.minutes
        longest = max(longest, since)
    return longest
