"""Dots on statements: ballots, changed until the step closes, then counted and gone."""

from dataclasses import replace

import pytest

from app.core import commands as c
from app.core import events as e
from app.core.outcome import prioritising as prioritising_seen
from app.core.outcome import result
from app.core.rules import Code
from app.core.seen import Dots, Graded, Listed, Prioritising, Result
from app.core.shares import Tie, count_dots
from app.core.state import Workshop
from app.core.tally import options
from app.core.things import Kind, Method, Note, Step
from tests.core.given import (
    ANNA,
    NOON,
    PLAN,
    PLANNED,
    ROOM,
    STEPS,
    Given,
    closed,
    dotted,
    given,
    note,
    opened,
    planned,
    replay_on,
    said,
)

DOTTER = STEPS[8]
KEYS = frozenset({"k1", "k2", "k3", "k4"})
ISSUED = e.BallotsIssued("dotter", KEYS)
LIFTED = Note(note(7).id, "vekst", "Et løftet innspill", None, None, lifted=True)
SAID = (
    said(1),
    said(2),
    said(3),
    *(said(table, question="kutt") for table in (1, 2, 3)),
    e.NoteKept(LIFTED),
)
FIVE = frozenset({"vekst.1", "vekst.2", "kutt.1", "kutt.2", LIFTED.id})


def prioritising(*facts: e.Fact) -> Given:
    return planned(*SAID, opened("dotter"), ISSUED, *facts)


def cast(*choices: str, key: str = "k1", rev: int = 0, step: str = "dotter") -> c.CastBallot:
    return c.CastBallot(step, key, rev, dict.fromkeys(choices, 1))


def kept(*choices: str, key: str = "k1", rev: int = 0) -> e.BallotKept:
    return e.BallotKept("dotter", key, rev, dict.fromkeys(choices, 1))


def test_what_there_is_to_choose_between() -> None:
    """D1: statements in the order of questions and tables, and the notes that were lifted."""
    empty = said(3, text="", question="kutt")
    withdrawn = e.NoteKept(Note(note(8).id, "vekst", "", 1, "k", withdrawn=True, lifted=True))
    state = prioritising(empty, withdrawn, e.NoteKept(note(9))).state
    assert list(options(state, DOTTER)) == [
        "vekst.1", "vekst.2", "vekst.3", LIFTED.id, "kutt.1", "kutt.2",
    ]  # fmt: skip
    one = Step("bare-vekst", Kind.PRIORITISE, 5, "vekst")
    assert list(options(state, one)) == ["vekst.1", "vekst.2", "vekst.3", LIFTED.id]


def test_a_ballot_is_cast_and_changed() -> None:
    """D2, D4."""
    there = prioritising().when(cast(*FIVE), ANNA).then(kept(*FIVE))
    there.when(cast(*FIVE), ANNA).nothing()
    there.when(cast("kutt.1"), ANNA).refused(Code.OTHER_TEXT)
    changed = there.when(cast("kutt.1", rev=1), ANNA).then(kept("kutt.1", rev=1))
    changed.when(cast(*FIVE), ANNA).nothing()
    changed.when(cast(rev=2), ANNA).then(kept(rev=2))


def test_six_dots() -> None:
    """D2."""
    prioritising().when(cast(*FIVE, "kutt.3"), ANNA).refused(Code.TOO_MANY_DOTS)


def test_an_option_that_is_not_there() -> None:
    """D2."""
    prioritising().when(cast("vekst.9"), ANNA).refused(Code.UNKNOWN_OPTION)
    prioritising().when(cast(note(1).id), ANNA).refused(Code.UNKNOWN_OPTION)


def test_a_ballot_that_was_not_issued() -> None:
    """D3."""
    prioritising().when(cast("vekst.1", key="home-made"), ANNA).refused(Code.NO_BALLOT)
    prioritising().when(cast("vekst.1", step="nowhere"), ANNA).refused(Code.NO_BALLOT)


def test_out_of_season() -> None:
    """D5."""
    planned(*SAID, ISSUED).when(cast("vekst.1"), ANNA).refused(Code.CLOSED)
    planned(*SAID, ISSUED, opened("pause")).when(cast("vekst.1"), ANNA).refused(Code.CLOSED)
    second = e.StepPlanned(Step("dotter-2", Kind.PRIORITISE, 5), "dotter")
    moved = planned(*SAID, second, ISSUED, e.StepOpened("dotter-2", NOON, None))
    moved.when(cast("vekst.1"), ANNA).refused(Code.CLOSED)


def test_closing_counts() -> None:
    """D6, P8: blank ballots are no ballots, and no key can be found in what is left."""
    there = prioritising(
        kept("vekst.2", "kutt.1"), kept("vekst.2", key="k2"), kept("vekst.2", key="k4"),
        kept(key="k3", rev=4),
    )  # fmt: skip
    counted = there.when(c.CloseStep("dotter")).then(
        closed("dotter"),
        e.BallotsCounted("dotter", 3, {"kutt.1": 1, "vekst.2": 3}),
        e.ProfilesKept("dotter", dotted(("kutt.1", "vekst.2"), ("vekst.2",), ("vekst.2",))),
    )
    assert not counted.state.boxes["dotter"].ballots
    counted.when(cast("vekst.1"), ANNA).refused(Code.COUNTED)
    counted.when(c.CloseStep("dotter")).nothing()


def test_too_few_ballots_leave_nothing_but_their_number() -> None:
    """D10: neither dots nor what stood together."""
    few = prioritising(kept("vekst.2", "kutt.1"), kept("vekst.2", key="k2"), kept(key="k3", rev=4))
    few.when(c.CloseStep("dotter")).then(
        closed("dotter"), e.BallotsCounted("dotter", 2, {}), e.ProfilesKept("dotter", ())
    )


def test_moving_on_counts_and_coming_back_does_not_open_again() -> None:
    """D6, P8."""
    moved = prioritising(kept("vekst.2")).when(c.OpenStep("slutt"))
    back = moved.then(
        closed("dotter"),
        e.BallotsCounted("dotter", 1, {}),
        e.ProfilesKept("dotter", ()),
        opened("slutt"),
    ).when(c.OpenStep("dotter"))
    there = back.then(closed("slutt"), e.StepOpened("dotter", NOON, None))
    assert not there.state.open
    there.when(c.OpenStep("dotter")).nothing()
    there.when(cast("vekst.1"), ANNA).refused(Code.COUNTED)


def test_issuing_blank_ballots() -> None:
    """D7."""
    there = planned().when(c.IssueBallots("dotter", KEYS), ROOM).then(ISSUED)
    there.when(c.IssueBallots("dotter", KEYS), ROOM).nothing()
    more = c.IssueBallots("dotter", KEYS | {"k5"})
    there.when(more, ROOM).then(e.BallotsIssued("dotter", frozenset({"k5"})))
    there.when(c.IssueBallots("pause", KEYS), ROOM).refused(Code.UNKNOWN_STEP)
    there.when(c.IssueBallots("nowhere", KEYS), ROOM).refused(Code.UNKNOWN_STEP)
    over = planned(e.WorkshopEnded(NOON))
    over.when(c.IssueBallots("dotter", KEYS), ROOM).refused(Code.ENDED)
    counted = planned(e.BallotsCounted("dotter", 0, {}))
    counted.when(c.IssueBallots("dotter", KEYS), ROOM).refused(Code.COUNTED)


def test_the_result_is_hidden_while_the_step_is_open() -> None:
    """D8."""
    cast_by_all = [kept("vekst.1", key=key) for key in sorted(KEYS)]
    assert result(prioritising(*cast_by_all).state, DOTTER) is None


def test_the_result_is_hidden_below_the_threshold() -> None:
    """D8: three contributors at least."""
    counted = planned(*SAID, opened("dotter"), e.BallotsCounted("dotter", 2, {"vekst.1": 2}))
    assert result(counted.state, DOTTER) == Result(2, shown=False, threshold=3)


def test_the_result_most_dots_first() -> None:
    """D8: an option without dots is there too; equals stand in the order of the options."""
    counted = planned(*SAID, e.BallotsCounted("dotter", 3, {"kutt.1": 3, "vekst.2": 1}))
    shown = result(counted.state, DOTTER)
    assert shown is not None
    assert shown.shown
    assert [(row.id, row.dots) for row in shown.rows[:3]] == [
        ("kutt.1", 3),
        ("vekst.2", 1),
        ("vekst.1", 0),
    ]
    assert len(shown.rows) == len(options(counted.state, DOTTER))
    assert Dots(LIFTED.id, 0) in shown.rows


def counted(*ballots: tuple[str, ...], threshold: int = 3, places: int = 2) -> Result:
    """The result of a step with so many places, when these ballots have been counted."""
    step = replace(DOTTER, places=places)
    there = given(
        *PLANNED,
        e.WorkshopPlanned(replace(PLAN, threshold=threshold)),
        e.StepPlanned(step, None),
        *SAID,
        e.BallotsCounted("dotter", len(ballots), dict(count_dots(ballots))),
        e.ProfilesKept("dotter", dotted(*ballots)),
    )
    came = result(there.state, step)
    assert came is not None
    return came


def test_both_lists_stand_side_by_side() -> None:
    """X8: four who dot alike take both places by most dots; three others get one by shares."""
    came = counted(*[("vekst.1", "vekst.2")] * 4, *[("kutt.1",)] * 3)
    assert came.places == 2
    alike = Tie(("vekst.1", "vekst.2"), ("vekst.1",))
    assert came.most_dots == Listed(("vekst.1", "vekst.2"), (), 3, ("kutt.1",))
    # Two places for seven: each of the four uses seven eighths on one, the three what they have.
    lists = ("vekst.1", "kutt.1"), (alike,), 0, ()
    assert came.equal_shares == Listed(*lists, used=(88, 0), behind=(4, 3))


def test_fewer_than_the_threshold_are_not_counted_out() -> None:
    """X8: whoever stands almost alone is told neither by number nor by what they chose."""
    came = counted(*[("vekst.1", "vekst.2")] * 4, *[("kutt.1", "kutt.2")] * 2)
    assert came.most_dots == Listed(("vekst.1", "vekst.2"), (), None, ())
    few = counted(*[("vekst.1",)] * 4, *[("kutt.1",)] * 2).equal_shares
    assert few
    assert few.choices == ("vekst.1", "kutt.1")
    assert (few.used, few.behind) == ((75, None), (4, None))
    below = counted(*[("vekst.1",)] * 2)
    assert (below.shown, below.most_dots, below.equal_shares) == (False, None, None)


def test_there_are_no_more_places_than_choices() -> None:
    """X8: seven, where the programme does not say otherwise."""
    assert counted(*[("vekst.1",)] * 3, places=60).places == 7
    assert DOTTER.places == 7


def test_a_step_without_dots_may_be_opened_again() -> None:
    """D6: with nothing to count nothing is counted; the end takes the blank ballots."""
    left = prioritising().when(c.CloseStep("dotter")).then(closed("dotter"))
    assert left.state.boxes["dotter"].counted is None
    left.when(c.OpenStep("dotter")).then(opened("dotter"))
    left.when(c.EndWorkshop()).then(
        e.BallotsCounted("dotter", 0, {}), e.ProfilesKept("dotter", ()), e.WorkshopEnded(NOON)
    )


# ---------------------------------------------------------------- points and grades


def by(method: Method, *facts: e.Fact) -> Given:
    """The step prioritises so, and is open."""
    return given(
        *PLANNED, e.StepPlanned(replace(DOTTER, method=method), None), *SAID, opened("dotter"),
        ISSUED, *facts,
    )  # fmt: skip


def mark(key: str = "k1", **marks: int) -> c.CastBallot:
    return c.CastBallot("dotter", key, 0, {f"vekst.{table[1:]}": n for table, n in marks.items()})


def told(state: Workshop) -> tuple[Prioritising, Result]:
    """What the screens see once it is counted."""
    seen = prioritising_seen(state)
    assert seen is not None
    assert seen.result is not None
    return seen, seen.result


def close(there: Given) -> Given:
    done = there.when(c.CloseStep("dotter"))
    return done.then(*done.facts)


def point(there: Given, place: int) -> Workshop:
    return there.when(c.PointAtPlace("dotter", place)).then(e.PlacePointed("dotter", place)).state


def marked(key: str, **marks: int) -> e.BallotKept:
    return e.BallotKept("dotter", key, 0, mark(key, **marks).marks)


@pytest.mark.parametrize(
    ("method", "marks", "code"),
    [
        (Method.DOTS, {"t1": 2}, Code.BAD_MARK),
        (Method.DOTS, {"t1": 0}, Code.BAD_MARK),
        (Method.POINTS, {"t1": 10}, None),
        (Method.POINTS, {"t1": 6, "t2": 3, "t3": 1}, None),
        (Method.POINTS, {"t1": 6, "t2": 5}, Code.TOO_MANY_DOTS),
        (Method.POINTS, {"t1": 11}, Code.BAD_MARK),
        (Method.POINTS, {"t1": -1, "t2": 11}, Code.BAD_MARK),
        (Method.POINTS, {"t1": 0}, Code.BAD_MARK),
        (Method.POINTS, {"t9": 1}, Code.UNKNOWN_OPTION),
        (Method.SCALE, {"t1": 5, "t2": 5, "t3": 1}, None),
        (Method.SCALE, {"t1": 6}, Code.BAD_MARK),
        (Method.SCALE, {"t1": 0}, Code.BAD_MARK),
    ],
)
def test_what_a_ballot_holds(method: Method, marks: dict[str, int], code: Code | None) -> None:
    """D2."""
    there = by(method).when(mark("k1", **marks), ANNA)
    if code is None:
        there.then(marked("k1", **marks))
    else:
        there.refused(code)


def test_points_are_counted() -> None:
    """D6, X8: their sums, and the ballots as they were spread, sorted and without keys."""
    there = by(
        Method.POINTS,
        marked("k1", t1=7, t2=3), marked("k2", t1=7, t2=3), marked("k3", t3=10), marked("k4", t3=9),
    )  # fmt: skip
    profile = (("vekst.1", 7), ("vekst.2", 3))
    counted = there.when(c.CloseStep("dotter")).then(
        closed("dotter"),
        e.BallotsCounted("dotter", 4, {"vekst.1": 14, "vekst.2": 6, "vekst.3": 19}),
        e.ProfilesKept("dotter", (profile, profile, (("vekst.3", 9),), (("vekst.3", 10),))),
    )
    seen, came = told(counted.state)
    assert (seen.method, seen.dots) == (Method.POINTS, 10)
    assert [(row.id, row.dots) for row in came.rows[:2]] == [
        ("vekst.3", 19),
        ("vekst.1", 14),
    ]
    assert came.equal_shares
    assert came.equal_shares.choices == ("vekst.3", "vekst.1", "vekst.2")
    assert came.equal_shares.behind == (None, None, None)


def test_grades_leave_how_many_gave_each() -> None:
    """D11: no ballot, and nothing of what two graded."""
    there = by(
        Method.SCALE,
        marked("k1", t1=5, t2=1), marked("k2", t1=5), marked("k3", t1=2, t2=2), marked("k4", t3=3),
    )  # fmt: skip
    counted = there.when(c.CloseStep("dotter")).then(
        closed("dotter"),
        e.BallotsCounted("dotter", 4, {}, {"vekst.1": (0, 1, 0, 0, 2)}),
        e.ProfilesKept("dotter", ()),
    )
    seen, came = told(counted.state)
    assert came.grades[:2] == (Graded("vekst.1", (0, 1, 0, 0, 2)), Graded("vekst.2", ()))
    assert len(came.grades) == len(seen.choices)
    assert (came.rows, came.equal_shares, came.most_dots) == ((), None, None)
    assert seen.dots == 5


def test_the_wording_in_common_is_graded_alone() -> None:
    """D1: where its question has one; what was counted before it came stays what it was."""
    worded = e.WordingWritten("vekst", 1, "Vi vokser der bussen går.")
    seen = prioritising_seen(by(Method.SCALE, worded).state)
    assert seen
    assert [choice.id for choice in seen.choices] == [
        "vekst.common", "kutt.1", "kutt.2", "kutt.3",
    ]  # fmt: skip
    before = close(by(Method.SCALE, *[marked(key, t1=4) for key in sorted(KEYS)]))
    after = Given(replay_on(before.state, [worded]))
    seen, came = told(after.state)
    assert came.grades[1] == Graded("vekst.1", (0, 0, 0, 4, 0))


def test_nothing_to_choose_between() -> None:
    """D1: there is a step, and nothing in it."""
    seen = prioritising_seen(given(*PLANNED, opened("dotter")).state)
    assert seen
    assert (seen.choices, seen.result, seen.pointed) == ((), None, 0)


# ---------------------------------------------------------------- how influence was spent


def test_it_is_told_place_by_place() -> None:
    """X10: after the count, and no further than the list and who has nothing on it."""
    there = prioritising(*[kept("vekst.1", "kutt.1", key=key) for key in sorted(KEYS)])
    there.when(c.PointAtPlace("dotter", 1)).refused(Code.OTHER_STEP)
    counted = close(there)
    for place, shown in ((1, 1), (2, 2), (3, 3), (61, 3)):
        seen, came = told(point(counted, place))
        assert seen.pointed == shown
        assert came.equal_shares
        assert came.equal_shares.behind == (4, 4)
    Given(point(counted, 2)).when(c.PointAtPlace("dotter", 2)).nothing()
    counted.when(c.PointAtPlace("dotter", 62)).refused(Code.BAD_PLAN)
    counted.when(c.PointAtPlace("dotter", -1)).refused(Code.BAD_PLAN)


def test_of_too_few_and_of_grades_there_is_nothing_to_tell() -> None:
    """X10: whatever is pointed at."""
    few = prioritising(kept("vekst.1"))
    grades = by(Method.SCALE, *[marked(key, t1=4) for key in sorted(KEYS)])
    for there in (few, grades):
        assert told(point(close(there), 1))[0].pointed == 0
