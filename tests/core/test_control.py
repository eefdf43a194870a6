"""What a nervous process leader relies on: taking back, cutting, and two who press at once."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.composing import compose
from app.core.decide import decide
from app.core.events import Fact
from app.core.evolve import replay
from app.core.floor import Shared, shared
from app.core.frozen import from_json, to_json
from app.core.rules import Code, Refused
from app.core.seen import Back, ControlView
from app.core.state import Clock, Workshop
from app.core.things import Kind, Step
from app.core.views import InControl, view
from tests.core.given import (
    LEADER,
    MINUTE,
    NOON,
    PLANNED,
    STEPS,
    TABLES,
    Given,
    closed,
    note,
    opened,
    planned,
    replay_on,
    said,
)

BACK = c.UndoMove("vekst-skriv")
ROUND = Step("runde", Kind.ROUND, 5)
TALKING = planned(opened("vekst-skriv"), closed("vekst-skriv"), opened("vekst-bord"))
IN_PLENARY = planned(said(1), opened("vekst-plenum"))


def undone(there: Given, back: c.UndoMove = BACK, now: int = NOON) -> Workshop:
    facts = decide(there.state, back, LEADER, now)
    assert [type(fact) for fact in facts] == [e.MoveUndone]
    return replay_on(there.state, facts)


def control(there: Given) -> ControlView:
    seen = view(there.state, InControl())
    assert isinstance(seen, ControlView)
    return seen


def does(there: Given | Workshop, command: c.Command, now: int = NOON) -> Given:
    state = there.state if isinstance(there, Given) else there
    return Given(replay_on(state, decide(state, command, LEADER, now)))


# ---------------------------------------------------------------- taking back


def test_closing_too_early_is_taken_back() -> None:
    """O1: with the time that the step had left, not what it was planned with."""
    there = does(planned(opened("vekst-skriv")), c.CloseStep("vekst-skriv"), NOON + 3 * MINUTE)
    later = NOON + 10 * MINUTE
    there.when(BACK, now=later).then(e.MoveUndone("vekst-skriv", later, later + 4 * MINUTE))
    state = undone(there, now=later)
    assert (state.step, state.open, state.before) == ("vekst-skriv", True, None)


def test_going_on_too_early_is_taken_back() -> None:
    """O1, O5: the step that was opened by mistake was never opened."""
    assert control(TALKING).undo == Back("vekst-skriv")
    state = undone(TALKING, now=NOON + MINUTE)
    assert (state.step, state.open) == ("vekst-skriv", True)
    assert state.clock == Clock(ends_at=NOON + 8 * MINUTE)
    assert "vekst-bord" not in state.visited
    Given(state).when(c.SkipStep("vekst-bord")).then(e.StepSkipped("vekst-bord"))


def test_going_back_is_taken_back() -> None:
    """O1: a step that the hall was in before is still one that it was in."""
    back = does(TALKING, c.OpenStep("vekst-skriv"))
    state = undone(back, c.UndoMove("vekst-bord"))
    assert {"vekst-skriv", "vekst-bord"} <= state.visited


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_paused_clock_is_paused_again(closed_first: bool) -> None:
    """O1."""
    paused = planned(opened("vekst-skriv"), e.ClockSet("vekst-skriv", None, 90_000))
    there = does(paused, c.CloseStep("vekst-skriv")) if closed_first else paused
    moved = does(there, c.OpenStep("vekst-bord"))
    assert undone(moved, now=NOON + 20 * MINUTE).clock == Clock(left=90_000)


def test_a_step_without_a_clock_has_none_again() -> None:
    """O1: and one that was overdue is so still."""
    untimed = planned(e.StepOpened("slutt", NOON, None))
    state = undone(does(untimed, c.OpenStep("pause")), c.UndoMove("slutt"))
    assert state.clock == Clock()
    late = does(planned(opened("vekst-skriv")), c.CloseStep("vekst-skriv"), NOON + 60 * MINUTE)
    assert undone(late, now=NOON + 61 * MINUTE).clock == Clock(ends_at=NOON + 61 * MINUTE)


def test_what_was_to_be_skipped_is_so_again() -> None:
    """O1."""
    there = does(planned(opened("vekst-skriv"), e.StepSkipped("pause")), c.OpenStep("pause"))
    assert not there.state.skipped
    assert undone(there).skipped == {"pause"}


def test_an_accidental_start() -> None:
    """O2."""
    there = does(planned(), c.OpenStep("vekst-skriv"))
    state = undone(there, c.UndoMove(None))
    assert (state.step, state.open, state.started, state.clock) == (None, False, None, Clock())
    assert state.visited == frozenset()
    later = does(state, c.OpenStep("regler"), NOON + MINUTE)
    assert later.state.started == NOON + MINUTE


def test_taking_back_happens_once() -> None:
    """O3: two leaders who press at the same time, and one who presses twice."""
    there = Given(undone(TALKING))
    there.when(BACK).nothing()
    there.when(c.UndoMove("regler")).refused(Code.NOTHING_TO_UNDO)
    there.when(c.UndoMove(None)).refused(Code.NOTHING_TO_UNDO)
    planned().when(BACK).refused(Code.NOTHING_TO_UNDO)
    planned().when(c.UndoMove(None)).nothing()


def test_another_move_came_first() -> None:
    """O3: what the one wants to take back, the other has left already."""
    there = does(TALKING, c.OpenStep("vekst-plenum"))
    there.when(BACK).refused(Code.NOTHING_TO_UNDO)
    planned(opened("regler"), e.WorkshopEnded(NOON)).when(c.UndoMove("regler")).refused(Code.ENDED)


def test_what_is_counted_is_not_taken_back() -> None:
    """O3: and control is not offered it."""
    box = (
        opened("dotter"),
        said(1),
        e.BallotsIssued("dotter", frozenset({"k"})),
        e.BallotKept("dotter", "k", 0, {"vekst.1": 1}),
    )
    there = does(planned(*box), c.CloseStep("dotter"))
    there.when(c.UndoMove("dotter")).refused(Code.COUNTED)
    assert control(there).undo is None
    on = does(there, c.OpenStep("slutt"))
    on.when(c.UndoMove("dotter")).refused(Code.COUNTED)
    assert control(on).undo is None
    empty = does(planned(*box[:3]), c.CloseStep("dotter"))
    assert undone(empty, c.UndoMove("dotter")).open


def test_notes_that_were_sealed_stay_so() -> None:
    """O4: a round of new neighbours seals what the tables wrote."""
    there = planned(
        e.StepPlanned(ROUND, "vekst-bord"), opened("vekst-skriv"), e.NoteKept(note(1)),
        opened("vekst-bord"),
    )  # fmt: skip
    state = undone(does(there, c.OpenStep("runde")), c.UndoMove("vekst-bord"))
    assert [each.table for each in state.notes_on("vekst").values()] == [None]
    assert state.round == 0


def test_ballots_given_meanwhile_wait_and_are_counted_at_the_end() -> None:
    """O4: no ballot stays where it could be read."""
    there = does(planned(said(1), opened("slutt")), c.OpenStep("dotter"))
    given = replay_on(
        there.state,
        [
            e.BallotsIssued("dotter", frozenset({"k"})),
            e.BallotKept("dotter", "k", 0, {"vekst.1": 1}),
        ],
    )
    back = Given(undone(Given(given), c.UndoMove("slutt")))
    assert back.state.boxes["dotter"].ballots
    back.when(c.PlanStep(replace(STEPS[8], places=3), "kutt-plenum")).refused(Code.CLOSED)
    ended = does(back, c.EndWorkshop())
    assert not ended.state.boxes["dotter"].ballots
    assert ended.state.boxes["dotter"].counted is not None


# ---------------------------------------------------------------- two laptops


def test_a_press_on_a_screen_that_was_asleep() -> None:
    """O5: the hall has moved on; what the screen showed is not carried out."""
    asleep = c.OpenStep("vekst-bord", leaving="vekst-skriv")
    planned(opened("vekst-skriv")).when(asleep).then(
        e.StepClosed("vekst-skriv", NOON), opened("vekst-bord")
    )
    planned(opened("kutt-bord")).when(asleep).refused(Code.OTHER_STEP)
    TALKING.when(asleep).nothing()
    planned(opened("regler")).when(c.OpenStep("regler", leaving="")).nothing()
    planned(opened("pause")).when(c.OpenStep("regler", leaving="")).refused(Code.OTHER_STEP)
    planned().when(c.OpenStep("regler", leaving="")).then(opened("regler"))


def test_one_takes_back_while_the_other_goes_on() -> None:
    """O3, O5: whoever comes first is right; the other looks again, and nobody is taken along."""
    back, on = c.UndoMove("vekst-skriv"), c.OpenStep("vekst-plenum", leaving="vekst-bord")
    does(TALKING, back).when(on).refused(Code.OTHER_STEP)
    does(TALKING, on).when(back).refused(Code.NOTHING_TO_UNDO)


# ---------------------------------------------------------------- cutting


def test_cutting() -> None:
    """O6: in its place, and only what was not opened."""
    there = planned(opened("vekst-skriv"))
    short = replace(STEPS[3], minutes=10)
    cut = there.when(c.SetMinutes("vekst-plenum", 10)).then(e.StepPlanned(short, "vekst-bord"))
    assert [step.id for step in cut.state.steps] == [step.id for step in STEPS]
    cut.when(c.SetMinutes("vekst-plenum", 10)).nothing()
    first = planned().when(c.SetMinutes("regler", 3))
    assert first.then(e.StepPlanned(replace(STEPS[0], minutes=3), None)).state.steps[0].minutes == 3
    there.when(c.SetMinutes("vekst-skriv", 3)).refused(Code.CLOSED)
    there.when(c.SetMinutes("nowhere", 3)).refused(Code.UNKNOWN_STEP)
    there.when(c.SetMinutes("pause", 601)).refused(Code.BAD_PLAN)


def test_a_step_left_out_is_taken_in_again() -> None:
    """O6."""
    out = planned().when(c.SkipStep("pause")).then(e.StepSkipped("pause"))
    back = out.when(c.SkipStep("pause", on=False)).then(e.StepSkipped("pause", on=False))
    assert back.state == planned().state
    back.when(c.SkipStep("pause", on=False)).nothing()


# ---------------------------------------------------------------- the word


def test_the_word_goes_round() -> None:
    """O7."""
    first = IN_PLENARY.when(c.GiveFloor(1)).then(e.FloorGiven(1, NOON))
    first.when(c.GiveFloor(1)).nothing()
    second = does(first, c.GiveFloor(2), NOON + 2 * MINUTE)
    third = does(second, c.GiveFloor(1), NOON + 3 * MINUTE)
    last = does(third, c.GiveFloor(None), NOON + 4 * MINUTE)
    seen = control(last).floor
    assert (seen.table, seen.spoken) == (None, ((1, 3 * MINUTE), (2, MINUTE)))
    last.when(c.GiveFloor(9)).refused(Code.UNKNOWN_TABLE)
    planned(opened("pause")).when(c.GiveFloor(1)).refused(Code.OTHER_STEP)
    planned(opened("vekst-plenum"), closed("vekst-plenum")).when(c.GiveFloor(1)).refused(
        Code.OTHER_STEP
    )


@pytest.mark.parametrize(
    "command",
    [
        c.CloseStep("vekst-plenum"),
        c.OpenStep("pause"),
        c.EndWorkshop(),
        c.UndoMove("vekst-bord"),
    ],
)
def test_the_word_stops_with_the_plenary(command: c.Command) -> None:
    """O7: however it is left; and no time passes for anybody after that."""
    there = does(planned(opened("vekst-bord")), c.OpenStep("vekst-plenum"))
    left = does(does(there, c.GiveFloor(3)), command, NOON + 5 * MINUTE)
    assert (left.state.floor.table, left.state.floor.spoken) == (None, {3: 5 * MINUTE})
    after = does(left, c.EndWorkshop(), NOON + 50 * MINUTE)
    assert after.state.floor.spoken == {3: 5 * MINUTE}


def test_the_minutes_tell_how_evenly() -> None:
    """O8: not which table, nor anything where nobody kept count; and it is frozen with the rest."""
    spoke = does(IN_PLENARY, c.GiveFloor(1))
    spoke = does(spoke, c.GiveFloor(3), NOON + 14 * MINUTE)
    ended = does(does(spoke, c.GiveFloor(None), NOON + 20 * MINUTE), c.EndWorkshop()).state
    minutes = compose(ended, [])
    assert minutes.floor == Shared(tables=3, heard=2, minutes=20, longest=14)
    assert from_json(to_json(minutes)) == minutes
    assert compose(spoke.state, []).floor is None
    for unused in (IN_PLENARY, does(IN_PLENARY, c.GiveFloor(1))):
        over = does(does(unused, c.GiveFloor(None), NOON + 20_000), c.EndWorkshop()).state
        assert compose(over, []).floor is None
        assert "floor" not in to_json(compose(over, []))


def test_a_disbanded_table_is_counted_where_it_spoke() -> None:
    """O8."""
    spoke = does(does(IN_PLENARY, c.GiveFloor(1)), c.GiveFloor(2), NOON + MINUTE)
    spoke = does(does(spoke, c.DisbandTable(1, on=True)), c.DisbandTable(3, on=True))
    found = shared(does(spoke, c.GiveFloor(None), NOON + 2 * MINUTE).state)
    assert found == Shared(tables=2, heard=2, minutes=2, longest=1)


# ---------------------------------------------------------------- whatever is pressed

PRESSES = st.lists(
    st.tuples(
        st.sampled_from(
            ["open", "open", "close", "undo", "pause", "go on", "skip", "cut", "floor", "floor"]
        ),
        st.sampled_from(["regler", "vekst-skriv", "vekst-plenum", "vekst-plenum", "runde"]),
        st.integers(0, 20),
    ),
    min_size=4,
    max_size=14,
)


def asked(state: Workshop, press: str, step: str, minutes: int, now: int) -> c.Command:
    here = state.step or ""
    left = max(0, (state.clock.ends_at or now) - now)
    back = state.before.step if state.before else step
    commands: dict[str, c.Command] = {
        "open": c.OpenStep(step),
        "close": c.CloseStep(here),
        "undo": c.UndoMove(back),
        "pause": c.SetClock(here, None, left),
        "go on": c.SetClock(here, now + (state.clock.left or 0), None),
        "skip": c.SkipStep(step, on=bool(minutes % 2)),
        "cut": c.SetMinutes(step, minutes),
        "floor": c.GiveFloor(minutes % 4 or None),
    }
    return commands[press]


def time_left(state: Workshop, now: int) -> tuple[int | None, bool]:
    """How much, and whether it stands still."""
    clock = state.clock
    if clock.left is not None:
        return clock.left, True
    return (None if clock.ends_at is None else max(0, clock.ends_at - now)), False


def test_whatever_is_pressed() -> None:
    """O1, O3, O7: back is where it was, with the time it had; the log gives the same again; nobody
    had the word for longer than there was time."""
    reached: Counter[str] = Counter()

    @settings(max_examples=150, deadline=None)
    @examples(PRESSES)
    def press(presses: list[tuple[str, str, int]]) -> None:
        facts: list[Fact] = [*PLANNED, e.StepPlanned(ROUND, "vekst-bord")]
        state, now = replay(facts), NOON
        last_open: dict[str | None, tuple[int | None, bool]] = {None: (None, False)}
        for what, step, minutes in presses:
            now += minutes * 7_001
            try:
                new = decide(state, asked(state, what, step, minutes, now), LEADER, now)
            except Refused as refused:
                reached[refused.code] += 1
                continue
            if state.open:
                last_open[state.step] = time_left(state, now)
            facts += new
            state = replay_on(state, new)
            if what == "undo" and new:
                reached["undo"] += 1
                assert time_left(state, now) == last_open[state.step]
                assert state.before is None
            assert (state.step in state.visited) == (state.step is not None)
            assert state.step not in state.skipped
        assert replay(facts) == state
        assert sum(state.floor.spoken.values()) <= now - NOON
        assert set(state.floor.spoken) <= {table.no for table in TABLES}
        reached["spoken"] += bool(state.floor.spoken)

    press()
    assert reached["undo"] > 20
    assert reached["spoken"] > 5
    assert reached[Code.NOTHING_TO_UNDO] > 5
