"""The staff prepare, lead, and write up."""

from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.rules import GRACE, Code
from app.core.things import Details, Kind, Note, Plan, Step, Table
from tests.core.given import (
    MINUTE,
    NOON,
    PLAN,
    QUESTIONS,
    STEPS,
    TABLES,
    closed,
    given,
    note,
    opened,
    planned,
    said,
)

NEW = Step("ekstra", Kind.WRITE, 3, "vekst", "En runde til")
ENDED = e.WorkshopEnded(NOON)


# ---------------------------------------------------------------- preparing


def test_planning() -> None:
    """P1."""
    there = given().when(c.PlanWorkshop(PLAN)).then(e.WorkshopPlanned(PLAN))
    there.when(c.PlanWorkshop(PLAN)).nothing()
    other = replace(PLAN, place="Rådhuset")
    there.when(c.PlanWorkshop(other)).then(e.WorkshopPlanned(other))


def test_the_threshold_is_never_below_three() -> None:
    """P1."""
    low = c.PlanWorkshop(replace(PLAN, threshold=1))
    given().when(low).then(e.WorkshopPlanned(PLAN)).when(low).nothing()


def test_the_threshold_stands_once_the_workshop_has_begun() -> None:
    """P1: the number in the series may still follow from the dates."""
    higher, second = replace(PLAN, threshold=7), replace(PLAN, number=2, of=2)
    planned().when(c.PlanWorkshop(higher)).then(e.WorkshopPlanned(higher))
    begun = planned(opened("vekst-skriv"))
    begun.when(c.PlanWorkshop(higher)).refused(Code.CLOSED)
    begun.when(c.PlanWorkshop(second)).then(e.WorkshopPlanned(second))


@pytest.mark.parametrize(
    "plan", [replace(PLAN, ends=PLAN.starts), replace(PLAN, title=" "), replace(PLAN, body="")]
)
def test_a_plan_that_cannot_be(plan: Plan) -> None:
    """P1."""
    given().when(c.PlanWorkshop(plan)).refused(Code.BAD_PLAN)


def test_a_workshop_cannot_become_a_rehearsal() -> None:
    """P1: for a rehearsal is removed, log and all."""
    planned().when(c.PlanWorkshop(replace(PLAN, rehearsal=True))).refused(Code.BAD_PLAN)
    rehearsal = given(e.WorkshopPlanned(replace(PLAN, rehearsal=True)))
    rehearsal.when(c.PlanWorkshop(PLAN)).refused(Code.BAD_PLAN)


def test_laying_tables() -> None:
    """P2."""
    there = given(e.WorkshopPlanned(PLAN)).when(c.LayTables(TABLES)).then(e.TablesLaid(TABLES))
    there.when(c.LayTables(TABLES)).nothing()
    there.when(c.LayTables(TABLES[:2])).then(e.TablesLaid(TABLES[:2]))
    namesake = replace(TABLES[1], name=TABLES[0].name)
    twice = ((TABLES[0], TABLES[0]), (TABLES[0], namesake))
    for wrong in (*twice, (Table(1, "", 0),), (Table(0, "", 4),)):
        there.when(c.LayTables(wrong)).refused(Code.BAD_PLAN)


def test_asking_questions() -> None:
    """P3: the words of a question stand once somebody has answered."""
    same, other = QUESTIONS[0], replace(QUESTIONS[0], text="Hvor ikke?")
    planned().when(c.AskQuestion(same)).nothing()
    planned().when(c.AskQuestion(other)).then(e.QuestionAsked(other))
    planned().when(c.AskQuestion(replace(same, text=" "))).refused(Code.EMPTY)
    planned(e.NoteKept(note(1))).when(c.AskQuestion(other)).refused(Code.CLOSED)
    planned(e.NoteKept(note(1))).when(c.AskQuestion(same)).nothing()


def test_inserting_a_step_while_the_workshop_runs() -> None:
    """P4."""
    running = planned(opened("vekst-skriv"))
    insert = c.PlanStep(NEW, "vekst-skriv")
    there = running.when(insert).then(e.StepPlanned(NEW, "vekst-skriv"))
    there.when(insert).nothing()
    assert [step.id for step in there.state.steps][:3] == ["regler", "vekst-skriv", "ekstra"]
    assert there.state.step == "vekst-skriv"
    first = there.when(c.PlanStep(replace(NEW, id="null"), None))
    assert first.then(e.StepPlanned(replace(NEW, id="null"), None)).state.steps[0].id == "null"


def test_moving_a_step_that_has_not_begun() -> None:
    """P4."""
    longer = replace(STEPS[8], minutes=15)
    moved = planned().when(c.PlanStep(longer, "pause")).then(e.StepPlanned(longer, "pause"))
    assert [step.id for step in moved.state.steps][4:6] == ["pause", "dotter"]
    assert len(moved.state.steps) == len(STEPS)


@pytest.mark.parametrize(
    ("step", "after", "code"),
    [
        (replace(NEW, question=None), None, Code.UNKNOWN_QUESTION),
        (replace(NEW, question="vær"), None, Code.UNKNOWN_QUESTION),
        (replace(NEW, kind=Kind.PRIORITISE, question="vær"), None, Code.UNKNOWN_QUESTION),
        (NEW, "nowhere", Code.UNKNOWN_STEP),
        (replace(NEW, minutes=-1), None, Code.BAD_PLAN),
        (replace(NEW, minutes=601), None, Code.BAD_PLAN),
        (replace(STEPS[1], minutes=9), "regler", Code.CLOSED),
    ],
)
def test_a_step_that_cannot_be_planned(step: Step, after: str | None, code: Code) -> None:
    """P4."""
    planned(opened("vekst-skriv")).when(c.PlanStep(step, after)).refused(code)


def test_skipping() -> None:
    """P5: a skipped step can still be opened; one that was opened cannot be skipped."""
    there = planned().when(c.SkipStep("pause")).then(e.StepSkipped("pause"))
    there.when(c.SkipStep("pause")).nothing()
    back = there.when(c.OpenStep("pause")).then(opened("pause"))
    assert not back.state.skipped
    back.when(c.SkipStep("pause")).refused(Code.CLOSED)
    planned().when(c.SkipStep("nowhere")).refused(Code.UNKNOWN_STEP)


# ---------------------------------------------------------------- leading


def test_opening_closes_the_step_before() -> None:
    """P6."""
    there = planned().when(c.OpenStep("regler")).then(opened("regler"))
    there.when(c.OpenStep("regler")).nothing()
    later = NOON + MINUTE
    there.when(c.OpenStep("vekst-skriv"), now=later).then(
        e.StepClosed("regler", later), opened("vekst-skriv", later)
    )
    there.when(c.OpenStep("nowhere")).refused(Code.UNKNOWN_STEP)


def test_a_step_without_minutes_has_no_clock() -> None:
    """P6."""
    planned().when(c.OpenStep("slutt")).then(e.StepOpened("slutt", NOON, None))


def test_going_back() -> None:
    """P6: writing goes on where it was, and the notes are hidden again."""
    there = planned(opened("vekst-skriv"), e.NoteKept(note(1)), opened("vekst-bord"))
    back = there.when(c.OpenStep("vekst-skriv")).then(closed("vekst-bord"), opened("vekst-skriv"))
    assert back.state.open
    assert back.state.find_note(note(1).id) == note(1)


def test_closing() -> None:
    """P7."""
    there = planned(opened("vekst-skriv"))
    there.when(c.CloseStep("regler")).refused(Code.OTHER_STEP)
    shut = there.when(c.CloseStep("vekst-skriv")).then(closed("vekst-skriv"))
    shut.when(c.CloseStep("vekst-skriv")).nothing()
    assert shut.state.clock.ends_at is None
    shut.when(c.OpenStep("vekst-skriv")).then(opened("vekst-skriv"))
    shut.when(c.OpenStep("vekst-bord")).then(opened("vekst-bord"))


def test_grace() -> None:
    """P9: where something could be written, once it is closed."""
    ask = c.GiveGrace("vekst-skriv")
    planned().when(ask).refused(Code.OTHER_STEP)
    planned(opened("vekst-bord")).when(ask).refused(Code.OTHER_STEP)
    writing = planned(opened("vekst-skriv"))
    writing.when(ask).nothing()
    writing.when(c.CloseStep("vekst-skriv")).then(closed("vekst-skriv")).when(ask).then(
        e.GraceGiven("vekst-skriv", NOON + GRACE)
    )
    planned(opened("pause"), closed("pause")).when(c.GiveGrace("pause")).refused(Code.CLOSED)
    planned(opened("vekst-skriv"), ENDED).when(ask).refused(Code.CLOSED)


def test_the_clock() -> None:
    """P10: extended, paused, resumed; two laptops that ask for the same agree."""
    step = "vekst-skriv"
    there = planned(opened(step))
    longer = c.SetClock(step, ends_at=NOON + 9 * MINUTE)
    extended = there.when(longer).then(e.ClockSet(step, NOON + 9 * MINUTE, None))
    extended.when(longer).nothing()
    paused = extended.when(c.SetClock(step, left=MINUTE)).then(e.ClockSet(step, None, MINUTE))
    assert paused.state.open
    paused.when(longer).then(e.ClockSet(step, NOON + 9 * MINUTE, None))


def test_a_clock_that_cannot_be_set() -> None:
    """P10."""
    there = planned(opened("vekst-skriv"))
    there.when(c.SetClock("vekst-skriv")).refused(Code.BAD_PLAN)
    there.when(c.SetClock("vekst-skriv", NOON, MINUTE)).refused(Code.BAD_PLAN)
    there.when(c.SetClock("vekst-skriv", left=-1)).refused(Code.BAD_PLAN)
    there.when(c.SetClock("regler", left=0)).refused(Code.OTHER_STEP)
    shut = planned(opened("vekst-skriv"), closed("vekst-skriv"))
    shut.when(c.SetClock("vekst-skriv", left=0)).refused(Code.OTHER_STEP)


def test_showing_statements_one_at_a_time() -> None:
    """P11."""
    there = planned(said(1), said(2), said(3, text=""), opened("vekst-plenum"))
    first = there.when(c.ShowStatement("vekst", 2)).then(e.StatementShown("vekst", 2))
    first.when(c.ShowStatement("vekst", 2)).nothing()
    first.when(c.ShowStatement("vekst", 1)).then(e.StatementShown("vekst", 1))
    cleared = first.when(c.ShowStatement("vekst", None)).then(e.StatementShown("vekst", None))
    cleared.when(c.ShowStatement("vekst", None)).nothing()
    there.when(c.ShowStatement("vekst", 3)).refused(Code.UNKNOWN_STATEMENT)
    there.when(c.ShowStatement("vekst", 9)).refused(Code.UNKNOWN_STATEMENT)
    there.when(c.ShowStatement("kutt", 1)).refused(Code.OTHER_STEP)
    talk = planned(said(1), opened("vekst-bord"))
    talk.when(c.ShowStatement("vekst", 1)).refused(Code.OTHER_STEP)


# ---------------------------------------------------------------- sealing and ending


def test_closing_the_next_writing_seals_the_question_before() -> None:
    """P12."""
    there = planned(e.NoteKept(note(1)), opened("kutt-skriv"), e.NoteKept(note(2, question="kutt")))
    there.when(c.CloseStep("kutt-skriv")).then(closed("kutt-skriv"), e.RoundSealed("vekst"))


def test_what_is_written_after_going_back_is_sealed_too() -> None:
    """P12: a question that was sealed once is sealed again."""
    back = planned(e.NoteKept(note(1)), e.RoundSealed("vekst"), opened("vekst-skriv"))
    there = planned(
        e.NoteKept(note(1)), e.RoundSealed("vekst"), opened("vekst-skriv"), e.NoteKept(note(2))
    )
    back.when(c.EndWorkshop()).then(closed("vekst-skriv"), ENDED)
    over = there.when(c.EndWorkshop()).then(closed("vekst-skriv"), e.RoundSealed("vekst"), ENDED)
    assert {n.table for n in over.state.notes_on("vekst").values()} == {None}


def test_ending_seals_all_and_counts() -> None:
    """P12, P8."""
    there = planned(
        e.NoteKept(note(1)),
        e.NoteKept(note(2, question="kutt")),
        said(1),
        opened("dotter"),
        e.BallotsIssued("dotter", frozenset({"k1", "k2"})),
        e.BallotKept("dotter", "k1", 0, {"vekst.1": 1}),
    )
    over = there.when(c.EndWorkshop()).then(
        closed("dotter"),
        e.BallotsCounted("dotter", 1, {}),
        e.ProfilesKept("dotter", ()),
        e.RoundSealed("vekst"),
        e.RoundSealed("kutt"),
        ENDED,
    )
    over.when(c.EndWorkshop()).nothing()


def test_ending_in_the_middle_of_writing_seals_each_question_once() -> None:
    """P12."""
    there = planned(e.NoteKept(note(1)), opened("kutt-skriv"), e.NoteKept(note(2, question="kutt")))
    there.when(c.EndWorkshop()).then(
        closed("kutt-skriv"), e.RoundSealed("vekst"), e.RoundSealed("kutt"), ENDED
    )


def test_sealed_notes_let_go_of_table_and_key_and_withdrawn_ones_are_gone() -> None:
    """P12, A4."""
    gone = Note(f"{2:032x}", "vekst", "", 1, "key-2", withdrawn=True)
    state = planned(e.NoteKept(note(1, rev=3)), e.NoteKept(gone), e.RoundSealed("vekst")).state
    assert dict(state.notes_on("vekst")) == {
        note(1).id: Note(note(1).id, "vekst", note(1).text, None, None)
    }


def test_after_the_end_nothing_opens() -> None:
    """P13."""
    over = planned(opened("regler"), ENDED)
    over.when(c.OpenStep("vekst-skriv")).refused(Code.ENDED)
    over.when(c.PlanStep(NEW, None)).refused(Code.ENDED)
    over.when(c.SetClock("regler", left=0)).refused(Code.OTHER_STEP)
    over.when(c.CloseStep("regler")).nothing()


# ---------------------------------------------------------------- writing up


def test_attendance_and_details() -> None:
    """P14."""
    taken = planned().when(c.TakeAttendance(40, 3)).then(e.AttendanceTaken(40, 3))
    taken.when(c.TakeAttendance(40, 3)).nothing()
    details = Details(chair="Ordføreren")
    kept = planned(ENDED).when(c.RecordDetails(details)).then(e.DetailsRecorded(details))
    kept.when(c.RecordDetails(details)).nothing()


def test_publishing() -> None:
    """P14: after the end, one version after the other."""
    planned().when(c.PublishMinutes(1, "aa")).refused(Code.NOT_ENDED)
    over = planned(ENDED)
    over.when(c.PublishMinutes(2, "aa")).refused(Code.STALE)
    out = over.when(c.PublishMinutes(1, "aa")).then(e.MinutesPublished(1, "aa", NOON))
    out.when(c.PublishMinutes(1, "aa")).nothing()
    out.when(c.PublishMinutes(1, "bb")).refused(Code.STALE)
    out.when(c.PublishMinutes(2, "bb")).then(e.MinutesPublished(2, "bb", NOON))
