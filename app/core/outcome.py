"""The parts of views that are about what came of ballots: a prioritising, a verification, and the
evaluation. As those in `parts.py`."""

from collections.abc import Iterable
from dataclasses import replace

from app.core.asides import CORRECTIONS, about_question, rewording, round_of
from app.core.asides import common as common_of
from app.core.edits import Reopened
from app.core.redaction import behind_as, behind_seen_as, seen_as, why_gone, words
from app.core.seen import (
    BehindSeen,
    Choice,
    Corrected,
    Dots,
    Evaluation,
    Graded,
    Listed,
    OwnStatement,
    Prioritising,
    Reread,
    Result,
    Said,
    Verification,
)
from app.core.shares import (
    Ballot,
    Selection,
    Spent,
    Tie,
    count_dots,
    equal_shares,
    most_dots,
    uncovered,
)
from app.core.standing import card_of, own_said, said_by
from app.core.state import Box, Workshop
from app.core.tally import MOST, is_graded, options
from app.core.things import Kind, Measure, Step

# ---------------------------------------------------------------- prioritising


def prioritising(state: Workshop) -> Prioritising | None:
    step = state.current
    if step is None or step.kind is Kind.END:
        # At the end the hall keeps what it came to before its eyes.
        asked = [s for s in state.steps if s.kind is Kind.PRIORITISE]
        counted = [s for s in asked if (box := state.boxes.get(s.id)) and box.counted]
        step = counted[-1] if counted else None
    if step is None or step.kind is not Kind.PRIORITISE:
        return None
    offered = options(state, step).values()
    several = len({option.question for option in offered}) > 1
    choices = tuple(
        Choice(
            seen_as(state, option.id),
            state.table_name(option.table),
            state.questions[option.question].text if several else "",
            option.text,
            option.dissent,
            option.hidden,
            option.id == common_of(option.question),
        )
        for option in offered
    )
    came = _as_seen(state, result(state, step))
    at, place = state.pointed
    shares = came.equal_shares if came and at == step.id else None
    pointed = min(place, len(shares.choices) + 1) if shares and shares.choices else 0
    return Prioritising(step.id, MOST[step.method], choices, came, step.method, pointed)


def _as_seen(state: Workshop, came: Result | None) -> Result | None:
    """The same with its choices as the screens know them."""
    if came is None:
        return None

    def named(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(seen_as(state, id_) for id_ in ids)

    def listed(some: Listed | None) -> Listed | None:
        if some is None:
            return None
        ties = tuple(Tie(named(tie.level), named(tie.chosen)) for tie in some.ties)
        return replace(some, choices=named(some.choices), ties=ties, theirs=named(some.theirs))

    return replace(
        came,
        rows=tuple(replace(row, id=seen_as(state, row.id)) for row in came.rows),
        most_dots=listed(came.most_dots),
        equal_shares=listed(came.equal_shares),
        grades=tuple(replace(each, id=seen_as(state, each.id)) for each in came.grades),
    )


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


# ---------------------------------------------------------------- a verification


def verification(state: Workshop) -> Verification | None:
    """While answers are given, and what they came to when it is closed; at the end once more."""
    step = _verifying(state)
    if step is None or state.reopened is None or state.plan is None:
        return None
    box, threshold = state.boxes.get(step.id, Box()), state.plan.threshold
    at, place = state.pointed
    pointed = place if at == step.id and place <= len(state.met) else 0
    if box.counted is None:
        number = state.reopened.number
        return Verification(step.id, number, 0, threshold, False, None, pointed)
    shown = box.counted.ballots >= threshold
    given = tuple(
        Graded(each.id, tuple(box.counted.grades.get(each.id, ())) if shown else ())
        for each in state.reopened.statements
    )
    return Verification(
        step.id, state.reopened.number, box.counted.ballots, threshold, shown, given, pointed
    )


def _verifying(state: Workshop) -> Step | None:
    """The step of the moment; at the end the last one that was counted."""
    here = state.current
    if here is None or here.kind is not Kind.END:
        return here if here is not None and here.kind is Kind.VERIFY else None
    over = [step for step in state.steps if step.kind is Kind.VERIFY and state.is_over(step)]
    return over[-1] if over else None


def reopened(state: Workshop) -> dict[str, Reread]:
    """The statements that the hall is asked about, each with what lies behind it."""
    if _verifying(state) is None:
        return {}
    return {
        each.id: Reread(
            no,
            each.id,
            each.version,
            each.text,
            each.before,
            each.theme,
            each.minority,
            each.remark,
            each.conflict,
            behind(state, each),
        )
        for no, each in enumerate(state.met.values(), start=1)
    }


def behind(state: Workshop, statement: Reopened) -> tuple[BehindSeen, ...]:
    """What came along with it from the workshops before."""
    return tuple(
        BehindSeen(
            behind_seen_as(statement.id, at),
            one.bearing,
            words(state, id_, one.text),
            why_gone(state, id_),
        )
        for at, one in enumerate(statement.behind)
        for id_ in (behind_as(one),)
    )


def corrections(state: Workshop) -> dict[str, Corrected]:
    """What the hall corrected, once nobody answers any more: each wrote it for themselves."""
    step = _verifying(state)
    if step is None or (state.step == step.id and state.open):
        return {}
    return {
        card.id: Corrected(card.id, about_question(question), card.text, card.hidden)
        for question, notes in state.notes.items()
        if round_of(question) == CORRECTIONS
        for note in notes.values()
        if not note.withdrawn
        for card in (card_of(state, note),)
    }


def rewordings(state: Workshop) -> dict[str, Said]:
    """What tables would rather have it say, by statement and table; shown with the corrections."""
    step = _verifying(state)
    if step is None or (state.step == step.id and state.open):
        return {}
    asked = {rewording(id_): id_ for id_ in state.met}
    return {
        f"{asked[on]}.{table}": said_by(state, said)
        for (on, table), said in sorted(state.statements.items())
        if on in asked and said.text
    }


def own_rewordings(state: Workshop, table: int) -> dict[str, OwnStatement]:
    """The same of one's own table, from the first word on, by statement."""
    if _verifying(state) is None:
        return {}
    found = {}
    for id_ in state.met:
        said = state.statements.get((rewording(id_), table))
        if said is not None:
            found[id_] = own_said(state, said)
    return found


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
