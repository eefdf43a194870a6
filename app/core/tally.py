"""From dots to a result. It is a prioritering, never a vote: nobody's name or party is in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.core.asides import common
from app.core.edits import Answer
from app.core.events import BallotsCounted, Fact, ProfilesKept
from app.core.programme import questions
from app.core.redaction import dissent_from, said_at, why_gone, wording_of, words
from app.core.rules import Code, Refused
from app.core.state import Box, Workshop
from app.core.things import Kind, Measure, Method, Reason, Step

DOTS = 5
"""How many dots a councillor may place, at most one on each option."""

POINTS = 10
"""How many points a councillor may spread, as many on each option as they like."""

HIGHEST = 5
"""The highest grade; the lowest is 1."""

MOST: Mapping[Method, int] = {Method.DOTS: DOTS, Method.POINTS: POINTS, Method.SCALE: HIGHEST}
"""The most that a ballot holds; where choices are graded, the most that each may get."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to prioritise: the common wording, a table's statement, or a note that some table
    lifted. `hidden`: all its words are. `contribution`: it, as `redaction.py` knows it."""

    id: str
    question: str
    text: str
    contribution: str
    dissent: str = ""
    table: int | None = None
    hidden: Reason | None = None


def options(state: Workshop, step: Step) -> dict[str, Option]:
    """What the step puts to the councillors: the wording in common, where the hall has one, then
    statements in table order, then lifted notes by id. To be graded, the wording in common stands
    alone: it came of all the others, and what is asked is how far the hall agrees with it."""
    found: dict[str, Option] = {}
    asked = [question.id for question in questions(state)]
    for question in asked if step.question is None else (step.question,):
        if wording := state.worded(common(question)):
            key = wording_of(question, len(state.wordings[question]))
            found[common(question)] = _option(state, common(question), question, key, wording)
            if is_graded(step) and not _graded_before(state, step, question):
                continue
        for (_, no), said in sorted(state.statements.items()):
            if said.question == question and said.text:
                key = said_at(question, no)
                dissent = words(state, dissent_from(key), said.dissent)
                found[key] = _option(state, key, question, key, said.text, dissent, no)
        for note in sorted(state.notes_on(question).values(), key=lambda note: note.id):
            if note.lifted and not note.withdrawn:
                found[note.id] = _option(state, note.id, question, note.id, note.text)
    return found


def _option(
    state: Workshop,
    id_: str,
    question: str,
    contribution: str,
    text: str,
    dissent: str = "",
    table: int | None = None,
) -> Option:
    shown, hidden = words(state, contribution, text), why_gone(state, contribution)
    return Option(id_, question, shown, contribution, dissent, table, hidden)


def _graded_before(state: Workshop, step: Step, question: str) -> bool:
    """Whether the step was counted before the question had a wording in common."""
    box = state.boxes.get(step.id, Box())
    return box.counted is not None and common(question) not in box.counted.grades


def markable(state: Workshop, step: Step) -> AbstractSet[str]:
    """What a ballot of the step may have marks on."""
    if step.kind is Kind.VERIFY:
        return state.met.keys()
    return set(Measure) if step.kind is Kind.EVALUATE else options(state, step).keys()


def is_graded(step: Step) -> bool:
    return step.kind in {Kind.VERIFY, Kind.EVALUATE} or step.method is Method.SCALE


def highest(step: Step) -> int:
    """The highest grade. To a reopened statement a grade is the number of an `Answer`."""
    return len(Answer) if step.kind is Kind.VERIFY else HIGHEST


def require_fair(step: Step, marks: Mapping[str, int]) -> None:
    """Raises `Refused` for more than a ballot holds."""
    graded = is_graded(step)
    most = highest(step) if graded else MOST[step.method]
    each = 1 if step.method is Method.DOTS and not graded else most
    if not all(1 <= mark <= each for mark in marks.values()):
        raise Refused(Code.BAD_MARK)
    if not graded and sum(marks.values()) > most:
        raise Refused(Code.TOO_MANY_DOTS)


def count(step: Step, box: Box, threshold: int) -> Iterator[Fact]:
    """Totals, and the ballots as a sorted list without keys. Blank ballots are no ballots.

    From fewer than `threshold` ballots nothing is kept but how many they were: what must never be
    shown is best not known (`threat-model.md`, rule 6). Of grades no ballot is kept at all, only
    how many gave each; and for a choice that fewer graded, nothing.
    """
    cast = [ballot.marks for ballot in box.ballots.values() if ballot.rev >= 0 and ballot.marks]
    told = cast if len(cast) >= threshold else []
    if is_graded(step):
        yield BallotsCounted(step.id, len(cast), {}, _grades(step, told, threshold))
        yield ProfilesKept(step.id, ())
        return
    dots: Counter[str] = Counter()
    for marks in told:
        dots.update(marks)
    yield BallotsCounted(step.id, len(cast), dict(sorted(dots.items())))
    yield ProfilesKept(step.id, tuple(sorted(tuple(sorted(marks.items())) for marks in told)))


def _grades(
    step: Step, ballots: Iterable[Mapping[str, int]], threshold: int
) -> dict[str, tuple[int, ...]]:
    given: dict[str, Counter[int]] = {}
    for marks in ballots:
        for choice, grade in marks.items():
            given.setdefault(choice, Counter())[grade] += 1
    return {
        choice: tuple(grades[grade] for grade in range(1, highest(step) + 1))
        for choice, grades in sorted(given.items())
        if grades.total() >= threshold
    }
