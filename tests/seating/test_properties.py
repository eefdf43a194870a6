"""Small problems, of which every seating can be looked at: what is said of them is true."""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.seating import (
    Impossible,
    Person,
    Seating,
    broken,
    cheapest,
    conflicts,
    figures,
    lay,
    read_problem,
    relaxed,
    repair,
    seatings,
    without,
)
from app.seating.explain import COSTS
from app.seating.laying import rule_ids
from app.seating.model import Conflict, Problem
from tests.seating.problems import JUDGE, Ticks, allowed, every, small, told

SOME = settings(max_examples=60, deadline=None)


def seats() -> st.SearchStrategy[Seating]:
    """People from the roster and from nowhere, at tables that are there or not."""
    people = st.lists(st.sampled_from(["p0", "p1", "p2", "p3", "x"])).map(tuple)
    tables = st.fixed_dictionaries({"T1": people, "T2": people}, optional={"T3": people})
    return tables.map(lambda each: Seating((each,)))


def test_we_and_the_judge_see_the_same_broken() -> None:
    """Q1: with people left out, there twice and from nowhere."""
    reached: Counter[str] = Counter()
    named = {"double": "doubled", "table": "unknown_table"}

    @SOME
    @given(small(), seats())
    def holds(found: Any, seating: Seating) -> None:
        ours = {fault.rule for fault in broken(read_problem(found), seating)}
        judged = {named.get(kind, kind) for kind, _ in JUDGE.check_hard(found, told(seating))}
        assert bool(ours) == bool(judged)
        who = {"dropped", "ghost", "size", "doubled", "unknown_table"}
        assert ours & who == judged & who
        reached.update(ours & who)

    holds()
    assert min(reached.values()) > 5
    assert len(reached) == 5


def attempt(problem: Problem) -> tuple[list[Seating], list[Conflict]]:
    try:
        return list(seatings(problem, 0.02, clock=Ticks())), []
    except Impossible as impossible:
        return [], impossible.conflicts


def test_a_seating_or_a_conflict_and_never_both() -> None:
    """Q2."""
    reached: Counter[str] = Counter()

    @SOME
    @given(small(rounds=2))
    def holds(found: Any) -> None:
        problem = read_problem(found)
        got, why = attempt(problem)
        assert bool(got) != bool(why)
        assert conflicts(problem) == why
        for seating in got:
            assert JUDGE.check_hard(found, told(seating)) == []
        reached["conflict" if why else "seating"] += 1

    holds()
    assert min(reached["conflict"], reached["seating"]) > 5


def test_it_is_impossible_only_when_no_seating_is_left() -> None:
    """Q2, Q3: and a conflict is minimal, whichever of all seatings one looks at."""
    reached: Counter[int] = Counter()

    @SOME
    @given(small())
    def holds(found: Any) -> None:
        problem = read_problem(found)
        why = conflicts(problem)
        assert bool(why) == (not allowed(problem))
        for conflict in why:
            others = set(rule_ids(problem, 0)) - set(conflict.rules)
            assert not allowed(without(problem, others))
            for rule in conflict.rules:
                assert allowed(without(problem, {*others, rule}))
            reached[len(conflict.rules)] += 1

    holds()
    assert sum(reached.values()) - 5 > reached[1] > 5


def test_what_is_given_up_is_the_cheapest() -> None:
    """Q4."""
    reached: Counter[int] = Counter()

    @SOME
    @given(small())
    def holds(found: Any) -> None:
        problem = read_problem(found)
        kinds = {wish.id: wish.kind for wish in problem.wishes}

        def cost(rules: tuple[str, ...]) -> int:
            return sum(COSTS.get(kinds.get(rule, rule.partition(":")[0]), 2) for rule in rules)

        chosen = cheapest(problem)
        assert allowed(without(problem, chosen))
        rules = rule_ids(problem, 0)
        for count in range(min(len(rules), 2) + 1):
            for fewer in combinations(rules, count):
                assert cost(fewer) >= cost(chosen) or not allowed(without(problem, fewer))
        asked, given_up = relaxed(problem)
        assert given_up == chosen
        assert broken(asked, next(seatings(asked))) == []
        reached[len(chosen)] += 1

    holds()
    assert min(reached[0], reached[1]) > 5


def test_everybody_who_can_stays() -> None:
    """Q6: no seating of those who are there now has fewer who move."""
    reached: Counter[str] = Counter()

    @SOME
    @given(small(), st.data())
    def holds(found: Any, draw: st.DataObject) -> None:
        problem = read_problem(found)
        before = draw.draw(st.sampled_from(list(every(problem))))
        was = before.tables(0)
        found["rounds"][0]["present"] = draw.draw(
            st.lists(st.sampled_from(list(problem.people)), min_size=2, unique=True)
        )
        now = read_problem(found)

        def moved(seating: Seating) -> set[str]:
            at = seating.tables(0)
            return {one for one in at if one in was and at[one] != was[one]}

        fewest = min((len(moved(seating)) for seating in allowed(now)), default=None)
        try:
            mended = repair(now, before)
        except Impossible:
            reached["impossible"] += 1
            fewest_found = None
        else:
            assert broken(now, mended.seating) == []
            assert set(mended.moved) == moved(mended.seating)
            fewest_found = len(mended.moved)
            reached["moved" if mended.moved else "stayed"] += 1
        assert fewest_found == fewest

    holds()
    assert len(reached) == 3
    assert min(reached.values()) > 3


def test_no_seating_is_better_than_its_bound() -> None:
    """Q7: of all with tables of the same sizes; and some are as good."""
    reached: Counter[bool] = Counter()

    @settings(SOME, max_examples=150)
    @given(small())
    def holds(found: Any) -> None:
        problem = without(read_problem(found), ["size"])
        for seating in allowed(problem):
            one = figures(problem, seating)
            measures = [one.party, one.bloc, one.one_bloc, one.lonely, one.repeats]
            assert all(each.best <= each.value for each in measures)
            assert one.largest_best * one.largest[1] <= one.largest[0]
            reached[one.party.is_best] += 1

    holds()
    assert min(reached[True], reached[False]) > 0


@pytest.mark.parametrize(("tables", "rounds"), [(1, 2), (2, 3), (3, 50), (30, 2)])
def test_few_tables_and_many_and_one(tables: int, rounds: int) -> None:
    """Q1: also where there is nothing to swap, or nearly everything."""
    people = [Person(f"p{n}", f"L{n % 5}", ("pos", "opp")[n % 2]) for n in range(240)]
    asked = lay(people, tables=tables, rounds=rounds)
    found = list(seatings(asked, 0.02, clock=Ticks()))
    assert [broken(asked, seating) for seating in found] == [[]] * len(found)
    assert found
