"""Every problem that lies beside the checkout, solved, and judged by a program that is not ours."""

import pytest

from app.seating import Impossible, Seating, broken, conflicts, figures, read_problem, seatings
from tests.seating.problems import IMPOSSIBLE, JUDGE, POSSIBLE, Ticks, data, told

STEPS = 0.5
"""Seconds of a clock that ticks a millisecond a step."""

LARGEST = "stress1000p20_r6"
"""A thousand people: a few steps, and not the judge's own bounds, which take it ten seconds."""

MIXED = 1.03
"""Party mixing to its bound. The bound knows no rules; of these problems one cannot come below
1.02 for its rules."""

REPEATS = {"oslo59_r6": 100, "stavanger67_r6": 60, "trondheim67_r6": 60, "stress300_r3": 20}
"""Half as many as a greedy seating has. `benchmarks/` has the figures for real seconds."""


def test_the_problems_are_there() -> None:
    assert len(POSSIBLE) == 30
    assert len(IMPOSSIBLE) == 6


@pytest.mark.parametrize("name", POSSIBLE)
def test_every_hall_is_seated(name: str) -> None:
    """Q1, Q5."""
    problem = read_problem(data(name))
    first, *better = seatings(problem, STEPS / 25 if name == LARGEST else STEPS, clock=Ticks())
    last = better[-1] if better else first
    for seating in (first, last):
        assert broken(problem, seating) == []
        assert JUDGE.check_hard(data(name), told(seating)) == []
    one, other = figures(problem, first), figures(problem, last)
    assert other.party.value <= other.party.best * MIXED
    assert other.repeats.value <= REPEATS.get(name, one.repeats.value)
    assert other.lonely.value == other.lonely.best


@pytest.mark.parametrize("name", [name for name in POSSIBLE if name != LARGEST])
def test_figures_and_bounds_are_the_judges(name: str) -> None:
    """Q7."""
    problem = read_problem(data(name))
    seating = next(seatings(problem))
    ours, judged = figures(problem, seating), JUDGE.score(data(name), told(seating))
    found = {
        "party_L1": ours.party.value,
        "party_L1_lb": ours.party.best,
        "bloc_L1": ours.bloc.value,
        "bloc_L1_lb": ours.bloc.best,
        "attr_L1": sum(each.value for each in ours.traits.values()),
        "attr_L1_lb": sum(each.best for each in ours.traits.values()),
        "mono": ours.one_bloc.value,
        "lonely": ours.lonely.value,
        "lonely_lb": ours.lonely.best,
        "max_share": ours.largest[0] / ours.largest[1],
        "max_share_lb": ours.largest_best,
        "repeats": ours.repeats.value,
        "repeats_lb": ours.repeats.best,
    }
    assert {name: judged[name] for name in found} == pytest.approx(
        {name: float(value) for name, value in found.items()}, abs=1e-3
    )


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_named(name: str) -> None:
    """Q3: where the smallest conflict is known."""
    known = data(name)
    problem = read_problem(known)
    with pytest.raises(Impossible) as impossible:
        next(seatings(problem))
    (conflict,) = impossible.value.conflicts
    assert sorted(conflict.rules) in known.get("all_conflicts", [known["known_minimal_conflict"]])
    assert conflicts(problem) == [conflict]


def spoilt(seating: Seating, what: str) -> Seating:
    """The same with somebody missing, with two seats, or from nowhere."""
    first = {table: list(those) for table, those in seating.rounds[0].items()}
    one, other, *_ = first
    match what:
        case "dropped":
            first[one].pop()
        case "doubled":
            first[other].append(first[one][0])
        case "ghost":
            first[one].append("nobody")
        case "unknown_table":
            first["T99"] = first.pop(one)
    rounds = ({table: tuple(those) for table, those in first.items()}, *seating.rounds[1:])
    return Seating(rounds)


@pytest.mark.parametrize("what", ["dropped", "doubled", "ghost", "unknown_table"])
def test_who_is_missing_there_twice_or_from_nowhere_is_seen(what: str) -> None:
    """Q1."""
    problem = read_problem(data("stavanger67_r3"))
    seating = spoilt(next(seatings(problem)), what)
    assert what in {fault.rule for fault in broken(problem, seating)}
    assert JUDGE.check_hard(data("stavanger67_r3"), told(seating)) != []
