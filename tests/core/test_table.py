"""The table: one pen, one statement, marks, and notes it lifts."""

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.rules import GRACE, GRACE_ON_THE_WAY, LIFTS, Code
from app.core.things import Note, Statement
from app.core.words import STATEMENT_LIMIT
from tests.core.given import (
    ANNA,
    BENT,
    CARL,
    NOON,
    ROOM,
    Given,
    closed,
    note,
    opened,
    planned,
    said,
)

TALKING = opened("vekst-bord")
HERE = tuple(e.TabletCame(tablet.seat, tablet.table) for tablet in (ANNA, BENT, CARL))
ANNA_HOLDS = e.PenMoved(1, ANNA.seat)
WORDS = c.WriteStatement("vekst", "Vi vil vokse her.", "", 1)


def talking(*facts: e.Fact) -> Given:
    return planned(*HERE, TALKING, *facts)


def test_the_pen_is_taken_by_one_at_a_time() -> None:
    """T1."""
    taken = talking().when(c.TakePen(), ANNA).then(ANNA_HOLDS)
    taken.when(c.TakePen(), ANNA).nothing()
    taken.when(c.TakePen(), BENT).refused(Code.PEN_TAKEN)
    taken.when(c.TakePen(), CARL).then(e.PenMoved(2, CARL.seat))
    taken.when(c.TakePen(over=True), BENT).then(e.PenMoved(1, BENT.seat))


def test_laying_the_pen() -> None:
    """T2."""
    taken = talking(ANNA_HOLDS)
    taken.when(c.LayPen(), BENT).nothing()
    laid = taken.when(c.LayPen(), ANNA).then(e.PenMoved(1, None))
    laid.when(c.LayPen(), ANNA).nothing()
    laid.when(c.TakePen(), BENT).then(e.PenMoved(1, BENT.seat))


@pytest.mark.parametrize(
    "fact", [e.TabletLeft(ANNA.seat), e.TabletCame(ANNA.seat, 2), opened("vekst-bord")]
)
def test_what_lays_the_pen(fact: e.Fact) -> None:
    """T2: leaving, moving to another table, and a step that opens."""
    talking(ANNA_HOLDS, fact).when(c.TakePen(), BENT).then(e.PenMoved(1, BENT.seat))


def test_the_pen_lies_outside_table_talk() -> None:
    """T1."""
    planned(opened("vekst-skriv")).when(c.TakePen(), ANNA).refused(Code.CLOSED)
    talking(closed("vekst-bord")).when(c.TakePen(), ANNA).refused(Code.CLOSED)
    talking(e.WorkshopEnded(NOON)).when(c.TakePen(), ANNA).refused(Code.ENDED)


def test_only_who_holds_the_pen_writes() -> None:
    """T3."""
    talking().when(WORDS, ANNA).refused(Code.NO_PEN)
    talking(ANNA_HOLDS).when(WORDS, BENT).refused(Code.NO_PEN)
    written = talking(ANNA_HOLDS).when(WORDS, ANNA).then(said(1))
    written.when(WORDS, ANNA).nothing()


def test_the_statement_belongs_to_its_step() -> None:
    """T3."""
    talking(ANNA_HOLDS, closed("vekst-bord")).when(WORDS, ANNA).refused(Code.CLOSED)
    planned(opened("vekst-skriv"), ANNA_HOLDS).when(WORDS, ANNA).refused(Code.CLOSED)
    planned(opened("kutt-bord"), ANNA_HOLDS).when(WORDS, ANNA).refused(Code.CLOSED)
    talking(ANNA_HOLDS, e.WorkshopEnded(NOON)).when(WORDS, ANNA).refused(Code.ENDED)


def test_a_statement_sent_again_after_its_step() -> None:
    """T3: carried out already, so it is not refused."""
    talking(said(1), opened("vekst-plenum")).when(WORDS, ANNA).nothing()


def test_a_stale_statement() -> None:
    """T4: after the pen changed hands, what was written on top of older words is not taken."""
    there = talking(said(1), ANNA_HOLDS)
    there.when(c.WriteStatement("vekst", "Noe annet", "", 1), ANNA).refused(Code.STALE)
    newer = e.StatementKept(Statement("vekst", 1, "Noe annet", "", 2))
    there.when(c.WriteStatement("vekst", "Noe annet", "", 2), ANNA).then(newer)


def test_dissent_is_its_own_text_and_both_are_cleaned() -> None:
    """T5."""
    command = c.WriteStatement("vekst", " Ja\u00a0 takk ", "Nei\u202e\r\ntakk", 1)
    kept = e.StatementKept(Statement("vekst", 1, "Ja takk", "Nei\ntakk", 1))
    talking(ANNA_HOLDS).when(command, ANNA).then(kept)


def test_a_long_statement() -> None:
    """T5."""
    long = "x" * (STATEMENT_LIMIT + 1)
    there = talking(ANNA_HOLDS)
    there.when(c.WriteStatement("vekst", long, "", 1), ANNA).refused(Code.TOO_LONG)
    there.when(c.WriteStatement("vekst", "", long, 1), ANNA).refused(Code.TOO_LONG)


def test_five_seconds_more_for_the_statement() -> None:
    """T6."""
    late = NOON + GRACE + GRACE_ON_THE_WAY
    grace = talking(ANNA_HOLDS, closed("vekst-bord"), e.GraceGiven("vekst-bord", NOON + GRACE))
    grace.when(WORDS, ANNA, late).then(said(1))
    grace.when(WORDS, ANNA, late + 1).refused(Code.CLOSED)


def test_marks() -> None:
    """T7: each mark leaves the other as it is."""
    ready = talking().when(c.MarkTable("vekst-bord", ready=True), ANNA)
    there = ready.then(e.TableMarked("vekst-bord", 1, ready=True, help=False))
    there.when(c.MarkTable("vekst-bord", ready=True), BENT).nothing()
    both = there.when(c.MarkTable("vekst-bord", help=True), BENT)
    both.then(e.TableMarked("vekst-bord", 1, ready=True, help=True))
    there.when(c.MarkTable("vekst-bord"), BENT).nothing()


def test_marks_belong_to_the_step_of_the_moment() -> None:
    """T7."""
    mark = c.MarkTable("vekst-skriv", ready=True)
    talking().when(mark, ANNA).refused(Code.OTHER_STEP)
    planned(opened("vekst-skriv"), closed("vekst-skriv")).when(mark, ANNA).then(
        e.TableMarked("vekst-skriv", 1, ready=True, help=False)
    )
    over = c.MarkTable("vekst-bord", ready=True)
    talking(e.WorkshopEnded(NOON)).when(over, ANNA).refused(Code.ENDED)


def test_help_is_given() -> None:
    """T9: the staff take the call for help down, and touch nothing else."""
    asked = talking(e.TableMarked("vekst-bord", 1, ready=True, help=True))
    given = asked.when(c.GiveHelp(1)).then(
        e.HelpGiven(1), e.TableMarked("vekst-bord", 1, ready=True, help=False)
    )
    given.when(c.GiveHelp(1)).nothing()
    asked.when(c.GiveHelp(9)).refused(Code.UNKNOWN_TABLE)


def lifted(number: int, on: bool = True) -> e.NoteKept:
    n = note(number)
    return e.NoteKept(Note(n.id, n.question, n.text, 1, n.key, lifted=on))


def test_lifting_a_note() -> None:
    """T8."""
    lift = c.LiftNote(note(1).id, lifted=True)
    there = talking(e.NoteKept(note(1))).when(lift, BENT).then(lifted(1))
    there.when(lift, ANNA).nothing()
    down = there.when(c.LiftNote(note(1).id, lifted=False), ANNA).then(lifted(1, on=False))
    down.when(lift, ANNA).then(lifted(1))


def test_a_table_lifts_its_own_and_not_too_many() -> None:
    """T8."""
    full = talking(*(lifted(i) for i in range(LIFTS)), e.NoteKept(note(9)))
    full.when(c.LiftNote(note(9).id, lifted=True), ANNA).refused(Code.TOO_MANY_LIFTED)
    full.when(c.LiftNote(note(0).id, lifted=False), ANNA).then(lifted(0, on=False))
    other = talking(e.NoteKept(note(9, table=2)))
    other.when(c.LiftNote(note(9).id, lifted=True), ANNA).refused(Code.UNKNOWN_NOTE)
    talking().when(c.LiftNote(note(9).id, lifted=True), ANNA).refused(Code.UNKNOWN_NOTE)


@pytest.mark.parametrize("step", ["vekst-skriv", "vekst-plenum", "kutt-bord"])
def test_lifting_belongs_to_the_talk_on_the_question(step: str) -> None:
    """T8."""
    there = planned(e.NoteKept(note(1)), opened(step))
    there.when(c.LiftNote(note(1).id, lifted=True), ANNA).refused(Code.CLOSED)


def test_telling() -> None:
    """T10: a tablet tells that the ground rules are accepted, and whether its box holds words."""
    told = e.TabletTold(ANNA.seat, accepted=True, drafting=True)
    there = planned(*HERE).when(c.Tell(accepted=True, drafting=True), ANNA).then(told)
    there.when(c.Tell(accepted=True, drafting=True), ANNA).nothing()
    planned().when(c.Tell(accepted=True, drafting=True), ANNA).nothing()


def test_coming_and_going() -> None:
    """T10."""
    came = planned().when(c.SeatTablet(ANNA.seat, 1), ROOM).then(e.TabletCame(ANNA.seat, 1))
    came.when(c.SeatTablet(ANNA.seat, 1), ROOM).nothing()
    came.when(c.SeatTablet(ANNA.seat, 2), ROOM).then(e.TabletCame(ANNA.seat, 2))
    left = came.when(c.UnseatTablet(ANNA.seat), ROOM).then(e.TabletLeft(ANNA.seat))
    left.when(c.UnseatTablet(ANNA.seat), ROOM).nothing()
    planned().when(c.SeatTablet(ANNA.seat, 9), ROOM).refused(Code.UNKNOWN_TABLE)
    on = planned().when(c.CountControls(2), ROOM).then(e.ControlsOn(2))
    on.when(c.CountControls(2), ROOM).nothing()


def test_coming_and_going_through_two_processes() -> None:
    """T10, H4: who is connected through one of them is present, and keeps the pen."""
    other = c.System(via="2")
    told = e.TabletTold(ANNA.seat, accepted=True, drafting=True)
    pen = (opened("vekst-bord"), e.TabletCame(ANNA.seat, 1), told, e.PenMoved(1, ANNA.seat))
    both = planned(*pen).when(c.SeatTablet(ANNA.seat, 1), other)
    here = both.then(e.TabletCame(ANNA.seat, 1, "2"))
    here.when(c.SeatTablet(ANNA.seat, 1), other).nothing()
    left = here.when(c.UnseatTablet(ANNA.seat), ROOM).then(e.TabletLeft(ANNA.seat))
    left.when(c.UnseatTablet(ANNA.seat), ROOM).nothing()
    assert left.state.pens == {1: ANNA.seat}
    assert left.state.seats[ANNA.seat].accepted
    gone = left.when(c.UnseatAll(), other).then(e.TabletLeft(ANNA.seat, "2"))
    assert (gone.state.seats, gone.state.pens) == ({}, {})
    gone.when(c.UnseatAll(), other).nothing()


def test_a_call_for_help_outlives_the_step() -> None:
    """T9: it stands until it is answered or taken back, however far the hall has moved."""
    moved = talking(e.TableMarked("vekst-skriv", 1, ready=True, help=True), opened("vekst-plenum"))
    assert moved.state.calls_for_help(1) == ["vekst-skriv"]
    moved.when(c.MarkTable("vekst-plenum", help=False), ANNA).then(
        e.TableMarked("vekst-skriv", 1, ready=True, help=False)
    )
