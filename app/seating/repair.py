"""Somebody did not come, somebody came: the seating mended while the hall waits.

Everybody who can stays. Newcomers take the chairs that were left, or those where their list is
missed most; if that breaks a rule, HiGHS finds the seating of the round in which the fewest stand
up. Then the newcomers are spread over all rounds as the annealing would have them.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import combinations

from app.seating.exact import seat_round
from app.seating.explain import conflicts
from app.seating.hard import broken
from app.seating.model import Id, Impossible, Problem, Round, Seating, Undecided
from app.seating.newcomers import heirs, settle
from app.seating.start import by_table

STAY = 1000.0
"""What it is worth that one stays, against what table a mover gets: more than all of that."""

FEW = 3
NEARBY = 12
"""Tables that are looked at first; and at most, in a larger hall, if they will do."""

ROOM = 0.5
"""What a free chair counts for a newcomer, against a seat off the list's share."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """`moved`: those who had a seat and get another, in any round. Newcomers are not among them."""

    seating: Seating
    moved: tuple[Id, ...]


def repair(problem: Problem, seating: Seating, from_round: int = 0) -> Repaired:
    """The seating for those who are present now (`problem`), with the fewest who must stand up.

    Rounds before `from_round` are held and stay as they were. Raises `Impossible` or `Undecided`.
    """
    met = _met(seating)
    moved: dict[Id, None] = {}
    after = [seating.tables(number) for number in range(from_round)]
    free: dict[int, list[Id]] = {}
    for number in range(from_round, len(problem.rounds)):
        before = seating.tables(number) if number < len(seating.rounds) else {}
        come = [one for one in problem.rounds[number].present if one not in before]
        gone = before.keys() - set(problem.rounds[number].present)
        left = {one: before[other] for one, other in heirs(problem, sorted(gone), come).items()}
        after.append(_mended(problem, number, before, left, met))
        free[number] = come
        moved.update(
            (one, None) for one in before if after[-1].get(one, before[one]) != before[one]
        )
    settled = settle(problem, after, free)
    rounds = [by_table(problem, number, settled[number]) for number in free]
    return Repaired(Seating((*seating.rounds[:from_round], *rounds)), tuple(moved))


def _met(seating: Seating) -> Counter[frozenset[Id]]:
    return Counter(
        frozenset(two)
        for each in seating.rounds
        for those in each.values()
        for two in combinations(those, 2)
    )


def _mended(
    problem: Problem,
    number: int,
    before: dict[Id, Id],
    left: dict[Id, Id],
    met: Counter[frozenset[Id]],
) -> dict[Id, Id]:
    """Person → table in this round, for those present, with all rules kept. `left`: newcomer →
    table with the chair of somebody who left."""
    each = problem.rounds[number]
    tables = {table.id for table in each.tables}
    kept = {one: before[one] for one in each.present if before.get(one) in tables}
    newcomers = [one for one in each.present if one not in kept]
    seats, worth = dict(kept), _worth(problem, number, kept, met)
    for one in newcomers:
        here = Counter(seats.values())
        room = [table.id for table in each.tables if here[table.id] < table.max]
        if left.get(one) in room:
            seats[one] = left[one]
        elif room:
            seats[one] = max(room, key=lambda table, one=one: worth(one, table))  # type: ignore[misc]
    wrong = _faults(problem, number, seats)
    if not wrong:
        return seats
    # The tables with a fault first, with a few that have people or room to spare; then more, until
    # fewer movers are out of the question, or the hall is larger than we can look through.
    sizes = Counter(kept.values())
    short = sum(max(0, table.min - sizes[table.id]) for table in each.tables)
    least = max(0 if newcomers else 1, short - len(newcomers))
    order = sorted(
        each.tables,
        key=lambda table: (
            table.id not in wrong,
            -abs(sizes[table.id] - (table.min + table.max) / 2),
        ),
    )
    count = len(wrong) + FEW
    while True:
        near = {table.id for table in order[:count]}
        found = seat_round(_part(problem, number, kept, near), number, worth)
        if found is not None:
            moved = sum(kept[one] != table for one, table in found.items() if one in kept)
            if moved <= least or count >= min(NEARBY, len(order)):
                return {one: found.get(one, kept.get(one, "")) for one in each.present}
        elif count >= len(order):
            raise (Impossible(told) if (told := conflicts(problem)) else Undecided)
        count = max(NEARBY, 2 * count)


def _faults(problem: Problem, number: int, seats: dict[Id, Id]) -> set[Id]:
    """The tables that have something to do with what is broken in this round."""
    rounds = [
        by_table(problem, other, seats if other == number else {})
        for other in range(len(problem.rounds))
    ]
    faults = [each for each in broken(problem, Seating(tuple(rounds))) if each.round == number]
    concerned = {seats[one] for each in faults for one in each.people if one in seats}
    tables = concerned | {each.table for each in faults if each.table}
    return tables or {each.rule for each in faults}


def _part(problem: Problem, number: int, kept: dict[Id, Id], near: Collection[Id]) -> Problem:
    """The problem with only these tables in this round, those who sit there, and newcomers."""
    each = problem.rounds[number]
    part = Round(
        tuple(table for table in each.tables if table.id in near),
        tuple(one for one in each.present if kept.get(one) is None or kept[one] in near),
    )
    rounds = (*problem.rounds[:number], part, *problem.rounds[number + 1 :])
    return replace(problem, rounds=rounds)


def _worth(
    problem: Problem, number: int, kept: dict[Id, Id], met: Counter[frozenset[Id]]
) -> Callable[[Id, Id], float]:
    """What it is worth that a person sits at a table: staying, else their list and new faces."""
    people, each = problem.people, problem.rounds[number]
    sitting = by_table(problem, number, kept)
    parties = {
        table: Counter(people[one].party for one in those) for table, those in sitting.items()
    }
    hall = Counter(people[one].party for one in each.present)
    seats = {table.id: (table.min + table.max) / 2 for table in each.tables}

    def worth(one: Id, table: Id) -> float:
        if kept.get(one) == table:
            return STAY
        party, those = people[one].party, sitting[table]
        missed = seats[table] * hall[party] / len(each.present) - parties[table][party]
        again = sum(met[frozenset((one, other))] for other in those if other != one)
        return missed + ROOM * (seats[table] - len(those)) - again / len(problem.rounds)

    return worth
