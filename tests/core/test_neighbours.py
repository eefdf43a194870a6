"""People change tables: a round of new neighbours, and a table that disbands."""

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.asides import PARKING
from app.core.rules import Code, Refused, require_way
from app.core.seen import ControlView, TabletView
from app.core.state import Workshop
from app.core.things import Kind, Note, Step, Table
from app.core.views import InControl, OnProjector, TabletAt, view
from tests.core.given import (
    ANNA,
    BENT,
    CARL,
    DINA,
    LEADER,
    NOON,
    Given,
    closed,
    keep,
    note,
    opened,
    planned,
    replay_on,
    said,
)

CHANGE = Step("bytt", Kind.ROUND, 5)
AGAIN = Step("vekst-igjen", Kind.TALK, 20, "vekst")
CHANGING = e.StepOpened("bytt", NOON, None)
TO_BE_LED = (e.StepPlanned(CHANGE, "vekst-plenum"), e.StepPlanned(AGAIN, "bytt"))


def carried_out(start: Workshop, *asked: tuple[c.Command, c.Actor]) -> Workshop:
    """All of these, one after the other."""
    for command, actor in asked:
        then = Given(start).when(command, actor)
        assert then.code is None
        start = replay_on(start, then.facts)
    return start


def in_talk(*facts: e.Fact) -> Workshop:
    return planned(*TO_BE_LED, opened("vekst-skriv"), *facts).state


def at(state: Workshop, table: int) -> TabletView:
    seen = view(state, TabletAt(table))
    assert isinstance(seen, TabletView)
    return seen


WRITTEN = [note(no, f"Tanke {no}", table=1 + no % 3) for no in range(9)]
TABLET_AT = {1: ANNA, 2: CARL, 3: DINA}


@examples(st.lists(st.sampled_from(WRITTEN), unique_by=lambda each: each.id, min_size=1))
def test_nobody_inherits_anothers_notes(some: list[Note]) -> None:
    """Z1: when a round opens, no note has a table or a key; the next people at a table see them
    as the hall's, and their own as their own."""
    state = in_talk()
    before = [(keep(each), TABLET_AT[each.table or 0]) for each in some]
    state = carried_out(state, *before, (c.OpenStep("bytt"), LEADER))
    kept = state.notes_on("vekst").values()
    assert len(kept) == len(some)
    assert all((each.table, each.key) == (None, None) for each in kept)
    open_at_table = keep(note(99, "Nytt ved bordet", shared=True))
    state = carried_out(state, (c.OpenStep("vekst-igjen"), LEADER), (open_at_table, ANNA))
    for no in (1, 2, 3):
        seen = at(state, no)
        assert {card.text for card in seen.hall_notes.values()} == {each.text for each in some}
        assert [card.text for card in seen.own_notes.values()] == ["Nytt ved bordet"] * (no == 1)


def test_a_round_seals_each_kind_once() -> None:
    """Z1: also what closing the step before would seal."""
    aside = note(5, "Noe annet", question="parking.elsewhere")
    plenary = planned(*TO_BE_LED, opened("vekst-skriv"), e.NoteKept(note(1)), closed("vekst-skriv"),
                      opened("vekst-plenum"), e.NoteKept(aside))  # fmt: skip
    sealed = [f for f in plenary.when(c.OpenStep("bytt")).facts if isinstance(f, e.RoundSealed)]
    assert sealed == [e.RoundSealed("vekst"), e.RoundSealed(PARKING)]


def test_what_was_sealed_is_not_changed_from_the_next_table() -> None:
    """Z1, N7: nor withdrawn; sent again it is fine."""
    state = carried_out(in_talk(), (keep(note(1)), ANNA), (c.OpenStep("bytt"), LEADER))
    there = Given(state)
    there.when(keep(note(1)), CARL).nothing()
    there.when(keep(note(1, "Annet", rev=1)), CARL).refused(Code.CLOSED)


def test_the_pen_is_laid_and_the_statement_stands() -> None:
    """Z2, T2: the next group builds on it."""
    state = carried_out(
        in_talk(e.TabletCame(ANNA.seat, 1), e.TabletCame(CARL.seat, 2)),
        (c.OpenStep("vekst-bord"), LEADER),
        (c.TakePen(), ANNA),
        (c.WriteStatement("vekst", "Langs banen", "", 1), ANNA),
        (c.OpenStep("bytt"), LEADER),
    )
    assert not state.pens
    moved = c.Tablet(CARL.seat, 1)
    state = carried_out(
        state,
        (c.SeatTablet(CARL.seat, 1), c.System()),
        (c.OpenStep("vekst-igjen"), LEADER),
        (c.TakePen(), moved),
    )
    seen = at(state, 1).statement
    assert seen is not None
    assert (seen.text, seen.rev) == ("Langs banen", 1)
    state = carried_out(state, (c.WriteStatement("vekst", "Langs banen, og tett", "", 2), moved))
    assert state.statements["vekst", 1].text == "Langs banen, og tett"


def test_how_many_may_sit_at_a_table() -> None:
    """Z9: what it is set for; after a round as many as at the largest; and those of a table that is
    disbanded."""
    uneven = e.TablesLaid(tuple(Table(no, f"Bord {no}", no + 3) for no in (1, 2, 3)))
    gone = e.TableDisbanded(2, on=True)
    assert [at(in_talk(uneven), no).table.seats for no in (1, 3)] == [4, 6]
    assert [at(in_talk(uneven, gone), no).table.seats for no in (1, 3)] == [4 + 5, 6 + 5]
    assert [at(in_talk(uneven, gone, CHANGING), no).table.seats for no in (1, 3)] == [6 + 5] * 2


def test_rounds_are_counted() -> None:
    """Z3: by the steps to here, skipped ones aside."""
    more = e.StepPlanned(Step("bytt2", Kind.ROUND, 5, cafe=True), "vekst-igjen")
    start = planned(*TO_BE_LED, more)
    counted = {
        step: replay_on(start.state, [e.StepOpened(step, NOON, None)]).round
        for step in ("vekst-bord", "bytt", "vekst-igjen", "bytt2", "dotter")
    }
    assert counted == {"vekst-bord": 0, "bytt": 1, "vekst-igjen": 1, "bytt2": 2, "dotter": 2}
    skipped = replay_on(start.state, [e.StepSkipped("bytt"), e.StepOpened("bytt2", NOON, None)])
    assert skipped.round == 1
    now = view(skipped, OnProjector()).now
    assert now is not None
    assert (now.kind, now.round, now.cafe) == (Kind.ROUND, 1, True)


@pytest.mark.parametrize(
    ("facts", "old", "new", "code"),
    [
        ([opened("vekst-bord")], 1, 2, Code.CLOSED),
        ([CHANGING], 1, 2, None),
        ([CHANGING, closed("bytt")], 1, 2, None),
        ([CHANGING], 1, 7, Code.UNKNOWN_TABLE),
        ([CHANGING, e.TableDisbanded(2, on=True)], 1, 2, Code.UNKNOWN_TABLE),
        ([CHANGING, e.WorkshopEnded(NOON)], 1, 2, Code.CLOSED),
        ([opened("vekst-bord"), e.TableDisbanded(1, on=True)], 1, 2, None),
        ([opened("vekst-bord"), e.TableDisbanded(1, on=True)], 3, 2, Code.CLOSED),
        ([e.TableDisbanded(1, on=True), e.TableDisbanded(1, on=False)], 1, 2, Code.CLOSED),
        ([e.TableDisbanded(1, on=True)], 1, 2, None),
    ],
)  # fmt: skip
def test_when_a_tablet_may_change_table(
    facts: list[e.Fact], old: int, new: int, code: Code | None
) -> None:
    """Z4: in a round, and from a table that is disbanded; to one that is in use."""
    state = planned(*TO_BE_LED, *facts).state
    if code is None:
        require_way(state, old, new)
        return
    with pytest.raises(Refused) as refused:
        require_way(state, old, new)
    assert refused.value.code is code


# ---------------------------------------------------------------- a table that disbands


def test_disbanding_and_taking_back() -> None:
    """Z5: asking twice is asking once; the last table stays; after the end nothing."""
    gone = planned().when(c.DisbandTable(1, on=True)).then(e.TableDisbanded(1, on=True))
    gone.when(c.DisbandTable(1, on=True)).nothing()
    two = gone.when(c.DisbandTable(2, on=True)).then(e.TableDisbanded(2, on=True))
    two.when(c.DisbandTable(3, on=True)).refused(Code.BAD_PLAN)
    two.when(c.DisbandTable(9, on=True)).refused(Code.UNKNOWN_TABLE)
    two.when(c.DisbandTable(1, on=False)).then(e.TableDisbanded(1, on=False))
    over = planned(e.WorkshopEnded(NOON))
    over.when(c.DisbandTable(1, on=True)).refused(Code.ENDED)
    over.when(c.DisbandTable(1, on=False)).nothing()


def test_a_disbanded_table_is_left_out_and_what_it_said_stands() -> None:
    """Z5: of the tables that are waited for; its statement is a choice all the same."""
    ready = e.TableMarked("dotter", 1, ready=True, help=False)
    state = in_talk(said(1), ready, opened("dotter"), e.TableDisbanded(1, on=True))
    hall = view(state, OnProjector()).hall
    assert (hall.tables, hall.ready) == (2, 0)
    assert at(state, 1).table.disbanded
    assert not at(state, 2).table.disbanded
    control = view(state, InControl())
    assert isinstance(control, ControlView)
    assert control.tables["1"].disbanded
    prioritising = at(state, 2).prioritising
    assert prioritising is not None
    assert [choice.id for choice in prioritising.choices] == ["vekst.1"]


def test_open_notes_of_a_disbanded_table() -> None:
    """Z6: they stay on its sheet. Whoever wrote one changes and withdraws it from the next table,
    where nobody sees it as theirs; the hall sees it with all others."""
    state = carried_out(
        in_talk(),
        (keep(note(1)), ANNA),
        (keep(note(2)), BENT),
        (c.DisbandTable(1, on=True), LEADER),
    )
    moved = c.Tablet(ANNA.seat, 2)
    state = carried_out(
        state, (c.SeatTablet(ANNA.seat, 2), c.System()), (keep(note(1, "Bedre", rev=1)), moved)
    )
    kept = state.notes_on("vekst")[note(1).id]
    assert (kept.text, kept.table) == ("Bedre", 1)
    Given(state).when(keep(note(2, "Ikke ditt", rev=1), key="en annens"), moved).refused(
        Code.NOT_YOURS
    )
    state = carried_out(state, (c.WithdrawNote(note(2).id, note(2).key or "", "vekst"), moved))
    state = carried_out(state, (c.OpenStep("vekst-bord"), LEADER))
    for no in (2, 3):
        seen = at(state, no)
        assert not seen.own_notes
        assert [card.text for card in seen.hall_notes.values()] == ["Bedre"]
