"""What the administration asks for: to prepare, to lead, to write up. Never to write a note."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.core import commands as c
from app.core import events as e
from app.core.asides import (
    ARGUMENTS,
    CORRECTIONS,
    EVALUATION,
    PARKING,
    REACTIONS,
    is_aside,
    round_of,
)
from app.core.events import Fact
from app.core.knowledge import in_use, unsealed
from app.core.programme import (
    LONGEST_STEP,
    MOST_PLACES,
    answered,
    begun,
    evaluates_once,
    questions,
)
from app.core.rules import ABOUT_A_QUESTION, GRACE, TAKES_WORDS, Code, Refused
from app.core.state import Box, Workshop
from app.core.tally import count
from app.core.things import Kind, Millis

# ---------------------------------------------------------------- the staff prepare


def plan_workshop(
    state: Workshop, cmd: c.PlanWorkshop, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    plan = replace(cmd.plan, threshold=max(3, cmd.plan.threshold))
    if plan.ends <= plan.starts or not plan.title.strip() or not plan.body.strip():
        raise Refused(Code.BAD_PLAN)
    if state.plan is not None and plan.rehearsal != state.plan.rehearsal:
        raise Refused(Code.BAD_PLAN)  # a rehearsal is removed afterwards; nothing else may be
    begun_with = state.plan.threshold if state.plan and state.started is not None else None
    if begun_with not in (None, plan.threshold):
        raise Refused(Code.CLOSED)  # people wrote and answered trusting in it
    if plan != state.plan:
        yield e.WorkshopPlanned(plan)


def lay_tables(state: Workshop, cmd: c.LayTables, who: c.Staff, now: Millis) -> Iterator[Fact]:
    numbers = {table.no for table in cmd.tables}
    names = {table.name for table in cmd.tables}  # minutes tell their statements apart by it
    if not len(numbers) == len(names) == len(cmd.tables):
        raise Refused(Code.BAD_PLAN)
    if any(table.seats < 1 or table.no < 1 for table in cmd.tables):
        raise Refused(Code.BAD_PLAN)
    if cmd.tables != tuple(state.tables.values()):
        yield e.TablesLaid(cmd.tables)


def ask_question(state: Workshop, cmd: c.AskQuestion, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if not cmd.question.text.strip():
        raise Refused(Code.EMPTY)
    if cmd.question.about or is_aside(cmd.question.id):
        raise Refused(Code.BAD_PLAN)  # nobody asks those
    if answered(state, cmd.question.id) and cmd.question != state.questions.get(cmd.question.id):
        raise Refused(Code.CLOSED)
    if cmd.question != state.questions.get(cmd.question.id):
        yield e.QuestionAsked(cmd.question)


def plan_step(state: Workshop, cmd: c.PlanStep, who: c.Staff, now: Millis) -> Iterator[Fact]:
    step = cmd.step
    if state.find_step(step.id) == step:
        return
    if state.ended is not None:
        raise Refused(Code.ENDED)
    if begun(state, step.id):
        raise Refused(Code.CLOSED)
    if step.kind in ABOUT_A_QUESTION and step.question is None:
        raise Refused(Code.UNKNOWN_QUESTION)
    asked = state.questions.get(step.question or "")
    if step.question is not None and (asked is None or asked.about):
        raise Refused(Code.UNKNOWN_QUESTION)
    if cmd.after is not None and state.find_step(cmd.after) is None:
        raise Refused(Code.UNKNOWN_STEP)
    others = [other for other in state.steps if other.id != step.id]
    if not (0 <= step.minutes <= LONGEST_STEP and evaluates_once([*others, step])):
        raise Refused(Code.BAD_PLAN)
    yield e.StepPlanned(step, cmd.after)


def skip_step(state: Workshop, cmd: c.SkipStep, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.find_step(cmd.step) is None:
        raise Refused(Code.UNKNOWN_STEP)
    if cmd.step in state.visited:
        raise Refused(Code.CLOSED)
    if (cmd.step in state.skipped) != cmd.on:
        yield e.StepSkipped(cmd.step, cmd.on)


# ---------------------------------------------------------------- the staff lead


def open_step(state: Workshop, cmd: c.OpenStep, who: c.Staff, now: Millis) -> Iterator[Fact]:
    step = state.find_step(cmd.step)
    if step is None:
        raise Refused(Code.UNKNOWN_STEP)
    if state.ended is not None:
        raise Refused(Code.ENDED)
    if state.step == step.id and (state.open or state.is_over(step)):
        return
    if cmd.leaving not in (None, state.step or ""):
        raise Refused(Code.OTHER_STEP)  # somebody else moved the hall: let the leader look again
    closing = _close(state, now) if state.step != step.id else ()
    if step.kind is Kind.ROUND:  # others sit at the table now: what it wrote is not theirs
        yield from (fact for fact in closing if not isinstance(fact, e.RoundSealed))
        yield from _seal_all(state)
    else:
        yield from closing
    timed = step.minutes and not state.is_over(step)
    yield e.StepOpened(step.id, now, now + step.minutes * 60_000 if timed else None)


_BESIDE = {Kind.VERIFY: CORRECTIONS, Kind.EVALUATE: EVALUATION}
"""The words that are given beside ballots. Once they are seen, who adds to them would stand out."""


def _close(state: Workshop, now: Millis) -> Iterator[Fact]:
    """Closing the step of the moment, with what must follow at once: counting, and sealing."""
    step = state.current
    if step is None or not state.open:
        return
    yield e.StepClosed(step.id, now)
    box = state.boxes.get(step.id, Box())
    beside = {_BESIDE[step.kind]} if step.kind in _BESIDE else set()
    if _in_use(box) or _unsealed_rounds(state) & beside:
        yield from _count(state, step.id)  # for good; with nothing given it may be opened again
    if step.kind is Kind.KNOWLEDGE and in_use(state):
        yield e.RoundSealed(REACTIONS)  # for good: what is shown now would tell who adds to it
    if step.kind is Kind.PLENARY:
        yield from _seal_asides(state, {ARGUMENTS, PARKING})
    yield from _seal_asides(state, beside)
    if step.kind is Kind.WRITE:
        # Once the next question is written, nobody goes back to read "our own" notes of this one.
        before = state.steps[: state.steps.index(step)]
        earlier = {s.question for s in before if s.question} - {step.question}
        yield from _seal(state, earlier)


def _count(state: Workshop, step: str) -> Iterator[Fact]:
    assert state.plan is not None  # nothing is decided without one
    counted = state.find_step(step)
    assert counted is not None  # a box is of a step
    yield from count(counted, state.boxes.get(step, Box()), state.plan.threshold)


def _in_use(box: Box) -> bool:
    return any(ballot.marks for ballot in box.ballots.values())


def _seal(state: Workshop, questions: Collection[str | None]) -> Iterator[Fact]:
    """Sealing again what was sealed before, where the hall went back and wrote more."""
    for question in state.questions:
        if question in questions and unsealed(state, question):
            yield e.RoundSealed(question)


def _seal_asides(state: Workshop, rounds: Collection[str]) -> Iterator[Fact]:
    for round_ in sorted(_unsealed_rounds(state) & set(rounds)):
        yield e.RoundSealed(round_)


def _unsealed_rounds(state: Workshop) -> set[str]:
    return {round_of(question) for question in state.notes if unsealed(state, question)}


def _seal_all(state: Workshop) -> Iterator[Fact]:
    yield from _seal(state, [question.id for question in questions(state)])
    yield from _seal_asides(state, {REACTIONS, ARGUMENTS, CORRECTIONS, PARKING, EVALUATION})


def close_step(state: Workshop, cmd: c.CloseStep, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.step != state.step:
        raise Refused(Code.OTHER_STEP)
    yield from _close(state, now)


def give_grace(state: Workshop, cmd: c.GiveGrace, who: c.Staff, now: Millis) -> Iterator[Fact]:
    step = state.current
    if step is None or cmd.step != step.id:
        raise Refused(Code.OTHER_STEP)
    if state.open:
        return
    if state.ended is not None or step.kind not in TAKES_WORDS:
        raise Refused(Code.CLOSED)
    until = now + GRACE
    if until > state.clock.grace_until:
        yield e.GraceGiven(step.id, until)


def undo_move(state: Workshop, cmd: c.UndoMove, who: c.Staff, now: Millis) -> Iterator[Fact]:
    """With the time that the step had; what counting and sealing took is not back."""
    if (state.step, state.open) == (cmd.step, cmd.step is not None):
        return
    if state.ended is not None:
        raise Refused(Code.ENDED)
    before = state.before
    if before is None or before.step != cmd.step:
        raise Refused(Code.NOTHING_TO_UNDO)
    step = state.find_step(before.step)
    if step is not None and state.is_over(step):
        raise Refused(Code.COUNTED)
    if before.left is None or before.paused:
        yield e.MoveUndone(before.step, now, left=before.left)
    else:
        yield e.MoveUndone(before.step, now, ends_at=now + before.left)


def set_minutes(state: Workshop, cmd: c.SetMinutes, who: c.Staff, now: Millis) -> Iterator[Fact]:
    place = next((i for i, step in enumerate(state.steps) if step.id == cmd.step), None)
    if place is None:
        raise Refused(Code.UNKNOWN_STEP)
    step = replace(state.steps[place], minutes=cmd.minutes)
    after = state.steps[place - 1].id if place else None
    yield from plan_step(state, c.PlanStep(step, after), who, now)


def disband_table(
    state: Workshop, cmd: c.DisbandTable, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    if cmd.table not in state.tables:
        raise Refused(Code.UNKNOWN_TABLE)
    if cmd.on and not set(state.tables) - state.disbanded - {cmd.table}:
        raise Refused(Code.BAD_PLAN)  # there is nowhere to go
    if cmd.on == (cmd.table in state.disbanded):
        return
    if state.ended is not None:
        raise Refused(Code.ENDED)
    yield e.TableDisbanded(cmd.table, cmd.on)


def point_at_place(
    state: Workshop, cmd: c.PointAtPlace, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    step, box = state.find_step(cmd.step), state.boxes.get(cmd.step)
    verifying = step is not None and step.kind is Kind.VERIFY and state.step == step.id
    if not verifying and (box is None or box.counted is None):
        raise Refused(Code.OTHER_STEP)
    if not 0 <= cmd.place <= MOST_PLACES + 1:  # the last tells who has nothing
        raise Refused(Code.BAD_PLAN)
    if state.pointed != (cmd.step, cmd.place):
        yield e.PlacePointed(cmd.step, cmd.place)


def set_clock(state: Workshop, cmd: c.SetClock, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.step != state.step or not state.open:
        raise Refused(Code.OTHER_STEP)
    if (cmd.ends_at is None) == (cmd.left is None) or (cmd.left or 0) < 0:
        raise Refused(Code.BAD_PLAN)
    if (state.clock.ends_at, state.clock.left) != (cmd.ends_at, cmd.left):
        yield e.ClockSet(cmd.step, cmd.ends_at, cmd.left)


def give_help(state: Workshop, cmd: c.GiveHelp, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.table not in state.tables:
        raise Refused(Code.UNKNOWN_TABLE)
    asked = state.calls_for_help(cmd.table)
    if asked:
        yield e.HelpGiven(cmd.table)
    for step in asked:
        yield e.TableMarked(step, cmd.table, state.mark(step, cmd.table).ready, help=False)


def end_workshop(state: Workshop, cmd: c.EndWorkshop, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.ended is not None:
        return
    closing = [fact for fact in _close(state, now) if not isinstance(fact, e.RoundSealed)]
    yield from closing
    yield from _seal_all(state)
    counted = {fact.step for fact in closing if isinstance(fact, e.BallotsCounted)}
    for step, box in state.boxes.items():
        # Blank ballots go too, and those of a step whose opening was taken back.
        if box.ballots and step not in counted:
            yield from _count(state, step)
    yield e.WorkshopEnded(now)


# ---------------------------------------------------------------- the staff write up


def take_attendance(
    state: Workshop, cmd: c.TakeAttendance, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    fact = e.AttendanceTaken(cmd.present, cmd.absent)
    if fact != state.attendance:
        yield fact


def record_details(
    state: Workshop, cmd: c.RecordDetails, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    if cmd.details != state.details:
        yield e.DetailsRecorded(cmd.details)
