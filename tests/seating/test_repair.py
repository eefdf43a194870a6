"""Late forfall and latecomers, in halls of real size."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from app.seating import Problem, broken, conflicts, read_problem, repair, seatings
from app.seating.model import Table
from tests.seating.problems import JUDGE, data, told


def changed(problem: Problem, away: list[str], come: int = 0) -> Problem:
    """These are away in all rounds, and as many others come as new people of their lists."""
    new = {f"n{i}": replace(problem.people[away[i]], id=f"n{i}") for i in range(come)}
    rounds = tuple(
        replace(
            each,
            present=(*(one for one in each.present if one not in away), *new),
            tables=tuple(_roomy(table) for table in each.tables),
        )
        for each in problem.rounds
    )
    return replace(problem, people={**problem.people, **new}, rounds=rounds)


def _roomy(table: Table) -> Table:
    """Nobody stands up for the number alone."""
    return replace(table, min=table.min - 1, max=table.max + 1)


@pytest.mark.parametrize("name", ["oslo59_r3", "stavanger67_r6", "tromso43_r3", "stress300_r3"])
def test_a_hall_is_mended_and_nearly_all_stay(name: str) -> None:
    """Q6: 300 who are there stay where they are, or a few of them do not."""
    problem, dice = read_problem(data(name)), random.Random(name)
    seating = next(seatings(problem))
    moved: Counter[int] = Counter()
    for _ in range(6):
        away = dice.sample(problem.rounds[0].present, 3)
        now = changed(problem, away, come=dice.randint(0, 2))
        if conflicts(now):
            continue  # somebody was a host, or the last of their bloc
        mended = repair(now, seating)
        assert broken(now, mended.seating) == []
        at = [mended.seating.tables(number) for number in range(len(now.rounds))]
        was = [seating.tables(number) for number in range(len(now.rounds))]
        assert set(mended.moved) == {
            one
            for one_round, old in zip(at, was, strict=True)
            for one in one_round
            if one in old and one_round[one] != old[one]
        }
        moved[len(mended.moved)] += 1
    assert moved
    assert max(moved) <= 3 * len(problem.rounds)


def test_rounds_that_are_held_stay_as_they_were() -> None:
    """Q6."""
    problem = read_problem(data("stavanger67_r3"))
    seating = next(seatings(problem))
    now = changed(problem, [problem.rounds[0].present[5]])
    mended = repair(now, seating, from_round=2)
    assert mended.seating.rounds[:2] == seating.rounds[:2]
    assert mended.seating.rounds[2] != seating.rounds[2]


def test_who_is_there_as_before_sits_as_before() -> None:
    """Q6."""
    problem = read_problem(data("oslo59_r3"))
    seating = next(seatings(problem))
    mended = repair(problem, seating)
    assert mended.moved == ()
    assert JUDGE.check_hard(data("oslo59_r3"), told(mended.seating)) == []
    assert [mended.seating.tables(n) for n in range(3)] == [seating.tables(n) for n in range(3)]
