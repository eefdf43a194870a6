"""The parts of views that are about what came of ballots: a prioritising, and the evaluation. As
those in `parts.py`."""

from collections.abc import Iterable

from app.core.events import Kind, Measure, Step
from app.core.events import common as common_of
from app.core.seen import Choice, Dots, Evaluation, Graded, Listed, Prioritising, Result
from app.core.shares import (
    Ballot,
    Selection,
    Spent,
    count_dots,
    equal_shares,
    most_dots,
    uncovered,
)
from app.core.state import Box, Workshop
from app.core.tally import MOST, is_graded, options

# ---------------------------------------------------------------- prioritising


def prioritising(state: Workshop) -> Prioritising | None:
    step = state.current
    if step is None or step.kind is Kind.END:
        # At the end the hall keeps what it came to before its eyes.
        counted = [s for s in state.steps if (box := state.boxes.get(s.id)) and box.counted]
        step = counted[-1] if counted else None
    if step is None or step.kind is not Kind.PRIORITISE:
        return None
    offered = options(state, step).values()
    several = len({option.question for option in offered}) > 1
    choices = tuple(
        Choice(
            option.id,
            state.table_name(option.table),
            state.questions[option.question].text if several else "",
            option.text,
            option.dissent,
            option.hidden,
            option.id == common_of(option.question),
        )
        for option in offered
    )
    came = result(state, step)
    at, place = state.pointed
    shares = came.equal_shares if came and at == step.id else None
    pointed = min(place, len(shares.choices) + 1) if shares and shares.choices else 0
    return Prioritising(step.id, MOST[step.method], choices, came, step.method, pointed)


def result(state: Workshop, step: Step) -> Result | None:
    """What came of a counted step; None while it is open. Hidden below the threshold."""
    box = state.boxes.get(step.id)
    if box is None or box.counted is None or state.plan is None:
        return None
    ballots, threshold = box.counted.ballots, state.plan.threshold
    if ballots < threshold:
        return Result(ballots, False, threshold)
    if is_graded(step):
        grades = tuple(
            Graded(option, tuple(box.counted.grades.get(option, ())))
            for option in options(state, step)
        )
        return Result(ballots, True, threshold, grades=grades)
    dots = {option: box.counted.dots.get(option, 0) for option in options(state, step)}
    ranked = sorted(dots, key=lambda option: -dots[option])
    places = min(step.places, len(ranked))
    profiles = [dict(each) for each in box.profiles]
    by_dots, by_shares = (
        _listed(method(profiles, places, tuple(dots)), profiles, ranked, threshold)
        for method in (most_dots, equal_shares)
    )
    rows = tuple(Dots(option, dots[option]) for option in ranked)
    return Result(ballots, True, threshold, rows, places, by_dots, by_shares)


def _listed(
    found: Selection, profiles: Iterable[Ballot], ranked: Iterable[str], threshold: int
) -> Listed:
    left = uncovered(profiles, found.choices)
    used = tuple(_percent(one) if one.payers >= threshold else None for one in found.spent)
    behind = tuple(one.payers if one.payers >= threshold else None for one in found.spent)
    if 0 < len(left) < threshold:  # two who stand alone would know each other's dots
        return Listed(found.choices, found.ties, None, (), used, behind)
    theirs = tuple(filter(count_dots(left).get, ranked))
    return Listed(found.choices, found.ties, len(left), theirs, used, behind)


def _percent(one: Spent) -> int:
    return 0 if one.topped_up else max(1, round(100 * one.share))


# ---------------------------------------------------------------- the evaluation


def evaluation(state: Workshop) -> Evaluation | None:
    """While it is given, and what it came to when it is closed; at the end it stands again."""
    step = next((step for step in state.steps if step.kind is Kind.EVALUATE), None)
    here = state.current
    if step is None or here is None:
        return None
    done = here.kind is Kind.END and state.is_over(step)
    return evaluated(state, step) if done or here == step else None


def evaluated(state: Workshop, step: Step) -> Evaluation:
    """What came of an evaluation. Grades that too few gave are none."""
    assert state.plan is not None  # nothing is opened without one
    box, threshold = state.boxes.get(step.id, Box()), state.plan.threshold
    if box.counted is None:
        return Evaluation(step.id, tuple(Measure), 0, threshold, False, None)
    grades = tuple(
        Graded(measure, tuple(box.counted.grades.get(measure, ()))) for measure in Measure
    )
    ballots = box.counted.ballots
    shown = ballots >= threshold
    return Evaluation(step.id, tuple(Measure), ballots, threshold, shown, grades if shown else ())
