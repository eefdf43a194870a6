"""What the administration asks for: to prepare, to lead, to write up. Never to write a note."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.core import commands as c
from app.core import events as e
from app.core.events import Fact, Kind, Millis
from app.core.knowledge import in_use, unsealed
from app.core.programme import answered, questions
from app.core.rules import ABOUT_A_QUESTION, GRACE, IN_GRACE, NO_GRACE, OPEN_IN, Code, Refused
from app.core.state import Box, Workshop
from app.core.tally import count

# ---------------------------------------------------------------- the staff prepare


def plan_workshop(
    state: Workshop, cmd: c.PlanWorkshop, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    plan = replace(cmd.plan, threshold=max(3, cmd.plan.threshold))
    if plan.ends <= plan.starts or not plan.title.strip() or not plan.body.strip():
        raise Refused(Code.BAD_PLAN)
    if state.plan is not None and plan.rehearsal != state.plan.rehearsal:
        raise Refused(Code.BAD_PLAN)  # a rehearsal is removed afterwards; nothing else may be
    if plan != state.plan:
        yield e.WorkshopPlanned(plan)


def lay_tables(state: Workshop, cmd: c.LayTables, who: c.Staff, now: Millis) -> Iterator[Fact]:
    numbers = [table.no for table in cmd.tables]
    if len(set(numbers)) != len(numbers) or any(t.seats < 1 or t.no < 1 for t in cmd.tables):
        raise Refused(Code.BAD_PLAN)
    if cmd.tables != tuple(state.tables.values()):
        yield e.TablesLaid(cmd.tables)


def ask_question(state: Workshop, cmd: c.AskQuestion, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if not cmd.question.text.strip():
        raise Refused(Code.EMPTY)
    if cmd.question.about or e.round_of(cmd.question.id) == e.REACTIONS:
        raise Refused(Code.BAD_PLAN)  # reactions come with the knowledge base
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
    if step.id in state.visited:
        raise Refused(Code.CLOSED)
    if step.kind in ABOUT_A_QUESTION and step.question is None:
        raise Refused(Code.UNKNOWN_QUESTION)
    asked = state.questions.get(step.question or "")
    if step.question is not None and (asked is None or asked.about):
        raise Refused(Code.UNKNOWN_QUESTION)
    if cmd.after is not None and state.find_step(cmd.after) is None:
        raise Refused(Code.UNKNOWN_STEP)
    if not 0 <= step.minutes <= 600:
        raise Refused(Code.BAD_PLAN)
    yield e.StepPlanned(step, cmd.after)


def skip_step(state: Workshop, cmd: c.SkipStep, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.find_step(cmd.step) is None:
        raise Refused(Code.UNKNOWN_STEP)
    if cmd.step in state.visited:
        raise Refused(Code.CLOSED)
    if cmd.step not in state.skipped:
        yield e.StepSkipped(cmd.step)


# ---------------------------------------------------------------- the staff lead


def open_step(state: Workshop, cmd: c.OpenStep, who: c.Staff, now: Millis) -> Iterator[Fact]:
    step = state.find_step(cmd.step)
    if step is None:
        raise Refused(Code.UNKNOWN_STEP)
    if state.ended is not None:
        raise Refused(Code.ENDED)
    if state.step == step.id and (state.open or state.is_over(step)):
        return
    if state.step != step.id:
        yield from _close(state, now)
    timed = step.minutes and not state.is_over(step)
    yield e.StepOpened(step.id, now, now + step.minutes * 60_000 if timed else None)


def _close(state: Workshop, now: Millis) -> Iterator[Fact]:
    """Closing the step of the moment, with what must follow at once: counting, and sealing."""
    step = state.current
    if step is None or not state.open:
        return
    yield e.StepClosed(step.id, now)
    box = state.boxes.get(step.id, Box())
    if _in_use(box):
        yield from _count(state, step.id)  # for good; with no dots placed it may be opened again
    if step.kind is Kind.KNOWLEDGE and in_use(state):
        yield e.RoundSealed(e.REACTIONS)  # for good: what is shown now would tell who adds to it
    if step.kind is Kind.WRITE:
        # Once the next question is written, nobody goes back to read "our own" notes of this one.
        before = state.steps[: state.steps.index(step)]
        earlier = {s.question for s in before if s.question} - {step.question}
        yield from _seal(state, earlier)


def _count(state: Workshop, step: str) -> Iterator[Fact]:
    assert state.plan is not None  # nothing is decided without one
    yield from count(step, state.boxes[step], state.plan.threshold)


def _in_use(box: Box) -> bool:
    return any(ballot.choices for ballot in box.ballots.values())


def _seal(state: Workshop, questions: Collection[str | None]) -> Iterator[Fact]:
    """Sealing again what was sealed before, where the hall went back and wrote more."""
    for question in state.questions:
        if question in questions and unsealed(state, question):
            yield e.RoundSealed(question)


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
    takes = step.kind not in NO_GRACE and any(step.kind in OPEN_IN[each] for each in IN_GRACE)
    if state.ended is not None or not takes:
        raise Refused(Code.CLOSED)
    until = now + GRACE
    if until > state.clock.grace_until:
        yield e.GraceGiven(step.id, until)


def set_clock(state: Workshop, cmd: c.SetClock, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.step != state.step or not state.open:
        raise Refused(Code.OTHER_STEP)
    if (cmd.ends_at is None) == (cmd.left is None) or (cmd.left or 0) < 0:
        raise Refused(Code.BAD_PLAN)
    if (state.clock.ends_at, state.clock.left) != (cmd.ends_at, cmd.left):
        yield e.ClockSet(cmd.step, cmd.ends_at, cmd.left)


def show_statement(
    state: Workshop, cmd: c.ShowStatement, who: c.Staff, now: Millis
) -> Iterator[Fact]:
    if cmd.table is None:
        if state.shown is not None:
            yield e.StatementShown(cmd.question, None)
        return
    step = state.current
    if step is None or step.kind is not Kind.PLENARY or step.question != cmd.question:
        raise Refused(Code.OTHER_STEP)
    said = state.statements.get((cmd.question, cmd.table))
    if said is None or not said.text:
        raise Refused(Code.UNKNOWN_STATEMENT)
    if state.shown != (cmd.question, cmd.table):
        yield e.StatementShown(cmd.question, cmd.table)


def give_help(state: Workshop, cmd: c.GiveHelp, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if cmd.table not in state.tables:
        raise Refused(Code.UNKNOWN_TABLE)
    asked = state.calls_for_help(cmd.table)
    if asked:
        yield e.HelpGiven(cmd.table)
    for step in asked:
        yield e.TableMarked(step, cmd.table, state.mark(step, cmd.table).ready, help=False)


def hide_note(state: Workshop, cmd: c.HideNote, who: c.Staff, now: Millis) -> Iterator[Fact]:
    note = state.find_note(cmd.note)
    if note is None or note.withdrawn:
        raise Refused(Code.UNKNOWN_NOTE)
    if state.hidden.get(cmd.note) != cmd.reason:
        yield e.NoteHidden(cmd.note, cmd.reason)


def unhide_note(state: Workshop, cmd: c.UnhideNote, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.find_note(cmd.note) is None:
        raise Refused(Code.UNKNOWN_NOTE)
    if cmd.note in state.hidden:
        yield e.NoteUnhidden(cmd.note)


def end_workshop(state: Workshop, cmd: c.EndWorkshop, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.ended is not None:
        return
    yield from (fact for fact in _close(state, now) if not isinstance(fact, e.RoundSealed))
    yield from _seal(state, [question.id for question in questions(state)])
    if any(unsealed(state, each.id) for each in state.questions.values() if each.about):
        yield e.RoundSealed(e.REACTIONS)
    for step, box in state.boxes.items():
        if box.ballots and not _in_use(box):
            yield from _count(state, step)  # blank ballots go too
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


def publish(state: Workshop, cmd: c.PublishMinutes, who: c.Staff, now: Millis) -> Iterator[Fact]:
    if state.ended is None:
        raise Refused(Code.NOT_ENDED)
    if state.published and state.published[-1].digest == cmd.digest:
        return
    if cmd.version != len(state.published) + 1:
        raise Refused(Code.STALE)
    yield e.MinutesPublished(cmd.version, cmd.digest, now)
