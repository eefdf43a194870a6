"""Late forfall and latecomers, in halls of real size."""

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.seating import (
    Person,
    Problem,
    Seating,
    broken,
    conflicts,
    read_problem,
    repair,
    seatings,
)
from app.seating.anneal import Annealer
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


HALLS = ["oslo59_r3", "stavanger67_r3", "tromso43_r3"]


@st.composite
def stepped_in(draw: st.DrawFn) -> tuple[str, dict[str, Person]]:
    """A hall, and who is away → the deputy of the same list and bloc, alike or not otherwise."""
    name = draw(st.sampled_from(HALLS))
    problem = read_problem(data(name))
    away = draw(st.lists(st.sampled_from(problem.rounds[0].present), min_size=1, max_size=5,
                         unique=True))  # fmt: skip
    alike = draw(st.booleans())
    deputies = {}
    for n, one in enumerate(away):
        member = problem.people[one]
        traits = member.traits if alike else {}
        deputies[one] = replace(member, id=f"d{n}", name="", traits=traits)
    return name, deputies


def test_with_a_deputy_for_each_nobody_moves_and_the_hall_is_mixed_as_well() -> None:
    """Q6: by the annealing's own count, against the deputies in the chairs that were left."""
    seated = {name: next(seatings(read_problem(data(name)))) for name in HALLS}
    reached: Counter[int] = Counter()

    @settings(max_examples=40, deadline=None)
    @given(stepped_in(), st.booleans())
    def holds(drawn: tuple[str, dict[str, Person]], backwards: bool) -> None:
        name, deputies = drawn
        problem, seating = read_problem(data(name)), seated[name]
        new = list(deputies.values())[:: -1 if backwards else 1]
        rounds = tuple(
            replace(
                each,
                present=(*(one for one in each.present if one not in deputies),
                         *(one.id for one in new)),
                tables=tuple(replace(table, min=table.min - 1) for table in each.tables),
            )
            for each in problem.rounds
        )  # fmt: skip
        people = {**problem.people, **{one.id: one for one in new}}
        now = replace(problem, people=people, rounds=rounds)
        refilled = Seating(tuple(
            {table: tuple(deputies[one].id if one in deputies else one for one in those)
             for table, those in each.items()}
            for each in seating.rounds
        ))  # fmt: skip
        mended = repair(now, seating)
        assert mended.moved == ()
        assert broken(now, mended.seating) == []
        assert Annealer(now, mended.seating, 0).cost <= Annealer(now, refilled, 0).cost + 0.1
        reached[len(new)] += 1

    holds()
    assert len(reached) >= 4


def test_who_comes_without_anybody_leaving_is_spread_over_the_free_chairs() -> None:
    """Q6: each at a table with a free chair, by the annealing's count better than any swap."""
    problem = read_problem(data("stavanger67_r3"))
    seating = next(seatings(problem))
    come = [("n0", "Ap", "opp"), ("n1", "H", "pos"), ("n2", "Ap", "opp")]
    new = {id_: Person(id_, party, bloc) for id_, party, bloc in come}
    rounds = tuple(
        replace(each, present=(*each.present, *new),
                tables=tuple(replace(table, max=8) for table in each.tables))
        for each in problem.rounds
    )  # fmt: skip
    now = replace(problem, people={**problem.people, **new}, rounds=rounds)
    mended = repair(now, seating)
    assert mended.moved == ()
    best = Annealer(now, mended.seating, 0).cost
    for number, each in enumerate(mended.seating.rounds):
        assert {len(those) for those in each.values()} == {7}
        tables = mended.seating.tables(number)
        for one, other in combinations(new, 2):
            swap = {one: other, other: one}
            swapped = {t: tuple(swap.get(who, who) for who in those) for t, those in each.items()}
            others = list(mended.seating.rounds)
            others[number] = swapped
            assert Annealer(now, Seating(tuple(others)), 0).cost >= best - 0.1
        assert len({tables[one] for one in new}) == 3
