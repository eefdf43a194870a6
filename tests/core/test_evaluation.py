"""The minute at the end: graded, counted and sealed; and who sees what of it, and when."""

import json
from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from app.core import commands as c
from app.core import events as e
from app.core.asides import EVALUATION, LINE
from app.core.events import Fact
from app.core.evolve import replay
from app.core.programme import mark, questions
from app.core.rules import Code
from app.core.seen import Evaluation, Graded
from app.core.state import Workshop
from app.core.things import Kind, Measure, Note, Step
from app.core.views import Audience, InControl, Looking, OnProjector, TabletAt, view
from tests.core.given import (
    ANNA,
    BENT,
    CARL,
    LEADER,
    NOON,
    PLANNED,
    STEPS,
    TABLES,
    Given,
    keep,
    note,
    planned,
)
from tests.core.screens import whole

Marks: TypeAlias = dict[str, int]
EVERYBODY: list[Audience] = [TabletAt(1), TabletAt(2), OnProjector(), InControl(), Looking()]
STEP = Step("minutt", Kind.EVALUATE, 3)
LAID: tuple[Fact, ...] = (e.StepPlanned(STEP, "dotter"),)
OPENED = e.StepOpened("minutt", NOON, NOON + 180_000)
CLOSED = e.StepClosed("minutt", NOON)
SEALED = e.RoundSealed(EVALUATION)
END = e.StepOpened("slutt", NOON, None)
ALL_FOUR: Marks = {measure: 4 for measure in Measure}  # noqa: C420  (keys that are any string)


def evaluating(*facts: Fact) -> Given:
    """The evaluation is open, and these have happened since."""
    return planned(*LAID, OPENED, *facts)


def blank(*keys: str) -> e.BallotsIssued:
    return e.BallotsIssued("minutt", frozenset(keys))


def graded(key: str, marks: Marks, rev: int = 0) -> e.BallotKept:
    return e.BallotKept("minutt", key, rev, marks)


def line(number: int, text: str = "Kortere innledning", table: int = 1) -> Note:
    return note(number, text, table, LINE)


def counted(*grades: tuple[Measure, tuple[int, ...]], ballots: int) -> tuple[Fact, ...]:
    found = {measure.value: given for measure, given in grades}
    return e.BallotsCounted("minutt", ballots, {}, found), e.ProfilesKept("minutt", ())


def seen(state: Workshop, audience: Audience) -> Evaluation | None:
    return view(state, audience).evaluation


# ---------------------------------------------------------------- grades


def test_grades_are_given_and_changed_until_it_closes() -> None:
    """Y1: any of the measures, from 1 to 5, and nothing else."""
    here = evaluating(blank("k"))
    give = c.CastBallot("minutt", "k", 0, {Measure.TRUST: 5})
    here = here.when(give, ANNA).then(graded("k", {Measure.TRUST: 5}))
    here.when(give, ANNA).nothing()
    wrong: list[tuple[Marks, Code]] = [
        ({Measure.TRUST: 6}, Code.BAD_MARK),
        ({Measure.TRUST: 0}, Code.BAD_MARK),
        ({"vekst.1": 3}, Code.UNKNOWN_OPTION),
    ]
    for marks, code in wrong:
        here.when(c.CastBallot("minutt", "k", 1, marks), ANNA).refused(code)
    here = here.when(c.CastBallot("minutt", "k", 1, ALL_FOUR), ANNA).then(graded("k", ALL_FOUR, 1))
    here = here.when(c.CloseStep("minutt")).then(CLOSED, *counted(ballots=1))
    here.when(c.CastBallot("minutt", "k", 2, {}), ANNA).refused(Code.COUNTED)


def test_an_emptied_ballot_is_none() -> None:
    """Y1: with nothing given, the step may be opened again."""
    here = evaluating(blank("k"), graded("k", {}))
    again = here.when(c.CloseStep("minutt")).then(CLOSED)
    again.when(c.OpenStep("minutt")).then(OPENED)


@pytest.mark.parametrize("skipped", [(), (e.StepSkipped("minutt"),)])
def test_there_is_one_evaluation(skipped: tuple[Fact, ...]) -> None:
    """Y1: a second is refused; the one may be changed before it is opened."""
    here = planned(*LAID, *skipped)
    here.when(c.PlanStep(replace(STEP, id="to"), "dotter")).refused(Code.BAD_PLAN)
    longer = replace(STEP, minutes=5)
    here.when(c.PlanStep(longer, "dotter")).then(e.StepPlanned(longer, "dotter"))
    two = (*STEPS[:-1], STEP, replace(STEP, id="to"), STEPS[-1])
    lay = c.LayProgramme(questions(here.state), two)
    here.when(lay).refused(Code.BAD_PLAN)


# ---------------------------------------------------------------- the line


def test_the_line_is_a_note_of_its_own() -> None:
    """Y2: kept, changed and withdrawn by its writer alone, and only while it is open."""
    given = line(1)
    planned(*LAID, e.StepOpened("pause", NOON, None)).when(keep(given), ANNA).refused(Code.CLOSED)
    planned(e.StepOpened("dotter", NOON, None)).when(keep(given), ANNA).refused(
        Code.UNKNOWN_QUESTION
    )
    here = evaluating().when(keep(given), ANNA).then(e.NoteKept(given))
    here.when(keep(replace(given, id="f" * 32, text="")), ANNA).refused(Code.EMPTY)
    here.when(keep(replace(given, id="f" * 32, shared=True)), ANNA).refused(Code.CLOSED)
    here.when(keep(note(5)), ANNA).refused(Code.CLOSED)
    better = replace(given, text="Kortere og tydeligere innledning", rev=1)
    here.when(keep(better, key="another"), BENT).refused(Code.NOT_YOURS)
    here = here.when(keep(better), ANNA).then(e.NoteKept(better))
    gone = replace(better, text="", withdrawn=True)
    back = c.WithdrawNote(given.id, given.key or "", LINE)
    here.when(back, ANNA).then(e.NoteKept(gone))
    shut = here.when(c.CloseStep("minutt")).then(CLOSED, *counted(ballots=0), SEALED)
    shut.when(back, ANNA).refused(Code.CLOSED)
    shut.when(keep(line(2)), CARL).refused(Code.CLOSED)


def test_a_table_gives_no_more_lines_than_it_has_seats() -> None:
    """Y2."""
    two = [e.NoteKept(line(n)) for n in range(2)]
    here = evaluating(*two)
    here.when(keep(line(3)), ANNA).refused(Code.TOO_MANY_REACTIONS)
    here.when(keep(line(3, table=2)), CARL).then(e.NoteKept(line(3, table=2)))
    withdrawn = e.NoteKept(replace(line(1), text="", withdrawn=True))
    evaluating(*two, withdrawn).when(keep(line(3)), ANNA).then(e.NoteKept(line(3)))


# ---------------------------------------------------------------- closing it


def test_closing_is_for_good_where_anything_was_given() -> None:
    """Y4: grades alone, or lines alone; opened again it is shown, and takes nothing."""
    graded_ = evaluating(blank("k"), graded("k", ALL_FOUR))
    shut = graded_.when(c.CloseStep("minutt")).then(CLOSED, *counted(ballots=1))
    lines = evaluating(e.NoteKept(line(1)))
    sealed = lines.when(c.CloseStep("minutt")).then(CLOSED, *counted(ballots=0), SEALED)
    (kept,) = sealed.state.notes_on(LINE).values()
    assert (kept.table, kept.key, kept.text) == (None, None, "Kortere innledning")
    for here in (shut, sealed):
        assert not here.state.open
        elsewhere = Given(here.when(c.OpenStep("slutt")).then(END).state)
        back = elsewhere.when(c.OpenStep("minutt")).then(
            e.StepClosed("slutt", NOON), replace(OPENED, ends_at=None)
        )
        assert not back.state.open
        back.when(keep(line(9)), ANNA).refused(Code.CLOSED)


def test_the_workshop_ends_while_it_is_open() -> None:
    """Y4: it counts, and seals."""
    here = evaluating(blank("k"), graded("k", ALL_FOUR), e.NoteKept(line(1)))
    here.when(c.EndWorkshop()).then(CLOSED, *counted(ballots=1), SEALED, e.WorkshopEnded(NOON))


@pytest.mark.parametrize("step", ["minutt", "dotter"])
def test_an_opening_that_was_taken_back_leaves_no_ballots(step: str) -> None:
    """Y4: nor can the step be dropped with what was given in it."""
    marks: Marks = ALL_FOUR if step == "minutt" else {"vekst.1": 1}
    here = planned(
        *LAID,
        e.StepOpened(step, NOON, None),
        e.BallotsIssued(step, frozenset({"k", "blank"})),
        e.BallotKept(step, "k", 0, marks),
        e.MoveUndone(None, NOON),
    )
    asked = questions(here.state)
    without = tuple(each for each in here.state.steps if each.id != step)
    seen_ = mark(asked, here.state.steps)
    here.when(c.LayProgramme(asked, without, seen_)).refused(Code.CLOSED)
    other = replace(next(each for each in here.state.steps if each.id == step), minutes=9)
    here.when(c.PlanStep(other, "dotter")).refused(Code.CLOSED)
    ended = here.when(c.EndWorkshop())
    assert ended.code is None
    after = Given(here.state).when(c.EndWorkshop()).then(*ended.facts).state
    assert not after.boxes[step].ballots
    assert after.boxes[step].counted is not None


def test_a_line_outlives_its_step() -> None:
    """Y4: where the opening was taken back and the step dropped, it is sealed with the rest."""
    here = evaluating(e.NoteKept(line(1)), e.MoveUndone(None, NOON), e.StepDropped(STEP))
    here.when(keep(line(1)), ANNA).nothing()
    here.when(keep(line(2)), ANNA).refused(Code.UNKNOWN_QUESTION)
    here.when(c.EndWorkshop()).then(SEALED, e.WorkshopEnded(NOON))


# ---------------------------------------------------------------- who sees what


def test_while_it_is_open_nobody_sees_a_grade_and_never_a_line() -> None:
    """Y3: but how many have answered."""
    here = evaluating(blank("k", "l"), graded("k", ALL_FOUR), e.NoteKept(line(1)))
    for audience in EVERYBODY:
        all_ = view(here.state, audience)
        assert all_.hall.cast == 1
        assert all_.evaluation == Evaluation("minutt", tuple(Measure), 0, 3, False, None)
    for state in (here.state, here.when(c.CloseStep("minutt")).state):
        for audience in EVERYBODY:
            assert "Kortere" not in json.dumps(whole(view(state, audience)))


def test_what_came_of_it_is_seen_when_it_is_closed_and_again_at_the_end() -> None:
    """Y5: a measure that fewer graded than the threshold has no numbers."""
    given = [blank(*"klmn")]
    marks: list[Marks] = [{Measure.ROLE: 5, Measure.HEARD: n} for n in (1, 2, 2)]
    ballots = [graded(key, each) for key, each in zip("klm", marks, strict=True)]
    ballots.append(graded("n", {Measure.ROLE: 4, Measure.TRUST: 1}))
    here = evaluating(*given, *ballots)
    shut = here.when(c.CloseStep("minutt"))
    came = (Measure.HEARD, (1, 2, 0, 0, 0)), (Measure.ROLE, (0, 0, 0, 1, 3))
    closed = shut.then(CLOSED, *counted(*came, ballots=4))
    numbers = {Measure.HEARD: (1, 2, 0, 0, 0), Measure.ROLE: (0, 0, 0, 1, 3)}
    rows = tuple(Graded(measure, numbers.get(measure, ())) for measure in Measure)
    expected = Evaluation("minutt", tuple(Measure), 4, 3, True, rows)
    at_end = closed.when(c.OpenStep("slutt")).then(END)
    for audience in EVERYBODY:
        assert seen(closed.state, audience) == expected
        assert seen(at_end.state, audience) == expected
        paused = replay([*PLANNED, *LAID, e.StepOpened("pause", NOON, None)])
        assert seen(paused, audience) is None


# ---------------------------------------------------------------- whatever is given

MARKS = st.dictionaries(st.sampled_from([*map(str, Measure)]), st.integers(1, 5))
HALL = st.lists(st.tuples(MARKS, st.sampled_from(["", "hemmelig"])), max_size=8)
found = {"shown": 0, "too few": 0, "a measure too few": 0, "lines": 0}


@settings(max_examples=150, deadline=None)
@given_any(HALL, st.booleans())
def test_no_view_holds_a_grade_or_a_line_before_its_time(
    some: list[tuple[Marks, str]], ends: bool
) -> None:
    """Y3, Y4, Y5: below the threshold nothing is even kept."""
    keys = [f"k{n}" for n in range(len(some))]
    ballots = [graded(key, marks) for key, (marks, _) in zip(keys, some, strict=True)]
    tables = [table.no for table in TABLES for _ in range(3)]
    lines = [e.NoteKept(line(n, text, tables[n])) for n, (_, text) in enumerate(some) if text]
    here = evaluating(blank(*keys), *ballots, *lines)
    for audience in EVERYBODY:
        assert (open_ := seen(here.state, audience)) is not None
        assert (open_.result, open_.ballots) == (None, 0)
    done = here.when(c.EndWorkshop() if ends else c.CloseStep("minutt"), LEADER)
    state = (
        Given(here.state)
        .when(c.EndWorkshop() if ends else c.CloseStep("minutt"))
        .then(*done.facts)
        .state
    )
    cast = [marks for marks, _ in some if marks]
    box = state.boxes["minutt"]
    assert not any(ballot.marks for ballot in box.ballots.values())
    assert box.profiles == ()
    assert all(n.table is None and n.key is None for n in state.notes_on(LINE).values())
    for audience in EVERYBODY:
        came = seen(state, audience)
        assert came is not None
        assert "hemmelig" not in json.dumps(whole(view(state, audience)))
        assert came.shown == (len(cast) >= 3)
        for row in came.result or ():
            each = [marks[row.id] for marks in cast if row.id in marks]
            right = tuple(each.count(grade) for grade in range(1, 6))
            assert row.grades == (right if len(each) >= 3 else ())
            found["a measure too few"] += 0 < len(each) < 3
    kept = json.dumps([box.counted.grades] if box.counted else [])
    assert len(cast) >= 3 or kept in ("[]", "[{}]")
    found["shown" if len(cast) >= 3 else "too few"] += bool(cast)
    found["lines"] += bool(lines)


def test_all_of_it_was_come_to() -> None:
    """Y5."""
    assert min(found.values()) > 10, found
